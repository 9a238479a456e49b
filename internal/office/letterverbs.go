package office

import (
	"context"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/refusal"
)

// LetterAct is the form of a verb on a letter, as typed; each verb reads the
// fields that it needs. Days are 2025-03-03. An empty On is today.
type LetterAct struct {
	Rev             int64
	On, Due, Until  string
	Unit            string
	Ground          string // of declining: key of letter.Grounds
	To, Reference   string // of converting: key of letter.Exits, and whoever takes a petition with its number
	Item            string // of converting into a case
	Days            string // of extending
	Text            string // the answer, the reason, the opinion, what was said
	How             string // of the follow-up: key of letter.Hows
	Solved          bool
	Mailbox, Sort   string // of correcting
	Title, Question string // of the public copy; Answer is its answer
	Answer          string
	Files           []Upload
}

// actLetter is decideLetter with the files of the form and its day.
func (o *Office) actLetter(ctx context.Context, who access.Actor, v access.Verb, id ledger.ID, a LetterAct,
	verb func(d *dossier, on calendar.Day) error) error {
	papers, err := o.sealLetter(ctx, a.Files, "answer")
	if err != nil {
		return err
	}
	return o.decideLetter(ctx, who, v, id, a.Rev, func(d *dossier) error {
		on := d.today
		if strings.TrimSpace(a.On) != "" {
			if on, err = formDay("on", a.On); err != nil {
				return err
			}
		}
		if err := verb(d, on); err != nil {
			return err
		}
		return d.keep(papers...)
	})
}

// AcceptLetter takes a letter on (受理, R-L3), puts its kind right where whoever
// read it found another (R-L10), and hands it to a division in the same breath
// where one is named.
func (o *Office) AcceptLetter(ctx context.Context, who access.Actor, id ledger.ID, a LetterAct) error {
	return o.actLetter(ctx, who, access.RegisterLetter, id, a, func(d *dossier, on calendar.Day) error {
		if sort := ledger.Code(a.Sort); sort != "" && sort != d.l.Sort {
			if err := d.correct(d.l.Mailbox, sort, "受理时认定为"+letter.Name(letter.Sorts, sort)); err != nil {
				return err
			}
		}
		f, err := d.l.Accept(on, d.today)
		if err != nil {
			return err
		}
		if err := d.enter(on, f); err != nil {
			return err
		}
		if a.Unit != "" {
			if err := d.assign(a); err != nil {
				return err
			}
		}
		return d.notify("已经受理", false, "")
	})
}

// AssignLetter hands a letter to a division with its own day (转办, R-L4).
func (o *Office) AssignLetter(ctx context.Context, who access.Actor, id ledger.ID, a LetterAct) error {
	return o.actLetter(ctx, who, access.RegisterLetter, id, a, func(d *dossier, _ calendar.Day) error { return d.assign(a) })
}

func (d *dossier) assign(a LetterAct) error {
	due, err := optionalDay("due", a.Due)
	if err != nil {
		return err
	}
	if a.Unit != "" {
		if _, err := unit(d.tx, d.who.Organ, ledger.ID(a.Unit)); err != nil {
			return err
		}
	}
	f, err := d.l.Assign(ledger.ID(a.Unit), due, d.today)
	if err != nil {
		return err
	}
	return d.enter(d.today, f)
}

// DeclineLetter does not take a letter on (不予受理, R-L3); the sender is told why.
func (o *Office) DeclineLetter(ctx context.Context, who access.Actor, id ledger.ID, a LetterAct) error {
	return o.actLetter(ctx, who, access.RegisterLetter, id, a, func(d *dossier, on calendar.Day) error {
		f, err := d.l.Decline(ledger.Code(a.Ground), a.Text, on, d.today, d.say(a.Text))
		if err != nil {
			return err
		}
		if err := d.enter(on, f); err != nil {
			return err
		}
		return d.notify("不予受理", false, letter.Name(letter.Grounds, f.Ground)+"。"+strings.TrimSpace(a.Text))
	})
}

// HandBackLetter gives a letter back to the office (退办, R-L4).
func (o *Office) HandBackLetter(ctx context.Context, who access.Actor, id ledger.ID, a LetterAct) error {
	return o.actLetter(ctx, who, access.WorkLetter, id, a, func(d *dossier, _ calendar.Day) error {
		f, err := d.l.HandBack(a.Text, d.say(a.Text))
		if err != nil {
			return err
		}
		return d.enter(d.today, f)
	})
}

// ExtendLetter lets the answer take longer, once (延期, R-L6); whoever may do it
// approves it by doing it. The sender is told.
func (o *Office) ExtendLetter(ctx context.Context, who access.Actor, id ledger.ID, a LetterAct) error {
	return o.actLetter(ctx, who, access.ExtendLetter, id, a, func(d *dossier, on calendar.Day) error {
		days := 0
		if t := strings.TrimSpace(a.Days); t != "" {
			n, err := strconv.Atoi(t)
			if err != nil {
				return refusal.New("form.count", "", "typed", a.Days).On("days")
			}
			days = n
		}
		until, err := optionalDay("until", a.Until)
		if err != nil {
			return err
		}
		f, err := d.l.Extend(on, days, until, a.Text, who.Officer, d.today, d.say(a.Text), d.o.Calendar())
		if err != nil {
			return err
		}
		if err := d.enter(on, f); err != nil {
			return err
		}
		return d.notify("延期答复，最迟"+f.To.Chinese(), false, "理由："+strings.TrimSpace(a.Text))
	})
}

// DraftLetter writes the answer (拟答复, R-L7); files that come with the form go
// out with it.
func (o *Office) DraftLetter(ctx context.Context, who access.Actor, id ledger.ID, a LetterAct) error {
	return o.actLetter(ctx, who, access.WorkLetter, id, a, func(d *dossier, _ calendar.Day) error {
		text := plainLines(a.Text)
		f, err := d.l.Draft(text, d.say(text))
		if err != nil {
			return err
		}
		return d.enter(d.today, f)
	})
}

// ReturnLetter sends the draft back with a reason (退回): whoever may read it in
// its state does.
func (o *Office) ReturnLetter(ctx context.Context, who access.Actor, id ledger.ID, a LetterAct) (err error) {
	for _, verb := range []access.Verb{access.CheckLetter, access.ApproveLetter} {
		err = o.actLetter(ctx, who, verb, id, a, func(d *dossier, _ calendar.Day) error {
			f, err := d.l.Return(a.Text, d.say(a.Text))
			if err != nil {
				return err
			}
			return d.enter(d.today, f)
		})
		if r, ok := refusal.As(err); !ok || r.Class != refusal.Forbidden {
			return err
		}
	}
	return err
}

// CheckLetter passes the draft for the division (审核, R-L7), by another than who
// drafted it.
func (o *Office) CheckLetter(ctx context.Context, who access.Actor, id ledger.ID, a LetterAct) error {
	return o.actLetter(ctx, who, access.CheckLetter, id, a, func(d *dossier, _ calendar.Day) error {
		drafted, err := d.hands(letter.Written{}, access.WorkLetter)
		if err != nil {
			return err
		}
		f, err := d.l.Check(hands(who, access.CheckLetter, letterThing(d.l)), drafted, d.say(opinion(a.Text)))
		if err != nil {
			return err
		}
		return d.enter(d.today, f)
	})
}

// ApproveLetter passes it for the office (审定, R-L7), by a third person.
func (o *Office) ApproveLetter(ctx context.Context, who access.Actor, id ledger.ID, a LetterAct) error {
	return o.actLetter(ctx, who, access.ApproveLetter, id, a, func(d *dossier, _ calendar.Day) error {
		drafted, err := d.hands(letter.Written{}, access.WorkLetter)
		if err != nil {
			return err
		}
		checked, err := d.hands(letter.Passed{}, access.CheckLetter)
		if err != nil {
			return err
		}
		f, err := d.l.Approve(hands(who, access.ApproveLetter, letterThing(d.l)), append(drafted, checked...), d.say(opinion(a.Text)))
		if err != nil {
			return err
		}
		return d.enter(d.today, f)
	})
}

// AnswerLetter sends the answer (答复, R-L7): by mail where there is an address,
// and to be read with the query code in any case.
func (o *Office) AnswerLetter(ctx context.Context, who access.Actor, id ledger.ID, a LetterAct) error {
	return o.actLetter(ctx, who, access.AnswerLetter, id, a, func(d *dossier, on calendar.Day) error {
		s, err := d.from()
		if err != nil {
			return err
		}
		spoken, err := spokenOf(d.tx, d.l)
		if err != nil {
			return err
		}
		way := ledger.Code("code")
		if s.Email != "" {
			way = "email"
		}
		f, err := d.l.Answer(on, way, d.today, d.o.Calendar())
		if err != nil {
			return err
		}
		if err := d.enter(on, f); err != nil {
			return err
		}
		return d.notify("已经答复", false, spoken.answer)
	})
}

// TakeBackLetter records that the sender took the letter back (撤回来信, R-L16), as
// they told the office; what they said is kept.
func (o *Office) TakeBackLetter(ctx context.Context, who access.Actor, id ledger.ID, a LetterAct) error {
	return o.actLetter(ctx, who, access.RegisterLetter, id, a, func(d *dossier, on calendar.Day) error {
		if err := wanted(a.Text, "letter.take_back.how", "R-L16"); err != nil {
			return err
		}
		return d.takeBack(on, a.Text)
	})
}

func (d *dossier) takeBack(on calendar.Day, text string) error {
	f, err := d.l.TakeBack(on, d.today, d.say(text))
	if err != nil {
		return err
	}
	if err := d.enter(on, f); err != nil {
		return err
	}
	return d.notify("已经按您的要求撤回", false, "")
}

// FollowUpLetter records that the sender was asked afterwards (回访, R-L9).
func (o *Office) FollowUpLetter(ctx context.Context, who access.Actor, id ledger.ID, a LetterAct) error {
	return o.actLetter(ctx, who, access.RegisterLetter, id, a, func(d *dossier, on calendar.Day) error {
		f, err := d.l.FollowUp(ledger.Code(a.How), a.Solved, a.Text, on, d.today, d.say(a.Text))
		if err != nil {
			return err
		}
		return d.enter(on, f)
	})
}

// CorrectLetter puts a wrongly recorded mailbox or kind right (更正, R-L10).
func (o *Office) CorrectLetter(ctx context.Context, who access.Actor, id ledger.ID, a LetterAct) error {
	return o.actLetter(ctx, who, access.RegisterLetter, id, a, func(d *dossier, _ calendar.Day) error {
		return d.correct(ledger.Code(a.Mailbox), ledger.Code(a.Sort), a.Text)
	})
}

func (d *dossier) correct(mailbox, sort ledger.Code, why string) error {
	t, err := mailboxes(d.tx, d.who.Organ, d.l.ReceivedOn)
	if err != nil {
		return err
	}
	f, err := d.l.Correct(t, mailbox, sort, why, d.say(why))
	if err != nil {
		return err
	}
	return d.enter(d.today, f)
}

// ReopenLetter undoes a wrong end (更正重办, R-L10); it rests on the last entry
// that ended the letter.
func (o *Office) ReopenLetter(ctx context.Context, who access.Actor, id ledger.ID, a LetterAct) error {
	return o.actLetter(ctx, who, access.CloseLetter, id, a, func(d *dossier, _ calendar.Day) error {
		ends, err := d.tx.Entries(d.l.Organ, store.EntryFilter{Subject: id, Desc: true, Limit: 1,
			Kinds: []string{letter.Replied{}.Kind(), letter.Refused{}.Kind(), letter.Turned{}.Kind(), letter.TakenBack{}.Kind(), letter.Imported{}.Kind()}})
		if err != nil {
			return err
		}
		var of int64
		for _, e := range ends {
			of = e.Seq
		}
		f, err := d.l.Reopen(of, a.Text, d.say(a.Text))
		if err != nil {
			return err
		}
		return d.enter(d.today, f)
	})
}

// ArchiveLetter closes the file (归档, R-L10).
func (o *Office) ArchiveLetter(ctx context.Context, who access.Actor, id ledger.ID, a LetterAct) error {
	return o.actLetter(ctx, who, access.CloseLetter, id, a, func(d *dossier, _ calendar.Day) error {
		f, err := d.l.Archive()
		if err != nil {
			return err
		}
		return d.enter(d.today, f)
	})
}

// EraseLetter takes the person away from an archived letter (删除个人信息); no
// figure moves, and what is public stays.
func (o *Office) EraseLetter(ctx context.Context, who access.Actor, id ledger.ID, a LetterAct) error {
	var blobs []string
	err := o.actLetter(ctx, who, access.CloseLetter, id, a, func(d *dossier, _ calendar.Day) error {
		f, err := d.l.Erase()
		if err != nil {
			return err
		}
		if err := d.enter(d.today, f); err != nil {
			return err
		}
		d.later = append(d.later, func() (err error) {
			if blobs, err = d.tx.EraseLetter(id); err != nil {
				return err
			}
			came, err := d.tx.DropMailsAbout(d.l.Organ, id)
			if err != nil {
				return err
			}
			blobs = append(blobs, came...)
			_, err = d.tx.DropMailAbout(d.l.Organ, id)
			return err
		})
		return nil
	})
	if err != nil {
		return err
	}
	return o.letGo(ctx, blobs...)
}
