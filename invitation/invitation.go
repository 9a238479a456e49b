// Package invitation lets a reviewer without an account say what they think of
// one text: a body that signs with us (会签单位), or counsel (法律顾问). They get
// a link of their own by mail or by hand.
//
//	open ─ answer ─► answered      once, by whoever holds the link
//	  ├─ revoke ─► revoked         by an officer
//	  ├─ too many wrong keys ─► locked
//	  └─ until has come, or the text is another or was taken back ─► dead
//
// The link names the invitation and carries a key, of which only a keyed hash
// is kept; the text of the mail that brings it goes once it is sent, or when
// the invitation ends. It opens one edition as it was handed in: when the text changes or
// goes back to its author, the link opens nothing more. Whoever wrote in the text
// may not invite (R-A17): they would choose their own reviewer.
//
// What the guest answers is an opinion like those from within (package review)
// and stands in the same trail. The facts here hold an id; whom it names stands
// sealed in the row and can be erased, with the name in the trail.
package invitation

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/refusal"
)

// Sort is as what the guest is asked.
type Sort string

const (
	CoSigner Sort = "cosign"  // 会签单位
	Counsel  Sort = "counsel" // 法律顾问
)

// Sorts lists the sorts with their printed names.
var Sorts = []struct {
	Sort Sort
	Name string
}{{CoSigner, "会签单位"}, {Counsel, "法律顾问"}}

// Name is the sort's printed name, empty for one that is none.
func (s Sort) Name() string {
	for _, x := range Sorts {
		if x.Sort == s {
			return x.Name
		}
	}
	return ""
}

// State is where an invitation stands by its facts.
type State string

const (
	Open     State = "open"     // 等待答复
	Answered State = "answered" // 已答复
	Revoked  State = "revoked"  // 已撤销
)

// Name is the state's printed name.
func (s State) Name() string {
	return map[State]string{Open: "等待答复", Answered: "已答复", Revoked: "已撤销"}[s]
}

// Guest is who is asked.
type Guest struct{ Organ, Name, Email, Note string }

// Invitation is a link for one guest to one text (外部审核邀请).
type Invitation struct {
	ID, Organ      ledger.ID
	Article        ledger.ID
	Edition, Round int
	Text           ledger.Sum // that was handed in
	Sort           Sort
	State          State
	By             ledger.ID
	At, Until      time.Time
	Opinion        int64 // the entry of the answer

	Guest  Guest // outside the ledger, bound by its sum
	Salt   string
	Key    string // keyed hash of the link's key
	Tries  int    // wrong keys
	Erased bool   // the guest was erased, and with them the salt
	Rev    int64
}

// Sum is the salted hash over whom the invitation names.
func (i Invitation) Sum() ledger.Sum {
	return ledger.Salted(i.Salt, "guest", i.Guest.Organ, i.Guest.Name, i.Guest.Email, i.Guest.Note)
}

// MaxTries is how many wrong keys lock a link.
const MaxTries = 10

// maxDays bounds how long a link may live.
const maxDays = 30

// Subject is the text as it stands: what an invitation is checked against.
type Subject struct {
	Article        ledger.ID
	Edition, Round int
	Text           ledger.Sum
	Open           bool // under review, or through it and not out yet
	Turn           bool // an opinion from outside may be given now
}

// Send invites a guest to a text under review (邀请外部审核, R-A17).
func (i Invitation) Send(s Subject, days int, own bool, now time.Time) (Sent, error) {
	if !s.Open {
		return Sent{}, refusal.Clash("invitation.send.state", "R-A17")
	}
	if own {
		return Sent{}, refusal.Clash("invitation.send.own", "R-A17")
	}
	if !s.Turn {
		return Sent{}, refusal.Clash("invitation.send.turn", "R-A17")
	}
	var all refusal.All
	no := func(field, code, rule string, args ...string) {
		all = append(all, refusal.New(code, rule, args...).On(field))
	}
	named := func(s string) bool { n := utf8.RuneCountInString(strings.TrimSpace(s)); return n > 0 && n <= 60 }
	if i.Sort.Name() == "" {
		no("sort", "invitation.send.sort", "R-A17")
	}
	if !named(i.Guest.Organ) {
		no("organ", "invitation.send.organ", "R-A17")
	}
	if !named(i.Guest.Name) {
		no("name", "invitation.send.name", "R-A17")
	}
	if i.Guest.Email != "" {
		if _, err := people.Email(i.Guest.Email); err != nil {
			r, _ := refusal.As(err)
			all = append(all, r.On("email"))
		}
	}
	if days < 1 || days > maxDays {
		no("days", "invitation.send.days", "", "most", strconv.Itoa(maxDays))
	}
	return Sent{Article: s.Article, Edition: s.Edition, Round: s.Round, Text: s.Text, Sort: i.Sort, Until: now.AddDate(0, 0, days).UnixMilli(),
		Guest: i.Sum()}, all.Or()
}

// Holds says why the link opens nothing any more, nil while it does.
func (i Invitation) Holds(s Subject, now time.Time) error {
	switch {
	case i.Erased: // of an open one nothing is left to open it with
		return refusal.Clash("invitation.open.changed", "R-A17")
	case i.State == Answered:
		return refusal.Clash("invitation.open.answered", "")
	case i.State == Revoked:
		return refusal.Clash("invitation.open.revoked", "")
	case i.Tries >= MaxTries:
		return refusal.Clash("invitation.open.locked", "")
	case !now.Before(i.Until):
		return refusal.Clash("invitation.open.expired", "", "until", i.Until.In(calendar.Shanghai).Format("2006-01-02 15:04"))
	case !s.Open || s.Edition != i.Edition || s.Round != i.Round || s.Text != i.Text:
		return refusal.Clash("invitation.open.changed", "R-A17")
	}
	return nil
}

// Awaited says that an answer may still come, so that the text is not let out
// without it.
func (i Invitation) Awaited(s Subject, now time.Time) bool { return i.Holds(s, now) == nil }

// Answer ends the invitation with the opinion that its guest gave (答复).
func (i Invitation) Answer(s Subject, opinion int64, now time.Time) (Replied, error) {
	return Replied{Opinion: opinion}, i.Holds(s, now)
}

// Revoke ends it without one (撤销); not by whoever had a hand in the text, who
// would choose not to be reviewed (R-A17).
func (i Invitation) Revoke(own bool) (Withdrawn, error) {
	if own {
		return Withdrawn{}, refusal.Clash("invitation.revoke.own", "R-A17")
	}
	if i.State != Open {
		return Withdrawn{}, refusal.Clash("invitation.revoke.state", "", "state", i.State.Name())
	}
	return Withdrawn{}, nil
}

// Erase takes the guest away once the review of the text is over (个人信息保护法
// Art. 47). That somebody was asked, when, and what they said stays; the link is
// dead.
func (i Invitation) Erase(s Subject) (Erased, error) {
	if s.Open || i.Erased {
		return Erased{}, refusal.Clash("invitation.erase.state", "个人信息保护法第四十七条")
	}
	return Erased{}, nil
}
