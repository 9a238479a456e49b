package staff

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"gongkai/batch"
	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/ledger"
)

// batchesPage is the calendar of what goes out and went out (发布日历).
type batchesPage struct {
	Page
	Month      office.BatchMonth
	Weeks      [][7]batchDay
	Prev, Next string
	Now        string // the present month, empty when it is shown
	N          int    // items of the month
}

func (batchesPage) template() string { return "batches" }

// batchDay is a day of the grid; outside of the month it is zero.
type batchDay struct {
	Day   calendar.Day
	Kind  calendar.Kind
	Today bool
	Items []office.BatchItem
	More  []office.BatchItem // folded away on a full day
}

// Look names the kind of day, for its colour.
func (d batchDay) Look() string { return calendarDay{Kind: d.Kind}.Look() }

// fullDay is how many items of a day the grid shows at once.
const fullDay = 5

func (s *server) batches(a *ask) error {
	first, err := time.ParseInLocation("2006-01", a.query("month"), calendar.Shanghai)
	month := calendar.DayOf(first)
	if err != nil || month.Year() < 2000 || month.Year() > 2999 {
		month = s.o.Today()
	}
	m, err := s.o.BatchMonth(a.ctx(), a.who, month)
	if err != nil {
		return err
	}
	at := func(d calendar.Day) string { return a.path("/batches?month=%s", d.String()[:7]) }
	p := batchesPage{Page: a.page("发布日历"), Month: m, Prev: at(m.First.AddDays(-1)), Next: at(m.First.AddDays(31))}
	today, cal := s.o.Today(), s.o.Calendar()
	if today.String()[:7] != m.First.String()[:7] {
		p.Now = a.path("/batches")
	}
	for d := m.First; d.Month() == m.First.Month(); d = d.AddDays(1) {
		column := (int(d.Weekday()) + 6) % 7
		if len(p.Weeks) == 0 || column == 0 {
			p.Weeks = append(p.Weeks, [7]batchDay{})
		}
		items := m.Days[d]
		kind, _ := cal.Kind(d)
		day := batchDay{Day: d, Kind: kind, Today: d == today, Items: items[:min(len(items), fullDay)], More: items[min(len(items), fullDay):]}
		p.Weeks[len(p.Weeks)-1][column] = day
		p.N += len(items)
	}
	p.Wide = true
	return a.show(http.StatusOK, p)
}

// newBatchPage puts approved texts into a set.
type newBatchPage struct {
	Page
	F          form
	Candidates []office.BatchMember
}

func (newBatchPage) template() string { return "batch_new" }

func (s *server) newBatchPage(a *ask) error {
	return a.showNewBatch(http.StatusOK, form{Values: url.Values{}})
}

func (a *ask) showNewBatch(code int, f form) error {
	cs, err := a.s.o.BatchCandidates(a.ctx(), a.who)
	if err != nil {
		return err
	}
	return a.show(code, newBatchPage{a.page("编成发布批次"), f, cs})
}

func (s *server) planBatch(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	var id ledger.ID
	err = a.try(func() error {
		id, err = s.o.PlanBatch(a.ctx(), a.who, office.BatchForm{Name: v.Get("name"), At: v.Get("at"), Members: v["members"]})
		return err
	})
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.showNewBatch(code, f)
	}
	return a.to(a.path("/batches/%s", escape(string(id))), "已编成批次，到时间一起发布；有一篇发不出去，就都不发，并在待办里提醒。")
}

// batchPage is one set.
type batchPage struct {
	Page
	V       office.BatchView
	F       form
	Asked   string // the form that was refused, to be shown open
	Article ledger.ID
	Held    bool
	Own     bool
	Joining []option
}

func (batchPage) template() string { return "batch" }

func (s *server) batch(a *ask) error {
	return a.showBatch(http.StatusOK, form{Values: url.Values{}}, "", "")
}

func (a *ask) showBatch(code int, f form, asked string, article ledger.ID) error {
	v, err := a.s.o.Batch(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	p := batchPage{Page: a.page(v.Set.Name), V: v, F: f, Asked: asked, Article: article, Held: v.Set.State == batch.Waiting && len(v.Set.Held) > 0}
	for _, m := range v.Members {
		p.Own = p.Own || m.Own
	}
	for _, c := range v.Candidates {
		if !c.Own {
			p.Joining = append(p.Joining, option{string(c.Edition.Article) + "/" + strconv.Itoa(c.Edition.No), orUntitled(c.Edition.Title)})
		}
	}
	if f.Get("at") == "" && asked != "move" && f.Values != nil {
		f.Values.Set("at", v.Set.At.In(calendar.Shanghai).Format("2006-01-02T15:04"))
	}
	p.Wide = true
	return a.show(code, p)
}

// batchVerb carries out a verb on a set. Refused, the page comes back with the
// form open and filled.
func (a *ask) batchVerb(asked, flash string, do func(v url.Values, rev int64) error) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	rev, _ := strconv.ParseInt(v.Get("rev"), 10, 64) // 0 conflicts with every set
	if err = a.try(func() error { return do(v, rev) }); err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.showBatch(code, f, asked, ledger.ID(v.Get("article")))
	}
	return a.to(a.path("/batches/%s", escape(string(a.id()))), flash)
}

func (s *server) moveBatch(a *ask) error {
	return a.batchVerb("move", "已改时间。", func(v url.Values, rev int64) error {
		return s.o.MoveBatch(a.ctx(), a.who, a.id(), rev, v.Get("at"))
	})
}

func (s *server) joinBatch(a *ask) error {
	return a.batchVerb("join", "已加入批次。", func(v url.Values, rev int64) error {
		return s.o.JoinBatch(a.ctx(), a.who, a.id(), rev, v.Get("members"))
	})
}

func (s *server) leaveBatch(a *ask) error {
	return a.batchVerb("leave", "已取出。", func(v url.Values, rev int64) error {
		return s.o.LeaveBatch(a.ctx(), a.who, a.id(), rev, ledger.ID(v.Get("article")), v.Get("leave_at"), strings.TrimSpace(v.Get("leave_reason")))
	})
}

func (s *server) cancelBatch(a *ask) error {
	return a.batchVerb("cancel", "批次已取消，各篇已退回起草人。", func(v url.Values, rev int64) error {
		return s.o.CancelBatch(a.ctx(), a.who, a.id(), rev, strings.TrimSpace(v.Get("reason")))
	})
}
