package store

import (
	"gongkai/ledger"
	"gongkai/writ"
)

func scanTemplate(s scanner) (x writ.Stored, err error) {
	err = s.Scan(&x.Organ, &x.Kind, &x.Version, day{&x.From}, &x.Text, &x.Salt, &x.Officer, &x.Seq, instant{&x.SavedAt})
	if t, known := writ.New(x.Kind, x.Version, x.From, x.Text); known {
		x.Template = t
	}
	return x, err
}

// Templates lists the texts that an organ wrote for a kind of letter, for all
// kinds with the empty code, in the order in which they were saved.
func (tx *Tx) Templates(organ ledger.ID, kind ledger.Code) ([]writ.Stored, error) {
	return collect(tx, "templates", scanTemplate, `select organ, kind, version, from_day, text, salt, officer, seq, saved_at
		from writ_template where organ = $1 and ($2 = '' or kind = $2) order by seq`, organ, string(kind))
}

// PutTemplate adds a text. Texts are never changed.
func (tx *Tx) PutTemplate(x writ.Stored) error {
	_, err := tx.exec("put template", `insert into writ_template (organ, kind, version, from_day, text, salt, officer, seq, saved_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		x.Organ, string(x.Kind), x.Version, x.From, x.Text, x.Salt, x.Officer, x.Seq, x.SavedAt)
	return err
}
