package office

import (
	"context"
	"fmt"
	"strings"

	"gongkai/batch"
	"gongkai/check"
	"gongkai/internal/store"
	"gongkai/invitation"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
	"gongkai/register"
	"gongkai/remedy"
	"gongkai/report"
	"gongkai/request"
	"gongkai/writ"
)

// Verdict is what Verify found of one organ. No findings means that rows and
// ledger agree in both directions.
type Verdict struct {
	Organ    people.Organ
	Entries  int64
	Head     ledger.Head
	Signed   int // heads whose signature was checked
	Findings []string
}

// maxFindings bounds the list; the first names the first record that disagrees.
const maxFindings = 50

// Verify replays an organ's ledger and compares it with the rows: every entry
// is hashed again and must lead to the stored head, every row must be what its
// facts say, and every row of a fact must have one. It reads one snapshot.
func (o *Office) Verify(ctx context.Context, organ ledger.ID) (v Verdict, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		if v.Organ, err = tx.Organ(organ); err != nil {
			return err
		}
		r := &replay{v: &v, codec: Codec(), articles: map[ledger.ID]publication.Article{}, filed: map[edition]filed{},
			officers: map[ledger.ID]people.Officer{}, units: map[ledger.ID]people.UnitOpened{}, columns: map[ledger.Code]publication.ColumnOpened{},
			items: map[ledger.ID]register.Item{}, words: map[ledger.ID]itemWords{}, stated: map[ledger.ID]stated{}, reports: map[int]report.Report{},
			texts: map[int]ledger.Sum{}, reasons: map[ledger.ID]ledger.Sum{}, templates: map[version]edited{},
			remedies: map[ledger.ID]remedy.Case{}, records: newRecords(), contracts: newContracts(), cases: newCases(), guides: newGuides(), windows: newWindows(), talks: newTalks(), reviews: newReviews(), checks: checkFacts{over: map[int64]check.Overridden{}, second: map[int64]ledger.ID{}, lists: map[int64]check.Listed{}, by: map[int64]ledger.ID{}}, said: map[int64]said{}, notices: map[int64]law.Announced{}, deputies: map[ledger.ID]people.Deputy{},
			batches: map[ledger.ID]batch.Batch{}, named: map[ledger.ID]ledger.Sum{}, invited: map[ledger.ID]invitation.Invitation{}, guests: map[ledger.ID]ledger.Sum{}, letters: newLetters(), visits: newVisits(), inspected: newInspected()}
		if err := r.chain(tx, organ); err != nil {
			return err
		}
		if len(v.Findings) > 0 {
			return nil // rows cannot be judged by a ledger that was changed
		}
		for _, compare := range []func(*store.Tx, ledger.ID) error{
			r.compareArticles,
			r.comparePeople,
			r.compareColumns,
			r.compareItems,
			r.compareReports,
			r.compareTemplates,
			r.compareRemedies,
			r.compareRecords,
			r.compareContracts,
			r.compareCases,
			r.compareGuides,
			r.compareWindow,
			r.compareProposals,
			r.compareConsultations,
			r.compareInterviews,
			r.compareVoices,
			r.compareTalks,
			r.compareReviews,
			r.compareChecks,
			r.compareNotices,
			r.compareDeputies,
			r.compareBatches,
			r.compareInvitations,
			r.compareVisits,
			r.compareInspections,
			r.compareHeads,
		} {
			if err := compare(tx, organ); err != nil {
				return err
			}
		}
		if err := r.compareRequests(tx, organ, o); err != nil {
			return err
		}
		if err := r.compareLetters(tx, organ, o); err != nil {
			return err
		}
		return r.compareFiles(tx, organ, o)
	})
	return v, err
}

type edition struct {
	article ledger.ID
	no      int
}

// filed is an edition as the ledger knows it: the sum of its text and where it
// stands.
type filed struct {
	sum   ledger.Sum
	state publication.State
}

type itemWords struct{ words, reason ledger.Sum }

type stated struct {
	report.Stated
	seq int64
	on  string
	by  ledger.ID
}

// replay is the state that the facts lead to.
type replay struct {
	v        *Verdict
	codec    ledger.Codec
	tree     ledger.Tree
	articles map[ledger.ID]publication.Article
	filed    map[edition]filed
	reasons  map[ledger.ID]ledger.Sum
	officers map[ledger.ID]people.Officer
	units    map[ledger.ID]people.UnitOpened
	columns  map[ledger.Code]publication.ColumnOpened
	items    map[ledger.ID]register.Item
	words    map[ledger.ID]itemWords
	stated   map[ledger.ID]stated
	reports  map[int]report.Report
	texts    map[int]ledger.Sum

	templates map[version]edited
	remedies  map[ledger.ID]remedy.Case
	records   records
	contracts contracts
	cases     cases
	guides    guides
	windows   windows
	talks     talks
	checks    checkFacts
	reviews   reviews
	said      map[int64]said
	notices   map[int64]law.Announced
	deputies  map[ledger.ID]people.Deputy
	batches   map[ledger.ID]batch.Batch
	named     map[ledger.ID]ledger.Sum // of batches
	invited   map[ledger.ID]invitation.Invitation
	guests    map[ledger.ID]ledger.Sum // of invitations
	letters   letterFacts
	visits    visits
	inspected inspected
}

func (r *replay) find(format string, args ...any) {
	if len(r.v.Findings) < maxFindings {
		r.v.Findings = append(r.v.Findings, fmt.Sprintf(format, args...))
	}
}

// verifyBatch bounds what is read at once, so that a long ledger needs no more
// memory than a short one.
const verifyBatch = 2000

// chain hashes every entry again, names the first that was changed or taken
// away, and replays the facts.
func (r *replay) chain(tx *store.Tx, organ ledger.ID) error {
	head, err := tx.Head(organ)
	if err != nil {
		return err
	}
	if n, err := tx.StrayEntries(organ); err != nil || n > 0 {
		r.find("台账第1号之前还有%d条记录，不是由本系统写入的", n)
		return err
	}
	tree := &r.tree
	var seq int64
	for {
		batch, err := tx.Entries(organ, store.EntryFilter{From: seq + 1, Limit: verifyBatch})
		if err != nil {
			return err
		}
		if len(batch) == 0 {
			break
		}
		nodes, err := tx.StoredNodes(organ, ledger.FirstNode(seq+1), ledger.FirstNode(seq+1+int64(len(batch))))
		if err != nil {
			return err
		}
		for _, e := range batch {
			seq++
			switch {
			case e.Seq != seq:
				r.find("台账第%d号缺失（其后是第%d号）", seq, e.Seq)
			case seq > head.Seq:
				r.find("台账第%d号在台账末号（%d）之后，不是由本系统写入的", seq, head.Seq)
			default:
				err = r.link(tree, e, nodes)
			}
			if err != nil {
				return err
			}
			if r.v.Entries, r.v.Head = seq, head; len(r.v.Findings) > 0 {
				return nil
			}
		}
	}
	r.v.Entries, r.v.Head = seq, head
	if seq != head.Seq {
		r.find("台账第%d号缺失（末号应为第%d号）", seq+1, head.Seq)
		return nil
	}
	if n, err := tx.StrayNodes(organ, seq); err != nil || n > 0 {
		r.find("台账末号（%d）之后还留有%d个散列值，其后的记录被删去了", head.Seq, n)
		return err
	}
	computed, err := tree.Head()
	if err == nil && computed != head {
		r.find("台账的根值与各条记录不符：存的是%.16s，算得%.16s", head.Hex(), computed.Hex())
	}
	return err
}

// link adds an entry to the tree, compares the nodes that it completes with the
// stored ones, and replays its fact. Those of requests are replayed beside
// their rows (compareRequests).
func (r *replay) link(tree *ledger.Tree, e ledger.Entry, nodes map[int64]ledger.Hash) error {
	if err := tree.Add(e); err != nil {
		return err
	}
	// The leaf comes first, then the nodes above that this entry completes:
	// proofs and the next head are made from them.
	for at := ledger.FirstNode(e.Seq); at < ledger.FirstNode(e.Seq+1); at++ {
		made, err := tree.ReadHashes([]int64{at})
		if err != nil {
			return err
		}
		if stored, ok := nodes[at]; !ok || stored != made[0] {
			r.find("台账第%d号（%s,%s）的内容与其散列值不符，记录被改动过", e.Seq, e.Kind, e.Subject)
			return nil
		}
	}
	if request.IsKind(e.Kind) {
		return nil
	}
	if f, ok := r.decode(e); ok {
		r.apply(e, f)
	}
	return nil
}

func (r *replay) decode(e ledger.Entry) (ledger.Fact, bool) {
	f, err := r.codec.Decode(e)
	if err != nil {
		r.find("台账第%d号无法识别：%v", e.Seq, err)
	}
	return f, err == nil
}

func (r *replay) apply(e ledger.Entry, f ledger.Fact) {
	if r.records.apply(e, f) ||
		r.contracts.apply(e, f) ||
		r.cases.apply(e, f) ||
		r.guides.apply(e, f) ||
		r.windows.apply(e, f) ||
		r.talks.apply(e, f) ||
		r.review(e, f) ||
		r.letters.apply(e, f) ||
		r.visits.apply(e, f) ||
		r.inspected.apply(e, f) {
		return
	}
	switch f := f.(type) {
	case publication.Submitted:
		r.filed[edition{e.Subject, f.Edition}] = filed{f.Sum, publication.InReview}
		r.article(e, f)
	case publication.Returned:
		delete(r.filed, edition{e.Subject, f.Edition})
		r.article(e, f)
	case publication.Approved:
		r.filed[edition{e.Subject, f.Edition}] = filed{f.Sum, publication.Scheduled}
		r.article(e, f)
	case publication.Published:
		r.stands(e.Subject, r.articles[e.Subject].Live, publication.Past)
		r.filed[edition{e.Subject, f.Edition}] = filed{f.Sum, publication.Live}
		r.article(e, f)
	case publication.Revised:
		r.stands(e.Subject, r.articles[e.Subject].Live, publication.Past)
		r.filed[edition{e.Subject, f.Edition}] = filed{f.Sum, publication.Live}
		r.article(e, f)
	case publication.TakenDown:
		r.reasons[e.Subject] = f.Reason
		r.stands(e.Subject, f.Edition, publication.Withdrawn)
		r.article(e, f)
	case publication.Rated, publication.Moved:
		r.article(e, f)
	case publication.ColumnOpened:
		r.columns[f.Column] = f
	case people.UnitOpened:
		r.units[f.Unit] = f
	case people.Appointed, people.Dismissed:
		r.officers[e.Subject] = r.officers[e.Subject].Apply(f)
	case people.Deputized, people.Resumed:
		r.deputies[e.Subject] = r.deputies[e.Subject].Apply(e, f)
	case register.Listed:
		r.items[e.Subject] = r.items[e.Subject].Apply(e, f)
		r.words[e.Subject] = itemWords{words: f.Words}
	case register.Delisted:
		r.items[e.Subject] = r.items[e.Subject].Apply(e, f)
		r.words[e.Subject] = itemWords{words: r.words[e.Subject].words, reason: f.Reason}
	case report.Stated:
		r.stated[e.Subject] = stated{f, e.Seq, e.On.String(), e.By}
	case report.Frozen:
		r.reports[f.Year] = r.reports[f.Year].Apply(e, f)
		r.texts[f.Year] = f.Text
	case report.Issued:
		r.reports[f.Year] = r.reports[f.Year].Apply(e, f)
	case law.Announced:
		r.notices[e.Seq] = f
	case check.Overridden, check.Seconded, check.Listed:
		r.checks.apply(e, f)
	case writ.Edited:
		r.templates[version{f.Template, f.Version}] = edited{f, e.Seq, e.By}
	case invitation.Sent:
		r.guests[e.Subject] = f.Guest
		r.invited[e.Subject] = r.invited[e.Subject].Apply(e, f)
	case invitation.Replied, invitation.Withdrawn, invitation.Erased:
		if _, erased := f.(invitation.Erased); erased {
			r.reviews.erased[r.invited[e.Subject].Opinion] = true
		}
		r.invited[e.Subject] = r.invited[e.Subject].Apply(e, f)
	case batch.Planned:
		r.named[e.Subject] = f.Name
		r.batches[e.Subject] = r.batches[e.Subject].Apply(e, f)
	case batch.Moved, batch.Joined, batch.Left, batch.Stopped, batch.Released:
		r.batches[e.Subject] = r.batches[e.Subject].Apply(e, f)
	default:
		r.remedy(e, f)
	}
}

func (r *replay) article(e ledger.Entry, f ledger.Fact) {
	r.articles[e.Subject] = r.articles[e.Subject].Apply(e, f)
}

func (r *replay) stands(article ledger.ID, no int, state publication.State) {
	if f, known := r.filed[edition{article, no}]; known {
		r.filed[edition{article, no}] = filed{f.sum, state}
	}
}

// String is the verdict for a terminal.
func (v Verdict) String() string {
	if len(v.Findings) == 0 {
		return fmt.Sprintf("%s（%s）：台账%d条，与数据一致；根值 %s", v.Organ.Name, v.Organ.Token, v.Entries, v.Head.Hex())
	}
	return fmt.Sprintf("%s（%s）：发现%d处不符\n  %s", v.Organ.Name, v.Organ.Token, len(v.Findings), strings.Join(v.Findings, "\n  "))
}
