package office

import (
	"fmt"
	"slices"

	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/visit"
)

// visits is the replay of what the ledger knows of who reads the site.
type visits struct {
	days      map[calendar.Day]visit.Day
	adjusted  map[ledger.ID]adjusted
	forgotten map[int]forgotten
}

type adjusted struct {
	visit.Adjusted
	on  calendar.Day
	by  ledger.ID
	seq int64
}

type forgotten struct {
	visit.Forgotten
	seq int64
}

func newVisits() visits {
	return visits{map[calendar.Day]visit.Day{}, map[ledger.ID]adjusted{}, map[int]forgotten{}}
}

// apply replays a fact; it answers false for a fact of another noun.
func (v visits) apply(e ledger.Entry, f ledger.Fact) bool {
	switch f := f.(type) {
	case visit.Counted:
		v.days[e.On] = v.days[e.On].Apply(e, f)
	case visit.Adjusted:
		v.adjusted[e.Subject] = adjusted{f, e.On, e.By, e.Seq}
	case visit.Forgotten:
		v.forgotten[f.Year] = forgotten{f, e.Seq}
	default:
		return false
	}
	return true
}

// compareVisits holds the rows of closed days to their facts, their sums to the
// digest, and the year's set to the sum of those who were new to the year.
func (r *replay) compareVisits(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.VisitDays(organ, calendar.Day{}, calendar.Day{})
	if err != nil {
		return err
	}
	first := map[int]int64{}
	for _, row := range rows {
		fact, counted := r.visits.days[row.Day]
		delete(r.visits.days, row.Day)
		if !row.Closed && !counted {
			continue
		}
		if !counted || !row.Closed || fact.Seq != row.Seq || !sameCount(fact.Counted, row.Counted) {
			r.find("%s的访问统计与台账不符：存的是访问量%d、独立用户%d，台账为%d、%d", row.Day.Chinese(), row.Views, row.Visitors, fact.Views, fact.Visitors)
			continue
		}
		first[row.Day.Year()] += row.FirstInYear
		sums, err := tx.VisitSums(organ, row.Day)
		if err != nil {
			return err
		}
		if visit.Digest(row.Salt, sums) != row.Digest {
			r.find("%s的访问明细（网页、栏目、来源或不计入的原因）被改动过，与台账第%d号不符", row.Day.Chinese(), row.Seq)
		}
	}
	for on, d := range r.visits.days {
		r.find("台账第%d号记有%s的访问统计，数据库里没有", d.Seq, on.Chinese())
	}
	if err := r.compareVisitYears(tx, organ, first); err != nil {
		return err
	}
	return r.compareAdjustments(tx, organ)
}

func sameCount(a, b visit.Counted) bool {
	return a.Views == b.Views && a.Visitors == b.Visitors && a.FirstInMonth == b.FirstInMonth && a.FirstInYear == b.FirstInYear &&
		a.Digest == b.Digest && slices.Equal(a.Excluded, b.Excluded)
}

func (r *replay) compareVisitYears(tx *store.Tx, organ ledger.ID, first map[int]int64) error {
	years, err := tx.VisitYears(organ)
	if err != nil {
		return err
	}
	for _, y := range years {
		f, gone := r.visits.forgotten[y.Year]
		delete(r.visits.forgotten, y.Year)
		n, err := tx.VisitSetSize(organ, y.Year)
		switch {
		case err != nil:
			return err
		case gone != y.Forgotten || f.seq != y.Seq || gone && (f.Visitors != y.Visitors || len(y.Secret) > 0 || n > 0):
			r.find("%d年独立用户的密钥应%s，与台账不符", y.Year, map[bool]string{true: "已销毁", false: "还在"}[gone])
		case !gone && n != first[y.Year]:
			r.find("%d年的独立用户集合有%d个，各日新增之和为%d", y.Year, n, first[y.Year])
		}
	}
	for year, f := range r.visits.forgotten {
		r.find("台账第%d号记有%d年独立用户的密钥已销毁，数据库里没有这一年", f.seq, year)
	}
	return nil
}

func (r *replay) compareAdjustments(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.Adjustments(organ, calendar.Day{}, calendar.Day{})
	if err != nil {
		return err
	}
	for _, a := range rows {
		f, ok := r.visits.adjusted[a.ID]
		delete(r.visits.adjusted, a.ID)
		if !ok && a.Seq == 0 && a.Confirmed == "" {
			continue // proposed, or taken back
		}
		if want := (adjusted{visit.Adjusted{Views: a.Views, Visitors: a.Visitors, Reason: a.Sum(), Proposer: a.By}, a.Day, a.Confirmed, a.Seq}); !ok || f != want {
			r.find("%s访问统计的调整%s与台账不符", a.Day.Chinese(), a.ID)
		}
	}
	for id, f := range r.visits.adjusted {
		r.find("台账第%d号记有访问统计的调整%s，数据库里没有", f.seq, id)
	}
	return nil
}

// sayVisit is what a fact of the counts means in words.
func sayVisit(f ledger.Fact) (what, link string) {
	switch f := f.(type) {
	case visit.Counted:
		return fmt.Sprintf("访问统计日结：访问量%d次，独立用户%d个，其中本年新增%d个", f.Views, f.Visitors, f.FirstInYear), "visits"
	case visit.Adjusted:
		return fmt.Sprintf("调整访问统计：访问量%+d次，独立用户%+d个", f.Views, f.Visitors), "visits"
	case visit.Forgotten:
		return fmt.Sprintf("销毁%d年独立用户的密钥，共%d个", f.Year, f.Visitors), "visits"
	}
	return "", ""
}
