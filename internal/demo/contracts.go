package demo

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/contract"
	"gongkai/internal/conv"
	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/service"
)

// contractItem is the item whose cases are technical contracts.
const contractItem = "技术合同认定登记"

// dealt is a technical contract from its filing to its certificate; its case is
// one of the item's.
type dealt struct {
	*handled
	f       []string    // its line of contracts.txt
	filed   ledger.ID   // once it is
	unfit   bool        // recognised as none
	until   string      // how far it comes by the demonstration's day, empty for the end
	lacking ledger.Code // what is told to be missing
}

// deals are the lines of contracts.txt.
var deals = lines("contracts.txt")

func (c *handled) deal() *dealt {
	return &dealt{handled: c, f: deals[c.n%len(deals)], unfit: c.n == 17}
}

// sealed is a made-up code of a body of a place, its check digit right.
func sealed(place string, n int) string {
	s := fmt.Sprintf("91%sMA4M%05d", place, n)
	for _, last := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if law.ValidCredit(s + string(last)) {
			return s + string(last)
		}
	}
	panic("demo: no check digit for " + s)
}

// contractForm is the filing on a day.
func (d *dealt) contractForm(day calendar.Day) office.ContractForm {
	title := d.f[0]
	if d.n >= len(deals) { // the line was taken before
		title += "（" + firms[d.n%len(firms)] + "）"
	}
	signed := day.AddDays(-5 - d.n%12)
	f := office.ContractForm{Once: fmt.Sprintf("demo %d", d.n), Written: "yes", Kind: d.f[1], Signed: signed.String(), From: signed.AddDays(10).String(), To: signed.AddDays(375).String(), Title: title,
		OwnNo: fmt.Sprintf("JS-%d-%03d", signed.Year(), d.n+1), Matter: "按照合同约定完成" + d.f[0] + "，交付技术文件、数据和样品，并提供必要的指导。", Total: d.f[2], Technical: d.f[3],
		Field: d.f[4], Goal: d.f[5], Property: d.f[6], Pay: []string{"parts", "once"}[d.n%2], Plan: []string{"none", "city", "none"}[d.n%3],
		Seller:       contract.Side{Name: firm(d.n), Credit: sealed("430600", d.n), Contact: "（演示）经办人", Phone: "13800001001"},
		SellerNature: "company",
		Buyer:        contract.Side{Name: firm(d.n + 37), Credit: sealed(d.f[7], d.n+500)}, BuyerNature: "company"}
	if d.f[1] == "dev.commissioned" && d.n%2 == 0 {
		f.Relief = "yes"
	}
	return f
}

// text is the contract as a Word file.
func (d *dealt) text(f office.ContractForm) (io.Reader, error) {
	var b bytes.Buffer
	err := conv.WriteDocx(&b, conv.Paper{Title: contract.SortName(ledger.Code(f.Kind)) + "合同", HTML: "<p>合同编号：" + f.OwnNo + "</p><p>第一条　标的：" + f.Title + "。</p><p>第二条　" + f.Matter +
		"</p><p>第三条　成交总金额" + f.Total + "万元，其中技术费用" + f.Technical + "万元。</p><p>第四条　履行期限自" + f.From + "至" + f.To + "。</p><p>" + f.Seller.Name + "（章）　" + f.Buyer.Name + "（章）</p>"})
	return &b, err
}

// contractSteps are the acts from the filing to the delivery, as far as it comes.
func (d *dealt) contractSteps(day calendar.Day, n int) []step {
	b, what := d.b, "技术合同："+d.f[0]
	at := on(day, n)
	out := []step{b.act(at, what, d.taker(), func(ctx context.Context, who access.Actor) error { return d.file(ctx, who, day) })}
	if d.until == "filed" {
		return out
	}
	look := func(at time.Time, login string, do func(context.Context, access.Actor, office.ContractView) error) {
		out = append(out, b.act(at, what, login, func(ctx context.Context, who access.Actor) error {
			v, err := b.o.Contract(ctx, who, d.filed)
			if err != nil {
				return err
			}
			return do(ctx, who, v)
		}))
	}
	look(at.Add(20*time.Minute), d.g.unit, func(ctx context.Context, who access.Actor, v office.ContractView) error {
		if d.lacking != "" {
			return b.o.ExamineContract(ctx, who, d.filed, v.Rev, []string{string(d.lacking)}, "请补交以后再办。")
		}
		return b.o.ExamineContract(ctx, who, d.filed, v.Rev, nil, "")
	})
	if d.until == "examined" || d.lacking != "" {
		return out
	}
	late := func(days int) time.Time { return d.after(day, days).Start().Add(16*time.Hour + 45*time.Minute) }
	look(late(d.days/2), d.g.unit, func(ctx context.Context, who access.Actor, v office.ContractView) error {
		t := v.Declared
		f := office.ContractFinding{Rev: v.Rev, Technical: "yes", Kind: string(t.Kind), Total: contract.Wan(t.Money.Total), Technology: contract.Wan(t.Money.Technical), Reason: "标的、内容和费用清楚，属于申报的类别"}
		if d.unfit {
			f = office.ContractFinding{Rev: v.Rev, Technical: "no", Ground: "not_technical", Reason: "只约定买卖设备，没有技术内容"}
		}
		return b.o.RecogniseContract(ctx, who, d.filed, f)
	})
	if d.until == "recognised" {
		return out
	}
	look(late(d.days).Add(5*time.Minute), HeadOf(d.g.unit), func(ctx context.Context, who access.Actor, v office.ContractView) error {
		d.id = v.Case
		if d.unfit {
			return b.o.DeclineContract(ctx, who, d.filed, v.Rev)
		}
		return b.o.RegisterContract(ctx, who, d.filed, v.Rev)
	})
	given := d.after(day, d.days+1)
	deliver := d.act(given, n, what, "wzfw", service.DeliverVerb, office.CaseAct{Way: d.door, Text: "申请人签收", Visit: d.door == string(service.Counter)})
	inner := deliver.do
	deliver.do = func(ctx context.Context) error { // how often the case moved, the contract alone knows
		who, err := b.as(ctx, "wzfw")
		if err != nil {
			return err
		}
		v, err := b.o.CaseMatter(ctx, who, d.id)
		if err != nil {
			return err
		}
		d.rev = v.Case.Rev
		return inner(ctx)
	}
	out = append(append(out, deliver), d.rated(given, n)...)
	look(d.after(given, 8).Start().Add(17*time.Hour), d.g.unit, func(ctx context.Context, who access.Actor, v office.ContractView) error {
		return b.o.ArchiveContract(ctx, who, d.filed, v.Rev)
	})
	return append(out, d.archived(given))
}

// file hands the contract in: at the window, or by the seller on the site.
func (d *dealt) file(ctx context.Context, who access.Actor, day calendar.Day) error {
	f := d.contractForm(day)
	text, err := d.text(f)
	if err != nil {
		return err
	}
	name := strings.ReplaceAll(f.Title, "、", "") + ".docx"
	var got office.ContractReceipt
	if d.door == string(service.Counter) {
		got, err = d.b.o.ReceiveContract(ctx, who, f, []office.Upload{{Kind: "contract", Name: name, R: text}})
	} else {
		var kept office.KeptPaper
		var code string
		if kept, err = d.b.o.KeepPaper(ctx, Token, "contract", name, text, "demo"); err != nil {
			return err
		}
		if code, err = d.b.o.SaveContractDraft(ctx, Token, "", office.ContractDraft{ContractForm: f, Papers: []office.KeptPaper{kept}}); err != nil {
			return err
		}
		got, err = d.b.o.FileContract(ctx, Token, code, 0, "demo")
	}
	d.filed = got.ID
	return err
}

// contracts are those beside the year that the report is about: the end of 2018,
// with which the plots begin, and January 2020, in each state.
func (b *builder) contracts() ([]step, error) {
	g := b.guides[contractItem]
	if g == nil {
		return nil, fmt.Errorf("items.txt 里没有%s", contractItem)
	}
	var steps []step
	for i, x := range []struct {
		day     calendar.Day
		door    string
		days    int
		until   string
		lacking ledger.Code
	}{
		{calendar.NewDay(2018, 9, 4), "counter", 12, "", ""}, {calendar.NewDay(2018, 9, 27), "counter", 10, "", ""}, {calendar.NewDay(2018, 10, 16), "web", 11, "", ""},
		{calendar.NewDay(2018, 11, 6), "counter", 12, "", ""}, {calendar.NewDay(2018, 11, 20), "counter", 9, "", ""}, {calendar.NewDay(2018, 12, 3), "web", 10, "", ""}, {calendar.NewDay(2018, 12, 4), "counter", 13, "", ""},
		{calendar.NewDay(2020, 1, 2), "counter", 8, "", ""}, {calendar.NewDay(2020, 1, 10), "web", 12, "recognised", ""}, {calendar.NewDay(2020, 1, 20), "counter", 12, "examined", ""},
		{calendar.NewDay(2020, 1, 20), "web", 12, "", "seal"}, {calendar.NewDay(2020, 1, 22), "web", 12, "filed", ""},
	} {
		d := (&handled{b: b, g: g, door: x.door, n: 60 + i, days: x.days}).deal()
		d.until, d.lacking = x.until, x.lacking
		steps = append(steps, d.contractSteps(x.day, i)...)
	}
	return steps, nil
}
