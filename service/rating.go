package service

import (
	"strings"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Rate takes the applicant's rating (好差评, 国办发〔2019〕51号): one for a case, of
// five levels, with the dimensions of the door that they used.
func (c Case) Rate(level int, online bool, scores []Score, on, today calendar.Day, words ledger.Sum) (Rated, error) {
	if c.Rating != 0 {
		return Rated{}, refusal.Clash("service.rate.twice", "国办发〔2019〕51号", "day", c.RatedOn.Chinese())
	}
	if err := c.step(RateVerb, on, today); err != nil {
		return Rated{}, err
	}
	if level < 1 || level > 5 {
		return Rated{}, refusal.New("service.rate.level", "国办发〔2019〕51号").On("level")
	}
	list := CounterDimensions
	if online {
		list = OnlineDimensions
	}
	for _, s := range scores {
		if !listed(list, s.Dimension) || s.Level < 1 || s.Level > 5 {
			return Rated{}, refusal.New("service.rate.scores", "国办发〔2019〕51号").On("scores")
		}
	}
	return Rated{Level: level, Online: online, Scores: scores, Words: words}, nil
}

// Bad says that the case has a bad rating (差评): one of the last two levels.
func (c Case) Bad() bool { return c.Rating == 1 || c.Rating == 2 }

// Owed says that a bad rating is not answered yet.
func (c Case) Owed() bool { return c.Bad() && c.AnswerOn.IsZero() }

// MendBy is the last day to mend and answer a bad rating.
func (c Case) MendBy(cal *calendar.Calendar) calendar.Date {
	return c.limit("case_rating").Due(c.RatedOn, cal)
}

// bad is step for the verbs that follow a bad rating.
func (c Case) bad(v Verb, on, today calendar.Day, text string) error {
	if err := c.step(v, on, today); err != nil {
		return err
	}
	if !c.Bad() {
		return refusal.Clash("service.rating.none", "国办发〔2019〕51号")
	}
	if strings.TrimSpace(text) == "" {
		return refusal.New("service.rating.words", "国办发〔2019〕51号").On("text")
	}
	return nil
}

// Verify looks into a bad rating (核实): is there something to mend?
func (c Case) Verify(upheld bool, on, today calendar.Day, text string, words ledger.Sum) (Verified, error) {
	if err := c.bad(VerifyVerb, on, today, text); err != nil {
		return Verified{}, err
	}
	if !c.VerifyOn.IsZero() {
		return Verified{}, refusal.Clash("service.rating.verified", "国办发〔2019〕51号", "day", c.VerifyOn.Chinese())
	}
	return Verified{Upheld: upheld, Words: words}, nil
}

// Mend records what was put right (整改), within fifteen working days.
func (c Case) Mend(on, today calendar.Day, text string, words ledger.Sum, cal *calendar.Calendar) (Mended, error) {
	if err := c.bad(MendVerb, on, today, text); err != nil {
		return Mended{}, err
	}
	switch {
	case c.VerifyOn.IsZero():
		return Mended{}, refusal.Clash("service.mend.unverified", "国办发〔2019〕51号")
	case !c.Upheld:
		return Mended{}, refusal.Clash("service.mend.unfounded", "国办发〔2019〕51号")
	case !c.MendedOn.IsZero():
		return Mended{}, refusal.Clash("service.mend.twice", "国办发〔2019〕51号", "day", c.MendedOn.Chinese())
	}
	return Mended{Late: on.After(c.MendBy(cal).Day), Words: words}, nil
}

// Answer records that the applicant was called back and answered (回访回复).
func (c Case) Answer(on, today calendar.Day, text string, words ledger.Sum, cal *calendar.Calendar) (Answered, error) {
	if err := c.bad(AnswerVerb, on, today, text); err != nil {
		return Answered{}, err
	}
	switch {
	case c.VerifyOn.IsZero():
		return Answered{}, refusal.Clash("service.mend.unverified", "国办发〔2019〕51号")
	case c.Upheld && c.MendedOn.IsZero():
		return Answered{}, refusal.Clash("service.answer.unmended", "国办发〔2019〕51号")
	case !c.AnswerOn.IsZero():
		return Answered{}, refusal.Clash("service.answer.twice", "国办发〔2019〕51号", "day", c.AnswerOn.Chinese())
	}
	return Answered{Late: on.After(c.MendBy(cal).Day), Words: words}, nil
}
