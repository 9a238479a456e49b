package contract

import (
	"strconv"
	"strings"

	"gongkai/calendar"
)

// Certificate is what the certificate of registration says (技术合同登记证明). It
// is kept as it was issued.
type Certificate struct {
	No         string // 登记编号
	Version    int
	Title      string
	Kind       string
	Seller     string
	SellerAs   string // 研究开发人, 让与人 …
	Buyer      string
	BuyerAs    string
	Signed     calendar.Day
	From, To   calendar.Day
	Money      Money
	Office     string
	Registered calendar.Day
	Issued     calendar.Day
	Code       string // 验证码
}

// NewCertificate writes the next certificate of a registered contract.
func (c Contract) NewCertificate(f Filing, o Office, issued calendar.Day, code string) Certificate {
	s, _ := SortOf(c.Verified.Kind)
	return Certificate{No: string(c.No), Version: c.Version + 1, Title: f.Title, Kind: SortName(c.Verified.Kind), Seller: f.Seller.Name, SellerAs: s.Seller,
		Buyer: f.Buyer.Name, BuyerAs: s.Buyer, Signed: c.Verified.Signed, From: c.Verified.From, To: c.Verified.To, Money: c.Verified.Money,
		Office: o.Name, Registered: c.EndedOn, Issued: issued, Code: code}
}

// Cell is a line of the certificate.
type Cell struct{ Name, Value string }

// Cells are the lines of the certificate as it is printed.
func (c Certificate) Cells() []Cell {
	return []Cell{
		{"登记编号", c.No}, {"合同名称", c.Title}, {"合同类别", c.Kind},
		{"卖方（" + c.SellerAs + "）", c.Seller}, {"买方（" + c.BuyerAs + "）", c.Buyer},
		{"签订日期", c.Signed.Chinese()}, {"履行期限", c.From.Chinese() + "至" + c.To.Chinese()},
		{"合同成交总金额", Wan(c.Money.Total) + "万元"}, {"核定的技术性收入额", Wan(c.Money.Technical) + "万元"},
		{"登记日期", c.Registered.Chinese()},
	}
}

// Words are what the sum of a certificate binds.
func (c Certificate) Words() []string {
	out := []string{strconv.Itoa(c.Version), c.Office, c.Issued.String(), c.Code}
	for _, x := range c.Cells() {
		out = append(out, x.Value)
	}
	return out
}

// codeLetters leaves out what is misread on paper.
const codeLetters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

// Code makes the code by which anybody can check a certificate (验证码) from
// random bytes: twelve letters in three groups.
func Code(random []byte) string {
	var b strings.Builder
	for i := range 12 {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(codeLetters[int(random[i])%len(codeLetters)])
	}
	return b.String()
}

// PlainCode is a code, or a number, without what does not count when it is
// typed: full-width forms, case, blanks, hyphens.
func PlainCode(typed string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= '0' && r <= '9' || r >= 'A' && r <= 'Z':
			return r
		}
		return -1
	}, typed)
}

// Standing is what somebody who checks a certificate is told.
type Standing struct {
	Certificate
	Replaced  bool // a later version is in force
	Cancelled calendar.Day
}

// Stands says how a certificate stands now.
func (c Contract) Stands(x Certificate) Standing {
	return Standing{x, x.Version < c.Version, c.CancelOn}
}
