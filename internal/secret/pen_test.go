package secret_test

import (
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"
	"golang.org/x/mod/sumdb/note"

	"gongkai/internal/secret"
	"gongkai/internal/testkit"
)

const text = "gongkai/yykjj\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"

func load(t *testing.T, dir string, withSM2 bool) *secret.Pen {
	t.Helper()
	p, err := secret.LoadPen(dir, withSM2)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// PF-HEAD: both signatures may stand on one note, each is checked by its public
// key alone, and a changed text, signature or name is refused.
func TestPen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := load(t, dir, true)
	if len(p.Made) != 2 {
		t.Errorf("made %v", p.Made)
	}
	signed, err := note.Sign(&note.Note{Text: text}, p.Signers("gongkai/yykjj")...)
	if err != nil {
		t.Fatal(err)
	}
	var both []note.Verifier
	for i, k := range p.Keys("gongkai/yykjj") {
		v, err := secret.Verifier(k)
		if err != nil {
			t.Fatalf("%s: %v", k, err)
		}
		n, err := note.Open(signed, note.VerifierList(v))
		if err != nil || len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 1 {
			t.Errorf("%s: %+v, %v", secret.Algorithm(k), n, err)
		}
		if want := []string{"Ed25519", "SM2（SM3）"}[i]; secret.Algorithm(k) != want {
			t.Errorf("got %s, want %s", secret.Algorithm(k), want)
		}
		if _, err := note.Open(bytes.Replace(signed, []byte("\n7\n"), []byte("\n8\n"), 1), note.VerifierList(v)); err == nil {
			t.Errorf("%s: a changed text was taken", secret.Algorithm(k))
		}
		both = append(both, v)
		for _, bad := range []string{strings.Replace(k, "yykjj", "other", 1), k + "A", k + "\n", k[:len(k)-4], strings.Replace(k, "+", "", 1), ""} {
			if _, err := secret.Verifier(bad); err == nil {
				t.Errorf("the key %q was taken", bad)
			}
		}
	}
	if n, err := note.Open(signed, note.VerifierList(both...)); err != nil || len(n.Sigs) != 2 {
		t.Errorf("both: %+v, %v", n, err)
	}
	other := p.Keys("gongkai/other")[1]
	v, err := secret.Verifier(other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := note.Open(signed, note.VerifierList(v)); err == nil {
		t.Error("one organ's signature was taken for another's")
	}

	// A start with the same folder has the same keys, and without SM2 the first.
	if again := load(t, dir, true); len(again.Made) > 0 || strings.Join(again.Keys("a"), " ") != strings.Join(p.Keys("a"), " ") {
		t.Errorf("another start: made %v", again.Made)
	}
	if plain := load(t, dir, false); len(plain.Keys("a")) != 1 || plain.Keys("a")[0] != p.Keys("a")[0] {
		t.Errorf("without SM2: %v", plain.Keys("a"))
	}
}

// SM2 signatures are those of GB/T 32918: OpenSSL takes them.
func TestSM2AgainstOpenSSL(t *testing.T) {
	t.Parallel()
	tool, err := exec.LookPath("openssl")
	if err != nil {
		testkit.Missing(t, "openssl")
	}
	dir := t.TempDir()
	p := load(t, dir, true)
	sig, err := p.Signers("gongkai/yykjj")[1].Sign([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	_, encoded, _ := strings.Cut(p.Keys("a")[1], "+")
	raw, err := base64.StdEncoding.DecodeString(encoded[strings.Index(encoded, "+")+1:])
	if err != nil {
		t.Fatal(err)
	}
	key, err := sm2.NewPublicKey(raw[len(raw)-65:])
	if err != nil {
		t.Fatal(err)
	}
	der, err := smx509.MarshalPKIXPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"text": []byte(text), "sig": sig, "pub": pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	check := exec.Command(tool, "pkeyutl", "-verify", "-pubin", "-inkey", "pub", "-rawin", "-digest", "sm3", "-in", "text", "-sigfile", "sig",
		"-pkeyopt", "distid:1234567812345678")
	check.Dir = dir
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("openssl: %v\n%s", err, out)
	}
	if out, err := exec.Command(tool, "pkey", "-in", filepath.Join(dir, "sign-sm2.key"), "-noout").CombinedOutput(); err != nil {
		t.Errorf("the key file is not PKCS #8 for openssl: %v\n%s", err, out)
	}
}

func TestPenFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := filepath.Join(dir, "sign.key")
	first := load(t, dir, false)
	if i, err := os.Stat(at); err != nil || i.Mode().Perm() != 0o600 {
		t.Errorf("the key file: %v, %v", i.Mode(), err)
	}
	if err := os.Chmod(at, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := secret.LoadPen(dir, false); err == nil || !strings.Contains(err.Error(), "权限过宽") {
		t.Errorf("a key that others read: %v", err)
	}
	for _, spoilt := range []string{"", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "x"} {
		if err := os.WriteFile(at, []byte(spoilt), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(at, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := secret.LoadPen(dir, false); err == nil || !strings.Contains(err.Error(), "已损坏") {
			t.Errorf("%q: %v", spoilt, err)
		}
	}
	if err := os.Remove(at); err != nil {
		t.Fatal(err)
	}
	if p := load(t, dir, false); len(p.Made) != 1 || p.Keys("a")[0] == first.Keys("a")[0] {
		t.Errorf("a missing key: made %v", p.Made)
	}
}

// Processes that start together on an empty folder end with one key.
func TestPenAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	keys := make([]string, 8)
	var all sync.WaitGroup
	for i := range keys {
		all.Go(func() {
			if p, err := secret.LoadPen(dir, true); err != nil {
				t.Error(err)
			} else {
				keys[i] = strings.Join(p.Keys("a"), " ")
			}
		})
	}
	all.Wait()
	for _, k := range keys {
		if k != keys[0] || k == "" {
			t.Errorf("%q and %q", k, keys[0])
		}
	}
}
