package store_test

import (
	"context"
	"math"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongkai/calendar"
	"gongkai/internal/secret"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
)

// base is a database with one body and a division, and its address for those
// who go past the program.
type base struct {
	*store.DB
	t  *testing.T
	at string
}

var ctx = context.Background()

var now = time.Date(2019, 7, 16, 9, 30, 0, 123_000_000, calendar.Shanghai)

var days = cmp.AllowUnexported(calendar.Day{})

// each runs f on a fresh database of both kinds.
func each(t *testing.T, f func(t *testing.T, b *base)) {
	t.Parallel()
	for _, kind := range testkit.Kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			f(t, found(t, testkit.URL(t, kind)))
		})
	}
}

func found(t *testing.T, at string) *base {
	t.Helper()
	b := &base{testkit.Open(t, at), t, at}
	key, err := secret.Load(filepath.Join(t.TempDir(), "keys"))
	if err != nil {
		t.Fatal(err)
	}
	b.SetSealer(key)
	b.update(func(tx *store.Tx) error { return organ(tx, "o1", "yykjj") })
	return b
}

func organ(tx *store.Tx, id ledger.ID, token string) error {
	if err := tx.PutOrgan(people.Organ{ID: id, Token: token, Name: "岳阳市科学技术局", CreditCode: "11430600006387561X"}); err != nil {
		return err
	}
	return tx.PutUnit(people.Unit{ID: id + "bgs", Organ: id, Code: "bgs", Name: "局办公室", Kind: people.Division})
}

func (b *base) update(f func(*store.Tx) error) {
	b.t.Helper()
	if err := b.Update(ctx, f); err != nil {
		b.t.Fatal(err)
	}
}

func (b *base) view(f func(*store.Tx) error) {
	b.t.Helper()
	if err := b.View(ctx, f); err != nil {
		b.t.Fatal(err)
	}
}

func (b *base) record(organ ledger.ID, f func(*store.Tx) error) {
	b.t.Helper()
	if err := b.Record(ctx, organ, now, f); err != nil {
		b.t.Fatal(err)
	}
}

// raw runs a statement past the program.
func (b *base) raw(q string, args ...any) error {
	_, err := testkit.Raw(b.t, b.at).ExecContext(ctx, q, args...)
	return err
}

// same compares what was put with what came back.
func same(t *testing.T, what string, want, got any) {
	t.Helper()
	if d := cmp.Diff(want, got, days); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

// fact appends a fact that is as good as any.
func fact(tx *store.Tx, subject ledger.ID) (ledger.Entry, error) {
	return tx.Append(calendar.DayOf(now), subject, "zhang", publication.Returned{Edition: 1})
}

func day(s string) calendar.Day {
	d, err := calendar.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// check compares the stored head and every node with a tree that is made of
// the entries alone, and returns how many entries there are.
func (b *base) check(organ ledger.ID) int64 {
	b.t.Helper()
	var tree ledger.Tree
	var head ledger.Head
	b.view(func(tx *store.Tx) error {
		var err error
		if head, err = tx.Head(organ); err != nil {
			return err
		}
		if err := tx.EachEntry(organ, store.EntryFilter{}, tree.Add); err != nil {
			return err
		}
		made, err := tree.Head()
		if err != nil {
			return err
		}
		same(b.t, "head", made, head)
		nodes, err := tx.StoredNodes(organ, math.MinInt64, math.MaxInt64)
		if err != nil {
			return err
		}
		if want := ledger.FirstNode(head.Seq + 1); int64(len(nodes)) != want {
			b.t.Errorf("%d nodes, want %d", len(nodes), want)
		}
		for at, h := range nodes {
			if want, err := tree.ReadHashes([]int64{at}); err != nil || want[0] != h {
				b.t.Errorf("node %d is not the tree's (%v)", at, err)
			}
		}
		return nil
	})
	return head.Seq
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ at, want string }{
		{"mysql://x", "不认识的数据库地址"},
		{"", "不认识的数据库地址"},
		{"postgres://u:geheim@127.0.0.1:1/x?connect_timeout=2", "打不开数据库"},
		{"postgres://u:geheim@127.0.0.1:notaport/x", "不对"},
		{"sqlite:/dev/null/x/y.db", "数据文件夹"},
	} {
		db, err := store.Open(ctx, x.at)
		if err == nil {
			db.Close()
			t.Errorf("%s was opened", x.at)
			continue
		}
		if !strings.Contains(err.Error(), x.want) || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: %v, want %q and no password", x.at, err, x.want)
		}
	}
}

// Signs that mean something in a URL may stand in a folder's name.
func TestPathIsNoURI(t *testing.T) {
	t.Parallel()
	at := filepath.Join(t.TempDir(), "数据 100%?x#y", "g.db")
	db := testkit.Open(t, "sqlite:"+at)
	if err := db.Update(ctx, func(tx *store.Tx) error { return organ(tx, "o1", "a") }); err != nil {
		t.Fatal(err)
	}
	if m, _ := filepath.Glob(filepath.Join(filepath.Dir(filepath.Dir(at)), "*", "g.db")); len(m) != 1 || m[0] != at {
		t.Errorf("the file is %q, want %q", m, at)
	}
}
