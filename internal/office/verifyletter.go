package office

import (
	"fmt"

	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/letter"
)

// letterFacts is the replay of letters to mailboxes.
type letterFacts struct {
	lives  map[ledger.ID]letter.Letter
	bound  map[int64]said // words by their entry
	papers map[int64]said // files by theirs
	copied map[ledger.ID]int64
	erased map[ledger.ID]int64 // what was said before is gone
	tables map[int]tabled
}

type tabled struct {
	letter.Tabled
	seq int64
	by  ledger.ID
}

func newLetters() letterFacts {
	return letterFacts{map[ledger.ID]letter.Letter{}, map[int64]said{}, map[int64]said{}, map[ledger.ID]int64{}, map[ledger.ID]int64{}, map[int]tabled{}}
}

// apply replays a fact and says whether it was one of letters.
func (q letterFacts) apply(e ledger.Entry, f ledger.Fact) bool {
	if !letter.IsKind(e.Kind) {
		return false
	}
	switch f := f.(type) {
	case letter.Tabled:
		q.tables[f.Version] = tabled{f, e.Seq, e.By}
		return true
	case letter.Kept:
		q.papers[e.Seq] = said{e.Subject, f.Sum}
	case letter.Copied:
		q.copied[e.Subject] = e.Seq
	case letter.Erased:
		q.erased[e.Subject] = e.Seq
	}
	if sum := letter.Bound(f); sum != "" {
		q.bound[e.Seq] = said{e.Subject, sum}
	}
	q.lives[e.Subject] = q.lives[e.Subject].Apply(e, f)
	return true
}

// compareLetters compares the rows of letters, what was said beside their facts,
// their files, what is public of them, and the table of mailboxes with the
// ledger, in both directions.
func (r *replay) compareLetters(tx *store.Tx, organ ledger.ID, o *Office) error {
	q := r.letters
	sums := map[int64]ledger.Sum{}
	for seq, b := range q.bound {
		sums[seq] = b.sum
	}
	rows, err := tx.CheckedLetters(organ)
	if err != nil {
		return err
	}
	lives := map[ledger.ID]letter.Letter{}
	numbers := map[ledger.ID]string{}
	for _, row := range rows {
		want, known := q.lives[row.Key]
		if !known {
			r.find("来信 %s（%s）在台账中没有记录", row.Key, row.No)
			continue
		}
		lives[row.Key], numbers[row.Key] = want, row.No
		delete(q.lives, row.Key)
		got := row.Letter
		if got.Rev = 0; want.Imported {
			got.No = string(letter.Old{No: got.No}.Fact("").No)
		}
		if d := same(got, want); d != "" {
			r.find("来信 %s（%s）：%s", row.Key, want.No, d)
		}
		if x := fmt.Sprintf("%s|%s|%s|%s|%s|%s|%s", want.State, want.Mailbox, want.Sort, want.Unit, want.ReceivedOn, want.EndedOn, want.Public); x != row.Columns {
			r.find("来信 %s（%s）的列表字段是 %s，应是 %s", row.Key, want.No, row.Columns, x)
		}
	}
	for _, id := range keys(q.lives) {
		r.find("台账中的来信 %s 在数据表中没有了", id)
	}
	if err := r.compareLetterWords(tx, organ, lives, numbers); err != nil {
		return err
	}
	if err := r.compareLetterPapers(tx, organ, lives, o); err != nil {
		return err
	}
	if err := r.compareLetterCopies(tx, organ, lives, sums); err != nil {
		return err
	}
	tables, err := tx.MailboxTables(organ)
	for _, x := range tables {
		want, known := q.tables[x.Version]
		delete(q.tables, x.Version)
		if !known || want.From != x.From || want.Text != x.Bound() || want.seq != x.Seq || want.by != x.Officer {
			r.find("信箱表第%d版与台账不符", x.Version)
		}
	}
	for _, v := range keys(q.tables) {
		r.find("台账中的信箱表第%d版在数据表中没有了", v)
	}
	return err
}

// compareLetterWords compares what was said. Erased words are not there, and what
// was said before a letter was erased must not be.
func (r *replay) compareLetterWords(tx *store.Tx, organ ledger.ID, lives map[ledger.ID]letter.Letter, numbers map[ledger.ID]string) error {
	words, err := tx.AllLetterWords(organ)
	first := map[ledger.ID]bool{}
	for _, w := range words {
		want, known := r.letters.bound[w.Seq]
		delete(r.letters.bound, w.Seq)
		said := w.Words.Words
		switch {
		case !known || want.of != w.Letter:
			r.find("来信 %s 的一段记载（台账第%d号）在台账中没有依据", w.Letter, w.Seq)
		case w.Gone != (w.Seq < r.letters.erased[w.Letter]):
			r.find("来信 %s 的记载（台账第%d号）被删去了，或者应当删去而没有删", w.Letter, w.Seq)
		case !w.Gone && ledger.Salted(w.Salt, said...) != want.sum:
			r.find("来信 %s 的记载（台账第%d号）被改动过，与台账中的散列值不符", w.Letter, w.Seq)
		}
		if lives[w.Letter].Imported && !first[w.Letter] && len(said) > 2 && said[2] != numbers[w.Letter] {
			r.find("来信 %s 的原台账编号被改动过", w.Letter)
		}
		first[w.Letter] = true
	}
	for _, seq := range keys(r.letters.bound) {
		r.find("来信 %s 的记载（台账第%d号）不在了", r.letters.bound[seq].of, seq)
	}
	return err
}

func (r *replay) compareLetterPapers(tx *store.Tx, organ ledger.ID, lives map[ledger.ID]letter.Letter, o *Office) error {
	papers, err := tx.LetterPapers(organ, "")
	for _, p := range papers {
		want, known := r.letters.papers[p.Seq]
		delete(r.letters.papers, p.Seq)
		switch {
		case !known || want.of != p.Request:
			r.find("来信 %s 的附件 %s 在台账中没有依据", p.Request, p.ID)
		case lives[p.Request].Erased:
			if p.SHA != "" || p.Name != "" {
				r.find("来信 %s 的个人信息已删除，附件 %s 却还在", p.Request, p.ID)
			}
		case paperSum(p) != want.sum:
			r.find("来信 %s 的附件《%s》被改动过，与台账中的散列值不符", p.Request, p.Name)
		default:
			if err := o.files.Check(p.SHA); err != nil {
				r.find("来信 %s 的文件 %.12s 不在了或被改动过", p.Request, p.SHA)
			}
		}
	}
	for _, seq := range keys(r.letters.papers) {
		r.find("来信 %s 的附件（台账第%d号）不在了", r.letters.papers[seq].of, seq)
	}
	return err
}

// compareLetterCopies sees that exactly what two officers let out is public.
func (r *replay) compareLetterCopies(tx *store.Tx, organ ledger.ID, lives map[ledger.ID]letter.Letter, sums map[int64]ledger.Sum) error {
	rows, _, err := tx.PublicLetters(store.CopyFilter{Organ: organ})
	public := map[ledger.ID]bool{}
	for _, c := range rows {
		public[c.Of] = true
		seq := r.letters.copied[c.Of]
		if lives[c.Of].Public != letter.Published || c.Seq != seq || c.Sum() != sums[seq] {
			r.find("来信 %s 公开的内容被改动过，或者没有经过同意，与台账不符", c.Of)
		}
	}
	for _, id := range keys(lives) {
		if lives[id].Public == letter.Published && !public[id] {
			r.find("来信 %s 公开的内容不在了", id)
		}
	}
	return err
}
