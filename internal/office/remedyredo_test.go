package office_test

import (
	"strings"
	"testing"

	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/remedy"
)

// A.6: a review of a request of this book, corrected, wants a new answer within
// a period: it is linked both ways, stands on the desk with days left, and is
// done when the new answer is sent. Erased, no figure moves.
func TestRemedyRedo(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d, ctx := newDesk(t, db, "2025-03-03"), t.Context()
		id := d.answered(application(), "清单全文")
		f := office.RemedyForm{Kind: "review", Procedure: "ordinary", Act: "other", Request: "2025-0009", Forum: "岳阳市人民政府", FileNo: "岳政复〔2025〕3号",
			Acted: "2025-03-03", Accepted: "2025-03-06", Noticed: "2025-03-07", Why: "申请人张三来电"}
		d.day("2025-03-07")
		_, err := d.OpenRemedy(ctx, d.who["fagui"], f, nil)
		d.refused("remedy.open.request", err)
		f.Request = " " + d.see("lisi", id).Request.No + " "
		c, err := d.OpenRemedy(ctx, d.who["fagui"], f, paper("notice", "张三的通知.pdf", "x"))
		d.must(err)
		view := func() office.RemedyView {
			t.Helper()
			v, err := d.Remedy(ctx, d.who["fagui"], c)
			d.must(err)
			return v
		}
		if v := view(); v.RequestID != id || v.Request != "2025-0001" {
			t.Fatalf("linked to %q %q", v.RequestID, v.Request)
		}
		if r := d.see("lisi", id); len(r.Remedies) != 1 || r.Remedies[0].ID != c || !r.Contest {
			t.Errorf("the request knows of %v", r.Remedies)
		}
		d.day("2025-04-14")
		d.must(d.AnswerRemedy(ctx, d.who["fagui"], c, view().Rev, "2025-03-14", "", nil))
		d.must(d.ConcludeRemedy(ctx, d.who["fagui"], c, view().Rev, "corrected", "2025-04-10", "2025-04-14", "", paper("decision", "决定书.pdf", "x")))
		d.refused("form.number", d.OrderRemedy(ctx, d.who["fagui"], c, view().Rev, "", "workdays", ""))
		d.refused("remedy.order.unit", d.OrderRemedy(ctx, d.who["fagui"], c, view().Rev, "20", "months", ""))
		d.must(d.OrderRemedy(ctx, d.who["fagui"], c, view().Rev, "20", "workdays", "撤销原答复"))
		task := func() (next string, left int) {
			desk, err := d.Desk(ctx, d.who["lisi"])
			d.must(err)
			for _, x := range desk.Tasks {
				if x.Kind == "remedy" {
					return x.Next, x.Left
				}
			}
			return "", 0
		}
		if next, left := task(); next != "重新答复" || left != 20 {
			t.Errorf("the desk has %q, %d days", next, left)
		}
		d.refused("remedy.archive.redo", d.ArchiveRemedy(ctx, d.who["fagui"], c, view().Rev))

		d.day("2025-04-21")
		d.must(d.ReopenRequest(ctx, d.who["lisi"], id, d.act("lisi", id, office.RequestAct{Text: "行政复议决定责令重新答复"})))
		d.must(d.DecideRequest(ctx, d.who["lisi"], id, d.act("lisi", id, office.RequestAct{}), office.Draft{Reply: "provided", Supply: "补充经费一栏"}))
		d.must(d.ReviewRequest(ctx, d.who["fagui"], id, d.act("fagui", id, office.RequestAct{})))
		d.must(d.SignRequest(ctx, d.who["fenguan"], id, d.act("fenguan", id, office.RequestAct{})))
		d.must(d.SendRequest(ctx, d.who["lisi"], id, d.act("lisi", id, office.RequestAct{Way: "web"})))
		v := view()
		if next, _ := task(); next != "" || v.Redo || v.RedoneOn.String() != "2025-04-21" || !strings.Contains(v.Steps[len(v.Steps)-1].Text, "2025-0001") {
			t.Errorf("sent, and the desk has %q; %+v", next, v.Case)
		}
		d.must(d.ArchiveRemedy(ctx, d.who["fagui"], c, v.Rev))
		d.verified()

		cell := func() int64 {
			r, err := d.ReportOf(ctx, "kjj", 2025, "")
			d.must(err)
			return r.Sheet.Cell("T4.review.corrected").Value
		}
		before := cell()
		d.must(d.EraseRemedy(ctx, d.who["fagui"], c, view().Rev))
		v = view()
		for _, s := range v.Steps {
			if s.Text != "" || len(s.Papers) > 0 && s.Papers[0].Name+s.Papers[0].SHA != "" {
				t.Errorf("erased, and %s says %q, %v", s.What, s.Text, s.Papers)
			}
		}
		if after := cell(); before != 1 || after != 1 || !v.Erased || v.State != remedy.Archived {
			t.Errorf("erasing moved the figure from %d to %d", before, after)
		}
		d.refused("remedy.erase.twice", d.EraseRemedy(ctx, d.who["fagui"], c, v.Rev))
		d.verified()
	})
}

// An older matter has no request here: its new answer is recorded by hand.
func TestRemedyRedoByHand(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t, testkit.Open(t, testkit.Fresh(t, "sqlite")), "2025-04-14"), t.Context()
	c, err := d.OpenRemedy(ctx, d.who["fagui"], office.RemedyForm{Kind: "suit_direct", Procedure: "simple", Act: "other", Forum: "岳阳县人民法院",
		Acted: "2023-03-03", Noticed: "2025-03-07"}, nil)
	d.must(err)
	rev := func() int64 {
		v, err := d.Remedy(ctx, d.who["fagui"], c)
		d.must(err)
		return v.Rev
	}
	d.refused("remedy.verb.state", d.RedoRemedy(ctx, d.who["fagui"], c, rev(), "2025-04-14", "", nil))
	d.must(d.ConcludeRemedy(ctx, d.who["fagui"], c, rev(), "corrected", "2025-04-10", "", "", nil))
	d.refused("remedy.redo.none", d.RedoRemedy(ctx, d.who["fagui"], c, rev(), "2025-04-14", "", nil))
	d.must(d.OrderRemedy(ctx, d.who["fagui"], c, rev(), "30", "days", ""))
	d.refused("remedy.redo.day", d.RedoRemedy(ctx, d.who["fagui"], c, rev(), "2025-04-09", "", nil))
	d.must(d.RedoRemedy(ctx, d.who["fagui"], c, rev(), "2025-04-14", "岳科公开复〔2025〕9号", paper("other", "答复书.pdf", "x")))
	d.verified()
}
