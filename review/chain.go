package review

import (
	"slices"
	"strings"

	"gongkai/ledger"
)

// Chain is the steps that a text must take after it was drafted.
type Chain struct {
	Steps []Step
	Apart []Pair // steps that one person may not take both
	Days  int    // working days for the whole of it
}

// Pair is two steps for two persons.
type Pair [2]Step

// after is the step that follows, empty after the last.
func (c Chain) after(s Step) Step {
	if i := slices.Index(c.Steps, s); i >= 0 && i+1 < len(c.Steps) {
		return c.Steps[i+1]
	}
	return ""
}

// before lists where a text may be returned to from a step: the author, and the
// steps of the chain before it. A reviewer outside is asked anew by a link, so
// nothing is returned there.
func (c Chain) before(s Step) []Step {
	out := []Step{Drafted}
	for _, x := range c.Steps {
		if x == s {
			break
		}
		if x != Outside {
			out = append(out, x)
		}
	}
	return out
}

// parted says whether two steps want two persons.
func (c Chain) parted(a, b Step) bool {
	return slices.Contains(c.Apart, Pair{a, b}) || slices.Contains(c.Apart, Pair{b, a})
}

// Row is a line of the table: the chain of a kind in a column and below.
type Row struct {
	Kind   ledger.Code // empty for every kind
	Column ledger.Code // empty for every column
	Chain
}

// Table is the chains of an organ (审核流程表).
type Table struct {
	Rows   []Row
	Months int // between two looks at what is not public (R-A18); 0 as law says
}

// Chain is that of a text: a row that names the kind goes before one that does
// not, so that no column can take the legal step from a normative document;
// among these the longest column counts.
func (t Table) Chain(kind, column ledger.Code) Chain {
	best, weight := Chain{}, -1
	for _, r := range t.Rows {
		if r.Kind != "" && r.Kind != kind ||
			r.Column != "" && r.Column != column && !strings.HasPrefix(string(column), string(r.Column)+"/") {
			continue
		}
		w := len(r.Column)
		if r.Kind != "" {
			w += 1000
		}
		if w > weight {
			best, weight = r.Chain, w
		}
	}
	return best
}
