package audit

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"gongkai/law"
)

var (
	visitors = regexp.MustCompile(`独立用户(?:访问)?(?:总量|量|数)?(?:达到?|为|共|:)?([\d,]+)(万)?[个人次]?`)
	views    = regexp.MustCompile(`(?:网站)?(?:总访问量|访问总量|页面浏览量|总浏览量|浏览总量|点击总量)(?:达到?|为|共|:)?([\d,]+)(万)?[个人次]?`)
)

// visits finds more visitors than visits, which cannot be.
func (a *auditor) visits() {
	words := tight(a.r.Sections[0].Words)
	uv, pv := visitors.FindStringSubmatch(words), views.FindStringSubmatch(strings.ReplaceAll(words, "独立用户访问总量", ""))
	if uv == nil || pv == nil {
		return
	}
	x, y := amountOf(uv), amountOf(pv)
	if x > y {
		a.add("TX-VISIT", Soft, a.place(0), fmt.Sprintf("独立用户%s多于网站总访问量%s，不可能", uv[1]+uv[2], pv[1]+pv[2]), "不多于"+pv[1]+pv[2], uv[1]+uv[2])
	}
}

func amountOf(m []string) float64 {
	n, _ := strconv.ParseFloat(strings.ReplaceAll(m[1], ",", ""), 64)
	if m[2] != "" {
		n *= 1e4
	}
	return n
}

var period = regexp.MustCompile(`(20\d\d)[年./-]0?1[月./-]0?1日?(?:起)?[,，]?(?:至|到|—+|-+|~|～)(?:(20\d\d)[年./-])?(?:当年)?12[月./-]31`)

// cites wants the period of the year and the notice of its form.
func (a *auditor) cites() {
	if a.r.Year == 0 {
		a.add("TX-PERIOD", Hard, "标题", "没有写明是哪一年的报告", "年度", "")
		return
	}
	year := strconv.Itoa(a.r.Year)
	all := a.r.Intro
	for _, s := range a.r.Sections {
		all += "\n" + s.Words
	}
	words := tight(all)
	for _, m := range period.FindAllStringSubmatch(words, -1) {
		if m[1] != year || m[2] != "" && m[2] != year {
			a.add("TX-PERIOD", Hard, "正文", "统计期限写的是“"+m[0]+"日”，报告年度是"+year+"年", year, m[1])
		}
	}
	form, err := law.FormFor(a.r.Year)
	if err != nil {
		return
	}
	words = strings.NewReplacer("(", "[", ")", "]").Replace(words)
	old := regexp.MustCompile(`\[?2019\]?年?60号`).FindString(words)
	revised := regexp.MustCompile(`\[?2021\]?年?30号`).FindString(words)
	if old == "" && strings.Contains(words, "年度报告有关事项的通知") && revised == "" {
		old = "《关于政府信息公开工作年度报告有关事项的通知》"
	}
	if revised == "" && regexp.MustCompile(`信息公开工作年度报告格式》?`).MatchString(words) && old == "" {
		revised = "《政府信息公开工作年度报告格式》"
	}
	valid, other := old, revised
	if form.Name == "2021" {
		valid, other = revised, old
	}
	switch {
	case other != "" && valid == "":
		a.add("TX-CITE", Soft, "正文", year+"年度应当依据"+form.Notice+"，正文引用的是"+other, form.Notice, other)
	case other == "" && valid == "":
		a.add("TX-CITE", Soft, "正文", "正文没有引用本年度适用的"+form.Notice, form.Notice, "")
	}
}

var (
	feeSum  = regexp.MustCompile(`(?:收取|实收|收费|收到|收缴|征收|计收)[^,。;\d]{0,8}(?:政府)?信息(?:公开)?处理费[^,。;\d]{0,10}([\d,.]+)(万)?元`)
	feeSum2 = regexp.MustCompile(`信息(?:公开)?处理费(?:共计|合计|共|总计|总额|金额|为|:|总金额|实际收取){0,3}([\d,.]+)(万)?元`)
	noFee   = regexp.MustCompile(`(?:未|没有|无|不存在)[^,。;\d]{0,10}(?:处理费|收费)`)
)

// fees wants section 六 to tell of the fees that other places speak of (F.5).
func (a *auditor) fees() {
	six := tight(a.r.Sections[5].Words)
	told := strings.Contains(six, "处理费") && !noFee.MatchString(six)
	inside := feeIn(six)
	for i := range 5 {
		words := tight(a.r.Sections[i].Words)
		charged := feeIn(words)
		switch {
		case charged == "" || charged == "0":
		case !told:
			a.add("ST-FEE", Hard, a.place(5), a.place(i)+"写了收取信息处理费"+charged+"元，第六部分没有如实说明", charged, six[:min(len(six), 60)])
			return
		case inside != "" && inside != charged:
			a.add("TX-NUM", Soft, a.place(5), "信息处理费在"+a.place(i)+"写"+charged+"元，第六部分写"+inside+"元", charged, inside)
			return
		}
	}
	if n, ok := a.r.n(law.T3("o_nofee", "sum")); ok && n > 0 && !told {
		a.add("ST-FEE", Hard, a.place(5), fmt.Sprintf("表三有%d件逾期未按收费通知缴费，第六部分没有说明发出收费通知的情况", n), "收费通知的件数和金额", six[:min(len(six), 60)])
	}
}

// feeIn is the fee that a text says was charged, in yuan.
func feeIn(words string) string {
	for _, re := range []*regexp.Regexp{feeSum, feeSum2} {
		if m := re.FindStringSubmatch(words); m != nil {
			s := strings.ReplaceAll(m[1], ",", "")
			if m[2] != "" {
				f, _ := strconv.ParseFloat(s, 64)
				s = strconv.FormatFloat(f*10000, 'f', -1, 64)
			}
			return strings.TrimSuffix(s, ".00")
		}
	}
	return ""
}
