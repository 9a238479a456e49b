package staff

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongkai/internal/office"
	"gongkai/letter"
)

// mailboxesPage is the table of mailboxes (信箱表): its limits are data.
type mailboxesPage struct {
	Page
	F      form
	B      office.Mailboxes
	Limits []limitRow
	Moved  bool // somebody else saved it meanwhile
}

func (mailboxesPage) template() string { return "mailboxes" }

// limitRow is a mailbox with the kinds of letters that have the same days.
type limitRow struct {
	Box   letter.Mailbox
	First bool // of its mailbox
	N     int  // rows of it
	Doors string
	Sorts string
	Terms letter.Terms
}

func (s *server) mailboxes(a *ask) error { return a.showMailboxes(http.StatusOK, form{}) }

func (a *ask) showMailboxes(code int, f form) error {
	b, err := a.s.o.Mailboxes(a.ctx(), a.who)
	if err != nil {
		return err
	}
	p := mailboxesPage{Page: a.page("信箱表"), B: b, Moved: code == http.StatusConflict}
	if f.Values == nil {
		text := b.Now.Text
		if len(b.Versions) > 0 {
			text = b.Versions[0].Text // what will be in force is edited further
		}
		f.Values = url.Values{"text": {text}, "from": {a.s.o.Today().String()}}
	}
	p.F = f
	for _, m := range b.Table.Mailboxes {
		p.Limits = append(p.Limits, limitsOf(m)...)
	}
	p.Wide = true
	return a.show(code, p)
}

func limitsOf(m letter.Mailbox) (out []limitRow) {
	for _, x := range m.Sorts() {
		t, _ := m.Terms(x.Key)
		if i := slices.IndexFunc(out, func(r limitRow) bool { return r.Terms == t }); i >= 0 {
			out[i].Sorts += "、" + x.Name
			continue
		}
		out = append(out, limitRow{Box: m, Sorts: x.Name, Terms: t})
	}
	var doors []string
	for _, d := range m.Doors {
		doors = append(doors, letter.Name(letter.Doors, d))
	}
	if len(out) > 0 {
		out[0].First, out[0].N, out[0].Doors = true, len(out), strings.Join(doors, "、")
	}
	return out
}

func (s *server) editMailboxes(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	err = a.try(func() error {
		was, err := strconv.Atoi(v.Get("was"))
		if err != nil {
			was = -1 // is of no table, so that who may edit it is told it moved
		}
		return s.o.EditMailboxes(a.ctx(), a.who, was, v.Get("from"), strings.ReplaceAll(v.Get("text"), "\r\n", "\n"))
	})
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.showMailboxes(code, f)
	}
	return a.to(a.path("/letters/mailboxes"), "信箱表已保存，从"+v.Get("from")+"起对新收到的信起用。")
}
