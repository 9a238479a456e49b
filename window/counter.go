package window

import (
	"slices"
	"strings"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Counter is a window where people wait for their turn (窗口). Its letter stands
// before the numbers: A012.
type Counter struct {
	Organ  ledger.ID
	Code   ledger.Code // A to Z
	Name   string
	Shut   bool
	Hours  []Hours        // on a working day (办公时间), empty where nobody said
	Closed []calendar.Day // working days on which it is shut all the same (停办)
}

// Hours are from one time of the day to before another: 09:00, 12:00.
type Hours struct{ From, To ledger.Code }

// Serves says whether the counter is open at a time of a day: on a working day
// that is not one of its own closed ones, within its hours.
func (c Counter) Serves(d calendar.Day, start ledger.Code, cal *calendar.Calendar) bool {
	if k, _ := cal.Kind(d); c.Shut || k != calendar.Workday && k != calendar.MakeUp || slices.Contains(c.Closed, d) {
		return false
	}
	return len(c.Hours) == 0 || slices.ContainsFunc(c.Hours, func(h Hours) bool { return h.From <= start && start < h.To })
}

// Valid refuses a counter that nobody could find, or whose hours are none.
func (c Counter) Valid() error {
	switch {
	case len(c.Code) != 1 || c.Code < "A" || c.Code > "Z":
		return refusal.New("window.counter.code", "§G.3").On("code")
	case strings.TrimSpace(c.Name) == "":
		return refusal.New("window.counter.name", "§G.3").On("name")
	}
	for i, h := range c.Hours {
		if !clock(h.From) || !clock(h.To) || h.To <= h.From || i > 0 && h.From < c.Hours[i-1].To {
			return refusal.New("window.counter.hours", "§G.3").On("hours")
		}
	}
	return nil
}

// clock says whether a code is a time of the day.
func clock(c ledger.Code) bool {
	return len(c) == 5 && c[2] == ':' && "00" <= c[:2] && c[:2] <= "23" && "00" <= c[3:] && c[3:] <= "59" && !strings.ContainsFunc(string(c[:2]+c[3:]), func(r rune) bool { return r < '0' || r > '9' })
}

// ParseHours reads hours as people type them: 9:00-12:00、13：30至17：00.
func ParseHours(typed string) (out []Hours, err error) {
	for _, x := range parts(strings.NewReplacer("：", ":", "－", "-", "—", "-", "至", "-", "~", "-").Replace(typed)) {
		from, to, _ := strings.Cut(x, "-")
		h := Hours{padded(from), padded(to)}
		if !clock(h.From) || !clock(h.To) {
			return nil, refusal.New("window.counter.hours", "§G.3").On("hours")
		}
		out = append(out, h)
	}
	return out, nil
}

// padded is a time of the day with two digits for its hour: 9:00 is 09:00.
func padded(s string) ledger.Code {
	if len(s) == 4 {
		s = "0" + s
	}
	return ledger.Code(s)
}

// PrintHours prints what ParseHours reads.
func PrintHours(hours []Hours) string {
	var out []string
	for _, h := range hours {
		out = append(out, string(h.From+"-"+h.To))
	}
	return strings.Join(out, "、")
}

// ParseDays reads days as people type them, 2025-03-05、2025-03-06.
func ParseDays(typed string) (out []calendar.Day, err error) {
	for _, x := range parts(typed) {
		d, err := calendar.ParseDay(x)
		if err != nil {
			return nil, refusal.New("window.counter.closed", "§G.3", "typed", x).On("closed")
		}
		out = append(out, d)
	}
	slices.SortFunc(out, calendar.Day.Compare)
	return slices.Compact(out), nil
}

// PrintDays prints what ParseDays reads.
func PrintDays(days []calendar.Day) string {
	var out []string
	for _, d := range days {
		out = append(out, d.String())
	}
	return strings.Join(out, "、")
}

func parts(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、,，;； \n\r\t", r) })
}
