package demo_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"gongkai/catalogue"
	"gongkai/internal/demo"
	"gongkai/internal/office"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/service"
	"gongkai/window"
)

// build makes the whole demonstration once, on SQLite.
func build(t *testing.T) *office.Office {
	t.Helper()
	var clock demo.Clock
	o := testkit.Office(t, testkit.Open(t, testkit.Fresh(t, "sqlite")), clock.Now)
	began := time.Now()
	if err := demo.Build(context.Background(), o, &clock, func(int, int, string) {}); err != nil {
		t.Fatal(err)
	}
	t.Logf("built in %v", time.Since(began).Round(time.Millisecond))
	clock.Run(demo.Ended)
	return o
}

// TestYear is the promise of the demonstration: the seed's report out of acts.
func TestYear(t *testing.T) {
	t.Parallel()
	o := build(t)
	ctx := context.Background()
	v, err := o.Verify(ctx, demo.Token)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range v.Findings {
		t.Errorf("verify: %s", f)
	}
	r, err := o.ReportOf(ctx, demo.Token, 2019, "")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int64{
		"published": 213, "interpretations": 9, "proposals.answered": 4, "permits.items": 1, "services.items": 21,
		"T2.permit.prior": 0, "T2.permit.delta": 1, "T2.permit.decided": 95,
		"T2.service.prior": 28, "T2.service.delta": -7, "T2.service.decided": 406,
		"visits.visitors": 70363, "visits.views": 199374, "letters.governor": 1, "letters.mayor": 3, "letters.answered": 4, "letters.on_time": 4, "proposals.replied": 4, "proposals.ontime": 4,
		"services.enquiries": 612, "services.cases": 350, "services.speedup": 60, "services.complaints": 0, "cases.decided": 501, "commendations.banner": 1, "ratings.mended": 1,
	} {
		if got := r.Sheet.Cell(name).Value; got != want {
			t.Errorf("%s = %d, want %d", name, got, want)
		}
	}
	for _, c := range r.Checks {
		if !c.OK {
			t.Errorf("check %s: %s", c.Rule, c.Detail)
		}
	}
	if r.Report.Article == "" || r.Report.Seq == 0 {
		t.Errorf("the report is not out: %+v", r.Report)
	}
	lively(t, o)
	waiting(t, o)
}

// lively holds that every page on which people meet the bureau has something on
// it: what is asked of them, what they asked, and the hall on the last day.
func lively(t *testing.T, o *office.Office) {
	t.Helper()
	ctx := context.Background()
	who, err := o.Actor(ctx, office.OfficerID(demo.Token, "zhuren"))
	if err != nil {
		t.Fatal(err)
	}
	has := func(what string, n int, errs ...error) {
		t.Helper()
		if err := errors.Join(errs...); err != nil || n == 0 {
			t.Errorf("%s: %d, %v", what, n, err)
		}
	}
	standing := map[string]int{}
	consultations, err := o.PublicConsultations(ctx, demo.Token)
	for _, c := range consultations {
		standing[c.Standing]++
	}
	has("a consultation that is open", standing["征集中"], err)
	has("one with its outcome", standing["已公布结果"])
	interviews, err := o.PublicInterviews(ctx, demo.Token)
	for _, i := range interviews {
		standing[i.Standing]++
	}
	has("an interview that is announced", standing["预告"], err)
	has("one with its transcript", standing["已发布实录"])
	proposals, err := o.PublicProposals(ctx, demo.Token, 2019)
	has("replies to proposals on the site", proposals.Published, err)
	waiting, err := o.Proposals(ctx, who, true, 2020, 1)
	has("a proposal of deputies that waits", waiting.Waiting, err)
	letters, err := o.PublicLetters(ctx, demo.Token, office.PublicLetterQuery{})
	has("letters with their answers", len(letters.Rows), err)
	q, err := o.Queue(ctx, demo.Token)
	has("numbers that are called", len(q.Called), err)
	for _, c := range q.Counters {
		has("people who wait at "+c.Name, len(c.Waiting))
		has("people who were served at "+c.Name, c.Served)
	}
	bookings, slots, err := o.Bookings(ctx, who)
	has("bookings", len(bookings), err)
	has("times to book", len(slots))
	for _, sort := range []window.Sort{window.Enquiry, window.Complaint, window.Commendation} {
		l, err := o.Window(ctx, who, sort, false, 1)
		has(sort.Name(), l.All, err)
	}
	praises, err := o.Praises(ctx, demo.Token)
	has("commendations on the site", len(praises), err)
	guidesAreWhole(t, o)
	contractsHaveYears(t, o)
	casesStandEverywhere(t, o)
}

// guidesAreWhole: the guide of every item lacks no element of §G.4, and some ask
// questions of their own.
func guidesAreWhole(t *testing.T, o *office.Office) {
	all, err := o.Services(t.Context(), demo.Token, office.ServiceFilter{})
	if err != nil || len(all) != 22 {
		t.Errorf("%d items, %v", len(all), err)
	}
	asking := 0
	for _, s := range all {
		e := s.Version.Elements
		for _, g := range e.Missing() {
			t.Errorf("the guide of %s lacks %s", e.Name, g.Label)
		}
		for _, key := range []string{"basis", "origin", "applies", "result_type", "delivery", "publicity", "rights", "depth"} { // those that may stay empty, and need not here
			for _, f := range catalogue.Fields {
				if f.Key == key && f.Get(&e) == "" {
					t.Errorf("the guide of %s lacks %s", e.Name, f.Label)
				}
			}
		}
		if len(e.Questions) > 0 {
			asking++
		}
	}
	if asking < 4 {
		t.Errorf("%d items ask questions of their own", asking)
	}
}

// contractsHaveYears: the plots of technical contracts have kinds and years to
// show, and the workbook opens.
func contractsHaveYears(t *testing.T, o *office.Office) {
	who, err := o.Actor(t.Context(), office.OfficerID(demo.Token, "cgzhkz"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := o.ContractStats(t.Context(), who, 2019)
	if err != nil {
		t.Fatal(err)
	}
	kinds, years := 0, ""
	for _, l := range s.Lines {
		if l.Part && l.Count.Value > 0 {
			kinds++
		}
	}
	for _, y := range s.Years {
		years += fmt.Sprintf("%d:%d ", y.Year, y.Count.Value)
	}
	if kinds < 3 || years != "2018:7 2019:27 2020:1 " || s.All.Technical.Value >= s.All.Turnover.Value || s.All.Technical.Value == 0 {
		t.Errorf("%d kinds, years %s, %s of %s", kinds, years, s.All.Technical, s.All.Turnover)
	}
	var book bytes.Buffer
	if err := o.ContractBook(t.Context(), who, 2019, "127.0.0.1", &book); err != nil || !bytes.HasPrefix(book.Bytes(), []byte("PK")) {
		t.Errorf("no workbook: %v", err)
	}
	l, err := o.Contracts(t.Context(), who, office.ContractQuery{Waiting: true})
	waits := map[string]bool{}
	for _, r := range l.Rows {
		if r.State.Pending() {
			waits[r.State.Name()] = true
		}
	}
	if err != nil || len(waits) != 4 {
		t.Errorf("contracts wait in %v, %v", waits, err)
	}
}

// casesStandEverywhere: on the demonstration's day there are cases in every state
// that somebody works on, and bad ratings mended and not.
func casesStandEverywhere(t *testing.T, o *office.Office) {
	who, err := o.Actor(t.Context(), office.OfficerID(demo.Token, "zhuren"))
	if err != nil {
		t.Fatal(err)
	}
	l, err := o.Cases(t.Context(), who, office.CaseQuery{Year: 2020})
	if err != nil {
		t.Fatal(err)
	}
	in := map[string]bool{}
	for _, f := range l.States {
		in[f.Key] = true
	}
	for _, s := range service.States {
		if !in[string(s.State)] && s.State != service.SentHome && s.State != service.Closed {
			t.Errorf("no case is %s", s.Name)
		}
	}
	if l.Late != 0 || l.Owed != 1 {
		t.Errorf("%d late, %d owed", l.Late, l.Owed)
	}
	l, err = o.Cases(t.Context(), who, office.CaseQuery{State: service.Handed, Year: 2020})
	if err != nil {
		t.Fatal(err)
	}
	mended := 0
	for _, r := range l.Rows {
		if r.Case.Rating > 0 && !r.Case.MendedOn.IsZero() && !r.Case.AnswerOn.IsZero() {
			mended++
		}
	}
	if mended != 1 {
		t.Errorf("%d bad ratings are mended", mended)
	}
}

// TestPieces reads the texts as an editor would.
func TestPieces(t *testing.T) {
	t.Parallel()
	pieces, err := demo.Pieces()
	if err != nil {
		t.Fatal(err)
	}
	personal := regexp.MustCompile(`\d{15,18}|1[3-9]\d{9}`)
	titles, filled := map[string]string{}, map[ledger.Code]int{}
	for _, p := range pieces {
		if titles[p.Title] != "" {
			t.Errorf("%s and %s have one title, %s", p.Key, titles[p.Title], p.Title)
		}
		titles[p.Title] = p.Key
		if m := personal.FindString(p.Title + p.HTML); m != "" {
			t.Errorf("%s holds %s, which could be somebody's number", p.Key, m)
		}
		if n := strings.Count(p.HTML, "<"); p.State == "" && (n < 2 || len(p.HTML) < 150) {
			t.Errorf("%s is hardly a text: %s", p.Key, p.HTML)
		}
		at, err := p.At()
		if err != nil {
			t.Fatal(err)
		}
		if h := at.Hour(); h < 8 || h > 18 {
			t.Errorf("%s goes out at %s", p.Key, at)
		}
		if p.State == "" {
			filled[ledger.Code(p.Column)]++
		}
	}
	parents := map[ledger.Code]bool{}
	for _, c := range publication.DefaultColumns() {
		parents[c.Parent()] = true
	}
	for _, c := range publication.DefaultColumns() {
		if !parents[c.Path] && filled[c.Path] == 0 {
			t.Errorf("the column %s is empty", c.Path)
		}
	}
}

// waiting holds that each request of January stands elsewhere, and that none of
// them is in the report of the year before.
func waiting(t *testing.T, o *office.Office) {
	t.Helper()
	ctx := context.Background()
	who, err := o.Actor(ctx, office.OfficerID(demo.Token, "zhuren"))
	if err != nil {
		t.Fatal(err)
	}
	l, err := o.Requests(ctx, who, office.RequestQuery{})
	if err != nil {
		t.Fatal(err)
	}
	states := map[string]bool{}
	for _, r := range l.Rows {
		states[r.Request.State.Name()] = true
	}
	if l.Total != 8 || len(states) < 6 {
		t.Errorf("%d requests in states %v", l.Total, states)
	}
	r, err := o.ReportOf(ctx, demo.Token, 2020, "")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int64{"T3.new.sum": 7, "T3.carry_in.sum": 0, "T3.total.sum": 2, "T3.carry_out.sum": 5} {
		if got := r.Sheet.Cell(name).Value; got != want {
			t.Errorf("%s = %d, want %d", name, got, want)
		}
	}
}
