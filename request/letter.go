package request

import (
	"strings"

	"gongkai/ledger"
)

// Lettered: a letter of the request was made (制发文书), numbered and bound by
// its sum. Whose verb made it stands in the entry before it.
type Lettered struct {
	Writ    ledger.Code // kind of the letter
	Version int         // of its template, 0 is the built-in first
	No      ledger.Code // series/year/serial
	Sum     ledger.Sum
}

// Kept: a paper was added to the file (附卷): a scan, a proof, what was supplied.
type Kept struct {
	Paper ledger.Code // kind
	Sum   ledger.Sum  // over the bytes
}

func (Lettered) Kind() string { return "request.lettered" }
func (Kept) Kind() string     { return "request.kept" }

// Is says whether a fact is one of a request.
func Is(f ledger.Fact) bool { return IsKind(f.Kind()) }

// IsKind says it of a kind.
func IsKind(kind string) bool { return strings.HasPrefix(kind, "request.") }

// Bound is the sum by which a fact binds words that stand beside it.
func Bound(f ledger.Fact) ledger.Sum {
	switch f := f.(type) {
	case Received:
		return f.Words
	case Imported:
		return f.Words
	case Clarified:
		return f.Words
	case Supplemented:
		return f.Words
	case Consulted:
		return f.Words
	case Heard:
		return f.Words
	case Extended:
		return f.Words
	case ReasonsAsked:
		return f.Words
	case Reasoned:
		return f.Words
	case Postponed:
		return f.Words
	case Decided:
		return f.Words
	case Returned:
		return f.Words
	case Checked:
		return f.Words
	case Approved:
		return f.Words
	case Delivery:
		return f.Proof
	case TakenBack:
		return f.Words
	case Reopened:
		return f.Words
	case Corrected:
		return f.Words
	case Declined:
		return f.Words
	}
	return ""
}
