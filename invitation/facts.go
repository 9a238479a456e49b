package invitation

import (
	"time"

	"gongkai/calendar"
	"gongkai/ledger"
)

// Sent: a guest was invited to review a text (邀请外部审核). Until is in
// milliseconds.
type Sent struct {
	Article        ledger.ID
	Edition, Round int
	Text           ledger.Sum
	Sort           Sort
	Until          int64
	Guest          ledger.Sum
}

// Replied: the guest answered (答复); Opinion is the entry of what they said.
type Replied struct{ Opinion int64 }

// Withdrawn: the invitation was revoked (撤销邀请). Erased: whom it named was
// erased (删除个人信息).
type (
	Withdrawn struct{}
	Erased    struct{}
)

func (Sent) Kind() string      { return "invitation.sent" }
func (Replied) Kind() string   { return "invitation.answered" }
func (Withdrawn) Kind() string { return "invitation.revoked" }
func (Erased) Kind() string    { return "invitation.erased" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact { return []ledger.Fact{Sent{}, Replied{}, Withdrawn{}, Erased{}} }

// Apply is the only way in which a fact changes an invitation.
func (i Invitation) Apply(e ledger.Entry, f ledger.Fact) Invitation {
	switch f := f.(type) {
	case Sent:
		i.ID, i.Organ, i.State, i.By, i.At = e.Subject, e.Organ, Open, e.By, e.At
		i.Article, i.Edition, i.Round, i.Text, i.Sort = f.Article, f.Edition, f.Round, f.Text, f.Sort
		i.Until = time.UnixMilli(f.Until).In(calendar.Shanghai)
	case Replied:
		i.State, i.Opinion = Answered, f.Opinion
	case Withdrawn:
		i.State = Revoked
	case Erased:
		i.Guest, i.Salt, i.Key, i.Erased = Guest{}, "", "", true
	}
	return i
}
