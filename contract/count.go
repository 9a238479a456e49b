package contract

import "gongkai/ledger"

// Post is what one entry adds to the statistics of its year (登记统计, G.5-STAT):
// contracts, turnover (成交额), turnover of technology (技术交易额). As in a book
// of accounts, what is corrected or cancelled is posted in the year in which
// that happened, and takes away what stood there.
type Post struct {
	Kind  ledger.Code
	N     int64
	Money Money
}

// Posts reads what a fact adds; most add nothing.
func Posts(f ledger.Fact) []Post {
	switch f := f.(type) {
	case Registration:
		return []Post{{f.Type, 1, f.Money}}
	case Corrected:
		if f.Was == f.Type {
			return []Post{{f.Type, 0, f.Money.less(f.From)}}
		}
		return []Post{{f.Was, -1, Money{}.less(f.From)}, {f.Type, 1, f.Money}}
	case Cancellation:
		return []Post{{f.Type, -1, Money{}.less(f.Money)}}
	}
	return nil
}

func (m Money) less(n Money) Money {
	return Money{m.Total - n.Total, m.Technical - n.Technical, m.Equipment - n.Equipment}
}

// Line is a row of the statistics: a kind, a group of kinds, or all.
type Line struct{ Count, Turnover, Technical ledger.Figure }

// Count gathers what entries post: by kind under its key, by group under the
// group's, and all under the empty one.
type Count map[ledger.Code]*gathered

type gathered struct {
	n       int64
	money   Money
	entries []int64
}

// Take adds what an entry posts.
func (c Count) Take(e ledger.Entry, f ledger.Fact) {
	for _, p := range Posts(f) {
		keys := []ledger.Code{"", p.Kind}
		if s, ok := SortOf(p.Kind); ok && s.Group != p.Kind {
			keys = append(keys, s.Group)
		}
		for _, k := range keys {
			g := c[k]
			if g == nil {
				g = &gathered{}
				c[k] = g
			}
			g.n += p.N
			g.money = g.money.less(Money{}.less(p.Money))
			g.entries = append(g.entries, e.Seq)
		}
	}
}

// Line is the row of a key, each number with the entries behind it.
func (c Count) Line(key ledger.Code) Line {
	g := c[key]
	if g == nil {
		g = &gathered{}
	}
	return Line{ledger.Figure{}.Plus(g.n, g.entries...), ledger.Figure{Money: true}.Plus(g.money.Total, g.entries...),
		ledger.Figure{Money: true}.Plus(g.money.Technical, g.entries...)}
}
