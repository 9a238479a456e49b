package extract

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/check"
)

func all(r io.ReaderAt, size int64) ([]byte, error) {
	b := make([]byte, min(size, maxBytes))
	n, err := r.ReadAt(b, 0)
	if err == io.EOF {
		err = nil
	}
	return b[:n], err
}

// plain reads text in UTF-8, or in GB18030 as old machines save it.
func plain(r io.ReaderAt, size int64) (check.Text, error) {
	b, err := all(r, size)
	if err != nil {
		return check.Text{}, err
	}
	words, ok := decode(b)
	if !ok {
		return unread("文字编码认不出，没有检查；请另存为 UTF-8 再检查"), nil
	}
	return check.Plain(words), nil
}

func decode(b []byte) (string, bool) {
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if utf8.Valid(b) {
		return string(b), true
	}
	s, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	return string(s), err == nil && !bytes.ContainsRune(s, utf8.RuneError)
}

// table reads rows of cells apart by commas. What is no such table is read as
// lines.
func table(r io.ReaderAt, size int64) (check.Text, error) {
	raw, err := all(r, size)
	if err != nil {
		return check.Text{}, err
	}
	words, ok := decode(raw)
	if !ok {
		return unread("文字编码认不出，没有检查；请另存为 UTF-8 再检查"), nil
	}
	c := csv.NewReader(strings.NewReader(words))
	c.FieldsPerRecord, c.ReuseRecord = -1, true
	var b check.Builder
	lines := strings.SplitAfter(words, "\n")
	for row := 1; ; row++ {
		fields, err := c.Read()
		if err == io.EOF {
			return b.Text(), nil
		}
		if err != nil {
			return check.Plain(words), nil
		}
		for i, f := range fields {
			line, at := c.FieldPos(i)
			before := lines[line-1][:at-1]
			if strings.HasPrefix(lines[line-1][at-1:], `"`) {
				before += `"`
			}
			b.Add(check.Part{Kind: check.Cell, Line: line, Column: utf8.RuneCountInString(before) + 1, Table: 1, Row: row, Col: i + 1}, f)
		}
	}
}
