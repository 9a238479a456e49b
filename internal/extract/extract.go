// Package extract reads a file for package check: its words in reading order,
// each with its place, and aloud what could not be read. It never shows a file
// and never changes one, and reads no more of it than its bounds allow.
package extract

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"gongkai/check"
)

// Bounds of a file, and of what it may unpack to; a larger one is refused
// before it can fill the memory.
const (
	maxXML   = 160 << 20 // of all its text parts together, unpacked
	maxWords = 16 << 20  // of what is read out of it
	maxToken = 4 << 20   // of a stretch of text without an element
	maxParts = 10000     // within a package
	maxDepth = 300       // of elements within each other
	maxInner = 24 << 20  // of a file within the file
)

// damaged says in a clerk's words why a file, or a part of it, was not read.
type damaged struct{ words string }

func (d *damaged) Error() string { return d.words }

var tooLarge = &damaged{"文件解压后过大，没有检查完；请删去过大的部分或者拆成几个文件"}

// Read reads a file by what its bytes are, and text files by the name's
// ending. The error is a fault of reading the bytes; what is wrong with the
// file itself stands in Text.Unread.
func Read(name string, r io.ReaderAt, size int64) (check.Text, error) {
	return read(name, r, size, 0)
}

// broke stands for a file that the readers did not expect.
const broke = "文件已损坏，读到一半读不下去，没有检查完；请打开核对后另存，或者由人看过后说明"

// read is Read for a file that stands so deep within others. A file that makes
// a reader fall is damaged, whatever else is wrong: the draft that it hangs on
// must still open, and the check of the night go on to the next.
func read(name string, r io.ReaderAt, size int64, depth int) (t check.Text, err error) {
	var b check.Builder
	defer func() {
		if fall := recover(); fall != nil {
			b.Unread("", broke)
			t, err = b.Text(), nil
		}
	}()
	head := make([]byte, min(size, 1024))
	if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return check.Text{}, fmt.Errorf("extract: %w", err)
	}
	ending := strings.ToLower(path.Ext(name))
	if size > maxBytes {
		return unread(fmt.Sprintf("文件有%d MB，超过%d MB的没有检查；请压缩图片或者拆成几个文件", size>>20, maxBytes>>20)), nil
	}
	switch k := kind(head, ending); k {
	case "zip":
		err = office(&b, r, size, depth)
	case "ole":
		err = old(r, size)
	case "pdf":
		err = readPDF(&b, r, size, depth)
	case "image":
		err = readImage(&b, "图片", io.NewSectionReader(r, 0, size))
	case "text", "html", "csv":
		return map[string]func(io.ReaderAt, int64) (check.Text, error){"text": plain, "html": page, "csv": separated}[k](r, size)
	default:
		return unread(k), nil
	}
	var d *damaged
	if errors.As(err, &d) {
		b.Unread("", d.words)
	} else if err != nil {
		return check.Text{}, fmt.Errorf("extract: %w", err)
	}
	return b.Text(), nil
}

// kind tells a file by its first bytes, else by its name's ending; a sentence
// says why it cannot be read.
func kind(head []byte, ending string) string {
	has := func(magic string) bool { return bytes.HasPrefix(head, []byte(magic)) }
	start := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"))
	switch {
	case has("PK\x03\x04"), has("PK\x05\x06"):
		return "zip"
	case has("\xd0\xcf\x11\xe0"):
		return "ole"
	case bytes.Contains(head, []byte("%PDF-")):
		return "pdf"
	case has("\xff\xd8\xff"), has("\x89PNG"), has("II*\x00"), has("MM\x00*"), has("RIFF") && len(head) > 12 && string(head[8:12]) == "WEBP", len(head) > 12 && string(head[4:8]) == "ftyp" && strings.Contains("heic heix mif1 avif", string(head[8:12])):
		return "image"
	case has("GIF8"), has("BM") && ending == ".bmp":
		return "image"
	case has("{\\rtf"):
		return "这是 RTF 文件，没有检查；请另存为 .docx 再检查"
	case has("Rar!"), has("7z\xbc\xaf"), has("\x1f\x8b"):
		return "这是压缩包，里面的文件没有检查；请解开后逐个检查"
	}
	switch ending {
	case ".htm", ".html":
		return "html"
	case ".csv":
		return "csv"
	case ".txt", ".md":
		return "text"
	case ".doc", ".xls":
		if bytes.HasPrefix(start, []byte("<html")) || bytes.HasPrefix(start, []byte("<!doctype html")) || bytes.HasPrefix(start, []byte("<table")) {
			return "html"
		}
	case ".docx", ".xlsx", ".pdf", ".jpg", ".jpeg", ".png":
	default:
		return fmt.Sprintf("不认识这种文件（%s），没有检查；能检查的是 .txt .html .csv .docx .xlsx .pdf 和图片", ending)
	}
	return "文件已损坏，或者不是" + ending + "文件，没有检查；请打开核对后另存"
}

// old says what a file of the old kind, or an encrypted one, is.
func old(r io.ReaderAt, size int64) error {
	has := func(stream string) bool { return named(r, size, stream) }
	switch {
	case has("EncryptedPackage"), has("EncryptionInfo"):
		return &damaged{"文件加了密码，没有检查；请去掉密码再检查"}
	case has("WordDocument"):
		return &damaged{"这是旧版 .doc 文件，没有检查；请用 Word 或 WPS 另存为 .docx 再检查"}
	case has("Workbook"), has("Book"):
		return &damaged{"这是旧版 .xls 文件，没有检查；请用 Excel 或 WPS 另存为 .xlsx 再检查"}
	}
	return &damaged{"这是旧版 Office 文件，没有检查；请另存为 .docx 或者 .xlsx 再检查"}
}

// named says whether a compound file has a stream of the name: its directory
// keeps names in UTF-16.
func named(r io.ReaderAt, size int64, stream string) bool {
	var want []byte
	for i := range len(stream) {
		want = append(want, stream[i], 0)
	}
	want = append(want, 0, 0)
	const step = 1 << 20
	buf := make([]byte, step+256)
	for at := int64(0); at < min(size, maxBytes); at += step {
		n, _ := r.ReadAt(buf, at)
		if bytes.Contains(buf[:n], want) {
			return true
		}
	}
	return false
}

// unread is a text of which nothing could be read.
func unread(words string) check.Text {
	return check.Text{Unread: []check.Unread{{Words: words}}}
}
