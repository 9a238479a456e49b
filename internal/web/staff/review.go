package staff

import (
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/review"
)

// opinionPart is the form of the step that is asked of the reader.
type opinionPart struct {
	Step  review.Step
	Bases []option
	To    []option
	Sent  string // why a later step sent the text back to this one
	Out   bool   // may be let out with the same press: it is the last step
}

// opinionOf makes it; without a step nothing is asked.
func (a *ask) opinionOf(d office.DeskArticle) opinionPart {
	v := d.Review
	p := opinionPart{Step: v.Asked, Bases: first("（不写）", termOptions("basis"))}
	if v.Asked == review.Secrecy {
		p.Bases = first("请选择", termOptions("basis")) // nobody certifies secrecy by not choosing
	}
	if n := len(v.Trail); n > 0 && v.Trail[n-1].Verdict == review.Return && review.Step(v.Trail[n-1].To) == v.Asked {
		p.Sent = v.Trail[n-1].Step.Name() + "退回：" + v.Trail[n-1].Words
	}
	for _, s := range v.Earlier {
		name := s.Name()
		if s == review.Drafted {
			name = "起草人，改好后重新送审"
		}
		p.To = append(p.To, option{string(s), name})
	}
	steps := v.Round.Chain.Steps
	p.Out = len(steps) > 0 && steps[len(steps)-1] == v.Asked && !v.Ahead && v.Round.Mode == "proactive" && v.Round.Rushed == "" &&
		d.Can[access.PublishArticle]
	return p
}

// opineArticle carries out an opinion and opens the next that waits, so that the
// routine ones go quickly; each was shown whole before the button.
func (s *server) opineArticle(a *ask) error {
	var said string
	return a.act("opine", func(v url.Values, no int, rev int64) error {
		f := office.OpinionForm{Step: v.Get("step"), Verdict: v.Get("verdict"), To: v.Get("opine_to"), Basis: v.Get("opine_basis"),
			Words: v.Get("opine_words")}
		out := f.Verdict == "publish"
		if out {
			f.Verdict = string(review.Approve)
		}
		said = review.Verdict(f.Verdict).Name()
		if err := s.o.OpineArticle(a.ctx(), a.who, a.id(), no, rev, f); err != nil || !out {
			return err
		}
		err := s.o.PublishArticle(a.ctx(), a.who, a.id(), no, rev+1)
		if r, ok := refusal.As(err); ok { // the opinion stands, whatever keeps the text in
			said += "（意见已记录，稿件还没有发布：" + strings.TrimSuffix(r.Words(), "。") + "）"
			return nil
		}
		said += "，并发布"
		return err
	}, func() error { return a.next("已" + said + "。") })
}

// next opens the next text that waits for the reader's opinion, the queue when
// there is none.
func (a *ask) next(flash string) error {
	tasks, err := a.tasks()
	if err != nil {
		return err
	}
	n, to := 0, a.path("")
	for _, t := range tasks {
		if (t.Kind == "review" || t.Kind == "rushed") && t.ID != string(a.id()) {
			if n++; n == 1 {
				to = a.path("/%s", t.Link)
			}
		}
	}
	if n == 0 {
		return a.to(to, flash+"等您审核的稿件都办完了。")
	}
	return a.to(to, flash+"下面是下一件，还有"+strconv.Itoa(n)+"件。")
}

func (s *server) returnArticle(a *ask) error {
	return a.verb("return", "已退回。", func(v url.Values, no int, rev int64) error {
		return s.o.ReturnArticle(a.ctx(), a.who, a.id(), no, rev, v.Get("return_to"), v.Get("return_words"))
	})
}

func (s *server) recallArticle(a *ask) error {
	return a.verb("recall", "已撤回送审，可以继续修改。", func(v url.Values, no int, rev int64) error {
		return s.o.RecallArticle(a.ctx(), a.who, a.id(), no, rev, v.Get("recall_words"))
	})
}

func (s *server) referArticle(a *ask) error {
	return a.verb("refer", "已登记送有关部门确定，审核期限停止计算。", func(v url.Values, no int, rev int64) error {
		return s.o.ReferArticle(a.ctx(), a.who, a.id(), no, rev, v.Get("step"), v.Get("refer_to"), v.Get("refer_words"))
	})
}

func (s *server) adviseArticle(a *ask) error {
	return a.verb("advise", "已登记答复，审核继续。", func(v url.Values, no int, rev int64) error {
		return s.o.AdviseArticle(a.ctx(), a.who, a.id(), no, rev, v.Get("advise_to"), v.Get("advise_words"))
	})
}

func (s *server) rushArticle(a *ask) error {
	return a.verb("rush", "已先行发布。补审由别的同志办理，办完以前一直有标记。", func(v url.Values, no int, rev int64) error {
		return s.o.EmergencyPublish(a.ctx(), a.who, a.id(), no, rev, v.Get("rush_words"))
	})
}

func (s *server) reassessArticle(a *ask) error {
	return a.verb("reassess", "已登记评估结果。", func(v url.Values, no int, rev int64) error {
		return s.o.ReassessArticle(a.ctx(), a.who, a.id(), no, rev, v.Get("reassess_verdict"), v.Get("reassess_words"))
	})
}

// reassessments are the results of a look at what is not public.
func reassessments() []option {
	return []option{{string(review.Keep), "继续不公开，到期再评估"}, {string(review.Open), "可以公开，转入起草"}}
}

// slipPage is the approval slip, to be read and printed.
type slipPage struct {
	Page
	S         office.Slip
	Url, Back string
}

func (slipPage) template() string { return "slip" }

func (s *server) slip(a *ask) error {
	no, err := a.no()
	if err != nil {
		return err
	}
	slip, err := s.o.ApprovalSlip(a.ctx(), a.who, a.id(), no)
	if err != nil {
		return err
	}
	back := a.path("/articles/%s", escape(string(a.id())))
	return a.show(http.StatusOK, slipPage{a.page("审批单"), slip, a.path("/articles/%s/%d/slip", escape(string(a.id())), no), back})
}

// slipFile hands the slip over as a Word or PDF file.
func (s *server) slipFile(a *ask) error {
	no, err := a.no()
	if err != nil {
		return err
	}
	slip, err := s.o.ApprovalSlip(a.ctx(), a.who, a.id(), no)
	if err != nil {
		return err
	}
	if a.r.PathValue("as") == "docx" {
		return a.file("审批单.docx", slip.Docx)
	}
	return a.file("审批单.pdf", func(w io.Writer) error { return slip.PDF(a.ctx(), w) })
}

// emergenciesPage lists what was let out before its review, with its number.
type emergenciesPage struct {
	Page
	E     office.Emergencies
	Years []int
}

func (emergenciesPage) template() string { return "emergencies" }

func (s *server) emergencies(a *ask) error {
	now := s.o.Today().Year()
	year := a.queryInt("year")
	if year == 0 {
		year = now
	}
	e, err := s.o.Emergencies(a.ctx(), a.who, year)
	if err != nil {
		return err
	}
	return a.show(http.StatusOK, emergenciesPage{a.page("先发后审"), e, []int{now, now - 1, now - 2}})
}

// chartPage is the table of chains with its versions.
type chartPage struct {
	Page
	C    office.Chart
	Rows []chartRow
	F    form
	May  bool
	Edit bool
}

func (chartPage) template() string { return "chart" }

// chartRow is a line of the table as it is read.
type chartRow struct {
	Kind, Column string
	Steps        []string
	Apart        []string
	Days         int
}

func (s *server) chart(a *ask) error {
	return a.showChart(http.StatusOK, form{Values: url.Values{}}, false)
}

func (s *server) editChartPage(a *ask) error {
	c, err := s.o.Chart(a.ctx(), a.who)
	if err != nil {
		return err
	}
	return a.showChart(http.StatusOK, form{Values: url.Values{"text": {c.Now.Text}, "from": {s.o.Today().String()}, "was": {strconv.Itoa(c.Versions[0].Version)}}}, true)
}

func (s *server) editChart(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	if err := a.try(func() error {
		was, err := strconv.Atoi(v.Get("was"))
		if err != nil {
			was = -1 // is of no version, so that who may edit is told it moved
		}
		return s.o.EditChart(a.ctx(), a.who, was, v.Get("from"), v.Get("text"))
	}); err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.showChart(code, f, true)
	}
	return a.to(a.path("/chart"), "已保存，自"+v.Get("from")+"起送审的稿件按新的流程；已经送审的不变。")
}

func (a *ask) showChart(code int, f form, edit bool) error {
	c, err := a.s.o.Chart(a.ctx(), a.who)
	if err != nil {
		return err
	}
	p := chartPage{C: c, F: f, May: a.may(access.EditChart), Edit: edit}
	if edit && !p.May {
		return access.May(a.who, access.EditChart, access.Thing{Organ: a.who.Organ})
	}
	name := func(in map[ledger.Code]string, key ledger.Code, all string) string {
		if key == "" {
			return all
		}
		return in[key]
	}
	for _, r := range c.Table.Rows {
		row := chartRow{Kind: name(c.Kinds, r.Kind, "其他类型"), Column: name(c.Columns, r.Column, "全部"), Days: r.Days}
		for _, s := range r.Steps {
			row.Steps = append(row.Steps, s.Name())
		}
		for _, p := range r.Apart {
			row.Apart = append(row.Apart, p[0].Name()+"和"+p[1].Name())
		}
		p.Rows = append(p.Rows, row)
	}
	p.Page = a.page("审核流程")
	p.Wide = edit
	return a.show(code, p)
}

// prefixed puts the name of a verb before the fields at fault, since the forms
// of several verbs stand on one page.
func (f form) prefixed(verb string) form {
	for i, x := range f.Faults {
		if x.Field != "" && !strings.HasPrefix(x.Field, verb+"_") && f.Values.Has(verb+"_"+x.Field) {
			f.Faults[i].Field = verb + "_" + x.Field
		}
	}
	return f
}
