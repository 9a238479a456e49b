package law

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed forms.txt
var formsText string

// Form is the shape of the annual report in the years that use it
// (国办公开办函〔2019〕60号, 〔2021〕30号).
type Form struct {
	Name             string // "2019" or "2021"
	Notice           string // 文号 that the report cites
	FromYear, ToYear int    // ToYear 0 while in use
	Sections         []string
	Proactive        []Block
	Applications     Applications
	Remedies         []RemedyGroup
}

// Block is a part of table 二. Columns start with 信息内容.
type Block struct {
	Title   string
	Columns []string
	Rows    []Row
}

// Row is a row of a block; Key is the register's name.
type Row struct {
	Key, Label string
	Cells      []Cell
}

// Cell is a number of table 二.
type Cell struct {
	Key    string // T2.<row>.<what>
	Money  bool   // in 分, printed in 万元
	Signed bool   // may be negative, printed with its sign
}

// Applications is table 三.
type Applications struct {
	Corner  string // 勾稽 text in the corner
	Columns []Column
	Rows    []AppRow
}

// Column heads a column of table 三 or 四.
type Column struct{ Key, Label, Group string }

// AppRow is a row of table 三; Group is the heading that it stands under.
type AppRow struct{ Key, Label, Group string }

// RemedyGroup is a group of five cells of table 四.
type RemedyGroup struct {
	Key, Label, Group string
	Columns           []Column
}

// T3 and T4 are the keys of a cell of table 三 and 四.
func T3(row, col string) string   { return "T3." + row + "." + col }
func T4(group, col string) string { return "T4." + group + "." + col }

var sections = []string{"一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
	"四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"}

const corner = "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)"

var appColumns = []Column{{"natural", "自然人", ""}, {"business", "商业企业", "法人或其他组织"},
	{"research", "科研机构", "法人或其他组织"}, {"welfare", "社会公益组织", "法人或其他组织"},
	{"legal", "法律服务机构", "法人或其他组织"}, {"other", "其他", "法人或其他组织"}, {"sum", "总计", ""}}

var remedyColumns = []Column{{"upheld", "结果维持", ""}, {"corrected", "结果纠正", ""}, {"other", "其他结果", ""},
	{"pending", "尚未审结", ""}, {"sum", "总计", ""}}

var remedies = []RemedyGroup{{"review", "行政复议", "", remedyColumns},
	{"suit_direct", "未经复议直接起诉", "行政诉讼", remedyColumns},
	{"suit_after_review", "复议后起诉", "行政诉讼", remedyColumns}}

// FormFor is the form of a report year. There is none before 2019.
func FormFor(year int) (Form, error) {
	for _, f := range forms {
		if year >= f.FromYear && (f.ToYear == 0 || year <= f.ToYear) {
			return f, nil
		}
	}
	return Form{}, fmt.Errorf("%d年没有全国统一的年度报告格式：统一格式自2019年度起施行（国办公开办函〔2019〕60号）", year)
}

// FormNamed is the form of a name.
func FormNamed(name string) (Form, error) {
	for _, f := range forms {
		if f.Name == name {
			return f, nil
		}
	}
	return Form{}, fmt.Errorf("没有名为 %q 的年度报告格式：可用 2019 或 2021", name)
}

// Cells lists the cells of table 二 in order.
func (f Form) Cells() []Cell {
	var out []Cell
	for _, b := range f.Proactive {
		for _, r := range b.Rows {
			out = append(out, r.Cells...)
		}
	}
	return out
}

func parseForms(text string) (out []Form, err error) {
	err = Rows(text, func(c []string) error {
		word, rest, _ := strings.Cut(c[0], " ")
		var f *Form
		if len(out) > 0 {
			f = &out[len(out)-1]
		}
		switch {
		case word == "form" && len(c) == 4:
			from, err1 := strconv.Atoi(c[2])
			to, err2 := strconv.Atoi(c[3])
			if err1 != nil || err2 != nil {
				return fmt.Errorf("年份不是数字")
			}
			out = append(out, Form{Name: rest, Notice: c[1], FromYear: from, ToYear: to, Sections: sections,
				Applications: Applications{Corner: corner, Columns: appColumns}, Remedies: remedies})
		case f != nil && word == "block" && len(c) > 1:
			f.Proactive = append(f.Proactive, Block{Title: rest, Columns: c[1:]})
		case f != nil && word == "row" && len(c) > 2 && len(f.Proactive) > 0:
			b := &f.Proactive[len(f.Proactive)-1]
			r := Row{Key: rest, Label: c[1]}
			for _, k := range c[2:] {
				what := strings.TrimLeft(k, "$±")
				r.Cells = append(r.Cells, Cell{Key: "T2." + rest + "." + what,
					Money: strings.HasPrefix(k, "$"), Signed: strings.HasPrefix(k, "±")})
			}
			if len(r.Cells) != len(b.Columns)-1 {
				return fmt.Errorf("单元格数与列数不符")
			}
			b.Rows = append(b.Rows, r)
		case f != nil && word == "app" && len(c) == 3:
			f.Applications.Rows = append(f.Applications.Rows, AppRow{Key: rest, Label: c[2], Group: c[1]})
		default:
			return fmt.Errorf("应以 form、block、row 或 app 开头")
		}
		return nil
	})
	return out, err
}

// Printed sets a label as it stands on paper, in full-width punctuation. The
// tables keep the labels to the letter of standards.md §B, as programs that
// read the report's JSON expect them.
func Printed(label string) string { return printed.Replace(label) }

var printed = strings.NewReplacer("(", "（", ")", "）", ",", "，", ":", "：")
