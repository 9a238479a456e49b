package publication

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

var markup = regexp.MustCompile(`(?i)<\s*/?\s*[a-z!][^>]*>?`)

// Check lists all that keeps an edition from being handed in on that day, one
// refusal a field, so that the form is mended in one go.
func (e Edition) Check(on calendar.Day) error {
	var all refusal.All
	no := func(field, code, rule string, args ...string) {
		all = append(all, refusal.New(code, rule, args...).On(field))
	}
	title := strings.TrimSpace(e.Title)
	switch {
	case title == "":
		no("title", "publication.check.title", "§H.4")
	case utf8.RuneCountInString(title) > 120:
		no("title", "publication.check.title_long", "§H.4")
	case markup.MatchString(title):
		no("title", "publication.check.title_markup", "§H.4", "found", markup.FindString(title))
	}
	if strings.TrimSpace(e.HTML) == "" && len(e.Files) == 0 {
		no("html", "publication.check.body", "")
	}
	if utf8.RuneCountInString(e.Summary) > 100 {
		no("summary", "publication.check.summary", "§H.4")
	}
	if e.Column == "" {
		no("column", "publication.check.column", "§D.2")
	}
	if strings.TrimSpace(e.Source) == "" {
		no("source", "publication.check.source", "§D.3")
	}
	switch {
	case e.Formed.IsZero():
		no("formed", "publication.check.formed", "R-A26")
	case e.Formed.After(on):
		no("formed", "publication.check.formed_future", "R-A26", "day", e.Formed.String(), "today", on.String())
	}
	if !e.ValidFrom.IsZero() && !e.ValidTo.IsZero() && e.ValidTo.Before(e.ValidFrom) {
		no("valid_to", "publication.check.valid_order", "§H.4")
	}
	if e.Type.Official() && e.Genre == "" {
		no("genre", "publication.check.genre", "§H.4")
	}
	if _, ok := law.Label("genre", e.Genre); e.Genre != "" && !ok {
		no("genre", "publication.check.genre_unknown", "§H.4", "genre", e.Genre)
	}
	if e.Type == Interpretation && len(e.Explains) == 0 {
		no("explains", "publication.check.explains", "§D.2(2)")
	}
	if len(e.Tags) == 0 {
		no("tags", "publication.check.tags", "§H.1")
	}
	for _, t := range e.Tags {
		if _, ok := law.FiveTagName(t); !ok {
			no("tags", "publication.check.tag_unknown", "§H.1", "tag", t)
		}
	}
	if e.Mode == "" {
		no("mode", "publication.check.mode", "Art. 13")
	}
	if e.Mode == "withheld" && e.Ground == "" {
		no("ground", "publication.check.ground", "Art. 36(3)")
	}
	if e.Mode != "" && e.Mode != "proactive" && !fits(e.Basis, e.Mode) {
		no("basis", "publication.check.basis", "§H.1")
	}
	return all.Or()
}

// fits says whether a ground of law's list closed is one of that mode: it is
// chosen when the text is drafted (中办发〔2016〕8号、国办发〔2016〕80号).
func fits(ground, mode ledger.Code) bool {
	return slices.ContainsFunc(law.Terms("closed"), func(t law.Term) bool { return t.Key == string(ground) && t.Note == string(mode) })
}

// Sum is the salted hash over all that a reader of the edition sees; it stands
// in the ledger and says later whether the row still is what was published.
func (e Edition) Sum() ledger.Sum {
	type file struct{ Name, SHA, Alt string }
	files := make([]file, len(e.Files))
	for i, f := range e.Files {
		files[i] = file{f.Name, f.SHA, f.Alt}
	}
	body, err := json.Marshal(struct {
		Title, Summary, HTML, DocNo, Genre, Topic, Source, Note string
		Keywords, Tags                                          []string
		Formed, ValidFrom, ValidTo                              calendar.Day
		Files                                                   []file
	}{e.Title, e.Summary, e.HTML, e.DocNo, e.Genre, e.Topic, e.Source, e.Note,
		append([]string{}, e.Keywords...), append([]string{}, e.Tags...),
		e.Formed, e.ValidFrom, e.ValidTo, files})
	if err != nil {
		panic("publication: edition cannot be encoded: " + err.Error()) // strings and days always can
	}
	return ledger.Salted(e.Salt, string(body))
}

// ClosedSum is the salted hash over why the edition is not to be public.
func (e Edition) ClosedSum() ledger.Sum { return ledger.Salted(e.Salt, "closed", e.Ground) }

// ReasonSum is the salted hash over the reason of a withdrawal.
func (e Edition) ReasonSum(reason string) ledger.Sum { return ledger.Salted(e.Salt, "reason", reason) }
