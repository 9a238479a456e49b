package law

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"gongkai/calendar"
)

//go:embed tariffs.txt
var tariffsText string

// Tariff is a way to charge for information (信息处理费, §F.2): what each item or
// page costs, more the more there are.
type Tariff struct {
	Key           string
	From, To      calendar.Day // in force, To zero while it is
	Article, Rule string
	Words         string // as a notice says it
	steps         []step
}

// step is what each costs from the first on, in 分; more is added for each
// further of so many.
type step struct {
	first     int
	fen, more int64
	of        int
}

// Rate is what the n-th costs, in 分.
func (t Tariff) Rate(n int) (fen int64) {
	for _, s := range t.steps {
		if n < s.first {
			break
		}
		if fen = s.fen; s.of > 0 {
			fen += s.more * int64((n-s.first)/s.of)
		}
	}
	return fen
}

// Sum is what the first n cost together, in 分.
func (t Tariff) Sum(n int) (fen int64) {
	for i := range n {
		fen += t.Rate(i + 1)
	}
	return fen
}

// Tariff finds a tariff by its key; there was none before the first.
func (s Set) Tariff(key string) (Tariff, bool) {
	for _, t := range tariffs {
		if t.Key == key && !t.From.After(s.day) && (t.To.IsZero() || !t.To.Before(s.day)) {
			return t, true
		}
	}
	return Tariff{}, false
}

var tariffs = must(parseTariffs(tariffsText))

func parseTariffs(text string) (out []Tariff, err error) {
	err = Rows(text, func(c []string) error {
		if len(c) != 7 {
			return fmt.Errorf("应有7栏")
		}
		t := Tariff{Key: c[0], Article: c[3], Rule: c[4], Words: c[6]}
		var err error
		if t.From, t.To, err = parseForce(c[1], c[2]); err != nil {
			return err
		}
		for _, typed := range strings.Fields(c[5]) {
			s, err := parseStep(typed)
			if err != nil {
				return err
			}
			t.steps = append(t.steps, s)
		}
		out = append(out, t)
		return nil
	})
	return out, err
}

// parseStep reads 31:200+100/10.
func parseStep(typed string) (s step, err error) {
	first, rest, ok := strings.Cut(typed, ":")
	yuan, rest, grows := strings.Cut(rest, "+")
	if s.first, err = strconv.Atoi(first); err != nil || !ok {
		return s, fmt.Errorf("%q 应写成 31:200 或 31:200+100/10", typed)
	}
	if s.fen, err = parseYuan(yuan); err != nil || !grows {
		return s, err
	}
	more, of, _ := strings.Cut(rest, "/")
	if s.more, err = parseYuan(more); err != nil {
		return s, err
	}
	s.of, err = strconv.Atoi(of)
	return s, err
}

func parseYuan(typed string) (fen int64, err error) {
	fen, err = strconv.ParseInt(typed, 10, 64)
	return fen * 100, err
}
