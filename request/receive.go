package request

import (
	"slices"
	"strconv"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Doors that count as received only once both sides confirmed it (R-A31).
var confirmed = []ledger.Code{"web", "post", "fax"}

// NeedsConfirm says whether the door wants the confirmation of both sides of
// what arrives on a day; the 条例 of 2007 knew none.
func NeedsConfirm(door ledger.Code, on calendar.Day) bool {
	return slices.Contains(confirmed, door) && !law.On(on).Of2007()
}

// Receive takes a request in (收到申请, R-A29). The day is that of arrival: of
// handing over, of signing for the letter, or of the letter or message coming.
func Receive(no string, door, applicant ledger.Code, unit ledger.ID, on, today calendar.Day, words ledger.Sum) (Received, error) {
	var all refusal.All
	if _, ok := law.Label("door", string(door)); !ok {
		all = append(all, refusal.New("request.receive.door", "R-A31", "door", string(door)).On("door"))
	}
	if _, ok := law.Label("applicant", string(applicant)); !ok {
		all = append(all, refusal.New("request.receive.applicant", "§B.5").On("applicant"))
	}
	switch {
	case on.IsZero():
		all = append(all, refusal.New("request.day.none", "R-A31").On("arrived"))
	case on.After(today):
		all = append(all, refusal.New("request.day.future", "R-A31", "day", on.String(), "today", today.String()).On("arrived"))
	case on.Before(calendar.NewDay(2008, 5, 1)):
		all = append(all, refusal.New("request.receive.early", "R-A31", "day", on.String()).On("arrived"))
	}
	return Received{No: ledger.Code(no), Door: door, Applicant: applicant, Unit: unit, Confirm: NeedsConfirm(door, on), Words: words}, all.Or()
}

// Confirm is the confirmation of both sides, from which the request counts as
// received (确认, R-A31). How is page, phone or mail.
func (r Request) Confirm(on, today calendar.Day, how ledger.Code) (Confirmed, error) {
	return Confirmed{How: how}, r.step(ConfirmVerb, on, today)
}

// Assign hands the request to a division with its own day (转办). Another
// organ's matter is not handed on but answered (Art. 36(5)).
func (r Request) Assign(unit ledger.ID, due, today calendar.Day) (Assigned, error) {
	if err := r.allow(AssignVerb); err != nil {
		return Assigned{}, err
	}
	if unit == "" {
		return Assigned{}, refusal.New("request.assign.unit", "R-A45").On("unit")
	}
	if !due.IsZero() && due.Before(today) {
		return Assigned{}, refusal.New("request.assign.past", "R-A45", "day", due.String()).On("due")
	}
	return Assigned{Unit: unit, Due: due}, nil
}

// Clarify tells the applicant once what is missing (补正, R-A30): within 7
// working days of receipt, with a reasonable period to supplement.
func (r Request) Clarify(on, by, today calendar.Day, words ledger.Sum, cal *calendar.Calendar) (Clarified, error) {
	if err := r.clarifiable(on, today, cal); err != nil {
		return Clarified{}, err
	}
	if !by.After(on) {
		return Clarified{}, refusal.New("request.clarify.by", "R-A30").On("by")
	}
	return Clarified{By: by, Words: words}, nil
}

// clarifiable holds what every clarification must keep, whatever it asks.
func (r Request) clarifiable(on, today calendar.Day, cal *calendar.Calendar) error {
	if !r.ClarifiedOn.IsZero() {
		return refusal.Clash("request.clarify.twice", "R-A30", "day", r.ClarifiedOn.String())
	}
	if err := r.step(ClarifyVerb, on, today); err != nil {
		return err
	}
	if last := r.limit("clarify").Due(r.ReceivedOn, cal).Day; on.After(last) {
		return refusal.Clash("request.clarify.late", "R-A30", "last", last.Chinese(), "received", r.ReceivedOn.Chinese())
	}
	return nil
}

// Supplement records the supplement; the period is counted anew from its day
// (R-A30).
func (r Request) Supplement(on, today calendar.Day, words ledger.Sum) (Supplemented, error) {
	return Supplemented{Words: words}, r.step(SupplementVerb, on, today)
}

// ReceiptRule says in words which rule gave the day of receipt, for the letter.
func (r Request) ReceiptRule() string {
	label, _ := law.Label("door", string(r.Door))
	switch {
	case r.Imported:
		return "以旧台账所载的日期为收到申请之日"
	case NeedsConfirm(r.Door, r.ArrivedOn):
		return "通过" + label + "提交，以双方确认之日为收到申请之日"
	case r.Door == "post-signed":
		return label + "提交，以本机关签收之日为收到申请之日"
	}
	return label + "提交，以提交之日为收到申请之日"
}

// receiptWords says in words which rule gave the day of receipt.
func (r Request) receiptWords() string {
	label, _ := law.Label("door", string(r.Door))
	switch {
	case r.Imported:
		return "旧台账所载收到日期"
	case NeedsConfirm(r.Door, r.ArrivedOn):
		return label + "，双方确认之日"
	case r.Door == "post-signed":
		return label + "，本机关签收之日"
	}
	return label + "，提交之日"
}

func (r Request) receiptArticle() string {
	if law.On(r.ReceivedOn).Of2007() {
		return law.Printed(r.limit("answer").Article)
	}
	for _, t := range law.Terms("door") {
		if t.Key == string(r.Door) {
			return law.Printed(t.Article)
		}
	}
	return "条例第三十一条"
}

func itoa(n int) string { return strconv.Itoa(n) }
