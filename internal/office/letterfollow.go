package office

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/people"
	"gongkai/refusal"
)

// LetterFollow is what a sender sees of their own letter.
type LetterFollow struct {
	Organ   people.Organ
	Letter  letter.Letter
	Mailbox letter.Mailbox
	Text    letter.Text
	Sheet   letter.Sheet
	Steps   []FollowStep
	Answer  string        // once it left
	Files   []store.Paper // what came, and what left with the answer
	Unit    string
	Next    string // what happens next
	CanRate bool
	CanBack bool // the letter may be taken back
}

// FollowLetter opens a letter to whoever has its query code and the tail of the
// sender's telephone (or the e-mail address where that is all).
func (o *Office) FollowLetter(ctx context.Context, organ ledger.ID, code, tail, address string) (pass string, err error) {
	return o.throughDoor(ctx, letterDoor, organ, code, tail, address)
}

// LetterFollowed reads the letter of a pass.
func (o *Office) LetterFollowed(ctx context.Context, organ ledger.ID, pass string) (f LetterFollow, err error) {
	id, err := o.holder(organ, pass)
	if err != nil {
		return f, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		if f.Organ, err = tx.Organ(organ); err != nil {
			return err
		}
		if f.Letter, err = tx.Letter(id); err != nil {
			return err
		}
		table, err := mailboxes(tx, organ, f.Letter.ReceivedOn)
		if err != nil {
			return err
		}
		f.Mailbox, _ = table.Mailbox(f.Letter.Mailbox)
		s, err := spokenOf(tx, f.Letter)
		if err != nil {
			return err
		}
		f.Text, f.Sheet = s.text, f.Letter.Clock(o.Today(), o.Calendar())
		if f.Letter.Replied() {
			f.Answer = s.answer
		}
		for i, e := range s.entries {
			what, tell := plainLetter(s.facts[i])
			if what == "" {
				continue
			}
			step := FollowStep{On: e.On, What: what}
			if w := s.words[e.Seq].Words; tell && len(w) > 0 {
				step.Said = strings.Join(slices.DeleteFunc(slices.Clone(w), func(x string) bool { return x == "" }), "\n")
			}
			f.Steps = append(f.Steps, step)
		}
		papers, err := tx.LetterPapers(organ, id)
		if err != nil {
			return err
		}
		for _, p := range papers {
			if p.Kind == "letter" || f.Letter.Replied() {
				f.Files = append(f.Files, p)
			}
		}
		names, err := o.names(tx, organ)
		f.Unit = names[f.Letter.Unit]
		return err
	})
	f.CanRate, f.CanBack = slices.Contains(f.Letter.Can(), letter.RateVerb), slices.Contains(f.Letter.Can(), letter.TakeBackVerb)
	f.Next = f.next()
	return f, err
}

// LetterFollowedFile opens a file of the letter of a pass.
func (o *Office) LetterFollowedFile(ctx context.Context, organ ledger.ID, pass string, paper ledger.ID) (PaperFile, error) {
	f, err := o.LetterFollowed(ctx, organ, pass)
	if err != nil {
		return PaperFile{}, err
	}
	i := slices.IndexFunc(f.Files, func(p store.Paper) bool { return p.ID == paper && p.SHA != "" })
	if i < 0 {
		return PaperFile{}, refusal.NotFound("public.follow.absent")
	}
	r, err := o.openSealed(f.Files[i].SHA)
	return PaperFile{f.Files[i].Name, f.Files[i].Type, r}, err
}

// RateLetter takes the sender's word (评价, R-L9).
func (o *Office) RateLetter(ctx context.Context, organ ledger.ID, pass string, stars int, text string) error {
	return o.followedLetter(ctx, organ, pass, text, func(d *dossier) error {
		f, err := d.l.Rate(stars, d.say(text))
		if err != nil {
			return err
		}
		return d.enter(d.today, f)
	})
}

// TakeBackFollowedLetter takes the letter of a pass back (撤回来信, R-L16); the
// reason may be empty.
func (o *Office) TakeBackFollowedLetter(ctx context.Context, organ ledger.ID, pass, text string) error {
	return o.followedLetter(ctx, organ, pass, text, func(d *dossier) error { return d.takeBack(d.today, text) })
}

// followedLetter carries out a verb of the sender's on the letter of a pass.
func (o *Office) followedLetter(ctx context.Context, organ ledger.ID, pass, text string, verb func(*dossier) error) error {
	id, err := o.holder(organ, pass)
	if err != nil {
		return err
	}
	if n := len([]rune(text)); n > letter.MostContent {
		return refusal.New("letter.text.long", "R-L1", "n", strconv.Itoa(n), "most", strconv.Itoa(letter.MostContent)).On("text")
	}
	return o.record(ctx, organ, func(tx *store.Tx) error {
		l, err := tx.Letter(id)
		if err != nil {
			return err
		}
		d := &dossier{o: o, tx: tx, who: access.Actor{Officer: ledger.Citizen, Organ: organ}, today: o.Today(), l: l}
		if err := verb(d); err != nil {
			return err
		}
		return d.finish()
	})
}

// plainLetter says a fact to the sender, and whether its words are theirs to read.
func plainLetter(f ledger.Fact) (what string, tell bool) {
	switch f := f.(type) {
	case letter.Received, letter.Imported:
		return "收到来信", false
	case letter.Taken:
		return "已受理", false
	case letter.Refused:
		return "不予受理：" + letter.Name(letter.Grounds, f.Ground), true
	case letter.Handed:
		return "转到承办科室办理", false
	case letter.Turned:
		return letter.Name(letter.Exits, f.To), true
	case letter.TakenBack:
		return "您撤回了这封信", true
	case letter.Extended:
		return "延期答复，最迟" + f.To.Chinese(), true
	case letter.Replied:
		return "已答复", false
	case letter.Opened:
		return "答复已公开，公开的内容没有您的个人信息", false
	case letter.Closed:
		return "公开的答复已撤回", false
	case letter.Rated:
		return "您的评价：" + letter.Level(f.Stars), true
	case letter.FollowedUp:
		return "已回访（" + letter.Name(letter.Hows, f.How) + "）", false
	case letter.Reopened:
		return "更正后重新办理", true
	}
	return "", false
}

func (f LetterFollow) next() string {
	l, s := f.Letter, f.Sheet
	due := s.Due.Day.Chinese() + "（" + s.Due.Day.WeekdayChinese() + "）"
	switch {
	case l.State.Pending() && s.Overdue():
		return "期限" + s.Due.Day.Chinese() + "已过。您可以打电话催问。"
	case l.State.Pending() && s.Accepting:
		return "最迟在" + due + "以前决定是否受理。"
	case l.State.Pending():
		return "最迟在" + due + "以前答复您。"
	case l.Back:
		return "这封信已按您的要求终止办理。"
	case l.To != "":
		return "这封信已经" + strings.Replace(letter.Name(letter.Exits, l.To), "转", "转为", 1) + "，请看下面的说明。"
	case l.Ground != "":
		return "这封信没有受理，理由见下面的说明。"
	case f.CanRate:
		return "这封信已经答复。请您评价办理情况。"
	}
	return "这封信已经答复。"
}
