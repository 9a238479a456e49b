package office

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/request"
)

// Imported is what an old register brought in.
type Imported struct {
	Added, Known int
	Clashes      []request.Fault // rows whose number is here with other contents; nothing was imported then
}

var errClash = errors.New("office: the register disagrees with what is here")

// serialNo is a number as this office gives them.
var serialNo = regexp.MustCompile(`^(\d{4})-(\d{1,6})$`)

// ImportRequests takes in the rows of an old register (旧台账导入), all or none,
// in one transaction. A row that is here already is passed over, so that the
// same file may be read twice. It is done from the command line, by whoever
// holds the data folder, and stands in the ledger as done by the system.
// progress is told from time to time how many rows are done.
func (o *Office) ImportRequests(ctx context.Context, organ ledger.ID, rows []request.Old, progress func(done int)) (out Imported, err error) {
	err = o.record(ctx, organ, func(tx *store.Tx) error {
		out = Imported{}
		known, err := importedFacts(tx, organ)
		if err != nil {
			return err
		}
		last := map[int]int{} // the highest number of each year
		for i, row := range rows {
			if i%5000 == 0 {
				progress(i)
			}
			id := ledger.ID("o" + tx.Mark("import", row.No)[:15])
			was, here := known[id]
			if here {
				same, err := sameRow(tx, id, was, row)
				if err != nil {
					return err
				}
				if !same {
					out.Clashes = append(out.Clashes, request.Fault{Line: row.Line, Cell: "A" + strconv.Itoa(row.Line),
						Words: fmt.Sprintf("编号“%s”已经导入过，而这一行的内容与那时不同。请核对；确是另一件申请的，请改用别的编号", row.No)})
				}
				out.Known++
				continue
			}
			if err := o.importRow(tx, organ, id, row); err != nil {
				return fmt.Errorf("office: import row %d: %w", row.Line, err)
			}
			out.Added++
			if m := serialNo.FindStringSubmatch(row.No); m != nil {
				year, _ := strconv.Atoi(m[1])
				n, _ := strconv.Atoi(m[2])
				last[year] = max(last[year], n)
			}
		}
		if len(out.Clashes) > 0 {
			return errClash
		}
		for year, n := range last {
			if err := tx.RaiseSerial(organ, "request", year, n); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, errClash) {
		return out, nil
	}
	progress(len(rows))
	return out, err
}

// importedFacts are the facts of the registers that were imported before.
func importedFacts(tx *store.Tx, organ ledger.ID) (map[ledger.ID]request.Imported, error) {
	out := map[ledger.ID]request.Imported{}
	codec := Codec()
	err := tx.EachEntry(organ, store.EntryFilter{Kinds: []string{request.Imported{}.Kind()}}, func(e ledger.Entry) error {
		f, err := codec.Decode(e)
		if err != nil {
			return err
		}
		x := f.(request.Imported)
		out[e.Subject] = x
		return nil
	})
	return out, err
}

// sameRow says whether a row is the one that was imported: its facts, and its
// words as long as the person was not erased.
func sameRow(tx *store.Tx, id ledger.ID, was request.Imported, row request.Old) (bool, error) {
	r, err := tx.Request(id)
	if err != nil {
		return false, err
	}
	now := row.Fact(was.Words)
	if now != was || r.ArrivedOn != row.On {
		return false, nil
	}
	words, err := tx.RequestWords(id)
	if err != nil || r.Erased {
		return r.Erased, err
	}
	for _, w := range words {
		if ledger.Salted(w.Salt, w.Words...) == was.Words {
			return slices.Equal(w.Words, row.Words()), nil
		}
	}
	return false, nil
}

func (o *Office) importRow(tx *store.Tx, organ, id ledger.ID, row request.Old) error {
	salt, words := newSalt(), row.Words()
	f := row.Fact(ledger.Salted(salt, words...))
	e, err := tx.Append(row.On, id, ledger.System, f)
	if err != nil {
		return err
	}
	r := request.Request{}.Apply(e, f)
	p := request.Person{Name: row.Name}
	a := request.Ask{Content: row.Content}
	subject := a.Digest(p)
	if r.No == "" {
		subject = row.No + " " + subject // a number that the ledger cannot hold
	}
	if err := tx.AddRequest(r, store.RequestText{Subject: subject, Ask: a, Salt: newSalt()}); err != nil {
		return err
	}
	if err := tx.PutPerson(id, p); err != nil {
		return err
	}
	return tx.PutRequestWords(organ, id, store.Words{Seq: e.Seq, Words: words, Salt: salt})
}
