package calendar

import (
	"slices"
	"sync"
	"time"
)

// index counts the working days up to each day of the announced years, so that
// a queue of thousands of requests is counted by subtraction. It is made when
// first asked for; a calendar does not change.
type index struct {
	once    sync.Once
	first   Day
	worked  []int32 // working days from first to first+i, both included
	unknown []int32 // days among them whose notice is not out
}

// margin takes in what a notice says of the days beside its year.
const margin = 40

func (c *Calendar) ready() *index {
	x := &c.index
	x.once.Do(func() {
		if len(c.years) == 0 {
			return
		}
		x.first = NewDay(c.years[0].Year, time.January, 1).AddDays(-margin)
		last := NewDay(c.Through(), time.December, 31).AddDays(margin)
		var worked, unknown int32
		for d := x.first; !d.After(last); d = d.AddDays(1) {
			k, known := c.Kind(d)
			if k == Workday || k == MakeUp {
				worked++
			}
			if !known {
				unknown++
			}
			x.worked, x.unknown = append(x.worked, worked), append(x.unknown, unknown)
		}
	})
	return x
}

// at is the place of a day in the index, -1 outside.
func (x *index) at(d Day) int {
	if i := d.Sub(x.first); i >= 0 && i < len(x.worked) {
		return i
	}
	return -1
}

// between is WorkdaysBetween for two days of the index.
func (x *index) between(from, to int) (int, bool) {
	return int(x.worked[to] - x.worked[from]), x.unknown[to] > x.unknown[from]
}

// add is the n-th working day after a day of the index, where the index still
// holds it.
func (x *index) add(from, n int) (Date, bool) {
	want := x.worked[from] + int32(n)
	to, ok := slices.BinarySearch(x.worked[from:], want)
	if !ok || n < 1 {
		return Date{}, false
	}
	_, provisional := x.between(from, from+to)
	return Date{x.first.AddDays(from + to), provisional}, true
}
