package contract

import (
	"strings"
	"unicode/utf8"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Side is a party with what names it and how it is reached (卖方, 买方).
type Side struct {
	Name    string // 名称
	Credit  string // 统一社会信用代码; of a person 公民身份号码
	Address string
	Contact string // 联系人
	Phone   string
	Email   string
}

// Filing is what the seller files of a contract, in the words that stay outside
// the ledger.
type Filing struct {
	Title  string // 合同名称
	OwnNo  string // 合同编号, that the parties gave it
	Matter string // 合同内容提要
	Oral   bool   // no written contract: is not taken
	Files  Files
	Terms  Terms
	Seller Side
	Buyer  Side
}

// Files are how many files of each kind come with a filing; Bad names the
// text that is neither PDF nor Word.
type Files struct {
	Texts, Annexes int
	Bad            string
}

// Words are what the sum of a filing binds, its number with it.
func (f Filing) Words(no string) []string {
	out := []string{no, f.Title, f.OwnNo, f.Matter}
	for _, s := range []Side{f.Seller, f.Buyer} {
		out = append(out, s.Name, s.Credit, s.Address, s.Contact, s.Phone, s.Email)
	}
	return out
}

// RegionOf is the place that a unified social credit code names (第3至8位),
// empty where it names none.
func RegionOf(credit string) ledger.Code {
	if law.ValidCredit(credit) && regionCode.MatchString(credit[2:8]) {
		return ledger.Code(credit[2:8])
	}
	return ""
}

// Check refuses a filing that cannot be taken in, one refusal a field: the
// office looks at the rest.
func (f Filing) Check(o Office, today calendar.Day) error {
	var all refusal.All
	no := func(field, code, rule string, args ...string) {
		all = append(all, refusal.New(code, rule, args...).On(field))
	}
	if f.Oral {
		no("oral", "contract.file.oral", "G.5-WRITTEN")
	}
	if n := utf8.RuneCountInString(strings.TrimSpace(f.Title)); n < 4 || n > 120 {
		no("title", "contract.file.title", "G.5")
	}
	if utf8.RuneCountInString(f.OwnNo) > 60 {
		no("own_no", "contract.file.own_no", "G.5")
	}
	if n := utf8.RuneCountInString(strings.TrimSpace(f.Matter)); n < 10 || n > 2000 {
		no("matter", "contract.file.matter", "G.5")
	}
	f.Seller.check("seller", f.Terms.Seller, true, no)
	f.Buyer.check("buyer", f.Terms.Buyer, false, no)
	if f.Seller.Credit != "" && strings.EqualFold(f.Seller.Credit, f.Buyer.Credit) {
		no("buyer_credit", "contract.file.self", "G.5-SELLER")
	}
	switch {
	case !o.Set():
		no("", "contract.file.unset", "G.5-PLACE")
	case regionCode.MatchString(string(f.Terms.Seller.Region)) && !o.Covers(f.Terms.Seller.Region):
		no("seller_region", "contract.file.place", "G.5-PLACE", "region", string(f.Terms.Seller.Region), "office", o.Name, "elsewhere", o.Elsewhere(f.Terms.Seller.Region))
	}
	f.Terms.check(today, no)
	if f.Files.Texts == 0 {
		no("contract", "contract.file.text", "G.5-WRITTEN")
	}
	if f.Files.Bad != "" {
		no("contract", "contract.file.format", "G.5-WRITTEN", "name", f.Files.Bad)
	}
	return all.Or()
}

type noting func(field, code, rule string, args ...string)

// check looks at a party; only of the seller is a way wanted to reach it.
func (s Side) check(field string, p Party, seller bool, no noting) {
	who := "买方"
	if seller {
		who = "卖方"
	}
	if n := utf8.RuneCountInString(strings.TrimSpace(s.Name)); n < 2 || n > 100 {
		no(field+"_name", "contract.file.name", "G.5-SELLER", "who", who)
	}
	if Label("nature", p.Nature) == "" {
		no(field+"_nature", "contract.file.nature", "G.5-SELLER", "who", who)
	}
	switch p.Nature {
	case "overseas":
	case "person":
		if !law.ValidID(s.Credit) {
			no(field+"_credit", "contract.file.id", "GB 11643-1999", "who", who)
		}
	default:
		if !law.ValidCredit(s.Credit) {
			no(field+"_credit", "contract.file.credit", "GB 32100-2015", "who", who)
		}
	}
	if !regionCode.MatchString(string(p.Region)) && (seller || p.Nature != "overseas") {
		no(field+"_region", "contract.file.region", "G.5-PLACE", "who", who)
	}
	if seller && strings.TrimSpace(s.Contact) == "" {
		no(field+"_contact", "contract.file.contact", "G.5-SELLER")
	}
	if digits := len(strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s.Phone)); (seller || s.Phone != "") && (digits < 7 || digits > 20) {
		no(field+"_phone", "contract.file.phone", "G.5-SELLER", "who", who)
	}
	if s.Email != "" && (strings.Count(s.Email, "@") != 1 || strings.ContainsAny(s.Email, " ,;<>\r\n") ||
		strings.HasPrefix(s.Email, "@") || strings.HasSuffix(s.Email, "@")) {
		no(field+"_email", "contract.file.email", "G.5-SELLER", "who", who)
	}
}

// check looks at kind, days, money and the closed lists.
func (t Terms) check(today calendar.Day, no noting) {
	switch {
	case t.Signed.IsZero():
		no("signed", "contract.file.signed", "G.5-KIND")
	case t.Signed.After(today):
		no("signed", "contract.file.future", "G.5-KIND", "today", today.String())
	}
	t.checkKind("kind", t.Kind, "contract.file.kind", no)
	switch {
	case t.From.IsZero() || t.To.IsZero():
		no("to", "contract.file.days", "G.5")
	case t.To.Before(t.From):
		no("to", "contract.file.order", "G.5", "from", t.From.String())
	case t.To.Before(t.Signed):
		no("to", "contract.file.over", "G.5", "signed", t.Signed.String())
	}
	t.Money.check(no)
	for _, x := range []struct {
		list, code string
		key        ledger.Code
	}{{"pay", "contract.file.pay", t.Pay}, {"property", "contract.file.property", t.Property}, {"field", "contract.file.field", t.Field},
		{"plan", "contract.file.plan", t.Plan}, {"goal", "contract.file.goal", t.Goal}} {
		if Label(x.list, x.key) == "" {
			no(x.list, x.code, "G.5")
		}
	}
}

// checkKind wants a kind that was one on the day of signing.
func (t Terms) checkKind(field string, kind ledger.Code, none string, no noting) {
	s, ok := SortOf(kind)
	switch {
	case !ok:
		no(field, none, "G.5-KIND")
	case !t.Signed.IsZero() && t.Signed.Before(s.From):
		no(field, "contract.file.early", "G.5-KIND", "kind", s.Name, "from", s.From.Chinese())
	}
}

// check wants the parts to fit into the whole (技术性收入 ≤ 成交金额).
func (m Money) check(no noting) {
	if m.Total <= 0 {
		no("total", "contract.file.total", "G.5-MONEY")
	}
	switch {
	case m.Technical < 0 || m.Technical > m.Total:
		no("technical", "contract.file.technical", "G.5-MONEY", "total", Wan(m.Total))
	case m.Equipment < 0 || m.Equipment+m.Technical > m.Total:
		no("equipment", "contract.file.equipment", "G.5-MONEY", "total", Wan(m.Total))
	}
}
