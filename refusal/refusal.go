// Package refusal holds a rule's "no".
//
// A rule of the trade that is not met is not a fault of the machine: it is an
// answer, with a code that names it, the rule that it rests on, and the
// arguments that its sentence needs. The sentence itself stands in words.txt,
// where an official can read all of them in one place; so the same refusal
// reads the same on a page, on the command line and in a test.
//
// Everything that is not a Refusal is a fault: it is logged once at the edge
// and shown to nobody in detail.
package refusal

import (
	"errors"
	"slices"
	"strings"
)

// Class says what sort of no it is; the web's edge turns it into a status.
type Class int

const (
	// Invalid is input that cannot be right: a form comes back filled (422).
	Invalid Class = iota
	// Conflict is a verb that this state does not allow, or a write on top of
	// somebody else's (409).
	Conflict
	// Forbidden is a verb that this officer may not do (403).
	Forbidden
	// Hidden is a thing that is not there for this reader (404). Whether it
	// exists is not said.
	Hidden
)

// Refusal is a no with its reason. Code is noun.verb.why; Rule is an id of
// docs/rules or an article, empty where no statute stands behind it; Field is
// the form field at fault, empty for the whole.
type Refusal struct {
	Class Class
	Code  string
	Rule  string
	Field string
	Args  []string // pairs: name, value
}

// Error is the sentence for a clerk.
func (r *Refusal) Error() string { return r.Words() }

// Words is the sentence of the catalogue with the arguments put in. A code
// that the catalogue lacks is shown as it is, so that nothing is swallowed.
func (r *Refusal) Words() string {
	s, ok := catalogue[r.Code]
	if !ok {
		return r.Code + " " + strings.Join(r.Args, " ")
	}
	for i := 0; i+1 < len(r.Args); i += 2 {
		s = strings.ReplaceAll(s, "{"+r.Args[i]+"}", r.Args[i+1])
	}
	return s
}

// On returns the refusal with its form field named.
func (r *Refusal) On(field string) *Refusal {
	c := *r
	c.Field = field
	return &c
}

// New makes a refusal of bad input.
func New(code, rule string, args ...string) *Refusal {
	return &Refusal{Class: Invalid, Code: code, Rule: rule, Args: args}
}

// Clash makes a refusal of a verb that the present state does not allow.
func Clash(code, rule string, args ...string) *Refusal {
	return &Refusal{Class: Conflict, Code: code, Rule: rule, Args: args}
}

// Denied makes a refusal of a verb that this officer may not do.
func Denied(code string, args ...string) *Refusal {
	return &Refusal{Class: Forbidden, Code: code, Args: args}
}

// NotFound makes a refusal that says no more than that there is nothing here.
func NotFound(code string, args ...string) *Refusal {
	return &Refusal{Class: Hidden, Code: code, Args: args}
}

// As finds the refusal in an error's chain.
func As(err error) (*Refusal, bool) {
	var r *Refusal
	ok := errors.As(err, &r)
	return r, ok
}

// All is a list of refusals, one for each field at fault, so that a form is
// mended in one go.
type All []*Refusal

// Error joins the sentences.
func (a All) Error() string {
	words := make([]string, len(a))
	for i, r := range a {
		words[i] = r.Words()
	}
	return strings.Join(words, "；")
}

// Unwrap lets errors.As find the first.
func (a All) Unwrap() []error {
	out := make([]error, len(a))
	for i, r := range a {
		out[i] = r
	}
	return out
}

// Or returns the list as an error, nil when it is empty.
func (a All) Or() error {
	if len(a) == 0 {
		return nil
	}
	return a
}

// Codes lists the catalogue's codes in order.
func Codes() []string {
	out := make([]string, 0, len(catalogue))
	for c := range catalogue {
		out = append(out, c)
	}
	slices.Sort(out)
	return out
}
