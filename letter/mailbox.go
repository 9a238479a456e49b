package letter

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

//go:embed mailboxes.txt
var mailboxesText string

// Builtin is the text of the table that every organ starts with (R-L11).
func Builtin() string { return mailboxesText }

// Doors of a mailbox (渠道).
const (
	DoorWeb    = ledger.Code("web")    // 网页
	DoorDesk   = ledger.Code("desk")   // 登记
	DoorImport = ledger.Code("import") // 导入
	DoorEmail  = ledger.Code("email")  // 邮件
)

// Named is a key of a closed list with its printed name.
type Named struct {
	Key  ledger.Code
	Name string
}

// The closed lists: kinds of letters, doors, grounds of declining, other ways
// of a matter, levels of content (五级).
var (
	Sorts = []Named{{"consult", "咨询"}, {"help", "求助"}, {"complaint", "投诉"}, {"report", "举报"}, {"suggest", "建议"}, {"thanks", "感谢"}}
	Doors = []Named{{DoorWeb, "网页"}, {DoorDesk, "登记"}, {DoorImport, "导入"}, {DoorEmail, "邮件"}}

	Grounds = []Named{{"foreign", "不属于本机关职责"}, {"repeat", "同一事项重复来信"}, {"legal", "应当通过诉讼、仲裁、行政复议等法定途径解决"},
		{"unclear", "内容不清，无法办理"}, {"untrue", "署名或者联系方式不实"}, {"void", "没有实际诉求"}}
	Exits  = []Named{{ToRequest, "转政府信息公开申请"}, {ToService, "转政务服务办件"}, {ToPetition, "转信访"}}
	Levels = []Named{{"5", "非常满意"}, {"4", "满意"}, {"3", "基本满意"}, {"2", "不满意"}, {"1", "非常不满意"}}
)

// Name finds the printed name of a key in a closed list.
func Name(list []Named, key ledger.Code) string {
	for _, x := range list {
		if x.Key == key {
			return x.Name
		}
	}
	return string(key)
}

func known(list []Named, key ledger.Code) bool {
	return slices.ContainsFunc(list, func(x Named) bool { return x.Key == key })
}

// Term is a number of days, working or calendar.
type Term struct {
	N        int
	Calendar bool
}

// String is as the table writes it.
func (t Term) String() string {
	if t.Calendar {
		return itoa(t.N) + "日"
	}
	return itoa(t.N) + "个工作日"
}

// Due is the last day; the day from which it is counted does not count.
func (t Term) Due(from calendar.Day, cal *calendar.Calendar) calendar.Date {
	if t.Calendar {
		return calendar.Date{Day: from.AddDays(t.N)}
	}
	return cal.AddWorkdays(from, t.N)
}

// Terms are the limits of a mailbox for a kind of letter (R-L6).
type Terms struct {
	Accept, Answer, Extend Term
	FromAccepted           bool // the answer is counted from 受理, else from 收到
}

// Mailbox is a line of the table.
type Mailbox struct {
	Key   ledger.Code
	Name  string
	Whose string // empty for our own
	Doors []ledger.Code
	mail  ledger.Code // the kind of what comes by e-mail, which says none
	rows  []limits
}

type limits struct {
	sorts []ledger.Code // nil for all others
	terms Terms
}

// Ours says that it is the organ's own mailbox.
func (m Mailbox) Ours() bool { return m.Whose == "" }

// At says whether letters come in by a door.
func (m Mailbox) At(door ledger.Code) bool { return slices.Contains(m.Doors, door) }

// Terms are the limits of a kind, where the mailbox takes it.
func (m Mailbox) Terms(sort ledger.Code) (Terms, bool) {
	for _, r := range m.rows {
		if slices.Contains(r.sorts, sort) {
			return r.terms, true
		}
	}
	for _, r := range m.rows {
		if r.sorts == nil {
			return r.terms, known(Sorts, sort)
		}
	}
	return Terms{}, false
}

// Sorts lists the kinds that the mailbox takes.
func (m Mailbox) Sorts() (out []Named) {
	for _, s := range Sorts {
		if _, ok := m.Terms(s.Key); ok {
			out = append(out, s)
		}
	}
	return out
}

// MailSort is the kind that a letter by e-mail begins with (R-L13), until somebody
// has read it: the table's, or the first that the mailbox takes.
func (m Mailbox) MailSort() ledger.Code {
	if takes := m.Sorts(); m.mail == "" && len(takes) > 0 {
		return takes[0].Key
	}
	return m.mail
}

// Table is an organ's table of mailboxes.
type Table struct {
	Mailboxes []Mailbox
	Flood     Flood
}

// Flood is how many letters one sender, and one address, may hand in (R-L2).
type Flood struct{ SenderHour, SenderDay, AddressHour, AddressDay int }

// Mailbox finds a mailbox by its key.
func (t Table) Mailbox(key ledger.Code) (Mailbox, bool) {
	i := slices.IndexFunc(t.Mailboxes, func(m Mailbox) bool { return m.Key == key })
	if i < 0 {
		return Mailbox{}, false
	}
	return t.Mailboxes[i], true
}

// At lists the mailboxes of a door.
func (t Table) At(door ledger.Code) []Mailbox {
	return slices.DeleteFunc(slices.Clone(t.Mailboxes), func(m Mailbox) bool { return !m.At(door) })
}

// Stored is a table that an organ gave itself.
type Stored struct {
	Organ   ledger.ID
	Version int
	From    calendar.Day
	Text    string
	Salt    string
	Officer ledger.ID
	Seq     int64
	SavedAt time.Time
}

// Bound is what the fact of the table binds.
func (s Stored) Bound() ledger.Sum { return ledger.Salted(s.Salt, s.Text) }

// Pick is the table of a day: the newest that is in force, else the built-in one.
func Pick(all []Stored, on calendar.Day) Stored {
	now := Stored{Text: mailboxesText}
	for _, s := range all {
		if !s.From.After(on) {
			now = s
		}
	}
	return now
}

// Enact gives the organ another table from a day on (R-L11). A mailbox that was
// in use stays, since letters lie in it.
func Enact(all []Stored, used []ledger.Code, from, today calendar.Day, text, salt string) (Stored, Tabled, error) {
	t, err := Parse(text)
	if err != nil {
		return Stored{}, Tabled{}, err
	}
	if from.Before(today) {
		return Stored{}, Tabled{}, refusal.New("letter.table.past", "R-L11", "day", from.String()).On("from")
	}
	for _, key := range used {
		if _, ok := t.Mailbox(key); !ok {
			return Stored{}, Tabled{}, refusal.New("letter.table.used", "R-L11", "key", string(key)).On("text")
		}
	}
	s := Stored{Version: len(all) + 1, From: from, Text: text, Salt: salt}
	return s, Tabled{Version: s.Version, From: from, Text: s.Bound()}, nil
}

var (
	keyForm  = regexp.MustCompile(`^[a-z][a-z0-9_]{1,19}$`)
	termForm = regexp.MustCompile(`^(\d{1,3})(个?工作日|日)$`)
)

// listed finds keys by their printed names in a cell such as 咨询、求助.
func listed(list []Named, cell string) (out []ledger.Code, bad string) {
	for _, w := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("、，, ", r) }) {
		i := slices.IndexFunc(list, func(x Named) bool { return x.Name == w })
		if i < 0 {
			return nil, w
		}
		out = append(out, list[i].Key)
	}
	return out, ""
}

func itoa(n int) string { return strconv.Itoa(n) }

func readTerm(s string) (Term, error) {
	m := termForm.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return Term{}, fmt.Errorf("%q", s)
	}
	n, _ := strconv.Atoi(m[1])
	return Term{N: n, Calendar: m[2] == "日"}, nil
}
