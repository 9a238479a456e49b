package public

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"gongkai/catalogue"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/service"
)

// casePage is a step with what was filled in so far.
type casePage struct {
	Page
	Step      step
	No, Of    int
	Item      office.CaseItem
	At        string // the address of this item's application
	Form      form
	Lost      bool // what was filled in is gone
	Changed   bool // the item has a newer version by now
	Back      string
	Checked   bool // came from the last page and goes back there
	Natural   bool
	More      bool // what need not be filled in stands open
	Kinds     []option
	Kind      string
	Promise   string
	Materials []caseMaterial
	Others    []office.KeptPaper // what belongs to no material
	Questions []caseQuestion
	Answered  []caseAnswers // by page, for the last one
	Receipt   office.CaseReceipt
}

func (p casePage) template() string {
	name, _, _ := strings.Cut(p.Step.Path, "-")
	return "case_" + name
}

// caseMaterial is a material with its forms to download and what was uploaded.
type caseMaterial struct {
	guideMaterial
	Code   string
	Needed bool
	Fault  string
	Papers []office.KeptPaper
}

// closedPage says that an item cannot be applied for here, and what to do.
type closedPage struct {
	Page
	Words string
}

func (closedPage) template() string { return "case_closed" }

func bindCase(f *office.CaseForm) map[string]*string {
	return map[string]*string{"applicant": &f.Applicant, "name": &f.Name, "id_no": &f.IDNo, "credit": &f.Credit, "head": &f.Head, "agent": &f.Agent,
		"agent_id": &f.AgentID, "phone": &f.Phone, "email": &f.Email, "address": &f.Address, "matter": &f.Matter}
}

// caseFaults are those of one step.
func (a *ask) caseFaults(st step, d office.CaseDraft) ([]fault, error) {
	err := a.s.o.CheckCase(a.r.Context(), a.organ.ID, d.CaseForm)
	all, err := faultsOf(err)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(x fault) bool { return !slices.Contains(st.fields, x.Field) }), nil
}

// closed answers for an item that is not in force, or not to be had online.
func (a *ask) closed(words string) error {
	frame, err := a.formFrame("现在不能网上办", "/services")
	if err != nil {
		return err
	}
	return a.personal(http.StatusConflict, closedPage{frame, words})
}

// applyCase walks through the pages of an application.
func (a *ask) applyCase(no, path string) error {
	ctx, at := a.r.Context(), "/services/"+no+"/apply"
	post := a.r.Method == http.MethodPost
	token := a.token("case")
	d, err := a.s.o.CaseDraft(ctx, a.organ.ID, token)
	if err != nil {
		return err
	}
	switch {
	case path == "done" && !post:
		return a.caseDone(at, d)
	case path == "clear" && post:
		if err := a.s.o.DropCaseDraft(ctx, a.organ.ID, token); err != nil {
			return err
		}
		a.rememberAt(at, "case", "", 0)
		a.rememberAt("/services", "mine", "", 0) // the next at a public computer is somebody else
		return a.onward("/services/" + no)
	case path == "submit" && post && d.Receipt.ID != "":
		return a.onward(at + "/done")
	}
	item, err := a.s.o.CaseItem(ctx, a.organ.ID, ledger.ID(no), a.s.o.Today())
	if r, ok := refusal.As(err); ok && r.Class != refusal.Hidden {
		return a.closed(r.Words())
	}
	if err != nil {
		return err
	}
	if !item.Version.Elements.Online {
		return a.closed("这个事项要当面核对材料，不能在网上提交。")
	}
	if office.FilesContract(item.Version.Elements) {
		return a.onward("/contracts")
	}
	if path == "" {
		path = "start"
	}
	n := slices.IndexFunc(caseSteps(item), func(s step) bool { return s.Path == path })
	submits := path == "submit" && post
	if n < 0 && !submits {
		return a.absent()
	}
	if d.Receipt.ID != "" { // handed in: a new one begins empty
		d, token = office.CaseDraft{}, ""
	}
	changed := d.Renew(item)
	if changed && !post {
		if _, err := a.s.o.SaveCaseDraft(ctx, a.organ.ID, token, d); err != nil {
			return err
		}
		return a.onward(at + "/what?changed=1")
	}
	switch {
	case submits:
		return a.handInCase(at, token, item, d)
	case post:
		return a.fillCase(at, n, token, item, d, changed)
	case n > 0 && d.Applicant == "":
		return a.onward(at + "?lost=1")
	}
	return a.showCase(http.StatusOK, at, n, item, d, nil)
}

// fillCase takes in what a step asks; it is kept even where it is wrong.
func (a *ask) fillCase(at string, n int, token string, item office.CaseItem, d office.CaseDraft, changed bool) error {
	steps := caseSteps(item)
	st := steps[n]
	got, papers, err := a.typedBy(len(d.Papers), a.s.o.KeepCasePaper)
	if err != nil {
		return err
	}
	stale := got.Values.Has("version") && got.Values.Get("version") != itoa(item.Terms.Version)
	to := bindCase(&d.CaseForm)
	for _, f := range st.fields {
		v, ok := got.Values[f]
		switch {
		case !ok:
		case to[f] != nil:
			*to[f] = strings.ToValidUTF8(v[0], "")
		case !stale: // else the question of this code was another
			d.Answers[f] = strings.ToValidUTF8(v[0], "")
		}
	}
	for i := range papers {
		if stale { // the fields of the form were those of the list before
			papers[i].Kind = "other"
		}
	}
	d.Papers = append(d.Papers, papers...)
	gone := got.Values.Get("remove")
	d.Papers = slices.DeleteFunc(d.Papers, func(p office.KeptPaper) bool { return string(p.ID) == gone })
	if token, err = a.s.o.SaveCaseDraft(a.r.Context(), a.organ.ID, token, d); err != nil {
		return err
	}
	a.rememberAt(at, "case", token, 0)
	if len(got.Faults) == 0 && (gone != "" || got.Values.Has("upload") || stale) {
		if stale {
			return a.onward(at + "/" + st.Path + "?changed=1")
		}
		return a.onward(at + "/" + st.Path)
	}
	faults, err := a.caseFaults(st, d)
	if err != nil {
		return err
	}
	if faults = append(got.Faults, faults...); len(faults) > 0 {
		return a.showCase(http.StatusUnprocessableEntity, at, n, item, d, faults)
	}
	switch {
	case changed:
		return a.onward(at + "/what?changed=1")
	case got.Values.Get("from") == "check":
		return a.onward(at + "/check")
	}
	return a.onward(at + "/" + steps[n+1].Path)
}

func (a *ask) showCase(status int, at string, n int, item office.CaseItem, d office.CaseDraft, faults []fault) error {
	steps := caseSteps(item)
	st := steps[n]
	frame, err := a.formFrame(st.Title+"："+item.Names.Item, at+"/"+st.Path)
	if err != nil {
		return err
	}
	q := a.r.URL.Query()
	p := casePage{Page: frame, Step: st, No: n + 1, Of: len(steps), Item: item, At: a.base + at, Form: form{Values: url.Values{}, Faults: faults},
		Lost: q.Has("lost"), Changed: q.Has("changed"), Checked: q.Get("from") == "check" || a.r.PostForm.Get("from") == "check",
		Natural: d.Applicant == "natural", Kind: service.Label(service.Applicants, ledger.Code(d.Applicant)), Promise: promiseOf(item.Version.Elements)}
	for name, v := range bindCase(&d.CaseForm) {
		p.Form.Values.Set(name, *v)
	}
	p.More = d.Agent+d.AgentID+d.Email+d.Address != ""
	p.Form.Values.Set("version", itoa(item.Terms.Version))
	if p.Back = a.base + "/services/" + string(item.No); n > 0 {
		p.Back = a.base + at + "/" + steps[n-1].Path
	}
	for _, t := range service.Applicants {
		p.Kinds = append(p.Kinds, option{t.Key, t.Label, applicantHints[t.Key]})
	}
	p.Materials, p.Others = a.caseMaterials(item, d.Papers, p.Form)
	p.ask(st, steps, d)
	if st.Path == "check" && len(faults) == 0 {
		for i, s := range steps {
			missing, err := a.caseFaults(s, d)
			if err != nil {
				return err
			}
			if len(missing) > 0 {
				return a.showCase(http.StatusUnprocessableEntity, at, i, item, d, missing)
			}
		}
	}
	return a.personal(status, p)
}

// caseMaterials puts what was uploaded to the materials of the item.
func (a *ask) caseMaterials(item office.CaseItem, papers []office.KeptPaper, f form) (out []caseMaterial, others []office.KeptPaper) {
	file := func(x catalogue.File, say string) guideFile {
		return guideFile{x.Name, a.base + "/services/" + string(item.No) + "/files/" + x.SHA + "/" + url.PathEscape(x.Name), say, x.Size}
	}
	known := map[string]bool{}
	for i, m := range item.Terms.Materials {
		x := caseMaterial{Code: string(m.Code), Needed: m.Required, Fault: f.fault(string(m.Code))}
		x.guideMaterial = materialOf(item.Version.Elements.Materials[i], file)
		for _, p := range papers {
			if p.Kind == x.Code {
				x.Papers = append(x.Papers, p)
			}
		}
		known[x.Code] = true
		out = append(out, x)
	}
	for _, p := range papers {
		if !known[p.Kind] {
			others = append(others, p)
		}
	}
	return out, others
}

// handInCase hands the application in; a second press leads to the same receipt.
func (a *ask) handInCase(at, token string, item office.CaseItem, d office.CaseDraft) error {
	if d.Applicant == "" {
		return a.onward(at + "?lost=1")
	}
	_, pass, err := a.s.o.HandInCase(a.r.Context(), a.organ.ID, token, a.remote())
	if r, ok := refusal.As(err); ok && r.Code == "service.file.changed" {
		if _, err := a.s.o.SaveCaseDraft(a.r.Context(), a.organ.ID, token, d); err != nil {
			return err
		}
		return a.onward(at + "/what?changed=1")
	}
	if err != nil {
		faults, err := faultsOf(err)
		if err != nil {
			return err
		}
		return a.showCase(http.StatusUnprocessableEntity, at, len(caseSteps(item))-1, item, d, faults)
	}
	a.rememberAt("/services", "mine", pass, followAge)
	return a.onward(at + "/done")
}

// caseDone shows the receipt for as long as it is kept.
func (a *ask) caseDone(at string, d office.CaseDraft) error {
	if d.Receipt.ID == "" {
		return a.onward(at + "?lost=1")
	}
	frame, err := a.formFrame("已经提交", at+"/done")
	if err != nil {
		return err
	}
	return a.personal(http.StatusOK, casePage{Page: frame, Step: step{Path: "done"}, At: a.base + at, Receipt: d.Receipt})
}

// applicantHints say who is which.
var applicantHints = map[string]string{
	"natural": "您为自己办，填公民身份号码",
	"legal":   "公司、事业单位、社会团体等，填统一社会信用代码",
	"other":   "合伙企业、个体工商户、村民委员会等，填统一社会信用代码",
}
