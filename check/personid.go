package check

import (
	"strings"

	"gongkai/law"
)

// provinces are the first two digits of an identity number (GB/T 2260, and 81
// to 83 of the residence permits).
const provinces = " 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 "

func ofProvince(digits string) bool { return strings.Contains(provinces, " "+digits[:2]+" ") }

// identity tells an identity number (公民身份号码) of eighteen digits.
func (p *personal) identity(w window) bool {
	d := w.digits
	if w.closed || !law.BirthDay(d[6:14]) || d[6:8] != "19" && d[6:8] != "20" && d[6:8] != "18" {
		return false
	}
	foreign := d[0] == '9' && ofProvince(d[1:]) // 外国人永久居留身份证
	if !ofProvince(d) && !foreign {
		return false
	}
	if w.apart && len(w.groups) > 6 && !singles(w.groups) {
		return false
	}
	n := p.near(w.at, w.end)
	said := n.says(idWords)
	switch {
	case law.ValidID(d):
		credit := law.ValidCredit(d)
		switch {
		case foreign && (credit || !said):
			return false
		case credit && n.says(creditWords) && !said:
			return true // 统一社会信用代码
		case credit && !said && likeCredit(d):
			p.hit("PD-ID", Warn, w, "这18位数字既合身份证号码、又合统一社会信用代码的编码规则，请核对；是身份证号码的，隐去中间各位")
		default:
			p.hit("PD-ID", Block, w, "有身份证号码，发布前应当隐去中间各位")
		}
		return true
	case !said || n.says(creditWords) && law.ValidCredit(d):
		return false
	case strings.HasSuffix(d, "000"):
		p.hit("PD-ID", Block, w, "有按数值保存的身份证号码（末3位已被表格软件改为0），前15位仍然认得出人，发布前应当隐去")
	case w.apart:
		return false
	default:
		p.hit("PD-ID", Warn, w, "像身份证号码，但校验位不对；是身份证号码的，应当隐去中间各位，并核对原文")
	}
	return true
}

// oldIdentity tells an identity number of fifteen digits, as given before 1999.
func (p *personal) oldIdentity(w window) bool {
	d := w.digits
	if w.open || w.closed || w.apart || strings.HasPrefix(p.text.Words[w.end:], "*") || !ofProvince(d) || !law.BirthDay("19"+d[6:12]) || !p.near(w.at, w.end).says(idWords) {
		return false
	}
	p.hit("PD-ID15", Block, w, "有15位的旧身份证号码，发布前应当隐去中间各位")
	return true
}

// glued tells numbers that stand without anything between, as the text of
// spreadsheets copied into a page does.
func (p *personal) glued(g group, digits string) bool {
	var cuts []int
	switch {
	case len(digits) == 29 && law.ValidID(digits[:18]) && isMobile(digits[18:]):
		cuts = []int{18, 29}
	case len(digits) == 29 && isMobile(digits[:11]) && law.ValidID(digits[11:]):
		cuts = []int{11, 29}
	case len(digits) == 36 && law.ValidID(digits[:18]) && law.ValidID(digits[18:]):
		cuts = []int{18, 36}
	default:
		return false
	}
	from, step := 0, (g.end-g.at)/len(digits)
	if (g.end-g.at)%len(digits) != 0 {
		return false // half and full width together
	}
	for _, to := range cuts {
		w := window{at: g.at + from*step, end: g.at + to*step, digits: digits[from:to]}
		if to-from == 18 {
			p.hit("PD-ID", Block, w, "有身份证号码，发布前应当隐去中间各位")
		} else {
			p.hit("PD-MOBILE", Block, w, "有手机号码，发布前应当隐去中间四位")
		}
		from = to
	}
	p.done = g.end
	return true
}

// likeCredit says whether eighteen digits have all that a unified social credit
// code has besides its check digit: who registered, where, and the check digit
// of the body's own number (GB 11714).
func likeCredit(d string) bool {
	if !strings.Contains(" 11 12 13 19 21 29 31 32 33 34 35 39 41 49 51 52 53 54 55 59 61 62 69 71 72 79 81 89 91 92 93 ", " "+d[:2]+" ") || !ofProvince(d[2:]) && d[2:4] != "10" {
		return false
	}
	sum := 0
	for i, w := range [8]int{3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(d[8+i]-'0') * w
	}
	return d[16] == "0X987654321"[sum%11]
}

func singles(groups []group) bool {
	for _, g := range groups {
		if g.count != 1 {
			return false
		}
	}
	return true
}

// fours says whether digits stand in fours, as they do on a card.
func fours(groups []group) bool {
	for i, g := range groups {
		if g.count != 4 && (i < len(groups)-1 || g.count > 4) {
			return false
		}
	}
	return true
}

// luhn is the check of card numbers (GB/T 17552, ISO/IEC 7812).
func luhn(d string) bool {
	sum := 0
	for i := range len(d) {
		n := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

// banks are the beginnings of the cards of Chinese banks.
var banks = []string{"62", "9558", "9559", "436742", "436745", "601382", "601428", "603367", "603265", "603506", "603601", "603602", "603694", "603708", "690755", "685800", "405512", "458123", "524094", "526410", "552245", "520108", "356827", "356833", "421349", "434061", "434062"}

func ofBank(d string) bool {
	for _, b := range banks {
		if strings.HasPrefix(d, b) {
			return true
		}
	}
	return false
}

// card tells the number of a bank card (银行卡号).
func (p *personal) card(w window) bool {
	d := w.digits
	if w.open || w.closed || d[len(d)-1] == 'X' || d[0] == '0' || strings.Count(d, d[:1]) == len(d) {
		return false
	}
	ok, bank := luhn(d), ofBank(d)
	if len(w.groups) > 1 && (!ok && (w.apart || !fours(w.groups)) || w.apart && !bank) {
		return false
	}
	n := p.near(w.at, w.end)
	said := n.last(cardWords) >= 0 && n.last(cardWords) >= n.other()
	if len(w.groups) > 1 && !fours(w.groups) && (!said || w.apart) {
		return false
	}
	organ := n.last(organWords) > n.last(privateWords) && !n.list
	if !ok || !bank {
		organ = organ || n.last(bodyWords) > n.last(privateWords) && !n.list
	}
	switch {
	case ok && bank && (n.last(cardWords) >= 0 || n.other() < 0): // a table pasted as text names its other columns after
	case ok && said:
	case said && !organ && n.says(plainCard) && bank && n.other() <= n.last(plainCard):
		p.hit("PD-CARD", Block, w, "有银行卡号（校验位不对，请核对原文），发布前应当隐去，只留末4位")
		return true
	case said && !organ && (n.says(plainCard) || n.list):
		p.hit("PD-CARD", Warn, w, "像银行卡号，但校验位不对；是个人账号的，应当隐去，只留末4位")
		return true
	default:
		return false
	}
	if organ {
		p.hit("PD-CARD", Warn, w, "有银行账号，像是单位的对公账号；是个人账号的，应当隐去，只留末4位")
	} else {
		p.hit("PD-CARD", Block, w, "有银行卡号，发布前应当隐去，只留末4位")
	}
	return true
}

// hit notes a number with its masked form.
func (p *personal) hit(rule string, s Severity, w window, message string) {
	p.add(rule, s, w.at, w.end, masked(rule, p.text.Words[w.at:w.end]), message)
}
