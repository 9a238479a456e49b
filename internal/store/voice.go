package store

import (
	"gongkai/calendar"
	"gongkai/ledger"
)

// Voice is what a citizen says: an opinion on a draft, a question to a guest.
// Who says it is sealed with the words.
type Voice struct {
	ID, Organ, Subject ledger.ID
	Seq                int64 // its entry
	No                 int
	Door               ledger.Code
	On                 calendar.Day
	Shown              string // of a question: yes, no, or nobody looked yet
	Said               Said
	Salt               string
	Once               string // of the form that it came by; two presses are one voice
}

// Said is who says what.
type Said struct{ Name, Contact, Words string }

const voiceColumns = `id, organ, subject, seq, no, door, on_day, shown, sealed, salt, once`

func (tx *Tx) scanVoice(s scanner) (v Voice, err error) {
	var sealed []byte
	if err := s.Scan(&v.ID, &v.Organ, &v.Subject, &v.Seq, &v.No, &v.Door, day{&v.On}, &v.Shown, &sealed, &v.Salt, &v.Once); err != nil {
		return v, err
	}
	return v, tx.openJSON(sealed, &v.Said)
}

// Voices lists what was said about a subject, or in all of an organ for the
// empty id, in order.
func (tx *Tx) Voices(organ, subject ledger.ID) ([]Voice, error) {
	return collect(tx, "voices", tx.scanVoice, `select `+voiceColumns+` from voice where organ = $1 and ($2 = '' or subject = $2)
		order by subject, no`, organ, subject)
}

// VoiceOnce finds the voice that a form made before, by its mark.
func (tx *Tx) VoiceOnce(subject ledger.ID, once string) (Voice, error) {
	v, err := tx.scanVoice(tx.row(`select `+voiceColumns+` from voice where subject = $1 and once = $2 and once <> ''`, subject, once))
	return v, fail("voice", err)
}

// PutVoice keeps what was said.
func (tx *Tx) PutVoice(v Voice) error {
	sealed, err := tx.sealJSON(v.Said)
	if err != nil {
		return err
	}
	_, err = tx.exec("put voice", `insert into voice (`+voiceColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		v.ID, v.Organ, v.Subject, v.Seq, v.No, v.Door, v.On, v.Shown, sealed, v.Salt, v.Once)
	return err
}

// ShowVoice says whether a question is shown.
func (tx *Tx) ShowVoice(id ledger.ID, shown bool) error {
	word := "no"
	if shown {
		word = "yes"
	}
	_, err := tx.exec("show voice", `update voice set shown = $2 where id = $1`, id, word)
	return err
}

// EraseVoices takes away who said what about a subject, and the papers that
// came with it, and says which blobs they were in.
func (tx *Tx) EraseVoices(subject ledger.ID) (blobs []string, err error) {
	blobs, err = collect(tx, "voice blobs", func(s scanner) (sha string, err error) {
		err = s.Scan(&sha)
		return sha, err
	}, `select sha from talk_paper where subject = $1 and no <> '' and sha <> '' order by sha`, subject)
	if err != nil {
		return nil, err
	}
	for _, q := range []string{
		`update voice set sealed = null, salt = '' where subject = $1`,
		`update talk_paper set name = null, sha = '', body = null, salt = '' where subject = $1 and no <> ''`,
	} {
		if _, err := tx.exec("erase voices", q, subject); err != nil {
			return nil, err
		}
	}
	return blobs, nil
}
