package crawl

import (
	"bytes"
	"net/url"
	"regexp"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"gongkai/calendar"
)

// Page is a page as a visitor sees it.
type Page struct {
	URL    string // after redirects
	Depth  int    // clicks from the start
	Status int
	Took   time.Duration
	HTML   bool
	Title  string
	Tags   map[string]string // meta by name in lower case
	Links  []Link
	Form   bool   // a form to fill in
	Search bool   // a form in which one can look for words
	Text   string // words of the body, without scripts
	Main   string // words of the middle: without head, foot and navigation
}

// Link is a link with its words, and the words of the line that it stands in.
type Link struct {
	URL, Text, Line string
	Nav             bool // in the head, the foot or the navigation
}

// read takes a page apart. Pages in GBK are read as such.
func (p *Page) read(body []byte, kind string) {
	r, err := charset.NewReader(bytes.NewReader(body), kind)
	if err != nil {
		return
	}
	root, err := html.Parse(r)
	if err != nil {
		return
	}
	p.Tags = map[string]string{}
	base, err := url.Parse(p.URL)
	if err != nil {
		return
	}
	var all, main strings.Builder
	p.walk(root, base, false, &all, &main)
	p.Text, p.Main = squeeze(all.String()), squeeze(main.String())
}

// frames are the elements around the middle of a page.
var frames = map[atom.Atom]bool{atom.Header: true, atom.Footer: true, atom.Nav: true}

// blocks end a line of words.
var blocks = map[atom.Atom]bool{atom.P: true, atom.Li: true, atom.Div: true, atom.Tr: true, atom.Br: true, atom.H1: true, atom.H2: true, atom.H3: true,
	atom.Td: true, atom.Th: true, atom.Dt: true, atom.Dd: true, atom.Ul: true, atom.Table: true, atom.Section: true, atom.Article: true}

func (p *Page) walk(n *html.Node, base *url.URL, frame bool, all, main *strings.Builder) {
	switch n.Type {
	case html.TextNode:
		all.WriteString(n.Data)
		if !frame {
			main.WriteString(n.Data)
		}
		return
	case html.ElementNode:
		frame = frame || frames[n.DataAtom] || framed(n)
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Noscript, atom.Template:
			return
		case atom.Title:
			if p.Title == "" {
				p.Title = squeeze(words(n))
			}
			return
		case atom.Meta:
			if name := strings.ToLower(attr(n, "name")); name != "" {
				p.Tags[name] = strings.TrimSpace(attr(n, "content"))
			}
		case atom.Base:
			if u, err := base.Parse(attr(n, "href")); err == nil {
				*base = *u
			}
		case atom.Form:
			if searches(n) {
				p.Search = true
			} else {
				p.Form = true
			}
		case atom.A:
			p.link(n, base, frame)
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		p.walk(c, base, frame, all, main)
	}
	if n.Type == html.ElementNode && blocks[n.DataAtom] {
		all.WriteByte('\n')
		main.WriteByte('\n')
	}
}

// framed knows the frames of older pages by their class or id.
func framed(n *html.Node) bool {
	for _, w := range strings.FieldsFunc(strings.ToLower(attr(n, "class")+" "+attr(n, "id")), func(r rune) bool { return r == ' ' || r == '-' || r == '_' }) {
		switch w {
		case "header", "footer", "foot", "nav", "menu", "topbar", "breadcrumb":
			return true
		}
	}
	return false
}

func (p *Page) link(n *html.Node, base *url.URL, frame bool) {
	u, err := base.Parse(strings.TrimSpace(attr(n, "href")))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || attr(n, "href") == "" {
		return
	}
	u.Fragment = ""
	line := n.Parent
	for line != nil && !blocks[line.DataAtom] {
		line = line.Parent
	}
	l := Link{URL: u.String(), Text: squeeze(words(n)), Nav: frame}
	if line != nil {
		if l.Line = squeeze(words(line)); len(l.Line) > 500 {
			l.Line = "" // a whole column in one element is no line
		}
	}
	if l.Text == "" {
		l.Text = attr(n, "title")
	}
	p.Links = append(p.Links, l)
}

// searches says whether a form is one to look for words with: one field for
// words, and a name that says so.
func searches(form *html.Node) bool {
	field, said := false, strings.Contains(attr(form, "role")+attr(form, "action"), "search")
	var look func(*html.Node)
	look = func(n *html.Node) {
		if n.DataAtom == atom.Input && (attr(n, "type") == "search" || attr(n, "type") == "text" || attr(n, "type") == "") {
			field = true
			said = said || attr(n, "type") == "search" || strings.Contains(attr(n, "placeholder")+attr(n, "title")+attr(n, "value"), "搜索")
		}
		said = said || n.Type == html.TextNode && (strings.Contains(n.Data, "搜索") || strings.Contains(n.Data, "检索")) || strings.Contains(attr(n, "value"), "搜索")
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			look(c)
		}
	}
	look(form)
	return field && said
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// words are the text of a node.
func words(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	if n.DataAtom == atom.Script || n.DataAtom == atom.Style {
		return ""
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(words(c))
		if c.Type == html.ElementNode {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

var blanks = regexp.MustCompile(`[ \t\r\f\x{a0}\x{3000}]+`)
var breaks = regexp.MustCompile(`\s*\n\s*`)

func squeeze(s string) string {
	return strings.TrimSpace(breaks.ReplaceAllString(blanks.ReplaceAllString(s, " "), "\n"))
}

var day = regexp.MustCompile(`(20[0-9]{2})\s*[-/.年]\s*([01]?[0-9])\s*[-/.月]\s*([0-3]?[0-9])`)

// Newest is the newest day in words that is not after a day; none if there is none.
func Newest(text string, today calendar.Day) (newest calendar.Day) {
	for _, d := range Days(text) {
		if !d.After(today) && d.After(newest) {
			newest = d
		}
	}
	return newest
}

// Days are the days in words, in any of the usual forms.
func Days(text string) (out []calendar.Day) {
	for _, m := range day.FindAllStringSubmatch(text, -1) {
		pad := func(s string) string { return strings.Repeat("0", 2-len(s)) + s }
		if d, err := calendar.ParseDay(m[1] + "-" + pad(m[2]) + "-" + pad(m[3])); err == nil {
			out = append(out, d)
		}
	}
	return out
}
