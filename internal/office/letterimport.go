package office

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/letter"
)

// LetterImport is what became of the rows of an earlier book of letters.
type LetterImport struct {
	Done, Skipped int // Skipped were here already, with the same content
	Faults        []letter.Fault
}

// ImportLetters takes over an earlier book of letters (来信旧台账导入, R-L12), all
// rows or none. It is done from the command line, by whoever holds the data
// folder, and stands in the ledger as done by the system. A row that was imported
// before is passed over when it says the same, and is a fault when it does not.
func (o *Office) ImportLetters(ctx context.Context, organ ledger.ID, rows []letter.Old, progress func(written int)) (out LetterImport, err error) {
	err = o.record(ctx, organ, func(tx *store.Tx) error {
		i := letterImporter{tx: tx, organ: organ}
		for chunk := range slices.Chunk(rows, 500) {
			if err := i.sort(chunk); err != nil {
				return err
			}
		}
		out = LetterImport{Skipped: len(rows) - len(i.fresh), Faults: i.faults}
		if len(i.faults) > 0 {
			return errStop
		}
		return tx.Bulk(func() error {
			for _, x := range i.fresh {
				if err := i.add(x); err != nil {
					return err
				}
				out.Done++
				progress(out.Done)
			}
			return nil
		})
	})
	if errors.Is(err, errStop) {
		return LetterImport{Faults: out.Faults}, nil
	}
	return out, err
}

// letterImporter is an import within its transaction.
type letterImporter struct {
	tx     *store.Tx
	organ  ledger.ID
	fresh  []letter.Old
	faults []letter.Fault
}

// id names an imported letter by its number, so that it is found again whatever
// the number looks like, and tells nothing of it.
func (i *letterImporter) id(no string) ledger.ID {
	return ledger.ID("p" + i.tx.Mark("oldletter", hex.EncodeToString([]byte(string(i.organ)+" "+no)))[:23])
}

// sort tells rows that are new from those that are here.
func (i *letterImporter) sort(rows []letter.Old) error {
	ids, numbers := make([]ledger.ID, len(rows)), make([]string, len(rows))
	for n, x := range rows {
		ids[n], numbers[n] = i.id(x.No), x.No
	}
	entries, err := i.tx.Entries(i.organ, store.EntryFilter{Subjects: ids, Kinds: []string{letter.Imported{}.Kind()}})
	if err != nil {
		return err
	}
	was, seqs := map[ledger.ID]ledger.Entry{}, make([]int64, 0, len(entries))
	for _, e := range entries {
		was[e.Subject], seqs = e, append(seqs, e.Seq)
	}
	said, err := i.tx.LetterWordsOf(i.organ, seqs)
	if err != nil {
		return err
	}
	taken, err := i.tx.LettersByNo(i.organ, numbers)
	if err != nil {
		return err
	}
	for n, x := range rows {
		e, known := was[ids[n]]
		switch other, used := taken[x.No]; {
		case used && other != ids[n]:
			i.fault(x, fmt.Sprintf("编号“%s”已是本系统登记的另一封信的编号。请先核对是否同一封：是的，删去这一行；不是的，给编号加上前缀，如“旧%s”", x.No, x.No))
		case !known:
			i.fresh = append(i.fresh, x)
		default:
			same, err := sameLetter(x, e, said[e.Seq])
			if err != nil {
				return err
			}
			if !same {
				i.fault(x, fmt.Sprintf("编号“%s”先前已导入，内容与这一行不同。已导入的在工作台里更正，并删去这一行；确是另一封的，请改编号，如加上年份", x.No))
			}
		}
	}
	return nil
}

func (i *letterImporter) fault(x letter.Old, words string) {
	i.faults = append(i.faults, letter.Fault{Line: x.Line, Cell: "A" + strconv.Itoa(x.Line), Words: words})
}

// sameLetter says whether a row is what was imported, whatever became of the
// letter, and of the table of mailboxes, since. Of an erased person nothing is
// left to compare.
func sameLetter(x letter.Old, e ledger.Entry, w store.Words) (bool, error) {
	f, err := Codec().Decode(e)
	if err != nil {
		return false, err
	}
	was, _ := f.(letter.Imported)
	now := x.Fact(was.Words)
	now.Terms = was.Terms
	return e.On == x.On && was == now && (len(w.Words) == 0 || ledger.Salted(w.Salt, x.Words()...) == was.Words), nil
}

// add writes one row.
func (i *letterImporter) add(x letter.Old) error {
	id, salt := i.id(x.No), newSalt()
	words := x.Words()
	f := x.Fact(ledger.Salted(salt, words...))
	e, err := i.tx.Append(x.On, id, ledger.System, f)
	if err != nil {
		return err
	}
	s, t := letter.Sender{Name: x.Name}, letter.Text{Title: x.Title, Content: x.Content}
	l := letter.Letter{}.Apply(e, f)
	l.No = x.No
	if err := i.tx.AddLetter(store.LetterRow{Letter: l, Subject: t.Digest(s), Matter: t.Matter(s)}, store.LetterKeys{}); err != nil {
		return err
	}
	if err := i.tx.PutSender(id, s); err != nil {
		return err
	}
	return i.tx.PutLetterWords(i.organ, id, store.Words{Seq: e.Seq, Words: words, Salt: salt})
}
