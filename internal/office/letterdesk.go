package office

import (
	"slices"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/people"
)

// letterTasks are the letters that wait for this officer, and those that a head
// must be reminded of since their last day is near.
func (o *Office) letterTasks(tx *store.Tx, who access.Actor, desk *Desk) error {
	lines, err := o.letterQueue(tx, who, LetterQuery{})
	if err != nil {
		return err
	}
	for _, l := range lines {
		turn := o.letterTurn(who, l)
		if !turn && !letterReminded(who, l) {
			continue
		}
		t := Task{Kind: "letter", ID: string(l.Letter.ID), Link: "letters/" + string(l.Letter.ID), Title: l.Mailbox + " " + l.Letter.No + " " + l.Subject,
			Next: l.Waits, Due: l.Sheet.Due, Left: l.left(o), HasDue: l.Letter.State.Pending(), Unit: l.Unit, Since: l.Letter.ReceivedOn.Start()}
		if !turn {
			t.Next = "催办：" + l.Waits
		}
		if d := l.Letter.UnitDue; !d.IsZero() && l.Letter.State == letter.Assigned && d.Before(l.Sheet.Due.Day) && slices.Contains(letterUnits(who), l.Letter.Unit) {
			t.Due.Day, t.Due.Provisional = d, false
			t.Left, _ = o.Calendar().WorkdaysBetween(o.Today(), d)
		}
		desk.Tasks = append(desk.Tasks, t)
	}
	return nil
}

// left is how many working days are left, so that tasks of all sorts stand in one
// order.
func (l LetterLine) left(o *Office) int {
	n, _ := o.Calendar().WorkdaysBetween(l.Sheet.AsOf, l.Sheet.Due.Day)
	if n == 0 && l.Sheet.Overdue() {
		return -1 // late by days of rest alone
	}
	return n
}

// letterTurn says whether the next step is this officer's.
func (o *Office) letterTurn(who access.Actor, line LetterLine) bool {
	l, thing := line.Letter, letterThing(line.Letter)
	may := func(v access.Verb) bool { return access.May(who, v, thing) == nil }
	another := func(v access.Verb, before ...ledger.ID) bool {
		return may(v) && !slices.ContainsFunc(hands(who, v, thing), func(h ledger.ID) bool { return h != "" && slices.Contains(before, h) })
	}
	switch l.State {
	case letter.Waiting, letter.Accepted:
		return may(access.RegisterLetter)
	case letter.Assigned:
		return may(access.WorkLetter) && slices.Contains(letterUnits(who), l.Unit)
	case letter.Drafted:
		return another(access.CheckLetter, l.Drafter)
	case letter.Checked:
		return another(access.ApproveLetter, l.Drafter, l.Checker)
	case letter.Approved:
		return may(access.AnswerLetter)
	}
	if l.Public == letter.Prepared {
		return another(access.PublishLetter, l.Preparer)
	}
	return may(access.CloseLetter) && l.State != letter.Archived
}

// letterReminded says whether the head of the division, or a leader once the last
// day is here, must be reminded (催办).
func letterReminded(who access.Actor, l LetterLine) bool {
	if !l.Letter.State.Pending() || l.Letter.Unit == "" {
		return false
	}
	return slices.ContainsFunc(hats(who), func(a access.Actor) bool {
		return l.Sheet.Left <= 1 && a.Has(people.UnitHead) && a.Unit == l.Letter.Unit || l.Sheet.Left <= 0 && a.Has(people.DeputyChief)
	})
}
