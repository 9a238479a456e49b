package extract

import (
	"bytes"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// hostile are files whose numbers no honest program writes, by what they do.
func hostile(t testing.TB) map[string][]string {
	t.Helper()
	shown := stream("", "BT /F1 12 Tf 50 700 Td (words) Tj ET")
	with := func(content string, more ...string) []string {
		return append([]string{catalog, pageOne, page3, content, latin, picture}, more...)
	}
	wide := func(parm string) []string {
		return with(deflated(t, "/DecodeParms<</Predictor 15"+parm+">>", "\x01words"))
	}
	font := func(widths string) []string {
		return []string{catalog, pageOne, page3, shown, "<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</W[" + widths + "]>>]>>", picture}
	}
	return map[string][]string{
		"a long stream":       with("<</Length 10000000000000000000>>stream\nx\nendstream"),
		"an endless stream":   with("<</Length +Inf>>stream\nx\nendstream"),
		"objects far away":    with(shown, stream("/Type/ObjStm/N 1/First 10000000000000000000", "7 0 (x)")),
		"an object far away":  with(shown, stream("/Type/ObjStm/N 1/First 27", "7 10000000000000000000 (x) (words)")),
		"objects before all":  with(shown, stream("/Type/ObjStm/N -10000000000000000000/First -1", "7 0 (x)")),
		"a wide row":          wide("/Columns 65535/Colors 65535/BitsPerComponent 65535"),
		"a row beyond ints":   wide("/Columns 10000000000000000000"),
		"bits of three":       wide("/BitsPerComponent 3"),
		"the rows of a photo": with(deflated(t, "/DecodeParms<</Predictor 2>>", "words")),
		"endless widths":      font("10000000000000000000 10000000000000000001 5"),
		"the same widths":     font(strings.Repeat("0 65535 5 ", 1000)),
		"a reference to none": with("99999999999999999999 0 R"),
	}
}

// FL-UNREAD: no number of a file makes its reader fall or fill the memory, and
// what is left out for it is said.
func TestHostilePDF(t *testing.T) {
	quiet := []string{"a long stream", "an endless stream", "objects before all", "endless widths", "the same widths", "a reference to none"}
	for name, objects := range hostile(t) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		text := readBytes(t, "a.pdf", simplePDF(objects...))
		runtime.ReadMemStats(&after)
		if got := after.TotalAlloc - before.TotalAlloc; got > 32<<20 {
			t.Errorf("%s: %d bytes were set aside", name, got)
		}
		said := false
		for _, u := range text.Unread {
			if strings.Contains(u.Words, broke) {
				t.Errorf("%s: a reader fell", name)
			}
			said = said || u.Words == packing
		}
		if !said && !slices.Contains(quiet, name) {
			t.Errorf("%s: nothing is said: %v", name, text.Unread)
		}
	}
}

// Runs and chains of packings stop at what is left, before it is there.
func TestRunStops(t *testing.T) {
	t.Parallel()
	if got := unRun(bytes.Repeat([]byte{129, 'x'}, 100_000), 1000); len(got) > 1000+128 {
		t.Errorf("%d bytes for 1000", len(got))
	}
	f := &pdfFile{left: 100_000}
	chain := pdfArray{pdfName("RL"), pdfName("RL"), pdfName("RL"), pdfName("RL")}
	if got := f.decode(&pdfStream{pdfDict{"Filter": chain}, bytes.Repeat([]byte{129, 129}, 1000)}); len(got) > 0 || !f.over {
		t.Errorf("%d bytes, over: %v", len(got), f.over)
	}
}

// fallen is a file whose reading falls.
type fallen struct{}

func (fallen) ReadAt([]byte, int64) (int, error) { panic("fallen") }

// FL-UNREAD: a reader that falls is a file that was not read, and no more.
func TestFall(t *testing.T) {
	t.Parallel()
	text, err := Read("a.pdf", fallen{}, 10)
	if err != nil || len(text.Unread) != 1 || text.Unread[0].Words != broke {
		t.Errorf("%v, %v", text.Unread, err)
	}
}

// FL-UNREAD: what stands beyond a bound is said.
func TestBoundsAreSaid(t *testing.T) {
	t.Parallel()
	words := stream("", "BT /F1 12 Tf 50 700 Td (words) Tj ET")
	kids := func(n int, kid string) string { return strings.Repeat(kid+" ", n) }
	attached := []string{catalog, pageOne, page3, words, latin, picture}
	for i := range maxEnclosed + 1 {
		attached = append(attached, fmt.Sprintf("<</Type/Filespec/F(%d.txt)/EF<</F 200 0 R>>>>", i))
	}
	broken := "<</Type/Filespec/F(a.txt)/EF<</F 99 0 R>>>>"
	page := func(s string) string { return strings.Replace(page3, "/Annots[7 0 R 8 0 R]", s, 1) }
	for _, tt := range []struct {
		objects []string
		want    string
	}{
		{[]string{catalog, "<</Type/Pages/Kids[" + kids(maxPages+1, "<</Type/Page>>") + "]>>"}, "超过5000页"},
		{[]string{catalog, pageOne, page("/Annots[" + kids(maxRemarks+1, "<</Subtype/Popup>>") + "]"), words, latin, picture}, "第1页的批注、表单和链接超过2000个"},
		{attached, "附件超过100个"},
		{[]string{catalog, pageOne, page3, words, latin, picture, broken}, "PDF 附件“a.txt”已损坏"},
		{[]string{catalog, pageOne, page3, stream("", "/Im Do"), latin, stream("/Subtype/Form", "/Im Do")}, nested},
		{[]string{catalog, pageOne, page3, stream("", strings.Repeat("[", 100)+"BT /F1 12 Tf (words) Tj ET"), latin, picture}, nested},
		{[]string{catalog, pageOne, page3, words, latin, picture, strings.Repeat("[", 100)}, nested},
		{[]string{catalog, pageOne, page3, stream("/Filter/Unheard", "x"), latin, picture}, packing},
		{[]string{catalog, pageOne, page3, stream("/Filter/FlateDecode", "x"), latin, picture}, packing},
		{[]string{catalog, pageOne, page3, stream("", "BT /F1 12 Tf 50 700 Td ("+strings.Repeat("words ", 100)+"\x81) Tj ET"), strings.Replace(latin, "/WinAnsiEncoding", "<</Differences[129/g7]>>", 1), picture}, "第1页有文字取不出来"},
	} {
		text := readBytes(t, "a.pdf", simplePDF(tt.objects...))
		said := false
		for _, u := range text.Unread {
			said = said || strings.Contains(u.Words, tt.want)
		}
		if !said {
			t.Errorf("%q is not said: %v", tt.want, text.Unread)
		}
	}
	for _, objects := range [][]string{{"1", "2", "3"}, {stream("/Type/ObjStm/N 3/First 12", "5 0 6 1 7 2 123")}} {
		if f := scanPDF(simplePDF(objects...), 2); len(f.at) != 2 || !slices.Equal(f.missed, []string{crowded}) {
			t.Errorf("%d objects, said %v", len(f.at), f.missed)
		}
	}
	text := readBytes(t, "a.docx", zipped(t, "word/document.xml", body(para("正文")), "word/charts/chart1.xml", "<c:chart><a:t>"+strings.Repeat("字", 1<<20/3+1)+"</a:t><a:t>字</a:t></c:chart>"))
	if len(text.Unread) != 1 || !strings.Contains(text.Unread[0].Words, "有一段文字超过1 MB") {
		t.Error(text.Unread)
	}
}
