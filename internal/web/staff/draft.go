package staff

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
)

// draftPage is the writing page: one column, all metadata, the text, and the
// files. ID is empty for an article that was not saved yet.
type draftPage struct {
	Page
	F        form
	ID       ledger.ID
	No       int
	Edition  publication.Edition
	Choices  choices
	Action   string
	AutoKey  string
	Found    *found
	Warnings []string
	Findings findings // of the text as it stands in the form
}

func (draftPage) template() string { return "draft" }

// found is a text that was saved while typing and never saved by hand.
type found struct {
	At   time.Time
	Use  string // address that opens it
	Drop string // address back, once it is dropped
}

func (s *server) newDraftPage(a *ask) error {
	v := url.Values{"mode": {"proactive"}, "source": {a.site.Organ.Name}, "unit": {string(a.who.Unit)},
		"type": {string(publication.News)}, "formed": {s.o.Today().String()}}
	if c := a.query("under"); c != "" {
		v.Set("column", c)
		for _, col := range a.site.Trail(ledger.Code(c)) {
			if len(col.Tags) > 0 {
				v["tags"] = col.Tags
			}
		}
	}
	return a.draftForm(http.StatusOK, "", 1, form{Values: v}, true)
}

func (s *server) editDraft(a *ask) error {
	no, err := a.no()
	if err != nil {
		return err
	}
	e, err := a.edition(a.id(), no)
	if err != nil {
		return err
	}
	if e.State != publication.Draft {
		return a.to(a.path("/articles/%s", escape(string(a.id()))), "这一版已提交，不能直接修改。需要修改时先退回。")
	}
	return a.draftForm(http.StatusOK, a.id(), no, form{Values: valuesOf(e)}, true)
}

// edition reads one edition of an article.
func (a *ask) edition(id ledger.ID, no int) (publication.Edition, error) {
	d, err := a.s.o.DeskArticle(a.ctx(), a.who, id)
	if err != nil {
		return publication.Edition{}, err
	}
	for _, e := range d.Editions {
		if e.No == no {
			return e, nil
		}
	}
	return publication.Edition{}, refusal.NotFound("access.may.absent")
}

// draftForm shows the writing page; with restore it looks for a text that was
// saved while typing.
func (a *ask) draftForm(code int, id ledger.ID, no int, f form, restore bool) error {
	lists, err := a.s.o.Lists(a.ctx(), a.who)
	if err != nil {
		return err
	}
	p := draftPage{F: f, ID: id, No: no, Choices: choicesOf(lists)}
	title := "新文章"
	p.Action, p.AutoKey = a.path("/articles/new"), autoKey("", 0)
	if id != "" {
		if p.Edition, err = a.edition(id, no); err != nil {
			return err
		}
		title = "写作：" + p.Edition.Title
		if p.Edition.Title == "" {
			title = "写作：（无标题）"
		}
		p.Action, p.AutoKey = a.path("/articles/%s/%d/edit", escape(string(id)), no), autoKey(id, no)
	}
	if restore {
		if err := a.restore(&p); err != nil {
			return err
		}
	}
	p.Page = a.page(title)
	p.Findings.Base = p.Base
	if id != "" {
		p.Findings.At = a.path("/articles/%s/%d", escape(string(id)), no) + "#f-findings"
	}
	if strings.TrimSpace(p.F.Get("html")+p.F.Get("title")) != "" {
		if p.Findings.Check, err = a.s.o.CheckForm(a.ctx(), a.who, articleForm(p.F.Values)); err != nil {
			return err
		}
	}
	p.Wide = true
	return a.show(code, p)
}

// autoKey is the name under which a draft is saved while typing.
func autoKey(id ledger.ID, no int) string {
	if id == "" {
		return "article/new"
	}
	return "article/" + string(id) + "/" + strconv.Itoa(no)
}

// restore offers a text that was saved while typing, or fills the form with it
// when the reader asked for that.
func (a *ask) restore(p *draftPage) error {
	text, at, err := a.s.o.Autosaved(a.ctx(), a.who, p.AutoKey)
	if err != nil || text == "" {
		return err
	}
	v, err := url.ParseQuery(text)
	if err != nil {
		return nil // a text that cannot be read cannot be offered
	}
	if a.query("restore") == "1" {
		// rev stays that of the form it was typed on: a colleague's later save is
		// then a conflict and not overwritten
		p.F = form{Values: v, Notice: "已填入 " + instant(at) + " 自动保存的内容，保存草稿后生效。"}
		return nil
	}
	p.Found = &found{At: at, Use: a.with("restore", "1"), Drop: a.r.URL.Path}
	return nil
}

func (s *server) newDraft(a *ask) error {
	u, err := a.upload()
	if err != nil {
		return a.draftAgain("", 1, u, err)
	}
	var id ledger.ID
	err = a.try(func() error {
		if u.tooBig {
			return errTooBig("docx")
		}
		id, err = s.o.NewDraft(a.ctx(), a.who, articleForm(u.values))
		return err
	})
	if err != nil {
		return a.draftAgain("", 1, u, err)
	}
	if err := s.o.DropAutosave(a.ctx(), a.who, autoKey("", 0)); err != nil {
		return err
	}
	return a.afterSave(id, 1, u)
}

func (s *server) saveDraft(a *ask) error {
	no, err := a.no()
	if err != nil {
		return err
	}
	u, err := a.upload()
	if err != nil {
		return a.draftAgain(a.id(), no, u, err)
	}
	rev, _ := strconv.ParseInt(u.values.Get("rev"), 10, 64) // 0 conflicts with every edition
	err = a.try(func() error {
		if u.tooBig {
			return errTooBig("docx")
		}
		return s.o.SaveDraft(a.ctx(), a.who, a.id(), no, rev, articleForm(u.values))
	})
	if r, ok := refusal.As(err); ok && strings.HasSuffix(r.Code, ".save.conflict") {
		return a.conflict(no, u.values, r)
	}
	if err != nil {
		return a.draftAgain(a.id(), no, u, err)
	}
	return a.afterSave(a.id(), no, u)
}

// draftAgain shows the form as it was typed. A text that could not be saved
// because of a file is kept as if saved while typing.
func (a *ask) draftAgain(id ledger.ID, no int, u uploaded, err error) error {
	f, code, err := again(u.values, err)
	if err != nil {
		return err
	}
	if code == http.StatusRequestEntityTooLarge {
		a.w.Header().Set("Connection", "close")
		if err := a.s.o.Autosave(a.ctx(), a.who, autoKey(id, no), u.values.Encode()); err != nil {
			return err
		}
	}
	return a.draftForm(code, id, no, f, false)
}

// afterSave takes in the file that came with a saved text, and hands the text
// in when that was the button.
func (a *ask) afterSave(id ledger.ID, no int, u uploaded) error {
	edit := a.path("/articles/%s/%d/edit", escape(string(id)), no)
	if err := a.s.o.DropAutosave(a.ctx(), a.who, autoKey(id, no)); err != nil {
		return err
	}
	flash := "草稿已保存。"
	if u.file != nil {
		words, err := a.takeFile(id, no, u)
		if err != nil {
			return a.savedBut(id, no, u.values, u.refused(err))
		}
		flash = words
	}
	if a.query("then") != "submit" {
		return a.to(edit, flash)
	}
	e, err := a.edition(id, no)
	if err != nil {
		return err
	}
	if err := a.s.o.SubmitArticle(a.ctx(), a.who, id, no, e.Rev); err != nil {
		return a.savedBut(id, no, u.values, err)
	}
	return a.to(a.path("/articles/%s", escape(string(id))), "已提交审核。各环节由别的同志办理，进展在本页可以看到。")
}

// savedBut shows the form after the text was saved and what came after it was
// refused.
func (a *ask) savedBut(id ledger.ID, no int, v url.Values, err error) error {
	f, code, err := again(v, err)
	if err != nil {
		return err
	}
	e, err := a.edition(id, no)
	if err != nil {
		return err
	}
	f.Values.Set("rev", strconv.FormatInt(e.Rev, 10))
	f.Notice = "草稿已保存。下面几处处理好后再继续。"
	if code == http.StatusRequestEntityTooLarge {
		a.w.Header().Set("Connection", "close")
	}
	return a.draftForm(code, id, no, f, false)
}

// takeFile imports a .docx or attaches a file, and says what was done.
func (a *ask) takeFile(id ledger.ID, no int, u uploaded) (string, error) {
	if u.name == "docx" {
		e, err := a.edition(id, no)
		if err != nil {
			return "", err
		}
		warnings, err := a.s.o.ImportDocx(a.ctx(), a.who, id, no, e.Rev, u.file.Name, u.file)
		if err != nil {
			return "", err
		}
		if len(warnings) > 0 {
			return "已导入 Word 文档。请留意：" + strings.Join(warnings, ";"), nil
		}
		return "已导入 Word 文档，请通读核对。", nil
	}
	f, err := a.s.o.AttachFile(a.ctx(), a.who, id, no, u.file.Name, strings.TrimSpace(u.values.Get("alt")),
		u.values.Get("inner") == "1", u.file)
	if err != nil {
		return "", err
	}
	return "草稿已保存，「" + f.Name + "」已上传。", nil
}

func (s *server) detachFile(a *ask) error {
	no, err := a.no()
	if err != nil {
		return err
	}
	v, err := a.values()
	if err != nil {
		return err
	}
	edit := a.path("/articles/%s/%d/edit", escape(string(a.id())), no)
	err = a.try(func() error { return s.o.DetachFile(a.ctx(), a.who, a.id(), no, v.Get("sha")) })
	if errors.Is(err, errKept) {
		return a.to(edit, "登录已恢复。文件没有删除，需要时再按一次。")
	}
	if err != nil {
		return err
	}
	return a.to(edit, "文件已从这一版中移除。")
}

// autosave keeps what is being typed. It answers without a page.
func (s *server) autosave(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	key := v.Get("_key")
	if key == "" {
		return &webError{http.StatusBadRequest, "", "没有说明是哪一份草稿。"}
	}
	ctx := context.WithoutCancel(a.ctx()) // closing the page must not lose the last words
	if err := s.o.Autosave(ctx, a.who, key, v.Encode()); err != nil {
		return err
	}
	a.w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err = a.w.Write([]byte(instant(s.o.Now())))
	return err
}

func (s *server) dropAutosave(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	back := a.within(v.Get("back"))
	if back == "" {
		back = a.base()
	}
	if a.kept {
		return a.to(back, "")
	}
	if err := s.o.DropAutosave(a.ctx(), a.who, v.Get("_key")); err != nil {
		return err
	}
	return a.to(back, "自动保存的内容已放弃。")
}
