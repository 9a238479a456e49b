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
	L      office.RecordList
	Tabs   []tab
	All    bool
	Paging []pageLink
	May    bool
}

func (recordsPage) template() string { return "records" }

func (s *server) records(a *ask) error {
	all := a.query("show") == "all"
	l, err := s.o.Records(a.ctx(), a.who, !all, a.queryInt("page"))
	if err != nil {
		return err
	}
	return a.show(http.StatusOK, recordsPage{Page: a.page("更正申请"), L: l, All: all, May: a.may(access.WorkRecord), Paging: a.paging(l.Page, l.Pages),
		Tabs: []tab{{"待办", a.path("/records"), l.Waiting, !all}, {"全部", a.path("/records?show=all"), l.All, all}}})
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

// recordPage is one correction: left what is asked, right what is to be done.
type recordPage struct {
	Page
	F        form
	V        office.RecordView
	Rows     []row
	Opened   bool // who asks is shown, on this answer alone
	Asked    string
	Hows     []option
	Letters  []option // without proof of delivery
	Standing days
}

func (recordPage) template() string { return "record" }

func (s *server) recordMatter(a *ask) error { return a.showRecord(http.StatusOK, form{}, "", nil) }

// openRecord shows who asks; the opening is in the access log.
func (s *server) openRecord(a *ask) error {
	var who *record.Asked
	err := a.try(func() error {
		asked, err := s.o.OpenRecord(a.ctx(), a.who, a.id(), address(a.r.RemoteAddr))
		who = &asked
		return err
	})
	if err != nil && !a.kept {
		return err
	}
	return a.showRecord(http.StatusOK, form{}, "", who)
}

func (a *ask) showRecord(code int, f form, asked string, who *record.Asked) error {
	v, err := a.s.o.Record(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	if f.Values == nil {
		f.Values = url.Values{}
	}
	p := recordPage{Page: a.page(v.No), V: v, Opened: who != nil, Asked: asked, Hows: []option{{"", "请选择结果"}}}
	if who != nil {
		v.Asked = *who
	}
	for _, x := range record.Ends {
		p.Hows = append(p.Hows, option{string(x), x.Proposal()})
	}
	for _, x := range v.Deliver {
		p.Letters = append(p.Letters, option{string(x.ID), x.Name})
	}
	if !f.Values.Has("on") {
		f.Values.Set("on", a.s.o.Today().String())
	}
	if v.State == record.Open && !f.Values.Has("how") { // what was sent back is the draft of the next
		for name, words := range map[string]string{"found": v.Ending.Found, "words": v.Ending.Words, "organ": v.Ending.Organ, "contact": v.Ending.Contact} {
			f.Values.Set(name, words)
		}
	}
	p.F = f
	for _, r := range []row{{"申请人", v.Asked.Name}, {"证件号码", v.Asked.IDNo}, {"电话", v.Asked.Phone}, {"地址", v.Asked.Address},
		{"提交方式", nameOf("door", v.Door)}, {"收到日期", v.ReceivedOn.String()}, {"哪条记录", v.Asked.Record}, {"哪里不准确", v.Asked.Wrong},
		{"证据", v.Asked.Proof}, {"核实情况", v.Ending.Found}, {"更正内容、理由", v.Ending.Words}, {"有权更正的机关", v.Ending.Organ}, {"其联系方式", v.Ending.Contact}} {
		if r.Value != "" {
			p.Rows = append(p.Rows, r)
		}
	}
	if v.State.Pending() {
		p.Standing = left(v.Left, true)
	}
	p.Wide = true
	return a.show(code, p)
}

// recordVerb ends a verb on the page of a correction; refused, the page comes
// back with that form open and filled.
func (a *ask) recordVerb(asked string, v scanned, done string, err error) error {
	if err == nil {
		return a.to(a.path("/records/%s", escape(string(a.id()))), done)
	}
	f, code, err := again(v.Values, err)
	if err != nil {
		return err
	}
	return a.showRecord(code, v.back(f), asked, nil)
}

// revOf is the revision that a form was filled in on; 0 conflicts with all.
func revOf(v url.Values) int64 {
	rev, _ := strconv.ParseInt(v.Get("rev"), 10, 64)
	return rev
}

// recordForms are the plain verbs of a correction.
var recordForms = map[string]struct {
	done string
	do   func(s *server, a *ask, v url.Values) error
}{
	"propose": {"已拟办，请另一位同志审定。", func(s *server, a *ask, v url.Values) error {
		return s.o.ProposeRecord(a.ctx(), a.who, a.id(), office.RecordEnd{Rev: revOf(v), How: v.Get("how"), Ending: record.Ending{Found: v.Get("found"),
			Words: v.Get("words"), Organ: v.Get("organ"), Contact: v.Get("contact")}})
	}},
	"return": {"已退回拟办的人。", func(s *server, a *ask, v url.Values) error {
		return s.o.ReturnRecord(a.ctx(), a.who, a.id(), revOf(v), v.Get("reason"))
	}},
	"end": {"已办结，文书在“材料”里，请打印送达并登记。", func(s *server, a *ask, v url.Values) error {
		return s.o.EndRecord(a.ctx(), a.who, a.id(), revOf(v))
	}},
	"erase": {"个人信息已删除。", func(s *server, a *ask, v url.Values) error {
		return s.o.EraseRecord(a.ctx(), a.who, a.id(), revOf(v))
	}},
}

func (s *server) recordAct(a *ask) error {
	verb := a.r.PathValue("verb")
	x, ok := recordForms[verb]
	if !ok {
		return refusal.NotFound("access.may.absent")
	}
	v, err := a.values()
	if err == nil {
		err = a.try(func() error { return x.do(s, a, v) })
	}
	return a.recordVerb(verb, scanned{Values: v}, x.done, err)
}

func (s *server) deliverRecord(a *ask) error {
	v, err := a.scans(func(url.Values) string { return "record/" + string(a.id()) }, func(string) string { return "proof" })
	if err == nil {
		err = a.try(func() error {
			return s.o.DeliverRecord(a.ctx(), a.who, a.id(), office.RecordDelivery{Rev: revOf(v.Values), Paper: v.Get("paper"), On: v.Get("on"),
				Proof: v.Get("proof")}, v.files())
		})
	}
	return a.recordVerb("deliver", v, "已登记送达。", err)
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
