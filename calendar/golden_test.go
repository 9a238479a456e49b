package calendar

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func day(t testing.TB, s string) Day {
	t.Helper()
	d, err := ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// received, +7, +15, +20, +40 working days: standards.md §J.
const vectors = `
2019-05-15 2019-05-24 2019-06-05 2019-06-13 2019-07-11
2019-09-16 2019-09-25 2019-10-11 2019-10-17 2019-11-14
2019-12-31 2020-01-10 2020-01-21 2020-02-05 2020-03-04
2020-01-02 2020-01-13 2020-01-22 2020-02-06 2020-03-05
2020-01-21 2020-02-07 2020-02-19 2020-02-26 2020-03-25
2020-04-20 2020-04-28 2020-05-12 2020-05-19 2020-06-16
2020-09-14 2020-09-23 2020-10-10 2020-10-16 2020-11-13
2021-01-29 2021-02-08 2021-02-24 2021-03-03 2021-03-31
2021-09-14 2021-09-24 2021-10-11 2021-10-18 2021-11-15
2022-01-20 2022-01-29 2022-02-15 2022-02-22 2022-03-22
2022-09-19 2022-09-28 2022-10-13 2022-10-20 2022-11-17
2023-01-09 2023-01-18 2023-02-02 2023-02-09 2023-03-09
2023-09-18 2023-09-27 2023-10-13 2023-10-20 2023-11-17
2024-01-29 2024-02-06 2024-02-22 2024-02-29 2024-03-28
2024-09-06 2024-09-18 2024-09-29 2024-10-11 2024-11-07
2025-01-10 2025-01-21 2025-02-07 2025-02-13 2025-03-13
2025-09-22 2025-09-30 2025-10-17 2025-10-24 2025-11-21
2026-02-06 2026-02-24 2026-03-05 2026-03-12 2026-04-10
2026-09-14 2026-09-22 2026-10-10 2026-10-16 2026-11-13
2026-02-15 2026-03-03 2026-03-13 2026-03-20 2026-04-20`

func TestVectors(t *testing.T) {
	c := China()
	for _, line := range strings.Split(strings.TrimSpace(vectors), "\n") {
		f := strings.Fields(line)
		for i, n := range []int{7, 15, 20, 40} {
			if got := c.AddWorkdays(day(t, f[0]), n); got.String() != f[i+1] {
				t.Errorf("%s + %d working days = %s, want %s", f[0], n, got, f[i+1])
			}
		}
	}
	// peers.md §1.1: dates that a calendar without make-up days gets wrong.
	for _, f := range [][2]string{{"2025-09-18", "2025-10-22"}, {"2026-02-13", "2026-03-19"}} {
		if got := c.AddWorkdays(day(t, f[0]), 20); got.String() != f[1] {
			t.Errorf("%s + 20 = %s, want %s", f[0], got, f[1])
		}
	}
}

// Working days per month: standards.md §J; the sums are the yearly totals.
const months = `
2019 250 22 17 21 22 21 19 23 22 21 19 21 22
2020 249 17 20 22 22 19 21 23 21 23 17 21 23
2021 250 20 17 23 22 19 21 22 22 22 17 22 23
2022 249 21 16 23 21 20 21 21 23 21 18 22 22
2023 249 18 20 23 20 21 21 21 23 20 19 22 21
2024 251 22 18 21 22 21 19 23 22 21 19 21 22
2025 248 19 19 21 22 19 20 23 21 23 18 20 23
2026 248 21 16 22 21 19 21 23 21 22 18 21 23`

func TestTotals(t *testing.T) {
	c := China()
	for i, line := range strings.Split(strings.TrimSpace(months), "\n") {
		var got []string
		y := c.Years()[i]
		got = append(got, fmt.Sprint(y.Year), fmt.Sprint(y.Workdays))
		for m := time.January; m <= time.December; m++ {
			n, provisional := c.WorkdaysBetween(NewDay(y.Year, m, 0), NewDay(y.Year, m+1, 0))
			if provisional && !(y.Year == 2019 && m == time.January) {
				t.Errorf("%d-%d is provisional", y.Year, m)
			}
			got = append(got, fmt.Sprint(n))
		}
		if g := strings.Join(got, " "); g != line {
			t.Errorf("got  %s\nwant %s", g, line)
		}
		if y.Notice == "" {
			t.Errorf("%d has no notice", y.Year)
		}
	}
}

// Weekdays that are off: the only ones that a Monday-to-Friday calendar gets
// wrong (standards.md §J).
const off = `
2019: 01-01 02-04 02-05 02-06 02-07 02-08 04-05 05-01 05-02 05-03 06-07 09-13 10-01 10-02 10-03 10-04 10-07
2020: 01-01 01-24 01-27 01-28 01-29 01-30 01-31 04-06 05-01 05-04 05-05 06-25 06-26 10-01 10-02 10-05 10-06 10-07 10-08
2021: 01-01 02-11 02-12 02-15 02-16 02-17 04-05 05-03 05-04 05-05 06-14 09-20 09-21 10-01 10-04 10-05 10-06 10-07
2022: 01-03 01-31 02-01 02-02 02-03 02-04 04-04 04-05 05-02 05-03 05-04 06-03 09-12 10-03 10-04 10-05 10-06 10-07
2023: 01-02 01-23 01-24 01-25 01-26 01-27 04-05 05-01 05-02 05-03 06-22 06-23 09-29 10-02 10-03 10-04 10-05 10-06
2024: 01-01 02-12 02-13 02-14 02-15 02-16 04-04 04-05 05-01 05-02 05-03 06-10 09-16 09-17 10-01 10-02 10-03 10-04 10-07
2025: 01-01 01-28 01-29 01-30 01-31 02-03 02-04 04-04 05-01 05-02 05-05 06-02 10-01 10-02 10-03 10-06 10-07 10-08
2026: 01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02 10-05 10-06 10-07`

func TestWeekdaysOff(t *testing.T) {
	c := China()
	for _, line := range strings.Split(strings.TrimSpace(off), "\n") {
		year, want, _ := strings.Cut(line, ": ")
		var got []string
		for d := day(t, year+"-01-01"); d.Year() == day(t, year+"-01-01").Year(); d = d.AddDays(1) {
			w := d.Weekday()
			if w != time.Saturday && w != time.Sunday && !c.Workday(d) {
				got = append(got, d.String()[5:])
			}
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("%s:\ngot  %s\nwant %s", year, g, want)
		}
	}
}

func TestProvisional(t *testing.T) {
	c := China()
	for _, x := range []struct {
		from        string
		n           int
		provisional bool
	}{
		{"2026-12-01", 10, false},
		{"2026-12-20", 20, true}, // crosses into 2027, which is not announced
		{"2027-03-01", 1, true},
		{"2019-01-02", -2, true}, // 2018-12-28 is in a year that is not in the data
		{"2019-01-03", -1, false},
	} {
		if got := c.AddWorkdays(day(t, x.from), x.n); got.Provisional != x.provisional {
			t.Errorf("%s %+d = %s, provisional want %v", x.from, x.n, got, x.provisional)
		}
	}
	if got := c.AddWorkdays(day(t, "2026-12-20"), 20).String(); !strings.HasSuffix(got, " 暂估") {
		t.Errorf("a provisional date prints as %q", got)
	}
	if k, known := c.Kind(day(t, "2018-12-29")); k != MakeUp || !known {
		t.Errorf("2018-12-29 = %v %v; the notice of 2019 names it", k, known)
	}
}

func TestParseDay(t *testing.T) {
	for _, s := range []string{"", "2019-2-1", "2019-02-29", "2019-13-01", "0999-01-01", "2019-01-01 ", "19-01-01", "2019/01/01"} {
		if d, err := ParseDay(s); err == nil {
			t.Errorf("ParseDay(%q) = %s, want an error", s, d)
		}
	}
	if got := day(t, "2020-02-29"); got.Chinese() != "2020年2月29日" || got.WeekdayChinese() != "星期六" {
		t.Errorf("%s %s", got.Chinese(), got.WeekdayChinese())
	}
	if got := DayOf(time.Date(2019, 12, 31, 16, 0, 0, 0, time.UTC)).String(); got != "2020-01-01" {
		t.Errorf("16:00 UTC on New Year's Eve is %s in Shanghai", got)
	}
}

func TestParseYearRefuses(t *testing.T) {
	for _, s := range []string{"year 2019", "notice x", "year 2019\nnotice x\noff 2019-02-30", "year 2019\nnotice x\noff 2019-02-05 2019-02-04", "year x", "holiday 2019-01-01"} {
		if _, err := ParseYear(s); err == nil {
			t.Errorf("ParseYear(%q) gave no error", s)
		}
	}
}

// Adding working days and counting them are each other's inverse.
func TestInverse(t *testing.T) {
	c := China()
	rapid.Check(t, func(t *rapid.T) {
		d := NewDay(2019, 1, 1).AddDays(rapid.IntRange(0, 2900).Draw(t, "day"))
		n := rapid.IntRange(1, 60).Draw(t, "n")
		due := c.AddWorkdays(d, n)
		if got, _ := c.WorkdaysBetween(d, due.Day); got != n || !c.Workday(due.Day) {
			t.Fatalf("%s + %d = %s, counted back %d", d, n, due, got)
		}
	})
}

func FuzzParseDay(f *testing.F) {
	f.Add("2019-05-15")
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := ParseDay(s); err == nil && d.String() != s {
			t.Errorf("%q came back as %q", s, d)
		}
	})
}
