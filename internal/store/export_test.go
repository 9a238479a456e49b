package store

import "time"

// SetPatience sets how long a writer waits on SQLite.
func (db *DB) SetPatience(d time.Duration) { db.patience = d }
