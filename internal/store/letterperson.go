package store

import (
	"fmt"
	"strings"

	"gongkai/ledger"
	"gongkai/letter"
)

// PutSender seals who wrote a letter and keeps keyed hashes by which the same
// person is found again.
func (tx *Tx) PutSender(id ledger.ID, s letter.Sender) error {
	sealed, err := tx.sealJSON(s)
	if err != nil {
		return err
	}
	return tx.insert("put sender", `insert into letter_sender (letter, sealed, phone_key, email_key, name_key, code_key)`,
		` on conflict (letter) do update set sealed = excluded.sealed, phone_key = excluded.phone_key, email_key = excluded.email_key,
			name_key = excluded.name_key, code_key = excluded.code_key`,
		id, sealed, tx.Mark("phone", s.Phone), tx.Mark("email", s.Email), tx.Mark("name", s.Name), tx.Mark("code", s.Code))
}

// Sender opens who wrote a letter; an erased one is the zero Sender.
func (tx *Tx) Sender(id ledger.ID) (s letter.Sender, err error) {
	var sealed []byte
	if err := tx.row(`select sealed from letter_sender where letter = $1`, id).Scan(&sealed); err != nil {
		return s, fail("sender", err)
	}
	return s, tx.openJSON(sealed, &s)
}

// SenderNames opens the names of several letters' senders, for a list.
func (tx *Tx) SenderNames(ids []ledger.ID) (map[ledger.ID]string, error) {
	out := map[ledger.ID]string{}
	for len(ids) > 0 {
		n := min(len(ids), 200)
		w := where{}
		in(&w, "letter", strs(ids[:n]))
		ids = ids[n:]
		_, err := collect(tx, "sender names", func(s scanner) (struct{}, error) {
			var id ledger.ID
			var sealed []byte
			if err := s.Scan(&id, &sealed); err != nil {
				return struct{}{}, err
			}
			var x letter.Sender
			err := tx.openJSON(sealed, &x)
			out[id] = x.Name
			return struct{}{}, err
		}, `select letter, sealed from letter_sender where `+w.String()+` order by letter`, w.args...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// SameSender lists letters of an organ whose sender has the same telephone,
// e-mail address or name, newest first.
func (tx *Tx) SameSender(organ ledger.ID, s letter.Sender, limit int) ([]LetterRow, error) {
	return collect(tx, "same sender", scanLetter, `select `+letterColumns+` from letter l join letter_sender p on p.letter = l.id
		where l.organ = $1 and (p.phone_key <> '' and p.phone_key = $2 or p.email_key <> '' and p.email_key = $3 or p.name_key <> '' and p.name_key = $4)
		order by l.received desc, l.id desc`+page(limit, 0), organ, tx.Mark("phone", s.Phone), tx.Mark("email", s.Email), tx.Mark("name", s.Name))
}

// LettersByCode finds the letter of a query code (查询码).
func (tx *Tx) LettersByCode(organ ledger.ID, code string) ([]LetterRow, error) {
	key := tx.Mark("code", code)
	if key == "" {
		return nil, nil
	}
	return collect(tx, "letters by code", scanLetter, `select `+letterColumns+` from letter l join letter_sender p on p.letter = l.id
		where l.organ = $1 and p.code_key = $2 order by l.id`, organ, key)
}

// PutLetterWords keeps the words of an entry, sealed.
func (tx *Tx) PutLetterWords(organ, id ledger.ID, w Words) error {
	sealed, err := tx.sealJSON(w.Words)
	if err != nil {
		return err
	}
	return tx.insert("put letter words", `insert into letter_words (organ, seq, letter, sealed, salt)`, "", organ, w.Seq, id, sealed, w.Salt)
}

// LetterWords are words with whose they are, and whether they were erased.
type LetterWords struct {
	Words
	Letter ledger.ID
	Gone   bool
}

// LetterWords reads the words of a letter by their entries.
func (tx *Tx) LetterWords(id ledger.ID) (map[int64]Words, error) {
	w := where{}
	w.add("letter = ?", id)
	return byEntry(tx.letterWords(w))
}

// LetterWordsOf reads the words of some entries of an organ.
func (tx *Tx) LetterWordsOf(organ ledger.ID, seqs []int64) (map[int64]Words, error) {
	if len(seqs) == 0 {
		return nil, nil
	}
	w := where{}
	w.add("organ = ?", organ)
	in(&w, "seq", seqs)
	return byEntry(tx.letterWords(w))
}

// AllLetterWords reads the words of all letters of an organ, for verification.
func (tx *Tx) AllLetterWords(organ ledger.ID) ([]LetterWords, error) {
	w := where{}
	w.add("organ = ?", organ)
	return tx.letterWords(w)
}

func byEntry(all []LetterWords, err error) (map[int64]Words, error) {
	out := map[int64]Words{}
	for _, w := range all {
		out[w.Seq] = w.Words
	}
	return out, err
}

func (tx *Tx) letterWords(w where) ([]LetterWords, error) {
	return collect(tx, "letter words", func(s scanner) (c LetterWords, err error) {
		var sealed []byte
		if err := s.Scan(&c.Letter, &c.Seq, &sealed, &c.Salt); err != nil {
			return c, err
		}
		// What cannot be opened any more was changed; its sum will say so.
		if err := tx.openJSON(sealed, &c.Words.Words); err != nil {
			c.Words.Words = nil
		}
		c.Gone = len(sealed) == 0
		return c, nil
	}, `select letter, seq, sealed, salt from letter_words where `+w.String()+` order by seq`, w.args...)
}

// PutLetterPaper adds a file of a letter; p.Request is the letter.
func (tx *Tx) PutLetterPaper(p Paper) error {
	return tx.putPaper(`insert into letter_paper (id, letter, `, p)
}

// LetterPapers lists the files of a letter in order, of all letters of the organ
// for "".
func (tx *Tx) LetterPapers(organ, id ledger.ID) ([]Paper, error) {
	w := where{}
	w.add("l.organ = ?", organ)
	if id != "" {
		w.add("p.letter = ?", id)
	}
	return collect(tx, "letter papers", tx.scanRequestPaper, `select p.id, p.letter, `+paperRest+`
		from letter_paper p join letter l on l.id = p.letter where `+w.String()+` order by p.at, p.id`, w.args...)
}

// LetterCopy is what is public of a letter.
type LetterCopy struct {
	Of  ledger.ID // the letter
	Seq int64     // the entry that wrote it
	letter.Copy
	Salt string
}

// Sum is what the fact of the copy binds.
func (c LetterCopy) Sum() ledger.Sum { return ledger.Salted(c.Salt, c.Title, c.Question, c.Answer) }

// PutLetterCopy lets a copy out.
func (tx *Tx) PutLetterCopy(l letter.Letter, c LetterCopy) error {
	return tx.insert("put letter copy", `insert into letter_copy (letter, organ, seq, published, title, question, answer, salt)`, "",
		l.ID, l.Organ, c.Seq, l.PublishedOn, c.Title, c.Question, c.Answer, c.Salt)
}

// DropLetterCopy takes it back.
func (tx *Tx) DropLetterCopy(id ledger.ID) error {
	_, err := tx.exec("drop letter copy", `delete from letter_copy where letter = $1`, id)
	return err
}

// PublicLetter is a public copy with its letter.
type PublicLetter struct {
	LetterRow
	LetterCopy
}

// CopyFilter narrows the public letters of an organ.
type CopyFilter struct {
	Organ         ledger.ID
	ID            ledger.ID
	Mailbox, Sort ledger.Code
	Year          int    // of the answer
	Text          string // every word occurs in title, question or answer
	Limit, Offset int
}

func (f CopyFilter) where() where {
	w := where{}
	w.add("c.organ = ?", f.Organ)
	if f.ID != "" {
		w.add("c.letter = ?", f.ID)
	}
	if f.Mailbox != "" {
		w.add("l.mailbox = ?", f.Mailbox)
	}
	if f.Sort != "" {
		w.add("l.sort = ?", f.Sort)
	}
	if f.Year > 0 {
		w.add("substr(l.ended, 1, 4) = ?", fmt.Sprintf("%04d", f.Year))
	}
	words := strings.Fields(f.Text)
	for _, word := range words[:min(len(words), 20)] {
		p := "%" + like(word) + "%"
		w.add("(lower(c.title) like lower(?) escape '!' or lower(c.question) like lower(?) escape '!' or lower(c.answer) like lower(?) escape '!')", p, p, p)
	}
	return w
}

// PublicLetters lists a page of public letters, the newest answers first, and
// says how many there are.
func (tx *Tx) PublicLetters(f CopyFilter) (out []PublicLetter, total int, err error) {
	w := f.where()
	from := ` from letter_copy c join letter l on l.id = c.letter where ` + w.String()
	if err := tx.row(`select count(*)`+from, w.args...).Scan(&total); err != nil {
		return nil, 0, fail("count public letters", err)
	}
	out, err = collect(tx, "public letters", func(s scanner) (p PublicLetter, err error) {
		var rest LetterCopy
		p.LetterRow, err = scanLetter(tail{s, []any{&rest.Of, &rest.Seq, &rest.Title, &rest.Question, &rest.Answer, &rest.Salt}})
		p.LetterCopy = rest
		return p, err
	}, `select `+letterColumns+`, c.letter, c.seq, c.title, c.question, c.answer, c.salt`+from+` order by l.ended desc, l.id desc`+page(f.Limit, f.Offset), w.args...)
	return out, total, err
}

// PublicLetterYears lists the years of the answers that are public, newest first.
func (tx *Tx) PublicLetterYears(organ ledger.ID) ([]int, error) {
	return collect(tx, "public letter years", func(s scanner) (y int, err error) {
		err = s.Scan(&y)
		return y, err
	}, `select distinct cast(substr(l.ended, 1, 4) as bigint) as y from letter_copy c join letter l on l.id = c.letter where c.organ = $1 order by y desc`, organ)
}

// tail scans more columns behind those that another scan reads.
type tail struct {
	scanner
	more []any
}

func (t tail) Scan(to ...any) error { return t.scanner.Scan(append(to, t.more...)...) }

// EraseLetter takes away all that names a person: the sender, the words, the
// names of files. What is public names nobody and stays. It returns the blobs
// that nothing else points to.
func (tx *Tx) EraseLetter(id ledger.ID) (blobs []string, err error) {
	blobs, err = collect(tx, "blobs", func(s scanner) (sha string, err error) {
		err = s.Scan(&sha)
		return sha, err
	}, `select sha from letter_paper where letter = $1 and sha <> '' order by sha`, id)
	if err != nil {
		return nil, err
	}
	for _, q := range []string{
		`update letter_sender set sealed = null, phone_key = '', email_key = '', name_key = '', code_key = '' where letter = $1`,
		`update letter_words set sealed = null, salt = '' where letter = $1`,
		`update letter_paper set name = null, sha = '', salt = '' where letter = $1`,
		`update letter set subject = '', matter = '', mail_key = '', twin_key = '' where id = $1`,
	} {
		if _, err := tx.exec("erase letter", q, id); err != nil {
			return nil, err
		}
	}
	return blobs, nil
}
