package office

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/refusal"
	"gongkai/service"
)

// CaseForm is an application under an item (办件申请) as typed, on the site or at
// the window. Once names the form that was filled in, so that pressing the button
// twice makes one case. Given are the materials handed in on paper.
type CaseForm struct {
	Once, Item, Door, Applicant, On          string
	Name, IDNo, Credit, Head, Agent, AgentID string
	Phone, Email, Address, Matter            string
	Answers                                  map[string]string // to the item's own questions, by code: q1
	Given                                    []string
	Version                                  int       // of the item that the form showed, 0 for none
	Letter                                   ledger.ID // that it is made of
	TakeIn, Accept                           bool      // at the window: in the same act
	code                                     string    // 查询码 of the letter, which opens the case too
}

// CaseReceipt is what an applicant takes home (收件凭证).
type CaseReceipt struct {
	ID       ledger.ID
	No, Code string
	State    service.State
	FiledOn  calendar.Day
	Due      calendar.Date // to accept, or once accepted the promise
	DueName  string
}

func (f CaseForm) person() service.Person {
	t := strings.TrimSpace
	return service.Person{Name: t(f.Name), IDNo: strings.ToUpper(t(f.IDNo)), Credit: strings.ToUpper(t(f.Credit)), Head: t(f.Head),
		Agent: t(f.Agent), AgentID: strings.ToUpper(t(f.AgentID)), Phone: t(f.Phone), Email: t(f.Email), Address: t(f.Address)}
}

// ask is what is asked with the answers to the item's questions (填写项). A rider's
// item asks in pages of its own, and what came by post or as a letter is taken in
// as it is: what it lacks is told like a material.
func (f CaseForm) ask(c CaseItem) (service.Ask, error) {
	a := service.Ask{Matter: strings.TrimSpace(f.Matter)}
	if c.Terms.Form != "" {
		return a, a.Check()
	}
	var faults []error
	for i, q := range c.Version.Elements.Questions {
		v, err := q.Answer(i+1, f.Answers[q.Code(i+1)], f.Door == "web" || f.Door == string(service.Counter))
		faults = append(faults, err)
		if v != "" {
			a.Fields = append(a.Fields, service.Field{Name: q.Name, Value: v, Sort: q.Sort, Personal: q.Private()})
		}
	}
	return a, gathered(append(faults, a.Check())...)
}

// caseWork is a case in the hands of a verb, within one transaction.
type caseWork struct {
	o     *Office
	tx    *store.Tx
	who   access.Actor
	today calendar.Day
	c     service.Case
	names service.Names
	p     *service.Person // the applicant, of a case that is not stored yet
	words []string
	salt  string
	later []func() error
	gone  []string // blobs of a rider, to be removed once all is stored
}

// say keeps words for the next fact and gives the sum that binds them; nothing
// said binds nothing.
func (w *caseWork) say(words ...string) ledger.Sum {
	for i := range words {
		words[i] = strings.TrimSpace(words[i])
	}
	if strings.Join(words, "") == "" {
		return ""
	}
	w.words, w.salt = words, newSalt()
	return ledger.Salted(w.salt, words...)
}

// enter appends a fact on its legal day and applies it.
func (w *caseWork) enter(on calendar.Day, f ledger.Fact) error {
	e, err := w.tx.Append(on, w.c.ID, w.who.Officer, f)
	if err != nil {
		return err
	}
	w.c = w.c.Apply(e, f)
	w.tell(f)
	text := ""
	if service.Bound(f) != "" && w.words != nil {
		said := store.Words{Seq: e.Seq, Words: w.words, Salt: w.salt}
		w.words, text = nil, said.Words[0]
		w.later = append(w.later, func() error { return w.tx.PutCaseWords(e.Organ, e.Subject, said) })
	}
	return w.letter(on, f, text)
}

// applicant is who applies.
func (w *caseWork) applicant() (service.Person, error) {
	if w.p != nil {
		return *w.p, nil
	}
	return w.tx.Applicant(w.c.ID)
}

// keep adds papers to the file (附卷).
func (w *caseWork) keep(papers ...store.Paper) error {
	for _, p := range papers {
		e, err := w.tx.Append(w.today, w.c.ID, w.who.Officer, service.Kept{Paper: p.Kind, Sum: paperSum(p)})
		if err != nil {
			return err
		}
		p.Request, p.Seq, p.On, p.At = w.c.ID, e.Seq, w.today, w.o.now()
		w.later = append(w.later, func() error { return w.tx.PutCasePaper(p) })
	}
	return nil
}

// rest stores what hangs on the row.
func (w *caseWork) rest() error {
	for _, f := range w.later {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

// caseThing is a case as the policy sees it: the division whose step it is.
func caseThing(c service.Case) access.Thing { return access.Thing{Organ: c.Organ, Unit: c.Unit} }

// mayCase asks the policy; what is no step is also the business of the division
// whose item it is.
func mayCase(who access.Actor, v access.Verb, c service.Case) error {
	err := access.May(who, v, caseThing(c))
	if err != nil && v != access.WorkService && c.Terms.Unit != c.Unit {
		return access.May(who, v, access.Thing{Organ: c.Organ, Unit: c.Terms.Unit})
	}
	return err
}

// sealCase seals what came with a form of a case, each of which is what its name
// says. The kind of a paper is the code
// of a material of the case's own terms, or one of casePapers.
func (o *Office) sealCase(ctx context.Context, files []Upload) ([]store.Paper, error) {
	files = slices.Clone(files)
	for i, f := range files {
		if f.Kept != nil {
			continue
		}
		r, err := looked(f)
		if err != nil {
			return nil, err
		}
		files[i].R = r
	}
	out, err := o.seal(ctx, files)
	for i := range out {
		if files[i].Kept == nil {
			out[i].Kind = ledger.Code(files[i].Kind)
		}
	}
	return out, err
}

// casePapers are the papers of a case that are no material.
var casePapers = map[ledger.Code]string{"result": "办理结果", "proof": "送达凭证", "opinion": "审查材料", "other": "其他材料", "letter": "文书"}

// sort gives each paper a kind that there is.
func (w *caseWork) sort(papers []store.Paper) []store.Paper {
	for i, p := range papers {
		material := slices.ContainsFunc(w.c.Terms.Materials, func(m service.Material) bool { return m.Code == p.Kind })
		if _, ok := casePapers[p.Kind]; !ok && !material {
			papers[i].Kind = "other"
		}
	}
	return papers
}

// FileCase takes a case in at the desk (登记), whatever door it came through. With
// TakeIn and Accept the same act gives the slip and accepts it.
func (o *Office) FileCase(ctx context.Context, who access.Actor, f CaseForm, files []Upload) (out CaseReceipt, err error) {
	if err := may(who, access.FileService); err != nil {
		return out, err
	}
	papers, err := o.sealCase(ctx, files)
	if err != nil {
		return out, err
	}
	err = o.record(ctx, who.Organ, func(tx *store.Tx) error {
		out, err = o.fileCase(tx, who, f, papers)
		return err
	})
	return out, err
}

// Applications under items that one address may hand in within an hour.
const maxCases = 60

// ApplyCase takes in an application from the site (网上申办).
func (o *Office) ApplyCase(ctx context.Context, organ ledger.ID, f CaseForm, files []Upload, address string) (out CaseReceipt, err error) {
	if err := access.May(access.Actor{}, access.AskService, access.Thing{Organ: organ, Public: true}); err != nil {
		return out, err
	}
	f.Door, f.On, f.Letter, f.TakeIn, f.Accept, f.Given = "web", "", "", false, false, nil
	if err := o.CheckCase(ctx, organ, f); err != nil {
		return out, err
	}
	if err := o.paced(ctx, "case/"+string(organ)+"/"+address, maxCases, "service.apply.many"); err != nil {
		return out, err
	}
	papers, err := o.sealCase(ctx, files)
	if err != nil {
		return out, err
	}
	err = o.record(ctx, organ, func(tx *store.Tx) error {
		out, err = o.fileCase(tx, access.Actor{Officer: ledger.Citizen, Organ: organ}, f, papers)
		return err
	})
	return out, err
}

// CheckCase says what is wrong with an application before it is handed in.
func (o *Office) CheckCase(ctx context.Context, organ ledger.ID, f CaseForm) error {
	if err := access.May(access.Actor{}, access.AskService, access.Thing{Organ: organ, Public: true}); err != nil {
		return err
	}
	f.Door = "web"
	return o.view(ctx, func(tx *store.Tx) error {
		c, err := o.caseItem(tx, organ, ledger.ID(f.Item), o.Today())
		if err != nil {
			return err
		}
		t := c.Terms
		if t.Form != "" { // its own pages ask for what a case of it needs
			return refusal.New("service.file.form", "G.5-SELLER").On("item")
		}
		_, err = service.File("", "web", ledger.Code(f.Applicant), "", t, o.Today(), o.Today(), "", "")
		_, asked := f.ask(c)
		return gathered(err, f.person().Check(ledger.Code(f.Applicant), "web"), asked)
	})
}

// fileCase writes the application, its papers and its receipt; a letter that
// becomes a case is converted in the same transaction.
func (o *Office) fileCase(tx *store.Tx, who access.Actor, f CaseForm, papers []store.Paper) (out CaseReceipt, err error) {
	today := o.Today()
	on, err := optionalDay("on", f.On)
	if err != nil {
		return out, err
	}
	if on.IsZero() {
		on = today
	}
	id := caseOnce(tx, f.Once)
	if f.Once != "" {
		if old, err := tx.Case(id); err == nil && old.Organ == who.Organ {
			known, err := tx.Applicant(id)
			return o.caseReceipt(old.Case, known), err
		}
	}
	item, err := o.caseItem(tx, who.Organ, ledger.ID(f.Item), on)
	if err != nil {
		return out, err
	}
	terms, names := item.Terms, item.Names
	if err := f.shown(terms); err != nil {
		return out, err
	}
	w := &caseWork{o: o, tx: tx, who: who, today: today, names: names, c: service.Case{ID: id, Organ: who.Organ, Terms: terms}}
	salt := newSalt()
	p := f.person()
	a, asked := f.ask(item)
	fact, err := service.File("", ledger.Code(f.Door), ledger.Code(f.Applicant), f.Letter, terms, on, today, ledger.Salted(salt, names.Words()...), w.say(a.Words()...))
	if err := gathered(err, p.Check(ledger.Code(f.Applicant), ledger.Code(f.Door)), asked); err != nil {
		return out, err
	}
	if who.Officer != ledger.Citizen {
		if err := mayCase(who, access.FileService, service.Case{Organ: who.Organ, Unit: terms.Unit, Terms: terms}); err != nil {
			return out, err
		}
	}
	n, err := tx.NextSerial(who.Organ, "service", on.Year())
	if err != nil {
		return out, err
	}
	fact.No = ledger.Code(fmt.Sprintf("%d-%05d", on.Year(), n))
	p.Code = orElse(f.code, newCode())
	w.p = &p
	if err := w.enter(on, fact); err != nil {
		return out, err
	}
	if err := w.keep(w.sort(papers)...); err != nil {
		return out, err
	}
	if err := w.through(f, on, papers); err != nil {
		return out, err
	}
	if err := tx.AddCase(store.CaseRow{Case: w.c, Names: names, NamesSalt: salt}, a); err != nil {
		return out, err
	}
	if err := tx.PutApplicant(id, p); err != nil {
		return out, err
	}
	return o.caseReceipt(w.c, p), w.rest()
}

// through takes the case in and accepts it in the act of filing, where the form
// says so.
func (w *caseWork) through(f CaseForm, on calendar.Day, papers []store.Paper) error {
	if f.TakeIn || f.Accept {
		t, err := w.c.TakeIn(w.given(f.Given, papers), w.who.Has(people.WindowStaff), on, w.today)
		if err != nil {
			return err
		}
		if err := w.enter(on, t); err != nil {
			return err
		}
	}
	if f.Accept {
		return w.accept(on)
	}
	return nil
}

// accept accepts the case; what is required and not there is told first.
func (w *caseWork) accept(on calendar.Day) error {
	f, err := w.c.Accept(on, w.today, w.o.Calendar())
	if err != nil {
		return err
	}
	return w.enter(on, f)
}

// given are the materials that were handed in: ticked on the form, or uploaded.
func (w *caseWork) given(ticked []string, papers []store.Paper) (out []ledger.Code) {
	add := func(m ledger.Code) {
		if !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	for _, m := range ticked {
		add(ledger.Code(m))
	}
	for _, m := range w.c.Terms.Materials {
		if slices.ContainsFunc(papers, func(p store.Paper) bool { return p.Kind == m.Code }) {
			add(m.Code)
		}
	}
	return out
}

func (o *Office) caseReceipt(c service.Case, p service.Person) CaseReceipt {
	s := c.Clock(o.Today(), o.Calendar())
	return CaseReceipt{ID: c.ID, No: c.No, Code: p.Code, State: c.State, FiledOn: c.FiledOn, Due: s.Next, DueName: s.NextName}
}
