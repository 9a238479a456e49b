package office

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/catalogue"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/window"
)

// WindowForm takes a matter in. For an enquiry at the window Topic is enough: it
// was answered on the spot, today, by the unit of the officer. Item is a number
// of the catalogue.
type WindowForm struct {
	Sort                       string
	Channel, Topic, Item, Unit string
	On, Minutes                string
	Name, Phone, Email         string
	Text, Answer               string
	Later                      bool // an enquiry that is to be answered later
	Consent                    bool
	Day                        string // of a commendation, as it is printed
	Photo                      io.Reader
	PhotoName                  string
}

func (f WindowForm) said() window.Said {
	return window.Said{Name: strings.TrimSpace(f.Name), Phone: strings.TrimSpace(f.Phone), Email: strings.TrimSpace(f.Email), Text: strings.TrimSpace(f.Text)}
}

// RecordWindow takes in at the desk what was asked, complained of or praised
// (登记); it gives the id of the matter.
func (o *Office) RecordWindow(ctx context.Context, who access.Actor, f WindowForm) (ledger.ID, error) {
	if err := may(who, access.WorkWindow); err != nil {
		return "", err
	}
	sort := window.Sort(f.Sort)
	if sort == window.Commendation {
		if err := may(who, access.MindWindow); err != nil {
			return "", err
		}
	}
	s := f.said()
	if sort == window.Commendation {
		s.Day = orElse(strings.TrimSpace(f.Day), o.Today().String())
	}
	if f.Photo != nil {
		b, err := o.put(ctx, f.PhotoName, f.Photo)
		if err != nil {
			return "", err
		}
		if !strings.HasPrefix(b.Type, "image/") || b.Type == "image/svg+xml" {
			return "", refusal.New("window.receive.photo", "§G.3").On("photo")
		}
		s.Photo, s.PhotoType = b.SHA, b.Type
	}
	if f.Unit == "" && sort != window.Complaint {
		f.Unit = string(who.Unit)
	}
	id, _, err := o.receiveWindow(ctx, who, f, s, !f.Later && sort == window.Enquiry, "")
	return id, err
}

// receiveWindow enters a matter under the next number of its sort and year.
func (o *Office) receiveWindow(ctx context.Context, who access.Actor, f WindowForm, s window.Said, answered bool, code string) (id ledger.ID, no ledger.Code, err error) {
	on, err := openDay("on", orElse(strings.TrimSpace(f.On), o.Today().String()))
	if err != nil {
		return "", "", err
	}
	minutes := 0
	if m := strings.TrimSpace(f.Minutes); m != "" {
		if minutes, err = strconv.Atoi(m); err != nil {
			return "", "", refusal.New("window.receive.minutes", "§G.3").On("minutes")
		}
	}
	r := store.WindowRow{Said: s, Salt: newSalt(), Code: code}
	m := window.Matter{ID: newID(), Organ: who.Organ, Sort: window.Sort(f.Sort), Channel: ledger.Code(f.Channel), Topic: ledger.Code(f.Topic), Unit: ledger.ID(f.Unit),
		Minutes: minutes, Consent: f.Consent}
	sum := ledger.Salted(r.Salt, s.Words()...)
	if _, err := m.Receive(s, answered, on, o.Today(), sum); err != nil {
		return "", "", err
	}
	err = o.record(ctx, who.Organ, func(tx *store.Tx) error {
		if _, err := unit(tx, who.Organ, m.Unit); m.Unit != "" && err != nil {
			return err
		}
		if f.Item != "" {
			i, err := tx.CatalogueItemByNo(who.Organ, ledger.Code(f.Item))
			if err != nil {
				return err
			}
			m.Item = i.ID
			if v, err := tx.CatalogueVersion(i.ID, max(i.Approved, 1)); f.Unit == "" && m.Sort != window.Complaint && err == nil {
				m.Unit = v.Unit // a complaint is about the division, and is handed out by the office
			}
		}
		n, err := tx.NextSerial(who.Organ, "window/"+f.Sort, on.Year())
		if err != nil {
			return err
		}
		m.No = ledger.Code(fmt.Sprintf("%d-%04d", on.Year(), n))
		no = m.No
		fact, err := m.Receive(s, answered, on, o.Today(), sum)
		if err != nil {
			return err
		}
		e, err := tx.Append(on, m.ID, who.Officer, fact)
		if err != nil {
			return err
		}
		r.Matter = window.Matter{}.Apply(e, fact)
		if err := tx.PutWindow(r); err != nil {
			return err
		}
		if f.Answer = strings.TrimSpace(f.Answer); f.Answer == "" {
			return nil
		}
		w, answer := saying(f.Answer) // what was answered on the spot, in a fact of its own
		if e, err = tx.Append(on, m.ID, who.Officer, window.Noted{Words: answer}); err != nil {
			return err
		}
		w.Seq = e.Seq
		return tx.PutWindowWords(r.Organ, m.ID, w)
	})
	return m.ID, no, err
}

// decideWindow is where the pieces of a matter's verb meet: load, ask the
// policy, let the verb decide, append its fact with its words, store.
func (o *Office) decideWindow(ctx context.Context, who access.Actor, v access.Verb, id ledger.ID, rev int64,
	verb func(tx *store.Tx, r *store.WindowRow) (ledger.Fact, store.Words, error)) error {
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		r, err := windowOf(tx, who, v, id)
		if err != nil {
			return err
		}
		if r.Rev != rev {
			return refusal.Clash("office.save.conflict", "")
		}
		fact, words, err := verb(tx, &r)
		if err != nil {
			return err
		}
		e, err := tx.Append(o.Today(), id, who.Officer, fact)
		if err != nil {
			return err
		}
		r.Matter = r.Apply(e, fact)
		if err := tx.PutWindow(r); err != nil {
			return err
		}
		if words.Salt == "" {
			return nil
		}
		words.Seq = e.Seq
		return tx.PutWindowWords(r.Organ, id, words)
	})
}

// WindowAct is the form of a verb of a matter.
type WindowAct struct {
	Rev                             int64
	Words, Unit, Finding, Satisfied string
	Minutes                         string
}

// WindowVerb carries out a verb of a matter by its name: assign, accept,
// decline, check, answer, revisit, file, release, takedown.
func (o *Office) WindowVerb(ctx context.Context, who access.Actor, id ledger.ID, verb string, f WindowAct) error {
	need := access.MindWindow
	if verb == "check" || verb == "answer" {
		need = access.WorkWindow
	}
	return o.decideWindow(ctx, who, need, id, f.Rev, func(tx *store.Tx, r *store.WindowRow) (fact ledger.Fact, w store.Words, err error) {
		if strings.TrimSpace(f.Words) != "" {
			w, _ = saying(f.Words)
		}
		sum := ledger.Salted(w.Salt, w.Words...)
		if w.Salt == "" {
			sum = ""
		}
		switch verb {
		case "assign":
			if _, err := unit(tx, r.Organ, ledger.ID(f.Unit)); f.Unit != "" && err != nil {
				return nil, w, err
			}
			w = store.Words{}
			fact, err = r.Assign(ledger.ID(f.Unit))
		case "accept":
			fact, err = r.Accept(f.Words, sum)
		case "decline":
			fact, err = r.Decline(f.Words, sum)
		case "check":
			fact, err = r.Check(ledger.Code(f.Finding), f.Words, sum)
		case "answer":
			if r.Sort == window.Complaint {
				if err := access.May(who, access.MindWindow, windowThing(r.Matter)); err != nil {
					return nil, w, err
				}
			}
			minutes, wrong := strconv.Atoi(orElse(strings.TrimSpace(f.Minutes), "0"))
			if wrong != nil {
				minutes = -1
			}
			fact, err = r.Answer(f.Words, minutes, sum)
		case "revisit":
			fact, err = r.Revisit(ledger.Code(f.Satisfied), sum)
		case "file":
			w = store.Words{}
			fact, err = r.File()
		case "release":
			w = store.Words{}
			if err := o.fit(tx, r.Organ, writing{"", "表扬人", r.Said.Name}, writing{"", "表扬的内容", r.Said.Text}); err != nil {
				return nil, w, err
			}
			fact, err = r.Release()
		case "takedown":
			w = store.Words{}
			fact, err = r.TakeDown()
		default:
			return nil, w, refusal.NotFound("access.may.absent")
		}
		return fact, w, err
	})
}

// EraseWindow takes away who asked and in what words (删除个人信息).
func (o *Office) EraseWindow(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	photo := ""
	err := o.decideWindow(ctx, who, access.MindWindow, id, rev, func(tx *store.Tx, r *store.WindowRow) (ledger.Fact, store.Words, error) {
		f, err := r.Matter.Erase()
		if err != nil {
			return nil, store.Words{}, err
		}
		photo, r.Said, r.Salt = r.Said.Photo, window.Said{}, ""
		return f, store.Words{}, tx.EraseWindow(id)
	})
	if err != nil || photo == "" {
		return err
	}
	return o.letGo(ctx, photo)
}

func photoOf(s window.Said) catalogue.File {
	return catalogue.File{Name: "照片", Type: s.PhotoType, SHA: s.Photo}
}
