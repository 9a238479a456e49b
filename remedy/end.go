package remedy

import (
	"slices"
	"strconv"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Link says which request of this book the case is about.
func (c Case) Link(request ledger.ID) Linked { return Linked{Request: request} }

// Order records the period within which the decision wants a new answer
// (责令重新答复, 复议法 Art. 64, 行政诉讼法 Art. 70): once, where the result is a
// correction. It counts from the day on which the decision reached us.
func (c Case) Order(n int, unit law.Unit, words ledger.Sum) (Ordered, error) {
	if err := c.allow(OrderVerb); err != nil {
		return Ordered{}, err
	}
	switch {
	case c.Result != Corrected:
		return Ordered{}, refusal.Clash("remedy.order.result", "A.6", "result", c.Result.Name())
	case c.OrderDays > 0:
		return Ordered{}, refusal.Clash("remedy.order.twice", "A.6")
	case n < 1 || n > 365:
		return Ordered{}, refusal.New("remedy.order.days", "A.6").On("days")
	case unit != law.Days && unit != law.Workdays:
		return Ordered{}, refusal.New("remedy.order.unit", "A.6").On("unit")
	}
	return Ordered{N: n, Unit: unit, Words: words}, nil
}

// Redoing says that a new answer is owed.
func (c Case) Redoing() bool {
	return c.OrderDays > 0 && c.RedoneOn.IsZero() && (c.State == Concluded || c.State == Archived)
}

// RedoDue is the last day for the new answer, moved off a day of rest.
func (c Case) RedoDue(cal *calendar.Calendar) calendar.Date {
	from := c.ServedOn
	if from.IsZero() {
		from = c.EndedOn
	}
	var s Sheet
	return s.roll(law.Limit{N: c.OrderDays, Unit: c.OrderUnit}.Due(from, cal), cal)
}

// Redo records that the new answer left the organ.
func (c Case) Redo(on, today calendar.Day, words ledger.Sum) (Redone, error) {
	if err := c.allow(RedoVerb); err != nil {
		return Redone{}, err
	}
	if !c.Redoing() {
		return Redone{}, refusal.Clash("remedy.redo.none", "A.6")
	}
	if on.Before(c.EndedOn) || on.After(today) {
		return Redone{}, refusal.New("remedy.redo.day", "A.6", "ended", c.EndedOn.String(), "today", today.String()).On("on")
	}
	return Redone{Words: words}, nil
}

// Archive closes the file (归档, standards.md §I.4): the decision has to be in it.
func (c Case) Archive(papers []Paper) (Filed, error) {
	if err := c.allow(ArchiveVerb); err != nil {
		return Filed{}, err
	}
	if !slices.ContainsFunc(papers, func(p Paper) bool { return p.Kind == Decision }) {
		return Filed{}, refusal.Clash("remedy.archive.decision", "I.4")
	}
	if c.Redoing() {
		return Filed{}, refusal.Clash("remedy.archive.redo", "A.6")
	}
	return Filed{Papers: len(papers)}, nil
}

// Erase takes the words and papers of a case away, which may name people; days
// and results stay, and no figure moves.
func (c Case) Erase() (Erased, error) {
	if err := c.allow(EraseVerb); err != nil {
		return Erased{}, err
	}
	if c.Erased {
		return Erased{}, refusal.Clash("remedy.erase.twice", "个人信息保护法第四十七条")
	}
	return Erased{}, nil
}

// OrderWords is the period in words, 20个工作日.
func (c Case) OrderWords() string {
	return strconv.Itoa(c.OrderDays) + map[law.Unit]string{law.Workdays: "个工作日", law.Days: "日"}[c.OrderUnit]
}
