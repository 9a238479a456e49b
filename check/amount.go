package check

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	capitals     = regexp.MustCompile(`[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,}(?:元|圆)(?:整|正|(?:[零壹贰叁肆伍陆柒捌玖]角)?(?:[零壹贰叁肆伍陆柒捌玖]分)?)`)
	figureAfter  = regexp.MustCompile(`^\s*[（(]?\s*(?:小写)?[：:]?\s*[¥￥]?\s*(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d{1,2})?\s*(万元|元)?`)
	figureBefore = regexp.MustCompile(`(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d{1,2})?\s*(万元|元)?\s*[（(]\s*(?:大写)?[：:]?\s*(?:人民币)?\s*$`)
)

// amounts wants a sum of money in capitals to be the one in figures beside it:
// 壹拾贰万元整（120000元） (FG-SAME).
func amounts(f *findings) {
	text := f.text.Words
	if !has(text, []string{"壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"}) {
		return
	}
	for _, m := range capitals.FindAllStringIndex(text, -1) {
		said := capitalSum(text[m[0]:m[1]])
		figure := figureAfter.FindStringSubmatch(text[m[1]:min(len(text), m[1]+60)])
		if figure == nil {
			figure = figureBefore.FindStringSubmatch(tail(text[:m[0]]))
		}
		if figure == nil {
			continue
		}
		n := makeNumber("", figure[1], figure[2], false, "").value
		if figure[3] == "万元" {
			n *= 10_000
		}
		if n != said {
			f.add("FG-SAME", Warn, m[0], m[1], "", fmt.Sprintf("大写金额是%s元，小写写的是%s", number{value: said}, strings.TrimSpace(figure[1]+figure[2]+figure[3])))
		}
	}
}

// capitalSum reads 壹拾贰万叁仟元伍角, in millionths of a yuan.
func capitalSum(s string) int64 {
	var whole, section, last, cents int64
	for _, r := range s {
		switch r {
		case '零', '整', '正':
		case '拾', '佰', '仟':
			section += max(last, 1) * map[rune]int64{'拾': 10, '佰': 100, '仟': 1000}[r]
			last = 0
		case '万':
			whole, section, last = whole+(section+last)*10_000, 0, 0
		case '亿':
			whole, section, last = (whole+section+last)*100_000_000, 0, 0
		case '元', '圆':
			whole, section, last = whole+section+last, 0, 0
		case '角':
			cents, last = cents+last*10, 0
		case '分':
			cents, last = cents+last, 0
		default:
			last = int64(strings.IndexRune("壹贰叁肆伍陆柒捌玖", r)/len("壹") + 1)
		}
	}
	return whole*one + cents*one/100
}
