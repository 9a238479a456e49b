package audit

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"gongkai/check"
)

// cell is a piece of a row; col is 0 where the text has no columns.
type cell struct {
	col   int
	words string
}

// row is a row of a table, or a line of text taken apart where it is apart.
type row struct {
	table int // 0 for text
	cells []cell
	line  string // of text, as it stands
}

// rowsOf puts the parts of a text together to rows. A table that only lays out
// the page gives its paragraphs, one after the other.
func rowsOf(t check.Text) (out []row) {
	type at struct{ table, row int }
	var gathered []check.Part
	var here at
	flush := func() {
		out = append(out, tableRow(t, gathered)...)
		gathered = nil
	}
	for _, p := range t.Parts {
		words := t.Words[p.At:p.End]
		switch {
		case p.Kind == check.Cell && p.Table > 0:
			if now := (at{p.Table, p.Row}); now != here {
				flush()
				here = now
			}
			gathered = append(gathered, p)
		case p.Kind == check.Body && p.Table == 0:
			flush()
			here = at{}
			for line := range strings.SplitSeq(words, "\n") {
				out = append(out, textRow(line))
			}
		}
	}
	flush()
	return turned(out)
}

// wordy is a cell that says more than any label or note of the form.
const wordy = 160

func tableRow(t check.Text, parts []check.Part) []row {
	r := row{}
	filled, layout := 0, false
	paragraphs := map[int]int{}
	for _, p := range parts {
		words := t.Words[p.At:p.End]
		r.table = p.Table
		paragraphs[p.Col]++
		if strings.TrimSpace(words) != "" && paragraphs[p.Col] == 1 {
			filled++
		}
		long := utf8.RuneCountInString(words) > wordy || strings.Count(words, "。") > 1
		layout = layout || long || paragraphs[p.Col] > 6
		if n := len(r.cells); n > 0 && r.cells[n-1].col == p.Col {
			r.cells[n-1].words += words
			continue
		}
		r.cells = append(r.cells, cell{p.Col, words})
	}
	if len(parts) == 0 {
		return nil
	}
	if layout || filled <= 1 && len(r.cells) == 1 {
		var out []row
		for _, p := range parts {
			for line := range strings.SplitSeq(t.Words[p.At:p.End], "\n") {
				out = append(out, textRow(line))
			}
		}
		return out
	}
	return []row{r}
}

// textRow takes a line apart at tabs, which keep empty cells apart, else at
// bars or blanks.
func textRow(line string) row {
	r := row{line: line}
	s := strings.NewReplacer("\u00a0", " ", "\u3000", " ", "\u2003", " ", "\u2002", " ").Replace(line)
	var pieces []string
	switch {
	case strings.Contains(s, "\t"):
		pieces = strings.Split(strings.Trim(s, " "), "\t")
		for len(pieces) > 0 && strings.TrimSpace(pieces[0]) == "" {
			pieces = pieces[1:]
		}
	case strings.Count(s, "|")+strings.Count(s, "│")+strings.Count(s, "｜") > 1:
		s = strings.NewReplacer("│", "|", "｜", "|").Replace(s)
		pieces = strings.Split(strings.Trim(strings.TrimSpace(s), "|"), "|")
	default:
		pieces = strings.Fields(s)
	}
	for _, p := range pieces {
		p = strings.TrimSpace(p)
		if m := glued.FindStringSubmatch(p); m != nil && known(m[1]) && valued(m[2]) {
			r.cells = append(r.cells, cell{words: m[1]})
			p = m[2]
		}
		r.cells = append(r.cells, cell{words: p})
	}
	return r
}

// glued is a label with the first number after it, as a PDF may have them.
var glued = regexp.MustCompile(`^(\p{Han}.*?)([+-]?\d[\d,.]*)$`)

// turned sets tables right that have the form's columns as rows.
func turned(rows []row) (out []row) {
	for i := 0; i < len(rows); {
		j := i
		for j < len(rows) && rows[j].table == rows[i].table {
			j++
		}
		part := rows[i:j]
		if rows[i].table > 0 && lying(part) {
			part = transpose(part)
		}
		out = append(out, part...)
		i = j
	}
	return out
}

// lying says whether a table has the columns of table 三 or 四 in its rows.
func lying(rows []row) bool {
	applicants, results := 0, 0
	for _, r := range rows {
		kinds, ends := 0, 0
		for _, c := range r.cells {
			switch b := bones(c.words); {
			case unlike(b, "自然人") < 1, unlike(b, "商业企业") < 1, unlike(b, "科研机构") < 1, unlike(b, "社会公益组织") < 1, unlike(b, "法律服务机构") < 1:
				kinds++
			case unlike(b, "结果维持") < 1, unlike(b, "结果纠正") < 1, unlike(b, "尚未审结") < 1:
				ends++
			}
		}
		if kinds == 1 {
			applicants++
		}
		if ends == 1 {
			results++
		}
	}
	return applicants >= 4 || results >= 3
}

func transpose(rows []row) []row {
	wide := 0
	for _, r := range rows {
		for _, c := range r.cells {
			wide = max(wide, c.col)
		}
	}
	out := make([]row, wide)
	for y, r := range rows {
		for _, c := range r.cells {
			out[c.col-1].table = r.table
			out[c.col-1].cells = append(out[c.col-1].cells, cell{y + 1, c.words})
		}
	}
	kept := out[:0]
	for _, r := range out {
		if len(r.cells) > 0 {
			kept = append(kept, r)
		}
	}
	return kept
}
