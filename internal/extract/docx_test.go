package extract

import (
	"strings"
	"testing"
)

const wordRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`

// body wraps the elements of a .docx.
func body(s string) string { return "<w:document><w:body>" + s + "</w:body></w:document>" }

func para(s string) string { return "<w:p><w:r><w:t>" + s + "</w:t></w:r></w:p>" }

func TestDocx(t *testing.T) {
	t.Parallel()
	main := para("标题") +
		`<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="1"/></w:tabs></w:pPr><w:r><w:t>电话1381</w:t></w:r><w:r><w:tab/><w:t>2345678</w:t></w:r></w:p>` +
		`<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>` + para("姓名") + `</w:tc><w:tc>` + para("号码") + para("二行") + `</w:tc></w:tr><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>` +
		`<w:p><w:r><w:t>电话138</w:t></w:r><w:del w:author="王五"><w:r><w:delText>1234</w:delText></w:r></w:del><w:ins w:author="王五"><w:r><w:t>****</w:t></w:r></w:ins><w:r><w:t>5678，好</w:t></w:r></w:p>` +
		`<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:t>明</w:t></w:r></w:p>` +
		`<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:docPr descr="一张照片"/><a:blip r:embed="rId9"/></w:drawing><wps:txbx><w:txbxContent>` + para("框里") + `</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback>` + para("框里") + `</mc:Fallback></mc:AlternateContent></w:r></w:p>` +
		`<w:p><w:hyperlink r:id="rId8"><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:r><w:instrText>HYPERLINK "mailto:1@qq.com"</w:instrText></w:r></w:p>`
	rel := func(id, kind, target, more string) string {
		return `<Relationship Id="` + id + `" Type="http://x/` + kind + `" Target="` + target + `"` + more + `/>`
	}
	b := zipped(t,
		"_rels/.rels", wordRels+rel("rId1", "officeDocument", "word/document2.xml", "")+"</Relationships>",
		"word/document2.xml", body(main),
		"word/_rels/document2.xml.rels", wordRels+rel("rId1", "header", "header1.xml", "")+rel("rId2", "footer", "/word/footer1.xml", "")+rel("rId3", "comments", "comments.xml", "")+
			rel("rId4", "footnotes", "footnotes.xml", "")+rel("rId8", "hyperlink", "http://x.gov.cn/", ` TargetMode="External"`)+rel("rId9", "image", "media/a.png", "")+
			rel("rId7", "attachedTemplate", `file:///C:\Users\wangwu\a.dotm`, ` TargetMode="External"`)+"</Relationships>",
		"word/header1.xml", "<w:hdr>"+para("内部资料")+"</w:hdr>",
		"word/footer1.xml", "<w:ftr>"+para("页脚字")+"</w:ftr>",
		"word/comments.xml", `<w:comments><w:comment w:author="王五">`+para("打13812345678")+`</w:comment><w:comment>`+para("二")+`</w:comment></w:comments>`,
		"word/footnotes.xml", `<w:footnotes><w:footnote w:type="separator"><w:p/></w:footnote><w:footnote>`+para("注释")+`</w:footnote></w:footnotes>`,
		"word/charts/chart1.xml", `<c:chart><c:pt><c:v>图表里的张三</c:v></c:pt></c:chart>`,
		"customXml/item1.xml", `<a><b>表单数据</b></a>`,
		"docProps/core.xml", `<cp:coreProperties><dc:creator>王五</dc:creator><cp:lastModifiedBy>赵六</cp:lastModifiedBy><cp:keywords/></cp:coreProperties>`,
		"docProps/app.xml", `<Properties><Company>某局</Company><Template>C:\Users\w\a.dotx</Template></Properties>`,
		"docProps/custom.xml", `<Properties><property name="审核人"><vt:lpwstr>孙七</vt:lpwstr></property></Properties>`,
		"word/settings.xml", `<w:settings><w:docVars><w:docVar w:name="手机" w:val="13812345678"/></w:docVars></w:settings>`,
		"word/embeddings/in.docx", string(zipped(t, "word/document.xml", body(para("里面")))),
	)
	text := readBytes(t, "a.docx", b)
	wantParts(t, text,
		"body :1 标题", "body :2 电话1381\t2345678",
		"cell 表1第1行第1列:3 姓名", "cell 表1第1行第3列:4 号码\n二行", "cell 表1第2行第1列:6 ",
		"body :7 电话138****5678，好", "deleted 修订（删除）:7 13812345678", "meta 修订作者:1 王五",
		"body :8 明", "hidden 隐藏文字:8 藏", "body :10 框里", "alt 图片替代文字:9 一张照片",
		"body :11 链接", "hidden 域代码:11 HYPERLINK \"mailto:1@qq.com\"",
		"body 页眉:1 内部资料", "body 页脚:1 页脚字", "comment 批注1:1 打13812345678", "comment 批注2:2 二", "meta 批注1作者:1 王五", "body 脚注1:2 注释",
		"hidden 部件chart1.xml:1 图表里的张三", "hidden 部件item1.xml:1 表单数据",
		"meta 文件属性“作者”:1 王五", "meta 文件属性“最后修改者”:1 赵六", "meta 文件属性“单位”:1 某局", `meta 文件属性“模板”:1 C:\Users\w\a.dotx`, "meta 文件属性“审核人”:1 孙七",
		"meta 文档变量“手机”:1 13812345678", `meta 链接地址:1 file:///C:\Users\wangwu\a.dotm`, "body 嵌入文件“in.docx”:1 里面",
	)
	if strings.Count(text.Words, "框里") != 1 {
		t.Error("a text box is read twice")
	}
	if len(text.Links) != 1 || text.Links[0].Href != "http://x.gov.cn/" || text.Words[text.Links[0].At:text.Links[0].End] != "链接" {
		t.Errorf("links: %v", text.Links)
	}
	if len(text.Pictures) != 1 || text.Pictures[0].Name != "a.png" || text.Pictures[0].Alt != "一张照片" {
		t.Errorf("pictures: %v", text.Pictures)
	}
	if len(text.Unread) > 0 {
		t.Error(text.Unread)
	}
}

// What LibreOffice writes is read the same: words, tables, notes, comments.
func TestDocxOfLibreOffice(t *testing.T) {
	t.Parallel()
	page := `<html><head><meta charset="utf-8"><title>通知</title><meta name="author" content="王五"></head><body><p>申请人张三，身份证号11010519491231002X。</p>
<table border="1"><tr><td>姓名</td><td>电话</td></tr><tr><td>李四</td><td>13912345678</td></tr></table><p>完。</p></body></html>`
	text := readFile(t, soffice(t, write(t, "n.html", []byte(page)), "docx:MS Word 2007 XML"))
	for _, want := range []string{"申请人张三，身份证号11010519491231002X。", "姓名\t电话\n李四\t13912345678", "完。", "王五"} {
		if !strings.Contains(text.Words, want) {
			t.Errorf("no %q in %q", want, text.Words)
		}
	}
	if len(text.Unread) > 0 {
		t.Error(text.Unread)
	}
}
