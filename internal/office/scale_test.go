package office_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/request"
)

// register is an old register of n requests over ten years to 2025, of which
// the last 200 are open.
func register(n int) []request.Old {
	out := make([]request.Old, n)
	span := calendar.NewDay(2025, 11, 20).Sub(calendar.NewDay(2016, 1, 1))
	ends := []ledger.Code{"open", "partial", "d_third", "u_none", "n_petition", "o_other"}
	for i := range out {
		on := calendar.NewDay(2016, 1, 1).AddDays(i * span / n)
		out[i] = request.Old{Line: i + 2, No: fmt.Sprintf("%d-%06d", on.Year(), i+1), Name: fmt.Sprintf("申请人%d", i), On: on, Door: "web", Kind: "natural",
			Content: fmt.Sprintf("第%d号地块征收补偿安置方案及其批准文件", i), Outcome: ends[i%len(ends)], EndedOn: on.AddDays(10 + i%20)}
		if i >= n-200 {
			out[i].Outcome, out[i].EndedOn = "", calendar.Day{}
		}
	}
	return out
}

// lived writes n requests of the last year with all facts of a life, past the
// verbs, which would take a bureau's year.
func lived(b *testing.B, db *store.DB, n int) (id ledger.ID) {
	b.Helper()
	on := calendar.NewDay(2025, 1, 6)
	err := db.Record(b.Context(), "kjj", on.Start(), func(tx *store.Tx) error {
		return tx.Bulk(func() error {
			for i := range n {
				id = ledger.ID(fmt.Sprintf("life%08d", i))
				day := on.AddDays(i * 280 / n)
				var r request.Request
				for j, f := range []ledger.Fact{request.Received{No: ledger.Code(fmt.Sprintf("L-%d", i)), Door: "counter", Applicant: "business"},
					request.Assigned{Unit: "kjj:cgk"}, request.Clarified{By: day.AddDays(9)}, request.Supplemented{}, request.Decided{Reply: "provided", Outcome: "open"},
					request.Checked{}, request.Approved{No: "2025/1"}, request.Sent{Outcome: "open", Way: "web"}, request.Delivery{}, request.Filed{Papers: 1}} {
					e, err := tx.Append(day.AddDays(j), id, ledger.System, f)
					if err != nil {
						return err
					}
					r = r.Apply(e, f)
				}
				if err := tx.AddRequest(r, store.RequestText{Subject: "项目立项清单", Salt: "s"}); err != nil {
					return err
				}
				if err := tx.PutPerson(id, request.Person{Name: "某某公司"}); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		b.Fatal(err)
	}
	return id
}

// heap watches the memory in use; what it returns says how much more than at
// the start there was of it at most, in MB.
func heap() (peak func() uint64) {
	runtime.GC()
	read := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapInuse
	}
	from, stop, most := read(), make(chan bool), make(chan uint64)
	go func() {
		var top uint64
		for {
			top = max(top, read())
			select {
			case <-stop:
				most <- top
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	return func() uint64 {
		close(stop)
		return (<-most - from) >> 20
	}
}

// house is an installation as somebody uses it.
type house struct {
	*office.Office
	who access.Actor
	id  ledger.ID
	old ledger.ID // one of 2020
}

func (h house) register(b *testing.B, q office.RequestQuery) error {
	_, err := h.Requests(b.Context(), h.who, q)
	return err
}

// BenchmarkScale compares an installation of 2,000 requests with one of 200,000
// over ten years that has as many open ones, by turns in one run: the queue,
// the register and the case page are to take at most 1.3 times as long, the report of a year two
// seconds (issue 3 item 11). A tenth has all facts of a life.
func BenchmarkScale(b *testing.B) {
	for _, kind := range testkit.Kinds {
		b.Run(kind, func(b *testing.B) {
			var houses []house
			for _, n := range []int{2_000, 200_000} {
				db := testkit.Open(b, testkit.Fresh(b, kind))
				d := newDesk(b, db, "2025-11-21")
				began := time.Now()
				done, err := d.ImportRequests(b.Context(), "kjj", register(n*9/10), func(int) {})
				if err != nil || len(done.Faults) > 0 {
					b.Fatal(err, done.Faults)
				}
				b.Logf("%s: %d rows imported in %.1fs", kind, done.Done, time.Since(began).Seconds())
				h := house{d.Office, d.who["lisi"], lived(b, db, n/10), ""}
				l, err := h.Requests(b.Context(), h.who, office.RequestQuery{Year: 2020})
				if err != nil || len(l.Rows) == 0 {
					b.Fatal(len(l.Rows), err)
				}
				h.old = l.Rows[0].Request.ID
				houses = append(houses, h)
				began = time.Now()
				peak := heap()
				v, err := d.Verify(b.Context(), "kjj")
				if err != nil || len(v.Findings) > 0 {
					b.Fatal(err, v.Findings)
				}
				b.Logf("%s: %d entries verified in %.1fs with %d MB", kind, v.Entries, time.Since(began).Seconds(), peak())
			}
			for _, page := range []struct {
				name string
				read func(house) error
			}{
				{"queue", func(h house) error { _, err := h.RequestQueue(b.Context(), h.who, office.RequestQuery{}); return err }},
				{"matter", func(h house) error { _, err := h.RequestMatter(b.Context(), h.who, h.id); return err }},
				{"register", func(h house) error { return h.register(b, office.RequestQuery{}) }},
				{"register-older", func(h house) error { return h.register(b, office.RequestQuery{Older: h.old}) }},
				{"register-newer", func(h house) error { return h.register(b, office.RequestQuery{Newer: h.old}) }},
				{"register-year", func(h house) error { return h.register(b, office.RequestQuery{Year: 2018}) }},
				{"register-open", func(h house) error { return h.register(b, office.RequestQuery{State: request.Open}) }},
				{"register-archived", func(h house) error { return h.register(b, office.RequestQuery{State: request.Archived}) }},
				{"register-unit", func(h house) error { return h.register(b, office.RequestQuery{Unit: "kjj:cgk"}) }},
				{"report", func(h house) error { _, err := h.ReportOf(b.Context(), "kjj", 2025, ""); return err }},
				{"report2020", func(h house) error { _, err := h.ReportOf(b.Context(), "kjj", 2020, ""); return err }},
			} {
				b.Run(page.name, func(b *testing.B) {
					for _, h := range houses { // both from memory
						if err := page.read(h); err != nil {
							b.Fatal(err)
						}
					}
					var took [2]time.Duration
					for range b.N {
						for i, h := range houses {
							began := time.Now()
							if err := page.read(h); err != nil {
								b.Fatal(err)
							}
							took[i] += time.Since(began)
						}
					}
					b.ReportMetric(float64(took[1].Microseconds())/1000/float64(b.N), "ms-200k")
					b.ReportMetric(float64(took[1])/float64(took[0]), "ratio")
				})
			}
		})
	}
}

// BenchmarkImport imports 5,000 rows.
func BenchmarkImport(b *testing.B) {
	rows := register(5000)
	for _, kind := range testkit.Kinds {
		b.Run(kind, func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				d := newDesk(b, testkit.Open(b, testkit.Fresh(b, kind)), "2025-11-21")
				b.StartTimer()
				if _, err := d.ImportRequests(b.Context(), "kjj", rows, func(int) {}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
