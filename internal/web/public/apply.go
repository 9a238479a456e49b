package public

import (
	"bytes"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/refusal"
)

// applyPage is where an application begins (我要申请, R-A29).
type applyPage struct {
	Page
	Guide *row
	About string // what was looked for in vain, to be carried into the form
}

func (applyPage) template() string { return "apply" }

func (a *ask) apply() error {
	render := func() (templated, error) {
		p, err := a.frame("我要申请", "")
		if err != nil {
			return nil, err
		}
		g, err := a.guide(p.Site)
		return applyPage{Page: p, Guide: g}, err
	}
	about := a.about()
	if about == "" {
		return a.kept("/apply", render)
	}
	a.here = "/apply"
	t, err := render()
	if err != nil {
		return err
	}
	p := t.(applyPage)
	p.About, p.NoIndex = about, true
	return a.show(http.StatusOK, p)
}

// applyForm sends the printed form (政府信息公开申请表, §I.2).
func (a *ask) applyForm() error {
	p, err := a.made(key{"", false, "/apply/form.docx"}, func() (*page, error) {
		var b bytes.Buffer
		if err := a.s.o.ApplicationForm(a.r.Context(), a.organ.ID, &b); err != nil {
			return nil, err
		}
		p := finish(http.StatusOK, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b.Bytes())
		p.gzip = nil // packed already
		p.disposition = []string{mime.FormatMediaType("attachment", map[string]string{"filename": "政府信息公开申请表.docx"})}
		return p, nil
	})
	if err != nil {
		return err
	}
	p.write(a.w, a.r)
	return nil
}

// step is a page of the application with the fields that it asks for.
type step struct {
	Path, Title string
	fields      []string
}

var steps = []step{
	{"what", "您要什么信息", []string{"content", "index_no"}},
	{"seen", "看看是不是已经公开", nil},
	{"kind", "谁来申请", []string{"applicant"}},
	{"who", "身份和联系方式", []string{"name", "id_kind", "id_no", "work_unit", "credit", "head", "contact", "phone", "email", "postcode", "address", "proxy", "proxy_id"}},
	{"how", "怎样提供给您", []string{"carrier", "way", "other", "email", "address", "postcode", "fax"}},
	{"check", "核对并提交", nil},
}

// stepPage is a step with what was filled in so far.
type stepPage struct {
	Page
	Step    step
	No, Of  int
	Form    form
	Lost    bool // what was filled in is gone
	Back    string
	Checked bool // came from the last page and goes back there
	Papers  []office.KeptPaper
	Natural bool
	Kinds   []option
	IDs     []option
	Forms   []option
	Ways    []option
	Rows    []found // what is public already
	Labels  map[string]string
	Receipt office.Receipt
}

func (p stepPage) template() string { return "apply_" + p.Step.Path }

// bind points to the fields of an application by their names in the form.
func bind(f *office.RequestForm) map[string]*string {
	return map[string]*string{"content": &f.Content, "index_no": &f.IndexNo, "applicant": &f.Applicant, "name": &f.Name,
		"id_kind": &f.IDKind, "id_no": &f.IDNo, "work_unit": &f.WorkUnit, "credit": &f.Credit, "head": &f.Head, "contact": &f.Contact,
		"phone": &f.Phone, "email": &f.Email, "postcode": &f.Postcode, "address": &f.Address, "fax": &f.Fax, "proxy": &f.Proxy,
		"proxy_id": &f.ProxyID, "carrier": &f.Carrier, "way": &f.Way}
}

// faults are those of one step; what a later step asks is not missed in an
// earlier one.
func (a *ask) faults(st step, f office.RequestForm) ([]fault, error) {
	var out []fault
	err := a.s.o.CheckRequest(a.organ.ID, f)
	all, ok := err.(refusal.All)
	if err != nil && !ok {
		return nil, err
	}
	for _, r := range all {
		if slices.Contains(st.fields, r.Field) && !(st.Path == "who" && strings.HasPrefix(r.Code, "request.ask.")) {
			out = append(out, fault{r.Field, r.Words()})
		}
	}
	return out, nil
}

// applyStep walks through the pages of the application.
func (a *ask) applyStep(path string) error {
	token := a.token("apply")
	app, err := a.s.o.Application(a.r.Context(), a.organ.ID, token)
	if err != nil {
		return err
	}
	name, _ := strings.CutPrefix(path, "new/")
	post := a.r.Method == http.MethodPost
	switch {
	case path == "done":
		return a.applied(app)
	case path == "new/clear" && post:
		if err := a.s.o.DropApplication(a.r.Context(), a.organ.ID, token); err != nil {
			return err
		}
		a.remember("apply", "", 0)
		a.remember("follow", "", 0) // the next at a public computer is somebody else
		return a.onward("/apply")
	case path == "new/submit" && post:
		return a.submit(token, app)
	case path == "new":
		return a.onward("/apply/new/what")
	}
	no := slices.IndexFunc(steps, func(s step) bool { return s.Path == name })
	if no < 0 || name == path {
		return a.absent()
	}
	if app.Receipt.ID != "" { // handed in: a new one begins empty
		app, token = office.Application{}, ""
	}
	if post {
		return a.fill(no, token, app)
	}
	if no > 0 && app.Content == "" {
		return a.onward("/apply/new/what?lost=1")
	}
	return a.showStep(http.StatusOK, no, app, nil)
}

// fill takes in what a step asks; it is kept even where it is wrong.
func (a *ask) fill(no int, token string, app office.Application) error {
	st := steps[no]
	got, papers, err := a.typed(len(app.Papers))
	if err != nil {
		return err
	}
	to := bind(&app.RequestForm)
	for _, f := range st.fields {
		if v, ok := got.Values[f]; ok && to[f] != nil {
			*to[f] = strings.ToValidUTF8(v[0], "")
		}
	}
	if st.Path == "how" {
		app.Other = got.Values.Get("other") != ""
	}
	app.Papers = append(app.Papers, papers...)
	gone := got.Values.Get("remove")
	app.Papers = slices.DeleteFunc(app.Papers, func(p office.KeptPaper) bool { return string(p.ID) == gone })
	if token, err = a.s.o.SaveApplication(a.r.Context(), a.organ.ID, token, app); err != nil {
		return err
	}
	a.remember("apply", token, 0)
	if len(got.Faults) == 0 && (gone != "" || got.Values.Has("upload")) {
		return a.onward("/apply/new/" + st.Path)
	}
	faults, err := a.faults(st, app.RequestForm)
	if err != nil {
		return err
	}
	if faults = append(got.Faults, faults...); len(faults) > 0 {
		return a.showStep(http.StatusUnprocessableEntity, no, app, faults)
	}
	if got.Values.Get("from") == "check" {
		return a.onward("/apply/new/check")
	}
	return a.onward("/apply/new/" + steps[no+1].Path)
}

func (a *ask) showStep(status, no int, app office.Application, faults []fault) error {
	st := steps[no]
	frame, err := a.formFrame(st.Title, "/apply/new/"+st.Path)
	if err != nil {
		return err
	}
	q := a.r.URL.Query()
	p := stepPage{Page: frame, Step: st, No: no + 1, Of: len(steps), Form: form{Values: url.Values{}, Faults: faults}, Lost: q.Has("lost"),
		Checked: q.Get("from") == "check" || a.r.PostForm.Get("from") == "check", Papers: app.Papers,
		Natural: app.Applicant == "natural" || app.Applicant == "", Labels: map[string]string{}}
	for name, v := range bind(&app.RequestForm) {
		p.Form.Values.Set(name, *v)
	}
	if no == 0 && app.Content == "" && len(faults) == 0 {
		p.Form.Values.Set("content", a.about())
	}
	if app.Other {
		p.Form.Values.Set("other", "yes")
	}
	if app.Suggest {
		p.Form.Values.Set("suggest", "yes")
	}
	p.Form.Values.Set("once", app.Once)
	switch {
	case no == 2:
		p.Back = a.base + "/apply/new/what"
	case no > 0:
		p.Back = a.base + "/apply/new/" + steps[no-1].Path
	default:
		p.Back = a.base + "/apply"
	}
	for _, t := range law.Terms("applicant") {
		p.Kinds = append(p.Kinds, option{t.Key, t.Label, kindHints[t.Key]})
	}
	for _, n := range idKinds {
		p.IDs = append(p.IDs, option{n, n, ""})
	}
	for _, t := range law.Terms("carrier") {
		p.Forms = append(p.Forms, option{t.Key, t.Label, ""})
	}
	for _, t := range law.Terms("way") {
		p.Ways = append(p.Ways, option{t.Key, t.Label, wayHints[t.Key]})
	}
	for _, list := range []string{"applicant", "carrier", "way"} {
		p.Labels[list], _ = law.Label(list, p.Form.Values.Get(list))
	}
	switch st.Path {
	case "seen":
		found, err := a.s.o.PublicHints(a.r.Context(), a.organ.ID, app.Content)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return a.onward("/apply/new/kind")
		}
		p.Rows = a.hints(frame.Site, found)
	case "check":
		for _, s := range steps {
			missing, err := a.faults(s, app.RequestForm)
			if err != nil {
				return err
			}
			if len(missing) > 0 && len(faults) == 0 {
				return a.onward("/apply/new/" + s.Path)
			}
		}
	}
	return a.personal(status, p)
}

// submit hands the application in: pressing the button is the confirmation of
// both sides (R-A31 (3)). A second press leads to the same receipt.
func (a *ask) submit(token string, app office.Application) error {
	if app.Content == "" && app.Receipt.ID == "" {
		return a.onward("/apply/new/what?lost=1")
	}
	got, _, err := a.typed(maxPapers)
	if err != nil {
		return err
	}
	if suggest := got.Values.Get("suggest") != ""; app.Receipt.ID == "" && suggest != app.Suggest {
		app.Suggest = suggest
		if token, err = a.s.o.SaveApplication(a.r.Context(), a.organ.ID, token, app); err != nil {
			return err
		}
	}
	_, pass, err := a.s.o.HandIn(a.r.Context(), a.organ.ID, token, a.remote())
	if err != nil {
		faults, err := faultsOf(err)
		if err != nil {
			return err
		}
		return a.showStep(http.StatusUnprocessableEntity, len(steps)-1, app, faults)
	}
	a.remember("follow", pass, followAge)
	return a.onward("/apply/done")
}

// applied shows the receipt for as long as it is kept.
func (a *ask) applied(app office.Application) error {
	if app.Receipt.ID == "" {
		return a.onward("/apply/new/what?lost=1")
	}
	frame, err := a.formFrame("已收到您的申请", "/apply/done")
	if err != nil {
		return err
	}
	return a.personal(http.StatusOK, stepPage{Page: frame, Step: step{Path: "done"}, Receipt: app.Receipt})
}

// kindHints say which of the five kinds of body one is (§B.5).
var kindHints = map[string]string{
	"natural":  "您为自己申请",
	"business": "公司、合伙企业、个体工商户等",
	"research": "研究院所、高等学校等",
	"welfare":  "基金会、社会团体、社会服务机构等",
	"legal":    "律师事务所、基层法律服务所等，以自己的名义申请；代理别人的，选被代理人的类型",
	"other":    "不属于以上四类的法人或者其他组织，例如村民委员会",
}

var idKinds = []string{"居民身份证", "护照", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "外国人永久居留身份证", "其他证件"}

var wayHints = map[string]string{
	"web":     "凭查询码在本网站打开，打开即视为送达",
	"email":   "须填写电子邮箱",
	"post":    "须填写通信地址",
	"fax":     "须填写传真号码",
	"counter": "携带证件到本机关领取",
}
