package staff_test

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"gongkai/calendar"
	"gongkai/internal/files"
	"gongkai/internal/office"
	"gongkai/internal/secret"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/internal/web/staff"
	"gongkai/people"
	"gongkai/publication"
)

const password = "Demo-2019-gongkai"

// bureau is a desk over a real office with two organs, on SQLite.
type bureau struct {
	*httptest.Server
	office *office.Office
	db     *store.DB
	ahead  *atomic.Int64 // days that the clock was moved on
}

func open(t *testing.T) *bureau { return openOn(t, calendar.NewDay(2019, 5, 6)) }

// openOn opens the desk at nine o'clock of a day.
func openOn(t *testing.T, day calendar.Day) *bureau {
	t.Helper()
	ctx := context.Background()
	dir := t.TempDir()
	db, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "desk.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetSealer(testkit.Key(t))
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	key, err := secret.Load(filepath.Join(dir, "keys"))
	if err != nil {
		t.Fatal(err)
	}
	db.SetSealer(key)
	folder, err := files.Open(filepath.Join(dir, "files"))
	if err != nil {
		t.Fatal(err)
	}
	var ticks atomic.Int64 // every look at the clock is a second later
	ahead := new(atomic.Int64)
	now := func() time.Time {
		return day.AddDays(int(ahead.Load())).Start().Add(9*time.Hour + time.Duration(ticks.Add(1))*time.Second)
	}
	o := office.New(office.Config{DB: db, Files: folder, Now: now, Log: slog.New(slog.DiscardHandler)})
	for _, token := range []string{"yykjj", "other"} {
		unit := func(code string) string { return token + ":" + code }
		officer := func(login, u string, roles ...string) office.FoundingOfficer {
			return office.FoundingOfficer{OfficerForm: office.OfficerForm{Login: login, Name: login + "同志", Unit: unit(u), Roles: roles}, Password: password}
		}
		err := o.Found(ctx, office.Founding{
			Organ: people.Organ{Token: token, Name: token + "局", CreditCode: "11430600006387561X"},
			Units: []people.Unit{{Code: "bgs", Name: "局办公室", Kind: people.Division}, {Code: "ghk", Name: "规划科", Kind: people.Division}},
			Columns: []publication.Column{{Path: "dongtai", Name: "工作动态", Category: "news"},
				{Path: "nianbao", Name: "年度报告", Category: "annual"}},
			Officers: []office.FoundingOfficer{officer("zhuren", "bgs", "office"), officer("jingban", "ghk", "clerk"),
				officer("tongshi", "ghk", "clerk"), officer("fuze", "bgs", "disclosure_hd"),
				officer("kezhang", "ghk", "unit_head"), officer("baomi", "bgs", "secrecy"), officer("fazhi", "bgs", "legal"), officer("fenguan", "bgs", "deputy_chief"), officer("anquan", "bgs", "security_admin"), officer("xitong", "bgs", "system_admin"), officer("shenji", "bgs", "audit_admin")},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	b := &bureau{httptest.NewServer(staff.New(o, staff.Options{Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Store: store.NewSessions(db, time.Now)})), o, db, ahead}
	t.Cleanup(b.Close)
	return b
}

// person is a browser with its own cookies; it follows redirects.
type person struct {
	t    *testing.T
	b    *bureau
	c    *http.Client
	base string
}

func (b *bureau) person(t *testing.T) *person {
	jar, _ := cookiejar.New(nil)
	return &person{t, b, &http.Client{Jar: jar}, "/yykjj/desk"}
}

func (b *bureau) as(t *testing.T, login string) *person {
	t.Helper()
	p := b.person(t)
	a := p.post("/signin", url.Values{"login": {login}, "password": {password}})
	a.is(http.StatusOK).without("登录工作台")
	return p
}

// answer is a page that came back.
type answer struct {
	t      *testing.T
	status int
	body   string
	path   string
	header http.Header
}

func (p *person) do(r *http.Request) answer {
	p.t.Helper()
	resp, err := p.c.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return answer{p.t, resp.StatusCode, string(b), resp.Request.URL.RequestURI(), resp.Header}
}

func (p *person) get(path string) answer {
	p.t.Helper()
	r, _ := http.NewRequest("GET", p.b.URL+p.base+path, nil)
	return p.do(r)
}

func (p *person) post(path string, v url.Values) answer {
	p.t.Helper()
	r, _ := http.NewRequest("POST", p.b.URL+p.base+path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return p.do(r)
}

func (a answer) is(want int) answer {
	a.t.Helper()
	if a.status != want {
		a.t.Fatalf("%s: status %d, want %d\n%s", a.path, a.status, want, words(a.body))
	}
	return a
}

func (a answer) has(want ...string) answer {
	a.t.Helper()
	for _, w := range want {
		if !strings.Contains(a.body, w) {
			a.t.Fatalf("%s: no %q in\n%s", a.path, w, words(a.body))
		}
	}
	return a
}

func (a answer) without(bad ...string) answer {
	a.t.Helper()
	for _, w := range bad {
		if strings.Contains(a.body, w) {
			a.t.Fatalf("%s: has %q\n%s", a.path, w, words(a.body))
		}
	}
	return a
}

var tags = regexp.MustCompile(`(?s)<[^>]*>\s*`)

func words(body string) string {
	if i := strings.Index(body, "<main"); i > 0 {
		body = body[i:]
	}
	s := tags.ReplaceAllString(body, " ")
	return s[:min(len(s), 1500)]
}

var hidden = regexp.MustCompile(`name="([a-z_]+)" value="([^"]*)"`)

// hiddenField is the value of the first field of that name.
func (a answer) hiddenField(name string) string {
	for _, m := range hidden.FindAllStringSubmatch(a.body, -1) {
		if m[1] == name {
			return html.UnescapeString(m[2])
		}
	}
	a.t.Fatalf("%s: no field %s", a.path, name)
	return ""
}

func draft(title string) url.Values {
	return url.Values{"title": {title}, "html": {"<p>市局今日召开科技创新工作推进会。</p>"}, "column": {"dongtai"}, "type": {"article"},
		"unit": {"yykjj:ghk"}, "source": {"规划科"}, "mode": {"proactive"}, "formed": {"2019-05-06"}, "tags": {"execution"}}
}

var articlePath = regexp.MustCompile(`/articles/([^/?]+)`)

func articleID(t *testing.T, path string) string {
	t.Helper()
	m := articlePath.FindStringSubmatch(path)
	if m == nil {
		t.Fatalf("no article in %s", path)
	}
	return m[1]
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	b := open(t)
	p := b.person(t)
	p.get("/articles?state=draft").is(200).has("登录工作台", "/yykjj/desk/articles?state=draft")
	for range 5 {
		p.post("/signin", url.Values{"login": {"jingban"}, "password": {"wrong"}}).is(http.StatusForbidden).has("登录工作台", `value="jingban"`)
	}
	p.post("/signin", url.Values{"login": {"jingban"}, "password": {password}}).is(http.StatusForbidden).has("15")

	p = b.as(t, "zhuren")
	p.get("").is(200).has("待办", "zhuren同志", "局办公室")
	p.post("/signout", nil).is(200).has("登录工作台")
	p.get("").has("登录工作台")
}

// TestSessionCookie looks at the cookie and that signing in renames the session.
func TestSessionCookie(t *testing.T) {
	t.Parallel()
	b := open(t)
	var tokens []string
	p := b.person(t)
	p.c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for range 2 {
		a := p.post("/signin", url.Values{"login": {"zhuren"}, "password": {password}}).is(http.StatusSeeOther)
		c := a.header.Get("Set-Cookie")
		if !strings.Contains(c, "HttpOnly") || !strings.Contains(c, "SameSite=Lax") {
			t.Errorf("cookie %q", c)
		}
		tokens = append(tokens, strings.SplitN(c, ";", 2)[0])
	}
	if tokens[0] == tokens[1] {
		t.Error("the session kept its name at sign-in")
	}
	if csp := p.get("").header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'self'") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy %q", csp)
	}
}

func TestCrossOrigin(t *testing.T) {
	t.Parallel()
	p := open(t).as(t, "jingban")
	for name, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"} {
		r, _ := http.NewRequest("POST", p.b.URL+p.base+"/articles/new", strings.NewReader(draft("x").Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set(name, value)
		p.do(r).is(http.StatusForbidden).has("其他网站")
	}
}

func TestOtherOrgan(t *testing.T) {
	t.Parallel()
	b := open(t)
	clerk := b.as(t, "jingban")
	id := articleID(t, clerk.post("/articles/new", draft("推进会")).is(200).path)
	clerk.get("/articles/" + id).is(200).has("推进会")

	stranger := b.person(t)
	stranger.base = "/other/desk"
	stranger.post("/signin", url.Values{"login": {"zhuren"}, "password": {password}}).is(200)
	stranger.get("/articles/" + id).is(http.StatusNotFound).without("推进会")
	stranger.base = "/yykjj/desk"
	stranger.get("/articles/" + id).is(http.StatusNotFound).without("推进会")
	stranger.get("").is(http.StatusNotFound)
	stranger.base = "/nobody/desk"
	stranger.get("").is(http.StatusNotFound)
}

func TestFormComesBack(t *testing.T) {
	t.Parallel()
	p := open(t).as(t, "jingban")
	v := draft(`<script>alert(1)</script>会议`)
	v.Set("formed", "2019-13-45")
	p.post("/articles/new", v).is(http.StatusUnprocessableEntity).
		has(`href="#f-formed"`, "&lt;script&gt;alert(1)&lt;/script&gt;会议", "科技创新工作推进会").without("<script>alert(1)")

	v.Set("formed", "2019-05-06")
	v.Del("tags")
	a := p.post("/articles/new?then=submit", v).is(http.StatusUnprocessableEntity).
		has(`href="#f-title"`, `href="#f-tags"`, "草稿已保存").without("<script>alert(1)")
	if a.hiddenField("rev") == "" {
		t.Error("no revision for the next save")
	}
}

// TestWriteReviewPublish: a text goes by the pages from its author through the
// chain to the site (R-A17); each opinion opens the next that waits.
func TestWriteReviewPublish(t *testing.T) {
	t.Parallel()
	b := open(t)
	clerk, head := b.as(t, "jingban"), b.as(t, "zhuren")
	a := clerk.post("/articles/new?then=submit", draft("推进会召开")).is(200).has("已提交审核", "待审核", "审核流程", "等kezhang同志", "撤回送审").without("同意")
	id := articleID(t, a.path)
	rev := a.hiddenFieldOr("rev", "1")
	clerk.post("/articles/"+id+"/1/publish", url.Values{"rev": {rev}}).is(http.StatusForbidden)
	clerk.post("/articles/new?then=submit", draft("第二篇动态")).is(200)

	unit, secrecy, leader := b.as(t, "kezhang"), b.as(t, "baomi"), b.as(t, "fenguan")
	head.get("").is(200).without("推进会召开")
	unit.get("").is(200).has("推进会召开", "审核：科室负责人")
	opine := func(p *person, step, verdict string, more url.Values) answer {
		p.t.Helper()
		v := url.Values{"rev": {p.get("/articles/" + id).is(200).hiddenField("rev")}, "step": {step}, "verdict": {verdict}, "opine_words": {""}, "opine_basis": {"none"}, "opine_to": {""}}
		for k, x := range more {
			v[k] = x
		}
		return p.post("/articles/"+id+"/1/opine", v)
	}
	opine(unit, "unit", "approve", nil).is(200).has("已同意", "还有1件", "第二篇动态")
	opine(secrecy, "secrecy", "approve", url.Values{"opine_basis": {""}}).is(http.StatusUnprocessableEntity).has(`href="#f-opine_basis"`, "写明依据")
	opine(secrecy, "secrecy", "approve", nil).is(200).has("等您审核的稿件都办完了")
	opine(head, "office", "return", url.Values{"opine_to": {"secrecy"}}).is(http.StatusUnprocessableEntity).has(`href="#f-opine_words"`, "<details open>")
	opine(head, "office", "return", url.Values{"opine_to": {"secrecy"}, "opine_words": {"请核对附表"}}).is(200).has("已退回")
	opine(secrecy, "secrecy", "approve", nil).is(200)
	opine(head, "office", "approve", nil).is(200)
	leader.get("/articles/"+id).is(200).has("同意并发布", "请核对附表", "退回“保密审查”环节")
	opine(leader, "leader", "publish", nil).is(200).has("已同意，并发布")
	head.get("/articles/"+id).is(200).has("写新的一版", "审批单")
	head.get("/articles/"+id+"/1/slip").is(200).has("政府信息公开审批单", "推进会召开", "不予公开的理由和依据", "科室负责人", "kezhang同志", "签字盖章")
	if a := head.get("/articles/" + id + "/1/slip/docx"); a.status != 200 || !strings.HasPrefix(a.body, "PK") {
		t.Errorf("the slip for Word: %d, %d bytes", a.status, len(a.body))
	}
	page := head.get("/articles?q="+url.QueryEscape("推进会")).is(200).has("推进会召开", "共1篇")
	page.without("没有符合")
	head.get("/articles?state=draft").is(200).has("没有符合")
}

// TestTwenty: the head of a division goes through twenty texts with one press
// each, every one shown before it is approved (R-A17).
func TestTwenty(t *testing.T) {
	t.Parallel()
	b := open(t)
	clerk, unit := b.as(t, "jingban"), b.as(t, "kezhang")
	for i := range 20 {
		clerk.post("/articles/new?then=submit", draft(fmt.Sprintf("第%d篇动态", i))).is(200)
	}
	unit.get("").is(200).has("审核：科室负责人")
	clerk.get("/articles?state=submitted").is(200).has("轮到科室负责人")
	first := regexp.MustCompile(`/desk/(articles/[a-z0-9]{12})"`).FindStringSubmatch(unit.get("").body)
	page := unit.get("/" + first[1])
	for i := range 20 {
		page.is(200).has("篇动态", "科室负责人意见").without("没有需要您办理的")
		page = unit.post(strings.TrimPrefix(page.path, "/yykjj/desk")+"/1/opine", url.Values{"rev": {page.hiddenField("rev")}, "step": {"unit"}, "verdict": {"approve"}})
		if i < 19 {
			page.has("已同意", fmt.Sprintf("还有%d件", 19-i))
		}
	}
	page.is(200).has("都办完了")
	unit.get("").is(200).without("审核：科室负责人")
}

// TestReviewAside: what is rare has its form on the page too: another organ is
// asked, the author calls back, it goes out before its review (R-A17), and what
// is not public is looked at again (R-A18).
func TestReviewAside(t *testing.T) {
	t.Parallel()
	b := open(t)
	clerk, unit, secrecy, head := b.as(t, "jingban"), b.as(t, "kezhang"), b.as(t, "baomi"), b.as(t, "zhuren")
	submit := func(v url.Values) string {
		return articleID(t, clerk.post("/articles/new?then=submit", v).is(200).path)
	}
	act := func(p *person, id, verb string, v url.Values) answer {
		p.t.Helper()
		v.Set("rev", p.get("/articles/"+id).is(200).hiddenField("rev"))
		return p.post("/articles/"+id+"/1/"+verb, v)
	}
	approve := func(p *person, id, step string) {
		p.t.Helper()
		act(p, id, "opine", url.Values{"step": {step}, "verdict": {"approve"}, "opine_basis": {"none"}}).is(200)
	}
	asked := submit(draft("拿不准的一篇"))
	approve(unit, asked, "unit")
	act(secrecy, asked, "refer", url.Values{"step": {"secrecy"}, "refer_to": {"secrecy"}, "refer_words": {""}}).is(422).has(`href="#f-refer_words"`)
	act(secrecy, asked, "refer", url.Values{"step": {"secrecy"}, "refer_to": {"secrecy"}, "refer_words": {"请示市保密局"}}).is(200).has("等有关部门答复", "登记答复")
	act(secrecy, asked, "advise", url.Values{"advise_to": {"open"}, "advise_words": {"复函：可以公开"}}).is(200).has("保密审查意见", "有关部门答复：可以公开")
	act(clerk, asked, "recall", url.Values{"recall_words": {"另行再发"}}).is(200).has("已撤回送审", "继续写")

	urgent := submit(draft("紧急通知"))
	head.get("/articles/" + urgent).is(200).has("先请保密审查员审查同意").without("rush_words")
	secrecy.get("/articles/" + urgent).is(200).has("还没有轮到保密审查")
	approve(secrecy, urgent, "secrecy")
	act(head, urgent, "rush", url.Values{"rush_words": {""}}).is(422).has(`href="#f-rush_words"`)
	act(head, urgent, "rush", url.Values{"rush_words": {"汛情"}}).is(200).has("已先行发布", "网站上的第1版是先发后审")
	head.get("/emergencies").is(200).has("紧急通知", "汛情", "<b>1</b>")
	unit.get("").is(200).has("先发后审，请补审：科室负责人")
	approve(unit, urgent, "unit")

	v := draft("评审意见")
	v.Set("mode", "withheld")
	v.Set("basis", "process")
	v.Set("ground", "立项尚未公示")
	closed := submit(v)
	approve(unit, closed, "unit")
	approve(secrecy, closed, "secrecy")
	approve(head, closed, "office")
	approve(b.as(t, "fenguan"), closed, "leader")
	head.get("/articles/"+closed).is(200).has("不公开", "下次评估", "2020-05-06", "定期评估")
	head.get("/articles/"+closed+"/1/slip").is(200).has("过程性信息", "立项尚未公示", "下次评估")
	act(secrecy, closed, "reassess", url.Values{"reassess_verdict": {"keep"}, "reassess_words": {""}}).is(422).has(`href="#f-reassess_words"`)
	act(secrecy, closed, "reassess", url.Values{"reassess_verdict": {"open"}, "reassess_words": {"已经公示"}}).is(200).has("已登记评估结果", "草稿")
}

// TestChart: the table of chains is read by all and edited in words (R-A17).
func TestChart(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.as(t, "jingban").get("/chart").is(200).has("科室负责人 → 保密审查", "规范性文件").without("修改流程表")
	b.as(t, "jingban").get("/chart/edit").is(http.StatusForbidden)
	p := b.as(t, "fazhi")
	p.get("/chart/edit").is(200).has("保密审查-分管领导", `value="2019-05-06"`)
	p.post("/chart/edit", url.Values{"was": {"0"}, "from": {"2019-05-06"}, "text": {"* | 没有的栏目 | 局办公室 | x | 五\n"}}).is(422).
		has("第1行：没有“没有的栏目”这个栏目", "缺少“保密审查”", "看不懂", "“五”应当是")
	p.post("/chart/edit", url.Values{"was": {"0"}, "from": {"2019-05-06"}, "text": {"* | * | 保密审查、局办公室 | 全部 | 3\n信息 | 工作动态 | 科室负责人、保密审查、局办公室 | 全部 | 2\n"}}).is(200).
		has("已保存，自2019-05-06起", "第1版", "fazhi同志", "2个工作日")
}

func (a answer) hiddenFieldOr(name, other string) string {
	for _, m := range hidden.FindAllStringSubmatch(a.body, -1) {
		if m[1] == name {
			return m[2]
		}
	}
	return other
}

func TestConflict(t *testing.T) {
	t.Parallel()
	b := open(t)
	one, two := b.as(t, "jingban"), b.as(t, "tongshi")
	a := one.post("/articles/new", draft("推进会")).is(200)
	id, rev := articleID(t, a.path), a.hiddenField("rev")
	edit := "/articles/" + id + "/1/edit"

	v := draft("推进会同事改")
	v.Set("rev", rev)
	two.post(edit, v).is(200).has("草稿已保存")
	mine := draft("推进会我改")
	mine.Set("rev", rev)
	mine.Set("html", "<p>我写的一段。</p>")
	c := one.post(edit, mine).is(http.StatusConflict).has("两人同时修改", "我写的一段。", "科技创新工作推进会", "推进会同事改", "推进会我改", "tongshi同志")
	mine.Set("rev", c.hiddenField("rev"))
	one.post(edit, mine).is(200).has("草稿已保存", "推进会我改")
}

// TestLostSession posts a form after the session has gone: the sign-in page
// holds it, and signing in brings it back filled, and not carried out.
func TestLostSession(t *testing.T) {
	t.Parallel()
	b := open(t)
	p := b.person(t)
	a := p.post("/articles/new?then=submit", draft("不能丢的标题")).is(http.StatusUnauthorized).has("登录工作台", "为您留着", "不能丢的标题")
	in := url.Values{"login": {"jingban"}, "password": {"wrong"}, "next": {a.hiddenField("next")}, "kept": {a.hiddenField("kept")}}
	a = p.post("/signin", in).is(http.StatusForbidden)
	in.Set("password", password)
	in.Set("kept", a.hiddenField("kept"))
	p.post("/signin", in).is(200).has("登录已恢复", `value="不能丢的标题"`, "科技创新工作推进会", "保存草稿")
	p.get("/articles").is(200).has("还没有文章")

	in.Set("next", "https://evil.example/")
	if a := b.person(t).post("/signin", in); a.path != "/yykjj/desk" {
		t.Errorf("signed in to %s", a.path)
	}
}

func TestAutosave(t *testing.T) {
	t.Parallel()
	p := open(t).as(t, "jingban")
	v := draft("写到一半")
	v.Set("_key", "article/new")
	p.post("/autosave", v).is(200).has("2019-05-06")
	p.get("/articles/new").is(200).has("找到未保存的内容").without("写到一半")
	p.get("/articles/new?restore=1").is(200).has(`value="写到一半"`, "科技创新工作推进会")
	p.post("/autosave/drop", url.Values{"_key": {"article/new"}, "back": {"/yykjj/desk/articles/new"}}).is(200).has("已放弃").without("找到未保存")

	r := p.b.person(t).post("/autosave", v).is(http.StatusUnauthorized)
	if r.header.Get("X-Sign-In") == "" {
		t.Error("saving while typing cannot tell that the session is gone")
	}
}

// big is a body of n bytes that counts how many were read.
type big struct{ n, read int64 }

func (b *big) Read(p []byte) (int, error) {
	if b.read >= b.n {
		return 0, io.EOF
	}
	n := min(int64(len(p)), b.n-b.read)
	clear(p[:n])
	b.read += n
	return int(n), nil
}

func TestUploads(t *testing.T) {
	t.Parallel()
	p := open(t).as(t, "jingban")
	send := func(path string, v url.Values, field, name string, file io.Reader, size int64) (answer, *big) {
		var head bytes.Buffer
		w := multipart.NewWriter(&head)
		for k, vs := range v {
			for _, x := range vs {
				w.WriteField(k, x)
			}
		}
		w.CreateFormFile(field, name)
		n := head.Len()
		w.Close()
		tail := bytes.NewReader(head.Bytes()[n:])
		body := io.MultiReader(bytes.NewReader(head.Bytes()[:n]), file, tail)
		r := httptest.NewRequest("POST", p.base+path, body)
		if size > 0 {
			r.ContentLength = int64(head.Len()) + size
		} else {
			r.ContentLength = -1
		}
		r.Header.Set("Content-Type", w.FormDataContentType())
		u, _ := url.Parse(p.b.URL)
		for _, c := range p.c.Jar.Cookies(u) {
			r.AddCookie(c)
		}
		rec := httptest.NewRecorder()
		p.b.Config.Handler.ServeHTTP(rec, r)
		got, _ := file.(*big)
		return answer{t, rec.Code, rec.Body.String(), rec.Header().Get("Location"), rec.Header()}, got
	}

	// said in advance: not read at all
	a, read := send("/articles/new", draft("带大附件"), "file", "a.bin", &big{n: 200 << 20}, 200<<20)
	a.is(http.StatusRequestEntityTooLarge).has("文件超过100 MB", `value="带大附件"`, "科技创新工作推进会")
	if read.read > 4<<20 {
		t.Errorf("read %d bytes of a file that is too big", read.read)
	}
	p.get("/articles/new").has("找到未保存的内容")

	// not said: read to the limit and no further; the text is saved
	a, read = send("/articles/new", draft("带大附件"), "file", "a.bin", &big{n: 200 << 20}, 0)
	a.is(http.StatusRequestEntityTooLarge).has("文件超过100 MB", `value="带大附件"`)
	if read.read > 110<<20 {
		t.Errorf("read %d bytes of a file that is too big", read.read)
	}

	a, _ = send("/articles/new", draft("带附件"), "file", "说明.txt", strings.NewReader("附件内容"), int64(len("附件内容")))
	a.is(http.StatusSeeOther)
	p.get(strings.TrimPrefix(a.path, p.base)).is(200).has("说明.txt", "已上传")
	a, _ = send("/articles/new", draft("坏的文档"), "docx", "坏.docx", strings.NewReader("not a zip"), 9)
	a.is(http.StatusUnprocessableEntity).has("坏.docx", `value="坏的文档"`, "草稿已保存")
}

// TestRoles walks the pages as each role: nobody sees a fault, and what a role
// may not do is refused in words.
func TestRoles(t *testing.T) {
	t.Parallel()
	b := open(t)
	for login, want := range map[string]map[string]int{
		"zhuren": {"": 200, "/articles": 200, "/articles/new": 200, "/registers": 200, "/listing/permit": 200, "/statements": 200,
			"/statements/new?year=2019": 200, "/report/2019": 200, "/report/2019/edit": 200, "/ledger": 200, "/columns": 200, "/organ": 200,
			"/password": 200, "/officers": 403, "/access": 403, "/nowhere": 404, "/articles/x": 404, "/registers/x": 404, "/registers/items/x": 404},
		"anquan": {"/officers": 200, "/officers/new": 200, "/officers/yykjj.jingban": 200, "/officers/other.jingban": 404, "/articles": 403},
		"shenji": {"/access": 200, "/ledger": 200, "/articles": 403, "/officers": 403},
	} {
		p := b.as(t, login)
		for path, status := range want {
			if a := p.get(path); a.status != status {
				t.Errorf("%s %s: status %d, want %d\n%s", login, path, a.status, status, words(a.body))
			}
		}
	}
}

func TestOfficers(t *testing.T) {
	t.Parallel()
	p := open(t).as(t, "anquan")
	v := url.Values{"login": {"xinren"}, "name": {"新人"}, "unit": {"yykjj:ghk"}, "roles": {"clerk", "audit_admin"}}
	p.post("/officers/new", v).is(http.StatusUnprocessableEntity).has(`href="#f-roles"`, `value="xinren"`)
	v.Set("roles", "clerk")
	p.post("/officers/new", v).is(200).has("初始密码", "xinren")
	v.Set("email", "xinren@")
	p.post("/officers/yykjj.xinren", v).is(http.StatusUnprocessableEntity).has(`href="#f-email"`, `value="xinren@"`)
	v.Set("email", "xinren@example.gov.cn")
	p.post("/officers/yykjj.xinren", v).is(200).has("x***@example.gov.cn").without("xinren@example")
	p.get("/officers/yykjj.xinren").has(`value="x***@example.gov.cn"`)
	v.Set("email", "x***@example.gov.cn")
	p.post("/officers/yykjj.xinren", v).is(200).has("x***@example.gov.cn") // left as it was shown
	v.Set("email", "")
	p.post("/officers/yykjj.xinren", v).is(200).without("example.gov.cn")
	p.post("/officers/yykjj.xinren/dismiss", nil).is(200).has("已办理离岗")
}

func TestRegister(t *testing.T) {
	t.Parallel()
	p := open(t).as(t, "zhuren")
	v := url.Values{"title": {"外国人来华工作许可"}, "unit": {"yykjj:bgs"}, "listed": {"2030-01-01"}}
	p.post("/listing/permit", v).is(http.StatusUnprocessableEntity).has(`href="#f-listed"`, `value="外国人来华工作许可"`)
	v.Set("listed", "2019-03-01")
	a := p.post("/listing/permit", v).is(200).has("外国人来华工作许可", "在列")
	item := regexp.MustCompile(`/registers/items/[^"]+`).FindString(a.body)
	rev := p.get(item).is(200).hiddenField("rev")
	p.post(item+"/delist", url.Values{"rev": {rev}, "delisted": {"2019-05-01"}}).is(http.StatusUnprocessableEntity).has(`href="#f-reason"`)
	p.post(item+"/delist", url.Values{"rev": {rev}, "delisted": {"2019-05-01"}, "reason": {"国发〔2019〕6号取消"}}).is(200).has("已移出")
	p.get("/registers/permit?year=2019").is(200).has(fmt.Sprintf("列入%d项，移出%d项", 1, 1))
}

// TestReport sets the paper in both forms, opens a number, and carries the
// words from the first draft to the frozen report.
func TestReport(t *testing.T) {
	t.Parallel()
	p := open(t).as(t, "fuze")
	p.post("/listing/permit", url.Values{"title": {"外国人来华工作许可"}, "unit": {"yykjj:bgs"}, "listed": {"2019-03-01"}}).is(200)

	page := p.get("/report/2019").is(200).has("第二十条第(九)项", `rowspan="20"`, `rowspan="8"`, "行政复议", "&#43;1")
	link := regexp.MustCompile(`/report/2019/cell/T2\.permit\.delta[^"]*`).FindString(page.body)
	p.get(link).is(200).has("列入", "外国人来华工作许可", "data-figure")
	p.get("/report/2019?form=2021").is(200).has(`rowspan="22"`, "本年收费金额").without("第二十条第(九)项")
	p.get("/report/2019?form=1999").isRefusal()
	p.get("/report/2019/cell/T9.x").isRefusal()

	p.post("/report/2019/draft", nil).is(200).has("初稿")
	edit := p.get("/report/2019/edit").is(200).has("{{published}}")
	rev := edit.hiddenField("rev")
	v := url.Values{"rev": {rev}}
	for i := range 6 {
		v.Set(fmt.Sprintf("section%d", i+1), fmt.Sprintf("第%d部分写了{{published}}条。", i+1))
	}
	v.Set("section6", "{{no.such}}")
	p.post("/report/2019/edit", v).has("{{no.such}}")
	for _, kind := range []string{"docx", "json"} {
		if a := p.get("/report/2019/" + kind).is(200); !strings.Contains(a.header.Get("Content-Disposition"), "attachment") || a.body == "" {
			t.Errorf("%s: %v, %d bytes", kind, a.header, len(a.body))
		}
	}
}

func (a answer) isRefusal() {
	a.t.Helper()
	if a.status < 400 || a.status >= 500 {
		a.t.Errorf("%s: status %d, want a refusal\n%s", a.path, a.status, words(a.body))
	}
}
