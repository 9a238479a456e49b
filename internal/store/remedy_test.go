package store_test

import (
	"errors"
	"testing"

	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/remedy"
)

// A case comes back as it was put, its words and papers in the order of the
// ledger; what may name the applicant is not to be read in the table.
func TestRemedies(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		b.SetSealer(testkit.Key(t))
		d := func(s string) calendar.Day {
			x, err := calendar.ParseDay(s)
			if err != nil {
				t.Fatal(err)
			}
			return x
		}
		full := remedy.Case{ID: "c1", Organ: "o1", Kind: remedy.Review, State: remedy.Archived, Procedure: remedy.Simple, Act: remedy.Silent,
			ActedOn: d("2024-01-02"), AcceptedOn: d("2024-01-03"), NoticedOn: d("2024-01-04"), AnsweredOn: d("2024-01-05"), Late: true,
			Stops: []remedy.Stop{{From: d("2024-01-06"), To: d("2024-01-07")}, {From: d("2024-01-08")}}, ExtendedOn: d("2024-01-09"), ExtendDays: 30,
			Result: remedy.Corrected, EndedOn: d("2025-01-10"), EndSeq: 9, ServedOn: d("2025-01-11"), ArchivedOn: d("2025-01-12"),
			Request: "2024-0001", Forum: hard, FileNo: "岳政复〔2024〕7号"}
		suit := remedy.Case{ID: "c2", Organ: "o1", Kind: remedy.LaterSuit, State: remedy.Noticed, Before: "c1", NoticedOn: d("2025-03-01")}
		void := remedy.Case{ID: "c3", Organ: "o1", Kind: remedy.LaterSuit, State: remedy.Voided, Before: "c1", NoticedOn: d("2025-03-02")}
		other := remedy.Case{ID: "c4", Organ: "o2", Kind: remedy.Review, State: remedy.Noticed, NoticedOn: d("2024-03-02")}
		planted := "申请人张三丰" + hard
		first := remedy.Words{Case: "c1", Seq: 3, Text: planted, Salt: "s", Papers: []remedy.Paper{
			{ID: "p1", Kind: remedy.Notice, On: d("2024-01-04"), Name: planted + ".pdf", SHA: "aa", Plain: "bb", Size: 7, Type: "application/pdf"},
			{ID: "p2", Kind: remedy.OtherPaper, On: d("2024-01-03"), Name: "b.pdf", SHA: "cc", Plain: "dd", Size: 8, Type: "image/png"}}}
		second := remedy.Words{Case: "c1", Seq: 5, Salt: "t"}
		alien := remedy.Words{Case: "c2", Seq: 4, Text: "x", Salt: "u"}
		b.update(func(tx *store.Tx) error {
			return errors.Join(tx.PutRemedy(full), tx.PutRemedy(suit), tx.PutRemedy(void), tx.PutOrgan(people.Organ{ID: "o2", Token: "two", Name: "二局"}), tx.PutRemedy(other),
				tx.AddRemedyWords("o1", second), tx.AddRemedyWords("o1", first), tx.AddRemedyWords("o1", alien))
		})
		full.Rev = 1
		b.view(func(tx *store.Tx) error {
			got, err := tx.Remedy("c1")
			same(t, "case", full, got)
			words, err2 := tx.RemedyWords("o1", "c1")
			same(t, "words", []remedy.Words{first, second}, words)
			all, err3 := tx.RemedyWords("o1", "")
			same(t, "all words", []remedy.Words{first, alien, second}, all)
			_, err4 := tx.Remedy("c9")
			if !errors.Is(err4, store.ErrNotFound) {
				t.Errorf("a case that is not there: %v", err4)
			}
			return errors.Join(err, err2, err3)
		})
		for _, x := range []struct {
			f    store.RemedyFilter
			want []ledger.ID
		}{
			{store.RemedyFilter{}, []ledger.ID{"c3", "c2", "c1"}},
			{store.RemedyFilter{Pending: true}, []ledger.ID{"c2"}},
			{store.RemedyFilter{Ended: true}, []ledger.ID{"c1"}},
			{store.RemedyFilter{Year: 2023}, nil},
			{store.RemedyFilter{Year: 2024}, []ledger.ID{"c1"}},
			{store.RemedyFilter{Year: 2025}, []ledger.ID{"c2", "c1"}},
			{store.RemedyFilter{Year: 2026}, []ledger.ID{"c2"}},
			{store.RemedyFilter{Before: "c1"}, []ledger.ID{"c2"}},
		} {
			x.f.Organ = "o1"
			b.view(func(tx *store.Tx) error {
				var got []ledger.ID
				list, err := tx.Remedies(x.f)
				for _, c := range list {
					got = append(got, c.ID)
				}
				same(t, "list", x.want, got)
				return err
			})
		}
		b.update(func(tx *store.Tx) error {
			full.Late, full.Forum = false, "岳阳市人民政府"
			return tx.PutRemedy(full)
		})
		err := b.Update(ctx, func(tx *store.Tx) error { return tx.PutRemedy(full) })
		if !errors.Is(err, store.ErrConflict) {
			t.Errorf("stored on top of another's: %v", err)
		}
		raw := testkit.Raw(t, b.at)
		var n int
		if err := raw.QueryRow(`select count(*) from remedy_words w join remedy_paper p on p.seq = w.seq where p.id = 'p1' and w.salt = 's'`).Scan(&n); err != nil || n != 1 {
			t.Errorf("%d rows, %v: the test looks at the wrong table", n, err)
		}
		var words, name []byte
		if err := raw.QueryRow(`select words, name from remedy_words w join remedy_paper p on p.seq = w.seq where p.id = 'p1'`).Scan(&words, &name); err != nil {
			t.Fatal(err)
		}
		for _, col := range [][]byte{words, name} {
			if len(col) < len(planted) || string(col) == planted || string(col) == planted+".pdf" {
				t.Errorf("the table shows %q", col)
			}
		}
	})
}
