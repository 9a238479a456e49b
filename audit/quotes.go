package audit

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"gongkai/law"
)

// number and unit are how the words quote a count.
const (
	number = `(\d[\d,]*)`
	unit   = `(?:余)?(?:件次|件|宗|份|条|项|例|起|次|人次)`
)

// quote ties a phrase of the words to cells: the number in it must equal one
// of the sums.
type quote struct {
	rule   string
	phrase *regexp.Regexp
	sums   []string // keys joined by +; * stands for the columns or rows of a group
	inside string   // the sections in which it is looked for, 1 to 6
}

// whole says whether the phrase counts all requests, so that a clause about
// some of them is not meant.
func (q quote) whole() bool { return q.sums[0] == "T3.new.sum" || q.sums[0] == "T3.total.sum" }

func phrase(rule, inside, re string, sums ...string) quote {
	return quote{rule, regexp.MustCompile(re + unit), sums, inside}
}

var quotes = []quote{
	phrase("TX-NUM", "123", `(?:收到|受理|新收|接收|接到|新增)(?:各类|的|[^,。;:\d]{0,24}公开[^,。;:\d]{0,12})?申请[^,。;:\d]{0,8}`+number, "T3.new.sum", "T3.new.sum+T3.carry_in.sum"),
	phrase("TX-NUM", "123", `(?:收到|受理|新收|接收|接到|新增)依申请公开[^,。;:\d]{0,10}`+number, "T3.new.sum", "T3.new.sum+T3.carry_in.sum"),
	phrase("TX-NUM", "123", `(?:办结|答复|办理)[^,。;:\d]{0,12}申请[^,。;:\d复诉]{0,6}`+number, "T3.total.sum", "T3.new.sum+T3.carry_in.sum", "T3.new.sum"),
	phrase("TX-NUM", "13", `上一?年度?结转[^,。;:\d复诉]{0,14}`+number, "T3.carry_in.sum"),
	phrase("TX-NUM", "13", `结转(?:至|到)?(?:下一?年|20\d\d年)度?[^,。;:\d复诉]{0,12}`+number, "T3.carry_out.sum"),
	phrase("TX-NUM", "13", `(?:^|[^不])予以公开(?:的|政府信息|数量?|共|为|:){0,3}`+number, "T3.open.sum"),
	phrase("TX-NUM", "13", `部分公开(?:的|数量?|共|为|:){0,3}`+number, "T3.partial.sum"),
	phrase("TX-GRP", "13", `不予公开(?:的|数量?|共|为|:){0,3}`+number, "d_"),
	phrase("TX-GRP", "13", `无法提供(?:的|数量?|共|为|:){0,3}`+number, "u_"),
	phrase("TX-GRP", "13", `不予处理(?:的|数量?|共|为|:){0,3}`+number, "n_"),
	phrase("TX-GRP", "13", `其他处理(?:的|数量?|共|为|:){0,3}`+number, "o"),
	phrase("TX-NUM", "4", `(?:^|[^经后])行政?复议(?:案件|申请|情况|的|共|总计|数量?|为|:){0,3}`+number, "T4.review.sum"),
	phrase("TX-NUM", "4", `(?:行政诉讼|行政应诉)(?:案件|情况|的|共|总计|数量?|为|:){0,3}`+number, "T4.suit_direct.sum+T4.suit_after_review.sum", "T4.suit_direct.sum", "T4.suit_after_review.sum"),
	phrase("TX-NUM", "4", `未经复议直接起诉(?:的|案件|共|为|:){0,3}`+number, "T4.suit_direct.sum"),
	phrase("TX-NUM", "4", `复议后起诉(?:的|案件|共|为|:){0,3}`+number, "T4.suit_after_review.sum"),
}

// counted are the phrases of table 二, which stand in section 二 or after a verb
// that says what was done.
var counted = []quote{
	{"TX-NUM", regexp.MustCompile(`(?:^|[^府])规章` + number + `(?:件|部|个|项)`), []string{"T2.rule.made", "T2.rule.opened", "T2.rule.total", "T2.rule.repealed", "T2.rule.inforce"}, "2"},
	{"TX-NUM", regexp.MustCompile(`(?:制定|制发|出台|印发|新制作|发布)[^,。;\d]{0,6}规范性文件` + number + `(?:件|部|个|份)`), []string{"T2.normative.made", "T2.normative.opened"}, "12"},
	{"TX-NUM", regexp.MustCompile(`废止[^,。;\d]{0,6}规范性文件` + number + `(?:件|部|个|份)`), []string{"T2.normative.repealed"}, "12"},
	{"TX-NUM", regexp.MustCompile(`现行有效的?[^,。;\d]{0,4}规范性文件` + number + `(?:件|部|个|份)`), []string{"T2.normative.inforce"}, "12"},
	{"TX-NUM", regexp.MustCompile(`规范性文件` + number + `(?:件|部|个|份|项)`), []string{"T2.normative.made", "T2.normative.opened", "T2.normative.total", "T2.normative.repealed", "T2.normative.inforce"}, "2"},
	{"TX-NUM", regexp.MustCompile(`行政许可(?:决定|事项|项目)?` + number + `(?:件|项|个|宗)`), []string{"T2.permit.decided", "T2.permit.prior+T2.permit.delta", "T2.permit.prior", "T2.permit.delta"}, "2"},
	{"TX-NUM", regexp.MustCompile(`其他对外管理服务事项` + number + `(?:件|项|个)`), []string{"T2.service.decided", "T2.service.prior+T2.service.delta", "T2.service.prior", "T2.service.delta"}, "2"},
	{"TX-NUM", regexp.MustCompile(`行政处罚(?:决定|案件|事项)?` + number + `(?:件|项|个|宗|起)`), []string{"T2.penalty.decided", "T2.penalty.prior+T2.penalty.delta", "T2.penalty.prior"}, "2"},
	{"TX-NUM", regexp.MustCompile(`行政强制(?:决定|措施|事项)?` + number + `(?:件|项|个|宗|起)`), []string{"T2.coercion.decided", "T2.coercion.prior+T2.coercion.delta", "T2.coercion.prior"}, "2"},
	{"TX-NUM", regexp.MustCompile(`集中采购(?:项目)?` + number + `(?:件|项|个|次)`), []string{"T2.procurement.count"}, "2"},
}

var (
	noRequests = regexp.MustCompile(`(?:未|没有|无)(?:曾)?(?:收到|接到|受理|收取)?(?:任何|公民、法人和其他组织|公民、法人或者?其他组织|有关|涉及|的|新收|群众|公众){0,3}(?:政府|依)?(?:信息)?(?:公开|申请公开)?(?:政府信息)?(?:的)?申请`)
	noRemedies = regexp.MustCompile(`(?:未|没有|无)(?:曾|有|发生|产生|出现|收到|涉及|被)?[^,。;\d]{0,20}(?:复议|诉讼)`)
	elsewhere  = regexp.MustCompile(`网络|网上|网站|在线|电子|书面|信函|当面|邮箱|邮寄|邮件|传真|现场|渠道|平台|自然人|法人|企业|其中|下属|县市区|以来|累计|补正|延期|申请人|复议|诉讼|上年|去年|上一年|往年|历年|转办|撤回|提案|建议|许可|认定|登记|项目|窗口|奖|资助|专利|职称`)
	anyYear    = regexp.MustCompile(`(20\d\d)年`)
)

// text holds the numbers that the words quote to the tables.
func (a *auditor) text() {
	for _, q := range append(append([]quote{}, quotes...), counted...) {
		for _, c := range q.inside {
			a.quoted(q, int(c-'1'))
		}
	}
	a.rows()
	a.zero()
	a.percentages()
	a.visits()
}

// value is a sum of cells, or of the rows of a group of table 三.
func (a *auditor) value(sum string) (int64, bool) {
	if strings.HasPrefix(sum, "T") {
		return a.r.sum(strings.Split(sum, "+")...)
	}
	if a.r.Applications == nil {
		return 0, false
	}
	var cells []string
	for _, r := range a.r.Applications.Applications.Rows {
		if r.Key == sum || sum != "open" && sum != "partial" && r.Key != "open" && strings.HasPrefix(r.Key, sum) {
			cells = append(cells, law.T3(r.Key, "sum"))
		}
	}
	return a.r.sum(cells...)
}

// quoted compares one phrase wherever it stands in a section. What is said of
// another year, of a channel or of a part is not what the table counts.
func (a *auditor) quoted(q quote, section int) {
	words := tight(a.r.Sections[section].Words)
	for _, m := range q.phrase.FindAllStringSubmatchIndex(words, -1) {
		said, err := strconv.ParseInt(strings.ReplaceAll(words[m[2]:m[3]], ",", ""), 10, 64)
		clause := words[strings.LastIndexAny(words[:m[2]], ",。;:(")+1 : m[2]]
		sentence := words[max(strings.LastIndex(words[:m[0]], "。"), strings.LastIndex(words[:m[0]], ";"))+1 : m[2]]
		if ys := anyYear.FindAllStringSubmatch(sentence, -1); len(ys) > 0 && ys[len(ys)-1][1] != strconv.Itoa(a.r.Year) && !strings.HasPrefix(q.sums[0], "T3.carry") {
			continue
		}
		if err != nil || q.whole() && elsewhere.MatchString(clause) || strings.Contains(words[m[0]:m[1]], "余") {
			continue
		}
		var want []string
		fits := false
		for _, s := range q.sums {
			if v, ok := a.value(s); ok {
				want, fits = append(want, strconv.FormatInt(v, 10)), fits || v == said
			}
		}
		if len(want) > 0 && !fits {
			found := strings.TrimLeft(words[m[0]:m[1]], ",。;:、")
			where := a.place(section)
			a.add(q.rule, Soft, where, "正文写“"+found+"”，表里是"+strings.Join(distinct(want), "或者"), want[0], words[m[2]:m[3]])
		}
	}
}

func distinct(all []string) (out []string) {
	for _, s := range all {
		if len(out) == 0 || out[len(out)-1] != s {
			out = append(out, s)
		}
	}
	return out
}

// rows compares quotes of single rows of table 三 by their labels.
func (a *auditor) rows() {
	if a.r.Applications == nil {
		return
	}
	for _, r := range a.r.Applications.Applications.Rows[4:] {
		name := bones(r.Label)
		if len([]rune(name)) < 4 || r.Key == "other" || r.Key == "total" || r.Key == "carry_out" {
			continue
		}
		a.quoted(quote{"TX-NUM", regexp.MustCompile(name + `(?:的|类|情形|共|为|:){0,3}` + number + unit), []string{law.T3(r.Key, "sum")}, ""}, 2)
	}
}

// zero finds words that deny what the tables count.
func (a *auditor) zero() {
	for _, section := range []int{0, 2} {
		words := tight(a.r.Sections[section].Words)
		if m := noRequests.FindString(words); m != "" {
			if n, ok := a.r.n(law.T3("new", "sum")); ok && n > 0 {
				a.add("TX-NUM", Soft, a.place(section), fmt.Sprintf("正文写“%s”，表三本年新收%d件", m, n), strconv.FormatInt(n, 10), "0")
			}
		}
	}
	for part := range strings.FieldsFuncSeq(tight(a.r.Sections[3].Words), func(c rune) bool { return strings.ContainsRune("。;,", c) }) {
		m := noRemedies.FindString(part)
		if m == "" || strings.HasPrefix(m, "未经") || strings.Contains(part, "纠") || strings.Contains(part, "败诉") {
			continue
		}
		for _, g := range []struct{ word, sum string }{{"复议", "T4.review.sum"}, {"诉讼", "T4.suit_direct.sum+T4.suit_after_review.sum"}} {
			if n, ok := a.value(g.sum); ok && n > 0 && strings.Contains(part, g.word) {
				a.add("TX-NUM", Soft, a.place(3), fmt.Sprintf("正文写“%s”，表四行政%s总计%d件", part, g.word, n), strconv.FormatInt(n, 10), "0")
			}
		}
	}
}

var shares = regexp.MustCompile(`(予以公开|部分公开|不予公开|无法提供|不予处理|其他处理)[^,。;\d]{0,4}[\d,]+(?:件|宗|份),?(?:约)?(?:占|占比)[^,。;\d]{0,12}?([\d.]+)%`)

// percentages recomputes shares of (七)总计, to the digits that are printed.
func (a *auditor) percentages() {
	names := map[string]string{"予以公开": "open", "部分公开": "partial", "不予公开": "d_", "无法提供": "u_", "不予处理": "n_", "其他处理": "o"}
	total, given := a.r.n(law.T3("total", "sum"))
	for _, section := range []int{0, 2} {
		for _, m := range shares.FindAllStringSubmatch(tight(a.r.Sections[section].Words), -1) {
			n, ok := a.value(names[m[1]])
			said, err := strconv.ParseFloat(m[2], 64)
			if !ok || !given || err != nil {
				continue
			}
			_, decimals, _ := strings.Cut(m[2], ".")
			want := 0.0
			if total > 0 {
				want = 100 * float64(n) / float64(total)
			}
			if off := max(0.01, 0.5/math.Pow10(len(decimals))); math.Abs(want-said) > off+1e-9 {
				a.add("TX-PCT", Soft, a.place(section), fmt.Sprintf("正文写“%s”，按表三应为%.2f%%", m[0], want), fmt.Sprintf("%.2f%%", want), m[2]+"%")
			}
		}
	}
}
