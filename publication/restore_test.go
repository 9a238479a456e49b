package publication

import (
	"fmt"
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
		_, err := Article{ID: "a1", Live: 3}.Restore(o, n, []ledger.ID{"li"}, "new salt", now)
		if got := code(t, err); got != c.want {
			t.Errorf("%s over %s: %q, want %q", c.old, c.newest, got, c.want)
		}
	}
	got, _ := Article{ID: "a1", Live: 3}.Restore(old, newest, []ledger.ID{"li", ""}, "new salt", now)
	want := whole(Draft)
	want.No, want.Passed, want.Authors, want.Salt, want.SavedAt, want.Note, want.Files = 4, "", []ledger.ID{"author", "li"}, "new salt", now, "恢复第1版的内容", old.Files
	if !reflect.DeepEqual(want, got) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

// R-A17: whoever wrote the text that an edition begins with is an author of it
// as well, with whoever begins it and in whose name; the former edition keeps
// its own authors.
func TestNextKeepsAuthors(t *testing.T) {
	t.Parallel()
	was := whole(Live)
	was.Authors = append(make([]ledger.ID, 0, 8), "author")
	for _, c := range []struct {
		by   []ledger.ID
		want string
	}{{[]ledger.ID{"li"}, "[author li]"}, {[]ledger.ID{"fu", "li"}, "[author fu li]"}, {[]ledger.ID{"author", ""}, "[author]"}} {
		revised, err := Article{ID: "a1", Live: 1}.Revise(was, c.by, "new salt", now)
		if err != nil || revised.No != 2 || revised.State != Draft || revised.Passed != "" || fmt.Sprint(revised.Authors) != c.want {
			t.Errorf("revised: %+v, %v", revised, err)
		}
		closed := was
		closed.State, closed.Mode, closed.Basis = Closed, "withheld", "process"
		if e := closed.Disclose(c.by, "new salt", now); e.Mode != "proactive" || e.Basis != "" || e.No != 2 || fmt.Sprint(e.Authors) != c.want {
			t.Errorf("to be public: %+v", e)
		}
		if fmt.Sprint(was.Authors) != "[author]" || was.Authors[:2][1] != "" {
			t.Errorf("the former edition: %v", was.Authors[:2])
		}
	}
	if _, err := (Article{ID: "a1"}).Revise(whole(InReview), nil, "s", now); code(t, err) != "publication.revise.state" {
		t.Errorf("revised under review: %v", err)
	}
}
