package search

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Query is what is looked for.
type Query struct {
	Text  string // as typed, blanks made one, cut to Longest
	Cut   bool   // more was typed than is looked at
	Terms []Term
	Wants Standing
	flat  string
}

// Standing is which validity (有效性) is asked for, beside the words.
type Standing byte

// A query without such a word takes what holds before what does not.
const (
	AnyStanding Standing = iota
	InForce              // 现行有效
	OutOfForce           // 废止、失效
)

var standings = map[string]Standing{"现行有效": InForce, "现行": InForce, "有效": InForce, "废止": OutOfForce, "失效": OutOfForce, "已废止": OutOfForce}

// Term is one thing that a text must have.
type Term struct {
	Words string   // as it is compared
	Exact bool     // in quotation marks: these characters in this order
	DocNo string   // normal form, where it is a document number
	Forms []Phrase // any of which will do, what was typed first
	Parts []Term   // its words, where it has several
	Rare  float64  // how much it tells beside the others: more where few texts have it; 0 is 1
}

// Empty reports whether there is nothing to look for.
func (q Query) Empty() bool { return len(q.Terms) == 0 }

// most bounds the terms of a query; whoever types more has pasted a text.
const most = 12

var (
	quoted = regexp.MustCompile(`“([^“”]*)”|"([^"]*)"|「([^「」]*)」|『([^『』]*)』`)
	year   = regexp.MustCompile(`^(19|20)[0-9]{2}年$`)
	breaks = regexp.MustCompile(`[\s,，。;；、!！?？:：|]+`)
)

// Parse understands what was typed. Any text is a query; one without a
// character that could be looked for is empty.
func Parse(typed string, x *Lexicon) Query {
	typed = strings.ToValidUTF8(typed, " ")
	typed = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || unicode.Is(unicode.Cf, c) {
			return ' '
		}
		return c
	}, typed[:min(len(typed), 40*Longest)])
	q := Query{Text: strings.Join(strings.Fields(strings.ToValidUTF8(typed, "")), " ")}
	if cs := []rune(q.Text); len(cs) > Longest {
		q.Text, q.Cut = string(cs[:Longest]), true
	}
	q.flat = Flat(q.Text)
	rest, at := q.Text, 0
	var plain []string
	for _, m := range quoted.FindAllStringSubmatchIndex(rest, -1) {
		plain = append(plain, rest[at:m[0]])
		at = m[1]
		for i := 2; i < len(m); i += 2 {
			if m[i] >= 0 {
				q.add(Term{Words: Flat(rest[m[i]:m[i+1]]), Exact: true, Forms: []Phrase{phrase(rest[m[i]:m[i+1]])}})
			}
		}
	}
	for _, s := range append(plain, rest[at:]) {
		q.plain(s, x)
	}
	return q
}

func (q *Query) add(t Term) {
	if t.Words != "" && len(t.Forms[0].Tokens) > 0 && len(q.Terms) < most && !slices.ContainsFunc(q.Terms, func(o Term) bool { return o.Words == t.Words }) {
		q.Terms = append(q.Terms, t)
	}
}

// plain reads what stands outside of quotation marks.
func (q *Query) plain(s string, x *Lexicon) {
	s = folded(s)
	if m := docNo.FindStringSubmatchIndex(s); m != nil {
		q.plain(s[:m[0]], x)
		number := s[m[4]:m[5]] + " " + strings.TrimLeft(s[m[6]:m[7]], "0")
		whole, short := phrase(s[m[2]:m[3]]+number), phrase(number)
		whole.Open, short.Open, short.Weight = false, false, 0.5 // what stands before the year may be no issuer
		q.add(Term{Words: whole.Flat, Exact: true, DocNo: DocNo(s[m[0]:m[1]]), Forms: []Phrase{whole, short}})
		q.plain(s[m[1]:], x)
		return
	}
	for _, chunk := range breaks.Split(s, -1) {
		q.chunk(chunk, x)
	}
}

// chunk is what was typed in one go.
func (q *Query) chunk(s string, x *Lexicon) {
	words := Flat(s)
	for again := true; again; { // what only asks is no part of what is asked
		again = false
		for _, w := range x.trims {
			if n := strings.TrimPrefix(strings.TrimSuffix(words, w), w); n != "" && n != words {
				words, again = n, true
				break
			}
		}
	}
	t := term(words, x)
	if allHan(words) && utf8.RuneCountInString(words) > 3 || strings.ContainsFunc(words, func(c rune) bool { return classOf(c) == han }) && !allHan(words) {
		t.Parts = partsOf(words, x)
	}
	q.add(t)
}

// alike is the weight of what means the same as what was typed.
const alike = 0.8

// term is words with what means the same, and what they may be the reading of.
func term(words string, x *Lexicon) Term {
	t := Term{Words: words, Forms: []Phrase{phrase(words)}}
	if year.MatchString(words) { // what begins with 年 is half of all texts; the number tells
		t.Forms[0].Tokens, t.Forms[0].Open = t.Forms[0].Tokens[:1], false
	}
	for _, other := range x.same[words] {
		p := phrase(other)
		p.Weight = alike
		t.Forms = append(t.Forms, p)
	}
	for _, w := range x.read[words] {
		for _, other := range append([]string{w}, x.same[w]...) {
			p := phrase(other)
			p.Weight = alike
			t.Forms = append(t.Forms, p)
		}
	}
	t.Forms = append(t.Forms, spoken(words)...)
	return t
}

// partsOf are the words of a term; characters that no dictionary knows go in
// pairs.
func partsOf(words string, x *Lexicon) []Term {
	var out []Term
	add := func(s string) {
		if !slices.ContainsFunc(out, func(t Term) bool { return t.Words == s }) && len(out) < most {
			out = append(out, term(s, x))
		}
	}
	run := ""
	flush := func() {
		all := x.cut(run)
		for _, p := range all {
			cs := []rune(p.s)
			switch {
			case p.known || len(cs) == 2 || len(cs) == 3 || len(cs) == 1 && len(all) == 1:
				add(p.s)
			case len(cs) > 3:
				for i := 0; i+2 <= len(cs); i += 2 {
					add(string(cs[i:min(i+2+len(cs)%2*b2i(i+3 == len(cs)), len(cs))]))
				}
			}
		}
		run = ""
	}
	other := ""
	for _, c := range words + " " {
		if classOf(c) == han {
			if other != "" {
				add(other)
				other = ""
			}
			run += string(c)
			continue
		}
		flush()
		if classOf(c) == word {
			other += string(c)
		} else if other != "" {
			add(other)
			other = ""
		}
	}
	if len(out) < 2 && len(out) > 0 && out[0].Words == words {
		return nil
	}
	return out
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Loose is the query by its words alone: what must be there need not stand in
// one row, and a word like 废止 says which validity is asked for. It is false
// where that asks for nothing else.
func (q Query) Loose() (Query, bool) {
	out, changed := q, false
	out.Terms = nil
	var standing []Term
	add := func(t Term) {
		if w, ok := standings[t.Words]; ok && !t.Exact {
			out.Wants = w
			standing = append(standing, t)
			return
		}
		out.add(t)
	}
	for _, t := range q.Terms {
		if len(t.Parts) == 0 {
			add(t)
			continue
		}
		changed = true
		for _, p := range t.Parts {
			add(p)
		}
	}
	if len(out.Terms) == 0 { // nothing but that was asked
		out.Terms, out.Wants, standing = standing, AnyStanding, nil
	}
	return out, (changed || len(standing) > 0) && len(out.Terms) > 0
}

// Sounds reports whether a text may answer by how its title is read.
func (q Query) Sounds() bool {
	for _, t := range q.Terms {
		for _, p := range t.Forms {
			if p.In == Sound {
				return true
			}
		}
	}
	return false
}
