package public_test

import (
	"context"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/internal/secret"
	"gongkai/internal/testkit"
	"gongkai/internal/web/public"
	"gongkai/ledger"
	"gongkai/proof"
)

// day sets the clock to nine o'clock of a day.
func (w *town) day(s string) {
	w.t.Helper()
	d, err := calendar.ParseDay(s)
	if err != nil {
		w.t.Fatal(err)
	}
	w.clock.Set(d.Start().Add(9 * time.Hour))
}

// sign signs the heads of the day.
func (w *town) sign(p *secret.Pen) {
	w.t.Helper()
	if _, err := w.o.SignHeads(context.Background(), p); err != nil {
		w.t.Fatal(err)
	}
}

// The way of a reader from a page to its proof, and what is there to download.
func TestProofPages(t *testing.T) {
	t.Parallel()
	w := open(t)
	pen, err := secret.LoadPen(t.TempDir(), true)
	if err != nil {
		t.Fatal(err)
	}
	if s := w.page(200, "/yykjj/ledger"); !strings.Contains(s, "还没有签过名") {
		t.Error("a ledger without signature has one")
	}
	w.sign(pen)
	id := string(w.publish(office.ArticleForm{Title: "第一版的题目", HTML: "<p>第一版的正文。</p>"}))
	w.page(404, "/yykjj/a/"+id+"/proof/1.txt")
	if s := w.page(200, "/yykjj/a/"+id); !strings.Contains(s, `href="/yykjj/a/`+id+`/proof"`) {
		t.Error("no way from the page to its proof")
	}
	if s := w.page(200, "/yykjj/a/"+id+"/proof"); !strings.Contains(s, "最迟2019年") || strings.Contains(s, ".json") {
		t.Error("before the signature the page has a file")
	}
	if rec := w.get("/yykjj/a/" + id + "/proof/1.json"); rec.Code != http.StatusSeeOther || rec.Header().Get("Location") != "/yykjj/a/"+id+"/proof/1" {
		t.Errorf("a file before the signature: %d %v", rec.Code, rec.Header())
	}
	w.day("2019-05-07")
	w.sign(pen)
	keys := pen.Keys("gongkai/yykjj")
	if s := w.page(200, "/yykjj/ledger/keys.txt"); s != strings.Join(keys, "\n")+"\n" {
		t.Errorf("keys.txt: %s", s)
	}
	rec := w.get("/yykjj/ledger/2019-05-06.txt")
	if !strings.HasPrefix(rec.Body.String(), "gongkai/yykjj\n") || !strings.Contains(rec.Header().Get("Content-Disposition"), "taizhang-2019-05-06.txt") {
		t.Errorf("a day's note: %v %s", rec.Header(), rec.Body)
	}
	x, err := proof.ReadExtension([]byte(w.page(200, "/yykjj/ledger/2019-05-06.json")))
	if err != nil {
		t.Fatal(err)
	}
	if v, err := x.Check(secret.Verifier, keys[:1]); err != nil || v.Former.Day() != calendar.NewDay(2019, 5, 6) || v.Head.Seq <= v.Former.Seq {
		t.Errorf("the extension: %+v, %v", v, err)
	}
	for _, none := range []string{"2019-05-08.txt", "2019-05-08.json", "x.txt", "x.json", "2019-05-06", "", "../keys.txt"} {
		w.page(404, "/yykjj/ledger/"+none)
	}
	s := w.page(200, "/yykjj/ledger")
	if strings.Count(s, "续接证明</a>") != 1 || !strings.Contains(s, "SM2（SM3）") || !strings.Contains(s, "/yykjj/ledger/2019-05-07.txt") {
		t.Errorf("the page of heads:\n%s", s)
	}

	read := func(no string) (proof.Verdict, string) {
		t.Helper()
		rec := w.get("/yykjj/a/" + id + "/proof/" + no + ".json")
		f, err := proof.Read(rec.Body.Bytes())
		if rec.Code != 200 || err != nil || !strings.Contains(rec.Header().Get("Content-Disposition"), "fabu-zhengming-"+id) {
			t.Fatalf("edition %s: %d %v %v", no, rec.Code, err, rec.Header())
		}
		v, err := f.Check(secret.Verifier, keys)
		if err != nil {
			t.Fatalf("edition %s: %v", no, err)
		}
		return v, rec.Body.String()
	}
	if v, s := read("1"); v.Text == nil || !strings.Contains(s, "第一版的正文") {
		t.Error("the live edition's file has no text")
	}

	// What is not public any more is proved, and not shown.
	ctx := context.Background()
	no, err := w.o.ReviseArticle(ctx, w.clerk, ledger.ID(id))
	if err != nil {
		t.Fatal(err)
	}
	e := w.newest(ledger.ID(id))
	f := office.FormOf(e)
	f.Title, f.HTML = "第二版的题目", "<p>第二版的正文。</p>"
	if err := w.o.SaveDraft(ctx, w.clerk, ledger.ID(id), no, e.Rev, f); err != nil {
		t.Fatal(err)
	}
	if err := w.o.SubmitArticle(ctx, w.clerk, ledger.ID(id), no, w.newest(ledger.ID(id)).Rev); err != nil {
		t.Fatal(err)
	}
	testkit.Review(t, w.o, "yykjj", ledger.ID(id), no)
	if err := w.o.PublishArticle(ctx, w.head, ledger.ID(id), no, w.newest(ledger.ID(id)).Rev); err != nil {
		t.Fatal(err)
	}
	w.day("2019-05-08")
	w.sign(pen)
	if v, s := read("1"); v.Ended.Seq == 0 || v.Text != nil || strings.Contains(s, "第一版") {
		t.Error("the file of a superseded edition holds its text")
	}
	first := w.page(200, "/yykjj/a/"+id+"/proof/1")
	if !strings.Contains(first, "由新的一版取代") || strings.Contains(first, "第一版的题目") || !strings.Contains(first, "/proof/2\"") {
		t.Errorf("the page of a superseded edition:\n%s", first)
	}
	d, err := w.o.DeskArticle(ctx, w.head, ledger.ID(id))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.o.WithdrawArticle(ctx, w.head, ledger.ID(id), d.Article.Rev, "内容有误"); err != nil {
		t.Fatal(err)
	}
	w.day("2019-05-09")
	w.sign(pen)
	if s := w.page(410, "/yykjj/a/"+id); !strings.Contains(s, "/proof\"") {
		t.Error("no way from a withdrawn page to its proof")
	}
	if v, s := read("2"); !v.Withdrawn || v.Text != nil || strings.Contains(s, "第二版的正文") {
		t.Error("the file of a withdrawn edition holds its text")
	}
	if s := w.page(200, "/yykjj/a/"+id+"/proof"); !regexp.MustCompile(`第2版自 2019-05-07 09:00:\d\d 起公开，2019-05-08 09:00:\d\d 撤回`).MatchString(s) {
		t.Errorf("the page of a withdrawn edition:\n%s", s)
	}
	for _, none := range []string{id + "/proof/3", id + "/proof/0", id + "/proof/01", id + "/proof/x", id + "/proof/3.json", id + "/proof/.json",
		id + "/proofs", id + "/proof/1/2", "none/proof", "none/proof/1.json", strings.Repeat("a", 99) + "/proof"} {
		w.page(404, "/yykjj/a/"+none)
	}
	w.page(404, "/other/a/"+id+"/proof")
}

// A signature that another process made is seen.
func TestSignedElsewhere(t *testing.T) {
	t.Parallel()
	w := open(t)
	other := public.New(w.o, public.Options{}) // its own pages in memory
	first := w.page(200, "/yykjj/ledger")
	w.Handler = other
	pen, err := secret.LoadPen(t.TempDir(), false)
	if err != nil {
		t.Fatal(err)
	}
	w.page(200, "/yykjj/ledger")
	w.sign(pen)
	if s := w.page(200, "/yykjj/ledger"); s == first || !strings.Contains(s, "最近一次签名") {
		t.Error("the page stayed as it was")
	}
}

// The approved page is the page that is served, below a token and on a domain.
func TestApproved(t *testing.T) {
	t.Parallel()
	w := open(t)
	id := w.publish(office.ArticleForm{Title: "题目 <1>", HTML: `<p>正文，见<a href="https://www.example.com/a?b=1&amp;c=2">外站</a>。</p><table><tr><td>1</td></tr></table>`})
	organs, err := w.o.Sites(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	render := public.Approved(w.o, slog.New(slog.DiscardHandler))
	for _, g := range organs {
		if g.Token != "yykjj" {
			continue
		}
		want, err := render(t.Context(), g, "/yykjj", id)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.page(200, "/yykjj/a/"+string(id)); got != string(want) {
			t.Error("the approved page is another one")
		}
		if _, err := render(t.Context(), g, "", "none"); err == nil {
			t.Error("a page of nothing")
		}
	}
}
