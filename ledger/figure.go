package ledger

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Figure is a number that names its entries: whoever doubts it can open them.
// Value counts things; for money it counts 分, the hundredth of a yuan.
type Figure struct {
	Value   int64
	Money   bool
	Entries []int64 // ascending, without repeats
}

// Count is the figure of some entries that count one each.
func Count(entries ...int64) Figure {
	return Figure{Value: int64(len(entries))}.naming(entries)
}

// Plus adds a value that rests on the given entries.
func (f Figure) Plus(value int64, entries ...int64) Figure {
	f.Value += value
	return f.naming(entries)
}

// Total adds figures.
func Total(figures ...Figure) Figure {
	var s Figure
	for _, f := range figures {
		s.Value += f.Value
		s.Money = s.Money || f.Money
		s = s.naming(f.Entries)
	}
	return s
}

func (f Figure) naming(entries []int64) Figure {
	all := append(slices.Clone(f.Entries), entries...)
	slices.Sort(all)
	f.Entries = slices.Compact(all)
	return f
}

// String prints a count as it is and money in 万元, as the report's form wants
// it, without trailing zeros.
func (f Figure) String() string {
	if !f.Money {
		return fmt.Sprint(f.Value)
	}
	v, sign := f.Value, ""
	if v < 0 {
		v, sign = -v, "-"
	}
	s := fmt.Sprintf("%s%d.%06d", sign, v/1_000_000, v%1_000_000)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// MarshalJSON gives {"value","entries"}: counts are integers, money a decimal
// string in 万元.
func (f Figure) MarshalJSON() ([]byte, error) {
	entries := f.Entries
	if entries == nil {
		entries = []int64{}
	}
	return json.Marshal(struct {
		Value   any     `json:"value"`
		Entries []int64 `json:"entries"`
	}{f.Cell(), entries})
}

// Cell is the value alone as a table cell in JSON.
func (f Figure) Cell() any {
	if f.Money {
		return f.String()
	}
	return f.Value
}
