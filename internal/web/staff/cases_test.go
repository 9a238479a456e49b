package staff_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/catalogue"
	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/ledger"
)

// permit is an item of two steps, the second by another division.
func permit() catalogue.Elements {
	return catalogue.Elements{Name: "实验动物使用许可", Kind: "01", Subject: []string{"science"}, Served: []string{"legal"}, Handling: "promised",
		Basis: "《实验动物管理条例》", Statutory: catalogue.Period{N: 20, Unit: law.Workdays}, Promised: catalogue.Period{N: 8, Unit: law.Workdays},
		Materials: []catalogue.Material{{Name: "申请表", Form: "original", Copies: 1, Medium: "paper", Source: "applicant", Need: "needed"},
			{Name: "场地证明", Form: "copy", Copies: 1, Medium: "paper", Source: "applicant", Need: "needed"}},
		Steps: []catalogue.Step{{Name: "受理", Days: 1}, {Name: "审查", Days: 3}, {Name: "现场核查", Unit: "yykjj:bgs", Days: 3}, {Name: "决定", Days: 1}}}
}

// inForce puts an item of the division in force from a day.
func (b *bureau) inForce(t *testing.T, e catalogue.Elements, from string) ledger.ID {
	t.Helper()
	ctx := t.Context()
	clerk, err := b.office.Actor(ctx, office.OfficerID("yykjj", "jingban"))
	if err != nil {
		t.Fatal(err)
	}
	id, err := b.office.DraftGuide(ctx, clerk, clerk.Unit, e)
	if err != nil {
		t.Fatal(err)
	}
	b.enforce(t, id, 1, from)
	return id
}

func (b *bureau) enforce(t *testing.T, id ledger.ID, no int, from string) {
	t.Helper()
	ctx := t.Context()
	clerk, err := b.office.Actor(ctx, office.OfficerID("yykjj", "jingban"))
	if err != nil {
		t.Fatal(err)
	}
	head, err := b.office.Actor(ctx, office.OfficerID("yykjj", "zhuren"))
	if err != nil {
		t.Fatal(err)
	}
	rev := func() int64 {
		g, err := b.office.Guide(ctx, head, id, 0)
		if err != nil {
			t.Fatal(err)
		}
		return g.Rev
	}
	if err := b.office.ProposeGuide(ctx, clerk, id, no, rev()); err != nil {
		t.Fatal(err)
	}
	if err := b.office.EnforceGuide(ctx, head, id, no, office.EnforceForm{Rev: rev(), From: from}); err != nil {
		t.Fatal(err)
	}
}

var casePath = regexp.MustCompile(`/cases/(s?[0-9a-z]{12,16})["/?]`)

// counterForm is what the window types.
func counterForm() url.Values {
	return url.Values{"press": {"take"}, "door": {"counter"}, "on": {"2025-03-03"}, "applicant": {"legal"}, "name": {"岳阳某某生物公司"}, "credit": {"91350100M000100Y43"},
		"phone": {"0730-8881234"}, "agent": {"张三丰"}, "matter": {"新建动物房<script>alert(1)</script>"}, "given": {"m1"}}
}

// takeIn takes a case in and answers the path of its page.
func (p *person) takeIn(item ledger.ID, v url.Values) string {
	p.t.Helper()
	page := p.get("/cases/new?item=" + string(item)).is(http.StatusOK)
	for _, name := range []string{"once", "version"} {
		v.Set(name, page.hiddenField(name))
	}
	v.Set("item", string(item))
	a := p.post("/cases/new", v)
	if a.status == http.StatusOK && strings.Contains(a.body, "再按一次") {
		v.Set("seen", a.hiddenField("seen"))
		a = p.post("/cases/new", v)
	}
	a.is(http.StatusOK).has("编号 2025-", "查询码")
	m := casePath.FindStringSubmatch(a.body)
	if m == nil {
		p.t.Fatalf("no case in %s", words(a.body))
	}
	return "/cases/" + m[1]
}

// A case over the desk's pages (G.3): taken in with a material missing, told once,
// supplemented, claimed by one of two clerks, examined by two divisions, decided,
// delivered, badly rated, mended and answered.
func TestCaseOnDesk(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 3))
	item := b.inForce(t, permit(), "2025-01-02")
	head, clerk, mate, chief := b.as(t, "zhuren"), b.as(t, "jingban"), b.as(t, "tongshi"), b.as(t, "fenguan")

	head.get("/cases").is(http.StatusOK).has("还没有办件", "窗口收件")
	head.get("/cases/new").is(http.StatusOK).has("实验动物使用许可", "item="+string(item))
	bad := counterForm()
	bad.Set("item", string(item))
	bad.Set("credit", "91350100M000100Y44")
	bad.Set("phone", "")
	clerk.post("/cases/new", bad).is(http.StatusUnprocessableEntity).has("校验码", `href="#f-credit"`, `href="#f-phone"`, `value="岳阳某某生物公司"`, `value="m1" checked`, "新建动物房&lt;script&gt;")
	at := clerk.takeIn(item, counterForm())
	again := clerk.get("/cases/new?item=" + string(item))
	v := counterForm()
	v.Set("once", again.hiddenField("once"))
	v.Set("version", "1")
	v.Set("item", string(item))
	clerk.post("/cases/new", v).is(http.StatusOK).has("以前办过事", at) // the same applicant

	clerk.get("/cases").has("2025-00001 实验动物使用许可", "已收件", "剩5天", "岳阳某某生物公司")
	clerk.get("/cases?state=lacking").has("没有符合这些条件的办件")
	clerk.get("/cases?due=late").has("没有符合这些条件的办件")
	clerk.get("").has("办件", at)
	clerk.get(at).is(http.StatusOK).has("场地证明", "✓ 已交", `value="m2" checked`, "<details open><summary>一次性告知补正</summary>", "新建动物房&lt;script&gt;").without("<script>alert", "0730-8881234")
	clerk.post(at+"/person", nil).is(http.StatusOK).has("0730-8881234", "记入访问记录")
	b.as(t, "shenji").get("/access").has("打开办件申请人信息")

	clerk.act(at, "lack", "by", "").is(http.StatusUnprocessableEntity).has(`href="#f-lack_by"`)
	clerk.act(at, "lack", "materials", "m2", "by", "2025-03-20", "text", "产权证或者租赁合同").is(http.StatusOK).has("已告知补正", "已告知补正</b>", "一次性告知书", "notices/lack/pdf")
	if doc := clerk.get(at + "/notices/lack/docx").is(http.StatusOK); !strings.HasPrefix(doc.body, "PK") {
		t.Error("no Word paper")
	}
	clerk.get(at + "/notices/decline/docx").is(http.StatusNotFound)
	clerk.get(at+"/clock").is(http.StatusOK).has("一步一步", "第三十二条", "等待补正")

	// What was told and has not come is named; two clerks take the same case.
	clerk.act(at, "supplement", "text", "寄来了").is(http.StatusUnprocessableEntity).has("还缺：场地证明", `href="#f-supplement_materials"`, "寄来了")
	clerk.act(at, "supplement", "materials", "m2").is(http.StatusOK).has("已登记补齐")
	clerk.act(at, "accept").is(http.StatusOK).has("审查中", "受理通知书", "法定 2025-03-31 星期一", "承诺办结：最迟 2025-03-13")
	stale := url.Values{"rev": {mate.get(at).hiddenField("rev")}, "advance_text": {"我也看过了"}}
	clerk.act(at, "claim").is(http.StatusOK).has("这件由您办理")
	mate.post(at+"/advance", stale).is(http.StatusConflict).has("已经由jingban同志认领", "我也看过了")
	mate.act(at, "claim").is(http.StatusConflict).has("已经由jingban同志认领")
	mate.get(at).has("jingban同志在办").without(">办结这个环节<", ">放回，让别的同志办<")
	a := url.Values{"rev": {clerk.get(at).hiddenField("rev")}, "advance_text": {"符合条件"}}
	clerk.send(at+"/advance", a, "advance_file", "笔记.exe", "MZ\x90\x00\x03\x00").is(http.StatusUnprocessableEntity).has("笔记.exe", "符合条件")
	clerk.act(at, "advance", "text", "符合条件").is(http.StatusOK).has("转到下一步", "现场核查")
	clerk.get(at).has("现在没有需要您办理的")
	chief.post(at+"/decide", url.Values{"rev": {head.get(at).hiddenField("rev")}, "decide_result": {"granted"}}).is(http.StatusConflict).has("还有1个环节没有办结")
}

// An instant item is done at once; a list of materials that changes while a clerk
// fills the form in is said, and what was typed stays.
func TestCaseAtWindow(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 3))
	e := permit()
	e.Name, e.Handling, e.Steps, e.Promised.N = "信息查询", "instant", nil, 1
	item := b.inForce(t, e, "2025-01-02")
	clerk := b.as(t, "jingban")
	v := counterForm()
	v.Set("press", "instant")
	v.Set("result", "done")
	at := clerk.takeIn(item, v)
	clerk.get(at).has("已送达", "办结", "窗口领取", "当场领取")

	page := clerk.get("/cases/new?item=" + string(item))
	v = counterForm()
	for _, name := range []string{"once", "version"} {
		v.Set(name, page.hiddenField(name))
	}
	v.Set("item", string(item))
	v.Set("credit", "")
	v.Set("phone", "13812345678")
	who, err := b.office.Actor(t.Context(), office.OfficerID("yykjj", "jingban"))
	if err != nil {
		t.Fatal(err)
	}
	no, err := b.office.ReviseGuide(t.Context(), who, item)
	if err != nil {
		t.Fatal(err)
	}
	g, err := b.office.Guide(t.Context(), who, item, no)
	if err != nil {
		t.Fatal(err)
	}
	e.Materials = append([]catalogue.Material{{Name: "承诺书", Form: "original", Copies: 1, Medium: "paper", Source: "applicant", Need: "needed"}}, e.Materials...)
	if err := b.office.SaveGuide(t.Context(), who, item, no, g.Version.Rev, who.Unit, e); err != nil {
		t.Fatal(err)
	}
	b.enforce(t, item, no, "2025-03-03")
	clerk.post("/cases/new", v).is(http.StatusConflict).has("材料清单在填写期间更新了", "承诺书", `value="岳阳某某生物公司"`, "2025年3月3日").without(`value="m1" checked`)
	clerk.get("/cases/new?item=nothing").is(http.StatusUnprocessableEntity).has("没有现行有效的这个事项")
}

// A bad rating: looked into, mended and answered, each with its day.
func TestCaseRatedBadly(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 3))
	e := permit()
	e.Handling, e.Steps, e.Promised.N = "instant", nil, 1
	item := b.inForce(t, e, "2025-01-02")
	clerk, head := b.as(t, "jingban"), b.as(t, "zhuren")
	v := counterForm()
	v.Set("press", "instant")
	v.Set("result", "granted")
	at := clerk.takeIn(item, v)
	clerk.act(at, "rate", "level", "").is(http.StatusUnprocessableEntity).has(`href="#f-rate_level"`)
	clerk.act(at, "rate", "level", "2", "score_attitude", "1", "text", "等了很久").is(http.StatusOK).has("核实、整改、答复", "不满意", "等了很久")
	head.get("/cases?due=owed").has("实验动物使用许可", "核实差评")
	head.get("").has("核实差评", at)
	head.act(at, "mend", "text", "已培训").is(http.StatusConflict).has("请先核实差评")
	head.act(at, "verify", "upheld", "1", "text", "当天只开了一个窗口").is(http.StatusOK).has("差评核实：属实", "登记整改")
	head.act(at, "answer", "text", "已致电").is(http.StatusConflict).has("请整改以后再答复")
	head.act(at, "mend", "text", "增开一个窗口").is(http.StatusOK)
	head.act(at, "answer", "text", "已电话答复").is(http.StatusOK).has("已答复", "归档")
	head.act(at, "archive").is(http.StatusOK).has("已归档", "删除个人信息")
	head.act(at, "erase").is(http.StatusOK).has("（申请内容已经删除）").without("张三丰", "0730")
}
