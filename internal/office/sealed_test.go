package office

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/internal/files"
	"gongkai/internal/secret"
	"gongkai/internal/store"
	"gongkai/refusal"
)

// sealing is an office with a folder and, where key says so, a key.
func sealing(t *testing.T, key bool) *Office {
	t.Helper()
	dir := t.TempDir()
	db, err := store.Open(context.Background(), "sqlite:"+filepath.Join(dir, "gongkai.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	if key {
		k, err := secret.Load(filepath.Join(dir, "keys"))
		if err != nil {
			t.Fatal(err)
		}
		db.SetSealer(k)
	}
	folder, err := files.Open(filepath.Join(dir, "files"))
	if err != nil {
		t.Fatal(err)
	}
	return New(Config{DB: db, Files: folder, Now: time.Now})
}

func TestSealedFileIsClosedToTheFolder(t *testing.T) {
	t.Parallel()
	o := sealing(t, true)
	plain := "%PDF-1.7 身份证 430602199001011234"
	f, err := o.putSealed(t.Context(), "身份证.pdf", strings.NewReader(plain), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(plain))
	if f.Plain != hex.EncodeToString(sum[:]) || f.Size != int64(len(plain)) || f.Type != "application/pdf" {
		t.Errorf("stored %+v", f)
	}
	if err := o.files.Check(f.SHA); err != nil {
		t.Error(err)
	}
	blob, err := o.files.Get(f.SHA)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(blob)
	blob.Close()
	if err != nil || bytes.Contains(raw, []byte("4306")) || bytes.Contains(raw, []byte("PDF")) {
		t.Errorf("the folder shows %q, %v", raw, err)
	}
	r, err := o.openSealed(f.SHA)
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := io.ReadAll(r); string(got) != plain {
		t.Errorf("opened %q", got)
	}
	again, err := o.putSealed(t.Context(), "身份证.pdf", strings.NewReader(plain), 1<<20)
	if err != nil || again.SHA == f.SHA {
		t.Errorf("the same card twice has the same name %s, %v: the folder tells that they are one", again.SHA, err)
	}
}

func TestSealedFileIsRefused(t *testing.T) {
	t.Parallel()
	o := sealing(t, true)
	for _, x := range []struct{ body, code string }{{"", "file.upload.empty"}, {strings.Repeat("x", 2<<20+1), "file.upload.large"}} {
		_, err := o.putSealed(t.Context(), "扫描件.pdf", strings.NewReader(x.body), 2<<20)
		if r, ok := refusal.As(err); !ok || r.Code != x.code || r.Field != "file" {
			t.Errorf("%d bytes: %v, want %s", len(x.body), err, x.code)
		}
	}
	if _, err := o.openSealed(strings.Repeat("0", 64)); err == nil {
		t.Error("opened a blob that is not there")
	}
	plain, err := o.files.Put(strings.NewReader("not sealed by this key, and long enough"), 1<<10)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.openSealed(plain.SHA); err == nil {
		t.Error("opened a blob that this key did not seal")
	}
	if _, err := sealing(t, false).putSealed(t.Context(), "扫描件.pdf", strings.NewReader("x"), 1<<20); err == nil {
		t.Error("stored without a key")
	}
}
