package rules_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var identifier = regexp.MustCompile("`([a-z]+\\.[A-Z][A-Za-z]*(?:\\.[A-Z][A-Za-z]*)?)`")

// CONTEXT.md speaks of identifiers that are there: package.Name, or
// package.Type.Name for a field or a method.
func TestGlossary(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile(filepath.Join(root, "CONTEXT.md"))
	if err != nil {
		t.Fatal(err)
	}
	have := declared(t)
	found := identifier.FindAllStringSubmatch(string(b), -1)
	if len(found) < 80 {
		t.Errorf("only %d identifiers in CONTEXT.md", len(found))
	}
	for _, m := range found {
		if !have[m[1]] && m[1] != "time.Time" {
			t.Errorf("CONTEXT.md speaks of %s, which is not there", m[1])
		}
	}
	for item := range strings.SplitSeq(string(b), "\n- ") {
		if n := strings.Count(item, "_Avoid_"); n > 1 {
			t.Errorf("two _Avoid_ lines in %.40q", item)
		}
	}
}

// declared lists what the pure packages at the root declare.
func declared(t *testing.T) map[string]bool {
	t.Helper()
	have := map[string]bool{}
	files := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && (d.Name() == "internal" || d.Name() == "cmd" || d.Name() == ".git") {
			return filepath.SkipDir
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		p := f.Name.Name + "."
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil {
					have[p+d.Name.Name] = true
				} else if r, ok := d.Recv.List[0].Type.(*ast.Ident); ok {
					have[p+r.Name+"."+d.Name.Name] = true
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					switch s := s.(type) {
					case *ast.ValueSpec:
						for _, n := range s.Names {
							have[p+n.Name] = true
						}
					case *ast.TypeSpec:
						have[p+s.Name.Name] = true
						if st, ok := s.Type.(*ast.StructType); ok {
							for _, field := range st.Fields.List {
								for _, n := range field.Names {
									have[p+s.Name.Name+"."+n.Name] = true
								}
							}
						}
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return have
}
