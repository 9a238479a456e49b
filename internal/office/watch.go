package office

import (
	"context"
	"strconv"
	"time"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
)

// WatchTarget is an article that is or was on the site, and what the ledger
// says of it: what the watcher (巡查) has to find there.
type WatchTarget struct {
	Organ   people.Organ
	Article publication.Article
	Edition publication.Edition // the live one by the row
	Live    bool                // by the ledger: public now
	Wrong   string              // the row is not what was approved: the sum that it has; else empty
	Want    ledger.Sum          // the sum that was approved
	Gone    []publication.File  // of a withdrawn article: what nothing else shows
}

// Same says that nothing happened to the article between two looks.
func (t WatchTarget) Same(u WatchTarget) bool {
	return t.Article.Rev == u.Article.Rev && t.Edition.Rev == u.Edition.Rev && t.Live == u.Live && t.Want == u.Want
}

// WatchRound is where a round over an organ's site stands.
type WatchRound = store.WatchRound

// WatchFinding is what was found on it.
type WatchFinding = store.WatchFinding

// watchLease is how long a watcher that died keeps others away.
const watchLease = 10 * time.Minute

func mayWatch(organ ledger.ID) error {
	return access.May(access.Machine(organ), access.WatchSite, access.Thing{Organ: organ})
}

// BeginWatch takes up the organ's round where it stopped, or begins one when
// the last began at least so long ago. It answers false when it is not time
// yet, or another process is at it.
func (o *Office) BeginWatch(ctx context.Context, organ ledger.ID, by string, every time.Duration) (r WatchRound, ok bool, err error) {
	if err := mayWatch(organ); err != nil {
		return r, false, err
	}
	now := o.now()
	err = o.update(ctx, func(tx *store.Tx) error {
		if r, ok, err = tx.TakeWatch(organ, by, now, watchLease); err != nil || !ok {
			return err
		}
		switch {
		case !r.Began.IsZero() && r.Ended.IsZero() && every > 0: // stopped on the way
		case every > 0 && now.Before(r.Began.Add(every)):
			ok = false
			return tx.PutWatch(r, by, time.Time{})
		default:
			r = WatchRound{Organ: organ, Began: now}
		}
		return tx.PutWatch(r, by, now.Add(watchLease))
	})
	return r, ok, err
}

// KeepWatch notes how far the round came.
func (o *Office) KeepWatch(ctx context.Context, r WatchRound, by string) error {
	if err := mayWatch(r.Organ); err != nil {
		return err
	}
	return o.update(ctx, func(tx *store.Tx) error { return tx.PutWatch(r, by, o.now().Add(watchLease)) })
}

// EndWatch lets the round go; a whole one also closes the findings at addresses
// that nobody looks at any more.
func (o *Office) EndWatch(ctx context.Context, r WatchRound, by string, whole bool) error {
	if err := mayWatch(r.Organ); err != nil {
		return err
	}
	return o.update(ctx, func(tx *store.Tx) error {
		if whole {
			r.Ended = o.now()
			if err := tx.ClearUnseen(r.Organ, r.Began, r.Ended); err != nil {
				return err
			}
		}
		return tx.PutWatch(r, by, time.Time{})
	})
}

// NextWatch reads the article after the one that was looked at last.
func (o *Office) NextWatch(ctx context.Context, r WatchRound) (t WatchTarget, ok bool, err error) {
	if err := mayWatch(r.Organ); err != nil {
		return t, false, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		var id ledger.ID
		if id, ok, err = tx.NextPublic(r.Organ, r.After); err != nil || !ok {
			return err
		}
		t, err = watchTarget(tx, id)
		return err
	})
	return t, ok, err
}

// WatchAgain reads the article once more.
func (o *Office) WatchAgain(ctx context.Context, t WatchTarget) (again WatchTarget, err error) {
	if err := mayWatch(t.Organ.ID); err != nil {
		return again, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		again, err = watchTarget(tx, t.Article.ID)
		return err
	})
	return again, err
}

func watchTarget(tx *store.Tx, id ledger.ID) (t WatchTarget, err error) {
	if t.Article, err = tx.Article(id); err != nil {
		return t, err
	}
	if t.Organ, err = tx.Organ(t.Article.Organ); err != nil {
		return t, err
	}
	if t.Edition, err = tx.Edition(id, t.Article.Live); err != nil {
		return t, err
	}
	ps, err := periods(tx, t.Organ.ID, id)
	if err != nil {
		return t, err
	}
	if n := len(ps); n > 0 {
		t.Want, t.Live = ps[n-1].Sum, ps[n-1].Ended.Seq == 0
	}
	if sum := t.Edition.Sum(); t.Article.Public() && t.Edition.Salt != "" && sum != t.Want {
		t.Wrong = string(sum)
	}
	if t.Live {
		return t, nil
	}
	for _, f := range t.Edition.Files {
		_, shown, err := tx.LiveFile(t.Organ.ID, f.SHA)
		if err != nil {
			return t, err
		}
		if !shown {
			t.Gone = append(t.Gone, f)
		}
	}
	return t, nil
}

// Alarm notes a finding; the desk shows it until the address is right again.
func (o *Office) Alarm(ctx context.Context, f WatchFinding) error {
	if err := mayWatch(f.Organ); err != nil {
		return err
	}
	f.Seen = o.now()
	return o.update(ctx, func(tx *store.Tx) error { return tx.PutFinding(f) })
}

// AllRight closes what was found at an address that is as it should be.
func (o *Office) AllRight(ctx context.Context, organ ledger.ID, url string) error {
	if err := mayWatch(organ); err != nil {
		return err
	}
	var open []WatchFinding
	if err := o.view(ctx, func(tx *store.Tx) (err error) {
		open, err = tx.Findings(organ, true, 0)
		return err
	}); err != nil {
		return err
	}
	for _, f := range open { // most of the time there is none, and nothing is written
		if f.URL == url {
			return o.update(ctx, func(tx *store.Tx) error { return tx.ClearFindings(organ, url, o.now()) })
		}
	}
	return nil
}

// Watch is the desk's page of the watcher.
type Watch struct {
	Round WatchRound
	Open  []WatchFinding
	Past  []WatchFinding // cleared, the newest first
	Title map[ledger.ID]string
}

// Watch reads what the watcher found.
func (o *Office) Watch(ctx context.Context, who access.Actor) (w Watch, err error) {
	if err := may(who, access.ReadWatch); err != nil {
		return w, err
	}
	w.Title = map[ledger.ID]string{}
	err = o.view(ctx, func(tx *store.Tx) error {
		if w.Round, err = tx.Watched(who.Organ); err != nil {
			return err
		}
		all, err := tx.Findings(who.Organ, false, 200)
		if err != nil {
			return err
		}
		for _, f := range all {
			if f.Cleared.IsZero() {
				w.Open = append(w.Open, f)
			} else {
				w.Past = append(w.Past, f)
			}
			if f.Article == "" || w.Title[f.Article] != "" {
				continue
			}
			if a, err := tx.Article(f.Article); err == nil {
				if e, err := tx.Edition(a.ID, max(a.Live, 1)); err == nil {
					w.Title[f.Article] = e.Title
				}
			}
		}
		return nil
	})
	return w, err
}

// Alarms are what an administrator, who has no queue, sees on every page.
func (o *Office) Alarms(ctx context.Context, who access.Actor) (out []Warning, err error) {
	if may(who, access.ReadWatch) != nil {
		return nil, nil
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		out, err = alarms(tx, who)
		if err != nil {
			return err
		}
		for _, add := range []func(*store.Tx, access.Actor) ([]Warning, error){o.headNotices, o.inboxNotices} {
			more, err := add(tx, who)
			if err != nil {
				return err
			}
			out = append(out, more...)
		}
		return nil
	})
	return out, err
}

func alarms(tx *store.Tx, who access.Actor) ([]Warning, error) {
	n, err := tx.CountFindings(who.Organ)
	if err != nil || n == 0 {
		return nil, err
	}
	return []Warning{{"网站上有" + strconv.Itoa(n) + "处与审核发布的内容不符，可能被篡改。", "/watch", "看巡查发现"}}, nil
}

// FindingWords says what a kind of finding is.
func FindingWords(kind string) string {
	switch kind {
	case "page":
		return "网页与审核发布的不同"
	case "file":
		return "附件与审核发布的不同"
	case "row":
		return "数据库里的内容被改动过"
	case "withdrawn":
		return "已撤回的仍能打开"
	case "missing":
		return "应当公开的打不开"
	case "unreachable":
		return "网站没有应答"
	}
	return kind
}
