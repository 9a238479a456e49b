package store

import (
	"context"
	"fmt"
	"time"
)

// SetPatience sets how long a writer waits on SQLite.
func (db *DB) SetPatience(d time.Duration) { db.patience = d }

// BusyTimeout sets how long SQLite waits for another process.
func (db *DB) BusyTimeout(d time.Duration) error {
	_, err := db.write.Exec(fmt.Sprintf(`pragma busy_timeout = %d`, d.Milliseconds()))
	return err
}

// LimitPages makes the disk as small as that.
func (db *DB) LimitPages(n int) error {
	_, err := db.write.Exec(fmt.Sprintf(`pragma max_page_count = %d`, n))
	return err
}

// MigrateTo stops at a version.
func (db *DB) MigrateTo(ctx context.Context, version int64) error {
	p, err := db.provider()
	if err == nil {
		_, err = p.UpTo(ctx, version)
	}
	return err
}

// ShaTables are the tables that the sweeping asks.
var ShaTables = shaTables
