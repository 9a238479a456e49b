package check

import "strings"

func isMobile(d string) bool {
	return len(d) == 11 && d[0] == '1' && d[1] >= '3' && d[1] <= '9'
}

// mobile tells a mobile number (手机号码). Numbers of offices have an area
// code and are no matter; a mobile that an office gives as its own is the
// writer's to decide.
func (p *personal) mobile(w window, r *run, g, h int) bool {
	words, d := p.text.Words, w.digits
	if i := len(d) - 11; !isMobile(d[i:]) || i > 0 && d[0] != '0' && d[0] != '8' || i > 0 && (w.groups[0].count == i || w.apart) {
		return false // what follows a country's code of its own is found by itself
	}
	n := p.near(w.at, w.end)
	said := n.last(phoneWords) >= 0 && n.last(phoneWords) >= n.other()
	switch {
	case isMobile(d):
	case len(d) == 13 && strings.HasPrefix(d, "86") && isMobile(d[2:]) && (said || w.at > 0 && words[w.at-1] == '+'):
	case len(d) == 15 && strings.HasPrefix(d, "0086") && isMobile(d[4:]):
	case len(d) == 12 && d[0] == '0' && isMobile(d[1:]) && said:
	default:
		return false
	}
	if w.closed && !strings.HasPrefix(words[w.end:], "x") || w.open && !telBefore(words[:w.at]) || !said && n.other() >= 0 {
		return false
	}
	if !spoken(w, said || n.list) || inURL(words, w.at, w.end) {
		return false
	}
	if !said && (amount(words, w.at, w.end) || within(r, g, h)) {
		return false
	}
	if n.last(officeWords) >= 0 && n.last(officeWords) > n.last(privateWords) && !n.list {
		p.hit("PD-MOBILE", Warn, w, "有手机号码，像是单位公开的联系电话；是个人号码的，应当隐去中间四位，或者改用办公电话")
	} else {
		p.hit("PD-MOBILE", Block, w, "有手机号码，发布前应当隐去中间四位")
	}
	return true
}

// spoken says whether the groups are how a mobile number is written: in one,
// 3-4-4, 3-8, 7-4, digit by digit; over lines and cells, and in other ways,
// only where words say that it is one.
func spoken(w window, said bool) bool {
	sizes := make([]byte, 0, 11) // of the groups, one character each
	for _, g := range w.groups {
		sizes = append(sizes, byte('0'+min(g.count, 16)))
	}
	s := strings.TrimPrefix(strings.TrimPrefix(string(sizes), "2"), "4")
	if len(w.digits) == 11 {
		s = string(sizes)
	}
	usual := s == "344" || s == "38" || s == "74" || s == strings.Repeat("1", 11) || len(w.groups) == 1
	if w.apart {
		return said && (usual || len(w.groups) == 2)
	}
	return usual || said
}

// within says whether hyphens or a decimal point make the window a piece of a
// longer number.
func within(r *run, g, h int) bool {
	if r.groups[g].hyphen && g > 0 {
		before := string(r.digits[r.groups[g-1].from : r.groups[g-1].from+r.groups[g-1].count])
		if len(before) < 11 && before != "86" && before != "0086" && (before[0] != '0' || len(before) > 4) {
			return true
		}
	}
	return h+1 < len(r.groups) && r.groups[h+1].count < 11 && (r.groups[h+1].hyphen || r.groups[h+1].at == r.groups[h].end+1 && !r.groups[h+1].apart && r.groups[h+1].count <= 2)
}

// units are what is counted or measured, never telephoned.
var units = []string{"元", "万", "亿", "千", "吨", "米", "公里", "平方", "立方", "㎡", "人", "次", "件", "株", "头", "%", "％", "亩", "度", "瓦", "升", "股", "字", "号文", "美元", "公斤", "克"}

// amount says whether a sign or a unit makes the number an amount or a serial.
func amount(s string, at, end int) bool {
	for _, b := range []string{"¥", "￥", "$", "第", "№", "#", "No.", "NO.", "no.", "人民币", ".", ","} {
		if strings.HasSuffix(s[:at], b) {
			return true
		}
	}
	after := strings.TrimLeft(s[end:min(len(s), end+16)], " ")
	for _, u := range units {
		if strings.HasPrefix(after, u) {
			return true
		}
	}
	return strings.HasPrefix(after, "号") && !strings.HasPrefix(after, "号码")
}

// telBefore says whether the letters that touch the number are a word for
// telephone.
func telBefore(s string) bool {
	i := len(s)
	for i > 0 && isLetter(s[i-1]) {
		i--
	}
	switch strings.ToLower(s[i:]) {
	case "tel", "t", "m", "mob", "mobile", "phone", "ph", "cell", "wechat", "wx", "vx", "v", "qq":
		return true
	}
	return false
}

// inURL says whether the number stands within an address of the web.
func inURL(s string, at, end int) bool {
	from := at
	for from > 0 && at-from < 300 && urlByte(s[from-1]) {
		from--
	}
	token := s[from:at]
	return strings.Contains(token, "://") || strings.Contains(token, "www.") || strings.ContainsAny(token, "?&%") ||
		strings.Contains(token, "/") && strings.Contains(token, ".") && strings.ContainsFunc(token, func(r rune) bool { return r < 0x80 && isLetter(byte(r)) })
}

func urlByte(b byte) bool {
	return isWord(string([]byte{b}), 0) || strings.IndexByte("-._~:/?#@!$&'*+=%", b) >= 0
}

// calls tells links that ring up a mobile which their words do not show.
func (p *personal) calls() {
	for _, l := range p.text.Links {
		to, ok := strings.CutPrefix(strings.ToLower(l.Href), "tel:")
		number := strings.TrimPrefix(strings.NewReplacer("-", "", " ", "", "%20", "").Replace(to), "+86")
		if ok && isMobile(number) && !strings.Contains(squeeze(p.text.Words[l.At:l.End]), number) {
			p.add("PD-MOBILE", Block, l.At, l.End, "", "链接里有手机号码"+masked("PD-MOBILE", number)+"，发布前应当去掉")
		}
	}
}
