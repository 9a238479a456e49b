package batch

import (
	"slices"
	"time"

	"gongkai/calendar"
	"gongkai/ledger"
)

// Planned: editions were put into one set for one instant (编成批次). At is in
// milliseconds.
type Planned struct {
	Name     ledger.Sum
	At       int64
	Articles []ledger.ID
	Editions []int
}

// Moved: another instant was named (改时间).
type Moved struct{ At int64 }

// Joined: an edition was added (加入).
type Joined struct {
	Article ledger.ID
	Edition int
}

// Left: an edition was taken out (取出), to go out alone at At, or back to its
// author when that is 0.
type Left struct {
	Article ledger.ID
	Edition int
	At      int64
}

// Stopped: the set was cancelled (取消).
type Stopped struct{}

// Released: all texts of the set went out (发布).
type Released struct{ Texts int }

func (Planned) Kind() string  { return "batch.planned" }
func (Moved) Kind() string    { return "batch.moved" }
func (Joined) Kind() string   { return "batch.joined" }
func (Left) Kind() string     { return "batch.left" }
func (Stopped) Kind() string  { return "batch.cancelled" }
func (Released) Kind() string { return "batch.released" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact {
	return []ledger.Fact{Planned{}, Moved{}, Joined{}, Left{}, Stopped{}, Released{}}
}

func millis(ms int64) time.Time { return time.UnixMilli(ms).In(calendar.Shanghai) }

// Apply is the only way in which a fact changes a set.
func (s Batch) Apply(e ledger.Entry, f ledger.Fact) Batch {
	switch f := f.(type) {
	case Planned:
		s.ID, s.Organ, s.State, s.At, s.By = e.Subject, e.Organ, Waiting, millis(f.At), e.By
		s.Members = nil
		for i := range min(len(f.Articles), len(f.Editions)) {
			s.Members = append(s.Members, Member{f.Articles[i], f.Editions[i]})
		}
	case Moved:
		s.At, s.Held = millis(f.At), nil
	case Joined:
		s.Members = append(slices.Clone(s.Members), Member(f))
	case Left:
		s.Members = slices.DeleteFunc(slices.Clone(s.Members), func(m Member) bool { return m.Article == f.Article })
	case Stopped:
		s.State, s.Held = Cancelled, nil
	case Released:
		s.State, s.ReleasedAt = Out, e.At
	}
	return s
}
