package request

import (
	"cmp"
	"slices"
	"strings"

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

// doors are the channels of a script.
var doors = []string{"web", "counter", "post-signed", "post", "fax"}

// events are what may stand in a script, each with the rule that governs it.
var events = map[string]string{"received": "R-A31", "confirmed": "R-A31", "clarified": "R-A30", "supplemented": "R-A30",
	"consulted": "R-A32", "heard": "R-A32", "extended": "R-A33", "charged": "F.3", "paid": "F.3", "answered": "R-A33", "withdrawn": "A.4.2"}

// Life is the request as it stood at the end of a day. The whole script is
// checked first: a sequence that the law forbids is refused, whatever the day.
// The events count in the order of their days, those of one day as they are
// written, and nothing of a day precedes the receipt.
func (s Script) Life(asof calendar.Day, cal *calendar.Calendar) (Request, error) {
	if !slices.Contains(doors, s.Channel) {
		return Request{}, refusal.New("request.script.channel", "R-A31", "channel", s.Channel, "doors", strings.Join(doors, "、"))
	}
	sorted := slices.Clone(s.Events)
	for i, e := range sorted {
		if err := e.check(i + 1); err != nil {
			return Request{}, err
		}
	}
	slices.SortStableFunc(sorted, func(a, b Event) int {
		return cmp.Or(a.On.Compare(b.On), cmp.Compare(a.rank(), b.rank()))
	})
	p := player{door: ledger.Code(s.Channel), cal: cal, open: map[string]ledger.ID{}}
	var then Request
	for _, e := range sorted {
		if err := p.play(e); err != nil {
			return Request{}, err
		}
		if !e.On.After(asof) {
			then = p.r
		}
	}
	return then, nil
}

// check is what an event must keep by itself; n is its place in the script.
func (e Event) check(n int) error {
	rule, ok := events[e.Event]
	switch {
	case !ok:
		return refusal.New("request.script.event", "R-A33", "n", itoa(n), "event", e.Event)
	case e.On.IsZero():
		return refusal.New("request.script.day", rule, "n", itoa(n), "event", e.Event, "field", "on")
	case e.Days != 0 && e.Event != "extended":
		return refusal.New("request.script.field", rule, "n", itoa(n), "event", e.Event, "field", "days")
	case e.Ref != "" && rule != "R-A32":
		return refusal.New("request.script.field", rule, "n", itoa(n), "event", e.Event, "field", "ref")
	case !e.Served.IsZero() && !slices.Contains([]string{"consulted", "heard", "charged"}, e.Event):
		return refusal.New("request.script.field", rule, "n", itoa(n), "event", e.Event, "field", "served")
	}
	return nil
}

// rank puts the receipt of a day before all else of that day.
func (e Event) rank() int {
	if i := slices.Index([]string{"received", "confirmed"}, e.Event); i >= 0 {
		return i
	}
	return 2
}

// player plays a script by the same verbs as the desk's.
type player struct {
	r    Request
	door ledger.Code
	cal  *calendar.Calendar
	open map[string]ledger.ID // consultations without an answer, by their name in the script
	sent int
}

// play turns an event into facts, or refuses it.
func (p *player) play(e Event) error {
	rule := events[e.Event]
	switch {
	case p.r.State == "" && e.Event != "received":
		return refusal.Clash("request.script.first", rule, "event", e.Event, "first", "received")
	case p.r.State != "" && e.Event == "received":
		return refusal.Clash("request.script.twice", rule, "event", e.Event)
	case !p.r.EndedOn.IsZero():
		return refusal.Clash("request.script.ended", rule, "day", p.r.EndedOn.String(), "event", e.Event)
	case p.r.State == Arrived && e.Event != "confirmed" && e.Event != "withdrawn":
		return refusal.Clash("request.receive.unconfirmed", "R-A31", "verb", e.Event)
	}
	f, err := p.fact(e)
	if err != nil || f == nil {
		return err
	}
	p.r = p.r.Apply(ledger.Entry{On: e.On, Subject: "script"}, f)
	return nil
}

func (p *player) fact(e Event) (ledger.Fact, error) {
	r := p.r
	switch e.Event {
	case "received":
		return Receive("", p.door, "natural", "", e.On, e.On, "")
	case "confirmed":
		if !NeedsConfirm(p.door, r.ArrivedOn) {
			return nil, nil // the law asks for none here; one that was made does no harm
		}
		return r.Confirm(e.On, e.On, "")
	case "clarified":
		return Clarified{}, r.clarifiable(e.On, e.On, p.cal)
	case "supplemented":
		return r.Supplement(e.On, e.On, "")
	case "consulted":
		return p.consult(e)
	case "heard":
		return p.hear(e)
	case "extended":
		return r.Extend(e.On, e.Days, "", e.On, "", p.cal)
	case "charged":
		if err := r.chargeable(e.On, e.On, p.cal); err != nil {
			return nil, err
		}
		return Levied{ServedOn: e.Served}, e.served(e.On)
	case "paid":
		return r.Pay(e.On, 0, e.On, p.cal)
	case "withdrawn":
		return r.Withdraw(e.On, e.On, "")
	}
	return Sent{}, nil // answered: late or early, it ends the request
}

// served refuses a day of service before the letter was sent.
func (e Event) served(sent calendar.Day) error {
	if e.Served.IsZero() || !e.Served.Before(sent) {
		return nil
	}
	return refusal.New("request.script.served", events[e.Event], "day", sent.String(), "served", e.Served.String())
}

// consult opens a consultation; a name whose letter is answered may be used again.
func (p *player) consult(e Event) (ledger.Fact, error) {
	if id, ok := p.open[e.Ref]; ok {
		c, _ := p.r.consult(id)
		return nil, refusal.Clash("request.consult.twice", "R-A32", "day", c.SentOn.String())
	}
	if err := e.served(e.On); err != nil {
		return nil, err
	}
	p.sent++
	id := ledger.ID(itoa(p.sent))
	f, err := p.r.Consult(id, ThirdParty, e.On, e.On, "")
	if err != nil {
		return nil, err
	}
	p.open[e.Ref] = id
	p.r = p.r.Apply(ledger.Entry{On: e.On}, f)
	p.serve(id, e)
	return nil, nil
}

// serve records the day of service that an event names, which may lie ahead of
// the event's own day.
func (p *player) serve(id ledger.ID, e Event) {
	if !e.Served.IsZero() {
		p.r = p.r.Apply(ledger.Entry{On: e.Served}, Served{Ref: id})
	}
}

// hear answers the consultation of that name; without a name the only one open.
func (p *player) hear(e Event) (ledger.Fact, error) {
	id, ok := p.open[e.Ref]
	switch {
	case !ok && e.Ref == "" && len(p.open) == 1:
		for e.Ref, id = range p.open {
			break
		}
	case !ok && e.Ref == "" && len(p.open) > 1:
		return nil, refusal.Clash("request.hear.which", "R-A32", "field", "ref")
	case !ok:
		return nil, refusal.Clash("request.hear.none", "R-A32")
	}
	c, _ := p.r.consult(id)
	if err := e.served(c.SentOn); err != nil {
		return nil, err
	}
	p.serve(id, e)
	delete(p.open, e.Ref)
	return p.r.Hear(id, Agrees, e.On, e.On, "", p.cal)
}
