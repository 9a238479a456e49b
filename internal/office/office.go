// Package office is the shell around the rules: one method per verb.
//
// Every method has the same shape. It opens a transaction, loads the rows,
// asks access.May, lets the noun's pure verb decide, appends the fact to the
// ledger, applies it to the row, stores the row, and commits; see decide. No
// rendering, no mail and no network happens inside. Reading methods ask the
// same policy and return plain structs that pages are made of.
//
// Read article.go for the life of an article, report.go for the annual report
// and verify.go for the proof that rows and ledger agree.
package office

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"gongkai/access"
	"gongkai/batch"
	"gongkai/calendar"
	"gongkai/catalogue"
	"gongkai/check"
	"gongkai/consultation"
	"gongkai/contract"
	"gongkai/inspection"
	"gongkai/internal/files"
	"gongkai/internal/store"
	"gongkai/interview"
	"gongkai/invitation"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/people"
	"gongkai/proposal"
	"gongkai/publication"
	"gongkai/record"
	"gongkai/refusal"
	"gongkai/register"
	"gongkai/remedy"
	"gongkai/report"
	"gongkai/request"
	"gongkai/review"
	"gongkai/service"
	"gongkai/visit"
	"gongkai/window"
	"gongkai/writ"
)

// Office holds what the verbs need. Its methods may be called at once.
type Office struct {
	db    *store.DB
	files *files.Folder
	now   func() time.Time
	base  *calendar.Calendar // without the notices that were entered
	log   *slog.Logger

	checkers checkers

	laying sync.Mutex
	laid   atomic.Pointer[laid]

	mu       sync.Mutex
	onChange []func(ledger.ID)
}

// Config wires an Office. Now is the clock; Calendar is what the entered notices
// are laid over; it and Log have defaults.
type Config struct {
	DB       *store.DB
	Files    *files.Folder
	Now      func() time.Time
	Calendar *calendar.Calendar
	Log      *slog.Logger
}

// New makes an Office.
func New(c Config) *Office {
	if c.Calendar == nil {
		c.Calendar = calendar.China()
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Office{db: c.DB, files: c.Files, now: c.Now, base: c.Calendar, log: c.Log}
}

// Codec knows every kind of fact that this release can write or read.
func Codec() ledger.Codec {
	return ledger.NewCodec(
		batch.Facts(),
		catalogue.Facts(),
		check.Facts(),
		consultation.Facts(),
		contract.Facts(),
		inspection.Facts(),
		interview.Facts(),
		invitation.Facts(),
		law.Facts(),
		letter.Facts(),
		people.Facts(),
		proposal.Facts(),
		publication.Facts(),
		record.Facts(),
		register.Facts(),
		remedy.Facts(),
		report.Facts(),
		request.Facts(),
		review.Facts(),
		service.Facts(),
		visit.Facts(),
		window.Facts(),
		writ.Facts(),
	)
}

// Now is the present instant, Today its legal day.
func (o *Office) Now() time.Time      { return o.now() }
func (o *Office) Today() calendar.Day { return calendar.DayOf(o.now()) }

// OnChange registers a function that is called after each commit that may
// change what the public sees of an organ.
func (o *Office) OnChange(f func(organ ledger.ID)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.onChange = append(o.onChange, f)
}

func (o *Office) changed(organ ledger.ID) {
	o.mu.Lock()
	fs := o.onChange
	o.mu.Unlock()
	for _, f := range fs {
		f(organ)
	}
}

// record runs f in a transaction that may append facts to the organ's ledger.
func (o *Office) record(ctx context.Context, organ ledger.ID, f func(tx *store.Tx) error) error {
	err := o.db.Record(ctx, organ, o.now(), f)
	if err == nil {
		o.changed(organ)
	}
	return words(err)
}

func (o *Office) update(ctx context.Context, f func(tx *store.Tx) error) error {
	return words(o.db.Update(ctx, f))
}

func (o *Office) view(ctx context.Context, f func(tx *store.Tx) error) error {
	return words(o.db.View(ctx, f))
}

// words turns what the store says into what a clerk can act on; everything
// else stays a fault.
func words(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, store.ErrNotFound):
		return refusal.NotFound("access.may.absent")
	case errors.Is(err, store.ErrConflict):
		return refusal.Clash("office.save.conflict", "")
	case errors.Is(err, store.ErrFull):
		return refusal.Clash("office.disk.full", "")
	case errors.Is(err, store.ErrBusy):
		return refusal.Clash("office.busy", "")
	}
	return err
}

// idLength is how long an id is that newID makes.
const idLength = 12

// newID makes an id that nobody can guess and that is never used again.
func newID() ledger.ID {
	const letters = "0123456789abcdefghjkmnpqrstvwxyz"
	b := make([]byte, idLength)
	rand.Read(b)
	for i := range b {
		b[i] = letters[b[i]&31]
	}
	return ledger.ID(b)
}

// newSalt makes the salt of a document's sum.
func newSalt() string { return rand.Text() }

// may asks the policy about a thing of the organ at large.
func may(who access.Actor, v access.Verb) error {
	err := access.May(who, v, access.Thing{Organ: who.Organ, Unit: who.Unit, Author: who.Officer})
	for _, p := range who.For { // a stand-in reaches what is the other's own
		if err != nil && access.May(p, v, access.Thing{Organ: p.Organ, Unit: p.Unit, Author: p.Officer}) == nil {
			return nil
		}
	}
	return err
}
