package request

import (
	"strings"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Withdraw records that the applicant took the request back (撤回, §A.4.2).
// One that the law does not count as received yet is not counted at all.
func (r Request) Withdraw(on, today calendar.Day, words ledger.Sum) (TakenBack, error) {
	return TakenBack{Words: words}, r.end(WithdrawVerb, on, today)
}

// GiveUp records that the law takes the request as given up (视为放弃): the
// period to supplement (R-A30) or to pay (F.3) has passed.
func (r Request) GiveUp(on, today calendar.Day, cal *calendar.Calendar) (Abandoned, error) {
	if err := r.end(GiveUpVerb, on, today); err != nil {
		return Abandoned{}, err
	}
	if r.State == Charged {
		if r.ChargeServedOn.IsZero() {
			return Abandoned{}, refusal.Clash("request.give_up.served", "F.3")
		}
		if last := r.PayBy(cal).Day; !on.After(last) {
			return Abandoned{}, refusal.Clash("request.give_up.early", "F.3", "last", last.Chinese())
		}
		return Abandoned{Outcome: "o_nofee"}, nil
	}
	if !on.After(r.SupplementBy) {
		return Abandoned{}, refusal.Clash("request.give_up.early", "R-A30", "last", r.SupplementBy.Chinese())
	}
	return Abandoned{Outcome: "o_nosupp"}, nil
}

// Reopen undoes the end by correction (更正重办), with a reason; of is the entry
// of the end. The outcome of a year that is over stays where it was counted.
func (r Request) Reopen(of int64, reason string, words ledger.Sum) (Reopened, error) {
	if err := r.allow(ReopenVerb); err != nil {
		return Reopened{}, err
	}
	if r.ReceivedOn.IsZero() {
		return Reopened{}, refusal.Clash("request.reopen.never", "R-A31")
	}
	if r.Erased {
		return Reopened{}, refusal.Clash("request.reopen.erased", "个人信息保护法第四十七条")
	}
	if strings.TrimSpace(reason) == "" {
		return Reopened{}, refusal.New("request.reopen.reason", "R-A45").On("reason")
	}
	return Reopened{Of: of, Words: words}, nil
}

// Correct puts a wrongly recorded kind of applicant right (更正).
func (r Request) Correct(applicant ledger.Code, reason string, words ledger.Sum) (Corrected, error) {
	if err := r.allow(CorrectVerb); err != nil {
		return Corrected{}, err
	}
	if _, ok := law.Label("applicant", string(applicant)); !ok || applicant == r.Applicant {
		return Corrected{}, refusal.New("request.receive.applicant", "§B.5").On("applicant")
	}
	if strings.TrimSpace(reason) == "" {
		return Corrected{}, refusal.New("request.reopen.reason", "R-A45").On("reason")
	}
	return Corrected{Applicant: applicant, Was: r.Applicant, Words: words}, nil
}

// Archive closes the file (归档, R-A45): nothing is archived without the record
// that its letter reached the applicant.
func (r Request) Archive(papers int) (Filed, error) {
	if err := r.allow(ArchiveVerb); err != nil {
		return Filed{}, err
	}
	if r.DeliveredOn.IsZero() && !r.ReceivedOn.IsZero() {
		return Filed{}, refusal.Clash("request.archive.delivery", "R-A45")
	}
	return Filed{Papers: papers}, nil
}

// Erase takes the person away after the end (删除个人信息); no figure moves.
func (r Request) Erase() (Erased, error) {
	if r.State != Archived || r.Erased {
		return Erased{}, refusal.Clash("request.erase.state", "个人信息保护法第四十七条")
	}
	return Erased{}, nil
}

// GroundName is the printed name of an outcome.
func GroundName(key ledger.Code) string {
	l, _ := law.Label("ground", string(key))
	return l
}
