package office

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/window"
)

// WindowForm takes a matter in. For an enquiry at the window Topic is enough: it
// was answered on the spot, today, by the unit of the officer. Item is a number
// of the catalogue, Case one of a case; Against the division that a complaint is
// about. Once names the form that was filled in, so that pressing the button
// twice makes no second matter.
type WindowForm struct {
	Once, Case, Against        string
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
	if f.Case = strings.TrimSpace(f.Case); f.Case != "" && f.Sort != string(window.Complaint) {
		f.Case = ""
	}
	r := store.WindowRow{Said: s, Salt: newSalt(), Code: code}
	m := window.Matter{ID: newID(), Organ: who.Organ, Sort: window.Sort(f.Sort), Channel: ledger.Code(f.Channel), Topic: ledger.Code(f.Topic), Unit: ledger.ID(f.Unit),
		Minutes: minutes, Consent: f.Consent}
	sum := ledger.Salted(r.Salt, s.Words()...)
	if _, err := m.Receive(s, answered, on, o.Today(), sum); err != nil {
		return "", "", err
	}
	err = o.record(ctx, who.Organ, func(tx *store.Tx) error {
		if f.Once != "" {
			m.ID = windowOnce(tx, f.Once)
			before, err := tx.WindowMatter(m.ID)
			if no = before.No; err == nil || !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
		if _, err := unit(tx, who.Organ, m.Unit); m.Unit != "" && err != nil {
			return err
		}
		about, err := o.complainedOf(tx, who.Organ, f)
		if err != nil {
			return err
		}
		if about.item != "" {
			m.Item = about.item
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
		if m.Sort == window.Complaint && about.unit != "" {
			fact, err := r.About(about.unit, about.of, false)
			if err != nil {
				return err
			}
			if e, err = tx.Append(on, m.ID, who.Officer, fact); err != nil {
				return err
			}
			r.Matter = r.Apply(e, fact)
		}
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

// windowOnce is the id of the matter that a form makes, however often it is sent.
func windowOnce(tx *store.Tx, once string) ledger.ID {
	return ledger.ID("w" + tx.Mark("once", once)[:15])
}

// aboutWhom is the division that a complaint is about, by what it names.
type aboutWhom struct{ unit, of, item ledger.ID }

// complainedOf derives the division complained of: by the case that is named, by
// the item, or as the form says.
func (o *Office) complainedOf(tx *store.Tx, organ ledger.ID, f WindowForm) (a aboutWhom, err error) {
	if window.Sort(f.Sort) != window.Complaint {
		return a, nil
	}
	switch {
	case f.Case != "":
		c, err := tx.CaseByNo(organ, f.Case)
		if errors.Is(err, store.ErrNotFound) {
			return a, refusal.New("window.receive.case", "GB/T 36113", "no", f.Case).On("case")
		}
		return aboutWhom{c.Terms.Unit, c.ID, c.Terms.Item}, err
	case f.Against != "":
		_, err = unit(tx, organ, ledger.ID(f.Against))
		return aboutWhom{unit: ledger.ID(f.Against)}, err
	case f.Item != "":
		i, err := tx.CatalogueItemByNo(organ, ledger.Code(f.Item))
		if err != nil {
			return a, err
		}
		v, err := tx.CatalogueVersion(i.ID, max(i.Approved, 1))
		return aboutWhom{unit: v.Unit, item: i.ID}, err
	}
	return a, nil
}
