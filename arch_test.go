package gongkai_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongkai/internal/office"
	"gongkai/ledger"
)

// This file holds the architecture to its word (docs/adr/0001).

// nouns are the pure packages, each with the packages of ours it may import.
var nouns = map[string][]string{
	"calendar":     nil,
	"refusal":      nil,
	"law":          {"calendar", "refusal", "ledger"},
	"ledger":       {"calendar", "refusal"},
	"people":       {"calendar", "refusal", "ledger"},
	"access":       {"calendar", "refusal", "ledger", "people"},
	"review":       {"calendar", "refusal", "law", "ledger"},
	"catalogue":    {"calendar", "refusal", "law", "ledger"},
	"window":       {"calendar", "refusal", "law", "ledger"},
	"publication":  {"calendar", "refusal", "law", "ledger", "people", "access", "review"},
	"register":     {"calendar", "refusal", "law", "ledger", "people", "access"},
	"privacy":      nil,
	"likeness":     nil,
	"request":      {"calendar", "refusal", "law", "ledger", "privacy", "likeness"},
	"letter":       {"calendar", "refusal", "law", "ledger", "privacy", "likeness"},
	"writ":         {"calendar", "refusal", "law", "ledger"},
	"check":        {"calendar", "refusal", "law", "ledger"},
	"remedy":       {"calendar", "refusal", "law", "ledger"},
	"record":       {"calendar", "refusal", "law", "ledger"},
	"service":      {"calendar", "refusal", "law", "ledger"},
	"contract":     {"calendar", "refusal", "law", "ledger"},
	"audit":        {"calendar", "law", "ledger", "check", "likeness"},
	"difference":   nil,
	"batch":        {"calendar", "refusal", "ledger"},
	"invitation":   {"calendar", "refusal", "ledger", "people"},
	"proposal":     {"calendar", "refusal", "law", "ledger"},
	"consultation": {"calendar", "refusal", "law", "ledger"},
	"interview":    {"calendar", "refusal", "ledger"},
	"report":       {"calendar", "refusal", "law", "ledger", "people", "access", "publication", "register", "request", "letter", "remedy", "review", "contract", "service", "proposal", "consultation", "interview", "window", "visit"},
	"website":      {"calendar", "refusal", "law", "ledger", "catalogue", "letter", "publication", "report", "service"},
	"inspection":   {"calendar", "refusal", "ledger"},
	"visit":        {"calendar", "refusal", "ledger", "privacy"},
	"proof":        {"calendar", "refusal", "ledger", "publication"},
	"search":       {"calendar", "check"},
}

// shells are the packages around them; "*" stands for all nouns.
var shells = map[string][]string{
	".":                   {},
	"internal/files":      {},
	"internal/eml":        {},
	"internal/secret":     {},
	"internal/conv":       {"difference"},
	"internal/extract":    {"check", "internal/conv"},
	"internal/index":      {"calendar", "ledger", "search"},
	"internal/store":      {"*"},
	"internal/post":       {"people", "internal/store"},
	"internal/mailin":     {"*", "internal/office"},
	"internal/office":     {"*", "internal/eml", "internal/store", "internal/files", "internal/conv", "internal/extract", "internal/index", "internal/secret"},
	"internal/visits":     {"*", "internal/office"},
	"internal/plot":       {},
	"internal/mirror":     {},
	"internal/web/public": {"*", "internal/office", "internal/mirror", "internal/plot", "internal/visits", "internal/web/wire"},
	"internal/web/wire":   {},
	"internal/web/staff":  {"*", "internal/office", "internal/plot"},
	"internal/watch":      {"*", "internal/office"},
	"internal/crawl":      {"calendar"},
	"internal/inspect":    {"*", "internal/office", "internal/crawl"},
	"internal/demo":       {"*", "internal/office", "internal/conv"},
	"internal/matrix":     {"refusal", "ledger"},
	"internal/bench":      {"*", "internal/office", "internal/conv", "internal/demo", "internal/index"},
	"internal/testkit":    {"*", "internal/office", "internal/store", "internal/files", "internal/index", "internal/secret"},
	"cmd/gongkai":         {"*", "internal/office", "internal/conv", "internal/extract", "internal/store", "internal/files", "internal/index", "internal/secret", "internal/post", "internal/mailin", "internal/watch", "internal/visits", "internal/crawl", "internal/inspect", "internal/demo", "internal/bench", "internal/mirror", "internal/web/public", "internal/web/staff", "internal/web/wire"},
}

// banned is what a pure package may not import: it would bring in the machine.
var banned = []string{"os", "net", "net/http", "database/sql", "log", "log/slog", "math/rand", "math/rand/v2", "syscall", "os/exec"}

// goFile is a parsed file of the product.
type goFile struct {
	path, dir string
	lines     int
	tree      *ast.File
}

func sources(t *testing.T) []goFile {
	t.Helper()
	var out []goFile
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules" || name == "tools" || name == "bin" || d.Name() == "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		tree, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments)
		if err != nil {
			return err
		}
		out = append(out, goFile{filepath.ToSlash(name), path.Dir(filepath.ToSlash(name)), bytes.Count(text, []byte("\n")), tree})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 50 {
		t.Fatalf("only %d files were found", len(out))
	}
	return out
}

func imports(f goFile) []string {
	var out []string
	for _, i := range f.tree.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		out = append(out, p)
	}
	return out
}

func TestImports(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		allowed, pure := nouns[f.dir]
		if !pure {
			list, known := shells[f.dir]
			if !known {
				t.Errorf("%s: a package that the import law does not know", f.dir)
				continue
			}
			for _, p := range list {
				if p == "*" {
					for n := range nouns {
						allowed = append(allowed, n)
					}
				} else {
					allowed = append(allowed, p)
				}
			}
		}
		for _, p := range imports(f) {
			if ours, ok := strings.CutPrefix(p, "gongkai/"); ok && !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s", f.path, p)
			}
			if pure && slices.Contains(banned, p) {
				t.Errorf("%s is pure and imports %s", f.path, p)
			}
			if pure && strings.Contains(strings.SplitN(p, "/", 2)[0], ".") && !strings.HasPrefix(p, "golang.org/x/mod/sumdb") {
				t.Errorf("%s is pure and imports the module %s", f.path, p)
			}
		}
		if f.dir != "internal/store" && f.dir != "internal/index" && f.dir != "internal/testkit" && slices.Contains(imports(f), "database/sql") {
			t.Errorf("%s: SQL stands in internal/store, and that of the search's own file in internal/index", f.path)
		}
	}
}

// TestNoClock sees that the pure packages and office never ask the machine for
// the time.
func TestNoClock(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		if _, pure := nouns[f.dir]; !pure && f.dir != "internal/office" && f.dir != "internal/store" {
			continue
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && (s.Sel.Name == "Now" || s.Sel.Name == "Since" || s.Sel.Name == "Until") {
					t.Errorf("%s calls time.%s: the clock is injected", f.path, s.Sel.Name)
				}
			}
			return true
		})
	}
}

func TestFileBudget(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		budget := 400
		if _, pure := nouns[f.dir]; pure {
			budget = 250
		}
		if f.lines > budget {
			t.Errorf("%s has %d lines, its budget is %d", f.path, f.lines, budget)
		}
	}
}

func TestPackageDocs(t *testing.T) {
	t.Parallel()
	docs := map[string]bool{}
	for _, f := range sources(t) {
		docs[f.dir] = docs[f.dir] || f.tree.Doc != nil
	}
	for dir, ok := range docs {
		if !ok {
			t.Errorf("package %s has no doc comment", dir)
		}
	}
}

// TestDependencies compares go.mod with the list of docs/adr/0003.
func TestDependencies(t *testing.T) {
	t.Parallel()
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	adr, err := os.ReadFile("docs/adr/0003-dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	var direct, listed []string
	for line := range strings.Lines(string(mod)) {
		if f := strings.Fields(line); len(f) == 2 && strings.Contains(f[0], ".") && strings.HasPrefix(f[1], "v") {
			direct = append(direct, f[0])
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^\| ([a-z0-9./-]+\.[a-z0-9./-]+) \| .`).FindAllStringSubmatch(string(adr), -1) {
		listed = append(listed, m[1])
	}
	slices.Sort(direct)
	slices.Sort(listed)
	if !slices.Equal(direct, listed) {
		t.Errorf("go.mod has\n%s\ndocs/adr/0003 explains\n%s", strings.Join(direct, "\n"), strings.Join(listed, "\n"))
	}
}

// TestFactsHoldNoProse is rule 4 of the ledger over every fact there is.
func TestFactsHoldNoProse(t *testing.T) {
	t.Parallel()
	codec := office.Codec()
	if len(codec) < 15 {
		t.Fatalf("only %d kinds of facts", len(codec))
	}
	for kind, shape := range codec {
		if free := ledger.FreeStrings(reflect.New(shape).Elem().Interface().(ledger.Fact)); len(free) > 0 {
			t.Errorf("%s has fields that could hold a name or a sentence: %v", kind, free)
		}
	}
}

// unasked are the methods of office that need not ask who may: they read the
// clock, act for whoever holds the data folder, or concern the officer alone.
var unasked = []string{"Now", "Today", "Calendar", "OnChange", "OnCommit", "Found", "ImportRequests", "ImportItems", "ImportLetters", "ImportVisits", "MailboxesOf", "LetterDocx", "LetterPDF", "ReportOf", "ReportDocxOf", "Verify", "SignIn", "Actor",
	"ChangePassword", "Autosaved", "DropAutosave", "Sites", "PublicFigures"}

// TestPolicyIsAsked sees that every other method of office reaches access.May,
// itself or by what it calls.
func TestPolicyIsAsked(t *testing.T) {
	t.Parallel()
	calls := map[string]map[string]bool{} // function → names that it calls
	public := map[string]bool{}
	for _, f := range sources(t) {
		if f.dir != "internal/office" {
			continue
		}
		for _, d := range f.tree.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			called := map[string]bool{}
			ast.Inspect(fn.Body, func(n ast.Node) bool {
				c, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				switch fun := c.Fun.(type) {
				case *ast.Ident:
					called[fun.Name] = true
				case *ast.SelectorExpr:
					called[fun.Sel.Name] = true
				}
				return true
			})
			calls[fn.Name.Name] = called
			if fn.Recv != nil && fn.Name.IsExported() {
				if star, ok := fn.Recv.List[0].Type.(*ast.StarExpr); ok && star.X.(*ast.Ident).Name == "Office" {
					public[fn.Name.Name] = true
				}
			}
		}
	}
	var asks func(name string, seen map[string]bool) bool
	asks = func(name string, seen map[string]bool) bool {
		if seen[name] {
			return false
		}
		seen[name] = true
		for c := range calls[name] {
			if c == "May" || asks(c, seen) {
				return true
			}
		}
		return false
	}
	if len(public) < 40 {
		t.Fatalf("only %d methods of office were found", len(public))
	}
	for name := range public {
		if got, want := asks(name, map[string]bool{}), !slices.Contains(unasked, name); !got && want {
			t.Errorf("office.%s never asks access.May", name)
		}
	}
}

// readByPeople are the texts that officials and citizens read.
var readByPeople = []string{"refusal/words.txt", "publication/columns.txt", "writ/*.txt", "writ/texts/*.txt", "internal/demo/data/*.txt",
	"internal/web/public/templates/*.html", "internal/web/staff/templates/*.html", "README.zh-CN.md"}

// TestPunctuation wants full-width marks between Chinese characters.
func TestPunctuation(t *testing.T) {
	t.Parallel()
	half := regexp.MustCompile(`\p{Han}[,;:!?]\p{Han}|\p{Han}\(|\)\p{Han}`)
	for _, glob := range readByPeople {
		names, err := filepath.Glob(glob)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %v, %v", glob, names, err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for i, line := range strings.Split(string(text), "\n") {
				if strings.HasPrefix(line, "#") || strings.Contains(line, "](") || strings.Contains(line, "`") {
					continue
				}
				if m := half.FindString(line); m != "" {
					t.Errorf("%s:%d: %q", name, i+1, m)
				}
			}
		}
	}
}

// TestNoMachine sees that no tracked file names a folder of a developer's
// machine, or the host that its modules come from.
func TestNoMachine(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("git", "ls-files").Output()
	if err != nil {
		t.Skip("not a git checkout")
	}
	proxies, err := exec.Command("go", "env", "GOPROXY").Output()
	if err != nil {
		t.Fatal(err)
	}
	private := []string{`/(home|root|Users)/[a-z]+/`, "/wor" + `k/(main|shared|\.)`, `"resolved":`} // the last is npm's, in a lockfile
	for _, m := range regexp.MustCompile(`://(?:[^/@,|\s]*@)?([^/,|\s]+)`).FindAllStringSubmatch(string(proxies), -1) {
		private = append(private, regexp.QuoteMeta(m[1]))
	}
	machine := regexp.MustCompile(strings.Join(private, "|"))
	for name := range strings.Lines(string(out)) {
		name = strings.TrimSpace(name)
		if name == "arch_test.go" || strings.HasSuffix(name, ".png") || strings.HasSuffix(name, ".docx") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			continue // deleted in the work tree
		}
		if m := machine.Find(text); m != nil {
			t.Errorf("%s holds %s", name, m)
		}
	}
}
