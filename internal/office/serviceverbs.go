package office

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/refusal"
	"gongkai/service"
)

// CaseAct is the form of a verb on a case, as typed; each verb reads the fields
// that it needs. Days are 2025-03-03; an empty On is today. Visit says that the
// applicant came to the counter for it.
type CaseAct struct {
	Rev                            int64
	On, By, Days, To               string
	Text                           string // reason, opinion, basis, proof, what is missing
	Materials                      []string
	Procedure, Result, Ground, Way string
	Level                          string
	Scores                         map[string]string
	Online, Upheld, Visit          bool
	Files                          []Upload
	papers                         []store.Paper
}

// caseVerb is what a verb asks of the policy, and what it does.
type caseVerb struct {
	may access.Verb
	do  func(w *caseWork, a CaseAct, on calendar.Day) (ledger.Fact, error)
}

// caseVerbs has every verb of a case.
var caseVerbs = map[service.Verb]caseVerb{
	service.PrecheckVerb: {access.TakeService, func(w *caseWork, a CaseAct, on calendar.Day) (ledger.Fact, error) {
		return w.c.Precheck(on, w.today, w.say(a.Text))
	}},
	service.TakeInVerb: {access.TakeService, func(w *caseWork, a CaseAct, on calendar.Day) (ledger.Fact, error) {
		return w.c.TakeIn(w.given(a.Materials, a.papers), w.who.Has(people.WindowStaff), on, w.today)
	}},
	service.LackVerb: {access.TakeService, func(w *caseWork, a CaseAct, on calendar.Day) (ledger.Fact, error) {
		by, err := formDay("by", a.By)
		if err != nil {
			return nil, err
		}
		return w.c.Lack(codes(a.Materials), on, by, w.today, a.Text, w.say(a.Text), w.o.Calendar())
	}},
	service.SupplementVerb: {access.TakeService, func(w *caseWork, a CaseAct, on calendar.Day) (ledger.Fact, error) {
		return w.c.Supplement(w.given(a.Materials, a.papers), w.names, on, w.today, w.say(a.Text))
	}},
	service.AcceptVerb: {access.TakeService, func(w *caseWork, _ CaseAct, on calendar.Day) (ledger.Fact, error) {
		return w.c.Accept(on, w.today, w.o.Calendar())
	}},
	service.DeclineVerb: {access.TakeService, func(w *caseWork, a CaseAct, on calendar.Day) (ledger.Fact, error) {
		return w.c.Decline(ledger.Code(a.Ground), on, w.today, a.Text, w.say(a.Text), w.o.Calendar())
	}},
	service.ClaimVerb: {access.WorkService, func(w *caseWork, _ CaseAct, _ calendar.Day) (ledger.Fact, error) {
		name, err := w.handler()
		if err != nil {
			return nil, err
		}
		return w.c.Claim(w.who.Officer, name)
	}},
	service.ReleaseVerb: {access.WorkService, func(w *caseWork, _ CaseAct, _ calendar.Day) (ledger.Fact, error) {
		if w.c.Handler != w.who.Officer && mayCase(w.who, access.DecideService, w.c) != nil {
			name, err := w.handler()
			if err != nil {
				return nil, err
			}
			return nil, refusal.Clash("service.claim.taken", "G.3", "name", name)
		}
		return w.c.Release()
	}},
	service.AdvanceVerb: {access.WorkService, func(w *caseWork, a CaseAct, on calendar.Day) (ledger.Fact, error) {
		name, err := w.handler()
		if err != nil {
			return nil, err
		}
		return w.c.Advance(hands(w.who, access.WorkService, caseThing(w.c)), name, on, w.today, w.say(a.Text), w.o.Calendar())
	}},
	service.SendBackVerb: {access.WorkService, sendBack},
	service.SuspendVerb: {access.WorkService, func(w *caseWork, a CaseAct, on calendar.Day) (ledger.Fact, error) {
		days, err := countOf("days", a.Days)
		if err != nil {
			return nil, err
		}
		return w.c.Suspend(ledger.Code(a.Procedure), days, on, w.today, a.Text, w.say(a.Text))
	}},
	service.ResumeVerb: {access.WorkService, func(w *caseWork, _ CaseAct, on calendar.Day) (ledger.Fact, error) { return w.c.Resume(on, w.today) }},
	service.ExtendVerb: {access.ExtendService, func(w *caseWork, a CaseAct, on calendar.Day) (ledger.Fact, error) {
		days, err := countOf("days", a.Days)
		if err != nil {
			return nil, err
		}
		return w.c.Extend(days, on, w.today, a.Text, w.say(a.Text), w.o.Calendar())
	}},
	service.DecideVerb: {access.DecideService, func(w *caseWork, a CaseAct, on calendar.Day) (ledger.Fact, error) {
		return w.decide(access.DecideService, a, on)
	}},
	service.DeliverVerb: {access.TakeService, func(w *caseWork, a CaseAct, on calendar.Day) (ledger.Fact, error) {
		return w.c.Deliver(ledger.Code(a.Way), on, w.today, a.Text, w.say(a.Text), w.o.Calendar())
	}},
	service.VisitVerb: {access.TakeService, func(w *caseWork, _ CaseAct, on calendar.Day) (ledger.Fact, error) { return w.c.Visit(on, w.today) }},
	service.RateVerb:  {access.TakeService, rate},
	service.VerifyVerb: {access.MendService, func(w *caseWork, a CaseAct, on calendar.Day) (ledger.Fact, error) {
		return w.c.Verify(a.Upheld, on, w.today, a.Text, w.say(a.Text))
	}},
	service.MendVerb: {access.MendService, func(w *caseWork, a CaseAct, on calendar.Day) (ledger.Fact, error) {
		return w.c.Mend(on, w.today, a.Text, w.say(a.Text), w.o.Calendar())
	}},
	service.AnswerVerb: {access.MendService, func(w *caseWork, a CaseAct, on calendar.Day) (ledger.Fact, error) {
		return w.c.Answer(on, w.today, a.Text, w.say(a.Text), w.o.Calendar())
	}},
	service.WithdrawVerb: {access.TakeService, func(w *caseWork, a CaseAct, on calendar.Day) (ledger.Fact, error) {
		return w.c.Withdraw(on, w.today, w.say(a.Text))
	}},
	service.ReturnVerb: {access.TakeService, func(w *caseWork, a CaseAct, on calendar.Day) (ledger.Fact, error) {
		return w.c.Return(on, w.today, a.Text, w.say(a.Text), w.o.Calendar())
	}},
	service.TransferVerb: {access.TakeService, func(w *caseWork, a CaseAct, on calendar.Day) (ledger.Fact, error) {
		return w.c.Transfer(on, w.today, a.Text, w.say(a.Text), w.o.Calendar())
	}},
	service.ArchiveVerb: {access.CloseService, func(w *caseWork, _ CaseAct, _ calendar.Day) (ledger.Fact, error) {
		papers, err := w.tx.CasePapers(w.c.ID)
		if err != nil {
			return nil, err
		}
		return w.c.Archive(len(papers))
	}},
}

func sendBack(w *caseWork, a CaseAct, on calendar.Day) (ledger.Fact, error) {
	to, err := countOf("to", a.To)
	if err != nil {
		return nil, err
	}
	return w.c.SendBack(to, on, w.today, a.Text, w.say(a.Text))
}

func rate(w *caseWork, a CaseAct, on calendar.Day) (ledger.Fact, error) {
	level, err := countOf("level", a.Level)
	if err != nil {
		return nil, err
	}
	var scores []service.Score
	for _, k := range keys(a.Scores) {
		if strings.TrimSpace(a.Scores[k]) == "" {
			continue
		}
		n, err := countOf("scores", a.Scores[k])
		if err != nil {
			return nil, err
		}
		scores = append(scores, service.Score{Dimension: ledger.Code(k), Level: n})
	}
	return w.c.Rate(level, a.Online, scores, on, w.today, w.say(a.Text))
}

func codes(typed []string) (out []ledger.Code) {
	for _, t := range typed {
		out = append(out, ledger.Code(t))
	}
	return out
}

// countOf reads a small number; nothing typed is 0.
func countOf(field, typed string) (int, error) {
	if typed = strings.TrimSpace(typed); typed == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < 0 || n > 1_000_000 {
		return 0, refusal.New("form.count", "", "typed", typed).On(field)
	}
	return n, nil
}

// handler is what whoever has the case in hand is called.
func (w *caseWork) handler() (string, error) {
	if w.c.Handler == "" || w.c.Handler == w.who.Officer {
		return "", nil
	}
	off, err := w.tx.Officer(w.c.Handler)
	return off.Name, err
}

// decide ends the case; the item's own data may have their word.
func (w *caseWork) decide(v access.Verb, a CaseAct, on calendar.Day) (ledger.Fact, error) {
	f, err := w.c.Decide(ledger.Code(a.Result), hands(w.who, v, caseThing(w.c)), on, w.today, a.Text, w.say(a.Text), w.o.Calendar())
	if err != nil {
		return nil, err
	}
	return f, w.ridden(func(r caseRider) error { return r.decided(w, f.Result, on) })
}

// ActCase does a verb to a case: it loads it, asks the policy, lets the noun
// decide, appends the facts and stores the row, in one transaction.
func (o *Office) ActCase(ctx context.Context, who access.Actor, id ledger.ID, v service.Verb, a CaseAct) error {
	verb, ok := caseVerbs[v]
	if !ok {
		return refusal.NotFound("access.may.absent")
	}
	return o.actCase(ctx, who, id, a, func(w *caseWork, a CaseAct, on calendar.Day) error {
		if err := mayCase(who, verb.may, w.c); err != nil {
			return err
		}
		return w.do(v, a, on)
	})
}

// actCase is the one place where the pieces of a case's verb meet.
func (o *Office) actCase(ctx context.Context, who access.Actor, id ledger.ID, a CaseAct, act func(*caseWork, CaseAct, calendar.Day) error) error {
	papers, err := o.sealCase(ctx, a.Files)
	if err != nil {
		return err
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		row, err := tx.Case(id)
		if err != nil {
			return err
		}
		if row.Organ != who.Organ {
			return store.ErrNotFound
		}
		w := &caseWork{o: o, tx: tx, who: who, today: o.Today(), c: row.Case, names: row.Names}
		on, err := optionalDay("on", a.On)
		if err != nil {
			return err
		}
		if on.IsZero() {
			on = w.today
		}
		a.papers = w.sort(papers)
		if row.Rev != a.Rev {
			return w.moved()
		}
		if err := act(w, a, on); err != nil {
			return err
		}
		if err := tx.PutCase(w.c); err != nil {
			return err
		}
		return w.rest()
	})
}

// moved tells who comes with an old page, and whose hands the case is in now.
func (w *caseWork) moved() error {
	name, err := w.handler()
	switch {
	case err != nil:
		return err
	case name != "":
		return refusal.Clash("service.claim.taken", "G.3", "name", name)
	}
	return refusal.Clash("service.save.conflict", "")
}

// do enters the fact of a verb with the papers and the visit that came with it.
func (w *caseWork) do(v service.Verb, a CaseAct, on calendar.Day) error {
	f, err := caseVerbs[v].do(w, a, on)
	if err != nil {
		return err
	}
	if v == service.WithdrawVerb || v == service.ReturnVerb || v == service.TransferVerb || v == service.DeclineVerb {
		if err := w.ridden(func(r caseRider) error { return r.ended(w, v, a.Text) }); err != nil {
			return err
		}
	}
	if err := w.enter(on, f); err != nil {
		return err
	}
	if err := w.keep(a.papers...); err != nil {
		return err
	}
	if v != service.VisitVerb && a.Visit && on.After(w.c.VisitedOn) {
		seen, err := w.c.Visit(on, w.today)
		if err != nil {
			return err
		}
		return w.enter(on, seen)
	}
	return nil
}

// InstantCase does an instant item (即办件) at once: filed, taken in, accepted,
// decided and delivered by one officer on one day, each as its own fact.
func (o *Office) InstantCase(ctx context.Context, who access.Actor, f CaseForm, a CaseAct) (out CaseReceipt, err error) {
	if err := may(who, access.InstantService); err != nil {
		return out, err
	}
	papers, err := o.sealCase(ctx, a.Files)
	if err != nil {
		return out, err
	}
	f.TakeIn, f.Accept = true, true
	err = o.record(ctx, who.Organ, func(tx *store.Tx) error {
		if out, err = o.fileCase(tx, who, f, papers); err != nil {
			return err
		}
		row, err := tx.Case(out.ID)
		if err != nil {
			return err
		}
		if row.State != service.Working {
			return nil // the same form, pressed twice
		}
		w := &caseWork{o: o, tx: tx, who: who, today: o.Today(), c: row.Case, names: row.Names}
		if !w.c.Terms.Instant {
			return refusal.Clash("service.instant.item", "G.3").On("item")
		}
		if err := mayCase(who, access.InstantService, w.c); err != nil {
			return err
		}
		on := w.c.FiledOn
		d, err := w.decide(access.InstantService, a, on)
		if err != nil {
			return err
		}
		if err := w.enter(on, d); err != nil {
			return err
		}
		if a.Way == "" {
			a.Way = "counter"
		}
		sent, err := w.c.Deliver(ledger.Code(a.Way), on, w.today, orElse(a.Text, "当场领取"), w.say(orElse(a.Text, "当场领取")), o.Calendar())
		if err != nil {
			return err
		}
		if err := w.enter(on, sent); err != nil {
			return err
		}
		if err := tx.PutCase(w.c); err != nil {
			return err
		}
		out = CaseReceipt{ID: out.ID, No: out.No, Code: out.Code, State: w.c.State, FiledOn: w.c.FiledOn}
		return w.rest()
	})
	return out, err
}

// EraseCase takes the person away from an archived case (删除个人信息).
func (o *Office) EraseCase(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	var blobs []string
	err := o.actCase(ctx, who, id, CaseAct{Rev: rev}, func(w *caseWork, _ CaseAct, on calendar.Day) error {
		if err := mayCase(who, access.CloseService, w.c); err != nil {
			return err
		}
		f, err := w.c.Erase()
		if err != nil {
			return err
		}
		if err := w.enter(on, f); err != nil {
			return err
		}
		if err := w.ridden(func(r caseRider) error { return r.erased(w) }); err != nil {
			return err
		}
		if blobs, err = w.tx.EraseCase(id); err != nil {
			return err
		}
		blobs = append(blobs, w.gone...)
		_, err = w.tx.DropMailAbout(w.c.Organ, id)
		return err
	})
	if err != nil {
		return err
	}
	return o.letGo(ctx, blobs...)
}

// caseOffers says which verbs are offered: the state allows them, the policy
// does, and nobody is offered to decide what they examined.
func caseOffers(who access.Actor, c service.Case) map[service.Verb]bool {
	out := map[service.Verb]bool{}
	for _, v := range c.Can() {
		verb, ok := caseVerbs[v]
		if v == service.EraseVerb {
			verb.may, ok = access.CloseService, true
		}
		out[v] = ok && mayCase(who, verb.may, c) == nil
	}
	decides := hands(who, access.DecideService, caseThing(c))
	if !c.Terms.Instant && slices.ContainsFunc(decides, func(h ledger.ID) bool { return h != "" && slices.Contains(c.Examiners, h) }) {
		out[service.DecideVerb] = false
	}
	if c.Handler != "" && c.Handler != who.Officer {
		out[service.AdvanceVerb] = false
		out[service.ReleaseVerb] = out[service.ReleaseVerb] && mayCase(who, access.DecideService, c) == nil
	}
	return out
}
