package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/internal/secret"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/review"
)

type texting func(s *story, who access.Actor, d office.DeskArticle, f form) error

// textVerbs are what officers do with a text, as a story writes it.
var textVerbs = map[string]texting{
	// mend writes 新 for 旧 in title and text: mend 公示 旧=新
	"mend": func(s *story, w access.Actor, d office.DeskArticle, f form) error {
		var pairs []string
		for old, now := range f.values {
			pairs = append(pairs, old, now)
		}
		e, mended := d.Review.Edition, strings.NewReplacer(pairs...)
		a := office.FormOf(e)
		a.Title, a.HTML = mended.Replace(a.Title), mended.Replace(a.HTML)
		return s.o.SaveDraft(context.Background(), w, e.Article, e.No, e.Rev, a)
	},
	"mask": func(s *story, w access.Actor, d office.DeskArticle, _ form) error {
		e := d.Review.Edition
		return s.o.MaskArticle(context.Background(), w, e.Article, e.No, e.Rev)
	},
	"pass": func(s *story, w access.Actor, d office.DeskArticle, f form) error {
		e := d.Review.Edition
		c, err := s.o.CheckEdition(context.Background(), w, e.Article, e.No)
		if err != nil {
			return err
		}
		var mark ledger.Sum
		for _, x := range c.All {
			if x.Open() && x.Found == f.arg(0) {
				mark = x.Mark
			}
		}
		return s.o.OverrideFinding(context.Background(), w, e.Article, e.No, mark, f.get("理由"))
	},
	"submit": func(s *story, w access.Actor, d office.DeskArticle, _ form) error {
		e := d.Review.Edition
		return s.o.SubmitArticle(context.Background(), w, e.Article, e.No, e.Rev)
	},
	"recall": func(s *story, w access.Actor, d office.DeskArticle, f form) error {
		e := d.Review.Edition
		return s.o.RecallArticle(context.Background(), w, e.Article, e.No, e.Rev, f.get("理由"))
	},
	// opine takes the step whose turn it is, or the one named: opine 公示 同意,
	// opine 公示 退回 至=保密审查 意见=…, opine 公示 同意 环节=保密审查 依据=…
	"opine": func(s *story, w access.Actor, d office.DeskArticle, f form) error {
		e, r := d.Review.Edition, d.Review.Round
		o := office.OpinionForm{Step: string(r.Step), Verdict: string(review.Approve), Basis: key("basis", f.get("依据")), Words: f.get("意见")}
		if r.State == review.Passed {
			o.Step = string(review.Release)
		}
		if f.arg(0) == review.Return.Name() {
			o.Verdict = string(review.Return)
		}
		for _, x := range review.Steps {
			if x.Name == f.get("至") {
				o.To = string(x.Step)
			}
			if x.Name == f.get("环节") {
				o.Step = string(x.Step)
			}
		}
		return s.o.OpineArticle(context.Background(), w, e.Article, e.No, e.Rev, o)
	},
	"publish": func(s *story, w access.Actor, d office.DeskArticle, _ form) error {
		e := d.Review.Edition
		return s.o.PublishArticle(context.Background(), w, e.Article, e.No, e.Rev)
	},
	"rush": func(s *story, w access.Actor, d office.DeskArticle, f form) error {
		e := d.Review.Edition
		return s.o.EmergencyPublish(context.Background(), w, e.Article, e.No, e.Rev, f.get("理由"))
	},
	"schedule": func(s *story, w access.Actor, d office.DeskArticle, f form) error {
		e := d.Review.Edition
		return s.o.ScheduleArticle(context.Background(), w, e.Article, e.No, e.Rev, f.arg(0))
	},
	"revise": func(s *story, w access.Actor, d office.DeskArticle, _ form) error {
		_, err := s.o.ReviseArticle(context.Background(), w, d.Article.ID)
		return err
	},
	"takedown": func(s *story, w access.Actor, d office.DeskArticle, f form) error {
		return s.o.WithdrawArticle(context.Background(), w, d.Article.ID, d.Article.Rev, f.get("理由"))
	},
	"reassess": func(s *story, w access.Actor, d office.DeskArticle, f form) error {
		e, verdict := d.Review.Edition, review.Keep
		if f.arg(0) == review.Open.Name() {
			verdict = review.Open
		}
		return s.o.ReassessArticle(context.Background(), w, e.Article, e.No, e.Rev, string(verdict), f.get("意见"))
	},
	"invite": func(s *story, w access.Actor, d office.DeskArticle, f form) error {
		e := d.Review.Edition
		out, err := s.o.InviteReviewer(context.Background(), w, e.Article, e.No, office.InvitationForm{Sort: "counsel", Organ: f.get("单位"),
			Name: f.arg(0), Days: f.get("天数"), Desk: "http://127.0.0.1/kjj/desk"})
		s.links[f.no] = office.Link{Organ: storyOrgan, ID: out.ID, Key: out.Link[strings.LastIndex(out.Link, "/")+1:], Address: "127.0.0.1"}
		return err
	},
}

// textCommands are the rest: what has no text yet, what others do, and what is read.
var textCommands = map[string]command{"draft": draftCmd, "deputy": deputyCmd, "answer": answerCmd, "guest": guestCmd, "set": setCmd,
	"move": moveCmd, "held": heldCmd, "clock": clockStory, "check": checkStory, "allow": allowCmd, "reads": readsCmd, "slip": slipCmd, "listed": listedCmd,
	"differs": differsCmd, "head": headCmd, "proof": proofCmd, "emergencies": emergenciesCmd}

// textCmd carries out a verb as the present actor would on the text's page.
func textCmd(do texting) command {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		s, f := of(ts), read(args)
		s.told(ts, neg, do(s, s.who(ts), s.text(ts, f.no), f))
	}
}

func (s *story) text(ts *testscript.TestScript, name string) office.DeskArticle {
	d, err := s.o.DeskArticle(context.Background(), s.officers["公开办李四"], s.thing(ts, name))
	ts.Check(err)
	return d
}

func (s *story) thing(ts *testscript.TestScript, name string) ledger.ID {
	id, ok := s.named[name]
	if !ok {
		ts.Fatalf("没有叫做%s的稿件或者批次", name)
	}
	return id
}

// draftCmd begins a text under a short name: draft 公示 标题=… 栏目=通知公告 正文=…
func draftCmd(ts *testscript.TestScript, neg bool, args []string) {
	s, f := of(ts), read(args)
	a := office.ArticleForm{Title: f.get("标题"), HTML: f.get("正文"), Source: "岳阳市科学技术局", Formed: s.o.Today().String(), DocNo: f.get("文号"),
		Mode: key("mode", f.get("公开属性")), Basis: key("closed", f.get("依据")), Ground: f.get("理由"), Genre: key("genre", f.get("体裁")),
		Exempt: f.get("不作解读"), Tags: []string{"result"}}
	for _, c := range publication.DefaultColumns() {
		if c.Name == f.get("栏目") {
			a.Column = string(c.Path)
		}
	}
	for _, k := range publication.Kinds {
		if k.Name == f.get("类型") {
			a.Type = string(k.Kind)
		}
	}
	if doc := f.get("解读"); doc != "" {
		a.Explains = string(s.thing(ts, doc))
	}
	id, err := s.o.NewDraft(context.Background(), s.who(ts), a)
	s.told(ts, neg, err)
	s.named[f.no] = id
}

// deputyCmd lets one officer stand in for another: deputy 成果科科长 成果科王五 从=… 至=…
func deputyCmd(ts *testscript.TestScript, neg bool, args []string) {
	s, f := of(ts), read(args)
	s.told(ts, neg, s.o.Deputize(context.Background(), s.who(ts), office.DeputyForm{Officer: string(s.officers[f.no].Officer),
		StandIn: string(s.officers[f.arg(0)].Officer), From: f.get("从"), To: f.get("至")}))
}

// answerCmd is what the reviewer outside answers by the link.
func answerCmd(ts *testscript.TestScript, neg bool, args []string) {
	s, f := of(ts), read(args)
	a := office.AnswerForm{Verdict: string(review.Approve), Words: f.get("意见"), Name: f.get("姓名"), Organ: f.get("单位")}
	if f.arg(0) == review.Return.Name() {
		a.Verdict = string(review.Return)
	}
	s.told(ts, neg, s.o.AnswerInvitation(context.Background(), s.links[f.no], a))
}

// guestCmd is what the link shows; ! guest wants it to open no more.
func guestCmd(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	v, err := s.o.OpenInvitation(context.Background(), s.links[args[0]])
	s.told(ts, neg, err)
	says(ts, false, v.Edition.Title+"\n"+v.Edition.HTML, args[1:])
}

// setCmd makes a set of texts: set 一批 2025-06-03T09:00 办法 解读
func setCmd(ts *testscript.TestScript, neg bool, args []string) {
	s, f := of(ts), office.BatchForm{Name: args[0], At: args[1]}
	for _, name := range args[2:] {
		e := s.text(ts, name).Review.Edition
		f.Members = append(f.Members, fmt.Sprintf("%s/%d", e.Article, e.No))
	}
	id, err := s.o.PlanBatch(context.Background(), s.who(ts), f)
	s.told(ts, neg, err)
	s.named[args[0]] = id
}

func (s *story) set(ts *testscript.TestScript, name string) office.BatchView {
	v, err := s.o.Batch(context.Background(), s.officers["公开办李四"], s.thing(ts, name))
	ts.Check(err)
	return v
}

// moveCmd names another instant for a set.
func moveCmd(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	b := s.set(ts, args[0]).Set
	s.told(ts, neg, s.o.MoveBatch(context.Background(), s.who(ts), b.ID, b.Rev, args[1]))
}

// heldCmd sees whether a set is held, and why.
func heldCmd(ts *testscript.TestScript, neg bool, args []string) {
	held := of(ts).set(ts, args[0]).Set.Held
	if (len(held) > 0) == neg {
		ts.Fatalf("held: %v", held)
	}
	says(ts, false, fmt.Sprint(held), args[1:])
}

// clockStory is the timed work: clock 2 wants two texts to go out by it.
func clockStory(ts *testscript.TestScript, _ bool, args []string) {
	n, err := of(ts).o.ReleaseDue(context.Background())
	ts.Check(err)
	if strconv.Itoa(n) != args[0] {
		ts.Fatalf("%d went out, want %s", n, args[0])
	}
}

// checkStory is what the checks still hold against a text; ! check 公示 wants nothing.
func checkStory(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	e := s.text(ts, args[0]).Review.Edition
	c, err := s.o.CheckEdition(context.Background(), s.who(ts), e.Article, e.No)
	ts.Check(err)
	var all strings.Builder
	for _, f := range c.All {
		if f.Open() {
			fmt.Fprintln(&all, f.Rule, f.Place(), f.Found, f.Advice())
		}
	}
	if neg && len(args) == 1 && c.Open > 0 {
		ts.Fatalf("the checks say:\n%s", all.String())
	}
	says(ts, neg, all.String(), args[1:])
}

// allowCmd lists a word whose characters are right as they stand, with why (例外用字).
func allowCmd(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	s.told(ts, neg, s.o.EditCheckList(context.Background(), s.who(ts), "characters", 0, strings.Join(args, " | ")))
}

// readsCmd is the page of a reader; ! reads 公示 wants none.
func readsCmd(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	p, err := s.o.PublicArticle(context.Background(), storyOrgan, s.thing(ts, args[0]))
	if r, ok := refusal.As(err); ok && r.Class == refusal.Hidden && neg && len(args) == 1 {
		return
	}
	ts.Check(err)
	if neg && len(args) == 1 {
		ts.Fatalf("%s is public", args[0])
	}
	says(ts, neg, p.Edition.Title+"\n"+p.Edition.HTML, args[1:])
}

// slipCmd reads the approval slip of the newest edition.
func slipCmd(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	e := s.text(ts, args[0]).Review.Edition
	slip, err := s.o.ApprovalSlip(context.Background(), s.who(ts), e.Article, e.No)
	ts.Check(err)
	var all strings.Builder
	for _, r := range slip.Rows {
		fmt.Fprintln(&all, r.Name, r.Value)
	}
	for _, l := range slip.Lines {
		fmt.Fprintln(&all, l.Step.Name(), l.Person(), l.Says(), l.Ground(), l.Words)
	}
	says(ts, neg, all.String(), args[1:])
}

// listedCmd sees whether the list of texts marks one as let out before its review.
func listedCmd(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	l, err := s.o.DeskList(context.Background(), s.who(ts), office.DeskQuery{})
	ts.Check(err)
	for _, r := range l.Rows {
		if r.Article.ID == s.thing(ts, args[0]) && r.Owed != neg {
			return
		}
	}
	ts.Fatalf("the list marks %s: %v", args[0], neg)
}

// differsCmd reads what changed in the newest edition, in sentences.
func differsCmd(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	c, err := s.o.CompareEditions(context.Background(), s.who(ts), s.thing(ts, args[0]), 0, 0)
	ts.Check(err)
	var all strings.Builder
	for _, x := range c.Difference.Sentences() {
		fmt.Fprintln(&all, x.Words)
	}
	says(ts, neg, all.String(), args[1:])
}

// headCmd signs the day's head of the ledger.
func headCmd(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Check(os.MkdirAll(ts.MkAbs("keys"), 0o700))
	pen, err := secret.LoadPen(ts.MkAbs("keys"), false)
	ts.Check(err)
	n, err := of(ts).o.SignHeads(context.Background(), pen)
	ts.Check(err)
	if n != 1 {
		ts.Fatalf("%d heads were signed", n)
	}
}

// proofCmd fetches the proof of the edition that is live, or of 版=1, as anybody
// may, and checks it offline with the key that the site names.
func proofCmd(ts *testscript.TestScript, neg bool, args []string) {
	s, f := of(ts), read(args)
	d := s.text(ts, f.no)
	no := d.Article.Live
	if n := f.get("版"); n != "" {
		no, _ = strconv.Atoi(n)
	}
	file, err := s.o.PublicProofFile(context.Background(), storyOrgan, d.Article.ID, no)
	s.told(ts, neg, err)
	if err != nil {
		return
	}
	h, err := s.o.PublicHeads(context.Background(), storyOrgan, 1)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("证明.json"), file, 0o600))
	var out strings.Builder
	ts.Check((&verifyCmd{Proof: ts.MkAbs("证明.json"), Key: []string{h.Keys[0].Key}}).proof(streams{out: &out}))
	says(ts, false, out.String(), f.plain)
}

// emergenciesCmd is the supervision figure: emergencies 2025 全部=2 待补审=1 未补审撤下=1
func emergenciesCmd(ts *testscript.TestScript, _ bool, args []string) {
	s, f := of(ts), read(args)
	year, err := strconv.Atoi(f.no)
	ts.Check(err)
	x, err := s.o.Emergencies(context.Background(), s.who(ts), year)
	ts.Check(err)
	gone := f.get("未补审撤下")
	if gone == "" {
		gone = "0"
	}
	if x.All.String() != f.get("全部") || x.Owed.String() != f.get("待补审") || x.Gone.String() != gone || len(x.All.Entries) != len(x.Rows) {
		ts.Fatalf("%s in all (entries %v), %s owed, %s gone", x.All, x.All.Entries, x.Owed, x.Gone)
	}
}
