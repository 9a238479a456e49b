package letter

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gongkai/calendar"
	"gongkai/ledger"
)

// OldHeader is the header of an earlier book of letters (来信旧台账, R-L12).
var OldHeader = []string{"编号", "信箱", "类型", "收到日期", "来信人", "标题", "内容", "答复日期", "答复内容"}

// Old is a row of it, read and found good.
type Old struct {
	Line                              int // in the file, the header is 1
	No, Name, Title, Content, Replied string
	Mailbox, Sort                     ledger.Code
	Terms                             Terms
	On, AnsweredOn                    calendar.Day
}

// Fact is the row as it enters the ledger.
func (o Old) Fact(words ledger.Sum) Imported {
	f := Imported{Mailbox: o.Mailbox, Sort: o.Sort, Terms: o.Terms, AnsweredOn: o.AnsweredOn, Words: words}
	if plainNo.MatchString(o.No) { // the ledger holds no prose; the words keep every number as it was written
		f.No = ledger.Code(o.No)
	}
	return f
}

// Words is what the row says in prose; a sum binds it to the fact.
func (o Old) Words() []string { return []string{o.Title, o.Content, o.No, o.Name, o.Replied} }

var plainNo = regexp.MustCompile(`^[A-Za-z0-9._:/+-]{1,40}$`)

// Fault is what is wrong with a cell, and how to mend it.
type Fault struct {
	Line  int
	Cell  string // as a spreadsheet names it, such as D7
	Words string
}

// String is the fault for a terminal.
func (f Fault) String() string {
	if f.Cell == "" {
		return fmt.Sprintf("第%d行：%s", f.Line, f.Words)
	}
	return fmt.Sprintf("%s（第%d行“%s”）：%s", f.Cell, f.Line, OldHeader[f.Cell[0]-'A'], f.Words)
}

// ReadOld reads the rows of an earlier book, the header first. Every bad cell is
// named; rows are of use only when there are none (R-L12).
func ReadOld(t Table, rows [][]string, today calendar.Day) ([]Old, []Fault) {
	var faults []Fault
	if len(rows) == 0 {
		return nil, []Fault{{Line: 1, Words: "文件是空的。第一行应为：" + strings.Join(OldHeader, ",")}}
	}
	for i, want := range OldHeader {
		if got := cell(rows[0], i); calendar.Narrow(got) != want {
			faults = append(faults, Fault{1, string(rune('A'+i)) + "1", fmt.Sprintf("表头是“%s”，应为“%s”。整行应为：%s", got, want, strings.Join(OldHeader, ","))})
		}
	}
	if faults != nil {
		return nil, faults
	}
	var out []Old
	seen := map[string]int{}
	for i, row := range rows[1:] {
		if strings.TrimSpace(strings.Join(row, "")) == "" {
			continue
		}
		r := oldReader{line: i + 2, row: row, today: today}
		o := r.read(t)
		if was := seen[o.No]; was > 0 && o.No != "" {
			r.bad(0, fmt.Sprintf("编号“%s”与第%d行重复，每封信的编号应不同", o.No, was))
		}
		seen[o.No] = o.Line
		faults = append(faults, r.faults...)
		out = append(out, o)
	}
	return out, faults
}

type oldReader struct {
	line   int
	row    []string
	today  calendar.Day
	faults []Fault
}

func cell(row []string, i int) string {
	if i >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[i])
}

func (r *oldReader) bad(col int, words string) {
	r.faults = append(r.faults, Fault{r.line, string(rune('A'+col)) + strconv.Itoa(r.line), words})
}

func (r *oldReader) read(t Table) Old {
	c := func(i int) string { return cell(r.row, i) }
	o := Old{Line: r.line, No: c(0), Name: c(4), Title: c(5), Content: c(6), Replied: c(8)}
	if o.No == "" {
		r.bad(0, "没有编号，请填写原台账的编号")
	}
	if len(r.row) > len(OldHeader) && strings.TrimSpace(strings.Join(r.row[len(OldHeader):], "")) != "" {
		r.faults = append(r.faults, Fault{Line: r.line, Words: "多出了几栏。内容里有逗号的，请用英文双引号括起来"})
	}
	r.kind(t, &o)
	o.On, o.AnsweredOn = r.day(3, true), r.day(7, false)
	for _, x := range []struct {
		col, most int
		text      string
	}{{5, MostTitle, o.Title}, {6, MostContent, o.Content}, {8, MostAnswer, o.Replied}} {
		if n := len([]rune(x.text)); n > x.most {
			r.bad(x.col, fmt.Sprintf("有%d个字，最多%d个字", n, x.most))
		}
		if strings.ContainsFunc(x.text, unprintable) {
			r.bad(x.col, "含有无法显示的字符，请删去")
		}
	}
	if blank(o.Title) {
		r.bad(5, "没有标题，请填写")
	}
	switch {
	case !o.AnsweredOn.IsZero() && o.AnsweredOn.Before(o.On):
		r.bad(7, fmt.Sprintf("答复日期%s早于收到日期%s，请核对", o.AnsweredOn, o.On))
	case !o.AnsweredOn.IsZero() && blank(o.Replied):
		r.bad(8, "有答复日期而没有答复内容，请补上；还没有答复的两栏都留空")
	case o.AnsweredOn.IsZero() && c(7) == "" && !blank(o.Replied):
		r.bad(7, "有答复内容而没有答复日期，请补上；还没有答复的两栏都留空")
	}
	return o
}

// kind finds mailbox and kind by their printed names or keys.
func (r *oldReader) kind(t Table, o *Old) {
	box, sort := calendar.Narrow(cell(r.row, 1)), calendar.Narrow(cell(r.row, 2))
	var names []string
	for _, m := range t.Mailboxes {
		names = append(names, m.Name)
	}
	i := slices.IndexFunc(t.Mailboxes, func(m Mailbox) bool { return calendar.Narrow(m.Name) == box || string(m.Key) == box })
	if i < 0 {
		r.bad(1, fmt.Sprintf("信箱“%s”不在信箱表里，现有%s", box, join(names)))
		return
	}
	m := t.Mailboxes[i]
	if o.Mailbox = m.Key; !m.At(DoorImport) {
		r.bad(1, fmt.Sprintf("“%s”不收导入的信，请先在信箱表里加上“导入”", m.Name))
	}
	for _, s := range Sorts {
		if s.Name == sort || string(s.Key) == sort {
			o.Sort = s.Key
		}
	}
	terms, ok := m.Terms(o.Sort)
	if o.Terms = terms; !ok {
		r.bad(2, fmt.Sprintf("类型“%s”不认识，或者这个信箱不收。请填写咨询、求助、投诉、举报、建议或感谢", sort))
	}
}

func (r *oldReader) day(col int, must bool) calendar.Day {
	typed, name := cell(r.row, col), OldHeader[col]
	if typed == "" {
		if must {
			r.bad(col, "没有"+name+"，请填写，例如 2025-03-03")
		}
		return calendar.Day{}
	}
	d, ok := calendar.AnyDay(typed)
	switch {
	case !ok:
		r.bad(col, fmt.Sprintf("%s“%s”不是存在的日期，请写成 2025-03-03", name, typed))
	case d.After(r.today):
		r.bad(col, fmt.Sprintf("%s%s还没有到（今天是%s），请核对", name, d, r.today))
	case d.Before(earliest):
		r.bad(col, fmt.Sprintf("%s%s太早了，请核对", name, d))
	default:
		return d
	}
	return calendar.Day{}
}
