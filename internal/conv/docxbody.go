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
	pkg     *pkg
	doc     *Document
	out     strings.Builder
	links   map[string]string
	styles  map[string]style
	nums    *numbers
	lists   []string // open list tags
	listID  string   // of the open list
	started bool     // a paragraph was written

	rels string // the part that says where links point

	deleted, comments, notes, boxes, formulas bool
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
		r.doc.Title = joined(plain)
		r.started = true
		return
	}
	r.started = true
	if id, level := r.listOf(p); id != "" {
		bullet := r.nums.lists[id].levels[level].format == "bullet"
		number := ""
		if !bullet {
			number = r.nums.next(id, level)
		}
		if st.level == 0 && (bullet || !r.nums.textual[id]) {
			r.listItem(id, level, bullet, words)
			return
		}
		words, plain = escape(number)+words, number+plain
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

// joined takes out the spaces with which a title is spread or broken; those
// between Latin words stay.
func joined(s string) string {
	var b strings.Builder
	latin := func(w string, last bool) bool {
		r, _ := utf8.DecodeRuneInString(w)
		if last {
			r, _ = utf8.DecodeLastRuneInString(w)
		}
		return r < 0x2000
	}
	fields := strings.Fields(s)
	for i, w := range fields {
		if i > 0 && latin(w, false) && latin(fields[i-1], true) {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String()
}

// strip takes emphasis off a heading, which is bold by itself.
func strip(s string) string {
	return strings.NewReplacer("<strong>", "", "</strong>", "", "<em>", "", "</em>", "").Replace(s)
}

// listItem writes an item of a list.
func (r *reader) listItem(id string, level int, bullet bool, words string) {
	level = min(level, 5)
	tag := "ol"
	if bullet {
		tag = "ul"
	}
	if level == 0 && id != r.listID {
		r.closeLists(0)
	}
	if level == 0 || len(r.lists) == 0 {
		r.listID = id
	}
	if len(r.lists) > level && r.lists[level] != tag {
		r.closeLists(level)
	}
	r.closeLists(level + 1)
	if len(r.lists) == level+1 {
		r.out.WriteString("</li>")
	}
	for len(r.lists) < level+1 {
		r.out.WriteString("<" + tag + ">")
		r.lists = append(r.lists, tag)
		if len(r.lists) < level+1 {
			r.out.WriteString("<li>")
		}
	}
	r.out.WriteString("<li>" + words) // open for a list within
}

func (r *reader) closeLists(depth int) {
	for len(r.lists) > depth {
		last := len(r.lists) - 1
		r.out.WriteString("</li></" + r.lists[last] + ">")
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
		case "oMath", "oMathPara":
			r.formulas = true
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
	if n.find("txbxContent") != nil {
		r.boxes = true
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
	var heads []bool
	for _, tr := range t.within("tr") {
		props := tr.child("trPr")
		if props.child("del") != nil {
			r.deleted = true
			continue
		}
		at, _ := strconv.Atoi(props.val("gridBefore"))
		at = min(max(at, 0), 99)
		var row []cell
		if at > 0 { // the row begins further right
			row = append(row, cell{wide: at, high: 1})
		}
		for _, tc := range tr.within("tc") {
			c := cell{at: at, wide: 1, high: 1}
			props := tc.child("tcPr")
			if w, err := strconv.Atoi(props.val("gridSpan")); err == nil && w > 1 && w < 100 {
				c.wide = w
			}
			if m := props.child("vMerge"); m != nil {
				c.start = m.attr["val"] == "restart"
				c.continues = !c.start
			}
			sub := &reader{pkg: r.pkg, doc: r.doc, links: r.links, styles: r.styles, nums: r.nums, started: true}
			sub.blocks(tc)
			sub.closeLists(0)
			r.note(sub)
			c.html = unpack(sub.out.String())
			at += c.wide
			row = append(row, c)
		}
		rows = append(rows, row)
		heads = append(heads, props.on("tblHeader"))
	}
	covered := make([]map[int]bool, len(rows)) // where a cell continues the one above
	for i, row := range rows {
		covered[i] = map[int]bool{}
		for _, c := range row {
			if c.continues {
				covered[i][c.at] = true
			}
		}
	}
	for i := range rows {
		for j := range rows[i] {
			c := &rows[i][j]
			for k := i + 1; c.start && k < len(rows) && covered[k][c.at]; k++ {
				c.high++
			}
		}
	}
	r.out.WriteString("<table>")
	for i, row := range rows {
		tag := "td"
		if i == 0 && len(rows) > 1 || heads[i] {
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

// note takes over what a reader of a part has left out.
func (r *reader) note(sub *reader) {
	r.deleted, r.comments, r.notes = r.deleted || sub.deleted, r.comments || sub.comments, r.notes || sub.notes
	r.boxes, r.formulas = r.boxes || sub.boxes, r.formulas || sub.formulas
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
