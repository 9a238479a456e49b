package extract

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/check"
)

const (
	maxPages    = 5000
	maxRemarks  = 2000 // of a page
	maxEnclosed = 100  // files
)

// readPDF reads the words of a PDF page by page, the remarks on it, and what it
// says of itself. A page that is a picture is said aloud.
func readPDF(b *check.Builder, r io.ReaderAt, size int64, depth int) error {
	raw, err := all(r, size)
	if err != nil {
		return err
	}
	f := scanPDF(raw, maxObjects)
	if f.trailer["Encrypt"] != nil {
		return &damaged{"PDF 加了密码或者限制，没有检查；请去掉密码和限制再检查"}
	}
	pages := f.pages()
	if len(pages) == 0 {
		f.sayMissed(b)
		return &damaged{"PDF 文件已损坏，一页也读不出，没有检查；请重新生成"}
	}
	fonts := map[any]*pdfFont{}
	var scanned, coded, remarked []int
	whole := 0 // letters of all pages
	for i, page := range pages {
		p := f.read(page, fonts)
		where := fmt.Sprintf("第%d页", i+1)
		letters := 0
		for n, line := range p.lines {
			b.Add(check.Part{Kind: check.Body, Where: where, Line: n + 1, Column: 1}, line)
			letters += utf8.RuneCountInString(line)
			whole += utf8.RuneCountInString(line)
		}
		if !f.remarks(b, where, page) {
			remarked = append(remarked, i+1)
		}
		for k, photo := range p.photos {
			if names, _ := f.filters(photo); len(names) == 1 && names[0] == "DCTDecode" {
				if err := readImage(b, fmt.Sprintf("%s图片%d", where, k+1), bytes.NewReader(photo.raw)); err != nil {
					return err
				}
			}
		}
		switch {
		case p.lost > 0: // one number in a font of its own is few of a page
			coded = append(coded, i+1)
		case letters < 60 && p.pictured > 0.5*p.box, letters == 0 && (p.pictured > 0.05*p.box || p.painted > 300):
			scanned = append(scanned, i+1)
		}
		if f.over || b.Len() > maxWords {
			f.sayMissed(b)
			return tooLarge
		}
	}
	f.properties(b)
	if err := f.enclosed(b, depth); err != nil {
		return err
	}
	f.sayMissed(b)
	switch {
	case len(scanned) == len(pages), whole == 0 && len(coded) == 0: // also letters that were turned into curves
		b.Unread("", "PDF 没有文字层（像是扫描件，或者文字转成了图形），没有检查；请换成带文字的 PDF，或者由人逐页看过后说明")
	case len(scanned) > 0:
		b.Unread(pageList(scanned), pageList(scanned)+"没有文字层（像是扫描件），这些页没有检查；请由人看过后说明")
	}
	if len(coded) > 0 {
		b.Unread(pageList(coded), pageList(coded)+"有文字取不出来（字体没有编码表），这些文字没有检查；请重新生成 PDF，或者由人看过后说明")
	}
	if len(remarked) > 0 {
		b.Unread(pageList(remarked), pageList(remarked)+fmt.Sprintf("的批注、表单和链接超过%d个，其余的没有检查；请删去多余的，或者由人看过后说明", maxRemarks))
	}
	if f.over {
		return tooLarge
	}
	return nil
}

// sayMissed says what was left out.
func (f *pdfFile) sayMissed(b *check.Builder) {
	for _, words := range f.missed {
		b.Unread("", words)
	}
}

// numbers lists the objects in the order of their numbers.
func (f *pdfFile) numbers() []pdfRef {
	return slices.Sorted(maps.Keys(f.at))
}

func pageList(pages []int) string {
	var b strings.Builder
	b.WriteString("第")
	for i := 0; i < len(pages); i++ {
		from := i
		for i+1 < len(pages) && pages[i+1] == pages[i]+1 {
			i++
		}
		if from > 0 {
			b.WriteString("、")
		}
		fmt.Fprint(&b, pages[from])
		if i > from {
			fmt.Fprintf(&b, "—%d", pages[i])
		}
	}
	return b.String() + "页"
}

// pages lists the pages in order, with what they inherit.
func (f *pdfFile) pages() (out []pdfDict) {
	root := f.dict(f.trailer["Root"])
	if root == nil || root["Pages"] == nil {
		for _, n := range f.numbers() {
			if d := f.dict(n); d["Type"] == pdfName("Catalog") {
				root = d
			}
		}
	}
	seen := map[pdfRef]bool{}
	var walk func(v any, inherited pdfDict, depth int)
	walk = func(v any, inherited pdfDict, depth int) {
		if r, ok := v.(pdfRef); ok {
			if seen[r] {
				return
			}
			seen[r] = true
		}
		d := f.dict(v)
		switch {
		case d == nil:
			return
		case depth > pdfDepth:
			f.miss(nested)
			return
		case len(out) >= maxPages:
			f.miss(fmt.Sprintf("PDF 超过%d页，后面的页没有检查；请拆成几个文件", maxPages))
			return
		}
		own := pdfDict{}
		for _, k := range []pdfName{"Resources", "MediaBox"} {
			if own[k] = d[k]; own[k] == nil {
				own[k] = inherited[k]
			}
		}
		if kids := f.array(d["Kids"]); kids != nil {
			for _, k := range kids {
				walk(k, own, depth+1)
			}
			return
		}
		page := pdfDict{}
		for k, v := range d {
			page[k] = v
		}
		page["Resources"], page["MediaBox"] = own["Resources"], own["MediaBox"]
		out = append(out, page)
	}
	walk(root["Pages"], pdfDict{}, 0)
	return out
}

// read shows one page.
func (f *pdfFile) read(page pdfDict, fonts map[any]*pdfFont) *pdfPage {
	p := &pdfPage{file: f, fonts: fonts, box: 595 * 842}
	if m := f.array(page["MediaBox"]); len(m) == 4 {
		if a := (f.number(m[2]) - f.number(m[0])) * (f.number(m[3]) - f.number(m[1])); a > 0 {
			p.box = a
		}
	}
	p.g.ctm, p.g.scale = matrix{1, 0, 0, 1}, 1
	var content []byte
	switch c := f.get(page["Contents"]).(type) {
	case *pdfStream:
		content = f.decode(c)
	case pdfArray:
		for _, x := range c {
			if s, ok := f.get(x).(*pdfStream); ok {
				content = append(append(content, f.decode(s)...), '\n')
			}
		}
	}
	p.run(content, f.dict(page["Resources"]))
	p.end()
	return p
}

// remarks reads what is stuck on a page: notes, the fields of forms, links. It
// is false if there are more than are read.
func (f *pdfFile) remarks(b *check.Builder, where string, page pdfDict) bool {
	for i, a := range f.array(page["Annots"]) {
		if i >= maxRemarks {
			return false
		}
		d := f.dict(a)
		add := func(kind check.Kind, what string, v any) {
			if s, ok := f.get(v).(pdfString); ok && strings.TrimSpace(pdfText(s)) != "" {
				b.Add(check.Part{Kind: kind, Where: where + what, Line: 1, Column: 1}, pdfText(s))
			}
		}
		switch d["Subtype"] {
		case pdfName("Widget"):
			add(check.Body, "表单", d["V"])
			if parent := f.dict(d["Parent"]); d["V"] == nil && parent != nil {
				add(check.Body, "表单", parent["V"])
			}
		case pdfName("Link"):
			if s, ok := f.get(f.dict(d["A"])["URI"]).(pdfString); ok && !strings.HasPrefix(string(s), "http") {
				add(check.Meta, "链接地址", s)
			}
		case pdfName("Popup"):
		default:
			add(check.Comment, "批注", d["Contents"])
			add(check.Meta, "批注作者", d["T"])
		}
	}
	return true
}

// properties reads what the file says of itself.
func (f *pdfFile) properties(b *check.Builder) {
	info := f.dict(f.trailer["Info"])
	for _, k := range []struct {
		name  pdfName
		label string
	}{{"Title", "标题"}, {"Author", "作者"}, {"Subject", "主题"}, {"Keywords", "关键词"}, {"Creator", "编写程序"}, {"Producer", "生成程序"}, {"Company", "单位"}} {
		if s, ok := f.get(info[k.name]).(pdfString); ok && strings.TrimSpace(pdfText(s)) != "" {
			b.Add(check.Part{Kind: check.Meta, Where: "文件属性“" + k.label + "”", Line: 1, Column: 1}, pdfText(s))
		}
	}
	if s, ok := f.get(f.dict(f.trailer["Root"])["Metadata"]).(*pdfStream); ok {
		xmp(b, "文件属性", f.decode(s))
	}
}

// enclosed reads the files that are attached to the PDF.
func (f *pdfFile) enclosed(b *check.Builder, depth int) error {
	n := 0
	for _, num := range f.numbers() {
		d, ok := f.get(num).(pdfDict)
		ef := f.dict(d["EF"])
		if !ok || ef == nil || f.over {
			continue
		}
		if n++; n > maxEnclosed {
			f.miss(fmt.Sprintf("PDF 的附件超过%d个，其余的没有检查；请取出来单独检查", maxEnclosed))
			return nil
		}
		name, _ := f.get(d["F"]).(pdfString)
		if uf, ok := f.get(d["UF"]).(pdfString); ok {
			name = uf
		}
		where := "PDF 附件“" + pdfText(name) + "”"
		s, ok := f.get(ef["F"]).(*pdfStream)
		if !ok {
			s, ok = f.get(ef["UF"]).(*pdfStream)
		}
		if !ok || depth >= 2 {
			b.Unread(where, where+"已损坏或者套得过深，没有检查；请取出来单独检查")
			continue
		}
		body := f.decode(s)
		t, err := read(pdfText(name), bytes.NewReader(body), int64(len(body)), 2)
		if err != nil {
			return fmt.Errorf("%s: %w", where, err)
		}
		(&pack{b: b, table: 100000 + n*1000}).join(where, t)
		if b.Len() > maxWords {
			return tooLarge
		}
	}
	return nil
}

// pdfText reads a string for people: UTF-16 or UTF-8 with a mark, else Latin,
// or what Chinese programs write there against the standard.
func pdfText(s pdfString) string {
	switch {
	case strings.HasPrefix(string(s), "\xfe\xff"):
		return strings.ToValidUTF8(utf16BE(s[2:]), "�")
	case strings.HasPrefix(string(s), "\xef\xbb\xbf"):
		return strings.ToValidUTF8(string(s[3:]), "�")
	case utf8.ValidString(string(s)):
		return string(s)
	}
	if t, err := simplifiedchinese.GB18030.NewDecoder().String(string(s)); err == nil && !strings.ContainsRune(t, utf8.RuneError) {
		return t
	}
	return strings.ToValidUTF8(string(s), "�")
}
