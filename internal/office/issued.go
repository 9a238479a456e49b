package office

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"gongkai/internal/store"
	"gongkai/ledger"
)

// issued are the documents that an organ made public, by number; it answers
// whether one that a text cites is known and in force. To read them all takes as
// long as there are articles, so they are kept, and after each change of the
// ledger only what it speaks of is read again, whoever wrote it.
type issued struct {
	mu    sync.RWMutex
	seq   int64 // of the ledger, up to which they are known
	docs  map[ledger.ID]store.Issued
	by    map[string][]ledger.ID
	times map[string]int // of 机关代字
}

func newIssued() *issued {
	return &issued{docs: map[ledger.ID]store.Issued{}, by: map[string][]ledger.ID{}, times: map[string]int{}}
}

// manyChanged is how many articles may change before all are read anew.
const manyChanged = 500

// issued brings an organ's documents up to the state of the transaction. What
// it writes itself may be taken back, so that is not looked at.
func (o *Office) issued(tx *store.Tx, organ ledger.ID) (*issued, error) {
	o.mu.Lock()
	d := o.documents[organ]
	if d == nil {
		if o.documents == nil {
			o.documents = map[ledger.ID]*issued{}
		}
		d = newIssued()
		o.documents[organ] = d
	}
	o.mu.Unlock()
	d.mu.Lock()
	defer d.mu.Unlock()
	return d, d.follow(tx, organ)
}

// follow reads what was published, withdrawn or rated since.
func (d *issued) follow(tx *store.Tx, organ ledger.ID) error {
	seq, err := tx.Settled(organ)
	if err != nil || seq <= d.seq {
		return err
	}
	var ids []ledger.ID
	if d.seq > 0 {
		if ids, err = tx.Touched(organ, d.seq+1, seq, "publication.", manyChanged); err != nil {
			return err
		}
	}
	if d.seq > 0 && len(ids) == 0 {
		d.seq = seq
		return nil
	}
	if len(ids) == manyChanged {
		ids = nil
	}
	rows, err := tx.Issued(organ, ids...)
	if err != nil {
		return err
	}
	if ids == nil {
		clear(d.docs)
		clear(d.by)
		clear(d.times)
	}
	for _, id := range ids {
		d.drop(id)
	}
	for _, x := range rows {
		d.add(x)
	}
	d.seq = seq
	return nil
}

func (d *issued) add(x store.Issued) {
	d.docs[x.Article] = x
	d.by[x.No] = append(d.by[x.No], x.Article)
	if token, _, ok := strings.Cut(x.No, "〔"); ok {
		d.times[token]++
	}
}

func (d *issued) drop(id ledger.ID) {
	x, ok := d.docs[id]
	if !ok {
		return
	}
	delete(d.docs, id)
	d.by[x.No] = slices.DeleteFunc(d.by[x.No], func(other ledger.ID) bool { return other == id })
	if len(d.by[x.No]) == 0 {
		delete(d.by, x.No)
	}
	if token, _, ok := strings.Cut(x.No, "〔"); ok {
		d.times[token]--
	}
}

// Document looks up a number such as 岳科发〔2019〕12号. Of several articles with
// one number, one in force tells.
func (d *issued) Document(no string) (known, valid bool, successor string) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	for _, id := range d.by[no] {
		x := d.docs[id]
		if x.Validity != "repealed" && x.Validity != "expired" {
			return true, true, ""
		}
		known, successor = true, cmp.Or(successor, d.docs[x.ReplacedBy].No)
	}
	return known, false, successor
}

// tokens are the 机关代字 under which the organ issues documents; what stands in
// fewer than three may be another organ's, passed on.
func (d *issued) tokens() (out []string) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	for token, n := range d.times {
		if n >= 3 {
			out = append(out, token)
		}
	}
	slices.Sort(out)
	return out
}

// besides knows a text's own number too, of which it may speak before it is out.
type besides struct {
	*issued
	own string
}

// Document looks up a number.
func (d besides) Document(no string) (known, valid bool, successor string) {
	if no == d.own {
		return true, true, ""
	}
	return d.issued.Document(no)
}
