package office

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/report"
	"gongkai/website"
)

// websiteID is the subject of the facts of a year's form of the site.
func websiteID(year int) ledger.ID { return ledger.ID(fmt.Sprintf("website-%d", year)) }

// WebsiteView is a year's form of the site (网站报表) with all that its page shows.
type WebsiteView struct {
	Return     website.Return
	Sheet      website.Sheet // pinned once frozen
	Checks     []report.Check
	Later      []report.Difference          // what entries after the freeze would change
	Statements map[string]website.Statement // what stands as said, by the row's key
	Defaults   map[string]string            // what the organ's own data and last year's form suggest
	Who        map[ledger.ID]string
	Years      []int
	Can        map[access.Verb]bool
}

// Title is the form's title as printed.
func (v WebsiteView) Title() string {
	return fmt.Sprintf("%s%d年政府网站工作年度报表", v.Sheet.Body.Name, v.Sheet.Year)
}

// Website reads a year's form of the site.
func (o *Office) Website(ctx context.Context, who access.Actor, year int) (v WebsiteView, err error) {
	if err := may(who, access.ReadLedger); err != nil {
		return v, err
	}
	v, err = o.WebsiteOf(ctx, who.Organ, year)
	v.Can = map[access.Verb]bool{}
	for _, verb := range []access.Verb{access.StateFigure, access.FreezeReport, access.PublishReport} {
		v.Can[verb] = may(who, verb) == nil
	}
	return v, err
}

// WebsiteOf is Website for whoever holds the data folder (the command line).
func (o *Office) WebsiteOf(ctx context.Context, organ ledger.ID, year int) (v WebsiteView, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		g, err := tx.Organ(organ)
		if err != nil {
			return err
		}
		if v, err = o.websiteView(tx, g, year); err != nil {
			return err
		}
		v.Who, err = o.names(tx, organ)
		return err
	})
	return v, err
}

func (o *Office) websiteView(tx *store.Tx, g people.Organ, year int) (v WebsiteView, err error) {
	if v.Return, err = websiteReturn(tx, g.ID, year); err != nil {
		return v, err
	}
	said, err := tx.WebsiteStatements(g.ID, 0)
	if err != nil {
		return v, err
	}
	if v.Sheet, err = websiteSheet(tx, g, year, v.Return, said); err != nil {
		return v, err
	}
	if v.Return.Seq > 0 {
		open := v.Return
		open.Seq = 0
		now, err := websiteSheet(tx, g, year, open, said)
		if err != nil {
			return v, err
		}
		v.Later = website.Diff(v.Sheet, now)
	}
	v.Years, v.Statements, v.Defaults = years(o.Today().Year()), map[string]website.Statement{}, siteDefaults(g)
	for _, x := range said {
		row, _ := v.Sheet.Form.Row(string(x.Cell))
		switch {
		case x.Year == year && v.Sheet.Said[row.Key].Seq == x.Seq:
			v.Statements[row.Key] = x
		case x.Year == year-1 && (row.Sort == "words" || row.Sort == "site"):
			v.Defaults[row.Key] = x.Typed(row)
		}
	}
	c := website.Context{Today: o.Today()}
	last, err := websiteReturn(tx, g.ID, year-1)
	if err != nil {
		return v, err
	}
	if last.Seq > 0 {
		p, err := websiteSheet(tx, g, year-1, last, said)
		if err != nil {
			return v, err
		}
		c.Previous = &p
	}
	if v.Return.State == website.Out {
		if a, err := tx.Article(v.Return.Article); err == nil {
			c.IssuedOn = a.PublishedOn
		}
	}
	if c.Odd, err = visitWarnings(tx, g.ID, year); err != nil {
		return v, err
	}
	v.Checks = website.Checks(v.Sheet, c)
	return v, nil
}

// siteDefaults are the words that the organ's own data know.
func siteDefaults(g people.Organ) map[string]string {
	out := map[string]string{"site.name": g.Name, "site.host": g.Site.Host, "site.code": g.Site.IDCode, "site.icp": g.Site.ICP,
		"site.police": g.Site.Police, "signed.phone": g.Phone, "site.type": "2"}
	if g.Site.Domain != "" {
		out["site.home"] = "https://" + g.Site.Domain + "/"
	}
	return out
}

// websiteReturn is the year's row, or one that is being filled in.
func websiteReturn(tx *store.Tx, organ ledger.ID, year int) (website.Return, error) {
	r, err := tx.WebsiteReturn(organ, year)
	if errors.Is(err, store.ErrNotFound) {
		form, bad := law.WebsiteFormFor(year)
		if bad != nil {
			return website.Return{Organ: organ, Year: year, State: website.Drafting}, nil // the sheet says so
		}
		return website.Return{Organ: organ, Year: year, Form: form.Name, State: website.Drafting}, nil
	}
	return r, err
}

// websiteSheet computes the form from the entries up to the freeze, from all while
// there is none.
func websiteSheet(tx *store.Tx, g people.Organ, year int, r website.Return, said []website.Statement) (website.Sheet, error) {
	form, err := formOf(year, "")
	if err != nil {
		return website.Sheet{}, err
	}
	in := website.Input{Codec: Codec(), Words: map[int64]string{}, FrozenOn: r.FrozenOn}
	if in.Form, err = law.WebsiteFormFor(year); err != nil {
		return website.Sheet{}, refusal.New("report.year.none", "R-A50", "year", fmt.Sprint(year)).On("year")
	}
	if in.Report, err = sheet(tx, g, year, form, r.Seq); err != nil {
		return website.Sheet{}, err
	}
	if in.Entries, err = tx.Entries(g.ID, store.EntryFilter{To: in.Report.Head.Seq, NoRequests: true}); err != nil {
		return website.Sheet{}, err
	}
	for _, x := range said {
		in.Words[x.Seq] = x.Text
	}
	return website.Compute(in)
}

// WebsiteCell is a row of the form with its value and the entries behind it.
type WebsiteCell struct {
	CellView
	Printed string // with its unit
}

// WebsiteCell opens a row of the form down to its entries.
func (o *Office) WebsiteCell(ctx context.Context, who access.Actor, year int, key string) (v WebsiteCell, err error) {
	w, err := o.Website(ctx, who, year)
	if err != nil {
		return v, err
	}
	row, ok := w.Sheet.Form.Row(key)
	if !ok || row.Sort == "day" {
		return v, refusal.NotFound("access.may.absent")
	}
	v = WebsiteCell{CellView{Key: key, Label: row.Printed(), Figure: w.Sheet.Cell(key)}, w.Sheet.Print(key) + row.Unit}
	if len(v.Figure.Entries) == 0 {
		return v, nil
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		entries, err := tx.Entries(who.Organ, store.EntryFilter{Seqs: v.Figure.Entries})
		if err != nil {
			return err
		}
		v.Entries, err = o.entryViews(tx, who.Organ, entries)
		return err
	})
	return v, err
}

// WebsiteFile opens the document behind what was said, by its entry.
func (o *Office) WebsiteFile(ctx context.Context, who access.Actor, seq int64) (f FileContent, err error) {
	if err := may(who, access.ReadLedger); err != nil {
		return f, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		all, err := tx.WebsiteStatements(who.Organ, 0)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(s website.Statement) bool { return s.Seq == seq })
		if i < 0 {
			return store.ErrNotFound
		}
		f.File = publication.File{Name: all[i].Name, SHA: all[i].SHA, Type: "application/octet-stream"}
		return nil
	})
	if err != nil {
		return f, err
	}
	return o.open(f.File)
}

// WebsitePart is a part of the form as filled in: what was typed by the row's key,
// and the document that it rests on.
type WebsitePart struct {
	Year      int
	Part      string
	Rev       int64 // of website.Sheet.Rev, as the page showed it
	Typed     map[string]string
	Day, Note string
}

// StateWebsite enters what an officer says of a part with its document (填报). Rows
// left as they stand are not said again; those left empty are not said.
func (o *Office) StateWebsite(ctx context.Context, who access.Actor, f WebsitePart, docName string, doc io.Reader) error {
	if err := may(who, access.StateFigure); err != nil {
		return err
	}
	on, err := formDay("day", f.Day)
	if err != nil {
		return err
	}
	switch {
	case strings.TrimSpace(f.Note) == "":
		return refusal.New("report.state.note", "R-A50").On("note")
	case doc == nil:
		return refusal.New("report.state.document", "R-A50").On("document")
	}
	b, err := o.put(ctx, docName, doc)
	if err != nil {
		return err
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		g, err := tx.Organ(who.Organ)
		if err != nil {
			return err
		}
		v, err := o.websiteView(tx, g, f.Year)
		if err != nil {
			return err
		}
		part, ok := v.Sheet.Form.Part(f.Part)
		if !ok {
			return refusal.NotFound("access.may.absent")
		}
		if v.Sheet.Rev(part) != f.Rev {
			return refusal.Clash("office.save.conflict", "")
		}
		var all refusal.All
		n := 0
		for _, row := range part.Rows {
			typed := strings.TrimSpace(f.Typed[row.Key])
			if typed == "" {
				continue
			}
			value, words, err := website.Read(row, typed)
			if err == nil {
				err = v.Sheet.MayState(row.Key, o.Today())
			}
			var no *refusal.Refusal
			if errors.As(err, &no) {
				all = append(all, no)
				continue
			}
			if err != nil {
				return err
			}
			was, said := v.Statements[row.Key]
			if said && was.Value == value && was.Text == words {
				continue
			}
			n++
			x := website.Statement{ID: newID(), Organ: g.ID, Year: f.Year, Cell: ledger.Code(row.Key), Value: value, Text: words, On: on,
				Name: cleanName(docName), SHA: b.SHA, Salt: newSalt(), Note: strings.TrimSpace(f.Note), Officer: who.Officer, Of: was.Seq}
			e, err := tx.Append(on, x.ID, who.Officer, website.Stated{Year: x.Year, Cell: x.Cell, Value: value, Words: x.Sum(), Of: x.Of})
			if err != nil {
				return err
			}
			x.Seq = e.Seq
			if err := tx.PutWebsiteStatement(x); err != nil {
				return err
			}
		}
		if n == 0 && len(all) == 0 {
			return refusal.New("website.state.same", "§D.5", "part", part.Title)
		}
		return all.Or()
	})
}

// SecondWebsite seconds what others said of a part, after comparing it with the
// documents (复核).
func (o *Office) SecondWebsite(ctx context.Context, who access.Actor, year int, key string, rev int64) error {
	if err := may(who, access.StateFigure); err != nil {
		return err
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		g, err := tx.Organ(who.Organ)
		if err != nil {
			return err
		}
		v, err := o.websiteView(tx, g, year)
		if err != nil {
			return err
		}
		part, ok := v.Sheet.Form.Part(key)
		switch {
		case !ok:
			return refusal.NotFound("access.may.absent")
		case v.Return.State != website.Drafting:
			return refusal.Clash("website.state.frozen", "§D.5", "year", fmt.Sprint(year))
		case v.Sheet.Rev(part) != rev:
			return refusal.Clash("office.save.conflict", "")
		}
		seqs, err := v.Sheet.MaySecond(part, who.Officer)
		if err != nil {
			return err
		}
		for _, seq := range seqs {
			if _, err := tx.Append(o.Today(), websiteID(year), who.Officer, website.Seconded{Year: year, Of: seq}); err != nil {
				return err
			}
		}
		return nil
	})
}

// websiteDue is the last day on which a year's form must be public.
func websiteDue(year int) calendar.Day { return calendar.NewDay(year+1, time.January, 31) }
