package store

import (
	"time"

	"gongkai/calendar"
	"gongkai/inspection"
	"gongkai/ledger"
	"gongkai/publication"
)

// InspectionRun is the last look at an organ's site by the indicators (网站自检).
type InspectionRun struct {
	Organ             ledger.ID
	Began, End, Asked time.Time
	Day               calendar.Day
	Points            int
	Result            string // JSON of the result, without its findings
}

// Inspected reads the last look.
func (tx *Tx) Inspected(organ ledger.ID) (InspectionRun, error) {
	rows, err := collect(tx, "inspected", func(s scanner) (r InspectionRun, err error) {
		err = s.Scan(&r.Organ, instant{&r.Began}, instant{&r.End}, instant{&r.Asked}, day{&r.Day}, &r.Points, &r.Result)
		return r, err
	}, `select organ, began_at, ended_at, asked_at, day, points, result from inspection_run where organ = $1 order by organ`, organ)
	if err != nil || len(rows) == 0 {
		return InspectionRun{Organ: organ}, err
	}
	return rows[0], nil
}

// PutInspected stores how far a look is.
func (tx *Tx) PutInspected(r InspectionRun) error {
	_, err := tx.exec("put inspected", `insert into inspection_run (organ, began_at, ended_at, asked_at, day, points, result)
		values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (organ) do update set began_at = excluded.began_at, ended_at = excluded.ended_at, asked_at = excluded.asked_at, day = excluded.day,
			points = excluded.points, result = excluded.result`, r.Organ, r.Began, r.End, r.Asked, r.Day, r.Points, r.Result)
	return err
}

// InspectionFinding is a finding with its life: it is a task of its division until
// a look does not see it any more.
type InspectionFinding struct {
	ID, Organ, Unit                          ledger.ID
	Mark, Rule, Severity, Place, Page, Words string
	Points                                   int
	Timed                                    bool
	Due, Since, Seen, Cleared                calendar.Day
}

const inspectionFindingColumns = `id, organ, mark, rule, severity, place, page, unit, words, points, timed, due, since, seen, cleared`

func scanInspectionFinding(s scanner) (f InspectionFinding, err error) {
	err = s.Scan(&f.ID, &f.Organ, &f.Mark, &f.Rule, &f.Severity, &f.Place, &f.Page, &f.Unit, &f.Words, &f.Points, &f.Timed, day{&f.Due},
		day{&f.Since}, day{&f.Seen}, day{&f.Cleared})
	return f, err
}

// InspectionFindings lists the open findings, and those gone since a day.
func (tx *Tx) InspectionFindings(organ ledger.ID, since calendar.Day) ([]InspectionFinding, error) {
	return collect(tx, "inspection findings", scanInspectionFinding, `select `+inspectionFindingColumns+` from inspection_finding
		where organ = $1 and (cleared = '' or cleared >= $2) order by since, id`, organ, since)
}

// SeeFinding notes a finding that a look saw.
func (tx *Tx) SeeFinding(f InspectionFinding) error {
	_, err := tx.exec("see finding", `insert into inspection_finding (`+inspectionFindingColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '')
		on conflict (organ, mark) where cleared = ''
		do update set severity = excluded.severity, place = excluded.place, page = excluded.page, unit = excluded.unit, words = excluded.words,
			points = excluded.points, timed = excluded.timed, due = excluded.due, seen = excluded.seen`,
		f.ID, f.Organ, f.Mark, f.Rule, f.Severity, f.Place, f.Page, f.Unit, f.Words, f.Points, f.Timed, f.Due, f.Since, f.Seen)
	return err
}

// ClearFinding closes a finding that is gone.
func (tx *Tx) ClearFinding(id ledger.ID, on calendar.Day) error {
	_, err := tx.exec("clear finding", `update inspection_finding set cleared = $2 where id = $1 and cleared = ''`, id, on)
	return err
}

// Tried notes a visit of the probe, and forgets those before an instant.
func (tx *Tx) Tried(organ ledger.ID, t inspection.Try, before time.Time) error {
	if _, err := tx.exec("tried", `insert into inspection_try (organ, at, took, ok) values ($1, $2, $3, $4) on conflict do nothing`,
		organ, t.At, t.Took.Milliseconds(), t.OK); err != nil {
		return err
	}
	_, err := tx.exec("forget tries", `delete from inspection_try where organ = $1 and at < $2`, organ, before)
	return err
}

// Tries lists the visits of the probe since an instant.
func (tx *Tx) Tries(organ ledger.ID, since time.Time) ([]inspection.Try, error) {
	return collect(tx, "tries", func(s scanner) (t inspection.Try, err error) {
		var ms int64
		err = s.Scan(instant{&t.At}, &ms, &t.OK)
		t.Took = time.Duration(ms) * time.Millisecond
		return t, err
	}, `select at, took, ok from inspection_try where organ = $1 and at >= $2 order by at`, organ, since)
}

// InspectionStatement is the row of a statement; it is never changed.
type InspectionStatement struct {
	Organ   ledger.ID
	Seq     int64
	On      calendar.Day
	Rule    ledger.Code
	Bad     bool
	Officer ledger.ID
	Words   string
	Salt    string
}

// AddStatement stores a statement.
func (tx *Tx) AddStatement(s InspectionStatement) error {
	_, err := tx.exec("add statement", `insert into inspection_statement (organ, seq, day, rule, bad, officer, words, salt)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`, s.Organ, s.Seq, s.On, s.Rule, s.Bad, s.Officer, s.Words, s.Salt)
	return err
}

// InspectionStatements lists an organ's statements, the newest first.
func (tx *Tx) InspectionStatements(organ ledger.ID) ([]InspectionStatement, error) {
	return collect(tx, "inspection statements", func(s scanner) (x InspectionStatement, err error) {
		err = s.Scan(&x.Organ, &x.Seq, day{&x.On}, &x.Rule, &x.Bad, &x.Officer, &x.Words, &x.Salt)
		return x, err
	}, `select organ, seq, day, rule, bad, officer, words, salt from inspection_statement where organ = $1 order by seq desc`, organ)
}

// ColumnUnits says which division published last in each column.
func (tx *Tx) ColumnUnits(organ ledger.ID) (map[ledger.Code]ledger.ID, error) {
	type last struct {
		path ledger.Code
		unit ledger.ID
	}
	rows, err := collect(tx, "column units", func(s scanner) (l last, err error) {
		err = s.Scan(&l.path, &l.unit)
		return l, err
	}, `select a.column_path, max(a.unit) from article a
		join (select column_path, max(published_at) as newest from article where organ = $1 and state = 'live' group by column_path) n
			on n.column_path = a.column_path and n.newest = a.published_at
		where a.organ = $1 and a.state = 'live' group by a.column_path order by a.column_path`, organ)
	out := map[ledger.Code]ledger.ID{}
	for _, l := range rows {
		out[l.path] = l.unit
	}
	return out, err
}

// Unexplained lists live documents without an interpretation and without a stated
// exemption, the newest first.
func (tx *Tx) Unexplained(organ ledger.ID, kinds []publication.Kind, limit int) ([]ArticleRow, error) {
	w := where{}
	w.add("a.organ = ?", organ)
	w.add("a.state = ?", string(publication.Live))
	in(&w, "a.type", strs(kinds))
	w.add("e.exempt = ?", "")
	w.add("a.validity not in ('repealed', 'expired')")
	w.add("not exists (select 1 from article_explains x join article y on y.id = x.article and y.state = 'live' where x.policy = a.id)")
	return collect(tx, "unexplained", func(s scanner) (r ArticleRow, err error) {
		err = s.Scan(append(articleInto(&r.Article), editionInto(&r.Edition)...)...)
		return r, err
	}, `select `+articleColumns+`, `+editionColumns+` from article a join edition e on e.article = a.id and e.no = a.live where `+w.String()+
		` order by a.published_at desc, a.id`+page(limit, 0), w.args...)
}
