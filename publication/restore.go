package publication

import (
	"fmt"
	"time"

	"gongkai/ledger"
	"gongkai/refusal"
)

// Done says that nothing is asked of the edition any more: the next may begin.
func (e Edition) Done() bool { return e.State == Live || e.State == Past || e.State == Withdrawn }

// next is the draft no with the text of this edition, and nothing of its former
// approval. Who wrote that text wrote this one too, and who begins it has a hand
// in it: none of them lets it out (R-A17).
func (e Edition) next(no int, by []ledger.ID, salt string, now time.Time) Edition {
	e.No, e.State, e.Salt, e.Rev = no, Draft, salt, 0
	e.Authors, e.Approver, e.Note, e.Remark, e.Passed = e.By(by...), "", "", "", ""
	e.ScheduledAt, e.SubmittedAt, e.PublishedAt, e.SavedAt = time.Time{}, time.Time{}, time.Time{}, now
	return e
}

// Revise begins the next edition from the newest one (修订). The page that the
// public reads stays as it is.
func (a Article) Revise(newest Edition, by []ledger.ID, salt string, now time.Time) (Edition, error) {
	if !newest.Done() {
		return Edition{}, refusal.Clash("publication.revise.state", "R-A17", "state", newest.State.Name())
	}
	return newest.next(newest.No+1, by, salt, now), nil
}

// Restore begins a new draft with the text of an earlier edition (恢复为新草稿).
// The page that the public reads stays as it is, and the draft goes the whole
// way of a new text (R-A17); newest is the article's newest edition.
func (a Article) Restore(old, newest Edition, by []ledger.ID, salt string, now time.Time) (Edition, error) {
	switch {
	case !newest.Done():
		return Edition{}, refusal.Clash("publication.revise.state", "R-A17", "state", newest.State.Name())
	case !old.Done():
		return Edition{}, refusal.Clash("publication.restore.state", "R-A17", "state", old.State.Name())
	case old.State == Live:
		return Edition{}, refusal.Clash("publication.restore.live", "R-A17")
	}
	e := old.next(newest.No+1, by, salt, now)
	e.Note = fmt.Sprintf("恢复第%d版的内容", old.No)
	return e, nil
}

// Disclose begins the edition that is to be public of a text that was not
// (转为公开, R-A18).
func (e Edition) Disclose(by []ledger.ID, salt string, now time.Time) Edition {
	e = e.next(e.No+1, by, salt, now)
	e.Mode, e.Basis, e.Ground = "proactive", "", ""
	return e
}
