package staff

import (
	"io"
	"net/http"
	"net/url"
	"strconv"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/record"
	"gongkai/refusal"
	"gongkai/writ"
)

// recordsPage lists corrections of people's own records (更正申请, R-A41).
type recordsPage struct {
	Page
	Rows []record.Matter
	May  bool
}

func (recordsPage) template() string { return "records" }

func (s *server) records(a *ask) error {
	rows, err := s.o.Records(a.ctx(), a.who)
	if err != nil {
		return err
	}
	return a.show(http.StatusOK, recordsPage{a.page("更正申请"), rows, a.may(access.WorkRecord)})
}

// newRecordPage takes a correction in.
type newRecordPage struct {
	Page
	F     form
	Doors []option
}

func (newRecordPage) template() string { return "record_new" }

func (s *server) newRecordPage(a *ask) error {
	return a.recordForm(http.StatusOK, form{Values: url.Values{"on": {s.o.Today().String()}, "door": {"counter"}}})
}

func (a *ask) recordForm(code int, f form) error {
	if !a.may(access.WorkRecord) {
		return refusal.Denied("access.may.role", "verb", string(access.WorkRecord))
	}
	var doors []option
	for _, t := range record.Doors() {
		doors = append(doors, option{t.Key, t.Label})
	}
	return a.show(code, newRecordPage{a.page("登记更正申请"), f, doors})
}

func (s *server) receiveRecord(a *ask) error {
	v, err := a.scans(func(url.Values) string { return "record" }, func(string) string { return "other" })
	var id ledger.ID
	if err == nil {
		err = a.try(func() error {
			id, err = s.o.ReceiveRecord(a.ctx(), a.who, office.RecordForm{Door: v.Get("door"), On: v.Get("on"), Asked: record.Asked{
				Name: v.Get("name"), IDNo: v.Get("id_no"), Phone: v.Get("phone"), Address: v.Get("address"), Record: v.Get("record"),
				Wrong: v.Get("wrong"), Proof: v.Get("proof")}}, v.files())
			return err
		})
	}
	if err != nil {
		f, code, err := again(v.Values, err)
		if err != nil {
			return err
		}
		return a.recordForm(code, v.back(f))
	}
	return a.to(a.path("/records/%s", escape(string(id))), "已登记。请核实以后办结，并把结果告知申请人。")
}

// recordPage is one correction: left what is asked, right how it ends.
type recordPage struct {
	Page
	F    form
	V    office.RecordView
	Rows []row
	Hows []option
}

func (recordPage) template() string { return "record" }

func (s *server) recordMatter(a *ask) error { return a.showRecord(http.StatusOK, form{}) }

func (a *ask) showRecord(code int, f form) error {
	v, err := a.s.o.Record(a.ctx(), a.who, a.id(), address(a.r.RemoteAddr))
	if err != nil {
		return err
	}
	p := recordPage{Page: a.page(v.No), F: f, V: v, Hows: []option{{"", "请选择结果"}}}
	for _, x := range record.States[1:] {
		p.Hows = append(p.Hows, option{string(x.State), x.Name})
	}
	for _, r := range []row{{"申请人", v.Asked.Name}, {"证件号码", v.Asked.IDNo}, {"电话", v.Asked.Phone}, {"地址", v.Asked.Address},
		{"提交方式", nameOf("door", v.Door)}, {"收到日期", v.ReceivedOn.String()}, {"哪条记录", v.Asked.Record}, {"哪里不准确", v.Asked.Wrong},
		{"证据", v.Asked.Proof}, {"核实情况", v.Ending.Found}, {"更正内容、理由", v.Ending.Words}, {"有权更正的机关", v.Ending.Organ}, {"其联系方式", v.Ending.Contact}} {
		if r.Value != "" {
			p.Rows = append(p.Rows, r)
		}
	}
	return a.show(code, p)
}

func (s *server) endRecord(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	err = a.try(func() error {
		rev, _ := strconv.ParseInt(v.Get("rev"), 10, 64) // 0 conflicts with every matter
		return s.o.EndRecord(a.ctx(), a.who, a.id(), office.RecordEnd{Rev: rev, How: v.Get("how"), Ending: record.Ending{Found: v.Get("found"),
			Words: v.Get("words"), Organ: v.Get("organ"), Contact: v.Get("contact")}})
	})
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.showRecord(code, f)
	}
	return a.to(a.path("/records/%s", escape(string(a.id()))), "已办结，告知书在“材料”里，请打印送达。")
}

func (s *server) recordLetter(a *ask) error {
	w, err := s.o.RecordLetter(a.ctx(), a.who, a.id(), a.paper(), address(a.r.RemoteAddr))
	if err != nil {
		return err
	}
	back := a.path("/records/%s", escape(string(a.id())))
	return a.show(http.StatusOK, letterPage{a.page(w.Title), w, back + "/letters/" + escape(string(a.paper())), back})
}

func (s *server) recordLetterFile(a *ask) error {
	return a.letterFile(func() (writ.Paper, error) {
		return s.o.RecordLetter(a.ctx(), a.who, a.id(), a.paper(), address(a.r.RemoteAddr))
	})
}

// letterFile hands a letter over as a Word or PDF file.
func (a *ask) letterFile(read func() (writ.Paper, error)) error {
	as := a.r.PathValue("as")
	if as != "docx" && as != "pdf" {
		return refusal.NotFound("access.may.absent")
	}
	w, err := read()
	if err != nil {
		return err
	}
	return a.file(w.Title+" "+w.No+"."+as, func(b io.Writer) error {
		if as == "docx" {
			return a.s.o.LetterDocx(b, w)
		}
		pdf, err := a.s.o.LetterPDF(a.ctx(), w)
		if err != nil {
			return err
		}
		_, err = b.Write(pdf)
		return err
	})
}

// recordPaper hands over evidence; it is never shown in the browser.
func (s *server) recordPaper(a *ask) error {
	f, err := s.o.RecordPaper(a.ctx(), a.who, a.id(), a.paper(), address(a.r.RemoteAddr))
	if err != nil {
		return err
	}
	a.attach(f.Type, f.Name)
	http.ServeContent(a.w, a.r, "", s.o.Now(), f)
	return nil
}
