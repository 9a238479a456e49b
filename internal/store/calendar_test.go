package store_test

import (
	"errors"
	"testing"
	"time"

	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
)

// Notices come back as they were put, the later behind the earlier.
func TestNotices(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		y := calendar.Year{Year: 2027, Notice: hard[:20], Off: []calendar.Span{{From: day("2026-12-31"), To: day("2027-01-02")}, {From: day("2027-10-01"), To: day("2027-10-01")}},
			Work: []calendar.Day{day("2027-01-09")}}
		late := law.Notice{Organ: "o1", Seq: 9, Year: y, Pasted: hard, Salt: "s", Officer: "f1", SavedAt: now.Add(time.Second)}
		early := late
		early.Seq, early.SavedAt = 11, now
		b.update(func(tx *store.Tx) error { return errors.Join(tx.PutNotice(late), tx.PutNotice(early)) })
		b.view(func(tx *store.Tx) error {
			for _, organ := range []string{"", "o1"} {
				got, err := tx.Notices(ledger.ID(organ))
				same(t, "notices of "+organ, []law.Notice{early, late}, got)
				if err != nil {
					return err
				}
			}
			none, err := tx.Notices("o9")
			same(t, "notices of nobody", []law.Notice(nil), none)
			n, err2 := tx.CountNotices()
			same(t, "count", 2, n)
			return errors.Join(err, err2)
		})
		if err := b.Update(ctx, func(tx *store.Tx) error { return tx.PutNotice(late) }); !errors.Is(err, store.ErrConflict) {
			t.Errorf("the same entry twice: %v", err)
		}
	})
}
