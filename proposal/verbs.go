package proposal

import (
	"slices"
	"strings"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

func listed(list string, key ledger.Code) bool {
	_, ok := law.Label(list, string(key))
	return ok
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// Receive registers a proposal with the day on which it was handed over.
func Receive(r Received, t Text, on, today calendar.Day) (Received, error) {
	var all refusal.All
	ask := func(bad bool, field, code string) {
		if bad {
			all = append(all, refusal.New(code, "代表法第四十二条").On(field))
		}
	}
	ask(!listed("proposal", r.Type), "type", "proposal.receive.type")
	ask(!listed("proposal_level", r.Level), "level", "proposal.receive.level")
	ask(!listed("proposal_role", r.Role), "role", "proposal.receive.role")
	ask(r.No < 1 || r.No > 99999, "no", "proposal.receive.no")
	ask(blank(t.Session), "session", "proposal.receive.session")
	ask(blank(t.Title), "title", "proposal.receive.title")
	ask(blank(t.Members), "members", "proposal.receive.members")
	if on.IsZero() || on.After(today) {
		all = append(all, refusal.New("proposal.receive.day", "代表法第四十二条", "today", today.String()).On("on"))
	}
	ask(!r.Due.IsZero() && !r.Due.After(on), "due", "proposal.receive.due")
	return r, all.Or()
}

func (p Proposal) in(verb string, states ...State) error {
	if slices.Contains(states, p.State) {
		return nil
	}
	return refusal.Clash("proposal.do.state", "代表法第四十二条", "state", p.State.Name(), "verb", verb)
}

// Assign hands it out to a division (交办), or to another before a reply is drafted.
func (p Proposal) Assign(unit ledger.ID) (Handed, error) {
	if err := p.in("交办", Open, Assigned); err != nil {
		return Handed{}, err
	}
	if unit == "" {
		return Handed{}, refusal.New("proposal.assign.unit", "代表法第四十二条").On("unit")
	}
	return Handed{Unit: unit}, nil
}

// Return gives a proposal back to the office, or a draft back to the division,
// with a reason (退回).
func (p Proposal) Return(reason string, words ledger.Sum) (Returned, error) {
	if err := p.in("退回", Assigned, Drafted); err != nil {
		return Returned{}, err
	}
	if p.State == Assigned && p.Again > 0 {
		return Returned{}, refusal.Clash("proposal.return.again", "代表法第四十二条")
	}
	if blank(reason) {
		return Returned{}, refusal.New("proposal.return.reason", "代表法第四十二条").On("reason")
	}
	return Returned{Words: words}, nil
}

// Extend gives it the longer period (延期), once, before its day is over and
// not when the member wants a second answer.
func (p Proposal) Extend(reason string, on calendar.Day, cal *calendar.Calendar, words ledger.Sum) (Extended, error) {
	if err := p.in("延期", Open, Assigned, Drafted); err != nil {
		return Extended{}, err
	}
	_, due := p.Clock(cal)
	switch {
	case p.Long || p.Again > 0:
		return Extended{}, refusal.Clash("proposal.extend.twice", "代表法第四十二条")
	case on.After(due.Day):
		return Extended{}, refusal.Clash("proposal.extend.late", "代表法第四十二条", "due", due.Day.String())
	case blank(reason):
		return Extended{}, refusal.New("proposal.extend.reason", "代表法第四十二条").On("reason")
	}
	return Extended{Words: words}, nil
}

// Draft drafts the reply with its category, and says whether it may be public;
// a reply that may not says why (国办发〔2014〕46号).
func (p Proposal) Draft(category, openness ledger.Code, r Reply, words ledger.Sum) (Proposed, error) {
	if err := p.in("拟复", Assigned); err != nil {
		return Proposed{}, err
	}
	var all refusal.All
	if !listed("proposal_category", category) {
		all = append(all, refusal.New("proposal.draft.category", "代表法第四十二条").On("category"))
	}
	if !listed("proposal_open", openness) {
		all = append(all, refusal.New("proposal.draft.open", "国办发〔2014〕46号").On("open"))
	}
	if openness == Secret && blank(r.Why) {
		all = append(all, refusal.New("proposal.draft.why", "国办发〔2014〕46号").On("why"))
	}
	if blank(r.Words) {
		all = append(all, refusal.New("proposal.draft.words", "代表法第四十二条").On("words"))
	}
	return Proposed{Category: category, Openness: openness, Words: words}, all.Or()
}

// Check passes the draft: by another than who drafted it, since the reply speaks
// for the organ. Both are whoever acted and the one in whose name (代理).
func (p Proposal) Check(by, drafted []ledger.ID, words ledger.Sum) (Passed, error) {
	if err := p.in("审核", Drafted); err != nil {
		return Passed{}, err
	}
	if slices.ContainsFunc(by, func(id ledger.ID) bool { return id != "" && (id == p.Drafter || slices.Contains(drafted, id)) }) {
		return Passed{}, refusal.Clash("proposal.check.drafter", "代表法第四十二条")
	}
	return Passed{Words: words}, nil
}

// Answer sends the reply (答复函), to the member or, by an organ that has a
// share only (会办), to the one that answers.
func (p Proposal) Answer(on, today calendar.Day, cal *calendar.Calendar, words ledger.Sum) (Replied, error) {
	if err := p.in("发出答复", Checked); err != nil {
		return Replied{}, err
	}
	from := p.HandedOn
	if p.Again > 0 {
		from = p.RatedOn
	}
	if on.Before(from) || on.After(today) {
		return Replied{}, refusal.New("proposal.answer.day", "代表法第四十二条", "from", from.String(), "today", today.String()).On("on")
	}
	_, due := p.Clock(cal)
	return Replied{Category: p.Category, Due: due.Day, Late: on.After(due.Day), Words: words}, nil
}

// Rate records how content the member is (反馈意见). One who is not gets a new
// answer; one may change its mind as long as none is drafted.
func (p Proposal) Rate(s ledger.Code, on, today calendar.Day, words ledger.Sum) (Heard, error) {
	if err := p.in("登记反馈意见", Answered); err != nil {
		return Heard{}, err
	}
	switch {
	case p.Role == Joint:
		return Heard{}, refusal.Clash("proposal.rate.joint", "代表法第四十二条")
	case !listed("satisfaction", s):
		return Heard{}, refusal.New("proposal.rate.satisfaction", "代表法第四十二条").On("satisfaction")
	case on.Before(p.AnsweredOn) || on.After(today):
		return Heard{}, refusal.New("proposal.rate.day", "代表法第四十二条", "from", p.AnsweredOn.String(), "today", today.String()).On("on")
	}
	return Heard{Satisfaction: s, Words: words}, nil
}

// Release makes the reply an article (公开答复): once, where it may be public, by
// the organ that answers the member.
func (p Proposal) Release(article ledger.ID) (Released, error) {
	if err := p.in("公开答复", Answered, Rated); err != nil {
		return Released{}, err
	}
	switch {
	case p.Article != "":
		return Released{}, refusal.Clash("proposal.release.twice", "国办发〔2014〕46号")
	case p.Role == Joint:
		return Released{}, refusal.Clash("proposal.release.joint", "国办发〔2014〕46号")
	case p.Openness == Secret:
		return Released{}, refusal.Clash("proposal.release.secret", "国办发〔2014〕46号")
	}
	return Released{Article: article}, nil
}

// Erase takes away how the member is reached, once nothing more is owed to it
// (个人信息保护法 Art. 47). Who proposed what stays: it is what a deputy or a member
// of the conference does in office.
func (p Proposal) Erase(words ledger.Sum) (Erased, error) {
	ended := []State{Rated, Withdrawn}
	if p.Role == Joint {
		ended = append(ended, Answered)
	}
	if err := p.in("删除个人信息", ended...); err != nil {
		return Erased{}, err
	}
	if p.Erased {
		return Erased{}, refusal.Clash("proposal.erase.twice", "个人信息保护法第四十七条")
	}
	return Erased{Words: words}, nil
}

// Withdraw ends it without a reply: the member took it back, or another organ
// has it now (撤回).
func (p Proposal) Withdraw(reason string, words ledger.Sum) (TakenBack, error) {
	if err := p.in("撤回", Open, Assigned, Drafted, Checked); err != nil {
		return TakenBack{}, err
	}
	if !p.FirstOn.IsZero() {
		return TakenBack{}, refusal.Clash("proposal.withdraw.answered", "代表法第四十二条")
	}
	if blank(reason) {
		return TakenBack{}, refusal.New("proposal.withdraw.reason", "代表法第四十二条").On("reason")
	}
	return TakenBack{Words: words}, nil
}
