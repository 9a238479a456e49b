package staff

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/refusal"
)

// officersPage lists the organ's officers (人员).
type officersPage struct {
	Page
	Here, Left []people.Officer
	Units      map[ledger.ID]string
}

func (officersPage) template() string { return "officers" }

func (s *server) officers(a *ask) error {
	all, err := s.o.Officers(a.ctx(), a.who)
	if err != nil {
		return err
	}
	units, err := a.unitNames()
	if err != nil {
		return err
	}
	p := officersPage{Page: a.page("人员"), Units: units}
	for _, o := range all {
		if o.Left {
			p.Left = append(p.Left, o)
		} else {
			p.Here = append(p.Here, o)
		}
	}
	p.Wide = true
	return a.show(http.StatusOK, p)
}

// officerPage appoints an officer or changes unit and roles.
type officerPage struct {
	Page
	F       form
	Officer people.Officer // zero for a new one
	Units   []option
	Roles   []option
	Self    bool
}

func (officerPage) template() string { return "officer" }

func (s *server) officerPage(a *ask) error { return a.officerForm(http.StatusOK, form{}) }

// officerForm shows the form; without values it is filled from the row.
func (a *ask) officerForm(code int, f form) error {
	all, err := a.s.o.Officers(a.ctx(), a.who)
	if err != nil {
		return err
	}
	_, units, _, err := a.s.o.Organ(a.ctx(), a.who)
	if err != nil {
		return err
	}
	p := officerPage{F: f, Units: first("请选择科室", unitOptions(units)), Self: a.id() == a.who.Officer}
	title := "任用人员"
	if a.id() != "" {
		i := slices.IndexFunc(all, func(o people.Officer) bool { return o.ID == a.id() })
		if i < 0 {
			return refusal.NotFound("access.may.absent")
		}
		p.Officer, title = all[i], all[i].Name
	}
	for _, r := range people.Roles {
		p.Roles = append(p.Roles, option{string(r.Role), r.Name})
	}
	if p.F.Values == nil {
		o := p.Officer
		p.F.Values = url.Values{"login": {o.Login}, "name": {o.Name}, "phone": {o.Phone}, "email": {o.Email}, "unit": {string(o.Unit)}}
		for _, r := range o.Roles {
			p.F.Values.Add("roles", string(r))
		}
	}
	p.Page = a.page(title)
	return a.show(code, p)
}

// firstPasswordPage shows the password of a new officer, once.
type firstPasswordPage struct {
	Page
	Name, Login, Password string
}

func (firstPasswordPage) template() string { return "officer_password" }

func (s *server) appointOfficer(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	var password string
	err = a.try(func() error {
		password, err = s.o.AppointOfficer(a.ctx(), a.who, office.OfficerForm{ID: string(a.id()), Login: v.Get("login"),
			Name: v.Get("name"), Phone: v.Get("phone"), Email: v.Get("email"), Unit: v.Get("unit"), Roles: v["roles"]})
		return err
	})
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.officerForm(code, f)
	}
	if password != "" {
		// no redirect: the password is on this answer alone and kept nowhere
		return a.show(http.StatusOK, firstPasswordPage{a.page("已任用"), v.Get("name"), v.Get("login"), password})
	}
	return a.to(a.path("/officers"), "「"+v.Get("name")+"」的科室和岗位已更改，立即生效。")
}

func (s *server) dismissOfficer(a *ask) error {
	err := a.try(func() error { return s.o.DismissOfficer(a.ctx(), a.who, a.id()) })
	if err != nil {
		f, code, err := again(nil, err)
		if err != nil {
			return err
		}
		return a.officerForm(code, f)
	}
	return a.to(a.path("/officers"), "已办理离岗，该账号不能再登录。")
}

// passwordPage changes one's own password.
type passwordPage struct {
	Page
	F form
}

func (passwordPage) template() string { return "password" }

func (s *server) passwordPage(a *ask) error {
	return a.show(http.StatusOK, passwordPage{a.page("修改密码"), form{}})
}

func (s *server) changePassword(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	err = a.try(func() error {
		if v.Get("password") != v.Get("repeat") {
			return &webError{http.StatusUnprocessableEntity, "repeat", "两次输入的新密码不一样，请重新输入。"}
		}
		return s.o.ChangePassword(a.ctx(), a.who, v.Get("old"), v.Get("password"))
	})
	if err != nil {
		f, code, err := again(nil, err)
		if err != nil {
			return err
		}
		return a.show(code, passwordPage{a.page("修改密码"), f})
	}
	if err := s.sessions.RenewToken(a.ctx()); err != nil {
		return err
	}
	return a.to(a.base(), "密码已修改。")
}

// accessPage is the log of who signed in and opened what, for the audit
// administrator.
type accessPage struct {
	Page
	Lines      []accessLine
	No         int
	Next, Prev string
}

func (accessPage) template() string { return "access" }

type accessLine struct{ At, Officer, Verb, Thing, Result, Address string }

func (s *server) accessLog(a *ask) error {
	page := max(a.queryInt("page"), 1)
	lines, err := s.o.AccessLog(a.ctx(), a.who, page)
	if err != nil {
		return err
	}
	p := accessPage{Page: a.page("访问记录"), No: page}
	for _, l := range lines {
		p.Lines = append(p.Lines, accessLine{instant(l.At), string(l.Officer), verbName(l.Verb), l.Thing, resultName(l.Result), l.Address})
	}
	if page > 1 {
		p.Prev = a.with("page", strconv.Itoa(page-1))
	}
	if len(lines) >= 100 {
		p.Next = a.with("page", strconv.Itoa(page+1))
	}
	p.Wide = true
	return a.show(http.StatusOK, p)
}

func verbName(v string) string {
	if n := map[string]string{"signin": "登录", "remedy.paper": "打开复议诉讼材料", "request.person": "打开申请人信息", "service.person": "打开办件申请人信息", "record.read": "打开更正申请", "request.bundle": "提供案卷"}[v]; n != "" {
		return n
	}
	return v
}

func resultName(r string) string {
	if n := map[string]string{"ok": "成功", "refused": "拒绝", "locked": "已锁定"}[r]; n != "" {
		return n
	}
	return r
}
