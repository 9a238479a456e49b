package calendar

import "strconv"

// Month is a month of days as a wall calendar shows them, the weeks beginning on
// Monday; what lies outside of it is the zero D.
type Month[D any] struct {
	Name  string
	Weeks [][7]D
}

// Months sets consecutive days month by month.
func Months[D any](days []D, on func(D) Day) (out []Month[D]) {
	for i, x := range days {
		d := on(x)
		at := (int(d.Weekday()) + 6) % 7
		if i == 0 || d.Date() == 1 {
			out = append(out, Month[D]{Name: strconv.Itoa(d.Year()) + "年" + strconv.Itoa(int(d.Month())) + "月"})
		}
		m := &out[len(out)-1]
		if len(m.Weeks) == 0 || at == 0 {
			m.Weeks = append(m.Weeks, [7]D{})
		}
		m.Weeks[len(m.Weeks)-1][at] = x
	}
	return out
}

// Look names the kind of day, for its colour.
func (k Kind) Look() string { return [...]string{"work", "weekend", "off", "makeup"}[k] }
