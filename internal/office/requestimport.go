package office

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/request"
)

// Import is what became of the rows of an old register.
type Import struct {
	Done, Skipped int // Skipped were here already, with the same content
	Faults        []request.Fault
}

// errStop ends a transaction whose rows have faults, so that none is written.
var errStop = errors.New("stop")

// ImportRequests takes over an old register (旧台账导入), all rows or none. It is
// done from the command line, by whoever holds the data folder, and stands in
// the ledger as done by the system; no letter is asked for. A row that was
// imported before is passed over when it says the same, and is a fault when it
// does not. The number decides which row is which. Progress is told the rows
// that are written.
func (o *Office) ImportRequests(ctx context.Context, organ ledger.ID, rows []request.Old, progress func(written int)) (out Import, err error) {
	err = o.record(ctx, organ, func(tx *store.Tx) error {
		i := importer{tx: tx, organ: organ, last: map[int]int{}}
		for chunk := range slices.Chunk(rows, 500) {
			if err := i.sort(chunk); err != nil {
				return err
			}
		}
		out = Import{Skipped: len(rows) - len(i.fresh), Faults: i.faults}
		if len(i.faults) > 0 {
			return errStop
		}
		err := tx.Bulk(func() error {
			for _, x := range i.fresh {
				if err := i.add(x); err != nil {
					return err
				}
				out.Done++
				progress(out.Done)
			}
			return nil
		})
		if err != nil {
			return err
		}
		for year, n := range i.last {
			if err := tx.KeepSerial(organ, "request", year, n); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, errStop) {
		return Import{Faults: out.Faults}, nil
	}
	return out, err
}

// importer is an import within its transaction.
type importer struct {
	tx     *store.Tx
	organ  ledger.ID
	fresh  []request.Old
	faults []request.Fault
	last   map[int]int // the highest number of a year that looks like ours
}

// id names an imported request by its number, so that it is found again
// whatever the number looks like, and tells nothing of it.
func (i *importer) id(no string) ledger.ID {
	return ledger.ID("o" + i.tx.Mark("old", hex.EncodeToString([]byte(string(i.organ)+" "+no)))[:23])
}

// sort tells rows that are new from those that are here.
func (i *importer) sort(rows []request.Old) error {
	ids, numbers := make([]ledger.ID, len(rows)), make([]string, len(rows))
	for n, x := range rows {
		ids[n], numbers[n] = i.id(x.No), x.No
	}
	entries, err := i.tx.Entries(i.organ, store.EntryFilter{Subjects: ids, Kinds: []string{request.Imported{}.Kind()}})
	if err != nil {
		return err
	}
	was, seqs := map[ledger.ID]ledger.Entry{}, make([]int64, 0, len(entries))
	for _, e := range entries {
		was[e.Subject], seqs = e, append(seqs, e.Seq)
	}
	var said map[int64]store.Words
	if len(seqs) > 0 {
		if said, err = i.tx.WordsOf(i.organ, seqs); err != nil {
			return err
		}
	}
	taken, err := i.tx.RequestsByNo(i.organ, numbers)
	if err != nil {
		return err
	}
	for n, x := range rows {
		e, known := was[ids[n]]
		switch other, used := taken[x.No]; {
		case used && other != ids[n]:
			i.fault(x, fmt.Sprintf("编号“%s”已是本系统登记的另一件申请的编号。请先核对是否同一件：是的，删去这一行；不是的，给编号加上前缀，如“旧%s”", x.No, x.No))
		case !known:
			i.fresh = append(i.fresh, x)
		default:
			same, err := unchanged(x, e, said[e.Seq])
			if err != nil {
				return err
			}
			if !same {
				i.fault(x, fmt.Sprintf("编号“%s”先前已导入，内容与这一行不同。已导入的在工作台里更正，并删去这一行；确是另一件的，请改编号，如加上年份", x.No))
			}
		}
	}
	return nil
}

func (i *importer) fault(x request.Old, words string) {
	i.faults = append(i.faults, request.Fault{Line: x.Line, Cell: "A" + strconv.Itoa(x.Line), Words: words})
}

// unchanged says whether a row is what was imported, whatever became of the
// request since. Of an erased person nothing is left to compare.
func unchanged(x request.Old, e ledger.Entry, w store.Words) (bool, error) {
	f, err := Codec().Decode(e)
	if err != nil {
		return false, err
	}
	was, _ := f.(request.Imported)
	erased := len(w.Words) == 0
	return e.On == x.On && was == x.Fact(was.Words) && (erased || ledger.Salted(w.Salt, x.Words()...) == was.Words), nil
}

// ours is a number as this system gives it.
var ours = regexp.MustCompile(`^(\d{4})-(\d{4,9})$`)

// add writes one row.
func (i *importer) add(x request.Old) error {
	id, salt := i.id(x.No), newSalt()
	words := x.Words()
	f := x.Fact(ledger.Salted(salt, words...))
	e, err := i.tx.Append(x.On, id, ledger.System, f)
	if err != nil {
		return err
	}
	p, a := request.Person{Name: x.Name}, request.Ask{Content: x.Content}
	r := request.Request{}.Apply(e, f)
	r.No = x.No
	if err := i.tx.AddRequest(r, store.RequestText{Subject: a.Digest(p), Ask: a, Salt: newSalt()}); err != nil {
		return err
	}
	if err := i.tx.PutPerson(id, p); err != nil {
		return err
	}
	if m := ours.FindStringSubmatch(x.No); m != nil {
		year, _ := strconv.Atoi(m[1])
		n, _ := strconv.Atoi(m[2])
		i.last[year] = max(i.last[year], n)
	}
	return i.tx.PutRequestWords(i.organ, id, store.Words{Seq: e.Seq, Words: words, Salt: salt})
}
