package request

import (
	"slices"
	"strings"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Answer is a draft answer as it is decided (拟答复).
type Answer struct {
	Reply    ledger.Code // key of law's list reply
	Reasons  string
	Parts    []Part // for part release, one a content item
	Override bool   // disclosed over an objection, for a major public interest (Art. 32)
}

// Row is the row of table 三 that a reply forces (§A.4.2).
func Row(reply ledger.Code) (ledger.Code, bool) {
	for _, t := range law.Terms("reply") {
		if t.Key == string(reply) {
			return ledger.Code(t.Note), true
		}
	}
	return "", false
}

// discloses says that the reply gives information out.
func discloses(reply ledger.Code) bool {
	return slices.Contains([]ledger.Code{"provided", "partial"}, reply)
}

// keeps says that one item is withheld on the ground.
func (a Answer) keeps(ground ledger.Code) bool {
	return a.Reply == "partial" && slices.ContainsFunc(a.Parts, func(p Part) bool { return p.Ground == ground })
}

// Decide drafts the answer (R-A36, R-A37): its row of table 三 follows from
// the reply, reasons stand wherever not all is given, and nobody who must be
// heard first is passed over.
func (r Request) Decide(a Answer, on, today calendar.Day, words ledger.Sum, cal *calendar.Calendar) (Decided, error) {
	if err := r.end(DecideVerb, on, today); err != nil {
		return Decided{}, err
	}
	row, ok := Row(a.Reply)
	if !ok {
		return Decided{}, refusal.New("request.decide.reply", "R-A36").On("reply")
	}
	var all refusal.All
	no := func(field, code, rule string) { all = append(all, refusal.New(code, rule).On(field)) }
	if strings.TrimSpace(a.Reasons) == "" && row != "open" {
		no("reasons", "request.decide.reasons", "R-A36")
	}
	switch {
	case a.Reply == "u_unclear" && r.SupplementedOn.IsZero():
		no("reply", "request.decide.unclear", "R-A30")
	case a.Reply == "n_massive" && (r.AskedOn.IsZero() || r.ReasonedOn.IsZero() && !on.After(r.ReasonsBy)):
		no("reply", "request.decide.massive", "R-A35")
	case (a.Reply == "d_third" || a.keeps("d_third")) && !r.third(func(Consult) bool { return true }):
		no("reply", "request.decide.third", "R-A32")
	case a.Reply == "d_third" && r.agreed():
		no("reply", "request.decide.agreed", "R-A32")
	case (discloses(a.Reply) || a.Reply == "d_third") && r.waiting(on, cal):
		no("reply", "request.decide.waiting", "R-A32")
	case discloses(a.Reply) && r.objected() && !a.Override && !a.keeps("d_third"):
		no("override", "request.decide.objected", "R-A32")
	}
	if a.Reply == "partial" {
		given := slices.ContainsFunc(a.Parts, func(p Part) bool { return p.Ground == "open" })
		kept := slices.ContainsFunc(a.Parts, func(p Part) bool { return p.Ground != "open" })
		if !given || !kept {
			no("parts", "request.decide.parts", "R-A37")
		}
		for _, p := range a.Parts {
			if _, ok := law.Label("ground", string(p.Ground)); !ok || p.Ground == "partial" || strings.HasPrefix(string(p.Ground), "o_") {
				no("parts", "request.decide.ground", "R-A37")
				break
			}
		}
	} else if len(a.Parts) > 0 {
		no("parts", "request.decide.whole", "R-A37")
	}
	return Decided{Reply: a.Reply, Outcome: row, Parts: a.Parts, Words: words}, all.Or()
}

// Return sends the draft back with a reason (退回).
func (r Request) Return(reason string, words ledger.Sum) (Returned, error) {
	if err := r.allow(ReturnVerb); err != nil {
		return Returned{}, err
	}
	if strings.TrimSpace(reason) == "" {
		return Returned{}, refusal.New("request.return.reason", "R-A45").On("reason")
	}
	return Returned{Words: words}, nil
}

// same says that one of those who act now had a hand in it before. Whoever
// acted, and the one in whose name (代理), count alike.
func same(now []ledger.ID, before ...ledger.ID) bool {
	return slices.ContainsFunc(now, func(id ledger.ID) bool { return id != "" && slices.Contains(before, id) })
}

// Review passes the draft (审核): by another person than who drafted it. Both are
// given with the one in whose name they acted.
func (r Request) Review(by, drafted []ledger.ID, words ledger.Sum) (Checked, error) {
	if err := r.allow(ReviewVerb); err != nil {
		return Checked{}, err
	}
	if same(by, append(drafted, r.Drafter)...) {
		return Checked{}, refusal.Clash("request.review.own", "R-A45")
	}
	return Checked{Words: words}, nil
}

// Sign signs the answer (签发): drafter, reviewer and signer are three persons.
// before are those who drafted and reviewed it, and in whose name.
func (r Request) Sign(by, before []ledger.ID, no string, words ledger.Sum) (Approved, error) {
	if err := r.allow(SignVerb); err != nil {
		return Approved{}, err
	}
	if same(by, append(before, r.Drafter, r.Reviewer)...) {
		return Approved{}, refusal.Clash("request.sign.own", "R-A45")
	}
	if err := r.heeds(); err != nil {
		return Approved{}, err
	}
	return Approved{No: ledger.Code(no), Words: words}, nil
}

// heeds refuses a draft that what third parties said since does not bear out
// (Art. 32): an objection wants the decision made anew, and confirmed for a major
// public interest where the information is still given; consent leaves nothing
// to protect.
func (r Request) heeds() error {
	if !r.ObjectedOn.IsZero() {
		return refusal.Clash("request.send.objected", "R-A32", "day", r.ObjectedOn.String())
	}
	if r.Reply == "d_third" && r.agreed() {
		return refusal.Clash("request.decide.agreed", "R-A32")
	}
	return nil
}

// Send records that the answer left the organ (发出, §A.4.1): this day decides
// the year of the outcome.
func (r Request) Send(on calendar.Day, way ledger.Code, today calendar.Day, cal *calendar.Calendar) (Sent, error) {
	if err := r.end(SendVerb, on, today); err != nil {
		return Sent{}, err
	}
	if _, ok := law.Label("way", string(way)); !ok {
		return Sent{}, refusal.New("request.send.way", "R-A40").On("way")
	}
	if (discloses(r.Reply) || r.Reply == "d_third") && r.waiting(on, cal) {
		return Sent{}, refusal.Clash("request.decide.waiting", "R-A32") // asked after the draft
	}
	if err := r.heeds(); err != nil {
		return Sent{}, err
	}
	due := r.Clock(on, cal).Due.Day
	return Sent{Outcome: r.Outcome, Way: way, Due: due, Late: on.After(due)}, nil
}

// Deliver records the delivery with its proof (送达).
func (r Request) Deliver(on, today calendar.Day, proof string, sum ledger.Sum) (Delivery, error) {
	if !r.DeliveredOn.IsZero() {
		return Delivery{}, refusal.Clash("request.deliver.twice", "R-A45", "day", r.DeliveredOn.String())
	}
	if err := r.step(DeliverVerb, on, today); err != nil {
		return Delivery{}, err
	}
	if strings.TrimSpace(proof) == "" {
		return Delivery{}, refusal.New("request.deliver.proof", "R-A45").On("proof")
	}
	return Delivery{Proof: sum}, nil
}
