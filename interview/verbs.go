package interview

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// MaxWords bounds a question, in characters.
const MaxWords = 10000

func blank(s string) bool { return strings.TrimSpace(s) == "" }

func (i Interview) in(verb string, states ...State) error {
	if slices.Contains(states, i.State) {
		return nil
	}
	return refusal.Clash("interview.do.state", "D.2(4)", "state", i.State.Name(), "verb", verb)
}

// other refuses one who would let out its own words: by and drafted are whoever
// acted and the one in whose name (代理).
func other(by, drafted []ledger.ID, author ledger.ID) error {
	if slices.ContainsFunc(by, func(id ledger.ID) bool { return id != "" && (id == author || slices.Contains(drafted, id)) }) {
		return refusal.Clash("interview.announce.author", "D.2(4)")
	}
	return nil
}

// Plan drafts the announcement: who, about what, when.
func (i Interview) Plan(p Planned, t Text, today calendar.Day) (Planned, error) {
	if i.ID != "" {
		if err := i.in("修改", Returned); err != nil {
			return Planned{}, err
		}
	}
	var all refusal.All
	want := func(field, value, code string) {
		if blank(value) {
			all = append(all, refusal.New(code, "D.2(4)").On(field))
		}
	}
	want("topic", t.Topic, "interview.plan.topic")
	want("guest", t.Guest, "interview.plan.guest")
	want("post", t.Post, "interview.plan.post")
	want("time", t.Time, "interview.plan.time")
	if p.HeldOn.IsZero() || p.HeldOn.Before(today) {
		all = append(all, refusal.New("interview.plan.day", "D.2(4)", "today", today.String()).On("held"))
	}
	return p, all.Or()
}

// Return sends the announcement, or the transcript, back with a reason.
func (i Interview) Return(reason string, words ledger.Sum) (SentBack, error) {
	if err := i.in("退回", Drafted, Written); err != nil {
		return SentBack{}, err
	}
	if blank(reason) {
		return SentBack{}, refusal.New("interview.return.reason", "D.2(4)").On("reason")
	}
	return SentBack{Words: words}, nil
}

// Announce lets the announcement out: by another than its author, by the day.
func (i Interview) Announce(by, drafted []ledger.ID, today calendar.Day) (Opened, error) {
	if err := i.in("预告", Drafted); err != nil {
		return Opened{}, err
	}
	if today.After(i.HeldOn) {
		return Opened{}, refusal.Clash("interview.announce.day", "D.2(4)", "held", i.HeldOn.String())
	}
	return Opened{}, other(by, drafted, i.Author)
}

// Ask takes a citizen's question, before the interview and on its day.
func (i Interview) Ask(q Question, today calendar.Day, words ledger.Sum) (Asked, error) {
	if !i.Takes(today) {
		return Asked{}, refusal.Clash("interview.ask.over", "D.2(4)")
	}
	n := utf8.RuneCountInString(q.Words)
	switch {
	case blank(q.Words):
		return Asked{}, refusal.New("interview.ask.words", "D.2(4)").On("words")
	case n > MaxWords:
		return Asked{}, refusal.New("interview.ask.long", "D.2(4)", "n", strconv.Itoa(n)).On("words")
	}
	return Asked{No: i.Questions + 1, Words: words}, nil
}

// Moderate shows a question, or keeps it back with a reason; one may change its
// mind until the transcript is out.
func (i Interview) Moderate(no int, shown bool, reason string, words ledger.Sum) (Moderated, error) {
	if err := i.in("审核提问", Announced, Written); err != nil {
		return Moderated{}, err
	}
	if !shown && blank(reason) {
		return Moderated{}, refusal.New("interview.moderate.reason", "D.2(4)").On("reason")
	}
	return Moderated{No: no, Shown: shown, Words: words}, nil
}

// Write drafts the transcript, on the day or later. A question that it answers
// is one that came in.
func (i Interview) Write(t Transcript, today calendar.Day, words ledger.Sum) (Transcribed, error) {
	if err := i.in("整理实录", Announced); err != nil {
		return Transcribed{}, err
	}
	if today.Before(i.HeldOn) {
		return Transcribed{}, refusal.Clash("interview.write.early", "D.2(4)", "held", i.HeldOn.String())
	}
	if len(t) == 0 {
		return Transcribed{}, refusal.New("interview.write.turns", "D.2(4)").On("transcript")
	}
	answered := map[int]bool{}
	for n, x := range t {
		switch {
		case blank(x.Speaker) || blank(x.Words):
			return Transcribed{}, refusal.New("interview.write.turn", "D.2(4)", "n", strconv.Itoa(n+1)).On("transcript")
		case x.Question < 0 || x.Question > i.Questions:
			return Transcribed{}, refusal.New("interview.write.question", "D.2(4)", "n", strconv.Itoa(n+1), "no", strconv.Itoa(x.Question)).On("transcript")
		case x.Question > 0:
			answered[x.Question] = true
		}
	}
	return Transcribed{Turns: len(t), Answered: len(answered), Words: words}, nil
}

// Publish makes the transcript public: by another than who drafted it.
func (i Interview) Publish(by, drafted []ledger.ID) (Issued, error) {
	if err := i.in("发布实录", Written); err != nil {
		return Issued{}, err
	}
	return Issued{Questions: i.Questions, Answered: i.Answered}, other(by, drafted, i.Writer)
}

// Cancel calls it off; the public reads why.
func (i Interview) Cancel(reason string, words ledger.Sum) (CalledOff, error) {
	if err := i.in("取消", Announced); err != nil {
		return CalledOff{}, err
	}
	if blank(reason) {
		return CalledOff{}, refusal.New("interview.cancel.reason", "D.2(4)").On("reason")
	}
	return CalledOff{Words: words}, nil
}

// Erase takes away who asked, once it is over (个人信息保护法 Art. 47).
func (i Interview) Erase() (Erased, error) {
	if err := i.in("删除个人信息", Published, Cancelled); err != nil {
		return Erased{}, err
	}
	if i.Erased {
		return Erased{}, refusal.Clash("interview.erase.twice", "个人信息保护法第四十七条")
	}
	return Erased{}, nil
}

// ParseTranscript reads a transcript as it is typed: a line “主持人：…” begins a
// turn, with the number of a citizen's question as “网民（问3）：…”; what follows
// without a speaker goes on with it.
func ParseTranscript(typed string) (out Transcript) {
	for line := range strings.Lines(typed) {
		line = strings.TrimSpace(line)
		speaker, words, ok := strings.Cut(strings.Replace(line, ":", "：", 1), "：")
		switch {
		case line == "":
		case ok && utf8.RuneCountInString(speaker) <= 20:
			t := Turn{Speaker: speaker, Words: strings.TrimSpace(words)}
			if name, no, asks := strings.Cut(strings.NewReplacer("(", "（", ")", "）").Replace(speaker), "（问"); asks {
				if n, err := strconv.Atoi(strings.TrimSuffix(no, "）")); err == nil {
					t.Speaker, t.Question = name, n
				}
			}
			out = append(out, t)
		case len(out) > 0:
			out[len(out)-1].Words += "\n" + line
		default:
			out = append(out, Turn{Words: line})
		}
	}
	return out
}

// Typed is a transcript as it is typed.
func (t Transcript) Typed() string {
	var b strings.Builder
	for _, x := range t {
		b.WriteString(x.Speaker)
		if x.Question > 0 {
			b.WriteString("（问" + strconv.Itoa(x.Question) + "）")
		}
		b.WriteString("：" + x.Words + "\n")
	}
	return b.String()
}
