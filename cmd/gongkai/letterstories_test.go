package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/letter"
)

// letterCommands are those of letters to mailboxes: write hands one in, act does
// a verb by its printed name, public reads what everybody reads. due, left, state
// and page take a letter's number as they take a request's.
var letterCommands = map[string]command{"write": writeStory, "act": actStory, "public": publicStory, "rate": rateStory}

// posted is a letter that a story handed in.
type posted struct {
	office.LetterReceipt
	phone string
}

func keyOf(list []letter.Named, label string) string {
	for _, x := range list {
		if x.Name == label {
			return string(x.Key)
		}
	}
	return label
}

// writeStory hands a letter in: a citizen on the site, an officer at the desk.
func writeStory(ts *testscript.TestScript, neg bool, args []string) {
	s, f := of(ts), read(append([]string{"-"}, args...))
	s.once++
	box := f.get("信箱")
	t, err := s.o.MailboxesOf(context.Background(), storyOrgan)
	ts.Check(err)
	for _, m := range t.Mailboxes {
		if m.Name == box {
			box = string(m.Key)
		}
	}
	l := office.LetterForm{Once: "letter" + strconv.Itoa(s.once), Mailbox: box, Sort: keyOf(letter.Sorts, f.get("类型")), Name: orWord(f.get("来信人"), s.actor),
		Phone: orWord(f.get("电话"), "13812345678"), Email: f.get("邮箱"), Title: f.get("标题"), Content: f.get("内容"), Open: f.get("公开") != "不同意",
		Received: f.get("收到"), Given: f.get("限定"), Their: f.get("来函编号")}
	var got office.LetterReceipt
	if who, officer := s.officers[s.actor]; officer {
		got, err = s.o.RegisterLetter(context.Background(), who, l, nil)
	} else {
		got, err = s.o.WriteLetter(context.Background(), storyOrgan, l, nil, "127.0.0.1")
	}
	s.told(ts, neg, err)
	if err == nil {
		s.letters[got.No] = posted{got, l.Phone}
	}
}

// letter reads a letter as the office sees it.
func (s *story) letter(ts *testscript.TestScript, no string) office.LetterView {
	v, err := s.o.LetterMatter(context.Background(), s.officers["公开办李四"], s.letters[no].ID)
	ts.Check(err)
	return v
}

type acting func(o *office.Office, ctx context.Context, who access.Actor, id ledger.ID, a office.LetterAct) error

var letterVerbs = map[letter.Verb]acting{
	letter.AcceptVerb: (*office.Office).AcceptLetter, letter.DeclineVerb: (*office.Office).DeclineLetter, letter.AssignVerb: (*office.Office).AssignLetter,
	letter.HandBackVerb: (*office.Office).HandBackLetter, letter.ConvertVerb: (*office.Office).ConvertLetter, letter.ExtendVerb: (*office.Office).ExtendLetter,
	letter.DraftVerb: (*office.Office).DraftLetter, letter.ReturnVerb: (*office.Office).ReturnLetter, letter.CheckVerb: (*office.Office).CheckLetter,
	letter.ApproveVerb: (*office.Office).ApproveLetter, letter.AnswerVerb: (*office.Office).AnswerLetter, letter.PrepareVerb: (*office.Office).PrepareLetter,
	letter.PublishVerb: (*office.Office).PublishLetter, letter.WithdrawVerb: (*office.Office).WithdrawLetter, letter.FollowVerb: (*office.Office).FollowUpLetter,
	letter.CorrectVerb: (*office.Office).CorrectLetter, letter.ReopenVerb: (*office.Office).ReopenLetter, letter.ArchiveVerb: (*office.Office).ArchiveLetter,
	letter.EraseVerb: (*office.Office).EraseLetter,
}

// actStory does a verb as the present actor would at the desk: act X2025-0001
// 转办 科室=成果科.
func actStory(ts *testscript.TestScript, neg bool, args []string) {
	s, f := of(ts), read(args)
	who, v := s.who(ts), s.letter(ts, f.no)
	a := office.LetterAct{Rev: v.Letter.Rev, On: f.get("日期"), Due: f.get("期限"), Until: f.get("至"), Days: f.get("天数"), Text: f.get("内容", "理由", "说明"),
		Ground: keyOf(letter.Grounds, f.get("情形")), To: keyOf(letter.Exits, f.get("转到")), Reference: f.get("接收"), How: keyOf(letter.Hows, f.get("方式")),
		Solved: f.get("解决") == "是", Mailbox: orWord(f.get("信箱"), string(v.Letter.Mailbox)), Sort: keyOf(letter.Sorts, f.get("类型")),
		Title: f.get("标题"), Question: f.get("问"), Answer: f.get("答")}
	for name, u := range map[string]ledger.Code{"局办公室": "bgs", "成果科": "cgk", "规划科": "ghk"} {
		if name == f.get("科室") {
			a.Unit = string(office.UnitID(storyOrgan, u))
		}
	}
	for verb, do := range letterVerbs {
		if verb.Name() != f.arg(0) {
			continue
		}
		s.told(ts, neg, do(s.o, context.Background(), who, v.Letter.ID, a))
		if v = s.letter(ts, f.no); v.Request != "" { // the request that it became is a character of the story now
			p := s.letters[f.no]
			s.receipts[v.Request] = office.Receipt{ID: v.Letter.Into, No: v.Request, Code: p.Code}
			s.people[v.Request] = office.RequestForm{Phone: p.phone}
		}
		return
	}
	ts.Fatalf("没有“%s”这个动作", f.arg(0))
}

// letterPage is what the sender reads with the query code and the tail of the
// telephone number.
func (s *story) letterPage(ts *testscript.TestScript, no string) (string, string) {
	p := s.letters[no]
	pass, err := s.o.FollowLetter(context.Background(), storyOrgan, p.Code, p.phone[len(p.phone)-4:], "127.0.0.1")
	ts.Check(err)
	f, err := s.o.LetterFollowed(context.Background(), storyOrgan, pass)
	ts.Check(err)
	var all strings.Builder
	fmt.Fprintln(&all, f.Next, f.Answer)
	for _, x := range f.Steps {
		fmt.Fprintln(&all, x.On, x.What, x.Said)
	}
	return all.String(), pass
}

// rateStory is the sender's word: rate X2025-0001 满意.
func rateStory(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	_, pass := s.letterPage(ts, args[0])
	stars, err := strconv.Atoi(keyOf(letter.Levels, args[1]))
	ts.Check(err)
	s.told(ts, neg, s.o.RateLetter(context.Background(), storyOrgan, pass, stars, ""))
}

// publicStory sees whether everybody reads these words among the public letters.
func publicStory(ts *testscript.TestScript, neg bool, args []string) {
	l, err := of(ts).o.PublicLetters(context.Background(), storyOrgan, office.PublicLetterQuery{})
	ts.Check(err)
	var all strings.Builder
	for _, p := range l.Rows {
		fmt.Fprintln(&all, p.No, p.Mailbox, p.Title, p.Question, p.Answer, p.Unit, p.AcceptedOn, p.AnsweredOn)
	}
	says(ts, neg, all.String(), args)
}
