package office

import (
	"gongkai/calendar"
	"gongkai/catalogue"
	"gongkai/internal/conv"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/service"
)

// caseRider is a noun that hangs its own data on cases of one form
// (service.Terms.Form), within the case's own transaction: the case knows nothing
// of it. A rider refuses a decision that its data do not carry, enters its own
// facts, and gives what the pages of the case show beside it.
type caseRider interface {
	form() ledger.Code
	// rides says that cases of an item with these elements are of the form.
	rides(e catalogue.Elements) bool
	// decided is asked before a decision is entered.
	decided(w *caseWork, result ledger.Code, on calendar.Day) error
	// ended is told that a verb ends the case without a decision, with the words
	// that go with it.
	ended(w *caseWork, v service.Verb, words string) error
	// shown are the lines that the case's page has of the rider's data.
	shown(tx *store.Tx, c service.Case) ([]CaseExtra, error)
	// result is the result document, nil while there is none.
	result(tx *store.Tx, c service.Case) (*conv.Paper, error)
	// erased takes away what names a person.
	erased(w *caseWork) error
}

// CaseExtra is a line of a rider's data; Link is a path below the desk.
type CaseExtra struct{ Label, Value, Link string }

// caseRiders are the nouns that ride on cases.
var caseRiders []caseRider

func riderOf(c service.Case) (caseRider, bool) {
	for _, r := range caseRiders {
		if c.Terms.Form != "" && r.form() == c.Terms.Form {
			return r, true
		}
	}
	return nil, false
}

// ridden lets the rider of the case have its word.
func (w *caseWork) ridden(f func(caseRider) error) error {
	if r, ok := riderOf(w.c); ok {
		return f(r)
	}
	return nil
}
