package office

import (
	"time"

	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/request"
)

// RequestStep is an entry of the file in words.
type RequestStep struct {
	EntryView
	At    time.Time
	Words []string // what was said beside it
}

// ConsultView is a consultation with its words.
type ConsultView struct {
	request.Consult
	Name, About, Address, Contact, Said string
	Last                                calendar.Day // to answer, zero while service is unknown
}

// spoken are the words of a step as its reader wants them: what was asked and
// drafted stands elsewhere on the page.
func spoken(e ledger.Entry, words []string) ([]string, error) {
	f, err := Codec().Decode(e)
	if err != nil {
		return nil, err
	}
	switch f.(type) {
	case request.Received:
		return nil, nil
	case request.Decided:
		if len(words) == 0 {
			return nil, nil // erased
		}
		d, err := readDraft(words)
		if d.Reasons == "" {
			return nil, err
		}
		return []string{"理由：" + d.Reasons}, err
	}
	return words, nil
}

func (v *RequestView) consults(m *matter, entries []ledger.Entry, words map[int64]store.Words) error {
	codec := Codec()
	said := map[ledger.ID]ConsultView{}
	for _, e := range entries {
		f, err := codec.Decode(e)
		if err != nil {
			return err
		}
		w := words[e.Seq].Words
		switch f := f.(type) {
		case request.Consulted:
			c := ConsultView{}
			for i, to := range []*string{&c.Name, &c.About, &c.Address, &c.Contact} {
				if i < len(w) {
					*to = w[i]
				}
			}
			said[f.Ref] = c
		case request.Heard:
			c := said[f.Ref]
			if len(w) > 0 {
				c.Said = w[0]
			}
			said[f.Ref] = c
		}
	}
	for _, c := range m.r.Consults {
		x := said[c.Ref]
		x.Consult, x.Last = c, m.r.Silence(c, m.o.Calendar())
		v.Consults = append(v.Consults, x)
	}
	return nil
}
