package public

import (
	"net/http"
	"slices"

	"gongkai/internal/office"
	"gongkai/internal/plot"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
)

// homePage says the four wishes first, then what is new, what is owed by law,
// and how the bureau is doing.
type homePage struct {
	Page
	Seek                                     seek
	News, Notices, Policies, Interpretations section
	Statutory                                []office.ColumnNode
	Figures                                  office.PublicFigures
	Plot                                     plot.Columns
}

func (homePage) template() string { return "home" }

// section is a short list with the column that it comes from.
type section struct {
	Name string
	Href string
	Rows []row
}

func (a *ask) home() error {
	return a.kept("/", func() (templated, error) {
		p, err := a.frame("首页", "")
		if err != nil {
			return nil, err
		}
		a.counts()
		p.Feed = a.base + "/feed.atom"
		p.Finds = true
		h := homePage{Page: p, Seek: seek{Base: a.base}}
		for _, s := range []struct {
			into     *section
			category ledger.Code
			kind     publication.Kind
			size     int
		}{
			{&h.News, "news", "", 8}, {&h.Notices, "notice", "", 5},
			{&h.Policies, "policy", publication.Document, 4}, {&h.Interpretations, "interpretation", publication.Interpretation, 4},
		} {
			if *s.into, err = a.section(p.Site, s.category, s.kind, s.size); err != nil {
				return nil, err
			}
		}
		for _, c := range p.Site.Columns {
			if c.Category == "statutory" {
				h.Statutory = c.Children
			}
		}
		if h.Figures, err = a.s.o.PublicFigures(a.r.Context(), a.organ.ID); err != nil {
			return nil, err
		}
		h.Plot = plot.Months(h.Figures.Months, "公开数", "篇")
		return h, nil
	})
}

// section lists the newest of the fullest column of a category.
func (a *ask) section(site office.Site, category ledger.Code, kind publication.Kind, size int) (section, error) {
	c, ok := ofCategory(site.Columns, category)
	if !ok {
		return section{}, nil
	}
	l, err := a.s.o.PublicList(a.r.Context(), a.organ.ID, office.ListQuery{Under: c.Path, Size: 3 * size, Type: kind, Newest: true})
	if err != nil {
		return section{}, err
	}
	rows := slices.DeleteFunc(l.Rows, func(r office.PublicRow) bool {
		of, ok := site.Column(r.Column) // notices below the news have a section of their own
		return ok && of.Category != category
	})
	return section{c.Name, a.base + "/c/" + string(c.Path), a.rows(site, rows[:min(size, len(rows))])}, nil
}

// ofCategory finds the column of a category with the most in it; of equals
// the one that stands higher.
func ofCategory(nodes []office.ColumnNode, category ledger.Code) (best office.ColumnNode, ok bool) {
	for _, n := range nodes {
		if n.Category == category && n.Count > best.Count {
			best, ok = n, true
		}
		if c, found := ofCategory(n.Children, category); found && c.Count > best.Count {
			best, ok = c, true
		}
	}
	return best, ok
}

// frontPage lists the organs of an installation that has several.
type frontPage struct{ Organs []people.Organ }

func (frontPage) template() string { return "front" }

func (s *server) front(w http.ResponseWriter, r *http.Request, organs []people.Organ) {
	if len(organs) == 1 {
		http.Redirect(w, r, "/"+organs[0].Token+"/", http.StatusFound)
		return
	}
	p, err := s.pages.page(http.StatusOK, frontPage{organs})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	p.write(w, r)
}
