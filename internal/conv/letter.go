package conv

import (
	"fmt"
	"strconv"
	"strings"
)

// What a letter has besides a plain paper, as 信函格式 of GB/T 9704-2012 sets
// it (§I.1): the red name of the organ 30 mm below the edge of the first page,
// a double red line 4 mm below it and another 20 mm above the lower edge, 文号
// at the right under the first, and no page number on that page.

// letterSection is A4 upright with its own head and foot on the first page.
const letterSection = `<w:sectPr><w:headerReference w:type="first" r:id="rId7"/><w:footerReference w:type="default" r:id="rId5"/><w:footerReference w:type="even" r:id="rId6"/><w:footerReference w:type="first" r:id="rId8"/><w:type w:val="nextPage"/>` +
	`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="1701" w:footer="1134" w:gutter="0"/><w:cols w:space="425"/><w:titlePg/></w:sectPr>`

// letterFoot lifts the page number to where other papers have it, since the
// feet of a section end at one height.
const letterFoot = `<w:spacing w:after="170"/>`

// footLineXML is the red line at the foot of the first page.
const footLineXML = xmlHead + `<w:ftr` + wordSpace + `><w:p><w:pPr><w:pBdr><w:bottom w:val="thinThickSmallGap" w:sz="24" w:space="0" w:color="FF0000"/></w:pBdr><w:spacing w:line="20" w:lineRule="exact"/><w:ind w:left="-397" w:right="-397"/></w:pPr></w:p></w:ftr>`

// headSize is the size of the red name in points: as large as looks well, in
// one line.
func headSize(head string) float64 { return min(42, float64(int(430/max(ems(head), 1)))) }

// headXML is the red name over the red line, both 170 mm wide.
func headXML(head string) string {
	size := int(headSize(head) * 2)
	return xmlHead + `<w:hdr` + wordSpace + `><w:p><w:pPr><w:pBdr><w:bottom w:val="thickThinSmallGap" w:sz="24" w:space="9" w:color="FF0000"/></w:pBdr>` +
		fmt.Sprintf(`<w:spacing w:line="%d" w:lineRule="exact"/><w:ind w:left="-397" w:right="-397"/><w:jc w:val="center"/></w:pPr>`, size*12) +
		`<w:r><w:rPr>` + font(biaosong, "Times New Roman") + fmt.Sprintf(`<w:color w:val="FF0000"/><w:sz w:val="%d"/><w:szCs w:val="%d"/>`, size, size) +
		`</w:rPr><w:t xml:space="preserve">` + clean(strings.TrimSpace(head)) + `</w:t></w:r></w:p></w:hdr>`
}

// types lists the parts of the package.
func (s *setter) types() string {
	if !s.letter {
		return contentTypes
	}
	const kind = `application/vnd.openxmlformats-officedocument.wordprocessingml.`
	return strings.Replace(contentTypes, `<Override PartName="/docProps`, `<Override PartName="/word/header1.xml" ContentType="`+kind+`header+xml"/><Override PartName="/word/footer3.xml" ContentType="`+kind+`footer+xml"/><Override PartName="/docProps`, 1)
}

// opening writes what stands above the text: 文号, title, 主送.
func (s *setter) opening(p Paper) {
	space := ""
	if s.letter {
		s.para(`<w:pStyle w:val="BodyText"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="right"/>`, run(p.No, ""))
		space = `<w:spacing w:before="578" w:after="578" w:line="660" w:lineRule="exact"/>`
	}
	if title := titleLines(p.Title, p.Issuer); title != "" {
		s.para(`<w:pStyle w:val="Title"/>`+space, run(title, ""))
	}
	if p.To != "" {
		s.para(`<w:pStyle w:val="BodyText"/><w:ind w:firstLineChars="0" w:firstLine="0"/>`, run(p.To+"：", ""))
	}
}

// enclosures writes 附件说明, a line below the text: the names stand under each
// other, without a stop.
func (s *setter) enclosures(names []string) {
	for i, line := range enclosed(names) {
		lead, before, left, hang := "附件：", ` w:before="578"`, 1600, 960
		if len(names) > 1 {
			left, hang = 1920, 1280
		}
		if i > 0 {
			lead, before, hang = "", "", 320
		}
		s.gap()
		s.para(fmt.Sprintf(`<w:pStyle w:val="BodyText"/><w:keepNext/><w:spacing%s w:line="578" w:lineRule="exact"/><w:ind w:left="%d" w:hanging="%d"/>`, before, left, hang), run(lead+line, ""))
	}
}

// enclosed numbers the names where there are several.
func enclosed(names []string) []string {
	if len(names) < 2 {
		return names
	}
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = strconv.Itoa(i+1) + "." + n
	}
	return out
}

// closing writes what follows the signature: 附注 in brackets, and the slips.
func (s *setter) closing(p Paper) error {
	s.last = false
	if p.Note != "" {
		s.gap()
		s.para(`<w:pStyle w:val="BodyText"/>`, run("（"+p.Note+"）", ""))
	}
	root, err := tree(p.Slips)
	if err != nil {
		return err
	}
	for n := root.FirstChild; n != nil; n = n.NextSibling {
		if err := s.block(n, ""); err != nil {
			return err
		}
	}
	return nil
}
