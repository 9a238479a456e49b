package letter

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/ledger"
	"gongkai/refusal"
)

// parser reads a table of mailboxes and tells every fault with its line.
type parser struct {
	t    Table
	all  refusal.All
	line string
}

// Parse reads a table (R-L11), so that it is mended in one go.
func Parse(text string) (Table, error) {
	p := &parser{}
	n := 0
	for row := range strings.Lines(text) {
		n++
		p.line = strconv.Itoa(n)
		if row = strings.TrimSpace(row); row == "" || strings.HasPrefix(row, "#") {
			continue
		}
		c := strings.Split(row, "|")
		for i := range c {
			c[i] = strings.TrimSpace(c[i])
		}
		switch {
		case c[0] == "信箱" && len(c) == 5:
			p.mailbox(c)
		case c[0] == "期限" && len(c) == 7:
			p.limit(c)
		case c[0] == "来邮" && len(c) == 3:
			p.mail(c)
		case c[0] == "限量" && len(c) == 3:
			p.flood(c)
		default:
			p.no("letter.table.cells", "found", row)
		}
	}
	p.line = "0"
	if len(p.t.Mailboxes) == 0 {
		p.no("letter.table.none")
	}
	for _, m := range p.t.Mailboxes {
		if len(m.rows) == 0 {
			p.no("letter.table.limits", "name", m.Name)
		}
		if _, takes := m.Terms(m.mail); m.mail != "" && !(takes && m.At(DoorEmail)) {
			p.no("letter.table.mail", "name", m.Name)
		}
	}
	if f := p.t.Flood; f.SenderHour < 1 || f.SenderDay < 1 || f.AddressHour < 1 || f.AddressDay < 1 {
		p.no("letter.table.flood")
	}
	return p.t, p.all.Or()
}

func (p *parser) no(code string, args ...string) {
	p.all = append(p.all, refusal.New(code, "R-L11", append([]string{"line", p.line}, args...)...).On("text"))
}

func (p *parser) mailbox(c []string) {
	m := Mailbox{Key: ledger.Code(c[1]), Name: c[2], Whose: c[3]}
	if m.Whose == "本机关" {
		m.Whose = ""
	}
	_, twice := p.t.Mailbox(m.Key)
	switch {
	case !keyForm.MatchString(c[1]):
		p.no("letter.table.key", "found", c[1])
	case twice:
		p.no("letter.table.twice", "found", c[1])
	case m.Name == "" || c[3] == "":
		p.no("letter.table.cells", "found", strings.Join(c, " | "))
	}
	doors, bad := listed(Doors, c[4])
	if m.Doors = doors; bad != "" || len(doors) == 0 {
		p.no("letter.table.door", "found", c[4])
	}
	if m.Whose != "" && m.At(DoorWeb) {
		p.no("letter.table.foreign", "name", m.Name)
	}
	p.t.Mailboxes = append(p.t.Mailboxes, m)
}

// mail reads which kind a letter by e-mail begins with.
func (p *parser) mail(c []string) {
	i := slices.IndexFunc(p.t.Mailboxes, func(m Mailbox) bool { return m.Key == ledger.Code(c[1]) })
	sorts, bad := listed(Sorts, c[2])
	switch {
	case i < 0:
		p.no("letter.table.mailbox", "found", c[1])
	case bad != "" || len(sorts) != 1:
		p.no("letter.table.sort", "found", c[2])
	case p.t.Mailboxes[i].mail != "":
		p.no("letter.table.sorttwice", "found", c[2])
	default:
		p.t.Mailboxes[i].mail = sorts[0]
	}
}

func (p *parser) limit(c []string) {
	i := slices.IndexFunc(p.t.Mailboxes, func(m Mailbox) bool { return m.Key == ledger.Code(c[1]) })
	if i < 0 {
		p.no("letter.table.mailbox", "found", c[1])
		return
	}
	var r limits
	if c[2] != "*" {
		sorts, bad := listed(Sorts, c[2])
		if r.sorts = sorts; bad != "" || len(sorts) == 0 {
			p.no("letter.table.sort", "found", c[2])
		}
	}
	for j, to := range []*Term{&r.terms.Accept, &r.terms.Answer, &r.terms.Extend} {
		t, err := readTerm(c[3+j])
		if *to = t; err != nil || t.N == 0 && j < 2 {
			p.no("letter.table.term", "found", c[3+j])
		}
	}
	switch c[6] {
	case "自受理":
		r.terms.FromAccepted = true
	case "自收到":
	default:
		p.no("letter.table.from", "found", c[6])
	}
	if r.terms.Extend.N > 0 && r.terms.Extend.Calendar != r.terms.Answer.Calendar {
		p.no("letter.table.mixed")
	}
	for _, was := range p.t.Mailboxes[i].rows {
		if was.sorts == nil && r.sorts == nil || slices.ContainsFunc(was.sorts, func(s ledger.Code) bool { return slices.Contains(r.sorts, s) }) {
			p.no("letter.table.sorttwice", "found", c[2])
		}
	}
	p.t.Mailboxes[i].rows = append(p.t.Mailboxes[i].rows, r)
}

func (p *parser) flood(c []string) {
	to, ok := map[string]*int{"每人每小时": &p.t.Flood.SenderHour, "每人每日": &p.t.Flood.SenderDay,
		"每地址每小时": &p.t.Flood.AddressHour, "每地址每日": &p.t.Flood.AddressDay}[c[1]]
	n, err := strconv.Atoi(c[2])
	if !ok || err != nil || n < 1 || n > 10_000 {
		p.no("letter.table.floodline", "found", strings.Join(c[1:], " | "))
		return
	}
	*to = n
}
