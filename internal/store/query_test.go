package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/publication"
)

// shelf puts live articles out, one an hour, titles as given.
func (b *base) shelf(titles ...string) {
	b.t.Helper()
	b.update(func(tx *store.Tx) error {
		var all error
		for i, title := range titles {
			id, at := ledger.ID("a"+string(rune('0'+i))), now.Add(time.Duration(i)*time.Hour)
			all = errors.Join(all, tx.PutArticle(publication.Article{ID: id, Organ: "o1", Column: "xxgk/gk", Type: publication.News, State: publication.Live,
				Unit: "o1bgs", Live: 1, Latest: 1, PublishedAt: at, PublishedOn: calendar.DayOf(at)}),
				tx.PutEdition(publication.Edition{Article: id, No: 1, State: publication.Live, Title: title, HTML: "<p>long</p>",
					Authors: []ledger.ID{"f1"}, Tags: []string{"execution"}}),
				tx.PutText(id, "正文第"+string(rune('0'+i))+"篇"), tx.PutText(id, "正文第"+string(rune('0'+i))+"篇 50%_ready O'Neil"))
		}
		return all
	})
}

func (b *base) listed(f store.ArticleFilter) (ids []ledger.ID, total int) {
	b.t.Helper()
	f.Organ = "o1"
	b.view(func(tx *store.Tx) error {
		rows, n, err := tx.Articles(f)
		for _, r := range rows {
			ids = append(ids, r.Article.ID)
			if r.Edition.Article != r.Article.ID || r.Edition.HTML != "" {
				b.t.Errorf("row %s came with edition %s and text %q", r.Article.ID, r.Edition.Article, r.Edition.HTML)
			}
		}
		total = n
		return err
	})
	return ids, total
}

// What is typed into a search box is looked for as it stands.
func TestSearchText(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		b.shelf(`100% done`, `1000 done`, `a_b`, `axb`, `it's`, `C:\path`, `科技创新！`, `WiFi A级`, `"quoted" !mark`)
		for q, want := range map[string][]ledger.ID{
			"100%": {"a0"}, "0% d": {"a0"}, "a_b": {"a2"}, "_": {"a2"}, "%": {"a0"}, "'": {"a4"}, `\`: {"a5"}, `\p`: {"a5"}, "!": {"a8"},
			"科技": {"a6"}, "创新！": {"a6"}, "wifi": {"a7"}, "WIFI": {"a7"}, "A级": {"a7"}, `"quoted"`: {"a8"}, "DONE": {"a1", "a0"},
			"' or '1'='1": nil, "a\x00_b": {"a2"}, "a\xff_b": {"a2"}, strings.Repeat("长", 60000): nil,
		} {
			got, total := b.listed(store.ArticleFilter{Query: q})
			if same(t, "title "+q[:min(len(q), 20)], want, got); total != len(want) {
				t.Errorf("title %.20q: %d in all", q, total)
			}
		}
		for q, want := range map[string][]ledger.ID{
			"第3篇": {"a3"}, "科技 第6篇": {"a6"}, "科技 第5篇": nil, "50%_READY  axb": {"a3"}, "o'neil\tpath": {"a5"}, "50%x": nil,
			strings.Repeat("没有 ", 3000): nil,
		} {
			got, _ := b.listed(store.ArticleFilter{Text: q})
			same(t, "text "+q[:min(len(q), 20)], want, got)
		}
	})
}

func TestArticleFilter(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		b.shelf("零", "一", "二")
		b.update(func(tx *store.Tx) error {
			old := time.Date(2018, 12, 31, 23, 59, 59, 0, calendar.Shanghai)
			return errors.Join(organ(tx, "o2", "second"),
				tx.PutArticle(publication.Article{ID: "other", Organ: "o2", State: publication.Draft, Latest: 1}),
				tx.PutEdition(publication.Edition{Article: "other", No: 1, State: publication.Draft}),
				tx.PutArticle(publication.Article{ID: "b0", Organ: "o1", Column: "xxgk_x", Type: publication.Normative, State: publication.Live, Unit: "u2",
					Live: 1, Latest: 2, PublishedAt: old, PublishedOn: calendar.DayOf(old)}),
				tx.PutEdition(publication.Edition{Article: "b0", No: 1, State: publication.Live, Title: "旧", Authors: []ledger.ID{"f12"}}),
				tx.PutEdition(publication.Edition{Article: "b0", No: 2, State: publication.Draft, Title: "新", Authors: []ledger.ID{"f12"}}),
				tx.PutArticle(publication.Article{ID: "c0", Organ: "o1", Column: "xxgk", State: publication.Draft, Latest: 1}),
				tx.PutEdition(publication.Edition{Article: "c0", No: 1, State: publication.Draft, SavedAt: now.Add(24 * time.Hour)}))
		})
		for what, x := range map[string]struct {
			f     store.ArticleFilter
			want  []ledger.ID
			total int
		}{
			"all, newest first":        {store.ArticleFilter{}, []ledger.ID{"c0", "a2", "a1", "a0", "b0"}, 5},
			"live ones only":           {store.ArticleFilter{Live: true, Oldest: true}, []ledger.ID{"b0", "a0", "a1", "a2"}, 4},
			"first page":               {store.ArticleFilter{Limit: 2}, []ledger.ID{"c0", "a2"}, 5},
			"third page":               {store.ArticleFilter{Limit: 2, Offset: 4}, []ledger.ID{"b0"}, 5},
			"beyond":                   {store.ArticleFilter{Limit: 2, Offset: 6}, nil, 5},
			"under a column":           {store.ArticleFilter{Under: "xxgk"}, []ledger.ID{"c0", "a2", "a1", "a0"}, 4},
			"under one of other case":  {store.ArticleFilter{Under: "XXGK"}, nil, 0},
			"a column itself":          {store.ArticleFilter{Under: "xxgk_x"}, []ledger.ID{"b0"}, 1},
			"kind":                     {store.ArticleFilter{Types: []publication.Kind{publication.Normative, publication.Rule}}, []ledger.ID{"b0"}, 1},
			"state":                    {store.ArticleFilter{States: []publication.State{publication.Draft}}, []ledger.ID{"c0"}, 1},
			"state of the newest":      {store.ArticleFilter{EditionStates: []publication.State{publication.Draft}}, []ledger.ID{"c0", "b0"}, 2},
			"unit":                     {store.ArticleFilter{Unit: "u2"}, []ledger.ID{"b0"}, 1},
			"author, not a longer id":  {store.ArticleFilter{Author: "f1"}, []ledger.ID{"a2", "a1", "a0"}, 3},
			"tag":                      {store.ArticleFilter{Tag: "execution"}, []ledger.ID{"a2", "a1", "a0"}, 3},
			"part of a tag":            {store.ArticleFilter{Tag: "exec"}, nil, 0},
			"year":                     {store.ArticleFilter{Year: 2018}, []ledger.ID{"b0"}, 1},
			"live title":               {store.ArticleFilter{Live: true, Query: "新"}, nil, 0},
			"title of the newest":      {store.ArticleFilter{Query: "新"}, []ledger.ID{"b0"}, 1},
			"many things at once":      {store.ArticleFilter{Under: "xxgk", Unit: "o1bgs", Year: 2019, Query: "一", Text: "正文", Live: true}, []ledger.ID{"a1"}, 1},
			"text of an article alone": {store.ArticleFilter{Text: "long"}, nil, 0},
		} {
			got, total := b.listed(x.f)
			if same(t, what, x.want, got); total != x.total {
				t.Errorf("%s: %d in all, want %d", what, total, x.total)
			}
		}
		b.view(func(tx *store.Tx) error {
			ms, err := tx.Months(store.LiveFilter{Organ: "o1"})
			same(t, "months", []string{"2019-07", "2018-12"}, months(ms))
			ms, err2 := tx.Months(store.LiveFilter{Organ: "o1", Under: "xxgk"})
			same(t, "months under a column", []string{"2019-07"}, months(ms))
			miscounted, err4 := tx.MiscountedColumns("o1")
			same(t, "miscounted", 0, len(miscounted))
			n, err3 := tx.CountsByColumn("o1")
			same(t, "counts", store.ColumnCount{Path: "xxgk/gk", N: 3, Newest: now.Add(2 * time.Hour)}, n["xxgk/gk"])
			same(t, "columns counted", 2, len(n))
			return errors.Join(err, err2, err3, err4)
		})
	})
}

func months(in []store.Month) (out []string) {
	for _, m := range in {
		out = append(out, m.Month)
	}
	return out
}
