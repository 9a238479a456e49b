package office_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gongkai/access"
	"gongkai/check"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/people"
)

// anID is a number of nobody that has a right date and check digit.
func anID() string {
	const body = "11010519491231002"
	sum := 0
	for i, r := range body {
		sum += int(r-'0') * []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}[i]
	}
	return body + string("10X98765432"[sum%11])
}

// R-A17: an ID number and a wrong character keep a text from being handed in;
// the number passes with a reason and a second officer's word, the character
// with a reason; both stand in the ledger and verify holds.
func TestCheckAtSubmission(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		f := news("拟立项目公示")
		f.HTML = "<p>负责人身份证号" + anID() + "。</p><p>釆购结果如下。</p>"

		draft, err := b.CheckForm(ctx, b.clerk, f)
		b.must(err)
		if draft.Open != 2 {
			t.Fatalf("while writing: %d findings that block: %+v", draft.Open, draft.All)
		}
		g := f
		g.HTML = "<p>国务院[2019）年，见《条例。</p><p>说明：全年公开（见表格）。</p>" + f.HTML
		order, err := b.CheckForm(ctx, b.clerk, g)
		b.must(err)
		weight, places := map[check.Severity]int{check.Block: 0, check.Warn: 1, check.Hint: 2}, map[string]bool{}
		for i, x := range order.All {
			if i > 0 && weight[x.Severity] < weight[order.All[i-1].Severity] {
				t.Errorf("a %s stands below a %s", x.Severity, order.All[i-1].Severity)
			}
			places[x.Place()] = true
		}
		if order.Warn == 0 || !places["正文第1段"] || !places["正文第4段"] {
			t.Errorf("%d warnings, at %v", order.Warn, places)
		}
		id, err := b.NewDraft(ctx, b.clerk, f)
		b.must(err)
		b.refused("publication.submit.findings", b.SubmitArticle(ctx, b.clerk, id, 1, b.edition(id).Rev))

		marks := map[string]ledger.Sum{}
		c, err := b.CheckEdition(ctx, b.clerk, id, 1)
		b.must(err)
		for _, x := range c.All {
			if x.Open() {
				marks[x.Found] = x.Mark
			}
		}
		pass := func(found, reason string) error {
			return b.OverrideFinding(ctx, b.clerk, id, 1, marks[found], reason)
		}
		b.refused("check.pass.reason", pass("釆", ""))
		b.refused("check.pass.gone", pass("没有的", "人名用字"))
		b.must(pass("釆", "单位名称用字，营业执照如此"))
		b.refused("check.pass.twice", pass("釆", "单位名称用字，营业执照如此"))
		b.must(pass(anID(), "法律规定应当公开本人身份证号"))
		b.refused("publication.submit.findings", b.SubmitArticle(ctx, b.clerk, id, 1, b.edition(id).Rev))

		c, err = b.CheckEdition(ctx, b.clerk, id, 1)
		b.must(err)
		var seq int64
		for _, x := range c.All {
			if x.Override != nil && !x.Override.Holds() {
				seq = x.Override.Seq
				if strings.Contains(x.Override.Found, anID()) {
					t.Error("the number stands in the record of what was let pass")
				}
			}
		}
		b.refused("access.may.role", b.SecondOverride(ctx, b.clerk, id, 1, seq))
		d, err := b.Desk(ctx, b.boss)
		b.must(err)
		if len(d.Tasks) != 1 || d.Tasks[0].Kind != "second" {
			t.Errorf("the second officer's desk: %+v", d.Tasks)
		}
		b.must(b.SecondOverride(ctx, b.boss, id, 1, seq))
		b.refused("check.second.twice", b.SecondOverride(ctx, b.boss, id, 1, seq))
		b.must(b.SubmitArticle(ctx, b.clerk, id, 1, b.edition(id).Rev))
		b.sound()
	})
}

// An attachment is read as well: what stands in it blocks, and one that no
// program can read is said so.
func TestCheckAttachments(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		for _, x := range []struct{ name, bytes, rule string }{
			{"名单.txt", "张某 " + anID(), "PD-ID"}, {"旧稿.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "FL-UNREAD"},
		} {
			id, err := b.NewDraft(ctx, b.clerk, news(x.name))
			b.must(err)
			_, err = b.AttachFile(ctx, b.clerk, id, 1, x.name, "", false, strings.NewReader(x.bytes))
			b.must(err)
			b.refused("publication.submit.findings", b.SubmitArticle(ctx, b.clerk, id, 1, b.edition(id).Rev))
			c, err := b.CheckEdition(ctx, b.clerk, id, 1)
			b.must(err)
			n := 0
			for _, f := range c.All {
				if f.Open() && f.Rule == x.rule && f.File == x.name {
					n++
				}
			}
			if c.Open != 1 || n != 1 {
				t.Errorf("%s: %+v", x.name, c.All)
			}
		}
	})
}

// What is public is read again every night: a word that the organ lists later
// is found in what is already out, once a day, by one of the nodes, and it goes
// from the list when it was mended or the article is gone.
func TestCheckPublic(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		var ids []ledger.ID
		for i := range 25 { // more than are done at a time
			title := fmt.Sprintf("第%d次工作简报", i+1)
			if i%10 == 0 {
				title += "：岳阳市科技局更名前的旧称市科委"
			}
			id, _ := b.submitted(news(title))
			b.must(b.PublishArticle(ctx, b.boss, id, 1, b.reviewed(id).Rev))
			ids = append(ids, id)
		}
		b.at("2019-05-07 00:30")
		run := func(want int) {
			t.Helper()
			n, err := b.CheckPublic(ctx)
			b.must(err)
			if n != want {
				t.Errorf("checked %d, want %d", n, want)
			}
		}
		run(0)
		b.at("2019-05-07 01:00")
		run(25)
		run(0)
		checkup := func(severity string) office.Checkup {
			t.Helper()
			c, err := b.Checkup(ctx, b.boss, severity, "", "", 1)
			b.must(err)
			return c
		}
		if c := checkup("block"); c.Total != 0 || c.Run.Done != 25 || c.Run.Running() {
			t.Errorf("before: %+v", c)
		}
		b.refused("check.list.same", b.EditCheckList(ctx, b.boss, "words", 0, ""))
		b.refused("access.may.absent", b.EditCheckList(ctx, b.boss, "no such list", 0, "市科委"))
		b.must(b.EditCheckList(ctx, b.boss, "words", 0, "市科委 | 市科技局 | 拦截 |  |  |  | 2001年更名"))
		b.refused("check.list.moved", b.EditCheckList(ctx, b.head, "words", 0, "另一人同时写的")) // it moved meanwhile
		b.must(b.AskCheckup(ctx, b.boss))
		if c := checkup(""); !c.Run.Waiting() {
			t.Errorf("asked for: %+v", c.Run)
		}
		run(25)
		c := checkup("block")
		if c.Total != 3 { // title and text of an article say the same
			t.Errorf("after the word was listed: %d findings", c.Total)
		}
		for _, f := range c.Findings {
			if f.Severity != check.Block || f.Found != "市科委" || f.FirstAt.IsZero() {
				t.Errorf("%+v", f)
			}
		}
		d, err := b.Desk(ctx, b.boss)
		b.must(err)
		if len(d.Notices) == 0 || !strings.Contains(d.Notices[len(d.Notices)-1].Words, "3处") {
			t.Errorf("the desk says %+v", d.Notices)
		}
		b.must(b.WithdrawArticle(ctx, b.boss, ids[0], b.desk(ids[0]).Article.Rev, "内容有误"))
		b.at("2019-05-08 09:00")
		run(24)
		if c := checkup("block"); c.Total != 2 {
			t.Errorf("after one was withdrawn: %d", c.Total)
		}
		b.sound()
	})
}

// What a text cites and leads to is looked up: a number of our own that was
// never issued, a document that is repealed, a page that was withdrawn.
func TestCheckKnowsTheSite(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		var ids []ledger.ID
		for i := range 4 {
			f := news(fmt.Sprintf("关于做好第%d项工作的通知", i+1))
			f.Type, f.Column, f.DocNo, f.Genre, f.Exempt = "document", "xxgk/fdzdgk/zcwj", fmt.Sprintf("岳科发〔2019〕%d号", i+1), "tongzhi", "内容简明，不作解读"
			id, _ := b.submitted(f)
			b.must(b.PublishArticle(ctx, b.boss, id, 1, b.reviewed(id).Rev))
			ids = append(ids, id)
		}
		b.must(b.RateArticle(ctx, b.boss, ids[0], b.desk(ids[0]).Article.Rev, "repealed", ""))
		b.must(b.WithdrawArticle(ctx, b.boss, ids[1], b.desk(ids[1]).Article.Rev, "内容有误"))
		f := news("工作动态")
		f.HTML = fmt.Sprintf(`<p>按照岳科发〔2019〕3号、岳科发〔2019〕1号、岳科发〔2019〕99号办理，见<a href="/yykjj/a/%s">通知</a>和<a href="/yykjj/a/%s">另一通知</a>。</p>`, ids[1], ids[2])
		c, err := b.CheckForm(ctx, b.clerk, f)
		b.must(err)
		got := map[string]int{}
		for _, x := range c.All {
			got[x.Rule]++
			if x.Rule == "FG-DOC" && strings.Contains(x.Found, "3号") {
				t.Errorf("a document in force: %s", x.Message)
			}
		}
		if got["FG-DOC"] != 2 || got["FG-LINK"] != 1 {
			t.Errorf("found %v: %+v", got, c.All)
		}

		// What changes later is known at the next look, here and in another process.
		other := testkit.Office(t, db, b.Now)
		cited := func(o *office.Office, want ...string) {
			t.Helper()
			f := news("工作动态")
			f.HTML = "<p>按照岳科发〔2019〕3号、岳科发〔2019〕4号、岳科发〔2019〕5号办理。</p>"
			c, err := o.CheckForm(ctx, b.clerk, f)
			b.must(err)
			var got []string
			for _, x := range c.All {
				if x.Rule == "FG-DOC" {
					got = append(got, x.Message)
				}
			}
			if !slices.EqualFunc(got, want, strings.HasPrefix) {
				t.Errorf("found %q, want %q", got, want)
			}
		}
		cited(other, "本机关没有公开过岳科发〔2019〕5号")
		f = news("关于做好第5项工作的通知")
		f.Type, f.Column, f.DocNo, f.Genre, f.Exempt = "document", "xxgk/fdzdgk/zcwj", "岳科发〔2019〕5号", "tongzhi", "内容简明，不作解读"
		fifth, _ := b.submitted(f)
		b.must(b.PublishArticle(ctx, b.boss, fifth, 1, b.reviewed(fifth).Rev))
		cited(other)
		b.must(b.RateArticle(ctx, b.boss, ids[3], b.desk(ids[3]).Article.Rev, "repealed", string(fifth)))
		for _, o := range []*office.Office{b.Office, other} {
			cited(o, "岳科发〔2019〕4号已经失效，现行的是岳科发〔2019〕5号")
		}
		b.must(b.WithdrawArticle(ctx, b.boss, ids[2], b.desk(ids[2]).Article.Rev, "内容有误"))
		for _, o := range []*office.Office{b.Office, other} {
			cited(o, "本机关没有公开过岳科发〔2019〕3号", "岳科发〔2019〕4号已经失效")
		}
	})
}

// Art. 15: what an answer gives is read before it leaves, hidden places too;
// the number itself is not shown, and who may not read the request learns nothing.
func TestCheckAnswer(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db, "2025-03-03")
		ctx := t.Context()
		id := d.answered(application(), "张三 "+anID())
		c, err := d.CheckAnswer(ctx, d.who["lisi"], id)
		d.must(err)
		if len(c.All) == 0 || c.All[0].Rule != "PD-ID" || c.All[0].File != "清单.txt" || strings.Contains(fmt.Sprint(c.All), anID()) {
			t.Errorf("%+v", c.All)
		}
	})
}

// R-A17: one file that could not be read and was let pass does not let the next
// one pass, and who wrote in the text, let it pass, or stands in for one who
// did, is no second officer.
func TestSecondOfficer(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		id, err := b.NewDraft(ctx, b.clerk, news("附旧格式文件的一篇"))
		b.must(err)
		attach := func(name, more string) {
			t.Helper()
			_, err := b.AttachFile(ctx, b.clerk, id, 1, name, "", false, strings.NewReader("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"+more))
			b.must(err)
		}
		unread := func(name string) office.Found {
			t.Helper()
			c, err := b.CheckEdition(ctx, b.boss, id, 1)
			b.must(err)
			for _, f := range c.All {
				if f.File == name {
					return f
				}
			}
			t.Fatalf("%s: %+v", name, c.All)
			return office.Found{}
		}
		attach("甲.doc", "")
		b.must(b.OverrideFinding(ctx, b.clerk, id, 1, unread("甲.doc").Mark, "原件如此，已人工核对"))
		first := unread("甲.doc")
		seq := first.Override.Seq
		if !first.Agree {
			t.Error("the second officer is not asked")
		}
		deputy := b.boss
		deputy.Officer, deputy.Roles = "yykjj.daili", []people.Role{people.Clerk}
		author := b.boss // with the roles of one who may second
		author.Officer = b.clerk.Officer
		deputy.For = []access.Actor{author}
		b.refused("check.second.own", b.SecondOverride(ctx, deputy, id, 1, seq))
		b.must(b.SecondOverride(ctx, b.boss, id, 1, seq))
		attach("乙.doc", "another")
		if unread("甲.doc").Open() || !unread("乙.doc").Open() {
			t.Error("one file lets another pass")
		}

		// The second one writes in the text: somebody else has to agree.
		f := office.FormOf(b.edition(id))
		f.Title = "复核人改过的一篇"
		b.must(b.SaveDraft(ctx, b.boss, id, 1, b.edition(id).Rev, f))
		if !unread("甲.doc").Open() {
			t.Error("who wrote in the text still is the second officer")
		}
		b.refused("check.second.own", b.SecondOverride(ctx, b.boss, id, 1, seq))
		b.must(b.SecondOverride(ctx, b.head, id, 1, seq))
		b.must(b.OverrideFinding(ctx, b.clerk, id, 1, unread("乙.doc").Mark, "原件如此，已人工核对"))
		other := unread("乙.doc").Override.Seq
		b.must(b.SecondOverride(ctx, b.head, id, 1, other))
		b.must(b.SubmitArticle(ctx, b.clerk, id, 1, b.edition(id).Rev))
		b.refused("publication.edit.state", b.SecondOverride(ctx, b.head, id, 1, seq))
		b.sound()
	})
}

// An article whose attachment is lost does not count as clean, and what was
// found before stays.
func TestCheckPublicUnread(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		id, err := b.NewDraft(ctx, b.clerk, news("市科委的附件"))
		b.must(err)
		_, err = b.AttachFile(ctx, b.clerk, id, 1, "名单.txt", "", false, strings.NewReader("名单"))
		b.must(err)
		b.must(b.SubmitArticle(ctx, b.clerk, id, 1, b.edition(id).Rev))
		b.must(b.PublishArticle(ctx, b.boss, id, 1, b.reviewed(id).Rev))
		b.must(b.EditCheckList(ctx, b.boss, "words", 0, "市科委 | 市科技局 | 拦截 |  |  |  | 2001年更名"))
		night := func(day string, o *office.Office, want int) {
			t.Helper()
			b.at(day)
			_, err := o.CheckPublic(ctx)
			b.must(err)
			c, err := b.Checkup(ctx, b.boss, "block", "", "", 1)
			b.must(err)
			if c.Total != want {
				t.Errorf("%s: %+v", day, c.Findings)
			}
		}
		night("2019-05-07 01:00", b.Office, 1)
		night("2019-05-08 01:00", testkit.Office(t, db, b.clock.Now), 2) // the files are not there
		night("2019-05-09 01:00", b.Office, 1)
	})
}

// Editing or masking a draft leaves the item of the register that it is about.
func TestDraftKeepsItem(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		f := news("拟立项目公示")
		f.HTML, f.Item = "<p>身份证号"+anID()+"。</p>", "anitem"
		id, err := b.NewDraft(ctx, b.clerk, f)
		b.must(err)
		b.must(b.MaskArticle(ctx, b.clerk, id, 1, b.edition(id).Rev))
		b.must(b.SaveDraft(ctx, b.clerk, id, 1, b.edition(id).Rev, office.FormOf(b.edition(id))))
		if got := b.desk(id).Article.Item; got != "anitem" || strings.Contains(b.edition(id).HTML, anID()) {
			t.Errorf("the item is %q", got)
		}
	})
}
