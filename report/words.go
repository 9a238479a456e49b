package report

import (
	"fmt"
	"regexp"
	"strings"
)

var mark = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)

// Problem is something in the words that the office must mend.
type Problem struct {
	Section int // from 1
	Mark    string
	Words   string
}

// Render puts the figures in place of their marks {{name}}. A mark that names
// nothing stays as it is and is told.
func (s Sheet) Render(sections []string) ([]string, []Problem) {
	out := make([]string, len(sections))
	var problems []Problem
	for i, text := range sections {
		out[i] = mark.ReplaceAllStringFunc(text, func(m string) string {
			name := mark.FindStringSubmatch(m)[1]
			if s.Has(name) {
				return s.Cell(name).String()
			}
			words := "没有“" + name + "”这个数字"
			if near := s.nearest(name); near != "" {
				words += "，是否想写 {{" + near + "}}"
			}
			problems = append(problems, Problem{i + 1, m, words})
			return m
		})
		if strings.Contains(mark.ReplaceAllString(text, ""), "{{") {
			problems = append(problems, Problem{i + 1, "{{", "有一处 {{ 没有配对的 }}"})
		}
	}
	return out, problems
}

// Marks lists the names that the words quote, in order of appearance.
func Marks(sections []string) []string {
	var out []string
	for _, text := range sections {
		for _, m := range mark.FindAllStringSubmatch(text, -1) {
			out = append(out, m[1])
		}
	}
	return out
}

// nearest is the name with the fewest edits away, at most a third of its length.
func (s Sheet) nearest(name string) string {
	best, least := "", len(name)/3+1
	for _, n := range s.Names() {
		if d := distance(name, n); d < least {
			best, least = n, d
		}
	}
	return best
}

func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diag := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			diag, row[j] = row[j], min(row[j]+1, row[j-1]+1, diag+cost)
		}
	}
	return row[len(b)]
}

// FirstDraft writes the six sections from the figures: a sentence stands only
// where there is something to say, numbers are marks, and the fifth section is
// a beginning that the office must make its own.
func (s Sheet) FirstDraft() []string {
	y, name := s.Year, s.Body.Name
	has := func(n string) bool { return len(s.Cell(n).Entries) > 0 }
	pick := func(cond bool, words string) string {
		if cond {
			return words
		}
		return ""
	}
	one := fmt.Sprintf("根据《中华人民共和国政府信息公开条例》（国务院令第711号，以下简称条例）的规定和《关于政府信息公开工作年度报告有关事项的通知》（%s）要求，现将%s%d年政府信息公开年度报告向社会公布。本报告所列数据的统计期限自%d年1月1日起至%d年12月31日止。\n", s.Form.Notice, name, y, y, y)
	one += fmt.Sprintf("（一）主动公开。%d年，本机关按照“以公开为常态、不公开为例外”的原则，推进决策、执行、管理、服务、结果“五公开”，全年利用网站主动公开政府信息{{published}}篇%s。\n", y,
		pick(has("visits.views"), "，独立用户访问总量达{{visits.visitors}}个，网站总访问量达{{visits.views}}次"))
	letters := pick(has("letters.governor"), "收到“省长信箱”来信{{letters.governor}}件，") + pick(has("letters.mayor"), "“市长信箱”来信{{letters.mayor}}件，")
	talks := pick(has("proposals.replied"), "办理人大建议、政协提案{{proposals.replied}}件，其中按期答复{{proposals.ontime}}件，") +
		pick(has("consultations.held"), "公开征求意见{{consultations.held}}期、收到意见{{consultations.opinions}}件，") +
		pick(has("interviews.held"), "开展在线访谈{{interviews.held}}期、答复网民提问{{interviews.answered}}条，")
	one += "（二）回应关切与依申请公开。" + letters + talks + "公开对人大建议、政协提案的答复{{proposals.answered}}件，发布政策解读信息{{interpretations}}条，" +
		pick(s.Cell("requests.new").Value == 0, "未收到政府信息公开申请。") +
		pick(s.Cell("requests.new").Value > 0, "收到政府信息公开申请{{requests.new}}件。") + "\n"
	one += "（三）政府信息管理。由局办公室统筹推进、指导、协调、监督政府信息公开工作；公开信息须经起草、审核、发布，起草人与发布人分开，每一步记入台账，发布的版本可以核验。\n"
	one += "（四）公开平台建设。按照统一规范设置政府信息公开指南、政府信息公开制度、法定主动公开内容、政府信息公开年报四个部分，以网站为主流载体，栏目按类别核对更新时限。" +
		pick(has("services.items"), "对外管理服务事项{{services.items}}项全部列入目录。") +
		pick(has("services.cases"), "窗口全年受理群众咨询{{services.enquiries}}次、办件{{services.cases}}件。") + "\n"
	one += "（五）监督保障。信息公开纳入绩效考核，公开时限按条例第二十六条的二十个工作日逐条核对" +
		pick(s.Cell("published.late").Value == 0, "，全年无超期公开。") + pick(s.Cell("published.late").Value > 0, "，全年超期公开{{published.late}}件，已督促整改。")
	two := fmt.Sprintf("%d年，本机关主动公开规章{{T2.rule.opened}}件，规范性文件{{T2.normative.opened}}件；实施行政许可{{permits.items}}项；其他对外管理服务事项{{services.items}}项；实施政府集中采购{{T2.procurement.count}}项，采购总金额{{T2.procurement.amount}}万元。", y)
	if s.Form.Name == "2021" {
		two = fmt.Sprintf("%d年，本机关制发规章{{T2.rule.made}}件，行政规范性文件{{T2.normative.made}}件，现行有效行政规范性文件{{T2.normative.inforce}}件；作出行政许可处理决定{{T2.permit.decided}}件。", y)
	}
	three := fmt.Sprintf("%d年，本机关未收到政府信息公开申请。", y)
	if s.Cell("requests.new").Value+s.Cell("requests.carry_in").Value > 0 {
		three = fmt.Sprintf("%d年，本机关收到政府信息公开申请{{requests.new}}件，上年结转{{requests.carry_in}}件；办理结果合计{{requests.total}}件，结转下年度{{requests.carry_out}}件。", y)
	}
	four := fmt.Sprintf("%d年，", y) + s.fourth()
	five := "存在的主要问题：一是网站栏目更新不够均衡，部分栏目更新间隔较长；二是政策解读形式较为单一，图表解读偏少。\n" +
		"改进情况：一是按栏目类别落实更新责任科室和时限，逐月核对；二是解读与文件同步起草、同步审核、同步发布，增加图表和问答；三是细化公开目录，做好咨询服务，强化在线办事功能。"
	six := fmt.Sprintf("%d年，本机关未收取政府信息公开信息处理费。无其他需要报告的事项。", y)
	if s.Cell("requests.fee_notices").Value+s.Cell("requests.fee_paid").Value > 0 {
		six = fmt.Sprintf("%d年，本机关发出政府信息公开信息处理费收费通知{{requests.fee_notices}}件，通知收费总金额{{requests.fee_noticed}}元；{{requests.fee_paid}}件缴费，实收信息处理费{{requests.fee_received}}元。无其他需要报告的事项。", y)
	}
	return []string{one, two, three, four, five, six}
}
