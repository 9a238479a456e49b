package office_test

import (
	"strings"
	"testing"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/publication"
)

// livePage is a text that is live in its first edition.
func (b *bureau) livePage(f office.ArticleForm) ledger.ID {
	b.t.Helper()
	id, _ := b.submitted(f)
	b.must(b.PublishArticle(b.t.Context(), b.boss, id, 1, b.reviewed(id).Rev))
	return id
}

// nextEdition makes the next edition of a live text and publishes it.
func (b *bureau) nextEdition(id ledger.ID, f office.ArticleForm) int {
	b.t.Helper()
	ctx := b.t.Context()
	no, err := b.ReviseArticle(ctx, b.clerk, id)
	b.must(err)
	b.must(b.SaveDraft(ctx, b.clerk, id, no, b.edition(id).Rev, f))
	b.must(b.SubmitArticle(ctx, b.clerk, id, no, b.edition(id).Rev))
	testkit.Review(b.t, b.Office, "yykjj", id, no)
	b.must(b.PublishArticle(ctx, b.boss, id, no, b.edition(id).Rev))
	return no
}

// TestCompareAndRestore: what changed is told in words, changed numbers first;
// an old text comes back as a draft, and the public page stays (R-A17).
func TestCompareAndRestore(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		f := news("科技特派员补助")
		f.HTML = "<p>补助标准如下。</p><table><tr><td>类别</td><td>金额</td></tr><tr><td>市级</td><td>3万元</td></tr></table>"
		id := b.livePage(f)
		_, err := b.CompareEditions(ctx, b.boss, id, 0, 0)
		b.refused("access.may.absent", err)

		g := f
		g.Title, g.Column, g.HTML = "科技特派员补助标准", "fabu/tongzhi", strings.NewReplacer("如下", "按下表执行", "3万元", "5万元").Replace(f.HTML)
		if b.nextEdition(id, g) != 2 {
			t.Fatal("not the second edition")
		}
		c, err := b.CompareEditions(ctx, b.boss, id, 0, 0)
		b.must(err)
		var said []string
		for _, s := range c.Difference.Sentences() {
			said = append(said, s.Words)
		}
		want := "表1第1行“金额”由 3万元 改为 5万元。标题由“科技特派员补助”改为“科技特派员补助标准”。"
		if got := strings.Join(said, ""); !strings.HasPrefix(got, want) || !strings.Contains(got, "栏目由“") || !strings.Contains(got, "第一段“如下”改为“按下表执行”") {
			t.Errorf("it says %s", got)
		}
		if c, err := b.CompareEditions(ctx, b.boss, id, 2, 2); err != nil || !c.Difference.Empty() {
			t.Errorf("an edition differs from itself: %v", err)
		}
		other := b.boss
		other.Organ = "elsewhere"
		_, err = b.CompareEditions(ctx, other, id, 1, 2)
		b.refused("access.may.absent", err)

		_, err = b.RestoreEdition(ctx, b.clerk, id, 2)
		b.refused("publication.restore.live", err)
		no, err := b.RestoreEdition(ctx, b.clerk, id, 1)
		b.must(err)
		d := b.desk(id)
		if e := d.Editions[0]; no != 3 || e.State != publication.Draft || e.Title != f.Title || d.Article.Live != 2 {
			t.Errorf("restored as no. %d, %s %q; live is %d", no, e.State, e.Title, d.Article.Live)
		}
		_, err = b.RestoreEdition(ctx, b.clerk, id, 1)
		b.refused("publication.revise.state", err)
		b.refused("publication.publish.state", b.PublishArticle(ctx, b.boss, id, 3, b.edition(id).Rev))
		b.must(b.SubmitArticle(ctx, b.clerk, id, 3, b.edition(id).Rev))
		b.refused("publication.publish.review", b.PublishArticle(ctx, b.boss, id, 3, b.edition(id).Rev))
		testkit.Review(t, b.Office, "yykjj", id, 3)
		b.refused("publication.publish.own", b.PublishArticle(ctx, access.Actor{Officer: b.clerk.Officer, Organ: b.boss.Organ, Unit: b.boss.Unit, Roles: b.boss.Roles}, id, 3, b.edition(id).Rev))
		b.must(b.PublishArticle(ctx, b.boss, id, 3, b.edition(id).Rev))
		if live := b.desk(id).Article.Live; live != 3 {
			t.Errorf("live is %d", live)
		}
		b.sound()
	})
}
