package bench

import (
	"testing"

	"gongkai/internal/demo"
	"gongkai/internal/office"
	"gongkai/internal/testkit"
)

// What fills an installation goes through the verbs: the ledger proves it.
func TestFill(t *testing.T) {
	t.Parallel()
	for _, kind := range testkit.Kinds {
		t.Run(kind, func(t *testing.T) {
			var clock demo.Clock
			o := office.New(office.Config{DB: testkit.Open(t, testkit.URL(t, kind)), Now: clock.Now})
			ids, err := Fill(t.Context(), o, &clock, NewCorpus(6, 300), func(int, int) {})
			if err != nil || len(ids) != 300 {
				t.Fatal(len(ids), err)
			}
			v, err := o.Verify(t.Context(), demo.Token)
			if err != nil || len(v.Findings) > 0 {
				t.Fatal(err, v)
			}
			l, err := o.PublicList(t.Context(), demo.Token, office.ListQuery{})
			if err != nil || l.Total != 300 {
				t.Fatal(l.Total, err)
			}
		})
	}
}
