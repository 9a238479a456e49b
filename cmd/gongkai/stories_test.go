package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/internal/testkit"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/request"
)

// TestStories plays testdata/stories: each file is a tutorial, an acceptance
// test and the talk with the bureau at once. The words before each = are the
// form's own; docs/rules/request.md and letter.md say which verb wants which.
func TestStories(t *testing.T) {
	t.Parallel()
	for _, kind := range testkit.Kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			testkit.URL(t, kind) // skips here where the server is missing
			testscript.Run(t, testscript.Params{
				Dir: filepath.Join("..", "..", "testdata", "stories"),
				Setup: func(e *testscript.Env) error {
					e.Values["story"] = newStory(t, kind)
					return nil
				},
				Cmds: storyCommands(),
			})
		})
	}
}

// story is a bureau in which a file of commands is played.
type story struct {
	o         *office.Office
	clock     *testkit.Clock
	officers  map[string]access.Actor
	actor     string
	receipts  map[string]office.Receipt // by number
	cases     map[string]office.CaseReceipt
	people    map[string]office.RequestForm
	named     map[string]ledger.ID      // texts and sets, by the story's word for them
	links     map[string]office.Link    // to reviewers outside, by text
	letters   map[string]posted         // to mailboxes, by number
	contracts map[string]*contractStory // by title
	last      error
	once      int
}

const storyOrgan = ledger.ID("kjj")

func newStory(t *testing.T, kind string) *story {
	s := &story{clock: testkit.NewClock(t, "2025-01-02"), officers: map[string]access.Actor{}, receipts: map[string]office.Receipt{}, cases: map[string]office.CaseReceipt{},
		people: map[string]office.RequestForm{}, named: map[string]ledger.ID{}, links: map[string]office.Link{}, contracts: map[string]*contractStory{}, letters: map[string]posted{}}
	s.o = testkit.Office(t, testkit.Open(t, testkit.Fresh(t, kind)), s.clock.Now)
	f := office.Founding{Organ: people.Organ{Token: string(storyOrgan), Name: "岳阳市科学技术局", ShortName: "岳科", Region: "岳阳市",
		Phone: "0730-8880001", CreditCode: "11430600006387561X", Address: "岳阳市岳阳大道", Hours: "工作日9:00—17:00"},
		Units: []people.Unit{{Code: "bgs", Name: "局办公室", Kind: people.Division}, {Code: "cgk", Name: "成果科", Kind: people.Division},
			{Code: "ghk", Name: "规划科", Kind: people.Division}, {Code: "ck", Name: "政务窗口", Kind: people.Window}}, Columns: publication.DefaultColumns()}
	cast := []struct{ login, name, unit, role string }{{"lisi", "公开办李四", "bgs", "office"}, {"fuze", "公开办负责人", "bgs", "disclosure_hd"},
		{"wangwu", "成果科王五", "cgk", "clerk"}, {"kezhang", "成果科科长", "cgk", "unit_head"}, {"zhaoliu", "规划科赵六", "ghk", "clerk"},
		{"fazhi", "法制员", "bgs", "legal"}, {"baomi", "保密员", "bgs", "secrecy"}, {"anquan", "安全管理员", "bgs", "security_admin"}, {"fenguan", "分管领导", "bgs", "deputy_chief"}, {"juzhang", "局长", "bgs", "chief"},
		{"xiaozhou", "窗口小周", "ck", "window_staff"}}
	for _, c := range cast {
		f.Officers = append(f.Officers, office.FoundingOfficer{Password: "Story-2025-gongkai", OfficerForm: office.OfficerForm{Login: c.login,
			Name: c.name, Unit: string(office.UnitID(storyOrgan, ledger.Code(c.unit))), Roles: []string{c.role}}})
	}
	if err := s.o.Found(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	for _, c := range cast {
		a, err := s.o.Actor(t.Context(), office.OfficerID(storyOrgan, c.login))
		if err != nil {
			t.Fatal(err)
		}
		s.officers[c.name] = a
	}
	return s
}

// form is a command's words: the number of the request, and 名=值.
type form struct {
	no     string
	values map[string]string
	plain  []string
}

func read(args []string) form {
	f := form{values: map[string]string{}}
	for _, a := range args {
		if k, v, ok := strings.Cut(a, "="); ok {
			f.values[k] = v
			continue
		}
		if f.no == "" {
			f.no = a
			continue
		}
		f.plain = append(f.plain, a)
	}
	return f
}

func (f form) get(names ...string) string {
	for _, n := range names {
		if v, ok := f.values[n]; ok {
			return v
		}
	}
	return ""
}

func (f form) arg(i int) string {
	if i < len(f.plain) {
		return f.plain[i]
	}
	return ""
}

type command = func(ts *testscript.TestScript, neg bool, args []string)

func storyCommands() map[string]command {
	cmds := map[string]command{"day": dayCmd, "as": asCmd, "request": requestCmd, "due": dueCmd, "state": stateCmd, "refused": refusedCmd,
		"letter": letterCmd, "page": pageCmd, "report": reportStory, "verify": verifyStory, "queue": queueCmd, "left": leftCmd, "desk": deskStory}
	for name, do := range storyVerbs {
		cmds[name] = verbCmd(do)
	}
	for name, do := range textVerbs {
		cmds[name] = textCmd(do)
	}
	maps.Copy(cmds, textCommands)
	maps.Copy(cmds, contractCommands)
	maps.Copy(cmds, letterCommands)
	maps.Copy(cmds, caseCommands)
	return cmds
}

func of(ts *testscript.TestScript) *story { return ts.Value("story").(*story) }

func dayCmd(ts *testscript.TestScript, _ bool, args []string) {
	d, err := calendar.ParseDay(args[0])
	ts.Check(err)
	of(ts).clock.Set(d.Start().Add(9 * 3600 * 1e9))
}

func asCmd(ts *testscript.TestScript, _ bool, args []string) { of(ts).actor = args[0] }

// requestCmd hands in an application: a citizen on the site, an officer at the desk.
func requestCmd(ts *testscript.TestScript, neg bool, args []string) {
	s, f := of(ts), read(append([]string{"-"}, args...))
	s.once++
	kind := key("applicant", orWord(f.get("申请人类型"), "自然人"))
	r := office.RequestForm{Once: strconv.Itoa(s.once), Applicant: kind, Name: orWord(f.get("申请人"), s.actor), IDNo: "11010519491231002X",
		Phone: orWord(f.get("电话"), "13812345678"), Email: f.get("邮箱"), Content: f.get("内容"), Carrier: "email", Way: key("way", orWord(f.get("方式"), "网上查看")),
		Address: "岳阳市岳阳大道1号"}
	if kind != "natural" {
		r.IDNo, r.Credit = "", "91350100M000100Y43"
	}
	var got office.Receipt
	var err error
	if who, officer := s.officers[s.actor]; officer {
		r.Door, r.Arrived = key("door", orWord(f.get("渠道"), "当面")), orWord(f.get("收到"), s.o.Today().String())
		r.Confirmed, r.How = f.get("确认"), "phone"
		got, err = s.o.RegisterRequest(context.Background(), who, r, nil)
	} else {
		got, err = s.o.ApplyRequest(context.Background(), storyOrgan, r, nil, "127.0.0.1")
	}
	s.told(ts, neg, err)
	if err == nil {
		s.receipts[got.No], s.people[got.No] = got, r
	}
}

func orWord(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// key finds the key of a printed name.
func key(list, label string) string {
	for _, t := range law.Terms(list) {
		if t.Label == label || t.Key == label {
			return t.Key
		}
	}
	return label
}

// told keeps a refusal for the line that asks for it.
func (s *story) told(ts *testscript.TestScript, neg bool, err error) {
	s.last = err
	switch {
	case err == nil && neg:
		ts.Fatalf("was not refused")
	case err != nil && !neg:
		ts.Fatalf("%v", err)
	case err != nil:
		if _, ok := refusal.As(err); !ok {
			ts.Fatalf("a fault, not a refusal: %v", err)
		}
		fmt.Fprintf(ts.Stdout(), "%v\n", err)
	}
}

func refusedCmd(ts *testscript.TestScript, _ bool, args []string) {
	r, ok := refusal.As(of(ts).last)
	if !ok || r.Code != args[0] {
		ts.Fatalf("refused with %v, want %s", of(ts).last, args[0])
	}
	if len(args) > 1 && !strings.Contains(r.Words(), args[1]) {
		ts.Fatalf("says %q, want %q", r.Words(), args[1])
	}
}

type doing func(s *story, who access.Actor, id ledger.ID, a office.RequestAct, f form) error

// storyVerbs are the verbs of the desk as a story writes them.
var storyVerbs = map[string]doing{
	"confirm": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		a.How = "phone"
		return s.o.ConfirmRequest(context.Background(), w, id, a)
	},
	"assign": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		for name, u := range map[string]ledger.Code{"局办公室": "bgs", "成果科": "cgk", "规划科": "ghk"} {
			if name == f.arg(0) {
				a.Unit = string(office.UnitID(storyOrgan, u))
			}
		}
		return s.o.AssignRequest(context.Background(), w, id, a)
	},
	"clarify": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		return s.o.ClarifyRequest(context.Background(), w, id, a)
	},
	"supplement": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		return s.o.SupplementRequest(context.Background(), w, id, a)
	},
	"consult": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		a.Name, a.Party = f.arg(0), "third"
		if f.arg(1) == "共同制作机关" {
			a.Party = "coproducer"
		}
		a.Text = orWord(a.Text, "申请所涉信息")
		return s.o.ConsultRequest(context.Background(), w, id, a)
	},
	"served": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		a.Ref = s.consult(w, id, f.arg(0))
		if f.arg(0) == "收费通知" {
			a.Ref = string(request.FeeNotice)
		}
		return s.o.ServeRequest(context.Background(), w, id, a)
	},
	"heard": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		a.Ref = s.consult(w, id, f.get("第三方"))
		a.View = map[string]string{"同意": "agree", "不同意": "object", "部分同意": "part", "未答复": "none"}[f.arg(0)]
		return s.o.HearRequest(context.Background(), w, id, a)
	},
	"extend": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		return s.o.ExtendRequest(context.Background(), w, id, a)
	},
	"ask": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		return s.o.AskRequest(context.Background(), w, id, a)
	},
	"reason": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		return s.o.ReasonRequest(context.Background(), w, id, a)
	},
	"postpone": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		return s.o.PostponeRequest(context.Background(), w, id, a)
	},
	"charge": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		a.Tariff, a.N = "item", ""
		if n := f.get("按量"); n != "" {
			a.Tariff, a.N = "pages", n
		}
		return s.o.ChargeRequest(context.Background(), w, id, a)
	},
	"pay": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		return s.o.PayRequest(context.Background(), w, id, a)
	},
	"decide": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		d := office.Draft{Reply: key("reply", f.get("答复")), Facts: f.get("事实"), Reasons: f.get("理由"), Ground: f.get("依据"),
			Supply: f.get("获取"), Earlier: f.get("此前"), Interest: f.get("公共利益"), Override: f.get("公共利益") != ""}
		if name := f.get("提供"); name != "" {
			a.Files = []office.Upload{{Kind: "supplied", Name: name, R: strings.NewReader(name)}}
		}
		for _, item := range strings.Split(f.get("各项"), "；") { // 内容:理由种类:理由
			if c := strings.Split(item, "："); len(c) >= 2 {
				it := office.DraftItem{Text: c[0], Ground: key("ground", c[1])}
				if len(c) > 2 {
					it.Reason = c[2]
				}
				d.Items = append(d.Items, it)
			}
		}
		return s.o.DecideRequest(context.Background(), w, id, a, d)
	},
	"return": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		return s.o.ReturnRequest(context.Background(), w, id, a)
	},
	"review": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		a.Text = f.arg(0)
		return s.o.ReviewRequest(context.Background(), w, id, a)
	},
	"sign": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		return s.o.SignRequest(context.Background(), w, id, a)
	},
	"send": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		a.Way = key("way", orWord(f.get("方式"), "网上查看"))
		return s.o.SendRequest(context.Background(), w, id, a)
	},
	"deliver": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		a.Text = f.get("凭证")
		return s.o.DeliverRequest(context.Background(), w, id, a)
	},
	"withdraw": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		return s.o.WithdrawRequest(context.Background(), w, id, a)
	},
	"giveup": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		return s.o.GiveUpRequest(context.Background(), w, id, a)
	},
	"archive": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		return s.o.ArchiveRequest(context.Background(), w, id, a)
	},
	"erase": func(s *story, w access.Actor, id ledger.ID, a office.RequestAct, f form) error {
		return s.o.EraseRequest(context.Background(), w, id, a)
	},
}

// verbCmd carries out a verb as the present actor would at the desk: on the
// request as it stands, with what the line says in the form.
func verbCmd(do doing) command {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		s, f := of(ts), read(args)
		who, id := s.who(ts), s.id(ts, f.no)
		v, err := s.o.RequestMatter(context.Background(), s.officers["公开办李四"], id)
		ts.Check(err)
		a := office.RequestAct{Rev: v.Request.Rev, On: f.get("日期"), By: f.get("期限"), To: f.get("至"), Days: f.get("工作日"),
			Amount: f.get("金额"), Text: f.get("内容", "理由", "说明")}
		s.told(ts, neg, do(s, who, id, a, f))
	}
}

// who is the present actor, with those whom they stand in for today.
func (s *story) who(ts *testscript.TestScript) access.Actor {
	who, ok := s.officers[s.actor]
	if !ok {
		ts.Fatalf("%s不是工作人员", s.actor)
	}
	who, err := s.o.Actor(context.Background(), who.Officer)
	ts.Check(err)
	return who
}

func (s *story) id(ts *testscript.TestScript, no string) ledger.ID {
	r, ok := s.receipts[no]
	if !ok {
		ts.Fatalf("没有编号为%s的申请", no)
	}
	return r.ID
}

// consult finds a consultation by the party's name, or the last one.
func (s *story) consult(w access.Actor, id ledger.ID, name string) string {
	v, err := s.o.RequestMatter(context.Background(), w, id)
	if err != nil || len(v.Consults) == 0 {
		return ""
	}
	for _, c := range v.Consults {
		if c.Name == name {
			return string(c.Ref)
		}
	}
	return string(v.Consults[len(v.Consults)-1].Ref)
}

func (s *story) matter(ts *testscript.TestScript, no string) office.RequestView {
	v, err := s.o.RequestMatter(context.Background(), s.officers["公开办李四"], s.id(ts, no))
	ts.Check(err)
	return v
}

func dueCmd(ts *testscript.TestScript, _ bool, args []string) {
	s, got := of(ts), ""
	if _, ok := s.letters[args[0]]; ok {
		got = s.letter(ts, args[0]).Sheet.Due.Day.String()
	} else {
		got = s.matter(ts, args[0]).Sheet.Due.Day.String()
	}
	if got == "" {
		got = "无"
	}
	if got != args[1] {
		ts.Fatalf("due %s, want %s", got, args[1])
	}
}

func leftCmd(ts *testscript.TestScript, _ bool, args []string) {
	if got := strconv.Itoa(of(ts).matter(ts, args[0]).Sheet.Left); got != args[1] {
		ts.Fatalf("%s working days left, want %s", got, args[1])
	}
}

func stateCmd(ts *testscript.TestScript, _ bool, args []string) {
	s := of(ts)
	got := ""
	if _, ok := s.letters[args[0]]; ok {
		got = s.letter(ts, args[0]).Letter.State.Name()
	} else if _, text := s.named[args[0]]; text {
		got = s.text(ts, args[0]).Review.Edition.State.Name()
	} else {
		got = s.matter(ts, args[0]).Request.State.Name()
	}
	if got != args[1] {
		ts.Fatalf("state %s, want %s", got, args[1])
	}
}

// queueCmd sees whether a request stands in the queue of the actor.
func queueCmd(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	l, err := s.o.RequestQueue(context.Background(), s.who(ts), office.RequestQuery{})
	ts.Check(err)
	found := false
	for _, r := range l.Rows {
		found = found || r.Request.No == args[0]
	}
	if found == neg {
		ts.Fatalf("%s in the queue of %s: %v", args[0], s.actor, found)
	}
}

// deskStory sees whether the first page of the actor asks for something.
func deskStory(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	d, err := s.o.Desk(context.Background(), s.who(ts))
	ts.Check(err)
	var all strings.Builder
	for _, w := range d.Notices {
		fmt.Fprintln(&all, w.Words)
	}
	for _, task := range d.Tasks {
		fmt.Fprintf(&all, "%s %s\n", task.Title, task.Next)
	}
	says(ts, neg, all.String(), args)
}

// says sees whether each of the words stands in what was read, or none does.
func says(ts *testscript.TestScript, neg bool, all string, words []string) {
	for _, want := range words {
		if strings.Contains(all, want) == neg {
			ts.Fatalf("about %q it says:\n%s", want, all)
		}
	}
}

// letterCmd reads a letter: letter 2025-0001 clarify 第三十条 …
func letterCmd(ts *testscript.TestScript, _ bool, args []string) {
	s := of(ts)
	v := s.matter(ts, args[0])
	for _, p := range v.Papers {
		if string(p.Writ) != args[1] {
			continue
		}
		w, err := s.o.RequestLetter(context.Background(), s.officers["公开办李四"], v.Request.ID, p.ID, "127.0.0.1")
		ts.Check(err)
		says(ts, false, strings.Join(w.Words(), "\n"), args[2:])
		return
	}
	ts.Fatalf("no letter %s", args[1])
}

// pageCmd is what the applicant reads with the query code and the tail of the
// telephone number.
func pageCmd(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	if _, ok := s.letters[args[0]]; ok {
		all, _ := s.letterPage(ts, args[0])
		says(ts, neg, all, args[1:])
		return
	}
	r, phone := s.receipts[args[0]], s.people[args[0]].Phone
	pass, err := s.o.FollowRequest(context.Background(), storyOrgan, r.Code, phone[len(phone)-4:], "127.0.0.1")
	ts.Check(err)
	f, err := s.o.Followed(context.Background(), storyOrgan, pass)
	ts.Check(err)
	var all strings.Builder
	io.WriteString(&all, f.Next+"\n")
	for _, x := range f.Steps {
		fmt.Fprintln(&all, x.On, x.What, x.Said)
	}
	for _, l := range f.Letters {
		fmt.Fprintln(&all, l.Name, l.No)
	}
	for _, c := range f.Remedies {
		fmt.Fprintln(&all, c.Name, c.Last)
	}
	says(ts, neg, all.String(), args[1:])
}

// reportStory: report 2025 new=1 d_third=1, each the sum column of its row.
func reportStory(ts *testscript.TestScript, _ bool, args []string) {
	year, err := strconv.Atoi(args[0])
	ts.Check(err)
	v, err := of(ts).o.ReportOf(context.Background(), storyOrgan, year, "")
	ts.Check(err)
	for _, a := range args[1:] {
		row, want, _ := strings.Cut(a, "=")
		name := law.T3(row, "sum")
		if strings.Contains(row, ".") {
			name = row
		}
		if got := v.Sheet.Cell(name); got.String() != want || len(got.Entries) == 0 && want != "0" {
			ts.Fatalf("%s is %s (entries %v), want %s", name, got, got.Entries, want)
		}
	}
	for _, c := range v.Checks {
		if strings.HasPrefix(c.Rule, "T3") && !c.OK {
			ts.Fatalf("%s: %s", c.Rule, c.Detail)
		}
	}
}

func verifyStory(ts *testscript.TestScript, _ bool, _ []string) {
	v, err := of(ts).o.Verify(context.Background(), storyOrgan)
	ts.Check(err)
	if len(v.Findings) > 0 {
		ts.Fatalf("%s", v)
	}
}
