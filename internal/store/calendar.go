package store

import (
	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
)

func scanNotice(s scanner) (n law.Notice, err error) {
	var y calendar.Year
	var days string
	if err = s.Scan(&n.Organ, &n.Seq, &y.Year, &y.Notice, &days, &n.Pasted, &n.Salt, &n.Officer, instant{&n.SavedAt}); err != nil {
		return n, err
	}
	n.Year, err = calendar.ParseYear(days)
	n.Year.Year, n.Year.Notice = y.Year, y.Notice
	return n, err
}

// Notices lists the entered holiday notices of an organ, of all organs for "",
// in the order in which they came.
func (tx *Tx) Notices(organ ledger.ID) ([]law.Notice, error) {
	return collect(tx, "notices", scanNotice, `select organ, seq, year, notice, days, pasted, salt, officer, saved_at from calendar_year
		where $1 = '' or organ = $1 order by saved_at, organ, seq`, organ)
}

// CountNotices counts them; since they are only added, another count means
// that there is a new one.
func (tx *Tx) CountNotices() (n int, err error) {
	err = tx.row(`select count(*) from calendar_year`).Scan(&n)
	return n, fail("count notices", err)
}

// PutNotice adds a notice.
func (tx *Tx) PutNotice(n law.Notice) error {
	_, err := tx.exec("put notice", `insert into calendar_year (organ, seq, year, notice, days, pasted, salt, officer, saved_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		n.Organ, n.Seq, n.Year.Year, n.Year.Notice, n.Year.String(), n.Pasted, n.Salt, n.Officer, n.SavedAt)
	return err
}
