package ledger

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gongkai/calendar"
)

// happened is a fact with a field of every sort that facts may have.
type happened struct {
	N    int64
	Code Code
	Who  ID
	Sum  Sum
	On   calendar.Day
	Many []ID
	Flag bool
}

func (happened) Kind() string { return "test.happened" }

// told is a fact as it must not be.
type told struct {
	Name  string
	Inner struct{ Words []string }
	Any   any
	By    map[string]ID
}

func (told) Kind() string { return "test.told" }

var at = time.Date(2019, 12, 31, 16, 30, 0, 123456789, time.UTC)

func entry(t testing.TB, organ ID, seq int64, f Fact) Entry {
	t.Helper()
	e, err := New(organ, seq, at, calendar.NewDay(2019, 12, 31), "a1", "zhang", f)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// The leaf is for ever: a change of this text would break every head that was
// ever printed.
func TestLeaf(t *testing.T) {
	t.Parallel()
	e := entry(t, "o1", 7, happened{N: 1, Code: "xxgk/zhinan", Who: "li", Many: []ID{"a", "b"}})
	want := strings.Join([]string{"gongkai entry v1", "o1", "7", "1577809800123", "2019-12-31", "test.happened", "a1", "zhang",
		`{"N":1,"Code":"xxgk/zhinan","Who":"li","Sum":"","On":"","Many":["a","b"],"Flag":false}`, ""}, "\n")
	if d := cmp.Diff(want, string(e.Leaf())); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if e.At.Nanosecond() != 123_000_000 {
		t.Errorf("At keeps %d ns: the leaf would not survive the database", e.At.Nanosecond())
	}
}

// No two different entries share a leaf, field by field.
func TestLeafTellsFieldsApart(t *testing.T) {
	t.Parallel()
	base := entry(t, "o1", 7, happened{N: 1})
	for name, change := range map[string]func(*Entry){
		"Organ": func(e *Entry) { e.Organ = "o2" }, "Seq": func(e *Entry) { e.Seq = 8 },
		"At": func(e *Entry) { e.At = e.At.Add(time.Millisecond) }, "On": func(e *Entry) { e.On = e.On.AddDays(1) },
		"Kind": func(e *Entry) { e.Kind = "test.other" }, "Subject": func(e *Entry) { e.Subject = "a2" },
		"By": func(e *Entry) { e.By = "li" }, "Body": func(e *Entry) { e.Body = json.RawMessage(`{"N":2}`) },
	} {
		e := base
		change(&e)
		if string(e.Leaf()) == string(base.Leaf()) {
			t.Errorf("a changed %s leaves the leaf as it was", name)
		}
	}
	e := base
	e.At = e.At.In(calendar.Shanghai)
	if string(e.Leaf()) != string(base.Leaf()) {
		t.Error("the same instant in another zone makes another leaf")
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	on := calendar.NewDay(2019, 5, 15)
	for _, x := range []struct {
		why                string
		organ, subject, by ID
		on                 calendar.Day
		f                  Fact
		want               string // part of the error, "" for none
	}{
		{"plain", "o1", "a1", "zhang", on, happened{Code: "11430600006056784X/2019-00001"}, ""},
		{"ids with every sign that is allowed", "o-1", "a.1:b/c+d_e", System, on, happened{}, ""},
		{"no legal day", "o1", "a1", "zhang", calendar.Day{}, happened{}, "no legal day"},
		{"no organ", "", "a1", "zhang", on, happened{}, "not a plain id"},
		{"no subject", "o1", "", "zhang", on, happened{}, "not a plain id"},
		{"nobody did it", "o1", "a1", "", on, happened{}, "not a plain id"},
		{"a name for an id", "o1", "a1", "张三", on, happened{}, "not a plain id"},
		{"a line break in an id", "o1", "a1\nx", "zhang", on, happened{}, "not a plain id"},
		{"prose in a code", "o1", "a1", "zhang", on, happened{Code: "因为公开后可能危及社会稳定"}, "prose"},
		{"a name in a list", "o1", "a1", "zhang", on, happened{Many: []ID{"a", "李四"}}, "prose"},
		{"two words in a code", "o1", "a1", "zhang", on, happened{Code: "two words"}, "prose"},
		{"a long text of letters", "o1", "a1", "zhang", on, happened{Code: Code(strings.Repeat("a", 97))}, "prose"},
		{"words inside a struct", "o1", "a1", "zhang", on, told{Inner: struct{ Words []string }{[]string{"张三 13900000000"}}}, "prose"},
		{"words in a map", "o1", "a1", "zhang", on, told{By: map[string]ID{"x": "王五"}}, "prose"},
		{"words as keys of a map", "o1", "a1", "zhang", on, told{By: map[string]ID{"王五": "x"}}, "prose"},
		{"what JSON cannot hold", "o1", "a1", "zhang", on, told{Any: func() {}}, "encode"},
	} {
		e, err := New(x.organ, 1, at, x.on, x.subject, x.by, x.f)
		switch {
		case x.want == "" && err != nil:
			t.Errorf("%s: %v", x.why, err)
		case x.want != "" && (err == nil || !strings.Contains(err.Error(), x.want)):
			t.Errorf("%s: error %v, want one with %q", x.why, err, x.want)
		case x.want != "" && e.Kind != "":
			t.Errorf("%s: an entry came back with the error", x.why)
		}
	}
}

func TestCodec(t *testing.T) {
	t.Parallel()
	c := NewCodec([]Fact{happened{}}, []Fact{told{}})
	if got := c.Kinds(); !cmp.Equal(got, []string{"test.happened", "test.told"}) {
		t.Errorf("Kinds = %v", got)
	}
	want := happened{N: 3, Code: "x", Who: "li", Sum: Salted("s"), On: calendar.NewDay(2019, 5, 15), Many: []ID{"a"}, Flag: true}
	got, err := c.Decode(entry(t, "o1", 1, want))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(Fact(want), got, cmp.AllowUnexported(calendar.Day{})); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for _, x := range []struct{ why, kind, body string }{
		{"an unknown kind", "test.unknown", "{}"},
		{"a field that the shape lacks", "test.happened", `{"N":1,"More":2}`},
		{"a field of another type", "test.happened", `{"N":"1"}`},
		{"a day that does not exist", "test.happened", `{"On":"2019-02-30"}`},
		{"no JSON", "test.happened", `{`},
	} {
		if f, err := c.Decode(Entry{Seq: 9, Kind: x.kind, Body: []byte(x.body)}); err == nil {
			t.Errorf("%s was decoded as %+v", x.why, f)
		} else if !strings.Contains(err.Error(), "entry 9") {
			t.Errorf("%s: the error does not name the entry: %v", x.why, err)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("two facts of one kind were taken")
		}
	}()
	NewCodec([]Fact{happened{}}, []Fact{happened{}})
}

func TestFreeStrings(t *testing.T) {
	t.Parallel()
	if got := FreeStrings(happened{}); got != nil {
		t.Errorf("happened: %v", got)
	}
	want := []string{"test.told.Name", "test.told.Inner.Words", "test.told.Any", "test.told.By"}
	if d := cmp.Diff(want, FreeStrings(told{})); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestSalted(t *testing.T) {
	t.Parallel()
	sums := map[Sum][]string{}
	for _, words := range [][]string{{"s"}, {"", "s"}, {"s", ""}, {"s", "ab"}, {"s", "a", "b"}, {"sa", "b"}, {"s", "b", "a"}, {"t", "ab"}, {"s", "1:a"}} {
		s := Salted(words[0], words[1:]...)
		if was, twice := sums[s]; twice {
			t.Errorf("%q and %q share a sum", was, words)
		}
		if len(s) != 64 || strings.ToLower(string(s)) != string(s) {
			t.Errorf("%q is not SHA-256 in lower-case hex", s)
		}
		sums[s] = words
	}
	// printf 1:s2:ab | sha256sum: sums already printed must stay.
	if got := Salted("s", "ab"); got != "225af30b4f12770426e2c22f805b63b1f2cf3d81d9bc68e7be70ccc1afc22987" {
		t.Errorf("Salted = %s", got)
	}
}

func tree(t testing.TB, n int64) (*Tree, []Entry) {
	t.Helper()
	var tr Tree
	var entries []Entry
	for seq := int64(1); seq <= n; seq++ {
		e := entry(t, "o1", seq, happened{N: seq})
		if err := tr.Add(e); err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}
	return &tr, entries
}

func TestTree(t *testing.T) {
	t.Parallel()
	tr, entries := tree(t, 21)
	head, err := tr.Head()
	if err != nil {
		t.Fatal(err)
	}
	if head.Seq != 21 || len(head.Hex()) != 64 {
		t.Errorf("head %d %s", head.Seq, head.Hex())
	}
	if empty, err := new(Tree).Head(); err != nil || empty != (Head{}) {
		t.Errorf("an empty log has head %v, %v", empty, err)
	}
	// Every entry can be proved alone, and nothing else can be with its proof.
	for _, e := range entries {
		p, err := Prove(head, e.Seq, tr)
		if err != nil {
			t.Fatal(err)
		}
		if err := CheckProof(p, head, e); err != nil {
			t.Errorf("entry %d is not proved: %v", e.Seq, err)
		}
		forged := e
		forged.Body = json.RawMessage(`{"N":-1}`)
		if CheckProof(p, head, forged) == nil {
			t.Errorf("entry %d with another body is proved", e.Seq)
		}
		moved := e
		moved.Seq = e.Seq%21 + 1
		if CheckProof(p, head, moved) == nil {
			t.Errorf("entry %d is proved as number %d", e.Seq, moved.Seq)
		}
		other := head
		other.Root[0] ^= 1
		if CheckProof(p, other, e) == nil {
			t.Errorf("entry %d is proved by a head that is not the log's", e.Seq)
		}
		for i := range p {
			q := append(p[:0:0], p...)
			q[i][3] ^= 1
			if CheckProof(q, head, e) == nil {
				t.Errorf("entry %d is proved by a damaged proof", e.Seq)
			}
		}
	}
	if _, err := Prove(head, 22, tr); err == nil {
		t.Error("an entry that is not there was proved")
	}
	// A head of an earlier day can be computed again from the same nodes.
	half, _ := tree(t, 13)
	was, _ := half.Head()
	if again, err := Root(13, tr); err != nil || again != was {
		t.Errorf("the head of 13 entries is %v, was %v (%v)", again, was, err)
	}
	for _, seq := range []int64{20, 21, 23, 0, -1} {
		if err := tr.Add(entry(t, "o1", seq, happened{})); err == nil {
			t.Errorf("entry %d was added after 21", seq)
		}
	}
	if _, err := tr.ReadHashes([]int64{-1}); err == nil {
		t.Error("node -1 was read")
	}
	if _, err := Root(22, tr); err == nil {
		t.Error("a head beyond the log was computed")
	}
}

// A single entry that is changed, left out or swapped changes the head.
func TestTamper(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(2, 40).Draw(rt, "entries")
		i := rapid.IntRange(0, n-1).Draw(rt, "which")
		tr, entries := tree(t, int64(n))
		head, _ := tr.Head()
		switch rapid.IntRange(0, 2).Draw(rt, "how") {
		case 0:
			entries[i].By = "wang"
		case 1:
			entries[i].On = entries[i].On.AddDays(-1)
		case 2:
			j := (i + 1) % n
			entries[i].Body, entries[j].Body = entries[j].Body, entries[i].Body
		}
		var again Tree
		for _, e := range entries {
			if err := again.Add(e); err != nil {
				rt.Fatal(err)
			}
		}
		if now, _ := again.Head(); now == head {
			rt.Fatal("the head did not notice")
		}
	})
}

func TestNodes(t *testing.T) {
	t.Parallel()
	tr, entries := tree(t, 9)
	var next int64
	for _, e := range entries {
		if got := FirstNode(e.Seq); got != next {
			t.Errorf("entry %d starts at node %d, want %d", e.Seq, got, next)
		}
		hs, err := Nodes(e, tr)
		if err != nil {
			t.Fatal(err)
		}
		stored, err := tr.ReadHashes([]int64{next})
		if err != nil || stored[0] != hs[0] {
			t.Errorf("entry %d: leaf %v, stored %v (%v)", e.Seq, hs[0], stored, err)
		}
		next += int64(len(hs))
	}
}

func FuzzPlainJSON(f *testing.F) {
	f.Add(`{"a":"b","c":[1,"d"]}`)
	f.Add(`{"a":"两个字"}`)
	f.Fuzz(func(t *testing.T, s string) {
		if plainJSON([]byte(s)) != nil {
			return
		}
		var v any
		if json.Unmarshal([]byte(s), &v) != nil {
			t.Fatalf("%q is no JSON and was let in", s)
		}
		out, _ := json.Marshal(v)
		if plainJSON(out) != nil {
			t.Errorf("%q is plain, written again as %q it is not", s, out)
		}
	})
}
