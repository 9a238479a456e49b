package staff

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/report"
)

// reportPage is the annual report (年度报告) set as the printed paper, with
// its checks in the margin.
type reportPage struct {
	Page
	Year     int
	Form     string // asked for; "" is the form of the year
	V        office.ReportView
	F        form
	Asked    string
	Sections []section
	Open     []report.Check // rules that do not hold
	Held     []report.Check
	Later    []laterRow
	Failed   int // checks that must hold and do not
	Years    []tab
	Forms    []tab
	Do       reportAsks
	Head     string
	Query    string // ?form=… for the links of the page
}

func (reportPage) template() string { return "report" }

// laterRow is a figure of a frozen report that later entries would change.
type laterRow struct{ Label, Then, Now string }

// section is one of the six parts of the report: its words and its table.
type section struct {
	No     int
	Title  string
	Words  [][]piece // paragraphs
	Tables []paper
}

// piece is a run of words, or a figure that links to its entries.
type piece struct{ Text, Href, Label string }

// reportAsks are the verbs that the state of the report allows.
type reportAsks struct{ Write, Draft, Freeze, Publish bool }

func (s *server) latestReport(a *ask) error { return a.to(a.path("/report/%d", a.yearDue()), "") }

func (a *ask) year() (int, error) { return a.number("year") }

// form is the form that the address asks for, "" for that of the year.
func (a *ask) form() (string, error) {
	name := a.query("form")
	if name == "" {
		return "", nil
	}
	if _, err := law.FormNamed(name); err != nil {
		return "", refusal.NotFound("access.may.absent")
	}
	return name, nil
}

func (s *server) report(a *ask) error {
	year, err := a.year()
	if err != nil {
		return err
	}
	return a.showReport(http.StatusOK, year, form{}, "")
}

func (a *ask) showReport(code, year int, f form, asked string) error {
	name, err := a.form()
	if err != nil {
		return err
	}
	v, err := a.s.o.Report(a.ctx(), a.who, year, name)
	if err != nil {
		return err
	}
	p := reportPage{Year: year, Form: name, V: v, F: f, Asked: asked}
	if p.Form != "" {
		p.Query = "?form=" + url.QueryEscape(p.Form)
	}
	for _, c := range v.Checks {
		if c.OK {
			p.Held = append(p.Held, c)
		} else {
			p.Open = append(p.Open, c)
		}
	}
	p.Failed, p.Later = failed(v.Checks), later(v)
	p.Sections = sections(v, a.path("/report/%d/cell", year), p.Query)
	can := func(x access.Verb) bool { return v.Can[x] }
	open := v.Report.State == "" || v.Report.State == report.Drafting
	p.Do = reportAsks{Write: open && can(access.DraftReport), Draft: open && can(access.DraftReport),
		Freeze: open && can(access.FreezeReport), Publish: v.Report.State == report.Pinned && can(access.PublishReport)}
	years := slices.Clone(v.Years)
	if !slices.Contains(years, year) {
		years = append(years, year)
	}
	slices.Sort(years)
	slices.Reverse(years)
	for _, y := range years {
		p.Years = append(p.Years, tab{Name: strconv.Itoa(y), Href: a.path("/report/%d", y), Here: y == year})
	}
	for _, n := range []string{"2019", "2021"} {
		p.Forms = append(p.Forms, tab{Name: n + "年格式", Href: a.path("/report/%d?form=%s", year, n), Here: v.Form.Name == n})
	}
	p.Head = a.site.Head.Hex()
	if v.Report.Root != "" {
		p.Head = v.Report.Root
	}
	p.Page = a.page(strconv.Itoa(year) + "年度报告")
	p.Wide = true
	return a.show(code, p)
}

// reportEditPage is where the words are written; figures stand in them as marks.
type reportEditPage struct {
	Page
	F        form
	Year     int
	Titles   []string
	Sections []sectionField
	Figures  []figureMark
	AutoKey  string
	Found    *found
}

func (reportEditPage) template() string { return "report_edit" }

// sectionField is the words of one section as they are edited.
type sectionField struct {
	No                 int
	Name, Title, Words string
	Fault              string
}

// figureMark is a figure that the words may name, with its present value.
type figureMark struct{ Mark, Label, Value string }

func (s *server) reportEditPage(a *ask) error {
	year, err := a.year()
	if err != nil {
		return err
	}
	return a.reportForm(http.StatusOK, year, form{}, true)
}

func (a *ask) reportForm(code, year int, f form, restore bool) error {
	v, err := a.s.o.Report(a.ctx(), a.who, year, "")
	if err != nil {
		return err
	}
	p := reportEditPage{F: f, Year: year, AutoKey: "report/" + strconv.Itoa(year), Figures: marks(v)}
	if p.F.Values == nil {
		p.F.Values = url.Values{"rev": {strconv.FormatInt(v.Report.Rev, 10)}}
		for _, x := range v.Problems {
			p.F.Faults = append(p.F.Faults, fault{sectionName(x.Section - 1), x.Words + "。"})
		}
		for i, words := range v.Report.Sections {
			p.F.Values.Set(sectionName(i), words)
		}
	}
	if restore {
		text, at, err := a.s.o.Autosaved(a.ctx(), a.who, p.AutoKey)
		if err != nil {
			return err
		}
		if kept, bad := url.ParseQuery(text); text != "" && bad == nil {
			if a.query("restore") == "1" {
				p.F = form{Values: kept, Notice: "已填入 " + instant(at) + " 自动保存的内容，保存后生效。"}
			} else {
				p.Found = &found{At: at, Use: a.with("restore", "1"), Drop: a.r.URL.Path}
			}
		}
	}
	for i, title := range v.Form.Sections {
		name := sectionName(i)
		p.Sections = append(p.Sections, sectionField{i + 1, name, title, p.F.Get(name), p.F.Fault(name)})
	}
	p.Page = a.page("撰写" + strconv.Itoa(year) + "年度报告")
	p.Wide = true
	return a.show(code, p)
}

func sectionName(i int) string { return "section" + strconv.Itoa(i+1) }

func (s *server) saveReport(a *ask) error {
	year, err := a.year()
	if err != nil {
		return err
	}
	v, err := a.values()
	if err != nil {
		return err
	}
	rev, _ := strconv.ParseInt(v.Get("rev"), 10, 64) // a wrong one conflicts
	words := make([]string, 6)
	for i := range words {
		words[i] = v.Get(sectionName(i))
	}
	err = a.try(func() error { return s.o.SaveReport(a.ctx(), a.who, year, rev, words) })
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		if code == http.StatusConflict {
			// what was typed is kept beside what a colleague saved
			if err := s.o.Autosave(a.ctx(), a.who, "report/"+strconv.Itoa(year), v.Encode()); err != nil {
				return err
			}
		}
		return a.reportForm(code, year, f, false)
	}
	if err := s.o.DropAutosave(a.ctx(), a.who, "report/"+strconv.Itoa(year)); err != nil {
		return err
	}
	return a.to(a.path("/report/%d", year), "报告文字已保存。")
}

// reportVerb carries out one verb of the report page.
func (a *ask) reportVerb(asked string, do func(year int, rev int64) (path, flash string, err error)) error {
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
		return a.showReport(code, year, f, asked)
	}
	return a.to(path, flash)
}

func (s *server) draftReport(a *ask) error {
	return a.reportVerb("draft", func(year int, rev int64) (string, string, error) {
		err := s.o.DraftReport(a.ctx(), a.who, year, rev)
		return a.path("/report/%d/edit", year), "初稿已按台账数字写好，请逐段修改。", err
	})
}

func (s *server) freezeReport(a *ask) error {
	return a.reportVerb("freeze", func(year int, rev int64) (string, string, error) {
		err := s.o.FreezeReport(a.ctx(), a.who, year, rev)
		return a.path("/report/%d", year), "报告已冻结。此后记入的台账不再改变这份报告，只显示为差异。", err
	})
}

func (s *server) publishReport(a *ask) error {
	return a.reportVerb("publish", func(year int, rev int64) (string, string, error) {
		article, err := s.o.PublishReport(a.ctx(), a.who, year, rev)
		return a.path("/articles/%s", escape(string(article))), "报告已生成文章并提交审核，各环节由别的同志办理。", err
	})
}

// cellPage is one number with the entries that it rests on.
type cellPage struct {
	Page
	Year  int
	V     office.CellView
	Value string
	Back  string
	Of    string // the product that Back leads to
}

func (cellPage) template() string { return "cell" }

func (s *server) cell(a *ask) error {
	year, err := a.year()
	if err != nil {
		return err
	}
	name, err := a.form()
	if err != nil {
		return err
	}
	v, err := s.o.Cell(a.ctx(), a.who, year, name, a.r.PathValue("key"))
	if err != nil {
		return err
	}
	p := cellPage{Page: a.page(v.Label), Year: year, V: v, Value: amount(v.Figure), Back: a.path("/report/%d", year), Of: strconv.Itoa(year) + "年度报告"}
	if name != "" {
		p.Back += "?form=" + url.QueryEscape(name)
	}
	p.Wide = true
	return a.show(http.StatusOK, p)
}

// amount is a figure with its unit where it is money.
func amount(f ledger.Figure) string {
	if f.Money {
		return f.String() + "万元"
	}
	return f.String()
}

func (s *server) reportDocx(a *ask) error {
	return a.download("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		func(year int, form string, w io.Writer) error { return s.o.ReportDocx(a.ctx(), a.who, year, form, w) })
}

func (s *server) reportJSON(a *ask) error {
	return a.download("json", "application/json; charset=utf-8",
		func(year int, form string, w io.Writer) error { return s.o.ReportJSON(a.ctx(), a.who, year, form, w) })
}

// download makes the whole file before the first byte goes out.
func (a *ask) download(ext, media string, write func(int, string, io.Writer) error) error {
	year, err := a.year()
	if err != nil {
		return err
	}
	form, err := a.form()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := write(year, form, &b); err != nil {
		return err
	}
	name := a.site.Organ.Name + strconv.Itoa(year) + "年政府信息公开工作年度报告." + ext
	a.w.Header().Set("Content-Type", media)
	a.w.Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name))
	_, err = a.w.Write(b.Bytes())
	return err
}
