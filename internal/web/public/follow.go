package public

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"

	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/request"
	"gongkai/writ"
)

// passCookie holds the pass to one's own request for half an hour. It is
// sealed, and says nothing to anybody else.
const passCookie = "gongkai_follow"

func (a *ask) passPath() string { return a.base + "/follow" }

func (a *ask) setPass(pass string) {
	age := 30 * 60
	if pass == "" {
		age = -1
	}
	http.SetCookie(a.w, &http.Cookie{Name: passCookie, Value: pass, Path: a.passPath(), MaxAge: age, HttpOnly: true,
		SameSite: http.SameSiteStrictMode, Secure: a.s.secure || a.r.TLS != nil})
}

func (a *ask) passOf() string {
	c, err := a.r.Cookie(passCookie)
	if err != nil {
		return ""
	}
	return c.Value
}

// followPage asks for the query code and the tail of a number.
type followPage struct {
	Page
	F      form
	Fields []field
}

func (followPage) template() string { return "follow" }

func (a *ask) follow() error {
	f, status := form{Values: map[string][]string{"code": {a.r.URL.Query().Get("code")}}}, http.StatusOK
	if a.r.Method == http.MethodPost {
		var err error
		if f, _, err = a.read(); err != nil {
			return err
		}
		pass, err := a.s.o.FollowRequest(a.r.Context(), a.organ.ID, f.get("code"), f.get("tail"), a.whence())
		if err == nil {
			a.setPass(pass)
			return a.goTo("/follow/request")
		}
		if err := f.refused(err); err != nil {
			return err
		}
		status = http.StatusUnprocessableEntity
	}
	a.here = "/follow"
	frame, err := a.frame("查询办理进度", "")
	if err != nil {
		return err
	}
	return a.private(status, followPage{frame, f, []field{
		f.ask(field{Name: "code", Label: "查询码", Hint: "在接收回执上，例如 7KQ3-M9TX。"}),
		f.ask(field{Name: "tail", Label: "电话或者证件号码的后四位", Hint: "申请时填写的。"})}})
}

func (a *ask) goTo(path string) error {
	a.w.Header().Set("Cache-Control", "no-store")
	http.Redirect(a.w, a.r, a.base+path, http.StatusSeeOther)
	return nil
}

// followed serves the pages of the applicant's own request; without a pass
// that holds they lead to the question for it.
func (a *ask) followed(rest string) error {
	pass := a.passOf()
	f, err := a.s.o.Followed(a.r.Context(), a.organ.ID, pass)
	if r, ok := refusal.As(err); ok && r.Class == refusal.Hidden {
		return a.goTo("/follow")
	}
	if err != nil {
		return err
	}
	post := a.r.Method == http.MethodPost
	what, id, _ := strings.Cut(rest, "/")
	switch {
	case rest == "out" && post:
		a.setPass("")
		return a.goTo("/follow")
	case rest == "request" && !post:
		return a.showFollowed(http.StatusOK, f, form{})
	case rest == "why" && !post:
		return a.why(f)
	case (rest == "supplement" || rest == "reason" || rest == "withdraw") && post:
		return a.act(rest, pass, f)
	case rest == "withdraw":
		return a.showFollowed(http.StatusOK, f, form{Values: map[string][]string{"ask": {"withdraw"}}})
	case what == "letter" && !post:
		return a.letter(pass, id)
	case what == "file" && !post:
		return a.supplied(pass, ledger.ID(id))
	}
	return a.absent()
}

// followedPage is the applicant's own page: where it stands, what comes next
// and why, what they can do, their letters and remedies.
type followedPage struct {
	Page
	V        office.Follow
	F        form
	Weekday  string
	Left     string
	Text     field
	Sure     bool // asks once more before a withdrawal
	Can      map[string]bool
	Outcome  string
	Fee      string
	Runs     bool
	Answered bool
}

func (followedPage) template() string { return "followed" }

func (a *ask) showFollowed(status int, v office.Follow, f form) error {
	a.here = "/follow/request"
	frame, err := a.frame("申请"+v.Request.No, "")
	if err != nil {
		return err
	}
	frame.NoIndex = true
	s := v.Sheet
	p := followedPage{Page: frame, V: v, F: f, Runs: s.Runs() && v.Request.State.Pending(), Sure: f.get("ask") == "withdraw", Can: map[string]bool{},
		Answered: !v.Request.EndedOn.IsZero(), Outcome: request.GroundName(v.Request.Outcome)}
	for verb, may := range v.Can {
		p.Can[string(verb)] = may
	}
	if s.Runs() {
		p.Weekday, p.Left = s.Due.Day.WeekdayChinese(), leftWords(s.Shown())
	}
	if v.Fee > 0 {
		p.Fee = strconv.FormatInt(v.Fee/100, 10) + "元"
	}
	p.Text = f.ask(field{Name: "text", Label: "补正的内容", Rows: 5})
	if p.Can["reason"] {
		p.Text.Label = "您的理由"
	}
	return a.private(status, p)
}

// act does what the applicant may do to their own request.
func (a *ask) act(verb, pass string, v office.Follow) error {
	f, files, err := a.read()
	if err != nil {
		return err
	}
	if len(f.Faults) == 0 {
		ctx, organ, text := a.r.Context(), a.organ.ID, f.get("text")
		switch verb {
		case "supplement":
			for i := range files {
				files[i].Kind = "supplement"
			}
			err = a.s.o.SupplementFollowed(ctx, organ, pass, text, files)
		case "reason":
			err = a.s.o.ReasonFollowed(ctx, organ, pass, text)
		case "withdraw":
			err = a.s.o.WithdrawFollowed(ctx, organ, pass, text)
		}
		if err == nil {
			return a.goTo("/follow/request")
		}
		if err := f.refused(err); err != nil {
			return err
		}
	}
	if verb == "withdraw" {
		f.Values.Set("ask", "withdraw")
	}
	return a.showFollowed(http.StatusUnprocessableEntity, v, f)
}

// whyPage answers 为什么是这一天, day by day.
type whyPage struct {
	Page
	V       office.Follow
	Strip   request.Reckoning
	Weekday string
}

func (whyPage) template() string { return "follow_why" }

func (a *ask) why(v office.Follow) error {
	a.here = "/follow/why"
	frame, err := a.frame("为什么是这一天", "")
	if err != nil {
		return err
	}
	frame.NoIndex = true
	return a.private(http.StatusOK, whyPage{frame, v, v.Sheet.Reckoning(a.s.o.Calendar()), v.Sheet.Due.Day.WeekdayChinese()})
}

// letterPage is a letter to the applicant, as it was sent.
type letterPage struct {
	Page
	Letter writ.Paper
	Path   string
}

func (letterPage) template() string { return "follow_letter" }

// letter opens a letter as a page, or as a file when its address ends so.
func (a *ask) letter(pass, rest string) error {
	id, as, _ := strings.Cut(rest, "/")
	w, err := a.s.o.FollowedLetter(a.r.Context(), a.organ.ID, pass, ledger.ID(id))
	if err != nil {
		return err
	}
	switch as {
	case "docx":
		var b bytes.Buffer
		if err := a.s.o.LetterDocx(&b, w); err != nil {
			return err
		}
		return a.attach(w.Title+".docx", docx, b.Bytes())
	case "pdf":
		b, err := a.s.o.LetterPDF(a.r.Context(), w)
		if err != nil {
			return err
		}
		return a.attach(w.Title+".pdf", "application/pdf", b)
	case "":
	default:
		return a.absent()
	}
	a.here = "/follow/letter/" + id
	frame, err := a.frame(w.Title, "")
	if err != nil {
		return err
	}
	frame.NoIndex = true
	return a.private(http.StatusOK, letterPage{frame, w, a.base + "/follow/letter/" + id})
}

// supplied hands over a file that was given with the answer. It is never shown
// in the browser, whatever it says it is.
func (a *ask) supplied(pass string, id ledger.ID) error {
	f, err := a.s.o.FollowedPaper(a.r.Context(), a.organ.ID, pass, id)
	if err != nil {
		return err
	}
	b, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	return a.attach(f.Name, "application/octet-stream", b)
}
