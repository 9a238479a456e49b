package request

import (
	"fmt"
	"strconv"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/refusal"
)

// Tariff is one of the two ways to charge (§F.2), key of law's tariffs; a request
// is charged by one of them, never both.
type Tariff string

const (
	ByItem Tariff = "item"  // 按件
	ByPage Tariff = "pages" // 按量
)

// Levy asks for a fee (收费通知, §F.3) within the answering period; n is the
// number of this request among the applicant's of the month, or its pages.
// supplied is false where nothing is supplied on paper or file, which leaves
// no pages to charge for.
func (r Request) Levy(on calendar.Day, tariff Tariff, n int, supplied bool, today calendar.Day, cal *calendar.Calendar) (Levied, error) {
	if err := r.chargeable(on, today, cal); err != nil {
		return Levied{}, err
	}
	t, ok := law.On(on).Tariff(string(tariff))
	if !ok {
		return Levied{}, refusal.New("request.charge.tariff", "F.1").On("tariff")
	}
	if tariff == ByPage && !supplied {
		return Levied{}, refusal.New("request.charge.nothing", "F.1").On("tariff")
	}
	if n < 1 {
		return Levied{}, refusal.New("request.charge.count", "F.2").On("n")
	}
	fen := t.Rate(n) // this request alone, the n-th of the month
	if tariff == ByPage {
		fen = t.Sum(n)
	}
	if fen == 0 {
		return Levied{}, refusal.New("request.charge.free", "F.2", "n", itoa(n)).On("n")
	}
	return Levied{Tariff: tariff, N: n, Fen: fen}, nil
}

// chargeable holds what every charge must keep, whatever its amount.
func (r Request) chargeable(on, today calendar.Day, cal *calendar.Calendar) error {
	if !r.ChargedOn.IsZero() {
		return refusal.Clash("request.charge.twice", "F.1", "day", r.ChargedOn.String())
	}
	if err := r.step(ChargeVerb, on, today); err != nil {
		return err
	}
	if _, ok := law.On(on).Tariff(string(ByItem)); !ok {
		return refusal.New("request.charge.early", "F.1").On("on")
	}
	if due := r.Clock(on, cal).Due.Day; on.After(due) {
		return refusal.Clash("request.charge.late", "F.3", "due", due.Chinese())
	}
	return nil
}

// PayBy is the last day to pay: 20 working days after the notice was received,
// or sent while that is not known (§F.3).
func (r Request) PayBy(cal *calendar.Calendar) calendar.Date {
	l := r.limit("fee")
	if r.ChargeServedOn.IsZero() {
		return l.Due(r.ChargedOn, cal)
	}
	return l.Due(r.ChargeServedOn, cal)
}

// Pay records the whole payment; the period starts anew from its day (§F.3).
func (r Request) Pay(on calendar.Day, fen int64, today calendar.Day, cal *calendar.Calendar) (Paid, error) {
	if err := r.step(PayVerb, on, today); err != nil {
		return Paid{}, err
	}
	if last := r.PayBy(cal).Day; on.After(last) {
		return Paid{}, refusal.Clash("request.pay.late", "F.3", "last", last.Chinese())
	}
	if fen != r.Charge {
		return Paid{}, refusal.New("request.pay.amount", "F.3", "want", yuan(r.Charge)).On("amount")
	}
	return Paid{Fen: fen}, nil
}

// yuan prints an amount in 分 as 元.
func yuan(fen int64) string {
	if fen%100 == 0 {
		return strconv.FormatInt(fen/100, 10)
	}
	return fmt.Sprintf("%d.%02d", fen/100, fen%100)
}
