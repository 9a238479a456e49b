package office

import (
	"errors"
	"strconv"
	"strings"

	"gongkai/calendar"
	"gongkai/catalogue"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/service"
)

// caseItem is an item, by its id or its number, in the version that holds on a
// day, with its terms and their printed names. One that is not in force on that
// day, or is suspended or cancelled, takes no new case.
func (o *Office) caseItem(tx *store.Tx, organ, item ledger.ID, on calendar.Day) (c CaseItem, err error) {
	i, err := tx.CatalogueItem(item)
	if errors.Is(err, store.ErrNotFound) {
		i, err = tx.CatalogueItemByNo(organ, ledger.Code(item))
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return c, err
	}
	none := refusal.New("service.file.item", "G.3", "day", on.Chinese()).On("item")
	if err != nil || i.Organ != organ || i.State == catalogue.Suspended || i.State == catalogue.Cancelled && !on.Before(i.CancelledOn) {
		return c, none
	}
	all, err := tx.CatalogueVersions(organ, i.ID)
	if err != nil {
		return c, err
	}
	v, ok := catalogue.InForce(all, on)
	if !ok {
		return c, none
	}
	c.Item, c.Version = i, v
	c.Terms, c.Names = termsOf(i, v)
	if !i.CancelledOn.IsZero() {
		c.Terms.Until = i.CancelledOn.AddDays(-1)
	}
	return c, nil
}

// routine are stages of a guide that a case goes through by its own verbs, and
// not by a step of the examination.
var routine = []string{"申请", "提交", "预审", "收件", "受理", "决定", "审批决定", "办结", "制证", "发证", "送达", "评价", "归档"}

// termsOf makes terms of a version of the catalogue.
func termsOf(i catalogue.Item, v catalogue.Version) (service.Terms, service.Names) {
	e := v.Elements
	t := service.Terms{Item: i.ID, Version: v.No, Register: ledger.Code(catalogue.Register(e.Kind)), Instant: e.Handling == "instant",
		Unit: v.Unit, Statutory: periodOf(e.Statutory), Promised: periodOf(e.Promised), Since: v.From}
	if t.Instant && t.Promised.Unit == "" { // done at once
		t.Promised.Unit = law.Workdays
	}
	n := service.Names{Item: e.Name, No: string(i.No), Result: orElse(e.ResultName, "办理结果")}
	for _, r := range caseRiders {
		if r.rides(e) {
			t.Form = r.form()
		}
	}
	for k, m := range e.Materials {
		t.Materials = append(t.Materials, service.Material{Code: ledger.Code("m" + strconv.Itoa(k+1)), Required: m.Need == "needed" || m.Need == ""})
		n.Materials = append(n.Materials, m.Name)
	}
	for _, s := range e.Steps {
		if isRoutine(s.Name) {
			continue
		}
		days := s.Days
		if e.Promised.Unit == law.Days { // a step counts in the unit of the promise
			days = (days*5 + 6) / 7
		}
		t.Steps = append(t.Steps, service.Step{Unit: s.Unit, N: days})
		n.Steps = append(n.Steps, s.Name)
	}
	return t, n
}

func isRoutine(name string) bool {
	for _, r := range routine {
		if strings.TrimSpace(name) == r {
			return true
		}
	}
	return false
}

// periodOf takes a period over; nothing stands for none.
func periodOf(p catalogue.Period) service.Period {
	if p.N == 0 {
		return service.Period{}
	}
	unit := p.Unit
	if unit == "" {
		unit = law.Workdays
	}
	return service.Period{N: p.N, Unit: unit}
}
