package staff_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/internal/testkit"
	"gongkai/request"
)

// One click hands the whole file over to those who answer a review, and says so
// in the access log; nobody else sees the button, nor gets it by its address.
func TestBundleOnDesk(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 3))
	head, clerk, legal := b.as(t, "zhuren"), b.as(t, "jingban"), b.as(t, "fazhi")
	v := application()
	v.Set("unit", "yykjj:ghk")
	at := head.register(v)
	clerk.get(at).is(http.StatusOK).without("/bundle.")
	clerk.get(at + "/bundle.zip").is(http.StatusForbidden)
	legal.get(at).is(http.StatusOK).has("/bundle.zip", "/bundle.pdf")
	legal.get(at + "/bundle.docx").is(http.StatusNotFound)
	got := legal.get(at + "/bundle.zip")
	if got.status == http.StatusConflict {
		got.has("可以编辑的文档格式")
		testkit.Missing(t, "a browser or a typeface")
	}
	z, err := zip.NewReader(bytes.NewReader([]byte(got.is(http.StatusOK).body)), int64(len(got.body)))
	if err != nil || len(z.File) != 1 || z.File[0].Name != "2025-0001 案卷.pdf" {
		t.Fatalf("the bundle: %v %v", z, err)
	}
	if how := got.header.Get("Content-Disposition"); !strings.HasPrefix(how, "attachment") || got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("the bundle came as %v", got.header)
	}
	b.as(t, "shenji").get("/access").has("提供案卷", strings.TrimPrefix(at, "/requests/"))
}

// What the case page offers an officer is what the office lets them do: at every
// step of a life, for every role and verb.
func TestOfferedIsAllowed(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 3))
	logins := []string{"zhuren", "jingban", "tongshi", "fuze", "fazhi", "fenguan", "anquan", "xitong", "shenji"}
	all := map[string]*person{}
	for _, l := range logins {
		all[l] = b.as(t, l)
	}
	v := application()
	v.Set("door", "fax")
	v.Set("unit", "yykjj:ghk")
	at := all["zhuren"].register(v)
	look := func() {
		t.Helper()
		for _, l := range logins {
			p := all[l]
			page := p.get(at)
			for _, verb := range request.Verbs {
				offered := page.status == http.StatusOK && strings.Contains(page.body, `action="/yykjj/desk`+at+"/"+string(verb)+`"`)
				// A rev that never was: whoever may, is told of the conflict.
				code := p.post(at+"/"+string(verb), url.Values{"rev": {"0"}}).status
				if offered && code != http.StatusConflict || code != http.StatusConflict && code != http.StatusForbidden {
					t.Errorf("%s, %s: offered %v, answered %d", l, verb, offered, code)
				}
			}
			if page.status == http.StatusOK && strings.Contains(page.body, "11010519491231002X") {
				t.Errorf("%s sees the number of the identity card", l)
			}
		}
	}
	look()
	all["zhuren"].act(at, "confirm", "how", "phone").is(http.StatusOK)
	look()
	all["jingban"].act(at, "decide", "reply", "told", "supply", "本机关网站“科技计划”栏目").is(http.StatusOK)
	look()
	all["fazhi"].act(at, "review").is(http.StatusOK)
	look()
	all["fenguan"].act(at, "sign").is(http.StatusOK)
	all["zhuren"].act(at, "send", "way", "email").is(http.StatusOK)
	look()
	all["zhuren"].act(at, "deliver", "proof", "已读回执").is(http.StatusOK)
	all["zhuren"].act(at, "archive").is(http.StatusOK)
	look()
}
