package public_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gongkai/internal/office"
	"gongkai/internal/testkit"
	"gongkai/internal/visits"
	"gongkai/internal/web/public"
	"gongkai/internal/web/wire"
	"gongkai/visit"
)

// TestStorm lets programs ask ten times as much as people do, while articles go out:
// people are served, every page that was sent is counted once as what it is, and the
// memory stays flat. In the slow tests it lasts ten minutes.
func TestStorm(t *testing.T) {
	t.Parallel()
	w := open(t)
	paths := []string{"/yykjj/", "/yykjj/c/fabu", "/yykjj/map"}
	for range 5 {
		paths = append(paths, "/yykjj/a/"+string(w.publish(office.ArticleForm{})))
	}
	c := visits.New(w.o, nil, slog.New(slog.DiscardHandler))
	counting, end := context.WithCancel(t.Context())
	defer end()
	var counter sync.WaitGroup
	counter.Go(func() { c.Run(counting, 100*time.Millisecond) })
	srv := httptest.NewUnstartedServer(public.New(w.o, public.Options{Visits: c}))
	srv.Config.ConnContext, srv.Listener = wire.Context, wire.Listener{Listener: srv.Listener}
	srv.Start()
	defer srv.Close()
	lasts := time.Duration(0) // as many requests as below, however long
	if testkit.Slow() {
		lasts = 10 * time.Minute
	}
	const each = 100 // rounds of one reader and ten programs
	began := time.Now()
	var heap []uint64
	var served, programs atomic.Int64
	var mu sync.Mutex
	var waits []time.Duration
	var readers sync.WaitGroup
	for reader := range 8 {
		readers.Go(func() {
			client := &http.Client{Transport: &http.Transport{}}
			defer client.CloseIdleConnections()
			for i := 0; i < each || time.Since(began) < lasts; i++ {
				for n := range 11 {
					req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+paths[(i+n)%len(paths)], nil) // a good address
					req.Header.Set("User-Agent", browser)
					if n > 0 {
						req.Header.Set("User-Agent", "Mozilla/5.0 (compatible; Bytespider)")
					}
					asked := time.Now()
					res, err := client.Do(req)
					if err != nil {
						t.Error(err)
						return
					}
					_, err = io.Copy(io.Discard, res.Body)
					res.Body.Close()
					if err != nil || res.StatusCode != http.StatusOK {
						t.Error(res.Status, err)
						return
					}
					if n > 0 {
						programs.Add(1)
						continue
					}
					served.Add(1)
					if mu.Lock(); len(waits) < 1<<16 {
						waits = append(waits, time.Since(asked))
					}
					mu.Unlock()
				}
				if reader == 0 && i%25 == 24 {
					var m runtime.MemStats
					runtime.GC()
					runtime.ReadMemStats(&m)
					if heap = append(heap, m.HeapAlloc); len(heap) > 1000 {
						heap = slices.Delete(heap, 100, 500)
					}
				}
			}
		})
	}
	for range 3 {
		w.publish(office.ArticleForm{})
	}
	readers.Wait()
	end()
	counter.Wait()
	y, err := w.o.Visits(t.Context(), w.head, w.o.Today().Year())
	w.must(err)
	sums, err := w.o.VisitSlices(t.Context(), w.head, visit.ByReason, w.o.Today(), w.o.Today(), 10)
	w.must(err)
	var bots int64
	for _, s := range sums {
		bots += s.Views
	}
	if y.Today.Views != served.Load() || bots != programs.Load() {
		t.Errorf("%d views of %d pages, %d of %d asked for by programs", y.Today.Views, served.Load(), bots, programs.Load())
	}
	if first, last := heap[len(heap)/3], heap[len(heap)-1]; last > 2*first+16<<20 {
		t.Errorf("the heap grew from %d to %d", first, last)
	}
	if worst := at95(waits); worst > time.Second {
		t.Errorf("one reader in twenty waits %v", worst)
	}
	t.Logf("%d pages to people, %d to programs in %v; 95 %% within %v; heap %d to %d", served.Load(), programs.Load(), time.Since(began).Round(time.Second),
		at95(waits), heap[len(heap)/3], heap[len(heap)-1])
}

func at95(waits []time.Duration) time.Duration {
	return slices.Sorted(slices.Values(waits))[len(waits)*95/100]
}
