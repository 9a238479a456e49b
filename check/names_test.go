package check

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// Every rule of docs/rules has a name on the page, and no name is of no rule.
func TestRuleName(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../docs/rules/check*.md")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	row := regexp.MustCompile(`(?m)^\| ((?:CH|WD|PD|FG|FL)-[A-Z0-9]+) \|`)
	written := map[string]bool{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range row.FindAllStringSubmatch(string(b), -1) {
			written[m[1]] = true
			if names[m[1]] == "" {
				t.Errorf("%s has no name", m[1])
			}
		}
	}
	for rule := range names {
		if !written[rule] {
			t.Errorf("%s is in no table of docs/rules", rule)
		}
	}
	if RuleName("CH-X") != "用字和标点" || RuleName("PD-ID") != "身份证号" {
		t.Error("names of families")
	}
}
