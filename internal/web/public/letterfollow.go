package public

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/refusal"
	"gongkai/request"
)

// letterDoorPage is the door to one's own letter (查询我的来信).
type letterDoorPage struct {
	Page
	Form   form
	Notice string
}

func (letterDoorPage) template() string { return "letter_follow" }

// myLetterPage is one's own letter, and the sheet of its days.
type myLetterPage struct {
	Page
	Of     office.LetterFollow
	name   string
	Done   string // what the reader just did
	Form   form
	Why    letter.Reckoning
	Levels []option
	Level  string
}

func (p myLetterPage) template() string { return "letter_" + p.name }

// followLetter answers for everything below /letters/follow.
func (a *ask) followLetter(path string) error {
	post := a.r.Method == http.MethodPost
	first, id, _ := strings.Cut(path, "/")
	switch {
	case path == "" && post:
		return a.enterLetter()
	case path == "":
		q, notice := a.r.URL.Query(), ""
		switch {
		case q.Has("out"):
			notice = "已经退出查询。"
		case q.Has("over"):
			notice = "请先输入查询码。打开以后半小时没有再次输入的，须重新输入。"
		}
		return a.letterDoor(http.StatusOK, form{}, notice)
	case path == "out" && post:
		a.rememberAt("/letters/follow", "letter", "", 0)
		return a.onward("/letters/follow?out=1")
	}
	pass := a.token("letter")
	f, err := a.s.o.LetterFollowed(a.r.Context(), a.organ.ID, pass)
	if r, ok := refusal.As(err); ok && r.Class == refusal.Hidden {
		return a.onward("/letters/follow?over=1")
	}
	if err != nil {
		return err
	}
	switch {
	case path == "letter" && !post:
		return a.myLetter(http.StatusOK, f, "mine", form{})
	case path == "why" && !post:
		return a.myLetter(http.StatusOK, f, "why", form{})
	case first == "file" && id != "" && !post:
		file, err := a.s.o.LetterFollowedFile(a.r.Context(), a.organ.ID, pass, ledger.ID(id))
		if err != nil {
			return err
		}
		return a.hand(file.Name, file.Type, file)
	case path == "back" && !post && f.CanBack:
		return a.myLetter(http.StatusOK, f, "back", form{})
	case path == "back" && post:
		return a.takeBackLetter(f, pass)
	case path == "rate" && post:
		return a.rateLetter(f, pass)
	}
	return a.absent()
}

func (a *ask) letterDoor(status int, f form, notice string) error {
	p, err := a.formFrame("查询我的来信", "/letters/follow")
	if err != nil {
		return err
	}
	return a.personal(status, letterDoorPage{p, f, notice})
}

// enterLetter opens a letter by its query code and the tail of the telephone.
func (a *ask) enterLetter() error {
	f, _, err := a.typed(maxPapers)
	if err != nil {
		return err
	}
	code, tail := request.Plain(f.Values.Get("code")), strings.TrimSpace(f.Values.Get("tail"))
	if code == "" {
		f.Faults = append(f.Faults, fault{"code", "请填写查询码，它在提交后的回执上。"})
	}
	if tail == "" {
		f.Faults = append(f.Faults, fault{"tail", "请填写电话的后四位；用电子邮件来信的，填写那个电子邮箱。"})
	}
	if len(f.Faults) == 0 {
		pass, err := a.s.o.FollowLetter(a.r.Context(), a.organ.ID, code, tail, a.remote())
		if err == nil {
			a.rememberAt("/letters/follow", "letter", pass, followAge)
			return a.onward("/letters/follow/letter")
		}
		if f.Faults, err = faultsOf(err); err != nil {
			return err
		}
	}
	return a.letterDoor(http.StatusUnprocessableEntity, f, "")
}

func (a *ask) myLetter(status int, f office.LetterFollow, name string, typed form) error {
	at := map[string][2]string{"mine": {"您的来信" + f.Letter.No, "letter"}, "why": {"为什么是这一天", "why"}, "back": {"撤回来信" + f.Letter.No, "back"}}[name]
	frame, err := a.formFrame(at[0], "/letters/follow/"+at[1])
	if err != nil {
		return err
	}
	if typed.Values == nil {
		typed.Values = url.Values{}
	}
	p := myLetterPage{Page: frame, Of: f, name: name, Form: typed, Done: map[bool]string{true: "谢谢您的评价。"}[a.r.URL.Query().Has("rated")]}
	for _, l := range letter.Levels {
		p.Levels = append(p.Levels, option{string(l.Key), l.Name, ""})
	}
	if name == "why" {
		p.Why = f.Sheet.Reckoning(a.s.o.Calendar())
	}
	if f.Letter.Stars > 0 {
		p.Level = letter.Level(f.Letter.Stars)
	}
	return a.personal(status, p)
}

// rateLetter takes the sender's word of the answer (评价), once.
func (a *ask) rateLetter(f office.LetterFollow, pass string) error {
	typed, _, err := a.typed(maxPapers)
	if err != nil {
		return err
	}
	stars, _ := strconv.Atoi(typed.Values.Get("stars")) // 0 is no level
	if err = a.s.o.RateLetter(a.r.Context(), a.organ.ID, pass, stars, strings.ToValidUTF8(strings.TrimSpace(typed.Values.Get("text")), "")); err == nil {
		return a.onward("/letters/follow/letter?rated=1")
	}
	if typed.Faults, err = faultsOf(err); err != nil {
		return err
	}
	return a.myLetter(http.StatusUnprocessableEntity, f, "mine", typed)
}

// takeBackLetter takes the letter back at its sender's wish (撤回来信).
func (a *ask) takeBackLetter(f office.LetterFollow, pass string) error {
	typed, _, err := a.typed(maxPapers)
	if err != nil {
		return err
	}
	if err = a.s.o.TakeBackFollowedLetter(a.r.Context(), a.organ.ID, pass, strings.ToValidUTF8(strings.TrimSpace(typed.Values.Get("text")), "")); err == nil {
		return a.onward("/letters/follow/letter")
	}
	if typed.Faults, err = faultsOf(err); err != nil {
		return err
	}
	return a.myLetter(http.StatusUnprocessableEntity, f, "back", typed)
}
