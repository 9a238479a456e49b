package conv

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"
)

// Image is a picture of a document; Type is told by its bytes.
type Image struct {
	Name, Type, Alt string
	Data            []byte
}

// Document is a Word file made into cleaned HTML; src="image:N" names Images[N].
type Document struct {
	Title, HTML string
	Images      []Image
	Warnings    []string
}

// Damaged says in a clerk's words why a file could not be read.
type Damaged struct{ What, Mend string }

func (d *Damaged) Error() string { return d.What + "。" + d.Mend }

// Bounds of what a .docx may unpack to; a larger one is refused before it can
// fill the memory.
const (
	maxParts = 2000
	maxPart  = 24 << 20 // of text, and of a picture
	maxAll   = 120 << 20
	maxDepth = 256
	maxNodes = 1_000_000 // elements of a part
)

const resave = "请用 Word 或 WPS 打开检查后，另存为 .docx 再上传"

// ReadDocx reads a .docx of Word or WPS. It never panics and never runs
// anything that the file holds; an error is *Damaged.
func ReadDocx(r io.ReaderAt, size int64) (Document, error) {
	var doc Document
	magic := make([]byte, 8)
	if _, err := r.ReadAt(magic, 0); err != nil && !errors.Is(err, io.EOF) {
		return doc, err
	}
	if bytes.HasPrefix(magic, []byte{0xd0, 0xcf, 0x11, 0xe0}) {
		return doc, &Damaged{"这是旧版 .doc 文件，或加了密码的文件", "请去掉密码，" + resave}
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return doc, &Damaged{"这不是完整的 .docx 文件", resave}
	}
	if len(z.File) > maxParts {
		return doc, &Damaged{"文件内的部件过多", resave}
	}
	p := &pkg{files: map[string]*zip.File{}, seen: map[string]int{}}
	for _, f := range z.File {
		p.files[path.Clean(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))] = f
	}
	part := p.main()
	main, err := p.read(part)
	if err != nil {
		return doc, err
	}
	rd := &reader{pkg: p, rels: path.Join(path.Dir(part), "_rels", path.Base(part)+".rels"), doc: &doc, links: map[string]string{}, styles: map[string]style{},
		nums: &numbers{lists: map[string]numList{}, count: map[string][]int{}, begun: map[string]bool{}, textual: map[string]bool{}}}
	for _, read := range []func() error{rd.relations, rd.readStyles, rd.readNumbering} {
		if err := read(); err != nil {
			return doc, err
		}
	}
	tree, err := parse(main)
	if err != nil {
		return doc, &Damaged{"文件的正文部分已损坏", resave}
	}
	body := tree.find("body")
	if body == nil {
		return doc, &Damaged{"文件里没有正文", resave}
	}
	rd.scan(body)
	rd.blocks(body)
	rd.closeLists(0)
	doc.HTML = Clean(rd.out.String())
	for _, w := range []struct {
		on   bool
		text string
	}{{rd.deleted, "修订中标为删除的文字没有导入"}, {rd.comments, "批注没有导入"}, {rd.boxes, "文本框中的文字没有导入，请移到正文中"}, {rd.formulas, "公式没有导入，请改用图片"}, {rd.notes, "脚注和尾注没有导入，请核对"}} {
		if w.on {
			doc.Warnings = append(doc.Warnings, w.text)
		}
	}
	return doc, nil
}

type pkg struct {
	files map[string]*zip.File
	total int64
	seen  map[string]int // pictures by relationship
}

// main is the part that holds the text; some servers call it document2.xml.
func (p *pkg) main() string {
	const usual = "word/document.xml"
	if p.files[usual] != nil || p.files["_rels/.rels"] == nil {
		return usual
	}
	b, err := p.read("_rels/.rels")
	if err != nil {
		return usual
	}
	t, err := parse(b)
	if err != nil {
		return usual
	}
	for _, k := range t.kids {
		if to := strings.TrimPrefix(k.attr["Target"], "/"); strings.HasSuffix(k.attr["Type"], "/officeDocument") && path.Dir(to) == "word" {
			return to
		}
	}
	return usual
}

func (p *pkg) read(name string) ([]byte, error) {
	f, ok := p.files[name]
	if !ok {
		return nil, &Damaged{"文件缺少必要的部分（" + name + "）", resave}
	}
	if p.total > maxAll {
		return nil, &Damaged{"文件解压后过大", "请删去过大的图片，" + resave}
	}
	rc, err := f.Open()
	if err != nil {
		return nil, &Damaged{"文件的一部分（" + name + "）无法解压", resave}
	}
	defer rc.Close()
	b, err := io.ReadAll(io.LimitReader(rc, maxPart+1))
	p.total += int64(len(b))
	if err != nil {
		return nil, &Damaged{"文件的一部分（" + name + "）已损坏", resave}
	}
	if len(b) > maxPart || p.total > maxAll {
		return nil, &Damaged{"文件解压后过大", "请删去过大的图片，" + resave}
	}
	return b, nil
}

// node is an XML element; names are without prefix.
type node struct {
	name string
	attr map[string]string
	text string
	kids []*node
}

func parse(b []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = true
	root := &node{}
	stack := []*node{root}
	nodes := 0
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			if len(stack) != 1 || len(root.kids) == 0 {
				return nil, errors.New("unfinished XML")
			}
			return root.kids[0], nil
		}
		if err != nil {
			return nil, err
		}
		top := stack[len(stack)-1]
		switch t := t.(type) {
		case xml.StartElement:
			if nodes++; len(stack) > maxDepth || nodes > maxNodes || len(t.Attr) > maxDepth {
				return nil, errors.New("XML too deep or too large")
			}
			n := &node{name: t.Name.Local}
			if len(t.Attr) > 0 {
				n.attr = make(map[string]string, len(t.Attr))
			}
			for _, a := range t.Attr {
				n.attr[a.Name.Local] = a.Value
			}
			top.kids = append(top.kids, n)
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if top.name == "t" || top.name == "delText" {
				top.text += string(t)
			}
		}
	}
}

// find is the first child, or descendant, of a name.
func (n *node) find(name string) *node {
	if n == nil {
		return nil
	}
	for _, k := range n.kids {
		if k.name == name {
			return k
		}
	}
	for _, k := range n.kids {
		if f := k.find(name); f != nil {
			return f
		}
	}
	return nil
}

// within lists the elements of a name under n, also those in wrappers such as
// content controls and insertions.
func (n *node) within(name string) (out []*node) {
	for _, k := range n.kids {
		switch k.name {
		case name:
			out = append(out, k)
		case "sdt", "sdtContent", "customXml", "smartTag", "ins":
			out = append(out, k.within(name)...)
		}
	}
	return out
}

// child is the direct child of a name.
func (n *node) child(name string) *node {
	if n == nil {
		return nil
	}
	for _, k := range n.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

func (n *node) val(name string) string {
	if c := n.child(name); c != nil {
		return c.attr["val"]
	}
	return ""
}

// on says whether a switch such as <w:b/> is set.
func (n *node) on(name string) bool {
	c := n.child(name)
	return c != nil && c.attr["val"] != "0" && c.attr["val"] != "false" && c.attr["val"] != "none"
}

type style struct {
	name  string
	level int // heading level, 0 for none
	title bool
	num   *node // numPr
}

// relations reads where links and pictures point.
func (r *reader) relations() error {
	b, err := r.pkg.read(r.rels)
	if err != nil {
		return nil // a document without pictures and links may have none
	}
	t, err := parse(b)
	if err != nil {
		return &Damaged{"文件的链接表已损坏", resave}
	}
	for _, k := range t.kids {
		r.links[k.attr["Id"]] = k.attr["Target"]
	}
	return nil
}

func (r *reader) readStyles() error {
	b, err := r.pkg.read("word/styles.xml")
	if err != nil {
		return nil
	}
	t, err := parse(b)
	if err != nil {
		return &Damaged{"文件的样式表已损坏", resave}
	}
	for _, k := range t.kids {
		if k.name != "style" {
			continue
		}
		s := style{name: strings.ToLower(k.val("name"))}
		s.title = s.name == "title" || s.name == "标题"
		if n := strings.TrimPrefix(s.name, "heading "); n != s.name && len(n) == 1 && n[0] >= '1' && n[0] <= '9' {
			s.level = int(n[0] - '0')
		} else if o := k.child("pPr").val("outlineLvl"); len(o) == 1 && o[0] >= '0' && o[0] < '9' {
			s.level = int(o[0]-'0') + 1
		}
		s.num = k.child("pPr").child("numPr")
		r.styles[k.attr["styleId"]] = s
	}
	return nil
}

// picture keeps an image and returns its tag, or "" with a warning.
func (r *reader) picture(rel, alt string) string {
	target, ok := r.links[rel]
	if !ok {
		return ""
	}
	if i, ok := r.pkg.seen[rel]; ok {
		return fmt.Sprintf(`<img src="image:%d" alt="%s">`, i, escape(alt))
	}
	name := path.Join("word", strings.TrimPrefix(target, "/word/"))
	b, err := r.pkg.read(name)
	if err != nil {
		r.warn("一张图片无法读取，没有导入")
		return ""
	}
	kind := http.DetectContentType(b)
	switch kind {
	case "image/png", "image/jpeg", "image/gif":
	default:
		r.warn("一张图片的格式（" + path.Ext(target) + "）不能在网页上显示，没有导入，请另存为 PNG 或 JPEG")
		return ""
	}
	r.doc.Images = append(r.doc.Images, Image{Name: path.Base(target), Type: kind, Alt: alt, Data: b})
	r.pkg.seen[rel] = len(r.doc.Images) - 1
	return fmt.Sprintf(`<img src="image:%d" alt="%s">`, len(r.doc.Images)-1, escape(alt))
}

func (r *reader) warn(s string) {
	for _, w := range r.doc.Warnings {
		if w == s {
			return
		}
	}
	r.doc.Warnings = append(r.doc.Warnings, s)
}
