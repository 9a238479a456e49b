package office

import (
	"context"
	"html"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/request"
)

// ReleaseForm is the form by which what was supplied to one becomes an article
// for everybody (依申请公开转主动公开, R-A44). Files are the papers chosen.
type ReleaseForm struct {
	Rev                          int64
	Title, Summary, Text, Column string
	Files                        []string
}

// Release is what the form starts with.
type Release struct {
	Request  request.Request
	Form     ReleaseForm
	Supplied []store.Paper
	Columns  []publication.Column
}

// ReleaseDraft proposes the article: what the information is, in the words of
// the request with names and numbers blacked out.
func (o *Office) ReleaseDraft(ctx context.Context, who access.Actor, id ledger.ID) (r Release, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		if r.Request, err = tx.Request(id); err != nil {
			return err
		}
		if err := access.May(who, access.CloseRequest, requestThing(r.Request)); err != nil {
			return err
		}
		t, err := tx.RequestText(id)
		if err != nil {
			return err
		}
		papers, err := tx.Papers(id)
		if err != nil {
			return err
		}
		for _, p := range papers {
			if p.Kind == "supplied" && p.SHA != "" {
				r.Supplied = append(r.Supplied, p)
			}
		}
		r.Form = ReleaseForm{Rev: r.Request.Rev, Title: t.Subject, Summary: "原为依申请公开的信息，现主动公开。",
			Text: "下列信息曾应申请公开。为便于公众获取，根据《中华人民共和国政府信息公开条例》第四十四条，现转为主动公开。\n\n" + t.Subject}
		r.Columns, err = tx.Columns(who.Organ)
		return err
	})
	return r, err
}

// ReleaseRequest drafts the article. Nothing of the applicant may stand in it;
// the files are copied as they are, and whoever chose them has looked at them.
// From here the article goes the way of every other: handed in, approved by
// somebody else, published.
func (o *Office) ReleaseRequest(ctx context.Context, who access.Actor, id ledger.ID, f ReleaseForm) (ledger.ID, error) {
	if err := access.May(who, access.DraftArticle, access.Thing{Organ: who.Organ, Unit: who.Unit}); err != nil {
		return "", err
	}
	d, err := o.ReleaseDraft(ctx, who, id)
	if err != nil {
		return "", err
	}
	files, err := o.supplied(ctx, d, f.Files)
	if err != nil {
		return "", err
	}
	form := ArticleForm{Column: f.Column, Type: string(publication.News), Unit: string(who.Unit), Title: f.Title, Summary: f.Summary,
		HTML: paragraphs(f.Text), Mode: "proactive", Formed: o.Today().String()}
	e, err := form.into(publication.Edition{})
	if err != nil {
		return "", err
	}
	a := publication.Article{ID: newID(), Organ: who.Organ, State: publication.Draft, Latest: 1}
	e.Article, e.No, e.State, e.Salt = a.ID, 1, publication.Draft, newSalt()
	e.Authors, e.SavedAt, e.Files = e.By(hands(who, access.DraftArticle, access.Thing{Organ: who.Organ, Unit: who.Unit})...), o.now(), files
	follow(&a, e, form)
	return a.ID, o.decideRequest(ctx, who, access.CloseRequest, id, f.Rev, func(m *matter) error {
		if strings.TrimSpace(f.Title) == "" {
			return refusal.New("request.release.title", "R-A44").On("title")
		}
		p, err := m.applicant()
		if err != nil {
			return err
		}
		if what := p.In(strings.Join([]string{f.Title, f.Summary, f.Text}, "\n")); len(what) > 0 {
			return refusal.New("request.release.person", "R-A44", "what", strings.Join(what, "、")).On("text")
		}
		fact, err := m.r.Release(a.ID)
		if err != nil {
			return err
		}
		if err := m.enter(m.today, fact); err != nil {
			return err
		}
		return putDraft(m.tx, a, e)
	})
}

// paragraphs sets typed lines as paragraphs.
func paragraphs(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			b.WriteString("<p>" + html.EscapeString(line) + "</p>")
		}
	}
	return b.String()
}

// supplied copies the chosen papers out of their seals into the article's files.
func (o *Office) supplied(ctx context.Context, d Release, chosen []string) ([]publication.File, error) {
	var out []publication.File
	for _, id := range chosen {
		i := slices.IndexFunc(d.Supplied, func(p store.Paper) bool { return string(p.ID) == id })
		if i < 0 {
			return nil, refusal.New("request.release.file", "R-A44").On("files")
		}
		p := d.Supplied[i]
		r, err := o.openSealed(p.SHA)
		if err != nil {
			return nil, err
		}
		b, err := o.put(ctx, p.Name, r)
		if err != nil {
			return nil, err
		}
		out = append(out, publication.File{Name: cleanName(p.Name), Type: b.Type, Size: b.Size, SHA: b.SHA})
	}
	return out, nil
}
