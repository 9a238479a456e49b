// Package batch is the timed release of several texts at once (发布批次): a
// set of approved editions with one instant. All of them go out together, or
// none: a policy without its interpretation, or a list without its notice,
// misleads.
//
//	planned ─release─► released        (the clock, at the instant)
//	   │ └─ one cannot go out ─► held   (nobody's fact: nothing happened)
//	   └─cancel─► cancelled             (each text goes back to its author)
//
// A set says when, never whether: each of its editions was approved before by
// somebody who had no hand in it (R-A17), and that is asked again at the
// instant by publication's own Release. A held set waits for an officer, who
// takes the obstacle out or names another instant; it never goes out later by
// itself, at an hour that nobody chose.
//
// Each verb is a method that returns a fact or a refusal, and Apply is the only
// way in which a fact changes a set. The name of a set is bound by a sum.
package batch

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// State is where a set stands.
type State string

const (
	Waiting   State = "planned"   // 待发布
	Out       State = "released"  // 已发布
	Cancelled State = "cancelled" // 已取消
)

// Name is the state's printed name.
func (s State) Name() string {
	return map[State]string{Waiting: "待发布", Out: "已发布", Cancelled: "已取消"}[s]
}

// Member is an edition of a set.
type Member struct {
	Article ledger.ID
	Edition int
}

// Batch is several editions that go out together (发布批次).
type Batch struct {
	ID, Organ  ledger.ID
	State      State
	At         time.Time // the instant of all
	Members    []Member
	By         ledger.ID // who planned it
	ReleasedAt time.Time

	Name string // outside the ledger, bound by its sum
	Salt string
	Held []Hold // why it could not go out at its instant; empty when it is not held
	Rev  int64
}

// Hold is what kept one text of a set, and with it the set.
type Hold struct {
	Article ledger.ID
	Code    string // of the refusal
	Words   string
}

// Sum is the salted hash over the name.
func (s Batch) Sum() ledger.Sum { return ledger.Salted(s.Salt, "name", s.Name) }

// Has says whether the text is in the set.
func (s Batch) Has(article ledger.ID) bool {
	return slices.ContainsFunc(s.Members, func(m Member) bool { return m.Article == article })
}

// Candidate is an edition that is to join a set, with what decides whether it
// may.
type Candidate struct {
	Member
	Title string
	Ready bool   // through its review
	Own   bool   // whoever plans had a hand in it
	In    string // the set that it is in already
}

// may says why a candidate cannot join.
func (c Candidate) may() *refusal.Refusal {
	switch {
	case c.In != "":
		return refusal.Clash("batch.join.twice", "", "title", c.Title, "set", c.In)
	case !c.Ready:
		return refusal.Clash("batch.join.state", "R-A17", "title", c.Title)
	case c.Own:
		return refusal.Clash("batch.join.own", "R-A17", "title", c.Title)
	}
	return nil
}

// instant refuses what is past and what is further than a year.
func instant(at, now time.Time) *refusal.Refusal {
	switch {
	case !at.After(now):
		return refusal.New("publication.schedule.past", "", "at", at.In(calendar.Shanghai).Format("2006-01-02 15:04")).On("at")
	case at.After(now.AddDate(1, 0, 0)):
		return refusal.New("publication.schedule.far", "").On("at")
	}
	return nil
}

// most bounds a set: it goes out in one transaction.
const most = 100

// Plan makes a set of two or more approved editions (编成批次, R-A17).
func (s Batch) Plan(cs []Candidate, at, now time.Time) (Planned, error) {
	var all refusal.All
	if n := utf8.RuneCountInString(strings.TrimSpace(s.Name)); n == 0 || n > 60 {
		all = append(all, refusal.New("batch.plan.name", "").On("name"))
	}
	if r := instant(at, now); r != nil {
		all = append(all, r)
	}
	if len(cs) < 2 || len(cs) > most {
		all = append(all, refusal.New("batch.plan.few", "", "most", strconv.Itoa(most)).On("members"))
	}
	f := Planned{Name: s.Sum(), At: at.UnixMilli()}
	for _, c := range cs {
		if r := c.may(); r != nil {
			all = append(all, r.On("members"))
		}
		if slices.Contains(f.Articles, c.Article) {
			all = append(all, refusal.New("batch.join.twice", "", "title", c.Title, "set", s.Name).On("members"))
		}
		f.Articles, f.Editions = append(f.Articles, c.Article), append(f.Editions, c.Edition)
	}
	return f, all.Or()
}

// open refuses every verb on a set that is out or cancelled.
func (s Batch) open() error {
	if s.State != Waiting {
		return refusal.Clash("batch.change.state", "", "state", s.State.Name())
	}
	return nil
}

// Move names another instant (改时间). Whoever had a hand in one of the texts
// does not choose when it is public (R-A17).
func (s Batch) Move(at, now time.Time, own bool) (Moved, error) {
	if err := s.open(); err != nil {
		return Moved{}, err
	}
	if own {
		return Moved{}, refusal.Clash("batch.move.own", "R-A17")
	}
	if r := instant(at, now); r != nil {
		return Moved{}, r
	}
	return Moved{At: at.UnixMilli()}, nil
}

// Join adds an edition (加入).
func (s Batch) Join(c Candidate) (Joined, error) {
	if err := s.open(); err != nil {
		return Joined{}, err
	}
	if s.Has(c.Article) {
		return Joined{}, refusal.Clash("batch.join.twice", "", "title", c.Title, "set", s.Name)
	}
	if len(s.Members) >= most {
		return Joined{}, refusal.New("batch.plan.few", "", "most", strconv.Itoa(most)).On("members")
	}
	if r := c.may(); r != nil {
		return Joined{}, r.On("members")
	}
	return Joined{Article: c.Article, Edition: c.Edition}, nil
}

// Leave takes a text out (取出). It then goes out alone at an instant of its
// own, or, with none, goes back to its author. An instant is only for what
// still waits: one that was called back gets its hour when it is approved again
// (R-A17).
func (s Batch) Leave(c Candidate, at, now time.Time) (Left, error) {
	if err := s.open(); err != nil {
		return Left{}, err
	}
	if !slices.Contains(s.Members, c.Member) {
		return Left{}, refusal.NotFound("access.may.absent")
	}
	if len(s.Members) == 1 {
		return Left{}, refusal.Clash("batch.leave.last", "")
	}
	f := Left{Article: c.Article, Edition: c.Edition}
	switch {
	case at.IsZero():
		return f, nil
	case c.Own:
		return f, refusal.Clash("batch.move.own", "R-A17")
	case !c.Ready:
		return f, refusal.Clash("batch.leave.state", "R-A17", "title", c.Title).On("leave_at")
	}
	if r := instant(at, now); r != nil {
		return f, r
	}
	f.At = at.UnixMilli()
	return f, nil
}

// Cancel ends a set before it is out; its texts go back to their authors (取消).
func (s Batch) Cancel() (Stopped, error) { return Stopped{}, s.open() }

// Release lets all of it out (发布); the clock asks at every tick. A held set
// waits for an officer.
func (s Batch) Release(now time.Time) (Released, error) {
	if err := s.open(); err != nil {
		return Released{}, err
	}
	if s.At.After(now) || len(s.Held) > 0 {
		return Released{}, refusal.Clash("publication.release.early", "")
	}
	return Released{Texts: len(s.Members)}, nil
}
