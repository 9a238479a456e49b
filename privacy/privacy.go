// Package privacy says what may be shown of a person: masked names, numbers and
// addresses, and one line of what somebody wrote with the numbers and the name
// blacked out. The applicant of a request and the sender of a letter share it.
package privacy

import "strings"

// Name keeps the surname of a person and the name of a body: 张**, but
// 岳阳某某公司 whole, since a body has no privacy in its name.
func Name(s string) string {
	r := []rune(s)
	if len(r) == 0 || len(r) > 4 {
		return s
	}
	return string(r[:1]) + strings.Repeat("*", len(r)-1)
}

// No keeps the ends of a number.
func No(s string) string {
	if len(s) < 8 {
		return strings.Repeat("*", len(s))
	}
	return s[:3] + strings.Repeat("*", len(s)-7) + s[len(s)-4:]
}

// Mail keeps the first letter and the host of an e-mail address.
func Mail(s string) string {
	if at := strings.IndexByte(s, '@'); at >= 0 {
		return s[:min(1, at)] + "***" + s[at:]
	}
	return s
}

// Address keeps the town.
func Address(s string) string {
	if s == "" {
		return ""
	}
	r := []rune(s)
	return string(r[:min(6, len(r))]) + "……"
}

// Plain is a code or a number without what does not count when it is typed:
// full-width forms of an input method, case, blanks, hyphens of any sort.
func Plain(typed string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		switch {
		case r >= '0' && r <= '9' || r >= 'A' && r <= 'Z':
			return r
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return -1
	}, typed)
}

// Tail says whether what was typed are the last four characters of one of the
// numbers: it proves, with a query code, that a reader is the person.
func Tail(typed string, numbers ...string) bool {
	if typed = Plain(typed); len(typed) != 4 {
		return false
	}
	for _, n := range numbers {
		n = Plain(n)
		if len(n) >= 6 && strings.HasSuffix(n, typed) {
			return true
		}
	}
	return false
}

// Proves says whether what was typed shows, with a query code, that a reader is
// the person: the tail of one of the numbers, or the e-mail address where no
// number is known.
func Proves(typed, email string, numbers ...string) bool {
	if strings.Join(numbers, "") == "" {
		return email != "" && strings.EqualFold(strings.TrimSpace(typed), email)
	}
	return Tail(typed, numbers...)
}

// Phone says whether it could be a telephone number.
func Phone(s string) bool {
	digits := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case strings.ContainsRune("-+() （）转", r):
		default:
			return false
		}
	}
	return digits >= 7 && digits <= 20
}

// Email says whether it could be an e-mail address.
func Email(s string) bool {
	return strings.Count(s, "@") == 1 && !strings.ContainsAny(s, " ,;<>\r\n") && !strings.HasPrefix(s, "@") && !strings.HasSuffix(s, "@")
}

// line is how long a digest may be, in characters.
const line = 200

// Digest is a text as lists show it and hints compare it: one line, with every
// run of six digits or more, and the writer's own name, blacked out, since
// people write such things into their letters.
func Digest(text, name string) string {
	out := []rune(Black(strings.Join(strings.Fields(text), " "), name))
	if len(out) > line {
		out = append(out[:line-1], '…')
	}
	return string(out)
}

// Black is a whole text with the same blacked out.
func Black(s, name string) string {
	if n := len([]rune(name)); n >= 2 && n <= 4 {
		s = strings.ReplaceAll(s, name, "×××")
	}
	var b strings.Builder
	r := []rune(s)
	for i := 0; i < len(r); {
		j := i
		for j < len(r) && (r[j] >= '0' && r[j] <= '9' || j > i && (r[j] == 'x' || r[j] == 'X')) {
			j++
		}
		switch {
		case j-i >= 6:
			b.WriteString("×××")
		case j > i:
			b.WriteString(string(r[i:j]))
		default:
			b.WriteRune(r[i])
			j++
		}
		i = j
	}
	return b.String()
}

// Part is something of a person with what it is called.
type Part struct{ What, Words string }

// In names what of a person stands in a text: a text for everybody must have
// none of it.
func In(text string, parts ...Part) (out []string) {
	plain := func(s string) string { return strings.ToUpper(strings.Join(strings.Fields(s), "")) }
	text = plain(text)
	seen := map[string]bool{}
	for _, x := range parts {
		if words := plain(x.Words); len([]rune(words)) >= 2 && strings.Contains(text, words) && !seen[x.What] {
			seen[x.What] = true
			out = append(out, x.What)
		}
	}
	return out
}
