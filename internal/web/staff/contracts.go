package staff

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/contract"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
)

// contractsPage lists technical contracts (技术合同认定登记, §G.5).
type contractsPage struct {
	Page
	L            office.ContractList
	F            form
	Tabs         []tab
	All          bool
	Kinds, Years []option
	Paging       []pageLink
	Settle       bool
}

func (contractsPage) template() string { return "contracts" }

func (s *server) contracts(a *ask) error {
	q := office.ContractQuery{Waiting: a.query("show") != "all", Kind: a.query("kind"), No: a.query("no"), Year: a.queryInt("year"), Page: a.queryInt("page")}
	if q.Kind+q.No != "" || q.Year > 0 {
		q.Waiting = false
	}
	l, err := s.o.Contracts(a.ctx(), a.who, q)
	if err != nil {
		return err
	}
	p := contractsPage{Page: a.page("技术合同"), L: l, F: form{Values: a.r.URL.Query()}, All: !q.Waiting, Settle: a.may(access.SettleContract), Paging: a.paging(l.Page, l.Pages),
		Tabs:  []tab{{"待办", a.path("/contracts"), l.Waiting, q.Waiting}, {"全部", a.path("/contracts?show=all"), l.All, !q.Waiting}},
		Kinds: []option{{"", "全部类别"}}, Years: []option{{"", "全部年份"}}}
	for _, k := range contract.Sorts(calendar.Day{}) {
		p.Kinds = append(p.Kinds, option{string(k.Key), contract.SortName(k.Key)})
	}
	for y := s.o.Today().Year(); y > s.o.Today().Year()-6; y-- {
		p.Years = append(p.Years, option{strconv.Itoa(y), strconv.Itoa(y) + "年登记"})
	}
	return a.show(http.StatusOK, p)
}

// contractPage is one contract: left what was filed with its text, right what
// is asked of the officer.
type contractPage struct {
	Page
	F        form
	V        office.ContractView
	Rows     []row // what was filed
	Found    []row // what was recognised
	Opened   bool
	Asked    string
	Standing days
	Lacks    []option
	Kinds    []option
	Grounds  []option
	Cancels  []option
}

func (contractPage) template() string { return "contract" }

func (s *server) contract(a *ask) error { return a.showContract(http.StatusOK, form{}, "", nil) }

// openContract shows how the parties are reached; the opening is in the access
// log.
func (s *server) openContract(a *ask) error {
	var open *contract.Filing
	err := a.try(func() error {
		f, err := s.o.OpenContract(a.ctx(), a.who, a.id(), address(a.r.RemoteAddr))
		open = &f
		return err
	})
	if err != nil && !a.kept {
		return err
	}
	return a.showContract(http.StatusOK, form{}, "", open)
}

// optionsOf is a closed list of contracts to choose from.
func optionsOf(list, first string) (out []option) {
	if first != "" {
		out = append(out, option{"", first})
	}
	for _, t := range contract.List(list) {
		out = append(out, option{t.Key, t.Label})
	}
	return out
}

func (a *ask) showContract(code int, f form, asked string, open *contract.Filing) error {
	v, err := a.s.o.Contract(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	if open != nil {
		v.Filing = *open
	}
	if f.Values == nil {
		f.Values = url.Values{}
	}
	p := contractPage{Page: a.page(v.Title), F: f, V: v, Opened: open != nil, Asked: asked, Kinds: []option{{"", "请选择类别"}}, Grounds: optionsOf("ground", "请选择理由"),
		Cancels: optionsOf("cancel", "请选择理由"), Lacks: optionsOf("lack", "")}
	if len(v.Told) > 0 { // only what was told the first time
		p.Lacks = slices.DeleteFunc(p.Lacks, func(o option) bool { return !slices.Contains(v.Told, ledger.Code(o.Value)) })
	}
	for _, k := range contract.Sorts(v.Declared.Signed) {
		p.Kinds = append(p.Kinds, option{string(k.Key), contract.SortName(k.Key)})
	}
	t := v.Declared
	if v.State == contract.Registered {
		t = v.Verified
	}
	for name, value := range map[string]string{"kind": string(t.Kind), "total": contract.Wan(t.Money.Total), "technical": contract.Wan(t.Money.Technical), "equipment": contract.Wan(t.Money.Equipment)} {
		if !f.Values.Has(name) {
			f.Values.Set(name, value)
		}
	}
	p.Rows, p.Found = filedRows(v), foundRows(v)
	if v.State.Pending() {
		p.Standing = left(v.Left, true)
	}
	p.Wide = true
	return a.show(code, p)
}

func filedRows(v office.ContractView) (out []row) {
	f, t := v.Filing, v.Declared
	kind, _ := contract.SortOf(t.Kind)
	side := func(as, who string, s contract.Side, p contract.Party) {
		out = append(out, row{who + "（" + as + "）", s.Name})
		out = append(out, row{who + "性质", contract.Label("nature", p.Nature)}, row{who + "代码", s.Credit}, row{who + "所在地", string(p.Region)},
			row{who + "联系", strings.TrimSpace(s.Contact + " " + s.Phone + " " + s.Email)}, row{who + "地址", s.Address})
	}
	yes := map[bool]string{true: "是", false: "否"}
	out = append(out, row{"申报的类别", contract.SortName(t.Kind)}, row{"签订日期", t.Signed.String()}, row{"履行期限", t.From.String() + " 至 " + t.To.String()},
		row{"成交总金额", contract.Wan(t.Money.Total) + "万元"}, row{"技术交易额", contract.Wan(t.Money.Technical) + "万元"}, row{"设备等金额", contract.Wan(t.Money.Equipment) + "万元"},
		row{"支付方式", contract.Label("pay", t.Pay)}, row{"技术内容", f.Matter}, row{"合同编号", f.OwnNo})
	side(kind.Seller, "卖方", f.Seller, t.Seller)
	side(kind.Buyer, "买方", f.Buyer, t.Buyer)
	out = append(out, row{"知识产权", contract.Label("property", t.Property)}, row{"技术领域", contract.Label("field", t.Field)}, row{"计划来源", contract.Label("plan", t.Plan)},
		row{"社会经济目标", contract.Label("goal", t.Goal)}, row{"关联交易", yes[t.Related]}, row{"享受税收优惠", yes[t.Relief]})
	return slices.DeleteFunc(out, func(r row) bool { return r.Value == "" })
}

func foundRows(v office.ContractView) []row {
	switch {
	case v.Recogniser == "":
		return nil
	case !v.Technical:
		return []row{{"认定", "不予登记"}, {"理由", contract.Label("ground", v.Ground)}, {"认定人", v.Recogniser}}
	}
	out := []row{{"认定的类别", contract.SortName(v.Verified.Kind)}, {"核定的成交总金额", contract.Wan(v.Verified.Money.Total) + "万元"},
		{"核定的技术性收入", contract.Wan(v.Verified.Money.Technical) + "万元"}, {"认定人", v.Recogniser}}
	if v.No != "" {
		out = append(out, row{"登记编号", string(v.No)}, row{"登记日期", v.EndedOn.String()}, row{"登记人", v.Issuer})
	}
	return out
}

func findingOf(v url.Values) office.ContractFinding {
	return office.ContractFinding{Rev: revOf(v), Technical: v.Get("technical_contract"), Kind: v.Get("kind"), Total: v.Get("total"), Technology: v.Get("technical"),
		Equipment: v.Get("equipment"), Ground: v.Get("ground"), Reason: v.Get("reason")}
}

// contractForms are the verbs of a contract.
var contractForms = map[string]struct {
	done string
	do   func(s *server, a *ask, v url.Values) error
}{
	"pass": {"形式审查通过，请认定。", func(s *server, a *ask, v url.Values) error {
		return s.o.ExamineContract(a.ctx(), a.who, a.id(), revOf(v), nil, "")
	}},
	"lack": {"已一次告知缺项，等申请人补正。", func(s *server, a *ask, v url.Values) error {
		if len(v["lacks"]) == 0 {
			return refusal.New("contract.examine.lack", "G.5-CHECK").On("lacks")
		}
		return s.o.ExamineContract(a.ctx(), a.who, a.id(), revOf(v), v["lacks"], v.Get("words"))
	}},
	"recognise": {"已认定，请另一位同志登记出证。", func(s *server, a *ask, v url.Values) error {
		f := findingOf(v)
		f.Technical = "yes"
		return s.o.RecogniseContract(a.ctx(), a.who, a.id(), f)
	}},
	"unfit": {"已提出不予登记，请另一位同志决定。", func(s *server, a *ask, v url.Values) error {
		f := findingOf(v)
		f.Technical, f.Reason = "no", v.Get("unfit_reason")
		return s.o.RecogniseContract(a.ctx(), a.who, a.id(), f)
	}},
	"return": {"已退回认定的人。", func(s *server, a *ask, v url.Values) error {
		return s.o.ReturnContract(a.ctx(), a.who, a.id(), revOf(v), v.Get("reason"))
	}},
	"register": {"已登记，登记证明在“证明和通知书”里。", func(s *server, a *ask, v url.Values) error {
		return s.o.RegisterContract(a.ctx(), a.who, a.id(), revOf(v))
	}},
	"decline": {"已决定不予登记，通知书在“证明和通知书”里。", func(s *server, a *ask, v url.Values) error {
		return s.o.DeclineContract(a.ctx(), a.who, a.id(), revOf(v))
	}},
	"certify": {"已补发登记证明。", func(s *server, a *ask, v url.Values) error {
		return s.o.CertifyContract(a.ctx(), a.who, a.id(), revOf(v))
	}},
	"correct": {"已更正，并出具新的登记证明。", func(s *server, a *ask, v url.Values) error {
		return s.o.CorrectContract(a.ctx(), a.who, a.id(), findingOf(v))
	}},
	"cancel": {"登记已注销。", func(s *server, a *ask, v url.Values) error {
		return s.o.CancelContract(a.ctx(), a.who, a.id(), revOf(v), v.Get("ground"), v.Get("cancel_reason"))
	}},
	"withdraw": {"已登记撤回，办理终止。", func(s *server, a *ask, v url.Values) error {
		return s.o.WithdrawContract(a.ctx(), a.who, a.id(), revOf(v), v.Get("withdraw_reason"))
	}},
	"archive": {"已归档。", func(s *server, a *ask, v url.Values) error {
		return s.o.ArchiveContract(a.ctx(), a.who, a.id(), revOf(v))
	}},
	"erase": {"个人信息已删除。", func(s *server, a *ask, v url.Values) error {
		return s.o.EraseContract(a.ctx(), a.who, a.id(), revOf(v))
	}},
}

func (s *server) contractAct(a *ask) error {
	verb := a.r.PathValue("verb")
	x, ok := contractForms[verb]
	if !ok {
		return refusal.NotFound("access.may.absent")
	}
	v, err := a.values()
	if err == nil {
		err = a.try(func() error { return x.do(s, a, v) })
	}
	if err == nil {
		return a.to(a.path("/contracts/%s", escape(string(a.id()))), x.done)
	}
	f, code, err := again(v, err)
	if err != nil {
		return err
	}
	for i, x := range f.Faults { // two forms of a page ask for a reason
		if x.Field == "reason" && (verb == "unfit" || verb == "cancel") {
			f.Faults[i].Field = verb + "_reason"
		}
	}
	return a.showContract(code, f, verb, nil)
}

// contractPaper hands over what was handed in; it is never shown in the browser.
func (s *server) contractPaper(a *ask) error {
	f, err := s.o.ContractPaper(a.ctx(), a.who, a.id(), a.paper(), address(a.r.RemoteAddr))
	if err != nil {
		return err
	}
	a.attach(f.Type, f.Name)
	http.ServeContent(a.w, a.r, "", s.o.Now(), f)
	return nil
}

// contractCertificate hands over a certificate, or the notice, as a PDF.
func (s *server) contractCertificate(a *ask) error {
	name, pdf, err := s.o.ContractCertificate(a.ctx(), a.who, a.id(), a.paper(), address(a.r.RemoteAddr))
	if err != nil {
		return err
	}
	return a.file(name, func(w io.Writer) error {
		_, err := w.Write(pdf)
		return err
	})
}
