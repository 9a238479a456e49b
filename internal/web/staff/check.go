package staff

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/check"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
)

// findings are what the checks say about an edition, as a panel beside it.
type findings struct {
	office.Check
	Base  string
	URL   string // of the edition, "" while it has none
	At    string // where findings are let pass, while one writes
	F     form   // a reason that was refused comes back
	Pass  bool   // the reader may let findings pass
	Names map[ledger.ID]string
	Rev   int64 // of the edition, for masking it
}

// Nothing says that nothing at all was found.
func (f findings) Nothing() bool { return len(f.All) == 0 }

// findingsOf checks an edition with its attachments.
func (a *ask) findingsOf(d office.DeskArticle, e publication.Edition, f form) (findings, error) {
	c, err := a.s.o.CheckEdition(a.ctx(), a.who, e.Article, e.No)
	if err != nil {
		return findings{}, err
	}
	return findings{Check: c, Base: a.base(), URL: a.path("/articles/%s/%d", escape(string(e.Article)), e.No), F: f,
		Pass: e.State == publication.Draft && d.Can[access.EditArticle], Names: d.Names, Rev: e.Rev}, nil
}

// checkFormPage is what was found in what is being written; the writing page
// takes the panel out of it.
type checkFormPage struct {
	Page
	Findings findings
}

func (checkFormPage) template() string { return "check_form" }

func (s *server) checkForm(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	c, err := s.o.CheckForm(a.ctx(), a.who, articleForm(v))
	if err != nil {
		return err
	}
	return a.show(http.StatusOK, checkFormPage{a.page("边写边查"), findings{Check: c, Base: a.base()}})
}

func (s *server) passFinding(a *ask) error {
	flash := "已放行，理由记入台账。"
	if v, err := a.values(); err == nil && check.NeedsSecond(v.Get("rule")) {
		flash = "理由已记下，还要第二人（科室负责人、保密审查员或者局办公室）复核，才能提交。"
	}
	return a.verb("findings", flash, func(v url.Values, no int, _ int64) error {
		return s.o.OverrideFinding(a.ctx(), a.who, a.id(), no, ledger.Sum(v.Get("mark")), v.Get("reason"))
	})
}

func (s *server) secondFinding(a *ask) error {
	return a.verb("findings", "已复核放行。", func(v url.Values, no int, _ int64) error {
		seq, err := strconv.ParseInt(v.Get("seq"), 10, 64)
		if err != nil {
			return refusal.Clash("check.pass.gone", "R-A17")
		}
		return s.o.SecondOverride(a.ctx(), a.who, a.id(), no, seq)
	})
}

func (s *server) maskArticle(a *ask) error {
	return a.verb("findings", "个人信息已按规定形式遮盖，请再看一遍。", func(_ url.Values, no int, rev int64) error {
		return s.o.MaskArticle(a.ctx(), a.who, a.id(), no, rev)
	})
}

// checksPage is the check of everything that is public (体检).
type checksPage struct {
	Page
	C          office.Checkup
	F          form
	Severities []option
	Rules      []option
	Units      []option
	Pages      []pageLink
	Asked      bool // the list was narrowed
}

func (checksPage) template() string { return "checks" }

// Percent is how far a running check has come.
func (p checksPage) Percent() int {
	if p.C.Run.Total == 0 {
		return 0
	}
	return min(100, 100*p.C.Run.Done/p.C.Run.Total)
}

func (s *server) checks(a *ask) error {
	q := a.r.URL.Query()
	c, err := s.o.Checkup(a.ctx(), a.who, q.Get("severity"), q.Get("rule"), q.Get("unit"), a.queryInt("page"))
	if err != nil {
		return err
	}
	lists, err := s.o.Lists(a.ctx(), a.who)
	if err != nil {
		return err
	}
	p := checksPage{Page: a.page("内容检查"), C: c, F: form{Values: q}, Pages: a.paging(c.Page, c.Pages), Units: first("全部科室", unitOptions(lists.Units)),
		Severities: []option{{"", "全部"}, {string(check.Block), check.Block.Name()}, {string(check.Warn), check.Warn.Name()}},
		Rules:      []option{{"", "全部规则"}}, Asked: q.Get("severity")+q.Get("rule")+q.Get("unit") != ""}
	for _, n := range c.Counts {
		p.Rules = append(p.Rules, option{n.Rule, n.Rule + " " + check.RuleName(n.Rule) + "（" + strconv.Itoa(n.N) + "）"})
	}
	if c.Run.Running() || c.Run.Waiting() {
		a.w.Header().Set("Refresh", "5") // progress without a script
	}
	p.Wide = true
	return a.show(http.StatusOK, p)
}

func (s *server) askCheckup(a *ask) error {
	if err := s.o.AskCheckup(a.ctx(), a.who); err != nil {
		return err
	}
	return a.to(a.path("/checks"), "马上开始检查已公开的全部内容，离开这一页也会做完。")
}

// checkListsPage holds the lists that the organ keeps itself.
type checkListsPage struct {
	Page
	Lists []listForm
	May   bool
}

// listForm is one list with its form.
type listForm struct {
	office.OwnList
	F     form
	Moved bool // somebody else saved it meanwhile: both texts are shown
}

func (checkListsPage) template() string { return "check_lists" }

func (s *server) checkLists(a *ask) error { return a.showLists(http.StatusOK, "", form{}) }

// showLists shows all lists; the one that was refused comes back as typed.
func (a *ask) showLists(code int, list string, f form) error {
	lists, err := a.s.o.CheckLists(a.ctx(), a.who)
	if err != nil {
		return err
	}
	p := checkListsPage{Page: a.page("词表"), May: a.may(access.EditCheckList)}
	for _, l := range lists {
		x := listForm{OwnList: l, F: form{Values: url.Values{string(l.Key): {l.Text}}}}
		if string(l.Key) == list {
			x.F, x.Moved = f, code == http.StatusConflict
			if seq, err := strconv.ParseInt(f.Get("seq"), 10, 64); err == nil && !x.Moved {
				x.Seq = seq // what somebody saves from now on has not been read
			}
			for i := range x.F.Faults {
				x.F.Faults[i].Field = list // the field of a list is called by its key
			}
		}
		p.Lists = append(p.Lists, x)
	}
	return a.show(code, p)
}

func (s *server) editCheckList(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	list := a.r.PathValue("list")
	err = a.try(func() error {
		seq, err := strconv.ParseInt(v.Get("seq"), 10, 64)
		if err != nil {
			seq = -1 // is of no text, so that who may edit it is told it moved
		}
		return s.o.EditCheckList(a.ctx(), a.who, ledger.Code(list), seq, strings.ReplaceAll(v.Get(list), "\r\n", "\n"))
	})
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.showLists(code, list, f)
	}
	return a.to(a.path("/checks/lists"), "词表已保存，从现在起用。")
}
