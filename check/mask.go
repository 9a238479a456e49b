package check

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// MaskName keeps the family name: 张*, 欧阳**. The family names of two
// characters are the common ones.
func MaskName(name string) string {
	name = strings.TrimSpace(name)
	r := []rune(name)
	if len(r) < 2 {
		return name
	}
	keep := 1
	if len(r) > 2 && slices.Contains([]string{"欧阳", "司马", "上官", "诸葛", "司徒", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "东方", "南宫", "端木", "长孙", "宇文"}, string(r[:2])) {
		keep = 2
	}
	return string(r[:keep]) + strings.Repeat("*", len(r)-keep)
}

// masked is the official form of a number: the first three and the last four of
// an identity or mobile number, the last four of a card. What stands between
// the digits stays, so that a number over two cells is masked in both.
func masked(rule, found string) string {
	head, tail := 3, 4
	switch rule {
	case "PD-CARD":
		head = 0
	case "PD-PASSPORT":
		head, tail = 1, 3
	case "PD-PLATE":
		head, tail = 1, 1
	case "PD-EMAIL":
		local, domain, _ := strings.Cut(found, "@")
		return local[:1] + "***@" + domain
	}
	total := 0
	for _, r := range found {
		if counts(r) {
			total++
		}
	}
	if prefix := total - 11; rule == "PD-MOBILE" && prefix > 0 {
		head += prefix // +86
	}
	var b strings.Builder
	n := 0
	for _, r := range found {
		switch {
		case !counts(r):
			b.WriteRune(r)
			continue
		case n < head || n >= total-tail:
			b.WriteRune(r)
		default:
			b.WriteByte('*')
		}
		n++
	}
	return b.String()
}

// counts says whether a rune is one of a number's characters.
func counts(r rune) bool {
	return r >= '0' && r <= '9' || r >= '０' && r <= '９' || r < utf8.RuneSelf && isLetter(byte(r)) || strings.ContainsRune("ＸｘХхⅩ", r)
}

// Mask writes the words with all that the findings of personal data offer a
// masked form for, and nothing else changed.
func Mask(words string, found []Finding) string {
	found = slices.Clone(found)
	slices.SortStableFunc(found, func(a, b Finding) int { return a.At - b.At })
	var b strings.Builder
	at := 0
	for _, f := range found {
		if !strings.HasPrefix(f.Rule, "PD-") || f.Suggest == "" || f.At < at || f.End > len(words) {
			continue
		}
		b.WriteString(words[at:f.At])
		b.WriteString(f.Suggest)
		at = f.End
	}
	b.WriteString(words[at:])
	return b.String()
}
