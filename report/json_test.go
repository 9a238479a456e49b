package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gongkai/ledger"
	"gongkai/register"
)

// schema is the part of JSON Schema that docs/report.schema.json uses. A word
// that it does not know is an error, so that no demand goes unheard.
type schema struct {
	Schema, Title, Description string
	Type                       any
	Ref                        string `json:"$ref"`
	Dialect                    string `json:"$schema"`
	Enum                       []string
	Pattern                    string
	Minimum                    *float64
	MinLength                  int
	MinItems, MaxItems         *int
	Items                      *schema
	Required                   []string
	Properties                 map[string]*schema
	AdditionalProperties       json.RawMessage
	Defs                       map[string]*schema `json:"$defs"`
}

func readSchema(t *testing.T) *schema {
	t.Helper()
	b, err := os.ReadFile("../docs/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	var s schema
	if err := d.Decode(&s); err != nil {
		t.Fatal(err)
	}
	return &s
}

// check lists where a value is not what the schema says.
func (root *schema) check(s *schema, v any, at string) (bad []string) {
	no := func(format string, args ...any) { bad = append(bad, at+": "+fmt.Sprintf(format, args...)) }
	if s.Ref != "" {
		name := strings.TrimPrefix(s.Ref, "#/$defs/")
		if root.Defs[name] == nil {
			return []string{at + ": no definition " + s.Ref}
		}
		return root.check(root.Defs[name], v, at)
	}
	kind := ""
	switch x := v.(type) {
	case string:
		kind = "string"
		if s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(x) {
			no("%q does not match %s", x, s.Pattern)
		}
		if s.Enum != nil && !slices.Contains(s.Enum, x) {
			no("%q is not one of %v", x, s.Enum)
		}
		if len(x) < s.MinLength {
			no("is empty")
		}
	case json.Number:
		kind = "integer"
		if _, err := x.Int64(); err != nil {
			kind = "number"
		}
		if f, _ := x.Float64(); s.Minimum != nil && f < *s.Minimum {
			no("%s is less than %v", x, *s.Minimum)
		}
	case bool:
		kind = "boolean"
	case []any:
		kind = "array"
		if s.MinItems != nil && len(x) < *s.MinItems || s.MaxItems != nil && len(x) > *s.MaxItems {
			no("has %d items", len(x))
		}
		for i, e := range x {
			if s.Items != nil {
				bad = append(bad, root.check(s.Items, e, fmt.Sprintf("%s[%d]", at, i))...)
			}
		}
	case map[string]any:
		kind = "object"
		for _, k := range s.Required {
			if _, ok := x[k]; !ok {
				no("has no %s", k)
			}
		}
		for k, e := range x {
			switch {
			case s.Properties[k] != nil:
				bad = append(bad, root.check(s.Properties[k], e, at+"."+k)...)
			case string(s.AdditionalProperties) == "false":
				no("has %s, which the schema does not know", k)
			case len(s.AdditionalProperties) > 0:
				var more schema
				if err := json.Unmarshal(s.AdditionalProperties, &more); err != nil {
					no("%v", err)
				}
				bad = append(bad, root.check(&more, e, at+"."+k)...)
			}
		}
	case nil:
		kind = "null"
	}
	switch want := s.Type.(type) {
	case string:
		if want != kind {
			no("is %s, want %s", kind, want)
		}
	case []any:
		if !slices.ContainsFunc(want, func(w any) bool { return w == kind }) {
			no("is %s, want one of %v", kind, want)
		}
	}
	return bad
}

func decode(t *testing.T, b []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestJSONSchema(t *testing.T) {
	t.Parallel()
	root := readSchema(t)
	b := seed(t)
	b.add(day("2019-11-11"), "buy", register.Listed{Item: "buy", Register: register.Procurement, Fen: 25100050})
	for _, form := range []string{"2019", "2021"} {
		s := b.sheet(2019, form, 0)
		for _, checks := range [][]Check{nil, Checks(s, Context{Today: day("2020-01-01")})} {
			out, err := s.JSON(checks)
			if err != nil {
				t.Fatal(err)
			}
			if bad := root.check(root, decode(t, out), "$"); len(bad) > 0 {
				t.Errorf("form %s:\n%s", form, strings.Join(bad, "\n"))
			}
			for _, want := range map[string][]string{"2019": {`"25.10005"`, `"label": "(三)不予公开 1.属于国家秘密"`, `"本年增/减"`},
				"2021": {`"label": "(六)其他处理 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"`, `"label": "3.其他"`}}[form] {
				if !bytes.Contains(out, []byte(want)) {
					t.Errorf("form %s: no %s in\n%s", form, want, out)
				}
			}
		}
	}
}

// The schema itself can refuse.
func TestJSONSchemaRefuses(t *testing.T) {
	t.Parallel()
	root := readSchema(t)
	s := seed(t).sheet(2019, "", 0)
	good := string(must(s.JSON([]Check{{"T3-BAL", true, "hard", "x"}})))
	for _, x := range []struct{ was, now string }{
		{`"form": "2019"`, `"form": "2020"`}, {`"year": 2019`, `"year": "2019"`}, {`"code"`, `"kode"`}, {`"value": 213`, `"value": 213.5`},
		{`"value": 213`, `"value": null`}, {`"severity": "hard"`, `"severity": "rather hard"`}, {`"rule": "T3-BAL"`, `"rule": "t3"`},
		{`"value": "0"`, `"value": "0元"`}, {`"columns"`, `"columns2"`}, {`"detail": "x"`, `"detail": ""`},
	} {
		if !strings.Contains(good, x.was) {
			t.Fatalf("no %s in the JSON", x.was)
		}
		if bad := root.check(root, decode(t, []byte(strings.Replace(good, x.was, x.now, 1))), "$"); len(bad) == 0 {
			t.Errorf("%s instead of %s passes", x.now, x.was)
		}
	}
}

// Whoever reads the JSON can add up the tables again.
func TestJSONFigures(t *testing.T) {
	t.Parallel()
	s := applied(t, "", 2019)
	var doc struct {
		Tables struct {
			Applications struct {
				Rows []struct {
					Key   string
					Cells []int64
				}
			}
		}
		Figures map[string]struct {
			Value   any
			Entries []int64
		}
		AsOf struct {
			Seq  int64
			Head string
		} `json:"as_of"`
	}
	if err := json.Unmarshal(must(s.JSON(nil)), &doc); err != nil {
		t.Fatal(err)
	}
	for _, r := range doc.Tables.Applications.Rows {
		f := doc.Figures["T3."+r.Key+".sum"]
		if f.Value != float64(r.Cells[6]) {
			t.Errorf("%s: table %d, figure %v", r.Key, r.Cells[6], f.Value)
		}
	}
	if got := doc.Figures["published"].Entries; len(got) != 213 {
		t.Errorf("published names %d entries, want 213", len(got))
	}
	if doc.AsOf.Seq != s.Head.Seq || doc.AsOf.Head != s.Head.Hex() || s.Head == (ledger.Head{}) {
		t.Errorf("as_of %+v, head %+v", doc.AsOf, s.Head)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
