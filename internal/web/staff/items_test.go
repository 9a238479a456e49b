package staff_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/internal/conv"
)

// §G.4: an item from its name to the public guide, part by part, and back from a
// spreadsheet.
func TestItemPages(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 4))
	p := b.as(t, "jingban")
	p.get("/items").is(http.StatusOK).has("还没有办事事项", "新办事事项").without("从表格导入")
	p.post("/items/new", url.Values{"kind": {"07"}, "unit": {"yykjj:ghk"}}).is(http.StatusUnprocessableEntity).has("请填写事项名称")
	page := p.post("/items/new", url.Values{"name": {"技术合同认定登记"}, "kind": {"07"}, "unit": {"yykjj:ghk"}}).is(http.StatusOK).has("基本信息", "缺2", "先不填，返回")
	at := strings.TrimSuffix(strings.TrimPrefix(page.path, "/yykjj/desk"), "/edit")
	rev := func(page answer) url.Values { return url.Values{"rev": {page.hiddenField("rev")}} }
	with := func(v url.Values, pairs ...string) url.Values {
		for i := 0; i < len(pairs); i += 2 {
			v.Add(pairs[i], pairs[i+1])
		}
		return v
	}
	page = p.post(at+"/edit?part=0", with(rev(page), "name", "技术合同认定登记", "kind", "07", "subject", "science", "basis", "《管理办法》", "impl_code", "12")).
		is(http.StatusUnprocessableEntity).has("实施编码应是31位", `value="12"`)
	page = p.post(at+"/edit?part=0", with(rev(page), "name", "技术合同认定登记", "kind", "07", "subject", "science", "basis", "《管理办法》")).is(http.StatusOK).has("请填下一部分", "<h1>实施主体</h1>")
	page = p.get(at + "/edit?part=3")
	page = p.post(at+"/edit?part=3", with(rev(page), "handling", "promised", "statutory", "20个工作日", "promised", "30个工作日", "ways", "window")).
		is(http.StatusUnprocessableEntity).has("承诺办结时限（30个工作日）不能长于法定办结时限（20个工作日）")
	page = p.post(at+"/edit?part=3", with(rev(page), "handling", "promised", "statutory", "20个工作日", "promised", "10", "ways", "window", "ways", "online", "then", "stay")).
		is(http.StatusOK).has("10个工作日", "已保存。")
	page = p.post(at+"/edit?part=7", with(rev(page), "name", "技术合同", "copies", "2", "form", "copy", "medium", "paper", "source", "applicant", "need", "needed", "material", "0")).
		is(http.StatusOK).has("技术合同", "复印件 · 2份 · 纸质")
	page = p.post(at+"/edit?part=7&material=1", with(rev(page), "name", "", "material", "1")).is(http.StatusUnprocessableEntity).has("第1份材料缺名称")
	page = p.send(at+"/attach?part=7", with(rev(page), "at", "blank.1"), "file", "合同空表.docx", "空表").is(http.StatusOK).has("合同空表.docx", "移除")
	ask := func(more ...string) url.Values { return with(rev(page), append([]string{"question", "0"}, more...)...) }
	page = p.post(at+"/edit?part=8", ask("question_name", "", "question_sort", "text")).is(http.StatusUnprocessableEntity).has(`href="#f-question_name"`, "第1个填写项缺名称")
	page = p.post(at+"/edit?part=8", ask("question_name", "合同类别", "question_sort", "choice", "question_choices", "技术开发")).is(http.StatusUnprocessableEntity).has(`href="#f-question_choices"`, "合同类别")
	page = p.post(at+"/edit?part=8", ask("question_name", "合同类别", "question_sort", "choice", "question_choices", "技术开发\n技术转让", "required", "yes")).is(http.StatusOK).has("合同类别", "选择：技术开发、技术转让 · 必填")
	page = p.post(at+"/edit?part=8", ask("question_name", "联系地址", "question_sort", "address", "question_hint", "写到门牌号")).is(http.StatusOK).has("地址 · 遮盖", "写到门牌号")
	page = p.post(at+"/edit?part=8", ask("question_name", "联系地址", "question_sort", "text")).is(http.StatusUnprocessableEntity).has("出现了两次")
	page = p.post(at+"/edit?part=8", with(rev(page), "question", "2", "up", "yes")).is(http.StatusOK)
	if i, j := strings.Index(page.body, "<b>联系地址</b>"), strings.Index(page.body, "<b>合同类别</b>"); i < 0 || j < i {
		t.Error("the question was not moved up")
	}
	page = p.post(at+"/edit?part=8&question=1", with(rev(page), "question", "1", "remove", "yes")).is(http.StatusOK).without("<b>联系地址</b>")
	page = p.post(at+"/edit?part=8", with(rev(page), "question", "9", "question_name", "x")).is(http.StatusUnprocessableEntity).has("没有这个填写项")
	page = p.post(at+"/edit?part=9", with(rev(page), "steps", "受理｜某科｜1")).is(http.StatusUnprocessableEntity).has("科室“某科”不存在")
	page = p.post(at+"/edit?part=9", with(rev(page), "steps", "受理｜局办公室｜1\n认定｜｜9｜合规")).is(http.StatusOK).has("核对以后送审", "办事指南还缺", "受理", "局办公室")
	item := strings.TrimSuffix(at, "/1")
	page = p.post(at+"/propose", rev(page)).is(http.StatusOK).has("待审核").without("审核生效</button>")
	p.get(at + "/edit").is(http.StatusOK).has("这一版现在不能改")
	head := b.as(t, "zhuren")
	page = head.get(item).is(http.StatusOK).has("审核生效", "按名称对应")
	head.post(at+"/return", rev(page)).is(http.StatusUnprocessableEntity).has("请写明退回的理由")
	page = head.post(at+"/enforce", with(rev(page), "from", "2025-03-05")).is(http.StatusUnprocessableEntity).has("不晚于今天")
	page = head.post(at+"/enforce", with(rev(page), "from", "2025-03-01")).is(http.StatusOK).has("在用", "登记簿“其他对外管理服务事项”里", "现行")
	head.get("/registers/service").has("技术合同认定登记", "在列")
	page = head.post(item+"/suspend", rev(page)).is(http.StatusUnprocessableEntity).has("请写明暂停的理由")
	page = head.post(item+"/suspend", with(rev(page), "reason", "系统升级")).is(http.StatusOK).has("恢复办理", "系统升级")
	page = head.post(item+"/resume", rev(page)).is(http.StatusOK).has("在用")
	p.post(item+"/revise", nil).is(http.StatusOK).has("已另起新的一版")
	head.get("/items").has("第2版草稿", "<b>1项</b>生效")

	x := head.get("/items/template.xlsx").is(http.StatusOK)
	path := filepath.Join(t.TempDir(), "x.xlsx")
	if err := os.WriteFile(path, []byte(x.body), 0o600); err != nil {
		t.Fatal(err)
	}
	if rows, err := conv.ReadRows(path, "事项名称", nil); err != nil || len(rows.Cells) != 2 {
		t.Errorf("%v %v", rows, err)
	}
	p.send("/items/import", nil, "file", "x.csv", "事项名称\n").is(http.StatusForbidden)
	head.send("/items/import", nil, "file", "x.csv", "事项名称,承诺办结时限\n科技成果登记,很快\n").is(http.StatusUnprocessableEntity).has("B2（第2行“承诺办结时限”）")
	head.send("/items/import", nil, "file", "x.pdf", "%PDF-1.4\x00").is(http.StatusUnprocessableEntity).has("读不出来")
	head.post("/items/import", nil).is(http.StatusUnprocessableEntity).has("请选择填好的表格")
	head.send("/items/import", nil, "file", "x.csv", "事项名称,承诺办结时限\n科技成果登记,5个工作日\n").is(http.StatusOK).has("1项新事项", "科技成果登记")
	page = head.post(item+"/cancel", with(rev(head.get(item)), "on", "2025-03-04", "reason", "下放")).is(http.StatusOK).has("取消")
	head.get("/registers/service").has("2025-03-04 移出")
}
