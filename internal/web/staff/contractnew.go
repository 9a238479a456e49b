package staff

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strconv"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/contract"
	"gongkai/internal/office"
	"gongkai/refusal"
)

// newContractPage takes a filing of a technical contract in at the window
// (窗口申报), or puts one right for the seller (补正).
type newContractPage struct {
	Page
	F                                                      form
	Kinds, Natures, Pays, Properties, Fields, Plans, Goals []option
	Amends                                                 *office.ContractView // nil for a new one
	Post                                                   string
}

func (newContractPage) template() string { return "contract_new" }

func (s *server) newContractPage(a *ask) error {
	v := url.Values{"once": {rand.Text()}, "signed": {""}, "plan": {"none"}, "seller_nature": {"company"}, "buyer_nature": {"company"}}
	return a.contractForm(http.StatusOK, form{Values: v}, nil)
}

func (a *ask) contractForm(code int, f form, amends *office.ContractView) error {
	if !a.s.o.WorksContracts(a.ctx(), a.who) {
		return refusal.Denied("access.may.role", "verb", string(access.WorkContract))
	}
	p := newContractPage{F: f, Amends: amends, Post: a.path("/contracts/new"), Kinds: []option{{"", "请选择类别"}}, Natures: optionsOf("nature", "请选择"), Pays: optionsOf("pay", "请选择"),
		Properties: optionsOf("property", "请选择"), Fields: optionsOf("field", "请选择"), Plans: optionsOf("plan", "请选择"), Goals: optionsOf("goal", "请选择")}
	for _, k := range contract.Sorts(calendar.Day{}) {
		p.Kinds = append(p.Kinds, option{string(k.Key), contract.SortName(k.Key) + "：" + k.Seller + "申报"})
	}
	p.Page = a.page("窗口申报技术合同")
	if amends != nil {
		p.Post, p.Page = a.path("/contractamend/%s", escape(string(amends.ID))), a.page("补正："+amends.Title)
	}
	p.Wide = true
	return a.show(code, p)
}

// contractFormOf reads the filing as it was typed.
func contractFormOf(v url.Values) office.ContractForm {
	side := func(at string) contract.Side {
		return contract.Side{Name: v.Get(at + "name"), Credit: v.Get(at + "credit"), Contact: v.Get(at + "contact"), Phone: v.Get(at + "phone"), Email: v.Get(at + "email"), Address: v.Get(at + "address")}
	}
	return office.ContractForm{Once: v.Get("once"), Written: "yes", Kind: v.Get("kind"), Signed: v.Get("signed"), From: v.Get("from"), To: v.Get("to"), Title: v.Get("title"), OwnNo: v.Get("own_no"),
		Matter: v.Get("matter"), Total: v.Get("total"), Technical: v.Get("technical"), Equipment: v.Get("equipment"), Pay: v.Get("pay"), Property: v.Get("property"), Field: v.Get("field"),
		Plan: v.Get("plan"), Goal: v.Get("goal"), Related: v.Get("related"), Relief: v.Get("relief"), Seller: side("seller_"), Buyer: side("buyer_"),
		SellerNature: v.Get("seller_nature"), SellerRegion: v.Get("seller_region"), BuyerNature: v.Get("buyer_nature"), BuyerRegion: v.Get("buyer_region")}
}

// typedContract is a filing as its form has it.
func typedContract(f contract.Filing, rev int64) url.Values {
	t := f.Terms
	v := url.Values{"rev": {strconv.FormatInt(rev, 10)}}
	for name, value := range map[string]string{"kind": string(t.Kind), "signed": t.Signed.String(), "from": t.From.String(), "to": t.To.String(), "title": f.Title, "own_no": f.OwnNo, "matter": f.Matter,
		"total": contract.Wan(t.Money.Total), "technical": contract.Wan(t.Money.Technical), "pay": string(t.Pay), "property": string(t.Property), "field": string(t.Field), "plan": string(t.Plan),
		"goal": string(t.Goal), "seller_nature": string(t.Seller.Nature), "seller_region": string(t.Seller.Region), "buyer_nature": string(t.Buyer.Nature), "buyer_region": string(t.Buyer.Region)} {
		v.Set(name, value)
	}
	if t.Money.Equipment > 0 {
		v.Set("equipment", contract.Wan(t.Money.Equipment))
	}
	for name, yes := range map[string]bool{"related": t.Related, "relief": t.Relief} {
		if yes {
			v.Set(name, "yes")
		}
	}
	for at, s := range map[string]contract.Side{"seller_": f.Seller, "buyer_": f.Buyer} {
		for name, value := range map[string]string{"name": s.Name, "credit": s.Credit, "contact": s.Contact, "phone": s.Phone, "email": s.Email, "address": s.Address} {
			v.Set(at+name, value)
		}
	}
	return v
}

func contractFile(field string) string {
	if field == "annex" {
		return field
	}
	return "contract"
}

func (s *server) receiveContract(a *ask) error {
	v, err := a.scansBy(s.o.KeepCaseScan, func(v url.Values) string { return "contract/" + v.Get("once") }, contractFile)
	var got office.ContractReceipt
	if err == nil {
		err = a.try(func() error {
			got, err = s.o.ReceiveContract(a.ctx(), a.who, contractFormOf(v.Values), v.files())
			return err
		})
	}
	if err != nil {
		f, code, err := again(v.Values, err)
		if err != nil {
			return err
		}
		return a.contractForm(code, v.back(f), nil)
	}
	// no redirect: the query code is on this answer alone. Sending the form again
	// makes no second filing (Once).
	return a.show(http.StatusOK, contractReceiptPage{a.page("已收下申报"), got})
}

// contractReceiptPage is what the seller takes home.
type contractReceiptPage struct {
	Page
	Got office.ContractReceipt
}

func (contractReceiptPage) template() string { return "contract_receipt" }

// amendContractPage fills the form with what was filed; the opening is in the
// access log.
func (s *server) amendContractPage(a *ask) error {
	v, err := s.o.Contract(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	if !v.Amend {
		return a.to(a.path("/contracts/%s", escape(string(a.id()))), "这份申报现在不能补正。")
	}
	f, err := s.o.OpenContract(a.ctx(), a.who, a.id(), address(a.r.RemoteAddr))
	if err != nil {
		return err
	}
	return a.contractForm(http.StatusOK, form{Values: typedContract(f, v.Rev)}, &v)
}

func (s *server) amendContract(a *ask) error {
	v, err := a.scansBy(s.o.KeepCaseScan, func(url.Values) string { return "contract/" + string(a.id()) }, contractFile)
	if err == nil {
		err = a.try(func() error {
			return s.o.AmendContract(a.ctx(), a.who, a.id(), revOf(v.Values), contractFormOf(v.Values), v.files())
		})
	}
	if err == nil {
		return a.to(a.path("/contracts/%s", escape(string(a.id()))), "已补正，请再作形式审查。")
	}
	f, code, err := again(v.Values, err)
	if err != nil {
		return err
	}
	was, err := s.o.Contract(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	return a.contractForm(code, v.back(f), &was)
}
