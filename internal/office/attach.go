package office

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"gongkai/access"
	"gongkai/internal/conv"
	"gongkai/internal/files"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
)

// MaxFile bounds one upload, in bytes.
const MaxFile = 100 << 20

// FileContent is an open file; the caller closes it.
type FileContent struct {
	publication.File
	io.ReadSeekCloser
}

// put stores an upload and says in words why it could not. It is noted as loose
// before it is there, and goes like a sealed one when no row takes it.
func (o *Office) put(ctx context.Context, name string, r io.Reader) (files.Blob, error) {
	b, err := o.files.PutNoted(r, MaxFile, func(sha string) error {
		return o.update(ctx, func(tx *store.Tx) error { return tx.NoteLoose(sha, o.now().Add(looseFor)) })
	})
	if err == nil && b.Size == 0 {
		return b, refusal.New("file.upload.empty", "", "name", name).On("file")
	}
	return b, unstored(err, name, MaxFile)
}

// unstored says in words why an upload was not kept.
func unstored(err error, name string, limit int64) error {
	switch {
	case errors.Is(err, files.ErrTooLarge):
		return tooLarge(name, limit)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return refusal.Clash("office.disk.full", "").On("file")
	}
	return err
}

func tooLarge(name string, limit int64) error {
	return refusal.New("file.upload.large", "", "name", name, "limit", fmt.Sprint(limit>>20)).On("file")
}

// AttachFile adds an attachment, or with inner a picture of the text, to a
// draft. Pictures need alternative text.
func (o *Office) AttachFile(ctx context.Context, who access.Actor, id ledger.ID, no int, name, alt string,
	inner bool, r io.Reader) (publication.File, error) {
	if err := may(who, access.UploadFile); err != nil {
		return publication.File{}, err
	}
	b, err := o.put(ctx, name, r)
	if err != nil {
		return publication.File{}, err
	}
	f := publication.File{Name: cleanName(name), Type: b.Type, Size: b.Size, SHA: b.SHA, Alt: strings.TrimSpace(alt), Inner: inner}
	if inner && !strings.HasPrefix(b.Type, "image/") {
		return f, refusal.New("file.upload.picture", "", "name", name).On("file")
	}
	if inner && f.Alt == "" {
		return f, refusal.New("file.upload.alt", "§D.3", "name", name).On("alt")
	}
	return f, o.editFiles(ctx, who, id, no, func(e *publication.Edition) error {
		if slices.ContainsFunc(e.Files, func(x publication.File) bool { return x.SHA == f.SHA && x.Name == f.Name }) {
			return refusal.Clash("file.upload.twice", "", "name", f.Name).On("file")
		}
		e.Files = append(e.Files, f)
		return nil
	})
}

// DetachFile takes a file out of a draft; editions that were public keep it.
func (o *Office) DetachFile(ctx context.Context, who access.Actor, id ledger.ID, no int, sha string) error {
	return o.editFiles(ctx, who, id, no, func(e *publication.Edition) error {
		n := len(e.Files)
		e.Files = slices.DeleteFunc(e.Files, func(f publication.File) bool { return f.SHA == sha })
		if len(e.Files) == n {
			return refusal.NotFound("access.may.absent")
		}
		return nil
	})
}

func (o *Office) editFiles(ctx context.Context, who access.Actor, id ledger.ID, no int, edit func(*publication.Edition) error) error {
	return o.update(ctx, func(tx *store.Tx) error {
		a, e, err := load(tx, who, access.EditArticle, id, no)
		if err != nil {
			return err
		}
		if e.State != publication.Draft {
			return refusal.Clash("publication.edit.state", "R-A17", "state", e.State.Name())
		}
		before := e.Files
		e.Files = slices.Clone(before)
		if err := edit(&e); err != nil {
			return err
		}
		if err := o.loosened(tx, before, e.Files); err != nil {
			return err
		}
		e.Authors, e.SavedAt = e.By(hands(who, access.EditArticle, thing(a, e))...), o.now()
		return tx.PutEdition(e)
	})
}

// loosened notes the files that an edition gives up; they go when nothing else
// points to them.
func (o *Office) loosened(tx *store.Tx, before, after []publication.File) error {
	for _, f := range before {
		if slices.ContainsFunc(after, func(x publication.File) bool { return x.SHA == f.SHA }) {
			continue
		}
		if err := tx.NoteLoose(f.SHA, o.now().Add(looseFor)); err != nil {
			return err
		}
	}
	return nil
}

// cleanName keeps the last part of a file's name without control characters.
func cleanName(name string) string {
	name = filepath.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`"<>|:*?/`, r) {
			return '_'
		}
		return r
	}, name)
	if r := []rune(name); len(r) > 100 {
		name = string(r[:90]) + filepath.Ext(name)
	}
	if name == "" || name == "." || name == ".." {
		name = "附件"
	}
	return name
}

// PublicFile opens a file of a live edition of the organ.
func (o *Office) PublicFile(ctx context.Context, organ ledger.ID, sha string) (FileContent, error) {
	var f publication.File
	err := o.view(ctx, func(tx *store.Tx) (err error) {
		var ok bool
		if f, ok, err = tx.LiveFile(organ, sha); err != nil {
			return err
		}
		return access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: ok})
	})
	if err != nil {
		return FileContent{}, err
	}
	return o.open(f)
}

// StaffFile opens a file of any edition of the officer's organ.
func (o *Office) StaffFile(ctx context.Context, who access.Actor, id ledger.ID, no int, sha string) (FileContent, error) {
	var f publication.File
	err := o.view(ctx, func(tx *store.Tx) error {
		_, e, err := load(tx, who, access.ReadDesk, id, no)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(e.Files, func(f publication.File) bool { return f.SHA == sha })
		if i < 0 {
			return store.ErrNotFound
		}
		f = e.Files[i]
		return nil
	})
	if err != nil {
		return FileContent{}, err
	}
	return o.open(f)
}

func (o *Office) open(f publication.File) (FileContent, error) {
	r, err := o.files.Get(f.SHA)
	if errors.Is(err, files.ErrAbsent) {
		return FileContent{}, refusal.NotFound("access.may.absent")
	}
	if err != nil {
		return FileContent{}, err
	}
	return FileContent{f, r}, nil
}

// ImportDocx reads a Word file into a draft: its text replaces the draft's,
// its title fills an empty one, its pictures are attached. rev guards against
// somebody else's save in between.
func (o *Office) ImportDocx(ctx context.Context, who access.Actor, id ledger.ID, no int, rev int64, name string,
	r io.Reader) (warnings []string, err error) {
	if err := may(who, access.UploadFile); err != nil {
		return nil, err
	}
	b, err := o.put(ctx, name, r)
	if err != nil {
		return nil, err
	}
	src, err := o.files.Get(b.SHA)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	doc, err := readDocx(src, b.Size, name)
	if err != nil {
		return nil, err
	}
	var pictures []publication.File
	for i, img := range doc.Images {
		pb, err := o.put(ctx, img.Name, bytes.NewReader(img.Data))
		if err != nil {
			return nil, err
		}
		f := publication.File{Name: cleanName(img.Name), Type: pb.Type, Size: pb.Size, SHA: pb.SHA, Alt: img.Alt, Inner: true}
		doc.HTML = strings.ReplaceAll(doc.HTML, fmt.Sprintf(`src="image:%d"`, i), fmt.Sprintf(`src="/files/%s"`, pb.SHA))
		pictures = append(pictures, f)
	}
	return doc.Warnings, o.update(ctx, func(tx *store.Tx) error {
		a, e, err := load(tx, who, access.EditArticle, id, no)
		if err != nil {
			return err
		}
		if e.State != publication.Draft {
			return refusal.Clash("publication.edit.state", "R-A17", "state", e.State.Name())
		}
		if e.Rev != rev {
			return refusal.Clash("publication.save.conflict", "", "at", stamp(e.SavedAt))
		}
		e.HTML = conv.Clean(doc.HTML)
		if e.Title == "" {
			e.Title = doc.Title
		}
		before := e.Files
		e.Files = append(slices.DeleteFunc(slices.Clone(before), func(f publication.File) bool { return f.Inner }), pictures...)
		if err := o.loosened(tx, before, e.Files); err != nil {
			return err
		}
		e.Authors, e.SavedAt = e.By(hands(who, access.EditArticle, thing(a, e))...), o.now()
		if err := tx.PutArticle(a); err != nil {
			return err
		}
		return tx.PutEdition(e)
	})
}

func readDocx(f *os.File, size int64, name string) (conv.Document, error) {
	doc, err := conv.ReadDocx(f, size)
	var damaged *conv.Damaged
	if errors.As(err, &damaged) {
		return doc, refusal.New("file.docx.damaged", "", "name", name, "what", damaged.Error()).On("file")
	}
	return doc, err
}
