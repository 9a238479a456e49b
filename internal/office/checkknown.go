package office

import (
	"context"
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/check"
	"gongkai/internal/extract"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/publication"
)

// ground is what the texts of an organ are checked by: its lists and what it
// issued.
type ground struct {
	checker *check.Checker
	docs    *issued
	tokens  []string // 机关代字
}

func (o *Office) ground(tx *store.Tx, organ ledger.ID) (g ground, err error) {
	if g.checker, err = o.checker(tx, organ); err != nil {
		return g, err
	}
	if g.docs, err = o.issued(tx, organ); err != nil {
		return g, err
	}
	g.tokens = g.docs.tokens()
	return g, nil
}

// of is the checker for one edition: by the names of its day, and knowing its
// own number, of which it may speak before it is out.
func (g ground) of(tx *store.Tx, e publication.Edition, today calendar.Day) (*check.Checker, error) {
	docs := besides{g.docs, e.DocNo}
	on := e.Formed
	if on.IsZero() {
		on = today
	}
	dead, err := deadLinks(tx, e)
	return g.checker.On(on).Knowing(g.tokens, docs, dead), err
}

// deadPages are the addresses of the text that lead to a page of our own site that is
// not there. Other sites are not asked: the machine may have no way out.
type deadPages map[string]bool

// Dead says whether an address leads nowhere.
func (d deadPages) Dead(href string) bool { return d[href] }

var ownPage = regexp.MustCompile(`href="([^"]*/a/([0-9a-z]{12}))(?:[/?#][^"]*)?"`)

func deadLinks(tx *store.Tx, e publication.Edition) (deadPages, error) {
	out := deadPages{}
	for _, m := range ownPage.FindAllStringSubmatch(e.HTML, -1) {
		if u, err := url.Parse(m[1]); err != nil || u.Host != "" {
			continue
		}
		a, err := tx.Article(ledger.ID(m[2]))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		if err != nil || !a.Public() && a.MovedTo == "" {
			out[m[1]] = true
		}
	}
	return out, nil
}

// about is what stands around the text (§H.4), with its interpretations.
func about(tx *store.Tx, e publication.Edition) (check.Matter, error) {
	mode, _ := law.Label("mode", string(e.Mode))
	m := check.Matter{Title: e.Title, Column: string(e.Column), Summary: e.Summary, Source: e.Source, Author: string(e.Unit), Type: e.Genre,
		DocNo: e.DocNo, Formed: e.Formed, Effective: e.ValidFrom, ValidUntil: e.ValidTo, Attribute: mode, Keywords: e.Keywords,
		Policy: e.Type.Official(), Normative: e.Type == publication.Normative || e.Type == publication.Rule,
		Interpretation: e.Type == publication.Interpretation, Exempt: e.Exempt}
	for _, id := range e.Explains {
		m.Explains = append(m.Explains, string(id))
	}
	if m.Policy && e.Article != "" {
		by, err := tx.ExplainedBy(e.Article)
		if err != nil {
			return m, err
		}
		if e.State != publication.Live {
			made, err := madeWith(tx, e.Article)
			if err != nil {
				return m, err
			}
			by = append(by, made...)
		}
		for _, id := range by {
			m.Explained = append(m.Explained, string(id))
		}
	}
	return m, nil
}

// madeWith lists the interpretations of a document that were handed in and are
// not public yet (三同步, §H.1).
func madeWith(tx *store.Tx, document ledger.ID) (out []ledger.ID, err error) {
	a, err := tx.Article(document)
	if err != nil {
		return nil, err
	}
	rows, _, err := tx.Articles(store.ArticleFilter{Organ: a.Organ, Types: []publication.Kind{publication.Interpretation},
		EditionStates: []publication.State{publication.InReview, publication.Scheduled}})
	for _, r := range rows {
		if slices.Contains(r.Edition.Explains, document) {
			out = append(out, r.Article.ID)
		}
	}
	return out, err
}

// look is what an edition is checked by, gathered in one view of the rows.
type look struct {
	*check.Checker
	matter check.Matter
}

func (o *Office) look(tx *store.Tx, organ ledger.ID, e publication.Edition) (look, error) {
	g, err := o.ground(tx, organ)
	if err != nil {
		return look{}, err
	}
	return g.look(tx, e, o.Today())
}

func (g ground) look(tx *store.Tx, e publication.Edition, today calendar.Day) (l look, err error) {
	if l.Checker, err = g.of(tx, e, today); err != nil {
		return l, err
	}
	l.matter, err = about(tx, e)
	return l, err
}

// Maskable says whether one click can mask personal data in the text (一键脱敏).
func (c Check) Maskable() bool {
	for _, f := range c.All {
		if strings.HasPrefix(f.Rule, "PD-") && f.Suggest != "" && f.Field != "file" {
			return true
		}
	}
	return false
}

// MaskArticle masks the personal data in the text of a draft in the official
// form, 138****1234; attachments are the writer's to mend.
func (o *Office) MaskArticle(ctx context.Context, who access.Actor, id ledger.ID, no int, rev int64) error {
	var f ArticleForm
	err := o.view(ctx, func(tx *store.Tx) error {
		_, e, err := load(tx, who, access.EditArticle, id, no)
		if err != nil {
			return err
		}
		checker, err := o.checker(tx, who.Organ)
		if err != nil {
			return err
		}
		mask := func(words string) string {
			t := check.Plain(words)
			return check.Mask(t.Words, checker.Check(t))
		}
		f = FormOf(e)
		f.Title, f.Summary, f.Note = mask(f.Title), mask(f.Summary), mask(f.Note)
		f.HTML = extract.MaskHTML(f.HTML, checker.Check(extract.HTML(f.HTML)))
		return nil
	})
	if err != nil {
		return err
	}
	return o.SaveDraft(ctx, who, id, no, rev, f)
}
