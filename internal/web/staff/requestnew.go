package staff

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/request"
)

// newRequestPage takes in an application at the desk (登记), with those who
// asked before and what was asked before beside it.
type newRequestPage struct {
	Page
	F                                                form
	Doors                                            []doorRule
	Applicants, IDKinds, Carriers, Ways, Hows, Units []option
	Hints                                            []office.Hint
	Looked                                           bool // hints were asked for
}

func (newRequestPage) template() string { return "request_new" }

// doorRule is a door with the rule for its day of receipt (R-A31).
type doorRule struct{ Key, Name, Rule string }

var doorRules = []doorRule{
	{"counter", "当面提交", "提交之日就是收到之日。"},
	{"post-signed", "邮寄，须签收（挂号信、快递、邮政特快专递）", "本机关签收之日就是收到之日。"},
	{"post", "平常信函", "当日与申请人确认，双方确认之日是收到之日。"},
	{"fax", "传真", "双方确认之日是收到之日。"},
	{"oral", "口头，由工作人员代为填写", "提交之日就是收到之日；填好后请申请人核对、签名，扫描附上。"},
	{"web", "网络（电子邮箱等，由工作人员录入）", "双方确认之日是收到之日。"},
}

var confirmHows = []option{{"phone", "电话"}, {"mail", "电子邮件或者信函"}, {"person", "当面"}}

func (s *server) newRequestPage(a *ask) error {
	v := url.Values{"door": {"counter"}, "arrived": {s.o.Today().String()}, "id_kind": {request.Resident}, "carrier": {"paper"}, "way": {"counter"},
		"once": {rand.Text()}}
	return a.registration(http.StatusOK, form{Values: v}, nil, false)
}

func (a *ask) registration(code int, f form, hints []office.Hint, looked bool) error {
	if !a.may(access.RegisterRequest) {
		return refusal.Denied("access.may.role", "verb", string(access.RegisterRequest))
	}
	_, units, _, err := a.s.o.Organ(a.ctx(), a.who)
	if err != nil {
		return err
	}
	p := newRequestPage{Page: a.page("登记申请"), F: f, Doors: doorRules, Applicants: first("请选择", termOptions("applicant")), Carriers: termOptions("carrier"),
		Ways: termOptions("way"), Hows: first("还没有确认", confirmHows), Units: first("以后再转办", unitOptions(units)), Hints: hints, Looked: looked}
	for _, k := range []string{request.Resident, "护照", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "外国人永久居留身份证", "其他证件"} {
		p.IDKinds = append(p.IDKinds, option{k, k})
	}
	p.Wide = true
	return a.show(code, p)
}

// requestFormOf reads the application as it was typed.
func requestFormOf(v url.Values) office.RequestForm {
	return office.RequestForm{Once: v.Get("once"), Door: v.Get("door"), Applicant: v.Get("applicant"), Arrived: v.Get("arrived"), Unit: v.Get("unit"),
		Name: v.Get("name"), IDKind: v.Get("id_kind"), IDNo: v.Get("id_no"), WorkUnit: v.Get("work_unit"), Credit: v.Get("credit"), Head: v.Get("head"),
		Contact: v.Get("contact"), Phone: v.Get("phone"), Postcode: v.Get("postcode"), Address: v.Get("address"), Email: v.Get("email"), Fax: v.Get("fax"),
		Proxy: v.Get("proxy"), ProxyID: v.Get("proxy_id"), Content: v.Get("content"), IndexNo: v.Get("index_no"), Carrier: v.Get("carrier"),
		Way: v.Get("way"), Other: v.Get("other") == "1", Suggest: v.Get("suggest") == "1", Confirmed: v.Get("confirmed"), How: v.Get("how")}
}

const hintsFirst = "找到了可能有关的申请，列在“相似的申请”里，请先看一看。仍要登记的，再按一次“登记并出具回执”。"

func (s *server) registerRequest(a *ask) error {
	v, err := a.scans(func(v url.Values) string { return "register/" + v.Get("once") }, func(field string) string { return field })
	rf := requestFormOf(v.Values)
	var hints []office.Hint
	if err == nil {
		if hints, err = s.o.RequestHints(a.ctx(), a.who, rf, ""); err != nil {
			return err
		}
		seen := hintMark(hints)
		asked := v.Get("press") == "hints"
		if !a.kept && (asked || seen != "" && v.Get("seen") != seen) {
			f := v.back(form{Values: v.Values})
			if !asked {
				f.Notice = hintsFirst
			}
			v.Set("seen", seen)
			return a.registration(http.StatusOK, f, hints, true)
		}
	}
	var got office.Receipt
	if err == nil {
		err = a.try(func() error {
			got, err = s.o.RegisterRequest(a.ctx(), a.who, rf, v.files())
			return err
		})
	}
	if err != nil {
		f, code, err := again(v.Values, err)
		if err != nil {
			return err
		}
		return a.registration(code, v.back(f), hints, len(hints) > 0)
	}
	// no redirect: the query code is on this answer and in the receipt letter
	// alone. Sending the form again makes no second application (Once).
	return a.receipt(got)
}

// hintMark names a set of hints, so that a second press is known to have seen it.
func hintMark(hints []office.Hint) string {
	ids := make([]string, len(hints))
	for i, h := range hints {
		ids[i] = string(h.ID)
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

// receiptPage is what the applicant takes home (接收回执).
type receiptPage struct {
	Page
	Got    office.Receipt
	Letter ledger.ID // the printed receipt
	Reads  bool      // may open the case
}

func (receiptPage) template() string { return "request_receipt" }

func (a *ask) receipt(got office.Receipt) error {
	p := receiptPage{Page: a.page("已登记"), Got: got}
	v, err := a.s.o.RequestMatter(a.ctx(), a.who, got.ID)
	if err != nil {
		if _, refused := refusal.As(err); !refused { // a window registers for divisions whose files it does not read
			return err
		}
	}
	p.Reads = err == nil
	for _, x := range v.Papers {
		if x.Writ == "receipt" {
			p.Letter = x.ID
		}
	}
	return a.show(http.StatusOK, p)
}
