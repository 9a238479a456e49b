package contract

import (
	"strings"

	"gongkai/ledger"
)

const (
	fen     = 1_000_000       // 分 in one 万元
	maxMany = 100_000_000_000 // 万元: a thousand times what the largest contract was
)

// ParseWan reads an amount in 万元 to the 分: 12.345678 is 12,345,678 分. It
// takes what people type: full-width digits, marks between thousands, the unit
// behind. More than six decimals would be lost, so that they are refused.
func ParseWan(typed string) (int64, bool) {
	s := strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '．' || r == '。':
			return '.'
		case strings.ContainsRune(", ，　", r):
			return -1
		}
		return r
	}, strings.TrimSpace(typed))
	s = strings.TrimSuffix(s, "万元")
	whole, part, dotted := strings.Cut(s, ".")
	if whole == "" || dotted && part == "" || len(whole) > 12 {
		return 0, false
	}
	part = strings.TrimRight(part, "0")
	if len(part) > 6 {
		return 0, false
	}
	part += strings.Repeat("0", 6-len(part))
	n := int64(0)
	for _, d := range whole + part {
		if d < '0' || d > '9' {
			return 0, false
		}
		n = n*10 + int64(d-'0')
	}
	return n, n <= maxMany*fen
}

// Wan prints 分 in 万元, exact, without trailing zeros.
func Wan(n int64) string { return ledger.Figure{Value: n, Money: true}.String() }
