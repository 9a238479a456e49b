package office_test

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/request"
)

// The file for a review body holds every letter, the clock sheet and what was
// handed in; who took it is in the access log.
func TestBundle(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db, "2025-03-03")
		ctx := t.Context()
		form := application()
		form.Door, form.Arrived = "counter", "2025-03-03"
		got, err := d.RegisterRequest(ctx, d.who["lisi"], form, []office.Upload{{Kind: "application", Name: "申请书.pdf", R: strings.NewReader("扫描一")},
			{Kind: "identity", Name: "申请书.pdf", R: strings.NewReader("扫描二")}})
		d.must(err)
		if got.State != request.Open || got.ReceivedOn.String() != "2025-03-03" {
			t.Fatalf("%+v", got)
		}
		for _, login := range []string{"wangwu", "kezhang", "fenguan"} {
			if _, err := d.RequestBundle(ctx, d.who[login], got.ID, "127.0.0.1"); err == nil {
				t.Errorf("%s may take the whole file", login)
			}
		}
		b, err := d.RequestBundle(ctx, d.who["fagui"], got.ID, "127.0.0.1")
		d.must(err)
		var out bytes.Buffer
		if err := b.ZIP(ctx, &out); err != nil {
			testkit.Missing(t, err.Error())
		}
		z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
		d.must(err)
		held := map[string]string{}
		for _, f := range z.File {
			r, err := f.Open()
			d.must(err)
			body, err := io.ReadAll(r)
			d.must(err)
			held[f.Name] = string(body)
		}
		if len(held) != 3 || !strings.HasPrefix(held["2025-0001 案卷.pdf"], "%PDF") || held["附件01 申请书 申请书.pdf"] != "扫描一" || held["附件02 身份证明 申请书.pdf"] != "扫描二" {
			t.Errorf("the bundle holds %d files: %q", len(held), slices.Sorted(maps.Keys(held)))
		}
		var lines []store.AccessLine
		d.must(db.View(ctx, func(tx *store.Tx) (err error) {
			lines, err = tx.AccessLines("kjj", 10, 0)
			return err
		}))
		if len(lines) != 1 || lines[0].Verb != "request.bundle" || lines[0].Officer != d.who["fagui"].Officer {
			t.Errorf("the access log: %+v", lines)
		}
	})
}

// What a step says is words, whatever its fact binds; a draft that came back
// stands in the form, and the number of the month is known for the fee.
func TestMatterInWords(t *testing.T) {
	t.Parallel()
	d := newDesk(t, testkit.Open(t, testkit.Fresh(t, "sqlite")), "2025-03-03")
	ctx := t.Context()
	form := application()
	form.Door, form.Arrived, form.Unit = "counter", "2025-03-03", "kjj:cgk"
	got, err := d.RegisterRequest(ctx, d.who["lisi"], form, nil)
	d.must(err)
	id := got.ID
	if v := d.see("wangwu", id); v.Fee != 1 || !v.Work || v.Bundle {
		t.Errorf("fee %d, work %v, bundle %v", v.Fee, v.Work, v.Bundle)
	}
	draft := office.Draft{Reply: "none", Facts: "经检索本机关档案和业务系统，没有该信息", Reasons: "该信息本机关未制作、未获取"}
	d.must(d.DecideRequest(ctx, d.who["wangwu"], id, d.act("wangwu", id, office.RequestAct{}), draft))
	d.must(d.ReturnRequest(ctx, d.who["kezhang"], id, d.act("kezhang", id, office.RequestAct{Text: "请写明检索的范围"})))
	v := d.see("wangwu", id)
	if v.Draft == nil || v.Draft.Reasons != draft.Reasons || v.Preview != nil {
		t.Errorf("the draft that came back: %+v", v.Draft)
	}
	var said []string
	for _, s := range v.Steps {
		said = append(said, s.Words...)
	}
	if got := strings.Join(said, "|"); got != "理由："+draft.Reasons+"|请写明检索的范围" {
		t.Errorf("the steps say %q", got)
	}
}

// What came with a draft that was sent back, or with an answer that was signed
// and then called back, never reaches the applicant.
func TestHeldBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t, testkit.Open(t, testkit.Fresh(t, "sqlite")), "2025-03-03")
	ctx := t.Context()
	form := application()
	got, err := d.ApplyRequest(ctx, "kjj", form, nil, "127.0.0.1")
	d.must(err)
	id := got.ID
	signed := func(draft office.Draft, file string) {
		t.Helper()
		a := d.act("lisi", id, office.RequestAct{Files: []office.Upload{{Kind: "supplied", Name: file, R: strings.NewReader(file)}}})
		d.must(d.DecideRequest(ctx, d.who["lisi"], id, a, draft))
		d.must(d.ReviewRequest(ctx, d.who["fagui"], id, d.act("fagui", id, office.RequestAct{})))
		d.must(d.SignRequest(ctx, d.who["fenguan"], id, d.act("fenguan", id, office.RequestAct{})))
	}
	seen := func() (letters, supplied int) {
		t.Helper()
		pass, err := d.FollowRequest(ctx, "kjj", got.Code, "5678", "127.0.0.1")
		d.must(err)
		f, err := d.Followed(ctx, "kjj", pass)
		d.must(err)
		for _, p := range f.Letters {
			if strings.HasPrefix(string(p.Writ), "answer_") {
				letters++
			}
		}
		return letters, len(f.Supplied)
	}
	signed(office.Draft{Reply: "provided", Supply: "以电子邮件发送"}, "误传的清单.txt")
	d.must(d.ReturnRequest(ctx, d.who["fenguan"], id, d.act("fenguan", id, office.RequestAct{Text: "清单涉密"})))
	signed(office.Draft{Reply: "provided", Supply: "以电子邮件发送"}, "清单.txt")
	if l, s := seen(); l+s != 0 {
		t.Fatalf("before it is sent: %d letters, %d files", l, s)
	}
	d.must(d.SendRequest(ctx, d.who["lisi"], id, d.act("lisi", id, office.RequestAct{Way: "web"})))
	if l, s := seen(); l != 1 || s != 1 {
		t.Errorf("after it was sent: %d letters, %d files", l, s)
	}
	d.must(d.ReopenRequest(ctx, d.who["lisi"], id, d.act("lisi", id, office.RequestAct{Text: "复议决定责令重新答复"})))
	signed(office.Draft{Reply: "none", Facts: "经检索没有该信息", Reasons: "本机关没有制作"}, "检索记录.txt")
	d.must(d.WithdrawRequest(ctx, d.who["lisi"], id, d.act("lisi", id, office.RequestAct{Text: "来电撤回"})))
	if l, s := seen(); l != 1 || s != 1 {
		t.Errorf("an answer that was signed and never sent is seen: %d letters, %d files", l, s)
	}
}

// A form that is sent twice is no request like its own; another one is.
func TestHintsLeaveOutTheFormItself(t *testing.T) {
	t.Parallel()
	d := newDesk(t, testkit.Open(t, testkit.Fresh(t, "sqlite")), "2025-03-03")
	ctx := t.Context()
	form := application()
	form.Door, form.Arrived, form.Once = "counter", "2025-03-03", "first"
	_, err := d.RegisterRequest(ctx, d.who["lisi"], form, nil)
	d.must(err)
	for once, want := range map[string]int{"first": 0, "second": 1} {
		form.Once = once
		hints, err := d.RequestHints(ctx, d.who["lisi"], form, "")
		d.must(err)
		if len(hints) != want {
			t.Errorf("%s: %d hints", once, len(hints))
		}
	}
}
