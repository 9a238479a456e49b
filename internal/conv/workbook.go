package conv

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// Worksheet is a sheet of a workbook that is written: a title over the whole
// width, then a header and rows. Widths are in characters.
type Worksheet struct {
	Name, Title string
	Header      []string
	Widths      []float64
	Rows        [][]Cell
	Note        string // below the rows
}

// Cell is words, or a number that keeps every digit: Number is written as it
// stands, 12.345678.
type Cell struct{ Words, Number string }

// Words is a cell of words.
func Words(s string) Cell { return Cell{Words: s} }

// Digits is a cell of a number as it is written.
func Digits(s string) Cell { return Cell{Number: s} }

// WriteXLSX writes a workbook that Excel, WPS and LibreOffice open.
func WriteXLSX(w io.Writer, sheets ...Worksheet) (err error) {
	f := excelize.NewFile()
	defer f.Close()
	x := &workbook{f: f}
	x.title = x.style(&excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}, Alignment: &excelize.Alignment{Horizontal: "center"}})
	border := []excelize.Border{{Type: "left", Style: 1, Color: "808080"}, {Type: "right", Style: 1, Color: "808080"}, {Type: "top", Style: 1, Color: "808080"}, {Type: "bottom", Style: 1, Color: "808080"}}
	x.head = x.style(&excelize.Style{Font: &excelize.Font{Bold: true}, Border: border, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}})
	x.words = x.style(&excelize.Style{Border: border, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}})
	digits := "#,##0.######"
	x.number = x.style(&excelize.Style{Border: border, CustomNumFmt: &digits})
	for i, s := range sheets {
		if i == 0 {
			x.do(f.SetSheetName(f.GetSheetName(0), s.Name))
		} else {
			_, err := f.NewSheet(s.Name)
			x.do(err)
		}
		x.sheet(s)
	}
	if x.err != nil {
		return fmt.Errorf("conv: write a workbook: %w", x.err)
	}
	return f.Write(w)
}

// workbook writes until the first error.
type workbook struct {
	f                          *excelize.File
	title, head, words, number int
	err                        error
}

func (x *workbook) do(err error) {
	if x.err == nil {
		x.err = err
	}
}

func (x *workbook) style(s *excelize.Style) int {
	n, err := x.f.NewStyle(s)
	x.do(err)
	return n
}

func (x *workbook) sheet(s Worksheet) {
	last := max(len(s.Header), 1)
	x.do(x.f.MergeCell(s.Name, at(1, 1), at(last, 1)))
	x.put(s.Name, 1, 1, Words(s.Title), x.title)
	for i, h := range s.Header {
		x.put(s.Name, i+1, 2, Words(h), x.head)
		if i < len(s.Widths) {
			column, err := excelize.ColumnNumberToName(i + 1)
			x.do(err)
			x.do(x.f.SetColWidth(s.Name, column, column, s.Widths[i]))
		}
	}
	for r, row := range s.Rows {
		for c, cell := range row {
			style := x.words
			if cell.Number != "" {
				style = x.number
			}
			x.put(s.Name, c+1, r+3, cell, style)
		}
	}
	if s.Note != "" {
		x.do(x.f.SetCellStr(s.Name, at(1, len(s.Rows)+4), s.Note))
	}
	// On paper the columns stand on one page, however many pages the rows take.
	fit, one, any, a4 := true, 1, 0, 9
	x.do(x.f.SetSheetProps(s.Name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	x.do(x.f.SetPageLayout(s.Name, &excelize.PageLayoutOptions{Size: &a4, FitToWidth: &one, FitToHeight: &any}))
	x.do(x.f.SetPanes(s.Name, &excelize.Panes{Freeze: true, YSplit: 2, TopLeftCell: "A3", ActivePane: "bottomLeft"}))
}

func (x *workbook) put(sheet string, column, row int, c Cell, style int) {
	where := at(column, row)
	if c.Number != "" {
		x.do(x.f.SetCellDefault(sheet, where, c.Number))
	} else {
		x.do(x.f.SetCellStr(sheet, where, c.Words))
	}
	x.do(x.f.SetCellStyle(sheet, where, where, style))
}

// at is a cell's name: at(1, 2) is A2.
func at(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		panic("conv: no cell " + err.Error()) // both begin at one
	}
	return name
}
