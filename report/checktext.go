package report

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"gongkai/calendar"
)

// sections wants all six, none empty, and honest words in the fifth.
func (k *checker) sections() {
	var bad []string
	if len(k.c.Text) != len(k.s.Form.Sections) {
		bad = append(bad, fmt.Sprintf("应有%d个部分，实有%d个", len(k.s.Form.Sections), len(k.c.Text)))
	}
	for i, t := range k.c.Text {
		words := strings.Trim(t, " \n\t。")
		if words == "" {
			bad = append(bad, fmt.Sprintf("第%d部分是空的", i+1))
		}
		if i == 4 && (words == "无" || words == "没有") {
			bad = append(bad, "第五部分（问题及改进）不能写“无”")
		}
	}
	k.all("ST-SEC", "hard", "六个部分齐全", bad)
	k.fees()
}

var noFee = regexp.MustCompile(`(?:未|没有)(?:收取|发生|产生)[^。；]*信息(?:公开)?处理费`)

// fees wants section 六 to tell of every notice of fee and every payment (F.5).
func (k *checker) fees() {
	six := ""
	if len(k.c.Text) == 6 {
		six = k.c.Text[5]
	}
	notices, noticed, received := k.v("requests.fee_notices"), k.v("requests.fee_noticed"), k.v("requests.fee_received")
	told := strings.Contains(six, "处理费") && !noFee.MatchString(six)
	switch {
	case notices == 0 && received == 0:
		k.add("ST-FEE", true, "hard", "本年没有发出收费通知，也没有收取信息处理费")
	case !told:
		k.add("ST-FEE", false, "hard", fmt.Sprintf("本年发出收费通知%d件、通知收费%d元、实收%d元，第六部分没有说明", notices, noticed, received))
	default:
		k.add("ST-FEE", true, "hard", "第六部分说明了信息处理费情况")
	}
}

var period = regexp.MustCompile(`(\d{4})年1月1日(?:起)?(?:至|到|—|-|~|～)(?:(\d{4})年)?12月31日`)

func (k *checker) cites() {
	year := strconv.Itoa(k.s.Year)
	ok, detail := true, "统计期限与报告年度一致"
	for _, m := range period.FindAllStringSubmatch(k.text, -1) {
		if m[1] != year || m[2] != "" && m[2] != year {
			ok, detail = false, "正文写的统计期限是“"+m[0]+"”，报告年度是"+year+"年"
		}
	}
	k.add("TX-PERIOD", ok, "hard", detail)
	other := "国办公开办函〔2021〕30号"
	if k.s.Form.Name == "2021" {
		other = "国办公开办函〔2019〕60号"
	}
	text := strings.NewReplacer("﹝", "〔", "﹞", "〕", "[", "〔", "]", "〕").Replace(k.text)
	switch {
	case strings.Contains(text, other):
		k.add("TX-CITE", false, "soft", year+"年度应依据"+k.s.Form.Notice+"，正文引用了"+other)
	case !strings.Contains(text, k.s.Form.Notice):
		k.add("TX-CITE", false, "soft", "正文没有引用本年度适用的"+k.s.Form.Notice)
	default:
		k.add("TX-CITE", true, "soft", "引用了"+k.s.Form.Notice)
	}
}

func (k *checker) dates() {
	last := calendar.NewDay(k.s.Year+1, 1, 31)
	switch {
	case !k.c.IssuedOn.IsZero():
		k.add("DL-0131", !k.c.IssuedOn.After(last), "alert", "应于"+last.Chinese()+"前公布，实际公布于"+k.c.IssuedOn.Chinese())
	case k.c.Today.After(last):
		k.add("DL-0131", false, "alert", "应于"+last.Chinese()+"前公布，尚未公布")
	default:
		k.add("DL-0131", true, "alert", fmt.Sprintf("应于%s前公布，还有%d天", last.Chinese(), last.Sub(k.c.Today)))
	}
	if k.c.LastText == "" {
		k.add("DUP", true, "soft", "没有上一年度的正文可比较")
		return
	}
	p := similarity(k.text, k.c.LastText)
	k.add("DUP", p <= 0.6, "soft", fmt.Sprintf("与上一年度正文相同的句子占%.0f%%", p*100))
}

// similarity is the share of sentences, numbers left out, that stood in the
// other text too (内容雷同).
func similarity(a, b string) float64 {
	digits := regexp.MustCompile(`[0-9.,]+`)
	cut := func(s string) []string {
		return strings.FieldsFunc(digits.ReplaceAllString(s, "#"), func(r rune) bool { return strings.ContainsRune("。;；\n", r) })
	}
	old := map[string]bool{}
	for _, s := range cut(b) {
		old[strings.TrimSpace(s)] = true
	}
	same, n := 0, 0
	for _, s := range cut(a) {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		n++
		if old[s] {
			same++
		}
	}
	if n == 0 {
		return 0
	}
	return float64(same) / float64(n)
}
