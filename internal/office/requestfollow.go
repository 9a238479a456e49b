package office

import (
	"context"
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/request"
	"gongkai/writ"
)

// Follow is what an applicant sees of their own request.
type Follow struct {
	Organ    people.Organ
	Request  request.Request
	Ask      request.Ask
	Sheet    request.Sheet
	Steps    []FollowStep
	Letters  []store.Paper // ours to them
	Supplied []store.Paper // what was supplied with the answer
	Remedies []Countdown
	Later    *law.Limit // of the suit after the review that must come first (复议前置, §A.6)
	Next     string     // what happens next, and why
	Can      map[request.Verb]bool
	Unit     string
	Fee      int64
}

// FollowStep is a step in plain words.
type FollowStep struct {
	On   calendar.Day
	What string
	Said string // what the organ said to the applicant with it
}

// Countdown is a remedy with the days that are left to it (§A.6). It runs from
// the day on which the answer was known: before, Last is zero and Words say how
// long it will be.
type Countdown struct {
	Name, Article, Words string
	Last                 calendar.Day
	Left                 int // calendar days, negative when over
}

// Wrong codes within the window close a code, or an address, for its rest.
const (
	maxGuesses        = 5
	maxAddressGuesses = 60
	followFor         = 30 * time.Minute
)

// FollowRequest opens a request to whoever has its query code and the tail of
// the applicant's telephone or identity number.
func (o *Office) FollowRequest(ctx context.Context, organ ledger.ID, code, tail, address string) (pass string, err error) {
	return o.throughDoor(ctx, requestDoor, organ, code, tail, address)
}

// ticket is what a pass holds, sealed. Uploads are sealed by the same key, so
// that a ticket is ours only with its mark.
type ticket struct {
	Request, Organ ledger.ID
	Until          int64
	Mark           string
}

func (o *Office) vouch(t ticket) (string, error) {
	return o.db.Vouch("pass", fmt.Sprintf("%q %q %d", t.Request, t.Organ, t.Until))
}

func (o *Office) pass(id, organ ledger.ID) (string, error) {
	t := ticket{Request: id, Organ: organ, Until: o.now().Add(followFor).UnixMilli()}
	var err error
	if t.Mark, err = o.vouch(t); err != nil {
		return "", err
	}
	b, err := json.Marshal(t)
	if err != nil {
		return "", err
	}
	sealed, err := o.db.Seal(b)
	return base64.RawURLEncoding.EncodeToString(sealed), err
}

// holder reads a pass; one that is not ours or ran out holds nothing.
func (o *Office) holder(organ ledger.ID, pass string) (ledger.ID, error) {
	var t ticket
	sealed, err := base64.RawURLEncoding.DecodeString(pass)
	if err == nil {
		var b []byte
		if b, err = o.db.Unseal(sealed); err == nil {
			err = json.Unmarshal(b, &t)
		}
	}
	mark := ""
	if err == nil {
		mark, err = o.vouch(t)
	}
	ok := err == nil && hmac.Equal([]byte(t.Mark), []byte(mark)) && t.Organ == organ && o.now().UnixMilli() < t.Until
	return t.Request, access.May(access.Actor{}, access.FollowRequest, access.Thing{Organ: organ, Holder: ok})
}

// Followed reads the request of a pass.
func (o *Office) Followed(ctx context.Context, organ ledger.ID, pass string) (f Follow, err error) {
	id, err := o.holder(organ, pass)
	if err != nil {
		return f, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		if f.Organ, err = tx.Organ(organ); err != nil {
			return err
		}
		if f.Request, err = tx.Request(id); err != nil {
			return err
		}
		t, err := tx.RequestText(id)
		if err != nil {
			return err
		}
		f.Ask, f.Fee = t.Ask, f.Request.Charge
		f.Sheet = f.Request.Clock(o.Today(), o.Calendar())
		if f.Steps, err = o.followSteps(tx, f.Request); err != nil {
			return err
		}
		papers, err := tx.Papers(id)
		if err != nil {
			return err
		}
		entries, err := tx.Entries(organ, store.EntryFilter{Subject: id})
		if err != nil {
			return err
		}
		out := gone(entries)
		for _, p := range papers {
			switch {
			case p.Kind == "letter" && p.Addressee == toApplicant && (!isAnswer(p) || out[p.Seq]):
				f.Letters = append(f.Letters, p)
			case p.Kind == "supplied" && out[p.Seq]:
				f.Supplied = append(f.Supplied, p)
			}
		}
		all, err := o.templates(tx, organ)
		if err != nil {
			return err
		}
		if l, ok := law.On(f.told()).Limit("suit_after_review"); ok && writ.ReviewFirst(all, f.told(), f.Request.Outcome) {
			f.Later = &l
		}
		units, err := tx.Units(organ)
		for _, u := range units {
			if u.ID == f.Request.Unit {
				f.Unit = u.Name
			}
		}
		return err
	})
	f.Next = f.next()
	f.Remedies = f.countdowns(o.Today())
	f.Can = map[request.Verb]bool{request.SupplementVerb: f.Request.State == request.Clarifying,
		request.WithdrawVerb: slices.Contains(f.Request.Can(), request.WithdrawVerb), request.ReasonVerb: !f.Request.AskedOn.IsZero() && f.Request.ReasonedOn.IsZero() &&
			slices.Contains(f.Request.Can(), request.ReasonVerb),
		request.SuggestVerb: f.Request.Releasable() && f.Request.SuggestedOn.IsZero()}
	return f, err
}

func isAnswer(p store.Paper) bool { return strings.HasPrefix(string(p.Writ), "answer_") }

// gone are the entries of letters and papers that left with an answer. What came
// with a draft that was sent back, or with an answer that was signed and never
// sent, is nobody's to read: it may be why it was held back.
func gone(entries []ledger.Entry) map[int64]bool {
	out := map[int64]bool{}
	var held []int64
	sent := false
	for _, e := range entries {
		switch e.Kind {
		case request.Decided{}.Kind():
			held, sent = nil, false
		case request.Lettered{}.Kind(), request.Kept{}.Kind():
			held = append(held, e.Seq)
		case request.Sent{}.Kind():
			sent = true
		}
		if sent {
			for _, seq := range held {
				out[seq] = true
			}
			held = nil
		}
	}
	return out
}

// followSteps puts the facts that concern the applicant into plain words; what
// the office does among itself is left out.
func (o *Office) followSteps(tx *store.Tx, r request.Request) (out []FollowStep, err error) {
	entries, err := tx.Entries(r.Organ, store.EntryFilter{Subject: r.ID})
	if err != nil {
		return nil, err
	}
	words, err := tx.RequestWords(r.ID)
	if err != nil {
		return nil, err
	}
	codec := Codec()
	for _, e := range entries {
		f, err := codec.Decode(e)
		if err != nil {
			return nil, err
		}
		if _, declined := f.(request.Declined); declined && r.SuggestedOn.IsZero() {
			continue // nobody asked for it
		}
		if what, tell := plainly(f); what != "" {
			s := FollowStep{On: e.On, What: what}
			if w := words[e.Seq].Words; tell && len(w) > 0 {
				s.Said = w[0]
			}
			out = append(out, s)
		}
	}
	return out, nil
}

// plainly says a fact to the applicant, and whether its words are theirs to read.
func plainly(f ledger.Fact) (what string, tell bool) {
	switch f := f.(type) {
	case request.Received:
		if f.Confirm {
			return "申请到达", false
		}
		return "收到申请", false
	case request.Linked:
		return "由您的来信转来，答复期限从收到来信之日起算", false
	case request.Confirmed:
		return "双方确认，收到申请", false
	case request.Assigned:
		return "转到承办科室办理", false
	case request.Clarified:
		return "请您补正，期限" + f.By.Chinese(), true
	case request.Supplemented:
		return "收到您的补正，答复期限重新计算", false
	case request.Consulted:
		return "书面征求有关方面的意见，所需时间不计入答复期限", false
	case request.Heard:
		return "有关方面已反馈意见", false
	case request.Extended:
		return "经批准延期答复，最迟" + f.To.Chinese(), true
	case request.ReasonsAsked:
		return "请您说明理由，期限" + f.By.Chinese(), true
	case request.Reasoned:
		return "收到您说明的理由", false
	case request.Postponed:
		return "延迟答复，最迟" + f.To.Chinese(), true
	case request.Levied:
		return "请您缴纳信息处理费" + yuan(f.Fen), false
	case request.Paid:
		return "已缴费，答复期限重新计算", false
	case request.Sent:
		return "已答复：" + request.GroundName(f.Outcome), false
	case request.Delivery:
		return "答复已送达", false
	case request.TakenBack:
		return "您撤回了申请", false
	case request.Abandoned:
		return "视为放弃申请，不再处理", false
	case request.Reopened:
		return "更正后重新办理", true
	case request.Suggested:
		return "您建议将这些信息主动公开", false
	case request.Declined:
		return "经审查，这些信息不转为主动公开", true
	}
	return "", false
}

func (f Follow) next() string {
	r, s := f.Request, f.Sheet
	switch {
	case r.State == request.Arrived:
		return "本机关会与您确认收到申请，自确认之日起计算答复期限。"
	case r.State == request.Clarifying:
		return "请在" + r.SupplementBy.Chinese() + "以前补正；收到补正之后，答复期限重新计算。没有正当理由逾期不补正的，视为放弃申请。"
	case r.State == request.Charged:
		return "请按收费通知书缴费；缴费完成之后，答复期限重新计算。逾期不缴的，视为放弃申请。"
	case r.State.Pending() && s.Overdue():
		return "答复期限" + s.Due.Day.Chinese() + "已过。您可以打电话催问，也可以申请行政复议。"
	case r.State.Pending():
		return "最迟在" + s.Due.Day.Chinese() + "（" + s.Due.Day.WeekdayChinese() + "）以前答复您。"
	case r.State == request.Withdrawn:
		return "申请已按您的要求终止办理。"
	case r.State == request.GivenUp:
		return "本机关不再处理这件申请。需要的，可以重新提出申请。"
	}
	return "这件申请已经答复。"
}

// told is the day of the letter that told the remedies; the version of the
// table that it was made from holds for them.
func (f Follow) told() calendar.Day {
	on := f.Request.EndedOn
	for _, p := range f.Letters {
		if isAnswer(p) || strings.HasPrefix(string(p.Writ), "given_up_") {
			on = p.On
		}
	}
	return on
}

// countdowns are the remedies against the answer, from the day it was known. A
// suit counts from the decision of the review where that must come first.
func (f Follow) countdowns(today calendar.Day) (out []Countdown) {
	r := f.Request
	if r.EndedOn.IsZero() || r.State == request.Withdrawn {
		return nil
	}
	for _, x := range []struct{ limit, name string }{{"review", "申请行政复议"}, {"suit", "提起行政诉讼"}} {
		l, ok := law.On(r.EndedOn).Limit(x.limit)
		if !ok || x.limit == "suit" && f.Later != nil {
			continue
		}
		c := Countdown{Name: x.name, Article: l.Article, Words: l.Words}
		if !r.DeliveredOn.IsZero() {
			c.Last = l.Due(r.DeliveredOn, nil).Day // in days and months, which need no calendar
			c.Left = c.Last.Sub(today)
		}
		out = append(out, c)
	}
	return out
}
