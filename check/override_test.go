package check

import (
	"strings"
	"testing"

	"gongkai/ledger"
	"gongkai/refusal"
)

func code(err error) string {
	if r, ok := refusal.As(err); ok {
		return r.Code
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// R-A17: what blocks passes with a reason, and personal data with a second
// officer's word.
func TestPass(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ why, rule, severity, reason, want string }{
		{"a reason", "CH-REPERTOIRE", "block", "人名用字，身份证如此", ""},
		{"no reason", "CH-REPERTOIRE", "block", " ", "check.pass.reason"},
		{"three characters", "CH-REPERTOIRE", "block", "没问题", "check.pass.reason"},
		{"an essay", "CH-REPERTOIRE", "block", strings.Repeat("字", 501), "check.pass.long"},
		{"a hint needs none", "CH-WIDTH", "hint", "人名用字", "check.pass.severity"},
	} {
		f := Finding{Rule: x.rule, Severity: Severity(x.severity), Found: "釆"}
		got, err := f.Pass(2, "salt", "", x.reason, "li")
		if code(err) != x.want {
			t.Errorf("%s: %q, want %q", x.why, code(err), x.want)
		}
		if x.want == "" && (got.Edition != 2 || got.By != "li" || string(got.Rule) != x.rule || got.Mark != f.Mark("salt", "") ||
			got.Reason != ReasonSum("salt", got.Mark, x.reason+" ")) {
			t.Errorf("%s: %+v", x.why, got)
		}
	}
	a, b := Finding{Rule: "PD-ID", Found: "1"}, Finding{Rule: "PD-ID", Found: "2"}
	if a.Mark("s", "") == b.Mark("s", "") || a.Mark("s", "") == a.Mark("t", "") || a.Mark("s", "") == a.Mark("s", "file") {
		t.Error("a mark does not tell findings, editions or files apart")
	}
	sealed, other := Finding{Rule: "FL-UNREAD", Where: "甲.doc"}, Finding{Rule: "FL-UNREAD", Where: "乙.doc"}
	if sealed.Mark("s", "file") == other.Mark("s", "file") || sealed.Mark("s", "file") == sealed.Mark("s", "another") {
		t.Error("one file that could not be read lets another pass")
	}
}

func TestAgree(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		why, rule, second, by string
		wrote                 bool
		want                  string
	}{
		{"another one", "PD-ID", "", "wang", false, ""},
		{"a file", "FL-UNREAD", "", "wang", false, ""},
		{"the same one", "PD-ID", "", "li", false, "check.second.own"},
		{"one of the authors", "PD-ID", "", "wang", true, "check.second.own"},
		{"twice", "PD-ID", "zhao", "wang", false, "check.second.twice"},
		{"a character", "CH-REPERTOIRE", "", "wang", false, "check.second.none"},
	} {
		o := Override{Edition: 1, Rule: ledger.Code(x.rule), Officer: "li", Seq: 7, Second: ledger.ID(x.second)}
		got, err := o.Agree(ledger.ID(x.by), x.wrote)
		if code(err) != x.want {
			t.Errorf("%s: %q, want %q", x.why, code(err), x.want)
		}
		if x.want == "" && (got.Of != 7 || got.Edition != 1) {
			t.Errorf("%s: %+v", x.why, got)
		}
		if want := x.second != "" || x.rule == "CH-REPERTOIRE"; o.Holds() != want {
			t.Errorf("%s: holds %v", x.why, !want)
		}
	}
}
