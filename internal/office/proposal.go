package office

import (
	"context"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/proposal"
	"gongkai/publication"
	"gongkai/report"
	"gongkai/request"
)

// ProposalLine is a proposal as lists show it.
type ProposalLine struct {
	proposal.Proposal
	Name, Title, Members string
	Division             string
	Limit                law.Limit
	Due                  calendar.Date
	Left                 int // working days, of one that waits for a reply
	Waits                string
}

// ProposalList is a page of proposals; Waiting of All still want something done.
// Figures are those of the year, each opens its entries.
type ProposalList struct {
	Rows                            []ProposalLine
	All, Waiting, Year, Page, Pages int
	Figures                         []NamedFigure
}

// NamedFigure is a figure with the name by which the words quote it.
type NamedFigure struct {
	Key, Label string
	ledger.Figure
}

// ProposalView is everything that the page of a proposal shows.
type ProposalView struct {
	ProposalLine
	Text                          proposal.Text
	Reply                         proposal.Reply
	Papers                        []store.Paper
	Steps                         []RequestStep
	Units                         []people.Unit
	Drafter                       string
	Public                        string // state of the article of the reply
	Assign, Return, Extend, Draft bool
	Check, Answer, Rate, Release  bool
	Withdraw, Erase               bool
}

func (o *Office) proposalLine(r store.ProposalRow, names map[ledger.ID]string) ProposalLine {
	l := ProposalLine{Proposal: r.Proposal, Name: r.Name(r.Text), Title: r.Text.Title, Members: r.Text.Members, Division: names[r.Unit], Waits: r.Waits()}
	l.Limit, l.Due = r.Clock(o.Calendar())
	l.Left, _ = o.Calendar().WorkdaysBetween(o.Today(), l.Due.Day)
	return l
}

// Proposals lists the organ's proposals, the latest first, with the figures of a
// year, the present one for 0.
func (o *Office) Proposals(ctx context.Context, who access.Actor, waiting bool, year, page int) (l ProposalList, err error) {
	if err := may(who, access.ReadProposal); err != nil {
		return l, err
	}
	if l.Year = year; year == 0 {
		l.Year = o.Today().Year()
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		f := store.ProposalFilter{Organ: who.Organ}
		if l.All, err = tx.CountProposals(f); err != nil {
			return err
		}
		if l.Waiting, err = tx.CountProposals(store.ProposalFilter{Organ: who.Organ, Pending: true}); err != nil {
			return err
		}
		total := l.All
		if f.Pending = waiting; waiting {
			total = l.Waiting
		}
		l.Pages = max(1, (total+requestPage-1)/requestPage)
		l.Page = min(max(page, 1), l.Pages)
		f.Limit, f.Offset = requestPage, (l.Page-1)*requestPage
		rows, err := tx.Proposals(f)
		if err != nil {
			return err
		}
		names, err := o.names(tx, who.Organ)
		for _, r := range rows {
			l.Rows = append(l.Rows, o.proposalLine(r, names))
		}
		if err != nil {
			return err
		}
		l.Figures, err = talkFigures(tx, who.Organ, l.Year, report.ProposalNames, append(proposal.Facts(), publication.Published{}, publication.Revised{}, publication.TakenDown{}))
		return err
	})
	return l, err
}

// proposalTasks are the proposals that wait for this officer.
func (o *Office) proposalTasks(tx *store.Tx, who access.Actor, names map[ledger.ID]string) (out []Task, err error) {
	rows, err := tx.Proposals(store.ProposalFilter{Organ: who.Organ, Pending: true})
	for _, r := range rows {
		t := unitThing(r.Organ, r.Unit)
		mine := false
		switch r.State {
		case proposal.Open, proposal.Checked, proposal.Answered:
			mine = access.May(who, access.KeepProposal, t) == nil
		case proposal.Assigned:
			mine = access.May(who, access.WorkProposal, t) == nil
		case proposal.Drafted:
			mine = access.May(who, access.CheckProposal, t) == nil && !slices.Contains(hands(who, access.CheckProposal, t), r.Drafter)
		}
		if !mine {
			continue
		}
		l := o.proposalLine(r, names)
		out = append(out, Task{Kind: "proposal", ID: string(r.ID), Link: "proposals/" + string(r.ID), Title: l.Name + "：" + l.Title, Next: l.Waits,
			Due: l.Due, Left: l.Left, HasDue: r.State.Pending(), Unit: l.Division})
	}
	return out, err
}

// proposalOf loads a proposal that the actor may do this to.
func proposalOf(tx *store.Tx, who access.Actor, v access.Verb, id ledger.ID) (store.ProposalRow, error) {
	r, err := tx.Proposal(id)
	if err != nil {
		return r, err
	}
	return r, access.May(who, v, unitThing(r.Organ, r.Unit))
}

// Proposal reads a proposal.
func (o *Office) Proposal(ctx context.Context, who access.Actor, id ledger.ID) (v ProposalView, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		r, err := proposalOf(tx, who, access.ReadProposal, id)
		if err != nil {
			return err
		}
		names, err := o.names(tx, r.Organ)
		if err != nil {
			return err
		}
		v.ProposalLine, v.Text, v.Reply, v.Drafter = o.proposalLine(r, names), r.Text, r.Reply, names[r.Drafter]
		t := unitThing(r.Organ, r.Unit)
		keep, work, check := access.May(who, access.KeepProposal, t) == nil, access.May(who, access.WorkProposal, t) == nil, access.May(who, access.CheckProposal, t) == nil
		v.Assign = keep && (r.State == proposal.Open || r.State == proposal.Assigned)
		v.Return = check && r.State == proposal.Drafted || work && r.State == proposal.Assigned && r.Again == 0
		v.Extend = keep && (r.State == proposal.Open || r.State == proposal.Assigned || r.State == proposal.Drafted) && !r.Long && r.Again == 0 && !o.Today().After(v.Due.Day)
		v.Draft = work && r.State == proposal.Assigned
		v.Check = check && r.State == proposal.Drafted && !slices.Contains(hands(who, access.CheckProposal, t), r.Drafter)
		v.Answer = keep && r.State == proposal.Checked
		v.Rate = keep && r.State == proposal.Answered && r.Role != proposal.Joint
		_, closed := r.Release("-")
		v.Release = work && closed == nil
		_, ended := r.Proposal.Erase("")
		v.Erase = keep && ended == nil && r.Text.Contact != ""
		v.Withdraw = keep && r.State.Pending() && r.FirstOn.IsZero()
		if !keep && !work { // who reaches the member has to call, nobody else
			v.Text.Contact = request.Person{Phone: r.Text.Contact}.Masked().Phone
		}
		if v.Assign {
			if v.Units, err = tx.Units(r.Organ); err != nil {
				return err
			}
		}
		if r.Article != "" {
			a, err := tx.Article(r.Article)
			if err != nil {
				return err
			}
			v.Public = a.State.Name()
		}
		if v.Papers, err = tx.TalkPapers(id); err != nil {
			return err
		}
		v.Steps, err = o.talkSteps(tx, r.Organ, id)
		return err
	})
	return v, err
}

// ProposalPaper opens a paper of a proposal; the opening is logged.
func (o *Office) ProposalPaper(ctx context.Context, who access.Actor, id, paper ledger.ID, address string) (PaperFile, error) {
	return o.talkFile(ctx, paper, func(tx *store.Tx) (ledger.ID, error) {
		_, err := proposalOf(tx, who, access.ReadProposal, id)
		return id, err
	}, o.opening(who, access.ReadProposal, "proposal/"+string(id)+"/paper/"+string(paper), address))
}

// PublicProposal is a proposal that was answered, as the public sees it.
type PublicProposal struct {
	Name, Title, Division, Category string
	Joint                           bool
	AnsweredOn                      calendar.Day
	Article                         ledger.ID // zero while the reply is not public
}

// PublicProposals are those handed over in a year, and how the year went.
type PublicProposals struct {
	Rows                                                 []PublicProposal
	Years                                                []int
	Year, Received, Answered, OnTime, Published, Content int
}

// PublicProposals lists the answered proposals of a year, the latest with a reply for 0. The
// title of one whose reply may not be public stays out.
func (o *Office) PublicProposals(ctx context.Context, organ ledger.ID, year int) (l PublicProposals, err error) {
	if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return l, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		all, err := tx.Proposals(store.ProposalFilter{Organ: organ})
		if err != nil {
			return err
		}
		names, err := o.names(tx, organ)
		if err != nil {
			return err
		}
		for _, r := range all {
			if y := r.HandedOn.Year(); !slices.Contains(l.Years, y) {
				l.Years = append(l.Years, y)
			}
		}
		if l.Year = year; !slices.Contains(l.Years, year) && len(l.Years) > 0 {
			l.Year = l.Years[0]
			if i := slices.IndexFunc(all, func(r store.ProposalRow) bool { return !r.FirstOn.IsZero() }); i >= 0 {
				l.Year = all[i].HandedOn.Year()
			}
		}
		for _, r := range all {
			if r.HandedOn.Year() != l.Year || r.State == proposal.Withdrawn {
				continue
			}
			l.Received++
			if r.FirstOn.IsZero() {
				continue
			}
			l.Answered++
			if !r.Late {
				l.OnTime++
			}
			if r.State == proposal.Rated {
				l.Content++
			}
			p := PublicProposal{Name: r.Name(r.Text), Title: r.Text.Title, Division: names[r.Unit], Joint: r.Role == proposal.Joint, AnsweredOn: r.AnsweredOn}
			p.Category, _, _ = strings.Cut(label("proposal_category", r.Category), "（")
			if r.Openness == proposal.Secret {
				p.Title = ""
			}
			if r.Article != "" {
				a, err := tx.Article(r.Article)
				if err != nil {
					return err
				}
				if a.Public() {
					p.Article = a.ID
					l.Published++
				}
			}
			l.Rows = append(l.Rows, p)
		}
		return nil
	})
	return l, err
}

// label is the printed name of a key in a closed list.
func label(list string, key ledger.Code) string {
	s, _ := law.Label(list, string(key))
	return s
}
