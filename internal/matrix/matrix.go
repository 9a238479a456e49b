// Package matrix writes down what each verb of a noun does in each state: as the
// golden file that documents its life, and as the diagram and the table of its
// page in docs/rules. The nouns' tests say how a verb is tried; what is made of it
// is the same for all.
package matrix

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"gongkai/ledger"
	"gongkai/refusal"
)

// Named is a state or a verb: a code with its printed name.
type Named interface {
	~string
	Name() string
}

// Outcome is what a verb gives in a state: the fact's kind and the state after
// it, or the refusal.
type Outcome[S, V Named] struct {
	From   S
	Verb   V
	Kind   string
	To     S
	Refuse *refusal.Refusal
}

// Of sets the answer of a verb down; what is no refusal is a fault.
func Of[S, V Named](t *testing.T, from S, verb V, f ledger.Fact, err error, after func(ledger.Fact) S) Outcome[S, V] {
	t.Helper()
	o := Outcome[S, V]{From: from, Verb: verb}
	if err == nil {
		o.Kind, o.To = f.Kind(), after(f)
		return o
	}
	no, ok := refusal.As(err)
	if !ok {
		t.Fatalf("%s in %s: a fault: %v", string(verb), string(from), err)
	}
	o.Refuse = no
	return o
}

// Golden holds the outcomes against testdata/matrix.txt, or writes it. Of is what
// the noun is called, and cases where its verbs' own conditions are tried.
func Golden[S, V Named](t *testing.T, write bool, pkg, of, cases string, outcomes []Outcome[S, V]) {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "# %s的状态 × 动作：记入台账的事实和其后的状态，或拒绝的代码和依据。由 go test ./%s -update 写成。\n"+
		"# 状态以外的条件都已满足；各动作自己的条件见 %s。\n", of, pkg, cases)
	var at S
	for _, o := range outcomes {
		if o.From != at {
			at = o.From
			fmt.Fprintf(&b, "\n%s %s\n", at.Name(), string(at))
		}
		if o.Refuse != nil {
			fmt.Fprintf(&b, "  %s %s\t! %s\t%s\n", string(o.Verb), o.Verb.Name(), o.Refuse.Code, o.Refuse.Rule)
			continue
		}
		fmt.Fprintf(&b, "  %s %s\t%s\t→ %s\n", string(o.Verb), o.Verb.Name(), o.Kind, o.To.Name())
	}
	same(t, write, pkg, "testdata/matrix.txt", b.String())
}

// Diagram holds the outcomes against the diagram and the table of the noun's page
// in docs/rules, or writes them. Begins are the arrows into a life.
func Diagram[S, V Named](t *testing.T, write bool, pkg, begins string, rule func(V) string, outcomes []Outcome[S, V]) {
	t.Helper()
	var b strings.Builder
	b.WriteString("```mermaid\nstateDiagram-v2\n")
	var at S
	for _, o := range outcomes {
		if o.From != at {
			at = o.From
			fmt.Fprintf(&b, "  %s : %s\n", string(at), at.Name())
		}
	}
	b.WriteString(begins)
	var verbs []V
	for _, o := range outcomes {
		if !slices.Contains(verbs, o.Verb) {
			verbs = append(verbs, o.Verb)
		}
		if o.Refuse == nil && o.To != o.From {
			fmt.Fprintf(&b, "  %s --> %s : %s\n", string(o.From), string(o.To), o.Verb.Name())
		}
	}
	b.WriteString("  archived --> [*]\n```\n\n动作 | 可以办理的状态 | 记入 | 其后 | 依据\n--- | --- | --- | --- | ---\n")
	for _, v := range verbs {
		b.WriteString(line(v, rule(v), outcomes))
	}
	file := "../docs/rules/" + pkg + ".md"
	const from, to = "<!-- 状态图 -->\n", "<!-- 状态图完 -->\n"
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(page), from)
	_, tail, ok2 := strings.Cut(rest, to)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the diagram", file)
	}
	same(t, write, pkg, file, head+from+b.String()+to+tail)
}

// line is a verb's line of the table.
func line[S, V Named](v V, rule string, outcomes []Outcome[S, V]) string {
	var in, after []string
	kind := ""
	for _, o := range outcomes {
		if o.Verb != v || o.Refuse != nil {
			continue
		}
		kind = o.Kind
		in = append(in, o.From.Name())
		name := o.To.Name()
		if o.To == o.From {
			name = "不变"
		}
		if !slices.Contains(after, name) {
			after = append(after, name)
		}
	}
	return fmt.Sprintf("`%s` %s | %s | `%s` | %s | %s\n", string(v), v.Name(), strings.Join(in, "、"), kind, strings.Join(after, "、"), rule)
}

// same holds a text against a file, or writes it there.
func same(t *testing.T, write bool, pkg, file, got string) {
	t.Helper()
	if write {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s is not what the code does; look at the difference, then go test ./%s -update", file, pkg)
	}
}
