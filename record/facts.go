package record

import "gongkai/ledger"

// Received: a person asked for the correction of a record (收到更正申请).
type Received struct {
	Door  ledger.Code
	Words ledger.Sum
}

// Proposed: the matter was looked into and its end drafted (拟办).
type Proposed struct {
	How   State
	Words ledger.Sum
}

// Returned: the draft went back with a reason (退回).
type Returned struct{ Words ledger.Sum }

// Ended: the end was decided by another than who drafted it (办结).
type Ended struct {
	How   State
	Words ledger.Sum
}

// Kept: evidence was added to the file (附卷).
type Kept struct{ Sum ledger.Sum }

// Lettered: a letter of the matter was made (制发文书).
type Lettered struct {
	Writ    ledger.Code
	Version int
	No      ledger.Code // year/serial
	Sum     ledger.Sum
}

// Delivered: a letter reached the person, or the competent organ (送达); Of is
// the letter's entry.
type Delivered struct {
	Of    int64
	Organ bool
	Proof ledger.Sum
}

// Erased: the person was erased from the matter (删除个人信息).
type Erased struct{}

func (Received) Kind() string  { return "record.received" }
func (Proposed) Kind() string  { return "record.proposed" }
func (Returned) Kind() string  { return "record.returned" }
func (Ended) Kind() string     { return "record.ended" }
func (Kept) Kind() string      { return "record.kept" }
func (Lettered) Kind() string  { return "record.lettered" }
func (Delivered) Kind() string { return "record.delivered" }
func (Erased) Kind() string    { return "record.erased" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact {
	return []ledger.Fact{Received{}, Proposed{}, Returned{}, Ended{}, Kept{}, Lettered{}, Delivered{}, Erased{}}
}
