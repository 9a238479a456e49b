package contract

import (
	"slices"
	"strings"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Before is a filing that an office has already, as far as a new one is
// compared with it.
type Before struct {
	ID        ledger.ID
	No        string // of the filing, or of the register
	State     State
	Title     string
	Signed    calendar.Day
	Total     int64
	SameText  bool // the same file of the text
	SameOwnNo bool // the same seller and number of their own
	Seller    bool // the same seller
}

// Same says that two filings are of one contract: the same text, the same
// number of the seller's own, or the same seller with name, sum and day.
func (b Before) Same(f Filing) bool {
	return b.SameText || b.SameOwnNo || b.Seller && plain(b.Title) == plain(f.Title) && b.Total == f.Terms.Money.Total && b.Signed == f.Terms.Signed
}

// Like says that somebody should look whether they are: the same seller and two
// of the three.
func (b Before) Like(f Filing) bool {
	n := 0
	for _, same := range []bool{plain(b.Title) == plain(f.Title), b.Total == f.Terms.Money.Total, b.Signed == f.Terms.Signed} {
		if same {
			n++
		}
	}
	return b.Seller && n >= 2 && !b.Same(f)
}

func plain(s string) string { return strings.Join(strings.Fields(s), "") }

// Once refuses a contract that is registered already, or is on its way
// (一次登记, G.5-ONCE). One that was declined, cancelled or ended may be filed again.
func Once(f Filing, before []Before) error {
	for _, b := range before {
		switch {
		case !b.Same(f):
		case b.State == Registered:
			return refusal.Clash("contract.file.registered", "G.5-ONCE", "no", b.No)
		case b.State.Pending():
			return refusal.Clash("contract.file.pending", "G.5-ONCE", "no", b.No)
		}
	}
	return nil
}

// Submit takes a filing in (申报, G.5-SELLER).
func Submit(f Filing, o Office, before []Before, c ledger.ID, today calendar.Day, words ledger.Sum) (Submitted, error) {
	if err := f.Check(o, today); err != nil {
		return Submitted{}, err
	}
	return Submitted{Case: c, Terms: f.Terms, Words: words}, Once(f, before)
}

// Amend puts a filing right: as the office told, or before it has looked (补正).
func (c Contract) Amend(f Filing, o Office, before []Before, today calendar.Day, words ledger.Sum) (Amended, error) {
	if c.State != Lacking && c.State != Filed {
		return Amended{}, refusal.Clash("contract.amend.state", "G.5-CHECK", "state", c.State.Name())
	}
	if err := f.Check(o, today); err != nil {
		return Amended{}, err
	}
	return Amended{Terms: f.Terms, Words: words}, Once(f, before)
}

// Examine looks at the form of a filing (形式审查, G.5-CHECK). All that is
// missing is told once: what was not named the first time cannot be asked for
// later.
func (c Contract) Examine(lacks []ledger.Code, words ledger.Sum) (Examined, error) {
	if c.State != Filed {
		return Examined{}, refusal.Clash("contract.examine.state", "G.5-CHECK", "state", c.State.Name())
	}
	var all refusal.All
	for _, l := range lacks {
		switch {
		case Label("lack", l) == "":
			all = append(all, refusal.New("contract.examine.lack", "G.5-CHECK").On("lacks"))
		case len(c.Told) > 0 && !slices.Contains(c.Told, l):
			all = append(all, refusal.New("contract.examine.once", "G.5-CHECK", "lack", Label("lack", l)).On("lacks"))
		}
	}
	slices.Sort(lacks)
	return Examined{Lacks: slices.Compact(lacks), Words: words}, all.Or()
}

// Finding is what the recogniser found.
type Finding struct {
	Technical bool
	Type      ledger.Code
	Money     Money
	Ground    ledger.Code // of one that is not to be registered
	Reason    string
}

// Recognise says whether a filing is a technical contract, of which kind, and
// how much of it is income from technology (认定, 核定技术性收入; G.5-RESULT). It
// says why, all the more where that is not what was declared.
func (c Contract) Recognise(f Finding, words ledger.Sum) (Recognition, error) {
	if c.State != Checked {
		return Recognition{}, refusal.Clash("contract.recognise.state", "G.5-RESULT", "state", c.State.Name())
	}
	var all refusal.All
	no := func(field, code, rule string, args ...string) {
		all = append(all, refusal.New(code, rule, args...).On(field))
	}
	if strings.TrimSpace(f.Reason) == "" {
		no("reason", "contract.recognise.reason", "G.5-RESULT")
	}
	if !f.Technical {
		if Label("ground", f.Ground) == "" {
			no("ground", "contract.recognise.ground", "G.5-RESULT")
		}
		return Recognition{Ground: f.Ground, Words: words}, all.Or()
	}
	c.Declared.checkKind("kind", f.Type, "contract.recognise.type", no)
	f.Money.check(no)
	return Recognition{Technical: true, Type: f.Type, Money: f.Money, Words: words}, all.Or()
}

// Return sends a recognition back with a reason (退回).
func (c Contract) Return(reason string, words ledger.Sum) (Returned, error) {
	if c.State != Recognised {
		return Returned{}, refusal.Clash("contract.return.state", "G.5-EYES", "state", c.State.Name())
	}
	if strings.TrimSpace(reason) == "" {
		return Returned{}, refusal.New("contract.return.reason", "G.5-EYES").On("reason")
	}
	return Returned{Words: words}, nil
}

// others refuses who acts where they, or the one in whose name, made what is to
// be decided: four eyes look at a certificate (G.5-EYES).
func (c Contract) others(by, made []ledger.ID, code string) error {
	if slices.ContainsFunc(by, func(id ledger.ID) bool { return id != "" && (id == c.Figured || slices.Contains(made, id)) }) {
		return refusal.Clash(code, "G.5-EYES")
	}
	return nil
}

// Register enters a recognised contract under its number (登记, G.5-NUMBER). By
// is whoever acts and in whose name; made is who recognised it, likewise.
func (c Contract) Register(by, made []ledger.ID, no ledger.Code) (Registration, error) {
	if c.State != Recognised || !c.Technical {
		return Registration{}, refusal.Clash("contract.register.state", "G.5-RESULT", "state", c.State.Name())
	}
	return Registration{No: no, Type: c.Verified.Kind, Money: c.Verified.Money}, c.others(by, made, "contract.register.same")
}

// Decline ends a filing that is not to be registered (未予登记, G.5-RESULT).
func (c Contract) Decline(by, made []ledger.ID) (Refusal, error) {
	if c.State != Recognised || c.Technical {
		return Refusal{}, refusal.Clash("contract.decline.state", "G.5-RESULT", "state", c.State.Name())
	}
	return Refusal{Ground: c.Ground}, c.others(by, made, "contract.register.same")
}

// Certify makes the next version of the certificate (出具登记证明); again means
// that nothing changed since the last one (补发).
func (c Contract) Certify(again bool, sum ledger.Sum) (Certified, error) {
	if c.State != Registered {
		return Certified{}, refusal.Clash("contract.certify.state", "G.5-RESULT", "state", c.State.Name())
	}
	return Certified{Version: c.Version + 1, Again: again, Of: c.Entry, Sum: sum}, nil
}

// Correct puts kind or verified money of a registered contract right by a later
// fact (更正); the certificate in force is then another. Whoever set what is
// corrected does not correct it.
func (c Contract) Correct(f Finding, by, made []ledger.ID, words ledger.Sum) (Corrected, error) {
	if c.State != Registered {
		return Corrected{}, refusal.Clash("contract.correct.state", "G.5-RESULT", "state", c.State.Name())
	}
	if err := c.others(by, made, "contract.correct.same"); err != nil {
		return Corrected{}, err
	}
	var all refusal.All
	no := func(field, code, rule string, args ...string) {
		all = append(all, refusal.New(code, rule, args...).On(field))
	}
	if strings.TrimSpace(f.Reason) == "" {
		no("reason", "contract.correct.reason", "G.5-RESULT")
	}
	c.Declared.checkKind("kind", f.Type, "contract.recognise.type", no)
	f.Money.check(no)
	if f.Type == c.Verified.Kind && f.Money == c.Verified.Money {
		no("kind", "contract.correct.nothing", "G.5-RESULT")
	}
	return Corrected{Of: c.Entry, Was: c.Verified.Kind, From: c.Verified.Money, Type: f.Type, Money: f.Money, Words: words}, all.Or()
}

// Cancel takes a contract out of the register with its reason (注销); its number
// is not used again.
func (c Contract) Cancel(ground ledger.Code, reason string, by, made []ledger.ID, words ledger.Sum) (Cancellation, error) {
	if c.State != Registered {
		return Cancellation{}, refusal.Clash("contract.cancel.state", "G.5-NUMBER", "state", c.State.Name())
	}
	if err := c.others(by, made, "contract.correct.same"); err != nil {
		return Cancellation{}, err
	}
	var all refusal.All
	if Label("cancel", ground) == "" {
		all = append(all, refusal.New("contract.cancel.ground", "G.5-NUMBER").On("ground"))
	}
	if strings.TrimSpace(reason) == "" {
		all = append(all, refusal.New("contract.cancel.reason", "G.5-NUMBER").On("reason"))
	}
	return Cancellation{Of: c.Entry, Ground: ground, Type: c.Verified.Kind, Money: c.Verified.Money, Words: words}, all.Or()
}
