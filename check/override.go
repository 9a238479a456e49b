package check

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"gongkai/ledger"
	"gongkai/refusal"
)

// Overridden: a finding that blocks was let pass with a reason (放行). Mark
// names the finding, Reason binds the words.
type Overridden struct {
	Edition int
	Rule    ledger.Code
	Mark    ledger.Sum
	Reason  ledger.Sum
	By      ledger.ID
}

// Seconded: a second officer agreed that it may pass (复核放行). Of is the
// entry of the override.
type Seconded struct {
	Edition int
	Of      int64
	By      ledger.ID
}

// Listed: the organ's own list of words got a new text (修改词表).
type Listed struct {
	List ledger.Code
	Text ledger.Sum
}

func (Overridden) Kind() string { return "check.overridden" }
func (Seconded) Kind() string   { return "check.seconded" }
func (Listed) Kind() string     { return "check.listed" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact { return []ledger.Fact{Overridden{}, Seconded{}, Listed{}} }

// Override is a finding that was let pass in one edition of an article.
type Override struct {
	Organ    ledger.ID
	Article  ledger.ID
	Edition  int
	Rule     ledger.Code
	Mark     ledger.Sum
	Found    string // as shown: personal data masked
	Reason   string
	Salt     string
	Officer  ledger.ID
	At       time.Time
	Seq      int64
	Second   ledger.ID // who agreed, "" while nobody did
	SecondAt time.Time
}

// Mark names a finding in one edition, so that it is known again after a save:
// the same characters under the same rule are one case to decide. The salt of
// the edition keeps a number from being guessed out of it. In an attachment, sha,
// and for a file that could not be read, whose words are always the same, it is
// that file and place only: another file is another case.
func (f Finding) Mark(salt, sha string) ledger.Sum {
	if sha == "" && !strings.HasPrefix(f.Rule, "FL-") {
		return ledger.Salted(salt, "finding", f.Rule, f.Found, f.Message)
	}
	return ledger.Salted(salt, "finding", f.Rule, f.Found, f.Message, sha, f.Where)
}

// NeedsSecond says that a second officer must agree before a finding of the
// rule may pass: personal data, and files that no program could read.
func NeedsSecond(rule string) bool {
	return strings.HasPrefix(rule, "PD-") || strings.HasPrefix(rule, "FL-")
}

// Pass lets a finding pass (放行), in the attachment sha where it stands in one.
// Only what blocks needs it.
func (f Finding) Pass(edition int, salt, sha, reason string, by ledger.ID) (Overridden, error) {
	if f.Severity != Block {
		return Overridden{}, refusal.Clash("check.pass.severity", "R-A17")
	}
	if n := utf8.RuneCountInString(strings.TrimSpace(reason)); n < 4 {
		return Overridden{}, refusal.New("check.pass.reason", "R-A17").On("reason")
	} else if n > 500 {
		return Overridden{}, refusal.New("check.pass.long", "R-A17").On("reason")
	}
	mark := f.Mark(salt, sha)
	return Overridden{Edition: edition, Rule: ledger.Code(f.Rule), Mark: mark, Reason: ReasonSum(salt, mark, reason), By: by}, nil
}

// ReasonSum binds the words of an override to its entry.
func ReasonSum(salt string, mark ledger.Sum, reason string) ledger.Sum {
	return ledger.Salted(salt, "override", string(mark), strings.TrimSpace(reason))
}

// Agree is the second officer's word (复核). Who wrote in the text or let it
// pass is not a second one.
func (o Override) Agree(by ledger.ID, wrote bool) (Seconded, error) {
	switch {
	case o.Second != "":
		return Seconded{}, refusal.Clash("check.second.twice", "R-A17")
	case !NeedsSecond(string(o.Rule)):
		return Seconded{}, refusal.Clash("check.second.none", "R-A17")
	case by == o.Officer || wrote:
		return Seconded{}, refusal.Clash("check.second.own", "R-A17")
	}
	return Seconded{Edition: o.Edition, Of: o.Seq, By: by}, nil
}

// Among is the override as it stands with the authors of its edition: whoever
// agreed and wrote in the text afterwards is no second one any more (R-A17).
func (o Override) Among(authors []ledger.ID) Override {
	if o.Second != "" && slices.Contains(authors, o.Second) {
		o.Second, o.SecondAt = "", time.Time{}
	}
	return o
}

// Holds says whether the finding may pass now.
func (o Override) Holds() bool { return o.Second != "" || !NeedsSecond(string(o.Rule)) }
