package office

import (
	"context"
	"io"
	"slices"
	"strconv"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/conv"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
	"gongkai/refusal"
)

// Site is what every public page of an organ needs.
type Site struct {
	Organ   people.Organ
	Units   []people.Unit
	Leaders []people.Leader
	Columns []ColumnNode // top level, in order
	Head    ledger.Head
	Signed  calendar.Day // of the last signed head
}

// ColumnNode is a column with what is in it and below it.
type ColumnNode struct {
	publication.Column
	Count    int
	Newest   time.Time
	Children []ColumnNode
}

// Column finds a column of the tree.
func (s Site) Column(path ledger.Code) (ColumnNode, bool) { return findColumn(s.Columns, path) }

func findColumn(nodes []ColumnNode, path ledger.Code) (ColumnNode, bool) {
	for _, n := range nodes {
		if n.Path == path {
			return n, true
		}
		if found, ok := findColumn(n.Children, path); ok {
			return found, true
		}
	}
	return ColumnNode{}, false
}

// Trail lists the columns from the top down to the path.
func (s Site) Trail(path ledger.Code) []publication.Column {
	var out []publication.Column
	for path != "" {
		n, ok := s.Column(path)
		if !ok {
			return out
		}
		out = append([]publication.Column{n.Column}, out...)
		path = n.Parent()
	}
	return out
}

// Sites lists the organs of this installation.
func (o *Office) Sites(ctx context.Context) (out []people.Organ, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		out, err = tx.Organs()
		return err
	})
	return out, err
}

// Site reads an organ's site by its token.
func (o *Office) Site(ctx context.Context, token string) (s Site, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		if s.Organ, err = tx.OrganByToken(token); err != nil {
			return err
		}
		if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: s.Organ.ID, Public: true}); err != nil {
			return err
		}
		if s.Units, err = tx.Units(s.Organ.ID); err != nil {
			return err
		}
		if s.Leaders, err = tx.Leaders(s.Organ.ID); err != nil {
			return err
		}
		if s.Head, err = tx.Head(s.Organ.ID); err != nil {
			return err
		}
		last, err := tx.SignedHeads(s.Organ.ID, 1, 0)
		if err != nil {
			return err
		}
		if len(last) > 0 {
			s.Signed = last[0].Day
		}
		cols, err := tx.Columns(s.Organ.ID)
		if err != nil {
			return err
		}
		counts, err := tx.CountsByColumn(s.Organ.ID)
		s.Columns = tree(cols, counts, "")
		return err
	})
	return s, err
}

func tree(cols []publication.Column, counts map[ledger.Code]store.ColumnCount, parent ledger.Code) []ColumnNode {
	var out []ColumnNode
	for _, c := range cols {
		if c.Parent() != parent {
			continue
		}
		n := ColumnNode{Column: c, Count: counts[c.Path].N, Newest: counts[c.Path].Newest}
		n.Children = tree(cols, counts, c.Path)
		for _, k := range n.Children {
			n.Count += k.Count
			if k.Newest.After(n.Newest) {
				n.Newest = k.Newest
			}
		}
		out = append(out, n)
	}
	return out
}

// ListQuery narrows a public list.
type ListQuery struct {
	Under            ledger.Code
	Year, Page, Size int
	Text             string
	Type             publication.Kind
	Tag              string
	Newest           bool // only the rows are wanted, from the first on
}

// PublicList is a page of it.
type PublicList struct {
	Rows               []PublicRow
	Total, Page, Pages int
	Years              []int
}

// PublicRow is a line of a public list.
type PublicRow struct {
	ID                                     ledger.ID
	Title, Summary, DocNo, IndexNo, Source string
	Column                                 ledger.Code
	At                                     time.Time
	Formed                                 calendar.Day
	Type                                   publication.Kind
	Validity                               ledger.Code
}

func publicRow(r store.ArticleRow) PublicRow {
	return PublicRow{ID: r.Article.ID, Title: r.Edition.Title, Summary: r.Edition.Summary, DocNo: r.Edition.DocNo,
		IndexNo: r.Article.IndexNo, Source: r.Edition.Source, Column: r.Article.Column, At: r.Article.PublishedAt,
		Formed: r.Article.Formed, Type: r.Article.Type, Validity: r.Article.Validity}
}

// PublicList lists what is public now, newest first.
func (o *Office) PublicList(ctx context.Context, organ ledger.ID, q ListQuery) (l PublicList, err error) {
	if q.Size <= 0 || q.Size > 2000 {
		q.Size = 20
	}
	l.Page = max(q.Page, 1)
	err = o.view(ctx, func(tx *store.Tx) error {
		rows, err := l.read(tx, organ, q)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: r.Article.Public()}); err != nil {
				return err
			}
			l.Rows = append(l.Rows, publicRow(r))
		}
		if l.Pages = (l.Total + q.Size - 1) / q.Size; q.Newest {
			return nil
		}
		months, err := tx.Months(store.LiveFilter{Organ: organ, Under: q.Under})
		l.Years = yearsOf(months)
		return err
	})
	return l, err
}

// read finds the rows of a page and how many there are in all.
func (l *PublicList) read(tx *store.Tx, organ ledger.ID, q ListQuery) (rows []store.ArticleRow, err error) {
	offset := (l.Page - 1) * q.Size
	if q.Text == "" && q.Tag == "" && (q.Type == "" || q.Newest) {
		rows, months, err := tx.LiveArticles(store.LiveFilter{Organ: organ, Under: q.Under, Year: q.Year, Type: q.Type, Limit: q.Size, Offset: offset})
		for _, m := range months {
			l.Total += m.N
		}
		return rows, err
	}
	f := store.ArticleFilter{Organ: organ, Under: q.Under, States: []publication.State{publication.Live}, Year: q.Year,
		Text: q.Text, Tag: q.Tag, Live: true, Limit: q.Size, Offset: offset}
	if q.Type != "" {
		f.Types = []publication.Kind{q.Type}
	}
	rows, l.Total, err = tx.Articles(f)
	return rows, err
}

// yearsOf lists the years of months, newest first.
func yearsOf(months []store.Month) (out []int) {
	for _, m := range months {
		y, err := strconv.Atoi(m.Month[:4])
		if err == nil && (len(out) == 0 || out[len(out)-1] != y) {
			out = append(out, y)
		}
	}
	return out
}

// PublicArticle is an article as the public sees it.
type PublicArticle struct {
	Article               publication.Article
	Edition               publication.Edition // the live one, or the last live one of a withdrawn article
	Unit                  string
	Explains, ExplainedBy []PublicRow
	ReplacedBy            *PublicRow
	MovedTo               ledger.ID
	Editions              []EditionNote // that were public, newest first
}

// EditionNote says when an edition was public and what it changed.
type EditionNote struct {
	No   int
	At   time.Time
	Note string
}

// PublicArticle reads an article that is, or was, public. A withdrawn one
// comes with its reason, so that its address can answer for it.
func (o *Office) PublicArticle(ctx context.Context, organ, id ledger.ID) (p PublicArticle, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		a, err := tx.Article(id)
		if err != nil {
			return err
		}
		seen := a.Public() || a.State == publication.Withdrawn
		if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: seen && a.Organ == organ}); err != nil {
			return err
		}
		p.Article, p.MovedTo = a, a.MovedTo
		if p.Edition, err = tx.Edition(id, a.Live); err != nil {
			return err
		}
		if u, err := unit(tx, organ, a.Unit); err == nil {
			p.Unit = u.Name
		}
		all, err := tx.Editions(id)
		if err != nil {
			return err
		}
		for _, e := range all {
			if !e.PublishedAt.IsZero() {
				p.Editions = append(p.Editions, EditionNote{e.No, e.PublishedAt, e.Note})
			}
		}
		by, err := tx.ExplainedBy(id)
		if err != nil {
			return err
		}
		if p.Explains, err = rowsOf(tx, organ, a.Explains); err != nil {
			return err
		}
		if p.ExplainedBy, err = rowsOf(tx, organ, by); err != nil {
			return err
		}
		if a.ReplacedBy != "" {
			rows, err := rowsOf(tx, organ, []ledger.ID{a.ReplacedBy})
			if err != nil {
				return err
			}
			if len(rows) == 1 {
				p.ReplacedBy = &rows[0]
			}
		}
		return nil
	})
	return p, err
}

// PublicDocx writes a live document, or the annual report, as an official paper
// and returns its title. Other texts have none.
func (o *Office) PublicDocx(ctx context.Context, organ, id ledger.ID, w io.Writer) (title string, err error) {
	v, err := o.PublicArticle(ctx, organ, id)
	if err != nil {
		return "", err
	}
	if !v.Article.Public() || !v.Edition.Type.Official() && v.Edition.Type != publication.Annual {
		return "", refusal.NotFound("public.read.absent")
	}
	return v.Edition.Title, conv.WriteDocx(w, conv.Paper{Title: v.Edition.Title, Issuer: v.Edition.Source,
		Day: v.Edition.Formed.Chinese(), HTML: v.Edition.HTML})
}

// rowsOf reads the public ones among the articles.
func rowsOf(tx *store.Tx, organ ledger.ID, ids []ledger.ID) (out []PublicRow, err error) {
	for _, id := range ids {
		a, err := tx.Article(id)
		if err != nil {
			return nil, err
		}
		if a.Organ != organ || !a.Public() {
			continue
		}
		e, err := tx.Edition(id, a.Live)
		if err != nil {
			return nil, err
		}
		out = append(out, publicRow(store.ArticleRow{Article: a, Edition: e}))
	}
	return out, nil
}

// PublicFigures is how the bureau is doing, for the home page.
type PublicFigures struct {
	Year                               int
	Months                             [12]int // items published a month
	Published, OnTime, Interpretations ledger.Figure
}

// PublicFigures counts this year's publications, or last year's while this
// year has none, from the ledger.
func (o *Office) PublicFigures(ctx context.Context, organ ledger.ID) (p PublicFigures, err error) {
	year := o.Today().Year()
	err = o.view(ctx, func(tx *store.Tx) error {
		if p, err = o.figuresOf(tx, organ, year); err != nil || p.Published.Value >= 12 {
			return err
		}
		// A year that has hardly begun says nothing; show the last whole one.
		p, err = o.figuresOf(tx, organ, year-1)
		return err
	})
	return p, err
}

// figured is what the entries of a year up to one of them gave. Entries stay
// what they are, so only the later ones are read.
type figured struct {
	organ ledger.ID
	year  int
	seq   int64 // of the last of them
	PublicFigures
}

func (o *Office) figuresOf(tx *store.Tx, organ ledger.ID, year int) (PublicFigures, error) {
	o.mu.Lock()
	i := slices.IndexFunc(o.figured, func(f figured) bool { return f.organ == organ && f.year == year })
	f := figured{organ: organ, year: year, PublicFigures: PublicFigures{Year: year}}
	if i >= 0 {
		f = o.figured[i]
	}
	o.mu.Unlock()
	codec, from := Codec(), f.seq
	var published, onTime, interpretations []int64
	err := tx.EachEntry(organ, store.EntryFilter{Kinds: []string{publication.Published{}.Kind()}, From: from + 1,
		OnFrom: calendar.NewDay(year, 1, 1), OnTo: calendar.NewDay(year, 12, 31)}, func(e ledger.Entry) error {
		fact, err := codec.Decode(e)
		if err != nil {
			return err
		}
		pub := fact.(publication.Published)
		f.seq = e.Seq
		f.Months[e.On.Month()-1]++
		published = append(published, e.Seq)
		if !pub.Late {
			onTime = append(onTime, e.Seq)
		}
		if pub.Type == publication.Interpretation {
			interpretations = append(interpretations, e.Seq)
		}
		return nil
	})
	if err != nil || f.seq == from {
		return f.PublicFigures, err
	}
	f.Published = f.Published.Plus(int64(len(published)), published...)
	f.OnTime = f.OnTime.Plus(int64(len(onTime)), onTime...)
	f.Interpretations = f.Interpretations.Plus(int64(len(interpretations)), interpretations...)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.figured = slices.DeleteFunc(o.figured, func(old figured) bool {
		return old.organ == organ && (old.year == year || old.year < year-1)
	})
	o.figured = append(o.figured, f)
	return f.PublicFigures, nil
}
