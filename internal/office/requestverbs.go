package office

import (
	"context"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/request"
	"gongkai/writ"
)

// RequestAct is the form of a verb on a request, as typed; each verb reads the
// fields that it needs. Days are 2025-03-03. An empty On is today.
type RequestAct struct {
	Rev           int64
	On, By, To    string
	Unit          string
	Party         string // third or coproducer
	Name, Address string // of the party
	Contact       string
	Ref, View     string // which consultation, and what they said
	Text          string // what is missing, the reason, the opinion, the proof
	Days, N       string
	Tariff        string
	Amount        string // 元
	How, Way      string
	Files         []Upload
}

// at reads the legal day of a verb; nothing typed is today.
func (a RequestAct) at(m *matter) (calendar.Day, error) {
	if strings.TrimSpace(a.On) == "" {
		return m.today, nil
	}
	return formDay("on", a.On)
}

func (a RequestAct) number(field, typed string) (int, error) {
	n := 0
	for _, c := range strings.TrimSpace(typed) {
		if c < '0' || c > '9' || n > 1_000_000 {
			return 0, refusal.New("form.count", "", "typed", typed).On(field)
		}
		n = n*10 + int(c-'0')
	}
	return n, nil
}

// optionalDay reads a day that may be left empty.
func optionalDay(field, typed string) (calendar.Day, error) {
	if strings.TrimSpace(typed) == "" {
		return calendar.Day{}, nil
	}
	return formDay(field, typed)
}

// act is decideRequest with the papers that came with the form and its day.
func (o *Office) act(ctx context.Context, who access.Actor, v access.Verb, id ledger.ID, a RequestAct,
	verb func(m *matter, on calendar.Day) error) error {
	papers, err := o.seal(ctx, a.Files)
	if err != nil {
		return err
	}
	return o.decideRequest(ctx, who, v, id, a.Rev, func(m *matter) error {
		on, err := a.at(m)
		if err != nil {
			return err
		}
		if err := verb(m, on); err != nil {
			return err
		}
		return m.keep(papers...)
	})
}

// ConfirmRequest records the confirmation of both sides (确认收到, R-A31).
func (o *Office) ConfirmRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.RegisterRequest, id, a, func(m *matter, on calendar.Day) error {
		f, err := m.r.Confirm(on, m.today, ledger.Code(a.How))
		if err != nil {
			return err
		}
		if err := m.enter(on, f); err != nil {
			return err
		}
		return m.letter("receipt", toApplicant, nil)
	})
}

// AssignRequest hands a request to a division with its own day (转办).
func (o *Office) AssignRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.RegisterRequest, id, a, func(m *matter, on calendar.Day) error {
		due, err := optionalDay("due", a.By)
		if err != nil {
			return err
		}
		if _, err := unit(m.tx, m.who.Organ, ledger.ID(a.Unit)); a.Unit != "" && err != nil {
			return err
		}
		f, err := m.r.Assign(ledger.ID(a.Unit), due, m.today)
		if err != nil {
			return err
		}
		return m.enter(m.today, f)
	})
}

// ClarifyRequest tells the applicant once what is missing (告知补正, R-A30).
func (o *Office) ClarifyRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.WorkRequest, id, a, func(m *matter, on calendar.Day) error {
		by, err := formDay("by", a.By)
		if err != nil {
			return err
		}
		if err := wanted(a.Text, "request.clarify.what", "R-A30"); err != nil {
			return err
		}
		f, err := m.r.Clarify(on, by, m.today, m.say(a.Text), m.o.Calendar())
		if err != nil {
			return err
		}
		if err := m.enter(on, f); err != nil {
			return err
		}
		return m.letterOn(on, "clarify", toApplicant, writ.Values{writ.Ask: a.Text, writ.Period: by.Chinese()})
	})
}

// wanted refuses an empty text that a letter must state.
func wanted(text, code, rule string) error {
	if strings.TrimSpace(text) == "" {
		return refusal.New(code, rule).On("text")
	}
	return nil
}

// SupplementRequest records the supplement; the clock starts anew (补正, R-A30).
func (o *Office) SupplementRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.RegisterRequest, id, a, func(m *matter, on calendar.Day) error {
		if err := wanted(a.Text, "request.supplement.what", "R-A30"); err != nil {
			return err
		}
		f, err := m.r.Supplement(on, m.today, m.say(a.Text))
		if err != nil {
			return err
		}
		return m.enter(on, f)
	})
}

// ConsultRequest asks a third party or a co-producing organ (征求意见, R-A32,
// R-A34), and tells the applicant that the time is not counted.
func (o *Office) ConsultRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.WorkRequest, id, a, func(m *matter, on calendar.Day) error {
		if strings.TrimSpace(a.Name) == "" {
			return refusal.New("request.consult.name", "R-A32").On("name")
		}
		if err := wanted(a.Text, "request.consult.what", "R-A32"); err != nil {
			return err
		}
		f, err := m.r.Consult(newID(), request.Party(a.Party), on, m.today, m.say(a.Name, a.Text, a.Address, a.Contact))
		if err != nil {
			return err
		}
		if err := m.enter(on, f); err != nil {
			return err
		}
		kind, to := ledger.Code("consult"), toThird
		if f.Party == request.CoProducer {
			kind, to = "coproduce", toOrgan
		}
		if err := m.letterOn(on, kind, to, writ.Values{writ.Party: a.Name, writ.Info: a.Text}); err != nil {
			return err
		}
		return m.letterOn(on, "consult_told", toApplicant, nil)
	})
}

// ServeRequest records the day on which the party of a consultation got its
// letter, or the applicant the notice of a fee (签收); their time runs from there.
func (o *Office) ServeRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.WorkRequest, id, a, func(m *matter, on calendar.Day) error {
		f, err := m.r.Serve(ledger.ID(a.Ref), on, m.today)
		if err != nil {
			return err
		}
		return m.enter(on, f)
	})
}

// HearRequest records what the party said, or its silence (反馈).
func (o *Office) HearRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.WorkRequest, id, a, func(m *matter, on calendar.Day) error {
		f, err := m.r.Hear(ledger.ID(a.Ref), request.View(a.View), on, m.today, m.say(a.Text), m.o.Calendar())
		if err != nil {
			return err
		}
		return m.enter(on, f)
	})
}

// ExtendRequest extends the period once (延期, R-A33); the head of the
// disclosure office approves it by doing it.
func (o *Office) ExtendRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.ExtendRequest, id, a, func(m *matter, on calendar.Day) error {
		days, err := a.number("days", a.Days)
		if err != nil {
			return err
		}
		if err := wanted(a.Text, "request.extend.reason", "R-A33"); err != nil {
			return err
		}
		f, err := m.r.Extend(on, days, who.Officer, m.today, m.say(a.Text), m.o.Calendar())
		if err != nil {
			return err
		}
		if err := m.enter(on, f); err != nil {
			return err
		}
		return m.letterOn(on, "extend", toApplicant, writ.Values{writ.Reasons: a.Text, writ.NewDue: f.To.Chinese(), writ.Days: a.Days})
	})
}

// AskRequest asks the applicant for the reasons of an unreasonable number or
// frequency (说明理由, R-A35).
func (o *Office) AskRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.WorkRequest, id, a, func(m *matter, on calendar.Day) error {
		by, err := formDay("by", a.By)
		if err != nil {
			return err
		}
		if err := wanted(a.Text, "request.ask.facts", "R-A35"); err != nil {
			return err
		}
		f, err := m.r.Ask(on, by, m.today, m.say(a.Text))
		if err != nil {
			return err
		}
		if err := m.enter(on, f); err != nil {
			return err
		}
		return m.letterOn(on, "reasons", toApplicant, writ.Values{writ.FactsFound: a.Text, writ.Period: by.Chinese()})
	})
}

// ReasonRequest records the reasons that the applicant gave (R-A35).
func (o *Office) ReasonRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.RegisterRequest, id, a, func(m *matter, on calendar.Day) error {
		if err := wanted(a.Text, "request.reason.what", "R-A35"); err != nil {
			return err
		}
		f, err := m.r.Reason(on, m.today, m.say(a.Text))
		if err != nil {
			return err
		}
		return m.enter(on, f)
	})
}

// PostponeRequest sets a reasonable later day and tells it (延迟答复, R-A35).
func (o *Office) PostponeRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.ExtendRequest, id, a, func(m *matter, on calendar.Day) error {
		to, err := formDay("to", a.To)
		if err != nil {
			return err
		}
		if err := wanted(a.Text, "request.postpone.reason", "R-A35"); err != nil {
			return err
		}
		f, err := m.r.Postpone(on, to, m.today, m.say(a.Text), m.o.Calendar())
		if err != nil {
			return err
		}
		if err := m.enter(on, f); err != nil {
			return err
		}
		return m.letterOn(on, "postpone", toApplicant, writ.Values{writ.Reasons: a.Text, writ.NewDue: to.Chinese()})
	})
}

// ChargeRequest asks for a fee (收费通知, §F). By item the number is counted
// from the applicant's requests of the month, by pages it is typed.
func (o *Office) ChargeRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.WorkRequest, id, a, func(m *matter, on calendar.Day) error {
		n, err := a.number("n", a.N)
		if err != nil {
			return err
		}
		if request.Tariff(a.Tariff) == request.ByItem && n == 0 {
			if n, err = m.monthly(); err != nil {
				return err
			}
		}
		// Pages are charged for what will be given; a draft that gives nothing has none.
		f, err := m.r.Levy(on, request.Tariff(a.Tariff), n, a.View != "none", m.today, m.o.Calendar())
		if err != nil {
			return err
		}
		if err := m.enter(on, f); err != nil {
			return err
		}
		return m.letterOn(on, "charge", toApplicant, chargeValues(on, f))
	})
}

// monthly is the number of this request among the applicant's of its month.
func (m *matter) monthly() (int, error) {
	p, err := m.applicant()
	if err != nil {
		return 0, err
	}
	d := m.r.ReceivedOn
	first := calendar.NewDay(d.Year(), d.Month(), 1)
	return m.tx.CountSame(m.r.Organ, p, first, d)
}

// PayRequest records the whole payment; the clock starts anew (缴费, F.3).
func (o *Office) PayRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.RegisterRequest, id, a, func(m *matter, on calendar.Day) error {
		fen, err := Fen(a.Amount)
		if err != nil {
			return err
		}
		f, err := m.r.Pay(on, fen, m.today, m.o.Calendar())
		if err != nil {
			return err
		}
		return m.enter(on, f)
	})
}
