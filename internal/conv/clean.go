// Package conv turns what officials bring into clean semantic HTML, and reports
// into official papers: Word files in (docx.go), pasted text cleaned (clean.go),
// Word files out (paper.go).
//
// What comes out of Clean has a small vocabulary: paragraphs, headings h2 to
// h4, lists, tables, pictures, links, emphasis. No style survives, since the
// site's own style sets the page; no script survives at all.
package conv

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// ownPicture is where a picture may come from: the site, or the file being read.
var ownPicture = regexp.MustCompile(`^(/|image:[0-9]+$)`)

// policy is the vocabulary that may be stored and shown.
var policy = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "u", "sub", "sup", "br", "blockquote",
		"hr", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "a", "img")
	p.AllowAttrs("colspan", "rowspan").Matching(regexp.MustCompile(`^[1-9][0-9]?$`)).OnElements("th", "td")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^(center|right|indent)$`)).OnElements("p", "h2", "h3", "h4", "td", "th")
	p.AllowAttrs("href").Matching(regexp.MustCompile(`(?i)^(https?://|mailto:|/|#)`)).OnElements("a")
	p.AllowAttrs("src").Matching(ownPicture).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowURLSchemes("http", "https", "mailto", "image")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	return p
}()

// rename maps what editors write to the vocabulary.
var rename = map[string]string{"b": "strong", "i": "em", "h1": "h2", "h5": "h4", "h6": "h4", "ins": "u"}

// unwrap lists elements whose content is kept and whose tags go.
var unwrap = map[string]bool{"span": true, "font": true, "o:p": true, "section": true, "article": true, "main": true,
	"center": true, "small": true, "big": true, "label": true, "tt": true, "html": true, "body": true, "st1:chsdate": true}

// drop lists elements that go with all they hold.
var drop = map[string]bool{"script": true, "style": true, "head": true, "meta": true, "link": true, "title": true,
	"xml": true, "iframe": true, "object": true, "embed": true, "svg": true, "math": true, "template": true,
	"noscript": true, "form": true, "input": true, "textarea": true, "select": true, "button": true, "video": true, "audio": true}

// Clean keeps the semantic part of HTML that was typed, pasted from Word or
// WPS, or imported. It is idempotent.
func Clean(s string) string {
	s = strings.ReplaceAll(s, "\x00", "")
	for range 8 { // a second pass changes something only for adversarial input
		next := cleanOnce(s)
		if next == s {
			return s
		}
		s = next
	}
	return cleanOnce(plainly(s))
}

// plainly keeps the words of HTML that cannot be kept as HTML, one paragraph a line.
func plainly(s string) string {
	var b strings.Builder
	for line := range strings.Lines(Text(policy.Sanitize(s))) {
		if line = strings.Trim(spaces.ReplaceAllString(line, " "), " \u3000"); line != "" {
			b.WriteString("<p>" + html.EscapeString(line) + "</p>")
		}
	}
	return b.String()
}

func cleanOnce(s string) string {
	context := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(strings.NewReader(s), context)
	if err != nil { // elements nested hundreds deep
		return cleanOnce(plainly(s))
	}
	root := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	tidy(root, 0)
	wrapText(root)
	lists(root)
	headings(root)
	prune(root)
	var b strings.Builder
	for n := root.FirstChild; n != nil; n = n.NextSibling {
		if err := html.Render(&b, n); err != nil {
			return ""
		}
	}
	out := policy.Sanitize(b.String())
	return strings.TrimSpace(strings.ReplaceAll(out, "\u00a0", " "))
}

// tidy renames, unwraps and drops elements and evens out white space.
func tidy(n *html.Node, depth int) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch c.Type {
		case html.CommentNode, html.DoctypeNode:
			n.RemoveChild(c)
		case html.TextNode:
			c.Data = spaces.ReplaceAllString(strings.ReplaceAll(c.Data, "\u00a0", " "), " ")
		case html.ElementNode:
			if to, ok := rename[c.Data]; ok {
				c.Data, c.DataAtom = to, atom.Lookup([]byte(to))
			}
			switch {
			case drop[c.Data] || c.Data == "img" && !ownPicture.MatchString(attr(c, "src")):
				n.RemoveChild(c)
			case unwrap[c.Data] || depth > 60 || strings.Contains(c.Data, ":"):
				if first := lift(n, c); first != nil {
					next = first
				}
			case c.Data == "div":
				if hasBlock(c) {
					if first := lift(n, c); first != nil {
						next = first
					}
				} else {
					c.Data, c.DataAtom = "p", atom.P
					align(c)
					tidy(c, depth+1)
				}
			default:
				align(c)
				tidy(c, depth+1)
			}
		}
		c = next
	}
}

var spaces = regexp.MustCompile(`[ \t\r\n\f]+`)

// lift puts the children of c in its place and returns the first of them.
func lift(n, c *html.Node) *html.Node {
	first := c.FirstChild
	for k := c.FirstChild; k != nil; {
		next := k.NextSibling
		c.RemoveChild(k)
		n.InsertBefore(k, c)
		k = next
	}
	n.RemoveChild(c)
	return first
}

var blocks = map[string]bool{"p": true, "h2": true, "h3": true, "h4": true, "ul": true, "ol": true, "table": true,
	"blockquote": true, "hr": true, "div": true, "h1": true, "h5": true, "h6": true, "section": true, "article": true, "center": true}

func hasBlock(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && (blocks[c.Data] || hasBlock(c)) {
			return true
		}
	}
	return false
}

// align keeps centring and flush right as a class and forgets all other style.
func align(n *html.Node) {
	class := ""
	mso := ""
	var keep []html.Attribute
	for _, a := range n.Attr {
		v := strings.ToLower(strings.ReplaceAll(a.Val, " ", ""))
		switch a.Key {
		case "style":
			if strings.Contains(v, "text-align:center") {
				class = "center"
			} else if strings.Contains(v, "text-align:right") {
				class = "right"
			}
			if i := strings.Index(v, "mso-list:l"); i >= 0 {
				mso = "list"
			}
		case "align":
			if v == "center" || v == "right" {
				class = v
			}
		case "class":
			if a.Val == "center" || a.Val == "right" || a.Val == "indent" {
				class = a.Val
			}
			if strings.Contains(v, "msolistparagraph") {
				mso = "list"
			}
		default:
			keep = append(keep, a)
		}
	}
	n.Attr = keep
	if class != "" {
		n.Attr = append(n.Attr, html.Attribute{Key: "class", Val: class})
	}
	if mso != "" {
		n.Attr = append(n.Attr, html.Attribute{Key: "data-list", Val: mso})
	}
}

// wrapText puts loose text and inline elements at the top into paragraphs.
func wrapText(root *html.Node) {
	var p *html.Node
	for c := root.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == html.ElementNode && blocks[c.Data] {
			p = nil
		} else {
			if p == nil && c.Type == html.TextNode && strings.TrimSpace(c.Data) == "" {
				root.RemoveChild(c)
				c = next
				continue
			}
			if p == nil {
				p = &html.Node{Type: html.ElementNode, Data: "p", DataAtom: atom.P}
				root.InsertBefore(p, c)
			}
			root.RemoveChild(c)
			p.AppendChild(c)
		}
		c = next
	}
}

var (
	bullet   = regexp.MustCompile(`^[\s·•●○▪■◆§oØ-]+\s`)
	numbered = regexp.MustCompile(`^\s*(\d+[.．、)）]|[(（]\d+[)）]|[a-z][.)])\s*`)
)

// lists turns runs of Word's list paragraphs into real lists.
func lists(root *html.Node) {
	var list *html.Node
	for c := root.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type != html.ElementNode || c.Data != "p" || attr(c, "data-list") == "" {
			if c.Type == html.ElementNode {
				list = nil
			}
			c = next
			continue
		}
		words := textOf(c)
		kind, mark := "ul", bullet
		if numbered.MatchString(words) {
			kind, mark = "ol", numbered
		}
		if list == nil || list.Data != kind {
			list = &html.Node{Type: html.ElementNode, Data: kind, DataAtom: atom.Lookup([]byte(kind))}
			root.InsertBefore(list, c)
		}
		root.RemoveChild(c)
		c.Data, c.DataAtom, c.Attr = "li", atom.Li, nil
		trimStart(c, len(mark.FindString(words)))
		list.AppendChild(c)
		c = next
	}
}

// trimStart takes n bytes off the text at the start of a node.
func trimStart(n *html.Node, left int) int {
	for c := n.FirstChild; c != nil && left > 0; c = c.NextSibling {
		if c.Type == html.TextNode {
			k := min(left, len(c.Data))
			c.Data, left = c.Data[k:], left-k
		} else {
			left = trimStart(c, left)
		}
	}
	return left
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

var (
	level1 = regexp.MustCompile(`^[一二三四五六七八九十]{1,3}、`)
	level2 = regexp.MustCompile(`^[(（][一二三四五六七八九十]{1,3}[)）]`)
)

// headingLevel tells a heading by its number, as official papers write them:
// 一、 and (一). A long line, or one with a full stop, is a paragraph that
// happens to begin so.
func headingLevel(words string) int {
	words = strings.TrimSpace(words)
	if utf8.RuneCountInString(words) > 40 || strings.ContainsAny(words, "。;；") {
		return 0
	}
	switch {
	case level1.MatchString(words):
		return 2
	case level2.MatchString(words):
		return 3
	}
	return 0
}

// headings makes headings of paragraphs that are numbered like ones.
func headings(root *html.Node) {
	for c := root.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || c.Data != "p" || hasElement(c, "img") {
			continue
		}
		switch headingLevel(textOf(c)) {
		case 2:
			c.Data, c.DataAtom = "h2", atom.H2
		case 3:
			c.Data, c.DataAtom = "h3", atom.H3
		}
	}
}

func hasElement(n *html.Node, name string) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && (c.Data == name || hasElement(c, name)) {
			return true
		}
	}
	return false
}

// prune removes empty paragraphs and inline elements and trims the text.
func prune(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == html.ElementNode {
			prune(c)
			switch c.Data {
			case "p", "h2", "h3", "h4", "li", "strong", "em", "u", "blockquote", "a", "sub", "sup", "ul", "ol", "tr", "tbody", "thead", "tfoot", "table", "caption":
				if strings.TrimSpace(textOf(c)) == "" && !hasElement(c, "img") && !hasElement(c, "td") && !hasElement(c, "th") {
					n.RemoveChild(c)
				}
			}
		} else if c.Type == html.TextNode && strings.TrimSpace(c.Data) == "" && !inline(n) {
			n.RemoveChild(c)
		}
		c = next
	}
	if n.Type == html.ElementNode && (n.Data == "p" || n.Data == "li" || n.Data == "td" || n.Data == "th" || strings.HasPrefix(n.Data, "h")) {
		if f := n.FirstChild; f != nil && f.Type == html.TextNode {
			f.Data = strings.TrimLeft(f.Data, " \u3000")
		}
		if l := n.LastChild; l != nil && l.Type == html.TextNode {
			l.Data = strings.TrimRight(l.Data, " \u3000")
		}
	}
}

// inline says that white space between children of the node means something.
func inline(n *html.Node) bool {
	switch n.Data {
	case "p", "h2", "h3", "h4", "li", "td", "th", "strong", "em", "u", "a", "caption", "sub", "sup":
		return true
	}
	return false
}

func textOf(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return b.String()
}
