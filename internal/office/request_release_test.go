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
	"gongkai/request"
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

// R-A44: a suggestion with the application or after the answer makes one request
// a candidate; declined, it stays away until somebody else asks for the same.
func TestSuggested(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db, "2025-03-03")
		ctx := t.Context()
		ask := func(i int, suggest bool) office.RequestForm {
			f := application()
			f.Once, f.Suggest = fmt.Sprint("s", i), suggest
			f.Name, f.IDKind, f.IDNo, f.Phone = "张三", "护照", fmt.Sprintf("E1234567%d", i), fmt.Sprintf("1381234567%d", i)
			return f
		}
		candidates := func() []office.Candidate {
			t.Helper()
			c, err := d.ReleaseCandidates(ctx, d.who["lisi"])
			d.must(err)
			return c
		}
		first := d.answered(ask(0, true), "清单全文")
		if c := candidates(); len(c) != 1 || !c[0].Suggested || c[0].Applicants != 1 {
			t.Fatalf("candidates %+v", c)
		}
		d.refused("request.decline.reason", d.DeclineRelease(ctx, d.who["lisi"], []ledger.ID{first}, " "))
		d.refused("access.may.role", d.DeclineRelease(ctx, d.who["wangwu"], []ledger.ID{first}, "只涉及一家企业"))
		d.must(d.DeclineRelease(ctx, d.who["lisi"], []ledger.ID{first}, "只涉及一家企业"))
		if c := candidates(); len(c) != 0 {
			t.Fatalf("declined, and still there: %+v", c)
		}
		said := func(id ledger.ID) (out string) {
			p, err := d.OpenPerson(ctx, d.who["lisi"], id, "")
			d.must(err)
			pass, err := d.FollowRequest(ctx, "kjj", p.Code, p.Phone[len(p.Phone)-4:], "127.0.0.1")
			d.must(err)
			f, err := d.Followed(ctx, "kjj", pass)
			d.must(err)
			for _, s := range f.Steps {
				out += s.What + s.Said + "\n"
			}
			if f.Can[request.SuggestVerb] {
				d.must(d.SuggestFollowed(ctx, "kjj", pass))
			}
			return out
		}
		if got := said(first); !strings.Contains(got, "您建议将这些信息主动公开") || !strings.Contains(got, "不转为主动公开只涉及一家企业") {
			t.Errorf("the applicant reads %s", got)
		}
		second := d.answered(ask(1, false), "清单全文")
		if c := candidates(); len(c) != 1 || c[0].Applicants != 2 {
			t.Fatalf("another asked for it: %+v", c)
		}
		d.must(d.DeclineRelease(ctx, d.who["lisi"], []ledger.ID{first, second}, "只涉及一家企业"))
		if got := said(second); strings.Contains(got, "不转为主动公开") {
			t.Errorf("who suggested nothing reads %s", got)
		}
		// said took the offer of the page: the second suggests now
		if c := candidates(); len(c) != 1 || !c[0].Suggested {
			t.Fatalf("suggested after a no: %+v", c)
		}
		d.verified()
	})
}
