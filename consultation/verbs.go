package consultation

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// MaxWords bounds an opinion, in characters.
const MaxWords = 10000

func blank(s string) bool { return strings.TrimSpace(s) == "" }

func (c Consultation) in(verb string, states ...State) error {
	if slices.Contains(states, c.State) {
		return nil
	}
	return refusal.Clash("consultation.do.state", "国办发〔2016〕80号", "state", c.State.Name(), "verb", verb)
}

// other refuses one who would let out its own words: by and drafted are whoever
// acted and the one in whose name (代理).
func other(by, drafted []ledger.ID, author ledger.ID) error {
	if slices.ContainsFunc(by, func(id ledger.ID) bool { return id != "" && (id == author || slices.Contains(drafted, id)) }) {
		return refusal.Clash("consultation.open.author", "国办发〔2016〕80号")
	}
	return nil
}

// Plan drafts a consultation (国办发〔2016〕80号): a draft with its grounds and what it
// is for, open for at least the usual days, or for fewer with a reason.
func (c Consultation) Plan(p Planned, t Text, today calendar.Day) (Planned, error) {
	if c.ID != "" {
		if err := c.in("修改", Returned); err != nil {
			return Planned{}, err
		}
	}
	var all refusal.All
	want := func(field, value, code string) {
		if blank(value) {
			all = append(all, refusal.New(code, "国办发〔2016〕80号").On(field))
		}
	}
	want("title", t.Title, "consultation.plan.title")
	want("draft", t.Draft, "consultation.plan.draft")
	want("basis", t.Basis, "consultation.plan.basis")
	want("note", t.Note, "consultation.plan.note")
	if p.From.IsZero() || p.From.Before(today) {
		all = append(all, refusal.New("consultation.plan.from", "国办发〔2016〕80号", "today", today.String()).On("from"))
		return p, all
	}
	usual, _ := law.On(p.From).Limit("consultation_open")
	brief, _ := law.On(p.From).Limit("consultation_brief")
	switch days := p.To.Sub(p.From) + 1; {
	case p.To.IsZero() || days < brief.N:
		all = append(all, refusal.New("consultation.plan.to", "国办发〔2016〕80号", "days", strconv.Itoa(usual.N), "least", strconv.Itoa(brief.N)).On("to"))
	case days < usual.N:
		if p.Brief = true; blank(t.Reason) {
			all = append(all, refusal.New("consultation.plan.reason", "国办发〔2016〕80号", "days", strconv.Itoa(usual.N)).On("reason"))
		}
	default:
		p.Brief = false
	}
	return p, all.Or()
}

// Return sends the draft back to its author, or the outcome to who drafted it.
func (c Consultation) Return(reason string, words ledger.Sum) (SentBack, error) {
	if err := c.in("退回", Drafted, Summed); err != nil {
		return SentBack{}, err
	}
	if blank(reason) {
		return SentBack{}, refusal.New("consultation.return.reason", "国办发〔2016〕80号").On("reason")
	}
	return SentBack{Words: words}, nil
}

// Open lets it out (公布): by another than its author, on its first day or before.
func (c Consultation) Open(by, drafted []ledger.ID, today calendar.Day, words ledger.Sum) (Opened, error) {
	if err := c.in("公布", Drafted); err != nil {
		return Opened{}, err
	}
	if today.After(c.From) {
		return Opened{}, refusal.Clash("consultation.open.day", "国办发〔2016〕80号", "from", c.From.String())
	}
	return Opened{Words: words}, other(by, drafted, c.Author)
}

// Opine takes an opinion: through the site while its days run, by other doors
// as long as it came within them.
func (c Consultation) Opine(door ledger.Code, o Opinion, on, today calendar.Day, words ledger.Sum) (Opined, error) {
	if err := c.in("接收意见", Open); err != nil {
		return Opined{}, err
	}
	if on.Before(c.From) || on.After(c.To) || on.After(today) {
		return Opined{}, refusal.Clash("consultation.opine.day", "D.2(4)", "from", c.From.String(), "to", c.To.String()).On("on")
	}
	var all refusal.All
	if _, ok := law.Label("opinion_door", string(door)); !ok {
		all = append(all, refusal.New("consultation.opine.door", "D.2(4)").On("door"))
	}
	n := utf8.RuneCountInString(o.Words)
	switch {
	case blank(o.Words):
		all = append(all, refusal.New("consultation.opine.words", "D.2(4)").On("words"))
	case n > MaxWords:
		all = append(all, refusal.New("consultation.opine.long", "D.2(4)", "n", strconv.Itoa(n)).On("words"))
	}
	if c.Named && blank(o.Name) {
		all = append(all, refusal.New("consultation.opine.name", "D.2(4)").On("name"))
	}
	return Opined{No: c.Opinions + 1, Door: door, Words: words}, all.Or()
}

// Prolong lets opinions come for longer (延长期限), with a reason that the public
// reads. A period that is over does not begin again: who kept to it would be
// treated worse than who was late.
func (c Consultation) Prolong(to calendar.Day, reason string, today calendar.Day, words ledger.Sum) (Prolonged, error) {
	if err := c.in("延长期限", Open); err != nil {
		return Prolonged{}, err
	}
	if today.After(c.To) {
		return Prolonged{}, refusal.Clash("consultation.prolong.over", "国办发〔2016〕80号", "to", c.To.String())
	}
	var all refusal.All
	if !to.After(c.To) {
		all = append(all, refusal.New("consultation.prolong.to", "国办发〔2016〕80号", "to", c.To.String()).On("to"))
	}
	if blank(reason) {
		all = append(all, refusal.New("consultation.prolong.reason", "国办发〔2016〕80号").On("reason"))
	}
	usual, _ := law.On(c.From).Limit("consultation_open")
	return Prolonged{Was: c.To, To: to, Brief: c.Brief && to.Sub(c.From)+1 < usual.N, Words: words}, all.Or()
}

// Conclude drafts the outcome once the days are over: every opinion stands in
// one group, and each group says what became of it and, where it was not
// adopted, why.
func (c Consultation) Conclude(o Outcome, today calendar.Day, words ledger.Sum) (Concluded, error) {
	if err := c.in("汇总意见", Open); err != nil {
		return Concluded{}, err
	}
	if !today.After(c.To) {
		return Concluded{}, refusal.Clash("consultation.sum.early", "D.2(4)", "to", c.To.String())
	}
	var all refusal.All
	f := Concluded{Groups: len(o.Groups), Words: words}
	if blank(o.Words) {
		all = append(all, refusal.New("consultation.sum.words", "D.2(4)").On("words"))
	}
	in := map[int]int{}
	for i, g := range o.Groups {
		no := strconv.Itoa(i + 1)
		if blank(g.Title) {
			all = append(all, refusal.New("consultation.sum.title", "D.2(4)", "group", no).On("title"+no))
		}
		switch g.Adoption {
		case "adopted":
			f.Adopted += len(g.Opinions)
		case "partly":
			f.Partly += len(g.Opinions)
		case "rejected":
			f.Rejected += len(g.Opinions)
		default:
			all = append(all, refusal.New("consultation.sum.adoption", "D.2(4)", "group", no).On("adoption"+no))
		}
		if g.Adoption != "adopted" && blank(g.Reason) {
			all = append(all, refusal.New("consultation.sum.reason", "D.2(4)", "group", no).On("reason"+no))
		}
		for _, n := range g.Opinions {
			in[n]++
			switch {
			case n < 1 || n > c.Opinions:
				all = append(all, refusal.New("consultation.sum.none", "D.2(4)", "group", no, "no", strconv.Itoa(n)).On("numbers"+no))
			case in[n] == 2:
				all = append(all, refusal.New("consultation.sum.twice", "D.2(4)", "no", strconv.Itoa(n)).On("numbers"+no))
			}
		}
	}
	var missing []int
	for n := 1; n <= c.Opinions; n++ {
		if in[n] == 0 {
			missing = append(missing, n)
		}
	}
	if len(missing) > 0 {
		all = append(all, refusal.New("consultation.sum.missing", "D.2(4)", "numbers", Numbers(missing)).On("numbers1"))
	}
	return f, all.Or()
}

// Publish makes the outcome public: by another than who drafted it.
func (c Consultation) Publish(by, drafted []ledger.ID) (Issued, error) {
	if err := c.in("公布结果", Summed); err != nil {
		return Issued{}, err
	}
	return Issued{c.Opinions, c.Adopted, c.Partly, c.Rejected}, other(by, drafted, c.Summer)
}

// Stop ends it without an outcome; the public reads why.
func (c Consultation) Stop(reason string, words ledger.Sum) (Ceased, error) {
	if err := c.in("终止", Open); err != nil {
		return Ceased{}, err
	}
	if blank(reason) {
		return Ceased{}, refusal.New("consultation.stop.reason", "D.2(4)").On("reason")
	}
	return Ceased{Words: words}, nil
}

// Erase takes away who gave the opinions, once it is over (个人信息保护法 Art. 47):
// the outcome and the numbers stay.
func (c Consultation) Erase() (Erased, error) {
	if err := c.in("删除个人信息", Published, Stopped); err != nil {
		return Erased{}, err
	}
	if c.Erased {
		return Erased{}, refusal.Clash("consultation.erase.twice", "个人信息保护法第四十七条")
	}
	return Erased{}, nil
}
