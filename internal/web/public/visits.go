package public

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/visit"
)

// answer notes what went out, for the counts.
type answer struct {
	http.ResponseWriter
	status int
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// isPage says whether a page went out, or an error in its place.
func (a *answer) isPage() bool {
	return a.status != 0 && strings.HasPrefix(a.Header().Get("Content-Type"), "text/html")
}

// views tells a script how often an article was seen up to this moment.
func (a *ask) views(id string) error {
	v, err := a.s.o.PublicArticle(a.r.Context(), a.organ.ID, ledger.ID(id))
	if err != nil {
		return err
	}
	n, err := a.s.o.PageViews(a.r.Context(), a.organ.ID, "/a/"+string(v.Article.ID), false)
	if err != nil {
		return err
	}
	h := a.w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	_, err = fmt.Fprintf(a.w, "{\"views\":%d}\n", n)
	if err != nil && a.r.Context().Err() == nil {
		return errors.Join(err)
	}
	return nil
}

// statisticsPage publishes the counts of a year with what is not in them.
type statisticsPage struct {
	Page
	Y        office.VisitYear
	Months   []monthLine
	Excluded []reasonLine
	Outside  int64
}

func (statisticsPage) template() string { return "statistics" }

type monthLine struct {
	Name string
	office.VisitMonth
}

type reasonLine struct {
	Name string
	N    int64
}

// statistics shows the site's visits: counted, left out by reason, and how it is
// counted (VI-PUB).
func (a *ask) statistics() error {
	now := a.s.o.Today().Year()
	year := a.number("year", now)
	here := "/statistics"
	if year > 0 && year != now {
		here += fmt.Sprintf("?year=%d", year)
	}
	return a.kept(here, func() (templated, error) {
		y, err := a.s.o.PublicVisits(a.r.Context(), a.organ.ID, max(year, 0))
		if err != nil {
			return nil, err
		}
		if year == 0 { // the newest that has closed days
			year = now
			if len(y.Years) > 0 {
				year = y.Years[0]
			}
			if y, err = a.s.o.PublicVisits(a.r.Context(), a.organ.ID, year); err != nil {
				return nil, err
			}
		}
		p, err := a.frame("访问统计", "")
		if err != nil {
			return nil, err
		}
		page := statisticsPage{Page: p, Y: y}
		for i, m := range y.Months {
			if m != (office.VisitMonth{}) {
				page.Months = append(page.Months, monthLine{fmt.Sprintf("%d月", i+1), m})
			}
		}
		for _, r := range visit.Reasons {
			page.Excluded = append(page.Excluded, reasonLine{r.Label(), y.Excluded[r]})
			page.Outside += y.Excluded[r]
		}
		return page, nil
	})
}
