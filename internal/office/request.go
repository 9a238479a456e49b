package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/refusal"
	"gongkai/request"
)

// RequestForm is an application (政府信息公开申请) as typed, on the site or at
// the desk. Once names the form that was filled in, so that pressing the
// button twice makes one application.
type RequestForm struct {
	Once, Door, Applicant, Arrived, Unit           string
	Name, IDKind, IDNo, WorkUnit, Credit, Head     string
	Contact, Phone, Postcode, Address, Email, Fax  string
	Proxy, ProxyID, Content, IndexNo, Carrier, Way string
	Other                                          bool
	Suggest                                        bool   // would have it public for everybody (R-A44)
	Confirmed, How                                 string // at the desk: confirmed on this day, by phone, mail or in person
}

// Upload is a file that comes with a form; Kind is a key of law's list paper.
type Upload struct {
	Kind, Name string
	R          io.Reader
	Kept       *KeptPaper // sealed before; the others are empty then
}

// MaxScan bounds a scan or proof, in bytes: it is sealed whole in memory.
const MaxScan = 30 << 20

// Receipt is what an applicant takes home (接收回执).
type Receipt struct {
	ID         ledger.ID
	No, Code   string
	State      request.State
	ReceivedOn calendar.Day
	Due        calendar.Date
}

func (f RequestForm) person() request.Person {
	t := strings.TrimSpace
	return request.Person{Name: t(f.Name), IDKind: t(f.IDKind), IDNo: strings.ToUpper(t(f.IDNo)), WorkUnit: t(f.WorkUnit),
		Credit: strings.ToUpper(t(f.Credit)), Head: t(f.Head), Contact: t(f.Contact), Phone: t(f.Phone), Postcode: t(f.Postcode),
		Address: t(f.Address), Email: t(f.Email), Fax: t(f.Fax), Proxy: t(f.Proxy), ProxyID: strings.ToUpper(t(f.ProxyID))}
}

func (f RequestForm) ask() request.Ask {
	a := request.Ask{Content: strings.TrimSpace(f.Content), IndexNo: strings.TrimSpace(f.IndexNo),
		Form: ledger.Code(f.Carrier), Way: ledger.Code(f.Way), Other: f.Other}
	if a.Form == "" {
		a.Form = "email"
	}
	return a
}

// check reads the whole form and lists every fault at once.
func (f RequestForm) check() error {
	var all refusal.All
	gather := func(err error) {
		var some refusal.All
		if errors.As(err, &some) {
			all = append(all, some...)
		}
	}
	gather(f.person().Check(ledger.Code(f.Applicant), ledger.Code(f.Door)))
	gather(f.ask().Check(f.person()))
	return all.Or()
}

// chosen misses what only applicants themselves can choose: in which form they
// want the information, and how the answer is to reach them (R-A29). A clerk who
// takes a request in may not have been told.
func (f RequestForm) chosen() error {
	var all refusal.All
	if f.Carrier == "" {
		all = append(all, refusal.New("request.ask.carrier", "R-A29").On("carrier"))
	}
	if f.Way == "" {
		all = append(all, refusal.New("request.ask.way", "R-A29").On("way"))
	}
	return all.Or()
}

// CheckRequest says what is wrong with an application before it is handed in.
func (o *Office) CheckRequest(organ ledger.ID, f RequestForm) error {
	if err := access.May(access.Actor{}, access.AskRequest, access.Thing{Organ: organ, Public: true}); err != nil {
		return err
	}
	f.Door, f.Arrived = "web", o.Today().String()
	_, err := request.Receive("", "web", ledger.Code(f.Applicant), "", o.Today(), o.Today(), "")
	var all refusal.All
	for _, e := range []error{err, f.chosen(), f.check()} {
		var some refusal.All
		if errors.As(e, &some) {
			all = append(all, some...)
		}
	}
	return all.Or()
}

// Applications that one address may hand in within an hour: many people may sit
// behind it, a machine that fills the book is not one of them.
const maxApplications = 60

// ApplyRequest takes in an application from the site (网上申请). The page on
// which the applicant read it over and pressed the button is the confirmation
// of both sides (R-A31), so that it counts as received at once.
func (o *Office) ApplyRequest(ctx context.Context, organ ledger.ID, f RequestForm, files []Upload, address string) (Receipt, error) {
	if err := access.May(access.Actor{}, access.AskRequest, access.Thing{Organ: organ, Public: true}); err != nil {
		return Receipt{}, err
	}
	if err := o.CheckRequest(organ, f); err != nil {
		return Receipt{}, err
	}
	key := "apply/" + string(organ) + "/" + address
	if err := o.update(ctx, func(tx *store.Tx) error {
		n, err := tx.Attempts(key, o.now().Add(-time.Hour))
		if err != nil {
			return err
		}
		if n >= maxApplications {
			return refusal.Clash("request.apply.many", "")
		}
		return tx.PutAttempt(key, o.now())
	}); err != nil {
		return Receipt{}, err
	}
	f.Door, f.Arrived, f.Confirmed, f.How, f.Unit = "web", o.Today().String(), o.Today().String(), "page", ""
	return o.receive(ctx, access.Actor{Officer: ledger.Citizen, Organ: organ}, f, files)
}

// RegisterRequest takes in an application at the desk (登记), whatever door it
// came through.
func (o *Office) RegisterRequest(ctx context.Context, who access.Actor, f RequestForm, files []Upload) (Receipt, error) {
	if err := may(who, access.RegisterRequest); err != nil {
		return Receipt{}, err
	}
	return o.receive(ctx, who, f, files)
}

// receive writes the application, its papers and its receipt.
func (o *Office) receive(ctx context.Context, who access.Actor, f RequestForm, files []Upload) (out Receipt, err error) {
	var faults refusal.All
	day := func(field, s string) (d calendar.Day) {
		if s = strings.TrimSpace(s); s != "" {
			if d, err = calendar.ParseDay(s); err != nil {
				faults = append(faults, refusal.New("form.day", "", "typed", s).On(field))
			}
		}
		return d
	}
	arrived, confirmed := day("arrived", f.Arrived), day("confirmed", f.Confirmed)
	today := o.Today()
	if len(faults) == 0 { // an unreadable day is told once, in its own words
		_, err = request.Receive("", ledger.Code(f.Door), ledger.Code(f.Applicant), "", arrived, today, "")
		var some refusal.All
		if errors.As(err, &some) {
			faults = append(faults, some...)
		}
	}
	var some refusal.All
	if errors.As(f.check(), &some) {
		faults = append(faults, some...)
	}
	if err := faults.Or(); err != nil {
		return out, err
	}
	papers, err := o.seal(ctx, files)
	if err != nil {
		return out, err
	}
	p, a := f.person(), f.ask()
	err = o.record(ctx, who.Organ, func(tx *store.Tx) error {
		id := newID()
		if f.Once != "" {
			id = onceID(tx, f.Once)
			if old, err := tx.Request(id); err == nil && old.Organ == who.Organ {
				known, err := tx.Person(id)
				out = o.receipt(old, known)
				return err
			}
		}
		n, err := tx.NextSerial(who.Organ, "request", arrived.Year())
		if err != nil {
			return err
		}
		no := fmt.Sprintf("%d-%04d", arrived.Year(), n)
		p.Code = newCode()
		m := &matter{o: o, tx: tx, who: who, today: today, r: request.Request{ID: id, Organ: who.Organ}, person: &p, ask: &a}
		if f.Unit != "" {
			if _, err := unit(tx, who.Organ, ledger.ID(f.Unit)); err != nil {
				return err
			}
		}
		fact, err := request.Receive(no, ledger.Code(f.Door), ledger.Code(f.Applicant), ledger.ID(f.Unit), arrived, today,
			m.say(askWords(a)...))
		if err != nil {
			return err
		}
		if err := m.enter(arrived, fact); err != nil {
			return err
		}
		if !confirmed.IsZero() && m.r.State == request.Arrived {
			c, err := m.r.Confirm(confirmed, today, ledger.Code(f.How))
			if err != nil {
				return err
			}
			if err := m.enter(confirmed, c); err != nil {
				return err
			}
		}
		if f.Suggest {
			if err := m.suggest(); err != nil {
				return err
			}
		}
		if err := m.keep(papers...); err != nil {
			return err
		}
		if err := m.letter("receipt", toApplicant, nil); err != nil {
			return err
		}
		if err := tx.AddRequest(m.r, store.RequestText{Subject: a.Digest(p), Ask: a, Salt: newSalt()}); err != nil {
			return err
		}
		if err := tx.PutPerson(id, p); err != nil {
			return err
		}
		out = o.receipt(m.r, p)
		return m.rest()
	})
	return out, err
}

// onceID is the id of the application that a form makes, however often it is sent.
func onceID(tx *store.Tx, once string) ledger.ID { return ledger.ID("r" + tx.Mark("once", once)[:15]) }

// askWords is what the fact of receipt binds: what was asked and how.
func askWords(a request.Ask) []string {
	b, err := json.Marshal(a)
	if err != nil {
		panic("office: an application cannot be encoded: " + err.Error())
	}
	return []string{string(b)}
}

func (o *Office) receipt(r request.Request, p request.Person) Receipt {
	return Receipt{ID: r.ID, No: r.No, Code: p.Code, State: r.State, ReceivedOn: r.ReceivedOn, Due: r.Clock(o.Today(), o.Calendar()).Due}
}

// newCode makes a query code (查询码) that can be read out on the telephone.
func newCode() string {
	id := strings.ToUpper(string(newID()))
	return id[:4] + "-" + id[4:8]
}

// matter is a request in the hands of a verb, within one transaction. What is
// said beside a fact, and papers, are written when the row is (finish).
type matter struct {
	o      *Office
	tx     *store.Tx
	who    access.Actor
	today  calendar.Day
	r      request.Request
	organ  people.Organ
	person *request.Person
	ask    *request.Ask
	words  []string
	salt   string
	later  []func() error
}

// say keeps words for the next fact and gives the sum that binds them.
func (m *matter) say(words ...string) ledger.Sum {
	for i := range words {
		words[i] = strings.TrimSpace(words[i])
	}
	m.words, m.salt = words, newSalt()
	return ledger.Salted(m.salt, words...)
}

// enter appends a fact on its legal day and applies it.
func (m *matter) enter(on calendar.Day, f ledger.Fact) error {
	e, err := m.tx.Append(on, m.r.ID, m.who.Officer, f)
	if err != nil {
		return err
	}
	m.r = m.r.Apply(e, f)
	if request.Bound(f) == "" || m.words == nil {
		return nil
	}
	w := store.Words{Seq: e.Seq, Words: m.words, Salt: m.salt}
	m.words = nil
	id := m.r.ID
	m.later = append(m.later, func() error { return m.tx.PutRequestWords(e.Organ, id, w) })
	return nil
}

// finish stores the row and what belongs to it.
func (m *matter) finish() error {
	if err := m.tx.PutRequest(m.r); err != nil {
		return err
	}
	return m.rest()
}

// rest stores what hangs on the row.
func (m *matter) rest() error {
	for _, f := range m.later {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

// applicant opens the person for a letter; screens never ask here.
func (m *matter) applicant() (request.Person, error) {
	if m.person == nil {
		p, err := m.tx.Person(m.r.ID)
		if errors.Is(err, store.ErrNotFound) {
			err = nil // an imported one may have none
		}
		if err != nil {
			return p, err
		}
		m.person = &p
	}
	return *m.person, nil
}

func (m *matter) asked() (request.Ask, error) {
	if m.ask == nil {
		t, err := m.tx.RequestText(m.r.ID)
		if err != nil {
			return t.Ask, err
		}
		m.ask = &t.Ask
	}
	return *m.ask, nil
}

func (m *matter) body() (people.Organ, error) {
	if m.organ.ID == "" {
		g, err := m.tx.Organ(m.who.Organ)
		if err != nil {
			return g, err
		}
		m.organ = g
	}
	return m.organ, nil
}

// requestThing is a request as the policy sees it.
func requestThing(r request.Request) access.Thing { return access.Thing{Organ: r.Organ, Unit: r.Unit} }

// decideRequest is the one place where the pieces of a request's verb meet:
// load, ask the policy, let the verb decide, append its facts, store.
func (o *Office) decideRequest(ctx context.Context, who access.Actor, v access.Verb, id ledger.ID, rev int64, verb func(*matter) error) error {
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		r, err := tx.Request(id)
		if err != nil {
			return err
		}
		if err := access.May(who, v, requestThing(r)); err != nil {
			return err
		}
		if r.Rev != rev {
			return refusal.Clash("request.save.conflict", "")
		}
		m := &matter{o: o, tx: tx, who: who, today: o.Today(), r: r}
		if err := verb(m); err != nil {
			return err
		}
		return m.finish()
	})
}
