package extract

import (
	"bufio"
	"path"
	"strings"

	"gongkai/check"
)

// properties are what a file says of itself, by the names that Office shows.
var properties = map[string]string{
	"creator": "作者", "lastModifiedBy": "最后修改者", "title": "标题", "subject": "主题", "keywords": "关键词", "description": "备注",
	"category": "类别", "contentStatus": "状态", "Company": "单位", "Manager": "经理", "Template": "模板", "HyperlinkBase": "超链接基础",
}

// meta adds what a file says of itself.
func (p *pack) meta(where, words string) {
	if words = strings.TrimSpace(words); words != "" {
		p.b.Add(check.Part{Kind: check.Meta, Where: where, Line: 1, Column: 1}, words)
	}
}

// docProps reads core, app and custom properties.
func (p *pack) docProps(name string) error {
	label := ""
	var words strings.Builder
	custom := strings.Contains(name, "custom")
	return p.walk(name, func(e *tag) error {
		if custom {
			if e.name == "property" {
				label = e.get("name")
			}
		} else if properties[e.name] != "" {
			label = properties[e.name]
			words.Reset()
		}
		return nil
	}, func(name string) {
		if label != "" && (custom && name == "property" || properties[name] == label) {
			p.meta("文件属性“"+label+"”", words.String())
			label = ""
			words.Reset()
		}
	}, func(b []byte) {
		if label != "" {
			words.Write(b)
		}
	})
}

// machinery are parts that hold the looks and no words.
var machinery = []string{"[Content_Types].xml", "/styles.xml", "/fontTable.xml", "/theme/", "/webSettings.xml", "/numbering.xml", "/stylesWithEffects.xml", "/calcChain.xml", "/tableStyles.xml", "/printerSettings/", "/slideMasters/", "/metadata.xml", "/vbaProject.bin", "/activeX/", "/ctrlProps/", "docProps/thumbnail", "/media/", "/commentsExtended.xml", "/commentsIds.xml", "/commentsExtensible.xml"}

// rest reads the parts that no other reader knew: charts, drawings, data of
// forms, files within the file, pictures, addresses of links.
func (p *pack) rest() error {
	for _, name := range p.names {
		if p.seen[name] {
			continue
		}
		var err error
		switch {
		case strings.HasPrefix(name, "docProps/") && strings.HasSuffix(name, ".xml"):
			err = p.try(name, p.docProps)
		case strings.HasSuffix(name, ".rels"):
			p.relations(path.Join(path.Dir(path.Dir(name)), strings.TrimSuffix(path.Base(name), ".rels")))
		case isPicture(name):
			err = p.picture(name)
		case strings.Contains(name, "/embeddings/"):
			err = p.inner(name)
		case has(name, machinery):
		case strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".vml"):
			err = p.try(name, p.sweep)
		case strings.Contains(name, "afchunk"), strings.HasSuffix(name, ".html"), strings.HasSuffix(name, ".docx"), strings.HasSuffix(name, ".xlsx"), strings.HasSuffix(name, ".pdf"):
			err = p.inner(name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func has(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

func isPicture(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp":
		return !strings.HasPrefix(name, "docProps/")
	}
	return false
}

func (p *pack) picture(name string) error {
	rc, err := p.files[name].Open()
	if err != nil {
		where := "图片“" + path.Base(name) + "”"
		p.b.Unread(where, where+"已损坏，里面的拍摄信息没有检查；请换一张，或者由人看过后说明")
		return nil
	}
	defer rc.Close()
	return p.say(name, readImage(p.b, "图片“"+path.Base(name)+"”", bufio.NewReader(rc)))
}

// sweep takes all the words of a part, an element each.
func (p *pack) sweep(name string) error {
	return p.sweepAs(name, "部件"+path.Base(name))
}

func (p *pack) sweepAs(name, where string) error {
	pivot := strings.Contains(name, "pivotCache")
	if pivot {
		where = "数据透视表的缓存"
	}
	var words strings.Builder
	flush := func() {
		if s := strings.TrimSpace(words.String()); longDigits(s) || strings.Trim(s, "-+.0123456789") != "" { // else a measure of a drawing
			p.b.Add(check.Part{Kind: check.Hidden, Where: where, Line: 1, Column: 1}, s)
		}
		words.Reset()
	}
	defer flush()
	cut := false
	defer func() {
		if cut {
			p.b.Unread(where, where+"有一段文字超过1 MB，其余的没有检查；请删去过长的部分，或者由人看过后说明")
		}
	}()
	return p.walk(name, func(e *tag) error {
		if e.name == "p" || e.name == "pt" || e.name == "si" {
			flush()
		}
		switch {
		case e.name == "docVar":
			p.meta("文档变量“"+e.get("name")+"”", e.get("val"))
		case e.name == "person":
			p.meta("批注作者", e.get("displayName"))
		case pivot && (e.name == "s" || e.name == "n"):
			words.WriteString(e.get("v"))
			flush()
		}
		for _, a := range e.attr {
			if strings.Contains(a.Value, `:\`) && !strings.HasPrefix(a.Name.Space, "xmlns") {
				p.meta(where+"里的路径", a.Value)
			}
		}
		return nil
	}, func(name string) {
		switch name {
		case "t", "delText", "r", "rPr", "rPh":
		default:
			flush()
		}
	}, func(b []byte) {
		if words.Len() >= 1<<20 {
			cut = true
			return
		}
		words.Write(b)
	})
}

// address takes a link that leads out of the file: to a telephone, a mailbox, a
// folder of somebody's machine.
func (p *pack) address(to string) {
	low := strings.ToLower(to)
	if has(low, []string{"tel:", "mailto:", "file:", `:\`}) {
		p.meta("链接地址", strings.NewReplacer("tel:", "电话", "%20", " ").Replace(to))
	}
}
