package office_test

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/files"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
	"gongkai/review"
)

// year is an organ with a bit of everything that stands in the ledger, made
// by the verbs that a person uses.
type year struct {
	at, folder                             string
	revised, withdrawn, submitted, waiting ledger.ID
	listed, delisted                       ledger.ID
	statement, blob                        string
}

func live(t *testing.T, kind string) *year {
	t.Helper()
	ctx := context.Background()
	y := &year{at: testkit.Fresh(t, kind), folder: filepath.Join(t.TempDir(), "files")}
	db, err := store.Open(ctx, y.at)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(db.Migrate(ctx))
	folder, err := files.Open(y.folder)
	must(err)
	clock := testkit.NewClock(t, "2019-05-06")
	o := office.New(office.Config{DB: db, Files: folder, Now: clock.Now})
	officer := func(login, role string) office.FoundingOfficer {
		return office.FoundingOfficer{OfficerForm: office.OfficerForm{Login: login, Name: login, Unit: "yykjj:bgs", Roles: []string{role}}, Password: "Demo-2019-gongkai"}
	}
	must(o.Found(ctx, office.Founding{
		Organ: people.Organ{Token: "yykjj", Name: "岳阳市科学技术局", Region: "岳阳市", CreditCode: "11430600006387561X"},
		Units: []people.Unit{{Code: "bgs", Name: "局办公室", Kind: people.Division}},
		Columns: []publication.Column{{Path: "dongtai", Name: "工作动态", Category: "news"},
			{Path: "nianbao", Name: "年度报告", Category: "annual"}},
		Officers: []office.FoundingOfficer{officer("jingban", "clerk"), officer("zhuren", "office"), officer("fuze", "disclosure_hd"),
			officer("xitong", "system_admin")},
	}))
	actor := map[string]access.Actor{}
	for _, login := range []string{"jingban", "zhuren", "fuze", "xitong"} {
		must(db.View(ctx, func(tx *store.Tx) error {
			off, err := tx.OfficerByLogin("yykjj", login)
			actor[login] = access.Of(off)
			return err
		}))
	}
	clerk, boss, head := actor["jingban"], actor["zhuren"], actor["fuze"]
	rev := func(id ledger.ID, no int) (n int64) {
		must(db.View(ctx, func(tx *store.Tx) error {
			if no == 0 {
				a, err := tx.Article(id)
				n = a.Rev
				return err
			}
			e, err := tx.Edition(id, no)
			n = e.Rev
			return err
		}))
		return n
	}
	write := func(title string) ledger.ID {
		id, err := o.NewDraft(ctx, clerk, office.ArticleForm{Column: "dongtai", Type: "article", Unit: "yykjj:bgs", Title: title,
			HTML: "<p>" + title + "的正文。</p>", Source: "局办公室", Formed: "2019-05-05", Tags: []string{"execution"}})
		must(err)
		return id
	}
	out := func(id ledger.ID, no int) {
		must(o.SubmitArticle(ctx, clerk, id, no, rev(id, no)))
		testkit.Review(t, o, "yykjj", id, no)
		must(o.PublishArticle(ctx, boss, id, no, rev(id, no)))
	}
	y.revised = write("科技特派员下乡")
	_, err = o.AttachFile(ctx, clerk, y.revised, 1, "附件.txt", "", false, strings.NewReader("第一份附件"))
	must(err)
	out(y.revised, 1)
	no, err := o.ReviseArticle(ctx, clerk, y.revised)
	must(err)
	out(y.revised, no)
	y.withdrawn = write("错发的通知")
	out(y.withdrawn, 1)
	must(o.WithdrawArticle(ctx, boss, y.withdrawn, rev(y.withdrawn, 0), "内容有误"))
	y.submitted, y.waiting = write("待审的稿件"), write("定时的稿件")
	must(o.SubmitArticle(ctx, clerk, y.submitted, 1, rev(y.submitted, 1)))
	must(o.SubmitArticle(ctx, clerk, y.waiting, 1, rev(y.waiting, 1)))
	testkit.Review(t, o, "yykjj", y.waiting, 1)
	must(o.ScheduleArticle(ctx, boss, y.waiting, 1, rev(y.waiting, 1), "2019-06-01T08:00"))
	write("草稿")
	item := func(title string) ledger.ID {
		id, err := o.ListItem(ctx, boss, office.ItemForm{Register: "service", Title: title, Type: "行政确认", Basis: "依据", Listed: "2019-05-06"})
		must(err)
		return id
	}
	y.listed, y.delisted = item("高新技术企业认定推荐"), item("科技成果登记")
	must(o.DelistItem(ctx, boss, y.delisted, 1, "2019-05-06", "职能调整"))
	must(o.StateFigure(ctx, boss, office.StatementForm{Year: "2019", Cell: "T2.penalty.decided", Value: "3", Day: "2019-05-06", Note: "执法台账"},
		"台账.txt", strings.NewReader("处罚三件")))
	must(o.EditChart(ctx, boss, 0, "2019-05-07", review.Builtin()+"年度报告 | * | 保密审查、局办公室 | | 5\n"))
	_, err = o.SaveNotice(ctx, actor["xitong"], testkit.Notice2027)
	must(err)
	clock.Set(time.Date(2020, 1, 10, 9, 0, 0, 0, calendar.Shanghai))
	must(o.DraftReport(ctx, head, 2019, 0))
	must(o.FreezeReport(ctx, head, 2019, 1))
	must(db.View(ctx, func(tx *store.Tx) error {
		ss, err := tx.Statements("yykjj", 2019)
		y.statement, y.blob = string(ss[0].ID), ss[0].SHA
		return err
	}))
	return y
}

// copied is a copy of the year's database, to be spoilt. Nobody may be
// connected to the original.
func (y *year) copied(t *testing.T, kind string) string {
	t.Helper()
	at := testkit.Fresh(t, kind)
	if path, ok := strings.CutPrefix(y.at, "sqlite:"); ok {
		b, err := os.ReadFile(path)
		if err == nil {
			err = os.WriteFile(strings.TrimPrefix(at, "sqlite:"), b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	name := func(at string) string {
		u, err := url.Parse(at)
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimPrefix(u.Path, "/")
	}
	server := testkit.Raw(t, os.Getenv("GONGKAI_TEST_POSTGRES"))
	for _, q := range []string{`drop database ` + name(at), `create database ` + name(at) + ` template ` + name(y.at)} {
		if _, err := server.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	return at
}

func (y *year) verify(t *testing.T, at string) office.Verdict {
	t.Helper()
	db := testkit.Open(t, at)
	defer db.Close()
	folder, err := files.Open(y.folder)
	if err != nil {
		t.Fatal(err)
	}
	v, err := office.New(office.Config{DB: db, Files: folder, Now: time.Now}).Verify(context.Background(), "yykjj")
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// spoil changes the database as somebody who holds it would: guards first.
func spoil(t *testing.T, at string, queries ...string) {
	t.Helper()
	db := testkit.Raw(t, at)
	defer db.Close()
	guards := []string{`drop trigger ledger_entry_keep`, `drop trigger ledger_entry_stay`, `drop trigger ledger_entry_once`,
		`drop trigger ledger_node_keep`, `drop trigger ledger_node_stay`, `drop trigger ledger_node_once`}
	if !strings.HasPrefix(at, "sqlite:") {
		guards = []string{`drop function ledger_keep() cascade`}
	}
	for _, q := range slices.Concat(guards, queries) {
		if _, err := db.Exec(q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
}

// count reads one number past the program.
func count(t *testing.T, at, q string) (n int64) {
	t.Helper()
	db := testkit.Raw(t, at)
	defer db.Close()
	if err := db.QueryRow(q).Scan(&n); err != nil && err != sql.ErrNoRows {
		t.Fatalf("%s: %v", q, err)
	}
	return n
}

// Whatever is changed behind the program's back is found, and the finding
// names the record.
func TestVerify(t *testing.T) {
	t.Parallel()
	for _, kind := range testkit.Kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			y := live(t, kind)
			if v := y.verify(t, y.at); len(v.Findings) > 0 || v.Entries < 20 || !strings.Contains(v.String(), v.Head.Hex()) {
				t.Fatalf("an honest year: %v", v)
			}
			t.Run("tampered", func(t *testing.T) {
				for _, x := range y.tampers(count(t, y.at, `select max(seq) from ledger_entry`)) {
					t.Run(x.what, func(t *testing.T) {
						t.Parallel()
						at := y.copied(t, kind)
						spoil(t, at, x.queries...)
						v := y.verify(t, at)
						if len(v.Findings) == 0 {
							t.Fatal("not found")
						}
						for _, part := range x.names {
							if !strings.Contains(v.Findings[0], part) {
								t.Errorf("the first finding does not name %q:\n%s", part, v)
							}
						}
					})
				}
			})
			y.blobs(t)
		})
	}
}

// blobs spoils files on the disk, one changed and one gone.
func (y *year) blobs(t *testing.T) {
	path := filepath.Join(y.folder, y.blob[:2], y.blob[2:])
	was, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for what, do := range map[string]func() error{
		"a changed file": func() error { os.Chmod(path, 0o600); return os.WriteFile(path, []byte("处罚四件"), 0o600) },
		"a removed file": func() error { return os.Remove(path) },
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
		if v := y.verify(t, y.at); len(v.Findings) != 1 || !strings.Contains(v.Findings[0], y.statement) || !strings.Contains(v.Findings[0], y.blob[:12]) {
			t.Errorf("%s: %s", what, v)
		}
		os.Remove(path)
		if err := os.WriteFile(path, was, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if v := y.verify(t, y.at); len(v.Findings) > 0 {
		t.Errorf("the file is back, but: %s", v)
	}
}

type tamper struct {
	what    string
	queries []string
	names   []string // what the first finding has to say
}

func (y *year) tampers(last int64) []tamper {
	id := func(id ledger.ID) string { return "'" + string(id) + "'" }
	n := func(i int64) string { return strconv.FormatInt(i, 10) }
	row := func(what, q string, names ...string) tamper { return tamper{what, []string{q}, names} }
	return []tamper{
		row("title of the live edition", `update edition set title = '改过' where no = 2 and article = `+id(y.revised), string(y.revised), "第2版"),
		row("text of the live edition", `update edition set html = html || '<p>x</p>' where no = 2 and article = `+id(y.revised), string(y.revised), "第2版"),
		row("text of a past edition", `update edition set html = '' where no = 1 and article = `+id(y.revised), string(y.revised), "第1版"),
		row("text handed in, waiting", `update edition set title = '换过' where article = `+id(y.waiting), string(y.waiting)),
		row("salt of an edition", `update edition set salt = 'x' where no = 2 and article = `+id(y.revised), string(y.revised)),
		row("state of an edition", `update edition set state = 'past' where no = 2 and article = `+id(y.revised), string(y.revised), "第2版"),
		row("state of a withdrawn edition", `update edition set state = 'live' where article = `+id(y.withdrawn), string(y.withdrawn)),
		row("an edition taken back to draft", `update edition set state = 'draft' where article = `+id(y.submitted), string(y.submitted)),
		row("how many are live in a column", `update article_count set n = n + 1`, "稿件数"),
		row("how many went out in a month", `delete from article_count`, "稿件数"),
		row("state of an article", `update article set state = 'withdrawn' where id = `+id(y.revised), string(y.revised), "State"),
		row("a withdrawn article back", `update article set state = 'live' where id = `+id(y.withdrawn), string(y.withdrawn), "State"),
		row("an article that skips review", `update article set state = 'live', live = 1 where id = `+id(y.submitted), string(y.submitted)),
		row("lateness", `update article set late = not late where id = `+id(y.revised), string(y.revised), "Late"),
		row("day of publication", `update article set published_on = '2019-05-01' where id = `+id(y.revised), string(y.revised), "PublishedOn"),
		row("index number", `update article set index_no = 'x/2019-00009' where id = `+id(y.revised), string(y.revised), "IndexNo"),
		row("live edition", `update article set live = 1 where id = `+id(y.revised), string(y.revised), "Live"),
		row("reason of the withdrawal", `update article set reason = '别的' where id = `+id(y.withdrawn), string(y.withdrawn), "撤回理由"),
		row("a reason where nothing was withdrawn", `update article set reason = 'x' where id = `+id(y.revised), string(y.revised)),
		row("title of an item", `update item set title = '改过' where id = `+id(y.listed), string(y.listed)),
		row("an item back in force", `update item set delisted = '' where id = `+id(y.delisted), string(y.delisted), "Delisted"),
		row("reason of the delisting", `update item set reason = 'x' where id = `+id(y.delisted), string(y.delisted)),
		row("a reason where nothing was delisted", `update item set reason = 'x' where id = `+id(y.listed), string(y.listed)),
		row("value of a statement", `update statement set value = 4`, y.statement, "2019", "T2.penalty.decided"),
		row("note of a statement", `update statement set note = 'x'`, y.statement),
		row("document of a statement", `update statement set sha = 'abc'`, y.statement),
		row("text of the report", `update report set sections = '["x","","","","",""]'`, "2019年度报告"),
		row("the report thawed", `update report set state = 'draft'`, "2019年度报告"),
		row("the report pinned elsewhere", `update report set seq = seq - 1`, "2019年度报告"),
		row("roles of an officer", `update officer set roles = '["security_admin"]' where login = 'jingban'`, "人员", "jingban"),
		row("an officer who left", `update officer set left_office = true where login = 'jingban'`, "jingban"),
		row("category of a column", `update site_column set category = 'policy' where path = 'dongtai'`, "栏目 dongtai"),
		row("kind of a unit", `update unit set kind = 'window' where code = 'bgs'`, "yykjj:bgs"),

		row("a day off of an entered year", `update calendar_year set days = replace(days, '2027-02-13', '2027-02-12')`, "2027年节假日安排"),
		row("a notice of another year", `update calendar_year set year = 2028`, "2028年节假日安排"),
		row("the number of a notice", `update calendar_year set notice = 'x'`, "2027年节假日安排"),
		row("the words of a notice", `update calendar_year set pasted = 'x'`, "2027年节假日安排"),
		row("a notice moved to another entry", `update calendar_year set seq = seq + 1`, "2027年节假日安排"),
		row("a removed notice", `delete from calendar_year`, "2027年节假日安排"),

		// R-A17: the trail of a review, its rounds, and the tables of chains
		row("words of an opinion", `update review_opinion set words = '不同意' where article = `+id(y.revised), string(y.revised), "审核意见"),
		row("who gave an opinion", `update review_opinion set by_officer = 'yykjj.zhuren' where step = 'leader' and article = `+id(y.revised), string(y.revised)),
		row("in whose name", `update review_opinion set for_officer = 'x' where step = 'leader' and article = `+id(y.revised), string(y.revised)),
		row("a verdict", `update review_opinion set verdict = 'return' where step = 'leader' and article = `+id(y.revised), string(y.revised)),
		row("on what basis", `update review_opinion set basis = 'other' where step = 'secrecy' and article = `+id(y.revised), string(y.revised)),
		row("when", `update review_opinion set at = at + 1 where article = `+id(y.revised), string(y.revised)),
		row("a removed opinion", `delete from review_opinion where step = 'secrecy' and article = `+id(y.waiting), string(y.waiting), "不在了"),
		row("an orphan opinion", `insert into review_opinion select organ, 9999, article, edition, round, at, step, by_officer, for_officer, verdict, target, basis,
			guest_name, guest_organ, words, salt from review_opinion where step = 'leader' and article = `+id(y.waiting), string(y.waiting)),
		row("a round that passed by hand", `update review_round set state = 'passed', step = '' where article = `+id(y.submitted), string(y.submitted), "State"),
		row("an edition that passed by hand", `update edition set passed = 'x' where article = `+id(y.submitted), string(y.submitted), "通过审核"),
		row("a shorter chain", `update review_round set chain = replace(chain, '"secrecy",', '') where article = `+id(y.waiting), string(y.waiting), "Chain"),
		row("a removed round", `delete from review_round where article = `+id(y.submitted), string(y.submitted), "第1轮"),
		row("an orphan round", `insert into review_round select article, edition, 2, chain, state, step, text_sum, mode, ground, reason_sum, opened_on, given, stops,
			rushed, rushed_on, ended_on, rev, rushed_for from review_round where article = `+id(y.submitted), string(y.submitted), "第2轮"),
		row("the attribute after the review", `update edition set mode = 'on_request' where article = `+id(y.submitted), string(y.submitted), "公开属性"),
		row("the table of chains", `update review_chart set text = '* | * | 局办公室 | | 5'`, "审核流程表第1版"),
		row("a removed table of chains", `delete from review_chart`, "审核流程表第1版"),

		row("a changed entry", `update ledger_entry set by_officer = 'x' where seq = 9`, "第9号"),
		row("a changed day", `update ledger_entry set on_day = '2019-01-01' where seq = 9`, "第9号"),
		row("a changed body", `update ledger_entry set body = '{}' where seq = 9`, "第9号"),
		row("a changed instant", `update ledger_entry set at = at + 1 where seq = 1`, "第1号"),
		row("a removed entry", `delete from ledger_entry where seq = 9`, "第9号缺失"),
		row("the first entry removed", `delete from ledger_entry where seq = 1`, "第1号缺失"),
		row("the last entry removed", `delete from ledger_entry where seq = `+n(last), "第"+n(last)+"号缺失"),
		{"swapped entries", []string{`update ledger_entry set seq = 9999 where seq = 8`, `update ledger_entry set seq = 8 where seq = 9`,
			`update ledger_entry set seq = 9 where seq = 9999`}, []string{"第8号"}},
		{"an entry put behind", []string{`insert into ledger_entry select organ, seq + 1, at, on_day, kind, subject, by_officer, body from ledger_entry where seq = ` + n(last)},
			[]string{"第" + n(last+1) + "号"}},
		{"the last entry removed and the head put back", []string{`delete from ledger_entry where seq = ` + n(last),
			`update ledger_head set seq = seq - 1`}, nil},
		row("a changed leaf", `update ledger_node set hash = (select hash from ledger_node where at = 1) where at = 0`, "第1号"),
		row("a changed inner node", `update ledger_node set hash = (select hash from ledger_node where at = 1) where at = 2`, "第2号"),
		row("a removed node", `delete from ledger_node where at = 2`, "第2号"),
		row("a changed root", `update ledger_head set root = (select hash from ledger_node where at = 1)`, "根值"),

		row("an orphan article", `insert into article select 'orphan1', organ, column_path, type, unit, state, '', live, live_sum, formed, due, late,
			published_on, published_at, mode, validity, replaced_by, moved_to, item, explains, withdrawn_on, latest, reason, rev, next_review
			from article where id = `+id(y.revised), "orphan1"),
		row("an orphan edition", `insert into edition select article, 3, state, title, summary, html, doc_no, genre, topic, source, keywords, tags,
			column_path, type, unit, mode, ground, formed, explains, valid_from, valid_to, note, files, authors, approver, scheduled_at,
			submitted_at, published_at, remark, salt, saved_at, rev, basis, passed, exempt from edition where no = 2 and article = `+id(y.revised), string(y.revised), "第3版"),
		row("an orphan item", `insert into item select 'orphan1', organ, register, title, type, basis, unit, listed, delisted, fen, reason, salt, rev
			from item where id = `+id(y.listed), "orphan1"),
		row("an orphan statement", `insert into statement select 'orphan1', organ, year, cell, value, on_day, name, sha, salt, note, officer, of_seq, seq
			from statement`, "orphan1"),
		row("an orphan officer", `insert into officer select 'orphan1', organ, unit, 'orphan', name, phone, password, roles, left_office, changed_at, rev, email
			from officer where login = 'zhuren'`, "orphan1"),
		row("an orphan column", `insert into site_column select organ, 'orphan', name, category, max_age, limit_name, art20, tags, description, keywords,
			ord, rev from site_column where path = 'dongtai'`, "栏目 orphan"),
		row("an orphan report", `insert into report select organ, 2018, form, state, sections, seq, root, article, salt, saved_at, rev from report`, "2018年度报告"),

		row("a removed edition", `delete from edition where no = 1 and article = `+id(y.revised), string(y.revised), "第1版"),
		row("a removed item", `delete from item where id = `+id(y.listed), string(y.listed)),
		row("a removed statement", `delete from statement`, y.statement),
		row("a removed report", `delete from report`, "2019年度报告"),
		row("a removed column", `delete from site_column where path = 'dongtai'`, "dongtai"),
		row("a removed officer", `delete from officer where login = 'jingban'`, "jingban"),
		{"a removed article", []string{`delete from review_opinion where article = ` + id(y.withdrawn), `delete from review_round where article = ` + id(y.withdrawn),
			`delete from article_text where article = ` + id(y.withdrawn), `delete from edition where article = ` + id(y.withdrawn),
			`delete from article where id = ` + id(y.withdrawn)}, []string{string(y.withdrawn)}},
	}
}
