package office

import (
	"context"
	"fmt"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/request"
)

// remindFrom is the hour of a working day from which reminders go out.
const remindFrom = 8

// Remind puts the reminders of all organs that are due (催办) into the outbox and
// says how many: for each request, due day and level one mail to each who is to
// be reminded and has an address. It may run as often as one likes, in as many
// processes: what was written once is not written again.
func (o *Office) Remind(ctx context.Context) (n int, err error) {
	if now := o.now(); !o.Calendar().Workday(o.Today()) || now.In(calendar.Shanghai).Hour() < remindFrom {
		return 0, nil
	}
	var organs []people.Organ
	if err := o.view(ctx, func(tx *store.Tx) (err error) {
		organs, err = tx.Organs()
		return err
	}); err != nil {
		return 0, err
	}
	for _, g := range organs {
		if err := access.May(access.Machine(g.ID), access.RemindRequest, access.Thing{Organ: g.ID}); err != nil {
			return n, err
		}
		var mails []store.Mail
		if err := o.view(ctx, func(tx *store.Tx) (err error) {
			mails, err = o.reminderMails(tx, g)
			return err
		}); err != nil {
			return n, err
		}
		if len(mails) == 0 {
			continue
		}
		wrote := 0
		if err := o.update(ctx, func(tx *store.Tx) error {
			wrote = 0
			for _, m := range mails {
				id, err := tx.Enqueue(m)
				if err != nil {
					return err
				}
				if id != "" {
					wrote++
				}
			}
			return nil
		}); err != nil {
			return n, err
		}
		n += wrote
	}
	return n, nil
}

// reminderMails are the reminders of an organ that are due today and were not
// written yet.
func (o *Office) reminderMails(tx *store.Tx, g people.Organ) (out []store.Mail, err error) {
	rows, err := tx.Requests(store.RequestFilter{Organ: g.ID, Live: true, Oldest: true})
	if err != nil {
		return nil, err
	}
	var staff []people.Officer
	var actors []access.Actor
	cal, today := o.Calendar(), o.Today()
	for _, row := range rows {
		s := row.Clock(today, cal)
		l := RequestLine{Request: row.Request, Sheet: s, Waits: row.Waits(s)}
		if !row.State.Pending() || !s.Runs() || s.Left > reminders[0].left {
			continue
		}
		if staff == nil {
			if staff, actors, err = o.reachable(tx, g.ID); err != nil || len(staff) == 0 {
				return nil, err
			}
		}
		for _, r := range reminders {
			for i, off := range staff {
				if !r.reaches(actors[i], l) {
					continue
				}
				m := l.reminder(g, off)
				m.At, m.Once = o.now(), fmt.Sprintf("remind/%s/%d/%s/%s", row.ID, r.left, s.Due.Day, off.ID)
				if known, err := tx.Written(g.ID, m.Once); err != nil {
					return nil, err
				} else if !known {
					out = append(out, m)
				}
			}
		}
	}
	return out, nil
}

// reachable are the officers who have an address, and as whom they act today.
func (o *Office) reachable(tx *store.Tx, organ ledger.ID) (staff []people.Officer, actors []access.Actor, err error) {
	all, err := tx.Officers(organ)
	if err != nil {
		return nil, nil, err
	}
	for _, off := range all {
		if off.Left || off.Email == "" {
			continue
		}
		a := access.Of(off)
		if a.For, err = principals(tx, off.ID, o.Today()); err != nil {
			return nil, nil, err
		}
		staff, actors = append(staff, off), append(actors, a)
	}
	return staff, actors, nil
}

// reminder is the mail that reminds an officer of a request. It says which one
// it is and what it waits for, and nothing of who asks or what is asked for,
// which stands behind the sign-in.
func (l RequestLine) reminder(g people.Organ, off people.Officer) store.Mail {
	due := l.Sheet.Due.Day.Chinese() + "（" + l.Sheet.Due.Day.WeekdayChinese() + "）"
	left := ""
	switch n := l.Sheet.Shown(); {
	case n > 0:
		left = fmt.Sprintf("还剩%d个工作日", n)
	case n == 0:
		left = "今天到期"
	default:
		left = fmt.Sprintf("已逾期%d个工作日", -n)
	}
	no := l.Request.No
	if l.Request.Imported {
		no = orElse(string(request.Old{No: no}.Fact("").No), "（旧台账）") // as typed there it may say anything
	}
	return store.Mail{Organ: g.ID, About: l.Request.ID, To: off.Email, Subject: fmt.Sprintf("催办：依申请公开%s，%s", no, left),
		Text: fmt.Sprintf("您好：\n\n政府信息公开申请%s%s。\n\n答复期限：%s\n下一步：%s\n打开：/%s/desk/requests/%s（登录工作台后）\n\n这封邮件由系统发出，不含申请人和申请内容。\n",
			no, left, due, l.Waits, g.Token, l.Request.ID)}
}
