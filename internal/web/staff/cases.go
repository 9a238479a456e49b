package staff

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/service"
)

// casesPage lists the cases (办件) that the officer may read, the latest first,
// or what presses alone. The filters stand in the address.
type casesPage struct {
	Page
	F                          form
	List                       office.CaseList
	States, Items, Units, Dues []option
	Older, Newer               string
	File                       bool // may take one in
	Asked                      bool // some filter is set
	Late, Soon, Owed           string
	Book                       string // the same list as a workbook
}

func (casesPage) template() string { return "cases" }

func (s *server) cases(a *ask) error {
	q := office.CaseQuery{Item: ledger.ID(a.query("item")), Unit: ledger.ID(a.query("unit")), State: service.State(a.query("state")), Due: a.query("due"),
		Text: strings.TrimSpace(a.query("q")), Year: a.queryInt("year"), Older: ledger.ID(a.query("older")), Newer: ledger.ID(a.query("newer"))}
	p := casesPage{F: form{Values: a.r.URL.Query()}, File: a.may(access.FileService),
		Asked: a.query("item")+a.query("unit")+a.query("state")+a.query("due")+a.query("q")+a.query("year") != "",
		Late:  a.with("due", "late", "older", "", "newer", ""), Soon: a.with("due", "soon", "older", "", "newer", ""), Owed: a.with("due", "owed", "older", "", "newer", ""), Book: a.path("/cases/book?%s", a.r.URL.Query().Encode())}
	var err error
	if p.List, err = s.o.Cases(a.ctx(), a.who, q); err != nil {
		return err
	}
	p.States, p.Items, p.Units = facets("全部状态", p.List.States, q.State), facets("全部事项", p.List.Items, q.Item), facets("全部科室", p.List.Units, q.Unit)
	p.Dues = []option{{"", "全部"}, {"late", "已逾期"}, {"soon", "快到期"}, {"owed", "差评待答复"}}
	if id := p.List.Older; id != "" {
		p.Older = a.with("older", string(id), "newer", "")
	}
	if id := p.List.Newer; id != "" {
		p.Newer = a.with("newer", string(id), "older", "")
	}
	p.Page = a.page("办件")
	p.Wide = true
	return a.show(http.StatusOK, p)
}

// caseBook hands the cases of the same filters over as a workbook.
func (s *server) caseBook(a *ask) error {
	q := office.CaseQuery{Item: ledger.ID(a.query("item")), Unit: ledger.ID(a.query("unit")), State: service.State(a.query("state")),
		Text: strings.TrimSpace(a.query("q")), Year: a.queryInt("year")}
	return a.file("办件.xlsx", func(w io.Writer) error { return s.o.CaseBook(a.ctx(), a.who, q, address(a.r.RemoteAddr), w) })
}

// facets are the values of a filter with their numbers; the one that is chosen is
// there though nothing has it any more.
func facets[T ~string](all string, list []office.CaseFacet, chosen T) []option {
	out, known := []option{{"", all}}, chosen == ""
	for _, f := range list {
		out = append(out, option{f.Key, f.Name + "（" + strconv.Itoa(f.N) + "）"})
		known = known || f.Key == string(chosen)
	}
	if !known {
		out = append(out, option{string(chosen), "所选的没有办件"})
	}
	return out
}

// caseStanding is how a line of a list says its days.
func caseStanding(l office.CaseLine) days {
	c := l.Case
	switch {
	case !l.Sheet.Next.Day.IsZero() && (c.State == service.Lacking) && l.Sheet.Left >= 0:
		return days{"等申请人", ""}
	case !l.Sheet.Next.Day.IsZero():
		return left(l.Sheet.Left, true)
	case c.State == service.Halted:
		return days{"期限停止", ""}
	case l.Sheet.Ended && l.Sheet.Late():
		return days{"超期办结", "late"}
	case l.Sheet.Ended:
		return days{"✓ 已办结", "done"}
	}
	return days{}
}
