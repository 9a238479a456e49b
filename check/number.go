package check

import (
	"regexp"
	"strconv"
	"strings"
)

// number is a figure as it is printed: its value in millionths, so that sums
// are exact, and the decimals that it is given to.
type number struct {
	value    int64
	decimals int
	percent  bool
	unit     string
}

const one = 1_000_000

// half is half a unit of the last decimal that is printed: how far rounding
// may have moved the figure.
func (n number) half() int64 { return power(-n.decimals) / 2 }

// power is ten to the n in millionths.
func power(n int) int64 {
	v := int64(one)
	for ; n < 0 && v > 1; n++ {
		v /= 10
	}
	return v
}

func (n number) float() float64 { return float64(n.value) / one }

// String is the figure without trailing zeros.
func (n number) String() string {
	return strconv.FormatFloat(n.float(), 'f', -1, 64)
}

// printed is a sum in the decimals of its parts.
func printed(v int64, decimals int) string {
	return strconv.FormatFloat(float64(v)/one, 'f', decimals, 64)
}

var digits = strings.NewReplacer("０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9",
	"．", ".", "％", "%", "－", "-", "−", "-", "﹣", "-", "＋", "+", "　", " ", "\u00a0", " ")

var figure = regexp.MustCompile(`^([-+]?)(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d{1,6})?\s*(%|个百分点)?\s*(亿元|万元|元|亿|万|件|项|个|家|篇|条|人|次|份|名|宗|起|户|本|台|套|批|期)?\s*([（(][^（(]*[）)])?$`)

// parseNumber reads the words of a cell. A note in brackets after the figure,
// as “22(其中修订16件)”, is left aside.
func parseNumber(words string) (number, bool) {
	if len(words) > 120 || !strings.ContainsAny(words, "0123456789\xef") {
		return number{}, false
	}
	m := figure.FindStringSubmatch(strings.TrimSpace(digits.Replace(words)))
	if m == nil {
		return number{}, false
	}
	return makeNumber(m[1], m[2], m[3], m[4] != "", m[5]), true
}

func makeNumber(sign, whole, fraction string, percent bool, unit string) number {
	n := number{percent: percent, unit: unit}
	v, err := strconv.ParseInt(strings.ReplaceAll(whole, ",", ""), 10, 64)
	if err != nil || v > 1<<62/one {
		return n
	}
	n.value = v * one
	if len(fraction) > 1 {
		n.decimals = len(fraction) - 1
		part, _ := strconv.ParseInt((fraction[1:] + "000000")[:6], 10, 64)
		n.value += part
	}
	if sign == "-" {
		n.value = -n.value
	}
	return n
}

// readNumeral reads 一 to 九百九十九, and digits; 0 when it is neither.
func readNumeral(s string) int {
	if n, err := strconv.Atoi(digits.Replace(s)); err == nil {
		return n
	}
	total, last := 0, 0
	for _, r := range s {
		switch r {
		case '十':
			total += max(last, 1) * 10
			last = 0
		case '百':
			total += max(last, 1) * 100
			last = 0
		case '千':
			total += max(last, 1) * 1000
			last = 0
		case '〇', '零', '○':
			last = 0
		default:
			i := strings.IndexRune("一二三四五六七八九", r)
			if i < 0 {
				return 0
			}
			last = i/len("一") + 1
		}
	}
	return total + last
}
