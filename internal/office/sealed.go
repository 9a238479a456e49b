package office

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"gongkai/access"
	"gongkai/internal/files"
	"gongkai/internal/store"
	"gongkai/refusal"
)

// sealedFile is an upload that only the key of this installation opens. The
// blob's folder may be copied, backed up or read by others; what people handed
// in about themselves stays closed.
type sealedFile struct {
	SHA   string // of the sealed bytes, names the blob
	Plain string // SHA-256 of what was handed in
	Size  int64  // of what was handed in
	Type  string // media type by content, never by name
}

// putSealed stores an upload sealed, at most limit bytes of it, and says in
// words why it could not. A blob is sealed whole, so that the limit also bounds
// the memory that it takes. It is noted as loose before it is written, and stays
// for looseFor, or until a row takes it.
func (o *Office) putSealed(ctx context.Context, name string, r io.Reader, limit int64) (sealedFile, error) {
	plain, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return sealedFile{}, fmt.Errorf("office: read an upload: %w", err) // its name may be a person's
	case len(plain) == 0:
		return sealedFile{}, refusal.New("file.upload.empty", "", "name", name).On("file")
	case int64(len(plain)) > limit:
		return sealedFile{}, tooLarge(name, limit)
	}
	sealed, err := o.db.Seal(plain)
	if err != nil {
		return sealedFile{}, err
	}
	sha := sha256.Sum256(sealed)
	if err := o.update(ctx, func(tx *store.Tx) error {
		return tx.NoteLoose(hex.EncodeToString(sha[:]), o.now().Add(looseFor))
	}); err != nil {
		return sealedFile{}, err
	}
	b, err := o.files.Put(bytes.NewReader(sealed), int64(len(sealed)))
	if err != nil {
		return sealedFile{}, unstored(err, name, limit)
	}
	sum := sha256.Sum256(plain)
	return sealedFile{b.SHA, hex.EncodeToString(sum[:]), int64(len(plain)), http.DetectContentType(plain)}, nil
}

// openSealed reads back what putSealed stored under this name.
func (o *Office) openSealed(sha string) (*bytes.Reader, error) {
	f, err := o.files.Get(sha)
	if errors.Is(err, files.ErrAbsent) {
		return nil, refusal.NotFound("access.may.absent")
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sealed, err := io.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("office: read a sealed file: %w", err)
	}
	plain, err := o.db.Unseal(sealed)
	if err != nil {
		return nil, fmt.Errorf("office: open the sealed file %.12s: %w", sha, err)
	}
	return bytes.NewReader(plain), nil
}

// looseFor is how long an upload may wait for the row that takes it: an hour
// more than the application that it may belong to is kept.
const looseFor = applicationFor + time.Hour

// SweepUploads takes away what was uploaded to forms that were refused or left
// alone, forgets the drafts that have expired, and says how many files went.
// It may run while people upload, and in as many processes as there are: a file
// goes only when its time is over, nothing points to it, and nobody binds it.
func (o *Office) SweepUploads(ctx context.Context) (n int, err error) {
	if err := access.May(access.Machine(""), access.SweepUploads, access.Thing{}); err != nil {
		return 0, err
	}
	if err := o.update(ctx, func(tx *store.Tx) error { return errors.Join(tx.SweepExpired(o.now()), tx.EndLateInvitations(o.now())) }); err != nil {
		return 0, err
	}
	for {
		var shas []string
		if err := o.view(ctx, func(tx *store.Tx) (err error) {
			shas, err = tx.LooseFiles(o.now(), 100)
			return err
		}); err != nil || len(shas) == 0 {
			return n, err
		}
		for _, sha := range shas {
			gone := false
			if err := o.update(ctx, func(tx *store.Tx) (err error) {
				gone, err = o.dropLoose(tx, sha)
				return err
			}); err != nil {
				return n, err
			}
			if gone {
				n++
			}
		}
	}
}

// dropLoose takes a file away whose time is over, unless something points to it.
func (o *Office) dropLoose(tx *store.Tx, sha string) (gone bool, err error) {
	if gone, err = tx.DropLoose(sha, o.now()); err != nil || !gone {
		return false, err
	}
	return true, o.files.Remove(sha) // within: were the note gone first, a crash would leave the file for ever
}

// letGo takes files away at once that a row or a draft has given up, but for
// those that another still points to.
func (o *Office) letGo(ctx context.Context, shas ...string) error {
	for _, sha := range shas {
		if err := o.update(ctx, func(tx *store.Tx) error {
			if err := tx.NoteLoose(sha, o.now()); err != nil {
				return err
			}
			_, err := o.dropLoose(tx, sha)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}
