package office

import (
	"fmt"
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
		if !turn && !o.letterReminded(who, l) {
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

// letterReminders go as those of requests do; the limits of letters are short, so
// that they begin later.
var letterReminders = []reminder{{2, people.Clerk}, {1, people.UnitHead}, {0, people.DeputyChief}}

// letterReminded says whether a letter is put before this officer beside those
// whose turn it is (催办).
func (o *Office) letterReminded(who access.Actor, l LetterLine) bool {
	return slices.ContainsFunc(letterReminders, func(r reminder) bool { return r.reaches(who, l.pressing(o)) })
}

func (l LetterLine) pressing(o *Office) pressing {
	return pressing{l.Letter.Unit, l.Letter.State.Pending() && l.Sheet.Runs(), l.left(o)}
}

// reminder is the mail that reminds an officer of a letter. It names nobody and
// says nothing of what was written.
func (l LetterLine) reminder(o *Office, g people.Organ, off people.Officer) store.Mail {
	no, left := l.Letter.No, daysLeft(l.left(o))
	if l.Letter.Imported {
		no = orElse(string(letter.Old{No: no}.Fact("").No), "（旧台账）") // as typed there it may say anything
	}
	what := "答复"
	if l.Sheet.Accepting {
		what = "受理"
	}
	return store.Mail{Organ: g.ID, About: l.Letter.ID, To: off.Email, Subject: fmt.Sprintf("催办：来信%s，%s", no, left),
		Text: fmt.Sprintf("您好：\n\n来信%s%s。\n\n%s期限：%s（%s）\n下一步：%s\n打开：/%s/desk/letters/%s（登录工作台后）\n\n这封邮件由系统发出，不含来信人和来信内容。\n",
			no, left, what, l.Sheet.Due.Day.Chinese(), l.Sheet.Due.Day.WeekdayChinese(), l.Waits, g.Token, l.Letter.ID)}
}
