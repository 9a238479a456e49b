package letter

import (
	"strings"
	"unicode"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Bounds of what is written, in characters (R-L1).
const (
	MostTitle   = 60
	MostContent = 10_000
	MostAnswer  = 20_000
)

// Text is what a letter says, in the sender's words. It is text: whatever looks
// like markup is shown as it was typed and never obeyed.
type Text struct {
	Title   string
	Content string
	Their   string // 来信编号 at the body whose mailbox it is
}

// Check refuses a letter that says nothing, too much, or what no screen shows.
func (t Text) Check() error {
	var all refusal.All
	fault := func(field, code string, args ...string) {
		all = append(all, refusal.New(code, "R-L1", args...).On(field))
	}
	switch n := len([]rune(strings.TrimSpace(t.Title))); {
	case n < 2:
		fault("title", "letter.text.title")
	case n > MostTitle:
		fault("title", "letter.text.longtitle", "n", itoa(n), "most", itoa(MostTitle))
	}
	switch n := len([]rune(strings.TrimSpace(t.Content))); {
	case n < 4:
		fault("content", "letter.text.content")
	case n > MostContent:
		fault("content", "letter.text.long", "n", itoa(n), "most", itoa(MostContent))
	}
	for field, s := range map[string]string{"title": t.Title, "content": t.Content} {
		if strings.ContainsFunc(s, unprintable) || strings.ToValidUTF8(s, "") != s {
			fault(field, "letter.text.signs")
		}
	}
	return all.Or()
}

// unprintable are control characters that no text has and no database takes.
func unprintable(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\n\r\t", r) }

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// Arrival is what is known of a letter when it comes in.
type Arrival struct {
	No, Mailbox, Sort, Door string
	Open                    bool
	On                      calendar.Day // 收件
	Given                   calendar.Day // the last day, where another body gave it
}

// Receive takes a letter in (收到来信, R-L1): into a mailbox that is there, by a
// door that it has, of a kind that it takes.
func Receive(t Table, a Arrival, today calendar.Day, words ledger.Sum) (Received, error) {
	var all refusal.All
	m, ok := t.Mailbox(ledger.Code(a.Mailbox))
	terms, takes := m.Terms(ledger.Code(a.Sort))
	switch {
	case !ok:
		all = append(all, refusal.New("letter.receive.mailbox", "R-L1").On("mailbox"))
	case !m.At(ledger.Code(a.Door)):
		all = append(all, refusal.New("letter.receive.door", "R-L1", "name", m.Name, "door", Name(Doors, ledger.Code(a.Door))).On("mailbox"))
	case !takes:
		all = append(all, refusal.New("letter.receive.sort", "R-L1", "name", m.Name).On("sort"))
	case !a.Given.IsZero() && m.Ours():
		all = append(all, refusal.New("letter.receive.given", "R-L6", "name", m.Name).On("given"))
	}
	switch {
	case a.On.IsZero():
		all = append(all, refusal.New("letter.day.none", "R-L1").On("received"))
	case a.On.After(today):
		all = append(all, refusal.New("letter.day.future", "R-L1", "day", a.On.String(), "today", today.String()).On("received"))
	case a.On.Before(earliest):
		all = append(all, refusal.New("letter.day.early", "R-L1", "day", a.On.String()).On("received"))
	case !a.Given.IsZero() && a.Given.Before(a.On):
		all = append(all, refusal.New("letter.receive.givenpast", "R-L6", "day", a.Given.String()).On("given"))
	}
	return Received{No: ledger.Code(a.No), Mailbox: ledger.Code(a.Mailbox), Sort: ledger.Code(a.Sort), Door: ledger.Code(a.Door),
		Open: a.Open, Terms: terms, Given: a.Given, Words: words}, all.Or()
}

// earliest is the first day that a letter may bear: before there were mailboxes
// on the net a day is a slip of the pen.
var earliest = calendar.NewDay(2000, 1, 1)

// Accept takes the letter on (受理, R-L3).
func (l Letter) Accept(on, today calendar.Day) (Taken, error) {
	return Taken{}, l.step(AcceptVerb, on, today)
}

// Decline does not take it on, for a ground of the closed list and with a reason
// that the sender reads (不予受理, R-L3).
func (l Letter) Decline(ground ledger.Code, reason string, on, today calendar.Day, words ledger.Sum) (Refused, error) {
	if err := l.step(DeclineVerb, on, today); err != nil {
		return Refused{}, err
	}
	var all refusal.All
	if !known(Grounds, ground) {
		all = append(all, refusal.New("letter.decline.ground", "R-L3").On("ground"))
	}
	if blank(reason) {
		all = append(all, refusal.New("letter.decline.reason", "R-L3").On("text"))
	}
	return Refused{Ground: ground, Words: words}, all.Or()
}

// Assign hands the letter to a division with its own day (转办, R-L4). Whoever
// takes a letter on and hands it out in one go has accepted it.
func (l Letter) Assign(unit ledger.ID, due, today calendar.Day) (Handed, error) {
	if err := l.allow(AssignVerb); err != nil {
		return Handed{}, err
	}
	switch {
	case unit == "":
		return Handed{}, refusal.New("letter.assign.unit", "R-L4").On("unit")
	case unit == l.Unit && due == l.UnitDue:
		return Handed{}, refusal.New("letter.assign.same", "R-L4").On("unit")
	case !due.IsZero() && due.Before(today):
		return Handed{}, refusal.New("letter.assign.past", "R-L4", "day", due.String()).On("due")
	}
	return Handed{Unit: unit, Due: due}, nil
}

// HandBack gives it back to the office with a reason (退办, R-L4).
func (l Letter) HandBack(reason string, words ledger.Sum) (HandedBack, error) {
	if err := l.allow(HandBackVerb); err != nil {
		return HandedBack{}, err
	}
	return HandedBack{Words: words}, wanted(reason, "letter.hand_back.reason", "R-L4", "text")
}

// TakeBack ends a letter that its sender does not want answered any more (撤回来信,
// R-L16), on their own page or as they told the desk. It is answered by nobody and
// counts as late for nobody.
func (l Letter) TakeBack(on, today calendar.Day, words ledger.Sum) (TakenBack, error) {
	return TakenBack{Words: words}, l.step(TakeBackVerb, on, today)
}

// Where a matter goes that is no letter (§G.1, §G.2).
const (
	ToRequest  = ledger.Code("request")  // 政府信息公开申请
	ToService  = ledger.Code("service")  // 办件
	ToPetition = ledger.Code("petition") // 信访
)

// Convert sends the matter another way (转其他程序, R-L5). What it becomes here
// is named and begins on the day of the letter's receipt; a petition leaves with
// the reference of whoever takes it, and the sender is told.
func (l Letter) Convert(to ledger.Code, into ledger.ID, reference, reason string, on, today calendar.Day, words ledger.Sum) (Turned, error) {
	if err := l.step(ConvertVerb, on, today); err != nil {
		return Turned{}, err
	}
	var all refusal.All
	switch {
	case !known(Exits, to):
		all = append(all, refusal.New("letter.convert.to", "R-L5").On("to"))
	case to == ToPetition && blank(reference):
		all = append(all, refusal.New("letter.convert.reference", "R-L5").On("reference"))
	case to != ToPetition && into == "":
		all = append(all, refusal.New("letter.convert.into", "R-L5").On("to"))
	}
	if blank(reason) {
		all = append(all, refusal.New("letter.convert.reason", "R-L5").On("text"))
	}
	return Turned{To: to, Into: into, Words: words}, all.Or()
}
