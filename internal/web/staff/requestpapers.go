package staff

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"path"

	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/request"
	"gongkai/writ"
)

// letterPage is a letter as it goes out, to be read and printed.
type letterPage struct {
	Page
	Letter    writ.Paper
	Url, Back string
}

func (letterPage) template() string { return "request_letter" }

func (a *ask) paper() ledger.ID { return ledger.ID(a.r.PathValue("paper")) }

func (s *server) requestLetter(a *ask) error {
	w, err := s.o.RequestLetter(a.ctx(), a.who, a.id(), a.paper(), address(a.r.RemoteAddr))
	if err != nil {
		return err
	}
	back := a.path("/requests/%s", escape(string(a.id())))
	return a.show(http.StatusOK, letterPage{a.page(w.Title), w, back + "/letters/" + escape(string(a.paper())), back})
}

// requestLetterFile hands a letter over as a Word or PDF file.
func (s *server) requestLetterFile(a *ask) error {
	return a.letterFile(func() (writ.Paper, error) {
		return s.o.RequestLetter(a.ctx(), a.who, a.id(), a.paper(), address(a.r.RemoteAddr))
	})
}

// file makes a file whole and hands it over, so that a fault on the way is a
// page and no half file.
func (a *ask) file(name string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	a.attach(fileTypes[path.Ext(name)], name)
	_, _ = a.w.Write(b.Bytes()) // a reader who went away is nobody's fault
	return nil
}

var fileTypes = map[string]string{".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".pdf": "application/pdf",
	".zip": "application/zip", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".json": "application/json; charset=utf-8"}

// attach says that what follows is a file to be kept.
func (a *ask) attach(typ, name string) {
	a.w.Header().Set("Content-Type", typ)
	a.w.Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name))
}

// requestPaper hands over what was handed in or supplied. It is never shown in
// the browser, whatever it says it is; the opening is logged.
func (s *server) requestPaper(a *ask) error {
	f, err := s.o.RequestPaper(a.ctx(), a.who, a.id(), a.paper(), address(a.r.RemoteAddr))
	if err != nil {
		return err
	}
	a.attach(f.Type, f.Name)
	http.ServeContent(a.w, a.r, "", a.s.o.Now(), f)
	return nil
}

// clockPage is the sheet of a request's clock (期限单): day by day, by segments,
// and step by step with the articles. It prints.
type clockPage struct {
	Page
	V        office.RequestView
	Strip    request.Reckoning
	Segments []segment
	Back     string
	Today    string
}

func (clockPage) template() string { return "request_clock" }

// segment is a stretch of the clock in words.
type segment struct {
	Name, From, To string
	Days           int
}

var segmentNames = map[string]string{request.Running: "计算期限", request.Stopped: "征求意见，不计入期限", request.Unconfirmed: "待双方确认，没有起算",
	request.WaitSupplement: "等待补正", request.WaitPayment: "等待缴费", request.Void: "补正、缴费以前，不再计入", request.Late: "逾期"}

func (s *server) requestClock(a *ask) error {
	v, err := s.o.RequestMatter(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	p := clockPage{Page: a.page("期限单：" + v.Request.No), V: v, Strip: v.Sheet.Reckoning(s.o.Calendar()), Back: a.path("/requests/%s", escape(string(a.id()))),
		Today: s.o.Today().String()}
	for _, g := range v.Sheet.Segments {
		x := segment{segmentNames[g.Kind], g.From.String(), "至今", g.Days}
		if x.Name == "" {
			x.Name = g.Kind
		}
		if !g.To.IsZero() {
			x.To = g.To.String()
		}
		p.Segments = append(p.Segments, x)
	}
	return a.show(http.StatusOK, p)
}
