package staff_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/internal/secret"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/proof"
)

// An officer is asked what stood on the site at an hour, and hands out the proof.
func TestAsOfPages(t *testing.T) {
	b := open(t)
	ctx := t.Context()
	actor := func(login string) access.Actor {
		t.Helper()
		a, err := b.office.Actor(ctx, office.OfficerID("yykjj", login))
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	clerk, head := actor("jingban"), actor("zhuren")
	id, err := b.office.NewDraft(ctx, clerk, office.ArticleForm{Column: "dongtai", Type: "article", Title: "科技特派员下乡", HTML: "<p>那天的正文。</p>",
		Source: "办公室", Formed: "2019-05-05", Tags: []string{"execution"}})
	if err != nil {
		t.Fatal(err)
	}
	rev := func() int64 {
		d, err := b.office.DeskArticle(ctx, head, id)
		if err != nil {
			t.Fatal(err)
		}
		return d.Editions[0].Rev
	}
	publish(t, b.office, clerk, head, id, rev)
	p := b.as(t, "jingban")
	at := "/articles/" + string(id) + "/asof"
	p.get("/articles/"+string(id)).is(http.StatusOK).has(at, "/proof\"")
	p.get(at).is(http.StatusOK).has("那天的正文", "最迟2019年5月7日签名").without("proof.json")
	p.get("/articles/" + string(id) + "/1/proof.json").is(http.StatusConflict).has("还没有签名")
	pen, err := secret.LoadPen(t.TempDir(), false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.office.SignHeads(ctx, pen); err != nil {
		t.Fatal(err)
	}
	p.get(at).is(http.StatusOK).has("那天的正文", "至今仍在公开", "与台账一致", "工作动态", "规划科", "/1/proof.json")
	p.get(at+"?at=2019-05-05T12:00").is(http.StatusOK).has("没有公开任何内容", "第1版在 2019-05-06").without("那天的正文")
	p.get(at+"?at=2019-05-07T12:00").is(http.StatusUnprocessableEntity).has("还没有到", `value="2019-05-07T12:00"`).without("那天的正文")
	p.get(at + "?at=" + url.QueryEscape(`"><i>x`)).is(http.StatusUnprocessableEntity).has("时间“").without(`"><i>x`)
	p.get("/articles/none/asof").is(http.StatusNotFound)
	p.get("/asof").is(http.StatusOK).has("公开着1篇", "科技特派员下乡", at+`"`)
	p.get("/asof?at=2019-05-05T12:00&page=9").is(http.StatusOK).has("公开着0篇")
	p.get("/asof?at=x").is(http.StatusUnprocessableEntity)
	got := p.get("/articles/" + string(id) + "/1/proof.json").is(http.StatusOK)
	f, err := proof.Read([]byte(got.body))
	if err != nil || !strings.Contains(got.header.Get("Content-Disposition"), "fabu-zhengming-") {
		t.Fatalf("%v %v", err, got.header)
	}
	if v, err := f.Check(secret.Verifier, nil); err != nil || v.Text == nil {
		t.Errorf("%+v, %v", v, err)
	}
	for _, no := range []string{"2", "0", "x"} {
		p.get("/articles/" + string(id) + "/" + no + "/proof.json").is(http.StatusNotFound)
	}
	b.as(t, "xitong").get(at).is(http.StatusForbidden)
}

// What the watcher found is on the desk of the office and on every page of the
// system administrator, who has no queue.
func TestWatchPage(t *testing.T) {
	b := open(t)
	boss, admin, clerk := b.as(t, "zhuren"), b.as(t, "xitong"), b.as(t, "jingban")
	boss.get("/watch").is(http.StatusOK).has("还没有巡查过", "没有发现不符")
	admin.get("/organ").is(http.StatusOK).without("可能被篡改")
	finding := office.WatchFinding{Organ: "yykjj", Kind: "page", URL: "http://127.0.0.1:1/yykjj/a/x", Expected: "aa11", Found: "bb22"}
	if err := b.office.Alarm(t.Context(), finding); err != nil {
		t.Fatal(err)
	}
	boss.get("").is(http.StatusOK).has("网站上有1处与审核发布的内容不符", `href="/yykjj/desk/watch"`)
	admin.get("/organ").is(http.StatusOK).has("网站上有1处与审核发布的内容不符", `href="/yykjj/desk/watch"`)
	for _, p := range []*person{boss, admin} {
		p.get("/watch").is(http.StatusOK).has("网页与审核发布的不同", "aa11", "bb22", finding.URL)
	}
	clerk.get("").is(http.StatusOK).without("可能被篡改")
	clerk.get("/watch").is(http.StatusForbidden)
	if err := b.office.AllRight(t.Context(), "yykjj", finding.URL); err != nil {
		t.Fatal(err)
	}
	boss.get("").is(http.StatusOK).without("可能被篡改")
	boss.get("/watch").is(http.StatusOK).has("已经恢复的", finding.URL).without("aa11")
}

// publish takes a draft to the site.
func publish(t *testing.T, o *office.Office, clerk, head access.Actor, id ledger.ID, rev func() int64) {
	t.Helper()
	if err := o.SubmitArticle(t.Context(), clerk, id, 1, rev()); err != nil {
		t.Fatal(err)
	}
	testkit.Review(t, o, "yykjj", id, 1)
	if err := o.PublishArticle(t.Context(), head, id, 1, rev()); err != nil {
		t.Fatal(err)
	}
}
