package visit

import (
	"crypto/hmac"
	"crypto/sha256"
	"hash"
	"net/netip"
)

// KeyLen is the length of a visitor's key: 128 bits of the hash.
const KeyLen = 16

// Key is a visitor of a year (独立用户), known to nobody without the year's secret.
type Key [KeyLen]byte

// SecretLen is the length of a year's secret.
const SecretLen = 32

// Keyer makes keys under a year's secret. It is for one goroutine.
type Keyer struct {
	mac hash.Hash
	buf []byte
	sum [sha256.Size]byte
}

// NewKeyer takes the secret of a year.
func NewKeyer(secret []byte) *Keyer { return &Keyer{mac: hmac.New(sha256.New, secret)} }

// Of is the key of a full address with a full line of the browser (VI-UV). The
// address has one length, so that no two visitors share what is hashed.
func (k *Keyer) Of(addr netip.Addr, agent string) (key Key) {
	at := addr.Unmap().WithZone("").As16()
	k.buf = append(append(k.buf[:0], at[:]...), agent...)
	k.mac.Reset()
	k.mac.Write(k.buf)
	copy(key[:], k.mac.Sum(k.sum[:0]))
	return key
}
