package public

import (
	"bytes"
	"html/template"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/request"
	"gongkai/writ"
)

// A pass is good for half an hour; so is its cookie.
const followAge = 30 * 60

// followPage is the door to one's own request (查询办理进度).
type followPage struct {
	Page
	Form   form
	Notice string
}

func (followPage) template() string { return "follow" }

// followedPage is one's own request, and the pages that hang on it.
type followedPage struct {
	Page
	Of     office.Follow
	name   string
	Now    string // what goes on
	Next   string // what comes after
	Done   string // what the reader just did
	PayBy  string
	Form   form
	Kept   []office.Kept // uploaded with a form that was refused
	Why    request.Reckoning
	Letter letterView
	Supplement,
	Reason,
	Withdraw,
	Suggest bool
}

// letterView is a letter set for the screen.
type letterView struct {
	writ.Paper
	Text, Slips template.HTML
	Path        string
	Unprinted   bool // there is no printer for the PDF on this machine
}

func (p followedPage) template() string { return "follow_" + p.name }

// follow answers for everything below /follow.
func (a *ask) follow(path string) error {
	post := a.r.Method == http.MethodPost
	first, id, _ := strings.Cut(path, "/")
	switch {
	case path == "" && post:
		return a.enter()
	case path == "":
		q := a.r.URL.Query()
		notice := ""
		switch {
		case q.Has("out"):
			notice = "已经退出查询。"
		case q.Has("over"):
			notice = "请先输入查询码。打开以后半小时没有再次输入的，须重新输入。"
		}
		return a.showFollow(http.StatusOK, form{}, notice)
	case path == "out" && post:
		a.remember("follow", "", 0)
		return a.onward("/follow?out=1")
	}
	pass := a.token("follow")
	f, err := a.s.o.Followed(a.r.Context(), a.organ.ID, pass)
	if r, ok := refusal.As(err); ok && r.Class == refusal.Hidden {
		return a.onward("/follow?over=1")
	}
	if err != nil {
		return err
	}
	switch {
	case path == "request" && !post:
		return a.followed(http.StatusOK, f, "request", form{})
	case path == "why" && !post:
		return a.followed(http.StatusOK, f, "why", form{})
	case first == "letter" && id != "" && !post:
		return a.letter(f, pass, id)
	case first == "file" && id != "" && !post:
		return a.supplied(pass, ledger.ID(id))
	}
	v, ok := followVerbs[path]
	switch {
	case !ok:
		return a.absent()
	case !f.Can[v]:
		return a.onward("/follow/request") // done before, or no longer to be done
	case post:
		return a.act(f, pass, path)
	}
	return a.followed(http.StatusOK, f, path, form{})
}

var followVerbs = map[string]request.Verb{"supplement": request.SupplementVerb, "reason": request.ReasonVerb, "withdraw": request.WithdrawVerb,
	"suggest": request.SuggestVerb}

func (a *ask) showFollow(status int, f form, notice string) error {
	p, err := a.formFrame("查询办理进度", "/follow")
	if err != nil {
		return err
	}
	return a.personal(status, followPage{p, f, notice})
}

// enter opens a request by its query code and the tail of a number.
func (a *ask) enter() error {
	f, _, err := a.typed(0)
	if err != nil {
		return err
	}
	code, tail := request.Plain(f.Values.Get("code")), strings.TrimSpace(f.Values.Get("tail"))
	if code == "" {
		f.Faults = append(f.Faults, fault{"code", "请填写查询码，它印在接收回执上。"})
	}
	if len(request.Plain(tail)) != 4 && !strings.Contains(tail, "@") {
		f.Faults = append(f.Faults, fault{"tail", "请填写手机号、证件号码或者统一社会信用代码的最后四位；由电子邮件来信转来的，填写那个电子邮箱。"})
	}
	if len(f.Faults) > 0 {
		return a.showFollow(http.StatusUnprocessableEntity, f, "")
	}
	pass, err := a.s.o.FollowRequest(a.r.Context(), a.organ.ID, code, tail, a.remote())
	if err != nil {
		if f.Faults, err = faultsOf(err); err != nil {
			return err
		}
		return a.showFollow(http.StatusUnprocessableEntity, f, "")
	}
	a.remember("follow", pass, followAge)
	return a.onward("/follow/request")
}

var doneWords = map[string]string{"supplement": "已收到您的补正，答复期限重新计算。", "reason": "已收到您说明的理由。", "withdraw": "您的申请已经撤回。",
	"suggest": "已收到您的建议，审查结果会写在本页。"}

func (a *ask) followed(status int, f office.Follow, name string, typed form, kept ...office.Kept) error {
	title := map[string]string{"request": "您的申请" + f.Request.No, "why": "为什么是这一天", "supplement": "补正申请", "reason": "说明理由",
		"withdraw": "撤回申请", "suggest": "建议主动公开", "letter": "文书"}[name]
	frame, err := a.formFrame(title, "/follow/"+name)
	if err != nil {
		return err
	}
	if typed.Values == nil {
		typed.Values = url.Values{}
	}
	p := followedPage{Page: frame, Of: f, name: name, Form: typed, Kept: kept, Done: doneWords[a.r.URL.Query().Get("done")],
		Supplement: f.Can[request.SupplementVerb], Reason: f.Can[request.ReasonVerb], Withdraw: f.Can[request.WithdrawVerb], Suggest: f.Can[request.SuggestVerb]}
	p.Now, p.Next = stands(f)
	if f.Request.State == request.Charged {
		p.PayBy = longDay(f.Request.PayBy(a.s.o.Calendar()).Day)
	}
	if name == "why" {
		p.Why = f.Sheet.Reckoning(a.s.o.Calendar())
	}
	return a.personal(status, p)
}

// stands says in one sentence where a request is and what comes next.
func stands(f office.Follow) (now, next string) {
	switch s := f.Request.State; {
	case s == request.Arrived:
		return "等待双方确认收到", "开始办理"
	case s == request.Clarifying:
		return "等您补正", "收到补正以后重新计算期限，继续办理"
	case s == request.Charged:
		return "等您缴费", "缴费以后重新计算期限，继续办理"
	case s.Pending():
		return "正在办理", "书面答复您"
	case s == request.Answered:
		return "答复已经发出", "送达"
	case s == request.Withdrawn:
		return "已经撤回", ""
	case s == request.GivenUp:
		return "视为放弃，不再办理", ""
	}
	return "已经答复", ""
}

func longDay(d calendar.Day) string { return d.Chinese() + "（" + d.WeekdayChinese() + "）" }

// letter shows a letter to the applicant, or sends it as a file where its
// address ends so. Opening it in any form is opening it: an answer is delivered.
func (a *ask) letter(f office.Follow, pass, rest string) error {
	id, as, _ := strings.Cut(rest, "/")
	if !slices.Contains([]string{"", "docx", "pdf"}, as) {
		return a.absent()
	}
	w, err := a.s.o.FollowedLetter(a.r.Context(), a.organ.ID, pass, ledger.ID(id))
	if err != nil {
		return err
	}
	status, unprinted := http.StatusOK, false
	switch as {
	case "docx":
		var b bytes.Buffer
		if err := a.s.o.LetterDocx(&b, w); err != nil {
			return err
		}
		return a.hand(w.Title+".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", bytes.NewReader(b.Bytes()))
	case "pdf":
		b, err := a.s.o.LetterPDF(a.r.Context(), w)
		if err == nil {
			return a.hand(w.Title+".pdf", "application/pdf", bytes.NewReader(b))
		}
		if _, ok := refusal.As(err); !ok {
			return err
		}
		status, unprinted = http.StatusServiceUnavailable, true // what the machine lacks is no matter of the reader's
	}
	frame, err := a.formFrame(w.Title, "/follow/letter/"+id)
	if err != nil {
		return err
	}
	// what the two give is escaped by writ
	return a.personal(status, followedPage{Page: frame, Of: f, name: "letter",
		Letter: letterView{w, template.HTML(w.Letter()), template.HTML(w.Slips()), a.base + "/follow/letter/" + id, unprinted}})
}

// supplied sends a file that came with the answer; it is never shown in place,
// whatever it holds.
func (a *ask) supplied(pass string, id ledger.ID) error {
	f, err := a.s.o.FollowedPaper(a.r.Context(), a.organ.ID, pass, id)
	if err != nil {
		return err
	}
	return a.hand(f.Name, f.Type, f)
}

// hand sends a personal file, which nobody keeps on the way.
func (a *ask) hand(name, kind string, r io.ReadSeeker) error {
	h := a.w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	http.ServeContent(a.w, a.r, "", time.Time{}, r)
	return nil
}

// act carries out what the applicant may do with the request.
func (a *ask) act(f office.Follow, pass, verb string) error {
	typed, papers, err := a.typed(0)
	if err != nil {
		return err
	}
	kept, err := a.s.o.KeepFollowed(a.r.Context(), a.organ.ID, pass, papers, typed.Values["kept"])
	if err != nil {
		return err
	}
	if len(kept) > maxPapers {
		typed.Faults = append(typed.Faults, fault{"supplement", "最多上传10个文件，请去掉几个，或者把几页合成一个文件。"})
	}
	text := strings.ToValidUTF8(strings.TrimSpace(typed.Values.Get("text")), "")
	if text == "" && len(kept) > 0 {
		text = "见所附材料。"
	}
	if len(typed.Faults) == 0 {
		ctx, organ := a.r.Context(), a.organ.ID
		switch verb {
		case "supplement":
			var files []office.Upload
			for _, k := range kept {
				files = append(files, k.Upload())
			}
			err = a.s.o.SupplementFollowed(ctx, organ, pass, text, files)
		case "reason":
			err = a.s.o.ReasonFollowed(ctx, organ, pass, text)
		case "withdraw":
			err = a.s.o.WithdrawFollowed(ctx, organ, pass, text)
		case "suggest":
			err = a.s.o.SuggestFollowed(ctx, organ, pass)
		}
		if err == nil {
			return a.onward("/follow/request?done=" + verb)
		}
		if typed.Faults, err = faultsOf(err); err != nil {
			return err
		}
	}
	return a.followed(http.StatusUnprocessableEntity, f, verb, typed, kept...)
}
