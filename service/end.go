package service

import (
	"strings"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Visit counts that the applicant came to the counter (到现场次数). Two acts on one
// day are one visit.
func (c Case) Visit(on, today calendar.Day) (Visited, error) {
	if err := c.allow(VisitVerb); err != nil {
		return Visited{}, err
	}
	switch {
	case on.IsZero() || on.Before(c.FiledOn) || on.After(today):
		return Visited{}, refusal.New("service.visit.day", "G.3").On("on")
	case !on.After(c.VisitedOn):
		return Visited{}, refusal.Clash("service.visit.twice", "G.3", "day", c.VisitedOn.Chinese())
	}
	return Visited{}, nil
}

// Withdraw records that the applicant took the case back (撤回), before it was decided.
func (c Case) Withdraw(on, today calendar.Day, words ledger.Sum) (Withdrawn, error) {
	return Withdrawn{Words: words}, c.step(WithdrawVerb, on, today)
}

// Return gives the case back with a reason (退件): it cannot be taken in as it is.
func (c Case) Return(on, today calendar.Day, reason string, words ledger.Sum, cal *calendar.Calendar) (Returned, error) {
	if err := c.step(ReturnVerb, on, today); err != nil {
		return Returned{}, err
	}
	if err := c.turnedAway(on, cal); err != nil {
		return Returned{}, err
	}
	if strings.TrimSpace(reason) == "" {
		return Returned{}, refusal.New("service.return.reason", "G.3").On("text")
	}
	return Returned{Words: words}, nil
}

// Transfer hands the case on to the organ that decides it (转报), named to the applicant.
func (c Case) Transfer(on, today calendar.Day, organ string, words ledger.Sum, cal *calendar.Calendar) (Transferred, error) {
	if err := c.step(TransferVerb, on, today); err != nil {
		return Transferred{}, err
	}
	if err := c.turnedAway(on, cal); err != nil {
		return Transferred{}, err
	}
	if strings.TrimSpace(organ) == "" {
		return Transferred{}, refusal.New("service.transfer.organ", "G.3").On("text")
	}
	return Transferred{Words: words}, nil
}

// Archive closes the file (归档). What was decided, or not accepted, has reached
// the applicant by then, and a bad rating is answered.
func (c Case) Archive(papers int) (Archived, error) {
	if err := c.allow(ArchiveVerb); err != nil {
		return Archived{}, err
	}
	if c.DeliveredOn.IsZero() && (c.State == Concluded || c.State == NotAccepted) {
		return Archived{}, refusal.Clash("service.archive.delivery", "行政许可法第四十四条")
	}
	if c.Owed() {
		return Archived{}, refusal.Clash("service.archive.rating", "国办发〔2019〕51号")
	}
	return Archived{Papers: papers}, nil
}

// Erase takes the person away from an archived case; no figure moves.
func (c Case) Erase() (Erased, error) {
	if err := c.allow(EraseVerb); err != nil {
		return Erased{}, err
	}
	switch {
	case c.Erased:
		return Erased{}, refusal.Clash("service.erase.twice", "个人信息保护法第四十七条")
	case c.Owed():
		return Erased{}, refusal.Clash("service.archive.rating", "国办发〔2019〕51号")
	}
	return Erased{}, nil
}

// Life is the case that a series of facts leads to.
func Life(steps []Happened) Case {
	var c Case
	for _, s := range steps {
		c = c.Apply(s.Entry, s.Fact)
	}
	return c
}

// Happened is an entry with its fact.
type Happened struct {
	Entry ledger.Entry
	Fact  ledger.Fact
}
