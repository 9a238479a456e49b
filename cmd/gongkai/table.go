package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// readTable reads the first sheet of a workbook, or a text table as Chinese
// spreadsheets write it: UTF-8 with or without its mark, or GB18030.
func readTable(name string) ([][]string, error) {
	switch ext := strings.ToLower(filepath.Ext(name)); ext {
	case ".xlsx", ".xlsm":
		return readWorkbook(name)
	case ".csv", ".txt", ".tsv":
		return readText(name)
	case ".xls", ".et", ".ods":
		return nil, fmt.Errorf("%s 是旧格式的表格，请用 WPS 或 Excel 另存为 .xlsx 再导入", name)
	default:
		return nil, fmt.Errorf("不认识 %s 的格式，请用 .xlsx 或 .csv", name)
	}
}

func readWorkbook(name string) (out [][]string, err error) {
	f, err := excelize.OpenFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("读不到文件 %s", name)
	}
	if err != nil {
		return nil, fmt.Errorf("%s 打不开：可能已损坏，或者加了密码。请另存为 .xlsx 再试（%v）", name, err)
	}
	defer f.Close()
	sheets := f.GetSheetList()
	if len(sheets) == 0 {
		return nil, fmt.Errorf("%s 里没有工作表", name)
	}
	rows, err := f.Rows(sheets[0])
	if err != nil {
		return nil, fmt.Errorf("%s 的工作表读不出来：%v", name, err)
	}
	defer rows.Close()
	for rows.Next() {
		// Raw values: a date is a day number then, whatever its cell's format.
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, fmt.Errorf("%s 第%d行读不出来：%v", name, len(out)+1, err)
		}
		out = append(out, cells)
	}
	return out, rows.Error()
}

func readText(name string) ([][]string, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("读不到文件 %s", name)
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(text) {
		if text, err = simplifiedchinese.GB18030.NewDecoder().Bytes(text); err != nil {
			return nil, fmt.Errorf("%s 的文字编码既不是 UTF-8 也不是 GB18030，请另存为“CSV UTF-8”再导入", name)
		}
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = separator(text), -1, true
	var out [][]string
	for {
		from := r.InputOffset()
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s 读不下去：%v。内容里有逗号或换行的，请用英文双引号括起来", name, err)
		}
		// The reader passes over empty lines; a spreadsheet counts them as rows.
		for rest := text[from:r.InputOffset()]; len(rest) > 0; {
			line, after, more := bytes.Cut(rest, []byte("\n"))
			if !more || len(bytes.TrimRight(line, "\r")) > 0 {
				break
			}
			out, rest = append(out, nil), after
		}
		out = append(out, cells)
	}
}

// separator is what parts the cells of the first line.
func separator(text []byte) rune {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	best, most := ',', bytes.Count(line, []byte(","))
	for _, c := range []rune{'\t', ';'} {
		if n := bytes.Count(line, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}
