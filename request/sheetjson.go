package request

import (
	"encoding/json"

	"gongkai/calendar"
)

// MarshalJSON is the shape that other programs rely on: days are null while
// there are none, and nothing is left while nothing runs.
func (s Sheet) MarshalJSON() ([]byte, error) {
	day := func(d calendar.Day) *calendar.Day {
		if d.IsZero() {
			return nil
		}
		return &d
	}
	type segment struct {
		Kind string        `json:"kind"`
		From calendar.Day  `json:"from"`
		To   *calendar.Day `json:"to"`
		Days int           `json:"days"`
		Rule string        `json:"rule"`
	}
	segments := []segment{}
	for _, g := range s.Segments {
		segments = append(segments, segment{g.Kind, g.From, day(g.To), g.Days, g.Rule})
	}
	var left *int
	if s.Runs() {
		left = &s.Left
	}
	return json.Marshal(struct {
		ReceivedOn  *calendar.Day `json:"received_on"`
		Due         *calendar.Day `json:"due"`
		Provisional bool          `json:"provisional"`
		Segments    []segment     `json:"segments"`
		DaysUsed    int           `json:"days_used"`
		DaysLeft    *int          `json:"days_left"`
	}{day(s.ReceivedOn), day(s.Due.Day), s.Due.Provisional, segments, s.Used, left})
}
