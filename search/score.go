package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/calendar"
)

// Candidate is a text that may answer a query.
type Candidate struct {
	Title string
	Lead  string // summary, document number, index number, source
	Text  string // "" while only the head is known
	DocNo string
	Sound string // SoundTokens of the title, joined by blanks; "" where nobody asks for it
	Day   calendar.Day
	Void  bool // 失效 or 废止

	title, lead, text string // flat, once they were
}

func (c *Candidate) flatten() {
	if c.title == "" {
		c.title, c.lead = Flat(c.Title), Flat(c.Lead)
	}
	if c.text == "" && c.Text != "" {
		c.text = Flat(c.Text)
	}
}

// The weights of a search. Where a word stands tells most: the title is what
// the author thought it is about.
const (
	inTitle    = 10.0 // a term that is the whole title; less as the title is longer
	inLead     = 3.0
	inText     = 3.0 // many times; less for once
	together   = 6.0 // all of the query in a row in the title
	begins     = 2.0 // the title begins with it
	sameNumber = 100.0
	fresh      = 1.5 // of today; half of it after two years
	void       = 0.45
)

// Score says how well a candidate answers, and how much of what was asked it
// has at all (0 to 1).
func (q Query) Score(c *Candidate, today calendar.Day) (score, share float64) {
	c.flatten()
	title, lead, text := c.title, c.lead, c.text
	long := max(utf8.RuneCountInString(title), 1)
	held, all := 0.0, 0.0
	for _, t := range q.Terms {
		best := 0.0
		for _, p := range t.Forms {
			s := 0.0
			if p.In == Sound {
				if heard(c.Sound, p) {
					s = inTitle * 0.7
				}
			} else {
				n := float64(utf8.RuneCountInString(p.Flat)) / float64(long)
				if i := strings.Index(title, p.Flat); i >= 0 {
					s += inTitle * (0.6 + 0.4*min(n, 1))
					if i == 0 {
						s += begins * n
					}
				}
				if strings.Contains(lead, p.Flat) {
					s += inLead
				}
				if n := float64(strings.Count(text, p.Flat)); n > 0 {
					s += inText * n / (n + 2)
				}
			}
			best = max(best, s*p.Weight)
		}
		if t.DocNo != "" && c.DocNo != "" && sameDocNo(DocNo(c.DocNo), t.DocNo) {
			best += sameNumber
		}
		rare := cmp.Or(t.Rare, 1)
		all += rare
		if best > 0 {
			held += rare
		}
		score += best * rare
	}
	if len(q.Terms) == 0 {
		return 0, 0
	}
	score /= all
	share = held / all
	if q.flat != "" && strings.Contains(title, q.flat) {
		score += together
		if title == q.flat {
			score += together
		}
	}
	if age := float64(today.Sub(c.Day)); c.Day.IsZero() {
		score += fresh / 4
	} else {
		score += fresh * math.Exp2(-max(age, 0)/730)
	}
	switch {
	case c.Void && q.Wants == AnyStanding, !c.Void && q.Wants == OutOfForce:
		score *= void
	case c.Void && q.Wants == InForce:
		score *= void * void
	}
	return score, share
}

// sameDocNo allows the issuer to be left out, or what stood before it.
func sameDocNo(of, asked string) bool {
	i := strings.Index(asked, "〔")
	if i < 0 || of == "" {
		return false
	}
	j := strings.Index(of, "〔")
	return of[j:] == asked[i:] && (i == 0 || strings.HasSuffix(asked[:i], of[:j]) || strings.HasSuffix(of[:j], asked[:i]))
}

// heard reports whether a title is read as the phrase says.
func heard(sound string, p Phrase) bool {
	all := strings.Fields(sound)
	for i := 0; i+len(p.Tokens) <= len(all); i++ {
		n := len(p.Tokens)
		if slices.Equal(all[i:i+n-1], p.Tokens[:n-1]) && (all[i+n-1] == p.Tokens[n-1] || p.Open && strings.HasPrefix(all[i+n-1], p.Tokens[n-1])) {
			return true
		}
	}
	return false
}
