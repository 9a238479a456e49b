package request

import (
	"errors"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// faults lists the fields at fault with their codes.
func faults(err error) string {
	var all refusal.All
	if !errors.As(err, &all) {
		return ""
	}
	out := make([]string, len(all))
	for i, r := range all {
		out[i] = r.Field + " " + r.Code
	}
	return strings.Join(out, ", ")
}

var zhang = Person{Name: "张三", IDKind: Resident, IDNo: "11010519491231002X", Phone: "13812345678"}

// R-A29: name, proof of identity and a way to reach the applicant; GB
// 11643-1999 and GB 32100-2015: the check digits. The purpose is not asked.
func TestPersonCheck(t *testing.T) {
	t.Parallel()
	body := Person{Name: "某公司", Credit: "91350100M000100Y43", Phone: "0730-8880001"}
	with := func(p Person, change func(*Person)) Person { change(&p); return p }
	for name, c := range map[string]struct {
		p         Person
		kind, way ledger.Code
		want      string
	}{
		"R-A29 whole":                 {zhang, "natural", "web", ""},
		"R-A29 body":                  {body, "business", "web", ""},
		"R-A29 no name":               {with(zhang, func(p *Person) { p.Name = "" }), "natural", "web", "name request.person.name"},
		"R-A29 no proof on the site":  {with(zhang, func(p *Person) { p.IDNo = "" }), "natural", "web", "id_no request.person.id"},
		"R-A29 proof on paper":        {with(zhang, func(p *Person) { p.IDNo = "" }), "natural", "post", ""},
		"R-A29 no way to reach":       {with(zhang, func(p *Person) { p.Phone = "" }), "natural", "web", "phone request.person.contact"},
		"R-A29 words for a phone":     {with(zhang, func(p *Person) { p.Phone = "没有" }), "natural", "web", "phone request.person.phone"},
		"R-A29 two addresses":         {with(zhang, func(p *Person) { p.Email = "a@b,c@d" }), "natural", "web", "email request.person.email"},
		"GB 11643-1999 wrong digit":   {with(zhang, func(p *Person) { p.IDNo = "110105194912310021" }), "natural", "web", "id_no request.person.digit"},
		"GB 11643-1999 no such day":   {with(zhang, func(p *Person) { p.IDNo = "11010519490231002X" }), "natural", "web", "id_no request.person.digit"},
		"GB 11643-1999 passport":      {with(zhang, func(p *Person) { p.IDKind, p.IDNo = "护照", "E12345678" }), "natural", "web", ""},
		"GB 32100-2015 wrong digit":   {with(body, func(p *Person) { p.Credit = "91350100M000100Y44" }), "other", "web", "credit request.person.creditdigit"},
		"GB 32100-2015 none on paper": {with(body, func(p *Person) { p.Credit = "" }), "other", "counter", ""},
	} {
		if got := faults(c.p.Check(c.kind, c.way)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// R-A29 (2)(3): what is asked for, and a way that has its address.
func TestAskCheck(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		a    Ask
		want string
	}{
		"whole":             {Ask{Content: "立项清单", Way: "web"}, ""},
		"says nothing":      {Ask{Content: " 文件 "}, "content request.ask.content"},
		"too long":          {Ask{Content: strings.Repeat("字", 5001)}, "content request.ask.long"},
		"mail, no address":  {Ask{Content: "立项清单", Way: "email"}, "email request.ask.email"},
		"post, no address":  {Ask{Content: "立项清单", Way: "post"}, "address request.ask.address"},
		"fax, no number":    {Ask{Content: "立项清单", Way: "fax"}, "fax request.ask.fax"},
		"phone in the text": {Ask{Content: "请打13812345678联系"}, ""},
	} {
		if got := faults(c.a.Check(zhang)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestMasked(t *testing.T) {
	t.Parallel()
	p := zhang
	p.Email, p.Address, p.Code, p.ProxyID = "zhangsan@example.com", "岳阳市岳阳楼区某路1号", "ABCD-EFGH", "11010519491231002X"
	m := p.Masked()
	for _, secret := range []string{"张三", "491231", "1234", "zhangsan", "某路", "ABCD"} {
		for _, s := range []string{m.Name, m.IDNo, m.Phone[:7], m.Email, m.Address, m.Code, m.ProxyID} {
			if strings.Contains(s, secret) {
				t.Errorf("%q shows %q", s, secret)
			}
		}
	}
	if m.Name != "张*" || m.Phone != "138****5678" {
		t.Errorf("%+v", m)
	}
	if got := (Person{Name: "岳阳洞庭科技有限公司"}).Masked().Name; got != "岳阳洞庭科技有限公司" {
		t.Errorf("a body is masked: %s", got)
	}
}

func TestTail(t *testing.T) {
	t.Parallel()
	for tail, want := range map[string]bool{"5678": true, "002x": true, "００２ｘ": true, "56 78": true, " 002X ": true, "1234": false, "": false, "678": false, "15678": false} {
		if zhang.Tail(tail) != want {
			t.Errorf("%q: %v", tail, !want)
		}
	}
}

// Lists hold no number that could be somebody's.
func TestDigest(t *testing.T) {
	t.Parallel()
	a := Ask{Content: "我是张三，身份证11010519491231002X，\n电话13812345678，要2023年的岳科发〔2019〕12号文件"}
	if got, want := a.Digest(zhang), "我是×××，身份证×××， 电话×××，要2023年的岳科发〔2019〕12号文件"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if n := len([]rune(Ask{Content: strings.Repeat("长", 900)}.Digest(zhang))); n != 200 {
		t.Errorf("%d characters", n)
	}
}

func TestSimilar(t *testing.T) {
	t.Parallel()
	a := "申请公开2023年度市级重点研发计划项目立项清单"
	for b, alike := range map[string]bool{
		"2023年度市级重点研发计划项目的立项清单和资金安排": true,
		"关于重点研发计划项目立项清单的政府信息":        true,
		"2019年科技特派员名单":               false,
		"申请公开政府信息":                   false,
	} {
		if got := Similar(a, b); (got >= Alike) != alike {
			t.Errorf("%s: %.2f", b, got)
		}
	}
}

// R-A44: what was disclosed, once, and nothing of the person in the text.
func TestRelease(t *testing.T) {
	t.Parallel()
	day := calendar.NewDay(2025, 3, 31)
	for name, c := range map[string]struct {
		r    Request
		want string
	}{
		"R-A44 given":         {Request{State: Delivered, Outcome: "open", EndedOn: day}, ""},
		"R-A44 part":          {Request{State: Archived, Outcome: "partial", EndedOn: day}, ""},
		"R-A44 withheld":      {Request{State: Archived, Outcome: "d_process", EndedOn: day}, "request.release.outcome"},
		"R-A44 twice":         {Request{State: Archived, Outcome: "open", EndedOn: day, Article: "a0"}, "request.release.twice"},
		"R-A44 not yet ended": {Request{State: Signed, Outcome: "open"}, "request.verb.state"},
	} {
		_, err := c.r.Release("a1")
		got := ""
		if r, ok := refusal.As(err); ok {
			got = r.Code
		}
		if got != c.want || c.r.Releasable() != (c.want == "") {
			t.Errorf("%s: %q, releasable %v", name, got, c.r.Releasable())
		}
	}
	p := zhang
	p.Email, p.Code = "zs@example.com", "ABCD-EFGH"
	if got := p.In("张 三来电1381234\n5678，证件11010519491231002x，ZS@example.com，码abcd-efgh"); len(got) != 5 {
		t.Errorf("found only %v", got)
	}
	if got := p.In("2023年度立项清单"); got != nil {
		t.Errorf("found %v", got)
	}
}
