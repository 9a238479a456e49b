package staff_test

import (
	"net/url"
	"testing"

	"gongkai/inspection"
)

// V1: the page tells what the last look said; a statement without words comes back
// with what was chosen, and who may not state or ask is not offered it.
func TestInspectionPage(t *testing.T) {
	t.Parallel()
	b := open(t)
	boss, clerk := b.as(t, "zhuren"), b.as(t, "jingban")
	boss.get("/inspection").is(200).has("还没有自检过", "现在自检一遍")
	clerk.get("/inspection").is(200).without("现在自检一遍", "核对了什么")
	clerk.post("/inspection", nil).is(403)
	clerk.post("/inspection/declare", url.Values{"bad": {"no"}, "words": {"逐项核对，没有问题"}}).is(403)
	boss.post("/inspection", nil).is(200).has("马上开始自检", "正在自检")

	s, err := b.office.InspectionSite(t.Context(), "yykjj")
	if err != nil {
		t.Fatal(err)
	}
	r := inspection.Inspect(s, inspection.Tables()[0], b.office.Calendar(), b.office.Today())
	if err := b.office.KeepInspection(t.Context(), "yykjj", r); err != nil {
		t.Fatal(err)
	}
	boss.get("/inspection").is(200).has("各项指标", "未检查", "没有“动态要闻”的内容", "检查，")
	head := b.as(t, "fuze")
	head.post("/inspection/declare", url.Values{"bad": {"yes"}, "words": {"好"}}).is(422).has("至少5个字", "好</textarea>", `value="yes" selected`)
	head.post("/inspection/declare", url.Values{"bad": {"no"}, "words": {"逐项核对，没有问题"}}).is(200).has("声明已记入台账", "逐项核对，没有问题")
}
