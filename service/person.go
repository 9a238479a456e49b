package service

import (
	"slices"
	"strings"
	"unicode"

	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Person is who applies (申请人): the erasable part of a case. It is sealed at
// rest, shown masked, and every opening is logged.
type Person struct {
	Name    string // 姓名或者名称
	IDNo    string // 公民身份号码
	Credit  string // 统一社会信用代码
	Head    string // 法定代表人（负责人）
	Agent   string // 经办人
	AgentID string
	Phone   string
	Email   string
	Address string
	Code    string // 查询码
}

// Ask is what is asked, in the applicant's words; Fields are what the item's own
// form has (表单), in its order.
type Ask struct {
	Matter string // 申请事由
	Fields []Field
}

// Field is a line of the form, answered. Sort is how it was asked (law's list
// item_question); what is personal is shown masked.
type Field struct {
	Name, Value string
	Sort        ledger.Code
	Personal    bool
}

// Shown is the answer as people read it.
func (f Field) Shown() string {
	if f.Sort == "money" && f.Value != "" {
		return f.Value + "元"
	}
	return f.Value
}

// Masked is what is asked as screens show it: what the form has of a person is
// not to be read until somebody opens it.
func (a Ask) Masked() Ask {
	fields := slices.Clone(a.Fields)
	for i, f := range fields {
		switch r := []rune(f.Value); {
		case !f.Personal || len(r) == 0:
		case f.Sort == "id" || f.Sort == "credit" || f.Sort == "phone":
			fields[i].Value = maskNo(f.Value)
		case f.Sort == "address" && len(r) > 6:
			fields[i].Value = string(r[:6]) + "……"
		default:
			fields[i].Value = "***"
		}
	}
	a.Fields = fields
	return a
}

// Words are what the fact of filing binds.
func (a Ask) Words() []string {
	out := []string{a.Matter}
	for _, f := range a.Fields {
		out = append(out, f.Name, f.Value)
	}
	return out
}

// Check refuses an applicant that could not be found again, one refusal a field.
// Who applies online proves by a number who it is (国务院令第716号).
func (p Person) Check(applicant, door ledger.Code) error {
	var all refusal.All
	no := func(field, code, rule string) { all = append(all, refusal.New(code, rule).On(field)) }
	if p.Name == "" {
		no("name", "service.person.name", "G.3")
	}
	switch {
	case applicant == "natural" && p.IDNo == "" && door == "web":
		no("id_no", "service.person.id", "G.3")
	case applicant == "natural" && p.IDNo != "" && !law.ValidID(p.IDNo):
		no("id_no", "service.person.digit", "G.3")
	case applicant != "natural" && p.Credit == "" && door == "web":
		no("credit", "service.person.credit", "G.3")
	case applicant != "natural" && p.Credit != "" && !law.ValidCredit(p.Credit):
		no("credit", "service.person.creditdigit", "G.3")
	}
	reached := door == "letter" && p.Phone == "" && (p.Email != "" || p.Address != "")
	if digits := len(Plain(p.Phone)); !reached && (digits < 7 || digits > 20 || strings.ContainsFunc(p.Phone, unicode.IsLetter) && !strings.Contains(p.Phone, "转")) {
		no("phone", "service.person.phone", "G.3")
	}
	if p.Email != "" && (strings.Count(p.Email, "@") != 1 || strings.ContainsAny(p.Email, " ,;<>\r\n") ||
		strings.HasPrefix(p.Email, "@") || strings.HasSuffix(p.Email, "@")) {
		no("email", "service.person.email", "G.3")
	}
	return all.Or()
}

// Check refuses what nobody could read.
func (a Ask) Check() error {
	n := len([]rune(a.Matter))
	for _, f := range a.Fields {
		n += len([]rune(f.Name)) + len([]rune(f.Value))
	}
	if n > 10000 {
		return refusal.New("service.ask.long", "G.3").On("matter")
	}
	return nil
}

// Tail is what proves, with the query code, that a reader is the applicant: the
// last four characters of a telephone, identity or credit number, or the e-mail
// address where there is none: the case was a letter that came by mail.
func (p Person) Tail(typed string) bool {
	if p.Phone+p.IDNo+p.Credit+p.AgentID == "" {
		return p.Email != "" && strings.EqualFold(strings.TrimSpace(typed), p.Email)
	}
	if typed = Plain(typed); len(typed) != 4 {
		return false
	}
	for _, n := range []string{p.Phone, p.IDNo, p.Credit, p.AgentID} {
		if n = Plain(n); len(n) >= 6 && strings.HasSuffix(n, typed) {
			return true
		}
	}
	return false
}

// Plain is a code or a number without what does not count when it is typed:
// full-width forms, case, blanks, hyphens of any sort.
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

// Masked is the person as screens show it: enough to tell two apart, not enough
// to use. A body has no privacy in its name.
func (p Person) Masked() Person {
	p.Name, p.Head, p.Agent = maskName(p.Name), maskName(p.Head), maskName(p.Agent)
	p.IDNo, p.Credit, p.AgentID, p.Phone = maskNo(p.IDNo), maskNo(p.Credit), maskNo(p.AgentID), maskNo(p.Phone)
	if r := []rune(p.Address); len(r) > 0 {
		p.Address = string(r[:min(6, len(r))]) + "……"
	}
	if at := strings.IndexByte(p.Email, '@'); at >= 0 {
		p.Email = p.Email[:min(1, at)] + "***" + p.Email[at:]
	}
	p.Code = ""
	return p
}

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
