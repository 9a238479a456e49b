package audit_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"os"
	"slices"
	"strings"
	"testing"

	"gongkai/audit"
	"gongkai/check"
	"gongkai/internal/extract"
)

func rulesOf(found []audit.Finding) (out []string) {
	for _, f := range found {
		out = append(out, f.Rule+" "+string(f.Severity))
	}
	return out
}

// TestSeed reads the first user's own report as it was copied from the page:
// every cell, and nothing hard in it. It prints no table 三 and 四, but says why
// (ST-TABLE), and cites the form of its year (TX-CITE).
func TestSeed(t *testing.T) {
	t.Parallel()
	words, err := os.ReadFile("../report/testdata/seed-2019-published.txt")
	if err != nil {
		t.Fatal(err)
	}
	r := audit.Read(check.Plain(string(words)))
	if r.Body != "岳阳市科学技术局" || r.Year != 2019 || r.Form.Name != "2019" || r.IssuedOn.String() != "2020-01-23" {
		t.Errorf("head: %q %d %s %s", r.Body, r.Year, r.Form.Name, r.IssuedOn)
	}
	want := map[string]string{"T2.permit.prior": "0", "T2.permit.delta": "1", "T2.permit.decided": "95", "T2.service.prior": "28",
		"T2.service.delta": "-7", "T2.service.decided": "406", "T2.procurement.amount": "0"}
	for _, c := range r.Form.Cells() {
		v, ok := r.Cells[c.Key]
		if w := want[c.Key]; !ok || v.String() != w && (w != "" || v.N != 0) {
			t.Errorf("%s is %q, want %q", c.Key, v, w)
		}
	}
	if got := rulesOf(audit.Audit(r, nil)); !slices.Equal(got, []string{"ST-TABLE soft", "ST-TABLE soft"}) {
		t.Errorf("found %v", got)
	}
	out, err := json.Marshal(audit.ResultOf("seed", r, audit.Audit(r, nil)))
	if err != nil || !strings.Contains(string(out), `"applications":null,"remedies":null`) {
		t.Errorf("%v %s", err, out)
	}
}

// TestCases reads table 三 of two reports that were published; T3-COL, T3-BAL
// and T3-ROW hold in them.
func TestCases(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, key, want string }{{"shanghai-kewei-2024.csv", "T3.total.sum", "35"}, {"suqian-2023.csv", "T3.u_none.business", "74"}} {
		words, err := os.ReadFile("../request/testdata/cases/" + c.name)
		if err != nil {
			t.Fatal(err)
		}
		text, err := extract.Read(c.name, bytes.NewReader(words), int64(len(words)))
		if err != nil {
			t.Fatal(err)
		}
		r := audit.Read(text)
		if got := r.Cells[c.key].String(); got != c.want {
			t.Errorf("%s: %s is %s, want %s", c.name, c.key, got, c.want)
		}
		if r.Applications == nil || r.Applications.Name != "2021" {
			t.Errorf("%s: form %v", c.name, r.Applications)
		}
		for _, f := range audit.Audit(r, nil) {
			if strings.HasPrefix(f.Rule, "T3") {
				t.Errorf("%s: %+v", c.name, f)
			}
		}
	}
}

// TestMarks: T2-INT, T3-INT and T4-INT take blanks, dashes, units, notes and
// separators for what they mean.
func TestMarks(t *testing.T) {
	t.Parallel()
	p := clean(2024, 3)
	for k, v := range map[string]string{"T2.normative.made": "２（其中修订1件）", "T2.penalty.decided": "1,234件", "T2.fee.amount": "125000元", "T2.coercion.decided": "—",
		"T3.d_law.natural": "／", "T4.review.other": "无", "T4.suit_direct.other": "见附件"} {
		p.cells[k] = v
	}
	for f := range formats {
		r := read(t, p, f)
		for k, want := range map[string]string{"T2.normative.made": "2", "T2.penalty.decided": "1234", "T2.fee.amount": "12.5", "T2.coercion.decided": "0", "T3.d_law.natural": "0"} {
			if got := r.Cells[k].String(); got != want {
				t.Errorf("%s: %s is %s, want %s", f, k, got, want)
			}
		}
		if n := r.Cells["T2.normative.made"].Note; n != "其中修订1件" {
			t.Errorf("%s: note %q", f, n)
		}
		got := rulesOf(audit.Audit(r, nil))
		for _, want := range []string{"T2-INT soft", "T3-INT soft", "T4-INT soft", "T4-INT hard"} {
			if f == "txt cells" && strings.HasPrefix(want, "T4") {
				want = "ST-TABLE hard" // a word on a line of its own is of no table
			}
			if !slices.Contains(got, want) {
				t.Errorf("%s: no %s in %v", f, want, got)
			}
		}
	}
}

// TestOldForm is what only the form of 2019 has: T2-2019-A, T2-2019-B and
// XY-ITEMS; and XY-YEAR.
func TestOldForm(t *testing.T) {
	t.Parallel()
	p, last := clean(2020, 3), clean(2019, 3)
	if got := audit.Audit(read(t, p, "docx"), nil); len(got) > 0 {
		t.Errorf("clean: %v", got)
	}
	p.cells["T2.permit.delta"], p.cells["T2.normative.opened"], p.cells["T2.service.prior"] = "-8", "99", "30"
	was := read(t, last, "docx")
	got := rulesOf(audit.Audit(read(t, p, "docx"), &was))
	for _, want := range []string{"T2-2019-A hard", "T2-2019-B soft", "XY-ITEMS soft"} {
		if !slices.Contains(got, want) {
			t.Errorf("no %s in %v", want, got)
		}
	}
	other := read(t, clean(2023, 3), "html")
	if got := rulesOf(audit.Audit(read(t, p, "docx"), &other)); !slices.Contains(got, "XY-YEAR alert") {
		t.Errorf("no XY-YEAR in %v", got)
	}
}

// TestPicture: a scanned picture is said so (FL-UNREAD).
func TestPicture(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 9, 9))); err != nil {
		t.Fatal(err)
	}
	text, err := extract.Read("年报.png", bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if got := rulesOf(audit.Audit(audit.Read(text), nil)); !slices.Equal(got, []string{"FL-UNREAD hard"}) {
		t.Errorf("found %v", got)
	}
}

// TestRoll holds a whole to its parts (ROLL).
func TestRoll(t *testing.T) {
	t.Parallel()
	a, b := clean(2024, 3), clean(2024, 4)
	whole := clean(2024, 3)
	for k := range whole.cells {
		if k[1] != '2' {
			whole.cells[k] = fmt.Sprint(atoi(a.cells[k]) + atoi(b.cells[k]))
		}
	}
	parts := []audit.Report{read(t, a, "docx"), read(t, b, "xlsx")}
	if got := audit.Roll(read(t, whole, "html"), parts); len(got) > 0 {
		t.Errorf("found %v", got)
	}
	whole.cells["T3.open.natural"] = "77"
	got := audit.Roll(read(t, whole, "html"), parts)
	if len(got) != 1 || got[0].Rule != "ROLL" || got[0].Found != "77" || !strings.Contains(got[0].Message, b.body) {
		t.Errorf("found %v", got)
	}
}
