package office

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strings"

	"github.com/klauspost/compress/gzip"

	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/refusal"
	"gongkai/visit"
)

// VisitLog is an access log that can be read twice: once to know whether it was
// read before, once to count. It may be packed (gzip).
type VisitLog struct {
	Name string
	Open func() (io.ReadCloser, error)
}

// LogResult is what a log gave.
type LogResult struct {
	store.VisitImport
	Closed   int   // days
	Visitors int64 // new to their year
	Excluded map[visit.Reason]int64
	Other    int64               // lines that ask for no page
	Faults   []LineFault         // the first of what could not be read
	Kinds    map[visit.Fault]int // how many of each
}

// Out lists what was left out, in the order of the reasons.
func (r LogResult) Out() (out []visit.Excluded) {
	for _, why := range visit.Reasons {
		if n := r.Excluded[why]; n > 0 {
			out = append(out, visit.Excluded{Reason: why, N: n})
		}
	}
	return out
}

// LineFault names a line that could not be read and was passed over.
type LineFault struct {
	No  int64
	Why visit.Fault
}

// What a reading keeps in memory: lines of a log, faults that are named, names and
// keys before they are written.
const (
	longestLine  = 64 << 10
	namedFaults  = 20
	gatheredMost = 200_000
)

// ImportVisits replays an access log in the combined format through the rules of
// live counting, for whoever holds the data folder (VI-LOG). It is one transaction:
// all of the log or nothing. staff are the networks of the body's own.
func (o *Office) ImportVisits(ctx context.Context, organ ledger.ID, l VisitLog, staff []netip.Prefix, progress func(lines int64)) (r LogResult, err error) {
	r.VisitImport = store.VisitImport{Organ: organ, Name: cleanName(l.Name), At: o.now()}
	if r.Digest, err = logDigest(l); err != nil {
		return r, err
	}
	err = o.record(ctx, organ, func(tx *store.Tx) error {
		i := importing{ctx: ctx, o: o, tx: tx, judge: visit.Judge{Staff: staff}, r: &r, days: map[calendar.Day]*visit.Tally{}, keyers: map[int]*visit.Keyer{}, taken: map[calendar.Day]bool{}, columns: map[string]ledger.Code{}}
		if err := i.begin(organ); err != nil {
			return err
		}
		if err := i.read(l, progress); err != nil {
			return err
		}
		if r.Lines > 0 && r.First.IsZero() {
			return refusal.New("visit.import.nothing", "VI-LOG", "name", r.Name, "broken", fmt.Sprint(r.Broken), "lines", fmt.Sprint(r.Lines))
		}
		if r.Closed, err = closeVisits(tx, organ, o.Today()); err != nil {
			return err
		}
		for y := r.First.Year(); y > 0 && y <= r.Last.Year(); y++ {
			n, err := tx.VisitSetSize(organ, y)
			if err != nil {
				return err
			}
			r.Visitors += n
		}
		return tx.AddVisitImport(r.VisitImport)
	})
	return r, err
}

// openLog unpacks a log that is packed.
func openLog(l VisitLog) (io.Reader, io.Closer, error) {
	f, err := l.Open()
	if err != nil {
		return nil, nil, err
	}
	b := bufio.NewReaderSize(f, longestLine)
	if head, err := b.Peek(2); err != nil || head[0] != 0x1f || head[1] != 0x8b {
		return b, f, nil
	}
	z, err := gzip.NewReader(b)
	if err != nil {
		return nil, nil, errors.Join(refusal.New("visit.import.packed", "VI-LOG", "name", l.Name), f.Close())
	}
	return bufio.NewReaderSize(z, longestLine), f, nil
}

// logDigest is over what the log says, packed or not.
func logDigest(l VisitLog) (string, error) {
	r, c, err := openLog(l)
	if err != nil {
		return "", err
	}
	defer c.Close()
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return "", broken(l, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// broken tells a spoilt archive from a fault of the machine.
func broken(l VisitLog, err error) error {
	if errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) || errors.Is(err, io.ErrUnexpectedEOF) {
		return refusal.New("visit.import.packed", "VI-LOG", "name", l.Name)
	}
	return err
}

// importing is one reading of a log.
type importing struct {
	ctx     context.Context
	o       *Office
	tx      *store.Tx
	organ   people.Organ
	judge   visit.Judge
	r       *LogResult
	days    map[calendar.Day]*visit.Tally
	day     *visit.Tally // of the line before
	keyers  map[int]*visit.Keyer
	taken   map[calendar.Day]bool // counted before this log
	columns map[string]ledger.Code
	held    int // names and keys in days
	batches int
}

func (i *importing) begin(organ ledger.ID) (err error) {
	if i.organ, err = i.tx.Organ(organ); err != nil {
		return err
	}
	done, err := i.tx.VisitImports(organ)
	if err != nil {
		return err
	}
	for _, d := range done {
		if d.Digest == i.r.Digest {
			return refusal.Clash("visit.import.twice", "VI-LOG", "name", i.r.Name, "at", d.At.In(calendar.Shanghai).Format("2006-01-02 15:04"), "views", fmt.Sprint(d.Views))
		}
	}
	days, err := i.tx.VisitDays(organ, calendar.Day{}, calendar.Day{})
	for _, d := range days {
		i.taken[d.Day] = true
	}
	return err
}

func (i *importing) read(l VisitLog, progress func(int64)) error {
	in, c, err := openLog(l)
	if err != nil {
		return err
	}
	defer c.Close()
	var (
		lines visit.Reader
		b     = in.(*bufio.Reader)
		end   = i.o.now()
	)
	i.r.Excluded, i.r.Kinds = map[visit.Reason]int64{}, map[visit.Fault]int{}
	for {
		raw, err := b.ReadSlice('\n')
		long := errors.Is(err, bufio.ErrBufferFull)
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = b.ReadSlice('\n')
		}
		if err != nil && err != io.EOF {
			return broken(l, err)
		}
		if len(raw) > 0 {
			i.r.Lines++
			if progress != nil && i.r.Lines%20_000 == 0 {
				progress(i.r.Lines)
			}
			line, bad := visit.Line{}, visit.TooLong
			if !long {
				line, bad = lines.Read(strings.TrimRight(string(raw), "\r\n"))
			}
			if bad == "" && line.At.After(end) {
				bad = visit.InFuture
			}
			if bad != "" {
				i.fault(bad)
			} else if err := i.take(line); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return i.flush()
		}
		if i.r.Lines%4096 == 0 && i.ctx.Err() != nil {
			return i.ctx.Err()
		}
	}
}

func (i *importing) fault(why visit.Fault) {
	i.r.Broken++
	i.r.Kinds[why]++
	if len(i.r.Faults) < namedFaults {
		i.r.Faults = append(i.r.Faults, LineFault{i.r.Lines, why})
	}
}

func (i *importing) take(line visit.Line) error {
	h, ok := line.Of(i.organ.Token, nil)
	if !ok {
		i.r.Other++
		return nil
	}
	why, ok := i.judge.Of(h)
	if !ok {
		i.r.Other++
		return nil
	}
	t, err := i.tally(calendar.DayOf(h.At))
	if err != nil {
		return err
	}
	i.held++
	if why != visit.Person {
		t.Exclude(why)
		i.r.Excluded[why]++
	} else {
		k, err := i.keyer(t.Day.Year())
		if err != nil {
			return err
		}
		h.Column = i.column(h.Page)
		i.r.Views++
		t.View(h, k.Of(h.Addr, h.Agent), i.organ.Site.Domain)
	}
	if i.held < gatheredMost {
		return nil
	}
	return i.flush()
}

// tally is that of a day, which nothing has counted before.
func (i *importing) tally(on calendar.Day) (*visit.Tally, error) {
	if i.day != nil && i.day.Day == on {
		return i.day, nil
	}
	t := i.days[on]
	if t == nil {
		if i.taken[on] {
			return nil, refusal.Clash("visit.import.counted", "VI-LOG", "day", on.Chinese())
		}
		t = visit.NewTally(on)
		i.days[on] = t
		if i.r.First.IsZero() || on.Before(i.r.First) {
			i.r.First = on
		}
		if on.After(i.r.Last) {
			i.r.Last = on
		}
	}
	i.day = t
	return t, nil
}

func (i *importing) keyer(year int) (*visit.Keyer, error) {
	if k := i.keyers[year]; k != nil {
		return k, nil
	}
	report, err := i.tx.Report(i.organ.ID, year)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	secret, err := i.o.visitSecret(i.tx, i.organ.ID, year)
	if err != nil {
		return nil, err
	}
	if secret == nil || report.Seq > 0 {
		return nil, refusal.Clash("visit.import.frozen", "VI-KEY", "year", fmt.Sprint(year))
	}
	i.keyers[year] = visit.NewKeyer(secret)
	return i.keyers[year], nil
}

// column is where a page of ours stands; a page of another site has none.
func (i *importing) column(page string) ledger.Code {
	if code, ok := strings.CutPrefix(page, "/c/"); ok {
		return ledger.Code(strings.TrimSuffix(code, "/"))
	}
	id, ok := strings.CutPrefix(page, "/a/")
	if !ok {
		return ""
	}
	c, known := i.columns[id]
	if !known && len(i.columns) < gatheredMost {
		if a, err := i.tx.Article(ledger.ID(id)); err == nil && a.Organ == i.organ.ID {
			c = a.Column
		}
		i.columns[strings.Clone(id)] = c
	}
	return c
}

// flush writes what was gathered.
func (i *importing) flush() error {
	i.batches++
	for _, t := range i.days {
		if _, err := i.tx.AddVisits(i.organ.ID, fmt.Sprintf("log-%.16s-%d", i.r.Digest, i.batches), t); err != nil {
			return err
		}
	}
	clear(i.days)
	i.day, i.held = nil, 0
	return nil
}

// visitWarnings are the days of a year whose counts are odd.
func visitWarnings(tx *store.Tx, organ ledger.ID, year int) ([]visit.Warning, error) {
	days, err := tx.VisitDays(organ, calendar.NewDay(year, 1, 1), calendar.NewDay(year, 12, 31))
	closed := days[:0]
	for _, d := range days {
		if d.Closed {
			closed = append(closed, d)
		}
	}
	return visit.Warnings(closed), err
}
