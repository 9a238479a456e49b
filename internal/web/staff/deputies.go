package staff

import (
	"net/http"
	"net/url"

	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/people"
)

// deputiesPage says who stands in for whom (代理), and lets the security
// administrator name another.
type deputiesPage struct {
	Page
	F        form
	Rows     []office.DeputyRow
	Officers []option
}

func (deputiesPage) template() string { return "deputies" }

func (s *server) deputies(a *ask) error {
	return a.deputyForm(http.StatusOK, form{Values: url.Values{"from": {s.o.Today().String()}}})
}

func (a *ask) deputyForm(code int, f form) error {
	rows, err := a.s.o.Deputies(a.ctx(), a.who)
	if err != nil {
		return err
	}
	all, err := a.s.o.Officers(a.ctx(), a.who)
	if err != nil {
		return err
	}
	p := deputiesPage{F: f, Rows: rows, Officers: []option{{"", "请选择"}}}
	for _, o := range all {
		if !o.Left && !o.Has(people.SystemAdmin) && !o.Has(people.SecurityAdmin) && !o.Has(people.AuditAdmin) {
			p.Officers = append(p.Officers, option{string(o.ID), o.Name + "（" + o.Login + "）"})
		}
	}
	p.Page = a.page("代理")
	return a.show(code, p)
}

func (s *server) deputize(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	err = a.try(func() error {
		return s.o.Deputize(a.ctx(), a.who, office.DeputyForm{Officer: v.Get("officer"), StandIn: v.Get("stand_in"), From: v.Get("from"), To: v.Get("to")})
	})
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.deputyForm(code, f)
	}
	return a.to(a.path("/deputies"), "已设代理，从起日起生效。")
}

func (s *server) endDeputy(a *ask) error {
	err := a.try(func() error { return s.o.EndDeputy(a.ctx(), a.who, ledger.ID(a.r.PathValue("id"))) })
	if err != nil {
		f, code, err := again(nil, err)
		if err != nil {
			return err
		}
		return a.deputyForm(code, f)
	}
	return a.to(a.path("/deputies"), "代理已结束，立即生效。")
}
