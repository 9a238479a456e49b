package audit

import (
	"fmt"
	"strings"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/likeness"
)

// proactive holds table 二 to what its columns mean.
func (a *auditor) proactive() {
	if a.r.Proactive == nil {
		return
	}
	for _, b := range a.r.Proactive.Proactive {
		for _, r := range b.Rows {
			where, t := "表二·"+r.Label, "T2."+r.Key
			if items, ok := a.r.sum(t+".prior", t+".delta"); ok && items < 0 {
				a.add("T2-2019-A", Hard, where, fmt.Sprintf("“%s”上一年项目数量加本年增减是%d，不能少于0", r.Label, items), "不少于0", fmt.Sprint(items))
			}
			made, ok1 := a.r.n(t + ".made")
			opened, ok2 := a.r.n(t + ".opened")
			if total, ok := a.r.n(t + ".total"); ok && ok2 && opened > total {
				a.add("T2-2019-B", Soft, where, fmt.Sprintf("“%s”本年新公开%d，多于对外公开总数%d", r.Label, opened, total), "不多于"+fmt.Sprint(total), fmt.Sprint(opened))
			}
			if ok1 && ok2 && opened > made {
				a.add("T2-2019-B", Soft, where, fmt.Sprintf("“%s”本年新公开%d，多于本年新制作%d，请核对是否有往年制作的", r.Label, opened, made), "不多于"+fmt.Sprint(made), fmt.Sprint(opened))
			}
			if most, ok := a.r.sum(t+".inforce", t+".repealed"); ok && ok1 && made > most {
				a.add("T2-2021-A", Soft, where, fmt.Sprintf("“%s”本年制发%d，多于现行有效加本年废止%d", r.Label, made, most), "不多于"+fmt.Sprint(most), fmt.Sprint(made))
			}
		}
	}
}

// years compares with the report of the year before.
func (a *auditor) years() {
	p := a.previous
	if p == nil {
		return
	}
	if a.r.Year == 0 || p.Year != a.r.Year-1 {
		a.add("XY-YEAR", Alert, "全文", fmt.Sprintf("给的上一年度报告是%s的，没有与它比较", said(p.Year)), said(a.r.Year-1), said(p.Year))
		return
	}
	if a.r.Applications != nil && p.Applications != nil {
		for _, c := range a.r.Applications.Applications.Columns {
			was, ok1 := p.n(law.T3("carry_out", c.Key))
			if now, ok2 := a.r.n(law.T3("carry_in", c.Key)); ok1 && ok2 {
				a.same("XY-CARRY", Hard, "表三·上年结转·"+c.Label, "“"+c.Label+"”一列：上年度报告结转下年度%d，本年写上年结转%d", was, now)
			}
		}
	}
	if a.r.Applications != nil && p.Applications == nil && p.denies(2) {
		if now, ok := a.r.n(law.T3("carry_in", "sum")); ok {
			a.same("XY-CARRY", Hard, "表三·上年结转·总计", "上年度没有申请（%d），本年写上年结转%d", 0, now)
		}
	}
	if a.r.Proactive == nil || p.Proactive == nil {
		return
	}
	for _, b := range a.r.Proactive.Proactive {
		for _, r := range b.Rows {
			t := "T2." + r.Key
			was, ok := p.n(t + ".inforce")
			made, ok1 := a.r.n(t + ".made")
			repealed, ok2 := a.r.n(t + ".repealed")
			if now, ok3 := a.r.n(t + ".inforce"); ok && ok1 && ok2 && ok3 {
				a.same("XY-VALID", Soft, "表二·"+r.Label, "“"+r.Label+"”现行有效件数按上年度报告推算是%d，本年写%d", was+made-repealed, now)
			}
			want, ok4 := p.sum(t+".prior", t+".delta")
			if now, ok5 := a.r.n(t + ".prior"); ok4 && ok5 {
				a.same("XY-ITEMS", Soft, "表二·"+r.Label, "“"+r.Label+"”上一年项目数量按上年度报告是%d，本年写%d", want, now)
			}
		}
	}
}

func said(year int) string {
	if year <= 0 {
		return "没有写明的年度"
	}
	return fmt.Sprintf("%d年度", year)
}

// dates tells of a report that came out late: by 31 January, a government's by
// 31 March.
func (a *auditor) dates() {
	if a.r.IssuedOn.IsZero() || a.r.Year == 0 {
		return
	}
	last := calendar.NewDay(a.r.Year+1, 1, 31)
	if strings.HasSuffix(a.r.Body, "政府") && !strings.HasSuffix(a.r.Body, "镇人民政府") && !strings.HasSuffix(a.r.Body, "乡人民政府") {
		last = calendar.NewDay(a.r.Year+1, 3, 31)
	}
	if a.r.IssuedOn.After(last) {
		a.add("DL-0131", Alert, "落款", "应当在"+last.Chinese()+"前公布，落款或者发布时间是"+a.r.IssuedOn.Chinese(), last.String(), a.r.IssuedOn.String())
	}
}

// most is the part of the words that may be last year's.
const most = 0.6

// alike tells of words that were taken over from last year (内容雷同).
func (a *auditor) alike() {
	if a.previous == nil || a.r.Year == 0 || a.previous.Year != a.r.Year-1 {
		return
	}
	if p := repeated(a.r, *a.previous); p > most {
		a.add("DUP", Soft, "全文", fmt.Sprintf("与上一年度报告相同或者只改了数字的文字占%.0f%%，内容雷同", p*100), fmt.Sprintf("不超过%.0f%%", most*100), fmt.Sprintf("%.0f%%", p*100))
	}
}

// repeated is the part of the words of sections 一, 五 and 六, by characters,
// whose sentences stood in last year's report, numbers left out.
func repeated(now, was Report) float64 {
	var old []likeness.Text
	same := map[string]bool{}
	for _, s := range sentences(was) {
		same[s] = true
		old = append(old, likeness.Read(s, nil))
	}
	all, taken := 0, 0
	for _, s := range sentences(now) {
		n := len([]rune(s))
		all += n
		if same[s] {
			taken += n
			continue
		}
		text := likeness.Read(s, nil)
		for _, o := range old {
			if len(o)*3 > len(text)*2 && len(text)*3 > len(o)*2 && text.With(o) >= 0.85 {
				taken += n
				break
			}
		}
	}
	if all < 100 {
		return 0
	}
	return float64(taken) / float64(all)
}

func sentences(r Report) (out []string) {
	for _, i := range []int{0, 4, 5} {
		words := strings.Map(func(c rune) rune {
			if c >= '0' && c <= '9' || c == '.' || c == '%' {
				return -1
			}
			return c
		}, narrow(r.Sections[i].Words))
		for _, s := range strings.FieldsFunc(words, func(c rune) bool { return strings.ContainsRune("。;!\n", c) }) {
			if s = tight(s); len([]rune(s)) >= 8 {
				out = append(out, s)
			}
		}
	}
	return out
}

// Before finds the report of the same body for the year before; alone, the only
// one given is meant, whatever the body was called then.
func (r Report) Before(all []Report, alone bool) *Report {
	for i, p := range all {
		same := p.Body == r.Body || p.Body != "" && (subsequence(p.Body, r.Body) || subsequence(r.Body, p.Body))
		if same && p.Year == r.Year-1 {
			return &all[i]
		}
	}
	if alone && len(all) == 1 {
		return &all[0]
	}
	return nil
}
