package office

import (
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/register"
	"gongkai/service"
)

// caseTerms are the terms of an item as they hold on a day, with their names.
func (o *Office) caseTerms(tx *store.Tx, organ, item ledger.ID, on calendar.Day) (t service.Terms, n service.Names, err error) {
	i, err := tx.Item(item)
	if err != nil || i.Organ != organ || i.Register != register.Permits && i.Register != register.Services {
		return t, n, refusal.New("service.file.item", "G.3", "day", on.Chinese()).On("item")
	}
	t = service.Terms{Item: i.ID, Version: 1, Register: ledger.Code(i.Register), Unit: i.Unit, Statutory: service.Period{N: 20, Unit: law.Workdays},
		Since: i.Listed}
	if !i.Delisted.IsZero() {
		t.Until = i.Delisted.AddDays(-1)
	}
	return t, service.Names{Item: i.Title, Result: "办理结果"}, nil
}
