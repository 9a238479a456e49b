package report

import (
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/consultation"
	"gongkai/interview"
	"gongkai/ledger"
	"gongkai/proposal"
	"gongkai/publication"
)

// §D.5: each is counted in the year in which it happened: a proposal handed
// over, first answered, last rated and made public; a consultation let out, its
// opinions and its outcome; an interview whose transcript is out.
func TestTalks(t *testing.T) {
	t.Parallel()
	b := &book{t: t}
	reply := b.publish(2, publication.ProposalReply, day("2025-02-10"))
	handed := func(on calendar.Day) ledger.ID {
		id := b.id("p")
		b.add(on, id, proposal.Received{Type: "conference", Level: "city", Role: "main", No: 1})
		return id
	}
	late := handed(day("2024-09-02"))
	b.add(day("2024-12-30"), late, proposal.Replied{Category: "B", Late: true})
	b.add(day("2024-12-31"), late, proposal.Heard{Satisfaction: proposal.Unhappy})
	b.add(day("2025-01-20"), late, proposal.Replied{Category: "A"}) // a second answer is no second proposal
	b.add(day("2025-01-25"), late, proposal.Heard{Satisfaction: "satisfied"})
	b.add(day("2025-02-01"), late, proposal.Released{Article: reply[0]})
	soon := handed(day("2025-03-03"))
	b.add(day("2025-04-01"), soon, proposal.Replied{Category: "A"})
	gone := handed(day("2025-03-04"))
	b.add(day("2025-03-05"), gone, proposal.TakenBack{})
	c := b.id("c")
	b.add(day("2024-12-20"), c, consultation.Opened{})
	b.add(day("2024-12-21"), c, consultation.Opined{No: 1, Door: "web"})
	b.add(day("2025-01-02"), c, consultation.Opined{No: 2, Door: "post"})
	b.add(day("2025-02-02"), c, consultation.Issued{Opinions: 2, Adopted: 1, Rejected: 1})
	i := b.id("i")
	b.add(day("2025-01-03"), i, interview.Issued{Questions: 7, Answered: 5})
	for year, want := range map[int]map[string]int64{
		2024: {"proposals.received": 1, "proposals.replied": 1, "proposals.dissatisfied": 1, "consultations.held": 1, "consultations.opinions": 1},
		2025: {"proposals.received": 1, "proposals.replied": 1, "proposals.ontime": 1, "proposals.satisfied": 1, "proposals.published": 1, "proposals.answered": 2,
			"consultations.opinions": 1, "consultations.published": 1, "consultations.adopted": 1, "consultations.rejected": 1, "interviews.held": 1, "interviews.questions": 7, "interviews.answered": 5},
	} {
		s := b.sheet(year, "2021", 0)
		for _, names := range [][]string{ProposalNames, ConsultationNames, InterviewNames, {"proposals.answered"}} {
			for _, n := range names {
				if got := s.Cell(n); got.Value != want[n] || got.Value > 0 && len(got.Entries) == 0 || !s.Has(n) || s.Label(n) == n {
					t.Errorf("%d %s (%s): %d of %v, want %d", year, n, s.Label(n), got.Value, got.Entries, want[n])
				}
			}
		}
		if words := strings.Join(s.FirstDraft(), ""); !strings.Contains(words, "办理人大建议、政协提案{{proposals.replied}}件") || strings.Contains(words, "公开征求意见") != (year == 2024) {
			t.Errorf("%d: %s", year, words)
		}
	}
}
