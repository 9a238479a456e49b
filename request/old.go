package request

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"gongkai/calendar"
	"gongkai/ledger"
)

// OldHeader is the header of an old register (旧台账).
var OldHeader = []string{"编号", "收到日期", "渠道", "申请人类型", "申请人", "申请内容", "办理结果", "办结日期"}

// Old is a row of an old register, read and found good.
type Old struct {
	Line                int // in the file, the header is 1
	No, Name, Content   string
	Door, Kind, Outcome ledger.Code
	On, EndedOn         calendar.Day
}

// Fact is the row as it enters the ledger.
func (o Old) Fact(words ledger.Sum) Imported {
	return Imported{No: ledger.Code(o.code()), Door: o.Door, Applicant: o.Kind, Outcome: o.Outcome, EndedOn: o.EndedOn, Words: words}
}

// Words is what the row says in prose; a sum binds it to the fact.
func (o Old) Words() []string { return []string{o.No, o.Name, o.Content} }

// code is the number where it is plain, since the ledger holds no prose; the
// words keep every number as it was written.
func (o Old) code() string {
	if plainNo.MatchString(o.No) {
		return o.No
	}
	return ""
}

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

// ReadOld reads the rows of an old register, the header first. Every bad cell
// is named; rows are of use only when there are none.
func ReadOld(rows [][]string, today calendar.Day) ([]Old, []Fault) {
	var faults []Fault
	if len(rows) == 0 {
		return nil, []Fault{{Line: 1, Words: "文件是空的。第一行应为：" + strings.Join(OldHeader, ",")}}
	}
	for i, want := range OldHeader {
		if got := cell(rows[0], i); narrow(got) != want {
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
		o := r.read()
		if was := seen[o.No]; was > 0 && o.No != "" {
			r.bad(0, fmt.Sprintf("编号“%s”与第%d行重复，每件申请的编号应不同", o.No, was))
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

func (r *oldReader) read() Old {
	c := func(i int) string { return cell(r.row, i) }
	o := Old{Line: r.line, No: c(0), Name: c(4), Content: c(5)}
	if o.No == "" {
		r.bad(0, "没有编号，请填写原台账的编号")
	}
	if len(r.row) > len(OldHeader) && strings.TrimSpace(strings.Join(r.row[len(OldHeader):], "")) != "" {
		r.faults = append(r.faults, Fault{Line: r.line, Words: "多出了几栏。内容里有逗号的，请用英文双引号括起来"})
	}
	o.On = r.day(1, "收到日期", true)
	var ok bool
	if o.Door, ok = Door(c(2)); !ok {
		r.bad(2, fmt.Sprintf("渠道“%s”不认识，请填写网络、当面、邮寄或传真", c(2)))
	}
	if o.Kind, ok = Applicant(c(3)); !ok {
		r.bad(3, fmt.Sprintf("申请人类型“%s”不认识，请填写自然人、商业企业、科研机构、社会公益组织、法律服务机构或其他", c(3)))
	}
	if o.Outcome, ok = Outcome(c(6)); !ok {
		r.bad(6, fmt.Sprintf("办理结果“%s”不认识，请按年度报告表三的行填写，例如“(一)予以公开”“(三)4.保护第三方合法权益”；未办结的留空", c(6)))
	}
	o.EndedOn = r.day(7, "办结日期", false)
	switch {
	case !ok || o.On.IsZero():
	case o.Outcome != "" && c(7) == "":
		r.bad(7, "有办理结果而没有办结日期，请补上；未办结的两栏都留空")
	case o.Outcome == "" && c(7) != "":
		r.bad(6, "有办结日期而没有办理结果，请补上；未办结的两栏都留空")
	case !o.EndedOn.IsZero() && o.EndedOn.Before(o.On):
		r.bad(7, fmt.Sprintf("办结日期%s早于收到日期%s，请核对", o.EndedOn, o.On))
	}
	return o
}

func (r *oldReader) day(col int, name string, must bool) calendar.Day {
	typed := cell(r.row, col)
	if typed == "" {
		if must {
			r.bad(col, "没有"+name+"，请填写，例如 2025-03-03")
		}
		return calendar.Day{}
	}
	d, ok := AnyDay(typed)
	switch {
	case !ok:
		r.bad(col, fmt.Sprintf("%s“%s”不是存在的日期，请写成 2025-03-03", name, typed))
	case d.After(r.today):
		r.bad(col, fmt.Sprintf("%s%s还没有到（今天是%s），请核对", name, d, r.today))
	case d.Before(calendar.NewDay(2008, 5, 1)):
		r.bad(col, fmt.Sprintf("%s%s早于条例施行之日（2008-05-01），请核对", name, d))
	default:
		return d
	}
	return calendar.Day{}
}
