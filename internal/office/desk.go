package office

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
	"gongkai/review"
)

// Desk is an officer's first page.
type Desk struct {
	Tasks                      []Task // by working days left
	Drafts, Waiting, Scheduled int
	Notices                    []Warning
}

// Warning is what everybody must know, with the page below the desk that says
// more and what the link to it says.
type Warning struct{ Words, Path, Link string }

// Task is what waits for this officer.
type Task struct {
	Kind, ID, Title, Next string // Kind: draft, returned, review, release, scheduled, batch, invitation, rushed, reassess, second, request, letter, remedy, record, contract, case, mail, inspection
	Link                  string // path below the desk
	No                    int
	Due                   calendar.Date
	Left                  int // working days, negative when overdue
	HasDue                bool
	DueName               string // which of several periods Due ends, empty where there is one
	Unit, By              string
	Since                 time.Time
}

// Desk gathers what waits for the officer.
func (o *Office) Desk(ctx context.Context, who access.Actor) (d Desk, err error) {
	if err := may(who, access.ReadDesk); err != nil {
		if who.Has(people.SystemAdmin, people.SecurityAdmin, people.AuditAdmin) {
			return Desk{Notices: o.notices()}, nil // administrators have no files on their desk
		}
		return d, err
	}
	d.Notices = o.notices()
	err = o.view(ctx, func(tx *store.Tx) error {
		rows, _, err := tx.Articles(store.ArticleFilter{Organ: who.Organ,
			EditionStates: []publication.State{publication.Draft, publication.InReview, publication.Scheduled}})
		if err != nil {
			return err
		}
		names, err := o.names(tx, who.Organ)
		if err != nil {
			return err
		}
		rounds, err := tx.RoundsWaiting(who.Organ)
		if err != nil {
			return err
		}
		under := map[ledger.ID]review.Round{}
		for _, r := range rounds {
			under[r.Article] = r
		}
		offs, err := tx.Officers(who.Organ)
		if err != nil {
			return err
		}
		heads := headsOf(offs)
		refused, err := tx.HeldReleases(who.Organ)
		if err != nil {
			return err
		}
		held := map[ledger.ID]store.Held{}
		for _, h := range refused {
			held[h.Article] = h
		}
		for _, r := range rows {
			t, mine := o.task(tx, who, r, under[r.Article.ID], heads, names)
			if h, ok := held[r.Article.ID]; ok && h.Edition == r.Edition.No {
				t.Next = stamp(r.Edition.ScheduledAt) + " 没有发布，请处理：" + h.Words
				mine = mine || r.Edition.Wrote(who.Officer) || may(who, access.PlanBatch) == nil
			}
			switch r.Edition.State {
			case publication.InReview:
				d.Waiting++
			case publication.Scheduled:
				d.Scheduled++
			default:
				if r.Edition.Wrote(who.Officer) {
					d.Drafts++
				}
			}
			if mine {
				d.Tasks = append(d.Tasks, t)
			}
		}
		owed, err := o.reviewTasks(tx, who, rounds, heads, names)
		if err != nil {
			return err
		}
		requests, err := o.requestTasks(tx, who, names)
		if err != nil {
			return err
		}
		var others []Task
		for _, tasks := range []func(*store.Tx, access.Actor) ([]Task, error){o.remedyTasks, o.recordTasks, o.windowTasks} {
			more, err := tasks(tx, who)
			if err != nil {
				return err
			}
			others = append(others, more...)
		}
		services, err := o.caseTasks(tx, who, names)
		if err != nil {
			return err
		}
		seconds, err := o.overrideTasks(tx, who, names)
		if err != nil {
			return err
		}
		if err := o.checkupWarning(tx, who, &d); err != nil {
			return err
		}
		d.Tasks = slices.Concat(d.Tasks, owed, requests, others, services, seconds)
		for _, add := range []func(*store.Tx, access.Actor, *Desk) error{o.batchTasks, o.contractTasks, o.talkTasks, o.invitationTasks, o.letterTasks, o.inboxTasks, o.inspectionTasks} {
			if err := add(tx, who, &d); err != nil {
				return err
			}
		}
		inboxes, err := o.inboxNotices(tx, who)
		if err != nil {
			return err
		}
		d.Notices = append(d.Notices, inboxes...)
		if may(who, access.ReadWatch) == nil {
			found, err := alarms(tx, who)
			if err != nil {
				return err
			}
			keys, err := o.headNotices(tx, who)
			if err != nil {
				return err
			}
			d.Notices = slices.Concat(found, keys, d.Notices)
		}
		return o.mailTask(tx, who, &d)
	})
	slices.SortStableFunc(d.Tasks, func(a, b Task) int {
		if a.HasDue != b.HasDue {
			if a.HasDue {
				return -1
			}
			return 1
		}
		return a.Left - b.Left
	})
	return d, err
}

// task says whether the row waits for this officer, and for what.
func (o *Office) task(tx *store.Tx, who access.Actor, r store.ArticleRow, round review.Round, heads heads,
	names map[ledger.ID]string) (Task, bool) {
	t := Task{ID: string(r.Article.ID), Link: "articles/" + string(r.Article.ID), No: r.Edition.No, Title: r.Edition.Title, Since: r.Edition.SavedAt,
		Unit: names[r.Edition.Unit]}
	if len(r.Edition.Authors) > 0 {
		t.By = names[r.Edition.Authors[0]]
	}
	if t.Title == "" {
		t.Title = "（无标题）"
	}
	t.Due, t.Left, t.HasDue = o.dueOf(tx, r.Article, r.Edition)
	can := func(v access.Verb) bool { return access.May(who, v, thing(r.Article, r.Edition)) == nil }
	switch r.Edition.State {
	case publication.InReview:
		t.Kind, t.Since = "review", r.Edition.SubmittedAt
		if round.No == 0 { // handed in before there were chains
			round, _, _ = roundOf(tx, r.Article, r.Edition, o.Today())
		}
		if round.State == review.Asking {
			t.Next = "等有关部门答复，收到后登记"
			return t, can(access.AdviseArticle)
		}
		step := turnOf(round)
		t.Next = "审核：" + step.Name()
		if step == review.Release {
			t.Kind, t.Next = "release", "已通过审核，待发布"
		} else {
			o.nearer(&t, round)
		}
		return t, o.asked(who, round, step, thing(r.Article, r.Edition), r.Edition.Authors) == nil && heads.leave(who, step, r.Edition)
	case publication.Scheduled:
		t.Kind, t.Next = "scheduled", stamp(r.Edition.ScheduledAt)+" 定时发布"
		return t, r.Edition.Approver == who.Officer
	}
	t.Kind, t.Next, t.Link = "draft", "完成并提交审核", fmt.Sprintf("%s/%d/edit", t.Link, t.No)
	if r.Edition.Remark != "" {
		t.Kind, t.Next = "returned", "按退回意见修改："+r.Edition.Remark
	}
	return t, r.Edition.Wrote(who.Officer) && can(access.EditArticle)
}

// nearer has a task of a review show which ends first: the period of the review,
// or the one in which the text must be public (R-A26).
func (o *Office) nearer(t *Task, r review.Round) {
	due := r.Due(o.Today(), o.Calendar())
	if t.HasDue && !due.Day.Before(t.Due.Day) {
		t.DueName = "公开期限"
		return
	}
	t.Due, t.HasDue, t.DueName = due, true, "审核期限"
	t.Left, _ = o.Calendar().WorkdaysBetween(o.Today(), due.Day)
}

// dueOf is the day by which an edition must be out (R-A26) and the working
// days left to it; only the first publication has one.
func (o *Office) dueOf(tx *store.Tx, a publication.Article, e publication.Edition) (calendar.Date, int, bool) {
	if a.Live > 0 || e.Formed.IsZero() || e.Mode != "proactive" {
		return calendar.Date{}, 0, false
	}
	l, err := limit(tx, a, e, o.Today())
	if err != nil {
		return calendar.Date{}, 0, false
	}
	cal := o.Calendar()
	due := l.Due(e.Formed, cal)
	left, provisional := cal.WorkdaysBetween(o.Today(), due.Day)
	due.Provisional = due.Provisional || provisional
	return due, left, true
}

// notices are what everybody at the desk must know.
func (o *Office) notices() []Warning {
	if year := o.Calendar().Missing(o.Today()); year > 0 {
		return []Warning{{fmt.Sprintf("%d年节假日安排尚未录入，跨入该年的期限为暂估。国务院办公厅通知发布后请系统管理员录入。", year), "/calendar", "看工作日历"}}
	}
	return nil
}

// names maps officers and units to what is shown of them.
func (o *Office) names(tx *store.Tx, organ ledger.ID) (map[ledger.ID]string, error) {
	out := map[ledger.ID]string{ledger.System: "系统", ledger.Citizen: "申请人"}
	offs, err := tx.Officers(organ)
	if err != nil {
		return nil, err
	}
	for _, x := range offs {
		out[x.ID] = x.Name
	}
	units, err := tx.Units(organ)
	for _, u := range units {
		out[u.ID] = u.Name
	}
	return out, err
}
