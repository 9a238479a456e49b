package staff

import (
	"fmt"
	"gongkai/access"
	"net/http"
	"strings"

	"gongkai/inspection"
	"gongkai/internal/office"
	"gongkai/ledger"
)

// inspectionPage is the state of the site by the state's indicators (网站自检).
type inspectionPage struct {
	Page
	V                       office.Inspection
	Groups                  []scoreGroup
	Plot                    scorePlot
	F                       form
	Units                   []option
	Ends                    []option // what a statement may say
	Running, Asks, Declares bool
}

func (inspectionPage) template() string { return "inspection" }

// scoreGroup are the indicators of a group with what they lost.
type scoreGroup struct {
	Name   string
	Points int
	Lost   int
	Scores []inspection.Score
}

func scoreGroups(scores []inspection.Score) (out []scoreGroup) {
	for _, s := range scores {
		if len(out) == 0 || out[len(out)-1].Name != s.Group {
			out = append(out, scoreGroup{Name: s.Group})
		}
		g := &out[len(out)-1]
		g.Points += s.Points
		g.Lost += s.Lost
		g.Scores = append(g.Scores, s)
	}
	return out
}

// scorePlot is the score over the days: a line between 0 and 100, with 60 marked.
type scorePlot struct {
	Words         string
	Width, Height int
	Line          string
	Sixty, Base   int
	First, Last   string
	LastX, LastY  int
	LastPoints    int
}

func plotScores(past []office.InspectionPast) (p scorePlot) {
	if len(past) < 2 {
		return p
	}
	const width, height, top = 720, 120, 24
	p = scorePlot{Width: width, Height: top + height + 26, Base: top + height, Sixty: top + height*40/100}
	first, last := past[0], past[len(past)-1]
	span := max(1, last.On.Sub(first.On))
	var line strings.Builder
	for _, x := range past {
		p.LastX, p.LastY = 8+(width-60)*x.On.Sub(first.On)/span, top+height*(100-x.Points)/100
		fmt.Fprintf(&line, "%d,%d ", p.LastX, p.LastY)
	}
	p.Line, p.First, p.Last, p.LastPoints = strings.TrimSpace(line.String()), first.On.Chinese(), last.On.Chinese(), last.Points
	p.Words = fmt.Sprintf("自检得分的折线图，%s%d分，%s%d分", p.First, first.Points, p.Last, last.Points)
	return p
}

func (s *server) inspection(a *ask) error {
	return a.showInspection(http.StatusOK, form{Values: a.r.URL.Query()})
}

func (a *ask) showInspection(status int, f form) error {
	v, err := a.s.o.Inspection(a.ctx(), a.who, ledger.ID(a.r.URL.Query().Get("unit")))
	if err != nil {
		return err
	}
	lists, err := a.s.o.Lists(a.ctx(), a.who)
	if err != nil {
		return err
	}
	p := inspectionPage{Page: a.page("网站自检"), V: v, Groups: scoreGroups(v.Scores), Plot: plotScores(v.Past), F: f, Units: first("全部科室", unitOptions(lists.Units)),
		Ends: []option{{"no", "逐项核对，没有问题"}, {"yes", "有问题，正在处置"}},
		Asks: a.may(access.AskInspection), Declares: a.may(access.DeclareState),
		Running: v.Run.Began.After(v.Run.End) || v.Run.Asked.After(v.Run.Began)}
	p.Wide = true
	return a.show(status, p)
}

func (s *server) askInspection(a *ask) error {
	if err := s.o.AskInspection(a.ctx(), a.who); err != nil {
		return err
	}
	return a.to(a.path("/inspection"), "马上开始自检，几秒后刷新这一页看结果。")
}

// declareState takes the statement of V1; the form comes back filled.
func (s *server) declareState(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	err = a.try(func() error { return s.o.DeclareState(a.ctx(), a.who, v.Get("bad") == "yes", v.Get("words")) })
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.showInspection(code, f)
	}
	return a.to(a.path("/inspection"), "声明已记入台账，三个月内有效，下一次自检起计入。")
}
