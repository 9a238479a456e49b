package request

import (
	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Extend extends the period once, by at most 20 working days (延期, R-A33),
// decided and told on or before the due day then in force. It is decided by being
// entered: after that day none is, whatever day it bears. The approver is the
// head of the disclosure office, which access sees to.
func (r Request) Extend(on calendar.Day, days int, approver ledger.ID, today calendar.Day, words ledger.Sum, cal *calendar.Calendar) (Extended, error) {
	if !r.ExtendedOn.IsZero() {
		return Extended{}, refusal.Clash("request.extend.twice", "R-A33", "day", r.ExtendedOn.String())
	}
	if err := r.step(ExtendVerb, on, today); err != nil {
		return Extended{}, err
	}
	most := r.limit("extension").N
	if days < 1 || days > most {
		return Extended{}, refusal.New("request.extend.days", "R-A33", "days", itoa(days), "most", itoa(most)).On("days")
	}
	if due := r.Clock(on, cal).Due.Day; today.After(due) {
		return Extended{}, refusal.Clash("request.extend.late", "R-A33", "due", due.Chinese())
	}
	r.ExtendedOn, r.ExtendDays = on, days
	return Extended{Days: days, To: r.Clock(on, cal).Due.Day, Approver: approver, Words: words}, nil
}

// Ask asks for the reasons of a number or frequency that is plainly beyond
// reason (说明理由, R-A35).
func (r Request) Ask(on, by, today calendar.Day, words ledger.Sum) (ReasonsAsked, error) {
	if !r.AskedOn.IsZero() {
		return ReasonsAsked{}, refusal.Clash("request.ask.twice", "R-A35", "day", r.AskedOn.String())
	}
	if err := r.step(AskVerb, on, today); err != nil {
		return ReasonsAsked{}, err
	}
	if !by.After(on) {
		return ReasonsAsked{}, refusal.New("request.ask.by", "R-A35").On("by")
	}
	return ReasonsAsked{By: by, Words: words}, nil
}

// Reason records the reasons that the applicant gave (R-A35).
func (r Request) Reason(on, today calendar.Day, words ledger.Sum) (Reasoned, error) {
	if err := r.allow(ReasonVerb); err != nil {
		return Reasoned{}, err
	}
	if r.AskedOn.IsZero() || !r.ReasonedOn.IsZero() {
		return Reasoned{}, refusal.Clash("request.reason.none", "R-A35")
	}
	return Reasoned{Words: words}, dated("R-A35", later(r.AskedOn, r.last()), on, today)
}

// Postpone sets a reasonable later day and tells it (延迟答复, R-A35): the
// reasons were reasonable, but the period of Art. 33 cannot be kept.
func (r Request) Postpone(on, to, today calendar.Day, words ledger.Sum, cal *calendar.Calendar) (Postponed, error) {
	if err := r.allow(PostponeVerb); err != nil {
		return Postponed{}, err
	}
	if r.ReasonedOn.IsZero() {
		return Postponed{}, refusal.Clash("request.postpone.reasons", "R-A35")
	}
	if !r.PostponedTo.IsZero() {
		return Postponed{}, refusal.Clash("request.postpone.twice", "R-A35", "day", r.PostponedTo.String())
	}
	if err := dated("R-A35", later(r.ReasonedOn, r.last()), on, today); err != nil {
		return Postponed{}, err
	}
	due := r.Clock(on, cal).Due.Day
	if on.After(due) {
		return Postponed{}, refusal.Clash("request.postpone.late", "R-A35", "due", due.Chinese())
	}
	if !to.After(due) {
		return Postponed{}, refusal.New("request.postpone.to", "R-A35", "due", due.Chinese()).On("to")
	}
	return Postponed{To: to, Words: words}, nil
}
