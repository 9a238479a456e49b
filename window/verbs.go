package window

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Longest bounds what is said from the site, in characters.
const Longest = 1000

// rule is what stands behind the verbs of a sort.
func (s Sort) rule() string {
	if s == Complaint {
		return "GB/T 36113"
	}
	return "§G.3"
}

// Topics is the list of law from which a sort's topic is chosen.
func (s Sort) Topics() string {
	return map[Sort]string{Enquiry: "enquiry_topic", Complaint: "complaint_topic", Commendation: "praise_form"}[s]
}

// Receive takes a matter in. An enquiry at the window needs a topic and no more;
// one from the site needs its words and a complaint a way to be told.
func (m Matter) Receive(s Said, answered bool, on, today calendar.Day, words ledger.Sum) (Received, error) {
	var all refusal.All
	want := func(field, code string, ok bool, args ...string) {
		if !ok {
			all = append(all, refusal.New(code, m.Sort.rule(), args...).On(field))
		}
	}
	in := func(list string, key ledger.Code) bool { _, ok := law.Label(list, string(key)); return ok }
	want("topic", "window.receive.topic", m.Sort.Topics() != "" && in(m.Sort.Topics(), m.Topic))
	want("channel", "window.receive.channel", m.Sort == Commendation || in("window_channel", m.Channel))
	want("on", "window.receive.day", !on.IsZero() && !on.After(today), "today", today.String())
	want("minutes", "window.receive.minutes", m.Minutes >= 0 && m.Minutes <= 480)
	want("text", "window.receive.long", utf8.RuneCountInString(s.Text) <= Longest, "n", "1000")
	switch {
	case m.Sort == Enquiry && answered:
	case m.Sort == Commendation:
		want("name", "window.receive.giver", strings.TrimSpace(s.Name) != "")
		want("text", "window.receive.words", strings.TrimSpace(s.Text) != "")
	default:
		want("text", "window.receive.text", strings.TrimSpace(s.Text) != "")
		want("phone", "window.receive.reach", m.Sort == Enquiry || m.Channel == "online" || s.Phone+s.Email != "")
	}
	return Received{No: m.No, Sort: m.Sort, Channel: m.Channel, Topic: m.Topic, Item: m.Item, Unit: m.Unit, Minutes: m.Minutes,
		Answered: m.Sort == Enquiry && answered, Consent: m.Consent, Words: words}, all.Or()
}

// in refuses a verb in a state, or of a sort, that does not allow it.
func (m Matter) in(sort Sort, code string, states ...State) error {
	for _, s := range states {
		if m.Sort == sort && m.State == s {
			return nil
		}
	}
	return refusal.Clash(code, m.Sort.rule(), "state", m.StateName())
}

func wanted(field, code, words string, rule string) error {
	if strings.TrimSpace(words) == "" {
		return refusal.New(code, rule).On(field)
	}
	return nil
}

// About says which division a complaint is about (被投诉科室): while it is open the
// office may still put that right. none is said of one about no division.
func (m Matter) About(unit, of ledger.ID, none bool) (Against, error) {
	if err := m.in(Complaint, "window.against.state", Open, Taken); err != nil {
		return Against{}, err
	}
	switch {
	case (unit == "") != none:
		return Against{}, refusal.New("window.against.unit", "GB/T 36113").On("against")
	case unit != "" && unit == m.Unit:
		return Against{}, refusal.New("window.assign.own", "GB/T 36113").On("against")
	}
	return Against{Unit: unit, Case: of}, nil
}

// Assign gives an open matter to another division (转办); a complaint not to the
// one that it is about, which is to be said first.
func (m Matter) Assign(unit ledger.ID) (Assigned, error) {
	switch {
	case m.State != Open && m.State != Taken:
		return Assigned{}, refusal.Clash("window.assign.state", m.Sort.rule(), "state", m.StateName())
	case unit == "" || unit == m.Unit:
		return Assigned{}, refusal.New("window.assign.unit", m.Sort.rule()).On("unit")
	case m.Sort == Complaint && !m.Named:
		return Assigned{}, refusal.New("window.against.unit", "GB/T 36113").On("against")
	case m.Sort == Complaint && unit == m.Against:
		return Assigned{}, refusal.New("window.assign.own", "GB/T 36113").On("unit")
	}
	return Assigned{Unit: unit}, nil
}

// Accept takes a complaint up; told is what the person was told (受理告知).
func (m Matter) Accept(told string, words ledger.Sum) (Accepted, error) {
	if err := m.in(Complaint, "window.accept.state", Open); err != nil {
		return Accepted{}, err
	}
	return Accepted{Words: words}, wanted("words", "window.accept.told", told, "GB/T 36113")
}

// Decline does not take a complaint up, and says why (不予受理).
func (m Matter) Decline(why string, words ledger.Sum) (Declined, error) {
	if err := m.in(Complaint, "window.decline.state", Open); err != nil {
		return Declined{}, err
	}
	return Declined{Words: words}, wanted("words", "window.decline.why", why, "GB/T 36113")
}

// Check says what was found and what was done about it (核实处理). by are the
// divisions of whoever checks and of whom it stands in for: none of them may be
// the one complained of.
func (m Matter) Check(finding ledger.Code, found string, by []ledger.ID, words ledger.Sum) (Checked, error) {
	if err := m.in(Complaint, "window.check.state", Taken); err != nil {
		return Checked{}, err
	}
	switch {
	case !m.Named:
		return Checked{}, refusal.Clash("window.check.against", "GB/T 36113")
	case m.Against != "" && slices.Contains(by, m.Against):
		return Checked{}, refusal.Clash("window.check.own", "GB/T 36113")
	}
	if _, ok := law.Label("complaint_finding", string(finding)); !ok {
		return Checked{}, refusal.New("window.check.finding", "GB/T 36113").On("finding")
	}
	return Checked{Finding: finding, Words: words}, wanted("words", "window.check.words", found, "GB/T 36113")
}

// Answer answers an enquiry, or tells what came of a complaint once it was
// looked into (答复、反馈).
func (m Matter) Answer(answer string, minutes int, words ledger.Sum) (Answered, error) {
	err := m.in(Enquiry, "window.answer.state", Open)
	if m.Sort == Complaint {
		err = m.in(Complaint, "window.answer.state", Found)
	}
	switch {
	case err != nil:
		return Answered{}, err
	case minutes < 0 || minutes > 480:
		return Answered{}, refusal.New("window.receive.minutes", m.Sort.rule()).On("minutes")
	}
	return Answered{Minutes: minutes, Words: words}, wanted("words", "window.answer.words", answer, m.Sort.rule())
}

// Revisit asks whoever complained whether that will do (回访).
func (m Matter) Revisit(satisfied ledger.Code, words ledger.Sum) (Revisited, error) {
	if err := m.in(Complaint, "window.revisit.state", Done); err != nil {
		return Revisited{}, err
	}
	if _, ok := law.Label("satisfaction", string(satisfied)); !ok {
		return Revisited{}, refusal.New("window.revisit.satisfied", "GB/T 36113").On("satisfied")
	}
	return Revisited{Satisfied: satisfied, Words: words}, nil
}

// File closes a complaint's papers (归档), after the revisit or the refusal.
func (m Matter) File() (Filed, error) {
	return Filed{}, m.in(Complaint, "window.file.state", Asked, Refused)
}

// Correct puts right what was counted of an enquiry (更正), and says why: channel,
// topic, item, division and minutes take the place of what stood there.
func (m Matter) Correct(as Matter, why string, words ledger.Sum) (Corrected, error) {
	if err := m.in(Enquiry, "window.correct.state", Open, Done); err != nil {
		return Corrected{}, err
	}
	var all refusal.All
	want := func(field, code string, ok bool) {
		if !ok {
			all = append(all, refusal.New(code, "§G.3").On(field))
		}
	}
	in := func(list string, key ledger.Code) bool { _, ok := law.Label(list, string(key)); return ok }
	want("topic", "window.receive.topic", in(m.Sort.Topics(), as.Topic))
	want("channel", "window.receive.channel", in("window_channel", as.Channel))
	want("channel", "window.correct.online", (as.Channel == "online") == (m.Channel == "online") || !in("window_channel", as.Channel))
	want("minutes", "window.receive.minutes", as.Minutes >= 0 && as.Minutes <= 480)
	want("words", "window.correct.why", strings.TrimSpace(why) != "")
	if same := m; len(all) == 0 {
		if same.Channel, same.Topic, same.Item, same.Unit, same.Minutes = as.Channel, as.Topic, as.Item, as.Unit, as.Minutes; same == m {
			return Corrected{}, refusal.New("window.correct.same", "§G.3").On("topic")
		}
	}
	return Corrected{Channel: as.Channel, Topic: as.Topic, Item: as.Item, Unit: as.Unit, Minutes: as.Minutes, Words: words}, all.Or()
}

// Cancel takes an enquiry out of the count that was none, or was counted twice
// (注销), and says why; one from the site is somebody's and is answered.
func (m Matter) Cancel(why string, words ledger.Sum) (Voided, error) {
	if err := m.in(Enquiry, "window.void.state", Open, Done); err != nil {
		return Voided{}, err
	}
	if m.Channel == "online" {
		return Voided{}, refusal.Clash("window.void.online", "§G.3")
	}
	return Voided{Words: words}, wanted("words", "window.correct.why", why, "§G.3")
}

// Release shows a commendation on the site, if its giver lets it: by another
// hand than the one that recorded it. Both are whoever acted and the one in
// whose name (代理).
func (m Matter) Release(by, recorded []ledger.ID) (Released, error) {
	if err := m.in(Commendation, "window.release.state", Recorded); err != nil {
		return Released{}, err
	}
	if m.Erased || !m.Consent {
		return Released{}, refusal.Clash("window.release.consent", "§G.3")
	}
	if slices.ContainsFunc(by, func(id ledger.ID) bool { return id != "" && slices.Contains(recorded, id) }) {
		return Released{}, refusal.Clash("window.release.own", "§G.3")
	}
	return Released{}, nil
}

// TakeDown takes it off the site.
func (m Matter) TakeDown() (TakenDown, error) {
	return TakenDown{}, m.in(Commendation, "window.takedown.state", Public)
}

// Erase takes away who asked and in what words, once nothing waits for it.
func (m Matter) Erase() (Erased, error) {
	if m.Erased || m.Waits() != "" || m.State == Public {
		return Erased{}, refusal.Clash("window.erase.state", "个人信息保护法第四十七条", "state", m.StateName())
	}
	return Erased{}, nil
}
