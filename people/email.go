package people

import (
	"regexp"
	"strings"

	"gongkai/refusal"
)

// address is what mail servers everywhere take: the dot-atom of RFC 5321 and a
// host name with a dot. Quoted names and addresses in Han script are left out;
// hardly any server delivers to them.
var address = regexp.MustCompile(`^[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+)*@` +
	`([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$`)

// Email takes an e-mail address (电子邮箱) as typed, without the spaces around
// it, or says what is wrong with it.
func Email(s string) (string, error) {
	s = strings.TrimSpace(s)
	no := func(code string) (string, error) {
		return "", refusal.New(code, "", "address", s).On("email")
	}
	name, host, found := strings.Cut(s, "@")
	switch {
	case strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }):
		return no("email.write.letters")
	case !found || name == "" || strings.Contains(host, "@"):
		return no("email.write.at")
	case !strings.Contains(host, "."):
		return no("email.write.host")
	case len(name) > 64 || len(s) > 254 || !address.MatchString(s):
		return no("email.write.form")
	}
	return s, nil
}
