package staff

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// blocks are the elements that begin a new paragraph.
var blocks = []string{"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "blockquote", "br", "table", "figure"}

// paragraphs is the text of an HTML piece, one string a paragraph, for putting
// two texts side by side.
func paragraphs(piece string) []string {
	var out []string
	var b strings.Builder
	flush := func() {
		if s := strings.Join(strings.Fields(b.String()), " "); s != "" {
			out = append(out, s)
		}
		b.Reset()
	}
	z := html.NewTokenizer(strings.NewReader(piece))
	for {
		switch z.Next() {
		case html.ErrorToken:
			flush()
			return out
		case html.TextToken:
			b.WriteString(z.Token().Data)
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			if slices.Contains(blocks, string(name)) {
				flush()
			}
		}
	}
}
