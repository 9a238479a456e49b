package staff

import (
	"net/http"
	"net/url"

	"gongkai/internal/office"
	"gongkai/people"
	"gongkai/publication"
)

// organPage is what the site says of the organ (本机关).
type organPage struct {
	Page
	F       form
	Units   []people.Unit
	Leaders []people.Leader
}

func (organPage) template() string { return "organ" }

func (s *server) organPage(a *ask) error { return a.organForm(http.StatusOK, form{}) }

func (a *ask) organForm(code int, f form) error {
	g, units, leaders, err := a.s.o.Organ(a.ctx(), a.who)
	if err != nil {
		return err
	}
	if f.Values == nil {
		f.Values = url.Values{}
		for name, value := range map[string]string{"name": g.Name, "short_name": g.ShortName, "credit_code": g.CreditCode,
			"region": g.Region, "domain": g.Site.Domain, "id_code": g.Site.IDCode, "icp": g.Site.ICP, "police": g.Site.Police,
			"host": g.Site.Host, "address": g.Address, "hours": g.Hours, "phone": g.Phone, "fax": g.Fax, "email": g.Email,
			"postcode": g.Postcode} {
			f.Values.Set(name, value)
		}
	}
	return a.show(code, organPage{a.page("本机关"), f, units, leaders})
}

func (s *server) editOrgan(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	err = a.try(func() error {
		return s.o.EditOrgan(a.ctx(), a.who, office.OrganForm{Name: v.Get("name"), ShortName: v.Get("short_name"),
			CreditCode: v.Get("credit_code"), Region: v.Get("region"), Domain: v.Get("domain"), IDCode: v.Get("id_code"),
			ICP: v.Get("icp"), Police: v.Get("police"), Host: v.Get("host"), Address: v.Get("address"), Hours: v.Get("hours"),
			Phone: v.Get("phone"), Fax: v.Get("fax"), Email: v.Get("email"), Postcode: v.Get("postcode")})
	})
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.organForm(code, f)
	}
	return a.to(a.path("/organ"), "已保存，网站上现在就是新的内容。")
}

// columnsPage is the tree of columns, with a form that sets up another one.
type columnsPage struct {
	Page
	F       form
	Columns []publication.Column
}

func (columnsPage) template() string { return "columns" }

func (s *server) columns(a *ask) error { return a.columnsForm(http.StatusOK, form{}) }

func (a *ask) columnsForm(code int, f form) error {
	lists, err := a.s.o.Lists(a.ctx(), a.who)
	if err != nil {
		return err
	}
	p := columnsPage{Page: a.page("栏目"), F: f, Columns: lists.Columns}
	p.Wide = true
	return a.show(code, p)
}

func (s *server) openColumn(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	err = a.try(func() error {
		return s.o.OpenColumn(a.ctx(), a.who, office.ColumnForm{Path: v.Get("path"), Name: v.Get("name"),
			Category: v.Get("category"), Limit: v.Get("limit"), Description: v.Get("description"), Keywords: v.Get("keywords")})
	})
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.columnsForm(code, f)
	}
	return a.to(a.path("/columns"), "栏目「"+v.Get("name")+"」已开设。")
}
