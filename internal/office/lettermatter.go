package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/people"
	"gongkai/refusal"
)

// dossier is a letter to a mailbox in the hands of a verb, within one
// transaction. What is said beside a fact, and files, are written when the row is
// (finish).
type dossier struct {
	o      *Office
	tx     *store.Tx
	who    access.Actor
	today  calendar.Day
	l      letter.Letter
	sender *letter.Sender
	text   *letter.Text
	words  []string
	salt   string
	later  []func() error
}

// say keeps words for the next fact and gives the sum that binds them.
func (d *dossier) say(words ...string) ledger.Sum {
	for i := range words {
		words[i] = strings.TrimSpace(words[i])
	}
	d.words, d.salt = words, newSalt()
	return ledger.Salted(d.salt, words...)
}

// enter appends a fact on its legal day and applies it.
func (d *dossier) enter(on calendar.Day, f ledger.Fact) error {
	e, err := d.tx.Append(on, d.l.ID, d.who.Officer, f)
	if err != nil {
		return err
	}
	d.l = d.l.Apply(e, f)
	if letter.Bound(f) == "" || d.words == nil {
		return nil
	}
	w := store.Words{Seq: e.Seq, Words: d.words, Salt: d.salt}
	d.words = nil
	id := d.l.ID
	d.later = append(d.later, func() error { return d.tx.PutLetterWords(e.Organ, id, w) })
	return nil
}

// keep adds files to the letter (附件).
func (d *dossier) keep(papers ...store.Paper) error {
	for _, p := range papers {
		e, err := d.tx.Append(d.today, d.l.ID, d.who.Officer, letter.Kept{Paper: p.Kind, Sum: paperSum(p)})
		if err != nil {
			return err
		}
		p.Request, p.Seq, p.On, p.At = d.l.ID, e.Seq, d.today, d.o.now()
		d.later = append(d.later, func() error { return d.tx.PutLetterPaper(p) })
	}
	return nil
}

// finish stores the row and what belongs to it.
func (d *dossier) finish() error {
	if err := d.tx.PutLetter(d.l); err != nil {
		return err
	}
	return d.rest()
}

// rest stores what hangs on the row.
func (d *dossier) rest() error {
	for _, f := range d.later {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

// from opens who wrote, for a mail or a conversion; screens never ask here.
func (d *dossier) from() (letter.Sender, error) {
	if d.sender == nil {
		s, err := d.tx.Sender(d.l.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return s, err
		}
		d.sender = &s
	}
	return *d.sender, nil
}

// hands are who did the last fact of a kind, and in whose name.
func (d *dossier) hands(f ledger.Fact, v access.Verb) ([]ledger.ID, error) {
	return handsOf(d.tx, d.l.Organ, d.l.ID, f.Kind(), v, letterThing(d.l))
}

// spokenLetter is what stands beside the facts of a letter: what was written, and the
// words of each entry.
type spokenLetter struct {
	text    letter.Text
	answer  string // the last draft
	copy    store.LetterCopy
	entries []ledger.Entry
	facts   []ledger.Fact
	words   map[int64]store.Words
}

// spokenOf reads what stands beside the facts of a letter.
func spokenOf(tx *store.Tx, l letter.Letter) (s spokenLetter, err error) {
	if s.entries, err = tx.Entries(l.Organ, store.EntryFilter{Subject: l.ID}); err != nil {
		return s, err
	}
	if s.words, err = tx.LetterWords(l.ID); err != nil {
		return s, err
	}
	codec := Codec()
	for _, e := range s.entries {
		f, err := codec.Decode(e)
		if err != nil {
			return s, err
		}
		s.facts = append(s.facts, f)
		w := s.words[e.Seq]
		if len(w.Words) == 0 {
			continue // erased, or nothing was said
		}
		switch f.(type) {
		case letter.Received:
			if err := json.Unmarshal([]byte(w.Words[0]), &s.text); err != nil {
				return s, fmt.Errorf("office: read letter %s: %w", l.ID, err)
			}
		case letter.Imported:
			s.text, s.answer = letter.Text{Title: w.Words[0], Content: w.Words[1]}, w.Words[4]
		case letter.Written:
			s.answer = w.Words[0]
		case letter.Copied:
			s.copy = store.LetterCopy{Of: l.ID, Seq: e.Seq, Salt: w.Salt, Copy: letter.Copy{Title: w.Words[0], Question: w.Words[1], Answer: w.Words[2]}}
		}
	}
	return s, nil
}

// wrote is what was written.
func (d *dossier) wrote() (letter.Text, error) {
	if d.text == nil {
		s, err := spokenOf(d.tx, d.l)
		if err != nil {
			return s.text, err
		}
		d.text = &s.text
	}
	return *d.text, nil
}

// letterThing is a letter as the policy sees it.
func letterThing(l letter.Letter) access.Thing { return access.Thing{Organ: l.Organ, Unit: l.Unit} }

// notify puts a notice to the sender into the outbox, when they gave an address:
// what has come and where to read it. What follows is the answer itself, which
// the sender asked for; the code goes only to who wrote by mail and has no page
// that showed it.
func (d *dossier) notify(what string, code bool, follows string) error {
	s, err := d.from()
	if err != nil || s.Email == "" {
		return err
	}
	to, err := people.Email(s.Email)
	if err != nil {
		return nil // an address that was good enough on paper; the page still tells all
	}
	g, err := d.tx.Organ(d.l.Organ)
	if err != nil {
		return err
	}
	where := "本机关网站“互动交流”页面的“查询来信”"
	if g.Site.Domain != "" {
		where = "https://" + g.Site.Domain + "/letters/follow"
	}
	text := fmt.Sprintf("您好：\n\n您写给%s的信（编号%s）%s。\n", g.Name, d.l.No, what)
	if follows != "" {
		text += "\n" + follows + "\n"
	}
	proof := "您电话的后四位"
	if s.Phone == "" {
		proof = "您写信用的电子邮箱"
	}
	if code {
		text += "\n查询码：" + s.Code + "\n"
	}
	text += fmt.Sprintf("\n凭查询码和%s，可以查看办理情况：%s\n\n这封邮件由系统发出。有疑问请与%s联系，电话%s。\n", proof, where, g.Name, orElse(g.Phone, "见本机关网站"))
	mail := store.Mail{Organ: g.ID, About: d.l.ID, At: d.o.now(), To: to, Subject: fmt.Sprintf("您的来信（编号%s）%s", d.l.No, what), Text: text}
	d.later = append(d.later, func() error {
		_, err := d.tx.Enqueue(mail)
		return err
	})
	return nil
}

// decideLetter is the one place where the pieces of a letter's verb meet: load,
// ask the policy, let the verb decide, append its facts, store.
func (o *Office) decideLetter(ctx context.Context, who access.Actor, v access.Verb, id ledger.ID, rev int64, verb func(*dossier) error) error {
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		l, err := tx.Letter(id)
		if err != nil {
			return err
		}
		if err := access.May(who, v, letterThing(l)); err != nil {
			return err
		}
		if l.Rev != rev {
			return refusal.Clash("letter.save.conflict", "")
		}
		d := &dossier{o: o, tx: tx, who: who, today: o.Today(), l: l}
		if err := verb(d); err != nil {
			return err
		}
		return d.finish()
	})
}
