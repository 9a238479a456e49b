package public

import (
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/internal/office"
)

// searchPage finds in titles and texts.
type searchPage struct {
	Page
	Asked   bool
	TooLong bool
	Rows    []found
	Total   int
	Pager   pager
}

func (searchPage) template() string { return "search" }

// found is a hit with its words marked.
type found struct {
	row
	TitleMarked, SummaryMarked template.HTML
}

// longest bounds what one may search for, in characters.
const longest = 60

func (a *ask) search() error {
	q := strings.Join(strings.Fields(a.r.URL.Query().Get("q")), " ")
	if !utf8.ValidString(q) {
		q = strings.ToValidUTF8(q, "")
	}
	no := max(a.number("page", 100000), 1)
	a.here = "/search?q=" + url.QueryEscape(q)
	p, err := a.frame("搜索", "")
	if err != nil {
		return err
	}
	p.Query, p.NoIndex = q, true
	page := searchPage{Page: p, Asked: q != ""}
	if page.TooLong = utf8.RuneCountInString(q) > longest; page.Asked && !page.TooLong {
		l, err := a.s.o.PublicList(a.r.Context(), a.organ.ID, office.ListQuery{Text: q, Page: no, Size: pageSize})
		if err != nil {
			return err
		}
		for _, r := range a.rows(p.Site, l.Rows) {
			page.Rows = append(page.Rows, found{r, mark(r.Title, q), mark(r.Summary, q)})
		}
		page.Total = l.Total
		if l.Total == 0 && a.r.Method == http.MethodGet {
			a.s.visits.NoResult(a.organ.ID, q, a.s.o.Now())
		}
		page.Pager = pagerOf(l.Page, l.Pages, func(n int) string {
			v := url.Values{"q": {q}}
			if n > 1 {
				v.Set("page", strconv.Itoa(n))
			}
			return a.base + "/search?" + v.Encode()
		})
	}
	return a.show(http.StatusOK, page)
}

// mark sets what was searched for in <mark>, all else escaped.
func mark(s, q string) template.HTML {
	lower, want := strings.ToLower(s), strings.ToLower(q)
	if want == "" || len(lower) != len(s) { // a letter that changes its length: no marks rather than wrong ones
		return template.HTML(template.HTMLEscapeString(s))
	}
	var b strings.Builder
	for {
		i := strings.Index(lower, want)
		if i < 0 {
			break
		}
		b.WriteString(template.HTMLEscapeString(s[:i]))
		b.WriteString("<mark>" + template.HTMLEscapeString(s[i:i+len(want)]) + "</mark>")
		s, lower = s[i+len(want):], lower[i+len(want):]
	}
	b.WriteString(template.HTMLEscapeString(s))
	return template.HTML(b.String())
}
