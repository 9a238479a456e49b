package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/publication"
)

func (b *base) facts(organ ledger.ID, n int) {
	b.t.Helper()
	for i := range n {
		b.record(organ, func(tx *store.Tx) error { _, err := fact(tx, ledger.ID(fmt.Sprintf("a%d", i%3))); return err })
	}
}

func (b *base) draft(id ledger.ID) {
	b.t.Helper()
	b.update(func(tx *store.Tx) error {
		return tx.PutArticle(publication.Article{ID: id, Organ: "o1", State: publication.Draft})
	})
}

// The tree that is stored step by step is the one that the entries make, and
// proves each of them alone (rule 10 of the ledger).
func TestLedger(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		if n := b.check("o1"); n != 0 {
			t.Fatalf("a new ledger has %d entries", n)
		}
		b.facts("o1", 5)
		b.record("o1", func(tx *store.Tx) error { // many in one transaction
			for range 8 {
				if _, err := fact(tx, "many"); err != nil {
					return err
				}
			}
			return nil
		})
		b.record("o1", func(tx *store.Tx) error { return nil }) // none
		if n := b.check("o1"); n != 13 {
			t.Fatalf("%d entries, want 13", n)
		}
		var entries []ledger.Entry
		b.view(func(tx *store.Tx) (err error) {
			entries, err = tx.Entries("o1", store.EntryFilter{})
			return err
		})
		same(t, "first entry", ledger.Entry{Organ: "o1", Seq: 1, At: now, On: calendar.DayOf(now), Kind: "publication.returned",
			Subject: "a0", By: "zhang", Body: []byte(`{"Edition":1}`)}, entries[0])
		b.view(func(tx *store.Tx) error {
			head, err := tx.Head("o1")
			for i, e := range entries {
				if e.Seq != int64(i)+1 {
					t.Fatalf("entry %d stands at %d", e.Seq, i+1)
				}
				p, err := ledger.Prove(head, e.Seq, tx.HashReader("o1"))
				if err != nil {
					return err
				}
				if err := ledger.CheckProof(p, head, e); err != nil {
					t.Errorf("entry %d is not proved: %v", e.Seq, err)
				}
				e.By = "li"
				if ledger.CheckProof(p, head, e) == nil {
					t.Errorf("entry %d by somebody else is proved", e.Seq)
				}
			}
			// The log of 13 continues the log of 5 that somebody noted.
			was, err2 := ledger.Root(5, tx.HashReader("o1"))
			p, err3 := tlog.ProveTree(13, 5, tx.HashReader("o1"))
			return errors.Join(err, err2, err3, tlog.CheckTree(p, 13, head.Root, 5, was.Root))
		})
	})
}

func TestEntryFilter(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		b.update(func(tx *store.Tx) error { return organ(tx, "o2", "second") })
		b.facts("o2", 2)
		b.facts("o1", 4) // a0 a1 a2 a0
		b.record("o1", func(tx *store.Tx) error {
			_, err := tx.Append(day("2019-12-31"), "a0", "li", publication.Moved{To: "a1"})
			return err
		})
		for what, x := range map[string]struct {
			f    store.EntryFilter
			want []int64
			n    int
		}{
			"all":            {store.EntryFilter{}, []int64{1, 2, 3, 4, 5}, 5},
			"newest first":   {store.EntryFilter{Desc: true, Limit: 2}, []int64{5, 4}, 5},
			"second page":    {store.EntryFilter{Limit: 2, Offset: 2}, []int64{3, 4}, 5},
			"beyond the end": {store.EntryFilter{Limit: 2, Offset: 9}, nil, 5},
			"from and to":    {store.EntryFilter{From: 2, To: 3}, []int64{2, 3}, 2},
			"subject":        {store.EntryFilter{Subject: "a0"}, []int64{1, 4, 5}, 3},
			"kind":           {store.EntryFilter{Kinds: []string{"publication.moved", "x"}}, []int64{5}, 1},
			"numbers":        {store.EntryFilter{Seqs: []int64{4, 1, 99}}, []int64{1, 4}, 2},
			"day from":       {store.EntryFilter{OnFrom: day("2019-07-17")}, []int64{5}, 1},
			"day to":         {store.EntryFilter{OnTo: day("2019-07-16")}, []int64{1, 2, 3, 4}, 4},
			"none":           {store.EntryFilter{Subject: "' or 1=1 --"}, nil, 0},
		} {
			b.view(func(tx *store.Tx) error {
				var got, streamed []int64
				es, err := tx.Entries("o1", x.f)
				for _, e := range es {
					got = append(got, e.Seq)
				}
				err2 := tx.EachEntry("o1", x.f, func(e ledger.Entry) error { streamed = append(streamed, e.Seq); return nil })
				n, err3 := tx.CountEntries("o1", x.f)
				same(t, what, x.want, got)
				same(t, what+" streamed", x.want, streamed)
				same(t, what+" counted", x.n, n)
				return errors.Join(err, err2, err3)
			})
		}
		stop := errors.New("stop")
		if err := b.View(ctx, func(tx *store.Tx) error {
			return tx.EachEntry("o1", store.EntryFilter{}, func(ledger.Entry) error { return stop })
		}); !errors.Is(err, stop) {
			t.Errorf("the reader's own error came back as %v", err)
		}
	})
}

// The database itself refuses to change the book, whoever asks.
func TestAppendOnly(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		b.facts("o1", 3)
		for _, q := range []string{
			`update ledger_entry set by_officer = 'li' where seq = 2`,
			`update ledger_entry set body = body`,
			`delete from ledger_entry where seq = 3`,
			`delete from ledger_entry`,
			`update ledger_node set hash = hash where at = 0`,
			`delete from ledger_node where at = 0`,
			`insert into ledger_entry select * from ledger_entry where seq = 2 on conflict (organ, seq) do update set by_officer = 'li'`,
			map[string]string{"sqlite": `insert or replace into ledger_entry select organ, seq, at, on_day, kind, subject, 'li', body from ledger_entry where seq = 2`,
				"postgres": `truncate ledger_entry`}[b.Dialect()],
			map[string]string{"sqlite": `replace into ledger_node select organ, at, x'00' from ledger_node where at = 0`,
				"postgres": `truncate ledger_node`}[b.Dialect()],
			map[string]string{"sqlite": `update or replace ledger_entry set seq = 2 where seq = 3`,
				"postgres": `truncate organ cascade`}[b.Dialect()],
		} {
			if err := b.raw(q); err == nil || !strings.Contains(err.Error(), "append-only") {
				t.Errorf("%s: %v", q, err)
			}
		}
		if n := b.check("o1"); n != 3 {
			t.Errorf("%d entries are left of 3", n)
		}
	})
}

// Rows and facts come together or not at all, however the function ends; and
// the next writer is not kept out.
func TestRollback(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		b.facts("o1", 1)
		gone, cancel := context.WithCancel(ctx)
		no := errors.New("no")
		for what, x := range map[string]struct {
			ctx  context.Context
			end  func(*store.Tx) error
			want error
		}{
			"an error":            {ctx, func(*store.Tx) error { return no }, no},
			"a conflict":          {ctx, func(tx *store.Tx) error { return tx.PutArticle(publication.Article{ID: "a1", Organ: "o1", Rev: 9}) }, store.ErrConflict},
			"a row that is there": {ctx, func(tx *store.Tx) error { return organ(tx, "o1", "x") }, store.ErrConflict},
			"the caller leaves":   {gone, func(tx *store.Tx) error { cancel(); _, err := fact(tx, "a1"); return err }, context.Canceled},
			"a fact with prose, and the error dropped": {ctx, func(tx *store.Tx) error {
				tx.Append(calendar.DayOf(now), "a1", "zhang", publication.Moved{To: "张三 先生"})
				return nil
			}, nil},
			"a panic": {ctx, func(*store.Tx) error { panic(no) }, no},
		} {
			err := func() (err error) {
				defer func() {
					if p := recover(); p != nil {
						err = p.(error)
					}
				}()
				return b.Record(x.ctx, "o1", now, func(tx *store.Tx) error {
					if err := tx.PutArticle(publication.Article{ID: "a1", Organ: "o1", State: publication.Draft}); err != nil {
						return err
					}
					if _, err := fact(tx, "a1"); err != nil {
						return err
					}
					return x.end(tx)
				})
			}()
			if err == nil || x.want != nil && !errors.Is(err, x.want) {
				t.Errorf("%s: %v, want %v", what, err, x.want)
			}
			b.view(func(tx *store.Tx) error {
				if _, err := tx.Article("a1"); !errors.Is(err, store.ErrNotFound) {
					t.Errorf("%s: the row is there (%v)", what, err)
				}
				return nil
			})
			if n := b.check("o1"); n != 1 {
				t.Errorf("%s: %d entries, want 1", what, n)
			}
		}
		b.facts("o1", 1)
		if n := b.check("o1"); n != 2 {
			t.Errorf("%d entries after all that, want 2", n)
		}
	})
}

func TestMisuse(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		if err := b.Update(ctx, func(tx *store.Tx) error { _, err := fact(tx, "a1"); return err }); err == nil {
			t.Error("a fact was appended outside of Record")
		}
		if err := b.View(ctx, func(tx *store.Tx) error {
			return tx.PutAutosave("f", "k", "x", now)
		}); err == nil {
			t.Error("View wrote")
		}
		var kept *store.Tx
		b.update(func(tx *store.Tx) error { kept = tx; return nil })
		if err := kept.PutAutosave("f", "k", "x", now); err == nil {
			t.Error("a transaction was used after its end")
		}
		b.view(func(tx *store.Tx) error {
			if _, _, err := tx.Autosave("f", "k"); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("something was written: %v", err)
			}
			return nil
		})
	})
}

// A transaction within another waits for itself: it is told so, soon, and the
// outer one goes on.
func TestNested(t *testing.T) {
	t.Parallel()
	for _, kind := range testkit.Kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			at := testkit.URL(t, kind)
			if kind == "postgres" {
				sep := "?"
				if strings.Contains(at, "?") {
					sep = "&"
				}
				at += sep + "lock_timeout=300"
			}
			b := found(t, at)
			b.SetPatience(300 * time.Millisecond)
			b.record("o1", func(tx *store.Tx) error {
				err := b.Record(ctx, "o1", now, func(tx *store.Tx) error { return nil })
				if !errors.Is(err, store.ErrBusy) {
					t.Errorf("record within record: %v, want ErrBusy", err)
				}
				_, err = fact(tx, "a1")
				return err
			})
			if n := b.check("o1"); n != 1 {
				t.Errorf("%d entries, want 1", n)
			}
		})
	}
}

// A reader sees one state from its first look to its last.
func TestViewIsSnapshot(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		b.facts("o1", 1)
		b.view(func(tx *store.Tx) error {
			h1, err := tx.Head("o1")
			if err != nil {
				return err
			}
			b.facts("o1", 2)
			b.draft("a9")
			h2, err := tx.Head("o1")
			if err != nil {
				return err
			}
			same(t, "head seen again", h1, h2)
			n, err := tx.CountEntries("o1", store.EntryFilter{})
			same(t, "entries", 1, n)
			if _, err := tx.Article("a9"); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("an article of later: %v", err)
			}
			return err
		})
	})
}

// Eight clerks change one article as they saw it: exactly one does, the others
// are told, and the fact of the one is the only one.
func TestOneWins(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		b.draft("a1")
		for round := range 5 {
			var saw publication.Article
			b.view(func(tx *store.Tx) (err error) { saw, err = tx.Article("a1"); return err })
			var won, lost atomic.Int64
			var wg sync.WaitGroup
			for i := range 8 {
				wg.Go(func() {
					a := saw
					a.Reason = fmt.Sprint(round, i)
					err := b.Record(ctx, "o1", now, func(tx *store.Tx) error {
						if _, err := fact(tx, "a1"); err != nil {
							return err
						}
						return tx.PutArticle(a)
					})
					switch {
					case err == nil:
						won.Add(1)
					case errors.Is(err, store.ErrConflict):
						lost.Add(1)
					default:
						t.Errorf("writer %d: %v", i, err)
					}
				})
			}
			wg.Wait()
			if won.Load() != 1 || lost.Load() != 7 {
				t.Errorf("%d won and %d lost, want 1 and 7", won.Load(), lost.Load())
			}
			if n := b.check("o1"); n != int64(round)+1 {
				t.Errorf("%d entries after round %d", n, round+1)
			}
		}
	})
}

// Eight writers append to one book while readers look: nothing is lost, no
// number is left out, and no reader sees half a transaction.
func TestEightWriters(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		const writers, times = 8, 50
		stop := make(chan struct{})
		var readers, wg sync.WaitGroup
		for range 2 {
			readers.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
					}
					err := b.View(ctx, func(tx *store.Tx) error {
						head, err := tx.Head("o1")
						n, err2 := tx.CountEntries("o1", store.EntryFilter{})
						if err == nil && err2 == nil && (int64(n) != head.Seq || n%2 != 0) {
							t.Errorf("a reader saw %d entries and head %d", n, head.Seq)
						}
						return errors.Join(err, err2)
					})
					if err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		var mu sync.Mutex
		seen := map[int64]bool{}
		for w := range writers {
			wg.Go(func() {
				for range times / 2 {
					var got []int64
					err := b.Record(ctx, "o1", now, func(tx *store.Tx) error {
						for range 2 {
							e, err := fact(tx, ledger.ID(fmt.Sprintf("w%d", w)))
							if err != nil {
								return err
							}
							got = append(got, e.Seq)
						}
						return nil
					})
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					for _, s := range got {
						if seen[s] {
							t.Errorf("number %d was given twice", s)
						}
						seen[s] = true
					}
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		close(stop)
		readers.Wait()
		if n := b.check("o1"); n != writers*times || len(seen) != writers*times {
			t.Errorf("%d entries, %d acknowledged, want %d", n, len(seen), writers*times)
		}
	})
}

// Two bodies write side by side.
func TestTwoOrgans(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		b.update(func(tx *store.Tx) error { return organ(tx, "o2", "second") })
		within, cancel := context.WithTimeout(ctx, 30*time.Second)
		defer cancel()
		if b.Dialect() == "postgres" { // one goes on while the other's transaction is open
			b.record("o1", func(tx *store.Tx) error {
				if _, err := fact(tx, "a1"); err != nil {
					return err
				}
				return b.Record(within, "o2", now, func(tx *store.Tx) error { _, err := fact(tx, "a1"); return err })
			})
		} else {
			b.facts("o1", 1)
			b.facts("o2", 1)
		}
		var wg sync.WaitGroup
		for _, id := range []ledger.ID{"o1", "o2"} {
			for range 2 {
				wg.Go(func() {
					for range 20 {
						if err := b.Record(within, id, now, func(tx *store.Tx) error {
							_, err := fact(tx, "a1")
							_, err2 := tx.NextIndex(id, 2019)
							return errors.Join(err, err2)
						}); err != nil {
							t.Error(err)
							return
						}
					}
				})
			}
		}
		wg.Wait()
		if n, m := b.check("o1"), b.check("o2"); n != 41 || m != 41 {
			t.Errorf("%d and %d entries, want 41 each", n, m)
		}
	})
}
