package public

import (
	"context"
	"encoding/json"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"runtime"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gongkai/internal/office"
	"gongkai/search"
)

// searchPage finds what is public (我要查; 检索, Art. 24).
type searchPage struct {
	Page
	Seek    seek
	Asked   bool
	Busy    bool // too many search at the moment
	F       office.FindAnswer
	Rows    []found
	Ways    []link // pages of the site that are what was asked for
	Kinds   []facetItem
	Narrow  []facet
	Chosen  []chip
	Sorts   []navItem
	Pager   pager
	Without string // the address without what narrows it
	Next    *nextSteps
}

func (searchPage) template() string { return "search" }

// seek is the field of a search with what it keeps beside the words.
type seek struct {
	Base, Words string
	Keep        []hidden
}

type hidden struct{ Name, Value string }

// found is a hit with what was looked for marked.
type found struct {
	Href, Kind, Column, Unit, Validity string
	Day                                string
	DocNo, Title, Passage              template.HTML
}

const (
	longest   = 60 // bounds what is looked for in a list of one kind, in characters
	findSize  = 10
	mostPages = 1000
	mostValue = 80 // bytes of a facet's value
)

// question reads what is asked; what narrows it is taken as far as it can be a
// value at all.
func (a *ask) question() office.FindQuestion {
	v := a.r.URL.Query()
	value := func(name string) string {
		s := strings.ToValidUTF8(v.Get(name), "")
		if len(s) > mostValue {
			return ""
		}
		return s
	}
	return office.FindQuestion{Typed: v.Get("q"), Kind: value("kind"), Column: value("column"), Unit: value("unit"), Validity: value("validity"),
		Tag: value("tag"), Year: a.number("year", 9999), ByDate: v.Get("sort") == "date", Page: max(a.number("page", mostPages), 1), Size: findSize}
}

// findAddress is the page of a question; here with what was typed, as far as it
// is looked at.
func findAddress(base string, q office.FindQuestion) string {
	v := url.Values{"q": {q.Typed}}
	for _, h := range narrowed(q) {
		v.Set(h.Name, h.Value)
	}
	if q.ByDate {
		v.Set("sort", "date")
	}
	if q.Page > 1 {
		v.Set("page", strconv.Itoa(q.Page))
	}
	return base + "/search?" + v.Encode()
}

func (a *ask) search() error {
	q := a.question()
	a.here = "/search"
	p, err := a.frame("搜索", "")
	if err != nil {
		return err
	}
	p.NoIndex, p.Finds = true, true
	page := searchPage{Page: p, Seek: seek{Base: a.base}}
	done, free := a.s.finding(a.r.Context(), time.Second)
	if page.Busy = !free; page.Busy {
		page.Seek.Words = cutWords(q.Typed)
		a.w.Header().Set("Retry-After", "5")
		return a.show(http.StatusServiceUnavailable, page)
	}
	defer done()
	f, err := a.s.o.Find(a.r.Context(), a.organ.ID, q)
	if err != nil {
		return err
	}
	// The address holds what is looked at, not all that was typed.
	q.Typed = cutWords(q.Typed)
	page.F, page.Asked = f, q.Typed != ""
	page.Seek.Words, page.Seek.Keep = q.Typed, narrowed(q)
	if page.Here = "/search"; page.Asked {
		page.Title = "搜索“" + q.Typed + "”"
		page.Here = findAddress("", q)
	}
	a.narrow(&page, q)
	for _, h := range f.Hits {
		page.Rows = append(page.Rows, a.found(p.Site, f.Query, h))
	}
	page.Pager = pagerOf(q.Page, f.Pages, func(n int) string { q := q; q.Page = n; return findAddress(a.base, q) })
	if q.Page == 1 {
		page.Ways = a.ways(p.Site, f.Query)
	}
	if page.Asked && f.Total == 0 {
		if page.Next, err = a.nextSteps(f, q.Typed); err != nil {
			return err
		}
		if len(narrowed(q)) == 0 && q.Page == 1 && len(page.Ways) == 0 {
			a.s.visits.NoResult(a.r, a.organ.ID, search.Flat(q.Typed), a.s.o.Now())
		}
	}
	return a.show(http.StatusOK, page)
}

// found is a hit as the page shows it.
func (a *ask) found(site office.Site, q search.Query, h office.FoundHit) found {
	x := found{Href: a.base + "/" + h.Path, Kind: office.FindKindLabel(h.Kind), Unit: h.Unit, Day: h.Day.String(),
		Title: mark(h.Title, q), DocNo: mark(h.DocNo, q), Passage: mark(h.Passage, q), Validity: validityBadge(h.Validity)}
	if c, ok := site.Column(h.Column); ok {
		x.Column = c.Name
	}
	return x
}

// hints are what is public already, where somebody is about to ask for it.
func (a *ask) hints(site office.Site, in []office.FoundHit) (out []found) {
	for _, h := range in {
		out = append(out, a.found(site, search.Query{}, h))
	}
	return out
}

// mark sets what was looked for in <mark>, all else escaped.
func mark(s string, q search.Query) template.HTML {
	var b strings.Builder
	at := 0
	for _, m := range search.Mark(s, q) {
		b.WriteString(template.HTMLEscapeString(s[at:m.At]) + "<mark>" + template.HTMLEscapeString(s[m.At:m.End]) + "</mark>")
		at = m.End
	}
	b.WriteString(template.HTMLEscapeString(s[at:]))
	return template.HTML(b.String())
}

// cutWords is typed text as the field shows it again: one line, as much as is
// looked at.
func cutWords(s string) string {
	if len(s) > 8*search.Longest { // blanks do not count
		s = s[:8*search.Longest]
	}
	s = strings.Join(strings.Fields(strings.Map(printable, strings.ToValidUTF8(s, ""))), " ")
	if utf8.RuneCountInString(s) > search.Longest {
		s = string([]rune(s)[:search.Longest])
	}
	return s
}

// about are the words of a search in vain that a form goes on with.
func (a *ask) about() string { return cutWords(a.r.URL.Query().Get("about")) }

// printable leaves out what no field shows.
func printable(c rune) rune {
	if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
		return -1
	}
	return c
}

// finding lets as many search at once as the machine can serve, so that a storm
// of programs leaves the pages to their readers. It answers false where none
// of them ended in time.
func (s *server) finding(ctx context.Context, wait time.Duration) (done func(), free bool) {
	done = func() { <-s.finders }
	select {
	case s.finders <- struct{}{}:
		return done, true
	default:
	}
	ctx, stop := context.WithTimeout(ctx, wait)
	defer stop()
	select {
	case s.finders <- struct{}{}:
		return done, true
	case <-ctx.Done():
		return nil, false
	}
}

// mostFinders is how many may.
func mostFinders() int { return 2*runtime.GOMAXPROCS(0) + 2 }

// suggestions is how many titles are offered.
const suggestions = 8

// suggest offers titles to who is typing, in the form that browsers know
// (OpenSearch Suggestions): what was typed, then the offers.
func (a *ask) suggest() error {
	typed := cutWords(a.r.URL.Query().Get("q"))
	words := []string{}
	if done, free := a.s.finding(a.r.Context(), 0); free {
		defer done()
		l, err := a.s.o.Suggest(a.r.Context(), a.organ.ID, typed, suggestions)
		if err != nil {
			return err
		}
		for _, s := range l {
			words = append(words, s.Title)
		}
	}
	b, err := json.Marshal([]any{typed, words})
	if err != nil {
		return err
	}
	h := a.w.Header()
	h.Set("Content-Type", "application/x-suggestions+json; charset=utf-8")
	h.Set("Cache-Control", "public, max-age=60")
	h.Set("X-Robots-Tag", "noindex")
	if _, err := a.w.Write(b); err != nil && a.r.Context().Err() == nil {
		return errors.Join(err)
	}
	return nil
}
