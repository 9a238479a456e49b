package visit

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// Shards is into how many parts a year's set is split, by the first byte of the
// key: a closing reads and writes them one after the other, so that ten million
// visitors need no more memory than forty thousand.
const Shards = 256

// RecordLen is the length of a visitor in a set: a key with the months in which it was seen, a bit each.
const RecordLen = KeyLen + 2

// Seen is a visitor on one of the days that are closed together.
type Seen struct {
	Key Key
	Day int // index into the days
}

// Tallied is what the set says of one day.
type Tallied struct{ Visitors, FirstInMonth, FirstInYear int64 }

// Merge adds the visitors of some days to one part of a year's set and says of each
// day how many there were, and how many of them were new to their month and to the
// year. months are those of the days, from 1. Days may be added in any order: the
// sum of the first is always the size of the set (VI-UV).
func Merge(set []byte, seen []Seen, months []int, out []Tallied) []byte {
	slices.SortFunc(seen, func(a, b Seen) int {
		if c := bytes.Compare(a.Key[:], b.Key[:]); c != 0 {
			return c
		}
		return a.Day - b.Day
	})
	merged := make([]byte, 0, len(set)+len(seen)*RecordLen)
	for i := 0; i < len(seen); {
		key, mask := seen[i].Key, uint16(0)
		for len(set) >= RecordLen && bytes.Compare(set[:KeyLen], key[:]) < 0 {
			merged, set = append(merged, set[:RecordLen]...), set[RecordLen:]
		}
		if len(set) >= RecordLen && bytes.Equal(set[:KeyLen], key[:]) {
			mask, set = binary.BigEndian.Uint16(set[KeyLen:]), set[RecordLen:]
		}
		for last := -1; i < len(seen) && seen[i].Key == key; i++ {
			if seen[i].Day == last {
				continue
			}
			last = seen[i].Day
			t, bit := &out[last], uint16(1)<<(months[last]-1)
			t.Visitors++
			if mask == 0 {
				t.FirstInYear++
			}
			if mask&bit == 0 {
				t.FirstInMonth++
			}
			mask |= bit
		}
		merged = binary.BigEndian.AppendUint16(append(merged, key[:]...), mask)
	}
	return append(merged, set...)
}

// SetSize is how many visitors a part holds.
func SetSize(set []byte) int64 { return int64(len(set) / RecordLen) }

// Pack joins keys into one run of bytes, each once and in order.
func Pack(keys map[Key]struct{}) []byte {
	all := make([]Key, 0, len(keys))
	for k := range keys {
		all = append(all, k)
	}
	slices.SortFunc(all, func(a, b Key) int { return bytes.Compare(a[:], b[:]) })
	out := make([]byte, 0, len(all)*KeyLen)
	for _, k := range all {
		out = append(out, k[:]...)
	}
	return out
}

// Unpack calls f with each key of a run.
func Unpack(run []byte, f func(Key)) {
	for ; len(run) >= KeyLen; run = run[KeyLen:] {
		f(Key(run[:KeyLen]))
	}
}
