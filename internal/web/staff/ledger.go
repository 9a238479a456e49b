package staff

import (
	"net/http"
	"strings"

	"gongkai/batch"
	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/invitation"
	"gongkai/ledger"
	"gongkai/request"
	"gongkai/review"
	"gongkai/visit"
	"gongkai/website"
)

// ledgerPage is the browser of the book's entries (台账).
type ledgerPage struct {
	Page
	F       form
	Head    ledger.Head
	Total   int
	Entries []office.EntryView
	Years   []option
	Kinds   []option
	Pages   []pageLink
}

func (ledgerPage) template() string { return "ledger" }

// entryKinds are what the filter offers: the kinds of facts whose name starts so.
var entryKinds = []struct {
	option
	kinds []string
}{
	{option{"published", "首次公开"}, []string{"publication.published"}},
	{option{"article", "文章的其他办理"}, []string{"publication.submitted", "publication.returned", "publication.approved",
		"publication.revised", "publication.withdrawn", "publication.rated", "publication.moved"}},
	{option{"batch", "发布批次"}, kindsOf(batch.Facts())},
	{option{"invitation", "外部审核"}, kindsOf(invitation.Facts())},
	{option{"review", "审核"}, kindsOf(review.Facts())},
	{option{"request", "依申请公开"}, kindsOf(request.Facts())},
	{option{"item", "事项清单"}, []string{"item.listed", "item.delisted"}},
	{option{"report", "数字说明和年度报告"}, []string{"report.stated", "report.frozen", "report.issued"}},
	{option{"website", "网站报表"}, kindsOf(website.Facts())},
	{option{"visit", "访问统计"}, kindsOf(visit.Facts())},
	{option{"calendar", "节假日安排"}, []string{"calendar.announced"}},
	{option{"organ", "机关、人员和栏目"}, []string{"organ.opened", "unit.opened", "officer.appointed", "officer.dismissed",
		"officer.deputized", "officer.deputy_ended", "column.opened"}},
}

func kindsOf(facts []ledger.Fact) (out []string) {
	for _, f := range facts {
		out = append(out, f.Kind())
	}
	return out
}

const ledgerPageSize = 50

func (s *server) ledger(a *ask) error {
	page := max(a.queryInt("page"), 1)
	f := office.EntryFilter{Desc: true, Limit: ledgerPageSize, Offset: (page - 1) * ledgerPageSize}
	if y := a.queryInt("year"); y > 0 {
		f.OnFrom, f.OnTo = calendar.NewDay(y, 1, 1), calendar.NewDay(y, 12, 31)
	}
	p := ledgerPage{Page: a.page("台账"), F: form{Values: a.r.URL.Query()}, Years: first("全部年份", a.recentYears(a.yearAsked())),
		Kinds: []option{{"", "全部种类"}}}
	for _, k := range entryKinds {
		p.Kinds = append(p.Kinds, k.option)
		if k.Value == strings.TrimSpace(a.query("kind")) {
			f.Kinds = k.kinds
		}
	}
	var err error
	if p.Entries, p.Total, p.Head, err = s.o.Entries(a.ctx(), a.who, f); err != nil {
		return err
	}
	p.Pages = a.paging(page, (p.Total+ledgerPageSize-1)/ledgerPageSize)
	p.Wide = true
	return a.show(http.StatusOK, p)
}
