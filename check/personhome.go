package check

import (
	"strings"
	"unicode/utf8"
)

// doors are how the detail of an address ends, each with what stands before it.
var doors = []struct {
	end    string
	before []string
	strong bool // a dwelling, whatever else is said
}{
	{"室", []string{"单元", "小区", "花园", "公寓", "家属院", "宿舍", "家园", "新村", "苑"}, true},
	{"室", []string{"号楼", "栋", "幢", "座", "号"}, false},
	{"号", []string{"组", "村", "屯", "巷", "弄", "小区", "宿舍"}, false},
	{"户", []string{"单元", "号楼", "栋"}, false},
	{"组", []string{"村", "社区", "屯", "寨", "居委会"}, false},
}

// address tells where somebody lives, down to the door, when the words end so
// at byte i. Where an office sits is meant to be found.
func (p *personal) address(i int) {
	words := p.text.Words
	if i < 5 {
		return
	}
	switch words[i-2 : i+1] {
	case "室", "号", "户", "组":
	default:
		return
	}
	if i-2 < p.lived || strings.HasPrefix(words[i+1:], "楼") || !numeral(words[:i-2]) {
		return
	}
	from, to, strong := detail(words, i-2, words[i-2:i+1])
	if to == 0 {
		return
	}
	n := p.near(from, to)
	home, seat := n.last(homeWords), n.last(seatWords)
	if has(words[from:to], seatWords) || seat > home || home < 0 && !strong && !n.list {
		return
	}
	p.lived = to
	p.add("PD-ADDRESS", Warn, from, to, "***", "有住址细节，公开到乡镇、街道为止，后面的应当隐去")
}

// numeral says whether the words end in a number, or in 第三村民小.
func numeral(s string) bool {
	s = strings.TrimRight(s, " 　")
	s = strings.TrimSuffix(strings.TrimSuffix(s, "小"), "村民")
	if s == "" {
		return false
	}
	if b := s[len(s)-1]; b >= '0' && b <= '9' {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune("一二三四五六七八九十○〇百０１２３４５６７８９", r)
}

// detail finds from where to where an address is too exact.
func detail(words string, at int, end string) (from, to int, strong bool) {
	from = max(0, at-100)
	if i := strings.LastIndexAny(words[from:at], "，。；：、,;:\n\t（）()“”《》〔〕"); i >= 0 {
		_, size := utf8.DecodeRuneInString(words[from+i:])
		from += i + size
	}
	for from < at && words[from]&0xc0 == 0x80 {
		from++
	}
	phrase := words[from:at]
	for _, d := range doors {
		if d.end != end || !has(phrase, d.before) {
			continue
		}
		if i := max(lastEnd(phrase, "街道"), lastEnd(phrase, "镇"), lastEnd(phrase, "乡")); i > 0 && i < len(phrase) {
			from += i
		}
		to = at + len(end)
		if end == "组" { // 三组12号
			rest := words[to:min(len(words), to+24)]
			if i := strings.Index(rest, "号"); i > 0 && strings.Trim(rest[:i], "0123456789附-") == "" {
				return from, to + i + len("号"), true
			}
		}
		return from, to, d.strong || end == "号" && strings.Contains(phrase, "组")
	}
	return 0, 0, false
}

func lastEnd(s, word string) int {
	if i := strings.LastIndex(s, word); i >= 0 {
		return i + len(word)
	}
	return -1
}
