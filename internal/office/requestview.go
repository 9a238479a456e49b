package office

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/remedy"
	"gongkai/request"
	"gongkai/writ"
)

// RequestLine is a request as lists show it.
type RequestLine struct {
	Request   request.Request
	Subject   string
	Applicant string // masked
	Unit      string
	Sheet     request.Sheet
	Waits     string // what it waits for, in words
}

// RequestQuery narrows a list of requests.
type RequestQuery struct {
	State request.State
	Unit  ledger.ID
	Text  string // words of the subject, or the number
	Year  int
	Page  int // of the queue

	Older, Newer ledger.ID // of the register: the page that begins, or ends, beside this request
}

// RequestList is a page of requests; the queue is by working days left, the
// register by day of arrival.
type RequestList struct {
	Rows               []RequestLine
	Total, Page, Pages int
	Late, Soon         int // among those that are open, of all pages

	Beside // of the register
}

const requestPage = 30

// requestsCounted is how far a register is counted: past it the number tells
// nobody anything, and would be counted anew for each page.
const requestsCounted = 1000

// RequestQueue lists what is not in the archive, by working days left. The due
// days are counted anew each time; nothing that is open is ever absent.
func (o *Office) RequestQueue(ctx context.Context, who access.Actor, q RequestQuery) (l RequestList, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		rows, err := o.queued(tx, who, q)
		if err != nil {
			return err
		}
		for _, r := range rows {
			switch {
			case !r.Request.State.Pending():
			case r.Sheet.Overdue():
				l.Late++
			case r.Sheet.Runs() && r.Sheet.Left <= soon:
				l.Soon++
			}
		}
		l.page(len(rows), q.Page, requestPage)
		l.Rows = rows[min((l.Page-1)*requestPage, len(rows)):min(l.Page*requestPage, len(rows))]
		return o.named(tx, l.Rows)
	})
	return l, err
}

// soon is the number of working days from which a request is shown as pressing.
const soon = 5

func (l *RequestList) page(total, page, size int) {
	l.Total, l.Pages = total, max(1, (total+size-1)/size)
	l.Page = min(max(page, 1), l.Pages)
}

// queued are the requests outside the archive that the officer may read, by
// working days left: what runs first, then what waits for somebody else, then
// what only wants its delivery and filing.
func (o *Office) queued(tx *store.Tx, who access.Actor, q RequestQuery) ([]RequestLine, error) {
	f := store.RequestFilter{Organ: who.Organ, Live: true, Unit: q.Unit, Text: q.Text, Year: q.Year, Oldest: true}
	if q.State != "" {
		f.States = []request.State{q.State}
	}
	all, err := tx.Requests(f)
	if err != nil {
		return nil, err
	}
	names, err := o.names(tx, who.Organ)
	if err != nil {
		return nil, err
	}
	cal, today := o.Calendar(), o.Today()
	var out []RequestLine
	for _, r := range all {
		if access.May(who, access.ReadRequest, requestThing(r.Request)) != nil {
			continue
		}
		s := r.Clock(today, cal)
		out = append(out, RequestLine{Request: r.Request, Subject: r.Subject, Unit: names[r.Unit], Sheet: s, Waits: r.Waits(s)})
	}
	slices.SortStableFunc(out, func(a, b RequestLine) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Sheet.Left, b.Sheet.Left), a.Request.ArrivedOn.Compare(b.Request.ArrivedOn))
	})
	return out, nil
}

func rank(l RequestLine) int {
	switch {
	case l.Request.State.Pending() && l.Sheet.Runs():
		return 0
	case l.Request.State == request.Arrived:
		return 1
	case l.Request.State.Pending():
		return 2
	}
	return 3
}

// named puts the masked names of applicants to lines.
func (o *Office) named(tx *store.Tx, rows []RequestLine) error {
	ids := make([]ledger.ID, len(rows))
	for i, r := range rows {
		ids[i] = r.Request.ID
	}
	names, err := tx.PersonNames(ids)
	for i := range rows {
		rows[i].Applicant = request.Person{Name: names[rows[i].Request.ID]}.Masked().Name
	}
	return err
}

// Requests is the register of requests (登记簿): all of them, newest first. It
// takes no longer with the years: a page begins beside a request and is not
// counted to.
func (o *Office) Requests(ctx context.Context, who access.Actor, q RequestQuery) (l RequestList, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		f := store.RequestFilter{Organ: who.Organ, Unit: q.Unit, Text: q.Text, Year: q.Year}
		if access.May(who, access.ReadRequest, access.Thing{Organ: who.Organ}) != nil {
			if err := may(who, access.ReadRequest); err != nil {
				return err
			}
			f.Units = standsFor(who) // a division sees its own
		}
		if q.State != "" {
			f.States = []request.State{q.State}
		}
		rows, total, at, err := requestBook(tx, f).turn(q.Older, q.Newer)
		if err != nil {
			return err
		}
		l.Total, l.Beside = total, at
		names, err := o.names(tx, who.Organ)
		if err != nil {
			return err
		}
		for _, r := range rows {
			s := r.Clock(o.Today(), o.Calendar())
			l.Rows = append(l.Rows, RequestLine{Request: r.Request, Subject: r.Subject, Unit: names[r.Unit], Sheet: s, Waits: r.Waits(s)})
		}
		return o.named(tx, l.Rows)
	})
	return l, err
}

// requestBook is the register that a filter narrows.
func requestBook(tx *store.Tx, f store.RequestFilter) book[store.RequestRow] {
	return book[store.RequestRow]{
		place: func(id ledger.ID) (at store.Place, err error) {
			r, err := tx.Request(id)
			if r.Organ == f.Organ {
				at = store.Place{Arrived: r.ArrivedOn, ID: r.ID}
			}
			return at, err
		},
		list: func(older, newer store.Place, oldest bool, limit int) ([]store.RequestRow, error) {
			f := f
			f.Older, f.Newer, f.Oldest, f.Limit = older, newer, oldest, limit
			return tx.Requests(f)
		},
		count: func(most int) (int, error) { return tx.CountRequests(f, most) },
		id:    func(r store.RequestRow) ledger.ID { return r.ID },
	}
}

// RequestView is one matter on one screen.
type RequestView struct {
	RequestLine
	Ask                       request.Ask
	Person                    request.Person // masked
	Steps                     []RequestStep  // oldest first
	Papers                    []store.Paper  // letters, scans, proofs
	Consults                  []ConsultView
	Draft                     *Draft      // the draft answer that stands, or was sent back
	Preview                   *writ.Paper // its letter, unnumbered until it is signed
	Drafter, Reviewer, Signer string
	Can                       map[request.Verb]bool // by state, policy and the four-eyes rule
	Open                      bool                  // the applicant may be opened by this officer
	Close                     bool                  // may correct, reopen, erase
	Work                      bool                  // may add papers to the file
	Bundle                    bool                  // may have the whole file put together
	Remedies                  []remedy.Case         // reviews and suits about it
	Contest                   bool                  // may record one
	FromLetter                string                // number of the letter to a mailbox that it was
	Fee                       int                   // number of this request among the applicant's of the month
}

// RequestMatter reads one request with all that its page shows.
func (o *Office) RequestMatter(ctx context.Context, who access.Actor, id ledger.ID) (v RequestView, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		r, err := tx.Request(id)
		if err != nil {
			return err
		}
		thing := requestThing(r)
		if err := access.May(who, access.ReadRequest, thing); err != nil {
			return err
		}
		m := &matter{o: o, tx: tx, who: who, today: o.Today(), r: r}
		return v.fill(m)
	})
	return v, err
}

func (v *RequestView) fill(m *matter) error {
	tx, o, r := m.tx, m.o, m.r
	names, err := o.names(tx, r.Organ)
	if err != nil {
		return err
	}
	t, err := tx.RequestText(r.ID)
	if err != nil {
		return err
	}
	v.Request, v.Subject, v.Ask, v.Unit = r, t.Subject, t.Ask, names[r.Unit]
	v.Drafter, v.Reviewer, v.Signer = names[r.Drafter], names[r.Reviewer], names[r.Signer]
	v.Sheet = r.Clock(m.today, o.Calendar())
	v.Waits = r.Waits(v.Sheet)
	p, err := tx.Person(r.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	v.Person = p.Masked()
	v.Applicant = v.Person.Name
	if r.Letter != "" {
		l, err := tx.Letter(r.Letter)
		if err != nil {
			return err
		}
		v.FromLetter = l.No
	}
	if v.Papers, err = tx.Papers(r.ID); err != nil {
		return err
	}
	if may(m.who, access.ReadRemedy) == nil {
		if v.Remedies, err = tx.Remedies(store.RemedyFilter{Organ: r.Organ, Request: r.ID}); err != nil {
			return err
		}
	}
	v.Contest = may(m.who, access.WorkRemedy) == nil && !r.ReceivedOn.IsZero()
	words, err := tx.RequestWords(r.ID)
	if err != nil {
		return err
	}
	entries, err := tx.Entries(r.Organ, store.EntryFilter{Subject: r.ID})
	if err != nil {
		return err
	}
	views, err := o.entryViews(tx, r.Organ, entries)
	if err != nil {
		return err
	}
	for _, e := range views {
		said, err := spoken(e.Entry, words[e.Seq].Words)
		if err != nil {
			return err
		}
		v.Steps = append(v.Steps, RequestStep{EntryView: e, At: e.Entry.At, Words: said})
	}
	if err := v.consults(m, entries, words); err != nil {
		return err
	}
	if r.State == request.Open && !r.ReceivedOn.IsZero() {
		if v.Fee, err = m.monthly(); err != nil {
			return err
		}
	}
	shown := *m // what is only shown names nobody
	shown.person = &v.Person
	stands := slices.Contains([]request.State{request.Drafted, request.Reviewed, request.Signed}, r.State)
	if stands || r.State == request.Open && r.Drafter != "" {
		d, err := m.draft()
		if err != nil {
			return err
		}
		v.Draft = &d
		if w, err := shown.compose(d, m.today, "（待编号）"); err == nil && stands {
			v.Preview = &w
		}
	}
	v.can(m.who)
	return nil
}

// Policy of each verb of a request.
var requestVerbs = map[request.Verb]access.Verb{
	request.ConfirmVerb: access.RegisterRequest, request.AssignVerb: access.RegisterRequest, request.ClarifyVerb: access.WorkRequest,
	request.SupplementVerb: access.RegisterRequest, request.ConsultVerb: access.WorkRequest, request.ServeVerb: access.WorkRequest,
	request.HearVerb: access.WorkRequest, request.ExtendVerb: access.ExtendRequest, request.AskVerb: access.WorkRequest,
	request.ReasonVerb: access.RegisterRequest, request.PostponeVerb: access.ExtendRequest, request.ChargeVerb: access.WorkRequest,
	request.PayVerb: access.RegisterRequest, request.DecideVerb: access.WorkRequest, request.ReturnVerb: access.ReviewRequest,
	request.ReviewVerb: access.ReviewRequest, request.SignVerb: access.SignRequest, request.SendVerb: access.SendRequest,
	request.DeliverVerb: access.SendRequest, request.WithdrawVerb: access.RegisterRequest, request.GiveUpVerb: access.WorkRequest,
	request.ReopenVerb: access.CloseRequest, request.CorrectVerb: access.CloseRequest, request.ArchiveVerb: access.CloseRequest,
	request.ReleaseVerb: access.CloseRequest, request.SuggestVerb: access.RegisterRequest, request.DeclineVerb: access.CloseRequest,
}

// can says which verbs are offered: the state allows them, the policy does, and
// nobody is offered their own draft to review or to sign.
func (v *RequestView) can(who access.Actor) {
	v.Can = map[request.Verb]bool{}
	r, thing := v.Request, requestThing(v.Request)
	may := func(a access.Verb) bool { return access.May(who, a, thing) == nil }
	for _, verb := range r.Can() {
		v.Can[verb] = may(requestVerbs[verb])
	}
	v.Can[request.ReturnVerb] = v.Can[request.ReturnVerb] || slices.Contains(r.Can(), request.ReturnVerb) && may(access.SignRequest)
	reviews, signs := hands(who, access.ReviewRequest, thing), hands(who, access.SignRequest, thing)
	v.Can[request.ReviewVerb] = v.Can[request.ReviewVerb] && !slices.Contains(reviews, r.Drafter)
	v.Can[request.SignVerb] = v.Can[request.SignVerb] && !slices.Contains(signs, r.Drafter) && !slices.Contains(signs, r.Reviewer)
	if !r.ExtendedOn.IsZero() {
		v.Can[request.ExtendVerb] = false
	}
	if !r.ClarifiedOn.IsZero() {
		v.Can[request.ClarifyVerb] = false
	}
	releasable := r.Releasable() && !r.Erased
	v.Can[request.ReleaseVerb] = v.Can[request.ReleaseVerb] && releasable
	v.Can[request.SuggestVerb] = v.Can[request.SuggestVerb] && releasable && r.SuggestedOn.IsZero()
	v.Can[request.DeclineVerb] = v.Can[request.DeclineVerb] && releasable && !r.SuggestedOn.IsZero() && r.DeclinedOn.IsZero()
	v.Open, v.Close, v.Work, v.Bundle = may(access.OpenPerson), may(access.CloseRequest), may(access.WorkRequest), may(access.BundleRequest)
}

// OpenPerson shows the applicant unmasked. Every opening is logged (§17, PIPL).
func (o *Office) OpenPerson(ctx context.Context, who access.Actor, id ledger.ID, address string) (p request.Person, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		r, err := tx.Request(id)
		if err != nil {
			return err
		}
		if err := access.May(who, access.OpenPerson, requestThing(r)); err != nil {
			return err
		}
		p, err = tx.Person(id)
		return err
	})
	if err != nil {
		return p, err
	}
	return p, o.logged(ctx, o.opening(who, access.OpenPerson, "request/"+string(id), address), nil)
}
