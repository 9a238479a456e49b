package catalogue

import (
	"strings"
	"testing"

	"gongkai/ledger"
)

// Each kind of question reads what people type, and says in a sentence what it
// cannot take (G.4-ASK).
func TestAnswer(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ sort, typed, want string }{
		{"text", "  智能 灌溉\n系统 ", "智能 灌溉 系统"},
		{"text", strings.Repeat("长", 201), "! catalogue.answer.long q1"},
		{"area", "第一行\r\n第二行", "第一行\n第二行"},
		{"area", strings.Repeat("长", 2001), "! catalogue.answer.long q1"},
		{"number", "１２，３４５．５０", "12345.50"},
		{"number", "-007", "-7"},
		{"number", "0", "0"},
		{"number", "十二", "! catalogue.answer.number q1"},
		{"number", "1.2.3", "! catalogue.answer.number q1"},
		{"number", "1e9", "! catalogue.answer.number q1"},
		{"number", strings.Repeat("9", 16), "! catalogue.answer.number q1"},
		{"money", "1,234.5元", "1234.5"},
		{"money", "1.234", "! catalogue.answer.money q1"},
		{"money", "-1", "! catalogue.answer.money q1"},
		{"money", ".5", "! catalogue.answer.money q1"},
		{"date", "2025年3月1日", "2025-03-01"},
		{"date", "2025.3.1", "2025-03-01"},
		{"date", "2025-02-30", "! catalogue.answer.date q1"},
		{"date", "25-3-1", "! catalogue.answer.date q1"},
		{"date", "明天", "! catalogue.answer.date q1"},
		{"choice", "甲", "甲"},
		{"choice", "丙", "! catalogue.answer.choice q1"},
		{"yes", "yes", "是"},
		{"yes", "否", "否"},
		{"yes", "也许", "! catalogue.answer.choose q1"},
		{"id", "１１０１０１１９９００３０７００２ｘ", "11010119900307002X"},
		{"id", "110101199003070012", "! catalogue.answer.id q1"},
		{"credit", valid(credit), valid(credit)},
		{"credit", valid(credit)[:17] + "I", "! catalogue.answer.credit q1"},
		{"phone", "０７３０－８８８１２３４转8", "0730-8881234转8"},
		{"phone", "12345", "! catalogue.answer.phone q1"},
		{"phone", "call me 1234567", "! catalogue.answer.phone q1"},
		{"address", "岳阳楼区一路1号", "岳阳楼区一路1号"},
		{"text", "<script>alert(1)</script>", "<script>alert(1)</script>"},
		{"text", "", "! catalogue.answer.none q1"},
		{"choice", "", "! catalogue.answer.choose q1"},
	} {
		q := Question{Name: "某项", Sort: ledger.Code(x.sort), Required: true, Choices: []string{"甲", "乙"}}
		got, err := q.Answer(1, x.typed, true)
		if err != nil {
			got = "! " + strings.Join(codes(t, err), "")
		}
		if got != x.want {
			t.Errorf("%s %q is %q, want %q", x.sort, x.typed, got, x.want)
		}
		if got, err := q.Answer(1, "", false); got != "" || err != nil {
			t.Errorf("by post nothing need be there: %q, %v", got, err)
		}
	}
}

// What nobody could fill in is no question (G.4-ASK); what finds a person is masked.
func TestQuestions(t *testing.T) {
	t.Parallel()
	two := []string{"甲", "乙"}
	for _, x := range []struct {
		q    Question
		want string
	}{
		{Question{Name: "项目名称", Sort: "text"}, ""},
		{Question{Name: "类别", Sort: "choice", Choices: two}, ""},
		{Question{Sort: "text"}, "catalogue.ask.name question_name"},
		{Question{Name: strings.Repeat("长", 41), Sort: "text"}, "catalogue.ask.name question_name"},
		{Question{Name: "项目名称"}, "catalogue.ask.sort question_sort"},
		{Question{Name: "项目名称", Sort: "colour"}, "catalogue.ask.sort question_sort"},
		{Question{Name: "类别", Sort: "choice", Choices: []string{"甲"}}, "catalogue.ask.choices question_choices"},
		{Question{Name: "类别", Sort: "choice", Choices: []string{"甲", "甲"}}, "catalogue.ask.choices question_choices"},
		{Question{Name: "金额", Sort: "money", Choices: two}, "catalogue.ask.needless question_choices"},
	} {
		e := whole()
		e.Questions = []Question{x.q}
		if got := strings.Join(codes(t, e.Check()), ","); got != x.want {
			t.Errorf("%+v: %q, want %q", x.q, got, x.want)
		}
	}
	e := whole()
	for range mostQuestions + 1 {
		e.Questions = append(e.Questions, Question{Name: "同名", Sort: "text"})
	}
	if got := codes(t, e.Check()); len(got) != mostQuestions+1 || got[0] != "catalogue.ask.many question_name" || got[1] != "catalogue.ask.twice question_name" {
		t.Error(got)
	}
	for sort, want := range map[ledger.Code]bool{"id": true, "phone": true, "address": true, "text": false, "credit": false} {
		if (Question{Sort: sort}).Private() != want {
			t.Errorf("%s is private: %t", sort, !want)
		}
	}
	v := Version{Salt: "s", Elements: whole()}
	before := v.Sum()
	v.Elements.Questions = []Question{{Name: "项目名称", Sort: "text"}}
	if v.Sum() == before {
		t.Error("a question is not bound by the sum")
	}
}

// The sheet of questions gives them to their items, or names the broken cells
// (G.4-ASK); what is written out is read back.
func TestTakeQuestions(t *testing.T) {
	t.Parallel()
	rows := func() []Row {
		return []Row{{Line: 2, Elements: whole()}, {Line: 3, Elements: Elements{Name: "科技成果登记"}}}
	}
	good := []string{"技术合同认定登记", "类别", "选择", "是", "否", "甲、乙", "选一个"}
	got := rows()
	if f := TakeQuestions(got, [][]string{QuestionHeader, good, {"技术合同认定登记", "住址", "地址"}, {""}, QuestionHints()}); len(f) > 0 || len(got[0].Elements.Questions) != 2 || len(got[1].Elements.Questions) != 0 {
		t.Fatal(f, got)
	}
	again := rows()
	if f := TakeQuestions(again, append([][]string{QuestionHeader}, got[0].Elements.QuestionRows()...)); len(f) > 0 || strings.Join(again[0].Elements.Words(), "\n") != strings.Join(got[0].Elements.Words(), "\n") {
		t.Errorf("read back: %v %+v", f, again[0].Elements.Questions)
	}
	bad := func(column int, value string) []string {
		line := append([]string{}, good...)
		line[column] = value
		return line
	}
	for _, x := range []struct {
		line []string
		want string
	}{
		{bad(0, "没有的事项"), "填写项 A2（第2行“填写项所属事项”）：“事项”表里没有“没有的事项”"},
		{bad(1, ""), "第2行：第1个填写项缺名称"},
		{bad(2, "颜色"), "填写项 C2（第2行“类型”）：类型“颜色”不在可选的范围内"},
		{bad(3, "大概"), "填写项 D2（第2行“必填”）"},
		{bad(4, "y"), "填写项 E2（第2行“个人信息”）"},
		{bad(5, "甲"), "第2行：填写项“类别”是选择"},
	} {
		f := TakeQuestions(rows(), [][]string{QuestionHeader, x.line})
		if len(f) != 1 || !strings.HasPrefix(f[0].String(), x.want) {
			t.Errorf("%v, want %s", f, x.want)
		}
	}
	if f := TakeQuestions(rows(), [][]string{{QuestionSheet, "名称"}}); len(f) != 1 || !strings.Contains(f[0].String(), "表头应当是") {
		t.Error(f)
	}
	if HasQuestions(nil) || HasQuestions([][]string{{"事项名称"}}) || !HasQuestions([][]string{QuestionHeader}) {
		t.Error("the sheet is not told by its first cell")
	}
}
