package remedy

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Verb is what may be done to a case that stands.
type Verb string

const (
	AnswerVerb   Verb = "answer"
	NoteVerb     Verb = "note"
	ExtendVerb   Verb = "extend"
	ConcludeVerb Verb = "conclude"
	ReopenVerb   Verb = "reopen"
	ArchiveVerb  Verb = "archive"
	VoidVerb     Verb = "void"
	OrderVerb    Verb = "order"
	RedoVerb     Verb = "redo"
	EraseVerb    Verb = "erase"
)

// Verbs lists the verbs in the order in which a life meets them.
var Verbs = []Verb{AnswerVerb, NoteVerb, ExtendVerb, ConcludeVerb, OrderVerb, RedoVerb, ReopenVerb, ArchiveVerb, VoidVerb, EraseVerb}

// allowed is the state table.
var allowed = map[Verb]struct {
	name   string
	states []State
}{
	AnswerVerb:   {"登记答复", []State{Noticed}},
	NoteVerb:     {"登记经过", []State{Noticed, Answered, Concluded}},
	ExtendVerb:   {"登记延期", []State{Noticed, Answered}},
	ConcludeVerb: {"登记结果", []State{Noticed, Answered}},
	ReopenVerb:   {"更正结果", []State{Concluded, Archived}},
	ArchiveVerb:  {"归档", []State{Concluded}},
	VoidVerb:     {"注销", []State{Noticed, Answered, Concluded, Archived}},
	OrderVerb:    {"登记重新答复的期限", []State{Concluded}},
	RedoVerb:     {"登记重新答复", []State{Concluded}},
	EraseVerb:    {"删除个人信息", []State{Archived, Voided}},
}

// Name is the printed name.
func (v Verb) Name() string { return allowed[v].name }

// Can says whether the state allows the verb; what the rules want beside the
// state is told when the verb is done.
func (c Case) Can(v Verb) bool { return slices.Contains(allowed[v].states, c.State) }

func (c Case) allow(v Verb) error {
	if c.Can(v) {
		return nil
	}
	return refusal.Clash("remedy.verb.state", "A.6", "state", c.State.Name(), "verb", v.Name())
}

// reviewFirst is the day since which 不予公开 and silence go to review before
// a court (复议法 2023, Art. 23).
var reviewFirst = calendar.NewDay(2024, 1, 1)

// ReviewFirst says that the law wants a review before a suit (复议前置).
func (c Case) ReviewFirst() bool {
	return (c.Act == Denied || c.Act == Silent) && !c.ActedOn.Before(reviewFirst)
}

// Open records the notice of a case (收到答复通知、应诉通知); before is the review
// that a suit follows, zero for none. Where the law wants a review first, or a
// later suit names no review, why has to say why the case stands all the same:
// the court decides whether it hears it, not we.
func (c Case) Open(before Case, why string, today calendar.Day, words ledger.Sum) (Opened, error) {
	var all refusal.All
	fault := func(r *refusal.Refusal) { all = append(all, r) }
	if c.Kind.Name() == "" {
		fault(refusal.New("remedy.open.kind", "A.6").On("kind"))
	}
	if c.Procedure.Name() == "" {
		fault(refusal.New("remedy.open.procedure", "A.6").On("procedure"))
	}
	if c.Act.Name() == "" {
		fault(refusal.New("remedy.open.act", "A.6").On("act"))
	}
	if strings.TrimSpace(c.Forum) == "" {
		fault(refusal.New("remedy.open.forum", "A.6").On("forum"))
	}
	switch {
	case c.NoticedOn.IsZero():
		fault(refusal.New("remedy.day.none", "A.6").On("noticed"))
	case c.NoticedOn.After(today):
		fault(refusal.New("remedy.day.future", "A.6", "day", c.NoticedOn.String(), "today", today.String()).On("noticed"))
	}
	if c.ActedOn.IsZero() || c.ActedOn.After(c.NoticedOn) {
		fault(refusal.New("remedy.open.acted", "A.6").On("acted"))
	}
	if c.AcceptedOn.After(c.NoticedOn) || !c.AcceptedOn.IsZero() && c.AcceptedOn.Before(c.ActedOn) {
		fault(refusal.New("remedy.open.accepted", "A.6").On("accepted"))
	}
	if c.Kind == Review && c.Procedure == Simple && c.NoticedOn.Before(reviewFirst) {
		fault(refusal.New("remedy.open.simple", "A.6").On("procedure"))
	}
	why = strings.TrimSpace(why)
	switch {
	case c.Kind == LaterSuit && before.ID == "" && why == "":
		fault(refusal.New("remedy.open.review", "A.6").On("before"))
	case c.Kind != LaterSuit && before.ID != "":
		fault(refusal.New("remedy.open.linked", "A.6").On("before"))
	case before.ID != "" && (before.Kind != Review || before.EndedOn.IsZero()):
		fault(refusal.Clash("remedy.open.undecided", "A.6").On("before"))
	case before.ID != "" && c.NoticedOn.Before(before.EndedOn):
		fault(refusal.New("remedy.open.before", "A.6", "ended", before.EndedOn.String()).On("noticed"))
	case c.Kind == DirectSuit && c.ReviewFirst() && why == "":
		fault(refusal.New("remedy.open.first", "A.6").On("why"))
	}
	return Opened{Type: c.Kind, Procedure: c.Procedure, Act: c.Act, ActedOn: c.ActedOn, AcceptedOn: c.AcceptedOn,
		Before: before.ID, Words: words}, all.Or()
}

// Answer records that our answer and evidence were handed in (答复、答辩). One
// that comes late is recorded as late; the law may then take the act as without
// evidence (复议法 Art. 70, 行政诉讼法 Art. 34).
func (c Case) Answer(on, today calendar.Day, words ledger.Sum, cal *calendar.Calendar) (Replied, error) {
	if err := c.allow(AnswerVerb); err != nil {
		return Replied{}, err
	}
	due := c.Clock(on, cal).Answer.Day
	return Replied{Due: due, Late: on.After(due), Words: words}, c.day("on", on, today)
}

// Note records what happened on the way (听证、开庭、中止 …); after the end only
// papers and remarks are added.
func (c Case) Note(ev Event, on, today calendar.Day, text string, words ledger.Sum) (Noted, error) {
	if err := c.allow(NoteVerb); err != nil {
		return Noted{}, err
	}
	if err := c.day("on", on, today); err != nil {
		return Noted{}, err
	}
	n := len(c.Stops)
	switch {
	case ev.Name() == "":
		return Noted{}, refusal.New("remedy.note.event", "A.6").On("event")
	case !c.State.Pending() && ev != Remark && ev != Supplied:
		return Noted{}, refusal.Clash("remedy.note.ended", "A.6").On("event")
	case ev == Remark && strings.TrimSpace(text) == "":
		return Noted{}, refusal.New("remedy.note.words", "A.6").On("words")
	case ev == Suspended && c.Suspended():
		return Noted{}, refusal.Clash("remedy.note.suspended", "A.6", "day", c.Stops[n-1].From.String()).On("event")
	case ev == Resumed && !c.Suspended():
		return Noted{}, refusal.Clash("remedy.note.running", "A.6").On("event")
	case ev == Resumed && on.Before(c.Stops[n-1].From), ev == Suspended && n > 0 && on.Before(c.Stops[n-1].To):
		return Noted{}, refusal.New("remedy.note.order", "A.6").On("on")
	case ev == ToOrdinary && c.Procedure == Ordinary:
		return Noted{}, refusal.Clash("remedy.note.ordinary", "A.6").On("event")
	case ev == Appealed && !c.Kind.Suit():
		return Noted{}, refusal.New("remedy.note.appeal", "A.6").On("event")
	}
	return Noted{Event: ev, Words: words}, nil
}

// Extend records that the period to decide was extended (延期): a review once,
// by at most 30 days (复议法 Art. 62); a court as its superior court approves
// (行政诉讼法 Art. 81). A simple procedure has no extension.
func (c Case) Extend(days int, on, today calendar.Day, words ledger.Sum) (Extended, error) {
	if err := c.allow(ExtendVerb); err != nil {
		return Extended{}, err
	}
	if c.Procedure == Simple {
		return Extended{}, refusal.Clash("remedy.extend.simple", "A.6")
	}
	if !c.Kind.Suit() && !c.ExtendedOn.IsZero() {
		return Extended{}, refusal.Clash("remedy.extend.twice", "A.6", "day", c.ExtendedOn.String())
	}
	if most := c.limit("review_extension").N; days < 1 || !c.Kind.Suit() && days > most {
		return Extended{}, refusal.New("remedy.extend.days", "A.6", "most", strconv.Itoa(most)).On("days")
	}
	return Extended{Days: days, Words: words}, c.day("on", on, today)
}

// Conclude records how the case ended (结案). on is the day of the decision;
// served, the day it reached us, may be left open.
func (c Case) Conclude(result Result, on, served, today calendar.Day, words ledger.Sum) (Decided, error) {
	if err := c.allow(ConcludeVerb); err != nil {
		return Decided{}, err
	}
	var all refusal.All
	if result.Name() == "" {
		all = append(all, refusal.New("remedy.conclude.result", "A.6").On("result"))
	}
	if err := c.day("on", on, today); err != nil {
		r, _ := refusal.As(err)
		all = append(all, r)
	} else if on.Before(c.AnsweredOn) {
		all = append(all, refusal.New("remedy.conclude.answered", "A.6", "answered", c.AnsweredOn.String()).On("on"))
	}
	if !served.IsZero() && (served.Before(on) || served.After(today)) {
		all = append(all, refusal.New("remedy.conclude.served", "A.6").On("served"))
	}
	return Decided{Result: result, ServedOn: served, Words: words}, all.Or()
}

// Reopen undoes an end that was recorded wrongly (更正), with a reason.
func (c Case) Reopen(why string, words ledger.Sum) (Reopened, error) {
	if err := c.allow(ReopenVerb); err != nil {
		return Reopened{}, err
	}
	if strings.TrimSpace(why) == "" {
		return Reopened{}, refusal.New("remedy.reopen.why", "A.6").On("why")
	}
	return Reopened{Of: c.EndSeq, Words: words}, nil
}

// Void takes out a case that was recorded by mistake (注销), such as one
// recorded twice or in the wrong group. followed says that a suit names it.
func (c Case) Void(why string, followed bool, words ledger.Sum) (Cancelled, error) {
	if err := c.allow(VoidVerb); err != nil {
		return Cancelled{}, err
	}
	if followed {
		return Cancelled{}, refusal.Clash("remedy.void.followed", "A.6")
	}
	if strings.TrimSpace(why) == "" {
		return Cancelled{}, refusal.New("remedy.void.why", "A.6").On("why")
	}
	return Cancelled{Words: words}, nil
}

// day refuses a day before the case began, or in the future.
func (c Case) day(field string, on, today calendar.Day) error {
	switch {
	case on.IsZero():
		return refusal.New("remedy.day.none", "A.6").On(field)
	case on.Before(c.NoticedOn):
		return refusal.New("remedy.day.before", "A.6", "day", on.String(), "noticed", c.NoticedOn.String()).On(field)
	case on.After(today):
		return refusal.New("remedy.day.future", "A.6", "day", on.String(), "today", today.String()).On(field)
	}
	return nil
}
