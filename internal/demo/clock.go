package demo

import (
	"sync"
	"time"

	"gongkai/calendar"
)

// Ended is the instant at which the demonstration's clock stands: the
// afternoon on which the seed published its report.
var Ended = time.Date(2020, 1, 23, 16, 30, 0, 0, calendar.Shanghai)

// Clock is a clock that is set, and then runs on within its day: acts keep
// their order, and the legal day stays.
type Clock struct {
	mu   sync.Mutex
	at   time.Time
	set  time.Time // by the machine's clock
	runs bool
}

// Set moves the clock, which stands until Run.
func (c *Clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.runs = at, false
}

// Run lets the clock go on from at, up to the last second of that day.
func (c *Clock) Run(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.set, c.runs = at, time.Now(), true
}

// Now is the clock's instant.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.runs {
		return c.at
	}
	last := calendar.DayOf(c.at).AddDays(1).Start().Add(-time.Second)
	if t := c.at.Add(time.Since(c.set)); t.Before(last) {
		return t
	}
	return last
}
