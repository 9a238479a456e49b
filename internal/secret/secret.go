// Package secret seals personal data at rest (AES-256-GCM) with a key of the
// data folder, and hashes passwords (argon2id).
package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Key seals, opens and marks.
type Key struct {
	aead cipher.AEAD
	mark []byte // key of the marks, drawn from the same bytes
}

// Load reads the key of the folder, or makes it when the folder has none. The
// file has mode 0600; a wider one is refused, since others could read it.
func Load(dir string) (*Key, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	at := filepath.Join(dir, "data.key")
	raw, err := os.ReadFile(at)
	if errors.Is(err, os.ErrNotExist) {
		raw = make([]byte, 32)
		rand.Read(raw)
		f, err := os.OpenFile(at, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return nil, fmt.Errorf("secret: %w", err)
		}
		if _, err := f.Write(raw); err != nil {
			return nil, errors.Join(err, f.Close())
		}
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return nil, fmt.Errorf("secret: %w", err)
		}
	} else if err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	if info, err := os.Stat(at); err == nil && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("密钥文件 %s 的权限过宽（%v），请执行 chmod 600 %s", at, info.Mode().Perm(), at)
	}
	if len(raw) != 32 {
		return nil, fmt.Errorf("密钥文件 %s 已损坏（应为32字节，实为%d字节），请从备份恢复", at, len(raw))
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	mark, err2 := hkdf.Key(sha256.New, raw, nil, "gongkai mark v1", 32)
	return &Key{aead, mark}, errors.Join(err, err2)
}

// Mark is a keyed hash of words for a purpose, so that the same person is
// found again without what identifies them standing in the database.
func (k *Key) Mark(purpose, words string) string {
	h := hmac.New(sha256.New, k.mark)
	fmt.Fprintf(h, "%d:%s%s", len(purpose), purpose, words)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// Seal encrypts; nothing stays nothing.
func (k *Key) Seal(plain []byte) []byte {
	if len(plain) == 0 {
		return nil
	}
	nonce := make([]byte, k.aead.NonceSize())
	rand.Read(nonce)
	return k.aead.Seal(nonce, nonce, plain, nil)
}

// Open decrypts what Seal made.
func (k *Key) Open(sealed []byte) ([]byte, error) {
	if len(sealed) == 0 {
		return nil, nil
	}
	n := k.aead.NonceSize()
	if len(sealed) < n {
		return nil, errors.New("secret: sealed text too short")
	}
	return k.aead.Open(nil, sealed[:n], sealed[n:], nil)
}

// The cost of a password hash: 19 MiB, two passes, as OWASP advises.
const (
	memory = 19 * 1024
	passes = 2
)

// slots bounds how many hashes run at once, so that a flood of sign-ins
// cannot take all memory.
var slots = make(chan struct{}, 4)

// Hash makes the stored form of a password.
func Hash(password string) string {
	salt := make([]byte, 16)
	rand.Read(salt)
	return "argon2id$" + base64.RawStdEncoding.EncodeToString(salt) + "$" +
		base64.RawStdEncoding.EncodeToString(derive(password, salt))
}

// Matches says whether the password has that stored form. An empty form costs
// the same time, so that an unknown login is not told by the clock.
func Matches(stored, password string) bool {
	parts := strings.Split(stored, "$")
	if len(parts) != 3 || parts[0] != "argon2id" {
		derive(password, make([]byte, 16))
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[1])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[2])
	got := derive(password, salt)
	return err1 == nil && err2 == nil && subtle.ConstantTimeCompare(got, want) == 1
}

func derive(password string, salt []byte) []byte {
	slots <- struct{}{}
	defer func() { <-slots }()
	return argon2.IDKey([]byte(password), salt, passes, memory, 1, 32)
}

// Word makes a random password that people can type.
func Word() string {
	const letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"
	b := make([]byte, 14)
	rand.Read(b)
	for i := range b {
		b[i] = letters[int(b[i])%len(letters)]
	}
	return string(b[:5]) + "-" + string(b[5:10]) + "-" + string(b[10:])
}
