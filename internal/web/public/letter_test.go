package public_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/testkit"
)

// TestFollowLetterFiles takes a letter home as files (§I.1); without the pass
// there is none, and no other form of it.
func TestFollowLetterFiles(t *testing.T) {
	t.Parallel()
	c := &citizen{openOn(t, "2019-05-20"), map[string]string{}}
	c.apply()
	letter := regexp.MustCompile(`/yykjj/follow/letter/[^"]+`).FindString(c.open("follow/request"))
	has(t, c.open(strings.TrimPrefix(letter, "/yykjj/")), letter+"/docx", letter+"/pdf")
	kinds := map[string]string{"/docx": "PK\x03\x04"}
	if testkit.Slow() { // it starts a browser
		kinds["/pdf"] = "%PDF-"
	}
	for as, begins := range kinds {
		rec := c.do(httptest.NewRequest("GET", letter+as, nil))
		if rec.Code != http.StatusOK || !strings.HasPrefix(rec.Body.String(), begins) || !strings.HasPrefix(rec.Header().Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %d %v", as, rec.Code, rec.Header())
		}
	}
	if rec := c.do(httptest.NewRequest("GET", letter+"/exe", nil)); rec.Code != http.StatusNotFound {
		t.Errorf("another form of a letter: %d", rec.Code)
	}
	c.jar = map[string]string{}
	if rec := c.do(httptest.NewRequest("GET", letter+"/docx", nil)); rec.Header().Get("Location") != "/yykjj/follow?over=1" {
		t.Errorf("without a pass: %d %v", rec.Code, rec.Header())
	}
}
