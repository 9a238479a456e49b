package office

import (
	"context"
	"io"
	"slices"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/remedy"
)

// MaxSealed bounds a paper that is kept sealed, in bytes: it is sealed whole.
const MaxSealed = 50 << 20

// AnswerRemedy records that our answer was handed in (答复、答辩).
func (o *Office) AnswerRemedy(ctx context.Context, who access.Actor, id ledger.ID, rev int64, day, text string, up *Upload) error {
	on, err := formDay("on", day)
	if err != nil {
		return err
	}
	return o.workRemedy(ctx, who, id, rev, text, up, func(_ *store.Tx, c remedy.Case, sum ledger.Sum) (calendar.Day, ledger.Fact, error) {
		f, err := c.Answer(on, o.Today(), sum, o.Calendar())
		return on, f, err
	})
}

// NoteRemedy records what happened on the way, or adds a paper.
func (o *Office) NoteRemedy(ctx context.Context, who access.Actor, id ledger.ID, rev int64, event, day, text string, up *Upload) error {
	on, err := formDay("on", day)
	if err != nil {
		return err
	}
	return o.workRemedy(ctx, who, id, rev, text, up, func(_ *store.Tx, c remedy.Case, sum ledger.Sum) (calendar.Day, ledger.Fact, error) {
		f, err := c.Note(remedy.Event(event), on, o.Today(), text, sum)
		return on, f, err
	})
}

// ExtendRemedy records that the period to decide was extended (延期).
func (o *Office) ExtendRemedy(ctx context.Context, who access.Actor, id ledger.ID, rev int64, days, day, text string, up *Upload) error {
	on, err := formDay("on", day)
	if err != nil {
		return err
	}
	n, err := formNumber("days", days)
	if err != nil {
		return err
	}
	return o.workRemedy(ctx, who, id, rev, text, up, func(_ *store.Tx, c remedy.Case, sum ledger.Sum) (calendar.Day, ledger.Fact, error) {
		f, err := c.Extend(n, on, o.Today(), sum)
		return on, f, err
	})
}

// ConcludeRemedy records how the case ended (结案), with the decision.
func (o *Office) ConcludeRemedy(ctx context.Context, who access.Actor, id ledger.ID, rev int64, result, day, served, text string, up *Upload) error {
	on, err := formDay("on", day)
	if err != nil {
		return err
	}
	got, err := openDay("served", served)
	if err != nil {
		return err
	}
	return o.workRemedy(ctx, who, id, rev, text, up, func(_ *store.Tx, c remedy.Case, sum ledger.Sum) (calendar.Day, ledger.Fact, error) {
		f, err := c.Conclude(remedy.Result(result), on, got, o.Today(), sum)
		return on, f, err
	})
}

// ReopenRemedy undoes an end that was recorded wrongly (更正结果).
func (o *Office) ReopenRemedy(ctx context.Context, who access.Actor, id ledger.ID, rev int64, why string) error {
	return o.workRemedy(ctx, who, id, rev, why, nil, func(_ *store.Tx, c remedy.Case, sum ledger.Sum) (calendar.Day, ledger.Fact, error) {
		f, err := c.Reopen(why, sum)
		return c.EndedOn, f, err
	})
}

// VoidRemedy takes out a case that was recorded by mistake (注销).
func (o *Office) VoidRemedy(ctx context.Context, who access.Actor, id ledger.ID, rev int64, why string) error {
	return o.workRemedy(ctx, who, id, rev, why, nil, func(tx *store.Tx, c remedy.Case, sum ledger.Sum) (calendar.Day, ledger.Fact, error) {
		suits, err := tx.Remedies(store.RemedyFilter{Organ: c.Organ, Before: id})
		if err != nil {
			return calendar.Day{}, nil, err
		}
		f, err := c.Void(why, len(suits) > 0, sum)
		return c.NoticedOn, f, err
	})
}

// OrderRemedy records the period within which the decision wants a new answer
// (责令重新答复); unit is workdays or days.
func (o *Office) OrderRemedy(ctx context.Context, who access.Actor, id ledger.ID, rev int64, days, unit, text string) error {
	n, err := formNumber("days", days)
	if err != nil {
		return err
	}
	return o.workRemedy(ctx, who, id, rev, text, nil, func(_ *store.Tx, c remedy.Case, sum ledger.Sum) (calendar.Day, ledger.Fact, error) {
		f, err := c.Order(n, law.Unit(unit), sum)
		return o.Today(), f, err
	})
}

// RedoRemedy records a new answer that left by another way than a request of
// this book, where sending it records itself.
func (o *Office) RedoRemedy(ctx context.Context, who access.Actor, id ledger.ID, rev int64, day, text string, up *Upload) error {
	on, err := formDay("on", day)
	if err != nil {
		return err
	}
	return o.workRemedy(ctx, who, id, rev, text, up, func(_ *store.Tx, c remedy.Case, sum ledger.Sum) (calendar.Day, ledger.Fact, error) {
		f, err := c.Redo(on, o.Today(), sum)
		return on, f, err
	})
}

// redone records with the cases that want a new answer to this request that it
// was sent.
func (m *matter) redone(on calendar.Day) error {
	cases, err := m.tx.Remedies(store.RemedyFilter{Organ: m.r.Organ, Request: m.r.ID, Redoing: true})
	if err != nil {
		return err
	}
	for _, c := range cases {
		if on.Before(c.EndedOn) {
			continue // the answer that was contested
		}
		w := remedy.Words{Case: c.ID, Text: "申请" + m.r.No + "的答复已经发出", Salt: newSalt()}
		f, err := c.Redo(on, m.today, w.Sum())
		if err != nil {
			return err
		}
		if err := appendRemedy(m.tx, c, on, m.who.Officer, f, w); err != nil {
			return err
		}
	}
	return nil
}

// EraseRemedy takes away what a case says in words, and its papers (删除个人信息).
func (o *Office) EraseRemedy(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	var blobs []string
	err := o.record(ctx, who.Organ, func(tx *store.Tx) error {
		c, err := remedyOf(tx, who, access.WorkRemedy, id)
		if err != nil {
			return err
		}
		if c.Rev != rev {
			return refusal.Clash("office.save.conflict", "")
		}
		f, err := c.Erase()
		if err != nil {
			return err
		}
		if blobs, err = tx.EraseRemedy(id); err != nil {
			return err
		}
		return appendRemedy(tx, c, o.Today(), who.Officer, f, remedy.Words{})
	})
	if err != nil {
		return err
	}
	return o.letGo(ctx, blobs...)
}

// ArchiveRemedy closes the file (归档).
func (o *Office) ArchiveRemedy(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		c, err := remedyOf(tx, who, access.WorkRemedy, id)
		if err != nil {
			return err
		}
		if c.Rev != rev {
			return refusal.Clash("office.save.conflict", "")
		}
		all, err := remedyPapers(tx, c)
		if err != nil {
			return err
		}
		f, err := c.Archive(all)
		if err != nil {
			return err
		}
		return appendRemedy(tx, c, o.Today(), who.Officer, f, remedy.Words{})
	})
}

func remedyPapers(tx *store.Tx, c remedy.Case) (out []remedy.Paper, err error) {
	words, err := tx.RemedyWords(c.Organ, c.ID)
	for _, w := range words {
		out = append(out, w.Papers...)
	}
	return out, err
}

// papers seals and stores the paper that came with a verb.
func (o *Office) papers(ctx context.Context, up *Upload, on calendar.Day) ([]remedy.Paper, error) {
	if up == nil {
		return nil, nil
	}
	kind := remedy.PaperKind(up.Kind)
	if kind.Name() == "" {
		return nil, refusal.New("remedy.paper.kind", "I.4").On("paper")
	}
	f, err := o.putSealed(ctx, up.Name, up.R, MaxSealed)
	if err != nil {
		return nil, err
	}
	return []remedy.Paper{{ID: newID(), Kind: kind, On: on, Name: cleanName(up.Name), SHA: f.SHA, Plain: f.Plain, Size: f.Size, Type: f.Type}}, nil
}

// RemedyPaper opens a paper of a case. It is personal, so that each opening
// leaves a line in the access log; address is whence it was asked.
func (o *Office) RemedyPaper(ctx context.Context, who access.Actor, id, paper ledger.ID, address string) (FileContent, error) {
	var p remedy.Paper
	err := o.view(ctx, func(tx *store.Tx) error {
		c, err := remedyOf(tx, who, access.WorkRemedy, id)
		if err != nil {
			return err
		}
		all, err := remedyPapers(tx, c)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(p remedy.Paper) bool { return p.ID == paper })
		if i < 0 {
			return store.ErrNotFound
		}
		p = all[i]
		return nil
	})
	line := o.opening(who, "remedy.paper", string(id)+"/"+string(paper), address)
	if err != nil {
		line.Result = "refused"
		return FileContent{}, o.logged(ctx, line, err)
	}
	r, err := o.openSealed(p.SHA)
	if err != nil {
		return FileContent{}, err
	}
	if err := o.logged(ctx, line, nil); err != nil {
		return FileContent{}, err
	}
	return FileContent{publication.File{Name: p.Name, Type: p.Type, Size: p.Size, SHA: p.SHA}, readNoClose{r}}, nil
}

// readNoClose is a file that was opened into memory.
type readNoClose struct{ io.ReadSeeker }

func (readNoClose) Close() error { return nil }
