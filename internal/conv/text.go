package conv

import (
	"strings"

	"golang.org/x/net/html"
)

// Text is the plain text of cleaned HTML, one block a line, cells of a table
// row apart by a tab; search and excerpts use it.
func Text(s string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.TrimSpace(b.String())
		case html.TextToken:
			b.Write(z.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			if name, _ := z.TagName(); string(name) == "br" {
				b.WriteByte('\n')
			}
		case html.EndTagToken:
			switch name, _ := z.TagName(); string(name) {
			case "p", "h2", "h3", "h4", "li", "tr", "caption", "blockquote":
				b.WriteByte('\n')
			case "td", "th":
				b.WriteByte('\t')
			}
		}
	}
}

// Excerpt is the beginning of the text, at most n characters.
func Excerpt(s string, n int) string {
	r := []rune(strings.Join(strings.Fields(Text(s)), " "))
	if len(r) <= n {
		return string(r)
	}
	if n < 1 {
		return ""
	}
	return string(r[:n-1]) + "…"
}

// ImagesWithoutAlt counts the pictures that say nothing to who cannot see them.
func ImagesWithoutAlt(s string) (n int) {
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		t := z.Next()
		if t == html.ErrorToken {
			return n
		}
		if t != html.StartTagToken && t != html.SelfClosingTagToken {
			continue
		}
		token := z.Token()
		if token.Data != "img" {
			continue
		}
		alt := ""
		for _, a := range token.Attr {
			if a.Key == "alt" {
				alt = strings.TrimSpace(a.Val)
			}
		}
		if alt == "" {
			n++
		}
	}
}
