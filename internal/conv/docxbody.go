package conv

import (
	"fmt"
	"html"
	"strconv"
	"strings"
	"unicode/utf8"
)

// reader walks the body of a Word file and writes HTML.
type reader struct {
	pkg       *pkg
	doc       *Document
	out       strings.Builder
	links     map[string]string
	styles    map[string]style
	numbering map[string][]string // list → "numFmt lvlText" by level
	lists     []string            // open list tags
	started   bool                // a paragraph was written

	deleted, comments, notes bool
}

func escape(s string) string { return html.EscapeString(s) }

// blocks writes the block children of a node.
func (r *reader) blocks(n *node) {
	for _, k := range n.kids {
		switch k.name {
		case "p":
			r.paragraph(k)
		case "tbl":
			r.closeLists(0)
			r.table(k)
		case "sdt":
			if c := k.child("sdtContent"); c != nil {
				r.blocks(c)
			}
		case "ins", "customXml", "smartTag", "moveTo":
			r.blocks(k)
		case "del", "moveFrom":
			r.deleted = true
		}
	}
}

func (r *reader) paragraph(p *node) {
	props := p.child("pPr")
	st := r.styles[props.val("pStyle")]
	words := r.inline(p)
	plain := strings.TrimSpace(Text("<p>" + words + "</p>"))
	if plain == "" && !strings.Contains(words, "<img") {
		return
	}
	center := props.val("jc") == "center"
	// The first centred or title paragraph is the title, as papers have it.
	if !r.started && r.doc.Title == "" && plain != "" && utf8.RuneCountInString(plain) <= 120 && (st.title || center && !strings.Contains(words, "<img")) {
		r.doc.Title = strings.Join(strings.Fields(plain), "")
		r.started = true
		return
	}
	r.started = true
	if num := props.child("numPr"); num != nil && num.val("numId") != "0" && st.level == 0 {
		if r.listItem(num, words) {
			return
		}
	}
	r.closeLists(0)
	tag, class := "p", ""
	switch {
	case st.level > 0:
		tag = fmt.Sprintf("h%d", min(max(st.level+1, 2), 4))
		words = strip(words)
	case headingLevel(plain) > 0 && !strings.Contains(words, "<img"):
		tag = fmt.Sprintf("h%d", headingLevel(plain))
		words = strip(words)
	case center:
		class = ` class="center"`
	case props.val("jc") == "right" || props.val("jc") == "end":
		class = ` class="right"`
	}
	fmt.Fprintf(&r.out, "<%s%s>%s</%s>", tag, class, words, tag)
}

// strip takes emphasis off a heading, which is bold by itself.
func strip(s string) string {
	return strings.NewReplacer("<strong>", "", "</strong>", "", "<em>", "", "</em>", "").Replace(s)
}

// listItem writes an item of a Word list. Chinese heading numbers (一、) that
// Word writes by itself become headings instead.
func (r *reader) listItem(num *node, words string) bool {
	level, _ := strconv.Atoi(num.val("ilvl"))
	level = min(max(level, 0), 5)
	formats := r.numbering[num.val("numId")]
	format := ""
	if level < len(formats) {
		format = formats[level]
	}
	if strings.HasPrefix(format, "chinese") || strings.HasPrefix(format, "japaneseCounting") || strings.HasPrefix(format, "ideograph") {
		return false
	}
	tag := "ol"
	if strings.HasPrefix(format, "bullet") {
		tag = "ul"
	}
	r.closeLists(level + 1)
	for len(r.lists) < level+1 {
		r.out.WriteString("<" + tag + ">")
		r.lists = append(r.lists, tag)
		if len(r.lists) < level+1 {
			r.out.WriteString("<li>")
		}
	}
	if r.lists[level] != tag {
		r.closeLists(level)
		r.out.WriteString("<" + tag + ">")
		r.lists = append(r.lists, tag)
	}
	r.out.WriteString("<li>" + words + "</li>")
	return true
}

func (r *reader) closeLists(depth int) {
	for len(r.lists) > depth {
		last := len(r.lists) - 1
		r.out.WriteString("</" + r.lists[last] + ">")
		r.lists = r.lists[:last]
	}
}

// inline writes the runs of a paragraph.
func (r *reader) inline(n *node) string {
	var b strings.Builder
	for _, k := range n.kids {
		switch k.name {
		case "r":
			b.WriteString(r.run(k))
		case "hyperlink":
			inner := r.inline(k)
			if to := r.links[k.attr["id"]]; to != "" {
				inner = fmt.Sprintf(`<a href="%s">%s</a>`, escape(to), inner)
			}
			b.WriteString(inner)
		case "ins", "smartTag", "moveTo", "customXml", "fldSimple":
			b.WriteString(r.inline(k))
		case "sdt":
			if c := k.child("sdtContent"); c != nil {
				b.WriteString(r.inline(c))
			}
		case "del", "moveFrom":
			r.deleted = true
		case "commentRangeStart":
			r.comments = true
		}
	}
	return b.String()
}

func (r *reader) run(n *node) string {
	var b strings.Builder
	for _, k := range n.kids {
		switch k.name {
		case "t":
			b.WriteString(escape(k.text))
		case "tab":
			b.WriteString(" ")
		case "br", "cr":
			if k.attr["type"] != "page" {
				b.WriteString("<br>")
			}
		case "noBreakHyphen":
			b.WriteString("-")
		case "footnoteReference", "endnoteReference":
			r.notes = true
		case "commentReference":
			r.comments = true
		case "drawing", "pict", "object":
			b.WriteString(r.drawing(k))
		case "AlternateContent":
			if c := k.child("Choice"); c != nil {
				b.WriteString(r.run(c))
			}
		}
	}
	s := b.String()
	props := n.child("rPr")
	if strings.TrimSpace(s) == "" || props == nil || strings.HasPrefix(s, "<img") {
		return s
	}
	for _, w := range []struct {
		on  bool
		tag string
	}{{props.on("b"), "strong"}, {props.on("i"), "em"}, {props.on("u"), "u"},
		{props.val("vertAlign") == "superscript", "sup"}, {props.val("vertAlign") == "subscript", "sub"}} {
		if w.on {
			s = "<" + w.tag + ">" + s + "</" + w.tag + ">"
		}
	}
	return s
}

// drawing finds the picture of a drawing, old or new, with its description.
func (r *reader) drawing(n *node) string {
	alt := ""
	if p := n.find("docPr"); p != nil {
		alt = strings.TrimSpace(p.attr["descr"])
	}
	if blip := n.find("blip"); blip != nil {
		return r.picture(blip.attr["embed"], alt)
	}
	if v := n.find("imagedata"); v != nil {
		if alt == "" {
			alt = v.attr["title"]
		}
		return r.picture(v.attr["id"], alt)
	}
	return ""
}

// table writes a table; cells that Word continues downwards become a rowspan.
func (r *reader) table(t *node) {
	type cell struct {
		html             string
		at, wide, high   int
		continues, start bool
	}
	var rows [][]cell
	for _, tr := range t.kids {
		if tr.name != "tr" {
			continue
		}
		at := 0
		var row []cell
		for _, tc := range tr.kids {
			if tc.name == "sdt" {
				tc = tc.find("tc")
			}
			if tc == nil || tc.name != "tc" {
				continue
			}
			c := cell{at: at, wide: 1, high: 1}
			props := tc.child("tcPr")
			if w, err := strconv.Atoi(props.val("gridSpan")); err == nil && w > 1 && w < 100 {
				c.wide = w
			}
			if m := props.child("vMerge"); m != nil {
				c.start = m.attr["val"] == "restart"
				c.continues = !c.start
			}
			sub := &reader{pkg: r.pkg, doc: r.doc, links: r.links, styles: r.styles, numbering: r.numbering, started: true}
			sub.blocks(tc)
			sub.closeLists(0)
			r.deleted, r.comments, r.notes = r.deleted || sub.deleted, r.comments || sub.comments, r.notes || sub.notes
			c.html = unpack(sub.out.String())
			at += c.wide
			row = append(row, c)
		}
		rows = append(rows, row)
	}
	for i := range rows {
		for j := range rows[i] {
			if !rows[i][j].start {
				continue
			}
			for k := i + 1; k < len(rows); k++ {
				found := false
				for _, c := range rows[k] {
					found = found || c.at == rows[i][j].at && c.continues
				}
				if !found {
					break
				}
				rows[i][j].high++
			}
		}
	}
	r.out.WriteString("<table>")
	for i, row := range rows {
		tag := "td"
		if i == 0 && len(rows) > 1 {
			tag = "th"
		}
		r.out.WriteString("<tr>")
		for _, c := range row {
			if c.continues {
				continue
			}
			span := ""
			if c.wide > 1 {
				span += fmt.Sprintf(` colspan="%d"`, c.wide)
			}
			if c.high > 1 {
				span += fmt.Sprintf(` rowspan="%d"`, c.high)
			}
			fmt.Fprintf(&r.out, "<%s%s>%s</%s>", tag, span, c.html, tag)
		}
		r.out.WriteString("</tr>")
	}
	r.out.WriteString("</table>")
}

// unpack takes the paragraph off a cell that holds just one.
func unpack(s string) string {
	inner, ok := strings.CutPrefix(s, "<p>")
	if !ok {
		if inner, ok = strings.CutPrefix(s, `<p class="center">`); !ok {
			return s
		}
	}
	if i := strings.Index(inner, "</p>"); i == len(inner)-len("</p>") {
		return inner[:i]
	}
	return s
}
