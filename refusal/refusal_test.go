package refusal

import (
	"errors"
	"fmt"
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
	"unicode"
)

// use is a place of the code that makes a refusal.
type use struct {
	at   string
	code string
	args []string // names of the arguments
	open bool     // arguments come from a variable
}

// makers are the functions that make refusals, with the place of the code
// among their arguments and that of the first name.
var makers = map[string][2]int{"refusal.New": {0, 2}, "refusal.Clash": {0, 2}, "refusal.Denied": {0, 1}, "refusal.NotFound": {0, 1},
	"no": {1, 3}} // no is publication.Edition.Check's own short form

var shape = regexp.MustCompile(`^[a-z]+(\.[a-z_]+){1,2}$`)

// uses reads every Go file of the program.
func uses(t *testing.T) (out []use, literals map[string]bool) {
	t.Helper()
	literals = map[string]bool{}
	files := token.NewFileSet()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if l, ok := text(n); ok {
				literals[l] = true
			}
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			m, ok := makers[name(call.Fun)]
			if !ok || len(call.Args) <= m[0] {
				return true
			}
			code, ok := text(call.Args[m[0]])
			if !ok {
				return true // New and the short form inside themselves
			}
			u := use{at: files.Position(call.Pos()).String(), code: code, open: call.Ellipsis.IsValid()}
			for i := m[1]; i < len(call.Args); i += 2 {
				a, ok := text(call.Args[i])
				if !ok {
					t.Errorf("%s: the name of an argument of %s is no literal", u.at, code)
				}
				if i+1 == len(call.Args) && !u.open {
					t.Errorf("%s: the argument %s of %s has no value", u.at, a, code)
				}
				u.args = append(u.args, a)
			}
			out = append(out, u)
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out, literals
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

var slot = regexp.MustCompile(`\{([a-z]+)\}`)

// Every refusal that the code makes has a sentence, and gives it every word
// that it asks for, and no word that it does not.
func TestEveryRefusalHasWords(t *testing.T) {
	t.Parallel()
	all, _ := uses(t)
	if len(all) < 90 {
		t.Errorf("only %d refusals were found in the code", len(all))
	}
	for _, u := range all {
		if !shape.MatchString(u.code) {
			t.Errorf("%s: %q is not noun.verb.why", u.at, u.code)
		}
		words, ok := catalogue[u.code]
		if !ok {
			t.Errorf("%s: %s has no sentence in words.txt", u.at, u.code)
			continue
		}
		var slots []string
		for _, m := range slot.FindAllStringSubmatch(words, -1) {
			if !slices.Contains(slots, m[1]) {
				slots = append(slots, m[1])
			}
			if !slices.Contains(u.args, m[1]) && !u.open {
				t.Errorf("%s: %s asks for {%s}, the code gives %v", u.at, u.code, m[1], u.args)
			}
		}
		for _, a := range u.args {
			if !slices.Contains(slots, a) {
				t.Errorf("%s: %s does not say {%s}", u.at, u.code, a)
			}
		}
	}
}

// Every sentence is used, so that an official reads nothing that cannot happen.
func TestEverySentenceIsUsed(t *testing.T) {
	t.Parallel()
	_, literals := uses(t)
	for _, code := range Codes() {
		if !literals[code] {
			t.Errorf("%s is in words.txt and nowhere in the code", code)
		}
	}
}

// latin are the words in Latin letters that a sentence may hold: file formats,
// units, addresses to copy, an option of the command line.
var latin = regexp.MustCompile(`PNG|JPEG|GIF|PDF|DOCX|docx|\bMB\b|--[a-z-]+|[a-z]+(/[a-z]+)+|T09:00`)

// Each sentence is Chinese for a clerk: whole, without English, with the words
// in full-width signs.
func TestSentences(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("words.txt")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for i, line := range strings.Split(string(b), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		code, words, ok := strings.Cut(line, " = ")
		if !ok || code != strings.TrimSpace(code) || words != strings.TrimSpace(words) {
			t.Errorf("line %d: want code = sentence, got %q", i+1, line)
			continue
		}
		if seen[code] > 0 {
			t.Errorf("line %d: %s stands in line %d already", i+1, code, seen[code])
		}
		seen[code] = i + 1
		han := 0
		for _, r := range words {
			if unicode.Is(unicode.Han, r) {
				han++
			}
		}
		if han < 4 {
			t.Errorf("%s says %q", code, words)
		}
		rest := latin.ReplaceAllString(slot.ReplaceAllString(words, ""), "")
		if m := regexp.MustCompile(`[A-Za-z]+`).FindString(rest); m != "" {
			t.Errorf("%s says %q in Latin letters: %s", code, m, words)
		}
		if !strings.HasSuffix(words, "。") && !strings.HasSuffix(words, "}") {
			t.Errorf("%s is no whole sentence: %s", code, words)
		}
		if strings.Count(words, "{") != len(slot.FindAllString(words, -1)) || strings.ContainsAny(rest, "{},;:?!") {
			t.Errorf("%s has a brace that is no argument, or a half-width sign: %s", code, words)
		}
	}
	if len(seen) != len(Codes()) {
		t.Errorf("%d lines, %d codes", len(seen), len(Codes()))
	}
}

func TestRefusal(t *testing.T) {
	t.Parallel()
	r := New("report.state.twice", "R-A50", "label", "来信", "year", "2019", "seq", "7")
	if got := r.Error(); got != "“来信”2019年已填报过（台账第7号）。如需更正，请在“更正”一栏选择原填报。" {
		t.Errorf("%s", got)
	}
	if got := New("no.such.code", "", "a", "b").Words(); got != "no.such.code a b" {
		t.Errorf("an unknown code reads %q", got)
	}
	on := r.On("value")
	if on.Field != "value" || r.Field != "" || on.Code != r.Code {
		t.Errorf("On changed the refusal itself: %+v %+v", r, on)
	}
	for _, x := range []struct {
		r    *Refusal
		want Class
	}{{New("a.b", ""), Invalid}, {Clash("a.b", ""), Conflict}, {Denied("a.b"), Forbidden}, {NotFound("a.b"), Hidden}} {
		if x.r.Class != x.want {
			t.Errorf("class %d, want %d", x.r.Class, x.want)
		}
	}
	wrapped := fmt.Errorf("office: %w", All{on, New("form.nul", "").On("title")}.Or())
	if got, ok := As(wrapped); !ok || got != on {
		t.Errorf("As found %v", got)
	}
	var all All
	if !errors.As(wrapped, &all) || len(all) != 2 || !strings.Contains(all.Error(), "；标题中") {
		t.Errorf("%v", all)
	}
	if _, ok := As(errors.New("disk")); ok {
		t.Error("a fault passes as a refusal")
	}
	if _, ok := As(nil); ok {
		t.Error("nothing passes as a refusal")
	}
	if (All{}).Or() != nil || All(nil).Or() != nil {
		t.Error("an empty list is an error")
	}
	if c := Codes(); !slices.IsSorted(c) || len(c) < 100 {
		t.Errorf("%d codes", len(c))
	}
}

func TestParseWords(t *testing.T) {
	t.Parallel()
	got := parseWords("# 注释\n\n a.b = 话 = 话。 \n")
	if len(got) != 1 || got["a.b"] != "话 = 话。" {
		t.Errorf("%v", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("a line without ' = ' was passed over")
		}
	}()
	parseWords("a.b 话")
}
