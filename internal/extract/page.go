package extract

import (
	"io"

	"gongkai/check"
)

// page reads HTML.
func page(r io.ReaderAt, size int64) (check.Text, error) {
	words, ok, err := text(r, size)
	if err != nil || !ok {
		return unread(undecoded), err
	}
	return HTML(words), nil
}
