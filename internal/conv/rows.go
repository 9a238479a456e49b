package conv

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// Rows is a table as a spreadsheet counts it: the first is row 1, empty rows
// and line breaks inside a cell keep their place.
type Rows struct {
	Cells  [][]string
	Unread []string // other sheets of the workbook
}

// MaxRows is what a sheet of a spreadsheet holds.
const MaxRows = 1 << 20

// ReadRows reads a table from an .xlsx or .csv file; by its content, not by its
// name. header is what the first cell of the wanted sheet says. Columns whose
// index is in days come as the day number where the cell holds a number, since
// how a date is shown is up to whoever made the sheet. The error is a sentence
// for whoever has the file.
func ReadRows(path, header string, days []int) (Rows, error) {
	f, err := os.Open(path)
	if err != nil {
		return Rows{}, fmt.Errorf("读不到文件 %s。请核对文件名和权限", path)
	}
	defer f.Close()
	magic := make([]byte, 8)
	n, _ := io.ReadFull(f, magic)
	switch magic = magic[:n]; {
	case bytes.HasPrefix(magic, []byte("PK\x03\x04")):
		return readXLSX(path, header, days)
	case bytes.HasPrefix(magic, []byte("\xd0\xcf\x11\xe0")):
		return Rows{}, fmt.Errorf("%s 是旧版 .xls 或者加了密码的文件。请打开后另存为不带密码的 .xlsx，或者 .csv", path)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return Rows{}, err
	}
	text, err := io.ReadAll(f)
	if err != nil {
		return Rows{}, fmt.Errorf("读文件 %s 出错：%w", path, err)
	}
	plain, err := toUTF8(text)
	if err != nil {
		return Rows{}, fmt.Errorf("%s 不是文字文件，或者用了不认识的编码。请另存为 .xlsx，或者 UTF-8 编码的 .csv", path)
	}
	return readCSV(plain)
}

// toUTF8 knows what Chinese spreadsheets write: UTF-8 with a mark or without,
// UTF-16 with a mark, GB18030.
func toUTF8(b []byte) ([]byte, error) {
	var err error
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")):
		b, err = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(b)
	case !utf8.Valid(b):
		b, err = simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	}
	if err != nil || bytes.ContainsRune(b, utf8.RuneError) || bytes.IndexByte(b, 0) >= 0 {
		return nil, errors.New("conv: not a text")
	}
	return bytes.TrimPrefix(b, []byte("\ufeff")), nil
}

func readCSV(b []byte) (out Rows, err error) {
	r := csv.NewReader(bytes.NewReader(b))
	r.FieldsPerRecord = -1
	first, _, _ := bytes.Cut(b, []byte("\n"))
	for _, sep := range ";\t" {
		if strings.Count(string(first), string(sep)) > strings.Count(string(first), string(r.Comma)) {
			r.Comma = sep
		}
	}
	next := 1 // line of the file on which the next record begins, unless lines are empty
	for {
		rec, err := r.Read()
		var bad *csv.ParseError
		switch {
		case err == io.EOF:
			return out, nil
		case errors.As(err, &bad):
			return out, fmt.Errorf("文件从第%d行起的一条读不懂：引号没有成对。内容里有英文双引号的，请写成两个，并把整格用双引号括起来", bad.StartLine)
		case err != nil:
			return out, err
		case len(out.Cells) >= MaxRows:
			return out, tooLong()
		}
		line, _ := r.FieldPos(0)
		for ; next < line; next++ { // the reader passes over empty lines
			out.Cells = append(out.Cells, nil)
		}
		out.Cells = append(out.Cells, rec)
		last, _ := r.FieldPos(len(rec) - 1)
		next = last + strings.Count(rec[len(rec)-1], "\n") + 1
	}
}

func tooLong() error { return fmt.Errorf("文件超过%d行，请分成几个文件导入", MaxRows) }

func readXLSX(path, header string, days []int) (out Rows, err error) {
	f, err := excelize.OpenFile(path, excelize.Options{UnzipSizeLimit: 2 << 30, UnzipXMLSizeLimit: 16 << 20})
	if err != nil {
		return out, fmt.Errorf("%s 打不开，可能损坏了或者加了密码。请在电子表格软件里打开，另存为 .xlsx", path)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	var wanted []string
	for _, name := range f.GetSheetList() {
		if v, err := f.GetCellValue(name, "A1"); err == nil && strings.TrimSpace(v) == header {
			wanted = append(wanted, name)
		} else {
			out.Unread = append(out.Unread, name)
		}
	}
	switch {
	case len(wanted) > 1:
		return out, fmt.Errorf("文件里有%d张工作表都以“%s”开头：%s。请每张另存为一个文件，分别导入", len(wanted), header, strings.Join(wanted, "、"))
	case len(wanted) == 0 && len(out.Unread) == 0:
		return out, fmt.Errorf("%s 里没有工作表", path)
	case len(wanted) == 0:
		wanted, out.Unread = out.Unread[:1], out.Unread[1:] // what is wrong with its header is told by whoever reads on
	}
	out.Cells, err = sheetRows(f, wanted[0], days)
	return out, err
}

// sheetRows reads a sheet twice at once: as it is shown, and as it is stored,
// for days.
func sheetRows(f *excelize.File, name string, days []int) (out [][]string, err error) {
	shift := 0.0
	if p, err := f.GetWorkbookProps(); err == nil && p.Date1904 != nil && *p.Date1904 {
		shift = 1462 // day numbers of old Macintosh workbooks
	}
	shown, err := f.Rows(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, shown.Close()) }()
	stored, err := f.Rows(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, stored.Close()) }()
	for shown.Next() && stored.Next() {
		row, err := shown.Columns()
		if err != nil {
			return nil, err
		}
		raw, err := stored.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, err
		}
		if len(out) >= MaxRows {
			return nil, tooLong()
		}
		for _, i := range days {
			if i < len(row) && i < len(raw) {
				if n, err := strconv.ParseFloat(raw[i], 64); err == nil && n < 1e6 {
					row[i] = strconv.FormatFloat(n+shift, 'f', -1, 64)
				}
			}
		}
		for i := range min(len(row), len(raw)) { // a long number is shown as 2.02E+11
			if n, err := strconv.ParseFloat(raw[i], 64); err == nil && strings.ContainsAny(row[i], "eE") {
				row[i] = strconv.FormatFloat(n, 'f', -1, 64)
			}
		}
		out = append(out, row)
	}
	return out, errors.Join(shown.Error(), stored.Error())
}
