package staff

import (
	"bytes"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"gongkai/access"
	"gongkai/batch"
	"gongkai/calendar"
	"gongkai/catalogue"
	"gongkai/check"
	"gongkai/consultation"
	"gongkai/contract"
	"gongkai/difference"
	"gongkai/inspection"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/interview"
	"gongkai/invitation"
	"gongkai/ledger"
	mailbox "gongkai/letter"
	"gongkai/people"
	"gongkai/proposal"
	"gongkai/publication"
	"gongkai/record"
	"gongkai/refusal"
	"gongkai/register"
	"gongkai/remedy"
	"gongkai/report"
	"gongkai/request"
	"gongkai/review"
	"gongkai/service"
	"gongkai/window"
	"gongkai/writ"
)

const evil = `"><script>alert(1)</script>`

func samplePage() Page {
	return Page{Title: evil, Organ: people.Organ{ID: "o", Token: "yykjj", Name: "岳阳市科学技术局", Demo: "演示数据"}, Base: "/yykjj/desk",
		Who: access.Actor{Officer: "p", Organ: "o", Name: evil}, Roles: "经办人", Flash: evil, Warns: []office.Warning{{Words: evil, Path: "/watch", Link: evil}},
		Nav: []navItem{{"", "待办", "/yykjj/desk", true}, {"公开", "文章", "/yykjj/desk/articles", false}}}
}

func day(s string) calendar.Day {
	d, err := calendar.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// samples holds a filled struct of every template; loading fails on a template
// without one.
func samples() []templated {
	p := samplePage()
	f := form{Values: url.Values{"title": {evil}, "html": {evil}, "roles": {"clerk"}, "rev": {"3"}, "tags": {"a"}},
		Faults: []fault{{"title", evil}, {"", "全表"}, {"tags", "选"}, {"docx", "坏"}, {"explains", "选"}}, Notice: evil}
	e := publication.Edition{Article: "a1", No: 2, State: publication.Draft, Title: evil, HTML: "<p>正文</p>", Remark: evil,
		Summary: evil, SavedAt: time.Unix(1579770000, 0), Formed: day("2019-05-01"), Note: evil, Rev: 3,
		Files: []publication.File{{Name: evil, Size: 2048, SHA: "ab", Alt: evil}}}
	a := publication.Article{ID: "a1", State: publication.Withdrawn, Reason: evil, MovedTo: "a2", Live: 1, WithdrawnOn: day("2019-06-01")}
	due := calendar.Date{Day: day("2019-05-30"), Provisional: true}
	entries := []office.EntryView{{Entry: ledger.Entry{Seq: 7, On: day("2019-05-02"), At: time.Unix(1579770000, 0)},
		What: evil, By: evil, Title: evil, Link: "articles/a1"}, {What: "无记录链接"}}
	said := office.TrailLine{Opinion: review.Opinion{Edition: 2, Seq: 7, Step: review.Unit, Verdict: review.Return, To: "drafted", Basis: "none", Words: evil}, Who: evil, Behalf: evil}
	chain := office.ReviewView{Edition: e, Round: review.Round{No: 1, State: review.Reviewing, Step: review.Secrecy, Rushed: "p"}, Live: review.Round{State: review.Ended, Rushed: "p"}, Trail: []office.TrailLine{said, {}},
		Stages: []office.Stage{{Step: review.Unit, Line: said}, {Step: review.Secrecy, Now: true, Who: []string{evil}}}, Due: due, For: evil}
	writKind := writ.Kind{Key: "clarify", Name: evil, Series: evil, Case: evil}
	text := office.TemplateVersion{Template: writ.Template{Kind: "clarify", Version: 101, From: day("2019-06-01"), Text: evil}, By: evil,
		SavedAt: time.Unix(1579770000, 0), InForce: true}
	letter := writ.Paper{No: evil, Title: evil, To: evil, Sign: evil, On: day("2019-06-01"), Note: evil, Attachments: []string{evil},
		Body: []writ.Paragraph{{Text: evil}, {Style: writ.Head, Text: evil}, {Style: writ.Slip, Text: evil}, {Style: writ.Right, Text: evil}}}
	opts := []option{{"", evil}, {"a", evil}}
	contested := remedy.Case{ID: "c", Kind: remedy.Review, State: remedy.Noticed, Procedure: remedy.Ordinary, Act: remedy.Denied, Forum: evil,
		FileNo: evil, Request: evil, ActedOn: day("2025-02-14"), NoticedOn: day("2025-03-10")}
	cellOf := []cell{{Text: "95", Href: "/x", Label: evil}, {Text: evil, Head: true, Across: 2, Down: 2, Class: "block", Scope: "row"}}
	asked := request.Request{ID: "r", Organ: "o", No: "2025-0001", State: request.Drafted, Door: "web", Applicant: "natural", Unit: "u", UnitDue: day("2025-03-20"),
		ArrivedOn: day("2025-03-03"), ReceivedOn: day("2025-03-03"), Reply: "provided", Outcome: "open", Rev: 4}
	listed := office.RequestLine{Request: asked, Subject: evil, Applicant: evil, Unit: evil, Waits: evil, Sheet: asked.Clock(day("2025-03-20"), calendar.China())}
	matter := office.RequestView{RequestLine: listed, Ask: request.Ask{Content: evil, IndexNo: evil, Form: "paper", Way: "post", Other: true}, Open: true, Bundle: true,
		Draft: &office.Draft{Override: true, Interest: evil}, Preview: &letter, Drafter: evil, Consults: []office.ConsultView{{Name: evil, About: evil, Said: evil,
			Consult: request.Consult{Ref: "c", Party: request.ThirdParty, SentOn: day("2025-03-10"), View: request.Objects, HeardOn: day("2025-03-12")}}}}
	caseForm := form{Values: url.Values{"decide_facts": {evil}, "decide_text_1": {evil}, "clarify_text": {evil}}, Faults: []fault{{"decide_reply", evil},
		{"decide_parts", evil}, {"decide_override", evil}, {"decide_file", evil}, {"clarify_text", evil}}}
	answer := (&ask{}).answer(caseForm, matter)
	answer.Open = true
	var boxes []box
	for _, rf := range requestForms {
		boxes = append(boxes, box{Verb: string(rf.verb), Name: evil, Hint: evil, Paper: evil, Button: evil, Fault: evil, Fields: rf.asks(caseForm, matter, nil), Danger: rf.danger})
	}
	filed := office.Paper{ID: "p", Kind: "letter", Name: evil, No: evil, Addressee: "third", SHA: "ab", Size: 7}
	set := batch.Batch{ID: "s1", State: batch.Waiting, Name: evil, At: time.Unix(1579770000, 0), Held: []batch.Hold{{Article: "a1", Words: evil}}}
	asked1 := invitation.Invitation{ID: "i", Sort: invitation.Counsel, State: invitation.Open, Guest: invitation.Guest{Organ: evil, Name: evil, Email: evil, Note: evil}}
	spans := []difference.Span{{Op: difference.Same, Text: evil}, {Op: difference.Removed, Text: evil}, {Op: difference.Added, Text: evil}}
	passed := check.Override{Article: "a1", Edition: 1, Rule: "PD-ID", Mark: "m", Found: evil, Reason: evil, Officer: "li", Seq: 7}
	seen := findings{Base: "/x", URL: "/x/articles/a1/1", F: form{Values: url.Values{"mark": {"m"}, "reason": {evil}}, Faults: []fault{{"reason", evil}}}, Pass: true,
		Names: map[ledger.ID]string{"li": evil}, Check: office.Check{Open: 2, All: []office.Found{
			{Finding: check.Finding{Rule: "PD-ID", Severity: check.Block, Found: evil, Suggest: evil + "*", Message: evil, Line: 3, Where: evil}, Field: "html", Before: evil, After: evil, Mark: "m"},
			{Finding: check.Finding{Rule: "PD-ID", Severity: check.Block}, Field: "file", File: evil, Override: &passed}}}}
	filedCase := service.Case{ID: "s1", Organ: "o", No: "2025-00001", State: service.Working, Door: "web", Applicant: "legal", Unit: "u", FiledOn: day("2025-03-03"), TakenInOn: day("2025-03-03"),
		AcceptedOn: day("2025-03-04"), ClockFrom: day("2025-03-04"), Rating: 2, RatedOn: day("2025-03-05"), Decider: "li", Stops: []service.Stop{{Procedure: "experts"}}, Terms: service.Terms{Item: "i", Version: 1, Steps: []service.Step{{N: 3}}}}
	caseOf := office.CaseLine{Case: filedCase, Names: service.Names{Item: evil, Result: evil}, Applicant: evil, Unit: evil, Handler: evil, Waits: evil, Sheet: filedCase.Clock(day("2025-03-20"), calendar.China())}
	caseSeen := office.CaseView{CaseLine: caseOf, Ask: service.Ask{Matter: evil, Fields: []service.Field{{Name: evil, Value: evil}}}, Materials: []office.CaseMaterial{{Code: "m1", Name: evil, Required: true, Lacked: true}, {Name: evil, Given: true}},
		Stages: []office.CaseStepView{{Name: evil, Unit: evil, N: 3, Now: true, Due: due}, {Done: true}}, Extras: []office.CaseExtra{{Label: evil, Value: evil, Link: "x"}, {Value: evil}}, Outdated: true, Open: true, Same: []office.CaseLine{caseOf},
		Papers: []office.Paper{{ID: "p", Kind: "m1", Name: evil, SHA: "ab", Size: 7}, {}}}
	caseFaulty := form{Values: url.Values{"lack_text": {evil}, "given": {"m1"}}, Faults: []fault{{"lack_text", evil}, {"materials", evil}, {"m1", evil}}, Kept: []office.Kept{{KeptPaper: office.KeptPaper{Kind: "m1", Name: evil}, Token: evil}}}
	var caseBoxes []box
	for _, cf := range caseForms {
		caseBoxes = append(caseBoxes, box{Verb: string(cf.verb), Name: evil, Hint: evil, Paper: evil, Button: evil, Fault: evil, Fields: cf.asks(caseFaulty, caseSeen), Danger: cf.danger, Kept: caseFaulty.Kept})
	}
	heard := []office.RequestStep{{Words: []string{evil}}}
	told := []office.NamedFigure{{Key: "x", Label: evil}}
	scans := []store.Paper{{ID: "f", Name: evil, Size: 2048}}
	talked := office.ProposalView{ProposalLine: office.ProposalLine{Proposal: proposal.Proposal{ID: "p", State: proposal.Assigned}, Name: evil, Title: evil, Members: evil, Division: evil, Waits: evil, Due: due},
		Text: proposal.Text{Session: evil, Title: evil, Members: evil, Contact: evil, Content: evil}, Reply: proposal.Reply{DocNo: evil, Words: evil, Why: evil}, Papers: scans, Steps: heard, Drafter: evil,
		Assign: true, Return: true, Extend: true, Draft: true}
	sought := office.ConsultationView{ConsultationLine: office.ConsultationLine{Consultation: consultation.Consultation{ID: "c", State: consultation.Open, Brief: true}, Title: evil, Division: evil, Standing: evil, Waits: evil, Due: due},
		Text:    consultation.Text{Title: evil, Draft: evil, Basis: evil, Note: evil, How: evil, Reason: evil},
		Outcome: consultation.Outcome{Words: evil, Groups: []consultation.Group{{Title: evil, Opinions: []int{1}, Reason: evil}}}, Papers: scans, Steps: heard,
		Voices: []office.VoiceLine{{Voice: store.Voice{Said: store.Said{Name: evil, Contact: evil, Words: evil}}, Papers: scans}}, Register: true, Sum: true, Stop: true, Who: true}
	spoken := office.InterviewView{InterviewLine: office.InterviewLine{Interview: interview.Interview{ID: "i", State: interview.Announced}, Text: interview.Text{Topic: evil, Guest: evil, Post: evil, Time: evil, About: evil},
		Division: evil, Standing: evil, Waits: evil}, Transcript: interview.Transcript{{Speaker: evil, Words: evil, Question: 1}}, Pictures: scans, Steps: heard,
		Voices: []office.VoiceLine{{Voice: store.Voice{Said: store.Said{Name: evil, Contact: evil, Words: evil}}}}, Moderate: true, Write: true}
	dealt := office.ContractView{ContractLine: office.ContractLine{Contract: contract.Contract{ID: "c", State: contract.Filed}, FileNo: evil, Title: evil, Seller: evil, Buyer: evil, Waits: evil, Due: due},
		Filing: contract.Filing{Title: evil, OwnNo: evil, Matter: evil, Seller: contract.Side{Name: evil, Contact: evil}, Buyer: contract.Side{Name: evil}},
		Papers: scans, Steps: heard, Recogniser: evil, Issuer: evil, Like: []contract.Before{{Title: evil, No: evil}}, Certificates: []office.Certificate{{Paper: scans[0], Version: 1}},
		Text: []office.ContractText{{Name: evil, Words: []string{evil}}, {Why: evil}}, Examine: true, Amend: true, Open: true}
	return []templated{
		casesPage{Page: p, F: f, List: office.CaseList{Rows: []office.CaseLine{caseOf, {}}, Total: 2, Late: 1, Soon: 1, Owed: 1}, States: opts, Items: opts, Units: opts, Dues: opts, Older: "?older=x", Newer: "?newer=x", File: true, Asked: true},
		casesPage{Page: p, File: true}, casesPage{Page: p, Asked: true},
		casePage{Page: p, F: caseFaulty, V: caseSeen, Person: &service.Person{Name: evil}, Facts: []row{{evil, evil}}, Steps: []caseStep{{office.RequestStep{EntryView: entries[0]}, []string{evil}}}, Notices: []office.NoticeLine{{Key: "slip", Name: evil, No: evil}},
			Boxes: caseBoxes, Standing: caseStanding(caseOf), Door: evil, Level: evil}, casePage{Page: p, Nothing: true},
		caseClockPage{Page: p, V: caseSeen, Segments: []segment{{evil, "", "", 3}}}, caseClockPage{Page: p},
		newCasePage{Page: p, F: caseFaulty, Items: []caseChoice{{evil, evil, evil}}}, newCasePage{Page: p},
		newCasePage{Page: p, F: caseFaulty, Chosen: true, Item: office.CaseItem{Terms: service.Terms{Instant: true}}, Materials: []caseAsked{{"m1", evil, evil, true}}, Doors: opts, Applicants: opts, Results: opts, Hints: []office.CaseLine{caseOf}},
		newCasePage{Page: p, Chosen: true, Looked: true},
		caseReceiptPage{p, office.CaseReceipt{ID: "s1", No: evil, Code: evil, State: service.Handed, Due: due, DueName: evil}, evil, true}, caseReceiptPage{Page: p},
		requestsPage{Page: p, F: f, List: office.RequestList{Rows: []office.RequestLine{listed, {}}, Total: 2, Late: 1, Soon: 1}, States: opts, Units: opts, Years: opts,
			Pages: []pageLink{{1, "?page=1"}, {2, ""}}, Register: true, Asked: true, Here: "/x"},
		requestsPage{Page: p, F: f, All: true, List: office.RequestList{Rows: []office.RequestLine{listed}, Total: 1000, Beside: office.Beside{Many: true}}, Years: opts, Older: "?older=x", Newer: "?newer=x"}, requestsPage{Page: p, Register: true},
		newRequestPage{p, f, doorRules, opts, opts, opts, opts, opts, opts, []office.Hint{{ID: "h", No: evil, Title: evil, Why: evil, State: evil, Outcome: evil}}, true},
		newRequestPage{Page: p, F: f}, newRequestPage{Page: p, F: f, Looked: true},
		receiptPage{p, office.Receipt{ID: "r", No: evil, Code: evil, Due: due}, "l", true}, receiptPage{Page: p},
		requestPage{Page: p, F: caseForm, V: matter, Person: &request.Person{Name: evil}, Facts: []row{{"", evil}}, Letters: []office.Paper{filed}, Papers: []office.Paper{filed, {}},
			Steps: []step{{office.RequestStep{EntryView: entries[0]}, []string{evil}, filed}, {Paper: office.Paper{ID: "k", Kind: "other", Name: evil}}}, Boxes: boxes, Answer: &answer, Standing: standing(listed)},
		requestPage{Page: p, Nothing: true, Release: true},
		releasePage{Page: p, F: f, R: office.Release{Request: matter.Request}, Columns: []option{{evil, evil}}, Files: []option{{evil, evil}}},
		releasePage{Page: p},
		candidatesPage{Page: p, Groups: []candidateGroup{{Candidate: office.Candidate{Applicants: 2, Suggested: true, Lines: []office.RequestLine{matter.RequestLine}}, Reason: "reason_r1", Open: true}}},
		candidatesPage{Page: p},
		letterPage{p, letter, "/x", "/y"},
		clockPage{Page: p, V: matter, Strip: listed.Sheet.Reckoning(calendar.China()), Segments: []segment{{evil, "", "", 3}}}, clockPage{Page: p},
		inspectionPage{Page: p, F: f, Units: opts, Ends: opts, Asks: true, Declares: true, Plot: plotScores([]office.InspectionPast{{On: day("2025-03-01")}, {On: day("2025-03-02")}}),
			V: office.Inspection{Verdict: "合格", Scores: []inspection.Score{{}}, Lines: []office.InspectionLine{{InspectionFinding: store.InspectionFinding{ID: "i", Words: evil, Place: evil, Page: "desk/letters/1", Severity: "soon", Timed: true}, UnitName: evil}},
				Mended: []office.InspectionLine{{UnitName: evil}}, Statements: []office.InspectionStatementLine{{By: evil}}}, Groups: scoreGroups([]inspection.Score{{State: inspection.Passed}})},
		deputiesPage{p, f, []office.DeputyRow{{Away: evil, In: evil, Now: true, Open: true}, {Deputy: people.Deputy{ID: "d", Ended: day("2025-03-01")}}}, opts},
		checkFormPage{p, seen}, checkFormPage{Page: p},
		checksPage{Page: p, F: f, Severities: opts, Rules: opts, Units: opts, Pages: []pageLink{{1, "?page=1"}, {2, ""}}, Asked: true, C: office.Checkup{May: true, Total: 1,
			Run: store.CheckRun{StartedAt: time.Unix(1579770000, 0), Total: 3, Done: 1}, Counts: []store.FindingCount{{Rule: "PD-ID", Severity: check.Block, N: 1}},
			Findings:  []store.PublicFinding{{Article: "a1", Edition: 1, Title: evil, Rule: "PD-ID", Severity: check.Block, Place: evil, Found: evil, Suggest: evil + "*", Message: evil}},
			Overrides: []office.OverrideRow{{Override: passed, Title: evil, By: evil, SecondBy: evil}, {Override: passed}}}},
		checksPage{Page: p, C: office.Checkup{Run: store.CheckRun{StartedAt: time.Unix(1579770000, 0), EndAt: time.Unix(1579770000, 0)}}}, checksPage{Page: p},
		checkListsPage{p, []listForm{{office.OwnList{ListKind: check.ListKinds()[0], Text: evil, By: evil}, f, true}}, true}, checkListsPage{Page: p, Lists: []listForm{{}}},
		problemPage{p, evil, "00ff"},
		signInPage{Page: p, F: f, Next: "/yykjj/desk", Kept: `{"title":["` + evil + `"]}`, KeptNote: evil,
			Accounts: []DemoAccount{{evil, evil, evil, evil}}},
		queuePage{p, office.Desk{Notices: []office.Warning{{Words: evil, Path: "/calendar", Link: evil}}, Tasks: []office.Task{
			{Kind: "review", ID: "a1", Title: evil, Next: evil, HasDue: true, Left: -2, Due: due, By: evil, Unit: evil},
			{Kind: "draft", ID: "a2", No: 1}, {Kind: "report", ID: "2019"}}}, true, evil},
		queuePage{Page: p},
		articlesPage{Page: p, F: f, List: office.DeskList{Rows: []office.DeskRow{{Article: a, Edition: e, Unit: evil, Author: evil,
			HasDue: true, Due: due, Left: 2}}, Total: 1}, Columns: opts, Kinds: opts, States: opts, Units: opts, Years: opts,
			Pages: []pageLink{{1, "?page=1"}, {0, ""}, {9, ""}}, Write: true, Asked: true},
		draftPage{Page: p, F: f, ID: "a1", No: 2, Edition: e, Action: "/x", AutoKey: "article/a1/2", Findings: seen,
			Found: &found{time.Unix(1579770000, 0), "/x?restore=1", "/x"}, Choices: choices{opts, opts, opts, opts, opts, opts, opts, opts, opts, opts}},
		conflictPage{Page: p, F: f, Words: evil, Theirs: e, By: evil, Fields: []fieldDiff{{evil, evil, evil}},
			Left: []line{{evil, true}}, Right: []line{{evil, false}}, Action: "/x", Back: "/y"},
		articlePage{Page: p, D: office.DeskArticle{Article: a, Editions: []publication.Edition{e}, Unit: evil, Due: due, Left: 1, Entries: entries, Review: chain, Batch: set},
			Edition: e, Author: evil, F: f, Asked: "withdraw", Findings: seen, Do: asks{true, true, true, true, true, true, true, true, true, true, true, true, true},
			Opinion: opinionPart{review.Secrecy, opts, opts, evil, true}, Answers: opts, Organs: opts, Results: opts, Validities: opts, Policies: opts, Rows: []row{{"索引号", evil}}, Preview: e.HTML, PublicURL: "/yykjj/a/a1",
			Changes: &differenceView{Old: 1, New: 2, Figures: []string{evil}}, Restorable: true},
		slipPage{p, office.Slip{Organ: evil, No: 2, Rows: []office.SlipRow{{Name: "信息名称", Value: evil}}, Lines: chain.Trail, Seals: []string{evil}, Day: evil}, "/x", "/y"},
		slipPage{Page: p},
		emergenciesPage{p, office.Emergencies{Year: 2019, Rows: []office.Emergency{{Article: "a1", Title: evil, Rushed: chain.Trail[0].Opinion, Who: evil, Round: chain.Round, Left: -1},
			{Round: review.Round{Rushed: "p", State: review.Ended}}}, All: ledger.Count(7, 9)}, []int{2019, 2018}},
		emergenciesPage{Page: p},
		chartPage{Page: p, C: office.Chart{Versions: []office.ChartVersion{{Stored: review.Stored{Version: 2, Text: evil}, By: evil, InForce: true}, {}}},
			Rows: []chartRow{{evil, evil, []string{evil, evil}, []string{evil}, 5}}, May: true},
		chartPage{Page: p, F: form{Values: url.Values{"text": {evil}}, Faults: []fault{{"text", evil}}}, May: true, Edit: true},
		comparePage{Page: p, C: office.Comparison{Article: a, Old: e, New: e}, D: differenceView{Figures: []string{evil}, Others: []string{evil}, More: 3,
			Fields: []difference.FieldChange{{Name: evil, Spans: spans}}, Stretches: []stretch{{Kind: difference.Heading, Op: "removed", Moved: true, Spans: spans},
				{Op: "same", Quiet: []stretch{{Kind: difference.Paragraph, Op: "same", Spans: spans}}},
				{Kind: difference.Row, Op: "changed", Rows: []stretchRow{{Op: "added", Head: true, Cells: []difference.Cell{{Spans: spans}}}, {Op: "same", Cells: []difference.Cell{{Spans: spans}}}}}}},
			F: f, Editions: opts, Restore: true},
		comparePage{Page: p, C: office.Comparison{Article: a, Old: e, New: e}, D: differenceView{Same: true}, F: f},
		batchesPage{Page: p, Month: office.BatchMonth{First: day("2019-05-01"), Held: []batch.Batch{set}, May: true}, Weeks: [][7]batchDay{{{Day: day("2019-05-06"),
			Today: true, Items: []office.BatchItem{{At: time.Unix(1579770000, 0), Title: evil, Unit: evil, Link: "articles/a1", Out: true}},
			More: []office.BatchItem{{At: time.Unix(1579770000, 0), Title: evil, Set: true, Held: true, Texts: []string{evil}}}}}}, Prev: "/x", Next: "/y", Now: "/z", N: 2},
		batchesPage{Page: p},
		newBatchPage{p, f, []office.BatchMember{{Edition: e, Unit: evil}, {Edition: e, Own: true}}}, newBatchPage{Page: p, F: f},
		batchPage{Page: p, V: office.BatchView{Set: set, By: evil, Members: []office.BatchMember{{Article: a, Edition: e, Unit: evil, Problem: evil}}, May: true, Entries: entries},
			F: f, Asked: "leave", Article: "a1", Held: true, Own: true, Joining: opts},
		batchPage{Page: p, V: office.BatchView{Set: set}},
		invitePage{p, office.Invitations{Article: a, Edition: e, Rows: []office.InvitationRow{{Invitation: asked1, InvitedBy: evil}, {Invitation: asked1, Dead: refusal.Clash("invitation.open.revoked", "")},
			{Invitation: invitation.Invitation{State: invitation.Answered}}}, May: true}, f, opts, opts, true, office.Invited{ID: "i", Link: evil}},
		invitePage{Page: p, V: office.Invitations{Own: true}, New: office.Invited{ID: "i", To: evil}},
		invitedPage{Page: p, V: office.InvitedView{Invitation: asked1, Article: a, Edition: e}, Rows: []row{{"文号", evil}}, Changes: &differenceView{Same: true}, Preview: e.HTML, At: "/x", F: f},
		invitedPage{Page: p, Done: true},
		watchPage{p, office.Watch{Round: office.WatchRound{Began: time.Unix(1579770000, 0), Ended: time.Unix(1579770000, 0)}, Title: map[ledger.ID]string{"a1": evil},
			Open: []office.WatchFinding{{Kind: "page", Article: "a1", URL: evil, Expected: evil, Found: evil}}, Past: []office.WatchFinding{{Kind: "unreachable", URL: evil}}}},
		watchPage{Page: p},
		asOfPage{Page: p, F: f, X: office.AsOf{Article: a, Title: evil, Period: &office.Period{No: 2}, Edition: e, Spoilt: true, Erased: true}, Rows: []row{{evil, evil}}, Preview: e.HTML},
		asOfPage{Page: p, F: f, X: office.AsOf{Title: evil, Before: &office.Period{No: 1, Withdrawn: true}, After: &office.Period{No: 2}}}, asOfPage{Page: p},
		siteAsOfPage{p, f, office.SiteAsOf{Rows: []office.AsOfRow{{Article: "a1", Title: evil, Column: evil}}, Total: 1}, []pageLink{{1, "?page=1"}}, evil}, siteAsOfPage{Page: p},
		proposalsPage{Page: p, L: office.ProposalList{Rows: []office.ProposalLine{talked.ProposalLine, {}}, All: 2, Year: 2019, Figures: told}, Tabs: []tab{{evil, "/x", 2, true}}, Paging: []pageLink{{1, "?page=1"}}, May: true},
		proposalsPage{Page: p}, newProposalPage{Page: p, F: f, Types: opts, Levels: opts, Roles: opts, Units: opts},
		proposalPage{Page: p, F: f, V: talked, Rows: []row{{evil, evil}}, Units: opts, Categories: opts, Open: opts, Said: opts, Columns: opts, Standing: days{"剩3天", "soon"}},
		proposalPage{Page: p, F: f, V: office.ProposalView{Check: true, Answer: true, Withdraw: true}}, proposalPage{Page: p, F: f, V: office.ProposalView{Rate: true, Release: true, Public: "published"}, Said: opts, Columns: opts},
		consultationsPage{p, office.ConsultationList{Rows: []office.ConsultationLine{sought.ConsultationLine, {}}, Year: 2019, Figures: told}, true}, consultationsPage{Page: p},
		newConsultationPage{p, f, opts}, consultationPage{Page: p, F: f, V: sought, Units: opts, Doors: opts, Adoptions: opts, Groups: []int{1, 2}, Standing: days{"剩3天", "soon"}},
		consultationPage{Page: p, F: f, V: office.ConsultationView{Plan: true, Open: true, Return: true, Publish: true, Erase: true, Opened: true}, Units: opts},
		interviewsPage{p, office.InterviewList{Rows: []office.InterviewLine{spoken.InterviewLine, {}}, Year: 2019, Figures: told}, true}, interviewsPage{Page: p},
		newInterviewPage{p, f, opts}, interviewPage{Page: p, F: f, V: spoken, Units: opts},
		interviewPage{Page: p, F: f, V: office.InterviewView{Plan: true, Announce: true, Return: true, Publish: true, Cancel: true, Erase: true}, Units: opts},
		contractsPage{Page: p, L: office.ContractList{Rows: []office.ContractLine{dealt.ContractLine, {}}, All: 2, Set: true}, F: f, Tabs: []tab{{evil, "/x", 2, true}}, Kinds: opts, Years: opts, Paging: []pageLink{{1, "?page=1"}}, Settle: true},
		contractsPage{Page: p, F: f}, contractPage{Page: p, F: f, V: dealt, Rows: []row{{evil, evil}}, Found: []row{{evil, evil}}, Standing: days{"剩3天", "soon"}, Lacks: opts, Kinds: opts, Grounds: opts, Cancels: opts},
		contractPage{Page: p, F: f, V: office.ContractView{Recognise: true, Same: true}, Opened: true, Kinds: opts, Grounds: opts}, contractPage{Page: p, F: f, V: office.ContractView{Return: true, Register: true, Decline: true}},
		contractPage{Page: p, F: f, V: office.ContractView{ContractLine: office.ContractLine{Contract: contract.Contract{State: contract.Registered, No: "1"}}, Certify: true, Correct: true, Archive: true, Erase: true}, Kinds: opts, Cancels: opts},
		contractStatsPage{Page: p, S: office.ContractStats{Year: 2019, Years: []office.ContractYear{{Year: 2019}}, Lines: []office.ContractStat{{Name: evil}, {Name: evil, Part: true}}},
			Plot: yearPlot{Words: evil, Bars: []yearBar{{Value: evil, Year: "2019"}}}, Books: true}, contractStatsPage{Page: p},
		contractCellPage{p, office.CellView{Key: "k", Label: evil, Entries: entries}, evil, "/x"}, contractOfficePage{p, f, opts},
		newContractPage{Page: p, F: f, Kinds: opts, Natures: opts, Amends: &dealt, Post: "/x"}, newContractPage{Page: p, F: f, Pays: opts, Goals: opts},
		contractReceiptPage{p, office.ContractReceipt{No: evil, CaseNo: evil, Query: evil, On: evil}},
		registersPage{Page: p, Register: register.Permits, Name: "行政许可", Tabs: []tab{{evil, "/x", 2, true}},
			Items: []itemRow{{register.Item{ID: "i", Title: evil, Basis: evil, Fen: 2739371}, evil, true}}, Years: []int{2019, 2018}, May: true, Money: true},
		newItemPage{p, f, register.Procurement, "政府集中采购", opts, true},
		itemPage{p, f, itemRow{register.Item{ID: "i", Title: evil, Reason: evil, Delisted: day("2019-01-01")}, evil, false}, evil, true},
		windowPage{Page: p, L: office.WindowList{Rows: []office.WindowLine{{Matter: window.Matter{ID: "w", No: "2025-0001", Sort: window.Enquiry, State: window.Open, Channel: "phone", Topic: "policy"},
			Text: evil, ItemName: evil, UnitName: evil, HasDue: true}, {Matter: window.Matter{Sort: window.Enquiry, Topic: "policy"}}}}, Sort: window.Enquiry, Tabs: []tab{{evil, "/x", 2, true}},
			F: f, Topics: opts, Channel: opts, Items: opts, Units: opts, Today: evil, May: true, Mind: true, Views: []tab{{evil, "/x", 2, true}}},
		windowPage{Page: p, Sort: window.Complaint, F: f, Topics: opts, Channel: opts, Items: opts, Units: opts, May: true}, windowPage{Page: p, Sort: window.Commendation, F: f, Topics: opts, Units: opts, Mind: true},
		windowMatterPage{Page: p, F: f, V: office.WindowView{WindowLine: office.WindowLine{Matter: window.Matter{ID: "w", Sort: window.Enquiry}, HasDue: true}, Said: window.Said{Photo: "ab", Text: evil},
			Steps: []office.RequestStep{{Words: []string{evil}}}, Answer: true, Assign: true, Open: true}, Rows: []row{{evil, evil}}, Units: opts},
		windowMatterPage{Page: p, F: f, V: office.WindowView{Accept: true, File: true, Release: true, TakeDown: true, Decline: true, Erase: true}, Opened: true},
		windowMatterPage{Page: p, F: f, V: office.WindowView{Check: true}, Findings: opts}, windowMatterPage{Page: p, F: f, V: office.WindowView{Revisit: true}, Satisfied: opts},
		windowMatterPage{Page: p, V: office.WindowView{WindowLine: office.WindowLine{Matter: window.Matter{Erased: true}}}},
		turnsPage{p, []tab{{evil, "/x", 2, true}}, office.Queue{Counters: []office.QueueCounter{{Counter: window.Counter{Code: "A", Name: evil}, Waiting: []window.Ticket{{Counter: "A", Number: 1}},
			Passed: []window.Ticket{{Counter: "A", Number: 2}}}}, Called: []window.Ticket{{Counter: "A", Number: 3, Desk: 2}}}, f, []window.Counter{{Code: "A", Name: evil, Shut: true}}, true, true},
		turnsPage{Page: p},
		bookingsPage{p, nil, []office.BookingLine{{Booking: window.Booking{State: window.Held}, Name: evil, Phone: evil, ItemName: evil}, {Booking: window.Booking{State: window.Kept}}}, []window.Slot{{Counter: "A"}}, f, opts, true},
		bookingsPage{Page: p},
		itemsPage{Page: p, L: office.GuideList{Rows: []office.GuideLine{{Item: guided, Version: guideV, UnitName: evil, Missing: []catalogue.Gap{{Key: "x", Label: evil}}}, {}}, Fails: true},
			F: f, Faults: []catalogue.Fault{{Line: 2, Cell: "A2", Label: evil, Words: evil}}, May: true, Import: true},
		itemsPage{Page: p}, newGuidePage{p, f, opts, opts},
		guidePage{Page: p, F: f, G: office.GuideView{GuideLine: office.GuideLine{Item: guided, Version: guideV, UnitName: evil, Missing: []catalogue.Gap{{Key: "x", Label: evil, Vital: true}}},
			Versions: []catalogue.Version{guideV, guideV}, Line: register.Item{ID: "l", Title: evil}, Steps: entries, Said: map[int64]string{entries[0].Seq: evil}, Edit: true, Propose: true,
			Decide: true, Enforce: true, Revise: true, Halt: true, Resume: true, Cancel: true}, Groups: []guideGroup{{evil, []row{{evil, evil}}}},
			Materials: []materialRow{{guideV.Elements.Materials[0], 1, evil}}, Steps: []stepRow{{catalogue.Step{Name: evil, Days: 1, Standard: evil, Result: evil}, evil}}, Lines: opts},
		guidePage{Page: p}, guidePage{Page: p, G: office.GuideView{Decide: true}},
		guideEditPage{Page: p, G: office.GuideView{GuideLine: office.GuideLine{Item: guided, Version: guideV}}, F: f, Tabs: []tab{{evil, "/x", 2, true}}, Name: evil,
			Fields: []field{question(f, "text", "q", evil, evil), question(f, "boxes", "b", evil, evil)}},
		guideEditPage{Page: p, F: f, Name: evil, Checks: []field{question(f, "", "c", evil, "")}, More: []field{question(f, "area", "m", evil, evil)}, MoreOpen: true},
		guideEditPage{Page: p, F: f, Name: "申请材料", Materials: []materialRow{{guideV.Elements.Materials[0], 1, evil}}, Editing: 1},
		guideEditPage{Page: p, F: f, Name: "办理流程", Steps: true, Last: true},
		remediesPage{Page: p, Rows: []office.RemedyRow{{Case: contested, Clock: contested.Clock(day("2025-03-20"), calendar.China())}},
			Tabs: []tab{{evil, "/x", 2, true}}, Years: opts, F: f, Show: "open", May: true},
		remediesPage{Page: p, Show: "closed"},
		newRemedyPage{p, f, opts, opts, opts, opts},
		remedyPage{Page: p, F: f, V: office.RemedyView{RemedyRow: office.RemedyRow{Case: contested, Clock: contested.Clock(day("2025-03-20"), calendar.China())},
			Review: &contested, Suits: []remedy.Case{contested}, May: true, Steps: []office.RemedyStep{{EntryView: entries[0], Text: evil,
				Papers: []remedy.Paper{{ID: "p", Name: evil, Kind: remedy.Notice, Size: 7}}}}}, Rows: []row{{evil, evil}}, Asked: "note",
			Do:     map[string]bool{"answer": true, "note": true, "extend": true, "conclude": true, "reopen": true, "void": true, "archive": true},
			Events: opts, Results: opts, Papers: opts},
		recordsPage{Page: p, L: office.RecordList{Rows: []office.RecordLine{{Matter: record.Matter{ID: "m", No: evil, State: record.Open, ReceivedOn: day("2025-03-10")}, Waits: "x"},
			{Matter: record.Matter{State: record.Told, EndedOn: day("2025-03-11")}}}}, May: true},
		recordsPage{Page: p}, newRecordPage{p, f, opts},
		lettersPage{Page: p, F: f, All: true, Asked: true, Older: "/x", Newer: "/x", List: office.LetterList{Rows: []office.LetterLine{mailLine}, Total: 1}},
		lettersPage{Page: p, F: f, Register: true, States: opts, Boxes: opts, Sorts: opts, Units: opts, List: office.LetterList{Rows: []office.LetterLine{mailLine}}},
		letterMatterPage{Page: p, F: f, V: mailView, Sender: &mailView.From, Facts: []row{{evil, evil}}, Copy: true,
			Boxes: []box{{Verb: "draft", Name: evil, Hint: evil, Paper: evil, Button: evil, Open: true, Fault: evil, Fields: []field{{Name: "draft_text", Label: evil, Value: evil, Type: "area"}}}}},
		letterMatterPage{Page: p, V: mailView, Mails: office.LetterMails{Open: true, Came: []office.InMailRow{{InMail: store.InMail{ID: "m", Subject: evil, SHA: evil}}, {}},
			Sent: []store.Mail{{To: evil, Subject: evil, State: store.MailFailed, LastError: evil}, {State: evil}}}},
		letterClockPage{Page: p, V: mailView, Strip: mailView.Sheet.Reckoning(calendar.China()), Back: "/x", Today: evil},
		letterMatterPage{Page: p, V: office.LetterView{LetterLine: office.LetterLine{Letter: mailbox.Letter{Erased: true, To: mailbox.ToService}}}, Nothing: true},
		newLetterPage{Page: p, F: f, Boxes: opts, Sorts: opts, Hints: []office.Hint{{ID: "l", No: evil, Title: evil, Why: evil}}, Twice: true},
		letterReceiptPage{p, office.LetterReceipt{No: evil, Code: evil, Twin: true, ReceivedOn: day("2025-03-03"), Due: due}},
		letterCopyPage{Page: p, F: f, Findings: findingsIn([]office.Found{{Finding: check.Finding{Found: evil, Severity: check.Block, Message: evil}}}), URL: "/x"},
		mailboxesPage{Page: p, F: f, B: office.Mailboxes{Edit: true, Versions: []office.MailboxVersion{{By: evil, Stored: mailbox.Stored{Version: 1, Text: evil}}}}, Moved: true,
			Limits: []limitRow{{Box: mailbox.Mailbox{Name: evil, Whose: evil}, First: true, N: 1, Doors: evil, Sorts: evil}}},
		recordPage{Page: p, F: f, Rows: []row{{evil, evil}}, Opened: true, Hows: opts, Letters: opts, V: office.RecordView{RecordLine: office.RecordLine{Matter: record.Matter{ID: "m", No: evil, State: record.Drafted}},
			Drafter: evil, Preview: &writ.Paper{Title: evil}, Papers: []store.Paper{{ID: "x", Name: evil}, {ID: "y", Name: evil, Writ: "corrected"}, {}},
			Steps: []office.RequestStep{{Words: []string{evil}}}, Propose: true, Decide: true, Return: true, Open: true, Erase: true}},
		recordPage{Page: p, V: office.RecordView{RecordLine: office.RecordLine{Matter: record.Matter{State: record.Refused, EndedOn: day("2025-03-11"), Erased: true}}}},
		statementsPage{Page: p, Year: 2019, Years: opts, May: true},
		newStatementPage{p, f, 2019, opts, opts},
		reportPage{Page: p, Year: 2019, F: f, Sections: []section{{1, evil, [][]piece{{{Text: evil}, {evil, "/x", evil}}}, []paper{{"applications", evil,
			[]group{{true, [][]cell{cellOf}}, {false, [][]cell{cellOf}}}}}}}, Years: []tab{{evil, "/x", 0, true}}, Forms: []tab{{evil, "/x", 0, true}},
			Do: reportAsks{true, true, true, true}, Head: "ff", Failed: 2, Open: []report.Check{{Rule: evil, Severity: "hard", Detail: evil}}, Held: []report.Check{{Rule: evil, OK: true}}, Later: []laterRow{{evil, "1", "2"}}},
		reportEditPage{Page: p, F: f, Year: 2019, Sections: []sectionField{{1, "section1", evil, evil, evil}}, Figures: []figureMark{{"{{published}}", evil, "213"}}},
		cellPage{p, 2019, office.CellView{Key: "k", Label: evil, Entries: entries}, "95", "/x"},
		ledgerPage{Page: p, F: f, Entries: entries, Years: opts, Kinds: opts},
		officersPage{p, []people.Officer{{ID: "p", Name: evil, Roles: []people.Role{people.Clerk, people.Legal}}}, []people.Officer{{ID: "q", Name: evil}}, nil},
		officerPage{p, f, people.Officer{ID: "p", Name: evil}, opts, opts, false},
		firstPasswordPage{p, evil, evil, evil},
		passwordPage{p, f},
		mailPage{Page: p, List: office.MailList{State: "failed", Rows: []office.MailRow{{Mail: mail(evil), Matter: evil}}},
			Tabs: []tab{{evil, "/x", 2, true}}, Words: evil},
		mailPage{Page: p, Words: evil, On: true, In: []office.InboxRow{inboxRow(evil)}},
		inboxesPage{Page: p, In: office.Inboxes{Rows: []office.InboxRow{inboxRow(evil), {}}, Edit: true, Mail: true}, Try: true}, inboxesPage{Page: p},
		inboxPage{Page: p, F: f, Boxes: opts, Secures: secures, Dones: dones}, inboxPage{Page: p, F: f, ID: "b", Boxes: opts, Try: true, Row: inboxRow(evil)},
		inMailsPage{Page: p, List: office.InMailList{Rows: []office.InMailRow{cameRow(evil), {}}}}, inMailsPage{Page: p, Words: evil},
		inMailPage{Page: p, F: f, M: office.OpenedMail{InMailRow: cameRow(evil), Text: evil, Kept: true, Settle: true}, Files: []mailFile{{evil, 9}}}, inMailPage{Page: p},
		writsPage{p, []writGroup{{evil, []office.TemplateRow{{Kind: writKind, Now: text.Template, Next: day("2020-01-01")}, {Kind: writKind}}}}},
		writPage{p, writKind, text, []office.TemplateVersion{text, {Template: writ.Template{Version: 1}}}, letter, "", true},
		writPage{Page: p, Kind: writKind, Here: text, Wrong: evil},
		writPage{Page: p, Kind: writKind},
		writEditPage{p, f, writKind, []string{evil}, []place{{evil, evil, evil, true}, {}}, evil, false, letter, true},
		writEditPage{Page: p, F: f, Kind: writKind, Remedy: true},
		accessPage{p, []accessLine{{evil, evil, evil, evil, evil, evil}}, 2, "?page=3", "?page=1"},
		organPage{p, f, []people.Unit{{Name: evil, Duty: evil}}, []people.Leader{{Post: evil, Name: evil}}},
		calendarPage{Page: p, F: f, Year: office.CalendarYear{Year: calendar.Year{Year: 2027, Notice: evil}, By: evil}, Known: true,
			Years: []tab{{evil, "/x", 250, true}}, Months: calendarMonths(calendar.China(), 2027, nil), Missing: 2027, May: true},
		calendarPage{Page: p, F: form{Values: url.Values{"notice": {evil}}}, Months: calendarMonths(calendar.China(), 2026, nil), May: true,
			Preview: &office.NoticePreview{Year: calendar.Year{Year: 2026, Notice: evil}, Replaces: evil,
				Changes: []office.DayChange{{Day: day("2026-01-02"), Was: calendar.Workday, Now: calendar.Holiday}}}},
		columnsPage{p, f, []publication.Column{{Path: "a/b", Name: evil, MaxAge: 14, Description: evil}}},
	}
}

func inboxRow(s string) office.InboxRow {
	return office.InboxRow{Inbox: office.Inbox{ID: "b", Host: s, Account: s, Folder: s, LastError: s, Active: true, NextAt: time.Unix(1579770000, 0)}, Name: s, Stale: true}
}

func cameRow(s string) office.InMailRow {
	return office.InMailRow{InMail: store.InMail{ID: "m", About: "l", Name: s, Address: s, Subject: s, Words: s, SHA: "x", At: time.Unix(1579770000, 0)}, Reason: s, Letter: s}
}

var (
	mailLine = office.LetterLine{Subject: evil, Sender: evil, Mailbox: evil, Unit: evil, Waits: evil,
		Letter: mailbox.Letter{ID: "l", No: "X2025-0001", State: mailbox.Answered, Unit: "u", UnitDue: day("2025-03-10"), Public: mailbox.Published, Stars: 5, Open: true}}
	mailView = office.LetterView{LetterLine: mailLine, Text: mailbox.Text{Title: evil, Content: evil, Their: evil}, From: mailbox.Sender{Name: evil}, Answer: evil,
		Copy: mailbox.Copy{Title: evil, Question: evil, Answer: evil}, Steps: []office.LetterStep{{Words: []string{evil}}}, Files: []store.Paper{{ID: "x", Name: evil}},
		Hints: []office.Hint{{ID: "m", Title: evil, Why: evil}}, Open: true, Drafter: evil, Preparer: evil}
)

var (
	guided = catalogue.Item{ID: "g", No: "001", State: catalogue.Active}
	guideV = catalogue.Version{Item: "g", No: 1, Stage: catalogue.Draft, Elements: catalogue.Elements{Name: "<script>alert(1)</script>",
		Materials: []catalogue.Material{{Name: "<script>alert(1)</script>", Notes: "x", Standard: "y", Blank: catalogue.File{Name: "空表", SHA: "ab"}, Sample: catalogue.File{Name: "样表", SHA: "cd"}}}}}
)

func mail(s string) store.Mail {
	return store.Mail{ID: "m1", To: s, Subject: s, LastError: s, Tries: 3, At: time.Unix(1579770000, 0)}
}

var (
	inline  = regexp.MustCompile(`(?i)<script(?: [^>]*)?>[^<]|<style|\sstyle="|\son[a-z]+="|javascript:`)
	idAttr  = regexp.MustCompile(`\sid="([^"]*)"`)
	forAttr = regexp.MustCompile(`<label for="([^"]*)"`)
)

// TestTemplates executes every template with its struct: nothing of what a
// person typed becomes markup, nothing is inline that the policy of the page
// would stop, and every label has its field.
func TestTemplates(t *testing.T) {
	t.Parallel()
	ps := loadPages(loadAssets())
	done := map[string]bool{}
	for _, p := range samples() {
		done[p.template()] = true
		var b bytes.Buffer
		if err := ps.execute(&b, p); err != nil {
			t.Errorf("%s: %v", p.template(), err)
			continue
		}
		page := b.String()
		if strings.Contains(page, "<script>alert") {
			t.Errorf("%s: typed text became markup", p.template())
		}
		if m := inline.FindString(page); m != "" {
			t.Errorf("%s: inline %q", p.template(), m)
		}
		if !strings.Contains(page, `<html lang="zh-CN">`) || strings.Count(page, "<h1") != 1 {
			t.Errorf("%s: %d h1, want 1, in zh-CN", p.template(), strings.Count(page, "<h1"))
		}
		ids := map[string]int{}
		for _, m := range idAttr.FindAllStringSubmatch(page, -1) {
			if ids[m[1]]++; ids[m[1]] == 2 && p.template() != "article" { // one field name may stand in several forms
				t.Errorf("%s: id %q twice", p.template(), m[1])
			}
		}
		for _, m := range forAttr.FindAllStringSubmatch(page, -1) {
			if ids[m[1]] == 0 {
				t.Errorf("%s: label for %q has no field", p.template(), m[1])
			}
		}
	}
	for name := range ps.byName {
		if !done[name] {
			t.Errorf("template %s is never executed here", name)
		}
	}
}

func TestLeft(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n           int
		has         bool
		words, look string
	}{{-2, true, "逾期2天", "late"}, {0, true, "今天到期", "soon"}, {3, true, "剩3天", "soon"}, {4, true, "剩4天", "intime"}, {4, false, "", ""}} {
		if got := left(c.n, c.has); got != (days{c.words, c.look}) {
			t.Errorf("left(%d, %v) = %v, want %s %s", c.n, c.has, got, c.words, c.look)
		}
	}
}

func TestYearChange(t *testing.T) {
	t.Parallel()
	items := []register.Item{
		{Listed: day("2018-03-01")}, {Listed: day("2018-03-01"), Delisted: day("2019-07-01")},
		{Listed: day("2019-02-01")}, {Listed: day("2019-02-01"), Delisted: day("2019-03-01")}, {Listed: day("2020-01-02")},
	}
	if got, want := yearChange(items, 2019), (change{2019, 2, 2, 2, 2}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	l, r := compare(paragraphs("<p>一 &amp; 二</p><p>同</p>"), paragraphs("<p>同</p><table><tr><td>三</td></tr></table>"))
	if len(l) != 2 || !l[0].Only || l[0].Text != "一 & 二" || l[1].Only || len(r) != 2 || r[0].Only || !r[1].Only {
		t.Errorf("got %+v | %+v", l, r)
	}
}
