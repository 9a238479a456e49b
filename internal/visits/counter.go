// Package visits counts the answers of the public site while it serves.
//
//	answer ─► Hit: a few words into one of the shards ─► worker: judge, key, tally ─► batch every few seconds ─► office
//
// Serving never waits for the database. A shard that fills while the worker is away
// is worked off by whoever filled it, so that memory stays bounded and no hit is
// dropped. What was gathered is written every few seconds, and once more before the
// program ends; a kill loses what is younger than that.
package visits

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	mrand "math/rand/v2"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/visit"
)

// Every is how often what was gathered is written; a kill loses no more than that,
// and the law of the house is ten seconds.
const Every = 5 * time.Second

// What is held in memory: hits of a shard before somebody works them off, and
// visitors and names of a site before they are written ahead of time.
const (
	shards   = 16
	shardMax = 2048
	heldMost = 100_000
)

// raw is an answer as the handler saw it.
type raw struct {
	organ                           ledger.ID
	site                            string
	peer, agent, referrer, prefetch string
	page                            string
	column                          ledger.Code
	status                          int
	at                              time.Time
	word                            string // of a search without result; then it is no answer
}

type shard struct {
	mu   sync.Mutex
	hits []raw
	_    [32]byte // shards do not share a cache line
}

// Counter gathers hits. Its methods may be called at once.
type Counter struct {
	o      *office.Office
	log    *slog.Logger
	node   string // tells its batches from those of other processes
	shards [shards]shard

	mu      sync.Mutex // over what follows: the worker's own
	judge   visit.Judge
	keyers  map[yearOf]*visit.Keyer
	sites   map[ledger.ID]*site
	batches int
}

type yearOf struct {
	organ ledger.ID
	year  int
}

// site is what is gathered of one organ, and a batch that is not written yet.
type site struct {
	days    map[calendar.Day]*visit.Tally
	held    int
	waiting []batch
}

type batch struct {
	id      string
	tallies []*visit.Tally
}

// New makes a counter; staff are the networks of the body's own.
func New(o *office.Office, staff []netip.Prefix, log *slog.Logger) *Counter {
	return &Counter{o: o, log: log, node: strings.ToLower(rand.Text()[:10]), judge: visit.Judge{Staff: staff},
		keyers: map[yearOf]*visit.Keyer{}, sites: map[ledger.ID]*site{}}
}

// Hit takes an answer of a page: its path below the site's base, the column it lies
// in, and the status. host is the site's own domain. A nil Counter counts nothing.
func (c *Counter) Hit(r *http.Request, organ ledger.ID, host, page string, column ledger.Code, status int, at time.Time) {
	if c == nil || r.Method != http.MethodGet || r.URL.RawQuery != "" {
		return
	}
	h := raw{organ: organ, site: host, peer: r.RemoteAddr, page: page, column: column, status: status, at: at}
	h.agent, h.referrer = first(r.Header["User-Agent"]), first(r.Header["Referer"])
	for _, name := range []string{"Sec-Purpose", "Purpose", "X-Moz"} {
		if h.prefetch = first(r.Header[name]); h.prefetch != "" {
			break
		}
	}
	if host == "" {
		h.site = r.Host
	}
	c.put(h)
}

func first(v []string) string {
	if len(v) == 0 {
		return ""
	}
	return v[0]
}

// NoResult takes a search that found nothing. What could be somebody's data is not
// kept (VI-WORD).
func (c *Counter) NoResult(organ ledger.ID, words string, at time.Time) {
	if c == nil {
		return
	}
	if w := visit.Word(words); w != "" {
		c.put(raw{organ: organ, word: w, at: at})
	}
}

func (c *Counter) put(h raw) {
	s := &c.shards[mrand.Uint32()%shards]
	s.mu.Lock()
	s.hits = append(s.hits, h)
	if len(s.hits) < shardMax {
		s.mu.Unlock()
		return
	}
	full := s.hits
	s.hits = make([]raw, 0, shardMax)
	s.mu.Unlock()
	c.work(full)
}

// gather works off what lies in the shards.
func (c *Counter) gather() {
	for i := range c.shards {
		s := &c.shards[i]
		s.mu.Lock()
		hits := s.hits
		s.hits = nil
		s.mu.Unlock()
		if len(hits) > 0 {
			c.work(hits)
		}
	}
}

// work judges hits and adds them to their days.
func (c *Counter) work(hits []raw) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range hits {
		h := &hits[i]
		s := c.sites[h.organ]
		if s == nil {
			s = &site{days: map[calendar.Day]*visit.Tally{}}
			c.sites[h.organ] = s
		}
		on := calendar.DayOf(h.at)
		t := s.days[on]
		if t == nil {
			t = visit.NewTally(on)
			s.days[on] = t
		}
		s.held++
		if h.word != "" {
			t.Add(visit.ByWord, h.word, 1)
			continue
		}
		c.add(t, h)
		if s.held >= heldMost {
			c.seal(s)
		}
	}
}

func (c *Counter) add(t *visit.Tally, h *raw) {
	at, err := netip.ParseAddrPort(h.peer)
	if err != nil {
		c.log.Error("visits: the peer has no address", "err", err)
		return
	}
	host, _, _ := strings.Cut(h.site, ":")
	v := visit.Hit{At: h.at, Addr: at.Addr().Unmap().WithZone(""), Agent: h.agent, Referrer: h.referrer, Prefetch: h.prefetch, Page: h.page,
		Column: h.column, Status: h.status}
	switch why, ok := c.judge.Of(v); {
	case !ok:
	case why != visit.Person:
		t.Exclude(why)
	default:
		if k := c.keyer(h.organ, t.Day.Year()); k != nil {
			t.View(v, k.Of(v.Addr, v.Agent), host)
		}
	}
}

// keyer is that of a year; its secret is read once.
func (c *Counter) keyer(organ ledger.ID, year int) *visit.Keyer {
	of := yearOf{organ, year}
	if k := c.keyers[of]; k != nil {
		return k
	}
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Second)
	defer stop()
	secret, err := c.o.VisitSecret(ctx, organ, year)
	if err != nil || secret == nil {
		c.log.Error("visits: no secret for the year", "organ", organ, "year", year, "err", err)
		return nil
	}
	delete(c.keyers, yearOf{organ, year - 2})
	c.keyers[of] = visit.NewKeyer(secret)
	return c.keyers[of]
}

// seal makes a batch of what was gathered.
func (c *Counter) seal(s *site) {
	b := batch{id: fmt.Sprintf("%s-%d", c.node, c.batches)}
	for _, t := range s.days {
		if !t.Empty() {
			b.tallies = append(b.tallies, t)
		}
	}
	clear(s.days)
	s.held = 0
	if len(b.tallies) > 0 {
		c.batches++
		s.waiting = append(s.waiting, b)
	}
}

// Flush writes what was gathered. What could not be written waits for the next time,
// under the same id, so that it is never written twice.
func (c *Counter) Flush(ctx context.Context) (n int, err error) {
	c.gather()
	c.mu.Lock()
	todo := map[ledger.ID][]batch{}
	for organ, s := range c.sites {
		c.seal(s)
		if len(s.waiting) > 0 {
			todo[organ], s.waiting = s.waiting, nil
		}
	}
	c.mu.Unlock()
	for organ, batches := range todo {
		for len(batches) > 0 && err == nil {
			if err = c.o.AddVisits(ctx, organ, batches[0].id, batches[0].tallies); err == nil {
				batches, n = batches[1:], n+1
			}
		}
		if len(batches) > 0 {
			c.mu.Lock()
			c.sites[organ].waiting = append(batches, c.sites[organ].waiting...)
			c.mu.Unlock()
		}
	}
	return n, err
}

// Run works hits off and writes them, until ctx ends; then it writes what is left.
// The server has ended before, so nothing comes after.
func (c *Counter) Run(ctx context.Context, every time.Duration) {
	soon, write := time.NewTicker(every/10), time.NewTicker(every)
	defer soon.Stop()
	defer write.Stop()
	for {
		select {
		case <-ctx.Done():
			last, stop := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
			defer stop()
			if _, err := c.Flush(last); err != nil {
				c.log.Error("visits: the last hits were not written", "err", err)
			}
			return
		case <-soon.C:
			c.gather()
		case <-write.C:
			if _, err := c.Flush(ctx); err != nil && ctx.Err() == nil {
				c.log.Error("visits: writing waits", "err", err)
			}
		}
	}
}
