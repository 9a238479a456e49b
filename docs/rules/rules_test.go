// Package rules_test holds docs/rules to the code: every rule id that the
// program cites has a line here, and every line names code and tests that are
// there and that speak of the rule.
package rules_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const root = "../.."

// line is a row of a table: | id | meaning | where | tests |.
type line struct {
	file, id, meaning string
	where, tests      []string
}

// plain is the id without the sign of a section.
func plain(id string) string { return strings.TrimPrefix(id, "§") }

var quoted = regexp.MustCompile("`([^`]+)`")

func ticks(s string) (out []string) {
	for _, m := range quoted.FindAllStringSubmatch(s, -1) {
		out = append(out, m[1])
	}
	return out
}

func lines(t *testing.T) (out []line) {
	t.Helper()
	files, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for row := range strings.Lines(string(b)) {
			c := strings.Split(strings.TrimSpace(row), " | ")
			if !strings.HasPrefix(row, "| ") || strings.HasPrefix(row, "| id ") || f == "README.md" {
				continue
			}
			if len(c) != 4 {
				t.Errorf("%s: want four cells in %s", f, row)
				continue
			}
			out = append(out, line{f, strings.TrimPrefix(c[0], "| "), c[1], ticks(c[2]), ticks(c[3])})
		}
	}
	return out
}

// id is what a rule of a check or a clock is called; refusals may also cite a
// section of the standards.
var id = regexp.MustCompile(`^(R-A[0-9]+|(T3|T4|XY|TX|ST|WS|VI|T2-20[0-9]{2}|T2)-[A-Z]+|(CH|WD|PD|FG|FL)-[A-Z]+|DL-0131|DUP|ROLL)$`)

// cited finds every rule id in the program, with a place where it stands, and
// every test by package and name, with the text of its file.
func cited(t *testing.T) (ids map[string]string, tests map[string]string) {
	t.Helper()
	ids, tests = map[string]string{}, map[string]string{}
	files := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(files, path, src, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, filepath.Dir(path))
		if strings.HasSuffix(path, "_test.go") {
			for _, d := range f.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && strings.HasPrefix(fn.Name.Name, "Test") {
					tests[filepath.ToSlash(rel)+"."+fn.Name.Name] = string(src)
				}
			}
			return nil
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := text(n); ok && id.MatchString(s) {
				ids[s] = files.Position(n.Pos()).String()
			}
			if call, ok := n.(*ast.CallExpr); ok {
				at := map[string]int{"refusal.New": 1, "refusal.Clash": 1, "no": 2}[name(call.Fun)]
				if at > 0 && len(call.Args) > at {
					if s, ok := text(call.Args[at]); ok && s != "" {
						ids[plain(s)] = files.Position(call.Pos()).String()
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(root, "law/limits.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for row := range strings.Lines(string(b)) {
		if c := strings.Split(row, " | "); len(c) == 8 && !strings.HasPrefix(row, "#") {
			ids[plain(c[6])] = "law/limits.txt, " + c[0]
		}
	}
	return ids, tests
}

func name(f ast.Expr) string {
	switch f := f.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok {
			return x.Name + "." + f.Sel.Name
		}
	}
	return ""
}

func text(n ast.Node) (string, bool) {
	l, ok := n.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}

func TestEveryRuleIsWrittenDownAndTested(t *testing.T) {
	t.Parallel()
	ids, tests := cited(t)
	written := map[string]bool{}
	for _, l := range lines(t) {
		written[plain(l.id)] = true
		if l.meaning == "" || len(l.where) == 0 || len(l.tests) == 0 {
			t.Errorf("%s: %s has no meaning, no code or no test", l.file, l.id)
		}
		for _, w := range l.where {
			if _, err := os.Stat(filepath.Join(root, w)); err != nil {
				t.Errorf("%s: %s stands in %s, which is not there", l.file, l.id, w)
			}
		}
		for _, x := range l.tests {
			src, ok := tests[x]
			switch {
			case !ok:
				t.Errorf("%s: %s is tested by %s, which is not there", l.file, l.id, x)
			case !strings.Contains(src, plain(l.id)):
				t.Errorf("%s: the file of %s does not speak of %s", l.file, x, l.id)
			}
		}
	}
	for i, at := range ids {
		if !written[i] {
			t.Errorf("%s: the rule %s has no line in docs/rules", at, i)
		}
	}
	if len(ids) < 40 {
		t.Errorf("only %d rules were found in the code", len(ids))
	}
}

// Each table is named in the README, and no rule stands in two tables with
// different meanings.
func TestTables(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, l := range lines(t) {
		if !strings.Contains(string(readme), "("+l.file+")") {
			t.Errorf("README.md does not name %s", l.file)
		}
		if was := seen[l.file+" "+l.id]; was != "" {
			t.Errorf("%s: %s stands there twice", l.file, l.id)
		}
		seen[l.file+" "+l.id] = l.meaning
		if slices.Contains([]string{"", "?"}, l.id) {
			t.Errorf("%s: a line without id: %s", l.file, l.meaning)
		}
	}
}
