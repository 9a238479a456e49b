package staff

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strconv"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/window"
)

// windowPage lists what people bring to the window, one sort at a time. Above the
// enquiries stands the small form by which they are counted.
type windowPage struct {
	Page
	L       office.WindowList
	Sort    window.Sort
	Tabs    []tab
	All     bool
	Paging  []pageLink
	F       form
	Topics  []option
	Items   []option
	Units   []option
	Today   string // how many were counted today
	May     bool
	Mind    bool
	Channel []option
	Views   []tab // 待办、全部
}

func (windowPage) template() string { return "window" }

// tabs lead from one part of the window to the others.
func (a *ask) windowTabs(here string) []tab {
	var out []tab
	for _, t := range []struct{ name, path string }{{"咨询", "enquiry"}, {"投诉", "complaint"}, {"表扬", "commendation"}, {"排队", "queue"}, {"预约", "bookings"}} {
		out = append(out, tab{Name: t.name, Href: a.path("/window/%s", t.path), Here: t.path == here})
	}
	return out
}

func (s *server) window(a *ask) error {
	return a.to(a.path("/window/enquiry"), "")
}

// windowSort shows a sort, or one matter: the addresses of matters are ids.
func (s *server) windowSort(a *ask) error {
	sort := window.Sort(a.r.PathValue("id"))
	if sort.Name() == "" {
		return a.showWindowMatter(http.StatusOK, form{}, "", nil)
	}
	return a.showWindow(http.StatusOK, sort, form{})
}

func (a *ask) showWindow(code int, sort window.Sort, f form) error {
	all := a.query("show") != "open" && sort != window.Complaint || a.query("show") == "all"
	l, err := a.s.o.Window(a.ctx(), a.who, sort, !all, a.queryInt("page"))
	if err != nil {
		return err
	}
	if f.Values == nil {
		f.Values = url.Values{"channel": {"window"}, "day": {a.s.o.Today().String()}, "once": {rand.Text()}}
	}
	_, units, _, err := a.s.o.Organ(a.ctx(), a.who)
	if err != nil {
		return err
	}
	guides, err := a.s.o.Catalogue(a.ctx(), a.who)
	if err != nil {
		return err
	}
	p := windowPage{Page: a.page("窗口" + sort.Name()), L: l, Sort: sort, Tabs: a.windowTabs(string(sort)), All: all, Paging: a.paging(l.Page, l.Pages), F: f,
		Topics: termOptions(sort.Topics()), Channel: termOptions("window_channel")[:2], May: a.may(access.WorkWindow), Mind: a.may(access.MindWindow),
		Units: first("本科室", unitOptions(units)), Items: []option{{"", "不是哪一个事项"}}}
	for _, g := range guides.Rows {
		if g.Approved > 0 {
			p.Items = append(p.Items, option{string(g.No), g.Version.Elements.Name})
		}
	}
	for _, c := range termOptions("window_channel") {
		if n := l.Today[ledger.Code(c.Value)]; n > 0 {
			if p.Today != "" {
				p.Today += "，"
			}
			p.Today += c.Name + strconv.Itoa(n) + "次"
		}
	}
	here := a.path("/window/%s", sort)
	p.Views = []tab{{"待办", here + "?show=open", l.Waiting, !all}, {"全部", here + "?show=all", l.All, all}}
	return a.show(code, p)
}

// recordWindow takes in an enquiry, a complaint or a commendation.
func (s *server) recordWindow(a *ask) error {
	sort := window.Sort(a.r.PathValue("id"))
	if sort.Name() == "" {
		return refusal.NotFound("access.may.absent")
	}
	u, err := a.upload()
	v := u.values
	if err == nil {
		err = a.try(func() error {
			f := office.WindowForm{Once: v.Get("once"), Case: v.Get("case"), Against: v.Get("against"), Sort: string(sort), Channel: v.Get("channel"), Topic: v.Get("topic"), Item: v.Get("item"), Unit: v.Get("unit"), Minutes: v.Get("minutes"),
				Name: v.Get("name"), Phone: v.Get("phone"), Text: v.Get("text"), Answer: v.Get("answer"), Later: v.Has("later"), Consent: v.Has("consent"), Day: v.Get("day")}
			if u.tooBig {
				return errTooBig("photo")
			}
			if u.file != nil {
				f.Photo, f.PhotoName = u.file, u.file.Name
			}
			_, err := s.o.RecordWindow(a.ctx(), a.who, f)
			return err
		})
	}
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.showWindow(code, sort, f)
	}
	return a.to(a.path("/window/%s", sort), "已登记"+sort.Name()+"。")
}

// windowMatterPage is one matter: left what was said, right what is to be done.
type windowMatterPage struct {
	Page
	V         office.WindowView
	F         form
	Rows      []row
	Asked     string
	Opened    bool
	Units     []option
	Findings  []option
	Satisfied []option
	Against   []option // divisions that a complaint may be about
	Topics    []option
	Channels  []option
	Items     []option
	Standing  days
}

func (windowMatterPage) template() string { return "window_matter" }

func (a *ask) showWindowMatter(code int, f form, asked string, opened *office.WindowView) error {
	v, err := office.WindowView{}, error(nil)
	if opened != nil {
		v = *opened
	} else if v, err = a.s.o.WindowMatter(a.ctx(), a.who, a.id()); err != nil {
		return err
	}
	if f.Values == nil {
		f.Values = url.Values{}
	}
	_, units, _, err := a.s.o.Organ(a.ctx(), a.who)
	if err != nil {
		return err
	}
	p := windowMatterPage{Page: a.page(v.Sort.Name() + string(v.No)), V: v, F: f, Asked: asked, Opened: opened != nil, Units: first("请选择科室", unitOptions(units)),
		Findings: first("请选择", termOptions("complaint_finding")), Satisfied: first("请选择", termOptions("satisfaction"))}
	against := v.AgainstName
	if v.Named && against == "" {
		against = "不涉及具体科室"
	}
	p.Against = append(first("请选择", unitOptions(units)), option{"none", "不涉及具体科室"})
	if v.Correct {
		if f.Values.Get("topic") == "" {
			for k, x := range map[string]string{"topic": string(v.Topic), "channel": string(v.Channel), "unit": string(v.Unit), "minutes": strconv.Itoa(v.Minutes)} {
				f.Values.Set(k, x)
			}
		}
		p.F, p.Topics, p.Channels = f, termOptions(v.Sort.Topics()), termOptions("window_channel")
		guides, err := a.s.o.Catalogue(a.ctx(), a.who)
		if err != nil {
			return err
		}
		p.Items = []option{{"", "不是哪一个事项"}}
		for _, g := range guides.Rows {
			if g.Approved > 0 {
				p.Items = append(p.Items, option{string(g.No), g.Version.Elements.Name})
			}
			if g.ID == v.Item && !f.Values.Has("item") {
				f.Values.Set("item", string(g.No))
			}
		}
	}
	minutes := ""
	if v.Minutes > 0 {
		minutes = strconv.Itoa(v.Minutes) + "分钟"
	}
	name := map[window.Sort]string{window.Commendation: "赠送人"}[v.Sort]
	if name == "" {
		name = "姓名"
	}
	for _, r := range []row{{"主题", nameOf(v.Sort.Topics(), v.Topic)}, {"渠道", nameOf("window_channel", v.Channel)}, {"事项", v.ItemName}, {"科室", v.UnitName}, {"投诉的科室", against},
		{"登记日期", v.On.String()}, {"用时", minutes}, {name, v.Said.Name}, {"电话", v.Said.Phone}, {"电子邮箱", v.Said.Email}, {"赠送日期", v.Said.Day},
		{"内容", v.Said.Text}, {"核实结果", nameOf("complaint_finding", v.Finding)}, {"回访", nameOf("satisfaction", v.Satisfied)}} {
		if r.Value != "" {
			p.Rows = append(p.Rows, r)
		}
	}
	if v.HasDue {
		p.Standing = left(v.Left, true)
	}
	p.Wide = true
	return a.show(code, p)
}

// openWindow shows who asks; the opening is in the access log.
func (s *server) openWindow(a *ask) error {
	var opened *office.WindowView
	err := a.try(func() error {
		v, err := s.o.OpenWindow(a.ctx(), a.who, a.id(), address(a.r.RemoteAddr))
		if err == nil {
			opened = &v
		}
		return err
	})
	if err != nil && !a.kept {
		return err
	}
	return a.showWindowMatter(http.StatusOK, form{}, "", opened)
}

// windowVerb carries out a verb of a matter.
func (s *server) windowVerb(a *ask) error {
	verb := a.r.PathValue("verb")
	if verb == "person" {
		return s.openWindow(a)
	}
	done, known := map[string]string{"assign": "已转办。", "accept": "已受理。请核实处理。", "decline": "已登记不予受理。", "against": "已写明投诉的科室。", "correct": "已更正登记，数字随之更正。", "void": "已注销登记，不再计数。", "check": "已登记核实结果。请反馈给投诉人。",
		"answer": "已答复。", "revisit": "已登记回访。", "file": "已归档。", "release": "已在网站公开。", "takedown": "已不再公开。", "erase": "个人信息已删除。"}[verb]
	if !known {
		return refusal.NotFound("access.may.absent")
	}
	v, err := a.values()
	if err == nil {
		err = a.try(func() error {
			if verb == "erase" {
				return s.o.EraseWindow(a.ctx(), a.who, a.id(), revOf(v))
			}
			return s.o.WindowVerb(a.ctx(), a.who, a.id(), verb, office.WindowAct{Rev: revOf(v), Words: v.Get("words"), Unit: v.Get("unit"),
				Against: v.Get("against"), Case: v.Get("case"), Channel: v.Get("channel"), Topic: v.Get("topic"), Item: v.Get("item"),
				Finding: v.Get("finding"), Satisfied: v.Get("satisfied"), Minutes: v.Get("minutes")})
		})
	}
	if err == nil {
		return a.to(a.path("/window/%s", escape(string(a.id()))), done)
	}
	f, code, err := again(v, err)
	if err != nil {
		return err
	}
	return a.showWindowMatter(code, f, verb, nil)
}

func (s *server) windowPhoto(a *ask) error {
	f, err := s.o.WindowPhoto(a.ctx(), a.who, a.who.Organ, a.id())
	if err != nil {
		return err
	}
	return a.send(f)
}
