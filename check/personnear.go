package check

import "strings"

// Words that say what a number is. The one nearest before it, or the head of
// its column, speaks for it.
var (
	idWords      = []string{"身份证", "身份号", "证件号", "公民身份", "证件编号", "居民证", "居留证", "居住证"}
	creditWords  = []string{"信用代码", "纳税人识别号", "机构代码", "注册号", "税号", "代码"}
	phoneWords   = []string{"电话", "手机", "联系方式", "联络方式", "致电", "拨打", "拨通", "来电", "热线", "短信", "联系我", "微信", "号码", "Tel", "TEL", "tel", "Mobile", "mobile", "Phone", "phone"}
	officeWords  = []string{"咨询电话", "服务热线", "热线", "监督电话", "举报电话", "投诉电话", "办公电话", "值班电话", "传真", "联系人", "报名电话", "受理电话", "服务电话", "单位电话", "公开电话", "经办人", "承办人"}
	privateWords = []string{"姓名", "申请人", "户主", "本人", "当事人", "学生", "患者", "家长", "住址", "信访人", "举报人", "投诉人", "受助", "身份证", "个人", "领款人", "持卡人", "家属", "监护人", "村民", "居民", "业主", "车主"}
	otherWords   = []string{"编号", "文号", "单号", "代码", "流水号", "序列号", "合同号", "条码", "条形码", "证号", "案号", "备案号", "账号", "帐号", "卡号", "项目号", "标准号", "群号", "登记号", "注册号", "税号", "货号", "订单", "许可证", "识别号", "批次", "金额", "数量", "产值", "收入", "支出", "资产", "ISBN", "ISSN"}
	cardWords    = []string{"卡号", "银行卡", "账号", "帐号", "账户", "帐户", "开户", "一卡通", "一本通", "存折", "储蓄", "银行", "信用社", "卡"}
	plainCard    = []string{"卡号", "银行卡", "一卡通", "一本通", "储蓄卡", "存折"}
	organWords   = []string{"对公", "单位账", "单位名称", "财政", "专户", "基本户", "基本账户", "保证金", "收款单位", "缴款", "国库", "非税"}
	bodyWords    = []string{"局", "公司", "中心", "委员会", "支队", "学校", "医院"}
	homeWords    = []string{"住址", "家住", "现住", "居住", "家庭", "户籍", "户口", "住在", "送达地址", "通讯地址", "通信地址", "住所", "详细地址", "住："}
	seatWords    = []string{"办公", "地点", "公司", "大厦", "大楼", "中心", "局", "会议室", "院", "馆", "厂", "学校", "单位", "注册地址", "邮寄", "报名", "受理", "窗口", "政府", "委员会", "银行", "支部", "协会", "法院"}
)

// near is what stands around a number.
type near struct {
	before string // its line, or the cells before it, and the line above
	head   string // of its column
	list   bool   // a table with a column of names
}

// near gathers what stands around the bytes.
func (p *personal) near(at, end int) near {
	words, part := p.text.Words, p.text.At(at)
	line := lineStart(words, at)
	from := line
	if above := lineStart(words, max(line-1, 0)); line > 0 && part.Table == 0 && !longDigits(words[above:line]) {
		from = above
	}
	from = max(from, at-150)
	for from < at && words[from]&0xc0 == 0x80 {
		from++
	}
	n := near{before: words[from:at]}
	if g := p.grids[part.Table]; part.Table > 0 && g != nil && part.Row > g.head {
		n.head, n.list = g.label(part.Col), g.name > 0
		// what the neighbours in the row are says nothing of this one, unless
		// the cell before is its label
		if n.head != "" && g.name > 0 {
			n.before = words[max(part.At, from):at]
		}
	}
	if part.Table == 0 && strings.Contains(words[line:at], "\t") {
		n.head, n.list = pasted(words, line, strings.Count(words[line:at], "\t"))
	}
	if part.Kind == Meta {
		n.head += part.Where
	}
	return n
}

// lineStart is where the line of a byte begins, or the stretch of it that
// matters: a text may be one line.
func lineStart(words string, at int) int {
	from := max(0, at-1000)
	if i := strings.LastIndexByte(words[from:at], '\n'); i >= 0 {
		return from + i + 1
	}
	return from
}

// pasted looks for the heads of a table that was pasted into a text, or that a
// PDF shows: lines with tabs, one below the other. It says what stands over the
// column, and whether one of the columns is of names.
func pasted(words string, line, column int) (head string, list bool) {
	for n := 0; line > 0 && n < 300; n++ {
		above := lineStart(words, line-1)
		row := words[above : line-1]
		if !strings.Contains(row, "\t") {
			return "", false
		}
		line = above
		if !longDigits(row) && (has(row, nameHeads) || has(row, secretHeads)) {
			if cells := strings.Split(row, "\t"); column < len(cells) {
				head = squeeze(cells[column])
			}
			return head, has(row, nameHeads)
		}
	}
	return "", false
}

// says tells whether one of the words stands near.
func (n near) says(words []string) bool { return n.last(words) >= 0 }

// last is how late the last of the words stands; a column's head counts as
// standing before everything, and the nearer the later.
func (n near) last(words []string) int {
	best := -1
	for _, w := range words {
		if i := strings.LastIndex(n.before, w); i >= 0 {
			best = max(best, i+len(w)+len(n.head))
		} else if i := strings.LastIndex(n.head, w); i >= 0 {
			best = max(best, i+len(w))
		}
	}
	return best
}

// other is the last word that makes the number something else. A word that a
// number of its own follows has spoken for that one.
func (n near) other() int {
	i := n.last(otherWords)
	if from := i - len(n.head); from > 0 && from <= len(n.before) && longDigits(n.before[from:]) {
		return -1
	}
	return i
}

// longDigits says whether seven digits stand together: a line with a number of
// its own lends its label to no other.
func longDigits(s string) bool {
	n := 0
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' || s[i] == '-' && n > 0 {
			if n++; n >= 7 {
				return true
			}
		} else {
			n = 0
		}
	}
	return false
}
