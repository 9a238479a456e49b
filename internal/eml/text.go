package eml

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// lines ends all lines alike and drops what no screen shows.
func lines(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\f", "\n", "\v", "\n").Replace(s)
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) {
			return -1
		}
		return visible(r)
	}, strings.ToValidUTF8(s, ""))
}

// tidy ends no line in blanks and leaves at most one line empty in between.
func tidy(s string) string {
	var out []string
	empty := 0
	for line := range strings.SplitSeq(lines(s), "\n") {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		if line == "" {
			empty++
			continue
		}
		if empty > 0 && len(out) > 0 {
			out = append(out, "")
		}
		empty = 0
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

// unflowed joins the lines of a text that was sent as format=flowed (RFC 3676).
// What is quoted stays quoted, and the mark of a signature ends a paragraph.
func unflowed(s string, delsp bool) string {
	var out []string
	open, depth := false, 0
	for line := range strings.SplitSeq(s, "\n") {
		rest := strings.TrimLeft(line, ">")
		d := len(line) - len(rest)
		rest = strings.TrimPrefix(rest, " ") // stuffing
		signature := rest == "-- "
		flows := strings.HasSuffix(rest, " ") && !signature
		if flows && delsp {
			rest = strings.TrimSuffix(rest, " ")
		}
		if open && d == depth && !signature {
			out[len(out)-1] += rest
		} else if d > 0 {
			out = append(out, strings.Repeat(">", d)+" "+rest)
		} else {
			out = append(out, rest)
		}
		open, depth = flows, d
	}
	return strings.Join(out, "\n")
}

var metaCharset = regexp.MustCompile(`(?i)<meta[^>]+charset\s*=\s*["']?([a-z0-9_-]+)`)

// declared is the charset that a page says it is in.
func declared(page []byte) string {
	if m := metaCharset.FindSubmatch(page[:min(len(page), 4096)]); m != nil {
		return string(m[1])
	}
	return ""
}

// blocks begin and end a line of their own.
var blocks = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
	atom.Li: true, atom.Tr: true, atom.Table: true, atom.Ul: true, atom.Ol: true, atom.Blockquote: true, atom.Pre: true, atom.Section: true,
	atom.Article: true, atom.Header: true, atom.Footer: true, atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Hr: true, atom.Caption: true,
	atom.Center: true, atom.Address: true, atom.Form: true, atom.Fieldset: true, atom.Body: true}

// apart are set off by an empty line.
var apart = map[atom.Atom]bool{atom.P: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.Blockquote: true, atom.Table: true}

// unread hold nothing for a reader.
var unread = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Head: true, atom.Title: true, atom.Noscript: true, atom.Iframe: true,
	atom.Object: true, atom.Template: true, atom.Textarea: true, atom.Svg: true}

// fromHTML is the text of a page: a block a line, cells apart by a tab, what is
// quoted behind ">", and the address of a link behind its words where they do
// not say it.
func fromHTML(page string) string {
	w := pageText{}
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		t := z.Next()
		if t == html.ErrorToken {
			w.endLine()
			return tidy(strings.Join(w.lines, "\n"))
		}
		token := z.Token()
		switch t {
		case html.TextToken:
			w.say(token.Data)
		case html.StartTagToken, html.SelfClosingTagToken:
			w.begin(token)
		case html.EndTagToken:
			w.end(token.DataAtom)
		}
	}
}

type pageText struct {
	lines  []string
	line   strings.Builder
	space  bool
	hidden atom.Atom // within this one nothing is read
	pre    int
	quotes int
	href   string
	words  int // where the words of the link begin in the line
}

func (w *pageText) begin(t html.Token) {
	if w.hidden != 0 {
		if t.DataAtom == atom.Body && w.hidden == atom.Head {
			w.hidden = 0
		}
		return
	}
	a := t.DataAtom
	switch {
	case unread[a]:
		if t.Type == html.StartTagToken {
			w.hidden = a
		}
		return
	case a == atom.Br:
		w.endLine()
		return
	case a == atom.Td || a == atom.Th:
		if w.line.Len() > 0 {
			w.line.WriteByte('\t')
			w.space = false
		}
	case a == atom.A:
		for _, x := range t.Attr {
			if x.Key == "href" {
				w.href, w.words = x.Val, w.line.Len()
			}
		}
	case blocks[a]:
		w.block(a)
	}
	switch a {
	case atom.Li:
		w.say("· ")
	case atom.Pre:
		w.pre++
	case atom.Blockquote:
		w.quotes = min(w.quotes+1, 9)
	}
}

func (w *pageText) end(a atom.Atom) {
	if w.hidden != 0 {
		if a == w.hidden {
			w.hidden = 0
		}
		return
	}
	switch {
	case a == atom.A && w.href != "":
		said := ""
		if s := w.line.String(); w.words <= len(s) {
			said = s[w.words:]
		}
		if strings.HasPrefix(w.href, "http") && !strings.Contains(said, w.href) && len(w.href) < 500 {
			w.say("（" + w.href + "）")
		}
		w.href = ""
	case blocks[a]:
		w.block(a)
		switch a {
		case atom.Pre:
			w.pre = max(w.pre-1, 0)
		case atom.Blockquote:
			w.quotes = max(w.quotes-1, 0)
		}
	}
}

func (w *pageText) block(a atom.Atom) {
	if w.line.Len() > 0 {
		w.endLine()
	}
	if apart[a] {
		w.lines = append(w.lines, "")
	}
}

func (w *pageText) say(s string) {
	if w.hidden != 0 {
		return
	}
	if w.pre > 0 {
		for i, line := range strings.Split(lines(s), "\n") {
			if i > 0 {
				w.endLine()
			}
			w.line.WriteString(line)
		}
		return
	}
	for _, r := range s {
		if r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\u00a0' {
			w.space = true
			continue
		}
		if w.space && w.line.Len() > 0 && !strings.HasSuffix(w.line.String()[max(0, w.line.Len()-1):], "\t") {
			w.line.WriteByte(' ')
		}
		w.space = false
		w.line.WriteRune(r)
	}
}

func (w *pageText) endLine() {
	text := w.line.String()
	if w.quotes > 0 && text != "" {
		text = strings.Repeat(">", w.quotes) + " " + text
	}
	w.lines = append(w.lines, text)
	w.line.Reset()
	w.space = false
}
