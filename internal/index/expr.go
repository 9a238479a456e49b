package index

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gongkai/ledger"
	"gongkai/search"
)

// place is where a phrase is looked for, as FTS5 names columns.
type place struct{ words, sound string }

var (
	anywhere = place{"{title lead body}", "sound"}
	titled   = place{"title", "sound"}
)

// expr finds a phrase. Tokens are characters, letters and digits only, so that
// nothing that was typed is read as a part of the expression.
func (p place) expr(f search.Phrase) string {
	column := p.words
	if f.In == search.Sound {
		column = p.sound
	}
	s := column + ` : "` + strings.Join(f.Tokens, " ") + `"`
	if f.Open {
		s += " *"
	}
	return s
}

func (p place) term(t search.Term) string {
	forms := make([]string, 0, len(t.Forms))
	for _, f := range t.Forms {
		if len(f.Tokens) > 0 {
			forms = append(forms, p.expr(f))
		}
	}
	return "(" + strings.Join(forms, " OR ") + ")"
}

// every finds what has all terms there, either what has one of them.
func every(q search.Query, p place) string { return join(q.Terms, p, " AND ") }

func either(terms []search.Term, p place) string { return join(terms, p, " OR ") }

func join(terms []search.Term, p place, with string) string {
	parts := make([]string, len(terms))
	for i, t := range terms {
		parts[i] = p.term(t)
	}
	return strings.Join(parts, with)
}

// some finds what has at least n of the terms there; of many only the first are
// looked at, since the ways to choose grow fast.
func some(terms []search.Term, n int, p place) string {
	const most = 8
	n -= max(len(terms)-most, 0)
	terms = terms[:min(len(terms), most)]
	if n <= 1 {
		return either(terms, p)
	}
	var ways []string
	for chosen := range 1 << len(terms) {
		var parts []string
		for i, t := range terms {
			if chosen>>i&1 == 1 {
				parts = append(parts, p.term(t))
			}
		}
		if len(parts) == n {
			ways = append(ways, "("+strings.Join(parts, " AND ")+")")
		}
	}
	return strings.Join(ways, " OR ")
}

// standing narrows to the validity that is asked for.
func standing(w search.Standing) string {
	of := map[search.Standing][]string{search.InForce: {"valid", "partial", "amended"}, search.OutOfForce: {"repealed", "expired"}}[w]
	for i, v := range of {
		of[i] = `"` + token(validityToken, v) + `"`
	}
	if len(of) == 0 {
		return ""
	}
	return "(facet : (" + strings.Join(of, " OR ") + "))"
}

func (f Filter) expr() string {
	var parts []string
	for _, x := range []struct {
		kind  byte
		value string
	}{{kindToken, f.Kind}, {columnToken, f.Column}, {unitToken, f.Unit}, {validityToken, f.Validity}, {tagToken, f.Tag}} {
		if x.value != "" {
			parts = append(parts, `facet : "`+token(x.kind, x.value)+`"`)
		}
	}
	return strings.Join(parts, " AND ")
}

// near looks for what the terms that stand nowhere may have meant, in titles.
func (s *seeker) near(q search.Query) (search.Query, bool, error) {
	fixed, changed := q, false
	for i, t := range q.Terms {
		if rows, err := s.rows(anywhere.term(t), 1); err != nil || len(rows) > 0 {
			if err != nil {
				return q, false, err
			}
			continue
		}
		words, err := s.nearest(t)
		if err != nil {
			return q, false, err
		}
		if words != "" {
			fixed, changed = fixed.Instead(i, words, s.lex), true
		}
	}
	return fixed, changed, nil
}

// nearest is what most titles have that may be meant by a term.
func (s *seeker) nearest(t search.Term) (string, error) {
	votes := map[string]int{}
	for _, need := range t.Slips() {
		parts := make([]string, len(need))
		for i, p := range need {
			parts[i] = titled.expr(p)
		}
		rows, err := s.rows(strings.Join(parts, " AND "), 20)
		if err != nil {
			return "", err
		}
		hits, err := s.heads(rows)
		if err != nil {
			return "", err
		}
		for _, h := range hits {
			if w := t.Near(h.Title); w != "" {
				votes[w]++
			}
		}
	}
	best := ""
	for w, n := range votes {
		if n > votes[best] || n == votes[best] && w < best {
			best = w
		}
	}
	return best, nil
}

// Suggestion is a title that begins as somebody types.
type Suggestion struct{ ID, Stamp, Title string }

// Suggest finds titles that begin so, as characters, in pinyin or by initials;
// then titles in which it stands.
func (x *Index) Suggest(ctx context.Context, organ ledger.ID, typed string, n int) ([]Suggestion, error) {
	key := cut(search.Flat(typed), nameLength)
	if key == "" {
		return nil, nil
	}
	rows, err := x.read.QueryContext(ctx, `select d.id, d.stamp, d.title from (select distinct row from
			(select row from name where organ = $1 and key >= $2 and key < $3 order by key limit 300) order by row desc limit $4) n
		join doc d on d.row = n.row order by d.void, d.row desc`, organ, key, key+"\U0010FFFF", 3*n)
	if err != nil {
		return nil, fmt.Errorf("index: suggest: %w", err)
	}
	defer rows.Close()
	var out []Suggestion
	add := func(s Suggestion) {
		if len(out) < n && !slices.ContainsFunc(out, func(o Suggestion) bool { return o.Title == s.Title }) {
			out = append(out, s)
		}
	}
	for rows.Next() {
		var s Suggestion
		if err := rows.Scan(&s.ID, &s.Stamp, &s.Title); err != nil {
			return nil, fmt.Errorf("index: suggest: %w", err)
		}
		add(s)
	}
	if err := rows.Err(); err != nil || len(out) >= n {
		return out, err
	}
	s, ok := x.seeker(ctx, Ask{Organ: organ, Query: search.Parse(typed, x.lex)})
	if !ok || s.Query.Empty() {
		return out, nil
	}
	found, err := s.rows(every(s.Query, titled), 2*n)
	if err != nil {
		return nil, fmt.Errorf("index: suggest: %w", err)
	}
	hits, err := s.heads(found)
	for _, h := range hits {
		add(Suggestion{h.ID, h.Stamp, h.Title})
	}
	return out, err
}
