package contract

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
)

//go:embed kinds.txt
var kindsText string

//go:embed lists.txt
var listsText string

// Sort is a kind of technical contract (合同类别) with what its two parties are
// called; only the first of them, the seller, files.
type Sort struct {
	Key, Group    ledger.Code
	Name          string
	Seller, Buyer string
	From, To      calendar.Day // in which it was a kind, by the day of signing
}

var (
	sorts = mustRead(parseSorts(kindsText))
	lists = mustRead(parseLists(listsText))
)

func mustRead[T any](v T, err error) T {
	if err != nil {
		panic("contract: embedded table: " + err.Error()) // tested
	}
	return v
}

func parseSorts(text string) (out []Sort, err error) {
	err = law.Rows(text, func(c []string) error {
		if len(c) != 7 {
			return fmt.Errorf("应有7栏")
		}
		s := Sort{Key: ledger.Code(c[0]), Group: ledger.Code(c[1]), Name: c[2], Seller: c[3], Buyer: c[4]}
		var err error
		if s.From, err = calendar.ParseDay(c[5]); err == nil && c[6] != "-" {
			s.To, err = calendar.ParseDay(c[6])
		}
		out = append(out, s)
		return err
	})
	return out, err
}

func parseLists(text string) (map[string][]law.Term, error) {
	out, name := map[string][]law.Term{}, ""
	err := law.Rows(text, func(c []string) error {
		if rest, ok := strings.CutPrefix(c[0], "list "); ok {
			name, _, _ = strings.Cut(rest, " ")
			return nil
		}
		if name == "" || len(c) != 2 {
			return fmt.Errorf("应写成 key | label")
		}
		out[name] = append(out[name], law.Term{Key: c[0], Label: c[1]})
		return nil
	})
	return out, err
}

// Sorts are the kinds that a contract signed on a day may be of; all for the
// zero day.
func Sorts(signed calendar.Day) []Sort {
	return slices.DeleteFunc(slices.Clone(sorts), func(s Sort) bool {
		return !signed.IsZero() && (signed.Before(s.From) || !s.To.IsZero() && signed.After(s.To))
	})
}

// SortOf finds a kind.
func SortOf(key ledger.Code) (Sort, bool) {
	i := slices.IndexFunc(sorts, func(s Sort) bool { return s.Key == key })
	if i < 0 {
		return Sort{}, false
	}
	return sorts[i], true
}

// SortName is the printed name of a kind with its group: 技术开发（委托开发）.
func SortName(key ledger.Code) string {
	s, ok := SortOf(key)
	if !ok {
		return ""
	}
	if g := Label("group", s.Group); g != s.Name {
		return g + "（" + s.Name + "）"
	}
	return s.Name
}

// List is a closed list: group, nature, pay, property, field, plan, goal,
// lack, ground, cancel, ending. An unknown name is a mistake of the program.
func List(list string) []law.Term {
	t, ok := lists[list]
	if !ok {
		panic("contract: no list " + list)
	}
	return slices.Clone(t)
}

// Label is the printed name of a key in a list, empty for one that is none.
func Label(list string, key ledger.Code) string {
	for _, t := range List(list) {
		if t.Key == string(key) {
			return t.Label
		}
	}
	return ""
}
