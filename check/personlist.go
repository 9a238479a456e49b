package check

import (
	"slices"
	"strings"
	"unicode"
)

// What the heads of columns say.
var (
	nameHeads    = []string{"姓名", "户主", "学生名单", "患者", "受助人", "领款人", "持卡人", "补贴对象", "补助对象", "救助对象", "保障对象", "农户", "申请人", "被征收人", "监护人", "当事人"}
	secretHeads  = []string{"身份证", "证件号", "证件号码", "电话", "手机", "联系方式", "银行", "账号", "帐号", "卡号", "住址", "家庭地址", "详细地址"}
	amountHeads  = []string{"金额", "补助", "补贴", "救助", "出生", "年龄", "工资", "收入"}
	tenderWords  = []string{"残疾", "残障", "低保", "患病", "病种", "病情", "疾病", "大病", "未成年", "儿童", "孤儿", "特困", "贫困", "精神", "艾滋", "监护"}
	otherHeads   = []string{"序号", "性别", "单位", "部门", "科室", "职务", "备注", "编号", "名称", "项目", "数量", "村", "日期", "时间", "职称"}
	genericNames = []string{"administrator", "admin", "user", "root", "owner", "author", "microsoft", "windows", "微软", "用户", "office", "wps", "openpyxl", "python-docx", "libreoffice", "apache", "excelize", "xuri", "lenovo", "dell", "hp", "asus", "pc", "unknown", "gongkai"}
)

// bodyNames end the names of bodies, which are no person's.
var bodyNames = []string{"局", "委", "中心", "公司", "办公室", "政府", "科室", "厅", "学院", "大学", "协会", "科技"}

// grid is a table: the row of its heads, and what they say.
type grid struct {
	head   int // the row, 0 for none
	heads  map[int]string
	title  string
	name   int // the column of names, 0 for none
	nameAt int // the part of its head
	office bool
	top    []int // the parts of the first rows
	open   map[int]bool
	names  []int // the parts that are names in full
}

const topRows = 6

// grids finds the heads of all tables. A form with its labels at the left has
// none.
func grids(t *Text) map[int]*grid {
	all := map[int]*grid{}
	for i, p := range t.Parts {
		if p.Table == 0 {
			continue
		}
		g := all[p.Table]
		if g == nil {
			g = &grid{heads: map[int]string{}, open: map[int]bool{}}
			all[p.Table] = g
		}
		if p.Row <= topRows || len(g.top) == 0 || t.Parts[g.top[0]].Row > p.Row-topRows {
			g.top = append(g.top, i)
		}
	}
	lists := false
	for _, g := range all {
		g.settle(t)
		lists = lists || g.name > 0
	}
	if !lists {
		return all
	}
	for i, p := range t.Parts {
		g := all[p.Table]
		if p.Table == 0 || g.name == 0 || p.Row <= g.head || p.End == p.At {
			continue
		}
		words := t.Words[p.At:p.End]
		if !strings.ContainsAny(words, "*＊×●•") {
			g.open[p.Col] = true
			if p.Col == g.name && fullName(words) {
				g.names = append(g.names, i)
			}
		}
	}
	return all
}

// settle finds the row of heads among the first rows.
func (g *grid) settle(t *Text) {
	for from := 0; from < len(g.top); {
		row, to := t.Parts[g.top[from]].Row, from
		labels, filled, digits := 0, 0, false
		for ; to < len(g.top) && t.Parts[g.top[to]].Row == row; to++ {
			words := squeeze(t.Words[t.Parts[g.top[to]].At:t.Parts[g.top[to]].End])
			if words != "" {
				filled++
			}
			if isLabel(words) {
				labels++
			}
			digits = digits || longDigits(words)
		}
		if filled >= 2 && labels >= 1 && !digits {
			below := ""
			if to < len(g.top) {
				below = squeeze(t.Words[t.Parts[g.top[to]].At:t.Parts[g.top[to]].End])
			}
			if labels >= 2 || !isLabel(below) {
				g.take(t, from, to, row)
			}
			return
		}
		for _, i := range g.top[from:to] {
			if len(g.title) < 300 {
				g.title += squeeze(t.Words[t.Parts[i].At:t.Parts[i].End])
			}
		}
		from = to
	}
}

func (g *grid) take(t *Text, from, to, row int) {
	g.head = row
	for _, i := range g.top[from:to] {
		p := t.Parts[i]
		words := squeeze(t.Words[p.At:p.End])
		g.heads[p.Col] = words
		if g.name == 0 && has(words, nameHeads) && !has(words, secretHeads) {
			g.name, g.nameAt = p.Col, i
		}
		g.office = g.office || has(words, []string{"联系人", "部门", "科室", "处室", "值班"})
	}
}

// label is the head of a column; in a table of offices it says so.
func (g *grid) label(col int) string {
	if g.office && g.name == 0 {
		return "联系人" + g.heads[col]
	}
	return g.heads[col]
}

func isLabel(s string) bool {
	return len(s) <= 90 && (has(s, nameHeads) || has(s, secretHeads) || has(s, amountHeads) || has(s, otherHeads) || has(s, []string{"联系人"}))
}

func has(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// fullName says whether a cell looks like a person's whole name.
func fullName(s string) bool {
	s = squeeze(s)
	n := 0
	for _, r := range s {
		if !unicode.Is(unicode.Han, r) && r != '·' || r == '某' {
			return false
		}
		n++
	}
	return n >= 2 && (n <= 4 || strings.Contains(s, "·")) && !isLabel(s) && s != "合计" && s != "总计" && s != "小计"
}

// lists tells tables that name persons beside what is nobody's business.
func (p *personal) lists() {
	var tables []int
	for n, g := range p.grids {
		if g.name > 0 && len(g.names) > 0 {
			tables = append(tables, n)
		}
	}
	slices.Sort(tables)
	for _, n := range tables {
		g := p.grids[n]
		secret, amount, tender := false, false, has(g.title, tenderWords)
		for col, h := range g.heads {
			if col != g.name && g.open[col] {
				secret = secret || has(h, secretHeads)
				amount = amount || has(h, amountHeads)
			}
			tender = tender || has(h, tenderWords)
		}
		head := p.text.Parts[g.nameAt]
		switch {
		case tender:
			p.add("PD-LIST", Block, head.At, head.End, "", "表格里有姓名，又涉及未成年人、残疾、疾病或者困难情况，发布前应当隐去姓名（如“张*”），或者只公开统计数字")
		case secret || amount:
			p.add("PD-LIST", Warn, head.At, head.End, "", "表格是个人名单，请核对有没有公开的依据；不必公开的，隐去姓名（如“张*”）和号码")
		default:
			continue
		}
		if tender || secret {
			for _, i := range g.names {
				name := p.text.Parts[i]
				p.add("PD-NAME", Hint, name.At, name.End, MaskName(p.text.Words[name.At:name.End]), "名单里的姓名，不必公开全名的，隐去名字")
			}
		}
	}
}

// meta tells what a file says of who made it, and where a picture was taken.
func (p *personal) meta() {
	for _, part := range p.text.Parts {
		if part.Kind != Meta || part.At == part.End {
			continue
		}
		words := p.text.Words[part.At:part.End]
		low := strings.ToLower(words)
		switch {
		case strings.HasSuffix(part.Where, "拍摄地点"):
			p.add("PD-GPS", Block, part.At, part.End, "", "照片里记着拍摄地点，发布前应当去掉：在电脑上用鼠标右键点开照片的“属性—详细信息”，选“删除属性和个人信息”")
		case strings.Contains(low, `\users\`) || strings.Contains(low, "/home/") || strings.Contains(low, "/users/") || strings.Contains(low, `documents and settings\`):
			p.add("PD-META", Hint, part.At, part.End, "", "文件里记着电脑上的路径，其中有用户名，建议去掉后再发布")
		case has(part.Where, []string{"作者", "修改者", "经理"}) && !has(low, genericNames) && !has(words, bodyNames):
			p.add("PD-META", Hint, part.At, part.End, "", "文件属性里有人名，不打算公开的，在“文件—信息—检查文档”里删去")
		}
	}
}
