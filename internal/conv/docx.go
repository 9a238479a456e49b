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
	maxPart  = 64 << 20
	maxAll   = 200 << 20
	maxDepth = 256
)

const resave = "请用 Word 或 WPS 打开检查后,另存为 .docx 再上传"

// ReadDocx reads a .docx of Word or WPS. It never panics and never runs
// anything that the file holds; an error is *Damaged.
func ReadDocx(r io.ReaderAt, size int64) (Document, error) {
	var doc Document
	magic := make([]byte, 8)
	if _, err := r.ReadAt(magic, 0); err != nil && !errors.Is(err, io.EOF) {
		return doc, err
	}
	if bytes.HasPrefix(magic, []byte{0xd0, 0xcf, 0x11, 0xe0}) {
		return doc, &Damaged{"这是旧版 .doc 文件,或加了密码的文件", "请去掉密码," + resave}
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return doc, &Damaged{"这不是完整的 .docx 文件", resave}
	}
	if len(z.File) > maxParts {
		return doc, &Damaged{"文件内的部件过多", resave}
	}
	p := &pkg{files: map[string]*zip.File{}}
	for _, f := range z.File {
		p.files[path.Clean(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))] = f
	}
	main, err := p.read("word/document.xml")
	if err != nil {
		return doc, err
	}
	rd := &reader{pkg: p, doc: &doc, links: map[string]string{}, styles: map[string]style{}, numbering: map[string][]string{}}
	if err := errors.Join(rd.relations(), rd.readStyles(), rd.readNumbering()); err != nil {
		return doc, err
	}
	tree, err := parse(main)
	if err != nil {
		return doc, &Damaged{"文件的正文部分已损坏", resave}
	}
	body := tree.find("body")
	if body == nil {
		return doc, &Damaged{"文件里没有正文", resave}
	}
	rd.blocks(body)
	rd.closeLists(0)
	doc.HTML = Clean(rd.out.String())
	for _, w := range []struct {
		on   bool
		text string
	}{{rd.deleted, "修订中标为删除的文字没有导入"}, {rd.comments, "批注没有导入"}, {rd.notes, "脚注和尾注没有导入,请核对"}} {
		if w.on {
			doc.Warnings = append(doc.Warnings, w.text)
		}
	}
	return doc, nil
}

type pkg struct {
	files map[string]*zip.File
	total int64
}

func (p *pkg) read(name string) ([]byte, error) {
	f, ok := p.files[name]
	if !ok {
		return nil, &Damaged{"文件缺少必要的部分(" + name + ")", resave}
	}
	rc, err := f.Open()
	if err != nil {
		return nil, &Damaged{"文件的一部分(" + name + ")无法解压", resave}
	}
	defer rc.Close()
	b, err := io.ReadAll(io.LimitReader(rc, maxPart+1))
	if err != nil {
		return nil, &Damaged{"文件的一部分(" + name + ")已损坏", resave}
	}
	p.total += int64(len(b))
	if len(b) > maxPart || p.total > maxAll {
		return nil, &Damaged{"文件解压后过大", "请删去过大的图片," + resave}
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
			if len(stack) > maxDepth {
				return nil, errors.New("XML too deep")
			}
			n := &node{name: t.Name.Local, attr: map[string]string{}}
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
}

// relations reads where links and pictures point.
func (r *reader) relations() error {
	b, err := r.pkg.read("word/_rels/document.xml.rels")
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
		r.styles[k.attr["styleId"]] = s
	}
	return nil
}

// readNumbering learns which lists are bulleted.
func (r *reader) readNumbering() error {
	b, err := r.pkg.read("word/numbering.xml")
	if err != nil {
		return nil
	}
	t, err := parse(b)
	if err != nil {
		return &Damaged{"文件的编号表已损坏", resave}
	}
	abstract := map[string][]string{}
	for _, k := range t.kids {
		switch k.name {
		case "abstractNum":
			var levels []string
			for _, l := range k.kids {
				if l.name == "lvl" {
					levels = append(levels, l.val("numFmt")+" "+l.val("lvlText"))
				}
			}
			abstract[k.attr["abstractNumId"]] = levels
		case "num":
			r.numbering[k.attr["numId"]] = abstract[k.val("abstractNumId")]
		}
	}
	return nil
}

// picture keeps an image and returns its tag, or "" with a warning.
func (r *reader) picture(rel, alt string) string {
	target, ok := r.links[rel]
	if !ok {
		return ""
	}
	name := path.Join("word", strings.TrimPrefix(target, "/word/"))
	b, err := r.pkg.read(name)
	if err != nil {
		r.warn("一张图片无法读取,没有导入")
		return ""
	}
	kind := http.DetectContentType(b)
	switch kind {
	case "image/png", "image/jpeg", "image/gif":
	default:
		r.warn("一张图片的格式(" + path.Ext(target) + ")不能在网页上显示,没有导入,请另存为 PNG 或 JPEG")
		return ""
	}
	r.doc.Images = append(r.doc.Images, Image{Name: path.Base(target), Type: kind, Alt: alt, Data: b})
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
