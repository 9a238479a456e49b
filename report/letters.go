package report

import (
	"strings"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/letter"
)

// posted is what a year wants to know of a letter to a mailbox (§D.5 留言办理).
type posted struct {
	mailbox  ledger.Code
	received calendar.Day
	seq      int64 // the entry of receipt
	ended    calendar.Day
	end      int64 // the entry of the end, 0 while open
	answered bool
	late     bool
	unknown  bool  // of an earlier book, which does not say its limit
	back     bool  // taken back by the sender
	public   int64 // the entry that made it public, 0 while it is not
	out      calendar.Day
}

// letterNames are the numbers of letters beside those by mailbox.
var letterNames = map[string]string{"letters.received": "收到来信（件）", "letters.finished": "办结来信（件）", "letters.answered": "答复来信（件）",
	"letters.on_time": "按期答复来信（件）",
	"letters.unknown": "旧台账答复来信，是否按期不详（件）", "letters.taken_back": "来信人撤回（件）", "letters.mean_days": "来信平均办理时间（天）", "letters.published": "公开答复（条）"}

// letterFact takes an entry of a letter, in order of seq.
func (c *counter) letterFact(e ledger.Entry, f ledger.Fact) {
	if !letter.IsKind(e.Kind) {
		return
	}
	p := c.letters[e.Subject]
	if p == nil {
		p = &posted{}
		c.letters[e.Subject] = p
	}
	end := func(on calendar.Day, answered, late bool) {
		p.ended, p.end, p.answered, p.late, p.back = on, e.Seq, answered, late, false
	}
	switch f := f.(type) {
	case letter.Received:
		p.mailbox, p.received, p.seq = f.Mailbox, e.On, e.Seq
	case letter.Imported:
		p.mailbox, p.received, p.seq, p.unknown = f.Mailbox, e.On, e.Seq, true
		if !f.AnsweredOn.IsZero() {
			end(f.AnsweredOn, true, false)
		}
	case letter.Corrected:
		p.mailbox = f.Mailbox
	case letter.Replied:
		end(e.On, true, f.Late)
	case letter.Refused, letter.Turned:
		end(e.On, false, false)
	case letter.TakenBack:
		end(e.On, false, false)
		p.back = true
	case letter.Reopened:
		p.end, p.answered, p.late = 0, false, false
	case letter.Opened:
		p.public, p.out = e.Seq, e.On
	case letter.Closed:
		p.public = 0
	}
}

// closeLetters counts the letters of the year: received in it, ended in it, made
// public in it and public at its end.
func (c *counter) closeLetters() {
	var days, n int64
	var ends []int64
	for _, p := range c.letters {
		if p.seq > 0 && c.within(p.received) {
			c.add("letters."+string(p.mailbox), 1, p.seq)
			c.worked["letters."+string(p.mailbox)] = true
		}
		if p.public > 0 && c.within(p.out) {
			c.add("letters.published", 1, p.public)
		}
		if p.end == 0 || !c.within(p.ended) {
			continue
		}
		if p.back { // it took the time that the sender let it
			c.add("letters.taken_back", 1, p.end)
			continue
		}
		c.add("letters.finished", 1, p.end)
		days, n, ends = days+int64(p.ended.Sub(p.received)), n+1, append(ends, p.end)
		if p.answered {
			c.add("letters.answered", 1, p.end)
		}
		switch {
		case p.answered && p.unknown:
			c.add("letters.unknown", 1, p.end)
		case p.answered && !p.late:
			c.add("letters.on_time", 1, p.end)
		}
	}
	if n > 0 {
		c.f["letters.mean_days"] = ledger.Figure{}.Plus((days+n/2)/n, ends...)
	}
}

// totalLetters sums what came into all mailboxes, counted or stated.
func (c *counter) totalLetters() {
	var t ledger.Figure
	for name, f := range c.f {
		if _, sum := letterNames[name]; !sum && strings.HasPrefix(name, "letters.") {
			t = ledger.Total(t, f)
		}
	}
	c.f["letters.received"] = t
}

// zeroLetters gives every number of letters a figure, so that the words may quote
// it in a year without any.
func (c *counter) zeroLetters() {
	for name := range letterNames {
		c.f[name] = c.f[name].Plus(0)
	}
	for _, m := range mailboxes {
		c.f["letters."+string(m.Key)] = c.f["letters."+string(m.Key)].Plus(0)
	}
}

// mailboxes are those of the table that every organ starts with.
var mailboxes = func() []letter.Mailbox {
	t, err := letter.Parse(letter.Builtin())
	if err != nil {
		panic("report: the built-in table of mailboxes: " + err.Error()) // tested
	}
	return t.Mailboxes
}()

// letterLabel is the printed name of a number of letters.
func letterLabel(key string) (string, bool) {
	if l, ok := letterNames[key]; ok {
		return l, true
	}
	box, ok := strings.CutPrefix(key, "letters.")
	if !ok {
		return "", false
	}
	for _, m := range mailboxes {
		if string(m.Key) == box {
			return m.Name + "来信（件）", true
		}
	}
	return "信箱" + box + "来信（件）", true
}
