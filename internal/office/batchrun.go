package office

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/batch"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
)

// releaseBatches lets out the sets whose instant has come, each whole in one
// transaction. One that cannot go out is held, and says why.
func (o *Office) releaseBatches(ctx context.Context) (n int, err error) {
	var due []batch.Batch
	if err := o.view(ctx, func(tx *store.Tx) (err error) {
		due, err = tx.DueBatches(o.now())
		return err
	}); err != nil {
		return 0, err
	}
	for _, s := range due {
		out, err := o.releaseBatch(ctx, s)
		var held holds
		if errors.As(err, &held) {
			o.log.Warn("scheduled release of a set held", "set", s.ID, "reasons", len(held))
			err = o.holdBatch(ctx, s, held)
		}
		if err != nil {
			return n, err
		}
		n += out
	}
	return n, nil
}

// holds is why a set cannot go out; as an error it rolls back what was done for
// its other texts.
type holds []batch.Hold

func (h holds) Error() string {
	words := make([]string, len(h))
	for i, x := range h {
		words[i] = x.Words
	}
	return strings.Join(words, "；")
}

// releaseBatch lets out one set, all or nothing. That another node was faster is
// no error: the row then says so.
func (o *Office) releaseBatch(ctx context.Context, due batch.Batch) (n int, err error) {
	cal := o.Calendar()
	err = o.record(ctx, due.Organ, func(tx *store.Tx) error {
		s, err := tx.Batch(due.ID)
		if err != nil {
			return err
		}
		if s.Rev != due.Rev {
			return nil
		}
		who := access.Machine(s.Organ)
		b := &work{o: o, tx: tx, who: who, on: o.Today(), s: s}
		f, err := s.Release(o.now())
		if err != nil {
			return err
		}
		members, err := b.inOrder()
		if err != nil {
			return err
		}
		var held holds
		for _, m := range members {
			err := b.letOut(m, cal)
			if r, ok := refusal.As(err); ok {
				held = append(held, batch.Hold{Article: m.Article, Code: r.Code, Words: err.Error()})
				continue
			}
			if err != nil {
				return err
			}
		}
		if len(held) > 0 {
			return held
		}
		n = len(s.Members)
		return b.enter(f)
	})
	return n, err
}

// inOrder lists the members, a document before what explains it.
func (b *work) inOrder() (out []batch.Member, err error) {
	var explaining []batch.Member
	for _, m := range b.s.Members {
		e, err := b.tx.Edition(m.Article, m.Edition)
		if err != nil {
			return nil, err
		}
		if len(e.Explains) > 0 {
			explaining = append(explaining, m)
			continue
		}
		out = append(out, m)
	}
	return append(out, explaining...), nil
}

// letOut publishes one text of the set.
func (b *work) letOut(m batch.Member, cal *calendar.Calendar) error {
	e, err := b.tx.Edition(m.Article, m.Edition)
	if err != nil {
		return err
	}
	if e.State != publication.Scheduled {
		return refusal.Clash("batch.member.state", "R-A17", "state", e.State.Name())
	}
	return b.o.within(b.tx, b.who, access.ReleaseArticle, m.Article, m.Edition, e.Rev, func(c *change) (ledger.Fact, error) {
		c.e.ScheduledAt = b.s.At // one that was called back and approved again has another
		return c.out(c.e.Approver, func(l law.Limit) (ledger.Fact, error) {
			return c.a.Release(c.e, c.now, l, cal, c.indexNo)
		})
	})
}

// holdBatch keeps why a set did not go out. Nothing happened, so no fact says
// it; the attempt stands in the log.
func (o *Office) holdBatch(ctx context.Context, due batch.Batch, why holds) error {
	return o.update(ctx, func(tx *store.Tx) error {
		s, err := tx.Batch(due.ID)
		if err != nil || s.Rev != due.Rev {
			return err
		}
		codes := make([]string, len(why))
		for i, h := range why {
			codes[i] = h.Code
		}
		s.Held = why
		if err := tx.LogAccess(store.AccessLine{At: o.now(), Organ: s.Organ, Officer: ledger.System, Verb: "batch.hold",
			Thing: string(s.ID), Result: strings.Join(codes, " ")}); err != nil {
			return err
		}
		return tx.PutBatch(s)
	})
}

// obstacle says what would keep a text of a set if its instant were now, nil
// for nothing.
func (o *Office) obstacle(tx *store.Tx, s batch.Batch, a publication.Article, e publication.Edition) error {
	l, err := limit(tx, a, e, o.Today())
	if err != nil {
		return err
	}
	now := o.now()
	if e.State != publication.Scheduled {
		return refusal.Clash("batch.member.state", "R-A17", "state", e.State.Name())
	}
	if err := explained(tx, e, s.Members); err != nil {
		return err
	}
	e.ScheduledAt = now
	_, err = a.Release(e, now, l, o.Calendar(), func() (string, error) { return "x", nil })
	return err
}

// batchTasks puts on the desk of who may mend it what could not go out, and
// what could not as things stand.
func (o *Office) batchTasks(tx *store.Tx, who access.Actor, d *Desk) error {
	if may(who, access.PlanBatch) != nil {
		return nil
	}
	sets, err := tx.WaitingBatches(who.Organ)
	if err != nil {
		return err
	}
	for _, s := range sets {
		problems, err := o.problems(tx, s)
		if err != nil {
			return err
		}
		t := Task{Kind: "batch", Link: "batches/" + string(s.ID), Title: s.Name, Since: s.At, HasDue: true, Due: calendar.Date{Day: calendar.DayOf(s.At)}}
		t.Left, t.Due.Provisional = o.Calendar().WorkdaysBetween(o.Today(), t.Due.Day)
		switch {
		case len(s.Held) > 0:
			words := make([]string, len(s.Held))
			for i, h := range s.Held {
				_, e, err := articleOf(tx, h.Article, 0)
				if err != nil {
					return err
				}
				words[i] = orUntitled(e.Title) + "：" + h.Words
			}
			d.Notices = append(d.Notices, Warning{fmt.Sprintf("发布批次“%s”到 %s 整批没有发布。%s", s.Name, stamp(s.At), strings.Join(words, "")), "/" + t.Link, "去处理"})
			t.Next = fmt.Sprintf("整批没有发布，%d篇有问题，请处理", len(s.Held))
		case len(problems) > 0:
			t.Next = fmt.Sprintf("定于 %s，有%d篇发不出去，请处理", stamp(s.At), len(problems))
		default:
			continue
		}
		d.Tasks = append(d.Tasks, t)
	}
	return nil
}

// sayBatch is what a fact of a set means in words.
func sayBatch(f ledger.Fact) string {
	at := func(ms int64) string { return stamp(time.UnixMilli(ms)) }
	switch f := f.(type) {
	case batch.Planned:
		return fmt.Sprintf("编成发布批次，%d篇，定于 %s", len(f.Articles), at(f.At))
	case batch.Moved:
		return "发布批次改到 " + at(f.At)
	case batch.Joined:
		return "发布批次加入一篇"
	case batch.Left:
		if f.At == 0 {
			return "从发布批次取出一篇，退回起草人"
		}
		return "从发布批次取出一篇，单独定于 " + at(f.At)
	case batch.Stopped:
		return "取消发布批次"
	case batch.Released:
		return fmt.Sprintf("发布批次发出，%d篇", f.Texts)
	}
	return f.Kind()
}

// problems is obstacle for every text of a set.
func (o *Office) problems(tx *store.Tx, s batch.Batch) (map[ledger.ID]string, error) {
	out := map[ledger.ID]string{}
	for _, m := range s.Members {
		a, err := tx.Article(m.Article)
		if err != nil {
			return nil, err
		}
		e, err := tx.Edition(m.Article, m.Edition)
		if err != nil {
			return nil, err
		}
		err = o.obstacle(tx, s, a, e)
		if _, ok := refusal.As(err); ok {
			out[m.Article] = err.Error()
		} else if err != nil {
			return nil, err
		}
	}
	return out, nil
}
