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
// says how many: for each request and letter, due day and level one mail to each who is to
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
		for _, v := range []access.Verb{access.RemindRequest, access.RemindLetter} {
			if err := access.May(access.Machine(g.ID), v, access.Thing{Organ: g.ID}); err != nil {
				return n, err
			}
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
func (o *Office) reminderMails(tx *store.Tx, g people.Organ) ([]store.Mail, error) {
	w := reminderWriter{o: o, tx: tx, g: g}
	rows, err := tx.Requests(store.RequestFilter{Organ: g.ID, Live: true, Oldest: true})
	if err != nil {
		return nil, err
	}
	cal, today := o.Calendar(), o.Today()
	for _, row := range rows {
		s := row.Clock(today, cal)
		l := RequestLine{Request: row.Request, Sheet: s, Waits: row.Waits(s)}
		if err := w.write(reminders, row.ID, s.Due.Day, l.pressing(), func(off people.Officer) store.Mail { return l.reminder(g, off) }); err != nil {
			return nil, err
		}
	}
	letters, err := tx.Letters(store.LetterFilter{Organ: g.ID, Live: true, Oldest: true})
	if err != nil {
		return nil, err
	}
	for _, row := range letters {
		s := row.Clock(today, cal)
		l := LetterLine{Letter: row.Letter, Sheet: s, Waits: row.Waits(s)}
		if err := w.write(letterReminders, row.ID, s.Due.Day, l.pressing(o), func(off people.Officer) store.Mail { return l.reminder(o, g, off) }); err != nil {
			return nil, err
		}
	}
	return w.out, nil
}

// reminderWriter gathers the reminders of an organ; who can be reached is read
// when the first is due.
type reminderWriter struct {
	o      *Office
	tx     *store.Tx
	g      people.Organ
	staff  []people.Officer
	actors []access.Actor
	read   bool
	out    []store.Mail
}

// write writes a matter's reminders that are due, each once for its due day,
// level and officer.
func (w *reminderWriter) write(levels []reminder, id ledger.ID, due calendar.Day, p pressing, mail func(people.Officer) store.Mail) (err error) {
	if !p.runs || p.left > levels[0].left {
		return nil
	}
	if !w.read {
		if w.staff, w.actors, err = w.o.reachable(w.tx, w.g.ID); err != nil {
			return err
		}
		w.read = true
	}
	for _, r := range levels {
		for i, off := range w.staff {
			if !r.reaches(w.actors[i], p) {
				continue
			}
			m := mail(off)
			m.At, m.Once = w.o.now(), fmt.Sprintf("remind/%s/%d/%s/%s", id, r.left, due, off.ID)
			if known, err := w.tx.Written(w.g.ID, m.Once); err != nil {
				return err
			} else if !known {
				w.out = append(w.out, m)
			}
		}
	}
	return nil
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
	left := daysLeft(l.Sheet.Shown())
	no := l.Request.No
	if l.Request.Imported {
		no = orElse(string(request.Old{No: no}.Fact("").No), "（旧台账）") // as typed there it may say anything
	}
	return store.Mail{Organ: g.ID, About: l.Request.ID, To: off.Email, Subject: fmt.Sprintf("催办：依申请公开%s，%s", no, left),
		Text: fmt.Sprintf("您好：\n\n政府信息公开申请%s%s。\n\n答复期限：%s\n下一步：%s\n打开：/%s/desk/requests/%s（登录工作台后）\n\n这封邮件由系统发出，不含申请人和申请内容。\n",
			no, left, due, l.Waits, g.Token, l.Request.ID)}
}

// daysLeft says how many working days are left.
func daysLeft(n int) string {
	switch {
	case n > 0:
		return fmt.Sprintf("还剩%d个工作日", n)
	case n == 0:
		return "今天到期"
	}
	return fmt.Sprintf("已逾期%d个工作日", -n)
}
