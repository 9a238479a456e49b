package office

import (
	"context"
	"fmt"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/check"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/refusal"
)

// LetterCopyForm is what the form of a public copy starts with.
type LetterCopyForm struct {
	Letter letter.Letter
	Copy   letter.Copy
	Found  []Found // what the check says of it
}

// LetterCopyDraft proposes the public copy: what stands, or the letter with
// numbers and the name blacked out, and the answer as it was sent.
func (o *Office) LetterCopyDraft(ctx context.Context, who access.Actor, id ledger.ID) (f LetterCopyForm, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		if f.Letter, err = tx.Letter(id); err != nil {
			return err
		}
		if err := access.May(who, access.PrepareLetter, letterThing(f.Letter)); err != nil {
			return err
		}
		s, err := spokenOf(tx, f.Letter)
		if err != nil {
			return err
		}
		if f.Copy = s.copy.Copy; s.copy.Seq == 0 {
			from, err := tx.Sender(id)
			if err != nil {
				return err
			}
			f.Copy = letter.Copy{Title: from.Black(s.text.Title), Question: from.Black(s.text.Content), Answer: from.Black(s.answer)}
		}
		f.Found, err = o.foundInCopy(tx, f.Letter.Organ, f.Copy, s.copy.Salt)
		return err
	})
	return f, err
}

// foundInCopy checks a copy as an article is checked (CH, WD, PD, FG).
func (o *Office) foundInCopy(tx *store.Tx, organ ledger.ID, c letter.Copy, salt string) (out []Found, err error) {
	checker, err := o.checker(tx, organ)
	if err != nil {
		return nil, err
	}
	for _, x := range []struct{ field, words string }{{"title", c.Title}, {"question", c.Question}, {"answer", c.Answer}} {
		out = append(out, foundIn(checker, salt, check.Plain(x.words), Found{Field: x.field})...)
	}
	return out, nil
}

// CheckLetterCopy checks a copy that is being written. Nothing is kept.
func (o *Office) CheckLetterCopy(ctx context.Context, who access.Actor, id ledger.ID, c letter.Copy) (found []Found, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		l, err := tx.Letter(id)
		if err != nil {
			return err
		}
		if err := access.May(who, access.PrepareLetter, letterThing(l)); err != nil {
			return err
		}
		found, err = o.foundInCopy(tx, l.Organ, c, "")
		return err
	})
	return found, err
}

// clean refuses a copy in which the check found what blocks; it is edited, never
// let pass.
func (d *dossier) clean(c letter.Copy) error {
	found, err := d.o.foundInCopy(d.tx, d.l.Organ, c, "")
	if err != nil {
		return err
	}
	var first *Found
	n := 0
	for i, f := range found {
		if f.Severity == check.Block {
			if n++; first == nil {
				first = &found[i]
			}
		}
	}
	if first == nil {
		return nil
	}
	place := map[string]string{"title": "标题", "question": "来信内容", "answer": "答复内容"}[first.Field]
	return refusal.New("letter.prepare.findings", "R-L8", "n", fmt.Sprint(n), "place", place, "message", first.Message).On(first.Field)
}

// PrepareLetter writes the copy for everybody (拟公开, R-L8).
func (o *Office) PrepareLetter(ctx context.Context, who access.Actor, id ledger.ID, a LetterAct) error {
	return o.actLetter(ctx, who, access.PrepareLetter, id, a, func(d *dossier, _ calendar.Day) error {
		s, err := d.from()
		if err != nil {
			return err
		}
		c := letter.Copy{Title: plainLines(a.Title), Question: plainLines(a.Question), Answer: plainLines(a.Answer)}
		f, err := d.l.Prepare(c, s, d.say(c.Title, c.Question, c.Answer))
		if err != nil {
			return err
		}
		if err := d.clean(c); err != nil {
			return err
		}
		return d.enter(d.today, f)
	})
}

// PublishLetter lets the copy out (公开, R-L8), by another than who wrote it. It
// is checked once more: the lists may have changed.
func (o *Office) PublishLetter(ctx context.Context, who access.Actor, id ledger.ID, a LetterAct) error {
	return o.actLetter(ctx, who, access.PublishLetter, id, a, func(d *dossier, _ calendar.Day) error {
		prepared, err := d.hands(letter.Copied{}, access.PrepareLetter)
		if err != nil {
			return err
		}
		f, err := d.l.Publish(hands(who, access.PublishLetter, letterThing(d.l)), prepared, d.say(opinion(a.Text)))
		if err != nil {
			return err
		}
		s, err := spokenOf(d.tx, d.l)
		if err != nil {
			return err
		}
		if err := d.clean(s.copy.Copy); err != nil {
			return err
		}
		if err := d.enter(d.today, f); err != nil {
			return err
		}
		d.later = append(d.later, func() error { return d.tx.PutLetterCopy(d.l, s.copy) })
		return nil
	})
}

// WithdrawLetter takes the copy back (撤回公开, R-L8), with a reason.
func (o *Office) WithdrawLetter(ctx context.Context, who access.Actor, id ledger.ID, a LetterAct) error {
	return o.actLetter(ctx, who, access.PublishLetter, id, a, func(d *dossier, _ calendar.Day) error {
		f, err := d.l.Withdraw(a.Text, d.say(a.Text))
		if err != nil {
			return err
		}
		if err := d.enter(d.today, f); err != nil {
			return err
		}
		d.later = append(d.later, func() error { return d.tx.DropLetterCopy(id) })
		return nil
	})
}
