package website

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// maxWords is the length of a line of words, in characters.
const maxWords = 200

// Read reads what was typed into a row.
func Read(r law.WebsiteRow, typed string) (value int64, words string, err error) {
	typed = strings.TrimSpace(typed)
	switch r.Sort {
	case "words":
		if utf8.RuneCountInString(typed) > maxWords {
			return 0, "", refusal.New("website.state.long", "§D.5", "label", r.Printed(), "n", strconv.Itoa(maxWords)).On(r.Key)
		}
		return 0, typed, nil
	case "yes", "site":
		most := 1
		if r.Sort == "site" {
			most = len(law.WebsiteSites) - 1
		}
		n, bad := strconv.Atoi(typed)
		if bad != nil || n < 0 || n > most || r.Sort == "site" && n == 0 {
			return 0, "", refusal.New("website.state.choice", "§D.5", "label", r.Printed()).On(r.Key)
		}
		return int64(n), "", nil
	}
	n, bad := strconv.ParseInt(strings.NewReplacer(",", "", "，", "").Replace(typed), 10, 64)
	if bad != nil {
		return 0, "", refusal.New("form.count", "", "typed", typed).On(r.Key)
	}
	if n < 0 {
		return 0, "", refusal.New("report.state.negative", "T3-INT", "label", r.Printed()).On(r.Key)
	}
	return n, "", nil
}

// MayState refuses to say a row that is not there or that entries of the work count.
func (s Sheet) MayState(key string, today calendar.Day) error {
	r, ok := s.Form.Row(key)
	switch {
	case !ok || r.Whence == "frozen":
		return refusal.New("website.state.cell", "§D.5", "cell", key)
	case !s.FrozenOn.IsZero():
		return refusal.Clash("website.state.frozen", "§D.5", "year", strconv.Itoa(s.Year))
	case s.Year > today.Year():
		return refusal.New("report.state.year", "R-A50", "year", strconv.Itoa(s.Year)).On("year")
	case s.worked[key]:
		return refusal.Clash("report.state.facts", "R-A50", "label", r.Printed(), "year", strconv.Itoa(s.Year)).On(key)
	}
	return nil
}

// Open lists the rows of a part that an officer may say.
func (s Sheet) Open(p law.WebsitePart) []law.WebsiteRow {
	var out []law.WebsiteRow
	for _, r := range p.Rows {
		if r.Whence != "frozen" && !s.worked[r.Key] {
			out = append(out, r)
		}
	}
	return out
}

// Rev is the last entry by which anything of a part was said; who fills it in
// after somebody else did is told so.
func (s Sheet) Rev(p law.WebsitePart) int64 {
	var last int64
	for _, r := range p.Rows {
		last = max(last, s.Said[r.Key].Seq)
	}
	return last
}

// MaySecond lists what the officer seconds of a part: what others said and nobody
// seconded yet. Four eyes: nobody seconds what they said themselves.
func (s Sheet) MaySecond(p law.WebsitePart, by ledger.ID) ([]int64, error) {
	var out []int64
	own := false
	for _, r := range p.Rows {
		switch x := s.Said[r.Key]; {
		case x.Seq == 0 || x.Seconded > 0:
		case x.By == by:
			own = true
		default:
			out = append(out, x.Seq)
		}
	}
	switch {
	case len(out) == 0 && own:
		return nil, refusal.Clash("website.second.own", "§D.5", "part", p.Title)
	case len(out) == 0:
		return nil, refusal.Clash("website.second.none", "§D.5", "part", p.Title)
	}
	return out, nil
}
