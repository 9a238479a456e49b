package public_test

import (
	"strings"
	"testing"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/ledger"
)

// answered gives the citizen's first application what it asks for.
func (c *citizen) answered() {
	c.t.Helper()
	ctx := c.t.Context()
	who := func(login string) access.Actor { return c.actor(office.OfficerID("yykjj", login)) }
	l, err := c.o.Requests(ctx, who("zhuren"), office.RequestQuery{})
	c.must(err)
	id := l.Rows[0].Request.ID
	act := func(login string, do func(access.Actor, office.RequestAct) error) {
		c.t.Helper()
		v, err := c.o.RequestMatter(ctx, who(login), id)
		c.must(err)
		c.must(do(who(login), office.RequestAct{Rev: v.Request.Rev, Way: "web"}))
	}
	act("zhuren", func(a access.Actor, f office.RequestAct) error {
		return c.o.DecideRequest(ctx, a, id, f, office.Draft{Reply: "provided", Supply: "网上查看"})
	})
	act("fazhi", func(a access.Actor, f office.RequestAct) error { return c.o.ReviewRequest(ctx, a, id, f) })
	act("fenguan", func(a access.Actor, f office.RequestAct) error { return c.o.SignRequest(ctx, a, id, f) })
	act("zhuren", func(a access.Actor, f office.RequestAct) error { return c.o.SendRequest(ctx, a, id, f) })
}

// R-A44: a citizen suggests on the last step, or on the page of the answer; one
// time is enough.
func TestSuggestOnSite(t *testing.T) {
	t.Parallel()
	c := &citizen{openOn(t, "2019-05-20"), map[string]string{}}
	c.apply()
	c.goes("follow/request", "follow/suggest") // nothing was given yet
	c.answered()
	has(t, c.open("follow/request"), "建议本机关主动公开这些信息")
	has(t, c.open("follow/suggest"), "第四十四条", "不会公布")
	c.goes("follow/request?done=suggest", "follow/suggest")
	page := c.open("follow/request?done=suggest")
	has(t, page, "已收到您的建议", "您建议将这些信息主动公开")
	hasNot(t, page, "follow/suggest")

	c = &citizen{openOn(t, "2019-05-20"), map[string]string{}}
	c.goes("apply/new/seen", "apply/new/what", "content", "2018年度科技特派员选派名单")
	c.goes("apply/new/who", "apply/new/kind", "applicant", "natural")
	c.goes("apply/new/how", "apply/new/who", "name", "张三", "id_kind", "护照", "id_no", "E12345678", "phone", "13812345678")
	c.goes("apply/new/check", "apply/new/how", "carrier", "email", "way", "web")
	has(t, c.open("apply/new/check"), "建议把这些信息主动公开")
	c.goes("apply/done", "apply/new/submit", "suggest", "yes")
	if page := c.open("follow/request"); !strings.Contains(page, "您建议将这些信息主动公开") {
		t.Error("the box of the last step is lost")
	}
	l, err := c.o.ReleaseCandidates(t.Context(), c.actor(office.OfficerID(ledger.ID("yykjj"), "zhuren")))
	c.must(err)
	if len(l) != 0 {
		t.Errorf("a candidate before the answer: %+v", l)
	}
}
