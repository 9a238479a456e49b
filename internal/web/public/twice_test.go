package public_test

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"gongkai/internal/office"
)

// TestSubmitTwiceAtOnce presses 提交申请 in two windows in the same moment: one
// application, and both see its receipt (R-A31).
func TestSubmitTwiceAtOnce(t *testing.T) {
	t.Parallel()
	c := &citizen{openOn(t, "2019-05-20"), map[string]string{}}
	c.goes("apply/new/seen", "apply/new/what", "content", "2019年度科技计划项目清单")
	c.goes("apply/new/who", "apply/new/kind", "applicant", "natural")
	c.goes("apply/new/how", "apply/new/who", "name", "张三", "id_kind", "居民身份证", "id_no", "11010519491231002x", "phone", "13812345678")
	c.goes("apply/new/check", "apply/new/how", "carrier", "email", "way", "web")
	var presses sync.WaitGroup
	for range 4 {
		presses.Go(func() {
			r := httptest.NewRequest("POST", "/yykjj/apply/new/submit", nil)
			r.AddCookie(&http.Cookie{Name: "apply", Value: c.jar["apply"]})
			rec := httptest.NewRecorder()
			c.ServeHTTP(rec, r)
			if to := rec.Header().Get("Location"); to != "/yykjj/apply/done" {
				t.Errorf("%d, leads to %q", rec.Code, to)
			}
		})
	}
	presses.Wait()
	has(t, c.open("apply/done"), "2019-0001")
	if list, err := c.o.RequestQueue(t.Context(), c.head, office.RequestQuery{}); err != nil || len(list.Rows) != 1 {
		t.Errorf("%d applications, %v", len(list.Rows), err)
	}
}
