package demo

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/service"
)

// hours are when people come to the window, and when officers work.
var hours = []int{9, 10, 11, 15, 16}

// workdays are the days of a month of 2019 on which the window is open.
func workdays(month int) (out []calendar.Day) {
	cal := calendar.China()
	for d := calendar.NewDay(2019, time.Month(month), 1); int(d.Month()) == month; d = d.AddDays(1) {
		if cal.Workday(d) {
			out = append(out, d)
		}
	}
	return out
}

// on is an instant of a day; n spreads many over its hours.
func on(d calendar.Day, n int) time.Time {
	return d.Start().Add(time.Duration(hours[n%len(hours)])*time.Hour + time.Duration(n*7%55)*time.Minute)
}

// firms are invented; so are the numbers, of the shape that check digits ask for.
var (
	firms  = strings.Fields("洞庭 巴陵 君山 云溪 临湘 汨罗 华容 平江 湘阴 屈原 城陵矶")
	trades = strings.Fields("新材料 生物科技 装备制造 农业科技 精细化工 电子 食品 环保")
	credit = "91430600MA4L00001C"
)

func firm(n int) string {
	return "（演示）" + firms[n%len(firms)] + trades[n%len(trades)] + "有限公司"
}

// handled is a case of the year from its filing to its end.
type handled struct {
	b    *builder
	g    *guide
	door string
	n    int // running number among the cases of its item
	days int // working days from acceptance to the decision
	id   ledger.ID
	rev  int64
}

// ahead is how many working days the n-th of many cases takes: two fifths of what
// the law gives on the average, some faster and some slower.
func ahead(statutory, n, of int) int {
	days := statutory * 2 / 5
	if n < of-of%8 {
		days += [8]int{0, -2, 1, 1, -1, 0, 1, 0}[n%8]
	}
	return days
}

// cases are those of the year (办件), spread over the working days of each month:
// instant items are done at once, the others go through every step of their guide.
func (b *builder) cases() ([]step, error) {
	total, seen := map[string]int{}, map[string]int{}
	months := map[int][12]int{}
	table := lines("cases.txt")
	for i, f := range table {
		if len(f) != 3 || b.guides[f[0]] == nil || len(strings.Fields(f[2])) != 12 {
			return nil, fmt.Errorf("cases.txt 第%d行应为：事项 | 收件处 | 十二个月的件数", i+1)
		}
		var counts [12]int
		for m, s := range strings.Fields(f[2]) {
			n, err := strconv.Atoi(s)
			if err != nil {
				return nil, fmt.Errorf("cases.txt 第%d行：%w", i+1, err)
			}
			counts[m], total[f[0]] = n, total[f[0]]+n
		}
		months[i] = counts
	}
	cal := calendar.China()
	var steps []step
	for i, f := range table {
		g := b.guides[f[0]]
		for m, count := range months[i] {
			days := workdays(m + 1)
			if m == 11 && !g.instant() { // decided and handed over within the year
				last := calendar.NewDay(2019, 12, 31)
				for len(days) > 0 && cal.AddWorkdays(days[len(days)-1], ahead(g.terms.Statutory.N, 0, 0)+2).Day.After(last) {
					days = days[:len(days)-1]
				}
			}
			for j := range count {
				c := &handled{b: b, g: g, door: f[1], n: seen[f[0]]}
				c.days = ahead(g.terms.Statutory.N, c.n, total[f[0]])
				seen[f[0]]++
				day := days[(j*len(days)/count+i)%len(days)]
				if f[0] == contractItem {
					steps = append(steps, c.deal().contractSteps(day, i+c.n)...)
					continue
				}
				steps = append(steps, c.steps(day, i+c.n)...)
			}
		}
	}
	return steps, nil
}

// form is the application: at the window with the materials in hand.
func (c *handled) form(n int) office.CaseForm {
	f := office.CaseForm{Item: string(c.g.id), Door: c.door, Applicant: "legal", Name: firm(n), Credit: credit, Agent: "（演示）经办人",
		Phone: "13800001001", Matter: c.g.terms.Name}
	f.Answers = c.g.answers(n)
	if c.door == string(service.Counter) {
		f.Given, f.TakeIn, f.Accept = c.g.materials(), true, true
	}
	return f
}

// taker is who takes the case in: the window, or the division what comes online.
func (c *handled) taker() string {
	if c.door == string(service.Counter) {
		return "wzfw"
	}
	return c.g.unit
}

// steps are the acts from the filing to the delivery.
func (c *handled) steps(day calendar.Day, n int) []step {
	b, what := c.b, "办件："+c.g.terms.Name
	if c.g.instant() {
		return append([]step{b.act(on(day, n), what, c.taker(), func(ctx context.Context, who access.Actor) error {
			f := c.form(n)
			f.Given = c.g.materials()
			got, err := b.o.InstantCase(ctx, who, f, office.CaseAct{Result: "done", Way: c.door})
			c.id, c.rev = got.ID, 2
			return err
		})}, append(c.rated(day, n), c.archived(day))...)
	}
	out := []step{c.filed(day, n)}
	looks := len(c.g.terms.Steps) - 3 // without 受理、决定、送达
	for i := range looks {
		out = append(out, c.act(c.after(day, c.days*(i+1)/(looks+1)), n+i, what, c.g.unit, service.AdvanceVerb, office.CaseAct{Text: "材料真实、完整，符合条件"}))
	}
	result := "done"
	if c.g.terms.Kind == "01" || c.g.terms.Kind == "07" {
		result = "granted"
	}
	decided := c.after(day, c.days)
	given := c.after(decided, 1)
	out = append(out, c.act(decided, n+2, what, HeadOf(c.g.unit), service.DecideVerb, office.CaseAct{Result: result}),
		c.act(given, n, what, "wzfw", service.DeliverVerb, office.CaseAct{Way: c.door, Text: "申请人签收", Visit: c.door == string(service.Counter)}))
	return append(append(out, c.rated(given, n)...), c.archived(given))
}

// archived puts the file away some days after it was handed over, and a bad
// rating was answered.
func (c *handled) archived(given calendar.Day) step {
	return c.act(c.after(given, 8), 9, "归档："+c.g.terms.Name, HeadOf(c.g.unit), service.ArchiveVerb, office.CaseAct{})
}

// filed takes the case in: at the window in one act, online by the applicant and
// then by the division.
func (c *handled) filed(day calendar.Day, n int) step {
	b, at := c.b, on(day, n)
	return b.act(at, "办件："+c.g.terms.Name, c.taker(), func(ctx context.Context, who access.Actor) (err error) {
		var got office.CaseReceipt
		if c.door == string(service.Counter) {
			got, err = b.o.FileCase(ctx, who, c.form(n), nil)
			c.id, c.rev = got.ID, 1
			return err
		}
		if got, err = b.o.ApplyCase(ctx, Token, c.form(n), nil, "demo"); err != nil {
			return err
		}
		c.id, c.rev = got.ID, 1
		for i, v := range []service.Verb{service.TakeInVerb, service.AcceptVerb} {
			b.clock.Set(at.Add(time.Duration(i+1) * 10 * time.Minute))
			if err := b.o.ActCase(ctx, who, c.id, v, office.CaseAct{Rev: c.rev, Materials: c.g.materials()}); err != nil {
				return err
			}
			c.rev++
		}
		return nil
	})
}

func (c *handled) after(day calendar.Day, n int) calendar.Day {
	if n <= 0 {
		return day
	}
	return calendar.China().AddWorkdays(day, n).Day
}

// act is one verb, after whatever else happens to the case on that day.
func (c *handled) act(day calendar.Day, n int, what, login string, v service.Verb, a office.CaseAct) step {
	at := day.Start().Add(16*time.Hour + 45*time.Minute + time.Duration(n%10)*time.Minute)
	return c.b.act(at, what, login, func(ctx context.Context, who access.Actor) error {
		a.Rev = c.rev
		c.rev++
		return c.b.o.ActCase(ctx, who, c.id, v, a)
	})
}

// rated lets every fifth applicant at the window rate it (好差评). One in August is
// not content: that is looked into, mended and answered.
func (c *handled) rated(day calendar.Day, n int) []step {
	if c.door != string(service.Counter) || n%5 != 0 {
		return nil
	}
	what := "评价：" + c.g.terms.Name
	rate := func(level, skill string, words string) step {
		return c.act(day, 9, what, "wzfw", service.RateVerb, office.CaseAct{Level: level, Text: words,
			Scores: map[string]string{"speed": level, "skill": skill, "attitude": "5"}})
	}
	if c.b.bad || day.Month() != 8 || c.g.instant() {
		return []step{rate([]string{"5", "5", "4"}[n%3], "5", "")}
	}
	c.b.bad = true
	head := HeadOf(c.g.unit)
	return []step{rate("2", "3", "同一份表格让我填了两遍"),
		c.act(c.after(day, 1), 1, what, head, service.VerifyVerb, office.CaseAct{Upheld: true, Text: "属实，窗口用了旧表"}),
		c.act(c.after(day, 3), 2, what, head, service.MendVerb, office.CaseAct{Text: "撤下旧表，统一使用网站上的表格，并向申请人致歉"}),
		c.act(c.after(day, 4), 3, what, head, service.AnswerVerb, office.CaseAct{Text: "电话回访，申请人表示满意"})}
}
