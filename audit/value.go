package audit

import (
	"regexp"
	"strconv"
	"strings"

	"gongkai/ledger"
)

// Value is what stands in a cell.
type Value struct {
	N     int64  // money in 分
	Money bool   //
	Blank bool   // nothing, a dash or 无 stands there, which counts as 0
	Wrong string // what stands there and is no number
	Note  string // 其中修订16件
	Raw   string
}

// String prints it as the report's JSON does.
func (v Value) String() string {
	if v.Wrong != "" {
		return v.Wrong
	}
	return ledger.Figure{Value: v.N, Money: v.Money}.String()
}

// blanks are the ways of saying that there is nothing.
var blanks = map[string]bool{"": true, "-": true, "--": true, "—": true, "——": true, "/": true, "//": true, "\\": true, "无": true, "没有": true,
	"零": true, "〇": true, "○": true, "Ο": true, "*": true, "一": true, "、": true, ".": true, "…": true, "N/A": true, "n/a": true, "null": true, "NULL": true, "空": true}

var (
	note   = regexp.MustCompile(`\([^()]*\)|\[[^\[\]]*\]`)
	digits = regexp.MustCompile(`^([+-]|增加?|减少?|上升|下降|新增|↑|↓)?(\d+(?:\.\d+)?)(万|亿)?(元|件|项|个|条|次|人|宗|份|部|起|例|篇|批|万元|件次|人次|批次|台|余元|元整|人民币)?$`)
	spaced = regexp.MustCompile(`^[+-]?\d{1,3}( \d{3})+(\.\d+)?$`)
)

// grouped takes off what stands around and within a number.
var grouped = strings.NewReplacer(",", "", "，", "", "'", "", "’", "", "约", "", "共", "", "¥", "", "￥", "")

// valued says whether a piece of text is what stands in a cell, not a label.
func valued(s string) bool {
	s = strings.TrimSpace(narrow(s))
	if s == "" {
		return false
	}
	if blanks[s] {
		return s != "一" && s != "、" && s != "."
	}
	return readValue(s, true).Wrong == ""
}

// readValue reads a cell. A bare amount of money is in 万元, as the form has it.
func readValue(raw string, money bool) Value {
	v := Value{Money: money, Raw: strings.TrimSpace(raw)}
	s := strings.TrimSpace(narrow(raw))
	if inner := note.FindAllString(s, -1); inner != nil && note.ReplaceAllString(s, "") != "" {
		v.Note = strings.Trim(strings.Join(inner, ""), "()[]")
		s = note.ReplaceAllString(s, "")
	} else if len(s) > 2 && inner != nil && len(inner[0]) == len(s) {
		s = s[1 : len(s)-1] // (0)
	}
	if spaced.MatchString(s) {
		s = strings.ReplaceAll(s, " ", "")
	}
	s = strings.Join(strings.Fields(s), "")
	s = grouped.Replace(s)
	if blanks[s] {
		v.Blank = true
		return v
	}
	if strings.Trim(s, "OoＯо") == "" {
		return v
	}
	m := digits.FindStringSubmatch(s)
	if m == nil {
		v.Wrong = v.Raw
		return v
	}
	n, err := strconv.ParseFloat(m[2], 64)
	if err != nil || n > 1e12 {
		v.Wrong = v.Raw
		return v
	}
	if strings.ContainsAny(m[1], "-减下↓") {
		n = -n
	}
	unit := m[3] + m[4]
	if money {
		switch {
		case strings.HasPrefix(unit, "亿"):
			n *= 1e10
		case strings.HasPrefix(unit, "元") || unit == "余元":
			n *= 100
		default:
			n *= 1e6
		}
	} else if m[3] == "万" {
		n *= 1e4
	}
	if n != float64(int64(n)) && !money {
		v.Wrong = v.Raw
		return v
	}
	if n < 0 {
		v.N = int64(n - 0.5)
	} else {
		v.N = int64(n + 0.5)
	}
	if !money {
		v.N = int64(n)
	}
	return v
}
