package website

import (
	"maps"
	"slices"
	"strings"
	"time"

	"gongkai/calendar"
	"gongkai/catalogue"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/publication"
	"gongkai/service"
)

// shared are the rows whose number the annual report states too, by its name there.
var shared = map[string]string{
	"visits.visitors": "visits.visitors", "visits.views": "visits.views",
	"info.total": "published", "reading.total": "interpretations",
	"letters.received": "letters.received", "letters.finished": "letters.finished", "letters.days": "letters.mean_days",
	"letters.published": "letters.published",
	"polls.held":        "consultations.held", "polls.opinions": "consultations.opinions", "polls.published": "consultations.published",
	"interviews.held": "interviews.held", "interviews.questions": "interviews.questions", "interviews.answered": "interviews.answered",
}

// kinds tell which row of 信息发布 an article counts in, by the category of the
// column that it came out in. What belongs to none of the three, such as 办事服务
// and 互动交流, counts in the total alone.
var kinds = map[ledger.Code]string{
	"overview": "info.overview", "organ": "info.overview", "leaders": "info.overview",
	"news": "info.news", "notice": "info.news",
	"policy": "info.catalogue", "guide": "info.catalogue", "system": "info.catalogue", "statutory": "info.catalogue",
	"annual": "info.catalogue", "plan": "info.catalogue", "finance": "info.catalogue", "personnel": "info.catalogue",
	"data": "info.catalogue", "proposal": "info.catalogue",
}

type counter struct {
	in          Input
	year        int
	first, last calendar.Day
	f           map[string]ledger.Figure
	bags        map[string][]int64
	category    map[ledger.Code]ledger.Code
	out         map[ledger.ID]published
	items       map[ledger.ID]offered
	open        map[ledger.ID]int64 // letters that came before the year and were not done
	said        map[string]Said
	carried     ledger.Figure
}

// published is an article as it came out.
type published struct {
	seq      int64
	on       calendar.Day
	category ledger.Code
	back     calendar.Day // taken back, and not out again
}

// offered is an item of the catalogue that is done here.
type offered struct {
	seq    int64
	online bool
}

func (c *counter) within(d calendar.Day) bool { return !d.Before(c.first) && !d.After(c.last) }

// add counts an entry; what was gathered is made into figures at the end, so that a
// long ledger costs no more than its length.
func (c *counter) add(key string, seq int64) { c.bags[key] = append(c.bags[key], seq) }

// Compute counts. It fails only on an entry that it cannot read.
func Compute(in Input) (Sheet, error) {
	year := in.Report.Year
	c := counter{in: in, year: year, first: calendar.NewDay(year, time.January, 1), last: calendar.NewDay(year, time.December, 31),
		f: map[string]ledger.Figure{}, bags: map[string][]int64{}, category: map[ledger.Code]ledger.Code{}, out: map[ledger.ID]published{}, items: map[ledger.ID]offered{},
		open: map[ledger.ID]int64{}, said: map[string]Said{}}
	for _, e := range in.Entries {
		if !ours(e.Kind) {
			continue
		}
		f, err := in.Codec.Decode(e)
		if err != nil {
			return Sheet{}, err
		}
		c.take(e, f)
	}
	return c.close(), nil
}

// ours tells the entries that the form counts by itself; the rest it has from the
// report.
func ours(kind string) bool {
	for _, p := range []string{"publication.", "column.", "catalogue.", "letter.", "website."} {
		if strings.HasPrefix(kind, p) {
			return true
		}
	}
	return kind == (service.Filed{}).Kind()
}

func (c *counter) take(e ledger.Entry, f ledger.Fact) {
	switch f := f.(type) { // what is said of a year is said after it
	case Stated:
		if f.Year == c.year {
			c.said[string(f.Cell)] = Said{Seq: e.Seq, By: e.By, Value: f.Value}
		}
		return
	case Seconded:
		for cell, s := range c.said {
			if f.Year == c.year && s.Seq == f.Of {
				s.Seconded = e.Seq
				c.said[cell] = s
			}
		}
		return
	}
	if e.On.After(c.last) {
		return
	}
	switch f := f.(type) {
	case publication.ColumnOpened:
		c.category[f.Column] = f.Category
		if f.Category == "special" {
			c.add("topics.kept", e.Seq)
			if c.within(e.On) {
				c.add("topics.opened", e.Seq)
			}
		}
	case publication.Published:
		c.out[e.Subject] = published{seq: e.Seq, on: e.On, category: c.category[f.Column]}
	case publication.Revised:
		if a, ok := c.out[e.Subject]; ok {
			a.back = calendar.Day{}
			c.out[e.Subject] = a
		}
	case publication.TakenDown:
		if a, ok := c.out[e.Subject]; ok {
			a.back = e.On
			c.out[e.Subject] = a
		}
	case catalogue.Enforced:
		c.items[e.Subject] = offered{e.Seq, f.Visits == 0}
	case catalogue.Cancellation:
		delete(c.items, e.Subject)
	case service.Filed:
		if c.within(e.On) {
			c.add("service.cases", e.Seq)
			if f.Applicant == "natural" {
				c.add("service.natural", e.Seq)
			} else {
				c.add("service.legal", e.Seq) // 其他组织 is not a person either; the form has two columns
			}
		}
	default:
		c.letter(e, f)
	}
}

// letter keeps which letters were open when the year began.
func (c *counter) letter(e ledger.Entry, f ledger.Fact) {
	if !e.On.Before(c.first) {
		return
	}
	switch f := f.(type) {
	case letter.Received, letter.Reopened:
		c.open[e.Subject] = e.Seq
	case letter.Imported:
		if f.AnsweredOn.IsZero() || !f.AnsweredOn.Before(c.first) {
			c.open[e.Subject] = e.Seq
		}
	case letter.Replied, letter.Refused, letter.Turned:
		delete(c.open, e.Subject)
	}
}

// close makes the rows.
func (c *counter) close() Sheet {
	for _, id := range slices.Sorted(maps.Keys(c.out)) {
		a := c.out[id]
		if !c.within(a.on) || c.within(a.back) {
			continue // as the report counts 主动公开政府信息数
		}
		if a.category == "response" {
			c.add("reading.responses", a.seq)
		}
		if key := kinds[a.category]; key != "" {
			c.add(key, a.seq)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.items)) {
		i := c.items[id]
		c.add("service.items", i.seq)
		if i.online {
			c.add("service.online", i.seq)
		}
	}
	for key, seqs := range c.bags {
		c.f[key] = ledger.Figure{}.Plus(int64(len(seqs)), seqs...)
	}
	if f := c.f["service.items"]; f.Value > 0 {
		c.f["service.listed"] = ledger.Figure{}.Plus(1, f.Entries...)
	}
	c.carried = ledger.Figure{}.Plus(int64(len(c.open)), slices.Collect(maps.Values(c.open))...)
	for key, name := range shared {
		c.f[key] = c.in.Report.Cell(name)
	}
	s := Sheet{Body: c.in.Report.Body, Year: c.year, Form: c.in.Form, Head: c.in.Report.Head, FrozenOn: c.in.FrozenOn, Figures: map[string]ledger.Figure{},
		Words: map[string]string{}, Said: c.said, Carried: c.carried, worked: map[string]bool{}}
	for _, r := range c.in.Form.Rows() {
		f := c.f[r.Key].Plus(0)
		s.worked[r.Key] = len(f.Entries) > 0
		if x := c.said[r.Key]; x.Seconded > 0 && !s.worked[r.Key] {
			f = f.Plus(x.Value, x.Seq, x.Seconded)
			if r.Sort == "words" {
				s.Words[r.Key] = c.in.Words[x.Seq]
			}
		}
		s.Figures[r.Key] = f
	}
	return s
}
