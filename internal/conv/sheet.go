package conv

import (
	"bytes"
	"errors"

	"github.com/xuri/excelize/v2"
)

// Sheet is a table to be filled in, or read, by hand.
type Sheet struct {
	Name string
	Rows [][]string
}

// WriteSheets makes a workbook. The first row of a sheet is a header that stays in
// sight; every cell is text, so that a long number stays what it is.
func WriteSheets(sheets ...Sheet) (out []byte, err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	cells, err := f.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return nil, err
	}
	for i, s := range sheets {
		if i == 0 {
			err = f.SetSheetName("Sheet1", s.Name)
		} else {
			_, err = f.NewSheet(s.Name)
		}
		if err == nil {
			err = writeSheet(f, s.Name, s.Rows, cells)
		}
		if err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	err = f.Write(&b)
	return b.Bytes(), err
}

func writeSheet(f *excelize.File, name string, rows [][]string, cells int) error {
	widest := 0
	for i, row := range rows {
		widest = max(widest, len(row))
		for j, v := range row {
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return err
			}
			if err := f.SetCellStr(name, at, v); err != nil {
				return err
			}
		}
	}
	if widest > 0 {
		last, err := excelize.ColumnNumberToName(widest)
		if err != nil {
			return err
		}
		if err := errors.Join(f.SetColStyle(name, "A:"+last, cells), f.SetColWidth(name, "A", last, 22)); err != nil {
			return err
		}
	}
	return f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}
