package extract

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"gongkai/check"
)

// pack is an office file: parts in a zip, read one after the other.
type pack struct {
	b     *check.Builder
	files map[string]*zip.File
	names []string // sorted
	seen  map[string]bool
	left  int64 // of text that may still be unpacked
	depth int
	table int // of the last table

	pictures int
}

// office reads a .docx or .xlsx.
func office(b *check.Builder, r io.ReaderAt, size int64, depth int) error {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return &damaged{"文件已损坏（不是完整的 .docx 或者 .xlsx），没有检查；请用 Word、Excel 或 WPS 打开后另存"}
	}
	if len(z.File) > maxParts {
		return &damaged{"文件里的部件过多，没有检查；请另存后再检查"}
	}
	p := &pack{b: b, files: map[string]*zip.File{}, seen: map[string]bool{}, left: maxXML, depth: depth}
	for _, f := range z.File {
		name := path.Clean(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
		if f.Flags&1 != 0 {
			return &damaged{"压缩包加了密码，没有检查；请去掉密码再检查"}
		}
		if _, twice := p.files[name]; twice {
			return &damaged{"文件里有两个同名的部件，没有检查；请用 Word、Excel 或 WPS 打开后另存"}
		}
		p.files[name] = f
		p.names = append(p.names, name)
	}
	slices.Sort(p.names)
	main, kind := p.main()
	switch kind {
	case "word":
		err = p.document(main)
	case "xl":
		err = p.workbook(main)
	case "ppt":
		return &damaged{"这是演示文稿，没有检查；请另存为 PDF 再检查"}
	default:
		switch {
		case p.files["OFD.xml"] != nil:
			return &damaged{"这是 OFD 版式文件，没有检查；请另存为 PDF 再检查"}
		case p.files["content.xml"] != nil && p.files["META-INF/manifest.xml"] != nil:
			return &damaged{"这是 OpenDocument 文件，没有检查；请另存为 .docx 或者 .xlsx 再检查"}
		}
		return &damaged{"这是压缩包，里面的文件没有检查；请解开后逐个检查"}
	}
	if err != nil {
		return err
	}
	return p.rest()
}

// main is the part that the package begins with, and which kind of document it
// is.
func (p *pack) main() (name, kind string) {
	for _, r := range p.relations("") {
		if strings.HasSuffix(r.kind, "/officeDocument") && p.files[r.target] != nil {
			name = r.target
		}
	}
	for _, usual := range []string{"word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"} {
		if name == "" && p.files[usual] != nil {
			name = usual
		}
	}
	if name == "" {
		return "", ""
	}
	err := p.walk(name, func(e *tag) error {
		switch e.name {
		case "document":
			kind = "word"
		case "workbook":
			kind = "xl"
		case "presentation":
			kind = "ppt"
		}
		return errEnough
	}, nil, nil)
	if kind == "" && err != nil {
		kind = map[string]string{"word": "word", "xl": "xl", "ppt": "ppt"}[path.Dir(name)]
	}
	return name, kind
}

// tag is the beginning of an XML element; names are without prefix.
type tag struct {
	name string
	attr []xml.Attr
}

func (e *tag) get(name string) string {
	for _, a := range e.attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// on says whether a switch such as <w:vanish/> is set.
func (e *tag) on() bool {
	v := e.get("val")
	return v != "0" && v != "false" && v != "none" && v != "off"
}

var errEnough = errors.New("enough was read")

// walk goes over the elements of a part. Nothing is kept but what its callers
// keep.
func (p *pack) walk(name string, open func(*tag) error, shut func(name string), text func([]byte)) error {
	f := p.files[name]
	if f == nil {
		return &damaged{"文件缺少必要的部分（" + name + "），没有检查完；请用 Word、Excel 或 WPS 打开后另存"}
	}
	broken := &damaged{"文件的一部分（" + name + "）已损坏，没有检查；请用 Word、Excel 或 WPS 打开后另存"}
	if f.UncompressedSize64 > uint64(p.left) {
		return tooLarge
	}
	rc, err := f.Open()
	if err != nil {
		return broken
	}
	defer rc.Close()
	in := &meter{r: rc, left: &p.left}
	d := xml.NewDecoder(in)
	var e tag
	for depth := 0; ; {
		in.token = 0
		t, err := d.RawToken()
		switch {
		case in.over || p.b.Len() > maxWords:
			return tooLarge
		case errors.Is(err, io.EOF) && depth == 0:
			return nil
		case err != nil:
			return broken
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return &damaged{"文件的结构套得过深（" + name + "），没有检查；请用 Word、Excel 或 WPS 打开后另存"}
			}
			e.name, e.attr = t.Name.Local, t.Attr
			if err := open(&e); errors.Is(err, errEnough) {
				return nil
			} else if err != nil {
				return err
			}
		case xml.EndElement:
			if depth--; depth < 0 {
				return broken
			}
			if shut != nil {
				shut(t.Name.Local)
			}
		case xml.CharData:
			if text != nil {
				text(t)
			}
		}
	}
}

// meter ends a stream that goes beyond what is left of the bounds: the size
// that a zip states may be a lie.
type meter struct {
	r     io.Reader
	left  *int64
	token int // read since the last element
	over  bool
}

func (m *meter) Read(b []byte) (int, error) {
	if *m.left <= 0 || m.token > maxToken {
		m.over = true
		return 0, io.ErrUnexpectedEOF
	}
	n, err := m.r.Read(b[:min(int64(len(b)), *m.left)])
	*m.left -= int64(n)
	m.token += n
	return n, err
}

// relation is where a part leads to.
type relation struct {
	id, kind, target string
	external         bool
}

// relations reads where a part leads to; "" is the package itself.
func (p *pack) relations(part string) (out []relation) {
	name := path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
	if part == "" {
		name = "_rels/.rels"
	}
	if p.files[name] == nil {
		return nil
	}
	first := !p.seen[name]
	p.seen[name] = true
	_ = p.walk(name, func(e *tag) error { // a broken table is said where its parts are missed
		if e.name == "Relationship" {
			r := relation{e.get("Id"), e.get("Type"), e.get("Target"), e.get("TargetMode") == "External"}
			if r.external && first {
				p.address(r.target)
			}
			if !r.external {
				if strings.HasPrefix(r.target, "/") {
					r.target = strings.TrimPrefix(r.target, "/")
				} else {
					r.target = path.Join(path.Dir(part), r.target)
				}
			}
			out = append(out, r)
		}
		return nil
	}, nil, nil)
	return out
}

// try reads a part that may be missing, and says aloud if it is broken.
func (p *pack) try(name string, read func(string) error) error {
	if p.files[name] == nil || p.seen[name] {
		return nil
	}
	p.seen[name] = true
	return p.say(name, read(name))
}

// say makes a broken part a thing that was not read; too large is the end.
func (p *pack) say(where string, err error) error {
	var d *damaged
	if err == nil || err == error(tooLarge) || !errors.As(err, &d) {
		return err
	}
	p.b.Unread(where, d.words)
	return nil
}

// inner reads a file within the file.
func (p *pack) inner(name string) error {
	where := "嵌入文件“" + path.Base(name) + "”"
	f := p.files[name]
	if p.depth >= 2 || f.UncompressedSize64 > maxInner {
		p.b.Unread(where, where+"过大或者套得过深，没有检查；请取出来单独检查")
		return nil
	}
	rc, err := f.Open()
	if err != nil {
		p.b.Unread(where, where+"已损坏，没有检查")
		return nil
	}
	defer rc.Close()
	b, err := io.ReadAll(io.LimitReader(rc, maxInner+1))
	if err != nil || len(b) > maxInner {
		p.b.Unread(where, where+"过大或者已损坏，没有检查；请取出来单独检查")
		return nil
	}
	r := bytes.NewReader(b)
	if strings.HasSuffix(name, ".bin") && named(r, r.Size(), "Equation Native") {
		return nil // a formula
	}
	t, err := read(name, r, r.Size(), p.depth+1)
	if err != nil {
		return fmt.Errorf("extract: %s: %w", name, err)
	}
	p.join(where, t)
	return nil
}

// join takes over the text of a file within the file.
func (p *pack) join(where string, t check.Text) {
	tables := 0
	for _, part := range t.Parts {
		words := t.Words[part.At:part.End]
		if part.Table > 0 {
			tables = max(tables, part.Table)
			part.Table += p.table
		}
		part.Where = where + part.Where
		p.b.Add(part, words)
	}
	p.table += tables
	for _, u := range t.Unread {
		p.b.Unread(where+u.Where, where+"："+u.Words)
	}
}
