package visit

import (
	"slices"

	"gongkai/calendar"
)

// Warning is a day whose count should be looked at before a report states it
// (VI-WARN).
type Warning struct {
	Day                    calendar.Day
	What                   Alarm
	Views, Visitors, Usual int64
}

// Alarm says what is odd about a day.
type Alarm string

const (
	MoreVisitors Alarm = "visitors" // more visitors than views
	Jump         Alarm = "jump"     // far more views than usual
	Fall         Alarm = "fall"     // hardly any
)

// Words is the sentence for the desk.
func (a Alarm) Words() string {
	return map[Alarm]string{MoreVisitors: "独立用户多于访问量，计数有误", Jump: "访问量突然增多，请核对是否有未识别的程序", Fall: "访问量突然减少，请核对网站与计数是否正常"}[a]
}

// A day is compared with the median of the days before it: four weeks of them at
// most, one week at least.
const (
	mostDays, leastDays = 28, 7
	farMore, farLess    = 5, 10
	quiet               = 100 // views; below it nothing is a fall
	busy                = 1000
)

// Warnings looks at closed days in order.
func Warnings(days []Day) (out []Warning) {
	var before []int64
	for _, d := range days {
		w := Warning{Day: d.Day, Views: d.Views, Visitors: d.Visitors}
		if len(before) >= leastDays {
			w.Usual = median(before)
		}
		switch {
		case d.Visitors > d.Views:
			w.What = MoreVisitors
		case w.Usual > 0 && d.Views >= busy && d.Views > farMore*w.Usual:
			w.What = Jump
		case w.Usual >= quiet && d.Views*farLess < w.Usual:
			w.What = Fall
		}
		if w.What != "" {
			out = append(out, w)
		}
		if before = append(before, d.Views); len(before) > mostDays {
			before = before[1:]
		}
	}
	return out
}

func median(n []int64) int64 {
	n = slices.Sorted(slices.Values(n))
	return n[len(n)/2]
}
