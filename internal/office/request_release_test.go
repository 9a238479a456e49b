package office_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
)

// answered brings an application to its answer, with a file supplied.
func (d *desk) answered(f office.RequestForm, file string) ledger.ID {
	d.t.Helper()
	ctx := d.t.Context()
	got, err := d.ApplyRequest(ctx, "kjj", f, nil, "127.0.0.1")
	d.must(err)
	id := got.ID
	d.must(d.DecideRequest(ctx, d.who["fuze"], id, d.act("fuze", id, office.RequestAct{Files: []office.Upload{{Kind: "supplied", Name: "清单.txt",
		R: strings.NewReader(file)}}}), office.Draft{Reply: "provided", Supply: "网上下载"}))
	d.must(d.ReviewRequest(ctx, d.who["fagui"], id, d.act("fagui", id, office.RequestAct{})))
	d.must(d.SignRequest(ctx, d.who["fenguan"], id, d.act("fenguan", id, office.RequestAct{})))
	d.must(d.SendRequest(ctx, d.who["lisi"], id, d.act("lisi", id, office.RequestAct{Way: "web"})))
	return id
}

// R-A44: the same thing given to several surfaces; one of them becomes an
// article, with the file that was chosen and nothing of the person.
func TestReleaseOnce(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db, "2025-03-03")
		ctx := t.Context()
		var ids []ledger.ID
		for i, name := range []string{"张三", "李四", "王五"} {
			f := application()
			f.Name, f.IDKind, f.IDNo, f.Phone = name, "护照", fmt.Sprintf("E1234567%d", i), fmt.Sprintf("1381234567%d", i)
			if i == 2 {
				f.Content = "科技特派员选派名单"
			}
			ids = append(ids, d.answered(f, "清单全文"))
		}
		c, err := d.ReleaseCandidates(ctx, d.who["lisi"])
		d.must(err)
		if len(c) != 1 || c[0].Applicants != 2 || len(c[0].Lines) != 2 {
			t.Fatalf("candidates %+v", c)
		}
		r, err := d.ReleaseDraft(ctx, d.who["lisi"], ids[0])
		d.must(err)
		form := r.Form
		form.Files = []string{string(r.Supplied[0].ID)}
		form.Text += "\n申请人张三，电话13812345670"
		_, err = d.ReleaseRequest(ctx, d.who["lisi"], ids[0], form)
		d.refused("request.release.person", err)
		form.Text = r.Form.Text
		article, err := d.ReleaseRequest(ctx, d.who["lisi"], ids[0], form)
		d.must(err)
		a, err := d.DeskArticle(ctx, d.who["lisi"], article)
		d.must(err)
		e := a.Editions[0]
		all := e.Title + e.Summary + e.HTML
		for _, secret := range []string{"张三", "E12345670", "13812345670"} {
			if strings.Contains(all, secret) {
				t.Errorf("the article holds %s: %s", secret, all)
			}
		}
		if len(e.Files) != 1 || !strings.Contains(e.HTML, "第四十四条") {
			t.Fatalf("files %v, text %s", e.Files, e.HTML)
		}
		f, err := d.StaffFile(ctx, d.who["lisi"], article, 1, e.Files[0].SHA)
		d.must(err)
		defer f.Close()
		if b, _ := io.ReadAll(f); string(b) != "清单全文" {
			t.Errorf("the file holds %q", b)
		}
		form.Rev = d.see("lisi", ids[0]).Request.Rev
		_, err = d.ReleaseRequest(ctx, d.who["lisi"], ids[0], form)
		d.refused("request.release.twice", err)
		d.verified()
	})
}
