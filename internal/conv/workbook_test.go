package conv_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"gongkai/internal/conv"
)

// A workbook keeps every digit of its numbers, what looks like a formula stays
// words, and LibreOffice reads the same cells.
func TestWriteXLSX(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := conv.WriteXLSX(&b, conv.Worksheet{Name: "统计", Title: "2025年统计", Header: []string{"类别", "成交额（万元）"}, Widths: []float64{20, 20}, Note: "注",
		Rows: [][]conv.Cell{{conv.Words("技术开发"), conv.Digits("59237.244901")}, {conv.Words("=1+1"), conv.Digits("-0.000001")}, {conv.Words("0123"), conv.Digits("0")}}},
		conv.Worksheet{Name: "登记簿", Title: "登记簿", Header: []string{"编号"}}); err != nil {
		t.Fatal(err)
	}
	x, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	for cell, want := range map[string]string{"A1": "2025年统计", "B2": "成交额（万元）", "B3": "59237.244901", "B4": "-0.000001", "A4": "=1+1", "A5": "0123", "A7": "注"} {
		if got, err := x.GetCellValue("统计", cell, excelize.Options{RawCellValue: true}); err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", cell, got, want, err)
		}
	}
	if f, _ := x.GetCellFormula("统计", "A4"); f != "" {
		t.Errorf("words became the formula %s", f)
	}
	need(t, "soffice")
	file := filepath.Join(t.TempDir(), "book.xlsx")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	csv, err := os.ReadFile(office(t, file, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"技术开发,59237.244901", "=1+1,-0.000001", "0123,0"} {
		if !strings.Contains(string(csv), want) {
			t.Errorf("LibreOffice does not read %s:\n%s", want, csv)
		}
	}
}
