package catalogue

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Check refuses what no guide may say (§G.4): codes that are none, a promise
// that is longer than the law allows, steps that take longer than the promise.
// What is not filled yet is no fault; Missing names it.
func (e Elements) Check() error {
	var all refusal.All
	fault := func(field, code string, args ...string) {
		all = append(all, refusal.New(code, "§G.4", args...).On(field))
	}
	if e.Name == "" {
		fault("name", "catalogue.draft.name")
	}
	for _, c := range []struct {
		field, label, value string
		length              int
	}{{"basic_code", "基本编码", e.BasicCode, 12}, {"impl_code", "实施编码", e.ImplCode, 31}, {"business_code", "业务办理项编码", e.BusinessCode, 33}} {
		switch {
		case c.value == "":
		case len(c.value) != c.length || strings.ContainsFunc(c.value, func(r rune) bool { return !(r >= '0' && r <= '9' || r >= 'A' && r <= 'Z') }):
			fault(c.field, "catalogue.draft.code", "label", c.label, "length", fmt.Sprint(c.length), "n", fmt.Sprint(len(c.value)))
		case c.length > 18 && !law.ValidCredit(c.value[:18]):
			fault(c.field, "catalogue.draft.credit", "label", c.label)
		}
	}
	if e.BodyCode != "" && !law.ValidCredit(e.BodyCode) {
		fault("body_code", "catalogue.draft.credit", "label", "实施主体编码")
	}
	if e.Statutory.N > 0 && e.Promised.Longer(e.Statutory) {
		fault("promised", "catalogue.draft.promise", "promised", e.Promised.String(), "statutory", e.Statutory.String())
	}
	if e.Handling == "instant" && e.Promised.N > 1 {
		fault("promised", "catalogue.draft.instant", "promised", e.Promised.String())
	}
	if e.NoMaterials && len(e.Materials) > 0 {
		fault("no_materials", "catalogue.draft.materials")
	}
	sum := 0
	for i, s := range e.Steps {
		if sum += s.Days; s.Name == "" || s.Days < 0 {
			fault("steps", "catalogue.draft.step", "n", fmt.Sprint(i+1))
		}
	}
	if sum > e.Promised.N && e.Handling == "promised" && e.Promised.N > 0 {
		fault("steps", "catalogue.draft.steps", "days", fmt.Sprint(sum), "promised", e.Promised.String())
	}
	for i, m := range e.Materials {
		if m.Name == "" || m.Copies < 0 || m.Copies > 99 {
			fault("materials", "catalogue.draft.material", "n", fmt.Sprint(i+1))
		}
	}
	e.checkQuestions(fault)
	return all.Or()
}

// Propose hands a draft on to be put in force (送审). A guide that lacks
// elements may be handed on, since half a guide serves people better than none;
// what decides who does the work and how long it takes must be there.
func (i Item) Propose(v Version) (Proposed, error) {
	if i.State == Cancelled {
		return Proposed{}, refusal.Clash("catalogue.propose.cancelled", "§G.4", "day", i.CancelledOn.String())
	}
	if v.Stage != Draft {
		return Proposed{}, refusal.Clash("catalogue.propose.stage", "§G.4", "stage", v.Stage.Name())
	}
	if err := v.Elements.Check(); err != nil {
		return Proposed{}, err
	}
	var all refusal.All
	for _, w := range []struct {
		field, code string
		lacks       bool
	}{{"kind", "catalogue.propose.kind", v.Elements.Kind == ""}, {"unit", "catalogue.propose.unit", v.Unit == ""},
		{"handling", "catalogue.propose.handling", v.Elements.Handling == ""},
		{"promised", "catalogue.propose.promised", v.Elements.Handling == "promised" && v.Elements.Promised.N == 0}} {
		if w.lacks {
			all = append(all, refusal.New(w.code, "§G.4").On(w.field))
		}
	}
	return Proposed{No: i.No, Version: v.No, Sum: v.Sum()}, all.Or()
}

// Return sends a version back to its author with a reason (退回).
func (i Item) Return(v Version, reason string, words ledger.Sum) (Returned, error) {
	switch {
	case v.Stage != InReview:
		return Returned{}, refusal.Clash("catalogue.return.stage", "§G.4", "stage", v.Stage.Name())
	case strings.TrimSpace(reason) == "":
		return Returned{}, refusal.New("catalogue.return.reason", "§G.4").On("reason")
	}
	return Returned{Version: v.No, Reason: words}, nil
}

// Enforce puts a version in force from a day (生效), by another than those who
// wrote it. The first may begin on a day that is past, a later one only from
// tomorrow on the day of the last, so that one version holds on each day and
// nobody's list of materials changes behind his back.
func (i Item) Enforce(v Version, from, today calendar.Day, by []ledger.ID, line ledger.ID) (Enforced, error) {
	switch {
	case i.State == Cancelled:
		return Enforced{}, refusal.Clash("catalogue.propose.cancelled", "§G.4", "day", i.CancelledOn.String())
	case v.Stage != InReview:
		return Enforced{}, refusal.Clash("catalogue.enforce.stage", "§G.4", "stage", v.Stage.Name())
	case slices.ContainsFunc(by, func(id ledger.ID) bool { return slices.Contains(v.Authors, id) }):
		return Enforced{}, refusal.Clash("catalogue.enforce.author", "§G.4")
	case from.IsZero(), i.Approved == 0 && from.After(today):
		return Enforced{}, refusal.New("catalogue.enforce.future", "§G.4", "today", today.String()).On("from")
	case i.Approved > 0 && (from.Before(today) || !from.After(i.From)):
		return Enforced{}, refusal.New("catalogue.enforce.past", "§G.4", "today", today.String(), "last", i.From.String()).On("from")
	case i.Approved > 0 && Register(v.Elements.Kind) != Register(i.Kind):
		return Enforced{}, refusal.New("catalogue.enforce.register", "§B.3").On("kind")
	}
	e := v.Elements
	return Enforced{Version: v.No, From: from, Type: e.Kind, Handling: e.Handling, Statutory: e.Statutory, Promised: e.Promised,
		Visits: e.Visits, Unit: v.Unit, Line: line, Sum: v.Sum()}, nil
}

// Halt stops taking in for the item for now, with a reason that the guide shows
// (暂停).
func (i Item) Halt(reason string, words ledger.Sum) (Halted, error) {
	switch {
	case i.State != Active:
		return Halted{}, refusal.Clash("catalogue.suspend.state", "§G.4", "state", i.State.Name())
	case strings.TrimSpace(reason) == "":
		return Halted{}, refusal.New("catalogue.suspend.reason", "§G.4").On("reason")
	}
	return Halted{Reason: words}, nil
}

// Resume takes in again (恢复).
func (i Item) Resume() (Resumed, error) {
	if i.State != Suspended {
		return Resumed{}, refusal.Clash("catalogue.resume.state", "§G.4", "state", i.State.Name())
	}
	return Resumed{}, nil
}

// Cancel takes the item out of the catalogue on a day, with a reason (取消).
func (i Item) Cancel(on, today calendar.Day, reason string, words ledger.Sum) (Cancellation, error) {
	switch {
	case i.State != Active && i.State != Suspended:
		return Cancellation{}, refusal.Clash("catalogue.cancel.state", "§G.4", "state", i.State.Name())
	case on.IsZero() || on.After(today) || on.Before(i.From) && !i.From.After(today):
		return Cancellation{}, refusal.New("catalogue.cancel.day", "§G.4", "from", i.From.String(), "today", today.String()).On("on")
	case strings.TrimSpace(reason) == "":
		return Cancellation{}, refusal.New("catalogue.cancel.reason", "§G.4").On("reason")
	}
	return Cancellation{Reason: words}, nil
}
