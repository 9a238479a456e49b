package extract

import (
	"io"

	"gongkai/check"
)

// page reads HTML.
func page(r io.ReaderAt, size int64) (check.Text, error) {
	b, err := all(r, size)
	if err != nil {
		return check.Text{}, err
	}
	words, ok := decode(b)
	if !ok {
		return unread("文字编码认不出，没有检查；请另存为 UTF-8 再检查"), nil
	}
	return HTML(words), nil
}
