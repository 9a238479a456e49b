package request

import (
	"strings"

	"gongkai/law"
	"gongkai/ledger"
	"gongkai/privacy"
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
	if p.Phone != "" && !privacy.Phone(p.Phone) {
		no("phone", "request.person.phone", "R-A29")
	}
	if p.Email != "" && !privacy.Email(p.Email) {
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

// Tail is what proves, with the query code, that a reader is the applicant:
// the last four characters of a telephone or identity number, or the e-mail
// address where there is none: the request was a letter that came by mail.
func (p Person) Tail(typed string) bool {
	return privacy.Proves(typed, p.Email, p.Phone, p.IDNo, p.Credit, p.ProxyID)
}

// Numbered says that the person is known by a number, else by the e-mail address.
func (p Person) Numbered() bool { return p.Phone+p.IDNo+p.Credit+p.ProxyID != "" }

// Plain is a code or a number without what does not count when it is typed:
// full-width forms of an input method, case, blanks, hyphens of any sort.
func Plain(typed string) string { return privacy.Plain(typed) }

// Masked is the person as screens show it: enough to tell two apart, not
// enough to use.
func (p Person) Masked() Person {
	p.Name, p.Head, p.Contact, p.Proxy = privacy.Name(p.Name), privacy.Name(p.Head), privacy.Name(p.Contact), privacy.Name(p.Proxy)
	p.IDNo, p.Credit, p.ProxyID, p.Phone, p.Fax = privacy.No(p.IDNo), privacy.No(p.Credit), privacy.No(p.ProxyID), privacy.No(p.Phone), privacy.No(p.Fax)
	p.Address, p.Email = privacy.Address(p.Address), privacy.Mail(p.Email)
	p.Code = ""
	return p
}

// Digest is the content as lists show it and hints compare it: one line, with
// every run of six digits or more, and the applicant's own name, blacked out,
// since people write such things into their letters.
func (a Ask) Digest(p Person) string { return privacy.Digest(a.Content, p.Name) }
