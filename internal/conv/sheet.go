package conv

import (
	"bytes"
	"errors"

	"github.com/xuri/excelize/v2"
)

// WriteSheet makes a workbook of one sheet. The first row is a header that stays
// in sight; every cell is text, so that a long number stays what it is.
func WriteSheet(name string, rows [][]string) (out []byte, err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	cells, err := f.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return nil, err
	}
	widest := 0
	for i, row := range rows {
		widest = max(widest, len(row))
		for j, v := range row {
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return nil, err
			}
			if err := f.SetCellStr(name, at, v); err != nil {
				return nil, err
			}
		}
	}
	if widest > 0 {
		last, err := excelize.ColumnNumberToName(widest)
		if err != nil {
			return nil, err
		}
		if err := errors.Join(f.SetColStyle(name, "A:"+last, cells), f.SetColWidth(name, "A", last, 22)); err != nil {
			return nil, err
		}
	}
	if err := f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = f.Write(&b)
	return b.Bytes(), err
}
