package office

import (
	"context"
	"strconv"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
)

// laid is the calendar as it was read at an instant: the years of the program
// with n entered notices laid over them.
type laid struct {
	cal *calendar.Calendar
	n   int
	at  time.Time
}

// fresh is how long a notice that another process entered may stay unseen.
const fresh = 2 * time.Second

// Calendar is the working days as they are known now. Nothing that follows from
// them is stored, so that the due days of what is open move with a late notice.
// One caller looks for new notices; the others go on with what is known, and so
// does everybody while the database does not answer.
func (o *Office) Calendar() *calendar.Calendar {
	was := o.laid.Load()
	if now := o.now(); was != nil && !now.Before(was.at) && now.Sub(was.at) < fresh {
		return was.cal
	}
	if was == nil {
		o.laying.Lock()
		if was = o.laid.Load(); was != nil {
			o.laying.Unlock()
			return was.cal
		}
	} else if !o.laying.TryLock() {
		return was.cal
	}
	defer o.laying.Unlock()
	next := &laid{o.base, -1, o.now()}
	if was != nil {
		next.cal, next.n = was.cal, was.n
	}
	ctx, cancel := context.WithTimeout(context.Background(), fresh)
	defer cancel()
	err := o.db.View(ctx, func(tx *store.Tx) error {
		n, err := tx.CountNotices()
		if err != nil || n == next.n {
			return err
		}
		cal, err := o.announced(tx)
		if err == nil {
			next.cal, next.n = cal, n
		}
		return err
	})
	if err != nil {
		o.log.Warn("the holiday notices could not be read", "err", err)
	}
	o.laid.Store(next)
	return next.cal
}

// announced lays all entered notices over the program's years, the later over
// the earlier.
func (o *Office) announced(tx *store.Tx) (*calendar.Calendar, error) {
	all, err := tx.Notices("")
	years := make([]calendar.Year, len(all))
	for i, n := range all {
		years[i] = n.Year
	}
	return o.base.With(years...), err
}

// NoticePreview is what a pasted notice yields.
type NoticePreview struct {
	Year     calendar.Year
	Calendar *calendar.Calendar // as it would be
	Replaces string             // the notice in force for that year, if there is one
	Changes  []DayChange        // against the calendar in force
}

// DayChange is a day that a notice makes something else of.
type DayChange struct {
	Day      calendar.Day
	Was, Now calendar.Kind
}

// PreviewNotice reads a notice and shows the days that it yields; nothing is
// kept.
func (o *Office) PreviewNotice(ctx context.Context, who access.Actor, text string) (p NoticePreview, err error) {
	if err := may(who, access.EditCalendar); err != nil {
		return p, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		cal, err := o.announced(tx)
		if err != nil {
			return err
		}
		if p.Year, err = law.Announce(text, cal); err != nil {
			return err
		}
		was, _ := cal.Year(p.Year.Year)
		p.Replaces, p.Calendar = was.Notice, cal.With(p.Year)
		p.Year, _ = p.Calendar.Year(p.Year.Year)
		for d := calendar.NewDay(p.Year.Year-1, time.December, 1); d.Year() <= p.Year.Year; d = d.AddDays(1) {
			a, _ := cal.Kind(d)
			if b, _ := p.Calendar.Kind(d); a != b {
				p.Changes = append(p.Changes, DayChange{d, a, b})
			}
		}
		return nil
	})
	return p, err
}

// SaveNotice enters a notice (录入放假安排, §J). All organs of the installation
// count by it from now on.
func (o *Office) SaveNotice(ctx context.Context, who access.Actor, text string) (y calendar.Year, err error) {
	if err := may(who, access.EditCalendar); err != nil {
		return y, err
	}
	err = o.record(ctx, who.Organ, func(tx *store.Tx) error {
		cal, err := o.announced(tx)
		if err != nil {
			return err
		}
		if y, err = law.Announce(text, cal); err != nil {
			return err
		}
		n := law.Notice{Organ: who.Organ, Year: y, Pasted: strings.TrimSpace(text), Salt: newSalt(), Officer: who.Officer, SavedAt: o.now()}
		e, err := tx.Append(o.Today(), ledger.ID(strconv.Itoa(y.Year)), who.Officer, n.Fact())
		if err != nil {
			return err
		}
		n.Seq = e.Seq
		return tx.PutNotice(n)
	})
	if err == nil {
		o.laying.Lock() // whoever read just now did not see it
		o.laid.Store(nil)
		o.laying.Unlock()
	}
	return y, err
}

// CalendarYear is a year with the notice that it comes from.
type CalendarYear struct {
	calendar.Year
	By      string // who entered it, of which organ; empty for the program's own
	SavedAt time.Time
}

// CalendarYears lists the announced years, the last first, and the calendar
// that they make.
func (o *Office) CalendarYears(ctx context.Context, who access.Actor) (ys []CalendarYear, cal *calendar.Calendar, err error) {
	if err := may(who, access.ReadCalendar); err != nil {
		return nil, nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		if cal, err = o.announced(tx); err != nil {
			return err
		}
		all, err := tx.Notices("")
		if err != nil {
			return err
		}
		entered := map[int]law.Notice{}
		for _, n := range all {
			entered[n.Year.Year] = n
		}
		years := cal.Years()
		for i := len(years) - 1; i >= 0; i-- {
			y := CalendarYear{Year: years[i]}
			if n, ok := entered[y.Year.Year]; ok {
				g, err := tx.Organ(n.Organ)
				if err != nil {
					return err
				}
				off, err := tx.Officer(n.Officer)
				if err != nil {
					return err
				}
				y.By, y.SavedAt = g.Name+off.Name, n.SavedAt
			}
			ys = append(ys, y)
		}
		return nil
	})
	return ys, cal, err
}
