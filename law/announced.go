package law

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Announced: a year's holidays were entered from the State Council's notice
// (录入放假安排). It stands in the ledger of the organ whose administrator did
// it. The fact lives here and not in calendar, which knows no ledger: which
// days are worked is law as dated data, like the limits that count them.
type Announced struct {
	Year  int
	Off   []calendar.Day
	Work  []calendar.Day
	Words ledger.Sum // of the notice, see Notice.Sum
}

// Kind names the fact.
func (Announced) Kind() string { return "calendar.announced" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact { return []ledger.Fact{Announced{}} }

// Notice is the row of an announced year (放假安排): the words that were pasted
// and the year that they yielded. A later one of the same year takes its place.
type Notice struct {
	Organ   ledger.ID
	Seq     int64 // its entry
	Year    calendar.Year
	Pasted  string
	Salt    string // of the sum in the ledger
	Officer ledger.ID
	SavedAt time.Time
}

// Sum is the salted hash over the notice.
func (n Notice) Sum() ledger.Sum { return ledger.Salted(n.Salt, n.Year.String(), n.Pasted) }

// Fact is what the ledger keeps of the notice.
func (n Notice) Fact() Announced {
	off, work := n.Year.Days()
	return Announced{Year: n.Year.Year, Off: off, Work: work, Words: n.Sum()}
}

// Announce reads a pasted notice against the calendar in force (§J). An
// amendment is laid over the year that it changes. What is in doubt, and what
// changes nothing, is refused.
func Announce(text string, cal *calendar.Calendar) (calendar.Year, error) {
	y, err := calendar.ParseNotice(text)
	if err != nil {
		return y, doubted(err)
	}
	was, known := cal.Year(y.Year)
	if y.Amends {
		if !known {
			return y, refusal.New("calendar.notice.first", "§J", "year", strconv.Itoa(y.Year)).On("notice")
		}
		if y, err = was.Amend(y); err != nil {
			return y, doubted(err)
		}
	}
	off, work := y.Days()
	if o, w := was.Days(); known && slices.Equal(off, o) && slices.Equal(work, w) {
		return y, refusal.Clash("calendar.notice.same", "§J", "year", strconv.Itoa(y.Year), "notice", was.Notice).On("notice")
	}
	return y, nil
}

func doubted(err error) error {
	doubts, ok := err.(calendar.Doubts)
	if !ok {
		return fmt.Errorf("law: notice: %w", err)
	}
	var all refusal.All
	for _, d := range doubts {
		all = append(all, refusal.New("calendar.notice.doubt", "§J", "why", d).On("notice"))
	}
	return all
}
