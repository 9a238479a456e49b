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
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/review"
)

// articlePage is one matter: left the thing, right what is asked of the reader.
type articlePage struct {
	Page
	D          office.DeskArticle
	Edition    publication.Edition // the one that is shown
	Newest     bool                // it is the newest one
	Author     string
	Approver   string
	F          form
	Asked      string // the form that was refused, to be shown open
	Do         asks
	Opinion    opinionPart
	Answers    []option // what another organ may have answered
	Organs     []option // which one may be asked
	Results    []option // of a look at what is not public
	Validities []option
	Policies   []option
	Rows       []row // the header table of documents
	Preview    string
	PublicURL  string
	Changes    *differenceView // from what the public reads, nil where there is nothing to compare
	Restorable bool            // the edition shown may be made a new draft
	Findings   findings
	Guests     office.Invitations // reviewers outside
	Together   bool               // goes out with its set, by nobody's hand
}

func (articlePage) template() string { return "article" }

// row is a line of the header table.
type row struct{ Name, Value string }

// asks are the verbs that the state of the article lets one ask for.
type asks struct {
	Edit, Submit, Opine, Publish, Refer, Recall, Advise, Rush, Reassess, Revise, Withdraw, Rate, Move bool
}

// Any says whether something is asked of the reader at all.
func (d asks) Any() bool { return d != asks{} }

func (s *server) article(a *ask) error {
	no := 0
	if a.r.PathValue("no") != "" {
		var err error
		if no, err = a.no(); err != nil {
			return err
		}
	}
	return a.showArticle(http.StatusOK, no, form{Values: url.Values{}}, "")
}

// showArticle shows the edition no, the newest for 0; asked names the verb
// whose form comes back with its faults.
func (a *ask) showArticle(code, no int, f form, asked string) error {
	d, err := a.s.o.DeskArticle(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	i := 0
	if no > 0 {
		i = slices.IndexFunc(d.Editions, func(e publication.Edition) bool { return e.No == no })
	}
	if i < 0 || len(d.Editions) == 0 {
		return refusal.NotFound("access.may.absent")
	}
	e := d.Editions[i]
	p := articlePage{D: d, Edition: e, Newest: i == 0, F: f, Asked: asked, Do: a.asksOf(d),
		Opinion: a.opinionOf(d), Answers: termOptions("advice"), Organs: termOptions("competent"), Results: reassessments(),
		Validities: termOptions("validity"), Approver: d.Names[e.Approver], Preview: a.pictures(d.Article.ID, e.No, e.HTML)}
	var authors []string
	for _, id := range e.Authors {
		authors = append(authors, d.Names[id])
	}
	p.Author = strings.Join(authors, "、")
	if d.Article.Live > 0 {
		p.PublicURL = "/" + a.site.Organ.Token + "/a/" + escape(string(d.Article.ID))
	}
	if d.Article.Live > 0 && e.No > d.Article.Live {
		c, err := a.s.o.CompareEditions(a.ctx(), a.who, d.Article.ID, d.Article.Live, e.No)
		if err != nil {
			return err
		}
		changes := differenceOf(c)
		p.Changes = &changes
	}
	p.Restorable = p.Do.Revise && (e.State == publication.Past || e.State == publication.Withdrawn)
	p.Rows = headerRows(d, e)
	p.Together = d.Batch.ID != "" && d.Editions[0].State == publication.Scheduled
	if p.Guests, err = a.s.o.Invitations(a.ctx(), a.who, d.Article.ID); err != nil {
		return err
	}
	if p.Findings, err = a.findingsOf(d, e, f); err != nil {
		return err
	}
	if p.Do.Rate || p.Do.Move {
		lists, err := a.s.o.Lists(a.ctx(), a.who)
		if err != nil {
			return err
		}
		p.Policies = first("（没有）", choicesOf(lists).Policies)
	}
	title := e.Title
	if title == "" {
		title = "（无标题）"
	}
	p.Page = a.page(title)
	p.Wide = true
	return a.show(code, p)
}

// asksOf lays the policy's answer over the state: a verb that the state cannot
// take is not offered.
func (a *ask) asksOf(d office.DeskArticle) asks {
	newest := d.Editions[0].State
	done := newest == publication.Live || newest == publication.Past || newest == publication.Withdrawn
	can := func(v access.Verb) bool { return d.Can[v] }
	r := d.Review
	return asks{
		Edit:     newest == publication.Draft && can(access.EditArticle),
		Submit:   newest == publication.Draft && can(access.SubmitArticle),
		Opine:    r.Asked != "" && r.Asked != review.Release,
		Publish:  r.Asked == review.Release,
		Refer:    r.Can[review.Refer],
		Recall:   r.Can[review.Recall],
		Advise:   r.Can[review.Advise],
		Rush:     r.Can[review.Rush],
		Reassess: newest == publication.Closed && can(access.ReassessArticle),
		Revise:   done && can(access.EditArticle),
		Withdraw: d.Article.State == publication.Live && can(access.WithdrawArticle),
		Rate:     d.Article.Live > 0 && d.Article.Type.Official() && can(access.ValidityArticle),
		Move:     d.Article.State == publication.Withdrawn && a.may(access.LinkArticle),
	}
}

// headerRows is the metadata of standards.md §H.4 as far as it is filled.
func headerRows(d office.DeskArticle, e publication.Edition) []row {
	name := func(list, code string) string {
		if n, ok := law.Label(list, code); ok {
			return n
		}
		return code
	}
	tags := make([]string, len(e.Tags))
	for i, t := range e.Tags {
		tags[i] = name("five", t)
	}
	dayOf := func(s interface {
		IsZero() bool
		String() string
	}) string {
		if s.IsZero() {
			return ""
		}
		return s.String()
	}
	all := []row{{"索引号", d.Article.IndexNo}, {"栏目", d.Column.Name}, {"类型", e.Type.Name()}, {"责任科室", d.Unit},
		{"文号", e.DocNo}, {"体裁", name("genre", e.Genre)}, {"主题分类", name("topic", e.Topic)},
		{"成文日期", dayOf(e.Formed)}, {"施行日期", dayOf(e.ValidFrom)}, {"有效期至", dayOf(e.ValidTo)},
		{"有效性", name("validity", string(d.Article.Validity))}, {"公开方式", name("mode", string(e.Mode))},
		{"不公开的理由", name("closed", string(e.Basis))}, {"理由说明", e.Ground}, {"下次评估", dayOf(d.Article.NextReview)},
		{"来源", e.Source}, {"五公开", strings.Join(tags, "、")}, {"关键词", strings.Join(e.Keywords, "、")},
		{"内容概述", e.Summary}}
	return slices.DeleteFunc(all, func(r row) bool { return strings.TrimSpace(r.Value) == "" })
}

// verb carries out one verb of the article page. Refused, the page comes back
// with the form open and filled.
func (a *ask) verb(asked, flash string, do func(v url.Values, no int, rev int64) error) error {
	return a.act(asked, do, func() error { return a.to(a.path("/articles/%s", escape(string(a.id()))), flash) })
}

// act is verb with a way of its own to go on.
func (a *ask) act(asked string, do func(v url.Values, no int, rev int64) error, on func() error) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	no := 0
	if a.r.PathValue("no") != "" {
		if no, err = a.no(); err != nil {
			return err
		}
	}
	rev, _ := strconv.ParseInt(v.Get("rev"), 10, 64) // 0 conflicts with every article
	err = a.try(func() error { return do(v, no, rev) })
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.showArticle(code, no, f.prefixed(asked), asked)
	}
	return on()
}

func (s *server) submitArticle(a *ask) error {
	return a.verb("submit", "已提交审核。各环节由别的同志办理，进展在本页可以看到。", func(v url.Values, no int, rev int64) error {
		return s.o.SubmitArticle(a.ctx(), a.who, a.id(), no, rev)
	})
}

func (s *server) publishArticle(a *ask) error {
	return a.verb("publish", "已发布，网站上现在就能看到。", func(v url.Values, no int, rev int64) error {
		return s.o.PublishArticle(a.ctx(), a.who, a.id(), no, rev)
	})
}

func (s *server) scheduleArticle(a *ask) error {
	return a.verb("schedule", "已定时，到时自动发布。", func(v url.Values, no int, rev int64) error {
		return s.o.ScheduleArticle(a.ctx(), a.who, a.id(), no, rev, v.Get("scheduled_at"))
	})
}

func (s *server) withdrawArticle(a *ask) error {
	return a.verb("withdraw", "已撤回，原网页只显示撤回说明。", func(v url.Values, no int, rev int64) error {
		return s.o.WithdrawArticle(a.ctx(), a.who, a.id(), rev, strings.TrimSpace(v.Get("reason")))
	})
}

func (s *server) rateArticle(a *ask) error {
	return a.verb("rate", "有效性已更改，网页上已显示。", func(v url.Values, no int, rev int64) error {
		return s.o.RateArticle(a.ctx(), a.who, a.id(), rev, v.Get("validity"), v.Get("replaced_by"))
	})
}

func (s *server) moveArticle(a *ask) error {
	return a.verb("move", "已设置转址，读者会被带到新的网页。", func(v url.Values, no int, rev int64) error {
		return s.o.MoveArticle(a.ctx(), a.who, a.id(), rev, strings.TrimSpace(v.Get("to")))
	})
}

// reviseArticle begins a new edition and opens it for writing.
func (s *server) reviseArticle(a *ask) error {
	if a.kept {
		return a.to(a.path("/articles/%s", escape(string(a.id()))), "登录已恢复。请再按一次「写新的一版」。")
	}
	no, err := s.o.ReviseArticle(a.ctx(), a.who, a.id())
	if err != nil {
		f, code, err := again(url.Values{}, err)
		if err != nil {
			return err
		}
		return a.showArticle(code, 0, f, "revise")
	}
	return a.to(a.path("/articles/%s/%d/edit", escape(string(a.id())), no), "已建立第"+strconv.Itoa(no)+"版草稿。网站上的内容在新版发布前不变。")
}
