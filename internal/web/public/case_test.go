package public_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"gongkai/catalogue"
	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/service"
)

// permit is an item of one step that can be applied for online.
func permit() catalogue.Elements {
	return catalogue.Elements{Name: "实验动物使用许可", Kind: "01", Subject: []string{"science"}, Served: []string{"legal"}, Handling: "promised", Online: true,
		Basis: "《实验动物管理条例》", Statutory: catalogue.Period{N: 20, Unit: law.Workdays}, Promised: catalogue.Period{N: 8, Unit: law.Workdays},
		Materials: []catalogue.Material{{Name: "申请表", Form: "original", Copies: 1, Medium: "paper", Source: "applicant", Need: "needed"},
			{Name: "场地证明", Form: "copy", Copies: 1, Medium: "paper", Source: "applicant", Need: "needed"}},
		Steps: []catalogue.Step{{Name: "受理", Days: 1}, {Name: "审查", Days: 3}, {Name: "决定", Days: 1}}}
}

// inForce puts an item in force and answers its number.
func (w *town) inForce(e catalogue.Elements, from string) ledger.Code {
	w.t.Helper()
	id, err := w.o.DraftGuide(w.t.Context(), w.clerk, w.clerk.Unit, e)
	w.must(err)
	return w.enforce(id, 1, from)
}

func (w *town) enforce(id ledger.ID, no int, from string) ledger.Code {
	w.t.Helper()
	ctx := w.t.Context()
	guide := func() office.GuideView {
		g, err := w.o.Guide(ctx, w.head, id, 0)
		w.must(err)
		return g
	}
	w.must(w.o.ProposeGuide(ctx, w.clerk, id, no, guide().Rev))
	w.must(w.o.EnforceGuide(ctx, w.head, id, no, office.EnforceForm{Rev: guide().Rev, From: from}))
	return guide().No
}

// revise puts a newer version in force.
func (w *town) revise(item ledger.ID, e catalogue.Elements, from string) {
	w.t.Helper()
	ctx := w.t.Context()
	no, err := w.o.ReviseGuide(ctx, w.clerk, item)
	w.must(err)
	g, err := w.o.Guide(ctx, w.clerk, item, no)
	w.must(err)
	w.must(w.o.SaveGuide(ctx, w.clerk, item, no, g.Version.Rev, w.clerk.Unit, e))
	w.enforce(item, no, from)
}

// hands sends a form with files by field, each of them name and content.
func (c *citizen) hands(path string, files [][3]string, pairs ...string) *httptest.ResponseRecorder {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		_ = m.WriteField(pairs[i], pairs[i+1])
	}
	for _, f := range files {
		part, _ := m.CreateFormFile(f[0], f[1])
		_, _ = part.Write([]byte(f[2]))
	}
	m.Close()
	r := httptest.NewRequest("POST", "/yykjj/"+path, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return c.do(r)
}

func (c *citizen) sees(path string, want ...string) string {
	c.t.Helper()
	got := c.open(path)
	for _, w := range want {
		if !strings.Contains(got, w) {
			c.t.Fatalf("%s: no %q in %.6000s", path, w, got)
		}
	}
	return got
}

// An application online (G.3): wrong numbers and wrong files are named and nothing
// typed is lost; the list of materials changes in the middle and is said; then
// lacking, supplemented, decided, rated, all by the applicant's own pages.
func TestApplyCase(t *testing.T) {
	t.Parallel()
	w := openOn(t, "2025-03-03")
	no := string(w.inForce(permit(), "2025-01-02"))
	c, at := &citizen{w, map[string]string{}}, "services/"+no+"/apply"
	list, guide := w.get("/yykjj/services").Body.String(), w.get("/yykjj/services/"+no).Body.String()
	if !strings.Contains(list, "/services/follow") || !strings.Contains(list, "/services/statistics") || !strings.Contains(list, "/"+at+`">在线办理`) || !strings.Contains(guide, "/"+at+`">在线办理`) {
		t.Error("no link to apply online")
	}
	c.sees(at, "需要准备什么", "场地证明", "8个工作日")
	c.sees(at+"/who", "没有找到刚才填写的内容")
	if _, code, body := c.send(at+"/start", "applicant", ""); code != http.StatusUnprocessableEntity || !strings.Contains(body, "请选择申请人类型") {
		t.Fatalf("%d %.3000s", code, body)
	}
	c.goes(at+"/who", at+"/start", "applicant", "legal")
	_, code, body := c.send(at+"/who", "name", "岳阳某某生物公司"+evilWords, "credit", "91350100M000100Y44", "phone", "12")
	if code != http.StatusUnprocessableEntity || !strings.Contains(body, "校验码") || !strings.Contains(body, `href="#phone"`) || !strings.Contains(body, `value="91350100M000100Y44"`) || strings.Contains(body, "<script>alert") {
		t.Fatalf("%d %.5000s", code, body)
	}
	c.goes(at+"/what", at+"/who", "name", "岳阳某某生物公司", "credit", "91350100M000100Y43", "phone", "0730-8881234")
	rec := c.hands(at+"/what", [][3]string{{"m1", "申请表.pdf", "%PDF-1.4 表"}, {"m2", "病毒.exe", "MZ\x90\x00"}, {"m2", "照片.jpg", "GIF"}}, "matter", "新建动物房"+evilWords, "version", "1")
	if body = rec.Body.String(); rec.Code != http.StatusUnprocessableEntity || !strings.Contains(body, "病毒.exe") || !strings.Contains(body, "照片.jpg") || !strings.Contains(body, "申请表.pdf") ||
		!strings.Contains(body, `href="#m2"`) || !strings.Contains(body, "新建动物房") || strings.Contains(body, "<script>alert") {
		t.Fatalf("%d %.6000s", rec.Code, body)
	}

	// The list changes: what was uploaded goes along with the name of its material.
	item, err := w.o.CaseItem(t.Context(), w.head.Organ, ledger.ID(no), w.o.Today())
	w.must(err)
	e := permit()
	e.Materials = append([]catalogue.Material{{Name: "承诺书", Form: "original", Copies: 1, Medium: "paper", Source: "applicant", Need: "needed"}}, e.Materials...)
	w.revise(item.ID, e, "2025-03-03")
	if to, _, _ := c.send(at + "/submit"); to != at+"/what?changed=1" {
		t.Fatalf("a changed list leads to %q", to)
	}
	body = c.sees(at+"/what?changed=1", "材料清单在您填写期间更新了", "承诺书", "申请表.pdf", "新建动物房")
	if at, form := strings.Index(body, "申请表.pdf"), strings.Index(body, `for="m2"`); at < form || at > strings.Index(body, `for="m3"`) {
		t.Error("the form stands beside another material")
	}
	c.goes(at+"/check", at+"/what", "matter", "新建动物房", "version", "2")
	c.sees(at+"/check", "岳阳某某生物公司", "申请表.pdf", "窗口会告知您补", "提交申请")
	c.goes(at+"/done", at+"/submit")
	c.goes(at+"/done", at+"/submit") // pressed twice
	c.sees(at+"/done", "2025-00001", "2025年3月10日")
	c.sees("services/follow/case", "已经提交，等本机关收件", "为什么是这一天", "撤回申请", "申请表")
	c.sees("services/follow/why", "第三十二条")

	rev := func() (ledger.ID, int64) {
		l, err := w.o.Cases(t.Context(), w.head, office.CaseQuery{})
		w.must(err)
		return l.Rows[0].Case.ID, l.Rows[0].Case.Rev
	}
	act := func(login string, v service.Verb, a office.CaseAct) {
		t.Helper()
		id, n := rev()
		a.Rev = n
		w.must(w.o.ActCase(t.Context(), w.actor(ledger.ID("yykjj."+login)), id, v, a))
	}
	act("zhuren", service.TakeInVerb, office.CaseAct{})
	act("zhuren", service.LackVerb, office.CaseAct{Materials: []string{"m3"}, By: "2025-03-20", Text: "产权证或者租赁合同"})
	c.sees("services/follow/case", "材料没有齐，等您补来", "补齐材料</a>，最迟2025年3月20日", "场地证明", "产权证或者租赁合同", "一次性告知书")
	rec = c.hands("services/follow/supplement", [][3]string{{"m3", "证.exe", "MZ"}}, "text", "寄来了")
	if body = rec.Body.String(); rec.Code != http.StatusUnprocessableEntity || !strings.Contains(body, "证.exe") || !strings.Contains(body, "寄来了") {
		t.Fatalf("%d %.4000s", rec.Code, body)
	}
	if rec = c.hands("services/follow/supplement", nil, "text", ""); !strings.Contains(rec.Body.String(), "还缺：场地证明") || !strings.Contains(rec.Body.String(), `href="#m3"`) {
		t.Fatalf("%.4000s", rec.Body.String())
	}
	if rec = c.hands("services/follow/supplement", [][3]string{{"m3", "租赁合同.pdf", "%PDF-1.4 x"}}); rec.Code != http.StatusSeeOther {
		t.Fatalf("%d %.4000s", rec.Code, rec.Body.String())
	}
	c.sees("services/follow/case?done=supplement", "已收到您补的材料", "已经收件")
	act("zhuren", service.AcceptVerb, office.CaseAct{})
	c.sees("services/follow/case", "已经受理，正在办“审查”", "承诺在2025年3月13日以前办结", "受理通知书")
	act("jingban", service.AdvanceVerb, office.CaseAct{Text: "合格"})
	act("fenguan", service.DecideVerb, office.CaseAct{Result: "granted", Text: "符合条件", Files: []office.Upload{{Kind: "result", Name: "许可证.pdf", R: strings.NewReader("%PDF-1.4 证")}}})
	c.sees("services/follow/case", "已经办结：准予", "许可证.pdf", "评价这次服务")
	if _, code, body = c.send("services/follow/rate", "level", ""); code != http.StatusUnprocessableEntity || !strings.Contains(body, "请选择一个评价等级") {
		t.Fatalf("%d %.3000s", code, body)
	}
	c.goes("services/follow/case?done=rate", "services/follow/rate", "level", "5", "score_ease", "4", "text", "很快")
	c.sees("services/follow/rate", "您的办件") // once
	c.sees("services/follow/case", "非常满意")
	stats := w.get("/yykjj/services/statistics").Body.String()
	for _, x := range []string{"实验动物使用许可", "<svg", "<table", "<i>件</i>"} {
		if !strings.Contains(stats, x) {
			t.Errorf("no %s in the statistics", x)
		}
	}
	if got, _, _ := c.send("services/follow/out"); got != "services/follow?out=1" {
		t.Errorf("out leads to %q", got)
	}
	c.sees("services/follow/case", "请先输入查询码")
}

// An item that is suspended, or is not to be had online, says so and what to do;
// what was typed is there when it comes back.
func TestApplyCaseClosed(t *testing.T) {
	t.Parallel()
	w := openOn(t, "2025-03-03")
	e := permit()
	e.Online = false
	offline := string(w.inForce(e, "2025-01-02"))
	no := string(w.inForce(permit(), "2025-01-02"))
	c, at := &citizen{w, map[string]string{}}, "services/"+no+"/apply"
	c.sees("services/"+offline+"/apply", "不能在网上提交", "看现在能办的事项")
	c.goes(at+"/who", at+"/start", "applicant", "natural")
	item, err := w.o.CaseItem(t.Context(), w.head.Organ, ledger.ID(no), w.o.Today())
	w.must(err)
	g, err := w.o.Guide(t.Context(), w.head, item.ID, 0)
	w.must(err)
	w.must(w.o.HaltItem(t.Context(), w.head, item.ID, g.Rev, "系统升级"))
	_, code, body := c.send(at+"/who", "name", "张三")
	if code != http.StatusConflict || !strings.Contains(body, "没有现行有效的这个事项") || !strings.Contains(body, "看现在能办的事项") {
		t.Fatalf("%d %.3000s", code, body)
	}
	if got := w.get("/yykjj/services/" + no).Body.String(); strings.Contains(got, "/apply") {
		t.Error("a suspended item can be applied for")
	}
}
