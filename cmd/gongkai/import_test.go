package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/internal/testkit"
	"gongkai/law"
	"gongkai/request"
)

// printedTable is table 三 of a published report: rows by label, seven numbers each.
type printedTable struct {
	labels []string
	cells  [][]int
}

func readPrinted(t *testing.T, name string) (p printedTable) {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "request", "testdata", "cases", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		p.labels = append(p.labels, row[0])
		var cells []int
		for _, c := range row[1:] {
			n, err := strconv.Atoi(c)
			if err != nil {
				t.Fatal(err)
			}
			cells = append(cells, n)
		}
		p.cells = append(p.cells, cells)
	}
	return p
}

// register expands a printed table to one row a request: who was carried in
// came in the year before, and each outcome of the year is somebody's.
func (p printedTable) register(year int) [][]string {
	out := [][]string{request.OldHeader}
	doors := []string{"网络", "当面", "邮寄", "传真"}
	for col := range 6 {
		kind := law.Terms("applicant")[col].Label
		carried := p.cells[1][col]
		add := func(outcome string) {
			n := len(out)
			on, ended := fmt.Sprintf("%d-%02d-%02d", year, n%11+1, n%28+1), fmt.Sprintf("%d-12-%02d", year, n%31+1)
			if carried > 0 {
				on = fmt.Sprintf("%d-12-%02d", year-1, n%31+1)
				carried--
			}
			if outcome == "" {
				ended = ""
			}
			out = append(out, []string{fmt.Sprintf("%d-%05d", year, n), on, doors[n%4], kind, fmt.Sprintf("申请人%d", n),
				fmt.Sprintf("申请公开第%d件，\n含“附件”", n), outcome, ended})
		}
		last := len(p.labels) - 1
		for row := 2; row < last-1; row++ {
			for range p.cells[row][col] {
				add(p.labels[row])
			}
		}
		for range p.cells[last][col] {
			add("")
		}
	}
	return out
}

func writeCSV(t *testing.T, rows [][]string, encode func([]byte) []byte) string {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "台账.csv")
	if err := os.WriteFile(name, encode(b.Bytes()), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// writeXLSX writes days as day numbers in date cells, as spreadsheets do.
func writeXLSX(t *testing.T, rows [][]string) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		for j, v := range row {
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			var cell any = v
			if d, ok := request.AnyDay(v); ok && (j == 1 || j == 7) {
				cell = d.Start().AddDate(0, 0, 0).UTC().Add(8 * 3600 * 1e9)
				if err := f.SetCellStyle("Sheet1", at, at, style); err != nil {
					t.Fatal(err)
				}
			}
			if err := f.SetCellValue("Sheet1", at, cell); err != nil {
				t.Fatal(err)
			}
		}
	}
	name := filepath.Join(t.TempDir(), "台账.xlsx")
	if err := f.SaveAs(name); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestImportedTables imports the registers behind published reports and holds
// table 三 to the printed one in every cell: T3-COL, T3-BAL, T3-ROW.
func TestImportedTables(t *testing.T) {
	t.Parallel()
	plain := func(b []byte) []byte { return b }
	old := func(b []byte) []byte {
		out, err := simplifiedchinese.GB18030.NewEncoder().Bytes(b)
		if err != nil {
			panic(err)
		}
		return out
	}
	for _, kind := range testkit.Kinds {
		for _, c := range []struct {
			name string
			year int
			file func(*testing.T, [][]string) string
		}{
			{"suqian-2023.csv", 2023, func(t *testing.T, r [][]string) string { return writeCSV(t, r, plain) }},
			{"shanghai-kewei-2024.csv", 2024, func(t *testing.T, r [][]string) string { return writeCSV(t, r, old) }},
			{"shanghai-kewei-2024.csv", 2024, writeXLSX},
			{"shanghai-kewei-2024.csv", 2020, func(t *testing.T, r [][]string) string { return writeCSV(t, r, plain) }}, // the form of 2019
		} {
			t.Run(fmt.Sprintf("%s/%s/%d", kind, c.name, c.year), func(t *testing.T) {
				t.Parallel()
				url := testkit.URL(t, kind)
				p := readPrinted(t, c.name)
				file, dir := c.file(t, p.register(c.year)), filepath.Join(t.TempDir(), "data")
				gongkai(t, "import", "requests", file, "--data", dir, "--database", url)
				out := gongkai(t, "report", "--year", strconv.Itoa(c.year), "--format", "json", "--data", dir, "--database", url)
				p.compare(t, out, c.year)
				if out := gongkai(t, "import", "requests", file, "--data", dir, "--database", url); !strings.Contains(out, "导入0件") {
					t.Errorf("the second time: %s", out)
				}
				gongkai(t, "verify", "--data", dir, "--database", url)
			})
		}
	}
}

// gongkai runs a command in process and returns what it printed.
func gongkai(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(t.Context(), args, streams{&out, &errs}); code != 0 {
		t.Fatalf("gongkai %s: exit %d\n%s%s", strings.Join(args, " "), code, out.String(), errs.String())
	}
	return out.String()
}

// compare holds every cell of the JSON to the printed table. The form of 2019
// has one row for (六).
func (p printedTable) compare(t *testing.T, out string, year int) {
	t.Helper()
	var got struct {
		Tables struct {
			Applications struct {
				Rows []struct {
					Key, Label string
					Cells      []int
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	want := p.cells
	if year < 2021 {
		folded := append([][]int{}, p.cells[:20]...)
		six := make([]int, 7)
		for i := range six {
			six[i] = p.cells[20][i] + p.cells[21][i] + p.cells[22][i]
		}
		want = append(append(folded, six), p.cells[23:]...)
	}
	rows := got.Tables.Applications.Rows
	if len(rows) != len(want) {
		t.Fatalf("%d rows, want %d", len(rows), len(want))
	}
	for i, row := range rows {
		if fmt.Sprint(row.Cells) != fmt.Sprint(want[i]) {
			t.Errorf("%s: %v, want %v", row.Label, row.Cells, want[i])
		}
	}
}
