package office_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/internal/secret"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/proof"
	"gongkai/refusal"
)

func pen(t *testing.T, withSM2 bool) *secret.Pen {
	t.Helper()
	p, err := secret.LoadPen(t.TempDir(), withSM2)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// outWith is a text that is public under a title.
func (b *bureau) outWith(title string) ledger.ID {
	b.t.Helper()
	id, _ := b.submitted(news(title))
	b.must(b.PublishArticle(b.t.Context(), b.boss, id, 1, b.reviewed(id).Rev))
	return id
}

// retitled publishes the next edition of a text under another title.
func (b *bureau) retitled(id ledger.ID, title string) {
	b.t.Helper()
	ctx := b.t.Context()
	no, err := b.ReviseArticle(ctx, b.clerk, id)
	b.must(err)
	f := office.FormOf(b.edition(id))
	f.Title = title
	b.must(b.SaveDraft(ctx, b.clerk, id, no, b.edition(id).Rev, f))
	b.must(b.SubmitArticle(ctx, b.clerk, id, no, b.edition(id).Rev))
	testkit.Review(b.t, b.Office, "yykjj", id, no)
	b.must(b.PublishArticle(ctx, b.boss, id, no, b.edition(id).Rev))
}

// signed signs and says how many heads were new.
func (b *bureau) signed(p *secret.Pen) int {
	b.t.Helper()
	n, err := b.SignHeads(b.t.Context(), p)
	b.must(err)
	return n
}

func (b *bureau) heads() office.PublicHeads {
	b.t.Helper()
	h, err := b.PublicHeads(b.t.Context(), "yykjj", 1)
	b.must(err)
	return h
}

// eachKind opens both databases with the address at which they can be spoilt.
func eachKind(t *testing.T, f func(t *testing.T, at string, b *bureau)) {
	for _, kind := range testkit.Kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			at := testkit.Fresh(t, kind)
			f(t, at, found(t, testkit.Open(t, at), "2019-05-06"))
		})
	}
}

// PF-HEAD: one signature a day and organ, even when processes sign at once; days
// without the machine are passed over and said.
func TestSignHeads(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, _ string, b *bureau) {
		p := pen(t, false)
		var all sync.WaitGroup
		var mu sync.Mutex
		made := 0
		for range 4 {
			all.Go(func() {
				n, err := b.SignHeads(t.Context(), p)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				made += n
				mu.Unlock()
			})
		}
		all.Wait()
		if made != 1 || b.signed(p) != 0 {
			t.Errorf("%d heads on one day", made)
		}
		b.outWith("第一篇")
		b.at("2019-05-07 00:00")
		if b.signed(p) != 1 {
			t.Error("the new day was not signed")
		}
		b.at("2019-05-12 08:00") // the machine was off
		if b.signed(p) != 1 {
			t.Error("after the pause nothing was signed")
		}
		h := b.heads()
		if len(h.Days) != 3 || h.Days[0].Gap != 4 || h.Days[1].Gap != 0 || h.Latest.Seq != h.Days[0].Head.Seq || len(h.Keys) != 1 {
			t.Errorf("%+v", h.Days)
		}
		note, err := b.PublicHead(t.Context(), "yykjj", "2019-05-07")
		b.must(err)
		if head, by, err := proof.Keys(secret.Verifier).Open(note, []string{h.Keys[0].Key}); err != nil || len(by) != 1 || head.Seq != h.Days[1].Head.Seq {
			t.Errorf("the note of a day: %+v, %v", head, err)
		}
		for _, day := range []string{"2019-05-08", "x", ""} {
			if _, err := b.PublicHead(t.Context(), "yykjj", day); err == nil {
				t.Errorf("a note of %q", day)
			}
		}
		b.sound()
	})
}

// PF-HEAD: another key is said aloud, and what the old one signed stays good.
func TestRekeyed(t *testing.T) {
	t.Parallel()
	b := found(t, testkit.Open(t, testkit.Fresh(t, "sqlite")), "2019-05-06")
	ctx := t.Context()
	old, next := pen(t, false), pen(t, true)
	if lost, err := b.Rekeyed(ctx, old); err != nil || len(lost) > 0 {
		t.Errorf("a first key: %v, %v", lost, err)
	}
	b.signed(old)
	b.at("2019-05-07 08:00")
	if lost, err := b.Rekeyed(ctx, next); err != nil || len(lost) != 1 || lost[0].Key != old.Keys("gongkai/yykjj")[0] {
		t.Errorf("the lost key: %v, %v", lost, err)
	}
	b.signed(next)
	h := b.heads()
	if len(h.Keys) != 3 || h.Keys[2].Until.IsZero() || !h.Keys[0].Until.IsZero() || !h.Keys[1].Until.IsZero() || h.Keys[0].Algorithm == h.Keys[1].Algorithm {
		t.Errorf("%+v", h.Keys)
	}
	if strings.Count(h.Note, "— gongkai/yykjj ") != 2 {
		t.Errorf("not signed by both:\n%s", h.Note)
	}
	for _, who := range []access.Actor{b.boss, b.admin} {
		out, err := b.Alarms(ctx, who)
		b.must(err)
		if !strings.Contains(fmt.Sprint(out), "换了新的") {
			t.Errorf("%s is told %v", who.Name, out)
		}
	}
	// On the desk of the office too; who may not read the watch is told nothing.
	told := func(who access.Actor) string {
		d, err := b.Desk(ctx, who)
		b.must(err)
		alarms, err := b.Alarms(ctx, who)
		b.must(err)
		return fmt.Sprint(d.Notices, alarms)
	}
	if s := told(b.boss); strings.Count(s, "换了新的") != 2 {
		t.Errorf("the office reads %s", s)
	}
	if s := told(b.clerk); strings.Contains(s, "换了新的") {
		t.Errorf("a clerk reads %s", s)
	}
	b.sound()

	// The old one is found again and comes back into use.
	b.at("2019-05-08 08:00")
	b.signed(old)
	if h = b.heads(); len(h.Keys) != 4 || h.Keys[0].Key != old.Keys("gongkai/yykjj")[0] || !h.Keys[0].Until.IsZero() {
		t.Errorf("back again: %+v", h.Keys)
	}
	if lost, err := b.Rekeyed(ctx, old); err != nil || len(lost) > 0 {
		t.Errorf("back again, and lost: %v, %v", lost, err)
	}
	b.sound()
	b.at("2019-06-08 08:00")
	out, err := b.Alarms(ctx, b.boss)
	b.must(err)
	if s := fmt.Sprint(out); strings.Contains(s, "换了新的") || !strings.Contains(s, "2019-05-08以后没有签名") {
		t.Errorf("a month later: %s", s)
	}
}

// PF-HEAD: whoever cuts the ledger's end off with all its rows, or writes it
// anew from an entry on, is shown by the head that was signed before, and no
// further head is signed.
func TestHeadsAgainstTheOwner(t *testing.T) {
	t.Parallel()
	attack := map[string]func(t *testing.T, raw *sql.DB, entries []ledger.Entry){
		"签名时台账有": func(t *testing.T, raw *sql.DB, entries []ledger.Entry) { rewrite(t, raw, entries[:len(entries)-3]) },
		"台账被改写过": func(t *testing.T, raw *sql.DB, entries []ledger.Entry) {
			last := &entries[len(entries)-1]
			last.Body = json.RawMessage(strings.Replace(string(last.Body), `"Formed":"2019-05-06"`, `"Formed":"2019-05-05"`, 1))
			rewrite(t, raw, entries)
		},
	}
	for words, by := range attack {
		t.Run(words, func(t *testing.T) {
			t.Parallel()
			eachKind(t, func(t *testing.T, at string, b *bureau) {
				p := pen(t, false)
				b.outWith("第一篇")
				b.signed(p)
				var entries []ledger.Entry
				b.must(b.db.View(t.Context(), func(tx *store.Tx) (err error) {
					entries, err = tx.Entries("yykjj", store.EntryFilter{})
					return err
				}))
				spoil(t, at)
				by(t, testkit.Raw(t, at), entries)
				v, err := b.Verify(t.Context(), "yykjj")
				b.must(err)
				if !strings.Contains(strings.Join(v.Findings, "\n"), words) {
					t.Errorf("verify found %v", v.Findings)
				}
				b.at("2019-05-07 08:00")
				if b.signed(p) != 0 {
					t.Error("the changed ledger was signed")
				}
			})
		})
	}
}

// rewrite puts other entries in the place of the ledger, with nodes and head
// that fit them.
func rewrite(t *testing.T, raw *sql.DB, entries []ledger.Entry) {
	t.Helper()
	exec := func(q string, args ...any) {
		t.Helper()
		if _, err := raw.Exec(q, args...); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	exec(`delete from ledger_entry`)
	exec(`delete from ledger_node`)
	var tree ledger.Tree
	for _, e := range entries {
		exec(`insert into ledger_entry (organ, seq, at, on_day, kind, subject, by_officer, body) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
			string(e.Organ), e.Seq, e.At.UnixMilli(), e.On.String(), e.Kind, string(e.Subject), string(e.By), string(e.Body))
		if err := tree.Add(e); err != nil {
			t.Fatal(err)
		}
		for at := ledger.FirstNode(e.Seq); at < ledger.FirstNode(e.Seq+1); at++ {
			h, err := tree.ReadHashes([]int64{at})
			if err != nil {
				t.Fatal(err)
			}
			exec(`insert into ledger_node (organ, at, hash) values ('yykjj', $1, $2)`, at, h[0][:])
		}
	}
	head, err := tree.Head()
	if err != nil {
		t.Fatal(err)
	}
	exec(`update ledger_head set seq = $1, root = $2`, head.Seq, head.Root[:])
}

// PF-HEAD: what stands in the rows of the heads is checked too.
func TestVerifyHeads(t *testing.T) {
	t.Parallel()
	for words, q := range map[string]string{
		"签名对不上":      `update signed_head set note = replace(note, 'signed 2019', 'signed 2018')`,
		"所在的行与签名的内容": `update signed_head set on_day = '2019-05-05' where on_day = '2019-05-06'`,
		"公钥“x”无法识别":  `update signing_key set public_key = 'x' where length(public_key) < 80`,
	} {
		t.Run(words, func(t *testing.T) {
			t.Parallel()
			eachKind(t, func(t *testing.T, at string, b *bureau) {
				b.signed(pen(t, true))
				b.sound()
				if _, err := testkit.Raw(t, at).Exec(q); err != nil {
					t.Fatal(err)
				}
				v, err := b.Verify(t.Context(), "yykjj")
				b.must(err)
				if !strings.Contains(strings.Join(v.Findings, "\n"), words) {
					t.Errorf("found %v", v.Findings)
				}
			})
		})
	}
}

// PF-FILE: each edition has its proof, with the text only while it is public;
// PF-ASOF: what was public at an instant is what the ledger says.
func TestPeriods(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, at string, b *bureau) {
		ctx := t.Context()
		p := pen(t, true)
		b.at("2019-05-06 09:00")
		id := b.outWith("第一版的题目")
		b.at("2019-05-08 10:00")
		b.signed(p)
		b.retitled(id, "第二版的题目")
		b.at("2019-05-10 11:00")
		b.must(b.WithdrawArticle(ctx, b.boss, id, b.desk(id).Article.Rev, "内容有误"))
		b.at("2019-05-12 12:00")
		b.retitled(id, "第三版的题目")

		read := func(no int) (proof.Verdict, error) {
			file, err := b.PublicProofFile(ctx, "yykjj", id, no)
			if err != nil {
				return proof.Verdict{}, err
			}
			f, err := proof.Read(file)
			b.must(err)
			return f.Check(secret.Verifier, p.Keys("gongkai/yykjj"))
		}
		// Edition 1 ended after the last signature: the end waits for the next.
		if v, err := read(1); err != nil || v.Ended.Seq != 0 || v.Text != nil {
			t.Errorf("edition 1: %+v, %v", v, err)
		}
		_, err := read(2)
		b.refused("proof.file.unsigned", err)
		b.at("2019-05-13 00:01")
		b.signed(p)
		for no, want := range map[int]struct{ text, ended, withdrawn bool }{1: {ended: true}, 2: {ended: true, withdrawn: true}, 3: {text: true}} {
			v, err := read(no)
			if err != nil || v.Edition != no || (v.Text != nil) != want.text || (v.Ended.Seq > 0) != want.ended || v.Withdrawn != want.withdrawn {
				t.Errorf("edition %d: %+v, %v", no, v, err)
			}
			file, err := b.ProofFile(ctx, b.clerk, id, no) // the bureau's own has the text of each
			b.must(err)
			f, err := proof.Read(file)
			b.must(err)
			if v, err := f.Check(secret.Verifier, nil); err != nil || v.Text == nil || v.Text.Title != []string{"", "第一版的题目", "第二版的题目", "第三版的题目"}[no] {
				t.Errorf("the bureau's file of edition %d: %+v, %v", no, v, err)
			}
		}
		page, err := b.PublicProof(ctx, "yykjj", id)
		b.must(err)
		if len(page.Periods) != 3 || page.Periods[0].No != 3 || !page.Periods[0].Shown || page.Periods[1].Shown || page.Periods[2].Head == nil || !page.Periods[2].EndHas {
			t.Errorf("%+v", page.Periods)
		}
		draft, err := b.NewDraft(ctx, b.clerk, news("草稿"))
		b.must(err)
		for _, none := range []ledger.ID{draft, "nothing"} {
			if _, err := b.PublicProof(ctx, "yykjj", none); err == nil {
				t.Errorf("a proof of %s", none)
			}
			if _, err := b.PublicProofFile(ctx, "yykjj", none, 1); err == nil {
				t.Errorf("a file of %s", none)
			}
		}
		if _, err := b.PublicProofFile(ctx, "other", id, 1); err == nil {
			t.Error("another organ's page gave the file")
		}

		for _, x := range []struct {
			at    string
			no    int
			title string
			all   int
		}{
			{"2019-05-05T23:59", 0, "", 0}, {"2019-05-06T09:00", 1, "第一版的题目", 1}, {"2019-05-08T09:59", 1, "第一版的题目", 1},
			{"2019-05-08T10:00", 2, "第二版的题目", 1}, {"2019-05-10T10:59", 2, "第二版的题目", 1}, {"2019-05-10T11:00", 0, "", 0},
			{"2019-05-12T11:59", 0, "", 0}, {"2019-05-12T12:00", 3, "第三版的题目", 1}, {"", 3, "第三版的题目", 1},
		} {
			a, err := b.ArticleAsOf(ctx, b.clerk, id, x.at)
			b.must(err)
			no := 0
			if a.Period != nil {
				no = a.Period.No
			}
			if no != x.no || a.Edition.Title != x.title || a.Spoilt || a.Erased || no > 0 && (a.Then.Live != no || a.Column == "" || a.Unit == "") {
				t.Errorf("%s: edition %d %q", x.at, no, a.Edition.Title)
			}
			all, err := b.SiteAsOf(ctx, b.clerk, x.at, 1)
			b.must(err)
			if all.Total != x.all || x.all > 0 && (all.Rows[0].Title != x.title || all.Rows[0].Column == "") {
				t.Errorf("%s: the site %+v", x.at, all.Rows)
			}
		}
		a, err := b.ArticleAsOf(ctx, b.clerk, id, "2019-05-11T00:00")
		b.must(err)
		if a.Before == nil || a.Before.No != 2 || !a.Before.Withdrawn || a.After == nil || a.After.No != 3 {
			t.Errorf("between: %+v %+v", a.Before, a.After)
		}
		_, err = b.ArticleAsOf(ctx, b.clerk, id, "2019-06-01T00:00")
		b.refused("proof.asof.future", err)
		_, err = b.SiteAsOf(ctx, b.clerk, "昨天", 1)
		b.refused("form.instant", err)
		if _, err := b.ArticleAsOf(ctx, b.admin, id, ""); err == nil {
			t.Error("the system administrator reads articles")
		}
		b.sound()

		// A row that is not what was published gives no proof, and one whose salt
		// is gone says so.
		raw := testkit.Raw(t, at)
		change := func(q string) {
			t.Helper()
			if _, err := raw.Exec(q); err != nil {
				t.Fatal(err)
			}
		}
		change(`update edition set title = '改过' where no = 3`)
		_, err = read(3)
		b.refused("proof.file.row", err)
		page, err = b.PublicProof(ctx, "yykjj", id)
		b.must(err)
		if !page.Periods[0].Spoilt || page.Periods[0].Shown {
			t.Errorf("a spoilt row: %+v", page.Periods[0])
		}
		if a, err = b.ArticleAsOf(ctx, b.clerk, id, ""); err != nil || !a.Spoilt {
			t.Errorf("a spoilt row as of now: %v", err)
		}
		change(`update edition set title = '', html = '', salt = '' where no = 3`)
		page, err = b.PublicProof(ctx, "yykjj", id)
		b.must(err)
		if x := page.Periods[0]; !x.Erased || x.Spoilt || x.Shown {
			t.Errorf("an erased edition: %+v", x)
		}
		if v, err := read(3); err != nil || v.Text != nil {
			t.Errorf("the file of an erased edition: %+v, %v", v, err)
		}
	})
}

// PF-WATCH: the watcher's findings are for the office and the system
// administrator; the grants are the machine's.
func TestWatchIsAsked(t *testing.T) {
	t.Parallel()
	b := found(t, testkit.Open(t, testkit.Fresh(t, "sqlite")), "2019-05-06")
	ctx := t.Context()
	b.must(b.Alarm(ctx, office.WatchFinding{Organ: "yykjj", Kind: "page", URL: "http://x/a/1", Expected: "a", Found: "b"}))
	b.must(b.Alarm(ctx, office.WatchFinding{Organ: "yykjj", Kind: "file", URL: "http://x/a/1", Expected: "a", Found: "c"}))
	for _, who := range []access.Actor{b.boss, b.head, b.admin} {
		w, err := b.Watch(ctx, who)
		b.must(err)
		if len(w.Open) != 1 || w.Open[0].Kind != "file" || w.Open[0].Found != "c" || !w.Open[0].Seen.After(w.Open[0].Since) {
			t.Errorf("%s sees %+v", who.Name, w.Open)
		}
		if out, err := b.Alarms(ctx, who); err != nil || len(out) != 1 || !strings.Contains(out[0].Words, "1处") {
			t.Errorf("%s is told %v, %v", who.Name, out, err)
		}
	}
	_, err := b.Watch(ctx, b.clerk)
	if r, ok := refusal.As(err); !ok || r.Class != refusal.Forbidden {
		t.Errorf("a clerk: %v", err)
	}
	b.must(b.AllRight(ctx, "yykjj", "http://x/a/1"))
	if w, err := b.Watch(ctx, b.boss); err != nil || len(w.Open) != 0 || len(w.Past) != 1 {
		t.Errorf("cleared: %+v, %v", w, err)
	}
	if !slices.Contains(b.admin.Roles, people.SystemAdmin) {
		t.Fatal("the story's administrator is none")
	}
	// A process that died with a round keeps it for a while, and no longer.
	if _, ok, err := b.BeginWatch(ctx, "yykjj", "dead", time.Hour); err != nil || !ok {
		t.Fatal(ok, err)
	}
	if _, ok, err := b.BeginWatch(ctx, "yykjj", "next", time.Hour); err != nil || ok {
		t.Errorf("two at once: %v, %v", ok, err)
	}
	b.at("2019-05-06 09:15")
	if r, ok, err := b.BeginWatch(ctx, "yykjj", "next", time.Hour); err != nil || !ok || !r.Ended.IsZero() {
		t.Errorf("after the lease: %+v, %v, %v", r, ok, err)
	}
}
