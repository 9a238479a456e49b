package public

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/request"
)

// applyPage is one step of an application (网上申请). Everything typed so far
// goes along in the form itself: nothing of it stands in an address or a cookie
// or on the server, and one may leave off and go back at any step.
type applyPage struct {
	Page
	Step    string
	No, Of  int
	Heading string
	F       form
	Fields  []field
	Carry   []carried           // what the other steps have
	Hints   []office.PublicRow  // what is public already
	Files   []office.KeptUpload // handed in already
	Check   []line              // the last look
	Back    string
}

func (applyPage) template() string { return "apply_step" }

type carried struct{ Name, Value string }

type line struct{ Label, Value, Step string }

// steps of an application in their order, one question a page.
var steps = []struct{ name, heading string }{
	{"what", "您要什么信息"}, {"public", "先看看是不是已经公开"}, {"kind", "以什么身份申请"}, {"who", "申请人信息"},
	{"how", "怎样得到信息"}, {"check", "核对并提交"},
}

func stepNo(name string) int {
	for i, s := range steps {
		if s.name == name {
			return i
		}
	}
	return 0
}

// fieldsOf lists what a step asks for; a body is asked other things than a
// person. The purpose is not asked for.
func fieldsOf(step, applicant string) []field {
	switch step {
	case "what":
		return []field{{Name: "content", Label: "所需信息的名称、文号或者其他特征", Hint: "写得越具体，查找越快。例如：2023年度市级科技计划项目立项清单；岳科发〔2019〕12号文件。请不要写身份证号码、电话。", Rows: 6},
			{Name: "index_no", Label: "索引号", Hint: "在信息公开目录里查到的话，可以填上。", Optional: true}}
	case "kind":
		return []field{{Name: "applicant", Label: "申请人类型", Type: "radio", Choices: kinds}}
	case "how":
		return []field{{Name: "carrier", Label: "想要什么形式", Type: "radio", Choices: choices("carrier")},
			{Name: "way", Label: "怎样交给您", Type: "radio", Choices: choices("way")},
			{Name: "other", Label: "不能按这个方式提供时", Type: "check", Choices: []choice{{Value: "1", Name: "其他方式也可以"}}}}
	case "who":
		reach := []field{{Name: "phone", Label: "联系电话", Hint: "查询进度时要用后四位。", Auto: "tel"},
			{Name: "email", Label: "电子邮箱", Hint: "填了会收到进展提醒；选择电子邮件提供的必填。", Optional: true, Auto: "email"},
			{Name: "address", Label: "通信地址", Hint: "选择邮寄的必填。", Optional: true, Auto: "street-address"},
			{Name: "postcode", Label: "邮政编码", Optional: true, Auto: "postal-code"}, {Name: "fax", Label: "传真", Optional: true},
			{Name: "proxy", Label: "代理人姓名", Hint: "委托他人代办的填写，并上传授权委托书。", Optional: true},
			{Name: "proxy_id", Label: "代理人证件号码", Optional: true}}
		if applicant == "natural" {
			return append([]field{{Name: "name", Label: "姓名", Auto: "name"},
				{Name: "id_kind", Label: "证件名称", Type: "select", Choices: []choice{{Value: request.Resident, Name: request.Resident}, {Value: "护照", Name: "护照"},
					{Value: "港澳居民来往内地通行证", Name: "港澳居民来往内地通行证"}, {Value: "台湾居民来往大陆通行证", Name: "台湾居民来往大陆通行证"}, {Value: "其他证件", Name: "其他证件"}}},
				{Name: "id_no", Label: "证件号码", Hint: "用于核对身份，加密保存。"}, {Name: "work_unit", Label: "工作单位", Optional: true, Auto: "organization"}}, reach...)
		}
		return append([]field{{Name: "name", Label: "单位名称", Auto: "organization"}, {Name: "credit", Label: "统一社会信用代码"},
			{Name: "head", Label: "法定代表人（负责人）", Optional: true}, {Name: "contact", Label: "联系人", Optional: true, Auto: "name"}}, reach...)
	}
	return nil
}

// kinds are the kinds of applicants with what each means; table 三 counts by them.
var kinds = func() []choice {
	means := map[string]string{"natural": "公民个人", "business": "公司、合伙企业、个体工商户等", "research": "大学、研究院所等",
		"welfare": "社会团体、基金会、民办非企业单位等", "legal": "律师事务所、基层法律服务所等", "other": "不属于以上各类的法人或者其他组织"}
	out := choices("applicant")
	for i := range out {
		out[i].Name += "：" + means[out[i].Value]
	}
	return out
}()

func choices(list string) []choice {
	var out []choice
	for _, t := range law.Terms(list) {
		out = append(out, choice{Value: t.Key, Name: t.Label})
	}
	return out
}

// names of everything that an application carries from step to step.
var applyNames = []string{"once", "content", "index_no", "applicant", "name", "id_kind", "id_no", "work_unit", "credit", "head", "contact", "phone",
	"postcode", "address", "email", "fax", "proxy", "proxy_id", "carrier", "way", "other"}

func (a *ask) apply() error {
	if a.r.Method != http.MethodPost {
		f := form{Values: map[string][]string{"once": {rand.Text()}, "carrier": {"email"}, "way": {"web"}, "applicant": {"natural"}}}
		return a.applyStep(http.StatusOK, "what", f)
	}
	f, files, err := a.read()
	if err != nil {
		return err
	}
	step := steps[stepNo(f.get("step"))].name
	if f.get("once") == "" {
		f.Values.Set("once", rand.Text())
	}
	for _, x := range files {
		kept, err := a.s.o.KeepUpload(a.organ.ID, office.Upload{Kind: x.Kind, Name: x.Name, R: x.R})
		if err == nil {
			f.Values.Add("kept", kept.Token)
		} else if err = f.refused(err); err != nil {
			return err
		}
	}
	if drop := f.Values.Get("drop"); drop != "" {
		f.Values["kept"] = slices.DeleteFunc(f.Values["kept"], func(t string) bool { return t == drop })
		return a.applyStep(http.StatusOK, step, f)
	}
	if back := f.get("back"); back != "" {
		f.Faults = nil
		return a.applyStep(http.StatusOK, steps[stepNo(back)].name, f)
	}
	application := applicationOf(f)
	if step == "check" && len(f.Faults) == 0 {
		got, err := a.s.o.ApplyRequest(a.r.Context(), a.organ.ID, application, nil, a.whence())
		if err == nil {
			return a.applied(got, application)
		}
		if err := f.refused(err); err != nil {
			return err
		}
		return a.applyStep(http.StatusUnprocessableEntity, "check", f)
	}
	// A step answers for its own questions; what others lack is told there.
	all := form{}
	if err := all.refused(a.s.o.CheckRequest(a.organ.ID, application)); err != nil {
		return err
	}
	mine := fieldsOf(step, f.get("applicant"))
	for _, x := range all.Faults {
		asked := slices.ContainsFunc(mine, func(q field) bool { return q.Name == x.Field })
		if asked || step == "how" && (x.Field == "email" || x.Field == "address") {
			f.Faults = append(f.Faults, x)
		}
	}
	if len(f.Faults) > 0 {
		return a.applyStep(http.StatusUnprocessableEntity, step, f)
	}
	next := steps[min(stepNo(step)+1, len(steps)-1)].name
	return a.applyStep(http.StatusOK, next, f)
}

func applicationOf(f form) office.RequestForm {
	g := f.Values.Get
	return office.RequestForm{Once: g("once"), Applicant: g("applicant"), Name: g("name"), IDKind: g("id_kind"), IDNo: g("id_no"), WorkUnit: g("work_unit"),
		Credit: g("credit"), Head: g("head"), Contact: g("contact"), Phone: g("phone"), Postcode: g("postcode"), Address: g("address"), Email: g("email"),
		Fax: g("fax"), Proxy: g("proxy"), ProxyID: g("proxy_id"), Content: g("content"), IndexNo: g("index_no"), Carrier: g("carrier"), Way: g("way"),
		Other: g("other") == "1", Kept: f.Values["kept"], Door: "web"}
}

// applyStep shows a step with what it asks, and everything else carried along.
func (a *ask) applyStep(status int, step string, f form) error {
	a.here = "/apply/new"
	n := stepNo(step)
	frame, err := a.frame(steps[n].heading, "")
	if err != nil {
		return err
	}
	frame.NoIndex = true
	p := applyPage{Page: frame, Step: step, No: n + 1, Of: len(steps), Heading: steps[n].heading, F: f}
	if n > 0 {
		p.Back = steps[n-1].name
	}
	shown := map[string]bool{}
	for _, q := range fieldsOf(step, f.get("applicant")) {
		p.Fields = append(p.Fields, f.ask(q))
		shown[q.Name] = true
	}
	for _, name := range applyNames {
		if !shown[name] && f.Values.Get(name) != "" {
			p.Carry = append(p.Carry, carried{name, f.Values.Get(name)})
		}
	}
	if p.Files, err = a.s.o.KeptUploads(a.organ.ID, f.Values["kept"]); err != nil {
		if err := p.F.refused(err); err != nil {
			return err
		}
	}
	switch step {
	case "public":
		if p.Hints, err = a.s.o.PublicHints(a.r.Context(), a.organ.ID, f.get("content")); err != nil {
			return err
		}
	case "check":
		p.Check = lastLook(f, p.Files)
	}
	return a.private(status, p)
}

// lastLook is everything typed, to be read over before it is handed in.
func lastLook(f form, files []office.KeptUpload) (out []line) {
	for _, s := range steps {
		for _, q := range fieldsOf(s.name, f.get("applicant")) {
			value := f.get(q.Name)
			for _, c := range q.Choices {
				if c.Value == value {
					value, _, _ = strings.Cut(c.Name, "：")
				}
			}
			if value != "" {
				out = append(out, line{q.Label, value, s.name})
			}
		}
		if s.name == "who" {
			for _, x := range files {
				out = append(out, line{"身份证明等材料", x.Name, s.name})
			}
		}
	}
	return out
}

// appliedPage is the receipt (接收回执) on the screen.
type appliedPage struct {
	Page
	Got     office.Receipt
	Weekday string
}

func (appliedPage) template() string { return "apply_done" }

func (a *ask) applied(got office.Receipt, f office.RequestForm) error {
	tail := f.Phone
	if len(tail) < 4 {
		tail = f.IDNo + f.Credit
	}
	if len(tail) >= 4 { // the way to their own page is open at once
		if pass, err := a.s.o.FollowRequest(a.r.Context(), a.organ.ID, got.Code, tail[len(tail)-4:], a.whence()); err == nil {
			a.setPass(pass)
		}
	}
	frame, err := a.frame("申请已经提交", "")
	if err != nil {
		return err
	}
	frame.NoIndex = true
	return a.private(http.StatusOK, appliedPage{frame, got, got.Due.Day.WeekdayChinese()})
}

// applicationForm is the paper form for those who come or write.
func (a *ask) applicationForm() error {
	var b bytes.Buffer
	if err := a.s.o.ApplicationDocx(a.r.Context(), a.organ.ID, &b); err != nil {
		return err
	}
	return a.attach(fmt.Sprintf("%s政府信息公开申请表.docx", a.organ.Name), docx, b.Bytes())
}

const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
