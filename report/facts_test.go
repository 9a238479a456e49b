package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/ledger"
)

// The row of a report goes from 起草 over 已冻结 to 已公布, by facts alone.
func TestReportApply(t *testing.T) {
	t.Parallel()
	var r Report
	r.State, r.Sections, r.Salt = Drafting, []string{"一"}, "salt"
	r = r.Apply(ledger.Entry{Organ: "o1", Seq: 300}, Frozen{Year: 2019, Form: "2019", Seq: 299, Root: "ab", Text: r.Sum()})
	want := Report{Organ: "o1", Year: 2019, Form: "2019", State: Pinned, Sections: []string{"一"}, Seq: 299, Root: "ab", Salt: "salt"}
	if d := cmp.Diff(want, r); d != "" {
		t.Errorf("frozen (-want +got):\n%s", d)
	}
	r = r.Apply(ledger.Entry{Organ: "o1", Seq: 302}, Issued{Year: 2019, Article: "a1"})
	want.State, want.Article = Out, "a1"
	if d := cmp.Diff(want, r); d != "" {
		t.Errorf("issued (-want +got):\n%s", d)
	}
	if d := cmp.Diff(r, r.Apply(ledger.Entry{}, Stated{Year: 2019})); d != "" {
		t.Errorf("a statement changed the report's row:\n%s", d)
	}
}

// The words of a frozen report and what a statement rests on cannot be changed
// unseen: each part is in the sum.
func TestSums(t *testing.T) {
	t.Parallel()
	sums := map[ledger.Sum]string{}
	put := func(what string, s ledger.Sum) {
		if was := sums[s]; was != "" {
			t.Errorf("%s has the sum of %s", what, was)
		}
		sums[s] = what
	}
	put("report", Report{Salt: "s", Sections: []string{"一", "二"}}.Sum())
	put("other words", Report{Salt: "s", Sections: []string{"一", "三"}}.Sum())
	put("other order", Report{Salt: "s", Sections: []string{"二", "一"}}.Sum())
	put("moved between sections", Report{Salt: "s", Sections: []string{"一二", ""}}.Sum())
	put("other salt", Report{Salt: "t", Sections: []string{"一", "二"}}.Sum())
	put("statement", Statement{Salt: "s", SHA: "a", Name: "b", Note: "c"}.Sum())
	put("other bytes", Statement{Salt: "s", SHA: "x", Name: "b", Note: "c"}.Sum())
	put("other name", Statement{Salt: "s", SHA: "a", Name: "x", Note: "c"}.Sum())
	put("other note", Statement{Salt: "s", SHA: "a", Name: "b", Note: "x"}.Sum())
	put("other salt of the statement", Statement{Salt: "t", SHA: "a", Name: "b", Note: "c"}.Sum())
}
