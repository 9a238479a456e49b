package staff

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/remedy"
)

// remediesPage lists reviews and suits (复议诉讼), by the days left.
type remediesPage struct {
	Page
	Rows  []office.RemedyRow
	Tabs  []tab
	Years []option
	F     form // the year asked for
	Show  string
	May   bool
}

func (remediesPage) template() string { return "remedies" }

func (s *server) remedies(a *ask) error {
	show := a.query("show")
	if !slices.Contains([]string{"open", "closed", "all"}, show) {
		show = "open"
	}
	q := office.RemedyQuery{Show: show, Year: a.queryInt("year")}
	if q.Year < 1000 || q.Year > 9999 {
		q.Year = 0
	}
	all, err := s.o.Remedies(a.ctx(), a.who, office.RemedyQuery{Year: q.Year})
	if err != nil {
		return err
	}
	p := remediesPage{Page: a.page("复议诉讼"), Show: show, May: a.may(access.WorkRemedy),
		F: form{Values: url.Values{"year": {strconv.Itoa(q.Year)}}}, Years: []option{{"0", "全部年份"}}}
	count := map[string]int{}
	for _, r := range all {
		sort := "closed"
		if r.State.Pending() {
			sort = "open"
		}
		count["all"]++
		if r.State != remedy.Voided {
			count[sort]++
		}
		if show == "all" || show == sort && r.State != remedy.Voided {
			p.Rows = append(p.Rows, r)
		}
	}
	for _, t := range []struct{ name, show string }{{"未结", "open"}, {"已结", "closed"}, {"全部", "all"}} {
		p.Tabs = append(p.Tabs, tab{t.name, a.with("show", t.show), count[t.show], t.show == show})
	}
	for y := s.o.Today().Year(); y >= firstReport; y-- {
		p.Years = append(p.Years, option{strconv.Itoa(y), strconv.Itoa(y) + "年度报告表四"})
	}
	return a.show(http.StatusOK, p)
}

// newRemedyPage records the notice of a case.
type newRemedyPage struct {
	Page
	F                                form
	Kinds, Procedures, Acts, Reviews []option
}

func (newRemedyPage) template() string { return "remedy_new" }

func (s *server) newRemedyPage(a *ask) error {
	return a.remedyForm(http.StatusOK, form{Values: url.Values{"noticed": {s.o.Today().String()}, "procedure": {"ordinary"},
		"before": {a.query("before")}, "kind": {a.query("kind")}, "request": {a.query("request")}}})
}

func (a *ask) remedyForm(code int, f form) error {
	if !a.may(access.WorkRemedy) {
		return refusal.Denied("access.may.role", "verb", string(access.WorkRemedy))
	}
	ended, err := a.s.o.Remedies(a.ctx(), a.who, office.RemedyQuery{Show: "closed"})
	if err != nil {
		return err
	}
	var reviews []option
	for _, r := range ended {
		if r.Kind == remedy.Review {
			reviews = append(reviews, option{string(r.ID), r.Title() + "（" + r.EndedOn.String() + " " + r.Result.Name() + "）"})
		}
	}
	return a.show(code, newRemedyPage{Page: a.page("登记复议诉讼"), F: f, Kinds: first("请选择类别", termsOf(remedy.Kinds)),
		Procedures: termsOf(remedy.Procedures), Acts: first("请选择情形", termsOf(remedy.Acts)), Reviews: first("（没有）", reviews)})
}

// termsOf are a closed list's words as options.
func termsOf(list []remedy.Term) (out []option) {
	for _, t := range list {
		name := t.Label
		if t.Note != "" {
			name += "（" + t.Note + "）"
		}
		out = append(out, option{t.Key, name})
	}
	return out
}

func (s *server) openRemedy(a *ask) error {
	u, err := a.upload()
	var id ledger.ID
	if err == nil {
		err = a.try(func() (err error) {
			v := u.values
			if u.tooBig {
				return errTooBig("file")
			}
			id, err = s.o.OpenRemedy(a.ctx(), a.who, office.RemedyForm{Kind: v.Get("kind"), Procedure: v.Get("procedure"), Act: v.Get("act"),
				Before: v.Get("before"), Request: v.Get("request"), Forum: v.Get("forum"), FileNo: v.Get("file_no"), Acted: v.Get("acted"),
				Accepted: v.Get("accepted"), Noticed: v.Get("noticed"), Why: v.Get("why")}, u.paper(remedy.Notice))
			return err
		})
	}
	if err != nil {
		f, code, err := again(u.values, u.refused(err))
		if err != nil {
			return err
		}
		return a.remedyForm(code, f)
	}
	return a.to(a.path("/remedies/%s", escape(string(id))), "已登记，期限从收到通知的次日起算。")
}

// paper is the file of a form, nil when none was chosen.
func (u uploaded) paper(kind remedy.PaperKind) *office.Upload {
	if u.file == nil {
		return nil
	}
	return &office.Upload{Kind: string(kind), Name: u.file.Name, R: u.file}
}

// remedyPage is one case: left what happened, right what is asked.
type remedyPage struct {
	Page
	F                       form
	V                       office.RemedyView
	Rows                    []row
	Asked                   string // the form that is open
	Do                      map[string]bool
	Events, Results, Papers []option
	Units                   []option // of the period for a new answer
}

func (remedyPage) template() string { return "remedy" }

func (s *server) remedy(a *ask) error {
	return a.showRemedy(http.StatusOK, form{Values: url.Values{}}, "")
}

func (a *ask) showRemedy(code int, f form, asked string) error {
	v, err := a.s.o.Remedy(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	if f.Values == nil {
		f.Values = url.Values{} // the body could not be read
	}
	p := remedyPage{Page: a.page(v.Title()), F: f, V: v, Asked: asked, Do: map[string]bool{}, Results: first("请选择结果", termsOf(remedy.Results)),
		Papers: termsOf(remedy.Papers)}
	for _, verb := range remedy.Verbs {
		p.Do[string(verb)] = v.May && v.Can(verb)
	}
	p.Do["order"] = p.Do["order"] && v.Result == remedy.Corrected && v.OrderDays == 0
	p.Do["redo"], p.Do["erase"] = p.Do["redo"] && v.Redo, p.Do["erase"] && !v.Erased
	p.Do["archive"] = p.Do["archive"] && !v.Redo
	p.Units = []option{{string(law.Workdays), "工作日"}, {string(law.Days), "日历日"}}
	for _, t := range remedy.Events {
		if v.State.Pending() || t.Key == string(remedy.Supplied) || t.Key == string(remedy.Remark) {
			p.Events = append(p.Events, option{t.Key, t.Label})
		}
	}
	if asked == "" {
		p.Asked = map[remedy.State]string{remedy.Noticed: "answer", remedy.Answered: "conclude"}[v.State]
		if p.Do["order"] {
			p.Asked = "order"
		}
	}
	for _, name := range []string{"answer_on", "note_on", "extend_on", "conclude_on", "redo_on"} {
		if !f.Values.Has(name) {
			p.F.Values.Set(name, a.s.o.Today().String())
		}
	}
	p.Rows = remedyRows(v)
	p.Wide = true
	return a.show(code, p)
}

// aboutText is the number of an older matter; a request of this book is a link.
func aboutText(c remedy.Case) string {
	if c.RequestID != "" {
		return ""
	}
	return c.Request
}

func orderText(v office.RemedyView) string {
	if v.OrderDays == 0 {
		return ""
	}
	return v.OrderWords() + "内，最迟" + v.Clock.Redo.Day.String()
}

func remedyRows(v office.RemedyView) []row {
	dayOf := func(d interface {
		IsZero() bool
		String() string
	}) string {
		if d.IsZero() {
			return ""
		}
		return d.String()
	}
	forum := "复议机关"
	if v.Kind.Suit() {
		forum = "人民法院"
	}
	all := []row{{"类别", v.Kind.Name()}, {forum, v.Forum}, {"文号、案号", v.FileNo}, {"程序", v.Procedure.Name()}, {"所涉申请", aboutText(v.Case)},
		{"所涉答复", v.Act.Name() + "，" + v.ActedOn.String()}, {"受理、立案", dayOf(v.AcceptedOn)}, {"收到通知", dayOf(v.NoticedOn)},
		{"提交答复", dayOf(v.AnsweredOn)}, {"结果", v.Result.Name()}, {"决定日期", dayOf(v.EndedOn)}, {"收到决定", dayOf(v.ServedOn)}, {"责令重新答复", orderText(v)},
		{"重新答复", dayOf(v.RedoneOn)}, {"归档", dayOf(v.ArchivedOn)}}
	return slices.DeleteFunc(all, func(r row) bool { return strings.TrimSpace(r.Value) == "" })
}

// remedyVerb carries out one verb of the case page. The names of a form's
// fields begin with its verb, since the page holds several forms. Refused, the
// page comes back with the form open and filled.
func (a *ask) remedyVerb(asked, flash string, kind remedy.PaperKind, do func(rev int64, get func(string) string, up *office.Upload) error) error {
	u, err := a.upload()
	if err == nil {
		rev, _ := strconv.ParseInt(u.values.Get("rev"), 10, 64) // 0 conflicts with every case
		get := func(name string) string { return u.values.Get(asked + "_" + name) }
		err = a.try(func() error {
			if u.tooBig {
				return errTooBig("file")
			}
			if kind == "" {
				kind = remedy.PaperKind(get("paper"))
			}
			return do(rev, get, u.paper(kind))
		})
	}
	if err != nil {
		f, code, err := again(u.values, u.refused(err))
		if err != nil {
			return err
		}
		for i, x := range f.Faults {
			if x.Field != "" && !strings.HasPrefix(x.Field, asked+"_") {
				f.Faults[i].Field = asked + "_" + x.Field
			}
		}
		return a.showRemedy(code, f, asked)
	}
	return a.to(a.path("/remedies/%s", escape(string(a.id()))), flash)
}

func (s *server) answerRemedy(a *ask) error {
	return a.remedyVerb("answer", "答复已登记。", remedy.Answer, func(rev int64, get func(string) string, up *office.Upload) error {
		return s.o.AnswerRemedy(a.ctx(), a.who, a.id(), rev, get("on"), get("words"), up)
	})
}

func (s *server) noteRemedy(a *ask) error {
	return a.remedyVerb("note", "已记入经过。", "", func(rev int64, get func(string) string, up *office.Upload) error {
		return s.o.NoteRemedy(a.ctx(), a.who, a.id(), rev, get("event"), get("on"), get("words"), up)
	})
}

func (s *server) extendRemedy(a *ask) error {
	return a.remedyVerb("extend", "延期已登记。", remedy.Notice, func(rev int64, get func(string) string, up *office.Upload) error {
		return s.o.ExtendRemedy(a.ctx(), a.who, a.id(), rev, get("days"), get("on"), get("words"), up)
	})
}

func (s *server) concludeRemedy(a *ask) error {
	return a.remedyVerb("conclude", "结果已登记，计入当年年度报告表四。", remedy.Decision, func(rev int64, get func(string) string, up *office.Upload) error {
		return s.o.ConcludeRemedy(a.ctx(), a.who, a.id(), rev, get("result"), get("on"), get("served"), get("words"), up)
	})
}

func (s *server) reopenRemedy(a *ask) error {
	return a.remedyVerb("reopen", "原结果已作废，请重新登记结果。", "", func(rev int64, get func(string) string, _ *office.Upload) error {
		return s.o.ReopenRemedy(a.ctx(), a.who, a.id(), rev, get("why"))
	})
}

func (s *server) voidRemedy(a *ask) error {
	return a.remedyVerb("void", "已注销，不再计入年度报告。", "", func(rev int64, get func(string) string, _ *office.Upload) error {
		return s.o.VoidRemedy(a.ctx(), a.who, a.id(), rev, get("why"))
	})
}

func (s *server) orderRemedy(a *ask) error {
	return a.remedyVerb("order", "已登记重新答复的期限，列入待办。", "", func(rev int64, get func(string) string, _ *office.Upload) error {
		return s.o.OrderRemedy(a.ctx(), a.who, a.id(), rev, get("days"), get("unit"), get("words"))
	})
}

func (s *server) redoRemedy(a *ask) error {
	return a.remedyVerb("redo", "已登记重新答复。", remedy.OtherPaper, func(rev int64, get func(string) string, up *office.Upload) error {
		return s.o.RedoRemedy(a.ctx(), a.who, a.id(), rev, get("on"), get("words"), up)
	})
}

func (s *server) eraseRemedy(a *ask) error {
	return a.remedyVerb("erase", "个人信息已删除。", "", func(rev int64, _ func(string) string, _ *office.Upload) error {
		return s.o.EraseRemedy(a.ctx(), a.who, a.id(), rev)
	})
}

func (s *server) archiveRemedy(a *ask) error {
	return a.remedyVerb("archive", "已归档。", "", func(rev int64, _ func(string) string, _ *office.Upload) error {
		return s.o.ArchiveRemedy(a.ctx(), a.who, a.id(), rev)
	})
}

// remedyPaper hands over a paper of a case; the opening is logged.
func (s *server) remedyPaper(a *ask) error {
	f, err := s.o.RemedyPaper(a.ctx(), a.who, a.id(), ledger.ID(a.r.PathValue("paper")), address(a.r.RemoteAddr))
	if err != nil {
		return err
	}
	return a.send(f)
}
