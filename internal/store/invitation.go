package store

import (
	"time"

	"gongkai/invitation"
	"gongkai/ledger"
)

const invitationColumns = `i.id, i.organ, i.article, i.edition, i.round, i.text_sum, i.sort, i.state, i.by_officer, i.at, i.until,
	i.opinion, i.guest, i.salt, i.key, i.tries, i.rev`

func (tx *Tx) scanInvitation(s scanner) (i invitation.Invitation, err error) {
	var guest []byte
	if err := s.Scan(&i.ID, &i.Organ, &i.Article, &i.Edition, &i.Round, &i.Text, &i.Sort, &i.State, &i.By, instant{&i.At},
		instant{&i.Until}, &i.Opinion, &guest, &i.Salt, &i.Key, &i.Tries, &i.Rev); err != nil {
		return i, err
	}
	i.Erased = i.Salt == ""
	return i, tx.openJSON(guest, &i.Guest)
}

// Invitation reads one.
func (tx *Tx) Invitation(id ledger.ID) (invitation.Invitation, error) {
	i, err := tx.scanInvitation(tx.row(`select `+invitationColumns+` from invitation i where i.id = $1`, id))
	return i, fail("invitation "+string(id), err)
}

// Invitations lists those to a text, oldest first.
func (tx *Tx) Invitations(article ledger.ID) ([]invitation.Invitation, error) {
	return collect(tx, "invitations", tx.scanInvitation, `select `+invitationColumns+` from invitation i
		where i.article = $1 order by i.at, i.id`, article)
}

// LateInvitations lists a body's invitations that nobody answered in their time.
func (tx *Tx) LateInvitations(organ ledger.ID, now time.Time) ([]invitation.Invitation, error) {
	return collect(tx, "late invitations", tx.scanInvitation, `select `+invitationColumns+` from invitation i
		where i.organ = $1 and i.state = 'open' and i.until <= $2 order by i.until, i.id`, organ, now)
}

// AllInvitations lists every one of a body in order of id, for verification.
func (tx *Tx) AllInvitations(organ ledger.ID) ([]invitation.Invitation, error) {
	return collect(tx, "all invitations", tx.scanInvitation, `select `+invitationColumns+` from invitation i
		where i.organ = $1 order by i.id`, organ)
}

// PutInvitation stores one.
func (tx *Tx) PutInvitation(i invitation.Invitation) error {
	guest, err := tx.sealJSON(i.Guest)
	if err != nil {
		return err
	}
	return tx.put("put invitation "+string(i.ID), i.Rev,
		`insert into invitation (id, organ, article, edition, round, text_sum, sort, state, by_officer, at, until, opinion, guest,
			salt, key, tries, rev)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		`update invitation set organ = $2, article = $3, edition = $4, round = $5, text_sum = $6, sort = $7, state = $8,
			by_officer = $9, at = $10, until = $11, opinion = $12, guest = $13, salt = $14, key = $15, tries = $16,
			rev = rev + 1 where id = $1 and rev = $17`,
		i.ID, i.Organ, i.Article, i.Edition, i.Round, i.Text, string(i.Sort), string(i.State), i.By, i.At, i.Until, i.Opinion,
		guest, i.Salt, i.Key, i.Tries)
}
