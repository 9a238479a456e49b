package extract

import (
	"fmt"
	"io"

	"gongkai/check"
)

// page reads HTML.
func page(r io.ReaderAt, size int64) (check.Text, error) {
	words, ok, err := text(r, size)
	if err != nil || !ok {
		return unread(undecoded), err
	}
	return Paragraphs(HTML(words)), nil
}

// Paragraphs names the parts of a page whose source has several blocks on one
// line: 第3段, 表格1第2行. Its line says nothing there, least of all in the text
// of an article, which is kept without ends of lines.
func Paragraphs(t check.Text) check.Text {
	crowded := false
	for i, p := range t.Parts {
		crowded = crowded || i > 0 && p.Kind != check.Meta && p.Line == t.Parts[i-1].Line && t.Parts[i-1].Kind != check.Meta
	}
	n := 0
	for i := range t.Parts {
		p := &t.Parts[i]
		if p.Kind == check.Body {
			n++
		}
		switch {
		case !crowded || p.Where != "":
		case p.Table > 0:
			p.Where = fmt.Sprintf("表格%d第%d行", p.Table, p.Row)
		case p.Kind == check.Body:
			p.Where = fmt.Sprintf("第%d段", n)
		}
	}
	return t
}
