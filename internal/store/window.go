package store

import (
	"encoding/json"
	"fmt"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/window"
)

// WindowRow is a matter of the window with what stands sealed beside its facts.
type WindowRow struct {
	window.Matter
	Said window.Said
	Salt string
	Code string // the query code; given when the row is made, never read back
}

const windowColumns = `id, life, said, salt, rev`

func (tx *Tx) scanWindow(s scanner) (r WindowRow, err error) {
	var life string
	var said []byte
	var rev int64
	var id ledger.ID
	if err := s.Scan(&id, &life, &said, &r.Salt, &rev); err != nil {
		return r, err
	}
	if err := json.Unmarshal([]byte(life), &r.Matter); err != nil {
		return r, err
	}
	r.ID, r.Rev = id, rev
	return r, tx.openJSON(said, &r.Said)
}

// WindowFilter narrows the list of matters; its zero value takes all of the
// organ. Waiting keeps what still wants something done.
type WindowFilter struct {
	Organ         ledger.ID
	Sort          window.Sort
	Unit          ledger.ID
	Waiting       bool
	Public        bool // commendations on the site
	Recorded      bool // those that are not
	On            calendar.Day
	Limit, Offset int
}

func (f WindowFilter) where() where {
	w := where{}
	w.add("organ = ?", f.Organ)
	if f.Sort != "" {
		w.add("sort = ?", string(f.Sort))
	}
	if f.Unit != "" {
		w.add("unit = ?", f.Unit)
	}
	if !f.On.IsZero() {
		w.add("on_day = ?", f.On)
	}
	if f.Public {
		w.add("state = 'released'")
	}
	if f.Recorded {
		w.add("state = 'recorded'")
	}
	if f.Waiting {
		w.add("(state in ('open', 'accepted', 'checked', 'revisited') or state = 'answered' and sort = 'complaint')")
	}
	return w
}

// WindowMatters lists a page of matters, the latest first.
func (tx *Tx) WindowMatters(f WindowFilter) ([]WindowRow, error) {
	w := f.where()
	return collect(tx, "window matters", tx.scanWindow, `select `+windowColumns+` from window_matter where `+w.String()+
		` order by on_day desc, no desc, id`+page(f.Limit, f.Offset), w.args...)
}

// CountWindow counts them.
func (tx *Tx) CountWindow(f WindowFilter) (n int, err error) {
	w := f.where()
	err = tx.row(`select count(*) from window_matter where `+w.String(), w.args...).Scan(&n)
	return n, fail("count window matters", err)
}

// WindowMatter reads a matter.
func (tx *Tx) WindowMatter(id ledger.ID) (WindowRow, error) {
	r, err := tx.scanWindow(tx.row(`select `+windowColumns+` from window_matter where id = $1`, id))
	return r, fail("window matter "+string(id), err)
}

// WindowByCode finds the matter of a query code (查询码).
func (tx *Tx) WindowByCode(organ ledger.ID, code string) ([]WindowRow, error) {
	key := tx.Mark("window", code)
	if key == "" {
		return nil, nil
	}
	return collect(tx, "window by code", tx.scanWindow, `select `+windowColumns+` from window_matter where organ = $1 and code_key = $2 order by id`, organ, key)
}

// PutWindow stores a matter. The code is kept as its hash, when the row is made.
func (tx *Tx) PutWindow(r WindowRow) error {
	said, err := tx.sealJSON(r.Said)
	if r.Said == (window.Said{}) {
		said = nil
	}
	if err != nil {
		return err
	}
	life, err := json.Marshal(r.Matter)
	if err != nil {
		return fmt.Errorf("store: encode a matter: %w", err)
	}
	if err := tx.bindLoose(r.Said.Photo); err != nil {
		return err
	}
	return tx.put("put window matter "+string(r.ID), r.Rev,
		`insert into window_matter (id, organ, sort, no, state, unit, on_day, life, said, salt, code_key, sha, rev) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		`update window_matter set organ = $2, sort = $3, no = $4, state = $5, unit = $6, on_day = $7, life = $8, said = $9, salt = $10,
			code_key = case when $11 = '' then code_key else $11 end, sha = $12, rev = rev + 1 where id = $1 and rev = $13`,
		r.ID, r.Organ, string(r.Sort), r.No, string(r.State), r.Unit, r.On, string(life), said, r.Salt, tx.Mark("window", r.Code), r.Said.Photo)
}

// WindowWords are words with the matter that they belong to.
type WindowWords struct {
	Matter ledger.ID
	Words
}

// PutWindowWords keeps what was said beside an entry of a matter, sealed.
func (tx *Tx) PutWindowWords(organ, matter ledger.ID, w Words) error {
	sealed, err := tx.sealJSON(w.Words)
	if err != nil {
		return err
	}
	return tx.insert("put window words", `insert into window_words (organ, seq, matter, sealed, salt)`, "", organ, w.Seq, matter, sealed, w.Salt)
}

// WindowWords reads the words of a matter, or of all of an organ for the empty
// id, in the order of the ledger.
func (tx *Tx) WindowWords(organ, matter ledger.ID) ([]WindowWords, error) {
	return collect(tx, "window words", func(s scanner) (w WindowWords, err error) {
		var sealed []byte
		if err = s.Scan(&w.Matter, &w.Seq, &sealed, &w.Salt); err == nil {
			err = tx.openJSON(sealed, &w.Words.Words)
		}
		return w, err
	}, `select matter, seq, sealed, salt from window_words where organ = $1 and ($2 = '' or matter = $2) order by seq`, organ, matter)
}

// EraseWindow takes the words and the code of a matter away; its row is stored
// by PutWindow.
func (tx *Tx) EraseWindow(id ledger.ID) error {
	if _, err := tx.exec("erase window words", `update window_words set sealed = null, salt = '' where matter = $1`, id); err != nil {
		return err
	}
	_, err := tx.exec("erase window code", `update window_matter set code_key = '' where id = $1`, id)
	return err
}
