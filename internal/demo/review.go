package demo

import (
	"context"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/review"
)

// leave brings a text as far as it has come when the clock stops.
func (b *builder) leave(ctx context.Context, p Piece, clerk, head access.Actor, id ledger.ID, at time.Time) error {
	if p.State == "draft" {
		return nil
	}
	e, err := b.submit(ctx, p, clerk, id, 1, at)
	if err != nil {
		return err
	}
	if e, err = b.review(ctx, e, at, p.Until); err != nil {
		return err
	}
	b.clock.Set(at)
	switch p.State {
	case "returned":
		who, err := b.as(ctx, "baomi")
		if err != nil {
			return err
		}
		return b.o.OpineArticle(ctx, who, id, 1, e.Rev, office.OpinionForm{Step: string(review.Secrecy), Verdict: "return", To: "drafted",
			Words: "名单中有手机号码，请删去；并写明公示的起止日期和联系方式"})
	case "emergency":
		who, err := b.as(ctx, "baomi")
		if err != nil {
			return err
		}
		b.clock.Set(at.Add(-8 * time.Minute))
		if err := b.o.OpineArticle(ctx, who, id, 1, e.Rev, office.OpinionForm{Step: string(review.Secrecy), Verdict: "approve", Basis: "none",
			Words: "情况紧急，先行保密审查，同意公开"}); err != nil {
			return err
		}
		e.Rev++
		b.clock.Set(at)
		return b.o.EmergencyPublish(ctx, head, id, 1, e.Rev, "雨雪冰冻天气，今天下午起窗口暂停办理，须即时告知群众，领导都在外地开会")
	case "scheduled":
		return b.o.ScheduleArticle(ctx, head, id, 1, e.Rev, strings.Replace(p.Clock, " ", "T", 1))
	}
	return nil
}

// submit hands a new text in.
func (b *builder) submit(ctx context.Context, p Piece, clerk access.Actor, id ledger.ID, rev int64, at time.Time) (publication.Edition, error) {
	b.clock.Set(at.Add(-20 * time.Minute))
	e := publication.Edition{Article: id, No: 1, Rev: rev + 1, Type: publication.Kind(p.Type), Column: ledger.Code(p.Column), Unit: unitID(p.Unit)}
	return e, b.o.SubmitArticle(ctx, clerk, id, e.No, e.Rev-1)
}

// approve takes what was handed in through its chain and publishes it.
func (b *builder) approve(ctx context.Context, head access.Actor, e publication.Edition, at time.Time) error {
	e, err := b.review(ctx, e, at, "")
	if err != nil {
		return err
	}
	b.clock.Set(at)
	return b.o.PublishArticle(ctx, head, e.Article, e.No, e.Rev)
}

// review takes an edition through its chain in the quarter of an hour before its
// instant, as far as a step, and returns it with its rev.
func (b *builder) review(ctx context.Context, e publication.Edition, at time.Time, until review.Step) (publication.Edition, error) {
	unit := strings.TrimPrefix(string(e.Unit), string(unitID("")))
	for i, step := range b.table.Chain(ledger.Code(e.Type), e.Column).Steps {
		if step == until {
			break
		}
		who, err := b.as(ctx, map[review.Step]string{review.Unit: HeadOf(unit), review.Secrecy: "baomi", review.Legal: "fazhi",
			review.Office: "zhuren", review.Leader: "fenguan"}[step])
		if err != nil {
			return e, err
		}
		f := office.OpinionForm{Step: string(step), Verdict: "approve", Words: "同意公开"}
		if step == review.Secrecy {
			f.Basis = "none"
		}
		b.clock.Set(at.Add(time.Duration(i-6) * 2 * time.Minute))
		if err := b.o.OpineArticle(ctx, who, e.Article, e.No, e.Rev, f); err != nil {
			return e, err
		}
		e.Rev++
	}
	return e, nil
}
