package check

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/law"
)

// word is a cell, or what looks like one in a line of text.
type word struct {
	at    int // in the text
	words string
	plain string
}

// formReader remembers where a head of the form was last seen.
type formReader struct {
	seen, table int // lines gone through; the table
	near        int // seen when a head was last read, 0 never
	cells       []word
}

// row gathers the cells of a row, and reads it when it is whole.
func (s *scan) row(i int) {
	p := s.part
	s.form.cells = append(s.form.cells, word{s.base, s.s, ""})
	if i+1 < len(s.text.Parts) {
		if n := s.text.Parts[i+1]; n.Kind == Cell && n.Table == p.Table && n.Row == p.Row {
			return
		}
	}
	if p.Table != s.form.table {
		s.form.table, s.form.near = p.Table, 0
	}
	s.labels(s.form.cells)
	s.form.cells = s.form.cells[:0]
}

// line reads a line whose words stand apart as a row of a table does, where a
// table was pasted as text.
func (s *scan) line() {
	if s.form.seen++; len(s.s) > 600 || !s.blank || s.marks > 0 {
		return
	}
	s.form.cells = s.form.cells[:0]
	words := strings.Fields
	if strings.Contains(s.s, "|") {
		words = func(s string) []string { return strings.Split(s, "|") }
	}
	at := 0
	for _, w := range words(s.s) {
		at += strings.Index(s.s[at:], w)
		s.form.cells = append(s.form.cells, word{s.base + at, w, ""})
		at += len(w)
	}
	if s.form.near > 0 && s.form.seen-s.form.near > 40 {
		s.form.near = 0
	}
	if len(s.form.cells) > 1 {
		s.labels(s.form.cells)
	}
	s.form.cells = s.form.cells[:0]
}

// labels looks for words of the form that are off by a character. A word alone
// proves nothing, so it must stand in a row with heads of the same table, or
// before the row's figures under such heads.
func (s *scan) labels(cells []word) {
	l := official()
	known, figures, others := 0, 0, 0
	for i := range cells {
		c := &cells[i]
		c.plain = plainLabel(c.words)
		switch {
		case l.all[c.plain]:
			if l.heads[c.plain] {
				known++
			}
		case numeric(c.plain):
			figures++
		case c.plain != "":
			others++
		}
	}
	if known > 0 {
		s.form.near = max(s.form.seen, 1)
	}
	if others == 0 || known == 0 && (s.form.near == 0 || figures == 0 || others > 1) {
		return
	}
	for _, c := range cells {
		if l.all[c.plain] || len(c.plain) < 8 || numeric(c.plain) {
			continue
		}
		if known > 0 {
			for _, table := range l.columns {
				if n := present(cells, table); n > 0 && s.offBy(c, table, cells, n) {
					break
				}
			}
		} else {
			s.offBy(c, l.rows, cells, 0)
		}
	}
}

// present counts the heads of a table that the row has.
func present(cells []word, table []string) (n int) {
	for _, c := range cells {
		for _, w := range table {
			if utf8.RuneCountInString(w) > 3 && plainLabel(w) == c.plain {
				n++
				break
			}
		}
	}
	return n
}

// offBy tells of the characters by which a word misses the one label that is
// like it, and says whether there is one. What no label may have at all has
// been told of already.
func (s *scan) offBy(c word, table []string, cells []word, support int) bool {
	var best string
	least := 1 + utf8.RuneCountInString(c.plain)/5
	for _, w := range table {
		d := differ(c.plain, plainLabel(w))
		if d == 0 || d > least || present(cells, []string{w}) > 0 {
			continue
		}
		if d == least && best != "" && best != w {
			return false // like two of them
		}
		best, least = w, d
	}
	if best == "" {
		return false
	}
	severity := Block
	if short := utf8.RuneCountInString(best) <= 4; short && support == 1 {
		return false
	} else if short && support == 0 {
		severity = Warn
	}
	right := []rune(plainLabel(best))
	n, begin, suggest := 0, -1, ""
	tell := func(end int) {
		if begin >= 0 {
			s.add("CH-HEADER", severity, c.at+begin, c.at+end, suggest, fmt.Sprintf("这里应当是年度报告格式的“%s”，“%s”应当是“%s”", law.Printed(best), c.words[begin:end], suggest))
		}
		begin, suggest = -1, ""
	}
	for i, r := range c.words {
		if unicode.IsSpace(r) {
			continue
		}
		if plainLabel(string(r)) == string(right[n]) || s.chars.class(r) != classHan {
			tell(i)
		} else {
			if begin < 0 {
				begin = i
			}
			suggest += string(right[n])
		}
		n++
	}
	tell(len(c.words))
	return true
}

// differ is in how many places two words of one length differ, 0 if in none or
// if their lengths do.
func differ(a, b string) (n int) {
	if utf8.RuneCountInString(a) != utf8.RuneCountInString(b) {
		return 0
	}
	right := []rune(b)
	i := 0
	for _, c := range a {
		if c != right[i] {
			n++
		}
		i++
	}
	return n
}

// numeric says whether a cell holds a figure.
func numeric(s string) bool {
	return s != "" && strings.Trim(s, "0123456789.,+-%/万元件项") == "" || s == "-"
}
