package office_test

import (
	"slices"
	"testing"

	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/visit"
)

// What a page is made of is known by reading it, and what a verb changed by its
// commit: a publication touches its lists and not the page of another article; a
// draft and the counting of visits touch neither.
func TestParts(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		first, _ := b.submitted(news("第一篇"))
		b.must(b.PublishArticle(ctx, b.boss, first, 1, b.reviewed(first).Rev))
		organ := b.boss.Organ
		var changed []string
		b.OnCommit(func(c office.Change) { changed = append(changed, c.Parts...) })
		noting, r := office.Reading(ctx)
		_, err := b.PublicArticle(noting, organ, first)
		b.must(err)
		_, err = b.PageViews(noting, organ, "/a/"+string(first), true)
		b.must(err)
		article := r.Parts()
		noting, r = office.Reading(ctx)
		_, err = b.PublicList(noting, organ, office.ListQuery{Under: "fabu"})
		b.must(err)
		list := r.Parts()
		noting, r = office.Reading(ctx)
		_, err = b.PublicVisits(noting, organ, 2019)
		b.must(err)
		statistics := r.Parts()
		touched := func(parts []string) bool {
			return slices.ContainsFunc(parts, func(p string) bool { return slices.Contains(changed, p) })
		}
		expect := func(after string, inArticle, inList, inStatistics bool) {
			t.Helper()
			for _, x := range []struct {
				page        string
				got, wanted bool
			}{{"article", touched(article), inArticle}, {"list", touched(list), inList}, {"statistics", touched(statistics), inStatistics}} {
				if x.got != x.wanted {
					t.Errorf("%s touches the %s page: %v; changed %v", after, x.page, x.got, changed)
				}
			}
			changed = nil
		}
		second, _ := b.submitted(news("第二篇"))
		expect("a draft", false, false, false)
		b.must(b.PublishArticle(ctx, b.boss, second, 1, b.reviewed(second).Rev))
		expect("a publication", false, true, false)
		day := visit.NewTally(b.Today())
		day.Add(visit.ByPage, "/a/"+string(first), 3)
		day.Views = 3
		b.must(b.AddVisits(ctx, organ, "node-1", []*visit.Tally{day}))
		expect("a visit", false, false, false)
		b.must(b.WithdrawArticle(ctx, b.boss, first, b.desk(first).Article.Rev, "内容有误"))
		expect("its withdrawal", true, true, false)
		b.at("2019-05-07 09:00")
		_, err = b.CloseVisits(ctx)
		b.must(err)
		expect("the closing of a day", true, false, true)
	})
}
