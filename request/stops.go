package request

import (
	"cmp"
	"slices"

	"gongkai/calendar"
	"gongkai/law"
)

// stretch is a run of days, from not counted and to counted.
type stretch struct{ from, to calendar.Day }

// wait is a stretch in which nothing runs, and after which the period is
// counted anew; to is zero while it lasts.
type wait struct {
	stretch
	kind, rule, article, begins, ends string
}

// waits are the clarification and the fee in their order.
func (r Request) waits() []wait {
	var out []wait
	if !r.ClarifiedOn.IsZero() {
		out = append(out, wait{stretch{r.ClarifiedOn, r.SupplementedOn}, WaitSupplement, "R-A30", law.Printed(r.limit("clarify").Article),
			"一次性告知补正", "收到补正，答复期限自此重新计算"})
	}
	if !r.ChargedOn.IsZero() {
		out = append(out, wait{stretch{r.ChargedOn, r.PaidOn}, WaitPayment, "F.3", "国办函〔2020〕109号",
			"发出收费通知，期限停止", "缴费完成，答复期限自次日起重新计算"})
	}
	// One is over before the other begins, so the one that lasts is the last.
	slices.SortFunc(out, func(a, b wait) int {
		if a.to.IsZero() != b.to.IsZero() {
			return -a.to.Compare(b.to)
		}
		return cmp.Or(a.from.Compare(b.from), a.to.Compare(b.to))
	})
	return out
}

// stops are the consultations in the order of their letters: from the day of
// sending, which counts, to the day of the answer, which does not, or the end
// of the time to answer; while neither has come, to the day judged.
func (r Request) stops(asof calendar.Day, cal *calendar.Calendar) []stretch {
	var all []stretch
	for _, c := range r.Consults {
		to := asof
		if end := r.Silence(c, cal); !end.IsZero() && end.Before(to) {
			to = end
		}
		if !c.HeardOn.IsZero() && c.HeardOn.Before(to) {
			to = c.HeardOn
		}
		if to.After(c.SentOn) {
			all = append(all, stretch{c.SentOn, to})
		}
	}
	slices.SortFunc(all, func(a, b stretch) int { return a.from.Compare(b.from) })
	return all
}

// join adds a stretch to others in order; where it overlaps or touches the last
// they become one, so that no day is left out twice.
func join(in []stretch, c stretch) []stretch {
	if n := len(in); n > 0 && !c.from.After(in[n-1].to) {
		in[n-1].to = later(in[n-1].to, c.to)
		return in
	}
	return append(in, c)
}

func joined(all []stretch) (out []stretch) {
	for _, c := range all {
		out = join(out, c)
	}
	return out
}

// Silence is the last day to answer a consultation; after it the silence of a
// third party leaves the decision to the organ (R-A32), that of a co-producer
// means consent (R-A34). Zero while the day of service is unknown.
func (r Request) Silence(c Consult, cal *calendar.Calendar) calendar.Day {
	if c.ServedOn.IsZero() {
		return calendar.Day{}
	}
	name := "consult"
	if c.Party == CoProducer {
		name = "coproducer"
	}
	l, _ := law.On(c.SentOn).Limit(name)
	return l.Due(c.ServedOn, cal).Day
}

func later(a, b calendar.Day) calendar.Day {
	if a.After(b) {
		return a
	}
	return b
}

// Counted says what a day is to the clock: its number among the counted days,
// or 0 and the kind of the segment that it lies in. A day that is not worked
// has the number of the worked day before it.
func (s Sheet) Counted(d calendar.Day, cal *calendar.Calendar) (n int, kind string) {
	for _, g := range s.Segments {
		end := g.To
		if end.IsZero() {
			end = later(s.AsOf, g.From)
		}
		void := g.From.Before(s.From) // the clock began anew since
		switch {
		case d.After(g.From) && !d.After(end) && (void || g.Kind != Running):
			return 0, g.Kind
		case d.After(g.From) && !d.After(end):
			k, _ := cal.WorkdaysBetween(g.From, d)
			return n + k, Running
		case !void && g.Kind == Running && end.Before(d):
			n += g.Days
		}
	}
	if s.Runs() && d.After(s.AsOf) && !d.After(s.Due.Day) {
		k, _ := cal.WorkdaysBetween(s.AsOf, d)
		return n + k, Running
	}
	return 0, ""
}
