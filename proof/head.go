package proof

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Head is what an organ signs once a day: how long its ledger was at an
// instant, and the root over it (签名的根值).
type Head struct {
	Organ ledger.ID
	ledger.Head
	SignedAt time.Time
}

// Day is the legal day of the signature.
func (h Head) Day() calendar.Day { return calendar.DayOf(h.SignedAt) }

// Origin is the name under which an organ signs.
func Origin(organ ledger.ID) string { return "gongkai/" + string(organ) }

// Text is the head as a checkpoint (c2sp.org/tlog-checkpoint): the organ's
// name, the length, the root, and one more line for the instant.
func (h Head) Text() string {
	return Origin(h.Organ) + "\n" + strconv.FormatInt(h.Seq, 10) + "\n" + base64.StdEncoding.EncodeToString(h.Root[:]) +
		"\nsigned " + h.SignedAt.In(calendar.Shanghai).Format(time.RFC3339) + "\n"
}

// Sign writes the head as a note.
func (h Head) Sign(signers ...note.Signer) (string, error) {
	b, err := note.Sign(&note.Note{Text: h.Text()}, signers...)
	return string(b), err
}

// parseHead reads the text of a head; only what Text writes is one.
func parseHead(text string) (h Head, ok bool) {
	f := strings.Split(text, "\n")
	if len(f) != 5 {
		return h, false
	}
	organ, named := strings.CutPrefix(f[0], "gongkai/")
	seq, err1 := strconv.ParseInt(f[1], 10, 64)
	root, err2 := base64.StdEncoding.DecodeString(f[2])
	at, err3 := time.Parse("signed "+time.RFC3339, f[3])
	if !named || err1 != nil || err2 != nil || err3 != nil || len(root) != tlog.HashSize {
		return h, false
	}
	h = Head{ledger.ID(organ), ledger.Head{Seq: seq, Root: ledger.Hash(root)}, at}
	return h, h.Text() == text
}

// Keys opens a public key as people write it down. SM2 is not in the standard
// library, so that whoever asks brings the algorithms along.
type Keys func(key string) (note.Verifier, error)

// Open reads a signed head and checks every signature on it: each must be by
// one of the keys, and each key must be the organ's. It returns the keys that
// signed, in the note's order.
func (open Keys) Open(signed string, keys []string) (Head, []string, error) {
	named := map[string]string{} // what tells a key in a signature → the key
	var known []note.Verifier
	for _, k := range keys {
		v, err := open(k)
		if err != nil {
			return Head{}, nil, refusal.New("proof.head.key", "PF-HEAD", "key", clip(k))
		}
		named[v.Name()+"+"+strconv.FormatUint(uint64(v.KeyHash()), 16)] = k
		known = append(known, v)
	}
	n, err := note.Open([]byte(signed), note.VerifierList(known...))
	if err != nil {
		return Head{}, nil, refusal.New("proof.head.signature", "PF-HEAD")
	}
	h, ok := parseHead(n.Text)
	if !ok {
		return Head{}, nil, refusal.New("proof.head.form", "PF-HEAD")
	}
	// A line that nobody checked, a signature twice, or one in other letters
	// would be bytes that could change unseen.
	again := n.Text + "\n"
	var by []string
	for _, s := range n.Sigs {
		raw, err := base64.StdEncoding.DecodeString(s.Base64)
		if err != nil || s.Name != Origin(h.Organ) {
			return Head{}, nil, refusal.New("proof.head.signature", "PF-HEAD")
		}
		again += "— " + s.Name + " " + base64.StdEncoding.EncodeToString(raw) + "\n"
		by = append(by, named[s.Name+"+"+strconv.FormatUint(uint64(s.Hash), 16)])
	}
	if again != signed {
		return Head{}, nil, refusal.New("proof.head.signature", "PF-HEAD")
	}
	return h, by, nil
}

// clip keeps a sentence short.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// Follows checks that a head continues a former one: every entry that stood
// under the former stands under this.
func (h Head) Follows(former Head, r ledger.HashReader) error {
	diverged := refusal.Clash("proof.head.diverged", "PF-HEAD", "day", former.Day().String(), "seq", strconv.FormatInt(former.Seq, 10))
	if h.Seq < former.Seq || former.Seq < 1 {
		return diverged
	}
	p, err := tlog.ProveTree(h.Seq, former.Seq, r)
	if err != nil {
		return err
	}
	if tlog.CheckTree(p, h.Seq, h.Root, former.Seq, former.Root) != nil {
		return diverged
	}
	return nil
}
