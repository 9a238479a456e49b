package office

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/refusal"
)

// LetterForm is a letter to a mailbox (来信) as typed, on the site or at the
// desk. Once names the form that was filled in, so that pressing the button twice
// makes one letter.
type LetterForm struct {
	Once, Mailbox, Sort         string
	Name, Phone, Email, Address string
	Title, Content              string
	Open                        bool // agrees to a public answer

	Received, Given, Their string // at the desk: day of receipt, their last day, their number
	Again                  bool   // at the desk: not the same as an earlier one
}

// LetterReceipt is what a sender takes home.
type LetterReceipt struct {
	ID         ledger.ID
	No, Code   string
	State      letter.State
	ReceivedOn calendar.Day
	Due        calendar.Date
	Twin       bool // it was here already
}

func (f LetterForm) sender() letter.Sender {
	t := strings.TrimSpace
	return letter.Sender{Name: t(f.Name), Phone: t(f.Phone), Email: t(f.Email), Address: t(f.Address)}
}

func (f LetterForm) text() letter.Text {
	return letter.Text{Title: strings.Join(strings.Fields(f.Title), " "), Content: plainLines(f.Content), Their: strings.TrimSpace(f.Their)}
}

// plainLines is a typed text with the line ends of one sort.
func plainLines(s string) string { return strings.ReplaceAll(strings.TrimSpace(s), "\r\n", "\n") }

// gathered is all refusals of several checks; a fault comes first.
func gathered(errs ...error) error {
	var all refusal.All
	for _, err := range errs {
		var some refusal.All
		if errors.As(err, &some) {
			all = append(all, some...)
		} else if one, ok := refusal.As(err); ok {
			all = append(all, one)
		} else if err != nil {
			return err
		}
	}
	return all.Or()
}

// arrival reads what the form says of the mailbox and the days.
func (f LetterForm) arrival(door ledger.Code, today calendar.Day) (letter.Arrival, error) {
	a := letter.Arrival{Mailbox: f.Mailbox, Sort: f.Sort, Door: string(door), Open: f.Open, On: today}
	var err1, err2 error
	if strings.TrimSpace(f.Received) != "" {
		a.On, err1 = formDay("received", f.Received)
	}
	a.Given, err2 = optionalDay("given", f.Given)
	return a, gathered(err1, err2)
}

// check lists everything that is wrong with the form at once.
func (f LetterForm) check(t letter.Table, door ledger.Code, today calendar.Day) (letter.Arrival, error) {
	a, err := f.arrival(door, today)
	var received error
	if err == nil {
		_, received = letter.Receive(t, a, today, "")
	}
	return a, gathered(err, received, f.sender().Check(door), f.text().Check())
}

// CheckLetterForm says what is wrong with a letter before it is handed in.
func (o *Office) CheckLetterForm(ctx context.Context, organ ledger.ID, f LetterForm) error {
	if err := access.May(access.Actor{}, access.WriteLetter, access.Thing{Organ: organ, Public: true}); err != nil {
		return err
	}
	f.Received, f.Given, f.Their = "", "", ""
	return o.view(ctx, func(tx *store.Tx) error {
		t, err := mailboxes(tx, organ, o.Today())
		if err != nil {
			return err
		}
		_, err = f.check(t, letter.DoorWeb, o.Today())
		return err
	})
}

// WriteLetter takes in a letter from the site (网上来信, R-L1).
func (o *Office) WriteLetter(ctx context.Context, organ ledger.ID, f LetterForm, files []Upload, address string) (out LetterReceipt, err error) {
	if err := o.CheckLetterForm(ctx, organ, f); err != nil {
		return out, err
	}
	f.Received, f.Given, f.Their, f.Again = "", "", "", false
	papers, err := o.sealLetter(ctx, files, "letter")
	if err != nil {
		return out, err
	}
	if err := o.update(ctx, func(tx *store.Tx) error {
		if f.Once != "" {
			if _, err := tx.Letter(onceID(tx, f.Once)); err == nil {
				return nil // pressed twice
			}
		}
		return o.flood(tx, organ, f.sender(), address)
	}); err != nil {
		return out, err
	}
	return o.takeIn(ctx, access.Actor{Officer: ledger.Citizen, Organ: organ}, incoming{form: f, door: letter.DoorWeb, papers: papers})
}

// flood counts what one sender and one address hand in, and refuses what is
// beyond the table (R-L2). Others are not held up.
func (o *Office) flood(tx *store.Tx, organ ledger.ID, s letter.Sender, address string) error {
	t, err := mailboxes(tx, organ, o.Today())
	if err != nil {
		return err
	}
	at := o.now()
	for _, x := range []struct {
		key       string
		hour, day int
	}{{"letter/" + string(organ) + "/by/" + tx.Mark("phone", s.Phone), t.Flood.SenderHour, t.Flood.SenderDay},
		{"letter/" + string(organ) + "/from/" + address, t.Flood.AddressHour, t.Flood.AddressDay}} {
		day, err := tx.Attempts(x.key, at.Add(-24*time.Hour))
		if err != nil {
			return err
		}
		hour, err := tx.Attempts(x.key, at.Add(-time.Hour))
		if err != nil {
			return err
		}
		switch {
		case day >= x.day:
			return refusal.Clash("letter.receive.floodday", "R-L2")
		case hour >= x.hour:
			return refusal.Clash("letter.receive.flood", "R-L2")
		}
		if err := tx.PutAttempt(x.key, at); err != nil {
			return err
		}
	}
	return nil
}

// RegisterLetter takes in a letter at the desk (登记): of another body's mailbox,
// with its number and the last day that it gave, or of one's own that came on
// paper.
func (o *Office) RegisterLetter(ctx context.Context, who access.Actor, f LetterForm, files []Upload) (LetterReceipt, error) {
	if err := may(who, access.RegisterLetter); err != nil {
		return LetterReceipt{}, err
	}
	papers, err := o.sealLetter(ctx, files, "letter")
	if err != nil {
		return LetterReceipt{}, err
	}
	return o.takeIn(ctx, who, incoming{form: f, door: letter.DoorDesk, papers: papers})
}

// MailLetter is an e-mail to a mailbox.
type MailLetter struct {
	MessageID, Mailbox string
	From, Name         string
	Subject, Text      string
	At                 time.Time // when it came into the mailbox
	Files              []Upload
}

// ReceiveMailLetter takes in an e-mail (电子邮件来信): the same Message-ID makes one
// letter, however often it is fetched. Nobody is there to choose another file, so
// that one of the wrong sort is left out and named in the letter. Its kind is the
// one that the table gives to mail, which is put right when the letter is taken on.
func (o *Office) ReceiveMailLetter(ctx context.Context, organ ledger.ID, m MailLetter) (LetterReceipt, error) {
	who := access.Machine(organ)
	if err := access.May(who, access.FetchLetters, access.Thing{Organ: organ}); err != nil {
		return LetterReceipt{}, err
	}
	var box letter.Mailbox
	if err := o.view(ctx, func(tx *store.Tx) error {
		t, err := mailboxes(tx, organ, o.Today())
		box, _ = t.Mailbox(ledger.Code(m.Mailbox))
		return err
	}); err != nil {
		return LetterReceipt{}, err
	}
	f := LetterForm{Mailbox: m.Mailbox, Sort: string(box.MailSort()), Name: cmp.Or(strings.TrimSpace(m.Name), m.From), Email: m.From,
		Title: cmp.Or(strings.TrimSpace(m.Subject), "（无标题）"), Content: m.Text, Received: calendar.DayOf(m.At).String()}
	if r := []rune(f.Title); len(r) > letter.MostTitle {
		f.Title = string(r[:letter.MostTitle-1]) + "…"
	}
	var papers []store.Paper
	for _, u := range m.Files {
		p, err := o.sealLetter(ctx, []Upload{u}, "letter")
		if _, refused := refusal.As(err); refused || len(papers) >= letter.MostFiles {
			f.Content += "\n（附件“" + cleanName(u.Name) + "”没有保存：类型、大小或者数量不符合要求。）"
			continue
		}
		if err != nil {
			return LetterReceipt{}, err
		}
		papers = append(papers, p...)
	}
	return o.takeIn(ctx, who, incoming{form: f, door: letter.DoorEmail, papers: papers, messageID: m.MessageID})
}

// sealLetter keeps the files of a letter, each of which is what its name says.
func (o *Office) sealLetter(ctx context.Context, files []Upload, kind ledger.Code) ([]store.Paper, error) {
	if len(files) > letter.MostFiles {
		return nil, refusal.New("letter.file.many", "R-L1", "most", fmt.Sprint(letter.MostFiles)).On("file")
	}
	var out []store.Paper
	for _, f := range files {
		if f.Kept != nil {
			kept, err := o.seal(ctx, []Upload{f})
			if err != nil {
				return nil, err
			}
			kept[0].Kind = kind
			out = append(out, kept...)
			continue
		}
		r, err := looked(f)
		if err != nil {
			return nil, err
		}
		s, err := o.putSealed(ctx, f.Name, r, letter.MostFile)
		if err != nil {
			return nil, err
		}
		out = append(out, store.Paper{ID: newID(), Kind: kind, Name: cleanName(f.Name), SHA: s.SHA, Size: s.Size, Type: s.Type, Salt: newSalt()})
	}
	return out, nil
}

// looked reads the beginning of an upload, which is what its name says.
func looked(f Upload) (io.Reader, error) {
	r := bufio.NewReaderSize(f.R, letter.Sniff)
	head, err := r.Peek(letter.Sniff)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("office: read an upload: %w", err)
	}
	if len(head) == 0 {
		return r, nil // putSealed says that it is empty
	}
	return r, letter.Looks(f.Name, bytes.Clone(head))
}

// KeepLetterFile seals an upload at once, so that it outlives a refusal of what
// else the form holds. Give it back as Upload.Kept.
func (o *Office) KeepLetterFile(ctx context.Context, organ ledger.ID, name string, r io.Reader, address string) (KeptPaper, error) {
	if err := access.May(access.Actor{}, access.WriteLetter, access.Thing{Organ: organ, Public: true}); err != nil {
		return KeptPaper{}, err
	}
	if err := o.paced(ctx, "keep/"+string(organ)+"/"+address, maxKept, "request.apply.many"); err != nil {
		return KeptPaper{}, err
	}
	some, err := o.sealLetter(ctx, []Upload{{Name: name, R: r}}, "letter")
	if err != nil {
		return KeptPaper{}, err
	}
	p := some[0]
	return KeptPaper{ID: p.ID, Kind: string(p.Kind), Name: p.Name, SHA: p.SHA, Type: p.Type, Salt: p.Salt, Size: p.Size}, nil
}

// incoming is a letter on its way in.
type incoming struct {
	form      LetterForm
	door      ledger.Code
	papers    []store.Paper
	messageID string
}

// twinDays is how long the same words of the same sender are the same letter.
const twinDays = 30

// takeIn writes the letter, its files and its receipt.
func (o *Office) takeIn(ctx context.Context, who access.Actor, in incoming) (out LetterReceipt, err error) {
	today := o.Today()
	err = o.record(ctx, who.Organ, func(tx *store.Tx) error {
		table, err := mailboxes(tx, who.Organ, today)
		if err != nil {
			return err
		}
		a, err := in.form.check(table, in.door, today)
		if err != nil {
			return err
		}
		s, text := in.form.sender(), in.form.text()
		keys := store.LetterKeys{Mail: tx.Mark("message", in.messageID),
			Twin: tx.Mark("twin", a.Mailbox+"|"+cmp.Or(s.Phone, s.Email, s.Name)+"|"+strings.Join(strings.Fields(text.Title+text.Content), ""))}
		id := newID()
		if in.form.Once != "" {
			id = onceID(tx, in.form.Once)
		}
		known, done, err := o.twin(tx, who, id, keys, in)
		if err != nil || done {
			out = known
			return err
		}
		n, err := tx.NextSerial(who.Organ, "letter", a.On.Year())
		if err != nil {
			return err
		}
		a.No, s.Code = fmt.Sprintf("X%d-%04d", a.On.Year(), n), newCode()
		d := &dossier{o: o, tx: tx, who: who, today: today, l: letter.Letter{ID: id, Organ: who.Organ}, sender: &s, text: &text}
		fact, err := letter.Receive(table, a, today, d.say(textWords(text)))
		if err != nil {
			return err
		}
		if err := d.enter(a.On, fact); err != nil {
			return err
		}
		if err := d.keep(in.papers...); err != nil {
			return err
		}
		if in.door != letter.DoorDesk {
			if err := d.notify("已经收到", in.door == letter.DoorEmail, ""); err != nil {
				return err
			}
		}
		if err := tx.AddLetter(store.LetterRow{Letter: d.l, Subject: text.Digest(s), Matter: text.Matter(s)}, keys); err != nil {
			return err
		}
		if err := tx.PutSender(id, s); err != nil {
			return err
		}
		out = o.letterReceipt(d.l, s)
		return d.rest()
	})
	return out, err
}

// twin finds the letter that this one is (R-L2): the form that was sent twice,
// the e-mail that was fetched twice; and refuses the same words again.
func (o *Office) twin(tx *store.Tx, who access.Actor, id ledger.ID, keys store.LetterKeys, in incoming) (LetterReceipt, bool, error) {
	receipt := func(l letter.Letter) (LetterReceipt, bool, error) {
		s, err := tx.Sender(l.ID)
		out := o.letterReceipt(l, s)
		out.Twin = true
		return out, true, err
	}
	if old, err := tx.Letter(id); err == nil && old.Organ == who.Organ {
		return receipt(old)
	}
	if keys.Mail != "" {
		if same, err := tx.TwinLetters(who.Organ, store.LetterKeys{Mail: keys.Mail}); err != nil || len(same) > 0 {
			if err != nil {
				return LetterReceipt{}, false, err
			}
			return receipt(same[0].Letter)
		}
	}
	twins, err := tx.TwinLetters(who.Organ, store.LetterKeys{Twin: keys.Twin})
	if err != nil || len(twins) == 0 || in.form.Again {
		return LetterReceipt{}, false, err
	}
	x := twins[0]
	switch {
	case !x.State.Pending() && o.Today().Sub(x.ReceivedOn) > twinDays:
		return LetterReceipt{}, false, nil
	case in.door == letter.DoorEmail:
		return receipt(x.Letter) // nobody is there to be told
	}
	return LetterReceipt{}, false, refusal.Clash("letter.receive.twice", "R-L2", "day", x.ReceivedOn.Chinese(), "no", x.No).On("content")
}

func (o *Office) letterReceipt(l letter.Letter, s letter.Sender) LetterReceipt {
	return LetterReceipt{ID: l.ID, No: l.No, Code: s.Code, State: l.State, ReceivedOn: l.ReceivedOn, Due: l.Clock(o.Today(), o.Calendar()).Due}
}

// textWords is what the fact of receipt binds: what was written.
func textWords(t letter.Text) string {
	b, err := json.Marshal(t)
	if err != nil {
		panic("office: a letter cannot be encoded: " + err.Error())
	}
	return string(b)
}
