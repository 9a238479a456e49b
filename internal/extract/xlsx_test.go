package extract

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestXlsx(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	defer f.Close()
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	style := func(code string) int {
		id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		do(err)
		return id
	}
	const s = "Sheet1"
	for cell, v := range map[string]any{"A1": "姓名", "B1": "身份证号", "C1": "电话", "D1": "日期", "E1": "比例", "F1": "金额", "A2": "张三", "B2": 430602199003074510, "C2": 13812345678, "D2": 43853, "E2": 0.125, "F2": 1234.5, "A3": "藏行", "G1": "藏列", "B3": 4.3060219900307451e17, "H1": 0.1} {
		do(f.SetCellValue(s, cell, v))
	}
	do(f.SetCellStyle(s, "D2", "D2", style("yyyy\"年\"m\"月\"d\"日\"")))
	do(f.SetCellStyle(s, "E2", "E2", style("0.0%")))
	do(f.SetCellStyle(s, "F2", "F2", style("#,##0.00")))
	do(f.SetRowVisible(s, 3, false))
	do(f.SetColVisible(s, "G", false))
	do(f.AddComment(s, excelize.Comment{Cell: "A2", Author: "王五", Paragraph: []excelize.RichTextRun{{Text: "打13812345678"}}}))
	do(f.SetCellRichText(s, "A4", []excelize.RichTextRun{{Text: "赵"}, {Text: "六"}}))
	do(f.SetHeaderFooter(s, &excelize.HeaderFooterOptions{OddHeader: "内部"}))
	dv := excelize.NewDataValidation(true)
	dv.Sqref = "A9"
	do(dv.SetDropList([]string{"孙七", "周八"}))
	do(f.AddDataValidation(s, dv))
	do(f.AddShape(s, &excelize.Shape{Cell: "J1", Type: "rect", Paragraph: []excelize.RichTextRun{{Text: "框里"}}}))
	for _, name := range []string{"藏表", "深藏"} {
		_, err := f.NewSheet(name)
		do(err)
		do(f.SetCellValue(name, "A1", name+"里的字"))
	}
	do(f.SetSheetVisible("藏表", false))
	do(f.SetSheetVisible("深藏", false, true))
	do(f.SetDefinedName(&excelize.DefinedName{Name: "名单", RefersTo: `"13812345678"`}))
	do(f.SetDocProps(&excelize.DocProperties{Creator: "王五", LastModifiedBy: "赵六"}))
	do(f.SetCellFormula(s, "H2", `"电话"&"13812345678"`))
	var b bytes.Buffer
	do(f.Write(&b))
	text := readBytes(t, "a.xlsx", b.Bytes())
	wantParts(t, text,
		"cell 工作表“Sheet1”A1:1 姓名", "cell 工作表“Sheet1”A2:2 张三", "cell 工作表“Sheet1”B2:2 430602199003074510", "cell 工作表“Sheet1”C2:2 13812345678",
		"cell 工作表“Sheet1”D2:2 2020年1月23日", "cell 工作表“Sheet1”E2:2 12.5%", "cell 工作表“Sheet1”F2:2 1234.50", "cell 工作表“Sheet1”H1:1 0.1", "cell 工作表“Sheet1”A4:4 赵六",
		"hidden 工作表“Sheet1”A3（隐藏行）:3 藏行", "hidden 工作表“Sheet1”B3（隐藏行）:3 430602199003074000", "hidden 工作表“Sheet1”G1（隐藏列）:1 藏列",
		"hidden 工作表“藏表”A1（隐藏的工作表）:1 藏表里的字", "hidden 工作表“深藏”A1（隐藏的工作表）:1 深藏里的字",
		"comment 工作表“Sheet1”A2批注:1 打13812345678", "meta 批注作者:1 王五", "hidden 工作表“Sheet1”页眉页脚:1 内部", "hidden 工作表“Sheet1”数据有效性:1 \"孙七,周八\"", "hidden 工作表“Sheet1”的图形:1 框里",
		"hidden 名称“名单”:1 名单 \"13812345678\"", "meta 文件属性“作者”:1 王五", "meta 文件属性“最后修改者”:1 赵六", "hidden 工作表“Sheet1”H2公式:2 \"电话\"&\"13812345678\"",
	)
	if strings.Contains(text.Words, "A9") || len(text.Unread) > 0 {
		t.Error(text.Words, text.Unread)
	}

	// LibreOffice writes the same file in its own way
	again := readFile(t, soffice(t, write(t, "a.xlsx", b.Bytes()), "xlsx:Calc MS Excel 2007 XML"))
	wantParts(t, again, "cell 工作表“Sheet1”C2:2 13812345678", "cell 工作表“Sheet1”D2:2 2020年1月23日", "hidden 工作表“Sheet1”A3（隐藏行）:3 藏行", "hidden 工作表“Sheet1”G1（隐藏列）:1 藏列",
		"hidden 工作表“藏表”A1（隐藏的工作表）:1 藏表里的字", "comment 工作表“Sheet1”A2批注:1 打13812345678")
}

// What stands beside the sheets, and numbers as Excel keeps them.
func TestXlsxParts(t *testing.T) {
	t.Parallel()
	rel := func(id, kind, target string) string {
		return `<Relationship Id="` + id + `" Type="http://x/` + kind + `" Target="` + target + `"/>`
	}
	text := readBytes(t, "a.xlsx", zipped(t,
		"xl/workbook.xml", `<workbook><x15ac:absPath url="C:\Users\wangwu\桌面\"/><sheets><sheet name="表" r:id="rId1"/><sheet name="缺" r:id="rId8"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", wordRels+rel("rId1", "worksheet", "worksheets/s.xml")+rel("rId2", "sharedStrings", "sharedStrings.xml")+"</Relationships>",
		"xl/sharedStrings.xml", `<sst><si><t>张</t><rPh><t>zhang</t></rPh></si></sst>`,
		"xl/worksheets/s.xml", `<worksheet><sheetFormatPr zeroHeight="1"/><cols><col min="2" max="2" width="0"/></cols><sheetData><row r="1" ht="15"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>4.3060219900307398E+17</v></c><c r="C1" t="inlineStr"><is><t>内</t></is></c><c r="D1" t="str"><f>A1</f><v>算</v></c><c r="E1" t="b"><v>1</v></c></row><row r="2"><c t="s"><v>0</v></c></row></sheetData></worksheet>`,
		"xl/pivotCache/pivotCacheDefinition1.xml", `<pivotCacheDefinition><cacheFields><cacheField name="姓名"><sharedItems><s v="李四"/><n v="13812345678"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>`,
		"xl/persons/person.xml", `<personList><person displayName="王五"/></personList>`,
		"xl/externalLinks/externalLink1.xml", `<externalLink><cell><v>外面</v></cell></externalLink>`,
	))
	wantParts(t, text, `meta 文件属性“保存路径”:1 C:\Users\wangwu\桌面\`, "cell 工作表“表”A1:1 张", "hidden 工作表“表”B1（隐藏列）:1 430602199003074000", "cell 工作表“表”C1:1 内", "cell 工作表“表”D1:1 算", "cell 工作表“表”E1:1 TRUE",
		"hidden 工作表“表”A2（隐藏行）:2 张", "hidden 数据透视表的缓存:1 李四", "hidden 数据透视表的缓存:1 13812345678", "meta 批注作者:1 王五", "hidden 部件externalLink1.xml:1 外面",
		"unread 工作表“缺”在文件里缺失，没有检查；请用 Excel 或 WPS 打开后另存")
}

func TestFormats(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ code, v, want string }{
		{"General", "1.5", "1.5"}, {"General", "0.30000000000000004", "0.3"}, {"0.00", "1.005E0", "1.00"}, {"0%", "0.29", "29%"}, {"yyyy-mm-dd", "43853", "2020-01-23"},
		{"yyyy\\-mm\\-dd hh:mm", "43853.5", "2020-01-23"}, {"[$-804]yyyy\"年\"m\"月\"", "43853", "2020年1月23日"}, {"h:mm", "0.5", "12:00"}, {"@", "007", "007"}, {"#,##0", "1234567", "1234567"}, {"0.00E+00", "13812345678", "13812345678"}, {"General", "1.3812345678E10", "13812345678"}, {"General", "abc", "abc"},
	} {
		if got := parseFormat(c.code).show(c.v, false); got != c.want && !strings.HasPrefix(got, c.want) {
			t.Errorf("%s %s: %s, want %s", c.code, c.v, got, c.want)
		}
	}
}
