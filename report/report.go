// Package report computes the annual report (政府信息公开工作年度报告) from the
// ledger: every cell of tables 二, 三 and 四, and every number that its words
// quote, is a ledger.Figure that names the entries behind it.
//
//	entries ≤ seq ─► Compute ─► Sheet{Cells, Figures} ─► Check, Render, JSON, HTML
//
// Nobody types a number. What was born outside the system enters as a signed
// statement (Stated), and is refused once facts of the work itself exist for
// that row and year (MayState). The words hold marks {{name}} where numbers
// stand (Render); FirstDraft writes them from the figures. A frozen report is
// computed again from the entries up to its seq, to the digit; Diff shows what
// later facts would change.
//
// Forms come from package law; rule ids (T3-BAL …) are those of
// docs/rules/report.md.
package report

import (
	"slices"
	"strings"
	"time"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/register"
)

// Body is the organ that reports.
type Body struct {
	Code string // token
	Name string // 规范名称
	// Region is the seat, for sentences such as 市委市政府; may be empty.
	Region string
}

// Input is what a sheet is computed from. Entries are in order of seq and end
// at Head.Seq.
type Input struct {
	Body    Body
	Year    int
	Form    law.Form
	Head    ledger.Head
	Entries []ledger.Entry
	Codec   ledger.Codec
}

// Sheet is the computed report of one year. Cells has every cell of the form
// by its key; Figures has every name that the words may quote, cells included.
type Sheet struct {
	Body    Body
	Year    int
	Form    law.Form
	Head    ledger.Head
	Figures map[string]ledger.Figure
	worked  map[string]bool // rows for which facts of the work exist
	stated  map[string]int64
}

// Cell is the figure of a cell or a name; a zero figure when nothing happened.
func (s Sheet) Cell(key string) ledger.Figure { return s.Figures[key] }

// Has says whether the name is one that the words may quote.
func (s Sheet) Has(name string) bool {
	_, ok := s.Figures[name]
	return ok
}

// Names lists the names in order.
func (s Sheet) Names() []string {
	out := make([]string, 0, len(s.Figures))
	for n := range s.Figures {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

// Compute counts. It fails only on an entry that it cannot read.
func Compute(in Input) (Sheet, error) {
	c := counter{in: in, first: calendar.NewDay(in.Year, time.January, 1), last: calendar.NewDay(in.Year, time.December, 31),
		bags: map[string]*bag{}, f: map[string]ledger.Figure{}, worked: map[string]bool{}, stated: map[string]int64{},
		articles: map[ledger.ID]*article{}, statements: map[int64]Stated{}}
	for _, e := range in.Entries {
		f, err := in.Codec.Decode(e)
		if err != nil {
			return Sheet{}, err
		}
		c.take(e, f)
	}
	c.close()
	return Sheet{Body: in.Body, Year: in.Year, Form: in.Form, Head: in.Head, Figures: c.f, worked: c.worked, stated: c.stated}, nil
}

type article struct {
	kind     publication.Kind
	on       calendar.Day
	seq      int64
	late     bool
	public   bool
	withdrew calendar.Day
}

type counter struct {
	in          Input
	first, last calendar.Day
	bags        map[string]*bag
	f           map[string]ledger.Figure
	worked      map[string]bool
	stated      map[string]int64
	articles    map[ledger.ID]*article
	statements  map[int64]Stated
}

func (c *counter) within(d calendar.Day) bool { return !d.Before(c.first) && !d.After(c.last) }

// bag gathers a figure; it is made into one when all entries were taken, so
// that a long ledger costs no more than its length.
type bag struct {
	value   int64
	entries []int64
}

func (c *counter) add(name string, n int64, seq int64) {
	b := c.bags[name]
	if b == nil {
		b = &bag{}
		c.bags[name] = b
	}
	b.value += n
	b.entries = append(b.entries, seq)
}

func (c *counter) flush() {
	for name, b := range c.bags {
		c.f[name] = ledger.Figure{}.Plus(b.value, b.entries...)
	}
}

// take counts one entry by its legal day; what happened after the year is not
// looked at, so that a sheet stays the same however late it is computed.
func (c *counter) take(e ledger.Entry, f ledger.Fact) {
	if s, ok := f.(Stated); ok {
		if s.Year == c.in.Year {
			delete(c.statements, s.Of)
			c.statements[e.Seq] = s
		}
		return
	}
	if e.On.After(c.last) {
		return
	}
	switch f := f.(type) {
	case publication.Published:
		c.articles[e.Subject] = &article{kind: f.Type, on: e.On, seq: e.Seq, late: f.Late, public: true}
		if f.Type == publication.Normative || f.Type == publication.Rule {
			c.worked[string(f.Type)] = true
		}
	case publication.Revised:
		if a := c.articles[e.Subject]; a != nil {
			a.public = true
		}
		if c.within(e.On) {
			c.add("published.revised", 1, e.Seq)
		}
	case publication.TakenDown:
		if a := c.articles[e.Subject]; a != nil {
			a.public, a.withdrew = false, e.On
		}
		if c.within(e.On) {
			c.add("published.withdrawn", 1, e.Seq)
		}
	case register.Listed:
		c.listed(e, f)
	case register.Delisted:
		c.delisted(e, f)
	}
}

func (c *counter) listed(e ledger.Entry, f register.Listed) {
	row := string(f.Register)
	c.worked[row] = true
	c.add(row+".inforce", 1, e.Seq)
	if !c.within(e.On) {
		c.add("T2."+row+".prior", 1, e.Seq)
		return
	}
	c.add("T2."+row+".delta", 1, e.Seq)
	c.add("T2."+row+".made", 1, e.Seq)
	c.add("T2."+row+".count", 1, e.Seq)
	c.add("T2."+row+".fen", f.Fen, e.Seq)
}

func (c *counter) delisted(e ledger.Entry, f register.Delisted) {
	row := string(f.Register)
	c.add(row+".inforce", -1, e.Seq)
	if !c.within(e.On) {
		c.add("T2."+row+".prior", -1, e.Seq)
		return
	}
	c.add("T2."+row+".delta", -1, e.Seq)
	c.add("T2."+row+".repealed", 1, e.Seq)
}

// close turns what was gathered into the form's cells and the quoted names.
func (c *counter) close() {
	for _, a := range c.articles {
		row := "T2." + string(a.kind)
		if a.public {
			c.add(row+".total", 1, a.seq)
		}
		if !c.within(a.on) || !a.public && c.within(a.withdrew) {
			continue // out in another year, or taken back within the year and not out again
		}
		c.add("published", 1, a.seq)
		c.add(row+".opened", 1, a.seq)
		if a.late {
			c.add("published.late", 1, a.seq)
		}
		switch a.kind {
		case publication.Interpretation:
			c.add("interpretations", 1, a.seq)
		case publication.ProposalReply:
			c.add("proposals.answered", 1, a.seq)
		}
	}
	c.flush()
	for _, name := range []string{"published", "published.withdrawn", "published.revised", "published.late", "interpretations",
		"proposals.answered"} {
		c.f[name] = c.f[name].Plus(0)
	}
	for _, n := range register.Names {
		row := string(n.Name)
		in := c.f[row+".inforce"]
		delete(c.f, row+".inforce")
		amount := c.f["T2."+row+".fen"]
		delete(c.f, "T2."+row+".fen")
		amount.Money = true
		c.f["T2."+row+".inforce"], c.f["T2."+row+".amount"] = in, amount
		c.f[plural(row)+".items"] = in.Plus(0)
	}
	c.state()
	c.keepForm()
	c.sums()
}

// plural is the name under which the words quote a register.
func plural(row string) string {
	switch row {
	case "procurement":
		return row
	case "penalty":
		return "penalties"
	}
	return row + "s"
}

// state lets signed statements fill what no facts of the work fill. When the
// work itself is recorded later, its facts win.
func (c *counter) state() {
	for seq, s := range c.statements {
		cell := string(s.Cell)
		c.stated[cell] = seq
		if !c.worked[rowOf(cell)] || strings.HasSuffix(cell, ".decided") || cell == "T2.fee.amount" {
			fig := ledger.Figure{Money: strings.HasSuffix(cell, ".amount")}
			c.f[cell] = fig.Plus(s.Value, seq)
		}
	}
	for _, n := range Outside {
		c.f[n.Key] = c.f[n.Key].Plus(0)
	}
}

// keepForm drops the cells of table 二 that this year's form has not, so that
// the words cannot quote them, and gives every cell of the form a figure.
func (c *counter) keepForm() {
	keep := map[string]bool{}
	for _, cell := range c.in.Form.Cells() {
		keep[cell.Key] = true
		fig := c.f[cell.Key].Plus(0)
		fig.Money = cell.Money
		c.f[cell.Key] = fig
	}
	for k := range c.f {
		if strings.HasPrefix(k, "T2.") && !keep[k] {
			delete(c.f, k)
		}
	}
	// Where the form itself has last year's number and the change, the items in
	// force follow from them, whether counted or stated.
	for _, n := range register.Names {
		row := string(n.Name)
		if prior, delta := "T2."+row+".prior", "T2."+row+".delta"; keep[delta] {
			c.f[plural(row)+".items"] = ledger.Total(c.f[prior], c.f[delta])
		}
	}
}

// sums fills the sum column and the total row of tables 三 and 四; they are
// never stated.
func (c *counter) sums() {
	app := c.in.Form.Applications
	for _, row := range app.Rows {
		for _, col := range app.Columns {
			k := law.T3(row.Key, col.Key)
			c.f[k] = c.f[k].Plus(0)
		}
	}
	outcomes := app.Rows[2 : len(app.Rows)-2]
	for _, col := range app.Columns[:6] {
		var t ledger.Figure
		for _, row := range outcomes {
			t = ledger.Total(t, c.f[law.T3(row.Key, col.Key)])
		}
		c.f[law.T3("total", col.Key)] = t
	}
	for _, row := range app.Rows {
		var t ledger.Figure
		for _, col := range app.Columns[:6] {
			t = ledger.Total(t, c.f[law.T3(row.Key, col.Key)])
		}
		c.f[law.T3(row.Key, "sum")] = t
	}
	for _, g := range c.in.Form.Remedies {
		var t ledger.Figure
		for _, col := range g.Columns[:4] {
			k := law.T4(g.Key, col.Key)
			c.f[k] = c.f[k].Plus(0)
			t = ledger.Total(t, c.f[k])
		}
		c.f[law.T4(g.Key, "sum")] = t
	}
	c.f["requests.new"] = c.f[law.T3("new", "sum")]
	c.f["requests.carry_in"] = c.f[law.T3("carry_in", "sum")]
	c.f["requests.total"] = c.f[law.T3("total", "sum")]
	c.f["requests.carry_out"] = c.f[law.T3("carry_out", "sum")]
	c.f["reviews.total"] = c.f[law.T4("review", "sum")]
	c.f["suits.total"] = ledger.Total(c.f[law.T4("suit_direct", "sum")], c.f[law.T4("suit_after_review", "sum")])
}

// rowOf is the row part of T2.<row>.<what>.
func rowOf(cell string) string {
	parts := strings.Split(cell, ".")
	if len(parts) == 3 && parts[0] == "T2" {
		return parts[1]
	}
	return ""
}

// Label is the printed name of a cell or quoted name, for lists and refusals.
func (s Sheet) Label(key string) string { return Label(s.Form, key) }

// Label finds the printed name of a key in a form.
func Label(form law.Form, key string) string {
	for _, b := range form.Proactive {
		for _, r := range b.Rows {
			for i, c := range r.Cells {
				if c.Key == key {
					return r.Label + "·" + b.Columns[i+1]
				}
			}
		}
	}
	for _, r := range form.Applications.Rows {
		for _, col := range form.Applications.Columns {
			if law.T3(r.Key, col.Key) == key {
				return r.Group + r.Label + "·" + col.Label
			}
		}
	}
	for _, g := range form.Remedies {
		for _, col := range g.Columns {
			if law.T4(g.Key, col.Key) == key {
				return g.Group + g.Label + "·" + col.Label
			}
		}
	}
	for _, n := range Outside {
		if n.Key == key {
			return n.Label
		}
	}
	if l, ok := quoted[key]; ok {
		return l
	}
	return key
}

// quoted are the names that only the words quote.
var quoted = map[string]string{
	"published": "主动公开政府信息数", "published.late": "超期公开数", "published.revised": "更新数", "published.withdrawn": "撤回数",
	"interpretations": "政策解读数", "proposals.answered": "公开的建议提案答复数",
	"rules.items": "现行规章数", "normatives.items": "现行规范性文件数", "permits.items": "行政许可项目数",
	"services.items": "其他对外管理服务事项数", "penalties.items": "行政处罚项目数", "coercions.items": "行政强制项目数",
	"fees.items": "行政事业性收费项目数", "procurement.items": "政府集中采购项目数",
	"requests.new": "本年新收申请数", "requests.carry_in": "上年结转申请数", "requests.total": "办理结果总计", "requests.carry_out": "结转下年度申请数",
	"reviews.total": "行政复议总计", "suits.total": "行政诉讼总计",
}

// Name is a key with its printed name.
type Name struct{ Key, Label string }

// Outside are numbers for the words that are born outside until the module
// that counts them records them; they can be stated.
var Outside = []Name{
	{"visits.visitors", "网站独立用户访问总量(个)"}, {"visits.views", "网站总访问量(次)"},
	{"letters.governor", "省长信箱来信(件)"}, {"letters.mayor", "市长信箱来信(件)"},
	{"services.enquiries", "窗口受理咨询(次)"}, {"services.cases", "窗口办件(件)"},
	{"services.speedup", "办件提速(%)"}, {"services.complaints", "服务投诉(件)"},
}
