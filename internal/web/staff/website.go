package staff

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/refusal"
	"gongkai/report"
	"gongkai/website"
)

// websitePage is the yearly form of the site (政府网站工作年度报表) as it is printed,
// with its checks in the margin.
type websitePage struct {
	Page
	Year   int
	V      office.WebsiteView
	F      form
	Parts  []sitePart
	Open   []report.Check // rules that do not hold
	Held   []report.Check
	Failed int // checks that must hold and do not
	Years  []tab
	Do     siteAsks
	Head   string
}

func (websitePage) template() string { return "website" }

// siteAsks are the verbs that the state of the form allows.
type siteAsks struct{ State, Freeze, Publish bool }

// sitePart is a part of the form with its rows; Href leads to where it is filled in.
type sitePart struct {
	law.WebsitePart
	Rows    []siteRow
	Href    string
	Waiting int // rows that wait for the second officer
}

// siteRow is a row as it stands.
type siteRow struct {
	Label, Value, Unit string
	Href               string // to its entries
	Number             bool
	Waits, Lacks       bool
}

func (s *server) latestWebsite(a *ask) error { return a.to(a.path("/website/%d", a.yearDue()), "") }

func (s *server) website(a *ask) error {
	year, err := a.year()
	if err != nil {
		return err
	}
	return a.showWebsite(http.StatusOK, year, form{})
}

func (a *ask) showWebsite(code, year int, f form) error {
	v, err := a.s.o.Website(a.ctx(), a.who, year)
	if err != nil {
		return err
	}
	p := websitePage{Year: year, V: v, F: f, Failed: failed(v.Checks), Head: a.site.Head.Hex()}
	if v.Return.Root != "" {
		p.Head = v.Return.Root
	}
	for _, c := range v.Checks {
		if c.OK {
			p.Held = append(p.Held, c)
		} else {
			p.Open = append(p.Open, c)
		}
	}
	open := v.Return.State == website.Drafting
	p.Do = siteAsks{State: open && v.Can[access.StateFigure], Freeze: open && v.Can[access.FreezeReport],
		Publish: v.Return.State == website.Pinned && v.Return.Article == "" && v.Can[access.PublishReport]}
	for _, part := range v.Sheet.Form.Parts {
		p.Parts = append(p.Parts, a.sitePart(v, part))
	}
	years := v.Years
	if !slices.Contains(years, year) {
		years = append(years, year)
	}
	for _, y := range years {
		p.Years = append(p.Years, tab{Name: strconv.Itoa(y), Href: a.path("/website/%d", y), Here: y == year})
	}
	p.Page = a.page(strconv.Itoa(year) + "年网站报表")
	p.Wide = true
	return a.show(code, p)
}

func (a *ask) sitePart(v office.WebsiteView, part law.WebsitePart) sitePart {
	out := sitePart{WebsitePart: part}
	year, needed := v.Sheet.Year, v.Sheet.Missing()
	if len(v.Sheet.Open(part)) > 0 {
		out.Href = a.path("/website/%d/parts/%s", year, escape(part.Key))
	}
	for _, r := range part.Rows {
		row := siteRow{Label: r.Printed(), Value: v.Sheet.Print(r.Key), Unit: r.Unit, Number: r.Sort == "count"}
		said := v.Sheet.Said[r.Key]
		switch {
		case v.Sheet.Known(r.Key):
			if len(v.Sheet.Cell(r.Key).Entries) > 0 {
				row.Href = a.path("/website/%d/cell/%s", year, escape(r.Key))
			}
		case said.Seq > 0:
			row.Waits, row.Value = true, website.Tell(r, said.Value, v.Statements[r.Key].Text)
			out.Waiting++
		case slices.ContainsFunc(needed, func(m law.WebsiteRow) bool { return m.Key == r.Key }):
			row.Lacks = true
		default:
			row.Value = website.None
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// websiteVerb carries out one verb of the form's page.
func (a *ask) websiteVerb(do func(year int, rev int64) (path, flash string, err error)) error {
	year, err := a.year()
	if err != nil {
		return err
	}
	v, err := a.values()
	if err != nil {
		return err
	}
	rev, _ := strconv.ParseInt(v.Get("rev"), 10, 64) // a wrong one conflicts
	var path, flash string
	err = a.try(func() error {
		path, flash, err = do(year, rev)
		return err
	})
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.showWebsite(code, year, f)
	}
	return a.to(path, flash)
}

func (s *server) freezeWebsite(a *ask) error {
	return a.websiteVerb(func(year int, rev int64) (string, string, error) {
		err := s.o.FreezeWebsite(a.ctx(), a.who, year, rev)
		return a.path("/website/%d", year), "网站报表已冻结。此后记入的台账不再改变这份报表，只显示为差异。", err
	})
}

func (s *server) publishWebsite(a *ask) error {
	return a.websiteVerb(func(year int, rev int64) (string, string, error) {
		article, err := s.o.PublishWebsite(a.ctx(), a.who, year, rev)
		return a.path("/articles/%s", escape(string(article))), "网站报表已生成文章并提交审核，各环节由别的同志办理。", err
	})
}

func (s *server) websiteCell(a *ask) error {
	year, err := a.year()
	if err != nil {
		return err
	}
	v, err := s.o.WebsiteCell(a.ctx(), a.who, year, a.r.PathValue("key"))
	if err != nil {
		return err
	}
	p := cellPage{Page: a.page(v.Label), Year: year, V: v.CellView, Value: v.Printed, Back: a.path("/website/%d", year), Of: strconv.Itoa(year) + "年网站报表"}
	p.Wide = true
	return a.show(http.StatusOK, p)
}

func (s *server) websiteXLSX(a *ask) error {
	year, err := a.year()
	if err != nil {
		return err
	}
	return a.file(a.websiteName(year, ".xlsx"), func(w io.Writer) error { return s.o.WebsiteXLSX(a.ctx(), a.who, year, w) })
}

func (s *server) websiteJSON(a *ask) error {
	year, err := a.year()
	if err != nil {
		return err
	}
	return a.file(a.websiteName(year, ".json"), func(w io.Writer) error { return s.o.WebsiteJSON(a.ctx(), a.who, year, w) })
}

func (a *ask) websiteName(year int, ext string) string {
	return a.site.Organ.Name + strconv.Itoa(year) + "年政府网站工作年度报表" + ext
}

func (s *server) websiteFile(a *ask) error {
	seq, err := strconv.ParseInt(a.r.PathValue("seq"), 10, 64)
	if err != nil {
		return refusal.NotFound("access.may.absent")
	}
	f, err := s.o.WebsiteFile(a.ctx(), a.who, seq)
	if err != nil {
		return err
	}
	return a.send(f)
}

// websitePartPage is where a part is filled in, and seconded by another.
type websitePartPage struct {
	Page
	F       form
	Year    int
	Part    law.WebsitePart
	Rev     int64
	Asks    []field
	Counted []siteRow // rows that the work counts, not to be filled in
	Said    []saidRow // what was said and stands
	Waiting bool      // some of it waits for the second officer
	Own     bool      // and this officer said it
}

func (websitePartPage) template() string { return "website_part" }

// saidRow is what was said of a row, with its document.
type saidRow struct {
	Label, Value, Who, Name, Note, Day, Href string
	Waits                                    bool
}

func (s *server) websitePart(a *ask) error {
	year, err := a.year()
	if err != nil {
		return err
	}
	return a.websitePartForm(http.StatusOK, year, form{})
}

func (a *ask) websitePartForm(code, year int, f form) error {
	v, err := a.s.o.Website(a.ctx(), a.who, year)
	if err != nil {
		return err
	}
	part, ok := v.Sheet.Form.Part(a.r.PathValue("part"))
	if !ok {
		return refusal.NotFound("access.may.absent")
	}
	open := v.Sheet.Open(part)
	p := websitePartPage{F: f, Year: year, Part: part, Rev: v.Sheet.Rev(part)}
	if p.F.Values == nil {
		p.F.Values = url.Values{"day": {a.s.o.Today().String()}}
		for _, r := range open {
			p.F.Values.Set(r.Key, v.Defaults[r.Key])
			if x, said := v.Statements[r.Key]; said {
				p.F.Values.Set(r.Key, x.Typed(r))
			}
		}
	}
	for _, r := range part.Rows {
		if x, said := v.Statements[r.Key]; said && !v.Sheet.Counted(r.Key) {
			row := saidRow{Label: r.Printed(), Value: website.Tell(r, x.Value, x.Text) + r.Unit, Who: v.Who[x.Officer], Name: x.Name, Note: x.Note, Day: x.On.String(),
				Href: a.path("/website/%d/files/%d", year, x.Seq), Waits: v.Sheet.Said[r.Key].Seconded == 0}
			p.Said = append(p.Said, row)
			p.Waiting = p.Waiting || row.Waits && x.Officer != a.who.Officer
			p.Own = p.Own || row.Waits && x.Officer == a.who.Officer
		}
		switch {
		case v.Sheet.Counted(r.Key):
			p.Counted = append(p.Counted, siteRow{Label: r.Printed(), Value: v.Sheet.Print(r.Key), Unit: r.Unit, Href: a.path("/website/%d/cell/%s", year, escape(r.Key))})
		case slices.Contains(open, r) && v.Return.State == website.Drafting && v.Can[access.StateFigure]:
			p.Asks = append(p.Asks, siteField(p.F, r))
		}
	}
	p.Waiting = p.Waiting && v.Return.State == website.Drafting && v.Can[access.StateFigure]
	p.Page = a.page(strconv.Itoa(year) + "年网站报表：" + part.Title)
	return a.show(code, p)
}

// siteField asks for a row.
func siteField(f form, r law.WebsiteRow) field {
	label := r.Printed()
	if r.Unit != "" {
		label += "（" + r.Unit + "）"
	}
	q := question(f, "text", r.Key, label, "")
	q.Optional = r.Whence == "may" || r.Whence == "counted"
	if r.Whence == "counted" {
		q.Hint = "本系统没有这项工作的记录；在别处办理的，在这里填报。"
	}
	switch r.Sort {
	case "yes":
		q.Type, q.Options = "select", []option{{"", "请选择"}, {"1", "是"}, {"0", "否"}}
	case "site":
		q.Type, q.Options = "select", []option{{"", "请选择"}}
		for i, name := range law.WebsiteSites[1:] {
			q.Options = append(q.Options, option{strconv.Itoa(i + 1), name})
		}
	}
	return q
}

func (s *server) stateWebsite(a *ask) error {
	year, err := a.year()
	if err != nil {
		return err
	}
	u, err := a.upload()
	if err == nil {
		err = a.try(func() error { return a.stateWebsiteWith(u, year) })
	}
	if err != nil {
		f, code, err := again(u.values, u.refused(err))
		if err != nil {
			return err
		}
		if code == http.StatusRequestEntityTooLarge {
			a.w.Header().Set("Connection", "close")
		}
		return a.websitePartForm(code, year, f)
	}
	return a.to(a.path("/website/%d", year), "已记入台账，等待另一位同志复核。")
}

func (a *ask) stateWebsiteWith(u uploaded, year int) error {
	if u.tooBig {
		return errTooBig("document")
	}
	v := u.values
	rev, _ := strconv.ParseInt(v.Get("rev"), 10, 64) // a wrong one conflicts
	f := office.WebsitePart{Year: year, Part: a.r.PathValue("part"), Rev: rev, Typed: map[string]string{}, Day: v.Get("day"), Note: v.Get("note")}
	for key := range v {
		f.Typed[key] = v.Get(key)
	}
	if u.file == nil {
		return a.s.o.StateWebsite(a.ctx(), a.who, f, "", nil)
	}
	return a.s.o.StateWebsite(a.ctx(), a.who, f, u.file.Name, u.file)
}

func (s *server) secondWebsite(a *ask) error {
	year, err := a.year()
	if err != nil {
		return err
	}
	v, err := a.values()
	if err != nil {
		return err
	}
	rev, _ := strconv.ParseInt(v.Get("rev"), 10, 64) // a wrong one conflicts
	err = a.try(func() error { return s.o.SecondWebsite(a.ctx(), a.who, year, a.r.PathValue("part"), rev) })
	if err != nil {
		f, code, err := again(nil, err)
		if err != nil {
			return err
		}
		return a.websitePartForm(code, year, f)
	}
	return a.to(a.path("/website/%d", year), "已复核，数字计入报表。")
}
