// Package files keeps uploads as blobs named by the SHA-256 of their bytes, in
// a folder. The same bytes are kept once; a blob is written to a temporary
// file, synced and renamed, so that a name that exists is always whole.
package files

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
)

// Folder keeps blobs below a directory.
type Folder struct{ dir string }

// Blob is what was stored.
type Blob struct {
	SHA  string
	Size int64
	Type string // media type by content, never by name
}

// ErrTooLarge says that the input went past the limit; nothing was kept.
var ErrTooLarge = errors.New("files: larger than the limit")

// ErrAbsent says that there is no such blob.
var ErrAbsent = errors.New("files: no such blob")

// Open prepares the folder.
func Open(dir string) (*Folder, error) {
	if err := os.MkdirAll(filepath.Join(dir, "tmp"), 0o700); err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	return &Folder{dir}, nil
}

// Put stores what it reads, at most limit bytes.
func (f *Folder) Put(r io.Reader, limit int64) (Blob, error) {
	return f.PutNoted(r, limit, func(string) error { return nil })
}

// PutNoted is Put that tells the name of the blob before it is there, so that
// what is stored can be found again whatever happens to who stores it.
func (f *Folder) PutNoted(r io.Reader, limit int64, note func(sha string) error) (Blob, error) {
	t, err := os.CreateTemp(filepath.Join(f.dir, "tmp"), "put-*")
	if err != nil {
		return Blob{}, fmt.Errorf("files: put: %w", err)
	}
	defer os.Remove(t.Name()) // after a rename there is nothing left to remove
	defer t.Close()
	h := sha256.New()
	head := &prefix{}
	n, err := io.Copy(io.MultiWriter(t, h, head), io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return Blob{}, fmt.Errorf("files: put: %w", err)
	case n > limit:
		return Blob{}, ErrTooLarge
	}
	b := Blob{SHA: hex.EncodeToString(h.Sum(nil)), Size: n, Type: http.DetectContentType(head.b)}
	if err := t.Sync(); err != nil {
		return Blob{}, fmt.Errorf("files: put: %w", err)
	}
	if err := note(b.SHA); err != nil {
		return Blob{}, err
	}
	at := f.path(b.SHA)
	if _, err := os.Stat(at); err == nil {
		return b, nil
	}
	if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
		return Blob{}, fmt.Errorf("files: put: %w", err)
	}
	if err := os.Rename(t.Name(), at); err != nil {
		return Blob{}, fmt.Errorf("files: put: %w", err)
	}
	return b, nil
}

var shaName = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Get opens a blob.
func (f *Folder) Get(sha string) (*os.File, error) {
	if !shaName.MatchString(sha) {
		return nil, ErrAbsent
	}
	file, err := os.Open(f.path(sha))
	if errors.Is(err, os.ErrNotExist) {
		return nil, ErrAbsent
	}
	return file, err
}

// Has says whether there is such a blob.
func (f *Folder) Has(sha string) bool {
	if !shaName.MatchString(sha) {
		return false
	}
	_, err := os.Stat(f.path(sha))
	return err == nil
}

// Check reads a blob and says whether its bytes still have its name.
func (f *Folder) Check(sha string) error {
	file, err := f.Get(sha)
	if err != nil {
		return err
	}
	defer file.Close()
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return fmt.Errorf("files: check: %w", err)
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != sha {
		return fmt.Errorf("files: blob %.12s holds other bytes", sha)
	}
	return nil
}

// Remove takes blobs away; one that is gone already is no fault.
func (f *Folder) Remove(shas ...string) error {
	for _, sha := range shas {
		if !shaName.MatchString(sha) {
			continue
		}
		if err := os.Remove(f.path(sha)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("files: remove: %w", err)
		}
	}
	return nil
}

func (f *Folder) path(sha string) string { return filepath.Join(f.dir, sha[:2], sha[2:]) }

// prefix keeps the first 512 bytes, enough to tell the type.
type prefix struct{ b []byte }

func (p *prefix) Write(b []byte) (int, error) {
	if room := 512 - len(p.b); room > 0 {
		p.b = append(p.b, b[:min(room, len(b))]...)
	}
	return len(b), nil
}
