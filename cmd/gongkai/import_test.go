package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/calendar"
	"gongkai/internal/testkit"
	"gongkai/request"
)

// expanded is a printed table 三 as one row a request: those carried in came at
// the end of the year before, those carried out have no end. The words are as
// registers have them, by turns.
func expanded(t *testing.T, file string, year int) (want [][]int64, rows [][]string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range table[1:] {
		var line []int64
		for _, s := range row[1:] {
			n, err := strconv.ParseInt(s, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			line = append(line, n)
		}
		want = append(want, line)
	}
	rows = [][]string{request.OldHeader}
	doors := []string{"网络", "当面", "邮寄", "传真"}
	last := len(want) - 1
	for col, kind := range table[0][1:7] {
		carried := want[1][col]
		for i, row := range want[2:] {
			if i == last-3 { // 总计
				continue
			}
			for range row[col] {
				n := len(rows)
				on, label, ended := calendar.NewDay(year, time.Month(1+n%12), 1+n%28), table[i+3][0], ""
				if carried > 0 {
					on, carried = calendar.NewDay(year-1, time.Month(11+n%2), 1+n%28), carried-1
				}
				if i == last-2 {
					label = ""
				} else {
					ended = calendar.NewDay(year, 12, 31-n%2).String()
				}
				rows = append(rows, []string{fmt.Sprintf("%d-%04d", year, n), on.String(), doors[n%4], kind, fmt.Sprintf("申请人%d", n),
					fmt.Sprintf("第%d项信息，“引号”, 逗号与\n换行", n), label, ended})
			}
		}
	}
	return want, rows
}

// messy writes the same rows as people and old programs do.
func messy(rows [][]string) [][]string {
	wide := strings.NewReplacer("0", "０", "1", "１", "2", "２", "3", "３", "4", "４", "5", "５", "6", "６", "7", "７", "8", "８", "9", "９", "(", "（", ")", "）")
	out := [][]string{append(append([]string(nil), rows[0]...), "", "")}
	for i, r := range rows[1:] {
		r = append(append([]string(nil), r...), "", " ")
		for _, col := range []int{1, 7} {
			d, err := calendar.ParseDay(r[col])
			if err != nil {
				continue
			}
			r[col] = []string{strings.NewReplacer("-0", "/", "-", "/").Replace(r[col]), d.Chinese(), " " + wide.Replace(r[col]) + "　",
				fmt.Sprint(d.Sub(calendar.NewDay(1899, 12, 30))), strings.ReplaceAll(r[col], "-", ".")}[i%5]
		}
		if i%3 == 0 {
			r[6], r[3] = wide.Replace(r[6])+"　", " "+r[3]
		}
		out = append(out, r)
		if i%7 == 0 {
			out = append(out, nil, []string{"", " ", "", "", "", "", "", "", ""})
		}
	}
	return out
}

func writeCSV(t *testing.T, path string, rows [][]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// writeXLSX writes days as date cells of several formats.
func writeXLSX(t *testing.T, path string, rows [][]string) {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	var styles []int
	for _, format := range []string{"yyyy-mm-dd", "m/d/yy", `yyyy"年"m"月"d"日"`} {
		s, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			t.Fatal(err)
		}
		styles = append(styles, s)
	}
	for i, row := range rows {
		for j, v := range row {
			at, _ := excelize.CoordinatesToCellName(j+1, i+1)
			var cell any = v
			if d, err := calendar.ParseDay(v); err == nil && (j == 1 || j == 7) {
				cell = d.Sub(calendar.NewDay(1899, 12, 30))
				if err := f.SetCellStyle("Sheet1", at, at, styles[i%3]); err != nil {
					t.Fatal(err)
				}
			}
			if err := f.SetCellValue("Sheet1", at, cell); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := f.NewSheet("说明"); err != nil {
		t.Fatal(err)
	}
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
}

// Printed tables of real bodies come back from one row a request in every
// cell, on both databases, out of each kind of file; the next year takes over
// what was open.
func TestImportedRegisterGivesTable3(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		file string
		year int
	}{{"suqian-2023", 2023}, {"shanghai-kewei-2024", 2024}, {"made-2019", 2019}} {
		for _, kind := range testkit.Kinds {
			t.Run(x.file+"/"+kind, func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				url := testkit.URL(t, kind)
				want, rows := expanded(t, filepath.Join("testdata", "cases", x.file+".csv"), x.year)
				plain, wild, gb, book := filepath.Join(dir, "a.csv"), filepath.Join(dir, "b.csv"), filepath.Join(dir, "c.csv"), filepath.Join(dir, "d.xlsx")
				text := writeCSV(t, plain, rows)
				writeCSV(t, wild, messy(rows))
				if b, err := simplifiedchinese.GB18030.NewEncoder().Bytes(text); err != nil || os.WriteFile(gb, b, 0o600) != nil {
					t.Fatal(err)
				}
				writeXLSX(t, book, rows)
				at := []string{"--data", filepath.Join(dir, "data")}
				if kind == "postgres" {
					at = append(at, "--database", url)
				}
				gongkai := func(args ...string) string {
					t.Helper()
					var out, err bytes.Buffer
					cmd := exec.Command(binary, append(args, at...)...)
					cmd.Stdout, cmd.Stderr = &out, &err
					if cmd.Run() != nil {
						t.Fatalf("gongkai %s:\n%s%s", strings.Join(args, " "), out.String(), err.String())
					}
					return out.String()
				}
				first, n := wild, len(rows)-1
				if kind == "postgres" {
					first = book
				}
				if out := gongkai("import", "requests", first); !strings.Contains(out, fmt.Sprintf("导入%d件，跳过0件", n)) {
					t.Errorf("got %s", out)
				}
				for _, again := range []string{plain, gb, book, wild} {
					if out := gongkai("import", "requests", again); !strings.Contains(out, fmt.Sprintf("导入0件，跳过%d件", n)) {
						t.Errorf("%s again: %s", again, out)
					}
				}
				if got := table3(t, gongkai("report", "--year", strconv.Itoa(x.year), "--format", "json")); !cmp.Equal(got, want) {
					t.Errorf("table 三 differs (-printed +computed):\n%s", cmp.Diff(want, got))
				}
				next := table3(t, gongkai("report", "--year", strconv.Itoa(x.year+1), "--format", "json"))
				if open := want[len(want)-1]; !cmp.Equal(next[1], open) || !cmp.Equal(next[len(next)-1], open) {
					t.Errorf("the next year carries in %v and out %v, want %v", next[1], next[len(next)-1], open)
				}
				gongkai("verify")
			})
		}
	}
}

// table3 reads the cells of table 三 out of the report's JSON, and sees that
// the table's rules hold.
func table3(t *testing.T, text string) (out [][]int64) {
	t.Helper()
	var doc struct {
		Tables struct {
			Applications struct{ Rows []struct{ Cells []int64 } }
		}
		Checks []struct {
			Rule, Detail string
			OK           bool
		}
	}
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	for _, r := range doc.Tables.Applications.Rows {
		out = append(out, r.Cells)
	}
	for _, c := range doc.Checks {
		if strings.HasPrefix(c.Rule, "T3-") && !c.OK {
			t.Errorf("%s: %s", c.Rule, c.Detail)
		}
	}
	return out
}

// What LibreOffice makes of the register can be read.
func TestImportFromLibreOffice(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("soffice"); err != nil {
		testkit.Missing(t, "soffice")
	}
	dir := t.TempDir()
	_, rows := expanded(t, filepath.Join("testdata", "cases", "shanghai-kewei-2024.csv"), 2024)
	writeCSV(t, filepath.Join(dir, "旧台账.csv"), rows)
	cmd := exec.Command("soffice", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", "xlsx",
		"--infilter=CSV:44,34,76,1", "--outdir", dir, filepath.Join(dir, "旧台账.csv"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	if _, err := os.Stat(filepath.Join(dir, "旧台账.xlsx")); err != nil {
		testkit.Missing(t, "LibreOffice Calc")
	}
	for _, name := range []string{"旧台账.xlsx", "旧台账.csv"} {
		out, err := exec.Command(binary, "import", "requests", filepath.Join(dir, name), "--data", filepath.Join(dir, "d")).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %s", name, out)
		}
	}
}
