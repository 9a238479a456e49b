package office

import (
	"context"
	"fmt"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/check"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/publication"
)

// perBreath is how many articles are checked before others may write again.
const perBreath = 20

// Checkup is the state of the check of what is public (体检).
type Checkup struct {
	Run       store.CheckRun
	Counts    []store.FindingCount
	Findings  []store.PublicFinding
	Total     int
	Page      int
	Pages     int
	Units     map[ledger.ID]string
	Overrides []OverrideRow
	May       bool // ask for a check now
}

// OverrideRow is a finding that was let pass, with the names of who did.
type OverrideRow struct {
	check.Override
	Title, By, SecondBy string
}

const checkupPage = 50

// Checkup reads what the last check found.
func (o *Office) Checkup(ctx context.Context, who access.Actor, severity, rule, unit string, page int) (c Checkup, err error) {
	if err := may(who, access.ReadDesk); err != nil {
		return c, err
	}
	c.Page, c.May = max(page, 1), may(who, access.AskCheckup) == nil
	err = o.view(ctx, func(tx *store.Tx) error {
		if c.Run, err = tx.CheckRun(who.Organ); err != nil {
			return err
		}
		if c.Counts, err = tx.CheckCounts(who.Organ); err != nil {
			return err
		}
		c.Findings, c.Total, err = tx.PublicFindings(store.FindingFilter{Organ: who.Organ, Severity: check.Severity(severity), Rule: rule,
			Unit: ledger.ID(unit), Limit: checkupPage, Offset: (c.Page - 1) * checkupPage})
		if err != nil {
			return err
		}
		c.Pages = (c.Total + checkupPage - 1) / checkupPage
		if c.Units, err = o.names(tx, who.Organ); err != nil {
			return err
		}
		passed, err := tx.AllOverrides(who.Organ, 20)
		if err != nil {
			return err
		}
		for _, x := range passed {
			e, err := tx.Edition(x.Article, x.Edition)
			if err != nil {
				return err
			}
			c.Overrides = append(c.Overrides, OverrideRow{x, e.Title, c.Units[x.Officer], c.Units[x.Second]})
		}
		return nil
	})
	return c, err
}

// AskCheckup wants a check of everything public now; the clock does it.
func (o *Office) AskCheckup(ctx context.Context, who access.Actor) error {
	if err := may(who, access.AskCheckup); err != nil {
		return err
	}
	return o.update(ctx, func(tx *store.Tx) error {
		run, err := tx.CheckRun(who.Organ)
		if err != nil || run.Running() || run.Waiting() {
			return err
		}
		run.AskedAt = o.now()
		return tx.PutCheckRun(run)
	})
}

// CheckPublic checks everything that is public, of every organ, when it is
// time: in the small hours of each day, when somebody asked, and where one was
// broken off. It is called by the clock and depends on nobody's session.
func (o *Office) CheckPublic(ctx context.Context) (n int, err error) {
	organs, err := o.Sites(ctx)
	if err != nil {
		return 0, err
	}
	for _, g := range organs {
		done, err := o.checkOrgan(ctx, g.ID)
		n += done
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

func (o *Office) checkOrgan(ctx context.Context, organ ledger.ID) (n int, err error) {
	begin := false
	if err := o.update(ctx, func(tx *store.Tx) error {
		run, err := tx.CheckRun(organ)
		if err != nil {
			return err
		}
		now := o.now()
		switch {
		case run.Running():
			begin = true // broken off, here or in another process: go on after the last one
		case run.Waiting(), nightly(run, now):
			begin = true
			run.StartedAt, run.Done, run.Last = now, 0, ""
			if run.Total, err = tx.CountLive(organ); err != nil {
				return err
			}
			return tx.PutCheckRun(run)
		}
		return nil
	}); err != nil || !begin {
		return 0, err
	}
	for {
		done, over, err := o.checkSome(ctx, organ)
		n += done
		if err != nil || over {
			return n, err
		}
	}
}

// nightly says whether the check of the day is due: from one o'clock on, or at
// once where the machine was off all night.
func nightly(run store.CheckRun, now time.Time) bool {
	local := now.In(calendar.Shanghai)
	return local.Hour() >= 1 && calendar.DayOf(run.StartedAt).Before(calendar.DayOf(now))
}

// checkSome checks the next articles and notes how far it came.
func (o *Office) checkSome(ctx context.Context, organ ledger.ID) (n int, over bool, err error) {
	var run store.CheckRun
	looks := map[ledger.ID]look{}
	var editions []publication.Edition
	if err := o.view(ctx, func(tx *store.Tx) error {
		if run, err = tx.CheckRun(organ); err != nil {
			return err
		}
		g, err := o.ground(tx, organ)
		if err != nil {
			return err
		}
		ids, err := tx.LiveIDs(organ, run.Last, perBreath)
		if err != nil {
			return err
		}
		for _, id := range ids {
			a, err := tx.Article(id)
			if err != nil {
				return err
			}
			e, err := tx.Edition(id, a.Live)
			if err != nil {
				return err
			}
			if looks[id], err = g.look(tx, e, o.Today()); err != nil {
				return err
			}
			editions = append(editions, e)
		}
		return nil
	}); err != nil {
		return 0, false, err
	}
	found, failed := map[ledger.ID][]store.PublicFinding{}, map[ledger.ID]bool{}
	for _, e := range editions {
		all, err := o.inEdition(looks[e.Article], e)
		if err != nil {
			o.log.Error("check of what is public", "article", e.Article, "err", err)
			failed[e.Article] = true
			all = []Found{unchecked(e)}
		}
		found[e.Article] = o.public(organ, e, all)
	}
	return len(editions), len(editions) < perBreath, o.update(ctx, func(tx *store.Tx) error {
		now, err := tx.CheckRun(organ)
		if err != nil || now.Last != run.Last {
			return err // another process did these
		}
		for _, e := range editions {
			passed, err := tx.Overrides(e.Article, e.No)
			if err != nil {
				return err
			}
			put := tx.PutFindings
			if failed[e.Article] {
				put = tx.AddFindings
			}
			if err := put(e.Article, without(e, found[e.Article], passed)); err != nil {
				return err
			}
			now.Last, now.Done = e.Article, now.Done+1
		}
		if len(editions) < perBreath {
			now.EndAt = o.now()
			if !now.EndAt.After(now.StartedAt) {
				now.EndAt = now.StartedAt
			}
			if err := tx.DropStaleFindings(organ); err != nil {
				return err
			}
		}
		return tx.PutCheckRun(now)
	})
}

// unchecked says that the check of an article did not come to its end. It stands
// beside what was found before, until a check does.
func unchecked(e publication.Edition) Found {
	f := check.Finding{Rule: "FL-UNREAD", Severity: check.Block, Message: "这一篇没有检查完，附件可能已经损坏或者丢失，请系统管理员查看运行日志"}
	return Found{Finding: f, Mark: f.Mark(e.Salt, "")}
}

// public is what is kept of the findings in what is public: no hints, and
// personal data masked.
func (o *Office) public(organ ledger.ID, e publication.Edition, all []Found) (out []store.PublicFinding) {
	for _, f := range all {
		if f.Severity == check.Hint {
			continue
		}
		out = append(out, store.PublicFinding{Organ: organ, Article: e.Article, Mark: f.Mark, Edition: e.No, Unit: e.Unit, Rule: f.Rule,
			Severity: f.Severity, Place: f.Place(), Found: f.Shown(), Suggest: f.Suggest, Message: f.Message, FirstAt: o.now()})
	}
	return out
}

// without leaves out what was let pass.
func without(e publication.Edition, all []store.PublicFinding, passed []check.Override) (out []store.PublicFinding) {
	held := map[ledger.Sum]bool{}
	for _, x := range passed {
		held[x.Mark] = x.Among(e.Authors).Holds()
	}
	for _, f := range all {
		if !held[f.Mark] {
			out = append(out, f)
		}
	}
	return out
}

// checkupWarning tells the office on its desk what blocks among what is public.
func (o *Office) checkupWarning(tx *store.Tx, who access.Actor, d *Desk) error {
	if may(who, access.AskCheckup) != nil {
		return nil
	}
	_, n, err := tx.PublicFindings(store.FindingFilter{Organ: who.Organ, Severity: check.Block, Limit: 1})
	if err == nil && n > 0 {
		d.Notices = append(d.Notices, Warning{fmt.Sprintf("网站上已公开的内容里有%d处应当改正。", n), "/checks?severity=block", "看是哪些"})
	}
	return err
}
