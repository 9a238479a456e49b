package staff

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/publication"
)

// articlesPage is the list of articles with its filters, which stand in the
// address.
type articlesPage struct {
	Page
	F       form
	List    office.DeskList
	Columns []option
	Units   []option
	Kinds   []option
	States  []option
	Years   []option
	Names   map[ledger.Code]string // of columns
	Pages   []pageLink
	Write   bool
	Asked   bool // some filter is set
}

func (articlesPage) template() string { return "articles" }

// pageLink is a number of the paging; without an address it is the present
// page, without a number a gap.
type pageLink struct {
	No   int
	Href string
}

func (s *server) articles(a *ask) error {
	q := office.DeskQuery{Under: ledger.Code(a.query("under")), State: publication.State(a.query("state")),
		Type: publication.Kind(a.query("type")), Unit: ledger.ID(a.query("unit")), Text: strings.TrimSpace(a.query("q")),
		Year: a.queryInt("year"), Page: a.queryInt("page"), Mine: a.query("mine") == "1"}
	list, err := s.o.DeskList(a.ctx(), a.who, q)
	if err != nil {
		return err
	}
	lists, err := s.o.Lists(a.ctx(), a.who)
	if err != nil {
		return err
	}
	p := articlesPage{Page: a.page("文章"), F: form{Values: a.r.URL.Query()}, List: list,
		Columns: first("全部栏目", columnOptions(lists.Columns)), Units: first("全部科室", unitOptions(lists.Units)),
		Kinds: first("全部类型", kindOptions()), States: first("全部状态", stateOptions()),
		Years: first("全部年份", yearOptions(list.Years)), Names: columnNames(lists.Columns),
		Pages: a.paging(list.Page, list.Pages), Write: a.may(access.DraftArticle),
		Asked: q.Under != "" || q.State != "" || q.Type != "" || q.Unit != "" || q.Text != "" || q.Year != 0 || q.Mine}
	p.Wide = true
	return a.show(http.StatusOK, p)
}

// paging links the first, the last, and the pages around the present one.
func (a *ask) paging(page, pages int) []pageLink {
	if pages < 2 {
		return nil
	}
	var out []pageLink
	for n := 1; n <= pages; n++ {
		if n != 1 && n != pages && (n < page-2 || n > page+2) {
			if out[len(out)-1].No != 0 {
				out = append(out, pageLink{})
			}
			continue
		}
		l := pageLink{No: n, Href: a.with("page", strconv.Itoa(n))}
		if n == page {
			l.Href = ""
		}
		out = append(out, l)
	}
	return out
}

func first(name string, opts []option) []option {
	return append([]option{{"", name}}, opts...)
}

func columnOptions(cols []publication.Column) []option {
	out := make([]option, 0, len(cols))
	for _, c := range cols {
		out = append(out, option{string(c.Path), strings.Repeat(" ", strings.Count(string(c.Path), "/")) + c.Name})
	}
	return out
}

func columnNames(cols []publication.Column) map[ledger.Code]string {
	out := map[ledger.Code]string{}
	for _, c := range cols {
		out[c.Path] = c.Name
	}
	return out
}

func kindOptions() []option {
	var out []option
	for _, k := range publication.Kinds {
		out = append(out, option{string(k.Kind), k.Name})
	}
	return out
}

func stateOptions() []option {
	var out []option
	for _, s := range []publication.State{publication.Draft, publication.InReview, publication.Scheduled,
		publication.Live, publication.Withdrawn, publication.Closed} {
		out = append(out, option{string(s), s.Name()})
	}
	return out
}

func yearOptions(years []int) []option {
	var out []option
	for _, y := range years {
		out = append(out, option{strconv.Itoa(y), strconv.Itoa(y) + "年"})
	}
	return out
}

// escape puts an id or a name into an address.
func escape(s string) string { return url.PathEscape(s) }
