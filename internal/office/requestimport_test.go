package office_test

import (
	"fmt"
	"slices"
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

// The register turns its pages forth and back beside requests: none is shown
// twice or left out, also where many came on one day, and the first page is
// always a full one.
func TestRegisterTurnsItsPages(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db, "2025-03-10")
		ctx := t.Context()
		var rows []request.Old
		for i := range 71 {
			rows = append(rows, oldRow(i+2, fmt.Sprintf("2024-%04d", i+1), fmt.Sprintf("2024-%02d-15", 1+i/6), "2024-12-30", "open"))
		}
		rows = append(rows, oldRow(80, "2023-0001", "2023-05-04", "2023-05-20", "u_none"), oldRow(81, "2025-0001", "2025-03-03", "", ""))
		_, err := d.ImportRequests(ctx, "kjj", rows, func(int) {})
		d.must(err)
		read := func(q office.RequestQuery) office.RequestList {
			t.Helper()
			l, err := d.Requests(ctx, d.who["lisi"], q)
			d.must(err)
			return l
		}
		var forth [][]string
		var last office.RequestList
		for len(forth) == 0 || last.Older != "" {
			last = read(office.RequestQuery{Older: last.Older})
			if last.Total != 73 || last.Many || (last.Newer == "") != (len(forth) == 0) {
				t.Fatalf("page %d: %+v", len(forth), last)
			}
			forth = append(forth, numbers(last))
		}
		all := slices.Concat(forth...)
		if len(forth) != 3 || len(all) != 73 || len(slices.Compact(slices.Sorted(slices.Values(all)))) != 73 || all[0] != "2025-0001" || all[72] != "2023-0001" {
			t.Fatalf("turned %d pages: %v", len(forth), forth)
		}
		for i := 1; i >= 0; i-- {
			last = read(office.RequestQuery{Newer: last.Newer})
			if got := numbers(last); !slices.Equal(got, forth[i]) || last.Older == "" || (last.Newer == "") != (i == 0) {
				t.Errorf("back to page %d: %v, want %v", i, got, forth[i])
			}
		}
		fifth := read(office.RequestQuery{}).Rows[4].Request.ID
		if got := numbers(read(office.RequestQuery{Newer: fifth})); !slices.Equal(got, forth[0]) {
			t.Errorf("the page before the fifth is not the first: %v", got)
		}
		if got := numbers(read(office.RequestQuery{Older: "nobody"})); !slices.Equal(got, forth[0]) {
			t.Errorf("beside nothing stands %v", got)
		}
		for name, x := range map[string]struct {
			q     office.RequestQuery
			total int
		}{"year": {office.RequestQuery{Year: 2024}, 71}, "open": {office.RequestQuery{State: request.Open}, 1}, "archive": {office.RequestQuery{State: request.Archived}, 72},
			"number": {office.RequestQuery{Text: "2024-0007"}, 1}, "words": {office.RequestQuery{Text: "征收补偿方案"}, 73}, "unit": {office.RequestQuery{Unit: "kjj:cgk"}, 0}} {
			if l := read(x.q); l.Total != x.total || len(l.Rows) != min(x.total, 30) {
				t.Errorf("%s: %d of %d", name, len(l.Rows), l.Total)
			}
		}
	})
}

func numbers(l office.RequestList) (out []string) {
	for _, r := range l.Rows {
		out = append(out, r.Request.No)
	}
	return out
}
