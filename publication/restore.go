package publication

import (
	"fmt"
	"time"

	"gongkai/ledger"
	"gongkai/refusal"
)

// Done says that nothing is asked of the edition any more: the next may begin.
func (e Edition) Done() bool { return e.State == Live || e.State == Past || e.State == Withdrawn }

// Restore begins a new draft with the text of an earlier edition (恢复为新草稿).
// The page that the public reads stays as it is, and the draft goes the whole
// way of a new text (R-A17); newest is the article's newest edition.
func (a Article) Restore(old, newest Edition, by ledger.ID, salt string, now time.Time) (Edition, error) {
	switch {
	case !newest.Done():
		return Edition{}, refusal.Clash("publication.revise.state", "R-A17", "state", newest.State.Name())
	case !old.Done():
		return Edition{}, refusal.Clash("publication.restore.state", "R-A17", "state", old.State.Name())
	case old.State == Live:
		return Edition{}, refusal.Clash("publication.restore.live", "R-A17")
	}
	e := old
	e.No, e.State, e.Salt, e.Rev = newest.No+1, Draft, salt, 0
	e.Authors, e.Approver, e.Remark, e.Passed = []ledger.ID{by}, "", "", ""
	e.Note = fmt.Sprintf("恢复第%d版的内容", old.No)
	e.ScheduledAt, e.SubmittedAt, e.PublishedAt, e.SavedAt = time.Time{}, time.Time{}, time.Time{}, now
	return e, nil
}
