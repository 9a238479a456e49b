package office

import (
	"context"
	"slices"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/conv"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/writ"
)

// templates are the texts of letters that an organ may use: the product's and
// its own. writ.Pick takes the one of the day.
func (o *Office) templates(tx *store.Tx, organ ledger.ID) ([]writ.Template, error) {
	stored, err := tx.Templates(organ, "")
	all := writ.Builtin()
	for _, x := range stored {
		all = append(all, x.Template)
	}
	return all, err
}

// OnPaper sets a letter as its printed or Word form asks (§I.1).
func OnPaper(p writ.Paper) conv.Paper {
	return conv.Paper{Head: p.Sign, No: p.No, Title: p.Title, To: p.To, HTML: p.Letter(), Attachments: p.Attachments,
		Issuer: p.Sign, Day: p.On.Chinese(), Note: p.Note, Slips: p.Slips()}
}

// TemplateRow is a kind of letter with the text in force today.
type TemplateRow struct {
	writ.Kind
	Now  writ.Template
	Next calendar.Day // when another text comes into force, zero for none
}

// Templates lists every kind of letter with its text of today.
func (o *Office) Templates(ctx context.Context, who access.Actor) (out []TemplateRow, err error) {
	if err := may(who, access.ReadDesk); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		all, err := o.templates(tx, who.Organ)
		if err != nil {
			return err
		}
		for _, k := range writ.Kinds() {
			row := TemplateRow{Kind: k}
			row.Now, _ = writ.Pick(all, k.Key, o.Today())
			for _, t := range all {
				if t.Kind == k.Key && t.From.After(o.Today()) && (row.Next.IsZero() || t.From.Before(row.Next)) {
					row.Next = t.From
				}
			}
			out = append(out, row)
		}
		return nil
	})
	return out, err
}

// TemplateVersion is a text of a kind with who saved it; the product's own
// have neither person nor time.
type TemplateVersion struct {
	writ.Template
	By      string
	SavedAt time.Time
	InForce bool // today
}

// Template is a kind of letter with all its texts, the newest first.
func (o *Office) Template(ctx context.Context, who access.Actor, kind ledger.Code) (k writ.Kind, out []TemplateVersion, err error) {
	if err := may(who, access.ReadDesk); err != nil {
		return k, nil, err
	}
	k, known := writ.KindOf(kind)
	if !known {
		return k, nil, refusal.NotFound("access.may.absent")
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		names, err := o.names(tx, who.Organ)
		if err != nil {
			return err
		}
		stored, err := tx.Templates(who.Organ, kind)
		if err != nil {
			return err
		}
		all := writ.Builtin()
		for _, t := range all {
			if t.Kind == kind {
				out = append(out, TemplateVersion{Template: t})
			}
		}
		for _, x := range stored {
			all = append(all, x.Template)
			out = append(out, TemplateVersion{Template: x.Template, By: names[x.Officer], SavedAt: x.SavedAt})
		}
		now, _ := writ.Pick(all, kind, o.Today())
		for i := range out {
			out[i].InForce = out[i].Version == now.Version
		}
		return nil
	})
	slices.Reverse(out)
	slices.SortStableFunc(out, func(a, b TemplateVersion) int { return b.From.Compare(a.From) })
	return k, out, err
}

// EditTemplate gives a kind of letter a new text from a day on (修改文书模板).
func (o *Office) EditTemplate(ctx context.Context, who access.Actor, kind ledger.Code, from, text string) error {
	if err := may(who, access.EditWrit); err != nil {
		return err
	}
	on, err := formDay("from", from)
	if err != nil {
		return err
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		all, err := o.templates(tx, who.Organ)
		if err != nil {
			return err
		}
		salt := newSalt()
		t, f, err := writ.Edit(all, kind, on, o.Today(), text, salt)
		if err != nil {
			return err
		}
		e, err := tx.Append(o.Today(), ledger.ID(kind), who.Officer, f)
		if err != nil {
			return err
		}
		return tx.PutTemplate(writ.Stored{Template: t, Organ: who.Organ, Salt: salt, Officer: who.Officer, Seq: e.Seq, SavedAt: e.At})
	})
}

// PreviewTemplate fills a text with sample values as if it were in force; for
// the table of remedies it prints each of its paragraphs.
func (o *Office) PreviewTemplate(ctx context.Context, who access.Actor, kind ledger.Code, text string) (p writ.Paper, err error) {
	if err := may(who, access.ReadDesk); err != nil {
		return p, err
	}
	today := o.Today()
	t, known := writ.New(kind, writ.Own, today, text)
	if !known {
		return p, refusal.NotFound("access.may.absent")
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		all, err := o.templates(tx, who.Organ)
		if err != nil {
			return err
		}
		organ, err := tx.Organ(who.Organ)
		if err != nil {
			return err
		}
		p, err = t.Preview(all, today, organ.Name)
		return err
	})
	return p, err
}

// version and edited are a text as the ledger knows it.
type version struct {
	kind ledger.Code
	no   int
}

type edited struct {
	writ.Edited
	seq int64
	by  ledger.ID
}

func (r *replay) compareTemplates(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.Templates(organ, "")
	for _, x := range rows {
		at := version{x.Kind, x.Version}
		want, known := r.templates[at]
		delete(r.templates, at)
		switch {
		case !known || want.From != x.From || want.seq != x.Seq || want.by != x.Officer:
			r.find("文书模板 %s 第%d版与台账不符", x.Kind, x.Version)
		case want.Text != x.Sum(x.Salt):
			r.find("文书模板 %s 第%d版的文字被改动过，与台账中的散列值不符", x.Kind, x.Version)
		}
	}
	for at := range r.templates {
		r.find("台账中的文书模板 %s 第%d版在数据表中没有了", at.kind, at.no)
	}
	return err
}
