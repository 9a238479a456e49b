package store_test

import (
	"os"
	"regexp"
	"slices"
	"testing"
	"time"

	"gongkai/internal/store"
	"gongkai/internal/testkit"
)

// The sweeping asks every table that points to files.
func TestShaTables(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/schema.postgres.txt")
	if err != nil {
		t.Fatal(err)
	}
	var tables []string
	for _, m := range regexp.MustCompile(`(?m)^(\w+)\.sha `).FindAllStringSubmatch(string(text), -1) {
		if m[1] != "loose_file" {
			tables = append(tables, m[1])
		}
	}
	slices.Sort(tables)
	same(t, "tables with a sha", store.ShaTables, tables)
}

// A note is kept until its time is over, and taken away once.
func TestLoose(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		if err := db.Update(ctx, func(tx *store.Tx) error {
			for sha, until := range map[string]time.Duration{"early": time.Minute, "late": time.Hour} {
				if err := tx.NoteLoose(sha, now.Add(until)); err != nil {
					return err
				}
			}
			if err := tx.HoldLoose([]string{"late", "unknown"}, now); err != nil { // never shortens
				return err
			}
			for _, x := range []struct {
				sha  string
				at   time.Duration
				gone bool
			}{{"early", 0, false}, {"early", time.Minute, true}, {"early", time.Minute, false}, {"late", 59 * time.Minute, false}, {"unknown", time.Hour, false}} {
				if gone, err := tx.DropLoose(x.sha, now.Add(x.at)); err != nil || gone != x.gone {
					t.Errorf("%s after %s: %v, %v", x.sha, x.at, gone, err)
				}
			}
			left, err := tx.LooseFiles(now.Add(time.Hour), 9)
			if len(left) != 1 || left[0] != "late" {
				t.Errorf("left: %v", left)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}
