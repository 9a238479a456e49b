package staff

import (
	"net/http"
	"net/url"
	"slices"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/proposal"
	"gongkai/publication"
	"gongkai/refusal"
)

// proposalsPage lists what deputies and members propose (建议提案), with how the
// year went.
type proposalsPage struct {
	Page
	L      office.ProposalList
	Tabs   []tab
	All    bool
	Paging []pageLink
	May    bool
}

func (proposalsPage) template() string { return "proposals" }

// Figure is the page of the entries of a figure.
func (p proposalsPage) Figure(key string) string { return p.figure(p.L.Year, key) }

func (s *server) proposals(a *ask) error {
	all := a.query("show") == "all"
	l, err := s.o.Proposals(a.ctx(), a.who, !all, a.queryInt("year"), a.queryInt("page"))
	if err != nil {
		return err
	}
	return a.show(http.StatusOK, proposalsPage{Page: a.page("建议提案"), L: l, All: all, May: a.may(access.KeepProposal), Paging: a.paging(l.Page, l.Pages),
		Tabs: []tab{{"待办", a.path("/proposals"), l.Waiting, !all}, {"全部", a.path("/proposals?show=all"), l.All, all}}})
}

// terms are a closed list as a choice.
func terms(list string) (out []option) {
	for _, t := range law.Terms(list) {
		out = append(out, option{t.Key, t.Label})
	}
	return out
}

// newProposalPage registers a proposal.
type newProposalPage struct {
	Page
	F                           form
	Types, Levels, Roles, Units []option
}

func (newProposalPage) template() string { return "proposal_new" }

func (s *server) newProposalPage(a *ask) error {
	return a.proposalForm(http.StatusOK, form{Values: url.Values{"on": {s.o.Today().String()}, "level": {"city"}, "role": {"main"}}})
}

func (a *ask) proposalForm(code int, f form) error {
	if !a.may(access.KeepProposal) {
		return refusal.Denied("access.may.role", "verb", string(access.KeepProposal))
	}
	l, err := a.s.o.Lists(a.ctx(), a.who)
	if err != nil {
		return err
	}
	return a.show(code, newProposalPage{a.page("登记建议提案"), f, first("请选择", terms("proposal")), terms("proposal_level"), terms("proposal_role"),
		first("以后再交办", unitOptions(l.Units))})
}

func (s *server) receiveProposal(a *ask) error {
	v, err := a.scans(func(url.Values) string { return "proposal" }, func(string) string { return "other" })
	var id string
	if err == nil {
		err = a.try(func() error {
			made, err := s.o.ReceiveProposal(a.ctx(), a.who, office.ProposalForm{Type: v.Get("type"), Level: v.Get("level"), Role: v.Get("role"), No: v.Get("no"),
				On: v.Get("on"), Due: v.Get("due"), Unit: v.Get("unit"), Text: proposal.Text{Session: v.Get("session"), Title: v.Get("title"), Members: v.Get("members"),
					Contact: v.Get("contact"), Content: v.Get("content")}}, v.files())
			id = string(made)
			return err
		})
	}
	if err != nil {
		f, code, err := again(v.Values, err)
		if err != nil {
			return err
		}
		return a.proposalForm(code, v.back(f))
	}
	return a.to(a.path("/proposals/%s", escape(id)), "已登记。")
}

// proposalPage is one proposal: left what is proposed and answered, right what
// is to be done.
type proposalPage struct {
	Page
	F                                      form
	V                                      office.ProposalView
	Rows                                   []row
	Asked                                  string
	Units, Categories, Open, Said, Columns []option
	Standing                               days
}

func (proposalPage) template() string { return "proposal" }

func (s *server) proposal(a *ask) error { return a.showProposal(http.StatusOK, form{}, "") }

func (a *ask) showProposal(code int, f form, asked string) error {
	v, err := a.s.o.Proposal(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	if f.Values == nil {
		f.Values = url.Values{}
	}
	set := func(name, value string) {
		if !f.Values.Has(name) {
			f.Values.Set(name, value)
		}
	}
	set("on", a.s.o.Today().String())
	p := proposalPage{Page: a.page(v.Name), V: v, Asked: asked, Units: first("请选择科室", unitOptions(v.Units)), Categories: first("请选择", terms("proposal_category")),
		Open: first("请选择", terms("proposal_open")), Said: first("请选择", terms("satisfaction"))}
	if v.Draft { // what was sent back is the draft of the next
		for name, words := range map[string]string{"category": string(v.Category), "open": string(v.Openness), "doc_no": v.Reply.DocNo, "words": v.Reply.Words, "why": v.Reply.Why} {
			set(name, words)
		}
	}
	if v.Release {
		l, err := a.s.o.Lists(a.ctx(), a.who)
		if err != nil {
			return err
		}
		p.Columns = first("请选择栏目", columnOptions(l.Columns))
		if i := slices.IndexFunc(l.Columns, func(c publication.Column) bool { return c.Category == "proposal" }); i >= 0 {
			set("column", string(l.Columns[i].Path))
		}
		set("title", "对"+v.Name+"的答复")
		set("public", v.Reply.Words)
	}
	p.F = f
	for _, r := range []row{{"领衔代表、提案人", v.Text.Members}, {"联系方式", v.Text.Contact}, {"办理方式", nameOf("proposal_role", v.Role)},
		{"交办日期", v.HandedOn.String()}, {"承办科室", v.Division}, {"内容", v.Text.Content}} {
		if r.Value != "" {
			p.Rows = append(p.Rows, r)
		}
	}
	if v.State.Pending() {
		p.Standing = left(v.Left, true)
	}
	p.Wide = true
	return a.show(code, p)
}

// reasons are the fields in which each verb asks why, so that a page with
// several forms has each name once.
var reasons = map[string]string{"extend": "hard", "withdraw": "gone", "rate": "said"}

func actOf(v url.Values) office.ProposalAct {
	return office.ProposalAct{Rev: revOf(v), On: v.Get("on"), Unit: v.Get("unit"), Reason: v.Get("reason") + v.Get("hard") + v.Get("gone") + v.Get("said"), Proof: v.Get("proof"), Category: v.Get("category"),
		Open: v.Get("open"), Satisfaction: v.Get("satisfaction"), Title: v.Get("title"), Words: v.Get("public"), Column: v.Get("column"),
		Reply: proposal.Reply{DocNo: v.Get("doc_no"), Words: v.Get("words"), Why: v.Get("why")}}
}

// proposalForms are the verbs of a proposal.
var proposalForms = map[string]struct {
	done string
	do   func(s *server, a *ask, v scanned) error
}{
	"assign": {"已交办。", func(s *server, a *ask, v scanned) error {
		return s.o.AssignProposal(a.ctx(), a.who, a.id(), actOf(v.Values))
	}},
	"return": {"已退回。", func(s *server, a *ask, v scanned) error {
		return s.o.ReturnProposal(a.ctx(), a.who, a.id(), actOf(v.Values))
	}},
	"extend": {"已延期。", func(s *server, a *ask, v scanned) error {
		return s.o.ExtendProposal(a.ctx(), a.who, a.id(), actOf(v.Values))
	}},
	"draft": {"已拟复，请另一位同志审核。", func(s *server, a *ask, v scanned) error {
		return s.o.DraftProposal(a.ctx(), a.who, a.id(), actOf(v.Values), v.files())
	}},
	"check": {"审核通过，请发出答复并登记。", func(s *server, a *ask, v scanned) error {
		return s.o.CheckProposal(a.ctx(), a.who, a.id(), actOf(v.Values))
	}},
	"answer": {"已登记答复。", func(s *server, a *ask, v scanned) error {
		return s.o.AnswerProposal(a.ctx(), a.who, a.id(), actOf(v.Values), v.files())
	}},
	"rate": {"已登记反馈意见。", func(s *server, a *ask, v scanned) error {
		return s.o.RateProposal(a.ctx(), a.who, a.id(), actOf(v.Values), v.files())
	}},
	"erase": {"联系方式已删除。", func(s *server, a *ask, v scanned) error {
		return s.o.EraseProposal(a.ctx(), a.who, a.id(), actOf(v.Values))
	}},
	"withdraw": {"已撤回。", func(s *server, a *ask, v scanned) error {
		return s.o.WithdrawProposal(a.ctx(), a.who, a.id(), actOf(v.Values))
	}},
}

func (s *server) proposalAct(a *ask) error {
	verb := a.r.PathValue("verb")
	x, ok := proposalForms[verb]
	if !ok {
		return refusal.NotFound("access.may.absent")
	}
	v, err := a.scans(func(url.Values) string { return "proposal/" + string(a.id()) + "/" + verb }, func(string) string { return "other" })
	if err == nil {
		err = a.try(func() error { return x.do(s, a, v) })
	}
	if err == nil {
		return a.to(a.path("/proposals/%s", escape(string(a.id()))), x.done)
	}
	f, code, err := again(v.Values, err)
	if err != nil {
		return err
	}
	return a.showProposal(code, v.back(fieldsOf(f, map[string]string{"reason": reasons[verb]})), verb)
}

// releaseProposal drafts the reply as an article.
func (s *server) releaseProposal(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	var article string
	err = a.try(func() error {
		id, err := s.o.ReleaseProposal(a.ctx(), a.who, a.id(), actOf(v))
		article = string(id)
		return err
	})
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.showProposal(code, f, "release")
	}
	return a.to(a.path("/articles/%s/1/edit", escape(article)), "已起草为文章。看过没有个人信息，再提交审核。")
}

// proposalPaper hands over a paper; it is never shown in the browser.
func (s *server) proposalPaper(a *ask) error {
	f, err := s.o.ProposalPaper(a.ctx(), a.who, a.id(), a.paper(), address(a.r.RemoteAddr))
	if err != nil {
		return err
	}
	a.attach(f.Type, f.Name)
	http.ServeContent(a.w, a.r, "", s.o.Now(), f)
	return nil
}
