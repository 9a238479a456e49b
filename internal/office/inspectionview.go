package office

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/catalogue"
	"gongkai/inspection"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// guidesInForce are the items that the public sees today, in their versions.
func (o *Office) guidesInForce(tx *store.Tx, organ ledger.ID) (out []GuideLine, err error) {
	items, versions, units, err := wholeCatalogue(tx, organ)
	for _, i := range items {
		if v, ok := catalogue.InForce(versions[i.ID], o.Today()); ok && i.State != catalogue.Cancelled {
			out = append(out, GuideLine{Item: i, Version: v, UnitName: units[v.Unit]})
		}
	}
	return out, err
}

// InspectionLine is a finding as the desk shows it.
type InspectionLine struct {
	store.InspectionFinding
	Name     string // of the indicator
	Advice   string
	UnitName string
	Left     int // calendar days, of a timed finding
}

// SeverityName is the severity in print.
func (l InspectionLine) SeverityName() string { return inspection.Severity(l.Severity).Name() }

// AtDesk is the page below the desk that it is about, "" when it is one of the
// site.
func (l InspectionLine) AtDesk() string {
	at, ok := strings.CutPrefix(l.Page, "desk")
	if !ok {
		return ""
	}
	return at
}

// Inspection is the state of the site by the indicators (网站自检).
type Inspection struct {
	Run        store.InspectionRun
	Scores     []inspection.Score
	Lines      []InspectionLine // open
	Mended     []InspectionLine // gone in the last month
	Units      map[ledger.ID]string
	Statements []InspectionStatementLine
	Verdict    string
	Points     int
	Unseen     int
	Past       []InspectionPast // a look a day, the oldest first
}

// InspectionStatementLine is a statement with its officer.
type InspectionStatementLine struct {
	store.InspectionStatement
	By string
}

// InspectionPast is what the ledger tells of a day's look.
type InspectionPast struct {
	On calendar.Day
	inspection.Done
}

// pastInspections is how many looks the plot shows.
const pastInspections = 90

// Inspection reads what the last look said and what became of its findings.
func (o *Office) Inspection(ctx context.Context, who access.Actor, unit ledger.ID) (v Inspection, err error) {
	if err := may(who, access.ReadInspection); err != nil {
		return v, err
	}
	today := o.Today()
	err = o.view(ctx, func(tx *store.Tx) error {
		if v.Run, err = tx.Inspected(who.Organ); err != nil {
			return err
		}
		if v.Units, err = o.names(tx, who.Organ); err != nil {
			return err
		}
		all, err := tx.InspectionFindings(who.Organ, today.AddDays(-30))
		if err != nil {
			return err
		}
		t := inspection.On(inspection.Tables(), today)
		for _, f := range all {
			if unit != "" && f.Unit != unit {
				continue
			}
			in := t.Indicator(f.Rule)
			l := InspectionLine{InspectionFinding: f, Name: in.Name, Advice: in.Advice, UnitName: v.Units[f.Unit]}
			if f.Timed {
				l.Left = f.Due.Sub(today)
			}
			if f.Cleared.IsZero() {
				v.Lines = append(v.Lines, l)
			} else {
				v.Mended = append(v.Mended, l)
			}
		}
		sortInspection(v.Lines)
		if err := v.read(t); err != nil {
			return err
		}
		stated, err := tx.InspectionStatements(who.Organ)
		if err != nil {
			return err
		}
		for _, s := range stated[:min(len(stated), 12)] {
			v.Statements = append(v.Statements, InspectionStatementLine{s, v.Units[s.Officer]})
		}
		past, err := tx.Entries(who.Organ, store.EntryFilter{Subject: inspection.Subject, Kinds: []string{inspection.Done{}.Kind()}, Desc: true, Limit: pastInspections})
		for _, e := range past {
			f, err := Codec().Decode(e)
			if err != nil {
				return err
			}
			v.Past = append(v.Past, InspectionPast{e.On, f.(inspection.Done)})
		}
		slices.Reverse(v.Past)
		return err
	})
	return v, err
}

// read takes the scores of the last look.
func (v *Inspection) read(t inspection.Table) error {
	if v.Run.Result == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(v.Run.Result), &v.Scores); err != nil {
		return err
	}
	r := inspection.Result{Scores: v.Scores, Points: v.Run.Points}
	v.Verdict, v.Points = r.Verdict(), v.Run.Points
	for i, s := range v.Scores {
		v.Scores[i].Advice = t.Indicator(s.ID).Advice
		if s.State == inspection.Unseen {
			v.Unseen++
		}
	}
	return nil
}

func sortInspection(lines []InspectionLine) {
	rank := map[string]int{"veto": 0, "deduct": 1, "soon": 2}
	slices.SortStableFunc(lines, func(a, b InspectionLine) int {
		if d := rank[a.Severity] - rank[b.Severity]; d != 0 {
			return d
		}
		return a.Left - b.Left
	})
}

// inspectionTasks puts what is to be mended on the desks of its division, and what
// has no division or vetoes on the disclosure office's.
func (o *Office) inspectionTasks(tx *store.Tx, who access.Actor, d *Desk) error {
	if may(who, access.ReadInspection) != nil {
		return nil
	}
	names, err := o.names(tx, who.Organ)
	if err != nil {
		return err
	}
	all, err := tx.InspectionFindings(who.Organ, o.Today().AddDays(1))
	for _, f := range all {
		office := may(who, access.AskInspection) == nil && (f.Unit == "" || f.Severity == string(inspection.Veto))
		if f.Severity == string(inspection.Soon) && f.Due.Sub(o.Today()) > 7 || !office && (f.Unit == "" || f.Unit != who.Unit) {
			continue
		}
		t := Task{Kind: "inspection", Link: "inspection#" + string(f.ID), Title: f.Place, Next: "网站自检：" + f.Words, Since: f.Since.Start(), HasDue: f.Timed, Unit: names[f.Unit]}
		if f.Timed {
			t.Due = calendar.Date{Day: f.Due}
			t.Left, t.Due.Provisional = o.Calendar().WorkdaysBetween(o.Today(), f.Due)
		}
		d.Tasks = append(d.Tasks, t)
	}
	return err
}
