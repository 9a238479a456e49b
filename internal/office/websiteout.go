package office

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"gongkai/access"
	"gongkai/internal/conv"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/report"
	"gongkai/website"
)

// xlsxType is the media type of a workbook.
const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// websiteLabel is the printed name of a row in the form of a year.
func websiteLabel(year int, key string) string {
	form, err := law.WebsiteFormFor(year)
	if err != nil {
		return key
	}
	if r, ok := form.Row(key); ok {
		return r.Printed()
	}
	return key
}

// FreezeWebsite pins the form to the ledger as it stands (冻结). Every hard check
// must hold.
func (o *Office) FreezeWebsite(ctx context.Context, who access.Actor, year int, rev int64) error {
	if err := may(who, access.FreezeReport); err != nil {
		return err
	}
	if o.Today().Year() <= year {
		return refusal.Clash("website.freeze.year", "§D.5", "year", fmt.Sprint(year))
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		g, err := tx.Organ(who.Organ)
		if err != nil {
			return err
		}
		if err := settleVisits(tx, g.ID, year); err != nil {
			return err
		}
		v, err := o.websiteView(tx, g, year)
		if err != nil {
			return err
		}
		r := v.Return
		switch {
		case r.Rev != rev:
			return refusal.Clash("office.save.conflict", "")
		case r.State != website.Drafting:
			return refusal.Clash("website.freeze.state", "§D.5")
		}
		if failed := report.Failed(v.Checks); len(failed) > 0 {
			return refusal.Clash("website.freeze.checks", failed[0], "n", fmt.Sprint(len(failed)), "rules", strings.Join(failed, "、"))
		}
		f := website.Frozen{Year: year, Form: ledger.Code(r.Form), Seq: v.Sheet.Head.Seq, Root: ledger.Code(v.Sheet.Head.Hex())}
		e, err := tx.Append(o.Today(), websiteID(year), who.Officer, f)
		if err != nil {
			return err
		}
		r = r.Apply(e, f)
		r.SavedAt = o.now()
		return tx.PutWebsiteReturn(r)
	})
}

// PublishWebsite hands the frozen form in as an article of the 年报 column with its
// workbook attached; another officer publishes it there.
func (o *Office) PublishWebsite(ctx context.Context, who access.Actor, year int, rev int64) (id ledger.ID, err error) {
	if err := may(who, access.PublishReport); err != nil {
		return "", err
	}
	v, err := o.Website(ctx, who, year)
	if err != nil {
		return "", err
	}
	if v.Return.State != website.Pinned || v.Return.Article != "" {
		return "", refusal.Clash("website.publish.state", "§D.5")
	}
	var book bytes.Buffer
	if err := writeWebsite(&book, v); err != nil {
		return "", err
	}
	name := v.Title() + ".xlsx"
	b, err := o.put(ctx, name, &book)
	if err != nil {
		return "", err
	}
	err = o.record(ctx, who.Organ, func(tx *store.Tx) error {
		g, err := tx.Organ(who.Organ)
		if err != nil {
			return err
		}
		r, err := tx.WebsiteReturn(who.Organ, year)
		if err != nil {
			return err
		}
		if r.Rev != rev || r.Article != "" {
			return refusal.Clash("office.save.conflict", "")
		}
		id, err = o.handIn(tx, who, g, annualText{Title: fmt.Sprintf("%s%d年政府网站工作年度报表", short(g), year), HTML: v.Sheet.HTML(),
			Summary:  fmt.Sprintf("%s%d年政府网站工作年度报表，数字取自台账第%d号。", short(g), year, r.Seq),
			Keywords: []string{"政府网站", "年度报表"}, Files: []publication.File{{Name: name, Type: xlsxType, Size: b.Size, SHA: b.SHA}}})
		if err != nil {
			return err
		}
		r.Article, r.SavedAt = id, o.now()
		return tx.PutWebsiteReturn(r)
	})
	return id, err
}

// websiteIssued records that the form of the site is out when its article is.
func (c *change) websiteIssued() error {
	all, err := c.tx.WebsiteReturns(c.a.Organ)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.Article != c.a.ID || r.State == website.Out {
			continue
		}
		f := website.Issued{Year: r.Year, Article: c.a.ID}
		e, err := c.tx.Append(c.on, websiteID(r.Year), c.who.Officer, f)
		if err != nil {
			return err
		}
		return c.tx.PutWebsiteReturn(r.Apply(e, f))
	}
	return nil
}

// writeWebsite makes the workbook of the form.
func writeWebsite(w io.Writer, v WebsiteView) error {
	s := conv.Worksheet{Name: "网站工作年度报表", Title: v.Title(), Header: []string{"类别", "项目", "数据", "单位"},
		Widths: []float64{16, 34, 36, 8}, Note: fmt.Sprintf("数字取自台账第%d号 %.16s。", v.Sheet.Head.Seq, v.Sheet.Head.Hex())}
	rows, numbers := v.Sheet.Rows()
	for i, r := range rows {
		value := conv.Words(r[2])
		if numbers[i] {
			value = conv.Digits(r[2])
		}
		s.Rows = append(s.Rows, []conv.Cell{conv.Words(r[0]), conv.Words(r[1]), value, conv.Words(r[3])})
	}
	return conv.WriteXLSX(w, s)
}

// WebsiteXLSX writes a year's form as a workbook.
func (o *Office) WebsiteXLSX(ctx context.Context, who access.Actor, year int, w io.Writer) error {
	v, err := o.Website(ctx, who, year)
	if err != nil {
		return err
	}
	return writeWebsite(w, v)
}

// WebsiteXLSXOf is WebsiteXLSX for whoever holds the data folder.
func (o *Office) WebsiteXLSXOf(ctx context.Context, organ ledger.ID, year int, w io.Writer) error {
	v, err := o.WebsiteOf(ctx, organ, year)
	if err != nil {
		return err
	}
	return writeWebsite(w, v)
}

// WebsiteJSON writes a year's form for programs.
func (o *Office) WebsiteJSON(ctx context.Context, who access.Actor, year int, w io.Writer) error {
	v, err := o.Website(ctx, who, year)
	if err != nil {
		return err
	}
	b, err := v.Sheet.JSON(v.Checks)
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}

// websiteWarning tells the office in January that last year's form is due, and
// from February on that it is late.
func (o *Office) websiteWarning(tx *store.Tx, who access.Actor, d *Desk) error {
	today := o.Today()
	year := today.Year() - 1
	if may(who, access.StateFigure) != nil {
		return nil
	}
	if _, err := law.WebsiteFormFor(year); err != nil {
		return nil // before there was a form
	}
	first, err := tx.Entries(who.Organ, store.EntryFilter{Seqs: []int64{1}})
	if err != nil || len(first) == 0 || first[0].On.Year() > year {
		return err // the organ was not here then
	}
	r, err := websiteReturn(tx, who.Organ, year)
	if err != nil || r.State == website.Out {
		return err
	}
	due := websiteDue(year)
	words := fmt.Sprintf("%d年网站工作年度报表应于%s前公布，还有%d天。", year, due.Chinese(), due.Sub(today))
	if today.After(due) {
		words = fmt.Sprintf("%d年网站工作年度报表应于%s前公布，尚未公布。", year, due.Chinese())
	}
	d.Notices = append(d.Notices, Warning{words, fmt.Sprintf("/website/%d", year), "看网站报表"})
	return nil
}
