package index

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"gongkai/search"
)

// Shelf is a folder with the index that is in use, which another takes the
// place of while both are read:
//
//	current      names the file in use; it is replaced by renaming
//	NAME.db      the index, beside it SQLite's own files
//	NAME.db      another one, while it is being built
//
// Names are never used twice: SQLite's -wal file must not meet a database of the
// same name that is another one. More than one process may have the folder open.
type Shelf struct {
	dir string
	lex *search.Lexicon

	mu   sync.RWMutex
	name string // of the file that is open, "" for none
	x    *Index
}

// ErrNone says that there is no index that can be used.
var ErrNone = errors.New("index: there is none")

const current = "current"

// At is the shelf in a folder, which need not exist yet.
func At(dir string, lex *search.Lexicon) *Shelf { return &Shelf{dir: dir, lex: lex} }

// Lexicon is what queries are understood by.
func (s *Shelf) Lexicon() *search.Lexicon { return s.lex }

// Use gives the index in use, ErrNone where there is none. One that turns out to
// be damaged is put away.
func (s *Shelf) Use(f func(*Index) error) error {
	x, err := s.use(f)
	if Damaged(err) {
		return errors.Join(fmt.Errorf("%w: %w", ErrNone, err), s.Discard(x))
	}
	return err
}

func (s *Shelf) use(f func(*Index) error) (*Index, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.x == nil {
		return nil, ErrNone
	}
	return s.x, f(s.x)
}

// Look opens the index in use, after another process changed it as well. It is
// ErrNone where the file is lost, damaged or made by other rules.
func (s *Shelf) Look(ctx context.Context) error {
	name, err := s.inUse()
	if err != nil {
		return err
	}
	s.mu.RLock()
	same := s.x != nil && s.name == name
	s.mu.RUnlock()
	if same {
		return nil
	}
	x, err := Open(ctx, s.path(name), s.lex)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNone, err)
	}
	if err := x.Check(ctx); err != nil {
		return errors.Join(fmt.Errorf("%w: %w", ErrNone, err), x.Close())
	}
	return s.put(name, x)
}

// inUse is the name of the file in use, once that file is there.
func (s *Shelf) inUse() (string, error) {
	b, err := os.ReadFile(filepath.Join(s.dir, current))
	if errors.Is(err, fs.ErrNotExist) {
		return "", ErrNone
	}
	if err != nil {
		return "", fmt.Errorf("index: %w", err)
	}
	name := strings.TrimSpace(string(b))
	if name == "" || filepath.Base(name) != name {
		return "", ErrNone
	}
	if _, err := os.Stat(s.path(name)); err != nil {
		return "", fmt.Errorf("%w: %w", ErrNone, err)
	}
	return name, nil
}

func (s *Shelf) path(name string) string { return filepath.Join(s.dir, name+".db") }

// put takes an index into use. Those who still read the former one end first.
func (s *Shelf) put(name string, x *Index) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.x
	s.name, s.x = name, x
	if old != nil {
		return old.Close()
	}
	return nil
}

// Discard puts the index away, if it is still the one in use.
func (s *Shelf) Discard(x *Index) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.x != x {
		return nil
	}
	err := s.x.Close()
	os.Remove(filepath.Join(s.dir, current)) // so that nobody opens it again
	s.name, s.x = "", nil
	return err
}

// Build makes an index by fill and takes it into use in the place of the former
// one, which is read until then.
func (s *Shelf) Build(ctx context.Context, fill func(*Index) error) error {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	s.tidy()
	name := strings.ToLower(rand.Text()[:12])
	x, err := Create(ctx, s.path(name), s.lex)
	if err != nil {
		s.remove(name)
		return err
	}
	err = fill(x)
	if err == nil {
		err = x.Finish(ctx)
	}
	if err == nil {
		err = s.point(name)
	}
	if err != nil {
		err = errors.Join(err, x.Close())
		s.remove(name)
		return err
	}
	s.mu.RLock()
	old := s.name
	s.mu.RUnlock()
	if err := s.put(name, x); err != nil {
		return err
	}
	if old != "" {
		s.remove(old)
	}
	return nil
}

// point makes a name that of the file in use.
func (s *Shelf) point(name string) error {
	at := filepath.Join(s.dir, current)
	if err := os.WriteFile(at+"."+name, []byte(name+"\n"), 0o600); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	if err := os.Rename(at+"."+name, at); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	return nil
}

func (s *Shelf) remove(name string) {
	for _, end := range []string{"", "-wal", "-shm"} {
		os.Remove(s.path(name) + end) // a system that keeps open files leaves it to the next tidying
	}
	os.Remove(filepath.Join(s.dir, current+"."+name))
}

// tidy removes what was left behind. What somebody builds is written all the
// time, and never an hour old.
func (s *Shelf) tidy() {
	inUse, _ := s.inUse()
	files, _ := filepath.Glob(filepath.Join(s.dir, "*.db"))
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".db")
		if i, err := os.Stat(f); err == nil && name != inUse && time.Since(i.ModTime()) > time.Hour {
			s.remove(name)
		}
	}
}

// Size is what the index in use takes on the disk, in bytes.
func (s *Shelf) Size() (n int64) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.x == nil {
		return 0
	}
	return s.x.Size()
}

// Close puts the index away without harm.
func (s *Shelf) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.x
	s.name, s.x = "", nil
	if x == nil {
		return nil
	}
	return x.Close()
}
