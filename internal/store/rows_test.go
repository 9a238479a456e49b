package store_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
	"gongkai/register"
	"gongkai/report"
)

// hard is text that has tripped databases before.
const hard = `100%_ 'o''\ "q" $1 ?1 -- 中文𠮷 é` + "\n\t"

var full = struct {
	organ     people.Organ
	unit      people.Unit
	leader    people.Leader
	officer   people.Officer
	column    publication.Column
	article   publication.Article
	edition   publication.Edition
	item      register.Item
	statement report.Statement
	report    report.Report
}{
	people.Organ{ID: "o2", Token: "second", Name: hard, ShortName: "局", CreditCode: "c", Region: "岳阳市",
		Site:    people.Site{Domain: "d", IDCode: "i", ICP: "icp", Police: "p", Host: "h"},
		Address: "a", Hours: "h", Phone: "p", Fax: "f", Email: "e", Postcode: "4", Demo: "演示", Rev: 1},
	people.Unit{ID: "u9", Organ: "o1", Code: "ghk", Name: hard, Kind: people.Affiliated, Duty: "职责", Order: 7, Rev: 1},
	people.Leader{ID: "l1", Organ: "o1", Post: "局长", Name: hard, Duty: "全面", Order: 3},
	people.Officer{ID: "f1", Organ: "o1", Unit: "o1bgs", Login: "zhang", Name: hard, Phone: "13907300001", Email: "zhang@example.gov.cn", Password: "argon",
		Roles: []people.Role{people.Clerk, people.Office}, Left: true, Changed: now, Rev: 1},
	publication.Column{Organ: "o1", Path: "xxgk/zhinan", Name: hard, Category: "guide", MaxAge: 14, Limit: "twenty", Art20: 3,
		Tags: []string{"juece", "fuwu"}, Description: "说明", Keywords: []string{hard}, Order: 4, Rev: 1},
	publication.Article{ID: "a1", Organ: "o1", Column: "xxgk/zhinan", Type: publication.Normative, Unit: "o1bgs", State: publication.Live,
		IndexNo: "c/2019-00001", Live: 1, LiveSum: "ab", Formed: day("2019-07-01"), Due: day("2019-07-29"), Late: true,
		PublishedOn: day("2019-07-16"), PublishedAt: now, Mode: "proactive", Validity: "valid", ReplacedBy: "x", MovedTo: "y",
		Item: "i1", Explains: []ledger.ID{"a0"}, WithdrawnOn: day("2019-08-01"), Latest: 2, Reason: hard, Rev: 1},
	publication.Edition{Article: "a1", No: 1, State: publication.Live, Title: hard, Summary: "概述", HTML: "<p>" + hard + "</p>",
		DocNo: "岳科发〔2019〕1号", Genre: "g", Topic: "t", Source: "s", Keywords: []string{"a", hard}, Tags: []string{"juece"},
		Column: "xxgk/zhinan", Type: publication.Normative, Unit: "o1bgs", Mode: "proactive", Ground: "g", Formed: day("2019-07-01"),
		Explains: []ledger.ID{"a0"}, ValidFrom: day("2019-08-01"), ValidTo: day("2024-07-31"), Note: "n",
		Files:   []publication.File{{Name: hard, Type: "application/pdf", Size: 1 << 33, SHA: "abc", Alt: "图", Inner: true}},
		Authors: []ledger.ID{"f1", "f2"}, Approver: "f3", ScheduledAt: now, SubmittedAt: now.Add(time.Second),
		PublishedAt: now.Add(time.Minute), Remark: "r", Salt: "s", SavedAt: now.Add(time.Hour), Rev: 1},
	register.Item{ID: "i1", Organ: "o1", Register: register.Name("service"), Title: hard, Type: "行政确认", Basis: "依据", Unit: "o1bgs",
		Listed: day("2019-01-01"), Delisted: day("2019-12-31"), Fen: 1 << 50, Reason: "取消", Salt: "s", Rev: 1},
	report.Statement{ID: "s1", Organ: "o1", Year: 2019, Cell: "permit.done", Value: 1 << 40, On: day("2019-12-31"), Name: hard, SHA: "abc",
		Salt: "s", Note: hard, Officer: "f1", Of: 3, Seq: 9},
	report.Report{Organ: "o1", Year: 2019, Form: "2019", State: report.Drafting, Sections: []string{hard, "", "三"}, Seq: 9, Root: "ab",
		Article: "a1", Salt: "s", Rev: 1, SavedAt: now},
}

// Everything that is put comes back as it was, full and empty, and a second
// time after a change. Two who change the same one: the second is told.
func TestRoundTrips(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		zero := publication.Article{ID: "a0", Organ: "o1", State: publication.Draft}
		b.update(func(tx *store.Tx) error {
			a, e := full.article, full.edition
			o := full.organ
			o.Rev, a.Rev, e.Rev = 0, 0, 0
			u, f, c, i, r := full.unit, full.officer, full.column, full.item, full.report
			u.Rev, f.Rev, c.Rev, i.Rev, r.Rev = 0, 0, 0, 0, 0
			return errors.Join(tx.PutOrgan(o), tx.PutUnit(u), tx.PutLeader(full.leader), tx.PutOfficer(f), tx.PutColumn(c),
				tx.PutArticle(zero), tx.PutEdition(publication.Edition{Article: "a0", No: 1, State: publication.Draft}),
				tx.PutArticle(a), tx.PutEdition(e), tx.PutItem(i), tx.PutItem(register.Item{ID: "i0", Organ: "o1"}),
				tx.PutStatement(full.statement), tx.PutReport(r))
		})
		read := func(rev int64) {
			t.Helper()
			b.view(func(tx *store.Tx) error {
				w := full
				w.organ.Rev, w.unit.Rev, w.officer.Rev, w.column.Rev, w.article.Rev, w.edition.Rev, w.item.Rev, w.report.Rev = rev, rev, rev, rev, rev, rev, rev, rev
				o, err := tx.Organ("o2")
				same(t, "organ", w.organ, o)
				o, err2 := tx.OrganByToken("second")
				same(t, "organ by token", w.organ, o)
				os, err3 := tx.Organs()
				same(t, "organs", w.organ, os[0])
				us, err4 := tx.Units("o1")
				same(t, "unit", w.unit, us[len(us)-1])
				ls, err5 := tx.Leaders("o1")
				same(t, "leaders", []people.Leader{w.leader}, ls)
				f, err6 := tx.Officer("f1")
				same(t, "officer", w.officer, f)
				f, err7 := tx.OfficerByLogin("o1", "zhang")
				same(t, "officer by login", w.officer, f)
				fs, err8 := tx.Officers("o1")
				same(t, "officers", []people.Officer{w.officer}, fs)
				c, err9 := tx.Column("o1", "xxgk/zhinan")
				same(t, "column", w.column, c)
				cs, err10 := tx.Columns("o1")
				same(t, "columns", []publication.Column{w.column}, cs)
				a, err11 := tx.Article("a1")
				same(t, "article", w.article, a)
				as, err12 := tx.AllArticles("o1")
				z := zero
				z.Rev = 1
				same(t, "all articles", []publication.Article{z, w.article}, as)
				e, err13 := tx.Edition("a1", 1)
				same(t, "edition", w.edition, e)
				es, err14 := tx.Editions("a1")
				same(t, "editions", []publication.Edition{w.edition}, es)
				e, err15 := tx.Edition("a0", 1)
				same(t, "empty edition", publication.Edition{Article: "a0", No: 1, State: publication.Draft, Rev: 1}, e)
				var seen []ledger.ID
				err16 := tx.EachEdition("o1", func(e publication.Edition) error { seen = append(seen, e.Article); return nil })
				same(t, "each edition", []ledger.ID{"a0", "a1"}, seen)
				i, err17 := tx.Item("i1")
				same(t, "item", w.item, i)
				is, err18 := tx.Items("o1", "service")
				same(t, "items", []register.Item{w.item}, is)
				is, err19 := tx.Items("o1", "")
				same(t, "all items", []register.Item{{ID: "i0", Organ: "o1", Rev: 1}, w.item}, is)
				ss, err20 := tx.Statements("o1", 2019)
				same(t, "statements", []report.Statement{w.statement}, ss)
				ss, err21 := tx.Statements("o1", 0)
				same(t, "all statements", []report.Statement{w.statement}, ss)
				none, err22 := tx.Statements("o1", 2020)
				same(t, "statements of another year", []report.Statement(nil), none)
				r, err23 := tx.Report("o1", 2019)
				same(t, "report", w.report, r)
				rs, err24 := tx.Reports("o1")
				same(t, "reports", []report.Report{w.report}, rs)
				x, err25 := tx.ExplainedBy("a0")
				same(t, "explained by", []ledger.ID{"a1"}, x)
				return errors.Join(err, err2, err3, err4, err5, err6, err7, err8, err9, err10, err11, err12, err13, err14, err15, err16,
					err17, err18, err19, err20, err21, err22, err23, err24, err25)
			})
		}
		read(1)
		puts := map[string]func(*store.Tx, int64) error{
			"organ":   func(tx *store.Tx, rev int64) error { v := full.organ; v.Rev = rev; return tx.PutOrgan(v) },
			"unit":    func(tx *store.Tx, rev int64) error { v := full.unit; v.Rev = rev; return tx.PutUnit(v) },
			"officer": func(tx *store.Tx, rev int64) error { v := full.officer; v.Rev = rev; return tx.PutOfficer(v) },
			"column":  func(tx *store.Tx, rev int64) error { v := full.column; v.Rev = rev; return tx.PutColumn(v) },
			"article": func(tx *store.Tx, rev int64) error { v := full.article; v.Rev = rev; return tx.PutArticle(v) },
			"edition": func(tx *store.Tx, rev int64) error { v := full.edition; v.Rev = rev; return tx.PutEdition(v) },
			"item":    func(tx *store.Tx, rev int64) error { v := full.item; v.Rev = rev; return tx.PutItem(v) },
			"report":  func(tx *store.Tx, rev int64) error { v := full.report; v.Rev = rev; return tx.PutReport(v) },
		}
		for noun, put := range puts {
			// The row stands at 1: it changes once, then 1 is old; 0 would make it anew.
			for _, x := range []struct {
				rev  int64
				want error
			}{{7, store.ErrConflict}, {1, nil}, {1, store.ErrConflict}, {0, store.ErrConflict}} {
				if err := b.Update(ctx, func(tx *store.Tx) error { return put(tx, x.rev) }); !errors.Is(err, x.want) {
					t.Errorf("put %s of rev %d: %v, want %v", noun, x.rev, err, x.want)
				}
			}
		}
		read(2)
	})
}

func TestUnique(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		b.update(func(tx *store.Tx) error {
			a, f := full.article, full.officer
			a.Rev, f.Rev, a.Explains = 0, 0, nil
			return errors.Join(tx.PutArticle(a), tx.PutOfficer(f), tx.PutStatement(full.statement), tx.PutLeader(full.leader))
		})
		for what, f := range map[string]func(*store.Tx) error{
			"an index number twice": func(tx *store.Tx) error {
				return tx.PutArticle(publication.Article{ID: "a2", Organ: "o1", State: publication.Draft, IndexNo: full.article.IndexNo})
			},
			"an article's id twice": func(tx *store.Tx) error {
				return tx.PutArticle(publication.Article{ID: "a1", Organ: "o1", State: publication.Draft})
			},
			"a token twice": func(tx *store.Tx) error { return organ(tx, "o3", "yykjj") },
			"a login twice": func(tx *store.Tx) error {
				return tx.PutOfficer(people.Officer{ID: "f2", Organ: "o1", Unit: "o1bgs", Login: "zhang"})
			},
			"a unit's code twice": func(tx *store.Tx) error { return tx.PutUnit(people.Unit{ID: "u2", Organ: "o1", Code: "bgs"}) },
			"a statement twice":   func(tx *store.Tx) error { return tx.PutStatement(full.statement) },
			"a leader twice":      func(tx *store.Tx) error { return tx.PutLeader(full.leader) },
		} {
			if err := b.Update(ctx, f); !errors.Is(err, store.ErrConflict) {
				t.Errorf("%s: %v, want ErrConflict", what, err)
			}
		}
		// The same login and no index number at all are free elsewhere.
		b.update(func(tx *store.Tx) error {
			return errors.Join(organ(tx, "o3", "third"), tx.PutOfficer(people.Officer{ID: "f3", Organ: "o3", Unit: "o3bgs", Login: "zhang"}),
				tx.PutArticle(publication.Article{ID: "d1", Organ: "o1", State: publication.Draft}),
				tx.PutArticle(publication.Article{ID: "d2", Organ: "o1", State: publication.Draft}),
				tx.PutArticle(publication.Article{ID: "d3", Organ: "o3", State: publication.Draft, IndexNo: full.article.IndexNo}))
		})
		// What the schema forbids is a fault and no conflict.
		for what, f := range map[string]func(*store.Tx) error{
			"a live article without an edition": func(tx *store.Tx) error {
				return tx.PutArticle(publication.Article{ID: "x", Organ: "o1", State: publication.Live})
			},
			"an article of no body":    func(tx *store.Tx) error { return tx.PutArticle(publication.Article{ID: "x", Organ: "no"}) },
			"an edition of no article": func(tx *store.Tx) error { return tx.PutEdition(publication.Edition{Article: "no", No: 1}) },
			"an explained document of air": func(tx *store.Tx) error {
				return tx.PutArticle(publication.Article{ID: "x", Organ: "o1", Explains: []ledger.ID{"no"}})
			},
		} {
			if err := b.Update(ctx, f); err == nil || errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s: %v, want a fault", what, err)
			}
		}
	})
}

// An index number (索引号) is never given twice, even if its article never
// came to be published, unless the transaction that took it fell through.
func TestNextIndex(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		next := func(fail bool, year int) (n int) {
			err := b.Record(ctx, "o1", now, func(tx *store.Tx) (err error) {
				n, err = tx.NextIndex("o1", year)
				if fail {
					err = errors.New("no")
				}
				return err
			})
			if (err != nil) != fail {
				t.Fatal(err)
			}
			return n
		}
		for _, x := range []struct {
			fail       bool
			year, want int
		}{{false, 2019, 1}, {false, 2019, 2}, {true, 2019, 3}, {false, 2019, 3}, {false, 2020, 1}} {
			if got := next(x.fail, x.year); got != x.want {
				t.Errorf("index of %d is %d, want %d", x.year, got, x.want)
			}
		}
	})
}

func TestNotFound(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		b.view(func(tx *store.Tx) error {
			_, e1 := tx.Organ("no")
			_, e2 := tx.OrganByToken("no")
			_, e3 := tx.Officer("no")
			_, e4 := tx.OfficerByLogin("o1", "no")
			_, e5 := tx.Column("o1", "no")
			_, e6 := tx.Article("no")
			_, e7 := tx.Edition("no", 1)
			_, e8 := tx.Item("no")
			_, e9 := tx.Report("o1", 1999)
			_, _, e10 := tx.Autosave("no", "no")
			_, e11 := tx.Head("no")
			for i, err := range []error{e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, e11} {
				if !errors.Is(err, store.ErrNotFound) {
					t.Errorf("%d: %v, want ErrNotFound", i+1, err)
				}
			}
			return nil
		})
		if err := b.Record(ctx, "no", now, func(*store.Tx) error { t.Error("ran"); return nil }); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("record for no body: %v", err)
		}
	})
}

// The telephone number stands nowhere in the database as it is.
func TestSealed(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		const planted = "13907309876"
		f := full.officer
		f.Rev, f.Phone = 0, planted
		b.update(func(tx *store.Tx) error { return tx.PutOfficer(f) })
		if b.Dialect() == "sqlite" {
			for _, tail := range []string{"", "-wal"} {
				bytesOf, err := os.ReadFile(strings.TrimPrefix(b.at, "sqlite:") + tail)
				if err != nil {
					t.Fatal(err)
				}
				if tail == "-wal" && !bytes.Contains(bytesOf, []byte(f.Login)) {
					t.Error("the login is not there either: the test looks at the wrong bytes")
				}
				if bytes.Contains(bytesOf, []byte(planted)) {
					t.Errorf("the number is in the file%s", tail)
				}
			}
		} else {
			var row string
			if err := testkit.Raw(t, b.at).QueryRow(`select officer::text || encode(phone, 'escape') from officer`).Scan(&row); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(row, f.Login) || strings.Contains(row, planted) {
				t.Errorf("the row is %s", row)
			}
		}
		// Without the key it can neither be read nor stored, and never as it is.
		bare, err := store.Open(ctx, b.at)
		if err != nil {
			t.Fatal(err)
		}
		defer bare.Close()
		if err := bare.View(ctx, func(tx *store.Tx) error { _, err := tx.Officer("f1"); return err }); err == nil {
			t.Error("read without a key")
		}
		f.ID, f.Login = "f9", "li"
		if err := bare.Update(ctx, func(tx *store.Tx) error { return tx.PutOfficer(f) }); err == nil {
			t.Error("stored without a key")
		}
	})
}

func TestDesk(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		lines := []store.AccessLine{
			{At: now, Organ: "o1", Officer: "f1", Verb: "signin", Thing: hard, Address: "127.0.0.1", Result: "refused"},
			{At: now.Add(time.Second), Organ: "o1", Officer: "f1", Verb: "signin", Result: "ok"},
		}
		b.update(func(tx *store.Tx) error {
			return errors.Join(tx.PutAutosave("f1", "a1/1", "old", now), tx.PutAutosave("f1", "a1/1", hard, now.Add(time.Second)),
				tx.PutAutosave("f2", "a1/1", "of another", now),
				tx.LogAccess(lines[0]), tx.LogAccess(lines[1]), tx.LogAccess(store.AccessLine{At: now, Organ: "o2"}),
				tx.PutAttempt("k", now), tx.PutAttempt("k", now.Add(time.Minute)), tx.PutAttempt("other", now))
		})
		b.view(func(tx *store.Tx) error {
			form, at, err := tx.Autosave("f1", "a1/1")
			same(t, "autosave", []any{hard, now.Add(time.Second)}, []any{form, at})
			got, err2 := tx.AccessLines("o1", 10, 0)
			same(t, "access lines", []store.AccessLine{lines[1], lines[0]}, got)
			got, err3 := tx.AccessLines("o1", 1, 1)
			same(t, "second page", lines[:1], got)
			n, err4 := tx.Attempts("k", now.Add(-time.Second))
			m, err5 := tx.Attempts("k", now)
			same(t, "attempts", []int{2, 1}, []int{n, m})
			return errors.Join(err, err2, err3, err4, err5)
		})
		b.update(func(tx *store.Tx) error { return errors.Join(tx.DropAutosave("f1", "a1/1"), tx.ClearAttempts("k")) })
		b.view(func(tx *store.Tx) error {
			if _, _, err := tx.Autosave("f1", "a1/1"); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("dropped autosave: %v", err)
			}
			if form, _, err := tx.Autosave("f2", "a1/1"); err != nil || form != "of another" {
				t.Errorf("the other's autosave: %q, %v", form, err)
			}
			n, err := tx.Attempts("k", time.Time{})
			m, err2 := tx.Attempts("other", time.Time{})
			same(t, "attempts after clearing", []int{0, 1}, []int{n, m})
			return errors.Join(err, err2)
		})
	})
}

func TestSessions(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		at := now
		s := store.NewSessions(b.DB, func() time.Time { return at })
		data := []byte{0, 1, 0xff, '\''}
		if err := errors.Join(s.Commit("t1", []byte("old"), now.Add(time.Minute)), s.Commit("t1", data, now.Add(time.Hour)),
			s.Commit("t2", data, now.Add(time.Minute))); err != nil {
			t.Fatal(err)
		}
		find := func(token string, want bool) {
			t.Helper()
			got, found, err := s.Find(token)
			if err != nil || found != want || found && !bytes.Equal(got, data) {
				t.Errorf("session %s: %q %v %v, want found %v", token, got, found, err, want)
			}
		}
		find("t1", true)
		find("t2", true)
		find("no", false)
		at = now.Add(time.Minute)
		find("t2", false) // expires on the dot
		if err := s.Delete("t1"); err != nil {
			t.Fatal(err)
		}
		find("t1", false)
		if err := s.Commit("t3", data, now.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		var n int
		if err := testkit.Raw(t, b.at).QueryRow(`select count(*) from session`).Scan(&n); err != nil || n != 1 {
			t.Errorf("%d sessions are kept, want the expired ones swept (%v)", n, err)
		}
	})
}

func TestFilesAndReleases(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		file := publication.File{Name: "表.pdf", SHA: "f1", Size: 3}
		inner := publication.File{Name: "图.png", SHA: "f2", Inner: true, Alt: "图"}
		a := publication.Article{ID: "a1", Organ: "o1", State: publication.Live, Live: 1, Latest: 2, PublishedAt: now, PublishedOn: calendar.DayOf(now)}
		e := publication.Edition{Article: "a1", No: 1, State: publication.Live, Files: []publication.File{file, inner}}
		b.update(func(tx *store.Tx) error {
			return errors.Join(tx.PutArticle(a), tx.PutEdition(e),
				tx.PutEdition(publication.Edition{Article: "a1", No: 2, State: publication.Scheduled, ScheduledAt: now.Add(time.Hour),
					Files: []publication.File{{Name: "未公开", SHA: "f3"}}}),
				tx.PutArticle(publication.Article{ID: "a2", Organ: "o1", State: publication.Scheduled, Latest: 1}),
				tx.PutEdition(publication.Edition{Article: "a2", No: 1, State: publication.Scheduled, ScheduledAt: now}))
		})
		live := func(organ ledger.ID, sha string, want bool) {
			t.Helper()
			b.view(func(tx *store.Tx) error {
				f, ok, err := tx.LiveFile(organ, sha)
				if ok != want || ok && f.SHA != sha {
					t.Errorf("file %s of %s: %+v %v, want %v", sha, organ, f, ok, want)
				}
				return err
			})
		}
		live("o1", "f1", true)
		live("o1", "f2", true)
		live("o1", "f3", false) // not out yet
		live("o2", "f1", false) // of another body
		for _, x := range []struct {
			at   time.Time
			want []ledger.ID
		}{{now.Add(-time.Millisecond), nil}, {now, []ledger.ID{"a2"}}, {now.Add(time.Hour), []ledger.ID{"a2", "a1"}}} {
			b.view(func(tx *store.Tx) error {
				var got []ledger.ID
				es, err := tx.DueReleases(x.at)
				for _, e := range es {
					got = append(got, e.Article)
				}
				same(t, "due at "+x.at.String(), x.want, got)
				return err
			})
		}
		// The second edition goes out without the first one's file.
		b.record("o1", func(tx *store.Tx) error {
			old, err := tx.Edition("a1", 1)
			old.State = publication.Past
			next, err2 := tx.Edition("a1", 2)
			next.State = publication.Live
			a, err3 := tx.Article("a1")
			a.Live = 2
			return errors.Join(err, err2, err3, tx.PutEdition(old), tx.PutEdition(next), tx.PutArticle(a))
		})
		live("o1", "f1", false)
		live("o1", "f3", true)
		b.record("o1", func(tx *store.Tx) error {
			a, err := tx.Article("a1")
			a.State = publication.Withdrawn
			e, err2 := tx.Edition("a1", 2)
			e.State = publication.Withdrawn
			return errors.Join(err, err2, tx.PutArticle(a), tx.PutEdition(e))
		})
		live("o1", "f3", false)
	})
}
