package publication

import (
	"slices"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/review"
)

// Submitted: a text was handed in for approval (提交审核).
type Submitted struct {
	Edition int
	Sum     ledger.Sum
	Author  ledger.ID
	Mode    ledger.Code
}

// Returned: the text went back to its author with a reason (退回), in ledgers
// from before the chain; since then that is review.Opined.
type Returned struct {
	Edition int
}

// Approved: the text was approved for a later instant (定时发布); At is in
// milliseconds.
type Approved struct {
	Edition  int
	Sum      ledger.Sum
	At       int64
	Approver ledger.ID
}

// Published: the article became public for the first time (发布). Due and Late
// are R-A26 as it stood that day.
type Published struct {
	Edition  int
	Sum      ledger.Sum
	Column   ledger.Code
	Type     Kind
	Unit     ledger.ID
	IndexNo  ledger.Code
	Formed   calendar.Day
	Due      calendar.Day
	Late     bool
	Mode     ledger.Code
	Validity ledger.Code
	Item     ledger.ID
	Explains []ledger.ID
	Author   ledger.ID
	Approver ledger.ID
}

// Revised: a later edition took the live one's place (更新).
type Revised struct {
	Edition  int
	Sum      ledger.Sum
	Column   ledger.Code
	Type     Kind
	Unit     ledger.ID
	Formed   calendar.Day
	Mode     ledger.Code
	Explains []ledger.ID
	Author   ledger.ID
	Approver ledger.ID
}

// TakenDown: the article was withdrawn with a reason (撤回).
type TakenDown struct {
	Edition int
	Reason  ledger.Sum
}

// Rated: the validity changed (修改、废止、失效), By names the article that did it.
type Rated struct {
	Validity   ledger.Code
	ReplacedBy ledger.ID
}

// Moved: readers are sent on to another article (转址).
type Moved struct {
	To ledger.ID
}

// ColumnOpened: a column was set up (开设栏目).
type ColumnOpened struct {
	Column   ledger.Code
	Parent   ledger.Code
	Category ledger.Code
}

func (Submitted) Kind() string    { return "publication.submitted" }
func (Returned) Kind() string     { return "publication.returned" }
func (Approved) Kind() string     { return "publication.approved" }
func (Published) Kind() string    { return "publication.published" }
func (Revised) Kind() string      { return "publication.revised" }
func (TakenDown) Kind() string    { return "publication.withdrawn" }
func (Rated) Kind() string        { return "publication.rated" }
func (Moved) Kind() string        { return "publication.moved" }
func (ColumnOpened) Kind() string { return "column.opened" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact {
	return []ledger.Fact{Submitted{}, Returned{}, Approved{}, Published{}, Revised{}, TakenDown{},
		Rated{}, Moved{}, ColumnOpened{}}
}

// Apply is the only way in which a fact changes an article. It is total: it is
// used to decide, to verify the rows, and to ask how the article stood.
func (a Article) Apply(e ledger.Entry, f ledger.Fact) Article {
	switch f := f.(type) {
	case Submitted:
		if a.Live == 0 {
			a.State = InReview
		}
	case Returned, review.Recalled:
		if a.Live == 0 {
			a.State = Draft
		}
	case review.Opined:
		if a.Live == 0 && f.Verdict == review.Return {
			a.State = InReview
			if f.To == review.Drafted {
				a.State = Draft
			}
		}
	case review.Closed:
		if a.Live == 0 {
			a.ID, a.Organ, a.State = e.Subject, e.Organ, Closed
			a.Column, a.Type, a.Unit, a.Mode, a.Formed = f.Column, Kind(f.Type), f.Unit, f.Mode, f.Formed
		}
		a.NextReview = f.Next
	case review.Reassessed:
		a.NextReview = f.Next
		if a.Live == 0 && f.Verdict == review.Open {
			a.State = Draft
		}
	case Approved:
		if a.Live == 0 {
			a.State = Scheduled
		}
	case Published:
		a.ID, a.Organ, a.State = e.Subject, e.Organ, Live
		a.Column, a.Type, a.Unit, a.Mode, a.Validity = f.Column, f.Type, f.Unit, f.Mode, f.Validity
		a.IndexNo, a.Live, a.LiveSum = string(f.IndexNo), f.Edition, f.Sum
		a.Formed, a.Due, a.Late, a.Item = f.Formed, f.Due, f.Late, f.Item
		a.Explains = slices.Clone(f.Explains)
		a.PublishedOn, a.PublishedAt = e.On, e.At
	case Revised:
		a.State, a.Live, a.LiveSum = Live, f.Edition, f.Sum
		a.Column, a.Type, a.Unit, a.Mode, a.Formed = f.Column, f.Type, f.Unit, f.Mode, f.Formed
		a.Explains = slices.Clone(f.Explains)
		a.WithdrawnOn = calendar.Day{}
	case TakenDown:
		a.State, a.WithdrawnOn = Withdrawn, e.On
	case Rated:
		a.Validity, a.ReplacedBy = f.Validity, f.ReplacedBy
	case Moved:
		a.MovedTo = f.To
	}
	return a
}
