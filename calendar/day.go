package calendar

import (
	"fmt"
	"time"
)

// Shanghai is the time zone of every legal day: 北京时间, +08:00, no summer time.
var Shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// Day is a legal day (日). It is comparable; the zero Day is no day.
type Day struct{ n int32 } // days since 0001-01-01, plus one

var first = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)

// NewDay makes the day of a date; out-of-range parts carry over as in time.Date.
func NewDay(y int, m time.Month, d int) Day {
	t := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return Day{int32(t.Unix()/86400-first.Unix()/86400) + 1}
}

// ParseDay reads YYYY-MM-DD, a date that exists, of the years 1000 to 9999.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse("2006-01-02", s)
	if err != nil || t.Year() < 1000 {
		return Day{}, fmt.Errorf("日期 %q 不对：应写成 2019-05-15 这样的形式，且当日确实存在", s)
	}
	return NewDay(t.Date()), nil
}

// DayOf is the day in Shanghai at an instant.
func DayOf(t time.Time) Day { return NewDay(t.In(Shanghai).Date()) }

func (d Day) time() time.Time { return first.AddDate(0, 0, int(d.n)-1) }

// String is YYYY-MM-DD, empty for no day.
func (d Day) String() string {
	if d.IsZero() {
		return ""
	}
	return d.time().Format("2006-01-02")
}

// IsZero says that this is no day.
func (d Day) IsZero() bool { return d.n == 0 }

// Year, Month, Date and Weekday are the parts of the day.
func (d Day) Year() int             { return d.time().Year() }
func (d Day) Month() time.Month     { return d.time().Month() }
func (d Day) Date() int             { return d.time().Day() }
func (d Day) Weekday() time.Weekday { return d.time().Weekday() }

// AddDays goes n calendar days on.
func (d Day) AddDays(n int) Day { return Day{d.n + int32(n)} }

// Sub is the number of calendar days from e to d.
func (d Day) Sub(e Day) int { return int(d.n - e.n) }

// Before, After and Compare order days.
func (d Day) Before(e Day) bool { return d.n < e.n }
func (d Day) After(e Day) bool  { return d.n > e.n }
func (d Day) Compare(e Day) int { return int(d.n - e.n) }

// Start is midnight in Shanghai, when the day begins.
func (d Day) Start() time.Time {
	return time.Date(d.Year(), d.Month(), d.Date(), 0, 0, 0, 0, Shanghai)
}

// Chinese is 2019年5月15日, as in letters.
func (d Day) Chinese() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year(), d.Month(), d.Date())
}

// WeekdayChinese is 星期三.
func (d Day) WeekdayChinese() string {
	return "星期" + string([]rune("日一二三四五六")[d.Weekday()])
}

// MarshalText and UnmarshalText use String and ParseDay.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }
func (d *Day) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Day{}
		return nil
	}
	v, err := ParseDay(string(b))
	*d = v
	return err
}

// Date is a computed day. Provisional (暂估) says that the computation touched
// a year whose holiday notice is not out, so that the day may still move.
type Date struct {
	Day         Day
	Provisional bool
}

// String is the day, followed by 暂估 when it is provisional.
func (d Date) String() string {
	if d.Provisional {
		return d.Day.String() + " 暂估"
	}
	return d.Day.String()
}
