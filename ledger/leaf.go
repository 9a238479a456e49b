package ledger

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"gongkai/calendar"
)

var errLeaf = errors.New("ledger: not the text of an entry")

// ParseLeaf reads an entry back from the text that is hashed. Only the exact
// text that Leaf writes is one.
func ParseLeaf(leaf string) (Entry, error) {
	f := strings.Split(leaf, "\n")
	if len(f) != 10 {
		return Entry{}, errLeaf
	}
	seq, err1 := strconv.ParseInt(f[2], 10, 64)
	at, err2 := strconv.ParseInt(f[3], 10, 64)
	on, err3 := calendar.ParseDay(f[4])
	if errors.Join(err1, err2, err3) != nil || seq < 1 {
		return Entry{}, errLeaf
	}
	e := Entry{Organ: ID(f[1]), Seq: seq, At: time.UnixMilli(at).In(calendar.Shanghai), On: on, Kind: f[5], Subject: ID(f[6]),
		By: ID(f[7]), Body: json.RawMessage(f[8])}
	if string(e.Leaf()) != leaf {
		return Entry{}, errLeaf
	}
	return e, nil
}
