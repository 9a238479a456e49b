package public

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/service"
)

func itoa(n int) string { return strconv.Itoa(n) }

// caseFollowPage is the door to one's own case (办件查询).
type caseFollowPage struct {
	Page
	Form   form
	Notice string
}

func (caseFollowPage) template() string { return "casefollow" }

// caseFollowedPage is one's own case, and the pages that hang on it.
type caseFollowedPage struct {
	Page
	Of         office.CaseFollow
	name       string
	Now        string // what goes on, in one sentence
	Done       string // what the reader just did
	Form       form
	Kept       []office.Kept // uploaded with a form that was refused
	Lacking    []office.CaseMaterial
	Notices    []office.CaseNotice
	Segments   []caseSegment
	Levels     []option
	Dimensions []option
	Supplement,
	Withdraw,
	Rate bool
}

func (p caseFollowedPage) template() string { return "casefollow_" + p.name }

// caseSegment is a stretch of the clock in words.
type caseSegment struct {
	Name, From, To string
	Days           int
}

var caseFollowVerbs = map[string]service.Verb{"supplement": service.SupplementVerb, "withdraw": service.WithdrawVerb, "rate": service.RateVerb}

// followCase answers for everything below /services/follow.
func (a *ask) followCase(path string) error {
	post := a.r.Method == http.MethodPost
	switch {
	case path == "" && post:
		return a.enterCase()
	case path == "":
		q, notice := a.r.URL.Query(), ""
		switch {
		case q.Has("out"):
			notice = "已经退出查询。"
		case q.Has("over"):
			notice = "请先输入查询码。打开以后半小时没有再次输入的，须重新输入。"
		}
		return a.showCaseDoor(http.StatusOK, form{}, notice)
	case path == "out" && post:
		a.rememberAt("/services", "mine", "", 0)
		return a.onward("/services/follow?out=1")
	}
	pass := a.token("mine")
	f, err := a.s.o.FollowedCase(a.r.Context(), a.organ.ID, pass)
	if r, ok := refusal.As(err); ok && r.Class == refusal.Hidden {
		return a.onward("/services/follow?over=1")
	}
	if err != nil {
		return err
	}
	first, rest, _ := strings.Cut(path, "/")
	switch {
	case (path == "case" || path == "why") && !post:
		return a.followedCase(http.StatusOK, f, pass, path, form{})
	case first == "notices" && !post:
		return a.followedNotice(f, pass, rest)
	case first == "files" && !post:
		x, err := a.s.o.FollowedCasePaper(a.r.Context(), a.organ.ID, pass, ledger.ID(rest))
		if err != nil {
			return err
		}
		return a.hand(x.Name, x.Type, x)
	}
	v, ok := caseFollowVerbs[path]
	switch {
	case !ok:
		return a.absent()
	case !f.Can[v]:
		return a.onward("/services/follow/case") // done before, or no longer to be done
	case post:
		return a.actCase(f, pass, path, v)
	}
	return a.followedCase(http.StatusOK, f, pass, path, form{})
}

func (a *ask) showCaseDoor(status int, f form, notice string) error {
	p, err := a.formFrame("办件查询", "/services/follow")
	if err != nil {
		return err
	}
	return a.personal(status, caseFollowPage{p, f, notice})
}

// enterCase opens a case by its query code and the tail of a number.
func (a *ask) enterCase() error {
	f, _, err := a.typed(0)
	if err != nil {
		return err
	}
	code, tail := service.Plain(f.Values.Get("code")), strings.TrimSpace(f.Values.Get("tail"))
	if code == "" {
		f.Faults = append(f.Faults, fault{"code", "请填写查询码，它印在收件凭证上。"})
	}
	if len(service.Plain(tail)) != 4 && !strings.Contains(tail, "@") {
		f.Faults = append(f.Faults, fault{"tail", "请填写手机号、身份号码或者统一社会信用代码的最后四位；由电子邮件来信转来的，填写那个电子邮箱。"})
	}
	if len(f.Faults) == 0 {
		pass, err := a.s.o.FollowCase(a.r.Context(), a.organ.ID, code, tail, a.remote())
		if err == nil {
			a.rememberAt("/services", "mine", pass, followAge)
			return a.onward("/services/follow/case")
		}
		if f.Faults, err = faultsOf(err); err != nil {
			return err
		}
	}
	return a.showCaseDoor(http.StatusUnprocessableEntity, f, "")
}

var caseDoneWords = map[string]string{"supplement": "已收到您补的材料。", "withdraw": "申请已经撤回。", "rate": "谢谢您的评价。"}

func (a *ask) followedCase(status int, f office.CaseFollow, pass, name string, typed form, kept ...office.Kept) error {
	title := map[string]string{"case": "您的办件" + f.Case.No, "why": "为什么是这一天", "supplement": "补齐材料", "withdraw": "撤回申请", "rate": "评价这次服务"}[name]
	frame, err := a.formFrame(title, "/services/follow/"+name)
	if err != nil {
		return err
	}
	if typed.Values == nil {
		typed.Values = url.Values{}
	}
	p := caseFollowedPage{Page: frame, Of: f, name: name, Form: typed, Kept: kept, Now: caseStands(f), Done: caseDoneWords[a.r.URL.Query().Get("done")],
		Supplement: f.Can[service.SupplementVerb], Withdraw: f.Can[service.WithdrawVerb], Rate: f.Can[service.RateVerb]}
	for _, m := range f.Materials {
		if m.Lacked {
			p.Lacking = append(p.Lacking, m)
		}
	}
	for _, t := range service.Levels {
		p.Levels = append(p.Levels, option{t.Key, t.Label, ""})
	}
	for _, t := range service.OnlineDimensions {
		p.Dimensions = append(p.Dimensions, option{t.Key, t.Label, ""})
	}
	for _, g := range f.Sheet.Segments {
		x := caseSegment{office.CaseSegment(g.Kind), g.From.Chinese(), "至今", g.Days}
		if !g.To.IsZero() {
			x.To = g.To.Chinese()
		}
		p.Segments = append(p.Segments, x)
	}
	if name == "case" {
		if p.Notices, err = a.s.o.FollowedCaseNotices(a.r.Context(), a.organ.ID, pass); err != nil {
			return err
		}
	}
	return a.personal(status, p)
}

// caseStands says in one sentence where a case is.
func caseStands(f office.CaseFollow) string {
	c := f.Case
	switch c.State {
	case service.AtDoor:
		return "已经提交，等本机关收件"
	case service.Checked:
		return "预审通过，请把材料原件带到窗口核对"
	case service.InHand:
		return "已经收件，正在看材料是否齐全"
	case service.Lacking:
		return "材料没有齐，等您补来"
	case service.Working:
		if i := c.Step; i < len(f.Names.Steps) {
			return "已经受理，正在办“" + f.Names.Steps[i] + "”"
		}
		return "审查完了，等作出决定"
	case service.Halted:
		return "正在进行特别程序，期限停止计算"
	case service.Concluded, service.Handed:
		return "已经办结：" + service.Label(service.Results, c.Result)
	case service.NotAccepted:
		return "没有受理：" + service.Label(service.Grounds, c.Result)
	case service.TakenBack:
		return "您已经撤回"
	case service.SentHome:
		return "已经退件"
	case service.PassedOn:
		return "已经转给有权办理的机关"
	}
	return "已经办完，案卷归档"
}

// followedNotice sends a notice that the applicant was given.
func (a *ask) followedNotice(f office.CaseFollow, pass, rest string) error {
	key, as, _ := strings.Cut(rest, "/")
	all, err := a.s.o.FollowedCaseNotices(a.r.Context(), a.organ.ID, pass)
	if err != nil {
		return err
	}
	n, err := office.NoticeNamed(all, key)
	if err != nil {
		return err
	}
	switch as {
	case "docx":
		var b bytes.Buffer
		if err := n.Docx(&b); err != nil {
			return err
		}
		return a.hand(n.Name+".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", bytes.NewReader(b.Bytes()))
	case "pdf":
		b, err := n.PDF(a.r.Context())
		if r, ok := refusal.As(err); ok { // what the machine lacks is no matter of the reader's
			return a.followedCase(http.StatusServiceUnavailable, f, pass, "case", form{Faults: []fault{{"", r.Words()}}})
		}
		if err != nil {
			return err
		}
		return a.hand(n.Name+".pdf", "application/pdf", bytes.NewReader(b))
	}
	return a.absent()
}

// actCase carries out what the applicant may do with the case.
func (a *ask) actCase(f office.CaseFollow, pass, name string, v service.Verb) error {
	typed, papers, err := a.typedBy(0, a.s.o.KeepCasePaper)
	if err != nil {
		return err
	}
	ctx, organ := a.r.Context(), a.organ.ID
	kept, err := a.s.o.KeepFollowed(ctx, organ, pass, papers, typed.Values["kept"])
	if err != nil {
		return err
	}
	if len(kept) > maxPapers {
		typed.Faults = append(typed.Faults, fault{"other", "最多上传10个文件，请去掉几个，或者把几页合成一个文件。"})
	}
	if len(typed.Faults) == 0 {
		act := office.CaseAct{Rev: f.Case.Rev, Text: strings.ToValidUTF8(typed.Values.Get("text"), ""), Level: typed.Values.Get("level"), Scores: map[string]string{}}
		for _, d := range service.OnlineDimensions {
			act.Scores[d.Key] = typed.Values.Get("score_" + d.Key)
		}
		for _, k := range kept {
			act.Files = append(act.Files, k.Upload())
		}
		if err = a.s.o.ActFollowedCase(ctx, organ, pass, v, act); err == nil {
			return a.onward("/services/follow/case?done=" + name)
		}
		if typed.Faults, err = faultsOf(err); err != nil {
			return err
		}
		for i, x := range typed.Faults { // what is missing is said above the materials
			if first := slices.IndexFunc(f.Materials, func(m office.CaseMaterial) bool { return m.Lacked }); x.Field == "materials" && first >= 0 {
				typed.Faults[i].Field = f.Materials[first].Code
			}
		}
	}
	return a.followedCase(http.StatusUnprocessableEntity, f, pass, name, typed, kept...)
}

// caseStatisticsPage is how a year's cases went (办事统计).
type caseStatisticsPage struct {
	Page
	S     office.CaseStats
	Years []navItem
	Plot  rowPlot
}

func (caseStatisticsPage) template() string { return "casestats" }

func (a *ask) caseStatistics() error {
	this := a.s.o.Today().Year()
	year := a.number("year", 9999)
	here := "/services/statistics"
	if year > 0 {
		here += "?year=" + itoa(year)
	} else {
		year = this
	}
	a.here = here
	p, err := a.frame("办事统计", "")
	if err != nil {
		return err
	}
	s, err := a.s.o.CaseStatistics(a.r.Context(), a.organ.ID, year)
	if err == nil && a.number("year", 9999) == 0 && s.Filed+s.Ended == 0 { // the first days of a year have nothing to show
		year = this - 1
		s, err = a.s.o.CaseStatistics(a.r.Context(), a.organ.ID, year)
	}
	if err != nil {
		return err
	}
	page := caseStatisticsPage{Page: p, S: s}
	page.NoIndex = year > this
	for y := this; y > this-5; y-- {
		page.Years = append(page.Years, navItem{itoa(y) + "年", a.base + "/services/statistics?year=" + itoa(y), y == year})
	}
	var names []string
	var ended []int
	for _, i := range s.Items {
		names, ended = append(names, i.Title), append(ended, i.Ended)
	}
	page.Plot = rowsOf(names, ended, itoa(year)+"年各事项办结件数的条形图")
	return a.show(http.StatusOK, page)
}
