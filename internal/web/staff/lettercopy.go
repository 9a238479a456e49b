package staff

import (
	"net/http"
	"net/url"

	"gongkai/check"
	"gongkai/internal/office"
	"gongkai/letter"
	"gongkai/refusal"
)

// letterCopyPage is where the copy of a letter for everybody is written (公开稿),
// with what the check finds beside it.
type letterCopyPage struct {
	Page
	F        form
	L        letter.Letter
	Findings findings
	URL      string
}

func (letterCopyPage) template() string { return "letter_copy" }

func (s *server) letterCopyPage(a *ask) error {
	d, err := s.o.LetterCopyDraft(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	return a.showCopy(http.StatusOK, form{Values: url.Values{"title": {d.Copy.Title}, "question": {d.Copy.Question}, "answer": {d.Copy.Answer}}}, d.Letter, d.Found)
}

func (a *ask) showCopy(code int, f form, l letter.Letter, found []office.Found) error {
	p := letterCopyPage{Page: a.page("公开稿：" + l.No), F: f, L: l, Findings: findingsIn(found), URL: a.path("/letters/%s", escape(string(a.id())))}
	p.Wide = true
	return a.show(code, p)
}

func findingsIn(found []office.Found) findings {
	c := office.Check{All: found}
	for _, f := range found {
		if f.Severity == check.Block {
			c.Open++
		}
	}
	return findings{Check: c, F: form{Values: url.Values{}}}
}

func copyOf(v url.Values) letter.Copy {
	return letter.Copy{Title: v.Get("title"), Question: v.Get("question"), Answer: v.Get("answer")}
}

// checkLetterCopy says what the check finds in what is being written; the page
// takes the panel out of it.
func (s *server) checkLetterCopy(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	found, err := s.o.CheckLetterCopy(a.ctx(), a.who, a.id(), copyOf(v))
	if err != nil {
		return err
	}
	return a.show(http.StatusOK, checkFormPage{a.page("边写边查"), findingsIn(found)})
}

// prepareLetter keeps the copy for the second officer.
func (s *server) prepareLetter(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	err = a.try(func() error {
		return s.o.PrepareLetter(a.ctx(), a.who, a.id(), office.LetterAct{Rev: revOf(v), Title: v.Get("title"), Question: v.Get("question"), Answer: v.Get("answer")})
	})
	if err == nil {
		return a.to(a.path("/letters/%s", escape(string(a.id()))), "公开稿已保存，请另一位同志看过以后同意公开。")
	}
	f, code, err := again(v, err)
	if err != nil {
		return err
	}
	m, err := s.o.LetterMatter(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	found, err := s.o.CheckLetterCopy(a.ctx(), a.who, a.id(), copyOf(v))
	if _, ok := refusal.As(err); err != nil && !ok {
		return err
	}
	return a.showCopy(code, f, m.Letter, found)
}
