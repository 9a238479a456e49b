package public

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
)

// cache keeps rendered pages by organ. Each page knows the parts of the data
// that it was made of (office.Reading), and a commit drops the pages that are
// made of what it changed: a publication its own page, the lists in which it
// stands, the home page and the map; a request's step none.
type cache struct {
	limit int

	mu      sync.Mutex
	shelves map[ledger.ID]*shelf
	bytes   int
}

// shelf holds one organ's pages. gen counts its changes, and touched says which
// was the last of a part: a page whose making began before is shown to those
// who waited for it then, but not kept. floor is the last change of everything.
type shelf struct {
	gen, floor uint64
	touched    map[string]uint64
	pages      map[key]*page
	madeOf     map[string]map[key]bool
	making     map[key]*making

	site    *office.Site
	reading *making // the site
	checked time.Time
	day     calendar.Day
	seq     int64 // of the ledger, as far as this process knows of it
}

// making is a page that somebody makes, for all who ask for it meanwhile.
type making struct {
	done chan struct{}
	gen  uint64
	page *page
	site office.Site
	err  error
}

// key tells a page from the others of its organ.
type key struct {
	base  string // of its links: by token or by domain, or by host where they are full
	large bool   // 大字版
	here  string // its address below the base
}

func newCache(limit int) *cache { return &cache{limit: limit, shelves: map[ledger.ID]*shelf{}} }

func (c *cache) shelf(organ ledger.ID) *shelf {
	s := c.shelves[organ]
	if s == nil {
		s = &shelf{touched: map[string]uint64{}, pages: map[key]*page{}, madeOf: map[string]map[key]bool{}, making: map[key]*making{}}
		c.shelves[organ] = s
	}
	return s
}

// framed are the parts that stand around every page, and those that all reckon
// with: the organ, its columns and people, the calendar.
var framed = []string{"table/organ", "table/unit", "table/leader", "table/site_column", "table/calendar_year"}

// mostTouched bounds what a shelf remembers of changes.
const mostTouched = 1 << 14

// changed drops the pages that are made of what a commit changed.
func (c *cache) changed(by office.Change) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if by.Organ != "" {
		c.shelf(by.Organ).changed(c, by)
		return
	}
	for _, s := range c.shelves { // it does not say whose it is
		s.changed(c, by)
	}
}

func (s *shelf) changed(c *cache, by office.Change) {
	s.gen++
	if by.From == s.seq { // else another process wrote in between; site will see
		s.seq = by.To
	}
	for _, part := range by.Parts {
		if slices.Contains(framed, part) {
			c.clear(s)
			return
		}
		if part == "articles/" { // the counts of the columns
			s.site = nil
		}
		s.touched[part] = s.gen
		for k := range s.madeOf[part] {
			c.remove(s, k)
		}
	}
	if len(s.touched) > mostTouched {
		s.floor = s.gen
		clear(s.touched)
	}
}

func (c *cache) clear(s *shelf) {
	s.gen++
	s.floor, s.site = s.gen, nil
	for k := range s.pages {
		c.remove(s, k)
	}
	clear(s.touched)
}

func (c *cache) remove(s *shelf, k key) {
	p := s.pages[k]
	if p == nil {
		return
	}
	delete(s.pages, k)
	c.bytes -= p.size()
	for _, part := range p.parts {
		if delete(s.madeOf[part], k); len(s.madeOf[part]) == 0 {
			delete(s.madeOf, part)
		}
	}
}

// fresh says whether nothing that the page is made of changed since gen.
func (s *shelf) fresh(p *page, gen uint64) bool {
	return gen >= s.floor && !slices.ContainsFunc(p.parts, func(part string) bool { return s.touched[part] > gen })
}

func (c *cache) keep(s *shelf, k key, p *page) {
	p.print()
	if p.size() > c.limit/8 {
		return
	}
	c.makeRoom(p.size())
	if c.bytes+p.size() > c.limit {
		return
	}
	c.remove(s, k)
	s.pages[k] = p
	c.bytes += p.size()
	for _, part := range p.parts {
		if s.madeOf[part] == nil {
			s.madeOf[part] = map[key]bool{}
		}
		s.madeOf[part][k] = true
	}
}

// makeRoom drops pages that nobody asked for since the last time, so that a
// robot that reads everything once does not drive out what people read.
func (c *cache) makeRoom(size int) {
	for range 3 {
		for _, s := range c.shelves {
			for k, p := range s.pages {
				if c.bytes+size <= c.limit {
					return
				}
				if !p.used.Swap(false) {
					c.remove(s, k)
				}
			}
		}
	}
}

// hit returns a kept page, nil when there is none or when it is time to look
// whether another process published something.
func (c *cache) hit(organ ledger.ID, k key, now time.Time) *page {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.shelves[organ]
	if s == nil || s.checked.IsZero() || now.Sub(s.checked) >= recheck {
		return nil
	}
	p := s.pages[k]
	if p != nil && !p.used.Load() {
		p.used.Store(true)
	}
	return p
}

// get returns the kept page, or makes it. Readers who ask for a page that is
// being made wait for it: a page that falls is made once, however many ask.
func (c *cache) get(ctx context.Context, organ ledger.ID, k key, render func(context.Context) (*page, error)) (*page, error) {
	for {
		c.mu.Lock()
		s := c.shelf(organ)
		if p := s.pages[k]; p != nil {
			c.mu.Unlock()
			return p, nil
		}
		if m := s.making[k]; m != nil {
			current := m.gen == s.gen
			c.mu.Unlock()
			<-m.done
			c.mu.Lock()
			// Who came when nothing had changed since the making began may have it;
			// so may all when what changed is not in it.
			good := m.page != nil && (current || s.fresh(m.page, m.gen))
			c.mu.Unlock()
			if _, refused := refusal.As(m.err); good || refused && current {
				return m.page, m.err
			}
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			continue
		}
		m := &making{done: make(chan struct{}), gen: s.gen}
		s.making[k] = m
		c.mu.Unlock()
		c.make(ctx, s, k, m, render)
		return m.page, m.err
	}
}

func (c *cache) make(ctx context.Context, s *shelf, k key, m *making, render func(context.Context) (*page, error)) {
	defer func() { // also when it panics, or all others would wait for ever
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(s.making, k)
		close(m.done)
		if m.page != nil && m.page.status == http.StatusOK && s.fresh(m.page, m.gen) {
			c.keep(s, k, m.page)
		}
	}()
	noting, reads := office.Reading(ctx)
	p, err := render(noting)
	if err == nil {
		p.parts = reads.Parts()
	}
	m.page, m.err = p, err
}

// recheck is how long a change that another process made may stay unseen.
const recheck = 2 * time.Second

// site reads an organ's frame, kept until a change. Every two seconds one reader
// looks at the ledger's head, since another node may have published or signed;
// then all pages fall, since nobody knows which. So they do when the day turns.
func (c *cache) site(organ ledger.ID, now time.Time, today calendar.Day, read func() (office.Site, error)) (office.Site, error) {
	for {
		c.mu.Lock()
		s := c.shelf(organ)
		late := now.Sub(s.checked) >= recheck
		if s.site != nil && !late {
			site := *s.site
			c.mu.Unlock()
			return site, nil
		}
		if m := s.reading; m != nil {
			current := m.gen == s.gen
			c.mu.Unlock()
			if <-m.done; current && m.err == nil {
				return m.site, nil
			}
			if m.err != nil {
				return m.site, m.err
			}
			continue
		}
		m := &making{done: make(chan struct{}), gen: s.gen}
		s.reading = m
		c.mu.Unlock()
		m.site, m.err = read()
		c.mu.Lock()
		s.reading = nil
		if m.err == nil && s.gen == m.gen {
			if head := m.site.Head.Seq; !s.checked.IsZero() && (head != s.seq || s.day != today || s.site != nil && !alike(*s.site, m.site)) {
				c.clear(s)
			}
			s.seq, s.day, s.site, s.checked = m.site.Head.Seq, today, &m.site, now
		}
		close(m.done)
		c.mu.Unlock()
		return m.site, m.err
	}
}

// alike compares what no fact tells of.
func alike(a, b office.Site) bool {
	return a.Organ == b.Organ && a.Signed == b.Signed && slices.Equal(a.Units, b.Units) && slices.Equal(a.Leaders, b.Leaders)
}
