package extract

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/check"
)

// maxBytes bounds a file; the largest attachment of the site is smaller.
const maxBytes = 256 << 20

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
