package office_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/people"
	"gongkai/refusal"
	"gongkai/request"
)

func wrote(title, content string) office.LetterForm {
	return office.LetterForm{Mailbox: "director", Sort: "consult", Name: "张三丰", Phone: "13800001234", Email: "zhang@example.cn", Title: title,
		Content: content, Open: true}
}

func (b *bureau) letter(id ledger.ID) office.LetterView {
	b.t.Helper()
	v, err := b.LetterMatter(b.t.Context(), b.boss, id)
	b.must(err)
	return v
}

// act does a verb on the letter as it stands.
func (b *bureau) letterAct(id ledger.ID, a office.LetterAct) office.LetterAct {
	b.t.Helper()
	a.Rev = b.letter(id).Letter.Rev
	return a
}

// answered takes a letter to its answer.
func (b *bureau) answered(id ledger.ID, text string) {
	b.t.Helper()
	ctx := b.t.Context()
	head, office2 := b.letterHead(), b.head
	b.must(b.AcceptLetter(ctx, b.boss, id, b.letterAct(id, office.LetterAct{Unit: "yykjj:bgs"})))
	b.must(b.DraftLetter(ctx, b.clerk, id, b.letterAct(id, office.LetterAct{Text: text})))
	b.must(b.CheckLetter(ctx, head, id, b.letterAct(id, office.LetterAct{})))
	b.must(b.ApproveLetter(ctx, office2, id, b.letterAct(id, office.LetterAct{})))
	b.must(b.AnswerLetter(ctx, b.boss, id, b.letterAct(id, office.LetterAct{})))
}

// letterHead is the head of the division, who is appointed when first wanted.
func (b *bureau) letterHead() access.Actor {
	b.t.Helper()
	id := office.OfficerID("yykjj", "kezhang")
	if a, err := b.Actor(b.t.Context(), id); err == nil {
		return a
	}
	b.must(b.db.Record(b.t.Context(), "yykjj", b.Now(), func(tx *store.Tx) error {
		f := people.Appointed{Officer: id, Unit: "yykjj:bgs", Roles: []people.Role{people.UnitHead}}
		if _, err := tx.Append(b.Today(), id, ledger.System, f); err != nil {
			return err
		}
		return tx.PutOfficer(people.Officer{Organ: "yykjj", Login: "kezhang", Name: "科长"}.Apply(f))
	}))
	a, err := b.Actor(b.t.Context(), id)
	b.must(err)
	return a
}

// A letter from the site to the archive (R-L1 to R-L9): each step by the right
// hand, the sender follows it by code, and rows and ledger agree.
func TestLetterStory(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		f := wrote("高新技术企业补贴怎么申报", "我是张三丰，电话13800001234。<script>alert(1)</script>请问今年高新技术企业补贴怎么申报？")
		f.Once = "once"
		got, err := b.WriteLetter(ctx, "yykjj", f, []office.Upload{{Name: "申请.pdf", R: strings.NewReader("%PDF-1.7 x")}}, "1.2.3.4")
		b.must(err)
		if again, err := b.WriteLetter(ctx, "yykjj", f, nil, "1.2.3.4"); err != nil || again.No != got.No || !again.Twin {
			t.Errorf("pressed twice: %+v %v", again, err)
		}
		if got.No != "X2019-0001" || got.Due.Day.String() != "2019-05-13" {
			t.Errorf("%+v", got)
		}
		v := b.letter(got.ID)
		if v.From.Name != "张**" || v.Subject != "高新技术企业补贴怎么申报" || !strings.Contains(v.Text.Content, "<script>") || len(v.Files) != 1 || !v.Can[letter.AcceptVerb] || v.Can[letter.DraftVerb] {
			t.Errorf("%+v", v)
		}
		d, err := b.Desk(ctx, b.boss)
		b.must(err)
		if !slices.ContainsFunc(d.Tasks, func(x office.Task) bool { return x.Kind == "letter" && x.HasDue && x.Left == 5 }) {
			t.Errorf("the desk: %+v", d.Tasks)
		}
		id := got.ID
		b.refused("letter.save.conflict", b.AcceptLetter(ctx, b.boss, id, office.LetterAct{Rev: 99}))
		b.refused("access.may.role", b.AcceptLetter(ctx, b.clerk, id, b.letterAct(id, office.LetterAct{})))
		b.must(b.AcceptLetter(ctx, b.boss, id, b.letterAct(id, office.LetterAct{Unit: "yykjj:bgs", Due: "2019-05-08"})))
		b.must(b.HandBackLetter(ctx, b.clerk, id, b.letterAct(id, office.LetterAct{Text: "请转给规划科"})))
		b.must(b.AssignLetter(ctx, b.boss, id, b.letterAct(id, office.LetterAct{Unit: "yykjj:bgs"})))
		b.must(b.ExtendLetter(ctx, b.head, id, b.letterAct(id, office.LetterAct{Days: "5", Text: "须与财政局核对"})))
		b.must(b.DraftLetter(ctx, b.clerk, id, b.letterAct(id, office.LetterAct{Text: "请在每年三月申报。",
			Files: []office.Upload{{Name: "指南.txt", R: strings.NewReader("申报指南")}}})))
		b.refused("access.may.role", b.CheckLetter(ctx, b.clerk, id, b.letterAct(id, office.LetterAct{})))
		head := b.letterHead()
		b.must(b.ReturnLetter(ctx, head, id, b.letterAct(id, office.LetterAct{Text: "写明窗口"})))
		b.must(b.DraftLetter(ctx, b.clerk, id, b.letterAct(id, office.LetterAct{Text: "请在每年三月到政务大厅窗口申报。"})))
		b.must(b.CheckLetter(ctx, head, id, b.letterAct(id, office.LetterAct{})))
		b.must(b.ApproveLetter(ctx, b.head, id, b.letterAct(id, office.LetterAct{})))

		b.refused("public.follow.wrong", second(b.FollowLetter(ctx, "yykjj", got.Code, "9999", "1.2.3.4")))
		pass, err := b.FollowLetter(ctx, "yykjj", strings.ToLower(got.Code), "1234", "1.2.3.4")
		b.must(err)
		mine := func() office.LetterFollow {
			x, err := b.LetterFollowed(ctx, "yykjj", pass)
			b.must(err)
			return x
		}
		if x := mine(); x.Answer != "" || len(x.Files) != 1 || !strings.Contains(x.Next, "2019年5月20日") {
			t.Errorf("the answer is seen before it is sent: %+v", x)
		}
		b.refused("letter.verb.state", b.RateLetter(ctx, "yykjj", pass, 5, ""))
		b.must(b.AnswerLetter(ctx, b.boss, id, b.letterAct(id, office.LetterAct{})))
		x := mine()
		if !strings.Contains(x.Answer, "政务大厅") || len(x.Files) != 2 || !x.CanRate {
			t.Errorf("%+v", x)
		}
		file, err := b.LetterFollowedFile(ctx, "yykjj", pass, x.Files[0].ID)
		b.must(err)
		if text, _ := io.ReadAll(file); string(text) != "%PDF-1.7 x" {
			t.Errorf("%q", text)
		}
		b.must(b.RateLetter(ctx, "yykjj", pass, 5, "很清楚"))
		b.refused("letter.rate.twice", b.RateLetter(ctx, "yykjj", pass, 1, ""))
		b.must(b.FollowUpLetter(ctx, b.boss, id, b.letterAct(id, office.LetterAct{How: "phone", Solved: true, Text: "已经申报"})))
		outbox, err := b.Mails(ctx, b.boss, "waiting", 1)
		b.must(err)
		if outbox.Waiting != 4 { // received, accepted, extended, answered
			t.Errorf("%d mails: %+v", outbox.Waiting, outbox.Rows)
		}
		if l := b.letter(id); l.Letter.Stars != 5 || l.Letter.State != letter.Answered || l.Drafter != "jingban" {
			t.Errorf("%+v", l.Letter)
		}
		b.sound()
	})
}

// A public copy: checked, without the person, by two officers, found, counted,
// suggested, taken back (R-L8, §D.2(4)).
func TestLetterPublic(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		got, err := b.WriteLetter(ctx, "yykjj", wrote("高新技术企业补贴怎么申报", "我是张三丰，电话13800001234，请问高新技术企业补贴怎么申报"), nil, "a")
		b.must(err)
		id := got.ID
		b.answered(id, "请在每年三月到政务大厅窗口申报。")
		f, err := b.LetterCopyDraft(ctx, b.boss, id)
		b.must(err)
		if strings.Contains(f.Copy.Question, "张三丰") || strings.Contains(f.Copy.Question, "13800001234") {
			t.Errorf("%+v", f.Copy)
		}
		form := func(q string) office.LetterAct {
			return b.letterAct(id, office.LetterAct{Title: f.Copy.Title, Question: q, Answer: f.Copy.Answer})
		}
		b.refused("letter.prepare.person", b.PrepareLetter(ctx, b.boss, id, form("张三丰问补贴怎么申报")))
		b.refused("letter.prepare.findings", b.PrepareLetter(ctx, b.boss, id, form("我的身份证号是430602198001010019，问补贴怎么申报")))
		b.must(b.PrepareLetter(ctx, b.boss, id, form("问高新技术企业补贴怎么申报。")))
		b.refused("letter.publish.own", b.PublishLetter(ctx, b.boss, id, b.letterAct(id, office.LetterAct{})))
		list := func(text string) office.PublicLetterList {
			l, err := b.PublicLetters(ctx, "yykjj", office.PublicLetterQuery{Text: text})
			b.must(err)
			return l
		}
		if l := list(""); l.Total != 0 {
			t.Errorf("public before the second officer: %+v", l.Rows)
		}
		b.must(b.PublishLetter(ctx, b.head, id, b.letterAct(id, office.LetterAct{})))
		if l := list("补贴 政务大厅"); l.Total != 1 || l.Rows[0].Unit != "办公室" || l.Rows[0].AnsweredOn.String() != "2019-05-06" || l.Rows[0].Mailbox != "局长信箱" {
			t.Errorf("%+v", l)
		}
		if l := list("烧烤"); l.Total != 0 {
			t.Errorf("%+v", l)
		}
		p, err := b.PublicLetter(ctx, "yykjj", id)
		b.must(err)
		if p.Question != "问高新技术企业补贴怎么申报。" {
			t.Errorf("%+v", p)
		}
		hits, err := b.SuggestLetters(ctx, "yykjj", "请问高新技术企业的补贴怎样申报")
		b.must(err)
		if len(hits) != 1 || hits[0].ID != id {
			t.Errorf("%+v", hits)
		}
		if hits, err := b.SuggestLetters(ctx, "yykjj", "楼下烧烤店夜里扰民"); err != nil || len(hits) != 0 {
			t.Errorf("%+v %v", hits, err)
		}
		s, err := b.LetterStats(ctx, "yykjj", 2019)
		b.must(err)
		if s.Total.Received != 1 || s.Total.Answered != 1 || s.Total.Published != 1 || s.Total.OnTime() != 100 || s.Months[4].Received != 1 || s.Mailboxes[2].Received != 1 || s.Sorts[0].Ended != 1 {
			t.Errorf("%+v", s)
		}
		b.sound()

		// The person goes, what is public stays.
		b.must(b.ArchiveLetter(ctx, b.boss, id, b.letterAct(id, office.LetterAct{})))
		b.must(b.EraseLetter(ctx, b.boss, id, b.letterAct(id, office.LetterAct{})))
		if v := b.letter(id); v.Text.Content != "" || v.From.Name != "" || list("").Total != 1 {
			t.Errorf("%+v", v)
		}
		b.sound()
		b.must(b.WithdrawLetter(ctx, b.head, id, b.letterAct(id, office.LetterAct{Text: "政策变了"})))
		b.refused("public.read.absent", second(b.PublicLetter(ctx, "yykjj", id)))
		b.sound()
	})
}

func second[T any](_ T, err error) error { return err }

// A letter becomes a request: both ends linked, no day lost (R-L5, R-A31); a
// petition leaves with its reference; a case needs whoever takes cases in.
func TestLetterConvert(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-06-03")
		ctx := t.Context()
		got, err := b.WriteLetter(ctx, "yykjj", wrote("请公开补贴名单", "请公开2018年高新技术企业补贴名单"), nil, "a")
		b.must(err)
		b.at("2019-06-06 10:00")
		b.refused("letter.convert.reason", b.ConvertLetter(ctx, b.boss, got.ID, b.letterAct(got.ID, office.LetterAct{To: "request"})))
		b.refused("letter.convert.service", b.ConvertLetter(ctx, b.boss, got.ID, b.letterAct(got.ID, office.LetterAct{To: "service", Text: "要办事"})))
		b.must(b.ConvertLetter(ctx, b.boss, got.ID, b.letterAct(got.ID, office.LetterAct{To: "request", Text: "要的是政府信息"})))
		v := b.letter(got.ID)
		r, err := b.RequestMatter(ctx, b.boss, v.Letter.Into)
		b.must(err)
		if v.Letter.State != letter.Converted || v.Request != "2019-0001" || r.FromLetter != got.No || r.Request.Letter != got.ID || r.Request.ReceivedOn.String() != "2019-06-03" ||
			r.Request.State != request.Open || r.Sheet.Due.Day != r.Request.Clock(b.Today(), b.Calendar()).Due.Day || r.Ask.Content != "请公开补贴名单\n请公开2018年高新技术企业补贴名单" {
			t.Errorf("%+v\n%+v", v.Letter, r.Request)
		}
		// The sender's code opens the request too.
		if _, err := b.FollowRequest(ctx, "yykjj", got.Code, "1234", "a"); err != nil {
			t.Error(err)
		}
		b.refused("letter.reopen.converted", b.ReopenLetter(ctx, b.boss, got.ID, b.letterAct(got.ID, office.LetterAct{Text: "错了"})))

		p, err := b.RegisterLetter(ctx, b.boss, office.LetterForm{Mailbox: "mayor", Sort: "complaint", Name: "李四", Title: "拖欠工资", Content: "某公司拖欠工资", Their: "市长2019-7",
			Received: "2019-06-05", Given: "2019-06-28"}, nil)
		b.must(err)
		if p.Due.Day.String() != "2019-06-28" {
			t.Errorf("%+v", p)
		}
		b.refused("letter.convert.reference", b.ConvertLetter(ctx, b.boss, p.ID, b.letterAct(p.ID, office.LetterAct{To: "petition", Text: "属于信访"})))
		b.must(b.ConvertLetter(ctx, b.boss, p.ID, b.letterAct(p.ID, office.LetterAct{To: "petition", Text: "属于信访", Reference: "市信访局 XF7"})))
		if v := b.letter(p.ID); v.Text.Their != "市长2019-7" || !slices.Contains(v.Steps[len(v.Steps)-1].Words, "市信访局 XF7") {
			t.Errorf("%+v", v.Steps)
		}
		b.sound()
	})
}

// A letter that came by e-mail, without a telephone, is followed after it became a
// request: the mail that tells of it has the code, the address proves the sender,
// and the files went along (R-L5). Wrong tries count for both doors together.
func TestMailLetterConvert(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-06-06")
		ctx := t.Context()
		got, err := b.ReceiveMailLetter(ctx, "yykjj", office.MailLetter{MessageID: "<a@b>", Mailbox: "director", From: "wang@example.cn", Name: "王五", Subject: "请公开补贴名单",
			Text: "请公开2018年补贴名单", At: b.Now().Add(-72 * time.Hour), Files: []office.Upload{{Name: "说明.txt", R: strings.NewReader("补贴名单在哪里")}}})
		b.must(err)
		b.must(b.ConvertLetter(ctx, b.boss, got.ID, b.letterAct(got.ID, office.LetterAct{To: "request", Text: "要的是政府信息"})))
		v := b.letter(got.ID)
		r, err := b.RequestMatter(ctx, b.boss, v.Letter.Into)
		b.must(err)
		i := slices.IndexFunc(r.Papers, func(p store.Paper) bool { return p.Name == "说明.txt" })
		if r.Request.ReceivedOn.String() != "2019-06-03" || i < 0 || len(v.Files) != 1 {
			t.Fatalf("%s %+v", r.Request.ReceivedOn, r.Papers)
		}
		m, err := b.LetterMails(ctx, b.boss, got.ID)
		b.must(err)
		if len(m.Sent) != 2 || !strings.Contains(m.Sent[1].Subject, "转为政府信息公开申请") {
			t.Errorf("%+v", m)
		}
		for i := range 2 {
			b.refused("public.follow.wrong", second(b.FollowLetter(ctx, "yykjj", got.Code, fmt.Sprint("x@", i), "a")))
			b.refused("public.follow.wrong", second(b.FollowRequest(ctx, "yykjj", got.Code, fmt.Sprint("y@", i), "a")))
		}
		pass, err := b.FollowRequest(ctx, "yykjj", got.Code, "Wang@example.cn", "a")
		b.must(err)
		if f, err := b.Followed(ctx, "yykjj", pass); err != nil || f.Request.ID != v.Letter.Into {
			t.Errorf("%+v %v", f.Request, err)
		}
		b.sound()

		// The file is the request's own: the letter's erasure leaves it.
		b.must(b.ArchiveLetter(ctx, b.boss, got.ID, b.letterAct(got.ID, office.LetterAct{})))
		b.must(b.EraseLetter(ctx, b.boss, got.ID, b.letterAct(got.ID, office.LetterAct{})))
		b.sound()
	})
}

// The sender takes a letter back, on their page or by telling the desk: it ends,
// nobody is late, and the figures have it apart (R-L16).
func TestLetterTakenBack(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		got, err := b.WriteLetter(ctx, "yykjj", wrote("补贴怎么申报", "请问补贴怎么申报"), nil, "a")
		b.must(err)
		pass, err := b.FollowLetter(ctx, "yykjj", got.Code, "1234", "a")
		b.must(err)
		b.at("2019-06-06 10:00") // long after its last day
		if f, err := b.LetterFollowed(ctx, "yykjj", pass); err == nil || f.CanBack {
			t.Errorf("a pass of a month ago: %+v", f)
		}
		pass, err = b.FollowLetter(ctx, "yykjj", got.Code, "1234", "a")
		b.must(err)
		b.must(b.TakeBackFollowedLetter(ctx, "yykjj", pass, "已经问到了"))
		b.refused("letter.verb.state", b.TakeBackFollowedLetter(ctx, "yykjj", pass, ""))
		f, err := b.LetterFollowed(ctx, "yykjj", pass)
		b.must(err)
		if f.Letter.State != letter.Retracted || f.CanBack || f.Answer != "" || !strings.Contains(f.Next, "终止") {
			t.Errorf("%+v", f)
		}
		two, err := b.WriteLetter(ctx, "yykjj", wrote("窗口在哪里", "请问窗口在哪里办理"), nil, "a")
		b.must(err)
		b.refused("letter.take_back.how", b.TakeBackLetter(ctx, b.boss, two.ID, b.letterAct(two.ID, office.LetterAct{})))
		b.must(b.TakeBackLetter(ctx, b.boss, two.ID, b.letterAct(two.ID, office.LetterAct{Text: "来电说不用答复了"})))
		s, err := b.LetterStats(ctx, "yykjj", 2019)
		b.must(err)
		if c := s.Total; c.Received != 2 || c.Back != 2 || c.Ended+c.Open+c.Late+c.Answered != 0 {
			t.Errorf("%+v", c)
		}
		b.must(b.ArchiveLetter(ctx, b.boss, two.ID, b.letterAct(two.ID, office.LetterAct{})))
		b.sound()
	})
}

// A letter becomes a case under an item, filed on the letter's day; both ends are
// linked (R-L5).
func TestLetterCase(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d, ctx := newDesk(t, db, "2025-03-04"), t.Context()
		organ := d.who["lisi"].Organ
		item := d.inForce(contractGuide(), "2025-03-01")
		got, err := d.WriteLetter(ctx, organ, wrote("登记一份技术合同", "我公司要登记一份技术合同，请告知怎么办"), nil, "a")
		d.must(err)
		d.day("2025-03-06")
		act := func(a office.LetterAct) office.LetterAct {
			v, err := d.LetterMatter(ctx, d.who["lisi"], got.ID)
			d.must(err)
			a.Rev = v.Letter.Rev
			return a
		}
		d.refused("service.file.item", d.ConvertLetter(ctx, d.who["lisi"], got.ID, act(office.LetterAct{To: "service", Item: "absent", Text: "要办事"})))
		d.must(d.ConvertLetter(ctx, d.who["lisi"], got.ID, act(office.LetterAct{To: "service", Item: string(item), Text: "要办的是技术合同登记"})))
		v, err := d.LetterMatter(ctx, d.who["lisi"], got.ID)
		d.must(err)
		c, err := d.CaseMatter(ctx, d.who["lisi"], v.Letter.Into)
		d.must(err)
		if v.Letter.State != letter.Converted || v.Case != c.Case.No || c.Case.From != got.ID || c.Case.FiledOn.String() != "2025-03-04" {
			t.Errorf("%+v\n%+v", v.Letter, c.Case)
		}
		check, err := d.Verify(ctx, organ)
		d.must(err)
		if len(check.Findings) > 0 {
			t.Error(check)
		}
	})
}

// One who floods a mailbox is held up, and nobody else (R-L2); the same words, a
// wrong file and a letter too long are refused with words, and nothing is kept.
func TestLetterBadInput(t *testing.T) {
	t.Parallel()
	b := found(t, testkit.Open(t, testkit.Fresh(t, "sqlite")), "2019-05-06")
	ctx := t.Context()
	write := func(phone, text, address string, files ...office.Upload) error {
		f := wrote("一封信", text)
		f.Phone, f.Email = phone, ""
		_, err := b.WriteLetter(ctx, "yykjj", f, files, address)
		return err
	}
	for i := range 3 {
		b.must(write("13800001234", fmt.Sprintf("第%d封信的内容", i), "1.1.1.1"))
	}
	b.refused("letter.receive.flood", write("13800001234", "第四封信的内容", "2.2.2.2"))
	b.must(write("13900009999", "别人的一封信", "1.1.1.1"))
	b.at("2019-05-06 11:00")
	b.refused("letter.receive.twice", write("13800001234", "第1封信的内容", "1.1.1.1"))
	b.must(write("13900009999", "第1封信的内容", "1.1.1.1"))
	for i := range 2 {
		b.must(write("13800001234", fmt.Sprintf("又第%d封信的内容", i), "1.1.1.1"))
	}
	b.at("2019-05-06 15:00")
	b.refused("letter.receive.floodday", write("13800001234", "还有一封信的内容", "1.1.1.1"))
	b.refused("letter.text.long", write("13700000000", strings.Repeat("长", letter.MostContent+1), "1.1.1.1"))
	b.refused("letter.file.not", write("13700000000", "附件不对的一封信", "1.1.1.1", office.Upload{Name: "照片.jpg", R: strings.NewReader("MZ\x90")}))
	b.refused("letter.file.sort", write("13700000000", "附件不对的一封信", "1.1.1.1", office.Upload{Name: "病毒.exe", R: strings.NewReader("MZ\x90")}))
	b.refused("file.upload.empty", write("13700000000", "附件不对的一封信", "1.1.1.1", office.Upload{Name: "空.pdf", R: strings.NewReader("")}))
	many := slices.Repeat([]office.Upload{{Name: "a.txt", R: strings.NewReader("a")}}, letter.MostFiles+1)
	b.refused("letter.file.many", write("13700000000", "附件太多的一封信", "1.1.1.1", many...))
	b.refused("letter.receive.door", second(b.WriteLetter(ctx, "yykjj", office.LetterForm{Mailbox: "mayor", Sort: "consult", Name: "张三", Phone: "13700000000", Title: "题目", Content: "内容内容"}, nil, "a")))
	if l, err := b.Letters(ctx, b.boss, office.LetterQuery{}); err != nil || l.Total != 7 {
		t.Errorf("%d letters, %v", l.Total, err)
	}
	b.sound()
}

// An e-mail makes one letter, however often it is fetched (R-L2).
func TestLetterMail(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		m := office.MailLetter{MessageID: "<a@b>", Mailbox: "director", From: "wang@example.cn", Name: "王五", Subject: "问一件事", Text: "请问窗口几点开门",
			At: b.Now().Add(-48 * time.Hour), Files: []office.Upload{{Name: "a.exe", R: strings.NewReader("MZ")}, {Name: "b.txt", R: strings.NewReader("你好")}}}
		got, err := b.ReceiveMailLetter(ctx, "yykjj", m)
		b.must(err)
		m.Text += "。"
		again, err := b.ReceiveMailLetter(ctx, "yykjj", m)
		b.must(err)
		v := b.letter(got.ID)
		if again.No != got.No || !again.Twin || v.Letter.ReceivedOn.String() != "2019-05-04" || len(v.Files) != 1 || !strings.Contains(v.Text.Content, "a.exe") {
			t.Errorf("%+v %+v", again, v)
		}
		if _, err := b.FollowLetter(ctx, "yykjj", got.Code, "wang@example.cn", "a"); err != nil {
			t.Error(err)
		}
		b.must(b.CorrectLetter(ctx, b.boss, got.ID, b.letterAct(got.ID, office.LetterAct{Mailbox: "director", Sort: "complaint", Text: "实为投诉"})))
		if v := b.letter(got.ID); v.Letter.Sort != "complaint" || !v.Sheet.Accepting {
			t.Errorf("%+v", v.Letter)
		}
		// Whoever takes it on says what it is in the same breath; it stands in the ledger.
		b.must(b.AcceptLetter(ctx, b.boss, got.ID, b.letterAct(got.ID, office.LetterAct{Sort: "help"})))
		v = b.letter(got.ID)
		if v.Letter.Sort != "help" || v.Letter.State != letter.Accepted || !slices.ContainsFunc(v.Steps, func(x office.LetterStep) bool { return slices.Contains(x.Words, "受理时认定为求助") }) {
			t.Errorf("%+v", v)
		}
		b.sound()
	})
}

// The table of mailboxes is the organ's own: a new one holds from its day on, and
// letters that came before keep their limits (R-L11).
func TestMailboxTable(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		got, err := b.WriteLetter(ctx, "yykjj", wrote("一封信", "一封信的内容"), nil, "a")
		b.must(err)
		m, err := b.Mailboxes(ctx, b.boss)
		b.must(err)
		text := strings.Replace(m.Now.Text, "咨询 | 2工作日 | 5工作日", "咨询 | 2工作日 | 3日", 1)
		text = strings.Replace(text, "3日 | 5工作日", "3日 | 2日", 1)
		b.refused("access.may.role", b.EditMailboxes(ctx, b.clerk, 0, "2019-05-07", text))
		b.refused("letter.table.used", b.EditMailboxes(ctx, b.boss, 0, "2019-05-07", strings.ReplaceAll(text, "director", "chief")))
		b.must(b.EditMailboxes(ctx, b.boss, 0, "2019-05-07", text))
		b.refused("letter.table.moved", b.EditMailboxes(ctx, b.boss, 0, "2019-05-07", text))
		b.at("2019-05-07 09:00")
		later, err := b.WriteLetter(ctx, "yykjj", wrote("另一封信", "另一封信的内容"), nil, "a")
		b.must(err)
		if a, z := b.letter(got.ID), b.letter(later.ID); a.Sheet.Due.Day.String() != "2019-05-13" || z.Sheet.Due.Day.String() != "2019-05-10" {
			t.Errorf("due %s and %s", a.Sheet.Due, z.Sheet.Due)
		}
		b.sound()
	})
}

// An earlier book comes in once, and what is open goes on (R-L12).
func TestImportLetters(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		table, err := b.MailboxesOf(ctx, "yykjj")
		b.must(err)
		rows := [][]string{letter.OldHeader, {"省2019-1", "省长信箱", "咨询", "2019-04-01", "李某", "问补贴", "问补贴怎么领", "2019-04-08", "已电话答复"},
			{"s-2", "市长信箱", "投诉", "2019-05-05", "王某", "扰民", "工地扰民", "", ""}}
		old, faults := letter.ReadOld(table, rows, b.Today())
		if faults != nil {
			t.Fatal(faults)
		}
		in := func() office.LetterImport {
			got, err := b.ImportLetters(ctx, "yykjj", old, func(int) {})
			b.must(err)
			return got
		}
		if got := in(); got.Done != 2 {
			t.Errorf("%+v", got)
		}
		if got := in(); got.Skipped != 2 || got.Done != 0 {
			t.Errorf("%+v", got)
		}
		old[0].Title = "别的"
		if got := in(); len(got.Faults) != 1 {
			t.Errorf("%+v", got)
		}
		l, err := b.Letters(ctx, b.boss, office.LetterQuery{})
		b.must(err)
		if l.Total != 2 || l.Rows[1].Letter.No != "省2019-1" || l.Rows[1].Letter.State != letter.Archived || l.Rows[0].Letter.State != letter.Accepted {
			t.Errorf("%+v", l.Rows)
		}
		if v := b.letter(l.Rows[1].Letter.ID); v.Answer != "已电话答复" || v.Text.Title != "问补贴" {
			t.Errorf("%+v", v)
		}
		b.sound()
	})
}

// Eight officers take the same letter on at once; one wins, the others are told.
func TestEightAccept(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		got, err := b.WriteLetter(t.Context(), "yykjj", wrote("一封信", "一封信的内容"), nil, "a")
		b.must(err)
		a := b.letterAct(got.ID, office.LetterAct{})
		var wg sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wg.Go(func() { errs[i] = b.AcceptLetter(t.Context(), b.boss, got.ID, a) })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			}
		}
		if won != 1 {
			t.Errorf("%d won", won)
		}
		b.sound()
	})
}

// Verify names whatever was changed behind the ledger's back: a row, words, the
// public copy, the table.
func TestVerifyLetters(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]string{
		"State 在数据表中是": `update letter set life = replace(life, '"answered"', '"approved"')`,
		"列表字段是":        `update letter set sort = 'help'`,
		"记载（台账第":       `update letter_words set salt = 'x'`,
		"公开的内容被改动过":    `update letter_copy set answer = '假的'`,
		"公开的内容不在了":     `delete from letter_copy`,
		"附件":           `update letter_paper set salt = 'x'`,
		"信箱表第1版":       `update letter_table set text = text || ' '`,
		"在台账中没有依据":     `insert into letter_words (organ, seq, letter, sealed, salt) select organ, 999999, letter, sealed, salt from letter_words where seq = (select min(seq) from letter_words)`,
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			for _, kind := range testkit.Kinds {
				t.Run(kind, func(t *testing.T) {
					t.Parallel()
					at := testkit.Fresh(t, kind)
					b := found(t, testkit.Open(t, at), "2019-05-06")
					ctx := t.Context()
					m, err := b.Mailboxes(ctx, b.boss)
					b.must(err)
					b.must(b.EditMailboxes(ctx, b.boss, 0, "2019-05-06", m.Now.Text))
					got, err := b.WriteLetter(ctx, "yykjj", wrote("补贴怎么申报", "请问补贴怎么申报"), []office.Upload{{Name: "a.txt", R: strings.NewReader("a")}}, "a")
					b.must(err)
					b.answered(got.ID, "三月申报。")
					b.must(b.PrepareLetter(ctx, b.boss, got.ID, b.letterAct(got.ID, office.LetterAct{Title: "补贴", Question: "怎么申报", Answer: "三月申报。"})))
					b.must(b.PublishLetter(ctx, b.head, got.ID, b.letterAct(got.ID, office.LetterAct{})))
					b.sound()
					if _, err := testkit.Raw(t, at).ExecContext(ctx, change); err != nil {
						t.Fatal(err)
					}
					v, err := b.Verify(ctx, "yykjj")
					b.must(err)
					if !slices.ContainsFunc(v.Findings, func(f string) bool { return strings.Contains(f, want) }) {
						t.Errorf("%s: %v", change, v.Findings)
					}
				})
			}
		})
	}
}

// The register turns page by page and a division sees its own (R-L4).
func TestLetterRegister(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		for i := range 65 {
			_, err := b.RegisterLetter(ctx, b.boss, office.LetterForm{Mailbox: "hotline", Sort: "help", Name: "李四", Title: fmt.Sprintf("第%d件", i), Content: fmt.Sprintf("求助内容%d", i),
				Received: calendar.NewDay(2019, 4, 1+i%25).String()}, nil)
			b.must(err)
		}
		seen := map[string]bool{}
		q := office.LetterQuery{}
		for range 5 {
			l, err := b.Letters(ctx, b.boss, q)
			b.must(err)
			for _, r := range l.Rows {
				seen[r.Letter.No] = true
			}
			if l.Older == "" {
				break
			}
			q.Older = l.Older
		}
		if len(seen) != 65 {
			t.Errorf("%d of 65 were seen", len(seen))
		}
		if l, err := b.Letters(ctx, b.clerk, office.LetterQuery{}); err != nil || l.Total != 0 {
			t.Errorf("a division sees %d, %v", l.Total, err)
		}
		if l, err := b.LetterQueue(ctx, b.boss, office.LetterQuery{Page: 3}); err != nil || l.Total != 65 || len(l.Rows) != 5 || l.Late == 0 {
			t.Errorf("%d %d %d %v", l.Total, len(l.Rows), l.Late, err)
		}
	})
}

// Whatever officers try with letters, in whatever order, rows and ledger agree, and
// every refusal has its words.
func TestLetterLives(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-06-03")
		ctx := t.Context()
		r := rand.New(rand.NewPCG(5, 17))
		actors := []access.Actor{b.boss, b.head, b.clerk, b.letterHead()}
		verbs := map[letter.Verb]func(context.Context, access.Actor, ledger.ID, office.LetterAct) error{letter.AcceptVerb: b.AcceptLetter, letter.AssignVerb: b.AssignLetter,
			letter.DeclineVerb: b.DeclineLetter, letter.HandBackVerb: b.HandBackLetter, letter.ConvertVerb: b.ConvertLetter, letter.TakeBackVerb: b.TakeBackLetter, letter.ExtendVerb: b.ExtendLetter,
			letter.DraftVerb: b.DraftLetter, letter.ReturnVerb: b.ReturnLetter, letter.CheckVerb: b.CheckLetter, letter.ApproveVerb: b.ApproveLetter,
			letter.AnswerVerb: b.AnswerLetter, letter.PrepareVerb: b.PrepareLetter, letter.PublishVerb: b.PublishLetter, letter.WithdrawVerb: b.WithdrawLetter,
			letter.FollowVerb: b.FollowUpLetter, letter.CorrectVerb: b.CorrectLetter, letter.ReopenVerb: b.ReopenLetter, letter.ArchiveVerb: b.ArchiveLetter,
			letter.EraseVerb: b.EraseLetter}
		var ids []ledger.ID
		done := 0
		for i := range 300 {
			if i%30 == 0 {
				got, err := b.RegisterLetter(ctx, b.boss, office.LetterForm{Mailbox: "director", Sort: "help", Name: "李四", Phone: "13900001111", Title: "一件事",
					Content: fmt.Sprintf("第%d件事", i), Open: true}, []office.Upload{{Name: "a.txt", R: strings.NewReader("附件")}})
				b.must(err)
				ids = append(ids, got.ID)
			}
			id := ids[r.IntN(len(ids))]
			a := b.letterAct(id, office.LetterAct{Unit: "yykjj:bgs", Text: "话", Ground: "foreign", To: []string{"petition", "request"}[r.IntN(2)], Reference: "信访局1号", Days: "2",
				How: "phone", Mailbox: "director", Sort: []string{"consult", "report"}[r.IntN(2)], Title: "题目", Question: "问的事。", Answer: "答的话。"})
			verb := letter.Verbs[r.IntN(len(letter.Verbs))]
			if can := b.letter(id).Letter.Can(); r.IntN(5) > 0 && len(can) > 0 {
				verb = can[r.IntN(len(can))]
			}
			if verb == letter.RateVerb {
				continue // the sender's
			}
			err := verbs[verb](ctx, actors[r.IntN(len(actors))], id, a)
			if no, ok := refusal.As(err); err != nil && (!ok || strings.HasPrefix(no.Words(), no.Code)) {
				t.Fatal(err)
			}
			if err == nil {
				done++
			}
		}
		if done < 40 {
			t.Errorf("only %d verbs were done", done)
		}
		b.sound()
	})
}
