package office_test

import (
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/request"
)

func oldRow(line int, no, on, ended string, outcome ledger.Code) request.Old {
	d, _ := calendar.ParseDay(on)
	e, _ := calendar.ParseDay(ended)
	return request.Old{Line: line, No: no, On: d, EndedOn: e, Outcome: outcome, Door: "post-signed", Kind: "natural", Name: "张三", Content: "张三家的征收补偿方案，电话13812345678"}
}

// An imported request that is open goes on at the desk under the number of the
// old register, whatever it looks like; our own numbers go on after the old
// ones; a second import changes nothing, also after the request has moved; and
// one number never means two requests.
func TestImportedRequestGoesOn(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db, "2025-03-10")
		ctx := t.Context()
		rows := []request.Old{oldRow(2, "2025-0007", "2025-01-06", "2025-01-20", "open"), oldRow(3, "依申请〔2025〕9号", "2025-03-03", "", "")}
		imports := func(rows []request.Old, done, skipped, faults int) office.Import {
			t.Helper()
			got, err := d.ImportRequests(ctx, "kjj", rows, func(int) {})
			d.must(err)
			if got.Done != done || got.Skipped != skipped || len(got.Faults) != faults {
				t.Fatalf("got %+v", got)
			}
			return got
		}
		imports(rows, 2, 0, 0)
		l, err := d.RequestQueue(ctx, d.who["lisi"], office.RequestQuery{})
		d.must(err)
		if len(l.Rows) != 1 || l.Rows[0].Request.No != "依申请〔2025〕9号" || l.Rows[0].Sheet.Due.Day.String() != "2025-03-31" || l.Rows[0].Applicant != "张*" ||
			strings.Contains(l.Rows[0].Subject, "13812345678") || strings.Contains(l.Rows[0].Subject, "张三") {
			t.Fatalf("the queue has %+v", l.Rows)
		}
		id := l.Rows[0].Request.ID
		d.must(d.AssignRequest(ctx, d.who["lisi"], id, d.act("lisi", id, office.RequestAct{Unit: "kjj:cgk", By: "2025-03-20"})))
		if v := d.see("lisi", id); v.Request.No != "依申请〔2025〕9号" || v.Request.Unit != "kjj:cgk" {
			t.Errorf("after the hand-over: %+v", v.Request)
		}
		form := application()
		form.Once = "x"
		got, err := d.ApplyRequest(ctx, "kjj", form, nil, "127.0.0.1")
		d.must(err)
		if got.No != "2025-0008" {
			t.Errorf("the next number is %s", got.No)
		}
		imports(rows, 0, 2, 0)
		if f := imports([]request.Old{rows[0], oldRow(3, got.No, "2025-02-01", "2025-02-10", "open"), oldRow(4, "new", "2025-02-01", "2025-02-10", "open")}, 0, 0, 1).Faults[0]; f.Cell != "A3" || !strings.Contains(f.Words, got.No) {
			t.Errorf("got %v", f)
		}
		changed := rows[1]
		changed.Content = "另一项内容"
		if f := imports([]request.Old{changed}, 0, 0, 1).Faults[0]; f.Cell != "A3" {
			t.Errorf("got %v", f)
		}
		d.verified()
	})
}
