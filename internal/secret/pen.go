package secret

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"
	"golang.org/x/mod/sumdb/note"
)

// Pen signs the ledger's heads, by Ed25519 and, where the installation wants
// it, by SM2 with SM3 (GB/T 32918) as well. The same keys serve every organ;
// the name in a signature is the organ's, so that no organ can speak for
// another.
type Pen struct {
	hands []hand
	Made  []string // key files that were not there and were made
}

// hand is one private key: the bytes of its public key as a note's key has
// them, the algorithm first, and how it signs.
type hand struct {
	public []byte
	sign   func([]byte) ([]byte, error)
}

// The first bytes of a key tell its algorithm (c2sp.org/signed-note). SM2 has
// no byte of its own there, so it takes 0xff with a longer name.
const (
	ed25519Key = "\x01"
	sm2Key     = "\xffgongkai.sm2-sm3"
)

// keyFiles are the private keys of the folder, as PKCS #8 in PEM.
const (
	ed25519File = "sign.key"
	sm2File     = "sign-sm2.key"
)

// LoadPen reads the signing keys of the folder, or makes those that it lacks.
// A file that others can read is refused.
func LoadPen(dir string, withSM2 bool) (*Pen, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	p := &Pen{}
	der, err := p.keep(filepath.Join(dir, ed25519File), func() ([]byte, error) {
		_, key, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			return nil, err
		}
		return x509.MarshalPKCS8PrivateKey(key)
	})
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	key, ok := parsed.(ed25519.PrivateKey)
	if err != nil || !ok {
		return nil, damaged(filepath.Join(dir, ed25519File))
	}
	p.hands = append(p.hands, hand{[]byte(ed25519Key + string(key.Public().(ed25519.PublicKey))),
		func(msg []byte) ([]byte, error) { return ed25519.Sign(key, msg), nil }})
	if !withSM2 {
		return p, nil
	}
	der, err = p.keep(filepath.Join(dir, sm2File), func() ([]byte, error) {
		key, err := sm2.GenerateKey(rand.Reader)
		if err != nil {
			return nil, err
		}
		return smx509.MarshalPKCS8PrivateKey(key)
	})
	if err != nil {
		return nil, err
	}
	parsed, err = smx509.ParsePKCS8PrivateKey(der)
	national, ok := parsed.(*sm2.PrivateKey)
	if err != nil || !ok {
		return nil, damaged(filepath.Join(dir, sm2File))
	}
	point, err := sm2.PublicKeyToECDH(&national.PublicKey)
	if err != nil {
		return nil, damaged(filepath.Join(dir, sm2File))
	}
	p.hands = append(p.hands, hand{[]byte(sm2Key + string(point.Bytes())),
		func(msg []byte) ([]byte, error) { return national.SignWithSM2(rand.Reader, nil, msg) }})
	return p, nil
}

func damaged(at string) error {
	return fmt.Errorf("签名密钥文件 %s 已损坏，请从备份恢复；没有备份时移走它再启动，会换用新的密钥，旧的签名仍用旧的公钥核对", at)
}

// keep reads the key file, or makes it.
func (p *Pen) keep(at string, generate func() ([]byte, error)) ([]byte, error) {
	text, err := os.ReadFile(at)
	if errors.Is(err, fs.ErrNotExist) {
		der, err := generate()
		if err != nil {
			return nil, fmt.Errorf("secret: make a signing key: %w", err)
		}
		if text, err = writeOnce(at, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})); err != nil {
			return nil, fmt.Errorf("secret: %w", err)
		}
		p.Made = append(p.Made, at)
	} else if err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	if info, err := os.Stat(at); err == nil && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("签名密钥文件 %s 的权限过宽（%v），请执行 chmod 600 %s", at, info.Mode().Perm(), at)
	}
	block, rest := pem.Decode(text)
	if block == nil || block.Type != "PRIVATE KEY" || len(strings.TrimSpace(string(rest))) > 0 {
		return nil, damaged(at)
	}
	return block.Bytes, nil
}

// writeOnce writes the whole file under its name at once, so that two
// processes that start together end with the same key, and returns what is
// there.
func writeOnce(at string, text []byte) ([]byte, error) {
	f, err := os.CreateTemp(filepath.Dir(at), ".sign-*") // mode 0600
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(f.Name(), at); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return os.ReadFile(at)
}

// Signers are the keys under an organ's name.
func (p *Pen) Signers(name string) []note.Signer {
	out := make([]note.Signer, len(p.hands))
	for i, h := range p.hands {
		out[i] = signer{h, name}
	}
	return out
}

// Keys are the public keys under an organ's name, as people write them down:
// NAME+HASH+KEY.
func (p *Pen) Keys(name string) []string {
	out := make([]string, len(p.hands))
	for i, h := range p.hands {
		out[i] = fmt.Sprintf("%s+%08x+%s", name, keyHash(name, h.public), base64.StdEncoding.EncodeToString(h.public))
	}
	return out
}

type signer struct {
	hand
	name string
}

func (s signer) Name() string                    { return s.name }
func (s signer) KeyHash() uint32                 { return keyHash(s.name, s.public) }
func (s signer) Sign(msg []byte) ([]byte, error) { return s.sign(msg) }

// keyHash tells a key in a signature line (c2sp.org/signed-note).
func keyHash(name string, public []byte) uint32 {
	sum := sha256.Sum256([]byte(name + "\n" + string(public)))
	return binary.BigEndian.Uint32(sum[:])
}

var errKey = errors.New("secret: malformed public key")

// Verifier reads a public key of either algorithm.
func Verifier(key string) (note.Verifier, error) {
	parts := strings.SplitN(key, "+", 3)
	if len(parts) != 3 {
		return nil, errKey
	}
	public, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil {
		return nil, errKey
	}
	// A key has one spelling: capitals in the hash or a line break in the bytes
	// would be read as well.
	hash := keyHash(parts[0], public)
	if parts[1] != fmt.Sprintf("%08x", hash) || parts[2] != base64.StdEncoding.EncodeToString(public) {
		return nil, errKey
	}
	point, national := strings.CutPrefix(string(public), sm2Key)
	if !national {
		return note.NewVerifier(key)
	}
	at, err := sm2.NewPublicKey([]byte(point))
	if err != nil {
		return nil, errKey
	}
	return verifier{parts[0], hash, at}, nil
}

// verifier checks SM2 signatures.
type verifier struct {
	name string
	hash uint32
	key  *ecdsa.PublicKey
}

func (v verifier) Name() string                { return v.name }
func (v verifier) KeyHash() uint32             { return v.hash }
func (v verifier) Verify(msg, sig []byte) bool { return sm2.VerifyASN1WithSM2(v.key, nil, msg, sig) }

// Algorithm names the algorithm of a public key.
func Algorithm(key string) string {
	v, err := Verifier(key)
	if err != nil {
		return ""
	}
	if _, ok := v.(verifier); ok {
		return "SM2（SM3）"
	}
	return "Ed25519"
}
