package report

import (
	"fmt"
	"strings"

	"gongkai/calendar"
	"gongkai/law"
)

// Check is the result of one rule (standards.md §B.7).
type Check struct {
	Rule     string `json:"rule"`
	OK       bool   `json:"ok"`
	Severity string `json:"severity"` // hard must hold before publication, soft warns, alert is a date
	Detail   string `json:"detail"`
}

// Context is what the checks look at beside the sheet.
type Context struct {
	Text     []string // the six sections as rendered; nil while nothing is written
	Previous *Sheet   // last year's sheet, nil when last year is not ours
	LastText string   // last year's words, "" when there are none
	Today    calendar.Day
	IssuedOn calendar.Day // zero while not published
}

// Checks applies every rule to the sheet and its words.
func Checks(s Sheet, c Context) []Check {
	k := &checker{s: s, c: c, text: strings.Join(c.Text, "\n")}
	k.tables()
	k.years()
	if c.Text == nil {
		k.add("ST-SEC", false, "hard", "正文还没有起草")
		return k.out
	}
	k.sections()
	k.quotes()
	k.cites()
	k.dates()
	return k.out
}

// Failed lists the hard rules that do not hold.
func Failed(checks []Check) []string {
	var out []string
	for _, c := range checks {
		if !c.OK && c.Severity == "hard" {
			out = append(out, c.Rule)
		}
	}
	return out
}

type checker struct {
	s    Sheet
	c    Context
	text string
	out  []Check
}

func (k *checker) add(rule string, ok bool, severity, detail string) {
	k.out = append(k.out, Check{rule, ok, severity, detail})
}

// all adds one result for a rule over many places: the first that fails tells.
func (k *checker) all(rule, severity, good string, bad []string) {
	if len(bad) == 0 {
		k.add(rule, true, severity, good)
		return
	}
	k.add(rule, false, severity, strings.Join(bad, "；"))
}

func (k *checker) v(key string) int64 { return k.s.Cell(key).Value }

func (k *checker) tables() {
	app := k.s.Form.Applications
	outcomes := app.Rows[2 : len(app.Rows)-2]
	var col, bal, row, neg []string
	for _, c := range app.Columns {
		var sum int64
		for _, r := range outcomes {
			sum += k.v(law.T3(r.Key, c.Key))
		}
		total := k.v(law.T3("total", c.Key))
		if sum != total {
			col = append(col, fmt.Sprintf("“%s”一列各项之和为%d，总计为%d", c.Label, sum, total))
		}
		in := k.v(law.T3("new", c.Key)) + k.v(law.T3("carry_in", c.Key))
		if out := total + k.v(law.T3("carry_out", c.Key)); in != out {
			bal = append(bal, fmt.Sprintf("“%s”一列：第一项加第二项为%d，第三项加第四项为%d", c.Label, in, out))
		}
	}
	for _, r := range app.Rows {
		var sum int64
		for _, c := range app.Columns[:6] {
			v := k.v(law.T3(r.Key, c.Key))
			sum += v
			if v < 0 {
				neg = append(neg, fmt.Sprintf("“%s”为负数%d", r.Label, v))
			}
		}
		if total := k.v(law.T3(r.Key, "sum")); sum != total {
			row = append(row, fmt.Sprintf("“%s”一行各列之和为%d，总计为%d", r.Label, sum, total))
		}
	}
	k.all("T3-COL", "hard", "各列办理结果之和等于总计", col)
	k.all("T3-BAL", "hard", "各列第一项加第二项等于第三项加第四项", bal)
	k.all("T3-ROW", "hard", "各行六类申请人之和等于总计", row)
	k.all("T3-INT", "hard", "各项为非负整数", neg)
	var t4 []string
	for _, g := range k.s.Form.Remedies {
		var sum int64
		for _, c := range g.Columns[:4] {
			sum += k.v(law.T4(g.Key, c.Key))
		}
		if total := k.v(law.T4(g.Key, "sum")); sum != total {
			t4 = append(t4, fmt.Sprintf("“%s”各项之和为%d，总计为%d", g.Label, sum, total))
		}
	}
	k.all("T4-SUM", "hard", "各组结果之和等于总计", t4)
	k.proactive()
	if uv, pv := k.v("visits.visitors"), k.v("visits.views"); uv > pv {
		k.add("VI-WARN", false, "soft", fmt.Sprintf("独立用户%d多于访问量%d，请先核对访问统计", uv, pv))
	}
}

func (k *checker) proactive() {
	var a, b, c []string
	for _, blk := range k.s.Form.Proactive {
		for _, r := range blk.Rows {
			cell := func(what string) int64 { return k.v("T2." + r.Key + "." + what) }
			if k.s.Has("T2." + r.Key + ".delta") {
				if n := cell("prior") + cell("delta"); n < 0 {
					a = append(a, fmt.Sprintf("“%s”上年%d加增减%+d为%d，少于0", r.Label, cell("prior"), cell("delta"), n))
				}
			}
			if k.s.Has("T2." + r.Key + ".total") {
				if cell("opened") > cell("total") {
					b = append(b, fmt.Sprintf("“%s”本年新公开%d多于对外公开总数%d", r.Label, cell("opened"), cell("total")))
				}
				if cell("opened") > cell("made") {
					b = append(b, fmt.Sprintf("“%s”本年新公开%d多于新制作%d，请核对是否有往年制作的", r.Label, cell("opened"), cell("made")))
				}
			}
			if k.s.Has("T2."+r.Key+".inforce") && cell("made") > cell("inforce")+cell("repealed") {
				c = append(c, fmt.Sprintf("“%s”制发%d多于现行有效%d加废止%d", r.Label, cell("made"), cell("inforce"), cell("repealed")))
			}
		}
	}
	if k.s.Form.Name == "2019" {
		k.all("T2-2019-A", "hard", "各项上年数量加本年增减不少于0", a)
		k.all("T2-2019-B", "soft", "新公开不多于总数和新制作", b)
		return
	}
	k.all("T2-2021-A", "soft", "制发不多于现行有效加废止", c)
}

// years compares with last year's sheet.
func (k *checker) years() {
	p := k.c.Previous
	if p == nil {
		for _, r := range []struct{ rule, sev string }{{"XY-CARRY", "hard"}, {"XY-VALID", "soft"}, {"XY-ITEMS", "soft"}} {
			k.add(r.rule, true, r.sev, "上一年度不在本系统，不比较")
		}
		return
	}
	var carry, valid, items []string
	for _, c := range k.s.Form.Applications.Columns {
		was, now := p.Cell(law.T3("carry_out", c.Key)).Value, k.v(law.T3("carry_in", c.Key))
		if was != now {
			carry = append(carry, fmt.Sprintf("“%s”一列：上年结转%d，本年为%d", c.Label, was, now))
		}
	}
	for _, blk := range k.s.Form.Proactive {
		for _, r := range blk.Rows {
			t := "T2." + r.Key
			if k.s.Has(t+".inforce") && p.Has(t+".inforce") {
				want := p.Cell(t+".inforce").Value + k.v(t+".made") - k.v(t+".repealed")
				if want != k.v(t+".inforce") {
					valid = append(valid, fmt.Sprintf("“%s”现行有效应为%d，实为%d", r.Label, want, k.v(t+".inforce")))
				}
			}
			if k.s.Has(t+".prior") && p.Has(t+".prior") {
				want := p.Cell(t+".prior").Value + p.Cell(t+".delta").Value
				if want != k.v(t+".prior") {
					items = append(items, fmt.Sprintf("“%s”上一年项目数量应为%d，实为%d", r.Label, want, k.v(t+".prior")))
				}
			}
		}
	}
	k.all("XY-CARRY", "hard", "上年结转与上年度报告一致", carry)
	k.all("XY-VALID", "soft", "现行有效件数与上年度衔接", valid)
	k.all("XY-ITEMS", "soft", "项目数量与上年度衔接", items)
}
