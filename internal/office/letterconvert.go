package office

import (
	"context"
	"fmt"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/refusal"
	"gongkai/request"
)

// ConvertLetter sends the matter another way (转其他程序, R-L5): into a request for
// information, a case, or a petition, which leaves. Both ends are written in one
// transaction, what begins here begins on the day of the letter's receipt, and the
// files go along. Who wrote by mail gets the query code again.
func (o *Office) ConvertLetter(ctx context.Context, who access.Actor, id ledger.ID, a LetterAct) error {
	return o.actLetter(ctx, who, access.RegisterLetter, id, a, func(d *dossier, on calendar.Day) error {
		to, into, told := ledger.Code(a.To), ledger.ID(""), ""
		// What is wrong with the form is told before anything is opened.
		if _, err := d.l.Convert(to, "unknown", a.Reference, a.Text, on, d.today, ""); err != nil {
			return err
		}
		var err error
		switch to {
		case letter.ToRequest:
			if err := may(who, access.RegisterRequest); err != nil {
				return err
			}
			into, told, err = d.asRequest()
		case letter.ToService:
			into, told, err = d.asCase(a.Item)
		default:
			told = "已转" + strings.TrimSpace(a.Reference) + "，请向其查询。"
		}
		if err != nil {
			return err
		}
		f, err := d.l.Convert(to, into, a.Reference, a.Text, on, d.today, d.say(a.Text, a.Reference, told))
		if err != nil {
			return err
		}
		if err := d.enter(on, f); err != nil {
			return err
		}
		return d.notify(strings.Replace(letter.Name(letter.Exits, to), "转", "已经转为", 1), d.l.Door == letter.DoorEmail, strings.TrimSpace(a.Text)+"\n"+told)
	})
}

// asRequest opens the request that the letter is (R-A29, R-A31): received on the
// letter's day, under the same query code. What an application must state beside
// may be asked for once (R-A30).
func (d *dossier) asRequest() (ledger.ID, string, error) {
	s, err := d.from()
	if err != nil {
		return "", "", err
	}
	t, err := d.wrote()
	if err != nil {
		return "", "", err
	}
	on := d.l.ReceivedOn
	n, err := d.tx.NextSerial(d.l.Organ, "request", on.Year())
	if err != nil {
		return "", "", err
	}
	no := fmt.Sprintf("%d-%04d", on.Year(), n)
	p := request.Person{Name: s.Name, Phone: s.Phone, Email: s.Email, Address: s.Address, Code: s.Code}
	a := request.Ask{Content: t.Title + "\n" + t.Content, Form: "email"}
	m := &matter{o: d.o, tx: d.tx, who: d.who, today: d.today, r: request.Request{ID: newID(), Organ: d.l.Organ}, person: &p, ask: &a}
	fact, err := request.Receive(no, "web", "natural", "", on, d.today, m.say(askWords(a)...))
	if err != nil {
		return "", "", err
	}
	if err := m.enter(on, fact); err != nil {
		return "", "", err
	}
	if m.r.State == request.Arrived { // the letter itself was confirmed by its receipt
		c, err := m.r.Confirm(on, d.today, "page")
		if err != nil {
			return "", "", err
		}
		if err := m.enter(on, c); err != nil {
			return "", "", err
		}
	}
	if err := m.enter(d.today, request.Linked{Letter: d.l.ID}); err != nil {
		return "", "", err
	}
	papers, err := d.carried()
	if err != nil {
		return "", "", err
	}
	if err := m.keep(papers...); err != nil {
		return "", "", err
	}
	if err := m.letter("receipt", toApplicant, nil); err != nil {
		return "", "", err
	}
	if err := d.tx.AddRequest(m.r, store.RequestText{Subject: a.Digest(p), Ask: a, Salt: newSalt()}); err != nil {
		return "", "", err
	}
	if err := d.tx.PutPerson(m.r.ID, p); err != nil {
		return "", "", err
	}
	due := m.r.Clock(d.today, d.o.Calendar()).Due.Day
	return m.r.ID, fmt.Sprintf("申请编号%s，最迟%s答复。查询码不变，在“查询办理进度”页面查看。", no, due.Chinese()), m.rest()
}

// asCase opens the case that the letter is: filed on the letter's day, under the
// same query code.
func (d *dossier) asCase(item string) (ledger.ID, string, error) {
	if strings.TrimSpace(item) == "" {
		return "", "", refusal.New("letter.convert.service", "R-L5").On("item")
	}
	s, err := d.from()
	if err != nil {
		return "", "", err
	}
	t, err := d.wrote()
	if err != nil {
		return "", "", err
	}
	papers, err := d.carried()
	if err != nil {
		return "", "", err
	}
	got, err := d.o.fileCase(d.tx, d.who, CaseForm{Item: item, Door: "letter", Applicant: "natural", On: d.l.ReceivedOn.String(), Letter: d.l.ID, Name: s.Name,
		Phone: s.Phone, Email: s.Email, Address: s.Address, Matter: t.Title + "\n" + t.Content, code: s.Code}, papers)
	return got.ID, "办件编号" + got.No + "。查询码不变，在“查询办件”页面查看。", err
}

// carried are the files that came with the letter, for the file of what it
// becomes: the same sealed bytes, bound anew.
func (d *dossier) carried() (out []store.Paper, err error) {
	all, err := d.tx.LetterPapers(d.l.Organ, d.l.ID)
	for _, p := range all {
		if p.Kind == "letter" && p.SHA != "" {
			out = append(out, store.Paper{ID: newID(), Kind: "other", Name: p.Name, SHA: p.SHA, Size: p.Size, Type: p.Type, Salt: newSalt()})
		}
	}
	return out, err
}
