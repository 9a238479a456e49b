package publication

import (
	"strings"
	"time"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Submit hands an edition in for approval (提交审核, R-A17). Its text must be
// whole: see Edition.Check.
func (a Article) Submit(e Edition, by ledger.ID, on calendar.Day) (Submitted, error) {
	if e.State != Draft {
		return Submitted{}, refusal.Clash("publication.submit.state", "R-A17", "state", e.State.Name())
	}
	if err := e.Check(on); err != nil {
		return Submitted{}, err
	}
	return Submitted{Edition: e.No, Sum: e.Sum(), Author: by, Mode: e.Mode}, nil
}

// approvable holds what publishing now and approving for later share: the text
// as it stands has passed its review, whoever lets it out had no hand in it, and
// it may be public. What was scheduled had passed then.
func (a Article) approvable(e Edition, by ledger.ID, on calendar.Day) error {
	if err := a.publishable(e, by, on); err != nil {
		return err
	}
	if e.State == InReview && e.Passed != e.Sum() {
		return refusal.Clash("publication.publish.review", "R-A17")
	}
	return nil
}

// publishable is approvable without the review, for what goes out before it.
func (a Article) publishable(e Edition, by ledger.ID, on calendar.Day) error {
	if e.State != InReview && !(e.State == Scheduled && e.Approver == by) {
		return refusal.Clash("publication.publish.state", "R-A17", "state", e.State.Name())
	}
	if e.Wrote(by) {
		return refusal.Clash("publication.publish.own", "R-A17")
	}
	if e.Mode != "proactive" {
		return refusal.Clash("publication.publish.mode", "Art. 13")
	}
	if a.MovedTo != "" {
		return refusal.Clash("publication.publish.moved", "")
	}
	return e.Check(on)
}

// Approve lets an edition out at a later instant (定时发布); the release itself
// is done by the clock.
func (a Article) Approve(e Edition, by ledger.ID, at, now time.Time) (Approved, error) {
	if !at.After(now) {
		return Approved{}, refusal.New("publication.schedule.past", "",
			"at", at.In(calendar.Shanghai).Format("2006-01-02 15:04")).On("scheduled_at")
	}
	if at.After(now.AddDate(1, 0, 0)) {
		return Approved{}, refusal.New("publication.schedule.far", "").On("scheduled_at")
	}
	if err := a.approvable(e, by, calendar.DayOf(now)); err != nil {
		return Approved{}, err
	}
	if a.State == Withdrawn {
		return Approved{}, refusal.Clash("publication.release.withdrawn", "R-A17")
	}
	return Approved{Edition: e.No, Sum: e.Sum(), At: at.UnixMilli(), Approver: by}, nil
}

// Publish makes an edition the live page (发布). The first time it returns
// Published, with the day by which it was due (R-A26); afterwards Revised.
// indexNo is asked for only at the first publication.
func (a Article) Publish(e Edition, by ledger.ID, on calendar.Day, limit law.Limit,
	cal *calendar.Calendar, indexNo func() (string, error)) (ledger.Fact, error) {
	if err := a.approvable(e, by, on); err != nil {
		return nil, err
	}
	return a.goLive(e, by, on, limit, cal, indexNo)
}

// Rush is Publish before the review (先发后审); review.Round.Rush says who may,
// and keeps the round open.
func (a Article) Rush(e Edition, by ledger.ID, on calendar.Day, limit law.Limit,
	cal *calendar.Calendar, indexNo func() (string, error)) (ledger.Fact, error) {
	if err := a.publishable(e, by, on); err != nil {
		return nil, err
	}
	return a.goLive(e, by, on, limit, cal, indexNo)
}

func (a Article) goLive(e Edition, by ledger.ID, on calendar.Day, limit law.Limit,
	cal *calendar.Calendar, indexNo func() (string, error)) (ledger.Fact, error) {
	var author ledger.ID
	if len(e.Authors) > 0 {
		author = e.Authors[0]
	}
	if a.Live > 0 {
		return Revised{Edition: e.No, Sum: e.Sum(), Column: e.Column, Type: e.Type, Unit: e.Unit,
			Formed: e.Formed, Mode: e.Mode, Explains: e.Explains, Author: author, Approver: by}, nil
	}
	no, err := indexNo()
	if err != nil {
		return nil, err
	}
	due := limit.Due(e.Formed, cal)
	return Published{Edition: e.No, Sum: e.Sum(), Column: e.Column, Type: e.Type, Unit: e.Unit,
		IndexNo: ledger.Code(no), Formed: e.Formed, Due: due.Day, Late: on.After(due.Day), Mode: e.Mode,
		Validity: e.validity(on), Item: a.Item, Explains: e.Explains, Author: author, Approver: by}, nil
}

// Release is Publish done by the clock for an edition that was approved before.
// A page withdrawn in the meantime comes back by hand only.
func (a Article) Release(e Edition, now time.Time, limit law.Limit, cal *calendar.Calendar,
	indexNo func() (string, error)) (ledger.Fact, error) {
	if e.State != Scheduled || e.ScheduledAt.After(now) {
		return nil, refusal.Clash("publication.release.early", "")
	}
	if a.State == Withdrawn {
		return nil, refusal.Clash("publication.release.withdrawn", "R-A17")
	}
	return a.Publish(e, e.Approver, calendar.DayOf(now), limit, cal, indexNo)
}

// Withdraw takes the live page away with a reason that its banner shows (撤回).
func (a Article) Withdraw(reason string, sum ledger.Sum) (TakenDown, error) {
	if a.State != Live {
		return TakenDown{}, refusal.Clash("publication.withdraw.state", "", "state", a.State.Name())
	}
	if strings.TrimSpace(reason) == "" {
		return TakenDown{}, refusal.New("publication.withdraw.reason", "").On("reason")
	}
	return TakenDown{Edition: a.Live, Reason: sum}, nil
}

// Rate changes the validity (有效性) of a published document; amended,
// partial and repealed want the document that did it where there is one.
func (a Article) Rate(to ledger.Code, by ledger.ID) (Rated, error) {
	if a.Live == 0 || !a.Type.Official() {
		return Rated{}, refusal.Clash("publication.validity.kind", "§H.4")
	}
	if _, ok := law.ValidityName(string(to)); !ok {
		return Rated{}, refusal.New("publication.validity.unknown", "§H.4", "to", string(to)).On("validity")
	}
	if by == a.ID {
		return Rated{}, refusal.New("publication.validity.self", "§H.4").On("replaced_by")
	}
	if to == "amended" && by == "" {
		return Rated{}, refusal.New("publication.validity.by", "§H.4").On("replaced_by")
	}
	return Rated{Validity: to, ReplacedBy: by}, nil
}

// Move sends readers of a withdrawn article on to another one.
func (a Article) Move(to Article) (Moved, error) {
	if a.State != Withdrawn {
		return Moved{}, refusal.Clash("publication.move.state", "", "state", a.State.Name())
	}
	if to.ID == a.ID || !to.Public() || to.Organ != a.Organ {
		return Moved{}, refusal.New("publication.move.target", "").On("to")
	}
	return Moved{To: to.ID}, nil
}

// validity at first publication: documents are valid, all else has none.
func (e Edition) validity(on calendar.Day) ledger.Code {
	switch {
	case !e.Type.Official():
		return ""
	case !e.ValidTo.IsZero() && e.ValidTo.Before(on):
		return "expired"
	default:
		return "valid"
	}
}
