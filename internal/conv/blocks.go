package conv

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/difference"
)

// Blocks cuts cleaned HTML into what a reader calls a paragraph, an item of a
// list or a row of a table, so that two editions can be compared (package
// difference). A block's markup is everything that the block is; two texts with
// the same blocks are shown the same.
func Blocks(s string) []difference.Block {
	nodes, err := html.ParseFragment(strings.NewReader(s), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil { // nested too deep; Clean lets no such text through
		return []difference.Block{{Kind: difference.Paragraph, Text: Text(s), Markup: s}}
	}
	c := &cutter{}
	for _, n := range nodes {
		c.node(n, "")
	}
	return c.out
}

// cutter gathers the blocks; path is what a block stands in.
type cutter struct {
	out    []difference.Block
	tables int
}

var headings234 = map[string]bool{"h2": true, "h3": true, "h4": true}

func (c *cutter) node(n *html.Node, path string) {
	switch {
	case n.Type == html.TextNode:
		if strings.TrimSpace(n.Data) != "" {
			c.add(difference.Block{Kind: difference.Paragraph}, path, n)
		}
	case n.Type != html.ElementNode:
	case n.Data == "ul" || n.Data == "ol":
		for k := n.FirstChild; k != nil; k = k.NextSibling {
			c.item(k, path+n.Data+">")
		}
	case n.Data == "table":
		c.table(n, path)
	case n.Data == "hr":
		c.add(difference.Block{Kind: difference.Line}, path, n)
	case n.Data == "blockquote" && hasBlock(n):
		for k := n.FirstChild; k != nil; k = k.NextSibling {
			c.node(k, path+"blockquote>")
		}
	case headings234[n.Data]:
		c.add(difference.Block{Kind: difference.Heading}, path, n)
	default:
		c.add(difference.Block{Kind: difference.Paragraph}, path, n)
	}
}

// item is one of a list; the lists and tables within it follow it.
func (c *cutter) item(n *html.Node, path string) {
	if n.Type != html.ElementNode {
		return
	}
	var inner []*html.Node
	for k := n.FirstChild; k != nil; {
		next := k.NextSibling
		if k.Type == html.ElementNode && (k.Data == "ul" || k.Data == "ol" || k.Data == "table") {
			n.RemoveChild(k)
			inner = append(inner, k)
		}
		k = next
	}
	c.add(difference.Block{Kind: difference.Item}, path, n)
	for _, k := range inner {
		c.node(k, path+"li>")
	}
}

func (c *cutter) table(n *html.Node, path string) {
	c.tables++
	number, first := c.tables, true
	var walk func(n *html.Node, path string)
	walk = func(n *html.Node, path string) {
		for k := n.FirstChild; k != nil; k = k.NextSibling {
			switch {
			case k.Type != html.ElementNode:
			case k.Data == "tr":
				cells, heads := cellsOf(k)
				head := len(cells) > 0 && (strings.HasSuffix(path, "thead>") || heads == len(cells) || first && len(cells) > 1 && headlike(cells))
				c.add(difference.Block{Kind: difference.Row, Cells: cells, Table: number, Head: first && head}, path, k)
				first = false
			case k.Data == "caption":
				c.add(difference.Block{Kind: difference.Caption, Table: number}, path, k)
			default:
				walk(k, path+k.Data+">")
			}
		}
	}
	walk(n, path+"table>")
}

// headlike says that a first row names columns: pasted tables have no heads of
// their own. Names of columns hold no digits and no stops.
func headlike(cells []string) bool {
	for _, s := range cells {
		if s == "" || len([]rune(s)) > 16 || strings.ContainsAny(s, "0123456789。；") {
			return false
		}
	}
	return true
}

func cellsOf(tr *html.Node) (cells []string, heads int) {
	for k := tr.FirstChild; k != nil; k = k.NextSibling {
		if k.Type != html.ElementNode {
			continue
		}
		if k.Data == "th" {
			heads++
		}
		cells = append(cells, lineText(k))
	}
	return cells, heads
}

// add fills a block from its node.
func (c *cutter) add(b difference.Block, path string, n *html.Node) {
	var markup strings.Builder
	markup.WriteString(path)
	if html.Render(&markup, n) != nil {
		return // a tree in memory always renders
	}
	b.Markup = markup.String()
	if b.Text = lineText(n); b.Kind == difference.Row {
		b.Text = strings.Join(b.Cells, "\t")
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.ElementNode && n.Data == "a":
			b.Links = append(b.Links, attr(n, "href"))
		case n.Type == html.ElementNode && n.Data == "img":
			b.Pictures = append(b.Pictures, attr(n, "src")+" "+strconv.Quote(attr(n, "alt")))
		}
		for k := n.FirstChild; k != nil; k = k.NextSibling {
			walk(k)
		}
	}
	walk(n)
	c.out = append(c.out, b)
}

// lineText is the words of a node on one line.
func lineText(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.Type == html.ElementNode && (n.Data == "br" || n.Data == "p" || n.Data == "li"):
			b.WriteByte(' ')
		}
		for k := n.FirstChild; k != nil; k = k.NextSibling {
			walk(k)
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}
