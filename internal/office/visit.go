package office

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/axiomhq/hyperloglog"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/visit"
)

// VisitSecret is the secret of a year under which visitors are known, made when it
// is first asked for; a year that was forgotten has none and gets none.
func (o *Office) VisitSecret(ctx context.Context, organ ledger.ID, year int) (secret []byte, err error) {
	if err := access.May(access.Machine(organ), access.CountVisits, access.Thing{Organ: organ}); err != nil {
		return nil, err
	}
	err = o.update(ctx, func(tx *store.Tx) error {
		secret, err = o.visitSecret(tx, organ, year)
		return err
	})
	return secret, err
}

func (o *Office) visitSecret(tx *store.Tx, organ ledger.ID, year int) ([]byte, error) {
	y, err := tx.VisitYear(organ, year)
	if errors.Is(err, store.ErrNotFound) {
		made := make([]byte, visit.SecretLen)
		rand.Read(made)
		sealed, err := o.db.Seal(made)
		if err != nil {
			return nil, err
		}
		if err := tx.AddVisitYear(organ, year, sealed); err != nil {
			return nil, err
		}
		if y, err = tx.VisitYear(organ, year); err != nil { // another process may have been first
			return nil, err
		}
	} else if err != nil {
		return nil, err
	}
	if y.Forgotten {
		return nil, nil
	}
	return o.db.Unseal(y.Secret)
}

// AddVisits writes what was gathered of some days under an id, which makes a second
// writing of the same batch do nothing. What belongs to a day that is closed goes to
// today: it was late, and nothing is lost.
func (o *Office) AddVisits(ctx context.Context, organ ledger.ID, id string, tallies []*visit.Tally) error {
	if err := access.May(access.Machine(organ), access.CountVisits, access.Thing{Organ: organ}); err != nil {
		return err
	}
	return o.update(ctx, func(tx *store.Tx) error {
		for _, t := range tallies {
			added, err := tx.AddVisits(organ, id, t)
			if err != nil {
				return err
			}
			if !added {
				t.Day = o.Today()
				if added, err = tx.AddVisits(organ, id+"-late", t); err != nil {
					return err
				}
				if !added {
					return fmt.Errorf("office: %s is closed before it ended", t.Day)
				}
			}
		}
		return nil
	})
}

// grace is how long after midnight a day stays open for the hits of its last
// seconds.
const grace = 2 * time.Minute

// CloseVisits closes the days that are over (日结), of all organs, those that were
// missed too, and begins today. It says how many it closed.
func (o *Office) CloseVisits(ctx context.Context) (n int, err error) {
	organs, err := o.Sites(ctx)
	if err != nil {
		return 0, err
	}
	before := calendar.DayOf(o.now().Add(-grace))
	for _, g := range organs {
		if err := access.May(access.Machine(g.ID), access.CountVisits, access.Thing{Organ: g.ID}); err != nil {
			return n, err
		}
		waits := false
		err := o.view(ctx, func(tx *store.Tx) error {
			days, err := tx.VisitDays(g.ID, calendar.Day{}, o.Today())
			waits = err == nil && (len(days) == 0 || days[len(days)-1].Day != o.Today())
			for _, d := range days {
				waits = waits || !d.Closed && d.Day.Before(before)
			}
			return err
		})
		if err != nil || !waits {
			if err != nil {
				return n, err
			}
			continue
		}
		if err := o.update(ctx, func(tx *store.Tx) error { return tx.OpenVisitDay(g.ID, o.Today()) }); err != nil {
			return n, err
		}
		closed := 0
		err = o.record(ctx, g.ID, func(tx *store.Tx) error {
			closed, err = closeVisits(tx, g.ID, before)
			return err
		})
		if err != nil {
			return n, err
		}
		n += closed
	}
	return n, nil
}

// together bounds how many visitors are closed at once.
const together = 1 << 20

// closeVisits closes the open days before one. The facts, the rows and the year's
// set change in one transaction, so that a crash leaves the days open.
func closeVisits(tx *store.Tx, organ ledger.ID, before calendar.Day) (n int, err error) {
	days, err := tx.OpenVisitDays(organ, before)
	if err != nil || len(days) == 0 {
		return 0, err
	}
	sketches := columns{}
	for len(days) > 0 {
		c := closing{parts: make([][]visit.Seen, visit.Shards)}
		for len(days) > 0 && c.visitors < together && (len(c.days) == 0 || days[0].Day.Year() == c.days[0].Day.Year()) {
			if err := c.take(tx, days[0], sketches); err != nil {
				return n, err
			}
			days = days[1:]
		}
		if err := c.close(tx, organ); err != nil {
			return n, err
		}
		n += len(c.days)
	}
	return n, sketches.put(tx, organ)
}

// closing is some days of one year that are closed together.
type closing struct {
	days     []visit.Day
	months   []int
	parts    [][]visit.Seen
	visitors int
}

func (c *closing) take(tx *store.Tx, d visit.Day, sketches columns) error {
	i := len(c.days)
	c.days, c.months = append(c.days, d), append(c.months, int(d.Day.Month()))
	return tx.EachVisitor(d.Organ, d.Day, func(col ledger.Code, run []byte) {
		if col != "" {
			sketches.add(d.Day, col, run)
			return
		}
		c.visitors += len(run) / visit.KeyLen
		visit.Unpack(run, func(k visit.Key) { c.parts[k[0]] = append(c.parts[k[0]], visit.Seen{Key: k, Day: i}) })
	})
}

func (c *closing) close(tx *store.Tx, organ ledger.ID) error {
	tallied, year := make([]visit.Tallied, len(c.days)), c.days[0].Day.Year()
	for part, seen := range c.parts {
		if len(seen) == 0 {
			continue
		}
		set, err := tx.VisitSet(organ, year, part)
		if err != nil {
			return err
		}
		if err := tx.PutVisitSet(organ, year, part, visit.Merge(set, seen, c.months, tallied)); err != nil {
			return err
		}
	}
	for i, d := range c.days {
		sums, err := tx.VisitSums(organ, d.Day)
		if err != nil {
			return err
		}
		d.Salt = newSalt()
		f := visit.Counted{Views: d.Views, Visitors: tallied[i].Visitors, FirstInMonth: tallied[i].FirstInMonth,
			FirstInYear: tallied[i].FirstInYear, Excluded: excluded(sums), Digest: visit.Digest(d.Salt, sums)}
		e, err := tx.Append(d.Day, visit.DayID(d.Day), ledger.System, f)
		if err != nil {
			return err
		}
		if err := tx.CloseVisitDay(d.Apply(e, f)); err != nil {
			return err
		}
	}
	return nil
}

// excluded are a day's sums by reason, in the order of the reasons.
func excluded(sums []visit.Sum) (out []visit.Excluded) {
	for _, r := range visit.Reasons {
		for _, s := range sums {
			if s.Kind == visit.ByReason && s.Name == string(r) {
				out = append(out, visit.Excluded{Reason: r, N: s.N})
			}
		}
	}
	return out
}

// month of a day, as sketches are kept by.
func month(d calendar.Day) string { return d.String()[:7] }

// columns are sketches of the visitors of columns by month (HyperLogLog): an
// estimate within two hundredths, for slices only.
type columns map[string]map[ledger.Code]*hyperloglog.Sketch

func (c columns) add(d calendar.Day, col ledger.Code, run []byte) {
	m := c[month(d)]
	if m == nil {
		m = map[ledger.Code]*hyperloglog.Sketch{}
		c[month(d)] = m
	}
	s := m[col]
	if s == nil {
		s = hyperloglog.New14()
		m[col] = s
	}
	visit.Unpack(run, func(k visit.Key) { s.Insert(k[:]) })
}

func (c columns) put(tx *store.Tx, organ ledger.ID) error {
	for month, cols := range c {
		for col, s := range cols {
			before, err := tx.Sketch(organ, month, col)
			if err != nil {
				return err
			}
			if before != nil {
				var b hyperloglog.Sketch
				if err := errors.Join(b.UnmarshalBinary(before), s.Merge(&b)); err != nil {
					return err
				}
			}
			raw, err := s.MarshalBinary()
			if err != nil {
				return err
			}
			if err := tx.PutSketch(organ, month, col, raw); err != nil {
				return err
			}
		}
	}
	return nil
}

// settleVisits closes what is open of a year before its report is frozen.
func settleVisits(tx *store.Tx, organ ledger.ID, year int) error {
	_, err := closeVisits(tx, organ, calendar.NewDay(year+1, time.January, 1))
	return err
}

// forgetVisits destroys the secret and the keys of a year whose report is frozen, and
// of the years before it (VI-KEY).
func forgetVisits(tx *store.Tx, organ ledger.ID, year int, by ledger.ID, on calendar.Day) error {
	years, err := tx.VisitYears(organ)
	if err != nil {
		return err
	}
	for _, y := range years {
		if y.Year > year || y.Forgotten {
			continue
		}
		if y.Visitors, err = tx.VisitSetSize(organ, y.Year); err != nil {
			return err
		}
		e, err := tx.Append(on, visit.YearID(y.Year), by, visit.Forgotten{Year: y.Year, Visitors: y.Visitors})
		if err != nil {
			return err
		}
		y.Seq = e.Seq
		if err := tx.ForgetVisitYear(y); err != nil {
			return err
		}
	}
	return nil
}
