package conv

import (
	"fmt"
	"strings"
)

const (
	firstLink = 101 // relationship ids of links begin here
	bullets   = 1   // numbering of unordered lists; ordered ones follow
)

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const wordSpace = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

const contentTypes = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
	`<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>` +
	`<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>` +
	`<Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/>` +
	`<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>` +
	`<Override PartName="/word/footer2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

const relSpace = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`

const packageRels = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="` + relSpace + `officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

// settingsXML: odd and even pages have their own footer; a line that is broken
// by hand is not stretched.
const settingsXML = xmlHead + `<w:settings` + wordSpace + `><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>` +
	`<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>` +
	`<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>`

func coreProps(p Paper) string {
	return xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` +
		clean(joined(p.Title)) + `</dc:title><dc:creator>` + clean(p.Issuer) + `</dc:creator><dc:language>zh-CN</dc:language></cp:coreProperties>`
}

// section ends a section: A4 upright or sideways, the type area 156 × 225 mm,
// the page number 7 mm below it.
func (s *setter) section(landscape bool) string {
	if s.letter && !landscape {
		return letterSection
	}
	page := `<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="1134" w:footer="1304" w:gutter="0"/>`
	if landscape {
		page = `<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1588" w:right="1984" w:bottom="1474" w:left="2098" w:header="851" w:footer="794" w:gutter="0"/>`
	}
	return `<w:sectPr><w:footerReference w:type="default" r:id="rId5"/><w:footerReference w:type="even" r:id="rId6"/><w:type w:val="nextPage"/>` + page + `<w:cols w:space="425"/></w:sectPr>`
}

// turn opens a section of the other kind when what follows asks for it.
func (s *setter) turn(landscape bool) {
	if s.landscape == landscape {
		return
	}
	if s.b.Len() > 0 {
		s.para(`<w:pStyle w:val="Gap"/>`+s.section(s.landscape), "")
	}
	s.landscape = landscape
}

func (s *setter) document() string {
	s.gap() // Word wants a paragraph after the last table
	if s.b.Len() == 0 {
		s.para("", "")
	}
	return xmlHead + `<w:document` + wordSpace + `><w:body>` + "\n" + s.b.String() + s.section(s.landscape) + `</w:body></w:document>`
}

func (s *setter) relations() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i, r := range [][2]string{{"styles", "styles.xml"}, {"numbering", "numbering.xml"}, {"settings", "settings.xml"}, {"fontTable", "fontTable.xml"}, {"footer", "footer1.xml"}, {"footer", "footer2.xml"}, {"header", "header1.xml"}, {"footer", "footer3.xml"}} {
		if i > 5 && !s.letter {
			break
		}
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s%s" Target="%s"/>`, i+1, relSpace, r[0], r[1])
	}
	for i, to := range s.links {
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%shyperlink" Target="%s" TargetMode="External"/>`, firstLink+i, relSpace, to)
	}
	return b.String() + `</Relationships>`
}

// footer is the page number — 1 —, 4号 half-width Song, a character from
// the outer edge.
func (s *setter) footer(style string) string {
	space := ""
	if s.letter {
		space = letterFoot
	}
	return xmlHead + `<w:ftr` + wordSpace + `><w:p><w:pPr><w:pStyle w:val="` + style + `"/>` + space + `</w:pPr>` + run("— ", "") +
		`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>` +
		run(" —", "") + `</w:p></w:ftr>`
}

// The typefaces that the standard names. Few machines outside offices have
// them all, so each names others of its kind.
const (
	fangsong = "仿宋_GB2312"
	heiti    = "黑体"
	kaiti    = "楷体_GB2312"
	songti   = "SimSun" // 宋体; LibreOffice on Linux knows it by this name only
	biaosong = "方正小标宋简体"
)

func fontTableXML() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:fonts` + wordSpace + `>`)
	for _, f := range []struct{ name, alt, panose, family string }{
		{fangsong, "仿宋,FangSong,华文仿宋,STFangsong,FandolFang,方正仿宋_GBK,Noto Serif CJK SC", "02010609030101010101", "roman"},
		{heiti, "SimHei,华文黑体,STHeiti,Noto Sans CJK SC,思源黑体,文泉驿正黑", "02010609060101010101", "modern"},
		{kaiti, "楷体,KaiTi,华文楷体,STKaiti,FandolKai,方正楷体_GBK,Noto Serif CJK SC", "02010609030101010101", "roman"},
		{songti, "宋体,华文宋体,STSong,Noto Serif CJK SC,思源宋体", "02010600030101010101", "roman"},
		{biaosong, "方正小标宋_GBK,小标宋体,华文中宋,STZhongsong,宋体,SimSun,Noto Serif CJK SC", "02010601030101010101", "roman"},
	} {
		fmt.Fprintf(&b, `<w:font w:name="%s"><w:altName w:val="%s"/><w:panose1 w:val="%s"/><w:charset w:val="86"/><w:family w:val="%s"/><w:pitch w:val="variable"/></w:font>`, f.name, f.alt, f.panose, f.family)
	}
	b.WriteString(`<w:font w:name="Times New Roman"><w:altName w:val="Liberation Serif"/><w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>`)
	return b.String() + `</w:fonts>`
}

func font(name, latin string) string {
	return fmt.Sprintf(`<w:rFonts w:ascii="%s" w:hAnsi="%s" w:eastAsia="%s" w:cs="Times New Roman" w:hint="eastAsia"/>`, latin, latin, name)
}

// stylesXML: 22 lines of 28 characters on a page. The line is 28.9 points; the
// characters stand a quarter of a point closer, since 28 of 16 points would be
// 157.8 mm.
func stylesXML() string {
	const roman = "Times New Roman"
	var b strings.Builder
	b.WriteString(xmlHead + `<w:styles` + wordSpace + `><w:docDefaults><w:rPrDefault><w:rPr>` + font(fangsong, roman) +
		`<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>`)
	size := func(n int) string { return fmt.Sprintf(`<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, n, n) }
	const text = `<w:spacing w:line="578" w:lineRule="exact"/>`
	const first = `<w:ind w:firstLineChars="200" w:firstLine="630"/>`
	const tight = `<w:spacing w:val="-5"/>`
	add := func(id, name, ppr, rpr string) {
		based := `<w:basedOn w:val="Normal"/>`
		kind := ` w:customStyle="1"`
		switch id {
		case "Normal":
			based, kind = "", ` w:default="1"`
		case "Title", "Heading1", "Heading2", "Heading3", "BodyText", "Caption", "Signature", "Quote":
			kind = ""
		}
		fmt.Fprintf(&b, `<w:style w:type="paragraph"%s w:styleId="%s"><w:name w:val="%s"/>%s<w:qFormat/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>`, kind, id, name, based, ppr, rpr)
	}
	add("Normal", "Normal", `<w:widowControl w:val="0"/><w:jc w:val="both"/>`, "")
	add("Title", "Title", `<w:keepNext/><w:spacing w:before="0" w:after="578" w:line="660" w:lineRule="exact"/><w:jc w:val="center"/>`, font(biaosong, roman)+size(44))
	add("BodyText", "Body Text", text+first, tight)
	add("Heading1", "heading 1", `<w:keepNext/>`+text+first+`<w:outlineLvl w:val="0"/>`, font(heiti, roman)+tight)
	add("Heading2", "heading 2", `<w:keepNext/>`+text+first+`<w:outlineLvl w:val="1"/>`, font(kaiti, roman)+tight)
	add("Heading3", "heading 3", `<w:keepNext/>`+text+first+`<w:outlineLvl w:val="2"/>`, font(fangsong, roman)+tight)
	add("Quote", "Quote", text+`<w:ind w:leftChars="200" w:left="630" w:firstLineChars="200" w:firstLine="630"/>`, font(kaiti, roman)+tight)
	add("Signature", "Signature", `<w:keepLines/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>`+text+`<w:jc w:val="right"/>`, "")
	add("Caption", "caption", `<w:keepNext/><w:spacing w:before="120" w:after="60" w:line="420" w:lineRule="exact"/><w:jc w:val="center"/>`, font(heiti, roman)+size(28))
	add("Gap", "Gap", `<w:spacing w:line="120" w:lineRule="exact"/>`, size(2))
	add("FooterOdd", "Footer Odd", `<w:ind w:rightChars="100" w:right="280"/><w:jc w:val="right"/>`, font(songti, songti)+size(28))
	add("FooterEven", "Footer Even", `<w:ind w:leftChars="100" w:left="280"/><w:jc w:val="left"/>`, font(songti, songti)+size(28))
	for _, n := range []int{24, 21, 18} {
		line := fmt.Sprintf(`<w:spacing w:line="%d" w:lineRule="exact"/>`, n*27/2)
		add(fmt.Sprintf("TableText%d", n), fmt.Sprintf("Table Text %d", n), line, font(songti, roman)+size(n))
		add(fmt.Sprintf("TableHead%d", n), fmt.Sprintf("Table Head %d", n), line, font(heiti, roman)+size(n))
	}
	return b.String() + `</w:styles>`
}

// numberingXML: bullets, and 1. (1) 1) for ordered lists; each ordered list
// counts from 1 again. The second line goes back to the margin, as in papers.
func numberingXML(lists int) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:numbering` + wordSpace + `>`)
	for abstract, kind := range []struct {
		format string
		marks  [3]string
	}{{"bullet", [3]string{"●", "○", "■"}}, {"decimal", [3]string{"%d.", "(%d)", "%d)"}}} {
		fmt.Fprintf(&b, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="multilevel"/>`, abstract)
		for l := range 9 {
			mark := strings.ReplaceAll(kind.marks[l%3], "%d", fmt.Sprintf("%%%d", l+1))
			fmt.Fprintf(&b, `<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:suff w:val="space"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:leftChars="0" w:left="%d" w:firstLineChars="200" w:firstLine="630"/></w:pPr><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="%s" w:hint="eastAsia"/></w:rPr></w:lvl>`,
				l, kind.format, mark, 320*l, fangsong)
		}
		b.WriteString(`</w:abstractNum>`)
	}
	fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="0"/></w:num>`, bullets)
	for i := range lists {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`, bullets+1+i)
	}
	return b.String() + `</w:numbering>`
}
