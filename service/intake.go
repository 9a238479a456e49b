package service

import (
	"slices"
	"strings"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// File hands a case in (提交). The day is that on which the materials reached the
// organ; a case made of a letter keeps the letter's day, so that no day is lost.
// An item that is not in force on it takes none.
func File(no string, door, applicant ledger.Code, from ledger.ID, t Terms, on, today calendar.Day, names, words ledger.Sum) (Filed, error) {
	var all refusal.All
	if !listed(Doors, door) || (door == "letter") != (from != "") {
		all = append(all, refusal.New("service.file.door", "G.3").On("door"))
	}
	if !listed(Applicants, applicant) {
		all = append(all, refusal.New("service.file.applicant", "G.3").On("applicant"))
	}
	switch {
	case on.IsZero():
		all = append(all, refusal.New("service.day.none", "G.3").On("on"))
	case on.After(today):
		all = append(all, refusal.New("service.day.future", "G.3", "day", on.String(), "today", today.String()).On("on"))
	case !t.InForce(on):
		all = append(all, refusal.New("service.file.item", "G.3", "day", on.Chinese()).On("item"))
	}
	return Filed{No: ledger.Code(no), Door: door, Applicant: applicant, From: from, Terms: t, Names: names, Words: words}, all.Or()
}

// Whole is the day from which the law counts the case as complete: that of the
// supplement, where one was told in time, else that of receipt.
func (c Case) Whole() calendar.Day {
	if !c.SupplementedOn.IsZero() {
		return c.SupplementedOn
	}
	return c.FiledOn
}

// TellBy is the last day to tell what is missing (行政许可法第三十二条).
func (c Case) TellBy(cal *calendar.Calendar) calendar.Date {
	return c.limit("case_lack").Due(c.FiledOn, cal)
}

// DeemedOn says from which day the law takes the case as accepted, though the
// organ did not accept it: nothing was told within the days that there are for
// it (行政许可法第三十二条第一款第（四）项).
func (c Case) DeemedOn(asof calendar.Day, cal *calendar.Calendar) (calendar.Day, bool) {
	if !slices.Contains(before, c.State) {
		return calendar.Day{}, false
	}
	last := c.limit("case_lack").Due(c.Whole(), cal).Day
	return c.Whole(), asof.After(last)
}

// Precheck looks a case through before the applicant comes (预审).
func (c Case) Precheck(on, today calendar.Day, words ledger.Sum) (Prechecked, error) {
	return Prechecked{Words: words}, c.step(PrecheckVerb, on, today)
}

// TakeIn takes the materials in against a slip (收件).
func (c Case) TakeIn(given []ledger.Code, window bool, on, today calendar.Day) (TakenIn, error) {
	if err := c.step(TakeInVerb, on, today); err != nil {
		return TakenIn{}, err
	}
	return TakenIn{Materials: given, Window: window}, c.known(given)
}

// known refuses a material that the version of the item has not.
func (c Case) known(materials []ledger.Code) error {
	for _, m := range materials {
		if !c.Terms.has(m) {
			return refusal.New("service.material.unknown", "G.3").On("materials")
		}
	}
	return nil
}

// Lack tells what is missing (一次性告知): once, wholly, on the spot or within
// five working days of receipt. Later the case is accepted by law, and nothing
// can be told any more: also by a notice that is dated back, for the applicant
// reads it on the day on which it is entered. From that day there must be time
// left to supplement.
func (c Case) Lack(missing []ledger.Code, on, by, today calendar.Day, what string, words ledger.Sum, cal *calendar.Calendar) (Lacked, error) {
	if !c.LackedOn.IsZero() {
		return Lacked{}, refusal.Clash("service.lack.twice", "行政许可法第三十二条", "day", c.LackedOn.Chinese())
	}
	if err := c.step(LackVerb, on, today); err != nil {
		return Lacked{}, err
	}
	if last := c.TellBy(cal).Day; today.After(last) {
		return Lacked{}, refusal.Clash("service.lack.late", "行政许可法第三十二条", "last", last.Chinese(), "received", c.FiledOn.Chinese())
	}
	var all refusal.All
	if len(missing) == 0 && strings.TrimSpace(what) == "" {
		all = append(all, refusal.New("service.lack.what", "行政许可法第三十二条").On("materials"))
	}
	if !by.After(today) {
		all = append(all, refusal.New("service.lack.by", "行政许可法第三十二条").On("by"))
	}
	if err := all.Or(); err != nil {
		return Lacked{}, err
	}
	return Lacked{Materials: missing, By: by, Words: words}, c.known(missing)
}

// Supplement records that all that was told has come (补齐补正): what is still
// missing is named, for it may not be told a second time.
func (c Case) Supplement(given []ledger.Code, n Names, on, today calendar.Day, words ledger.Sum) (Supplemented, error) {
	if err := c.step(SupplementVerb, on, today); err != nil {
		return Supplemented{}, err
	}
	if err := c.known(given); err != nil {
		return Supplemented{}, err
	}
	missing := slices.DeleteFunc(slices.Clone(c.Missing), func(m ledger.Code) bool { return slices.Contains(given, m) })
	if len(missing) > 0 {
		return Supplemented{}, refusal.New("service.supplement.missing", "行政许可法第三十二条", "materials", c.Terms.Named(n, missing...)).On("materials")
	}
	return Supplemented{Materials: given, Words: words}, nil
}

// Accept accepts the case (受理). Where the law has done so before, the period
// runs from the day of receipt all the same.
func (c Case) Accept(on, today calendar.Day, cal *calendar.Calendar) (Accepted, error) {
	if err := c.step(AcceptVerb, on, today); err != nil {
		return Accepted{}, err
	}
	f := Accepted{From: on}
	if from, deemed := c.DeemedOn(on, cal); deemed {
		f.From, f.Deemed = from, true
	}
	c.ClockFrom = f.From
	f.Due = c.Clock(on, cal).Due.Day
	return f, nil
}

// Decline does not accept the case (不予受理), with its ground and in writing.
// What the law has accepted is decided, not declined; what was told and did not
// come in time is.
func (c Case) Decline(ground ledger.Code, on, today calendar.Day, reason string, words ledger.Sum, cal *calendar.Calendar) (Declined, error) {
	if err := c.step(DeclineVerb, on, today); err != nil {
		return Declined{}, err
	}
	if err := c.turnedAway(on, cal); err != nil {
		return Declined{}, err
	}
	var all refusal.All
	if !listed(Grounds, ground) {
		all = append(all, refusal.New("service.decline.ground", "行政许可法第三十二条").On("ground"))
	}
	if strings.TrimSpace(reason) == "" {
		all = append(all, refusal.New("service.decline.reason", "行政许可法第三十八条").On("text"))
	}
	return Declined{Ground: ground, Words: words}, all.Or()
}

// turnedAway refuses to turn a case away that the law has accepted, or whose
// applicant still has time to supplement it.
func (c Case) turnedAway(on calendar.Day, cal *calendar.Calendar) error {
	if _, deemed := c.DeemedOn(on, cal); deemed {
		return refusal.Clash("service.end.deemed", "行政许可法第三十二条", "received", c.Whole().Chinese())
	}
	if c.State == Lacking && !on.After(c.SupplementBy) {
		return refusal.Clash("service.end.waits", "行政许可法第三十二条", "last", c.SupplementBy.Chinese())
	}
	return nil
}
