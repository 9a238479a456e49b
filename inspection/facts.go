package inspection

import (
	"strings"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Declared: an officer stated what no machine sees (V1, 声明): the items of the
// indicator were gone through, and none is met, or one is. Words are what was
// said.
type Declared struct {
	Rule  ledger.Code
	Bad   bool
	Words ledger.Sum
}

// Done: the site was looked at on a day (自检): points of 100, and how many findings
// veto, cost points, and will soon.
type Done struct {
	Points               int
	Vetoes, Deducts, Due int
}

func (Declared) Kind() string { return "inspection.declared" }
func (Done) Kind() string     { return "inspection.done" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact { return []ledger.Fact{Declared{}, Done{}} }

// Subject is what the facts of an organ's inspections are about.
const Subject ledger.ID = "inspection"

// Declare states V1: what was gone through, in words.
func Declare(bad bool, words string, bound ledger.Sum) (Declared, error) {
	if n := len([]rune(strings.TrimSpace(words))); n < 5 {
		return Declared{}, refusal.New("inspection.declare.words", "V1").On("words")
	}
	return Declared{Rule: "V1", Bad: bad, Words: bound}, nil
}

// Tell is the fact of a result.
func (r Result) Tell() Done {
	d := Done{Points: r.Points}
	for _, f := range r.Findings {
		switch f.Severity {
		case Veto:
			d.Vetoes++
		case Deduct:
			d.Deducts++
		case Soon:
			d.Due++
		}
	}
	return d
}

// Due is the day until which a timed finding is to be mended; none when it has no
// day.
func (f Finding) Due(today calendar.Day) calendar.Day {
	if !f.Timed {
		return calendar.Day{}
	}
	return today.AddDays(f.Left)
}
