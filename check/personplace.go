package check

import (
	"strings"
	"unicode/utf8"
)

// capital tells what begins with a Latin capital: passports and plates. It
// says where to go on.
func (p *personal) capital(i int) int {
	words := p.text.Words
	if i >= 3 && words[i-1] >= 0x80 {
		if end, official := plate(words, i); end > 0 && end >= p.done {
			p.plate(i-3, end, official)
			return end
		}
	}
	if i > 0 && isWord(words, i-1) {
		return i + 1 // within a number of goods, a formula, a word
	}
	end, digits := i, 0
	for end < len(words) && end-i < 64 && isWord(words, end) {
		if words[end] <= '9' {
			digits++
		}
		end++
	}
	if n := end - i; digits >= 7 && (n == 9 && digits <= 8 || n == 11 && digits == 10) && isPassport(words[i:end]) {
		if p.near(i, end).says([]string{"护照", "通行证", "旅行证", "证件号", "Passport", "passport", "PASSPORT"}) {
			p.hit("PD-PASSPORT", Block, window{at: i, end: end}, "有护照或者通行证号码，发布前应当隐去中间各位")
			return end
		}
	}
	if digits >= 11 && end-i > 11 {
		// the digits in it may be a number of their own: Tel13812345678
		for i++; i < end && isLetter(words[i]); i++ {
		}
		return i
	}
	return max(end, i+1)
}

// isPassport knows ordinary, diplomatic and service passports, and the permits
// for Hong Kong, Macao and Taiwan.
func isPassport(s string) bool {
	if strings.IndexByte("EGDSPKHMCLT", s[0]) < 0 {
		return false
	}
	rest := s[1:]
	if len(s) == 9 && isLetter(rest[0]) && rest[0] < 'a' {
		rest = rest[1:]
	}
	return strings.Trim(rest, "0123456789") == ""
}

const plateHeads = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

// plate reads a number plate (车牌号, GA 36) whose letter stands at i. Plates of
// the police and of driving schools belong to nobody.
func plate(s string, i int) (end int, official bool) {
	if r, size := utf8.DecodeLastRuneInString(s[:i]); size != 3 || !strings.ContainsRune(plateHeads, r) || s[i] == 'I' {
		return 0, false
	}
	j := i + 1
	for n := 0; n < 2; n++ {
		r, size := utf8.DecodeRuneInString(s[j:])
		if size == 0 || !strings.ContainsRune("·•‧・. -", r) {
			break
		}
		j += size
	}
	from, digits := j, 0
	for j < len(s) && (s[j] >= '0' && s[j] <= '9' || s[j] >= 'A' && s[j] <= 'Z' && s[j] != 'I' && s[j] != 'O') && j-from < 7 {
		if s[j] <= '9' {
			digits++
		}
		j++
	}
	r, size := utf8.DecodeRuneInString(s[j:])
	special := size == 3 && strings.ContainsRune("警学挂港澳领使超试", r)
	switch n := j - from; {
	case isWord(s, j) || digits < 2:
		return 0, false
	case n == 4 && special:
		return j + size, r == '警' || r == '学'
	case n == 5, n == 6 && (s[from] >= 'A' || s[j-1] >= 'A'):
		return j, false
	}
	return 0, false
}

func (p *personal) plate(at, end int, official bool) {
	n := p.near(at, end)
	switch w := (window{at: at, end: end}); {
	case official:
		p.hit("PD-PLATE", Hint, w, "有警车或者教练车的车牌号，请核对是否需要公开")
	case n.list || n.says([]string{"车主", "姓名", "驾驶人", "当事人", "身份证"}):
		p.hit("PD-PLATE", Block, w, "有个人的车牌号，发布前应当隐去")
	default:
		p.hit("PD-PLATE", Warn, w, "有车牌号，是个人车辆的，应当隐去")
	}
}

// mail tells addresses of e-mail that are a person's: a number at a free
// provider, or one in a list of persons.
func (p *personal) mail(i int) {
	words := p.text.Words
	from, to := i, i+1
	for from > 0 && i-from < 64 && (isWord(words, from-1) || strings.IndexByte("._-+", words[from-1]) >= 0) {
		from--
	}
	for to < len(words) && to-i < 64 && (isWord(words, to) || strings.IndexByte(".-", words[to]) >= 0) {
		to++
	}
	local, domain := words[from:i], strings.ToLower(strings.TrimRight(words[i+1:to], ".-"))
	if top := strings.LastIndexByte(domain, '.') + 1; top > 0 {
		for end := top; end < len(domain); end++ {
			if !isLetter(domain[end]) {
				domain = domain[:end] // what follows 163.com without a space is no part of it
				break
			}
		}
	}
	if local == "" || !strings.Contains(domain, ".") || from < p.done || isWord(words, from-1) || strings.Contains(words[max(0, from-24):from], "*") {
		return
	}
	numeric := strings.Trim(local, "0123456789") == "" && has(domain, []string{"qq.com", "163.com", "126.com", "139.com", "189.cn", "foxmail.com", "wo.cn"})
	if n := p.near(from, to); numeric || n.list && !strings.HasSuffix(domain, "gov.cn") {
		p.hit("PD-EMAIL", Hint, window{at: from, end: i + 1 + len(domain)}, "像个人的电子邮箱，请核对是否需要公开")
	}
}
