package publication

import (
	"reflect"
	"testing"

	"gongkai/ledger"
)

// R-A17: an old text comes back as a draft and goes the whole way again;
// nothing of its former approval comes with it.
func TestRestore(t *testing.T) {
	t.Parallel()
	old, newest := whole(Past), whole(Live)
	old.Approver, old.PublishedAt, old.Remark, old.Files = "boss", now, "x", []File{{Name: "表.xlsx", SHA: "a"}}
	newest.No = 3
	for _, c := range []struct {
		old, newest State
		want        string
	}{{Past, Live, ""}, {Withdrawn, Withdrawn, ""}, {Past, Withdrawn, ""}, {Live, Live, "publication.restore.live"}, {Past, Draft, "publication.revise.state"},
		{Past, InReview, "publication.revise.state"}, {Past, Scheduled, "publication.revise.state"}, {Draft, Live, "publication.restore.state"}} {
		o, n := old, newest
		o.State, n.State = c.old, c.newest
		_, err := Article{ID: "a1", Live: 3}.Restore(o, n, "li", "new salt", now)
		if got := code(t, err); got != c.want {
			t.Errorf("%s over %s: %q, want %q", c.old, c.newest, got, c.want)
		}
	}
	got, _ := Article{ID: "a1", Live: 3}.Restore(old, newest, "li", "new salt", now)
	want := whole(Draft)
	want.No, want.Passed, want.Authors, want.Salt, want.SavedAt, want.Note, want.Files = 4, "", []ledger.ID{"li"}, "new salt", now, "恢复第1版的内容", old.Files
	if !reflect.DeepEqual(want, got) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}
