package service

import (
	"slices"
	"strings"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Claim takes the case in hand (认领), so that no two work on it; who comes second
// is told the first.
func (c Case) Claim(by ledger.ID, name string) (Claimed, error) {
	if err := c.allow(ClaimVerb); err != nil {
		return Claimed{}, err
	}
	return Claimed{}, c.free(by, name)
}

// free refuses what another has in hand; name is what they are called.
func (c Case) free(by ledger.ID, name string) error {
	if c.Handler != "" && c.Handler != by {
		return refusal.Clash("service.claim.taken", "G.3", "name", name)
	}
	return nil
}

// Release lets the case go (放回).
func (c Case) Release() (Released, error) {
	if err := c.allow(ReleaseVerb); err != nil {
		return Released{}, err
	}
	if c.Handler == "" {
		return Released{}, refusal.Clash("service.release.none", "G.3")
	}
	return Released{}, nil
}

// Advance ends a step of the examination and hands the case on to the next
// (审查, 行政许可法第三十四条). Hands are the officer and whom they stand in for.
func (c Case) Advance(hands []ledger.ID, name string, on, today calendar.Day, words ledger.Sum, cal *calendar.Calendar) (Advanced, error) {
	if err := c.step(AdvanceVerb, on, today); err != nil {
		return Advanced{}, err
	}
	if c.Step >= len(c.Terms.Steps) {
		return Advanced{}, refusal.Clash("service.advance.done", "行政许可法第三十四条")
	}
	if err := c.free(hands[0], name); err != nil {
		return Advanced{}, err
	}
	due := c.StepDue(cal)
	return Advanced{Step: c.Step, To: c.Step + 1, Hands: with(nil, hands), Late: !due.Day.IsZero() && on.After(due.Day), Words: words}, nil
}

// SendBack hands the case back to an earlier step, with a reason (退回环节).
func (c Case) SendBack(to int, on, today calendar.Day, reason string, words ledger.Sum) (SentBack, error) {
	if err := c.step(SendBackVerb, on, today); err != nil {
		return SentBack{}, err
	}
	if to < 0 || to >= c.Step {
		return SentBack{}, refusal.New("service.send_back.to", "行政许可法第三十四条").On("to")
	}
	if strings.TrimSpace(reason) == "" {
		return SentBack{}, refusal.New("service.send_back.reason", "行政许可法第三十四条").On("text")
	}
	return SentBack{Step: c.Step, To: to, Words: words}, nil
}

// Suspend begins a special procedure (特别程序): its time is not counted, and the
// applicant is told in writing how long it takes (行政许可法第四十五条).
func (c Case) Suspend(procedure ledger.Code, days int, on, today calendar.Day, basis string, words ledger.Sum) (Suspended, error) {
	if err := c.step(SuspendVerb, on, today); err != nil {
		return Suspended{}, err
	}
	var all refusal.All
	if !listed(Procedures, procedure) {
		all = append(all, refusal.New("service.suspend.procedure", "行政许可法第四十五条").On("procedure"))
	}
	if days < 1 || days > 365 {
		all = append(all, refusal.New("service.suspend.days", "行政许可法第四十五条").On("days"))
	}
	if strings.TrimSpace(basis) == "" {
		all = append(all, refusal.New("service.suspend.basis", "行政许可法第四十五条").On("text"))
	}
	return Suspended{Procedure: procedure, Days: days, Words: words}, all.Or()
}

// Resume ends the special procedure; the period goes on.
func (c Case) Resume(on, today calendar.Day) (Resumed, error) {
	return Resumed{}, c.step(ResumeVerb, on, today)
}

// Extend extends the period once, by at most ten working days, before it is over
// (延期, 行政许可法第四十二条). The head of the organ approves it by doing it, so that
// the day on which it is entered counts, whatever day it bears.
func (c Case) Extend(days int, on, today calendar.Day, reason string, words ledger.Sum, cal *calendar.Calendar) (Extended, error) {
	if !c.ExtendedOn.IsZero() {
		return Extended{}, refusal.Clash("service.extend.twice", "行政许可法第四十二条", "day", c.ExtendedOn.Chinese())
	}
	if err := c.step(ExtendVerb, on, today); err != nil {
		return Extended{}, err
	}
	var all refusal.All
	if most := c.limit("case_extension").N; days < 1 || days > most {
		all = append(all, refusal.New("service.extend.days", "行政许可法第四十二条", "days", itoa(days), "most", itoa(most)).On("days"))
	}
	if strings.TrimSpace(reason) == "" {
		all = append(all, refusal.New("service.extend.reason", "行政许可法第四十二条").On("text"))
	}
	if err := all.Or(); err != nil {
		return Extended{}, err
	}
	s := c.Clock(on, cal)
	if !s.Runs() {
		return Extended{}, refusal.Clash("service.extend.none", "行政许可法第四十二条")
	}
	if today.After(s.Due.Day) {
		return Extended{}, refusal.Clash("service.extend.late", "行政许可法第四十二条", "due", s.Due.Day.Chinese())
	}
	c.ExtendedOn, c.ExtendDays = on, days
	return Extended{Days: days, To: c.Clock(on, cal).Due.Day, Words: words}, nil
}

// Decide ends the case with its result and ground (行政许可法第三十八条). All steps
// are done; whoever examined does not decide, but for an instant item, which one
// officer does at once.
func (c Case) Decide(result ledger.Code, hands []ledger.ID, on, today calendar.Day, reason string, words ledger.Sum, cal *calendar.Calendar) (Decided, error) {
	if err := c.step(DecideVerb, on, today); err != nil {
		return Decided{}, err
	}
	if n := len(c.Terms.Steps); c.Step < n && !c.Terms.Instant {
		return Decided{}, refusal.Clash("service.decide.steps", "行政许可法第三十四条", "left", itoa(n-c.Step))
	}
	if !c.Terms.Instant && slices.ContainsFunc(hands, func(h ledger.ID) bool { return h != "" && slices.Contains(c.Examiners, h) }) {
		return Decided{}, refusal.Clash("service.decide.own", "行政许可法第三十八条")
	}
	var all refusal.All
	if !listed(Results, result) {
		all = append(all, refusal.New("service.decide.result", "行政许可法第三十八条").On("result"))
	}
	if result == "denied" && strings.TrimSpace(reason) == "" {
		all = append(all, refusal.New("service.decide.reason", "行政许可法第三十八条").On("text"))
	}
	if err := all.Or(); err != nil {
		return Decided{}, err
	}
	s := c.Clock(on, cal)
	return Decided{Result: result, Register: c.Terms.Register, Statutory: s.Statutory, Used: s.Used, Late: s.Late(), Ahead: s.Ahead(), Words: words}, nil
}

// Deliver records that the result reached the applicant, with proof; it was to
// within ten working days of the decision (行政许可法第四十四条).
func (c Case) Deliver(way ledger.Code, on, today calendar.Day, proof string, sum ledger.Sum, cal *calendar.Calendar) (Delivered, error) {
	if err := c.step(DeliverVerb, on, today); err != nil {
		return Delivered{}, err
	}
	if !c.DeliveredOn.IsZero() {
		return Delivered{}, refusal.Clash("service.deliver.twice", "行政许可法第四十四条", "day", c.DeliveredOn.Chinese())
	}
	var all refusal.All
	if !listed(Ways, way) {
		all = append(all, refusal.New("service.deliver.way", "行政许可法第四十四条").On("way"))
	}
	if strings.TrimSpace(proof) == "" {
		all = append(all, refusal.New("service.deliver.proof", "行政许可法第四十四条").On("text"))
	}
	return Delivered{Way: way, Late: on.After(c.DeliverBy(cal).Day), Proof: sum}, all.Or()
}

// DeliverBy is the last day to deliver what was decided.
func (c Case) DeliverBy(cal *calendar.Calendar) calendar.Date {
	return c.limit("case_deliver").Due(c.EndedOn, cal)
}
