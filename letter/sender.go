package letter

import (
	"strings"

	"gongkai/ledger"
	"gongkai/privacy"
	"gongkai/refusal"
)

// Sender is who wrote (来信人): the erasable part of a letter. It is sealed at
// rest, shown masked, and every opening is logged.
type Sender struct {
	Name    string
	Phone   string
	Email   string
	Address string
	Code    string // 查询码
}

// Check refuses a sender without a name or without a way to reach them (实名,
// R-L1). On the site the telephone proves with the query code who reads.
func (s Sender) Check(door ledger.Code) error {
	var all refusal.All
	fault := func(field, code string) { all = append(all, refusal.New(code, "R-L1").On(field)) }
	if n := len([]rune(s.Name)); n < 2 && (door == DoorWeb || n == 0) || n > 40 {
		fault("name", "letter.sender.name")
	}
	switch {
	case s.Phone == "" && door == DoorWeb:
		fault("phone", "letter.sender.needphone")
	case s.Phone != "" && !privacy.Phone(s.Phone):
		fault("phone", "letter.sender.phone")
	}
	if s.Email != "" && !privacy.Email(s.Email) {
		fault("email", "letter.sender.email")
	}
	return all.Or()
}

// Proves says whether what was typed shows, with the query code, that a reader is
// the sender: the last four characters of the telephone, or the e-mail address
// where that is all that is known.
func (s Sender) Proves(typed string) bool {
	return privacy.Proves(typed, s.Email, s.Phone)
}

// Masked is the sender as screens show them: enough to tell two apart, not
// enough to use.
func (s Sender) Masked() Sender {
	return Sender{Name: privacy.Name(s.Name), Phone: privacy.No(s.Phone), Email: privacy.Mail(s.Email), Address: privacy.Address(s.Address)}
}

// In names what of the sender stands in a text.
func (s Sender) In(text string) []string {
	return privacy.In(text, privacy.Part{What: "姓名", Words: s.Name}, privacy.Part{What: "电话", Words: s.Phone},
		privacy.Part{What: "电子邮箱", Words: s.Email}, privacy.Part{What: "地址", Words: s.Address}, privacy.Part{What: "查询码", Words: s.Code})
}

// Black is a text of the letter with numbers and the sender's name blacked out,
// line by line: what the public copy starts with.
func (s Sender) Black(text string) string { return privacy.Black(text, s.Name) }

// Digest is the title as lists show it, with numbers and the name blacked out.
func (t Text) Digest(s Sender) string { return privacy.Digest(t.Title, s.Name) }

// Matter is what hints compare: title and the beginning of the letter, without
// numbers and name.
func (t Text) Matter(s Sender) string { return privacy.Digest(t.Title+" "+t.Content, s.Name) }

func join(what []string) string { return strings.Join(what, "、") }
