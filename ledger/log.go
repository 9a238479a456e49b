package ledger

import (
	"encoding/hex"
	"errors"
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// Hash is a node of the tree.
type Hash = tlog.Hash

// HashReader reads stored nodes by tlog's index.
type HashReader = tlog.HashReader

// Head says how long the log is and what its root is. A report is pinned to
// one; the site prints one a day.
type Head struct {
	Seq  int64
	Root Hash
}

// Hex is the root as it is printed.
func (h Head) Hex() string { return hex.EncodeToString(h.Root[:]) }

// Nodes returns the nodes that the entry's leaf adds, to be stored from index
// tlog.StoredHashIndex(0, seq-1) on.
func Nodes(e Entry, r HashReader) ([]Hash, error) {
	return tlog.StoredHashes(e.Seq-1, e.Leaf(), r)
}

// FirstNode is the storage index of the first node that entry seq adds.
func FirstNode(seq int64) int64 { return tlog.StoredHashIndex(0, seq-1) }

// Root computes the head of a log of n entries.
func Root(n int64, r HashReader) (Head, error) {
	if n == 0 {
		return Head{}, nil
	}
	h, err := tlog.TreeHash(n, r)
	if err != nil {
		return Head{}, fmt.Errorf("ledger: root of %d: %w", n, err)
	}
	return Head{Seq: n, Root: h}, nil
}

// Tree rebuilds a log in memory from its entries alone; verification and
// offline proofs use it.
type Tree struct {
	n     int64
	nodes []Hash
}

// ReadHashes serves the nodes that were added.
func (t *Tree) ReadHashes(at []int64) ([]Hash, error) {
	out := make([]Hash, len(at))
	for i, x := range at {
		if x < 0 || x >= int64(len(t.nodes)) {
			return nil, fmt.Errorf("ledger: no node %d", x)
		}
		out[i] = t.nodes[x]
	}
	return out, nil
}

// ErrGap says that entries do not follow one another.
var ErrGap = errors.New("entry missing or out of order")

// Add appends the next entry.
func (t *Tree) Add(e Entry) error {
	if e.Seq != t.n+1 {
		return fmt.Errorf("ledger: entry %d after %d: %w", e.Seq, t.n, ErrGap)
	}
	hs, err := Nodes(e, t)
	if err != nil {
		return err
	}
	t.nodes = append(t.nodes, hs...)
	t.n++
	return nil
}

// Head is the head after the last entry added.
func (t *Tree) Head() (Head, error) { return Root(t.n, t) }

// Prove returns the proof that entry seq stands in the log of head.
func Prove(head Head, seq int64, r HashReader) (tlog.RecordProof, error) {
	return tlog.ProveRecord(head.Seq, seq-1, r)
}

// CheckProof checks an entry against a head without the database.
func CheckProof(p tlog.RecordProof, head Head, e Entry) error {
	return tlog.CheckRecord(p, head.Seq, head.Root, e.Seq-1, tlog.RecordHash(e.Leaf()))
}

// Edge is the storage indexes of the nodes over n entries that the next entry
// and the head are made from: the roots of the largest complete subtrees.
func Edge(n int64) []int64 {
	var out []int64
	var before int64
	for level := bits.Len64(uint64(n)) - 1; level >= 0; level-- {
		if n&(1<<level) != 0 {
			out = append(out, tlog.StoredHashIndex(level, before>>level))
			before += 1 << level
		}
	}
	return out
}
