package staff

import (
	"net/http"
	"strings"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/letter"
)

// lettersPage is the queue of letters to mailboxes (来信), by days left, or the
// register of them all (登记簿), newest first. The filters stand in the address.
type lettersPage struct {
	Page
	F                                  form
	List                               office.LetterList
	All                                bool // the register
	States, Boxes, Sorts, Units, Years []option
	Pages                              []pageLink // of the queue
	Older, Newer                       string     // of the register
	Register                           bool       // may take one in
	Asked                              bool       // some filter is set
	Here                               string
}

func (lettersPage) template() string { return "letters" }

func (s *server) letters(a *ask) error    { return a.letterList(false) }
func (s *server) letterBook(a *ask) error { return a.letterList(true) }

func (a *ask) letterList(all bool) error {
	q := office.LetterQuery{State: letter.State(a.query("state")), Mailbox: ledger.Code(a.query("mailbox")), Sort: ledger.Code(a.query("sort")), Unit: ledger.ID(a.query("unit")),
		Text: strings.TrimSpace(a.query("q")), Page: a.queryInt("page"), Older: ledger.ID(a.query("older")), Newer: ledger.ID(a.query("newer"))}
	if q.Year = a.queryInt("year"); q.Year > 9999 {
		q.Year = 0
	}
	p := lettersPage{F: form{Values: a.r.URL.Query()}, All: all, Register: a.may(access.RegisterLetter), Here: a.path("/letters"),
		Asked: a.query("state")+a.query("mailbox")+a.query("sort")+a.query("unit")+a.query("q")+a.query("year") != ""}
	read, title := a.s.o.LetterQueue, "来信"
	if all {
		read, title, p.Here = a.s.o.Letters, "来信登记簿", a.path("/letters/all")
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
	for _, x := range letter.States {
		if all || x.State != letter.Archived {
			p.States = append(p.States, option{string(x.State), x.Name})
		}
	}
	p.Boxes, p.Sorts = first("全部信箱", boxOptions(p.List.Mailboxes)), first("全部类型", namedOptions(letter.Sorts))
	var years []int
	for y := a.s.o.Today().Year(); y >= 2008; y-- {
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

func boxOptions(boxes []letter.Mailbox) (out []option) {
	for _, m := range boxes {
		out = append(out, option{string(m.Key), m.Name})
	}
	return out
}

func namedOptions(list []letter.Named) (out []option) {
	for _, x := range list {
		out = append(out, option{string(x.Key), x.Name})
	}
	return out
}

// runs is how a line of a list says the days of a letter.
func runs(l office.LetterLine) days {
	switch s := l.Sheet; {
	case l.Letter.State.Pending() && s.Overdue() && s.Left == 0:
		return days{"逾期", "late"} // by days of rest alone
	case l.Letter.State.Pending():
		return left(s.Left, s.Runs())
	case s.Overdue() && !l.Letter.Imported:
		return days{"逾期办结", "late"}
	}
	return days{"✓ 已办结", "done"}
}
