package extract

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf8"

	"gongkai/check"
)

// try reads bytes under a name: no panic, places that hold, and never nothing
// without a word.
func try(t *testing.T, name string, b []byte) {
	text, err := Read(name, bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range text.Unread {
		if strings.Contains(u.Words, broke) {
			t.Fatal("a reader fell over the file")
		}
	}
	at := 0
	for _, p := range text.Parts {
		if p.At < at || p.End < p.At || p.End > len(text.Words) {
			t.Fatalf("a part from %d to %d of %d", p.At, p.End, len(text.Words))
		}
		at = p.End
	}
	if !utf8.ValidString(text.Words) && utf8.Valid(b) {
		t.Fatalf("%q is no text", text.Words)
	}
	checker, err := check.New(check.Lists{})
	if err != nil {
		t.Fatal(err)
	}
	checker.Check(text)
}

func FuzzDocx(f *testing.F) {
	f.Add(body(para("正文")))
	f.Add(body("<w:tbl><w:tr><w:tc>" + para("甲") + "</w:tc></w:tr></w:tbl>"))
	f.Add(body("<w:p><w:del><w:r><w:delText>1</w:delText></w:r></w:del></w:tc></w:p>"))
	f.Add("<w:document><w:tc><w:p></w:tc></w:tbl></w:p></w:document>")
	f.Fuzz(func(t *testing.T, main string) {
		try(t, "a.docx", zipped(t, "word/document.xml", main, "word/comments.xml", main, "docProps/core.xml", main))
	})
}

func FuzzXlsx(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" s="1"><v>4.3E+17</v></c></row></sheetData></worksheet>`, `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy"/></numFmts><cellXfs><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>`)
	f.Add(`<worksheet><row r="x"><c r="ZZZZZZ1" t="s"><v>-1</v></c></row></worksheet>`, "")
	f.Fuzz(func(t *testing.T, sheet, styles string) {
		rels := wordRels + `<Relationship Id="r1" Type="x/worksheet" Target="s.xml"/><Relationship Id="r2" Type="x/styles" Target="t.xml"/></Relationships>`
		try(t, "a.xlsx", zipped(t, "xl/workbook.xml", `<workbook><sheets><sheet name="表" r:id="r1"/></sheets></workbook>`, "xl/_rels/workbook.xml.rels", rels, "xl/s.xml", sheet, "xl/t.xml", styles, "xl/comments1.xml", sheet))
	})
}

func FuzzPDF(f *testing.F) {
	f.Add(simplePDF(catalog, pageOne, page3, stream("", "BT /F1 12 Tf 50 700 Td (tel 138) Tj [(1) -50 (6)] TJ ET"), latin, picture))
	f.Add(simplePDF(catalog, pageOne, page3, stream("/Filter/ASCIIHexDecode", "4254"), latin, stream("/Type/ObjStm/N 1/First 4", "7 0 (x)")))
	f.Add(simplePDF(catalog, pageOne, page3, stream("/Filter[/LZWDecode/RunLengthDecode]/DecodeParms[<</Predictor 15/Columns 3>>]", "\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01"), stream("", "1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <00> <ffff> <0041> endbfrange")))
	for _, s := range hostile(f) {
		f.Add(simplePDF(s...))
	}
	f.Fuzz(func(t *testing.T, b []byte) { try(t, "a.pdf", append([]byte("%PDF-1.4\n"), b...)) })
}

func FuzzImage(f *testing.F) {
	f.Add(tiff(binary.LittleEndian, false))
	f.Add(withSegment(f, "Exif\x00\x00"+string(tiff(binary.BigEndian, false))))
	f.Add(withChunk(f, "eXIf", string(tiff(binary.BigEndian, true))))
	f.Fuzz(func(t *testing.T, b []byte) {
		try(t, "a.jpg", b)
		try(t, "a.tif", append([]byte("II*\x00"), b...))
	})
}

func FuzzAny(f *testing.F) {
	f.Add("a.csv", []byte("a,\"b\"\n"))
	f.Add("a.txt", []byte("\xff\xfe"))
	f.Add("a.html", []byte("<table><td>"))
	f.Add("a.docx", []byte("PK\x03\x04"))
	f.Add("a.doc", []byte("\xd0\xcf\x11\xe0"))
	f.Fuzz(func(t *testing.T, name string, b []byte) { try(t, name, b) })
}
