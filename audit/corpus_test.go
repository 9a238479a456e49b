package audit_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/audit"
	"gongkai/internal/extract"
	"gongkai/law"
)

// paper is a report written for the project: its numbers by key and its words,
// in which {key} stands for a number.
type paper struct {
	body, title, intro, period string
	year                       int
	form                       string // of the tables
	cells                      map[string]string
	sections                   [6]string
	heads                      [6]string
	signed                     string
	drop                       map[string]bool // tables left out: 二 三 四
	dash                       string          // how 0 is printed
	unit                       string
	own                        bool // rows of its own
	odd                        bool // wrong characters and broken lines in labels
	turn                       bool // tables 三 and 四 lie on their side
}

var outcomesOf = map[string][]string{"2021": {"open", "partial", "d_third", "d_internal", "u_none", "u_make", "n_petition", "n_repeat", "o_nosupp", "o_other"},
	"2019": {"open", "partial", "d_secret", "d_process", "u_none", "u_unclear", "n_petition", "n_massive", "other"}}

// clean makes a report whose numbers hold; n tells one from another.
func clean(year, n int) paper {
	form, _ := law.FormFor(year)
	bodies := []string{"江州市科学技术局", "临河县教育体育局", "东山区应急管理局", "白石县人民政府", "青源市文化广电和旅游局", "南浦区市场监督管理局"}
	body := bodies[n%len(bodies)]
	p := paper{body: body, year: year, form: form.Name, cells: map[string]string{}, heads: [6]string(form.Sections), drop: map[string]bool{}, dash: "0"}
	titles := []string{"%[1]s%[2]d年政府信息公开工作年度报告", "%[2]d年%[1]s政府信息公开工作年度报告", "%[1]s%[2]d年度政府信息公开年度报告", "%[1]s政府信息公开工作年度报告（%[2]d年度）"}
	p.title = fmt.Sprintf(titles[n%4], body, year)
	notice := "《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）"
	if form.Name == "2019" {
		notice = "《关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕60号）"
	}
	p.intro = "根据《中华人民共和国政府信息公开条例》和" + notice + "要求，编制本报告。"
	p.period = fmt.Sprintf("本报告所列数据的统计期限自%d年1月1日起，至%d年12月31日止。", year, year)
	set := func(k string, v int) { p.cells[k] = fmt.Sprint(v) }
	for _, c := range form.Cells() {
		set(c.Key, 0)
	}
	if form.Name == "2021" {
		set("T2.normative.made", 2+n%3)
		set("T2.normative.repealed", 1)
		set("T2.normative.inforce", 12+n+(year-2021)*(1+n%3))
		set("T2.permit.decided", 95+n)
		set("T2.penalty.decided", 7*n)
		p.cells["T2.fee.amount"] = fmt.Sprintf("%d.5", n)
	} else {
		set("T2.normative.made", 3)
		set("T2.normative.opened", 2)
		set("T2.normative.total", 29+n)
		set("T2.permit.prior", 1)
		set("T2.permit.decided", 95)
		set("T2.service.prior", 28-7*(year-2019))
		set("T2.service.delta", -7)
		set("T2.service.decided", 406)
		set("T2.procurement.count", 2)
		p.cells["T2.procurement.amount"] = "17.27"
	}
	for _, r := range form.Applications.Rows {
		for _, c := range form.Applications.Columns {
			set(law.T3(r.Key, c.Key), 0)
		}
	}
	t3 := map[string]int{}
	put := func(row, col string, v int) {
		t3[row+"."+col] += v
		t3[row+".sum"] += v
	}
	for i, row := range outcomesOf[form.Name] {
		for j, col := range []string{"natural", "business", "research"} {
			if v := (i*3 + j*5 + n*7) % 11; (i+j+n)%3 != 0 {
				put(row, col, v)
				put("total", col, v)
			}
		}
	}
	for j, col := range []string{"natural", "business", "research", "welfare", "legal", "other"} {
		in, out := (n+year)%4, (n+year+1)%4
		if j > 1 {
			in, out = 0, 0
		}
		put("carry_in", col, in)
		put("carry_out", col, out)
		put("new", col, t3["total."+col]+out-in)
	}
	if t3["new.natural"] < 0 || t3["new.business"] < 0 || t3["new.research"] < 0 {
		for _, col := range []string{"natural", "business", "research"} {
			put("open", col, 5)
			put("total", col, 5)
			put("new", col, 5)
		}
	}
	for k, v := range t3 {
		set("T3."+k, v)
	}
	for i, g := range form.Remedies {
		v := []int{(n + i) % 4, n % 2, 0, (n + 2*i) % 3}
		total := 0
		for j, c := range g.Columns[:4] {
			set(law.T4(g.Key, c.Key), v[j])
			total += v[j]
		}
		set(law.T4(g.Key, "sum"), total)
	}
	group := func(prefix string) (sum int) {
		for k, v := range t3 {
			if strings.HasPrefix(k, prefix) && strings.HasSuffix(k, ".sum") && !strings.HasPrefix(k, "open") {
				sum += v
			}
		}
		return sum
	}
	total := t3["total.sum"]
	p.sections = [6]string{
		fmt.Sprintf("%d年，本机关主动公开政府信息%d条，网站独立用户访问总量7%03d个，网站总访问量199374次。\n（一）主动公开。公开行政许可信息%d条，答复提案%d件，办理行政复议案件532件，收到市长信箱来信3件。\n（二）依申请公开。全年共收到政府信息公开申请%d件，较%d年的999件有所减少，其中网络申请5件、信函申请%d件。\n（三）政府信息管理。修订公开目录，落实审核制度。\n（四）平台建设。优化栏目%d个。\n（五）监督保障。组织培训%d次，未发生责任追究情形。",
			year, 200+n*13, n, 20+n, 4+n, t3["new.sum"]+[]int{0, t3["carry_in.sum"]}[n%2], year-1, n, 3+n%4, 1+n%3),
		[]string{"", fmt.Sprintf("%d年，本机关制发规范性文件%s件。", year, p.cells["T2.normative.made"])}[n%2],
		fmt.Sprintf("本年新收政府信息公开申请%d件，上年结转%d件。予以公开%d件，占%.2f%%；部分公开%d件；不予公开%d件；无法提供%d件；不予处理%d件；其他处理%d件。办结申请%d件，结转下年度%d件。",
			t3["new.sum"], t3["carry_in.sum"], t3["open.sum"], 100*float64(t3["open.sum"])/float64(total), t3["partial.sum"], group("d_"), group("u_"), group("n_"), group("o"), total, t3["carry_out.sum"]),
		fmt.Sprintf("本年因政府信息公开被申请行政复议%s件；被提起行政诉讼%d件。", p.cells["T4.review.sum"], atoi(p.cells["T4.suit_direct.sum"])+atoi(p.cells["T4.suit_after_review.sum"])),
		fmt.Sprintf("存在的问题：一是政策解读形式%s。二是%s栏目更新不够及时。改进措施：下一年将在%s方面加强培训。", []string{"单一", "不够丰富", "偏文字化"}[n%3], []string{"动态", "数据", "人事"}[n%3], []string{"审核", "解读", "回应"}[(n+year)%3]),
		[]string{"本年未收取政府信息公开信息处理费。", "无。", "本机关无其他需要报告的事项，未发出收费通知。"}[n%3],
	}
	if year%2 == 0 {
		p.sections[0] = fmt.Sprintf("本机关围绕中心工作推进政务公开，全年通过门户网站发布各类信息%d条，解读政策文件%d件，现将五个方面的情况报告如下。\n（一）围绕重点领域做好公开，发布规范性文件%s件。全年网站独立用户访问量5%03d个，总浏览量88%03d次。\n（二）依申请办理更加规范。受理政府信息公开申请%d件，其中自然人申请居多，均按时答复，没有超过法定期限。\n（三）信息管理。完善属性认定和发布审查，动态调整公开事项，清理失效文件。\n（四）平台。政务新媒体推送%d期，网站无障碍改造完成。\n（五）监督。纳入年度考核，评议结果良好，未因信息公开被追究责任。",
			150+n*11, 6+n, p.cells["T2.normative.made"], n, n, t3["new.sum"], 30+n)
		p.sections[4] = "对照群众期待还有差距，主要是回应关切的及时性有待提高、基层人手偏紧。今后将充实队伍，健全内部协同机制，把公开要求纳入科室考核。"
	}
	p.signed = body
	return p
}

func atoi(s string) (n int) {
	fmt.Sscan(s, &n)
	return n
}

// cell prints a number the way this report does.
func (p paper) cell(k string) string {
	v := p.cells[k]
	if v == "0" {
		return p.dash
	}
	if p.unit != "" && v != "" && !strings.Contains(v, ".") && !strings.Contains(v, "-") {
		return v + p.unit
	}
	return v
}

func (p paper) label(s string) string {
	if p.odd {
		return strings.NewReplacer("增", "増", "减", "碱", "采", "釆", "费", "費", "制作数量", " 制作数量", "(五)", "[五)").Replace(s)
	}
	return s
}

// grid is a table with cells that span: text, across, down.
type grid [][]box
type box struct {
	words        string
	across, down int
}

func (p paper) table2() (g grid) {
	form, _ := law.FormNamed(p.form)
	for _, b := range form.Proactive {
		g = append(g, []box{{p.label(b.Title), 4, 1}})
		line := []box{}
		for _, c := range b.Columns {
			line = append(line, box{p.label(c), 1, 1})
		}
		line[len(line)-1].across = 5 - len(line)
		g = append(g, line)
		for _, r := range b.Rows {
			line := []box{{p.label(r.Label), 1, 1}}
			for _, c := range r.Cells {
				line = append(line, box{p.cell(c.Key), 1, 1})
			}
			line[len(line)-1].across = 5 - len(line)
			g = append(g, line)
		}
		if p.own && strings.Contains(b.Title, "六") {
			g = append(g, []box{{"行政检查", 1, 1}, {"12", 3, 1}})
		}
	}
	return g
}

func (p paper) table3() (g grid) {
	form, _ := law.FormNamed(p.form)
	app := form.Applications
	g = grid{{{app.Corner, 3, 3}, {"申请人情况", 7, 1}}, {{"自然人", 1, 2}, {"法人或其他组织", 5, 1}, {"总计", 1, 2}}, {}}
	for _, c := range app.Columns[1:6] {
		g[2] = append(g[2], box{c.Label, 1, 1})
	}
	count := map[string]int{}
	for _, r := range app.Rows {
		count[r.Group]++
	}
	last := ""
	for i, r := range app.Rows {
		var line []box
		switch {
		case i < 2 || i == len(app.Rows)-1:
			line = append(line, box{r.Label, 3, 1})
		default:
			if i == 2 {
				line = append(line, box{"三、本年度办理结果", 1, len(app.Rows) - 3})
			}
			switch {
			case r.Group == "":
				line = append(line, box{p.label(r.Label), 2, 1})
			case r.Group != last:
				line = append(line, box{r.Group, 1, count[r.Group]}, box{r.Label, 1, 1})
			default:
				line = append(line, box{r.Label, 1, 1})
			}
			last = r.Group
		}
		for _, c := range app.Columns {
			line = append(line, box{p.cell(law.T3(r.Key, c.Key)), 1, 1})
		}
		g = append(g, line)
	}
	return g
}

func (p paper) table4() grid {
	form, _ := law.FormNamed(p.form)
	g := grid{{{"行政复议", 5, 2}, {"行政诉讼", 10, 1}}, {{"未经复议直接起诉", 5, 1}, {"复议后起诉", 5, 1}}, {}, {}}
	for _, r := range form.Remedies {
		for _, c := range r.Columns {
			g[2] = append(g[2], box{c.Label, 1, 1})
			g[3] = append(g[3], box{p.cell(law.T4(r.Key, c.Key)), 1, 1})
		}
	}
	return g
}

// blocks are the report in order: words, or a table.
func (p paper) blocks() (out []any) {
	out = append(out, p.title, p.intro+p.period)
	tables := map[int]grid{1: p.table2(), 2: p.table3(), 3: p.table4()}
	if p.turn {
		tables[2], tables[3] = tables[2].turned(), tables[3].turned()
	}
	for i, s := range p.sections {
		if p.heads[i] != "" {
			out = append(out, law.Printed(p.heads[i]))
		}
		for l := range strings.SplitSeq(s, "\n") {
			if l != "" {
				out = append(out, l)
			}
		}
		if g := tables[i]; g != nil && !p.drop[string([]rune("一二三四")[i])] {
			out = append(out, g)
			if p.own && i == 3 {
				out = append(out, "注：以上数据含上年度结转数量。")
			}
		}
	}
	out = append(out, p.signed)
	if p.signed != "" {
		out = append(out, fmt.Sprintf("%d年1月20日", p.year+1))
	}
	return out
}

// placed lays a grid out in rows and columns.
func (g grid) placed(f func(row, col int, b box)) {
	taken := map[[2]int]bool{}
	for r, line := range g {
		col := 0
		for _, b := range line {
			for taken[[2]int{r, col}] {
				col++
			}
			for i := range b.down {
				for j := range b.across {
					taken[[2]int{r + i, col + j}] = true
				}
			}
			f(r, col, b)
			col += b.across
		}
	}
}

// turned lays a grid on its side.
func (g grid) turned() (out grid) {
	g.placed(func(_, col int, b box) {
		for len(out) <= col {
			out = append(out, nil)
		}
		out[col] = append(out[col], box{b.words, b.down, b.across})
	})
	return out
}

// formats are the ways in which a report arrives.
var formats = map[string]func(p paper) (name string, file []byte){
	"txt spaces": func(p paper) (string, []byte) { return "a.txt", []byte(p.lines(" ")) },
	"txt tabs":   func(p paper) (string, []byte) { return "a.txt", []byte(p.lines("\t")) },
	"txt cells":  func(p paper) (string, []byte) { return "a.txt", []byte(p.lines("\n")) },
	"html":       func(p paper) (string, []byte) { return "a.html", []byte(p.page()) },
	"html gbk": func(p paper) (string, []byte) {
		b, _ := simplifiedchinese.GB18030.NewEncoder().String(`<table><tr><td><ul><li>首页</li></ul></td><td>` + strings.ReplaceAll(p.page(), "（", "&#65288;") + `</td></tr></table>`)
		return "a.html", []byte(b)
	},
	"html pages": func(p paper) (string, []byte) {
		return "a.html", []byte(strings.ReplaceAll(p.page(), "<td colspan=\"3\" rowspan=\"1\"><p>四、", "</tr></table><p>- 3 -</p><table><tr><td colspan=\"3\" rowspan=\"1\"><p>四、"))
	},
	"html turned": func(p paper) (string, []byte) { p.turn = true; return "a.html", []byte(p.page()) },
	"docx":        func(p paper) (string, []byte) { return "a.docx", p.docx() },
	"xlsx":        func(p paper) (string, []byte) { return "a.xlsx", p.xlsx() },
}

func (p paper) lines(sep string) string {
	var b strings.Builder
	b.WriteString("政府信息公开\n\n")
	for _, x := range p.blocks() {
		switch x := x.(type) {
		case string:
			b.WriteString(x + "\n\n")
		case grid:
			for _, line := range x {
				var words []string
				for _, c := range line {
					words = append(words, c.words)
				}
				b.WriteString(strings.Join(words, sep) + "\n")
			}
		}
	}
	return b.String()
}

func (p paper) page() string {
	var b strings.Builder
	b.WriteString("<html><head><title>" + p.title + "</title></head><body><div>首页 &gt; 政府信息公开</div>")
	for _, x := range p.blocks() {
		switch x := x.(type) {
		case string:
			b.WriteString("<p>&nbsp;&nbsp;" + html.EscapeString(x) + "</p>\n")
		case grid:
			b.WriteString("<table>")
			for _, line := range x {
				b.WriteString("<tr>")
				for _, c := range line {
					fmt.Fprintf(&b, `<td colspan="%d" rowspan="%d"><p>%s</p></td>`, c.across, c.down, html.EscapeString(c.words))
				}
				b.WriteString("</tr>\n")
			}
			b.WriteString("</table>")
		}
	}
	return b.String() + "<div>上一篇：通知</div><div>版权所有：某市人民政府</div></body></html>"
}

func (p paper) docx() []byte {
	var b strings.Builder
	b.WriteString(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	para := func(s string) string {
		return `<w:p><w:r><w:t>` + html.EscapeString(s) + `</w:t></w:r></w:p>`
	}
	for _, x := range p.blocks() {
		switch x := x.(type) {
		case string:
			b.WriteString(para(x))
		case grid:
			rows := make([]string, len(x))
			x.placed(func(r, _ int, c box) {
				merge := ""
				if c.down > 1 {
					merge = `<w:vMerge w:val="restart"/>`
				}
				cell := func(props, words string) string {
					return fmt.Sprintf(`<w:tc><w:tcPr><w:gridSpan w:val="%d"/>%s</w:tcPr>%s</w:tc>`, c.across, props, para(words))
				}
				rows[r] += cell(merge, c.words)
				for i := 1; i < c.down; i++ {
					rows[r+i] += cell("<w:vMerge/>", "")
				}
			})
			b.WriteString("<w:tbl>")
			for _, r := range rows {
				b.WriteString("<w:tr>" + r + "</w:tr>")
			}
			b.WriteString("</w:tbl>")
		}
	}
	return packed(map[string]string{"word/document.xml": b.String() + `</w:body></w:document>`,
		"_rels/.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`})
}

func (p paper) xlsx() []byte {
	var b strings.Builder
	b.WriteString(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	row := 0
	cell := func(col, row int, words string) string {
		return fmt.Sprintf(`<c r="%c%d" t="inlineStr"><is><t>%s</t></is></c>`, 'A'+col, row, html.EscapeString(words))
	}
	for _, x := range p.blocks() {
		switch x := x.(type) {
		case string:
			row++
			fmt.Fprintf(&b, `<row r="%d">%s</row>`, row, cell(0, row, x))
		case grid:
			rows := make([]string, len(x))
			x.placed(func(r, col int, c box) {
				if c.words != "" {
					rows[r] += cell(col, row+1+r, c.words)
				}
			})
			for _, r := range rows {
				row++
				fmt.Fprintf(&b, `<row r="%d">%s</row>`, row, r)
			}
		}
	}
	rel := "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	return packed(map[string]string{"xl/worksheets/sheet1.xml": b.String() + `</sheetData></worksheet>`,
		"xl/workbook.xml":            `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="` + rel + `"><sheets><sheet name="年报" sheetId="1" r:id="s1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s1" Type="` + rel + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"_rels/.rels":                `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + rel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`})
}

func packed(parts map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, words := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(words))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// read reads a report as it arrives.
func read(t *testing.T, p paper, format string) audit.Report {
	t.Helper()
	name, file := formats[format](p)
	text, err := extract.Read(name, bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return audit.Read(text)
}
