package request

import (
	"strings"

	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Person is who asks (申请人, R-A29): the erasable part of a request. It is
// sealed at rest, shown masked, and every opening is logged.
type Person struct {
	Name     string // 姓名或者名称
	IDKind   string // 证件名称
	IDNo     string // 证件号码
	WorkUnit string // 工作单位
	Credit   string // 统一社会信用代码
	Head     string // 法定代表人（负责人）
	Contact  string // 联系人
	Phone    string // 联系电话
	Postcode string
	Address  string // 通信地址
	Email    string
	Fax      string
	Proxy    string // 代理人, with letter of authority
	ProxyID  string
	Code     string // 查询码
}

// Ask is what is asked for and how it is wanted (R-A29 (2)(3)).
type Ask struct {
	Content string      // 名称、文号或者其他特征性描述
	IndexNo string      // 索引号, when known
	Form    ledger.Code // key of law's list carrier
	Way     ledger.Code // key of law's list way
	Other   bool        // another form will do
}

// Resident is the name of the paper whose number has a check digit.
const Resident = "居民身份证"

// Check refuses an application that lacks what R-A29 wants, one refusal a
// field. The purpose is not asked for: the law of 2019 took it out.
func (p Person) Check(applicant, door ledger.Code) error {
	var all refusal.All
	no := func(field, code, rule string) { all = append(all, refusal.New(code, rule).On(field)) }
	if p.Name == "" {
		no("name", "request.person.name", "R-A29")
	}
	if applicant == "natural" || applicant == "" {
		switch {
		case p.IDNo == "" && door == "web":
			no("id_no", "request.person.id", "R-A29")
		case p.IDNo != "" && (p.IDKind == "" || p.IDKind == Resident) && !law.ValidID(p.IDNo):
			no("id_no", "request.person.digit", "GB 11643-1999")
		}
	} else {
		switch {
		case p.Credit == "" && door == "web":
			no("credit", "request.person.credit", "R-A29")
		case p.Credit != "" && !law.ValidCredit(p.Credit):
			no("credit", "request.person.creditdigit", "GB 32100-2015")
		}
	}
	if p.Phone == "" && p.Email == "" && p.Address == "" {
		no("phone", "request.person.contact", "R-A29")
	}
	if p.Phone != "" && !plausiblePhone(p.Phone) {
		no("phone", "request.person.phone", "R-A29")
	}
	if p.Email != "" && (strings.Count(p.Email, "@") != 1 || strings.ContainsAny(p.Email, " ,;<>\r\n") ||
		strings.HasPrefix(p.Email, "@") || strings.HasSuffix(p.Email, "@")) {
		no("email", "request.person.email", "R-A29")
	}
	return all.Or()
}

// Check refuses a description that nobody could search by, and a way of
// supply that lacks its address.
func (a Ask) Check(p Person) error {
	var all refusal.All
	if len([]rune(strings.TrimSpace(a.Content))) < 4 {
		all = append(all, refusal.New("request.ask.content", "R-A29").On("content"))
	}
	if len([]rune(a.Content)) > 5000 {
		all = append(all, refusal.New("request.ask.long", "R-A29").On("content"))
	}
	switch {
	case a.Way == "email" && p.Email == "":
		all = append(all, refusal.New("request.ask.email", "R-A29").On("email"))
	case a.Way == "post" && p.Address == "":
		all = append(all, refusal.New("request.ask.address", "R-A29").On("address"))
	case a.Way == "fax" && p.Fax == "":
		all = append(all, refusal.New("request.ask.fax", "R-A29").On("fax"))
	}
	return all.Or()
}

func plausiblePhone(s string) bool {
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

// Tail is what proves, with the query code, that a reader is the applicant:
// the last four characters of a telephone or identity number.
func (p Person) Tail(typed string) bool {
	if typed = Plain(typed); len(typed) != 4 {
		return false
	}
	for _, n := range []string{p.Phone, p.IDNo, p.Credit, p.ProxyID} {
		n = Plain(n)
		if len(n) >= 6 && strings.HasSuffix(n, typed) {
			return true
		}
	}
	return false
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

// Masked is the person as screens show it: enough to tell two apart, not
// enough to use.
func (p Person) Masked() Person {
	p.Name, p.Head, p.Contact, p.Proxy = maskName(p.Name), maskName(p.Head), maskName(p.Contact), maskName(p.Proxy)
	p.IDNo, p.Credit, p.ProxyID, p.Phone, p.Fax = maskNo(p.IDNo), maskNo(p.Credit), maskNo(p.ProxyID), maskNo(p.Phone), maskNo(p.Fax)
	if p.Address != "" {
		r := []rune(p.Address)
		p.Address = string(r[:min(6, len(r))]) + "……"
	}
	if at := strings.IndexByte(p.Email, '@'); at >= 0 {
		p.Email = p.Email[:min(1, at)] + "***" + p.Email[at:]
	}
	p.Code = ""
	return p
}

// maskName keeps the surname of a person and the name of a body: 张**, but
// 岳阳某某公司 whole, since a body has no privacy in its name.
func maskName(s string) string {
	r := []rune(s)
	if len(r) == 0 || len(r) > 4 {
		return s
	}
	return string(r[:1]) + strings.Repeat("*", len(r)-1)
}

func maskNo(s string) string {
	if len(s) < 8 {
		return strings.Repeat("*", len(s))
	}
	return s[:3] + strings.Repeat("*", len(s)-7) + s[len(s)-4:]
}

// Digest is the content as lists show it and hints compare it: one line, with
// every run of six digits or more, and the applicant's own name, blacked out,
// since people write such things into their letters.
func (a Ask) Digest(p Person) string {
	s := strings.Join(strings.Fields(a.Content), " ")
	if n := len([]rune(p.Name)); n >= 2 && n <= 4 {
		s = strings.ReplaceAll(s, p.Name, "×××")
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
	out := []rune(b.String())
	if len(out) > 200 {
		out = append(out[:199], '…')
	}
	return string(out)
}
