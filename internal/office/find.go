package office

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/index"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/search"
)

// FindQuestion is what a citizen asks the search (站内搜索): words, and what the
// answer is narrowed to.
type FindQuestion struct {
	Typed                             string
	Kind, Column, Unit, Validity, Tag string // "" takes all; a column takes those below it
	Year                              int
	ByDate                            bool // the newest first, not the best
	Page, Size                        int
}

// FindAnswer is a page of what was found.
type FindAnswer struct {
	Query              search.Query // as it was understood, for marking
	Fixed              string       // what was looked for instead, since what was typed stands nowhere
	Loose              bool         // no text has all of it in a row
	Hits               []FoundHit
	Total, Page, Pages int
	More               bool // there are more than Total
	Facets             map[string][]FoundFacet
	Plain              bool // without the index, which is being made: articles only, by LIKE
}

// FoundHit is a text that answers, as it is public now.
type FoundHit struct {
	Kind         string // one of FindKinds
	ID           ledger.ID
	Path         string // below the organ's site
	Title, DocNo string
	Day          calendar.Day
	Column       ledger.Code
	Unit         string // its name
	Validity     ledger.Code
	Passage      string // around what was found
}

// FoundFacet is a value by which an answer can be narrowed.
type FoundFacet struct {
	Value, Label string
	N            int
}

// The facets of an answer.
const (
	FacetKind, FacetColumn, FacetUnit, FacetValidity, FacetTag, FacetYear = index.ByKind, index.ByColumn, index.ByUnit, index.ByValidity, index.ByTag, index.ByYear
)

// Suggestion is a title that may be meant while somebody types.
type Suggestion struct{ Title, Path string }

// passage is how many characters around what was found are shown.
const (
	foundAround = 120
	mostFound   = 50 // on a page
	mostPlain   = 60 // characters of a query without the index
	tidyings    = 3  // of an answer that the index gave too late
	mostSuggest = 20
)

// Find answers a search with what is public now. The index may be a moment late:
// what it gives is compared with the rows of the database, and where they differ
// it is brought up to date before it is asked again. So nothing that was
// withdrawn is ever shown, whatever the index says.
func (o *Office) Find(ctx context.Context, organ ledger.ID, q FindQuestion) (f FindAnswer, err error) {
	if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return f, err
	}
	q.Page = max(q.Page, 1)
	if q.Size <= 0 || q.Size > mostFound {
		q.Size = 10
	}
	f.Page = q.Page
	if o.index == nil {
		return o.findPlain(ctx, organ, q, search.NewLexicon("", ""))
	}
	if f.Query = search.Parse(q.Typed, o.index.Lexicon()); f.Query.Empty() {
		return f, nil
	}
	ask := index.Ask{Organ: organ, Query: f.Query, Today: o.Today(), ByDate: q.ByDate, Page: q.Page, Size: q.Size,
		Filter: index.Filter{Kind: q.Kind, Column: q.Column, Unit: q.Unit, Validity: q.Validity, Tag: q.Tag, Year: q.Year}}
	var found index.Found
	for range tidyings {
		if err := o.index.Use(func(x *index.Index) (err error) {
			found, err = x.Search(ctx, ask)
			return err
		}); errors.Is(err, index.ErrNone) {
			o.wakeIndex()
			return o.findPlain(ctx, organ, q, o.index.Lexicon())
		} else if err != nil {
			return f, err
		}
		late, err := o.late(ctx, organ, stampsOfHits(found.Hits))
		if err != nil {
			return f, err
		}
		if len(late) == 0 {
			break
		}
		found.Hits = slices.DeleteFunc(found.Hits, func(h index.Hit) bool { return slices.Contains(late, h.ID) })
		if done, err := o.refresh(ctx, organ, late); !done || err != nil {
			if err != nil {
				o.log.Warn("the search cannot be brought up to date", "err", err)
			}
			break
		}
	}
	f.Query, f.Loose, f.Total, f.More = found.Query, found.Loose, found.Total, found.More
	if found.Fixed {
		f.Fixed = found.Query.Text
	}
	f.Pages = (f.Total + q.Size - 1) / q.Size
	return f, o.view(ctx, func(tx *store.Tx) error { return o.dress(tx, organ, &f, found) })
}

// Suggest finds titles for what somebody has typed so far.
func (o *Office) Suggest(ctx context.Context, organ ledger.ID, typed string, n int) (out []Suggestion, err error) {
	if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return nil, err
	}
	if o.index == nil {
		return nil, nil
	}
	var some []index.Suggestion
	err = o.index.Use(func(x *index.Index) (err error) {
		some, err = x.Suggest(ctx, organ, typed, min(max(n, 1), mostSuggest))
		return err
	})
	if errors.Is(err, index.ErrNone) {
		o.wakeIndex()
		return nil, nil
	}
	stamps := map[string]string{}
	for _, s := range some {
		stamps[s.ID] = s.Stamp
	}
	if err != nil || len(some) == 0 {
		return nil, err
	}
	late, err := o.late(ctx, organ, stamps)
	for _, s := range some {
		if !slices.Contains(late, s.ID) {
			out = append(out, Suggestion{s.Title, s.ID})
		}
	}
	if len(late) > 0 {
		o.wakeIndex()
	}
	return out, err
}

func stampsOfHits(hits []index.Hit) map[string]string {
	out := make(map[string]string, len(hits))
	for _, h := range hits {
		out[h.ID] = h.Stamp
	}
	return out
}

// late are those of some stamps that are not what the public may read now.
func (o *Office) late(ctx context.Context, organ ledger.ID, stamps map[string]string) (out []string, err error) {
	if len(stamps) == 0 {
		return nil, nil
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		now, err := o.stampsOf(tx, organ, slices.Sorted(maps.Keys(stamps)))
		for id, stamp := range stamps {
			if s, ok := now[id]; !ok || s != strings.TrimSuffix(stamp, unreadMark) {
				out = append(out, id)
			}
		}
		return err
	})
	return out, err
}

// dress makes what was found ready to be shown.
func (o *Office) dress(tx *store.Tx, organ ledger.ID, f *FindAnswer, found index.Found) error {
	if len(found.Hits) == 0 {
		return nil
	}
	units, err := tx.Units(organ)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, u := range units {
		names[string(u.ID)] = u.Name
	}
	for _, h := range found.Hits {
		_, id, _ := strings.Cut(h.ID, "/")
		x := FoundHit{Kind: h.Kind, ID: ledger.ID(id), Path: h.ID, Title: h.Title, DocNo: h.DocNo, Day: h.Day, Column: h.Column,
			Unit: names[h.Unit], Validity: ledger.Code(h.Validity)}
		text := h.Text
		if lead, _, _ := strings.Cut(h.Lead, "\n"); len(search.Mark(text, found.Query)) == 0 {
			text = cmp.Or(lead, text)
		}
		x.Passage = search.Passage(text, found.Query, foundAround)
		f.Hits = append(f.Hits, x)
	}
	columns, err := tx.Columns(organ)
	if err != nil {
		return err
	}
	titles := map[string]string{}
	for _, c := range columns {
		titles[string(c.Path)] = c.Name
	}
	labels := map[string]func(string) string{
		FacetKind: FindKindLabel, FacetColumn: func(v string) string { return titles[v] }, FacetUnit: func(v string) string { return names[v] },
		FacetValidity: func(v string) string { s, _ := law.ValidityName(v); return s },
		FacetTag:      func(v string) string { s, _ := law.Label("five", v); return s },
		FacetYear:     func(v string) string { return v + "年" },
	}
	f.Facets = map[string][]FoundFacet{}
	for name, values := range found.Facets {
		for v, n := range values {
			if l := labels[name](v); l != "" {
				f.Facets[name] = append(f.Facets[name], FoundFacet{v, l, n})
			}
		}
		slices.SortFunc(f.Facets[name], func(a, b FoundFacet) int {
			if name == FacetYear {
				return cmp.Compare(b.Value, a.Value)
			}
			return cmp.Or(b.N-a.N, cmp.Compare(a.Value, b.Value))
		})
	}
	return nil
}

// findPlain looks through the rows of the articles while there is no index.
func (o *Office) findPlain(ctx context.Context, organ ledger.ID, q FindQuestion, lex *search.Lexicon) (f FindAnswer, err error) {
	f.Plain, f.Page = true, q.Page
	if f.Query = search.Parse(q.Typed, lex); f.Query.Empty() {
		return f, nil
	}
	text := f.Query.Text
	if r := []rune(text); len(r) > mostPlain {
		text = string(r[:mostPlain])
	}
	l, err := o.PublicList(ctx, organ, ListQuery{Text: text, Under: ledger.Code(q.Column), Year: q.Year, Tag: q.Tag, Page: q.Page, Size: q.Size})
	if err != nil {
		return f, err
	}
	f.Total, f.Pages = l.Total, l.Pages
	for _, r := range l.Rows {
		f.Hits = append(f.Hits, articleHit(r, f.Query))
	}
	return f, nil
}
