package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"gongkai/calendar"
	"gongkai/contract"
	"gongkai/internal/conv"
	"gongkai/internal/office"
	"gongkai/ledger"
)

// contractStory is what a story knows of one technical contract.
type contractStory struct {
	code string // 续填码
	form office.ContractForm
	id   ledger.ID
}

// contractCommands are the commands about technical contracts; each contract is
// called by its title.
var contractCommands = map[string]command{"contract": contractCmd, "contractstate": contractStateCmd, "contractstats": contractStatsCmd, "certificate": certificateCmd}

func sortKey(name string) string {
	for _, s := range contract.Sorts(calendar.Day{}) {
		if s.Name == name {
			return string(s.Key)
		}
	}
	return name
}

func listKey(list, name string) string {
	for _, t := range contract.List(list) {
		if t.Label == name || strings.HasPrefix(t.Label, name) && name != "" {
			return t.Key
		}
	}
	return name
}

// creditOf is the credit code of a body of a story: one for each name.
func creditOf(name, region string) string {
	n := 0
	for _, r := range name {
		n = (n*31 + int(r)) % 100000
	}
	for _, last := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if code := fmt.Sprintf("91%sMA4L%05d%c", region, n, last); contract.RegionOf(code) != "" {
			return code
		}
	}
	return ""
}

// contractCmd does a verb to a contract: contract VERB TITLE 名=值….
func contractCmd(ts *testscript.TestScript, neg bool, args []string) {
	s, ctx := of(ts), context.Background()
	verb, f := args[0], read(args[1:])
	c := s.contracts[f.no]
	if c == nil {
		c = &contractStory{}
		s.contracts[f.no] = c
	}
	if verb == "refile" {
		code, err := s.o.RefileContract(ctx, storyOrgan, c.code)
		ts.Check(err)
		c.code = code
	}
	if verb == "file" || verb == "amend" || verb == "refile" {
		s.told(ts, neg, s.fileContract(c, f))
		return
	}
	who := s.officers[s.actor]
	var v office.ContractView
	if verb != "settle" {
		var err error
		v, err = s.o.Contract(ctx, who, c.id)
		ts.Check(err)
	}
	finding := office.ContractFinding{Rev: v.Rev, Kind: sortKey(f.get("类别")), Total: f.get("总额"), Technology: f.get("技术"), Equipment: f.get("设备"), Reason: f.get("理由"),
		Ground: listKey("ground", f.get("依据")), Technical: "yes"}
	s.told(ts, neg, map[string]func() error{
		"settle": func() error {
			return s.o.SettleContracts(ctx, who, 0, contract.Office{Name: f.no, Unit: office.UnitID(storyOrgan, "cgk"), Code: "430600", Regions: []ledger.Code{"4306"},
				Pattern: contract.DefaultPattern, Else: "请向卖方所在地的技术合同登记机构申请。"})
		},
		"lack": func() error {
			var lacks []string
			for _, l := range strings.Split(f.get("缺"), "、") {
				lacks = append(lacks, listKey("lack", l))
			}
			return s.o.ExamineContract(ctx, who, c.id, v.Rev, lacks, f.get("理由"))
		},
		"pass":      func() error { return s.o.ExamineContract(ctx, who, c.id, v.Rev, nil, "") },
		"recognise": func() error { return s.o.RecogniseContract(ctx, who, c.id, finding) },
		"unfit": func() error {
			finding.Technical = "no"
			return s.o.RecogniseContract(ctx, who, c.id, finding)
		},
		"return":   func() error { return s.o.ReturnContract(ctx, who, c.id, v.Rev, f.get("理由")) },
		"register": func() error { return s.o.RegisterContract(ctx, who, c.id, v.Rev) },
		"decline":  func() error { return s.o.DeclineContract(ctx, who, c.id, v.Rev) },
		"correct":  func() error { return s.o.CorrectContract(ctx, who, c.id, finding) },
		"cancel": func() error {
			return s.o.CancelContract(ctx, who, c.id, v.Rev, listKey("cancel", f.get("依据")), f.get("理由"))
		},
		"withdraw": func() error { return s.o.WithdrawContract(ctx, who, c.id, v.Rev, f.get("理由")) },
		"archive":  func() error { return s.o.ArchiveContract(ctx, who, c.id, v.Rev) },
	}[verb]())
}

// fileContract files a contract on the site, or puts it right by its code.
func (s *story) fileContract(c *contractStory, f form) error {
	ctx := context.Background()
	if c.code == "" {
		region := orWord(f.get("所在地"), "430600")
		c.form = office.ContractForm{Written: "yes", Signed: s.o.Today().String(), From: s.o.Today().String(), To: s.o.Today().AddDays(365).String(), Title: f.no,
			Matter: "研究开发和交付" + f.no + "，附技术文档。", Pay: "parts", Property: "none", Field: "information", Plan: "none", Goal: "industry",
			Seller: contract.Side{Name: s.actor, Credit: creditOf(s.actor, region), Contact: "张三", Phone: "13812345678"}, SellerNature: "company",
			Buyer: contract.Side{Name: "长沙某某公司", Credit: creditOf("长沙某某公司", "430100")}, BuyerNature: "company"}
	}
	for name, to := range map[string]*string{"类别": &c.form.Kind, "签订": &c.form.Signed, "总额": &c.form.Total, "技术": &c.form.Technical, "书面": &c.form.Written} {
		if v := f.get(name); v != "" {
			*to = v
		}
	}
	c.form.Kind = sortKey(c.form.Kind)
	d, err := s.o.ContractDraft(ctx, storyOrgan, c.code)
	if err != nil {
		return err
	}
	d.ContractForm = c.form
	for _, kind := range []string{"contract", "annex"} {
		name := f.get(map[string]string{"contract": "文本", "annex": "附件"}[kind])
		if name == "" {
			continue
		}
		var b bytes.Buffer
		if err := conv.WriteDocx(&b, conv.Paper{Title: name, HTML: "<p>" + f.no + name + "</p>"}); err != nil {
			return err
		}
		kept, err := s.o.KeepPaper(ctx, storyOrgan, kind, name+".docx", &b, "127.0.0.1")
		if err != nil {
			return err
		}
		d.Papers = append(d.Papers, kept)
	}
	if c.code, err = s.o.SaveContractDraft(ctx, storyOrgan, c.code, d); err != nil {
		return err
	}
	followed, err := s.o.FollowedContract(ctx, storyOrgan, c.code)
	if err != nil {
		return err
	}
	r, err := s.o.FileContract(ctx, storyOrgan, c.code, followed.Rev, "127.0.0.1")
	if err != nil {
		return err
	}
	c.id = r.ID
	return nil
}

// contractView reads a contract as the division does.
func (s *story) contractView(ts *testscript.TestScript, title string) office.ContractView {
	c := s.contracts[title]
	if c == nil {
		ts.Fatalf("no contract %s", title)
	}
	v, err := s.o.Contract(context.Background(), s.officers["成果科王五"], c.id)
	ts.Check(err)
	return v
}

// contractStateCmd wants a state, and what stands in the register.
func contractStateCmd(ts *testscript.TestScript, _ bool, args []string) {
	v := of(ts).contractView(ts, args[0])
	got := v.State.Name() + " " + string(v.No) + " " + contract.SortName(v.Verified.Kind) + " " + contract.Wan(v.Verified.Money.Technical) + "万元"
	for _, want := range args[1:] {
		if !slices.Contains(strings.Fields(got), want) {
			ts.Fatalf("%s: %s, want %s", args[0], got, want)
		}
	}
}

// certificateCmd wants words on the latest certificate or notice; one that is
// checked by its number and code says 有效, 已代替 or 已注销.
func certificateCmd(ts *testscript.TestScript, _ bool, args []string) {
	s := of(ts)
	v := s.contractView(ts, args[0])
	if len(v.Certificates) == 0 {
		ts.Fatalf("%s has no certificate", args[0])
	}
	p := v.Certificates[len(v.Certificates)-1]
	says := string(p.Body)
	if p.Version > 0 {
		var c contract.Certificate
		ts.Check(json.Unmarshal(p.Body, &c))
		stands, err := s.o.CheckCertificate(context.Background(), storyOrgan, c.No, strings.ToLower(c.Code), "127.0.0.1")
		ts.Check(err)
		for _, x := range c.Cells() {
			says += " " + x.Name + "：" + x.Value
		}
		switch {
		case !stands.Cancelled.IsZero():
			says += " 已注销"
		case stands.Replaced:
			says += " 已代替"
		default:
			says += " 有效"
		}
	}
	for _, want := range args[1:] {
		if !strings.Contains(says, want) {
			ts.Fatalf("%s says %s, want %s", args[0], says, want)
		}
	}
}

// contractStatsCmd wants the statistics of a year: 类别=项数/成交额/技术交易额.
func contractStatsCmd(ts *testscript.TestScript, _ bool, args []string) {
	s := of(ts)
	f := read(args)
	year := 0
	fmt.Sscan(f.no, &year)
	stats, err := s.o.ContractStats(context.Background(), s.officers["公开办李四"], year)
	ts.Check(err)
	lines := map[string]contract.Line{"合计": stats.All}
	for _, l := range stats.Lines {
		lines[l.Name] = l.Line
	}
	for name, want := range f.values {
		l := lines[name]
		if got := fmt.Sprintf("%s/%s/%s", l.Count, l.Turnover, l.Technical); got != want {
			ts.Fatalf("%d %s: %s, want %s", year, name, got, want)
		}
	}
}
