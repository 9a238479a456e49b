package inspection

import "fmt"

// letters judges how the organ answers (V5, 互动交流).
func (j *judge) letters() {
	v5 := j.table.Indicator("V5")
	if j.site.Channel != nil {
		j.look("E3-CHANNEL")
		if !*j.site.Channel {
			j.look("V5")
			j.add(Finding{Rule: "V5", Severity: Veto, Thing: "channel", Where: v5.Name, Page: j.site.Home, Words: "没有可以使用的网上咨询渠道"})
			j.missing("E3-CHANNEL", "channel", "没有可以使用的网上咨询渠道", j.site.Home)
		}
	}
	if on := j.site.LettersOut; on != nil {
		in := j.look("E3-ANSWERS")
		if on.Before(j.back(in.N("months"))) {
			words := fmt.Sprintf("最近%d个月没有新公开的答复", in.N("months"))
			if !on.IsZero() {
				words += "，最近一次公开于" + on.Chinese()
			}
			j.add(Finding{Rule: "E3-ANSWERS", Severity: Deduct, Thing: "answers", Where: in.Name, Page: j.site.Home, Words: words, Points: in.N("each")})
		}
	}
	if j.site.Letters == nil {
		return
	}
	late := j.look("E3-LATE")
	j.look("V5")
	for _, l := range j.site.Letters {
		if !l.Answered.IsZero() {
			continue
		}
		if due := j.cal.AddWorkdays(l.On, late.N("workdays")).Day; l.Simple && due.Before(j.today) {
			j.add(Finding{Rule: "E3-LATE", Severity: Deduct, Thing: "late/" + l.ID, Where: "来信", Page: l.Page, Unit: l.Unit, Timed: true, Left: due.Sub(j.today),
				Words: fmt.Sprintf("%s的咨询超过%d个工作日没有答复", l.On.Chinese(), late.N("workdays")), Points: late.N("each")})
		}
		if !l.Counts || l.On.Before(j.back(v5.N("year"))) {
			continue
		}
		gone := j.back(v5.N("months"))
		left := l.On.Sub(gone)
		f := Finding{Rule: "V5", Severity: Veto, Thing: "letter/" + l.ID, Where: "来信", Page: l.Page, Unit: l.Unit, Timed: true, Left: left,
			Words: fmt.Sprintf("%s的来信超过%d个月没有答复", l.On.Chinese(), v5.N("months"))}
		switch {
		case left < 0:
		case soon(left, 30*v5.N("months")):
			f.Severity, f.Words = Soon, fmt.Sprintf("%s的来信还没有答复，再过%d天即不合格", l.On.Chinese(), left+1)
		default:
			continue
		}
		j.add(f)
	}
}

// talks judges 征集调查: how many in a year, and that their results are public.
func (j *judge) talks() {
	if !j.site.CallsSeen {
		return
	}
	in := j.look("E3-CONSULT")
	n := 0
	for _, c := range j.site.Calls {
		if !c.Opened.Before(j.back(12)) && !c.Opened.After(j.today) {
			n++
		}
		if !c.Outcome && !c.Due.IsZero() && c.Due.Before(j.today) {
			j.add(Finding{Rule: "E3-CONSULT", Severity: Deduct, Thing: "call/" + c.ID, Where: c.Name, Page: c.Page, Unit: c.Unit, Timed: true, Left: c.Due.Sub(j.today),
				Words: "征集" + c.Closed.Chinese() + "结束，结果没有公布", Points: in.N("each")})
		}
	}
	if n < in.N("least") {
		j.add(Finding{Rule: "E3-CONSULT", Severity: Deduct, Thing: "few", Where: in.Name, Page: j.site.Home,
			Words: fmt.Sprintf("最近一年开展征集调查%d次，不足%d次", n, in.N("least")), Points: in.N("few")})
	}
}
