package office

import (
	"cmp"
	"errors"
	"slices"

	"gongkai/internal/store"
	"gongkai/ledger"
)

// book is a register (登记簿) as its pages read it, newest first: a page begins
// beside a line and is not counted to, so that it takes no longer with the years.
type book[R any] struct {
	place func(id ledger.ID) (store.Place, error) // of a line; zero for what is another organ's
	list  func(older, newer store.Place, oldest bool, limit int) ([]R, error)
	count func(most int) (int, error)
	id    func(R) ledger.ID
}

// Beside is where a page of a register stands.
type Beside struct {
	Many         bool      // there are more than are counted
	Older, Newer ledger.ID // what the neighbouring pages are asked by
}

// turn reads the page older, or newer, than a line, or the first, with its
// neighbours and how many lines there are.
func (b book[R]) turn(older, newer ledger.ID) (rows []R, total int, at Beside, err error) {
	var from store.Place
	if id := cmp.Or(older, newer); id != "" {
		if from, err = b.place(id); err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, 0, at, err
		}
	}
	back := older == "" && from.ID != ""
	one := requestPage + 1 // one more says that there is a next page
	if older != "" {
		rows, err = b.list(from, store.Place{}, false, one)
	} else {
		rows, err = b.list(store.Place{}, from, back, one)
	}
	if err != nil {
		return nil, 0, at, err
	}
	more := len(rows) > requestPage
	rows = rows[:min(len(rows), requestPage)]
	if back {
		if !more { // the first page is a full one
			return b.turn("", "")
		}
		slices.Reverse(rows)
	}
	if n := len(rows); n > 0 {
		if from.ID != "" {
			at.Newer = b.id(rows[0])
		}
		if more || back {
			at.Older = b.id(rows[n-1])
		}
	}
	if from.ID == "" && !more {
		return rows, len(rows), at, nil
	}
	n, err := b.count(requestsCounted + 1)
	at.Many = n > requestsCounted
	return rows, min(n, requestsCounted), at, err
}
