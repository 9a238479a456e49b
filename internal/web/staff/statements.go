package staff

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/report"
)

// statementsPage lists the signed statements (数字说明) of a year: numbers that
// were born outside, each with its document.
type statementsPage struct {
	Page
	Year   int
	Years  []option
	List   []statement
	Labels map[ledger.Code]string
	Names  map[int64]string // who, by entry
	May    bool
}

// statement is a row with its value as it is printed.
type statement struct {
	report.Statement
	Printed string
}

func (statementsPage) template() string { return "statements" }

func (s *server) statements(a *ask) error {
	year := a.yearAsked()
	list, err := s.o.Statements(a.ctx(), a.who, year)
	if err != nil {
		return err
	}
	p := statementsPage{Page: a.page("数字说明"), Year: year, Years: a.reportYears(),
		Labels: map[ledger.Code]string{}, May: a.may(access.StateFigure)}
	v, err := s.o.Report(a.ctx(), a.who, year, "")
	if err != nil {
		return err
	}
	for _, x := range list {
		p.Labels[x.Cell] = v.Sheet.Label(string(x.Cell))
		value := ledger.Figure{Value: x.Value, Money: strings.HasSuffix(string(x.Cell), ".amount")}
		p.List = append(p.List, statement{x, amount(value)})
	}
	if p.Names, err = a.whoStated(list); err != nil {
		return err
	}
	p.Wide = true
	return a.show(http.StatusOK, p)
}

// whoStated reads from the ledger who signed each statement.
func (a *ask) whoStated(list []report.Statement) (map[int64]string, error) {
	out := map[int64]string{}
	if len(list) == 0 {
		return out, nil
	}
	f := office.EntryFilter{Limit: len(list)}
	for _, s := range list {
		f.Seqs = append(f.Seqs, s.Seq)
	}
	entries, _, _, err := a.s.o.Entries(a.ctx(), a.who, f)
	for _, e := range entries {
		out[e.Seq] = e.By
	}
	return out, err
}

// newStatementPage enters one number with its document.
type newStatementPage struct {
	Page
	F     form
	Year  int
	Cells []option
	Of    []option // earlier statements that this one may correct
}

func (newStatementPage) template() string { return "statement_new" }

func (s *server) newStatementPage(a *ask) error {
	return a.statementForm(http.StatusOK, a.yearAsked(), form{Values: url.Values{"cell": {a.query("cell")}}})
}

func (a *ask) statementForm(code, year int, f form) error {
	cells, err := a.s.o.StatableCells(a.ctx(), a.who, year)
	if err != nil {
		return err
	}
	list, err := a.s.o.Statements(a.ctx(), a.who, year)
	if err != nil {
		return err
	}
	p := newStatementPage{Page: a.page(strconv.Itoa(year) + "年数字说明"), F: f, Year: year, Cells: []option{{"", "请选择项目"}}}
	labels := map[string]string{}
	for _, c := range cells {
		p.Cells = append(p.Cells, option{string(c.Key), c.Label})
		labels[string(c.Key)] = c.Label
	}
	for _, st := range list {
		p.Of = append(p.Of, option{strconv.FormatInt(st.Seq, 10),
			"第" + strconv.FormatInt(st.Seq, 10) + "号：" + labels[string(st.Cell)]})
	}
	if len(p.Of) > 0 {
		p.Of = first("不是更正", p.Of)
	}
	return a.show(code, p)
}

func (s *server) stateFigure(a *ask) error {
	year := a.yearAsked()
	u, err := a.upload()
	if err == nil {
		if y, bad := strconv.Atoi(u.values.Get("year")); bad == nil {
			year = y
		}
		err = a.try(func() error { return a.stateWith(u, year) })
	}
	if err != nil {
		f, code, err := again(u.values, u.refused(err))
		if err != nil {
			return err
		}
		if code == http.StatusRequestEntityTooLarge {
			a.w.Header().Set("Connection", "close")
		}
		return a.statementForm(code, year, f)
	}
	return a.to(a.path("/statements?year=%d", year), "数字说明已记入台账。")
}

func (a *ask) stateWith(u uploaded, year int) error {
	if u.tooBig {
		return errTooBig("document")
	}
	if u.file == nil {
		return &webError{http.StatusUnprocessableEntity, "document", "没有选择依据文件。请上传盖章的说明或原始统计表的扫描件。"}
	}
	v := u.values
	return a.s.o.StateFigure(a.ctx(), a.who, office.StatementForm{Year: strconv.Itoa(year), Cell: v.Get("cell"),
		Value: v.Get("value"), Day: v.Get("day"), Note: v.Get("note"), Of: v.Get("of")}, u.file.Name, u.file)
}

// firstReport is the first year with a uniform form of the report.
const firstReport = 2019

// yearAsked is the year of the address, else the year that a report is due for.
func (a *ask) yearAsked() int {
	if y := a.queryInt("year"); y > 2000 && y < 2200 {
		return y
	}
	return a.yearDue()
}

// yearDue is the year whose report is at hand: the past one in the first half
// of a year, since it is due in January.
func (a *ask) yearDue() int {
	today := a.s.o.Today()
	if today.Month() < 7 {
		return max(today.Year()-1, firstReport)
	}
	return max(today.Year(), firstReport)
}

// reportYears are the years that a form of the report exists for.
func (a *ask) reportYears() []option {
	var out []int
	for y := a.s.o.Today().Year(); y >= firstReport; y-- {
		out = append(out, y)
	}
	return yearOptions(out)
}

func (a *ask) recentYears(also int) []option {
	var out []int
	for y := a.s.o.Today().Year(); y > a.s.o.Today().Year()-6; y-- {
		out = append(out, y)
	}
	if also < out[len(out)-1] || also > out[0] {
		out = append(out, also)
	}
	return yearOptions(out)
}
