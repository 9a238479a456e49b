package office_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/remedy"
)

func paper(kind, name, body string) *office.Upload {
	return &office.Upload{Kind: kind, Name: name, R: strings.NewReader(body)}
}

func (b *bureau) remedy(id ledger.ID) office.RemedyView {
	b.t.Helper()
	v, err := b.Remedy(b.t.Context(), b.boss, id)
	b.must(err)
	return v
}

func (b *bureau) cell(year int, key string) int64 {
	b.t.Helper()
	v, err := b.Report(b.t.Context(), b.head, year, "")
	b.must(err)
	return v.Sheet.Cell(key).Value
}

var notice = office.RemedyForm{Kind: "review", Procedure: "ordinary", Act: "denied", Forum: "岳阳市人民政府",
	FileNo: "岳政复答〔2025〕31号", Acted: "2025-10-20", Accepted: "2025-11-28", Noticed: "2025-12-02"}

// A review over the turn of the year, its decision, and the suit after it: each
// step with its paper, the clock by the law, table 四 of both years, and the
// ledger against the rows (A.6, §B.6, T4-SUM, I.4).
func TestRemedyStory(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b, ctx := found(t, db, "2025-12-03"), t.Context()
		id, err := b.OpenRemedy(ctx, b.boss, notice, paper("notice", "答复通知书.pdf", "%PDF-1.7 通知，申请人张三"))
		b.must(err)
		v := b.remedy(id)
		if v.State != remedy.Noticed || v.Clock.Next.String() != "2025-12-16" || v.Clock.Left != 9 || len(v.Steps) != 1 || len(v.Steps[0].Papers) != 1 {
			t.Errorf("noticed: %s, due %s, %d left, %+v", v.State, v.Clock.Next, v.Clock.Left, v.Steps)
		}
		b.at("2025-12-15 10:00")
		b.must(b.AnswerRemedy(ctx, b.boss, id, v.Rev, "2025-12-15", "", paper("answer", "答复书.docx", "PK 答复")))
		b.at("2026-01-20 10:00")
		b.must(b.ExtendRemedy(ctx, b.head, id, b.remedy(id).Rev, "30", "2026-01-20", "案情复杂", nil))
		if got := b.remedy(id).Clock.Next.String(); got != "2026-02-26" {
			t.Errorf("extended to %s", got)
		}
		if got := b.cell(2025, "T4.review.pending"); got != 1 {
			t.Errorf("2025 has %d pending reviews", got)
		}
		b.at("2026-03-02 10:00")
		b.must(b.ConcludeRemedy(ctx, b.boss, id, b.remedy(id).Rev, "upheld", "2026-02-24", "2026-02-26", "", nil))
		b.refused("remedy.archive.decision", b.ArchiveRemedy(ctx, b.boss, id, b.remedy(id).Rev))
		b.must(b.NoteRemedy(ctx, b.boss, id, b.remedy(id).Rev, "supplement", "2026-03-02", "", paper("decision", "复议决定书.pdf", "%PDF 决定")))
		b.must(b.ArchiveRemedy(ctx, b.boss, id, b.remedy(id).Rev))

		suit := notice
		suit.Kind, suit.Before, suit.Forum, suit.FileNo = "suit_after_review", string(id), "岳阳县人民法院", "（2026）湘0621行初5号"
		suit.Accepted, suit.Noticed = "2026-03-10", "2026-03-12"
		b.at("2026-03-12 10:00")
		next, err := b.OpenRemedy(ctx, b.boss, suit, nil)
		b.must(err)
		v = b.remedy(next)
		if v.Review == nil || v.Review.ID != id || v.Clock.Next.String() != "2026-03-27" || v.Clock.Workdays {
			t.Errorf("the suit: review %v, due %s", v.Review, v.Clock.Next)
		}
		if got := b.remedy(id); len(got.Suits) != 1 || got.Suits[0].ID != next || got.State != remedy.Archived {
			t.Errorf("the review knows of the suits %v", got.Suits)
		}
		b.refused("remedy.void.followed", b.VoidRemedy(ctx, b.boss, id, b.remedy(id).Rev, "重复登记"))
		for year, cells := range map[int]map[string]int64{
			2025: {"T4.review.pending": 1, "T4.review.sum": 1, "suits.total": 0},
			2026: {"T4.review.upheld": 1, "T4.review.sum": 1, "reviews.carry_in": 1, "T4.suit_after_review.pending": 1, "suits.new": 1},
		} {
			for key, want := range cells {
				if got := b.cell(year, key); got != want {
					t.Errorf("%d %s is %d, want %d", year, key, got, want)
				}
			}
		}
		b.refused("report.state.facts", b.StateFigure(ctx, b.boss, office.StatementForm{Year: "2026", Cell: "T4.review.other", Value: "1",
			Day: "2026-03-12", Note: "法规科统计"}, "说明.pdf", strings.NewReader("x")))

		open, err := b.Remedies(ctx, b.clerk, office.RemedyQuery{Show: "open"})
		closed, err2 := b.Remedies(ctx, b.clerk, office.RemedyQuery{Show: "closed"})
		of, err3 := b.Remedies(ctx, b.clerk, office.RemedyQuery{Year: 2025})
		b.must(errors.Join(err, err2, err3))
		if len(open) != 1 || open[0].ID != next || len(closed) != 1 || closed[0].ID != id || len(of) != 1 || of[0].ID != id {
			t.Errorf("open %v, closed %v, of 2025 %v", open, closed, of)
		}
		b.sound()
	})
}

// A correction and a mistaken record: nothing is edited, the years are put right.
func TestRemedyCorrected(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b, ctx := found(t, db, "2026-03-12"), t.Context()
		id, err := b.OpenRemedy(ctx, b.boss, notice, nil)
		b.must(err)
		b.must(b.ConcludeRemedy(ctx, b.boss, id, b.remedy(id).Rev, "upheld", "2025-12-30", "", "", nil))
		b.refused("remedy.reopen.why", b.ReopenRemedy(ctx, b.boss, id, b.remedy(id).Rev, " "))
		b.must(b.ReopenRemedy(ctx, b.boss, id, b.remedy(id).Rev, "结果应为纠正"))
		if got := b.cell(2025, "T4.review.pending"); got != 1 {
			t.Errorf("reopened, 2025 has %d pending", got)
		}
		b.must(b.ConcludeRemedy(ctx, b.boss, id, b.remedy(id).Rev, "corrected", "2025-12-30", "", "", paper("decision", "决定书.pdf", "x")))
		twice, err := b.OpenRemedy(ctx, b.boss, notice, nil)
		b.must(err)
		b.must(b.VoidRemedy(ctx, b.boss, twice, b.remedy(twice).Rev, "与前一件重复"))
		if up, right, sum := b.cell(2025, "T4.review.upheld"), b.cell(2025, "T4.review.corrected"), b.cell(2025, "T4.review.sum"); up != 0 || right != 1 || sum != 1 {
			t.Errorf("2025 has %d upheld, %d corrected of %d", up, right, sum)
		}
		b.sound()
	})
}

// What is typed wrongly comes back with the field, and leaves no row, no entry
// and no file.
func TestRemedyRefused(t *testing.T) {
	b, ctx := found(t, testkit.Open(t, testkit.Fresh(t, "sqlite")), "2026-03-12"), t.Context()
	direct := notice
	direct.Kind = "suit_direct"
	_, err := b.OpenRemedy(ctx, b.boss, direct, paper("notice", "通知.pdf", "x"))
	b.refused("remedy.open.first", err)
	direct.Why = "法院已经立案，法官电话告知"
	_, err = b.OpenRemedy(ctx, b.boss, direct, nil)
	b.must(err)
	bad := notice
	bad.Noticed = "2026-02-30"
	_, err = b.OpenRemedy(ctx, b.boss, bad, nil)
	b.refused("form.day", err)
	bad = notice
	bad.Forum, bad.Act = " ", ""
	_, err = b.OpenRemedy(ctx, b.boss, bad, nil)
	var all refusal.All
	if !errors.As(err, &all) || len(all) != 2 {
		t.Errorf("two fields are wrong: %v", err)
	}
	_, err = b.OpenRemedy(ctx, b.boss, notice, paper("letter", "通知.pdf", "x"))
	b.refused("remedy.paper.kind", err)
	_, err = b.OpenRemedy(ctx, b.boss, notice, paper("notice", "通知.pdf", ""))
	b.refused("file.upload.empty", err)
	_, err = b.OpenRemedy(ctx, b.clerk, notice, nil)
	b.refused("access.may.role", err)
	id, err := b.OpenRemedy(ctx, b.boss, notice, nil)
	b.must(err)
	v := b.remedy(id)
	b.refused("office.save.conflict", b.AnswerRemedy(ctx, b.boss, id, v.Rev+1, "2026-03-12", "", nil))
	b.refused("form.number", b.ExtendRemedy(ctx, b.boss, id, v.Rev, "三十", "2026-03-12", "", nil))
	b.refused("remedy.extend.days", b.ExtendRemedy(ctx, b.boss, id, v.Rev, "31", "2026-03-12", "", nil))
	b.refused("access.may.role", b.AnswerRemedy(ctx, b.clerk, id, v.Rev, "2026-03-12", "", nil))
	stranger := access.Actor{Officer: "x", Organ: "other", Roles: b.boss.Roles}
	_, err = b.Remedy(ctx, stranger, id)
	b.refused("access.may.absent", err)
	suit := notice
	suit.Kind, suit.Before = "suit_after_review", string(id)
	_, err = b.OpenRemedy(ctx, b.boss, suit, nil)
	b.refused("remedy.open.undecided", err)
	b.sound()
}

// A paper is opened by those who work on the case alone, and each opening
// stands in the access log; the folder holds nothing that can be read.
func TestRemedyPapers(t *testing.T) {
	b, ctx := found(t, testkit.Open(t, testkit.Fresh(t, "sqlite")), "2026-03-12"), t.Context()
	id, err := b.OpenRemedy(ctx, b.boss, notice, paper("notice", `C:\桌面\通知 张三.pdf`, "%PDF-1.7 申请人张三"))
	b.must(err)
	p := b.remedy(id).Steps[0].Papers[0]
	f, err := b.RemedyPaper(ctx, b.head, id, p.ID, "127.0.0.1")
	b.must(err)
	body, err := io.ReadAll(f)
	b.must(err)
	if string(body) != "%PDF-1.7 申请人张三" || f.Name != "通知 张三.pdf" || f.Type != "application/pdf" || f.SHA == p.Plain {
		t.Errorf("opened %q as %+v", body, f.File)
	}
	_, err = b.RemedyPaper(ctx, b.clerk, id, p.ID, "127.0.0.1")
	b.refused("access.may.role", err)
	_, err = b.RemedyPaper(ctx, b.boss, id, "none", "127.0.0.1")
	b.refused("access.may.absent", err)
	b.must(b.db.View(ctx, func(tx *store.Tx) error {
		lines, err := tx.AccessLines(b.boss.Organ, 10, 0)
		var got []string
		for _, l := range lines {
			if l.Verb == "remedy.paper" {
				got = append(got, l.Result)
			}
		}
		if strings.Join(got, " ") != "refused refused ok" {
			t.Errorf("the access log says %v", got)
		}
		return err
	}))
}

// Whoever changes a row past the program is named by verify.
func TestRemedyTampered(t *testing.T) {
	for name, x := range map[string]struct{ sql, finds string }{
		"result":  {`update remedy_case set result = 'corrected'`, "Result"},
		"forum":   {`update remedy_case set forum = '别处'`, "文字或者材料被改动过"},
		"day":     {`update remedy_case set noticed_on = '2026-01-05'`, "NoticedOn"},
		"words":   {`update remedy_words set words = null where words is not null`, "文字或者材料被改动过"},
		"paper":   {`delete from remedy_paper`, "文字或者材料被改动过"},
		"plain":   {`update remedy_paper set plain = 'x'`, "文字或者材料被改动过"},
		"order":   {`update remedy_case set order_days = 99`, "OrderDays"},
		"missing": {`delete from remedy_paper; delete from remedy_words; delete from remedy_case`, "没有了"},
		"another": {`insert into remedy_case select 'c9', organ, kind, state, procedure, act, before_case, acted_on, accepted_on, noticed_on, answered_on,
			late, stops, extended_on, extend_days, result, ended_on, end_seq, served_on, archived_on, request_no, forum, file_no,
			rev, order_days, order_unit, redone_on, request_id, erased from remedy_case`, "c9 在台账中没有记录"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := testkit.Fresh(t, "sqlite")
			b, ctx := found(t, testkit.Open(t, at), "2026-03-12"), t.Context()
			id, err := b.OpenRemedy(ctx, b.boss, notice, paper("notice", "通知.pdf", "x"))
			b.must(err)
			b.must(b.ConcludeRemedy(ctx, b.boss, id, b.remedy(id).Rev, "upheld", "2026-03-10", "", "见决定书", nil))
			b.sound()
			if _, err := testkit.Raw(t, at).Exec(x.sql); err != nil {
				t.Fatal(err)
			}
			v, err := b.Verify(ctx, "yykjj")
			b.must(err)
			if !strings.Contains(strings.Join(v.Findings, "\n"), x.finds) {
				t.Errorf("verify says %v, want %s", v.Findings, x.finds)
			}
		})
	}
}
