package index

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/search"
)

// Ask is what is looked for and which part of the answer is wanted.
type Ask struct {
	Organ  ledger.ID
	Query  search.Query
	Today  calendar.Day
	Filter Filter
	ByDate bool // the newest first, not the best
	Page   int  // from 1
	Size   int
}

// Filter narrows an answer; a zero field takes all.
type Filter struct {
	Kind, Column, Unit, Validity, Tag string
	Year                              int
}

// The facets of an answer.
const (
	ByKind, ByColumn, ByUnit, ByValidity, ByTag, ByYear = "kind", "column", "unit", "validity", "tag", "year"
)

// Found is a page of an answer.
type Found struct {
	Query  search.Query // what was looked for in the end
	Fixed  bool         // that is not what was typed, which stands nowhere
	Loose  bool         // no text has all of it in a row
	Hits   []Hit
	Total  int
	More   bool // there are more; nobody counted them
	Facets map[string]map[string]int
}

// Hit is a text of an answer.
type Hit struct {
	Doc
	Score float64
	row   int64
}

// How many texts a query looks at. All that are found up to the first bound are
// counted, by their row numbers alone; of those some are ranked by their heads:
// what has the query in its title, then the newest; and of the best of them the
// text is read.
const (
	counted   = 2000
	inTitles  = 150
	newest    = 60
	readWhole = 30
)

// Search answers a query. What is typed is looked for as it stands; then by its
// words, all of them; then what sounds or looks like it; then most of its words.
func (x *Index) Search(ctx context.Context, a Ask) (f Found, err error) {
	a.Page, a.Size = max(a.Page, 1), max(a.Size, 1)
	if f.Query = a.Query; f.Query.Empty() {
		return f, nil
	}
	s, known := x.seeker(ctx, a)
	if !known {
		return f, nil
	}
	rows, err := s.all(&f)
	if err != nil {
		return f, fmt.Errorf("index: search: %w", err)
	}
	f.Total, f.More = len(rows), len(rows) >= counted
	f.Facets = x.count(rows)
	if err := s.page(&f, rows); err != nil {
		return f, fmt.Errorf("index: search: %w", err)
	}
	return f, nil
}

// seeker begins a search; there is none in an organ that nothing is known of.
func (x *Index) seeker(ctx context.Context, a Ask) (*seeker, bool) {
	x.mu.RLock()
	organ, known := x.organs[a.Organ]
	x.mu.RUnlock()
	s := &seeker{Index: x, ctx: ctx, Ask: a, from: organ << organAt, to: organ<<organAt | (1<<organAt - 1), narrow: a.Filter.expr()}
	if y := a.Filter.Year; y > 0 {
		s.from = organ<<organAt | dayNumber(calendar.NewDay(y, 1, 1))<<dayAt
		s.to = organ<<organAt | dayNumber(calendar.NewDay(y, 12, 31))<<dayAt | (1<<dayAt - 1)
	}
	return s, known
}

// seeker is a search on its way.
type seeker struct {
	*Index
	Ask
	ctx      context.Context
	from, to int64 // row numbers
	narrow   string
	loose    search.Query // that was looked for as well
}

// few is how many texts are too few to leave it at that: the words of the query
// are looked for as well then, and what has them follows.
const few = 10

// common is in how many texts a word stands that tells nothing any more.
const common = 500

// all finds the row numbers of what answers, the newest first, and settles on
// the query that finds something.
func (s *seeker) all(f *Found) ([]int64, error) {
	rows, err := s.rows(every(s.Query, anywhere), counted)
	if err != nil || len(rows) >= few {
		return rows, err
	}
	loose, wider := s.Query.Loose()
	if len(rows) > 0 {
		return s.widen(rows, loose, wider)
	}
	if wider {
		if rows, err = s.rows(every(loose, anywhere), counted); err != nil {
			return nil, err
		}
		if len(rows) > 0 {
			f.Query, f.Loose = loose, true
			if len(rows) >= few {
				return rows, nil
			}
			return s.widen(rows, loose, false)
		}
	}
	fixed, ok, err := s.near(s.Query)
	if err != nil {
		return nil, err
	}
	if ok {
		if rows, err = s.rows(every(fixed, anywhere), counted); err != nil {
			return nil, err
		}
		if len(rows) > 0 {
			f.Query, f.Fixed = fixed, true
			if len(rows) >= few {
				return rows, nil
			}
			loose, wider = fixed.Loose()
			return s.widen(rows, loose, wider)
		}
	}
	f.Query, f.Loose = loose, true
	return s.widen(nil, loose, false)
}

// widen adds what has all words of a query, then what has most of them, until
// there is enough. The rarer a word is, the more it tells.
func (s *seeker) widen(rows []int64, loose search.Query, words bool) ([]int64, error) {
	if s.ByDate { // there a text that hardly answers would stand before one that does
		return rows, nil
	}
	in := map[int64]bool{}
	for _, r := range rows {
		in[r] = true
	}
	add := func(expr string) error {
		more, err := s.rows(expr, 10*few)
		for _, r := range more {
			if !in[r] {
				in[r] = true
				rows = append(rows, r)
			}
		}
		return err
	}
	terms, n := slices.Clone(loose.Terms), len(loose.Terms)
	count := map[string]int{}
	for i, t := range terms {
		all, err := s.rows(anywhere.term(t), common)
		if err != nil {
			return nil, err
		}
		count[t.Words] = len(all)
		terms[i].Rare = 1 + math.Log(common/float64(len(all)+1))
	}
	loose.Terms = slices.Clone(terms)
	s.loose = loose
	terms = slices.DeleteFunc(terms, func(t search.Term) bool { return count[t.Words] == 0 })
	if len(terms) == 0 {
		return rows, nil
	}
	slices.SortStableFunc(terms, func(a, b search.Term) int { return count[a.Words] - count[b.Words] })
	if v := standing(loose.Wants); v != "" {
		if err := add(v + " AND " + titled.term(terms[0])); err != nil {
			return nil, err
		}
	}
	for m := len(terms); m > 0 && 2*m >= n && len(rows) < few; m-- {
		if m == n && !words {
			continue
		}
		if err := add(some(terms, m, titled)); err != nil {
			return nil, err
		}
		if err := add(some(terms, m, anywhere)); err != nil {
			return nil, err
		}
		for _, t := range terms[:min(len(terms), 3)] {
			if m > 1 {
				break
			}
			if err := add(titled.term(t)); err != nil {
				return nil, err
			}
		}
	}
	return rows, nil
}

// rows are the numbers of what an expression finds, the newest first. They come
// as one text: a row at a time costs the driver more than FTS5.
func (s *seeker) rows(expr string, most int) ([]int64, error) {
	if expr == "" {
		return nil, nil
	}
	if s.narrow != "" {
		expr = s.narrow + " AND (" + expr + ")"
	}
	var list sql.NullString
	err := s.read.QueryRowContext(s.ctx, `select group_concat(rowid) from
		(select rowid from fts where fts match $1 and rowid between $2 and $3 order by rowid desc limit $4)`, expr, s.from, s.to, most).Scan(&list)
	if err != nil || list.String == "" {
		return nil, err
	}
	out := make([]int64, 0, strings.Count(list.String, ",")+1)
	for n := range strings.SplitSeq(list.String, ",") {
		row, err := strconv.ParseInt(n, 10, 64)
		if err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, nil
}

// facets are those of a row.
func (x *Index) facets(row int64) facets {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if n := int(row & (1<<comboBits - 1)); n < len(x.combos) {
		return x.combos[n]
	}
	return facets{}
}

// count counts the facets of rows by what their numbers say.
func (x *Index) count(rows []int64) map[string]map[string]int {
	combos, days := map[int64]int{}, map[int64]int{}
	for _, r := range rows {
		combos[r&(1<<comboBits-1)]++
		days[r>>dayAt&(1<<dayBits-1)]++
	}
	out := map[string]map[string]int{ByKind: {}, ByColumn: {}, ByUnit: {}, ByValidity: {}, ByTag: {}, ByYear: {}}
	for c, n := range combos {
		f := x.facets(c)
		for name, value := range map[string]string{ByKind: f.kind, ByUnit: f.unit, ByValidity: f.validity} {
			if value != "" {
				out[name][value] += n
			}
		}
		for path := f.column; path != ""; path = path[:max(strings.LastIndexByte(path, '/'), 0)] {
			out[ByColumn][path] += n
		}
		for _, t := range f.tags {
			out[ByTag][t] += n
		}
	}
	for d, n := range days {
		if d > 0 {
			out[ByYear][strconv.Itoa(epoch.AddDays(int(d)).Year())] += n
		}
	}
	return out
}
