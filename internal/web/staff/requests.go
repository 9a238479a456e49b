package staff

import (
	"net/http"
	"strings"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/request"
)

// requestsPage is the queue of information requests (依申请公开), by working
// days left, or the register of them all (登记簿), newest first. The filters
// stand in the address.
type requestsPage struct {
	Page
	F                    form
	List                 office.RequestList
	All                  bool // the register
	States, Units, Years []option
	Pages                []pageLink // of the queue
	Older, Newer         string     // of the register
	Register             bool       // may take one in
	Release              bool       // may look for what becomes an article
	Asked                bool       // some filter is set
	Here                 string
}

func (requestsPage) template() string { return "requests" }

func (s *server) requests(a *ask) error    { return a.requestList(false) }
func (s *server) requestBook(a *ask) error { return a.requestList(true) }

func (a *ask) requestList(all bool) error {
	q := office.RequestQuery{State: request.State(a.query("state")), Unit: ledger.ID(a.query("unit")), Text: strings.TrimSpace(a.query("q")), Page: a.queryInt("page")}
	p := requestsPage{F: form{Values: a.r.URL.Query()}, All: all, Register: a.may(access.RegisterRequest), Release: a.mayRelease(), Here: a.path("/requests"),
		Asked: a.query("state")+a.query("unit")+a.query("q")+a.query("year") != ""}
	read, title := a.s.o.RequestQueue, "依申请公开"
	if all {
		read, title, p.Here = a.s.o.Requests, "申请登记簿", a.path("/requests/all")
		if q.Year = a.queryInt("year"); q.Year > 9999 {
			q.Year = 0
		}
		q.Older, q.Newer = ledger.ID(a.query("older")), ledger.ID(a.query("newer"))
	}
	var err error
	if p.List, err = read(a.ctx(), a.who, q); err != nil {
		return err
	}
	_, units, _, err := a.s.o.Organ(a.ctx(), a.who)
	if err != nil {
		return err
	}
	p.Units, p.States = first("全部科室", unitOptions(units)), []option{{"", "全部状态"}}
	for _, x := range request.States {
		if all || x.State != request.Archived {
			p.States = append(p.States, option{string(x.State), x.Name})
		}
	}
	var years []int
	for y := a.s.o.Today().Year(); y >= 2008; y-- { // 条例 in force
		years = append(years, y)
	}
	p.Years = first("全部年份", yearOptions(years))
	p.Page, p.Pages = a.page(title), a.paging(p.List.Page, p.List.Pages)
	if id := p.List.Older; id != "" {
		p.Older = a.with("older", string(id), "newer", "")
	}
	if id := p.List.Newer; id != "" {
		p.Newer = a.with("newer", string(id), "older", "")
	}
	p.Wide = all
	return a.show(http.StatusOK, p)
}

// standing is how a line of a list says its days: those of a running clock,
// else what the clock waits for.
func standing(l office.RequestLine) days {
	switch r := l.Request; {
	case r.State.Pending() && l.Sheet.Runs():
		d := left(l.Sheet.Shown(), true)
		if l.Sheet.Shown() >= 0 && l.Sheet.Shown() <= 5 {
			d.Class = "soon" // the reminder to the officer goes out then
		}
		return d
	case r.State == request.Arrived:
		return days{"未起算", ""}
	case r.State.Pending():
		return days{"期限停止", ""}
	case r.EndedOn.IsZero():
		return days{}
	case l.Sheet.Runs() && r.EndedOn.After(l.Sheet.Due.Day):
		return days{"逾期答复", "late"}
	}
	return days{"✓ 已办结", "done"}
}

func nameOf(list string, key ledger.Code) string {
	name, ok := law.Label(list, string(key))
	if !ok {
		return string(key)
	}
	return name
}
