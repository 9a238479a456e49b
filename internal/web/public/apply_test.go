package public_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/office"
)

// citizen is a browser without scripts: it keeps cookies and follows.
type citizen struct {
	*town
	jar map[string]string
}

func (c *citizen) do(r *http.Request) *httptest.ResponseRecorder {
	for k, v := range c.jar {
		r.AddCookie(&http.Cookie{Name: k, Value: v})
	}
	rec := httptest.NewRecorder()
	c.ServeHTTP(rec, r)
	for _, k := range rec.Result().Cookies() {
		if k.MaxAge < 0 {
			delete(c.jar, k.Name)
			continue
		}
		below := k.Name
		if k.Name == "letter" { // lies below the other cookie of letters
			below = "letters/follow"
		}
		if !k.HttpOnly || k.SameSite != http.SameSiteStrictMode || !strings.HasPrefix(k.Path, map[string]string{"case": "/yykjj/services/", "mine": "/yykjj/services"}[k.Name]) || k.Path != "/yykjj/"+below && k.Name != "case" && k.Name != "mine" {
			c.t.Errorf("cookie %+v", k)
		}
		c.jar[k.Name] = k.Value
	}
	if cc := rec.Header().Get("Cache-Control"); cc != "no-store" {
		c.t.Errorf("%s %s may be kept: %q", r.Method, r.URL.Path, cc)
	}
	return rec
}

func (c *citizen) open(path string) string {
	c.t.Helper()
	rec := c.do(httptest.NewRequest("GET", "/yykjj/"+path, nil))
	if to := rec.Header().Get("Location"); to != "" {
		return c.open(strings.TrimPrefix(to, "/yykjj/"))
	}
	return rec.Body.String()
}

// send posts pairs and gives the way onward, or the status and the page.
func (c *citizen) send(path string, pairs ...string) (string, int, string) {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest("POST", "/yykjj/"+path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	rec := c.do(r)
	return strings.TrimPrefix(rec.Header().Get("Location"), "/yykjj/"), rec.Code, rec.Body.String()
}

func (c *citizen) goes(to, path string, pairs ...string) {
	c.t.Helper()
	if got, code, body := c.send(path, pairs...); got != to {
		c.t.Fatalf("%s leads to %q (%d), want %q: %.3000s", path, got, code, to, body)
	}
}

func (c *citizen) upload(path, field, name string, size int, pairs ...string) *httptest.ResponseRecorder {
	return c.uploads(path, field, map[string]int{name: size}, pairs...)
}

// uploads sends files by their names with their sizes.
func (c *citizen) uploads(path, field string, files map[string]int, pairs ...string) *httptest.ResponseRecorder {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		_ = w.WriteField(pairs[i], pairs[i+1])
	}
	for name, size := range files {
		f, _ := w.CreateFormFile(field, name)
		_, _ = f.Write(bytes.Repeat([]byte("x"), size))
	}
	w.Close()
	r := httptest.NewRequest("POST", "/yykjj/"+path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return c.do(r)
}

const evilWords = `2019年项目清单<script>alert(1)</script>"'><b>`

// apply walks through the steps as a citizen does.
func (c *citizen) apply() (code string) {
	c.t.Helper()
	c.goes("apply/new/seen", "apply/new/what", "content", evilWords)
	if got := c.open("apply/new/seen"); !strings.Contains(got, "谁来申请") {
		c.t.Error("no hints, yet the page of hints is shown")
	}
	c.goes("apply/new/who", "apply/new/kind", "applicant", "natural")
	c.goes("apply/new/how", "apply/new/who", "name", "张三", "id_kind", "居民身份证", "id_no", "11010519491231002x", "phone", "13812345678")
	c.goes("apply/new/check", "apply/new/how", "carrier", "email", "way", "web")
	page := c.open("apply/new/check")
	has(c.t, page, "张三", "不用说明用途", "双方", "2019年项目清单&lt;script&gt;")
	hasNot(c.t, page, "<script>alert")
	c.goes("apply/done", "apply/new/submit")
	first := c.open("apply/done")
	c.goes("apply/done", "apply/new/submit")
	if second := c.open("apply/done"); first != second {
		c.t.Error("a second press leads to another receipt")
	}
	has(c.t, first, "2019-0001", "2019年6月18日（星期二）")
	return regexp.MustCompile(`class="code">([^<]+)`).FindStringSubmatch(first)[1]
}

// TestApply hands an application in (R-A29, R-A31) and follows it to its
// withdrawal.
func TestApply(t *testing.T) {
	t.Parallel()
	c := &citizen{openOn(t, "2019-05-20"), map[string]string{}}
	has(t, c.page(200, "/yykjj/apply"), "/yykjj/apply/new/what", "/yykjj/follow", "form.docx")
	if rec := c.get("/yykjj/apply/form.docx"); rec.Code != 200 || rec.Body.Len() < 3000 {
		t.Errorf("the form on paper: %d, %d bytes", rec.Code, rec.Body.Len())
	}
	code := c.apply()
	page := c.open("follow/request")
	has(t, page, "正在办理", "接收回执", "撤回申请", "2019-0001", `name="robots" content="noindex"`)
	hasNot(t, page, "<script>alert", "张三", "13812345678")
	letter := regexp.MustCompile(`follow/letter/[^"]+`).FindString(page)
	has(t, c.open(letter), "张三", code, "&lt;script&gt;")
	has(t, c.open("follow/why"), "为什么是这一天", "条例第三十三条")
	c.goes("follow?out=1", "follow/out")
	has(t, c.open("follow/request"), "查询办理进度", "请先输入查询码")
	c.goes("follow/request", "follow", "code", strings.ToLower(strings.ReplaceAll(code, "-", "")), "tail", "002x")
	full := strings.Map(func(r rune) rune { return r + '！' - '!' }, strings.ToLower(code)) // as an input method types it
	for _, typed := range []string{full, " " + code[:2] + "　" + code[2:] + "\t", strings.ReplaceAll(code, "-", "—"), strings.ReplaceAll(code, "-", " - ")} {
		c.goes("follow/request", "follow", "code", typed, "tail", "００２ｘ")
	}
	has(t, c.open("follow/withdraw"), "也不能恢复")
	c.goes("follow/request?done=withdraw", "follow/withdraw")
	c.goes("follow/request", "follow/withdraw")
	has(t, c.open("follow/request?done=withdraw"), "已经撤回")
	for _, path := range []string{"sitemap.xml", "feed.atom"} {
		hasNot(t, c.page(200, "/yykjj/"+path), "/follow", "/apply/")
	}
}

// TestApplyFaults gives each step what it cannot take; what was typed stays.
func TestApplyFaults(t *testing.T) {
	t.Parallel()
	c := &citizen{openOn(t, "2019-05-20"), map[string]string{}}
	if to, _, _ := c.send("apply/new/submit"); to != "apply/new/what?lost=1" {
		t.Errorf("nothing was handed in, and it leads to %q", to)
	}
	_, status, body := c.send("apply/new/what", "content", "清单")
	has(t, body, `href="#content"`, ">清单</textarea>", `aria-invalid="true"`)
	if status != http.StatusUnprocessableEntity {
		t.Errorf("status %d", status)
	}
	c.goes("apply/new/seen", "apply/new/what", "content", "2019年度科技计划项目清单")
	_, _, body = c.send("apply/new/kind")
	has(t, body, `href="#applicant"`)
	c.goes("apply/new/who", "apply/new/kind", "applicant", "legal")
	rec := c.upload("apply/new/who", "identity", "证.jpg", 31<<20, "name", "某律师事务所", "credit", "1")
	has(t, rec.Body.String(), `href="#identity"`, "超过 30 MB", "某律师事务所", `href="#credit"`, `href="#phone"`)
	rec = c.upload("apply/new/who", "identity", "执照.pdf", 2000, "name", "某律师事务所", "credit", "1")
	has(t, rec.Body.String(), "执照.pdf", "移除")
	gone := regexp.MustCompile(`name="remove" value="([^"]+)"`).FindStringSubmatch(c.open("apply/new/who"))
	if gone == nil {
		t.Fatal("the upload did not outlive the refusal of the code")
	}
	c.goes("apply/new/who", "apply/new/who", "remove", gone[1])
	hasNot(t, c.open("apply/new/who"), "执照.pdf")
	_, _, body = c.send("apply/new/how", "way", "email")
	has(t, body, `href="#carrier"`, `href="#email"`)
	has(t, c.open("apply/new/check"), "身份和联系方式")
	c.goes("apply", "apply/new/clear")
	hasNot(t, c.open("apply/new/what"), "科技计划")
}

// TestFollowGuesses counts wrong codes and tails in the same words, and closes.
func TestFollowGuesses(t *testing.T) {
	t.Parallel()
	c := &citizen{openOn(t, "2019-05-20"), map[string]string{}}
	code := c.apply()
	c.jar = map[string]string{}
	words := regexp.MustCompile(`<a href="#code">([^<]+)`)
	for i, left := range []string{"4", "3", "2", "1", "0"} {
		_, _, known := c.send("follow", "code", []string{code, " " + strings.ReplaceAll(code, "-", "")}[i%2], "tail", "0000")
		_, _, unknown := c.send("follow", "code", "ZZZZ-ZZZZ", "tail", "0000")
		a, b := words.FindStringSubmatch(known), words.FindStringSubmatch(unknown)
		if a == nil || b == nil || a[1] != b[1] || !strings.Contains(a[1], "还可以试"+left+"次") {
			t.Errorf("%q, %q", a, b)
		}
	}
	_, _, body := c.send("follow", "code", code, "tail", "5678")
	has(t, body, "过15分钟再试")
	if c.jar["follow"] != "" {
		t.Error("a closed code gave a pass")
	}
}

// TestPosts sees that only forms take posts, and none from another site.
func TestPosts(t *testing.T) {
	t.Parallel()
	w := open(t)
	for path, want := range map[string]int{"/": 405, "/yykjj/": 405, "/yykjj/search": 405, "/yykjj/apply": 405, "/yykjj/c/fabu": 405, "/follow/x": 404} {
		rec := httptest.NewRecorder()
		w.ServeHTTP(rec, httptest.NewRequest("POST", path, nil))
		if rec.Code != want {
			t.Errorf("POST %s: %d, want %d", path, rec.Code, want)
		}
	}
	r := httptest.NewRequest("POST", "/yykjj/follow", strings.NewReader("code=1"))
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, r)
	if rec.Code != http.StatusForbidden {
		t.Errorf("a form of another site: %d", rec.Code)
	}
}

// TestFollowSupplement supplements with files (R-A30); one that is too large is
// refused in words, and the text stays.
func TestFollowSupplement(t *testing.T) {
	t.Parallel()
	c := &citizen{openOn(t, "2019-05-20"), map[string]string{}}
	c.apply()
	list, err := c.o.RequestQueue(t.Context(), c.head, office.RequestQuery{})
	if err != nil || len(list.Rows) != 1 {
		t.Fatal(len(list.Rows), err)
	}
	r := list.Rows[0].Request
	if err := c.o.ClarifyRequest(t.Context(), c.head, r.ID, office.RequestAct{Rev: r.Rev, Text: "请写明是哪一类项目。", By: "2019-06-10"}); err != nil {
		t.Fatal(err)
	}
	has(t, c.open("follow/request"), "等您补正", "请写明是哪一类项目", "follow/supplement")
	rec := c.upload("follow/supplement", "supplement", "大.pdf", 31<<20, "text", "市级重点研发")
	has(t, rec.Body.String(), "超过 30 MB", "市级重点研发")
	// the one that fits stays while the other is refused, and need not be chosen again
	rec = c.uploads("follow/supplement", "supplement", map[string]int{"补充.pdf": 2000, "大.pdf": 31 << 20}, "text", "市级重点研发")
	token := regexp.MustCompile(`name="kept" id="[^"]+" value="([^"]+)" checked><label for="[^"]+">补充.pdf`).FindStringSubmatch(rec.Body.String())
	if token == nil {
		t.Fatalf("what was uploaded is lost: %.3000s", rec.Body)
	}
	rec = c.upload("follow/supplement", "supplement", "清单.pdf", 1000, "text", "市级重点研发", "kept", token[1], "kept", "made-up")
	if to := rec.Header().Get("Location"); to != "/yykjj/follow/request?done=supplement" {
		t.Errorf("leads to %q: %.2000s", to, rec.Body)
	}
	has(t, c.open("follow/request"), "收到您的补正", "正在办理")
	v, err := c.o.RequestMatter(t.Context(), c.head, r.ID)
	c.must(err)
	var names []string
	for _, p := range v.Papers {
		if p.Kind == "supplement" {
			names = append(names, p.Name)
		}
	}
	if got := strings.Join(names, " "); got != "补充.pdf 清单.pdf" {
		t.Errorf("the file holds %q", got)
	}
}
