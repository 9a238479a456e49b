package letter

import (
	"slices"
	"strconv"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Copy is the copy of a letter for everybody (公开的来信): title and question as
// an officer wrote them, without the person, and the answer.
type Copy struct{ Title, Question, Answer string }

// Check refuses a copy that lacks a part.
func (c Copy) Check() error {
	var all refusal.All
	for _, x := range []struct{ field, text string }{{"title", c.Title}, {"question", c.Question}, {"answer", c.Answer}} {
		if blank(x.text) {
			all = append(all, refusal.New("letter.prepare.part", "R-L8").On(x.field))
		}
	}
	return all.Or()
}

// Prepare writes the copy (拟公开, R-L8): only where the sender agreed to it, and
// with nothing of the sender in it.
func (l Letter) Prepare(c Copy, s Sender, words ledger.Sum) (Copied, error) {
	if err := l.allow(PrepareVerb); err != nil {
		return Copied{}, err
	}
	switch {
	case l.Imported:
		return Copied{}, refusal.Clash("letter.prepare.imported", "R-L8")
	case !l.Open:
		return Copied{}, refusal.Clash("letter.prepare.private", "R-L8")
	}
	if err := c.Check(); err != nil {
		return Copied{}, err
	}
	if what := s.In(c.Title + "\n" + c.Question + "\n" + c.Answer); len(what) > 0 {
		return Copied{}, refusal.New("letter.prepare.person", "R-L8", "what", join(what)).On("question")
	}
	return Copied{Words: words}, nil
}

// Publish lets the copy out (公开, R-L8), by another than who wrote it; words
// are how many findings of the check were looked at and let be.
func (l Letter) Publish(hands, prepared []ledger.ID, words ledger.Sum) (Opened, error) {
	if err := l.allow(PublishVerb); err != nil {
		return Opened{}, err
	}
	if h := slices.IndexFunc(hands, func(h ledger.ID) bool { return h != "" && (h == l.Preparer || slices.Contains(prepared, h)) }); h >= 0 {
		return Opened{}, refusal.Clash("letter.publish.own", "R-L8")
	}
	return Opened{Words: words}, nil
}

// Withdraw takes the copy back, public or only prepared (撤回公开, R-L8), with a
// reason.
func (l Letter) Withdraw(reason string, words ledger.Sum) (Closed, error) {
	if err := l.allow(WithdrawVerb); err != nil {
		return Closed{}, err
	}
	return Closed{Words: words}, wanted(reason, "letter.withdraw.reason", "R-L8", "text")
}

// Rate takes the sender's word (评价, R-L9): five levels, once.
func (l Letter) Rate(stars int, words ledger.Sum) (Rated, error) {
	if err := l.allow(RateVerb); err != nil {
		return Rated{}, err
	}
	if stars < 1 || stars > 5 {
		return Rated{}, refusal.New("letter.rate.level", "R-L9").On("stars")
	}
	return Rated{Stars: stars, Words: words}, nil
}

// Hows are the ways of a follow-up (回访方式).
var Hows = []Named{{"phone", "电话"}, {"visit", "上门"}, {"email", "电子邮件"}}

// FollowUp records that the sender was asked afterwards (回访, R-L9).
func (l Letter) FollowUp(how ledger.Code, solved bool, said string, on, today calendar.Day, words ledger.Sum) (FollowedUp, error) {
	if err := l.allow(FollowVerb); err != nil {
		return FollowedUp{}, err
	}
	if !known(Hows, how) {
		return FollowedUp{}, refusal.New("letter.follow_up.how", "R-L9").On("how")
	}
	if err := wanted(said, "letter.follow_up.said", "R-L9", "text"); err != nil {
		return FollowedUp{}, err
	}
	return FollowedUp{How: how, Solved: solved, Words: words}, dated("R-L9", l.EndedOn, on, today)
}

// Correct puts a wrongly recorded mailbox or kind right (更正, R-L10); the limits
// of the right one hold from the receipt on.
func (l Letter) Correct(t Table, mailbox, sort ledger.Code, reason string, words ledger.Sum) (Corrected, error) {
	if err := l.allow(CorrectVerb); err != nil {
		return Corrected{}, err
	}
	m, ok := t.Mailbox(mailbox)
	terms, takes := m.Terms(sort)
	switch {
	case !ok:
		return Corrected{}, refusal.New("letter.receive.mailbox", "R-L10").On("mailbox")
	case !takes:
		return Corrected{}, refusal.New("letter.receive.sort", "R-L10", "name", m.Name).On("sort")
	case mailbox == l.Mailbox && sort == l.Sort:
		return Corrected{}, refusal.New("letter.correct.same", "R-L10").On("sort")
	}
	return Corrected{Mailbox: mailbox, Sort: sort, WasMailbox: l.Mailbox, WasSort: l.Sort, Terms: terms, Words: words},
		wanted(reason, "letter.correct.reason", "R-L10", "text")
}

// Reopen undoes the end by correction (更正重办, R-L10), with a reason; of is the
// entry of the end. What lives on elsewhere is not undone here, and a copy that
// is public is taken back first.
func (l Letter) Reopen(of int64, reason string, words ledger.Sum) (Reopened, error) {
	if err := l.allow(ReopenVerb); err != nil {
		return Reopened{}, err
	}
	switch {
	case l.Into != "":
		return Reopened{}, refusal.Clash("letter.reopen.converted", "R-L10", "to", Name(Exits, l.To))
	case l.Public == Published || l.Public == Prepared:
		return Reopened{}, refusal.Clash("letter.reopen.public", "R-L10")
	}
	return Reopened{Of: of, Words: words}, wanted(reason, "letter.reopen.reason", "R-L10", "text")
}

// Archive closes the file (归档, R-L10).
func (l Letter) Archive() (Filed, error) { return Filed{}, l.allow(ArchiveVerb) }

// Erase takes the person away (删除个人信息, 个人信息保护法第四十七条); no figure moves.
func (l Letter) Erase() (Erased, error) { return Erased{}, l.allow(EraseVerb) }

// Level is the printed name of a rating.
func Level(stars int) string { return Name(Levels, ledger.Code(strconv.Itoa(stars))) }

// Content says that a rating counts as content (满意): the upper three levels.
func Content(stars int) bool { return stars >= 3 }

// EndedDays is how many calendar days the letter took, for the mean (§D.5).
func (l Letter) EndedDays() int {
	if l.EndedOn.IsZero() {
		return 0
	}
	return l.EndedOn.Sub(l.ReceivedOn)
}
