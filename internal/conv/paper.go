package conv

import (
	"archive/zip"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Paper is an official document to be set as GB/T 9704-2012 asks.
type Paper struct {
	Title  string
	Issuer string // 发文机关署名
	Day    string // 成文日期, in words: 2020年1月23日
	HTML   string // the text in the vocabulary of Clean

	// A letter (信函格式) has the red head of its organ on the first page and
	// what belongs to it; a plain paper leaves all of this empty.
	Head        string   // 发文机关标志
	No          string   // 发文字号
	To          string   // 主送
	Attachments []string // 附件说明
	Note        string   // 附注, set in brackets
	Slips       string   // HTML of what follows on pages of its own (附联)
}

// epoch stands in the zip for the time of writing, so that equal papers are
// equal files.
var epoch = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)

// WriteDocx writes p as a .docx. The same paper gives the same bytes. An error
// other than one of w is *Damaged: a table that Word could not open.
func WriteDocx(w io.Writer, p Paper) error {
	s := &setter{letter: p.Head != "", note: p.Note != ""}
	if err := s.paper(p); err != nil {
		return err
	}
	parts := []struct{ name, text string }{
		{"[Content_Types].xml", s.types()},
		{"_rels/.rels", packageRels},
		{"docProps/core.xml", coreProps(p)},
		{"word/document.xml", s.document()},
		{"word/_rels/document.xml.rels", s.relations()},
		{"word/styles.xml", stylesXML()},
		{"word/numbering.xml", numberingXML(s.lists)},
		{"word/settings.xml", settingsXML},
		{"word/fontTable.xml", fontTableXML()},
		{"word/footer1.xml", s.footer("FooterOdd")},
		{"word/footer2.xml", s.footer("FooterEven")},
	}
	if s.letter {
		parts = append(parts, []struct{ name, text string }{{"word/header1.xml", headXML(p.Head)}, {"word/footer3.xml", footLineXML}}...)
	}
	z := zip.NewWriter(w)
	for _, part := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: epoch})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, part.text); err != nil {
			return err
		}
	}
	return z.Close()
}

// setter sets a paper: it writes the body and gathers what the other parts of
// the package must know.
type setter struct {
	b         strings.Builder
	links     []string // targets, the first is rId101
	lists     int      // ordered lists, each with its own numbering
	landscape bool     // of the section now open
	table     bool     // the last block was a table
	last      bool     // the signature follows the block
	letter    bool     // with a red head
	note      bool     // 附注 follows the signature
}

// tree parses a text into the children of one node.
func tree(text string) (*html.Node, error) {
	root := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(strings.NewReader(text), root)
	for _, n := range nodes {
		root.AppendChild(n)
	}
	return root, err
}

func (s *setter) paper(p Paper) error {
	root, err := tree(p.HTML)
	if err != nil {
		return err
	}
	s.opening(p)
	end := signature(root, p)
	for n := root.FirstChild; n != nil; n = n.NextSibling {
		if n == end.before && end.issuer != "" {
			s.sign(end)
		}
		s.last = end.issuer+end.day+p.Note != "" && follows(n, end.before)
		if err := s.block(n, ""); err != nil {
			return err
		}
	}
	if end.before == nil {
		s.enclosures(p.Attachments)
		s.sign(end)
	}
	return s.closing(p)
}

// follows says that the signature comes right after n.
func follows(n, before *html.Node) bool {
	next := n.NextSibling
	for next != nil && next.Type == html.TextNode && strings.TrimSpace(next.Data) == "" {
		next = next.NextSibling
	}
	return next == before && n.Data == "p"
}

// titleLines breaks a title that is longer than a line after the organ's name,
// since a name or a word must not be torn.
func titleLines(title, issuer string) string {
	title = strings.TrimSpace(title)
	rest, ok := strings.CutPrefix(title, issuer)
	if ok && issuer != "" && rest != "" && ems(title) > 20 && ems(rest) <= 20 {
		return issuer + "\n" + rest
	}
	return title
}

// ending says what of the signature is still to be written, and before which
// block; nil means at the end.
type ending struct {
	issuer, day string
	before      *html.Node
}

var dayWords = regexp.MustCompile(`^[\d〇○零一二三四五六七八九]{4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日$`)

// signature looks at the flush-right lines that end the text: what they hold
// of issuer and day is not written again.
func signature(root *html.Node, p Paper) ending {
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	end := ending{issuer: strings.TrimSpace(p.Issuer), day: strings.TrimSpace(p.Day)}
	var lines []*html.Node
	dated, others := false, false
	for n := root.LastChild; n != nil; n = n.PrevSibling {
		if n.Type == html.TextNode && strings.TrimSpace(n.Data) == "" {
			continue
		}
		if n.Type != html.ElementNode || n.Data != "p" || attr(n, "class") != "right" {
			break
		}
		words := squeeze(textOf(n))
		day := dayWords.MatchString(words) || end.day != "" && strings.HasSuffix(words, squeeze(end.day))
		dated = dated || day
		others = others || !dayWords.MatchString(words) && words != squeeze(end.day)
		if end.issuer != "" && strings.Contains(words, squeeze(end.issuer)) {
			end.issuer = ""
		}
		lines = append(lines, n)
	}
	if len(lines) == 2 && dayWords.MatchString(squeeze(textOf(lines[0]))) {
		// The text's own name and day are set like ours.
		end = ending{issuer: strings.TrimSpace(textOf(lines[1])), day: squeeze(textOf(lines[0]))}
		root.RemoveChild(lines[0])
		root.RemoveChild(lines[1])
		return end
	}
	if dated {
		end.day = ""
		if others { // another name than ours signs: it is the text's own signature
			end.issuer = ""
		}
		end.before = lines[len(lines)-1]
	}
	return end
}

// sign writes 署名 and 成文日期 at the lower right: the longer of the two ends
// four characters (day) or two (issuer) from the edge, the other is centred on it.
func (s *setter) sign(e ending) {
	atName, atDay := e.offsets()
	before := ` w:before="578"`
	for _, l := range []struct {
		words string
		at    float64
	}{{e.issuer, atName}, {e.day, atDay}} {
		if l.words == "" {
			continue
		}
		next := `<w:keepNext/>`
		if l.words == e.day && !s.note {
			next = ""
		}
		s.gap()
		s.para(fmt.Sprintf(`<w:pStyle w:val="Signature"/>%s<w:spacing%s/><w:ind w:rightChars="%d" w:right="%d"/>`, next, before, int(l.at*100), int(l.at*320)), run(l.words, ""))
		before = ` w:before="0"`
	}
}

// offsets are how many characters name and day end before the edge.
func (e ending) offsets() (atName, atDay float64) {
	name, day := ems(e.issuer), ems(e.day)
	atName, atDay = 4+(day-name)/2, 4
	if e.day == "" {
		return 4, atDay
	}
	if atName < 2 {
		return 2, 2 + (name-day)/2
	}
	return atName, atDay
}

// ems is the width of words in Chinese characters; Latin letters count half.
func ems(s string) float64 {
	n := 0.0
	for _, r := range s {
		if r < 0x2000 {
			n += 0.5
		} else {
			n++
		}
	}
	return n
}

// clean drops what XML 1.0 cannot hold and escapes the rest.
func clean(s string) string {
	return xmlEscape.Replace(strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r', r >= 0x20 && r <= 0xd7ff, r >= 0xe000 && r <= 0xfffd && r != utf8.RuneError, r >= 0x10000:
			return r
		}
		return -1
	}, s))
}

var xmlEscape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;", "\r", "&#13;")

// run writes text with the properties given; a line feed is a line break.
func run(text, props string) string {
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		// The hint sends “ ” — … to the Chinese font, as they are in Chinese text.
		b.WriteString(`<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>` + props + `</w:rPr>`)
		if i > 0 {
			b.WriteString(`<w:br/>`)
		}
		b.WriteString(`<w:t xml:space="preserve">` + clean(line) + `</w:t></w:r>`)
	}
	return b.String()
}

// para writes a paragraph.
func (s *setter) para(props, runs string) {
	s.b.WriteString(`<w:p><w:pPr>` + props + `</w:pPr>` + runs + "</w:p>\n")
	s.table = false
}

// target is an address that Word accepts in a relationship, or "".
func target(href string) string {
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil || len(href) > 2000 {
		return ""
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if !hostName.MatchString(u.Host) {
			return ""
		}
	case "mailto":
		if !mailName.MatchString(u.Opaque) {
			return ""
		}
	default:
		return ""
	}
	return clean(u.String())
}

var (
	hostName = regexp.MustCompile(`^[\p{L}\p{N}.-]+(:\d+)?$`)
	mailName = regexp.MustCompile(`^[\w.+-]+@[\w.-]+$`)
)
