package request

import (
	"slices"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Script is the life of a request as a list of dated events, for those who
// keep their cases elsewhere and want only the clock (gongkai clock).
type Script struct {
	Channel string  `json:"channel"`
	Events  []Event `json:"events"`
}

// Event is one line of a script. Ref tells overlapping consultations apart;
// Served is the day on which a third party got the letter, or an applicant the
// notice of a fee; Days belong to extended.
type Event struct {
	On     calendar.Day `json:"on"`
	Event  string       `json:"event"`
	Days   int          `json:"days,omitempty"`
	Ref    string       `json:"ref,omitempty"`
	Served calendar.Day `json:"served,omitzero"`
}

// Life is the request as it stood at the end of a day. The whole script is
// checked first: a sequence that the law forbids is refused, whatever the day.
func (s Script) Life(asof calendar.Day, cal *calendar.Calendar) (Request, error) {
	if !slices.Contains([]string{"web", "counter", "post-signed", "post", "fax"}, s.Channel) {
		return Request{}, refusal.New("request.script.channel", "R-A31", "channel", s.Channel)
	}
	events := slices.Clone(s.Events)
	slices.SortStableFunc(events, func(a, b Event) int { return a.On.Compare(b.On) })
	var r, then Request
	for i, e := range events {
		steps, err := r.play(i, e, ledger.Code(s.Channel), cal)
		if err != nil {
			return Request{}, err
		}
		for _, f := range steps {
			r = r.Apply(ledger.Entry{On: e.On, Subject: "script"}, f)
		}
		// A letter's day of service may lie ahead of the day of the event.
		if e.Event == "consulted" && !e.Served.IsZero() {
			r.Consults[len(r.Consults)-1].ServedOn = e.Served
		}
		if !e.On.After(asof) {
			then = r
		}
	}
	return then, nil
}

// play turns an event into facts, asking the same verbs as the desk does.
func (r Request) play(i int, e Event, door ledger.Code, cal *calendar.Calendar) ([]ledger.Fact, error) {
	if e.On.IsZero() {
		return nil, refusal.New("request.day.none", "R-A31")
	}
	if r.State == "" && e.Event != "received" {
		return nil, refusal.Clash("request.script.first", "R-A33", "event", e.Event)
	}
	if !r.EndedOn.IsZero() {
		return nil, refusal.Clash("request.script.ended", "R-A33", "day", r.EndedOn.String(), "event", e.Event)
	}
	one := func(f ledger.Fact, err error) ([]ledger.Fact, error) { return []ledger.Fact{f}, err }
	if r.State == Arrived && !slices.Contains([]string{"received", "confirmed", "withdrawn"}, e.Event) {
		return nil, refusal.Clash("request.receive.unconfirmed", "R-A31", "verb", e.Event)
	}
	switch e.Event {
	case "received":
		if r.State != "" {
			return nil, refusal.Clash("request.script.twice", "R-A31")
		}
		return one(Receive("", door, "natural", "", e.On, e.On, ""))
	case "confirmed":
		if r.State == Open && r.ReceivedOn == r.ArrivedOn && !NeedsConfirm(r.Door) {
			return nil, nil // the law asks for none here; one that was made does no harm
		}
		return one(r.Confirm(e.On, e.On, ""))
	case "clarified":
		return one(r.Clarify(e.On, calendar.Day{}, e.On, "", cal))
	case "supplemented":
		return one(r.Supplement(e.On, e.On, ""))
	case "consulted":
		if !e.Served.IsZero() && e.Served.Before(e.On) {
			return nil, refusal.New("request.script.served", "R-A32", "day", e.On.String())
		}
		ref := ledger.ID(e.Ref)
		if c, ok := r.consult(ref); ok && !c.HeardOn.IsZero() {
			ref += ledger.ID("#" + itoa(i)) // asked again after the answer
		}
		return one(r.Consult(ref, ThirdParty, e.On, e.On, ""))
	case "heard":
		ref, err := r.asked(ledger.ID(e.Ref))
		if err != nil {
			return nil, err
		}
		return one(r.Hear(ref, Agrees, e.On, e.On, "", cal))
	case "extended":
		return one(r.Extend(e.On, e.Days, "", e.On, "", cal))
	case "charged":
		if !r.ChargedOn.IsZero() {
			return nil, refusal.Clash("request.charge.twice", "F.1", "day", r.ChargedOn.String())
		}
		if err := r.allow(ChargeVerb); err != nil {
			return nil, err
		}
		if !e.Served.IsZero() && e.Served.Before(e.On) {
			return nil, refusal.New("request.script.served", "F.3", "day", e.On.String())
		}
		return one(Levied{ServedOn: e.Served}, r.chargeable(e.On, e.On, cal))
	case "paid":
		return one(r.Pay(e.On, 0, e.On, cal))
	case "answered":
		return one(Sent{}, nil)
	case "withdrawn":
		return one(r.Withdraw(e.On, e.On, ""))
	}
	return nil, refusal.New("request.script.event", "R-A33", "n", itoa(i+1), "event", e.Event)
}

// asked finds the consultation that an answer belongs to: the one named, or
// the only one that is open.
func (r Request) asked(ref ledger.ID) (ledger.ID, error) {
	var open []ledger.ID
	for _, c := range r.Consults {
		if c.HeardOn.IsZero() {
			open = append(open, c.Ref)
		}
	}
	base := func(id ledger.ID) bool { return id == ref || len(id) > len(ref) && id[:len(ref)+1] == ref+"#" }
	if i := slices.IndexFunc(open, base); i >= 0 && (ref != "" || len(open) == 1) {
		return open[i], nil
	}
	switch {
	case len(open) == 0 || ref != "":
		return "", refusal.Clash("request.hear.none", "R-A32")
	case len(open) > 1:
		return "", refusal.Clash("request.hear.which", "R-A32")
	}
	return open[0], nil
}
