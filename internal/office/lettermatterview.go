package office

import (
	"context"
	"errors"
	"slices"
	"time"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/letter"
)

// LetterView is one letter on one screen.
type LetterView struct {
	LetterLine
	Box                                  letter.Mailbox
	Text                                 letter.Text
	From                                 letter.Sender        // masked
	Answer                               string               // the draft that stands or was sent back, or the answer
	Copy                                 letter.Copy          // the public copy that was written last
	Steps                                []LetterStep         // oldest first
	Files                                []store.Paper        // what came, and what goes with the answer
	Hints                                []Hint               // the same sender, or the same matter
	Request                              string               // number of the request that it became
	Case                                 string               // number of the case that it became
	Can                                  map[letter.Verb]bool // by state, policy and the four-eyes rule
	Open                                 bool                 // the sender may be opened by this officer
	Drafter, Checker, Approver, Preparer string
}

// LetterStep is an entry of the letter's ledger with what was said.
type LetterStep struct {
	EntryView
	At    time.Time
	Words []string
}

// letterVerbs is the policy of each verb of a letter.
var letterVerbs = map[letter.Verb]access.Verb{
	letter.AcceptVerb: access.RegisterLetter, letter.DeclineVerb: access.RegisterLetter, letter.AssignVerb: access.RegisterLetter,
	letter.HandBackVerb: access.WorkLetter, letter.ConvertVerb: access.RegisterLetter, letter.TakeBackVerb: access.RegisterLetter, letter.ExtendVerb: access.ExtendLetter,
	letter.DraftVerb: access.WorkLetter, letter.ReturnVerb: access.CheckLetter, letter.CheckVerb: access.CheckLetter,
	letter.ApproveVerb: access.ApproveLetter, letter.AnswerVerb: access.AnswerLetter, letter.PrepareVerb: access.PrepareLetter,
	letter.PublishVerb: access.PublishLetter, letter.WithdrawVerb: access.PublishLetter, letter.FollowVerb: access.RegisterLetter,
	letter.CorrectVerb: access.RegisterLetter, letter.ReopenVerb: access.CloseLetter, letter.ArchiveVerb: access.CloseLetter,
	letter.EraseVerb: access.CloseLetter,
}

// LetterMatter reads one letter with all that its page shows.
func (o *Office) LetterMatter(ctx context.Context, who access.Actor, id ledger.ID) (v LetterView, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		r, err := tx.LetterRow(id)
		if err != nil {
			return err
		}
		if err := access.May(who, access.ReadLetter, letterThing(r.Letter)); err != nil {
			return err
		}
		return v.fill(o, tx, who, r)
	})
	return v, err
}

func (v *LetterView) fill(o *Office, tx *store.Tx, who access.Actor, r store.LetterRow) error {
	lines, err := o.letterLines(tx, r.Organ, []store.LetterRow{r})
	if err != nil {
		return err
	}
	v.LetterLine = lines[0]
	table, err := mailboxes(tx, r.Organ, r.ReceivedOn)
	if err != nil {
		return err
	}
	v.Box, _ = table.Mailbox(r.Letter.Mailbox)
	names, err := o.names(tx, r.Organ)
	if err != nil {
		return err
	}
	v.Drafter, v.Checker, v.Approver, v.Preparer = names[r.Drafter], names[r.Checker], names[r.Approver], names[r.Preparer]
	s, err := spokenOf(tx, r.Letter)
	if err != nil {
		return err
	}
	v.Text, v.Answer, v.Copy = s.text, s.answer, s.copy.Copy
	from, err := tx.Sender(r.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	v.From = from.Masked()
	v.Sender = v.From.Name
	if v.Files, err = tx.LetterPapers(r.Organ, r.ID); err != nil {
		return err
	}
	switch r.To {
	case letter.ToRequest:
		q, err := tx.Request(r.Into)
		if err != nil {
			return err
		}
		v.Request = q.No
	case letter.ToService:
		c, err := tx.Case(r.Into)
		if err != nil {
			return err
		}
		v.Case = c.No
	}
	views, err := o.entryViews(tx, r.Organ, s.entries)
	if err != nil {
		return err
	}
	for i, e := range views {
		if e.Entry.By == ledger.Citizen {
			e.By = "来信人"
		}
		v.Steps = append(v.Steps, LetterStep{EntryView: e, At: e.Entry.At, Words: spokenWords(s.facts[i], s.words[e.Seq].Words)})
	}
	if r.State.Pending() && !r.Erased {
		if v.Hints, err = o.letterHints(tx, who, r.Organ, from, r.Matter, r.ID); err != nil {
			return err
		}
	}
	v.can(who)
	return nil
}

// spokenWords is what was said with a fact, where the page does not show it in a
// place of its own.
func spokenWords(f ledger.Fact, words []string) (out []string) {
	switch f.(type) {
	case letter.Received, letter.Imported, letter.Copied:
		return nil
	}
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}

// can says which verbs are offered: the state allows them, the policy does, and
// nobody is offered their own draft to pass.
func (v *LetterView) can(who access.Actor) {
	v.Can = map[letter.Verb]bool{}
	l, thing := v.Letter, letterThing(v.Letter)
	may := func(a access.Verb) bool { return access.May(who, a, thing) == nil }
	for _, verb := range l.Can() {
		if p, ok := letterVerbs[verb]; ok { // rating is the sender's
			v.Can[verb] = may(p)
		}
	}
	v.Can[letter.ReturnVerb] = v.Can[letter.ReturnVerb] || slices.Contains(l.Can(), letter.ReturnVerb) && may(access.ApproveLetter)
	checks, approves, lets := hands(who, access.CheckLetter, thing), hands(who, access.ApproveLetter, thing), hands(who, access.PublishLetter, thing)
	v.Can[letter.CheckVerb] = v.Can[letter.CheckVerb] && !slices.Contains(checks, l.Drafter)
	v.Can[letter.ApproveVerb] = v.Can[letter.ApproveVerb] && !slices.Contains(approves, l.Drafter) && !slices.Contains(approves, l.Checker)
	v.Can[letter.PublishVerb] = v.Can[letter.PublishVerb] && !slices.Contains(lets, l.Preparer)
	v.Can[letter.PrepareVerb] = v.Can[letter.PrepareVerb] && l.Open && !l.Imported
	v.Can[letter.ExtendVerb] = v.Can[letter.ExtendVerb] && l.ExtendedOn.IsZero() && (l.Terms.Extend.N > 0 || !l.Given.IsZero())
	v.Can[letter.ReopenVerb] = v.Can[letter.ReopenVerb] && l.Into == ""
	v.Open = may(access.OpenSender)
}

// OpenSender shows the sender unmasked. Every opening is logged.
func (o *Office) OpenSender(ctx context.Context, who access.Actor, id ledger.ID, address string) (s letter.Sender, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		l, err := tx.Letter(id)
		if err != nil {
			return err
		}
		if err := access.May(who, access.OpenSender, letterThing(l)); err != nil {
			return err
		}
		s, err = tx.Sender(id)
		return err
	})
	if err != nil {
		return s, err
	}
	s.Code = ""
	return s, o.logged(ctx, o.opening(who, access.OpenSender, "letter/"+string(id), address), nil)
}

// LetterFile opens a file of a letter. Files hold personal data: every opening is
// logged.
func (o *Office) LetterFile(ctx context.Context, who access.Actor, id, paper ledger.ID, address string) (PaperFile, error) {
	p, err := o.paperIn(ctx, paper, func(tx *store.Tx) ([]store.Paper, error) {
		l, err := tx.Letter(id)
		if err != nil {
			return nil, err
		}
		if err := access.May(who, access.OpenSender, letterThing(l)); err != nil {
			return nil, err
		}
		return tx.LetterPapers(l.Organ, id)
	})
	if err != nil {
		return PaperFile{}, err
	}
	return o.openPaper(ctx, p, o.opening(who, access.OpenSender, "letter/"+string(id)+"/file/"+string(paper), address))
}

// LetterHints shows while registering who wrote before and what was written
// before (R-L2). They decide nothing.
func (o *Office) LetterHints(ctx context.Context, who access.Actor, f LetterForm) (out []Hint, err error) {
	if err := may(who, access.RegisterLetter); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		var except ledger.ID
		if f.Once != "" { // a form that is sent twice is not like another
			except = onceID(tx, f.Once)
		}
		out, err = o.letterHints(tx, who, who.Organ, f.sender(), f.text().Matter(f.sender()), except)
		return err
	})
	return out, err
}

// letterHints are letters of the same sender or of the same matter.
func (o *Office) letterHints(tx *store.Tx, who access.Actor, organ ledger.ID, s letter.Sender, matter string, except ledger.ID) (out []Hint, err error) {
	same, err := tx.SameSender(organ, s, 200)
	if err != nil {
		return nil, err
	}
	recent, err := tx.Letters(store.LetterFilter{Organ: organ, Limit: compareRequests})
	if err != nil {
		return nil, err
	}
	known := map[ledger.ID]bool{except: true}
	read := letter.Read(matter)
	add := func(r store.LetterRow, sender bool) {
		score := read.With(letter.Read(r.Matter))
		if known[r.ID] || !sender && score < letter.Alike || access.May(who, access.ReadLetter, letterThing(r.Letter)) != nil {
			return
		}
		known[r.ID] = true
		h := Hint{ID: r.ID, No: r.No, Title: r.Subject, State: r.State.Name(), Score: score, Day: r.ReceivedOn.String(), SamePerson: sender, SameContent: score >= letter.Alike}
		switch {
		case h.SamePerson && h.SameContent:
			h.Why = "同一来信人，内容相近"
			h.Score += 2
		case h.SamePerson:
			h.Why = "同一来信人"
		default:
			h.Why = "内容相近"
			h.Score++
		}
		out = append(out, h)
	}
	for _, r := range same {
		add(r, true)
	}
	for _, r := range recent {
		add(r, false)
	}
	return top(out), nil
}
