package public

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/window"
)

// askingPage is the form of an enquiry (在线咨询) or of a complaint about service
// (服务投诉): one page, for a phone.
type askingPage struct {
	Page
	Form   form
	Sort   window.Sort
	Topics []option
	Item   string // number of the item that it is about
	About  string // its name
}

func (askingPage) template() string { return "window_ask" }

// askedPage says the number and the query code.
type askedPage struct {
	Page
	R       office.WindowReceipt
	What    string
	Booking *window.Booking
}

func (askedPage) template() string { return "window_done" }

// receiptAge is how long, in seconds, a browser may read the receipt again.
const receiptAge = 900

// receipt shows the receipt of what the browser handed in last; one that handed
// nothing in is sent to the form.
func (a *ask) receipt(what, here string) error {
	r, err := a.s.o.WindowReceipt(a.r.Context(), a.organ.ID, a.token("asked"))
	if _, no := refusal.As(err); no {
		return a.onward(here)
	}
	if err != nil {
		return err
	}
	p, err := a.formFrame("已收到您的"+what, here)
	if err != nil {
		return err
	}
	return a.personal(http.StatusOK, askedPage{Page: p, R: r, What: what, Booking: r.Booking})
}

func (a *ask) askWindow(sort window.Sort) error {
	here := "/" + string(sort)
	if a.r.Method != http.MethodPost {
		if a.r.URL.Query().Has("done") {
			return a.receipt(sort.Name(), here)
		}
		return a.showAsking(http.StatusOK, sort, form{Values: url.Values{"item": {a.r.URL.Query().Get("item")}, "once": {rand.Text()}}})
	}
	f, _, err := a.typed(maxPapers) // a form without files
	if err != nil {
		return err
	}
	v := f.Values
	if v.Get("once") == "" {
		v.Set("once", rand.Text())
	}
	if len(f.Faults) == 0 {
		_, err = a.s.o.AskWindow(a.r.Context(), a.organ.ID, office.WindowForm{Once: v.Get("once"), Sort: string(sort), Topic: v.Get("topic"), Item: v.Get("item"), Name: v.Get("name"),
			Phone: v.Get("phone"), Text: v.Get("text")}, a.remote())
		if f.Faults, err = faultsOf(err); err != nil {
			return err
		}
	}
	if len(f.Faults) > 0 {
		return a.showAsking(http.StatusUnprocessableEntity, sort, f)
	}
	a.rememberAt(here, "asked", v.Get("once"), receiptAge)
	return a.onward(here + "?done")
}

func (a *ask) showAsking(status int, sort window.Sort, f form) error {
	p, err := a.formFrame(map[window.Sort]string{window.Enquiry: "在线咨询", window.Complaint: "投诉服务"}[sort], "/"+string(sort))
	if err != nil {
		return err
	}
	page := askingPage{Page: p, Form: f, Sort: sort, Topics: choices(sort.Topics())}
	if no := f.Values.Get("item"); no != "" {
		s, err := a.s.o.Service(a.r.Context(), a.organ.ID, ledger.Code(no))
		if err == nil {
			page.Item, page.About = no, s.Version.Elements.Name
		}
	}
	return a.personal(status, page)
}

// choices are the words of a closed list.
func choices(list string) (out []option) {
	for _, t := range law.Terms(list) {
		out = append(out, option{t.Key, t.Label, ""})
	}
	return out
}

// findPage looks after a matter or a booking by its code.
type findPage struct {
	Page
	Form    form
	F       *office.WindowFound
	Code    string
	Steps   []office.FollowStep
	Notice  string
	Weekday string
}

func (findPage) template() string { return "window_find" }

// find opens what has the query code that was typed; cancel gives up a booking.
func (a *ask) find(tail string) error {
	p, err := a.formFrame("查询咨询、投诉和预约", "/asked")
	if err != nil {
		return err
	}
	page := findPage{Page: p}
	if a.r.Method != http.MethodPost {
		return a.personal(http.StatusOK, page)
	}
	if page.Form, _, err = a.typed(maxPapers); err != nil {
		return err
	}
	page.Code = page.Form.Values.Get("code")
	if tail == "cancel" {
		err = a.s.o.CancelTurn(a.r.Context(), a.organ.ID, page.Code, a.remote())
		page.Notice = "预约已经取消。"
	}
	var f office.WindowFound
	if err == nil {
		f, err = a.s.o.FindWindow(a.r.Context(), a.organ.ID, page.Code, a.remote())
	}
	if page.Form.Faults, err = faultsOf(err); err != nil {
		return err
	}
	if len(page.Form.Faults) > 0 {
		page.Notice = ""
		return a.personal(http.StatusUnprocessableEntity, page)
	}
	page.F = &f
	if f.Booking != nil {
		page.Weekday = f.Booking.Day.WeekdayChinese()
	}
	return a.personal(http.StatusOK, page)
}

// bookPage books a turn (预约办理).
type bookPage struct {
	Page
	Form  form
	Slots []option
	Why   string // there are none
}

func (bookPage) template() string { return "window_book" }

func (a *ask) book() error {
	if a.r.Method != http.MethodPost && a.r.URL.Query().Has("done") {
		return a.receipt("预约", "/appointment")
	}
	f := form{Values: url.Values{"once": {rand.Text()}}}
	if a.r.Method == http.MethodPost {
		var err error
		if f, _, err = a.typed(maxPapers); err != nil {
			return err
		}
		v := f.Values
		if v.Get("once") == "" {
			v.Set("once", rand.Text())
		}
		_, _, err = a.s.o.BookTurn(a.r.Context(), a.organ.ID, office.BookForm{Once: v.Get("once"), Slot: v.Get("slot"), Name: v.Get("name"), Phone: v.Get("phone")}, a.remote())
		if f.Faults, err = faultsOf(err); err != nil {
			return err
		}
		if len(f.Faults) == 0 {
			a.rememberAt("/appointment", "asked", v.Get("once"), receiptAge)
			return a.onward("/appointment?done")
		}
	}
	slots, counters, why, err := a.s.o.FreeSlots(a.r.Context(), a.organ.ID)
	if err != nil {
		return err
	}
	p, err := a.formFrame("预约办理", "/appointment")
	if err != nil {
		return err
	}
	page := bookPage{Page: p, Form: f, Why: why}
	for _, s := range slots {
		name := string(s.Counter)
		if i := slices.IndexFunc(counters, func(c window.Counter) bool { return c.Code == s.Counter }); i >= 0 {
			name = counters[i].Name
		}
		page.Slots = append(page.Slots, option{strings.Join([]string{string(s.Counter), s.Day.String(), string(s.Start)}, "/"),
			s.Day.Chinese() + "（" + s.Day.WeekdayChinese() + "）" + string(s.Start) + "　" + name, ""})
	}
	status := http.StatusOK
	if len(f.Faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return a.personal(status, page)
}

// praisePage shows the commendations whose givers let them be shown.
type praisePage struct {
	Page
	Rows []office.Praise
}

func (praisePage) template() string { return "window_praise" }

func (a *ask) praise(tail string) error {
	if tail != "" {
		f, err := a.s.o.WindowPhoto(a.r.Context(), access.Actor{}, a.organ.ID, ledger.ID(tail))
		if err != nil {
			return err
		}
		defer f.Close()
		h := a.w.Header()
		h.Set("Content-Type", f.Type)
		h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
		http.ServeContent(a.w, a.r, "", a.s.o.Now(), f)
		return nil
	}
	a.here = "/praise"
	p, err := a.frame("锦旗和感谢信", "")
	if err != nil {
		return err
	}
	rows, err := a.s.o.Praises(a.r.Context(), a.organ.ID)
	if err != nil {
		return err
	}
	return a.show(http.StatusOK, praisePage{p, rows})
}

// displayPage is how people wait now; on a screen in the hall (?hall) it asks
// again by itself.
type displayPage struct {
	Organ string
	Q     office.Queue
	At    string
	Hall  bool // on a screen in the hall, where nobody is disturbed when it asks again
}

func (displayPage) template() string { return "window_display" }

// ticketNo is a number as it is printed and called.
type ticketNo struct {
	Number string `json:"number"`
	Desk   int    `json:"desk,omitempty"`
}

// display answers for the screen, as a page and as data.
func (a *ask) display(tail string) error {
	q, err := a.s.o.Queue(a.r.Context(), a.organ.ID)
	if err != nil {
		return err
	}
	a.w.Header().Set("Cache-Control", "no-store")
	if tail == "display" {
		return a.show(http.StatusOK, displayPage{a.organ.Name, q, a.s.o.Now().In(calendar.Shanghai).Format("15:04"), a.r.URL.Query().Has("hall")})
	}
	type counter struct {
		Code    ledger.Code `json:"code"`
		Name    string      `json:"name"`
		Waiting []string    `json:"waiting"`
		Served  int         `json:"served"`
	}
	out := struct {
		At       string     `json:"at"`
		Called   []ticketNo `json:"called"`
		Counters []counter  `json:"counters"`
	}{At: a.s.o.Now().In(calendar.Shanghai).Format("2006-01-02T15:04:05-07:00"), Called: []ticketNo{}, Counters: []counter{}}
	for _, t := range q.Called {
		out.Called = append(out.Called, ticketNo{t.Printed(), t.Desk})
	}
	for _, c := range q.Counters {
		x := counter{Code: c.Code, Name: c.Name, Waiting: []string{}, Served: c.Served}
		for _, t := range c.Waiting {
			x.Waiting = append(x.Waiting, t.Printed())
		}
		out.Counters = append(out.Counters, x)
	}
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(out); err != nil {
		return err
	}
	p := finish(http.StatusOK, "application/json; charset=utf-8", b.Bytes())
	p.personal = true // nobody keeps it
	p.write(a.w, a.r)
	return nil
}
