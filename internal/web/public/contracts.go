package public

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongkai/calendar"
	"gongkai/contract"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
)

// contractsPage is where a filing begins (技术合同认定登记, §G.5).
type contractsPage struct {
	Page
	Set   contract.Office
	Sorts []contract.Sort
	Going bool // a draft of this browser's is on its way
	Form  form
}

func (contractsPage) template() string { return "contracts" }

// contracts is the table of contents of the pages about technical contracts.
func (a *ask) contracts(path string) error {
	switch {
	case path == "":
		return a.contractsStart(http.StatusOK, nil)
	case path == "check":
		return a.contractCheck()
	case path == "stats":
		return a.contractStats()
	case path == "resume" && a.r.Method == http.MethodPost:
		return a.resumeContract()
	case path == "filed":
		return a.contractFiled()
	case strings.HasPrefix(path, "filed/"):
		return a.contractCertificate(strings.TrimPrefix(path, "filed/"))
	}
	if name, ok := strings.CutPrefix(path, "new/"); ok {
		return a.contractStep(name)
	}
	return a.absent()
}

func (a *ask) contractsStart(status int, faults []fault) error {
	frame, err := a.formFrame("技术合同认定登记", "/contracts")
	if err != nil {
		return err
	}
	p := contractsPage{Page: frame, Sorts: contract.Sorts(calendar.Day{}), Going: a.token("contracts") != "", Form: form{Values: url.Values{}, Faults: faults}}
	_, p.Set, err = a.s.o.PublicContractStats(a.r.Context(), a.organ.ID, 0)
	if err != nil {
		return err
	}
	return a.personal(status, p)
}

// resumeContract opens a draft by its code, on whatever device.
func (a *ask) resumeContract() error {
	got, _, err := a.typed(0)
	if err != nil {
		return err
	}
	code := got.Values.Get("code")
	if err := a.s.o.ResumeContractDraft(a.r.Context(), a.organ.ID, code, a.remote()); err != nil {
		faults, err := faultsOf(err)
		if err != nil {
			return err
		}
		return a.contractsStart(http.StatusUnprocessableEntity, faults)
	}
	a.remember("contracts", contract.PlainCode(code), 0)
	d, err := a.s.o.ContractDraft(a.r.Context(), a.organ.ID, code)
	if err != nil {
		return err
	}
	if d.Receipt.ID != "" {
		return a.onward("/contracts/filed")
	}
	return a.onward("/contracts/new/check")
}

// contractSteps are the pages of a filing with the fields that each asks for.
var contractSteps = []step{
	{"kind", "哪一类合同", []string{"oral", "kind", "signed"}},
	{"seller", "卖方", []string{"seller_name", "seller_credit", "seller_nature", "seller_region", "seller_contact", "seller_phone", "seller_email", "seller_address"}},
	{"buyer", "买方", []string{"buyer_name", "buyer_credit", "buyer_nature", "buyer_region", "buyer_contact", "buyer_phone", "buyer_email", "buyer_address"}},
	{"matter", "合同内容", []string{"title", "own_no", "matter", "from", "to"}},
	{"money", "金额", []string{"total", "technical", "equipment", "pay"}},
	{"class", "统计分类", []string{"property", "field", "plan", "goal"}},
	{"files", "合同文本", []string{"contract", "annex"}},
	{"check", "核对并提交", nil},
}

// contractStepPage is a step with what was filled in so far.
type contractStepPage struct {
	Page
	Step    step
	No, Of  int
	Form    form
	Back    string
	Code    string
	Checked bool
	Amends  bool // it was filed already and is put right
	Filed   office.ContractFollow
	Lost    bool
	Papers  []office.KeptPaper
	Sort    contract.Sort
	Lists   map[string][]option
	Labels  map[string]string
}

func (p contractStepPage) template() string {
	if p.Step.Path == "check" {
		return "contracts_check"
	}
	return "contracts_step"
}

// bindContract points to the fields of a filing by their names in the form.
func bindContract(f *office.ContractForm) map[string]*string {
	out := map[string]*string{"oral": &f.Written, "kind": &f.Kind, "signed": &f.Signed, "from": &f.From, "to": &f.To, "title": &f.Title, "own_no": &f.OwnNo, "matter": &f.Matter,
		"total": &f.Total, "technical": &f.Technical, "equipment": &f.Equipment, "pay": &f.Pay, "property": &f.Property, "field": &f.Field, "plan": &f.Plan, "goal": &f.Goal,
		"seller_nature": &f.SellerNature, "seller_region": &f.SellerRegion, "buyer_nature": &f.BuyerNature, "buyer_region": &f.BuyerRegion}
	for name, s := range map[string]*contract.Side{"seller_": &f.Seller, "buyer_": &f.Buyer} {
		out[name+"name"], out[name+"credit"], out[name+"contact"] = &s.Name, &s.Credit, &s.Contact
		out[name+"phone"], out[name+"email"], out[name+"address"] = &s.Phone, &s.Email, &s.Address
	}
	return out
}

// contractFaults are those of one step, or with a nil step of all.
func (a *ask) contractFaults(st *step, d office.ContractDraft) (out []fault, err error) {
	err = a.s.o.CheckContract(a.r.Context(), a.organ.ID, d)
	var all refusal.All
	if err != nil && !errors.As(err, &all) {
		return nil, err
	}
	for _, r := range all {
		if st == nil || slices.Contains(st.fields, r.Field) || r.Field == "" {
			out = append(out, fault{r.Field, r.Words()})
		}
	}
	return out, nil
}

// contractStep walks through the pages of a filing.
func (a *ask) contractStep(name string) error {
	code := a.token("contracts")
	d, err := a.s.o.ContractDraft(a.r.Context(), a.organ.ID, code)
	if err != nil {
		return err
	}
	post := a.r.Method == http.MethodPost
	switch {
	case name == "submit" && post:
		return a.fileContract(code, d)
	case name == "again" && post: // after an end without a registration
		if code, err = a.s.o.RefileContract(a.r.Context(), a.organ.ID, code); err != nil {
			return err
		}
		a.remember("contracts", contract.PlainCode(code), 0)
		return a.onward("/contracts/new/check")
	case name == "clear" && post:
		if err := a.s.o.DropContractDraft(a.r.Context(), a.organ.ID, code); err != nil {
			return err
		}
		a.remember("contracts", "", 0)
		return a.onward("/contracts")
	case name == "leave" && post: // what was filled in stays, this browser forgets it
		a.remember("contracts", "", 0)
		return a.onward("/contracts")
	}
	no := slices.IndexFunc(contractSteps, func(s step) bool { return s.Path == name })
	switch {
	case no < 0:
		return a.absent()
	case post:
		return a.fillContract(no, code, d)
	case no > 0 && d.Once == "":
		return a.onward("/contracts/new/kind?lost=1")
	}
	return a.showContractStep(http.StatusOK, no, code, d, nil)
}

// fillContract takes in what a step asks; it is kept even where it is wrong.
func (a *ask) fillContract(no int, code string, d office.ContractDraft) error {
	st := contractSteps[no]
	got, papers, err := a.typed(len(d.Papers))
	if err != nil {
		return err
	}
	to := bindContract(&d.ContractForm)
	for _, f := range st.fields {
		if v, ok := got.Values[f]; ok && to[f] != nil {
			*to[f] = strings.ToValidUTF8(v[0], "")
		}
	}
	if st.Path == "money" {
		d.Related, d.Relief = got.Values.Get("related"), got.Values.Get("relief")
	}
	d.Papers = append(d.Papers, papers...)
	gone := got.Values.Get("remove")
	d.Papers = slices.DeleteFunc(d.Papers, func(p office.KeptPaper) bool { return string(p.ID) == gone })
	if code, err = a.s.o.SaveContractDraft(a.r.Context(), a.organ.ID, code, d); err != nil {
		return err
	}
	a.remember("contracts", contract.PlainCode(code), 0)
	if len(got.Faults) == 0 && (gone != "" || got.Values.Has("upload")) {
		return a.onward("/contracts/new/" + st.Path)
	}
	faults, err := a.contractFaults(&st, d)
	if err != nil {
		return err
	}
	if faults = append(got.Faults, faults...); len(faults) > 0 {
		return a.showContractStep(http.StatusUnprocessableEntity, no, code, d, faults)
	}
	if got.Values.Get("from_page") == "check" {
		return a.onward("/contracts/new/check")
	}
	return a.onward("/contracts/new/" + contractSteps[no+1].Path)
}

func contractChoices(list string) (out []option) {
	out = append(out, option{"", "请选择", ""})
	for _, t := range contract.List(list) {
		out = append(out, option{t.Key, t.Label, ""})
	}
	return out
}

func (a *ask) showContractStep(status, no int, code string, d office.ContractDraft, faults []fault) error {
	st := contractSteps[no]
	frame, err := a.formFrame(st.Title, "/contracts/new/"+st.Path)
	if err != nil {
		return err
	}
	q := a.r.URL.Query()
	p := contractStepPage{Page: frame, Step: st, No: no + 1, Of: len(contractSteps), Form: form{Values: url.Values{}, Faults: faults}, Lost: q.Has("lost"),
		Checked: q.Get("from") == "check" || a.r.PostForm.Get("from_page") == "check", Papers: d.Papers, Amends: d.Receipt.ID != "", Lists: map[string][]option{}, Labels: map[string]string{}}
	if code != "" {
		p.Code = spaced(code)
	}
	if p.Amends {
		if p.Filed, err = a.s.o.FollowedContract(a.r.Context(), a.organ.ID, code); err != nil {
			return err
		}
	}
	for name, v := range bindContract(&d.ContractForm) {
		p.Form.Values.Set(name, *v)
	}
	p.Form.Values.Set("related", d.Related)
	p.Form.Values.Set("relief", d.Relief)
	p.Sort, _ = contract.SortOf(ledger.Code(d.Kind))
	for _, s := range contract.Sorts(calendar.Day{}) {
		hint := "由" + s.Seller + "申报"
		if s.Key == "licence" {
			hint += "；2021年1月1日以后签订的"
		}
		p.Lists["kind"] = append(p.Lists["kind"], option{string(s.Key), contract.SortName(s.Key), hint})
	}
	p.Lists["oral"] = []option{{"yes", "有书面合同", ""}, {"no", "只有口头约定", ""}}
	for _, list := range []string{"nature", "pay", "property", "field", "plan", "goal"} {
		p.Lists[list] = contractChoices(list)
		p.Labels[list] = contract.Label(list, ledger.Code(p.Form.Values.Get(list)))
	}
	p.Labels["kind"] = contract.SortName(ledger.Code(d.Kind))
	p.Labels["seller_nature"], p.Labels["buyer_nature"] = contract.Label("nature", ledger.Code(d.SellerNature)), contract.Label("nature", ledger.Code(d.BuyerNature))
	if p.Back = a.base + "/contracts"; no > 0 {
		p.Back += "/new/" + contractSteps[no-1].Path
	}
	if st.Path == "check" && len(faults) == 0 {
		for i := range contractSteps {
			missing, err := a.contractFaults(&contractSteps[i], d)
			if err != nil {
				return err
			}
			if len(missing) > 0 {
				return a.showContractStep(http.StatusUnprocessableEntity, i, code, d, missing)
			}
		}
	}
	return a.personal(status, p)
}

// spaced prints a code in groups of four.
func spaced(code string) string {
	var out []string
	for c := range slices.Chunk([]byte(contract.PlainCode(code)), 4) {
		out = append(out, string(c))
	}
	return strings.Join(out, "-")
}

// fileContract files what was filled in; a second press leads to the same
// receipt.
func (a *ask) fileContract(code string, d office.ContractDraft) error {
	rev, _ := strconv.ParseInt(a.r.PostFormValue("rev"), 10, 64)
	if _, err := a.s.o.FileContract(a.r.Context(), a.organ.ID, code, rev, a.remote()); err != nil {
		faults, err := faultsOf(err)
		if err != nil {
			return err
		}
		if d.Once == "" {
			return a.onward("/contracts/new/kind?lost=1")
		}
		return a.showContractStep(http.StatusUnprocessableEntity, len(contractSteps)-1, code, d, faults)
	}
	return a.onward("/contracts/filed")
}
