package visit

import (
	"fmt"
	"strings"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Counted: a day was closed (日结). On is the day. A month's visitors are the sum of
// FirstInMonth over its days, a year's the sum of FirstInYear.
type Counted struct {
	Views, Visitors           int64
	FirstInMonth, FirstInYear int64
	Excluded                  []Excluded
	Digest                    ledger.Sum // of the day's sums, see Digest
}

// Excluded is how many hits were left out for a reason.
type Excluded struct {
	Reason Reason
	N      int64
}

// Adjusted: a day's count was adjusted, with a reason, by two officers (调整). The
// numbers are added; By confirmed what Proposer proposed.
type Adjusted struct {
	Views, Visitors int64
	Reason          ledger.Sum
	Proposer        ledger.ID
}

// Forgotten: the secret of a year and the keys of its visitors were destroyed, when
// its report was frozen (销毁密钥). Visitors is how many keys there were.
type Forgotten struct {
	Year     int
	Visitors int64
}

func (Counted) Kind() string   { return "visit.counted" }
func (Adjusted) Kind() string  { return "visit.adjusted" }
func (Forgotten) Kind() string { return "visit.forgotten" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact { return []ledger.Fact{Counted{}, Adjusted{}, Forgotten{}} }

// DayID is the subject of a day's facts, YearID that of a year's.
func DayID(d calendar.Day) ledger.ID { return ledger.ID("visits-" + d.String()) }
func YearID(year int) ledger.ID      { return ledger.ID(fmt.Sprintf("visits-%d", year)) }

// Day is the row of a day; it counts nothing but Views until it is closed.
type Day struct {
	Organ  ledger.ID
	Day    calendar.Day
	Closed bool
	Counted
	Salt string // of the digest
	Seq  int64
}

// Apply is the only way in which a fact changes a day.
func (d Day) Apply(e ledger.Entry, f ledger.Fact) Day {
	if f, ok := f.(Counted); ok {
		d.Organ, d.Day, d.Closed, d.Counted, d.Seq = e.Organ, e.On, true, f, e.Seq
	}
	return d
}

// Sum is one of a day's sums.
type Sum struct {
	Kind Kind
	Name string
	N    int64
}

// Digest binds the sums of a day, in order, to its fact. The words of searches stay
// outside, so that they can be erased.
func Digest(salt string, sums []Sum) ledger.Sum {
	var lines []string
	for _, s := range sums {
		if s.Kind != ByWord {
			lines = append(lines, fmt.Sprintf("%s %s %d", s.Kind, s.Name, s.N))
		}
	}
	return ledger.Salted(salt, lines...)
}

// Adjustment is the row of an adjustment: proposed by one officer, in force when
// another confirmed it.
type Adjustment struct {
	ID              ledger.ID
	Organ           ledger.ID
	Day             calendar.Day
	Views, Visitors int64 // added; may be negative
	Reason, Salt    string
	By, Confirmed   ledger.ID
	Dropped         bool
	Seq             int64
	Rev             int64
}

// Sum is the salted hash over the reason.
func (a Adjustment) Sum() ledger.Sum { return ledger.Salted(a.Salt, a.Reason) }

// Propose begins an adjustment of a closed day (VI-ADJ).
func (a Adjustment) Propose(d Day) error {
	var all refusal.All
	if !d.Closed {
		all = append(all, refusal.New("visit.adjust.open", "VI-ADJ", "day", a.Day.Chinese()).On("day"))
	}
	if a.Views == 0 && a.Visitors == 0 {
		all = append(all, refusal.New("visit.adjust.nothing", "VI-ADJ").On("views"))
	}
	if strings.TrimSpace(a.Reason) == "" {
		all = append(all, refusal.New("visit.adjust.reason", "VI-ADJ").On("reason"))
	}
	return all.Or()
}

// Confirm puts a proposed adjustment into force. standing is what the day's figures
// are with the adjustments before it; who confirms is not who proposed.
func (a Adjustment) Confirm(standing Day, by ledger.ID) (Adjusted, error) {
	switch {
	case a.Seq > 0 || a.Dropped:
		return Adjusted{}, refusal.Clash("visit.adjust.state", "VI-ADJ")
	case by == a.By:
		return Adjusted{}, refusal.Clash("visit.adjust.author", "VI-ADJ")
	case standing.Views+a.Views < 0 || standing.Visitors+a.Visitors < 0:
		return Adjusted{}, refusal.Clash("visit.adjust.negative", "VI-ADJ", "day", a.Day.Chinese())
	}
	return Adjusted{a.Views, a.Visitors, a.Sum(), a.By}, nil
}

// Drop takes a proposal back, before it is confirmed.
func (a Adjustment) Drop() (Adjustment, error) {
	if a.Seq > 0 || a.Dropped {
		return a, refusal.Clash("visit.adjust.state", "VI-ADJ")
	}
	a.Dropped = true
	return a, nil
}
