package service

import (
	"strings"

	"gongkai/ledger"
)

// IsKind says whether a kind is one of a case.
func IsKind(kind string) bool { return strings.HasPrefix(kind, "service.") }

// Bound is the sum by which a fact binds words that stand beside it.
func Bound(f ledger.Fact) ledger.Sum {
	switch f := f.(type) {
	case Filed:
		return f.Words
	case Prechecked:
		return f.Words
	case Lacked:
		return f.Words
	case Supplemented:
		return f.Words
	case Declined:
		return f.Words
	case Advanced:
		return f.Words
	case SentBack:
		return f.Words
	case Suspended:
		return f.Words
	case Extended:
		return f.Words
	case Decided:
		return f.Words
	case Delivered:
		return f.Proof
	case Rated:
		return f.Words
	case Verified:
		return f.Words
	case Mended:
		return f.Words
	case Answered:
		return f.Words
	case Withdrawn:
		return f.Words
	case Returned:
		return f.Words
	case Transferred:
		return f.Words
	}
	return ""
}
