package extract

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"gongkai/check"
)

// maxBytes bounds a file; the largest attachment of the site is smaller.
const maxBytes = 256 << 20

// undecoded is said of a file that is no text, or not in a known encoding.
const undecoded = "文字编码认不出，没有检查；请另存为 UTF-8 再检查"

func all(r io.ReaderAt, size int64) ([]byte, error) {
	b := make([]byte, min(size, maxBytes))
	n, err := r.ReadAt(b, 0)
	if err == io.EOF {
		err = nil
	}
	return b[:n], err
}

// plain reads text in UTF-8, or in GB18030 or UTF-16 as old machines save it.
func plain(r io.ReaderAt, size int64) (check.Text, error) {
	words, ok, err := text(r, size)
	if err != nil || !ok {
		return unread(undecoded), err
	}
	return check.Plain(words), nil
}

// text is the words of a whole file, not ok where no encoding fits.
func text(r io.ReaderAt, size int64) (words string, ok bool, err error) {
	b, err := all(r, size)
	if err != nil {
		return "", false, err
	}
	words, ok = decode(b)
	return words, ok, nil
}

func decode(b []byte) (string, bool) {
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		from = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		from = unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM)
	case bytes.IndexByte(b, 0) >= 0:
		return "", false
	case utf8.Valid(b):
		return string(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))), true
	default:
		from = simplifiedchinese.GB18030
	}
	s, err := from.NewDecoder().Bytes(b)
	return string(s), err == nil && !bytes.ContainsRune(s, utf8.RuneError)
}

// separated reads a table of commas; every field is a cell.
func separated(r io.ReaderAt, size int64) (check.Text, error) {
	words, ok, err := text(r, size)
	if err != nil || !ok {
		return unread(undecoded), err
	}
	in := csv.NewReader(strings.NewReader(words))
	in.FieldsPerRecord, in.LazyQuotes = -1, true
	lines := strings.Split(words, "\n")
	var b check.Builder
	was, from, column := 0, 0, 1 // the byte of line was that column speaks of
	for row := 1; ; row++ {
		fields, err := in.Read()
		if errors.Is(err, io.EOF) {
			return b.Text(), nil
		}
		if err != nil {
			return check.Plain(words), nil // no table after all, but words
		}
		for i, f := range fields {
			line, at := in.FieldPos(i)
			if line != was {
				was, from, column = line, 0, 1
			}
			column, from = column+utf8.RuneCountInString(lines[line-1][from:at-1]), at-1
			b.Add(check.Part{Kind: check.Cell, Line: line, Column: column, Table: 1, Row: row, Col: i + 1, Head: row == 1}, f)
		}
	}
}
