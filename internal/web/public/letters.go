package public

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/internal/office"
	"gongkai/internal/plot"
	"gongkai/ledger"
	"gongkai/letter"
)

// letters answers for everything below /letters: what is public, the form, and
// one's own letter.
func (a *ask) letters(path string) error {
	first, tail, deeper := strings.Cut(path, "/")
	switch {
	case path == "":
		return a.letterList()
	case path == "stats":
		return a.letterStats()
	case first == "follow":
		return a.followLetter(tail)
	case deeper:
		return a.absent()
	case path == "write", path == "check", path == "done", path == "clear":
		return a.writeLetter(path)
	case path == "alike":
		return a.alikeLetters()
	}
	return a.publicLetter(ledger.ID(path))
}

// lettersPage lists the public letters with their answers (来信公开, §D.2(4)).
type lettersPage struct {
	Page
	L                   office.PublicLetterList
	Boxes, Sorts, Years []navItem
	Pager               pager
	Text, Mailbox, Sort string
	Year                int
	Narrowed            bool
	TooLong             bool
}

func (lettersPage) template() string { return "letters" }

func (a *ask) letterList() error {
	v := a.r.URL.Query()
	q := office.PublicLetterQuery{Mailbox: ledger.Code(v.Get("mailbox")), Sort: ledger.Code(v.Get("sort")), Year: a.number("year", 9999), Page: a.number("page", 100000),
		Text: strings.Join(strings.Fields(strings.ToValidUTF8(v.Get("q"), "")), " ")}
	a.here = "/letters"
	p, err := a.frame("来信和答复", "")
	if err != nil {
		return err
	}
	page := lettersPage{Page: p, Text: q.Text, Mailbox: string(q.Mailbox), Sort: string(q.Sort), Year: q.Year, TooLong: utf8.RuneCountInString(q.Text) > longest,
		Narrowed: q.Text+string(q.Mailbox)+string(q.Sort) != "" || q.Year > 0}
	page.NoIndex = page.Narrowed
	if page.TooLong {
		q.Text = ""
	}
	if page.L, err = a.s.o.PublicLetters(a.r.Context(), a.organ.ID, q); err != nil {
		return err
	}
	to := func(name, value string) string { return a.letterAddress(q, name, value) }
	page.Boxes = []navItem{{"全部", to("mailbox", ""), q.Mailbox == ""}}
	for _, m := range page.L.Mailboxes {
		page.Boxes = append(page.Boxes, navItem{m.Name, to("mailbox", string(m.Key)), m.Key == q.Mailbox})
	}
	page.Sorts = []navItem{{"全部", to("sort", ""), q.Sort == ""}}
	for _, s := range letter.Sorts {
		page.Sorts = append(page.Sorts, navItem{s.Name, to("sort", string(s.Key)), s.Key == q.Sort})
	}
	if len(page.L.Years) > 1 || q.Year > 0 {
		page.Years = []navItem{{"全部", to("year", ""), q.Year == 0}}
		for _, y := range page.L.Years {
			page.Years = append(page.Years, navItem{fmt.Sprintf("%d年", y), to("year", strconv.Itoa(y)), y == q.Year})
		}
	}
	page.Pager = pagerOf(page.L.Page, page.L.Pages, func(n int) string { return to("page", strconv.Itoa(n)) })
	return a.show(http.StatusOK, page)
}

// letterAddress is the list with one of its narrowings changed.
func (a *ask) letterAddress(q office.PublicLetterQuery, name, value string) string {
	v := url.Values{"mailbox": {string(q.Mailbox)}, "sort": {string(q.Sort)}, "q": {q.Text}}
	if q.Year > 0 {
		v.Set("year", strconv.Itoa(q.Year))
	}
	v.Set(name, value)
	for k, x := range v {
		if x[0] == "" || k == "page" && x[0] == "1" {
			v.Del(k)
		}
	}
	if len(v) == 0 {
		return a.base + "/letters"
	}
	return a.base + "/letters?" + v.Encode()
}

// publicLetterPage is one letter with its answer.
type publicLetterPage struct {
	Page
	L office.PublicLetter
}

func (publicLetterPage) template() string { return "letter" }

func (a *ask) publicLetter(id ledger.ID) error {
	here := "/letters/" + string(id)
	return a.kept(here, func() (templated, error) {
		l, err := a.s.o.PublicLetter(a.r.Context(), a.organ.ID, id)
		if err != nil {
			return nil, err
		}
		p, err := a.frame(l.Title, "")
		p.Trail = []link{{"来信和答复", a.base + "/letters"}}
		return publicLetterPage{p, l}, err
	})
}

// letterStatsPage shows how the letters of a year went (统计数据).
type letterStatsPage struct {
	Page
	S      office.LetterStats
	Years  []navItem
	Plot   plot.Columns
	Tables []countTable
}

// countTable counts by one thing.
type countTable struct {
	Caption, By string
	Rows        []office.LetterCount
	Total       office.LetterCount
}

func (letterStatsPage) template() string { return "letter_stats" }

func (a *ask) letterStats() error {
	year, here := a.number("year", 9999), "/letters/stats"
	if year > 0 {
		here += fmt.Sprintf("?year=%d", year)
	} else {
		year = a.s.o.Today().Year()
	}
	return a.kept(here, func() (templated, error) {
		s, err := a.s.o.LetterStats(a.r.Context(), a.organ.ID, year)
		if err != nil {
			return nil, err
		}
		p, err := a.frame("来信办理统计", "")
		if err != nil {
			return nil, err
		}
		p.Trail = []link{{"来信和答复", a.base + "/letters"}}
		var received [12]int
		months12 := make([]office.LetterCount, 12)
		for i, c := range s.Months {
			received[i], months12[i] = c.Received, c
			months12[i].Name = fmt.Sprintf("%d月", i+1)
		}
		page := letterStatsPage{Page: p, S: s, Plot: plot.Months(received, "来信数", "件")}
		page.Tables = append(page.Tables, countTable{"按信箱", "信箱", s.Mailboxes, s.Total}, countTable{"按类型", "类型", s.Sorts, s.Total},
			countTable{"按月份（收到来信的月份）", "月份", months12, s.Total})
		for _, y := range s.Years {
			page.Years = append(page.Years, navItem{fmt.Sprintf("%d年", y), fmt.Sprintf("%s/letters/stats?year=%d", a.base, y), y == year})
		}
		return page, nil
	})
}
