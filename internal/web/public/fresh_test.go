package public_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"gongkai/internal/office"
	"gongkai/internal/testkit"
	"gongkai/internal/web/public"
	"gongkai/ledger"
	"gongkai/publication"
)

// compare opens pages from what is kept and from a site that keeps nothing yet.
func (w *town) compare(after string, paths []string) {
	w.t.Helper()
	anew := &town{Handler: public.New(w.o, public.Options{}), t: w.t, o: w.o}
	for _, path := range paths {
		for _, header := range [][]string{nil, {"Cookie", "size=large"}} {
			kept, now := w.get(path, header...), anew.get(path, header...)
			if kept.Code != now.Code || kept.Body.String() != now.Body.String() {
				w.t.Fatalf("after %s, %s %v is stale: %d %d\n%s\n%s", after, path, header, kept.Code, now.Code, kept.Body, now.Body)
			}
		}
	}
}

// TestNothingStale does what changes the site, in any order, and looks at every
// page each time: none may be as it was before.
func TestNothingStale(t *testing.T) {
	t.Parallel()
	w := open(t)
	ctx := context.Background()
	random := rand.New(rand.NewPCG(6, 6))
	paths := []string{"/yykjj/", "/yykjj/map", "/yykjj/apply", "/yykjj/ask", "/yykjj/ledger", "/yykjj/proposals", "/yykjj/letters", "/yykjj/letters/stats",
		"/yykjj/consultations", "/yykjj/interviews", "/yykjj/services", "/yykjj/contracts", "/yykjj/feed.atom", "/yykjj/rss.xml", "/yykjj/sitemap.xml",
		"/yykjj/c/fabu", "/yykjj/c/fabu?year=2019", "/yykjj/c/fabu/dongtai", "/yykjj/c/fabu/dongtai?page=2", "/yykjj/c/xxgk", "/yykjj/c/xxgk/fdzdgk/zcwj",
		"/yykjj/c/jiedu", "/yykjj/c/xxgk/fdzdgk/ldxx", "/yykjj/c/xxgk/zhinan", "/yykjj/c/fabu/dongtai/feed.atom"}
	var live []ledger.ID
	policy := w.publish(office.ArticleForm{Title: "实施办法", DocNo: "岳科发〔2019〕1号", Type: "document", Column: "xxgk/fdzdgk/zcwj", Genre: "tongzhi", Topic: "11"})
	add := func(f office.ArticleForm) {
		f.Title = fmt.Sprintf("第%d条", len(live)+1)
		id := w.publish(f)
		live, paths = append(live, id), append(paths, "/yykjj/a/"+string(id), "/yykjj/a/"+string(id)+"/proof")
	}
	paths = append(paths, "/yykjj/a/"+string(policy))
	pick := func() (publication.Article, bool) {
		for range 5 {
			d, err := w.o.DeskArticle(ctx, w.head, live[random.IntN(len(live))])
			w.must(err)
			if d.Article.State == publication.Live {
				return d.Article, true
			}
		}
		return publication.Article{}, false
	}
	verbs := map[string]func(){
		"a publication": func() { add(office.ArticleForm{}) },
		"an interpretation": func() {
			add(office.ArticleForm{Type: "interpretation", Column: "jiedu", Explains: string(policy)})
		},
		"a document": func() {
			add(office.ArticleForm{Type: "document", Column: "xxgk/fdzdgk/zcwj", Genre: "tongzhi", Topic: "11"})
		},
		"a withdrawal": func() {
			if a, ok := pick(); ok {
				w.must(w.o.WithdrawArticle(ctx, w.head, a.ID, a.Rev, "内容有误"))
			}
		},
		"a revision": func() {
			a, ok := pick()
			if !ok {
				return
			}
			no, err := w.o.ReviseArticle(ctx, w.clerk, a.ID)
			w.must(err)
			e := w.newest(a.ID)
			f := office.FormOf(e)
			f.Title, f.Column, f.Note = e.Title+"改", "fabu/tongzhi", "更正"
			w.must(w.o.SaveDraft(ctx, w.clerk, a.ID, no, e.Rev, f))
			e = w.newest(a.ID)
			w.must(w.o.SubmitArticle(ctx, w.clerk, a.ID, e.No, e.Rev))
			testkit.Review(w.t, w.o, w.head.Organ, a.ID, e.No)
			e = w.newest(a.ID)
			w.must(w.o.PublishArticle(ctx, w.head, a.ID, e.No, e.Rev))
		},
		"a draft": func() { w.draft(office.ArticleForm{}) },
		"a rating": func() {
			d, err := w.o.DeskArticle(ctx, w.head, policy)
			w.must(err)
			w.must(w.o.RateArticle(ctx, w.head, policy, d.Article.Rev, []string{"valid", "partial"}[random.IntN(2)], ""))
		},
		"a day": func() { w.clock.Set(w.clock.Now().Add(24 * time.Hour)) },
	}
	names := slices.Sorted(maps.Keys(verbs))
	add(office.ArticleForm{})
	for range 10 {
		name := names[random.IntN(len(names))]
		verbs[name]()
		w.compare(name, paths)
	}
}
