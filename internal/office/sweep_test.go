package office_test

import (
	"bytes"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/calendar"
	"gongkai/internal/files"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/publication"
)

// What was uploaded to forms that were refused or left alone goes, and with it
// the draft; what a draft still waits for, or a row took, stays, also while
// people upload and two processes sweep (R-A29).
func TestSweepUploads(t *testing.T) {
	t.Parallel()
	for _, kind := range testkit.Kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			at, dir := testkit.Fresh(t, kind), filepath.Join(t.TempDir(), "files")
			db := testkit.Open(t, at)
			d := newDesk(t, db, "2025-03-03")
			folder, err := files.Open(dir)
			d.must(err)
			open := func() *office.Office {
				return office.New(office.Config{DB: testkit.Open(t, at), Files: folder, Now: d.clock.Now})
			}
			o, other, ctx := open(), open(), t.Context()
			begin := calendar.NewDay(2025, 3, 3).Start().Add(9 * time.Hour)
			after := func(pause time.Duration) { d.clock.Set(begin.Add(pause)) }
			blobs := func() (n int) {
				d.must(filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
					if err == nil && !e.IsDir() {
						n++
					}
					return err
				}))
				return n
			}
			sweep := func(want int) {
				t.Helper()
				if n, err := o.SweepUploads(ctx); err != nil || n != want {
					t.Fatalf("swept %d, want %d: %v", n, want, err)
				}
			}
			keep := func(body string) office.KeptPaper {
				t.Helper()
				p, err := o.KeepPaper(ctx, "kjj", "identity", "身份证.jpg", strings.NewReader(body), "127.0.0.1")
				d.must(err)
				return p
			}
			form := application()
			after(0)
			left, err := o.SaveApplication(ctx, "kjj", "", office.Application{RequestForm: form, Papers: []office.KeptPaper{keep("一")}})
			d.must(err)
			long, err := o.SaveApplication(ctx, "kjj", "", office.Application{RequestForm: form, Papers: []office.KeptPaper{keep("二")}})
			d.must(err)
			handed, err := o.SaveApplication(ctx, "kjj", "", office.Application{RequestForm: form, Papers: []office.KeptPaper{keep("三")}})
			d.must(err)
			_, _, err = o.HandIn(ctx, "kjj", handed, "127.0.0.1")
			d.must(err)
			keep("四") // its form was never saved
			refused := form
			refused.IDNo = "110105194912310021"
			refused.Door, refused.Arrived = "counter", "2025-03-03"
			files := []office.Upload{{Kind: "application", Name: "申请书.pdf", R: strings.NewReader("五")}}
			if _, err := o.RegisterRequest(ctx, d.who["lisi"], refused, files); err == nil {
				t.Fatal("a wrong number was taken")
			}
			refused.IDNo = form.IDNo
			got, err := o.RegisterRequest(ctx, d.who["lisi"], refused, []office.Upload{{Kind: "application", Name: "申请书.pdf", R: strings.NewReader("六")}})
			d.must(err)
			if _, err := o.RegisterRequest(ctx, d.who["lisi"], office.RequestForm{}, nil); err == nil {
				t.Fatal("an empty form was taken")
			}
			d.refused("request.verb.state", o.PayRequest(ctx, d.who["lisi"], got.ID, office.RequestAct{Rev: d.see("lisi", got.ID).Request.Rev,
				Amount: "100", Files: []office.Upload{{Kind: "other", Name: "回单.pdf", R: strings.NewReader("七")}}}))
			_, err = o.KeepScan(ctx, d.who["lisi"], "new", office.Upload{Kind: "other", Name: "信封.jpg", R: strings.NewReader("八")}) // its form lies on a desk
			d.must(err)
			n := blobs()
			sweep(0)
			after(110 * time.Minute)
			a, err := o.Application(ctx, "kjj", long)
			d.must(err)
			_, err = o.SaveApplication(ctx, "kjj", long, a) // typed on, just in time
			d.must(err)
			after(179 * time.Minute)
			sweep(0)
			after(181 * time.Minute)
			sweep(3) // 一、四、七
			if blobs() != n-3 {
				t.Errorf("%d files were swept", n-blobs())
			}
			if a, err := o.Application(ctx, "kjj", left); err != nil || len(a.Papers) > 0 || a.Name != "" {
				t.Errorf("of the draft that was left alone stands %+v, %v", a, err)
			}
			if n := count(t, at, `select count(*) from session`); n != 1 {
				t.Errorf("%d drafts are kept", n)
			}
			got, _, err = o.HandIn(ctx, "kjj", long, "127.0.0.1")
			d.must(err)
			after(24*time.Hour - time.Minute)
			sweep(0)
			after(100 * time.Hour)
			sweep(1) // 八
			papers := d.see("lisi", got.ID).Papers
			r, err := o.RequestPaper(ctx, d.who["lisi"], got.ID, papers[0].ID, "127.0.0.1")
			d.must(err)
			if body, err := io.ReadAll(r); err != nil || string(body) != "二" {
				t.Errorf("the paper that was handed in holds %q, %v", body, err)
			}
			v, err := o.Verify(ctx, "kjj")
			if err != nil || len(v.Findings) > 0 {
				t.Errorf("%v, %v", v.Findings, err)
			}

			// Two sweep without a pause while others upload, and what has begun to come
			// when the sweeping ran is whole when it has come.
			var wg sync.WaitGroup
			done := make(chan bool)
			for _, sweeper := range []*office.Office{o, other} {
				wg.Go(func() {
					for {
						select {
						case <-done:
							return
						default:
						}
						if n, err := sweeper.SweepUploads(ctx); err != nil || n != 0 {
							t.Errorf("swept %d of what is running: %v", n, err)
							return
						}
					}
				})
			}
			for range 5 {
				slow := io.MultiReader(strings.NewReader("慢"), pause{}, bytes.NewReader(make([]byte, 1<<16)))
				p, err := other.KeepPaper(ctx, "kjj", "identity", "扫描.pdf", slow, "127.0.0.1")
				d.must(err)
				token, err := other.SaveApplication(ctx, "kjj", "", office.Application{RequestForm: form, Papers: []office.KeptPaper{p}})
				d.must(err)
				_, _, err = other.HandIn(ctx, "kjj", token, "127.0.0.1")
				d.must(err)
			}
			close(done)
			wg.Wait()
			if v, err := o.Verify(ctx, "kjj"); err != nil || len(v.Findings) > 0 {
				t.Errorf("%v, %v", v.Findings, err)
			}
		})
	}
}

// pause is an upload that hangs for a while.
type pause struct{}

func (pause) Read([]byte) (int, error) {
	time.Sleep(20 * time.Millisecond)
	return 0, io.EOF
}

// A paper whose file went is not handed in without it; the form says so.
func TestHandInWithoutItsFile(t *testing.T) {
	t.Parallel()
	d := newDesk(t, testkit.Open(t, testkit.Fresh(t, "sqlite")), "2025-03-03")
	ctx := t.Context()
	gone := office.KeptPaper{ID: "x", Kind: "identity", Name: "身份证.jpg", SHA: strings.Repeat("0", 64), Salt: "s"}
	token, err := d.SaveApplication(ctx, "kjj", "", office.Application{RequestForm: application(), Papers: []office.KeptPaper{gone}})
	d.must(err)
	_, _, err = d.HandIn(ctx, "kjj", token, "127.0.0.1")
	d.refused("file.upload.gone", err)
}

// What hangs below texts, and under stated numbers, is swept like what people
// hand in: what a form that was refused brought, what a draft gave up, and the
// Word file that was only read. The same bytes under another text stay.
func TestSweepAttachments(t *testing.T) {
	t.Parallel()
	for _, kind := range testkit.Kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			at := testkit.Fresh(t, kind)
			b := found(t, testkit.Open(t, at), "2019-05-06")
			folder, err := files.Open(filepath.Join(t.TempDir(), "files"))
			b.must(err)
			o := office.New(office.Config{DB: testkit.Open(t, at), Files: folder, Now: b.clock.Now})
			ctx := t.Context()
			attach := func(id ledger.ID, body string) publication.File {
				t.Helper()
				f, err := o.AttachFile(ctx, b.clerk, id, b.edition(id).No, body+".txt", "", false, strings.NewReader(body))
				b.must(err)
				return f
			}
			one, err := o.NewDraft(ctx, b.clerk, news("一"))
			b.must(err)
			two, err := o.NewDraft(ctx, b.clerk, news("二"))
			b.must(err)
			kept, dropped, shared := attach(one, "留下的"), attach(one, "换掉的"), attach(one, "两处都有的")
			attach(two, "两处都有的")
			b.must(o.DetachFile(ctx, b.clerk, one, 1, dropped.SHA))
			b.must(o.DetachFile(ctx, b.clerk, one, 1, shared.SHA))
			_, err = o.AttachFile(ctx, b.clerk, one, 1, "图.txt", "", true, strings.NewReader("不是图片"))
			b.refused("file.upload.picture", err)
			_, err = o.ImportDocx(ctx, b.clerk, one, 1, b.edition(one).Rev, "坏的.docx", strings.NewReader("不是公文"))
			b.refused("file.docx.damaged", err)
			b.refused("report.state.derived", o.StateFigure(ctx, b.boss, office.StatementForm{Year: "2019", Cell: "published", Value: "1", Day: "2019-05-06", Note: "汇总表"},
				"表.txt", strings.NewReader("盖章")))
			sweep := func(want int) {
				t.Helper()
				if n, err := o.SweepUploads(ctx); err != nil || n != want {
					t.Fatalf("swept %d, want %d: %v", n, want, err)
				}
			}
			sweep(0)
			b.at("2019-05-08 09:00")
			sweep(4) // 换掉的, the picture that is none, the damaged file, the statement
			for sha, there := range map[string]bool{kept.SHA: true, shared.SHA: true, dropped.SHA: false} {
				f, err := folder.Get(sha)
				if (err == nil) != there {
					t.Errorf("%.8s: %v, should be there: %t", sha, err, there)
				}
				if err == nil {
					f.Close()
				}
			}
		})
	}
}

// The forms and samples of a guide stand in its own text, and stay.
func TestSweepGuideFiles(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d, ctx := newDesk(t, db, "2025-03-04"), t.Context()
		wangwu := d.who["wangwu"]
		id, err := d.DraftGuide(ctx, wangwu, wangwu.Unit, contractGuide())
		d.must(err)
		d.must(d.AttachGuideFile(ctx, wangwu, id, 1, d.guide(id).Version.Rev, "blank.1", "空表.txt", strings.NewReader("空表")))
		d.refused("catalogue.draft.file", d.AttachGuideFile(ctx, wangwu, id, 1, d.guide(id).Version.Rev, "blank.9", "空表.txt", strings.NewReader("没有这份材料")))
		d.day("2025-03-10")
		if n, err := d.SweepUploads(ctx); err != nil || n != 1 {
			t.Errorf("swept %d, want only what was refused: %v", n, err)
		}
	})
}
