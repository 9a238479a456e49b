package office

import (
	"context"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/index"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// finding is how the index is kept up to date.
type finding struct {
	wake, more chan struct{} // there may be texts, or files, to take in

	mu     sync.Mutex                 // one pass at a time
	synced map[ledger.ID]calendar.Day // when all of an organ was last compared

	list   sync.Mutex
	unread []feed // whose files are still to be read
}

// feed is an address of an organ.
type feed struct {
	organ ledger.ID
	path  string
}

// wakeIndex says that there may be something to do.
func (o *Office) wakeIndex() {
	poke(o.finding.wake)
}

func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// FollowIndex keeps the index up to date until ctx ends: at once after a verb of
// this process, at each tick after one of another. A file that is lost, damaged
// or of another form is made anew; searches go on meanwhile. The words of files
// are read beside it, so that no large file keeps the next text waiting.
func (o *Office) FollowIndex(ctx context.Context, tick <-chan time.Time) {
	var both sync.WaitGroup
	defer both.Wait()
	both.Go(func() { o.feeding(ctx, nil, o.finding.more, func() (int, error) { return o.feedFiles(ctx) }) })
	o.feeding(ctx, tick, o.finding.wake, func() (int, error) { return o.feedTexts(ctx) })
}

func (o *Office) feeding(ctx context.Context, tick <-chan time.Time, wake <-chan struct{}, feed func() (int, error)) {
	said := ""
	for {
		n, err := feed()
		switch {
		case err != nil && ctx.Err() == nil && err.Error() != said: // not every second again
			o.log.Error("feeding the search", "err", err)
		case n > 1:
			o.log.Info("feeding the search", "texts", n)
		}
		if said = ""; err != nil {
			said = err.Error()
		}
		select {
		case <-ctx.Done():
			return
		case <-tick:
		case <-wake:
		}
	}
}

// FeedIndex brings the index up to date once and says how many texts went in or
// out.
func (o *Office) FeedIndex(ctx context.Context) (n int, err error) {
	n, err = o.feedTexts(ctx)
	if err != nil {
		return n, err
	}
	more, err := o.feedFiles(ctx)
	return n + more, err
}

// feedTexts takes in what is new. The index knows the entry of the ledger up to
// which it was fed, and the root there. Where that does not fit, and once a day,
// all that is public is compared with all that is in.
func (o *Office) feedTexts(ctx context.Context) (n int, err error) {
	if o.index == nil {
		return 0, nil
	}
	o.finding.mu.Lock()
	defer o.finding.mu.Unlock()
	if err := o.index.Look(ctx); errors.Is(err, index.ErrNone) {
		o.log.Info("the search index is made anew", "why", err)
		if err := o.buildIndex(ctx, false, func(int, int) {}); err != nil {
			return 0, err
		}
	} else if err != nil {
		return 0, err
	}
	organs, err := o.Sites(ctx)
	if err != nil {
		return 0, err
	}
	err = o.index.Use(func(x *index.Index) error {
		for _, g := range organs {
			some, err := o.feedOrgan(ctx, x, g.ID)
			if n += some; err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, index.ErrNone) { // it broke; the next pass makes it anew
		o.wakeIndex()
	}
	return n, err
}

// RebuildIndex makes the index anew, with the words of all files, and takes it
// into use; a server that is running goes over to it by itself. progress is told
// how many texts are in, of how many.
func (o *Office) RebuildIndex(ctx context.Context, progress func(done, of int)) error {
	o.finding.mu.Lock()
	defer o.finding.mu.Unlock()
	if err := o.index.Look(ctx); err != nil && !errors.Is(err, index.ErrNone) {
		return err
	}
	return o.buildIndex(ctx, true, progress)
}

// buildIndex makes the index; without files their words follow later.
func (o *Office) buildIndex(ctx context.Context, files bool, progress func(done, of int)) error {
	organs, err := o.Sites(ctx)
	if err != nil {
		return err
	}
	o.setUnread(nil)
	return o.index.Build(ctx, func(x *index.Index) error {
		done := 0
		for _, g := range organs {
			if err := access.May(access.Machine(g.ID), access.FeedSearch, access.Thing{Organ: g.ID}); err != nil {
				return err
			}
			n, err := o.compare(ctx, x, g.ID, files, func(n, of int) { progress(done+n, done+of) })
			if done += n; err != nil {
				return err
			}
		}
		return nil
	})
}

// ledgerPlace is where an organ's ledger stands at an entry.
func ledgerPlace(tx *store.Tx, organ ledger.ID, seq int64) (index.Place, error) {
	h, err := ledger.Root(seq, tx.HashReader(organ))
	if errors.Is(err, store.ErrNotFound) {
		return index.Place{}, nil
	}
	return index.Place{Seq: seq, Mark: hex.EncodeToString(h.Root[:8])}, err
}

// feedOrgan takes in what an organ's ledger has more than the index.
func (o *Office) feedOrgan(ctx context.Context, x *index.Index, organ ledger.ID) (int, error) {
	if err := access.May(access.Machine(organ), access.FeedSearch, access.Thing{Organ: organ}); err != nil {
		return 0, err
	}
	at, err := x.Place(ctx, organ)
	if err != nil {
		return 0, err
	}
	var now index.Place
	paths := map[string]bool{}
	fits := false
	err = o.view(ctx, func(tx *store.Tx) error {
		h, err := tx.Head(organ)
		if err != nil {
			return err
		}
		if fits = at.Seq > 0 && at.Seq <= h.Seq && o.finding.synced[organ] == o.Today(); !fits || at.Seq == h.Seq && at.Mark == hex.EncodeToString(h.Root[:8]) {
			now = at
			return nil
		}
		was, err := ledgerPlace(tx, organ, at.Seq)
		if err != nil {
			return err
		}
		if fits = was == at; !fits {
			return nil
		}
		if now, err = ledgerPlace(tx, organ, h.Seq); err != nil {
			return err
		}
		entries, err := tx.Entries(organ, store.EntryFilter{From: at.Seq + 1, To: h.Seq, NoRequests: true})
		for _, e := range entries {
			path, err := touched(tx, e)
			if err != nil {
				return err
			}
			if path != "" {
				paths[path] = true
			}
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	if !fits {
		n, err := o.compare(ctx, x, organ, false, func(int, int) {})
		if err == nil {
			o.finding.synced[organ] = o.Today()
		}
		return n, err
	}
	if now == at {
		return 0, nil
	}
	n, err := o.take(ctx, x, organ, slices.Sorted(maps.Keys(paths)), false, func(int) {})
	if err != nil {
		return n, err
	}
	return n, x.SetPlace(ctx, organ, now)
}

// compare makes what is in the same as what is public.
func (o *Office) compare(ctx context.Context, x *index.Index, organ ledger.ID, files bool, progress func(done, of int)) (n int, err error) {
	var now index.Place
	var public map[string]string
	if err := o.view(ctx, func(tx *store.Tx) error {
		h, err := tx.Head(organ)
		if err != nil {
			return err
		}
		if now, err = ledgerPlace(tx, organ, h.Seq); err != nil {
			return err
		}
		public, err = o.publicStamps(tx, organ)
		return err
	}); err != nil {
		return 0, err
	}
	in, err := x.Stamps(ctx, organ)
	if err != nil {
		return 0, err
	}
	var gone, differ []string
	for id := range in {
		if _, ok := public[id]; !ok {
			gone = append(gone, id)
		}
	}
	for id, stamp := range public {
		switch {
		case in[id] == stamp+unreadMark && !files:
			o.setUnread(&feed{organ, id})
		case in[id] != stamp:
			differ = append(differ, id)
		}
	}
	if len(gone) > 0 {
		if err := x.Drop(ctx, organ, gone...); err != nil {
			return 0, err
		}
	}
	slices.Sort(differ)
	n, err = o.take(ctx, x, organ, differ, files, func(n int) { progress(n, len(differ)) })
	if err != nil {
		return n, err
	}
	return n + len(gone), x.SetPlace(ctx, organ, now)
}

// takeAtOnce is how many texts are read and put in in one go.
const takeAtOnce = 200

// take puts in what some addresses show to the public now, and drops those that
// show nothing. Without files the words of files follow.
func (o *Office) take(ctx context.Context, x *index.Index, organ ledger.ID, paths []string, files bool, progress func(int)) (n int, err error) {
	for some := range slices.Chunk(paths, takeAtOnce) {
		var pieces []piece
		if err := o.view(ctx, func(tx *store.Tx) (err error) {
			pieces, err = o.pieces(tx, organ, some)
			return err
		}); err != nil {
			return n, err
		}
		gone := slices.Clone(some)
		docs := make([]index.Doc, len(pieces))
		for i, p := range pieces {
			gone = slices.DeleteFunc(gone, func(id string) bool { return id == p.ID })
			switch {
			case len(p.files) == 0:
			case files:
				o.readFiles(ctx, &p)
			default:
				p.Stamp += unreadMark
				o.setUnread(&feed{organ, p.ID})
			}
			docs[i] = p.Doc
		}
		if err := ctx.Err(); err != nil {
			return n, err
		}
		if err := errors.Join(x.Put(ctx, docs...), x.Drop(ctx, organ, gone...)); err != nil {
			return n, err
		}
		n += len(some)
		progress(n)
	}
	return n, nil
}

// setUnread notes a text whose files are to be read, or forgets all.
func (o *Office) setUnread(f *feed) {
	o.finding.list.Lock()
	defer o.finding.list.Unlock()
	if f == nil {
		o.finding.unread = nil
		return
	}
	o.finding.unread = append(o.finding.unread, *f)
	poke(o.finding.more)
}

// feedFiles reads the files of what went in without their words.
func (o *Office) feedFiles(ctx context.Context) (n int, err error) {
	for ctx.Err() == nil {
		o.finding.list.Lock()
		if len(o.finding.unread) == 0 {
			o.finding.list.Unlock()
			return n, nil
		}
		next := o.finding.unread[0]
		o.finding.unread = o.finding.unread[1:]
		o.finding.list.Unlock()
		if err := o.feedFile(ctx, next); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func (o *Office) feedFile(ctx context.Context, f feed) error {
	var some []piece
	err := o.view(ctx, func(tx *store.Tx) (err error) {
		some, err = o.pieces(tx, f.organ, []string{f.path})
		return err
	})
	if err != nil || len(some) == 0 {
		return err
	}
	o.readFiles(ctx, &some[0])
	if ctx.Err() != nil {
		return ctx.Err()
	}
	o.finding.mu.Lock()
	defer o.finding.mu.Unlock()
	late, err := o.late(ctx, f.organ, map[string]string{f.path: some[0].Stamp})
	if err != nil || len(late) > 0 { // it changed meanwhile, and comes again
		return err
	}
	err = o.index.Use(func(x *index.Index) error { return x.Put(ctx, some[0].Doc) })
	if errors.Is(err, index.ErrNone) { // the new one will have it
		return nil
	}
	return err
}

// refresh takes in what an answer showed to be late; it does not wait where a
// pass is on its way, which does the same.
func (o *Office) refresh(ctx context.Context, organ ledger.ID, paths []string) (done bool, err error) {
	if !o.finding.mu.TryLock() {
		o.wakeIndex()
		return false, nil
	}
	defer o.finding.mu.Unlock()
	err = o.index.Use(func(x *index.Index) error {
		_, err := o.take(ctx, x, organ, paths, false, func(int) {})
		return err
	})
	return err == nil, err
}
