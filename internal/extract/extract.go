// Package extract reads a file for package check: its words in reading order,
// each with its place, and aloud what could not be read. It never shows a file
// and never changes one.
package extract

import (
	"fmt"
	"io"
	"path"
	"strings"

	"gongkai/check"
)

// Read reads a file by its name's ending. The error is a fault of reading the
// bytes; what is wrong with the file itself stands in Text.Unread.
func Read(name string, r io.ReaderAt, size int64) (check.Text, error) {
	read, ok := readers[strings.ToLower(path.Ext(name))]
	if !ok {
		return unread(fmt.Sprintf("不认识这种文件（%s），没有检查；能检查的是 .txt .html .docx .xlsx .pdf", path.Ext(name))), nil
	}
	if size > maxBytes {
		return unread(fmt.Sprintf("文件有%d MB，超过%d MB的没有检查；请拆开再检查", size>>20, maxBytes>>20)), nil
	}
	return read(r, size)
}

var readers = map[string]func(io.ReaderAt, int64) (check.Text, error){
	".txt": plain, ".md": plain, ".csv": separated,
	".html": page, ".htm": page,
}

// unread is a text of which nothing could be read.
func unread(words string) check.Text {
	return check.Text{Unread: []check.Unread{{Words: words}}}
}
