package writ

import (
	"strings"
	"time"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Edited: an officer set a new text of a kind, in force from a day (修改文书模板).
type Edited struct {
	Template ledger.Code
	Version  int
	From     calendar.Day
	Text     ledger.Sum
}

// Kind names the fact in the ledger.
func (Edited) Kind() string { return "writ.template_edited" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact { return []ledger.Fact{Edited{}} }

// Stored is the row of an organ's own text.
type Stored struct {
	Template
	Organ   ledger.ID
	Salt    string
	Officer ledger.ID
	Seq     int64
	SavedAt time.Time
}

// Edit makes the organ's next version of a kind. It comes into force today or
// later, never before: letters that went out keep their text (§A.6).
func Edit(all []Template, kind ledger.Code, from, today calendar.Day, text, salt string) (Template, Edited, error) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")) + "\n"
	version := Own
	for _, t := range all {
		if t.Kind == kind && t.Version >= version {
			version = t.Version + 1
		}
	}
	t, ok := New(kind, version, from, text)
	if !ok {
		return t, Edited{}, refusal.NotFound("access.may.absent")
	}
	if from.Before(today) {
		return t, Edited{}, refusal.New("writ.edit.past", "§A.6", "day", from.String(), "today", today.String()).On("from")
	}
	if now, ok := Pick(all, kind, from); ok && now.Text == text {
		return t, Edited{}, refusal.New("writ.edit.same", "").On("text")
	}
	return t, Edited{Template: kind, Version: version, From: from, Text: t.Sum(salt)}, t.Check()
}

// Sum binds a template's text to its fact.
func (t Template) Sum(salt string) ledger.Sum {
	return ledger.Salted(salt, string(t.Kind), t.From.String(), t.Text)
}
