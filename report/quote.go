package report

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"gongkai/ledger"
)

// quote ties a phrase of the words to figures; the number in it must equal one
// of them.
type quote struct {
	phrase *regexp.Regexp
	names  []string // joined by + for a sum; several are alternatives
}

var quotes = []quote{
	{regexp.MustCompile(`主动公开政府信息(?:数量)?(?:共)?([\d,]+)[篇条件]`), []string{"published"}},
	{regexp.MustCompile(`独立用户访问总量达?([\d,]+)个`), []string{"visits.visitors"}},
	{regexp.MustCompile(`网站总访问量达?([\d,]+)次`), []string{"visits.views"}},
	{regexp.MustCompile(`省长信箱”?来信([\d,]+)件`), []string{"letters.governor"}},
	{regexp.MustCompile(`市长信箱”?来信([\d,]+)件`), []string{"letters.mayor"}},
	{regexp.MustCompile(`提案的?答复([\d,]+)件`), []string{"proposals.answered"}},
	{regexp.MustCompile(`办理人大建议、政协提案([\d,]+)件`), []string{"proposals.replied"}},
	{regexp.MustCompile(`公开征求意见([\d,]+)期`), []string{"consultations.held"}},
	{regexp.MustCompile(`在线访谈([\d,]+)期`), []string{"interviews.held"}},
	{regexp.MustCompile(`政策解读(?:信息)?([\d,]+)[条篇件]`), []string{"interpretations"}},
	{regexp.MustCompile(`收到(?:的)?政府信息公开申请(?:事项)?([\d,]+)件`), []string{"requests.new", "requests.new+requests.carry_in"}},
	{regexp.MustCompile(`予以公开([\d,]+)件`), []string{"T3.open.sum"}},
	{regexp.MustCompile(`部分公开([\d,]+)件`), []string{"T3.partial.sum"}},
	{regexp.MustCompile(`结转下年度(?:继续办理)?([\d,]+)件`), []string{"requests.carry_out"}},
	{regexp.MustCompile(`收费通知(?:书)?([\d,]+)件`), []string{"requests.fee_notices"}},
	{regexp.MustCompile(`通知收费总金额([\d,]+)元`), []string{"requests.fee_noticed"}},
	{regexp.MustCompile(`(?:实收|收取)信息处理费([\d,]+)元`), []string{"requests.fee_received"}},
	{regexp.MustCompile(`行政复议(?:案件)?([\d,]+)件`), []string{"reviews.total"}},
	{regexp.MustCompile(`行政诉讼(?:案件)?([\d,]+)件`), []string{"suits.total"}},
	{regexp.MustCompile(`规章([\d,]+)件`), []string{"T2.rule.opened", "T2.rule.made", "T2.rule.repealed", "rules.items"}},
	{regexp.MustCompile(`规范性文件([\d,]+)件`), []string{"T2.normative.opened", "T2.normative.made", "T2.normative.repealed", "normatives.items"}},
	{regexp.MustCompile(`行政许可([\d,]+)项`), []string{"permits.items"}},
	{regexp.MustCompile(`其他对外管理服务事项([\d,]+)项`), []string{"services.items"}},
	{regexp.MustCompile(`集中采购([\d,]+)项`), []string{"T2.procurement.count"}},
	{regexp.MustCompile(`采购总?金额([\d,.]+)万元`), []string{"T2.procurement.amount"}},
}

// groups are the group totals that the words may quote (TX-GRP).
var groups = []struct {
	phrase *regexp.Regexp
	prefix string
}{
	{regexp.MustCompile(`不予公开([\d,]+)件`), "d_"},
	{regexp.MustCompile(`无法提供([\d,]+)件`), "u_"},
	{regexp.MustCompile(`不予处理([\d,]+)件`), "n_"},
	{regexp.MustCompile(`其他处理([\d,]+)件`), "o"},
}

// quotes compares every number that the words quote with its figure.
func (k *checker) quotes() {
	var bad, seen []string
	for _, q := range quotes {
		for _, m := range q.phrase.FindAllStringSubmatch(k.text, -1) {
			said := strings.ReplaceAll(m[1], ",", "")
			var want []string
			match := ""
			for _, name := range q.names {
				v, ok := k.value(name)
				if !ok {
					continue
				}
				want = append(want, v)
				if v == said {
					match = name
				}
			}
			switch {
			case len(want) == 0:
			case match == "":
				bad = append(bad, fmt.Sprintf("正文“%s”，记录得出的数是%s", m[0], strings.Join(want, "或")))
			default:
				seen = append(seen, match)
			}
		}
	}
	if len(bad) == 0 {
		k.add("TX-NUM", true, "soft", fmt.Sprintf("正文引用的%d处数字与记录一致", len(seen)))
	} else {
		k.add("TX-NUM", false, "soft", strings.Join(bad, "；"))
	}
	k.groupTotals()
	k.percentages()
}

// value prints a name, or the sum of names joined by +.
func (k *checker) value(names string) (string, bool) {
	var f ledger.Figure
	for _, n := range strings.Split(names, "+") {
		if !k.s.Has(n) {
			return "", false
		}
		f = ledger.Total(f, k.s.Cell(n))
	}
	return f.String(), true
}

func (k *checker) groupTotals() {
	var bad []string
	app := k.s.Form.Applications
	for _, g := range groups {
		var sum int64
		for _, r := range app.Rows {
			if r.Key != "open" && strings.HasPrefix(r.Key, g.prefix) {
				sum += k.v("T3." + r.Key + ".sum")
			}
		}
		for _, m := range g.phrase.FindAllStringSubmatch(k.text, -1) {
			if n, err := strconv.ParseInt(strings.ReplaceAll(m[1], ",", ""), 10, 64); err == nil && n != sum {
				bad = append(bad, fmt.Sprintf("正文“%s”，表三合计是%d", m[0], sum))
			}
		}
	}
	k.all("TX-GRP", "soft", "正文引用的分组合计与表三一致", bad)
}

var percent = regexp.MustCompile(`(予以公开|部分公开|不予公开|无法提供|不予处理|其他处理)[\d,]+件[,，]?(?:占|占比)(?:总数的|办结总数的)?([\d.]+)%`)

// percentages recomputes shares of the total of table 三, tolerance 0.01
// percentage points.
func (k *checker) percentages() {
	var bad []string
	total := k.v("T3.total.sum")
	prefix := map[string]string{"予以公开": "open", "部分公开": "partial", "不予公开": "d_", "无法提供": "u_", "不予处理": "n_", "其他处理": "o"}
	for _, m := range percent.FindAllStringSubmatch(k.text, -1) {
		var sum int64
		for _, r := range k.s.Form.Applications.Rows {
			p := prefix[m[1]]
			if r.Key == p || p != "open" && p != "partial" && r.Key != "open" && strings.HasPrefix(r.Key, p) {
				sum += k.v("T3." + r.Key + ".sum")
			}
		}
		said, err := strconv.ParseFloat(m[2], 64)
		if err != nil || total == 0 || math.Abs(said-100*float64(sum)/float64(total)) > 0.0100001 {
			bad = append(bad, fmt.Sprintf("正文“%s”，应为%s", m[0], share(sum, total)))
		}
	}
	k.all("TX-PCT", "soft", "正文引用的百分比与表三一致", bad)
}

func share(n, total int64) string {
	if total == 0 {
		return "没有办理结果，不能计算百分比"
	}
	return fmt.Sprintf("%.2f%%", 100*float64(n)/float64(total))
}

// RollUp checks a government's sheet against its bodies' (ROLL): every cell of
// tables 三 and 四 is their sum.
func RollUp(whole Sheet, parts []Sheet) Check {
	var bad []string
	for _, key := range whole.Names() {
		if !strings.HasPrefix(key, "T3.") && !strings.HasPrefix(key, "T4.") {
			continue
		}
		var sum int64
		for _, p := range parts {
			sum += p.Cell(key).Value
		}
		if got := whole.Cell(key).Value; got != sum {
			bad = append(bad, fmt.Sprintf("%s:汇总为%d，各单位之和为%d", whole.Label(key), got, sum))
		}
	}
	if len(bad) == 0 {
		return Check{"ROLL", true, "hard", "汇总等于各单位之和"}
	}
	return Check{"ROLL", false, "hard", strings.Join(bad, "；")}
}
