package visit

import (
	"strings"
	"unicode/utf8"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/privacy"
)

// Kind is what a sum of a day is about.
type Kind string

const (
	ByPage     Kind = "page"
	ByColumn   Kind = "column"
	ByReferrer Kind = "referrer" // the host that led here
	ByWord     Kind = "word"     // searched for without a result
	ByReason   Kind = "excluded"
)

// Else is the name under which a day gathers what goes beyond its limit (其他).
const Else = ""

// limits bound the names of a day, so that made-up referrers and words cost no more
// than honest ones. The reasons and columns are few by themselves.
var limits = map[Kind]int{ByPage: 20_000, ByReferrer: 500, ByWord: 300}

// Limit is how many names of a kind a day keeps, 0 for any number.
func (k Kind) Limit() int { return limits[k] }

// Tally gathers the hits of one day until they are written.
type Tally struct {
	Day      calendar.Day
	Views    int64
	Sums     map[Kind]map[string]int64
	Visitors map[Key]struct{}
	Columns  map[ledger.Code]map[Key]struct{} // for the sketches of the columns
}

// NewTally begins a day.
func NewTally(day calendar.Day) *Tally {
	return &Tally{Day: day, Sums: map[Kind]map[string]int64{}, Visitors: map[Key]struct{}{}, Columns: map[ledger.Code]map[Key]struct{}{}}
}

// Empty says that there is nothing to write.
func (t *Tally) Empty() bool { return t.Views == 0 && len(t.Sums) == 0 }

// View counts a view by a visitor. site is the site's own host, which is no
// referrer.
func (t *Tally) View(h Hit, key Key, site string) {
	t.Views++
	t.Visitors[key] = struct{}{}
	t.Add(ByPage, h.Page, 1)
	if h.Column != "" {
		t.Add(ByColumn, string(h.Column), 1)
		seen := t.Columns[h.Column]
		if seen == nil {
			seen = map[Key]struct{}{}
			t.Columns[h.Column] = seen
		}
		seen[key] = struct{}{}
	}
	if len(h.Referrer) > 1 {
		if host := HostOf(h.Referrer); host != "" && host != site {
			t.Add(ByReferrer, host, 1)
		}
	}
}

// Exclude counts a hit that is no view.
func (t *Tally) Exclude(r Reason) { t.Add(ByReason, string(r), 1) }

// Add adds to a sum.
func (t *Tally) Add(kind Kind, name string, n int64) {
	m := t.Sums[kind]
	if m == nil {
		m = map[string]int64{}
		t.Sums[kind] = m
	}
	if _, known := m[name]; !known {
		if l := kind.Limit(); l > 0 && len(m) >= l {
			name = Else
		}
		name = strings.Clone(name) // not the whole line that it was cut from
	}
	m[name] += n
}

// longestWord bounds what is kept of a search, in characters.
const longestWord = 20

// Word is what may be kept of a search that found nothing (VI-WORD): it is short and
// names no person's number, address or mail. "" is that nothing may be kept.
func Word(typed string) string {
	w := strings.ToLower(strings.Join(strings.Fields(typed), " "))
	if w == "" || !utf8.ValidString(typed) || utf8.RuneCountInString(w) > longestWord {
		return ""
	}
	digits := 0
	for _, r := range w {
		if r >= '0' && r <= '9' || r >= '０' && r <= '９' {
			digits++
		}
	}
	// Seven digits are a telephone, a number of an identity card or an account; a
	// year with a number is not.
	if digits >= 7 || strings.ContainsAny(w, "@＠") || privacy.Phone(w) || privacy.Email(w) {
		return ""
	}
	return w
}
