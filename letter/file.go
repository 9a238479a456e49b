package letter

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/refusal"
)

// Bounds of attachments (R-L1).
const (
	MostFiles = 5
	MostFile  = 20 << 20 // bytes
)

// Sniff is how much of a file Looks wants to see.
const Sniff = 1024

// signatures are how files of a name begin.
var signatures = []struct {
	ext    []string
	starts []string
}{
	{[]string{".pdf"}, []string{"%PDF-"}},
	{[]string{".jpg", ".jpeg"}, []string{"\xff\xd8\xff"}},
	{[]string{".png"}, []string{"\x89PNG\r\n\x1a\n"}},
	{[]string{".gif"}, []string{"GIF87a", "GIF89a"}},
	{[]string{".doc", ".xls", ".wps", ".et"}, []string{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}},
	{[]string{".docx", ".xlsx", ".ofd"}, []string{"PK\x03\x04"}},
}

// Looks refuses a file that is not what its name says, by its first bytes, and
// one of a sort that no letter needs (R-L1).
func Looks(name string, head []byte) error {
	ext := strings.ToLower(path.Ext(name))
	if ext == ".txt" {
		if plain(head) {
			return nil
		}
		return refusal.New("letter.file.not", "R-L1", "name", name, "ext", ext).On("file")
	}
	for _, s := range signatures {
		if !slices.Contains(s.ext, ext) {
			continue
		}
		if slices.ContainsFunc(s.starts, func(b string) bool { return bytes.HasPrefix(head, []byte(b)) }) {
			return nil
		}
		return refusal.New("letter.file.not", "R-L1", "name", name, "ext", ext).On("file")
	}
	return refusal.New("letter.file.sort", "R-L1", "name", name).On("file")
}

// Extensions are what the form lets choose.
func Extensions() (out []string) {
	for _, s := range signatures {
		out = append(out, s.ext...)
	}
	return append(out, ".txt")
}

// plain says whether bytes could be a text, in UTF-8 or GB18030, that no program
// would run as something else.
func plain(head []byte) bool {
	if bytes.ContainsRune(head, 0) {
		return false
	}
	for _, s := range signatures {
		if slices.ContainsFunc(s.starts, func(b string) bool { return bytes.HasPrefix(head, []byte(b)) }) {
			return false
		}
	}
	if utf8.Valid(head[:max(0, len(head)-utf8.UTFMax)]) {
		return true
	}
	control := bytes.ContainsFunc(head, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' })
	return !control && !bytes.HasPrefix(head, []byte("MZ")) && !bytes.HasPrefix(head, []byte("\x7fELF"))
}
