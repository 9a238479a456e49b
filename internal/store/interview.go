package store

import (
	"gongkai/interview"
	"gongkai/ledger"
)

// InterviewRow is an interview with what stands sealed beside its facts.
type InterviewRow struct {
	interview.Interview
	Text           interview.Text
	TextSalt       string
	Transcript     interview.Transcript
	TranscriptSalt string
}

const interviewColumns = `id, organ, state, unit, held_on, author, announced_on, questions, turns, answered, writer, published_on, erased,
	text, text_salt, transcript, transcript_salt, rev`

func (tx *Tx) scanInterview(s scanner) (r InterviewRow, err error) {
	var words, transcript []byte
	if err := s.Scan(&r.ID, &r.Organ, &r.State, &r.Unit, day{&r.HeldOn}, &r.Author, day{&r.AnnouncedOn}, &r.Questions, &r.Turns, &r.Answered,
		&r.Writer, day{&r.PublishedOn}, &r.Erased, &words, &r.TextSalt, &transcript, &r.TranscriptSalt, &r.Rev); err != nil {
		return r, err
	}
	if err := tx.openJSON(words, &r.Text); err != nil {
		return r, err
	}
	return r, tx.openJSON(transcript, &r.Transcript)
}

// Interviews lists an organ's interviews, the latest first; public ones alone
// where that is asked.
func (tx *Tx) Interviews(organ ledger.ID, public bool) ([]InterviewRow, error) {
	return collect(tx, "interviews", tx.scanInterview, `select `+interviewColumns+` from interview
		where organ = $1 and ($2 = '' or announced_on <> '') order by held_on desc, id`, organ, flag(public))
}

// Interview reads an interview.
func (tx *Tx) Interview(id ledger.ID) (InterviewRow, error) {
	r, err := tx.scanInterview(tx.row(`select `+interviewColumns+` from interview where id = $1`, id))
	return r, fail("interview "+string(id), err)
}

// PutInterview stores an interview.
func (tx *Tx) PutInterview(r InterviewRow) error {
	words, err := tx.sealJSON(r.Text)
	if err != nil {
		return err
	}
	transcript, err := tx.sealJSON(r.Transcript)
	if err != nil {
		return err
	}
	return tx.put("put interview "+string(r.ID), r.Rev,
		`insert into interview (`+interviewColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		`update interview set organ = $2, state = $3, unit = $4, held_on = $5, author = $6, announced_on = $7, questions = $8, turns = $9,
			answered = $10, writer = $11, published_on = $12, erased = $13, text = $14, text_salt = $15, transcript = $16,
			transcript_salt = $17, rev = rev + 1 where id = $1 and rev = $18`,
		r.ID, r.Organ, string(r.State), r.Unit, r.HeldOn, r.Author, r.AnnouncedOn, r.Questions, r.Turns, r.Answered, r.Writer,
		r.PublishedOn, r.Erased, words, r.TextSalt, transcript, r.TranscriptSalt)
}
