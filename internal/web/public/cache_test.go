package public

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/ledger"
)

// TestOneMakesForAll lets sixty-four readers ask for a page that has just
// fallen: it is made once, and kept for the next.
func TestOneMakesForAll(t *testing.T) {
	c := newCache(1 << 20)
	var made atomic.Int64
	all := make(chan struct{})
	var readers sync.WaitGroup
	get := func() {
		p, err := c.get(t.Context(), "o", key{here: "/"}, func(ctx context.Context) (*page, error) {
			<-all
			made.Add(1)
			office.Note(ctx, "articles/")
			return finish(http.StatusOK, html, []byte("x")), nil
		})
		if err != nil || string(p.plain) != "x" {
			t.Error(p, err)
		}
	}
	for range 64 {
		readers.Go(get)
	}
	close(all)
	readers.Wait()
	if get(); made.Load() != 1 {
		t.Errorf("made %d times", made.Load())
	}
	for what, want := range map[string]int64{"table/request": 1, "articles/": 2} {
		c.changed(office.Change{Organ: "o", Parts: []string{what}})
		if get(); made.Load() < want {
			t.Errorf("after %s it was made %d times, want %d", what, made.Load(), want)
		}
	}
}

// TestRoom reads far more pages once than there is room for: what people read
// again and again stays.
func TestRoom(t *testing.T) {
	c := newCache(64 << 10)
	var made int
	home := key{here: "/"}
	read := func(k key) {
		if c.hit("o", k, c.shelf("o").checked) == nil {
			if _, err := c.get(t.Context(), "o", k, func(context.Context) (*page, error) {
				if k == home {
					made++
				}
				p := finish(http.StatusOK, html, make([]byte, 1000))
				p.gzip = nil
				return p, nil
			}); err != nil {
				t.Fatal(err)
			}
		}
	}
	c.shelf("o").checked = c.shelf("o").checked.AddDate(2000, 0, 0)
	for i := range 1000 {
		read(home)
		read(key{here: string(rune('a' + i))})
	}
	if made > 1 || c.bytes > c.limit {
		t.Errorf("the page that everybody reads was made %d times; %d bytes", made, c.bytes)
	}
}

// TestOtherNode has another process write: within two seconds one look at the
// ledger's head tells, and what was kept falls; what this process wrote itself does
// not make everything fall.
func TestOtherNode(t *testing.T) {
	c := newCache(1 << 20)
	now, today := time.Now(), calendar.NewDay(2019, 5, 6)
	seq := int64(7)
	look := func() {
		now = now.Add(recheck)
		if _, err := c.site("o", now, today, func() (office.Site, error) { return office.Site{Head: ledger.Head{Seq: seq}}, nil }); err != nil {
			t.Fatal(err)
		}
	}
	kept := func() bool { return c.hit("o", key{here: "/"}, now) != nil }
	put := func() {
		if _, err := c.get(t.Context(), "o", key{here: "/"}, func(ctx context.Context) (*page, error) {
			office.Note(ctx, "articles/")
			return finish(http.StatusOK, html, []byte("x")), nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	look()
	put()
	seq++
	c.changed(office.Change{Organ: "o", From: 7, To: 8, Parts: []string{"table/request"}})
	if look(); !kept() {
		t.Error("a fact of our own that is not on the page made it fall")
	}
	seq++
	if look(); kept() {
		t.Error("another process wrote, and the page stays")
	}
	put()
	seq += 2 // another's, and then ours
	c.changed(office.Change{Organ: "o", From: 10, To: 11, Parts: []string{"table/request"}})
	if look(); kept() {
		t.Error("another process wrote just before us, and the page stays")
	}
}
