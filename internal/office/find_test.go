package office_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/internal/files"
	"gongkai/internal/index"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/search"
)

// searching is an office over the database that has an index, in a folder.
func searching(t *testing.T, db *store.DB, now func() time.Time) (*office.Office, string) {
	t.Helper()
	dir := t.TempDir()
	folder, err := files.Open(filepath.Join(dir, "files"))
	if err != nil {
		t.Fatal(err)
	}
	shelf := index.At(filepath.Join(dir, "search"), search.NewLexicon("", ""))
	t.Cleanup(func() { shelf.Close() })
	return office.New(office.Config{DB: db, Files: folder, Now: now, Index: shelf}), filepath.Join(dir, "search")
}

// hits are the addresses that a search finds; there must be an index.
func hits(t *testing.T, o *office.Office, organ ledger.ID, typed string) (out []string) {
	t.Helper()
	f, err := o.Find(t.Context(), organ, office.FindQuestion{Typed: typed})
	if err != nil || f.Plain {
		t.Fatalf("%s: %v, plain %v", typed, err, f.Plain)
	}
	for _, h := range f.Hits {
		out = append(out, h.Path)
	}
	return out
}

func (b *bureau) fed() {
	b.t.Helper()
	_, err := b.FeedIndex(b.t.Context())
	b.must(err)
}

func (b *bureau) finds(typed string, want ...string) {
	b.t.Helper()
	if got := hits(b.t, b.Office, "yykjj", typed); !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))) {
		b.t.Errorf("%s: %v, want %v", typed, got, want)
	}
}

// R-SE2: what is public is found, with the words of its attachments; a draft, a
// text that waits for its hour and one that was withdrawn never are, however late
// the index is.
func TestFind(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b, ctx := found(t, db, "2019-05-06"), t.Context()
		b.Office, _ = searching(t, db, b.clock.Now)
		if f, err := b.Find(ctx, "yykjj", office.FindQuestion{Typed: "孵化"}); err != nil || !f.Plain {
			t.Errorf("before the first pass: %+v %v", f, err)
		}
		b.fed()
		id, err := b.NewDraft(ctx, b.clerk, news("星创天地备案"))
		b.must(err)
		_, err = b.AttachFile(ctx, b.clerk, id, 1, "名单.txt", "", false, strings.NewReader("杨林合作社、荣家湾基地"))
		b.must(err)
		b.fed()
		b.finds("星创")
		b.must(b.SubmitArticle(ctx, b.clerk, id, 1, b.edition(id).Rev))
		b.fed()
		b.finds("星创")
		b.must(b.PublishArticle(ctx, b.boss, id, 1, b.reviewed(id).Rev))
		b.fed()
		b.finds("星创", "a/"+string(id))
		b.finds("荣家湾", "a/"+string(id))
		b.finds("xctd", "a/"+string(id))

		later, _ := b.submitted(news("防汛值守安排"))
		b.must(b.ScheduleArticle(ctx, b.boss, later, 1, b.reviewed(later).Rev, "2019-05-08T09:30"))
		b.fed()
		b.finds("防汛")

		b.retitled(id, "众创空间备案")
		if f, err := b.Find(ctx, "yykjj", office.FindQuestion{Typed: "星创天地"}); err != nil || len(f.Hits) != 1 || f.Hits[0].Title != "众创空间备案" {
			t.Errorf("by a late index: %+v %v", f.Hits, err)
		}
		b.fed()
		b.finds("众创空间", "a/"+string(id))
		f, err := b.Find(ctx, "yykjj", office.FindQuestion{Typed: "众创空间"})
		b.must(err)
		if h := f.Hits[0]; h.Title != "众创空间备案" || h.Unit != "办公室" || h.Kind != office.FindNews || h.Column != "fabu/dongtai" ||
			f.Facets[office.FacetUnit][0].Label != "办公室" || f.Facets[office.FacetYear][0] != (office.FoundFacet{Value: "2019", Label: "2019年", N: 1}) ||
			f.Facets[office.FacetTag][0].Label != "执行公开" || f.Facets[office.FacetKind][0].Label != "信息" {
			t.Errorf("%+v %+v", h, f.Facets)
		}
		s, err := b.Suggest(ctx, "yykjj", "众创", 5)
		b.must(err)
		if len(s) != 1 || s[0].Path != "a/"+string(id) {
			t.Errorf("%+v", s)
		}
		b.must(b.WithdrawArticle(ctx, b.boss, id, b.desk(id).Article.Rev, "有误"))
		b.finds("众创空间") // nobody fed the index
		if s, err := b.Suggest(ctx, "yykjj", "众创", 5); err != nil || len(s) != 0 {
			t.Errorf("%+v %v", s, err)
		}
		b.fed()
		b.finds("众创空间")

		// A letter with its answer comes and goes.
		got, err := b.WriteLetter(ctx, "yykjj", wrote("补贴怎么申报", "请问补贴怎么申报"), nil, "a")
		b.must(err)
		b.answered(got.ID, "请在每年三月到政务大厅窗口申报。")
		b.must(b.PrepareLetter(ctx, b.boss, got.ID, b.letterAct(got.ID, office.LetterAct{Title: "补贴怎么申报", Question: "问补贴怎么申报。", Answer: "请在三月到政务大厅窗口申报。"})))
		b.fed()
		b.finds("政务大厅")
		b.must(b.PublishLetter(ctx, b.head, got.ID, b.letterAct(got.ID, office.LetterAct{})))
		b.fed()
		b.finds("政务大厅", "letters/"+string(got.ID))
		b.must(b.WithdrawLetter(ctx, b.head, got.ID, b.letterAct(got.ID, office.LetterAct{Text: "政策变了"})))
		b.finds("政务大厅")
		if n, err := b.Find(ctx, "yykjj", office.FindQuestion{Typed: strings.Repeat("政", 10000)}); err != nil || !n.Query.Cut {
			t.Errorf("ten thousand characters: %v", err)
		}
	})
}

// Guides, consultations and interviews are found as their pages show them.
func TestFindTalks(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d, ctx := newDesk(t, db, "2025-03-04"), t.Context()
		organ := d.who["lisi"].Organ
		o, _ := searching(t, db, d.clock.Now)
		d.Office = o
		feed := func() {
			t.Helper()
			_, err := o.FeedIndex(ctx)
			d.must(err)
		}
		feed()
		item := d.inForce(contractGuide(), "2025-03-04")
		feed()
		if got := hits(t, o, organ, "技术合同认定"); len(got) != 1 || got[0] != "services/"+string(d.guide(item).No) {
			t.Errorf("%v", got)
		}
		p := planned()
		p.From, p.To = "2025-03-07", "2025-04-07"
		id, err := d.PlanConsultation(ctx, d.who["wangwu"], "", p, []office.Upload{{Name: "征求意见稿.txt", R: strings.NewReader("第一条 设立概念验证中心")}})
		d.must(err)
		feed()
		if got := hits(t, o, organ, "成果转化"); len(got) != 0 {
			t.Errorf("a draft: %v", got)
		}
		d.must(d.OpenConsultation(ctx, d.who["lisi"], id, 1))
		feed()
		for _, q := range []string{"成果转化", "概念验证"} {
			if got := hits(t, o, organ, q); !slices.Equal(got, []string{"consultations/" + string(id)}) {
				t.Errorf("%s: %v", q, got)
			}
		}
	})
}

// R-SE3: an index that is lost, damaged or of another database heals by itself,
// while searches go on.
func TestIndexHeals(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		o, dir := searching(t, db, b.clock.Now)
		b.Office = o
		id := b.outWith("星创天地备案")
		b.fed()
		b.finds("星创", "a/"+string(id))
		spoilt := func(spoil func(string) error) {
			t.Helper()
			all, _ := filepath.Glob(filepath.Join(dir, "*.db"))
			for _, f := range all {
				b.must(spoil(f))
			}
		}
		spoilt(os.Remove) // under a server that is running
		b.finds("星创", "a/"+string(id))
		b.fed()
		b.finds("星创", "a/"+string(id))
		if all, _ := filepath.Glob(filepath.Join(dir, "*.db")); len(all) != 1 {
			t.Errorf("%v", all)
		}
		spoilt(func(f string) error { return os.Truncate(f, 9000) })
		again := office.New(office.Config{DB: db, Files: nil, Now: b.clock.Now, Index: index.At(dir, search.NewLexicon("", ""))}) // as after a restart
		if f, err := again.Find(t.Context(), "yykjj", office.FindQuestion{Typed: "星创"}); err != nil || !f.Plain || len(f.Hits) != 1 {
			t.Errorf("without the index: %+v %v", f, err)
		}
		_, err := again.FeedIndex(t.Context())
		b.must(err)
		b.Office = again
		b.finds("星创", "a/"+string(id))

		// A file of another time: it names an entry that this ledger has not.
		shelf := index.At(dir, search.NewLexicon("", ""))
		b.must(shelf.Look(t.Context()))
		b.must(shelf.Use(func(x *index.Index) error {
			if err := x.Drop(t.Context(), "yykjj", "a/"+string(id)); err != nil {
				return err
			}
			return x.SetPlace(t.Context(), "yykjj", index.Place{Seq: 3, Mark: "0011223344556677"})
		}))
		b.must(shelf.Close())
		b.fed()
		b.finds("星创", "a/"+string(id))

		done, of := 0, 0
		b.must(b.RebuildIndex(t.Context(), func(d, n int) { done, of = d, n }))
		if done != 1 || of != 1 {
			t.Errorf("%d of %d", done, of)
		}
		b.finds("星创", "a/"+string(id))
	})
}

// R-SE2: a publication is found within a second, by the signal of its commit.
func TestFoundWithinASecond(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		b.Office, _ = searching(t, db, b.clock.Now)
		b.fed()
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { defer close(ended); b.FollowIndex(ctx, nil) }()
		defer func() { stop(); <-ended }()
		for i := range 3 {
			id := b.outWith(fmt.Sprintf("第%d期简报", i))
			began, look := time.Now(), time.NewTicker(10*time.Millisecond)
			for !slices.Contains(hits(t, b.Office, "yykjj", fmt.Sprintf("第%d期简报", i)), "a/"+string(id)) {
				if time.Since(began) > time.Second {
					t.Fatal("not found within a second")
				}
				<-look.C
			}
			look.Stop()
			t.Logf("found after %v", time.Since(began))
		}
	})
}
