package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/request"
	"gongkai/writ"
)

// Draft is a draft answer (拟答复) as its form has it; the fact binds it whole.
type Draft struct {
	Reply        string      // key of law's list reply
	Facts        string      // what was searched and found
	Ground       string      // 具体依据, beside the 条例
	Reasons      string      // 理由
	Supply       string      // how the information is had: 获取途径, 提供方式
	Earlier      string      // the earlier answer, for a repeat
	RightOrgan   string      // another organ, when it is known (Art. 36(5))
	RightContact string      // how to reach it
	Items        []DraftItem // item by item, for part release
	Override     bool        // disclosed over an objection for a major public interest
	Interest     string      // that interest, told to the third party
}

// DraftItem is one content item of a part release.
type DraftItem struct{ Text, Ground, Reason string }

// DecideRequest drafts the answer (拟答复, R-A36, R-A37).
func (o *Office) DecideRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct, d Draft) error {
	return o.act(ctx, who, access.WorkRequest, id, a, func(m *matter, on calendar.Day) error {
		answer := request.Answer{Reply: ledger.Code(d.Reply), Reasons: d.Reasons, Override: d.Override}
		var all refusal.All
		for i, it := range d.Items {
			answer.Parts = append(answer.Parts, request.Part{No: i + 1, Ground: ledger.Code(it.Ground)})
			if strings.TrimSpace(it.Text) == "" || it.Ground != "open" && strings.TrimSpace(it.Reason) == "" {
				all = append(all, refusal.New("request.decide.item", "R-A37", "n", fmt.Sprint(i+1)).On("items"))
			}
		}
		switch {
		case d.Override && strings.TrimSpace(d.Interest) == "":
			all = append(all, refusal.New("request.decide.interest", "R-A32").On("interest"))
		}
		all = append(all, unstated(d)...)
		text, err := json.Marshal(d)
		if err != nil {
			return err
		}
		f, err := m.r.Decide(answer, m.today, m.today, m.say(string(text)), m.o.Calendar())
		if more, ok := err.(refusal.All); ok { //nolint:errorlint // the verb answers with the list itself
			err, all = nil, append(more, all...)
		}
		if err != nil {
			return err
		}
		if err := all.Or(); err != nil {
			return err
		}
		if err := m.enter(m.today, f); err != nil {
			return err
		}
		_, err = m.compose(d, m.today, "（待编号）") // a draft that makes no letter is not handed on
		return err
	})
}

// unstated are the elements that the letter of the answer must state and its
// draft leaves empty (§I.3). Reasons are asked for by the verb itself (R-A36).
func unstated(d Draft) (all refusal.All) {
	k, _ := writ.KindOf(writ.ReplyKind(ledger.Code(d.Reply)))
	for _, x := range []struct{ element, field, words string }{{"事实", "facts", d.Facts}, {"具体依据", "basis", d.Ground}, {"获取途径", "supply", d.Supply},
		{"提供方式", "supply", d.Supply}, {"此前的答复", "earlier", d.Earlier}} {
		if strings.TrimSpace(x.words) == "" && slices.ContainsFunc(k.Elements, func(e writ.Element) bool { return e.Name == x.element }) {
			all = append(all, refusal.New("request.decide.unstated", "§I.3", "element", x.element).On(x.field))
		}
	}
	return all
}

// draft is the draft answer that stands.
func (m *matter) draft() (d Draft, err error) {
	words, err := m.tx.RequestWords(m.r.ID)
	if err != nil {
		return d, err
	}
	entries, err := m.tx.Entries(m.r.Organ, store.EntryFilter{Subject: m.r.ID, Kinds: []string{request.Decided{}.Kind()}, Desc: true, Limit: 1})
	if err != nil || len(entries) == 0 {
		return d, err
	}
	return readDraft(words[entries[0].Seq].Words)
}

// compose makes the letter of an answer.
func (m *matter) compose(d Draft, on calendar.Day, no string) (writ.Paper, error) {
	t, err := m.template(writ.ReplyKind(ledger.Code(d.Reply)), on)
	if err != nil {
		return writ.Paper{}, err
	}
	v, err := m.values(answerValues(d))
	if err != nil {
		return writ.Paper{}, err
	}
	if v[writ.RemedyWords], err = m.remedy(on); err != nil {
		return writ.Paper{}, err
	}
	return t.Compose(v, on, no)
}

// ReturnRequest sends the draft back with a reason (退回): whoever may review it
// does, and a leader what is to be signed.
func (o *Office) ReturnRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) (err error) {
	for _, verb := range []access.Verb{access.ReviewRequest, access.SignRequest} {
		err = o.act(ctx, who, verb, id, a, func(m *matter, on calendar.Day) error {
			f, err := m.r.Return(a.Text, m.say(a.Text))
			if err != nil {
				return err
			}
			return m.enter(m.today, f)
		})
		if r, ok := refusal.As(err); !ok || r.Class != refusal.Forbidden {
			return err
		}
	}
	return err
}

// ReviewRequest passes the draft (审核), by another than who drafted it.
func (o *Office) ReviewRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.ReviewRequest, id, a, func(m *matter, on calendar.Day) error {
		drafted, err := m.hands(request.Decided{}, access.WorkRequest)
		if err != nil {
			return err
		}
		f, err := m.r.Review(hands(who, access.ReviewRequest, requestThing(m.r)), drafted, m.say(opinion(a.Text)))
		if err != nil {
			return err
		}
		return m.enter(m.today, f)
	})
}

// hands are who did the last fact of a kind, and in whose name.
func (m *matter) hands(f ledger.Fact, v access.Verb) ([]ledger.ID, error) {
	return handsOf(m.tx, m.r.Organ, m.r.ID, f.Kind(), v, requestThing(m.r))
}

// opinion is what a reviewer said; saying nothing is agreeing.
func opinion(text string) string {
	if strings.TrimSpace(text) == "" {
		return "同意"
	}
	return text
}

// SignRequest signs the answer (签发), by a third person. The letter gets its
// number here and stands as it is from now on, before anything leaves.
func (o *Office) SignRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.SignRequest, id, a, func(m *matter, on calendar.Day) error {
		d, err := m.draft()
		if err != nil {
			return err
		}
		kind := writ.ReplyKind(ledger.Code(d.Reply))
		serial, err := m.number(kind)
		if err != nil {
			return err
		}
		before, err := m.hands(request.Decided{}, access.WorkRequest)
		if err != nil {
			return err
		}
		reviewed, err := m.hands(request.Checked{}, access.ReviewRequest)
		if err != nil {
			return err
		}
		f, err := m.r.Sign(hands(who, access.SignRequest, requestThing(m.r)), append(before, reviewed...), string(serial.code), m.say(opinion(a.Text)))
		if err != nil {
			return err
		}
		if err := m.enter(m.today, f); err != nil {
			return err
		}
		paper, err := m.compose(d, m.today, serial.printed)
		if err != nil {
			return err
		}
		if err := m.fileLetter(m.today, kind, toApplicant, serial, paper); err != nil {
			return err
		}
		if d.Override {
			v, err := m.interest(d)
			if err != nil {
				return err
			}
			return m.letterOn(m.today, "disclosed", toThird, v)
		}
		return nil
	})
}

// SendRequest records that the answer left the organ (发出, §A.4.1): its day
// decides the year of the outcome. An answer sent on the site is delivered when
// the applicant opens it.
func (o *Office) SendRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.SendRequest, id, a, func(m *matter, on calendar.Day) error {
		f, err := m.r.Send(on, ledger.Code(a.Way), m.today, m.o.Calendar())
		if err != nil {
			return err
		}
		if err := m.enter(on, f); err != nil {
			return err
		}
		if err := m.redone(on); err != nil {
			return err
		}
		return m.notify("答复已经发出")
	})
}

// DeliverRequest records the delivery with its proof (送达).
func (o *Office) DeliverRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.SendRequest, id, a, func(m *matter, on calendar.Day) error {
		f, err := m.r.Deliver(on, m.today, a.Text, m.say(a.Text))
		if err != nil {
			return err
		}
		return m.enter(on, f)
	})
}

// WithdrawRequest records that the applicant took it back (撤回).
func (o *Office) WithdrawRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.RegisterRequest, id, a, func(m *matter, on calendar.Day) error {
		return m.withdraw(on, a.Text)
	})
}

func (m *matter) withdraw(on calendar.Day, text string) error {
	if err := wanted(text, "request.withdraw.how", "A.4.2"); err != nil {
		return err
	}
	f, err := m.r.Withdraw(on, m.today, m.say(text))
	if err != nil {
		return err
	}
	if err := m.enter(on, f); err != nil || m.r.ReceivedOn.IsZero() {
		return err // what never counted as received needs no letter
	}
	return m.letterOn(on, "withdrawn", toApplicant, writ.Values{writ.WithdrawnOn: on.Chinese()})
}

// GiveUpRequest records that the law takes the request as given up (视为放弃):
// no supplement (R-A30) or no payment (F.3) in time.
func (o *Office) GiveUpRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.WorkRequest, id, a, func(m *matter, on calendar.Day) error {
		kind := ledger.Code("given_up_supplement")
		if m.r.State == request.Charged {
			kind = "given_up_fee"
		}
		f, err := m.r.GiveUp(on, m.today, m.o.Calendar())
		if err != nil {
			return err
		}
		if err := m.enter(on, f); err != nil {
			return err
		}
		v := m.abandoned()
		if v[writ.RemedyWords], err = m.remedy(on); err != nil {
			return err
		}
		return m.letterOn(on, kind, toApplicant, v)
	})
}

// ReopenRequest undoes the end by correction (更正重办).
func (o *Office) ReopenRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.CloseRequest, id, a, func(m *matter, on calendar.Day) error {
		ends, err := m.tx.Entries(m.r.Organ, store.EntryFilter{Subject: id, Desc: true, Limit: 1, Kinds: []string{
			request.Sent{}.Kind(), request.TakenBack{}.Kind(), request.Abandoned{}.Kind(), request.Imported{}.Kind()}})
		if err != nil {
			return err
		}
		var of int64
		if len(ends) > 0 {
			of = ends[0].Seq
		}
		f, err := m.r.Reopen(of, a.Text, m.say(a.Text))
		if err != nil {
			return err
		}
		return m.enter(m.today, f)
	})
}

// CorrectRequest puts a wrongly recorded kind of applicant right (更正).
func (o *Office) CorrectRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.CloseRequest, id, a, func(m *matter, on calendar.Day) error {
		f, err := m.r.Correct(ledger.Code(a.Name), a.Text, m.say(a.Text))
		if err != nil {
			return err
		}
		return m.enter(m.today, f)
	})
}

// ArchiveRequest closes the file (归档, R-A45).
func (o *Office) ArchiveRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.CloseRequest, id, a, func(m *matter, on calendar.Day) error {
		papers, err := m.tx.Papers(id)
		if err != nil {
			return err
		}
		f, err := m.r.Archive(len(papers))
		if err != nil {
			return err
		}
		return m.enter(m.today, f)
	})
}

// KeepRequestPapers adds papers to the file (附卷).
func (o *Office) KeepRequestPapers(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	if len(a.Files) == 0 {
		return refusal.New("request.keep.none", "R-A45").On("file")
	}
	return o.act(ctx, who, access.WorkRequest, id, a, func(*matter, calendar.Day) error { return nil })
}

// EraseRequest takes the person away from an archived request (删除个人信息);
// no figure moves.
func (o *Office) EraseRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	var blobs []string
	err := o.act(ctx, who, access.CloseRequest, id, a, func(m *matter, on calendar.Day) error {
		f, err := m.r.Erase()
		if err != nil {
			return err
		}
		if err := m.enter(m.today, f); err != nil {
			return err
		}
		m.later = append(m.later, func() (err error) {
			if blobs, err = m.tx.EraseRequest(id); err != nil {
				return err
			}
			_, err = m.tx.DropMailAbout(m.r.Organ, id)
			return err
		})
		return nil
	})
	if err != nil {
		return err
	}
	return o.letGo(ctx, blobs...)
}
