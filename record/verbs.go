package record

import (
	"slices"
	"strings"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Doors are where a correction may come in: by post or at the counter, where
// the person shows who it is.
func Doors() []law.Term {
	return slices.DeleteFunc(slices.Clone(law.Terms("door")), func(t law.Term) bool {
		return !slices.Contains([]string{"counter", "post-signed", "post", "oral"}, t.Key)
	})
}

// Receive takes a correction in (R-A41): it is about the person itself, names
// the record and what is wrong with it, and brings evidence; proofs is the
// number of files that came with it.
func Receive(door ledger.Code, a Asked, proofs int, on, today calendar.Day, words ledger.Sum) (Received, error) {
	var all refusal.All
	want := func(field, value, code string) {
		if strings.TrimSpace(value) == "" {
			all = append(all, refusal.New(code, "R-A41").On(field))
		}
	}
	if !slices.ContainsFunc(Doors(), func(t law.Term) bool { return t.Key == string(door) }) {
		all = append(all, refusal.New("record.receive.door", "R-A41").On("door"))
	}
	if on.IsZero() || on.After(today) {
		all = append(all, refusal.New("record.receive.day", "R-A41", "today", today.String()).On("on"))
	}
	want("name", a.Name, "record.receive.name")
	want("phone", a.Phone+a.Address, "record.receive.reach")
	want("record", a.Record, "record.receive.record")
	want("wrong", a.Wrong, "record.receive.wrong")
	if proofs == 0 {
		want("proof", a.Proof, "record.receive.proof")
	}
	return Received{Door: door, Words: words}, all.Or()
}

// Propose drafts how the matter is to end (R-A41): corrected, sent on to the
// organ that may correct it, told where to go, or refused with a reason.
func (m Matter) Propose(how State, e Ending, words ledger.Sum) (Proposed, error) {
	if m.State != Open {
		return Proposed{}, refusal.Clash("record.propose.state", "R-A41", "state", m.State.Name())
	}
	var all refusal.All
	want := func(field, value, code string) {
		if strings.TrimSpace(value) == "" {
			all = append(all, refusal.New(code, "R-A41").On(field))
		}
	}
	want("found", e.Found, "record.propose.found")
	switch how {
	case Corrected:
		want("words", e.Words, "record.propose.corrected")
	case Refused:
		want("words", e.Words, "record.propose.reason")
	case Transferred, Told:
		want("organ", e.Organ, "record.propose.organ")
	default:
		all = append(all, refusal.New("record.propose.how", "R-A41").On("how"))
	}
	return Proposed{How: how, Words: words}, all.Or()
}

// Return sends the draft back with a reason (退回).
func (m Matter) Return(reason string, words ledger.Sum) (Returned, error) {
	if m.State != Drafted {
		return Returned{}, refusal.Clash("record.return.state", "R-A41", "state", m.State.Name())
	}
	if strings.TrimSpace(reason) == "" {
		return Returned{}, refusal.New("record.return.reason", "R-A41").On("reason")
	}
	return Returned{Words: words}, nil
}

// End decides what was drafted (R-A41): by another than who drafted it, since
// the letter speaks for the organ. Both are whoever acted and the one in whose
// name (代理).
func (m Matter) End(by, drafted []ledger.ID, words ledger.Sum) (Ended, error) {
	switch {
	case m.State != Drafted:
		return Ended{}, refusal.Clash("record.end.state", "R-A41", "state", m.State.Name())
	case slices.ContainsFunc(by, func(id ledger.ID) bool { return id != "" && (id == m.Drafter || slices.Contains(drafted, id)) }):
		return Ended{}, refusal.Clash("record.end.drafter", "R-A41")
	}
	return Ended{How: m.How, Words: words}, nil
}

// Deliver records that a letter reached its addressee, with proof (送达): once
// for the person and, where it was sent on, once for the competent organ.
func (m Matter) Deliver(of int64, organ bool, on, today calendar.Day, proof string, words ledger.Sum) (Delivered, error) {
	if m.EndedOn.IsZero() || organ && m.State != Transferred {
		return Delivered{}, refusal.Clash("record.deliver.state", "R-A41", "state", m.State.Name())
	}
	if organ && !m.SentOn.IsZero() || !organ && !m.ToldOn.IsZero() {
		return Delivered{}, refusal.Clash("record.deliver.twice", "R-A41")
	}
	var all refusal.All
	if on.Before(m.EndedOn) || on.After(today) {
		all = append(all, refusal.New("record.deliver.day", "R-A41", "ended", m.EndedOn.String(), "today", today.String()).On("on"))
	}
	if strings.TrimSpace(proof) == "" {
		all = append(all, refusal.New("record.deliver.proof", "R-A41").On("proof"))
	}
	return Delivered{Of: of, Organ: organ, Proof: words}, all.Or()
}

// Erase takes the person away from a matter that is done (个人信息保护法 Art. 47);
// that there was one, and how it ended, stays.
func (m Matter) Erase() (Erased, error) {
	switch {
	case m.Erased:
		return Erased{}, refusal.Clash("record.erase.twice", "个人信息保护法第四十七条")
	case m.State.Pending() || m.Waits() != "":
		return Erased{}, refusal.Clash("record.erase.open", "个人信息保护法第四十七条")
	}
	return Erased{}, nil
}
