package public_test

import (
	"net/http"
	"strings"
	"testing"

	"gongkai/catalogue"
	"gongkai/ledger"
)

// What an item asks itself (填写项, G.4-ASK) is asked a few at a time; bad answers are
// named under their questions and stay; a version that comes in the middle keeps
// each answer with the question of its name; what names a person is masked on the
// applicant's page.
func TestFillCase(t *testing.T) {
	t.Parallel()
	w := openOn(t, "2025-03-03")
	e := permit()
	e.Questions = []catalogue.Question{{Name: "动物种类", Sort: "choice", Required: true, Choices: []string{"小鼠", "大鼠"}}, {Name: "数量", Sort: "number", Required: true, Hint: "只"},
		{Name: "经费", Sort: "money"}, {Name: "开工日期", Sort: "date", Required: true}, {Name: "负责人身份号码", Sort: "id", Required: true}, {Name: "有没有伦理审查", Sort: "yes", Required: true},
		{Name: "场地地址", Sort: "address", Required: true}, {Name: "说明", Sort: "area"}, {Name: "合作单位代码", Sort: "credit"}}
	no := string(w.inForce(e, "2025-01-02"))
	c, at := &citizen{w, map[string]string{}}, "services/"+no+"/apply"
	if guide := w.get("/yykjj/services/" + no).Body.String(); !strings.Contains(guide, "要填写什么") || !strings.Contains(guide, "说明（选填）") {
		t.Error("the guide does not say what is asked")
	}
	c.sees(at, "要填写的", "动物种类、数量", "第1步，共6步")
	c.goes(at+"/who", at+"/start", "applicant", "legal")
	c.goes(at+"/fill", at+"/who", "name", "岳阳某某生物公司", "credit", "91350100M000100Y43", "phone", "0730-8881234")
	c.sees(at+"/fill", "填写申请内容（1／2）", `type="radio" name="q1"`, `id="q2-hint">只`, `id="q4" name="q4" type="date"`)
	_, code, body := c.send(at+"/fill", "version", "1", "q1", "兔", "q2", "许多"+evilWords, "q3", "1.234", "q4", "2025-02-30", "q5", "110101199003070012", "q6", "")
	if code != http.StatusUnprocessableEntity || strings.Contains(body, "<script>alert") {
		t.Fatalf("%d %.3000s", code, body)
	}
	for _, want := range []string{`href="#q1"`, `href="#q2"`, `href="#q3"`, `href="#q4"`, `href="#q5"`, `href="#q6"`, "请从列出的里选择", "请填写数字", "最多两位小数", "校验码", `value="110101199003070012"`} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in %.6000s", want, body)
		}
	}
	c.goes(at+"/fill-2", at+"/fill", "version", "1", "q1", "小鼠", "q2", "１２", "q3", "", "q4", "2025年6月1日", "q5", "110101199003070011", "q6", "是")
	if _, code, body := c.send(at+"/fill-2", "version", "1", "q7", "", "q9", "91350100M000100Y44"); code != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#q7"`) || !strings.Contains(body, `href="#q9"`) {
		t.Fatalf("%d %.3000s", code, body)
	}
	c.goes(at+"/what", at+"/fill-2", "version", "1", "q7", "岳阳楼区一路一号院", "q8", "第一行\n第二行", "q9", "")

	// The next version asks one thing more, first, and another no longer.
	item, err := w.o.CaseItem(t.Context(), w.head.Organ, ledger.ID(no), w.o.Today())
	w.must(err)
	e.Questions = append([]catalogue.Question{{Name: "用途", Sort: "text", Required: true}}, e.Questions[:8]...)
	w.revise(item.ID, e, "2025-03-03")
	c.sees(at+"/what", "在您填写期间更新了")
	if to, _, _ := c.send(at+"/what", "version", "2", "matter", "新建动物房"); !strings.HasSuffix(to, at+"/check") {
		t.Errorf("on to %s", to)
	}
	c.sees(at+"/check", "请填写用途", `value="１２"`, `value="110101199003070011"`)
	c.goes(at+"/check", at+"/fill", "from", "check", "version", "2", "q1", "教学", "q2", "小鼠", "q3", "12", "q5", "2025-06-01", "q6", "110101199003070011")
	c.sees(at+"/check", "填写申请内容（2／2）", "岳阳楼区一路一号院", "教学", "/fill-2?from=check")
	c.goes(at+"/done", at+"/submit")
	if page := c.sees("services/follow/case", "您填写的", "教学", "110***********0011", "岳阳楼区一路……"); strings.Contains(page, "110101199003070011") || strings.Contains(page, "一号院") {
		t.Error("the page shows a person's number")
	}
}
