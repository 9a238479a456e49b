package store

import (
	"encoding/json"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/review"
)

const roundColumns = `r.article, r.edition, r.no, r.chain, r.state, r.step, r.text_sum, r.mode, r.ground, r.reason_sum,
	r.opened_on, r.given, r.stops, r.rushed, r.rushed_for, r.rushed_on, r.ended_on, r.rev`

func scanRound(s scanner) (r review.Round, err error) {
	var chain string
	if err := s.Scan(&r.Article, &r.Edition, &r.No, &chain, &r.State, &r.Step, &r.Sum, &r.Mode, &r.Ground, &r.Reason,
		day{&r.Opened}, list[review.Given]{&r.Given}, list[review.Stop]{&r.Stops}, &r.Rushed, &r.RushedFor, day{&r.RushedOn},
		day{&r.Ended}, &r.Rev); err != nil {
		return r, err
	}
	return r, json.Unmarshal([]byte(chain), &r.Chain)
}

// Round reads the latest round of an edition.
func (tx *Tx) Round(article ledger.ID, edition int) (review.Round, error) {
	r, err := scanRound(tx.row(`select `+roundColumns+` from review_round r where r.article = $1 and r.edition = $2
		order by r.no desc limit 1`, article, edition))
	return r, fail("round of "+string(article), err)
}

// Rounds lists every round of a body in order, for verification.
func (tx *Tx) Rounds(organ ledger.ID) ([]review.Round, error) {
	return collect(tx, "rounds", scanRound, `select `+roundColumns+` from review_round r join article a on a.id = r.article
		where a.organ = $1 order by r.article, r.edition, r.no`, organ)
}

// RoundsWaiting lists the latest rounds of what is under review, or was let out
// before its review.
func (tx *Tx) RoundsWaiting(organ ledger.ID) ([]review.Round, error) {
	return collect(tx, "rounds waiting", scanRound, `select `+roundColumns+` from review_round r join article a on a.id = r.article
		join edition e on e.article = r.article and e.no = r.edition
		where a.organ = $1 and (e.state in ('submitted', 'scheduled') or r.rushed <> '')
			and r.no = (select max(x.no) from review_round x where x.article = r.article and x.edition = r.edition)
		order by r.article, r.edition`, organ)
}

// PutRound stores a round.
func (tx *Tx) PutRound(r review.Round) error {
	chain, err := json.Marshal(r.Chain)
	if err != nil {
		return err
	}
	return tx.put("put round of "+string(r.Article), r.Rev,
		`insert into review_round (article, edition, no, chain, state, step, text_sum, mode, ground, reason_sum, opened_on,
			given, stops, rushed, rushed_for, rushed_on, ended_on, rev)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		`update review_round set chain = $4, state = $5, step = $6, text_sum = $7, mode = $8, ground = $9, reason_sum = $10,
			opened_on = $11, given = $12, stops = $13, rushed = $14, rushed_for = $15, rushed_on = $16,
			ended_on = $17, rev = rev + 1
		where article = $1 and edition = $2 and no = $3 and rev = $18`,
		r.Article, r.Edition, r.No, string(chain), string(r.State), string(r.Step), r.Sum, r.Mode, r.Ground, r.Reason,
		r.Opened, asList(r.Given), asList(r.Stops), r.Rushed, r.RushedFor, r.RushedOn, r.Ended)
}

const opinionColumns = `seq, article, edition, round, at, step, by_officer, for_officer, verdict, target, basis, guest_name,
	guest_organ, words, salt`

func scanOpinion(s scanner) (o review.Opinion, err error) {
	err = s.Scan(&o.Seq, &o.Article, &o.Edition, &o.Round, instant{&o.At}, &o.Step, &o.By, &o.For, &o.Verdict, &o.To, &o.Basis,
		&o.Guest.Name, &o.Guest.Organ, &o.Words, &o.Salt)
	return o, err
}

// Opinions is the trail of an article, in order.
func (tx *Tx) Opinions(article ledger.ID) ([]review.Opinion, error) {
	return collect(tx, "opinions", scanOpinion,
		`select `+opinionColumns+` from review_opinion where article = $1 order by seq`, article)
}

// AllOpinions is every line of a body in order, for verification.
func (tx *Tx) AllOpinions(organ ledger.ID) ([]review.Opinion, error) {
	return collect(tx, "all opinions", scanOpinion,
		`select `+opinionColumns+` from review_opinion where organ = $1 order by seq`, organ)
}

// PutOpinion adds a line. Lines are never changed, but for EraseInvited.
func (tx *Tx) PutOpinion(organ ledger.ID, o review.Opinion) error {
	return tx.insert("put opinion", `insert into review_opinion (organ, `+opinionColumns+`)`, "",
		organ, o.Seq, o.Article, o.Edition, o.Round, o.At, string(o.Step), o.By, o.For, string(o.Verdict), o.To, o.Basis,
		o.Guest.Name, o.Guest.Organ, o.Words, o.Salt)
}

// Charts lists an organ's own tables of chains in the order in which they were
// saved.
func (tx *Tx) Charts(organ ledger.ID) ([]review.Stored, error) {
	return collect(tx, "charts", func(s scanner) (x review.Stored, err error) {
		err = s.Scan(&x.Organ, &x.Version, day{&x.From}, &x.Text, &x.Salt, &x.Officer, &x.Seq, instant{&x.SavedAt})
		return x, err
	}, `select organ, version, from_day, text, salt, officer, seq, saved_at from review_chart where organ = $1 order by version`, organ)
}

// PutChart adds a table.
func (tx *Tx) PutChart(x review.Stored) error {
	_, err := tx.exec("put chart", `insert into review_chart (organ, version, from_day, text, salt, officer, seq, saved_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		x.Organ, x.Version, x.From, x.Text, x.Salt, x.Officer, x.Seq, x.SavedAt)
	return err
}

// DueReassessments lists what is not public and due to be looked at again.
func (tx *Tx) DueReassessments(organ ledger.ID, today calendar.Day) ([]ledger.ID, error) {
	return collect(tx, "due reassessments", func(s scanner) (id ledger.ID, err error) {
		err = s.Scan(&id)
		return id, err
	}, `select a.id from article a where a.organ = $1 and a.next_review <> '' and a.next_review <= $2 order by a.next_review, a.id`,
		organ, today)
}
