package office_test

import (
	"testing"
	"time"

	"gongkai/inspection"
	"gongkai/internal/testkit"
)

// V1, V2: a look makes tasks that close themselves when it does not see them any
// more, once a day a fact tells its figures, a statement holds, and verify holds
// all of it to the ledger.
func TestInspection(t *testing.T) {
	t.Parallel()
	for _, kind := range testkit.Kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			at := testkit.Fresh(t, kind)
			d := newDesk(t, testkit.Open(t, at), "2025-03-03")
			ctx := t.Context()
			look := func() inspection.Result {
				t.Helper()
				s, err := d.InspectionSite(ctx, "kjj")
				d.must(err)
				r := inspection.Inspect(s, inspection.Tables()[0], d.Calendar(), d.Today())
				d.must(d.KeepInspection(ctx, "kjj", r))
				return r
			}
			due, err := d.DueInspection(ctx, "kjj")
			d.must(err)
			if again, err := d.DueInspection(ctx, "kjj"); !due || again || err != nil {
				t.Errorf("due %v, while one looks %v, %v", due, again, err)
			}
			first := look()
			if len(first.Findings) == 0 {
				t.Fatal("an empty site has no findings")
			}
			v, err := d.Inspection(ctx, d.who["fuze"], "")
			d.must(err)
			if len(v.Lines) != len(first.Findings) || len(v.Past) != 1 || v.Points != first.Points || v.Unseen == 0 {
				t.Errorf("%d lines of %d findings, %d looks, %d points", len(v.Lines), len(first.Findings), len(v.Past), v.Points)
			}
			look() // asked for again on the same day: no second fact
			d.must(d.AskInspection(ctx, d.who["fuze"]))
			d.refused("access.may.role", d.AskInspection(ctx, d.who["wangwu"]))
			if due, err := d.DueInspection(ctx, "kjj"); !due || err != nil {
				t.Errorf("asked for, due %v, %v", due, err)
			}
			d.refused("inspection.declare.words", d.DeclareState(ctx, d.who["fuze"], false, "好"))
			d.refused("access.may.role", d.DeclareState(ctx, d.who["wangwu"], false, "逐项核对，没有问题"))
			d.must(d.DeclareState(ctx, d.who["fuze"], false, "逐项核对，没有问题"))
			d.must(d.NoteTry(ctx, "kjj", inspection.Try{At: d.Now(), Took: 20 * time.Second}))

			d.day("2025-03-04")
			s, err := d.InspectionSite(ctx, "kjj")
			d.must(err)
			if len(s.Stated) != 1 || len(s.Tries) != 1 || s.Tries[0].Took != 20*time.Second {
				t.Errorf("stated %+v, tried %+v", s.Stated, s.Tries)
			}
			s.Columns, s.Channel = nil, nil // as if all of them were mended
			d.must(d.KeepInspection(ctx, "kjj", inspection.Inspect(s, inspection.Tables()[0], d.Calendar(), d.Today())))
			if v, err = d.Inspection(ctx, d.who["fuze"], ""); err != nil || len(v.Mended) == 0 || len(v.Past) != 2 || v.Mended[0].Since.String() != "2025-03-03" || v.Mended[0].Cleared.String() != "2025-03-04" {
				t.Errorf("%d mended, %d looks, %v", len(v.Mended), len(v.Past), err)
			}
			d.verified()
			_, err = testkit.Raw(t, at).ExecContext(ctx, "update inspection_statement set bad = not bad")
			d.must(err)
			if found, err := d.Verify(ctx, "kjj"); err != nil || len(found.Findings) != 1 {
				t.Errorf("a statement that was turned round: %v, %v", found.Findings, err)
			}
		})
	}
}
