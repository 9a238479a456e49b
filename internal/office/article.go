package office

import (
	"context"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/conv"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
)

// ArticleForm is the writing form as typed.
type ArticleForm struct {
	Column, Type, Unit, Title, Summary, HTML, DocNo, Genre, Topic, Source, Keywords string
	Mode, Basis, Ground, Formed, ValidFrom, ValidTo, Explains, Exempt, Note, Item   string
	Tags                                                                            []string
}

// FormOf fills the form from an edition. The item of a register is the article's,
// and stays as it is.
func FormOf(e publication.Edition) ArticleForm {
	return ArticleForm{Column: string(e.Column), Type: string(e.Type), Unit: string(e.Unit), Title: e.Title,
		Summary: e.Summary, HTML: e.HTML, DocNo: e.DocNo, Genre: e.Genre, Topic: e.Topic, Source: e.Source,
		Keywords: strings.Join(e.Keywords, " "), Mode: string(e.Mode), Basis: string(e.Basis), Ground: e.Ground, Formed: e.Formed.String(),
		ValidFrom: e.ValidFrom.String(), ValidTo: e.ValidTo.String(), Explains: join(e.Explains), Exempt: e.Exempt, Note: e.Note,
		Tags: e.Tags}
}

func join(ids []ledger.ID) string {
	parts := make([]string, len(ids))
	for i, id := range ids {
		parts[i] = string(id)
	}
	return strings.Join(parts, " ")
}

// into reads the form into an edition. Only what cannot be read at all is
// refused here; what is missing is refused when the text is handed in, so that
// a draft can be kept at any time.
func (f ArticleForm) into(e publication.Edition) (publication.Edition, error) {
	var all refusal.All
	day := func(field, s string) calendar.Day {
		if s = strings.TrimSpace(s); s == "" {
			return calendar.Day{}
		}
		d, err := calendar.ParseDay(s)
		if err != nil {
			all = append(all, refusal.New("form.day", "", "typed", s).On(field))
		}
		return d
	}
	e.Column, e.Type, e.Unit = ledger.Code(f.Column), publication.Kind(f.Type), ledger.ID(f.Unit)
	e.Title, e.Summary, e.HTML = strings.Join(strings.Fields(f.Title), " "), strings.TrimSpace(f.Summary), body(f.HTML)
	e.DocNo, e.Genre, e.Topic = strings.TrimSpace(f.DocNo), f.Genre, f.Topic
	e.Source, e.Note, e.Ground = strings.TrimSpace(f.Source), strings.TrimSpace(f.Note), strings.TrimSpace(f.Ground)
	e.Exempt = strings.TrimSpace(f.Exempt)
	e.Keywords, e.Tags, e.Mode = split(f.Keywords), f.Tags, ledger.Code(f.Mode)
	if e.Mode == "" {
		e.Mode = "proactive"
	}
	if e.Basis = ledger.Code(f.Basis); e.Mode == "proactive" {
		e.Basis, e.Ground = "", ""
	}
	if e.Type == "" {
		e.Type = publication.News
	}
	e.Formed, e.ValidFrom, e.ValidTo = day("formed", f.Formed), day("valid_from", f.ValidFrom), day("valid_to", f.ValidTo)
	e.Explains = nil
	for _, id := range split(f.Explains) {
		e.Explains = append(e.Explains, ledger.ID(id))
	}
	if len(e.HTML) > maxText {
		all = append(all, refusal.New("form.text_long", "").On("html"))
	}
	if strings.ContainsRune(f.Title, 0) {
		all = append(all, refusal.New("form.nul", "").On("title"))
	}
	return e, all.Or()
}

// maxText bounds the text of one edition; a longer one belongs into an attachment.
const maxText = 4 << 20

func split(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ,，、；；\n\t\r", r) })
}

// body cleans the text. What was typed without any markup, as in a browser
// without scripts, becomes one paragraph a line.
func body(s string) string {
	s = strings.ReplaceAll(s, "\x00", "")
	if !strings.Contains(s, "<") && strings.TrimSpace(s) != "" {
		var b strings.Builder
		for line := range strings.Lines(s) {
			if line = strings.TrimSpace(line); line != "" {
				b.WriteString("<p>" + strings.ReplaceAll(line, "&", "&amp;") + "</p>")
			}
		}
		s = b.String()
	}
	return conv.Clean(s)
}

// NewDraft starts an article with its first edition (起草).
func (o *Office) NewDraft(ctx context.Context, who access.Actor, f ArticleForm) (ledger.ID, error) {
	if f.Unit == "" {
		f.Unit = string(who.Unit)
	}
	if err := access.May(who, access.DraftArticle, access.Thing{Organ: who.Organ, Unit: ledger.ID(f.Unit)}); err != nil {
		return "", err
	}
	e, err := f.into(publication.Edition{})
	if err != nil {
		return "", err
	}
	a := publication.Article{ID: newID(), Organ: who.Organ, State: publication.Draft, Latest: 1}
	e.Article, e.No, e.State, e.Salt = a.ID, 1, publication.Draft, newSalt()
	e.Authors, e.SavedAt = e.By(hands(who, access.DraftArticle, access.Thing{Organ: who.Organ, Unit: ledger.ID(f.Unit)})...), o.now()
	follow(&a, e, f)
	err = o.update(ctx, func(tx *store.Tx) error { return putDraft(tx, a, e) })
	return a.ID, err
}

// putDraft stores a new article with its first edition.
func putDraft(tx *store.Tx, a publication.Article, e publication.Edition) error {
	if err := known(tx, a.Organ, e); err != nil {
		return err
	}
	if err := tx.PutArticle(a); err != nil {
		return err
	}
	return tx.PutEdition(e)
}

// follow keeps the columns by which the desk lists an article that was never
// public in step with its draft; once public, only facts change them. A form
// that names no item of a register leaves the one that there is.
func follow(a *publication.Article, e publication.Edition, f ArticleForm) {
	if a.Live == 0 {
		a.Column, a.Type, a.Unit, a.Mode, a.Formed = e.Column, e.Type, e.Unit, e.Mode, e.Formed
		if f.Item != "" {
			a.Item = ledger.ID(f.Item)
		}
	}
}

// known refuses a column, unit, genre or document that does not exist here.
func known(tx *store.Tx, organ ledger.ID, e publication.Edition) error {
	var all refusal.All
	if e.Column != "" {
		if _, err := tx.Column(organ, e.Column); err != nil {
			all = append(all, refusal.New("form.column", "", "column", string(e.Column)).On("column"))
		}
	}
	units, err := tx.Units(organ)
	if err != nil {
		return err
	}
	found := e.Unit == ""
	for _, u := range units {
		found = found || u.ID == e.Unit
	}
	if !found {
		all = append(all, refusal.New("form.unit", "", "unit", string(e.Unit)).On("unit"))
	}
	for _, id := range e.Explains {
		if p, err := tx.Article(id); err != nil || p.Organ != organ || p.ID == e.Article || !p.Public() && !coming(p) {
			all = append(all, refusal.New("form.explains", "§D.2(2)", "id", string(id)).On("explains"))
		}
	}
	return all.Or()
}

// coming says that an article is a document that was never public yet and may
// become so: its interpretation is made with it (三同步, §H.1).
func coming(a publication.Article) bool {
	return a.Live == 0 && a.Type.Official() && a.State != publication.Closed
}

// SaveDraft stores what was typed into a draft; rev is the one that the form
// was shown with.
func (o *Office) SaveDraft(ctx context.Context, who access.Actor, id ledger.ID, no int, rev int64, f ArticleForm) error {
	return o.update(ctx, func(tx *store.Tx) error {
		a, e, err := load(tx, who, access.EditArticle, id, no)
		if err != nil {
			return err
		}
		if e.State != publication.Draft {
			return refusal.Clash("publication.edit.state", "R-A17", "state", e.State.Name())
		}
		if e.Rev != rev {
			return refusal.Clash("publication.save.conflict", "", "at", stamp(e.SavedAt))
		}
		e, err = f.into(e)
		if err != nil {
			return err
		}
		if err := known(tx, who.Organ, e); err != nil {
			return err
		}
		e.Authors, e.SavedAt = e.By(hands(who, access.EditArticle, thing(a, e))...), o.now()
		follow(&a, e, f)
		if err := tx.PutArticle(a); err != nil {
			return err
		}
		return tx.PutEdition(e)
	})
}

func stamp(t time.Time) string { return t.In(calendar.Shanghai).Format("2006-01-02 15:04") }

// load reads an article with one edition and asks the policy about it.
func load(tx *store.Tx, who access.Actor, v access.Verb, id ledger.ID, no int) (publication.Article, publication.Edition, error) {
	a, err := tx.Article(id)
	if err != nil {
		return a, publication.Edition{}, err
	}
	e, err := tx.Edition(id, no)
	if err != nil {
		return a, e, err
	}
	return a, e, access.May(who, v, thing(a, e))
}

func thing(a publication.Article, e publication.Edition) access.Thing {
	t := access.Thing{Organ: a.Organ, Unit: a.Unit, Public: a.Public()}
	if len(e.Authors) > 0 {
		t.Author = e.Authors[0]
	}
	return t
}

// limit is the time by which information of the edition's column is due.
func limit(tx *store.Tx, a publication.Article, e publication.Edition, on calendar.Day) (law.Limit, error) {
	name := "publish"
	if c, err := tx.Column(a.Organ, e.Column); err == nil && c.Limit != "" {
		name = c.Limit
	}
	l, ok := law.On(on).Limit(name)
	if !ok {
		return l, refusal.New("publication.limit.unknown", "R-A26", "limit", name).On("column")
	}
	return l, nil
}

// ReviseArticle starts the next edition from the newest one (修订). The live
// page stays as it is until that edition is published.
func (o *Office) ReviseArticle(ctx context.Context, who access.Actor, id ledger.ID) (no int, err error) {
	err = o.update(ctx, func(tx *store.Tx) error {
		a, err := tx.Article(id)
		if err != nil {
			return err
		}
		e, err := tx.Edition(id, a.Latest)
		if err != nil {
			return err
		}
		if err := access.May(who, access.EditArticle, thing(a, e)); err != nil {
			return err
		}
		if e, err = a.Revise(e, hands(who, access.EditArticle, thing(a, e)), newSalt(), o.now()); err != nil {
			return err
		}
		a.Latest, no = e.No, e.No
		if err := tx.PutArticle(a); err != nil {
			return err
		}
		return tx.PutEdition(e)
	})
	return no, err
}

// Autosave keeps what is being typed under a key of the officer's own, so that
// a lost session loses nothing.
func (o *Office) Autosave(ctx context.Context, who access.Actor, key, form string) error {
	if err := may(who, access.ReadDesk); err != nil {
		return err
	}
	if len(form) > 2*maxText {
		return refusal.New("form.text_long", "").On("html")
	}
	return o.update(ctx, func(tx *store.Tx) error { return tx.PutAutosave(who.Officer, key, form, o.now()) })
}

// Autosaved returns what was kept, "" when there is nothing.
func (o *Office) Autosaved(ctx context.Context, who access.Actor, key string) (form string, at time.Time, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		form, at, err = tx.Autosave(who.Officer, key)
		return err
	})
	if r, ok := refusal.As(err); ok && r.Class == refusal.Hidden {
		return "", time.Time{}, nil
	}
	return form, at, err
}

// DropAutosave forgets what was kept, once it is saved or dismissed.
func (o *Office) DropAutosave(ctx context.Context, who access.Actor, key string) error {
	return o.update(ctx, func(tx *store.Tx) error { return tx.DropAutosave(who.Officer, key) })
}
