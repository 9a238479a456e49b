package inspection

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"gongkai/calendar"
)

//go:embed indicators.txt
var builtin string

// Indicator is a line of the table (检查指标).
type Indicator struct {
	ID, Group, Name string
	Points          int
	Advice          string
	numbers         map[string]int
}

// N is a number of the indicator by its name.
func (in Indicator) N(name string) int { return in.numbers[name] }

// Table is the table that holds from a day on.
type Table struct {
	From       calendar.Day
	Indicators []Indicator
}

// Indicator finds a line by its id; one that the table does not have costs nothing.
func (t Table) Indicator(id string) Indicator {
	for _, in := range t.Indicators {
		if in.ID == id {
			return in
		}
	}
	return Indicator{ID: id, Name: id}
}

// Tables are those that come with the program.
func Tables() []Table {
	t, err := Parse(builtin)
	if err != nil {
		panic(err) // the file above is wrong; every test would see it
	}
	return t
}

// needs are the numbers that the rules read; a table without one would judge
// nothing.
var needs = map[string]string{
	"V1": "days", "V2": "days least seconds percent", "V3": "days", "V4": "news notice together stale empty", "V5": "months year", "V6": "elements items",
	"E3-OVERVIEW": "missing", "E3-ORGAN": "missing", "E3-LEADERS": "missing", "E3-NEWS": "missing each days", "E3-POLICY": "missing each days",
	"E3-EXPLAIN": "missing stale days each", "E3-EMPTY": "each", "E3-ITEMS": "missing", "E3-GUIDE": "each", "E3-FORMS": "each", "E3-STATS": "each days",
	"E3-CHANNEL": "missing", "E3-ANSWERS": "each months", "E3-LATE": "each workdays", "E3-CONSULT": "least few each", "E3-DOMAIN": "each",
	"E3-MARK": "each", "E3-LINKS": "each", "E3-SEARCH": "missing", "E3-TAGS": "each", "E3-REPORT": "missing",
}

// Parse reads tables of indicators, each opened by its first day. An error is a
// sentence that names the line.
func Parse(text string) (out []Table, err error) {
	n := 0
	bad := func(format string, args ...any) error {
		return fmt.Errorf("检查指标表第%d行："+format, append([]any{n}, args...)...)
	}
	for row := range strings.Lines(text) {
		n++
		if row = strings.TrimSpace(row); row == "" || strings.HasPrefix(row, "#") {
			continue
		}
		c := strings.Split(row, "|")
		for i := range c {
			c[i] = strings.TrimSpace(c[i])
		}
		if len(c) == 2 && c[0] == "起用" {
			day, err := calendar.ParseDay(c[1])
			if err != nil {
				return nil, bad("日期“%s”不对，请写成 2019-04-01 这样的形式", c[1])
			}
			if len(out) > 0 && !day.After(out[len(out)-1].From) {
				return nil, bad("起用日期%s不晚于前一组的%s", day, out[len(out)-1].From)
			}
			out = append(out, Table{From: day})
			continue
		}
		if len(c) != 6 {
			return nil, bad("应当有6栏，用 | 分开，这里有%d栏", len(c))
		}
		if len(out) == 0 {
			return nil, bad("前面没有“起用 | 日期”")
		}
		in, why := indicator(c)
		if why != "" {
			return nil, bad("%s", why)
		}
		t := &out[len(out)-1]
		if t.Indicator(in.ID).Group != "" {
			return nil, bad("指标%s写了两次", in.ID)
		}
		t.Indicators = append(t.Indicators, in)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("检查指标表里没有“起用 | 日期”")
	}
	return out, nil
}

func indicator(c []string) (in Indicator, why string) {
	points, err := strconv.Atoi(c[3])
	if err != nil || points < 0 || points > 100 {
		return in, "分值“" + c[3] + "”不对，请写 0 到 100 的整数"
	}
	in = Indicator{ID: c[0], Group: c[1], Name: c[2], Points: points, Advice: c[5], numbers: map[string]int{}}
	want, known := needs[in.ID]
	if !known {
		return in, "没有编号为“" + in.ID + "”的指标"
	}
	for _, w := range strings.Fields(c[4]) {
		name, number, _ := strings.Cut(w, "=")
		v, err := strconv.Atoi(number)
		if err != nil || v < 0 || v > 10_000 {
			return in, "数值“" + w + "”不对，请写成 days=14 这样的形式"
		}
		in.numbers[name] = v
	}
	for _, w := range strings.Fields(want) {
		if _, ok := in.numbers[w]; !ok {
			return in, "指标" + in.ID + "缺少数值“" + w + "=”"
		}
	}
	return in, ""
}

// On is the table that holds on a day; before the first there is none, and the
// first is taken.
func On(all []Table, day calendar.Day) Table {
	t := all[0]
	for _, x := range all[1:] {
		if !x.From.After(day) {
			t = x
		}
	}
	return t
}
