package office

import (
	"fmt"

	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/window"
)

// windows is the replay of what the ledger knows of the service window.
type windows struct {
	matters  map[ledger.ID]window.Matter
	tickets  map[ledger.ID]window.Ticket
	bookings map[ledger.ID]window.Booking
	said     map[ledger.ID]ledger.Sum
	words    map[int64]bound
}

func newWindows() windows {
	return windows{map[ledger.ID]window.Matter{}, map[ledger.ID]window.Ticket{}, map[ledger.ID]window.Booking{}, map[ledger.ID]ledger.Sum{}, map[int64]bound{}}
}

// apply replays a fact; it answers false for a fact of another noun.
func (w windows) apply(e ledger.Entry, f ledger.Fact) bool {
	said := func(sum ledger.Sum) {
		if sum != "" {
			w.words[e.Seq] = bound{request: e.Subject, sum: sum}
		}
	}
	switch f := f.(type) {
	case window.Drawn, window.Called, window.Served, window.Left:
		w.tickets[e.Subject] = w.tickets[e.Subject].Apply(e, f)
		return true
	case window.Booked:
		w.said[e.Subject] = f.Words
		w.bookings[e.Subject] = w.bookings[e.Subject].Apply(e, f)
		return true
	case window.Cancelled, window.Came, window.Missed:
		w.bookings[e.Subject] = w.bookings[e.Subject].Apply(e, f)
		return true
	case window.Received:
		w.said[e.Subject] = f.Words
	case window.Accepted:
		said(f.Words)
	case window.Declined:
		said(f.Words)
	case window.Checked:
		said(f.Words)
	case window.Answered:
		said(f.Words)
	case window.Noted:
		said(f.Words)
	case window.Revisited:
		said(f.Words)
	case window.Corrected:
		said(f.Words)
	case window.Voided:
		said(f.Words)
	case window.Against, window.Assigned, window.Filed, window.Released, window.TakenDown:
	case window.Erased:
		if b, ok := w.bookings[e.Subject]; ok {
			w.bookings[e.Subject] = b.Apply(e, f)
			return true
		}
	default:
		return false
	}
	w.matters[e.Subject] = w.matters[e.Subject].Apply(e, f)
	return true
}

// compareWindow compares the rows of the window with the ledger, in both
// directions.
func (r *replay) compareWindow(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.WindowMatters(store.WindowFilter{Organ: organ})
	if err != nil {
		return err
	}
	erased := map[ledger.ID]bool{}
	for _, row := range rows {
		want, known := r.windows.matters[row.ID]
		delete(r.windows.matters, row.ID)
		what := fmt.Sprintf("%s%s", row.Sort.Name(), row.No)
		if want.Rev = row.Rev; !known {
			r.find("%s 在台账中没有记录", what)
			continue
		}
		if d := same(row.Matter, want); d != "" {
			r.find("%s：%s", what, d)
		}
		erased[row.ID] = want.Erased
		r.compareSaid(what, row.ID, want.Erased, row.Said, row.Salt)
	}
	for _, id := range keys(r.windows.matters) {
		r.find("台账中的咨询、投诉、表扬 %s 在数据表中没有了", id)
	}
	words, err := tx.WindowWords(organ, "")
	if err != nil {
		return err
	}
	for _, w := range words {
		want := r.windows.words[w.Seq]
		delete(r.windows.words, w.Seq)
		switch {
		case want.request != w.Matter || erased[w.Matter] != (w.Salt == ""):
			r.find("窗口事项 %s 的记载（台账第%d号）没有依据，或者应当删去而没有删", w.Matter, w.Seq)
		case !erased[w.Matter] && ledger.Salted(w.Salt, w.Words.Words...) != want.sum:
			r.find("窗口事项 %s 的记载（台账第%d号）被改动过", w.Matter, w.Seq)
		}
	}
	for _, seq := range keys(r.windows.words) {
		r.find("窗口事项 %s 的记载（台账第%d号）不在了", r.windows.words[seq].request, seq)
	}
	return r.compareTurns(tx, organ)
}

// compareSaid compares what a person said with the sum of the first fact.
func (r *replay) compareSaid(what string, id ledger.ID, erased bool, said window.Said, salt string) {
	switch {
	case erased && said != (window.Said{}):
		r.find("%s 的个人信息已删除，行里却还有", what)
	case !erased && ledger.Salted(salt, said.Words()...) != r.windows.said[id]:
		r.find("%s 的内容被改动过", what)
	}
}

// compareTurns compares numbers and bookings.
func (r *replay) compareTurns(tx *store.Tx, organ ledger.ID) error {
	tickets, err := tx.Tickets(organ, calendar.Day{})
	if err != nil {
		return err
	}
	for _, row := range tickets {
		want, known := r.windows.tickets[row.ID]
		delete(r.windows.tickets, row.ID)
		if want.Rev = row.Rev; !known || row != want {
			r.find("排队号 %s（%s）与台账不符", row.Printed(), row.On)
		}
	}
	for _, id := range keys(r.windows.tickets) {
		r.find("台账中的排队号 %s 在数据表中没有了", id)
	}
	bookings, err := tx.Bookings(organ, calendar.Day{})
	if err != nil {
		return err
	}
	for _, row := range bookings {
		want, known := r.windows.bookings[row.ID]
		delete(r.windows.bookings, row.ID)
		if want.Rev = row.Rev; !known || row.Booking != want {
			r.find("预约 %s 与台账不符", row.No)
			continue
		}
		r.compareSaid("预约"+string(row.No), row.ID, want.Erased, row.Said, row.Salt)
	}
	for _, id := range keys(r.windows.bookings) {
		r.find("台账中的预约 %s 在数据表中没有了", id)
	}
	return nil
}
