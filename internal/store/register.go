package store

import (
	"gongkai/ledger"
	"gongkai/register"
)

const itemColumns = `id, organ, register, title, type, basis, unit, listed, delisted, fen, reason, salt, rev`

func scanItem(s scanner) (i register.Item, err error) {
	err = s.Scan(&i.ID, &i.Organ, &i.Register, &i.Title, &i.Type, &i.Basis, &i.Unit, day{&i.Listed}, day{&i.Delisted},
		&i.Fen, &i.Reason, &i.Salt, &i.Rev)
	return i, err
}

// Items lists a register, or all registers for the empty name.
func (tx *Tx) Items(organ ledger.ID, reg register.Name) ([]register.Item, error) {
	return collect(tx, "items", scanItem, `select `+itemColumns+` from item
		where organ = $1 and ($2 = '' or register = $2) order by register, listed, id`, organ, string(reg))
}

// Item reads an item.
func (tx *Tx) Item(id ledger.ID) (register.Item, error) {
	i, err := scanItem(tx.row(`select `+itemColumns+` from item where id = $1`, id))
	return i, fail("item "+string(id), err)
}

// PutItem stores an item.
func (tx *Tx) PutItem(i register.Item) error {
	return tx.put("put item "+string(i.ID), i.Rev,
		`insert into item (id, organ, register, title, type, basis, unit, listed, delisted, fen, reason, salt, rev)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		`update item set organ = $2, register = $3, title = $4, type = $5, basis = $6, unit = $7, listed = $8,
			delisted = $9, fen = $10, reason = $11, salt = $12, rev = rev + 1 where id = $1 and rev = $13`,
		i.ID, i.Organ, string(i.Register), i.Title, i.Type, i.Basis, i.Unit, i.Listed, i.Delisted, i.Fen, i.Reason, i.Salt)
}
