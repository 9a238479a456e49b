package letter

import (
	"slices"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Extend lets the answer take longer (延期, R-L6): once, at most as long as the
// mailbox's table allows, decided and told on or before the last day. It is
// decided by being entered: after the last day none is, whatever day it bears.
// Where that day was given by the mailbox's own body, another is given by it.
func (l Letter) Extend(on calendar.Day, days int, until calendar.Day, reason string, approver ledger.ID, today calendar.Day,
	words ledger.Sum, cal *calendar.Calendar) (Extended, error) {
	if !l.ExtendedOn.IsZero() {
		return Extended{}, refusal.Clash("letter.extend.twice", "R-L6", "day", l.ExtendedOn.Chinese())
	}
	if err := l.step(ExtendVerb, on, today); err != nil {
		return Extended{}, err
	}
	due := l.Clock(on, cal).Due.Day
	most := l.Terms.Extend
	switch {
	case today.After(due):
		return Extended{}, refusal.Clash("letter.extend.late", "R-L6", "due", due.Chinese())
	case !l.Given.IsZero() && !until.After(due):
		return Extended{}, refusal.New("letter.extend.until", "R-L6", "due", due.Chinese()).On("until")
	case !l.Given.IsZero():
		days = 0
	case most.N == 0:
		return Extended{}, refusal.Clash("letter.extend.never", "R-L6")
	case days < 1 || days > most.N:
		return Extended{}, refusal.New("letter.extend.days", "R-L6", "most", most.String()).On("days")
	default:
		until = calendar.Day{}
	}
	if err := wanted(reason, "letter.extend.reason", "R-L6", "text"); err != nil {
		return Extended{}, err
	}
	l.ExtendedOn, l.ExtendDays, l.ExtendTo = on, days, until
	return Extended{Days: days, Until: until, To: l.Clock(on, cal).Due.Day, Approver: approver, Words: words}, nil
}

// Draft writes the answer (拟答复, R-L7).
func (l Letter) Draft(text string, words ledger.Sum) (Written, error) {
	if err := l.allow(DraftVerb); err != nil {
		return Written{}, err
	}
	if n := len([]rune(text)); n > MostAnswer {
		return Written{}, refusal.New("letter.draft.long", "R-L7", "n", itoa(n), "most", itoa(MostAnswer)).On("text")
	}
	return Written{Words: words}, wanted(text, "letter.draft.text", "R-L7", "text")
}

// Return sends the draft back with a reason (退回, R-L7).
func (l Letter) Return(reason string, words ledger.Sum) (SentBack, error) {
	if err := l.allow(ReturnVerb); err != nil {
		return SentBack{}, err
	}
	return SentBack{Words: words}, wanted(reason, "letter.return.reason", "R-L7", "text")
}

// Check is the word of the head of the division (审核, R-L7). The hands are who
// acts, and in whose name; drafted are those of the draft.
func (l Letter) Check(hands, drafted []ledger.ID, words ledger.Sum) (Passed, error) {
	if err := l.allow(CheckVerb); err != nil {
		return Passed{}, err
	}
	return Passed{Words: words}, apart("letter.check.own", hands, append(slices.Clone(drafted), l.Drafter))
}

// Approve is the word of the office (审定, R-L7), by a third person.
func (l Letter) Approve(hands, before []ledger.ID, words ledger.Sum) (Agreed, error) {
	if err := l.allow(ApproveVerb); err != nil {
		return Agreed{}, err
	}
	return Agreed{Words: words}, apart("letter.approve.own", hands, append(slices.Clone(before), l.Drafter, l.Checker))
}

// apart refuses somebody who had a hand in the step before; acting for nobody is
// an empty hand.
func apart(code string, hands, before []ledger.ID) error {
	for _, h := range hands {
		if h != "" && slices.Contains(before, h) {
			return refusal.Clash(code, "R-L7")
		}
	}
	return nil
}

// Answer sends the answer (答复, R-L7): by mail, or to be read with the query
// code alone.
func (l Letter) Answer(on calendar.Day, way ledger.Code, today calendar.Day, cal *calendar.Calendar) (Replied, error) {
	if err := l.step(AnswerVerb, on, today); err != nil {
		return Replied{}, err
	}
	due := l.Clock(on, cal).Due.Day
	return Replied{Way: way, Due: due, Late: on.After(due)}, nil
}
