package office

import (
	"cmp"
	"context"
	"slices"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/secret"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/proof"
	"gongkai/refusal"
)

// SignHeads signs the head of every organ's ledger that has no signature today
// (签名的根值), and says for how many. It is called by the clock: at start,
// since the machine may have been off, and often, since the day turns. A day
// without the machine has no signature; the next one covers all that came
// before it.
func (o *Office) SignHeads(ctx context.Context, pen *secret.Pen) (n int, err error) {
	organs, err := o.Sites(ctx)
	if err != nil {
		return 0, err
	}
	for _, g := range organs {
		signed, err := o.signHead(ctx, pen, g.ID)
		if r, ok := refusal.As(err); ok {
			o.log.Error("the ledger's head was not signed", "organ", g.ID, "code", r.Code, "words", r.Words())
			continue
		}
		if err != nil {
			return n, err
		}
		if signed {
			n++
			o.changed(g.ID)
		}
	}
	return n, nil
}

func (o *Office) signHead(ctx context.Context, pen *secret.Pen, organ ledger.ID) (signed bool, err error) {
	if err := access.May(access.Machine(organ), access.SignHead, access.Thing{Organ: organ}); err != nil {
		return false, err
	}
	today := o.Today()
	var last []store.SignedHead
	if err := o.view(ctx, func(tx *store.Tx) error {
		last, err = tx.SignedHeads(organ, 1, 0)
		return err
	}); err != nil || len(last) > 0 && !last[0].Day.Before(today) {
		return false, err
	}
	// In the ledger's own turn: two processes that sign at once would each note the key.
	err = o.record(ctx, organ, func(tx *store.Tx) error {
		now := o.now()
		top, err := tx.Head(organ)
		if err != nil || top.Seq == 0 {
			return err
		}
		head := proof.Head{Organ: organ, Head: top, SignedAt: now}
		name := proof.Origin(organ)
		known, err := keyList(tx, organ)
		if err != nil {
			return err
		}
		for _, k := range pen.Keys(name) {
			inUse := func(x SigningKey) bool { return x.Key == k && x.Until.IsZero() }
			if slices.ContainsFunc(known, inUse) {
				continue
			}
			if err := tx.PutSigningKey(organ, k, now); err != nil {
				return err
			}
		}
		keys, err := signingKeys(tx, organ)
		if err != nil {
			return err
		}
		if last, err = tx.SignedHeads(organ, 1, 0); err != nil {
			return err
		}
		if len(last) > 0 {
			former, _, err := proof.Keys(secret.Verifier).Open(last[0].Note, keys)
			if err != nil {
				return err
			}
			if err := head.Follows(former, tx.HashReader(organ)); err != nil {
				return err
			}
		}
		note, err := head.Sign(pen.Signers(name)...)
		if err != nil {
			return err
		}
		signed, err = tx.PutHead(store.SignedHead{Organ: organ, Day: head.Day(), Seq: head.Seq, Note: note})
		return err
	})
	return signed && err == nil, err
}

// signingKeys are all public keys that an organ ever had, each once.
func signingKeys(tx *store.Tx, organ ledger.ID) (out []string, err error) {
	rows, err := tx.SigningKeys(organ)
	for _, k := range rows {
		if !slices.Contains(out, k.Key) {
			out = append(out, k.Key)
		}
	}
	return out, err
}

// SigningKey is a public key of an organ (签名公钥) and the time of its use.
type SigningKey struct {
	Key, Algorithm, Fingerprint string
	Since, Until                time.Time // Until is zero for one that is in use
}

// PublicHeads is what the public page of signed heads shows.
type PublicHeads struct {
	Latest             *proof.Head // nil before the first signature
	Note               string      // of the latest
	Days               []DayHead   // a page of them, newest first
	Total, Page, Pages int
	Keys               []SigningKey // newest first
}

// DayHead is the head of one day.
type DayHead struct {
	Day  calendar.Day
	Head proof.Head
	Gap  int // days before it without a signature
}

const headsPerPage = 60

// PublicHeads reads a page of the signed heads and all public keys.
func (o *Office) PublicHeads(ctx context.Context, organ ledger.ID, page int) (p PublicHeads, err error) {
	if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return p, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		if p.Keys, err = keyList(tx, organ); err != nil {
			return err
		}
		if p.Total, err = tx.CountHeads(organ); err != nil || p.Total == 0 {
			return err
		}
		p.Pages = (p.Total + headsPerPage - 1) / headsPerPage
		p.Page = min(max(page, 1), p.Pages)
		keys, err := signingKeys(tx, organ)
		if err != nil {
			return err
		}
		last, err := tx.SignedHeads(organ, 1, 0)
		if err != nil {
			return err
		}
		head, _, err := proof.Keys(secret.Verifier).Open(last[0].Note, keys)
		if err != nil {
			return err
		}
		p.Latest, p.Note = &head, last[0].Note
		rows, err := tx.SignedHeads(organ, headsPerPage+1, (p.Page-1)*headsPerPage)
		if err != nil {
			return err
		}
		for i, r := range rows[:min(len(rows), headsPerPage)] {
			h, _, err := proof.Keys(secret.Verifier).Open(r.Note, keys)
			if err != nil {
				return err
			}
			d := DayHead{Day: r.Day, Head: h}
			if i+1 < len(rows) {
				d.Gap = r.Day.Sub(rows[i+1].Day) - 1
			}
			p.Days = append(p.Days, d)
		}
		return nil
	})
	return p, err
}

// keyList lists the keys, newest first. One ends where the next of the same
// algorithm begins.
func keyList(tx *store.Tx, organ ledger.ID) ([]SigningKey, error) {
	rows, err := tx.SigningKeys(organ)
	out := make([]SigningKey, len(rows))
	next := map[string]time.Time{}
	for i := len(rows) - 1; i >= 0; i-- {
		r := rows[i]
		k := SigningKey{Key: r.Key, Algorithm: secret.Algorithm(r.Key), Fingerprint: proof.Fingerprint(r.Key), Since: r.Since}
		k.Until, next[k.Algorithm] = next[k.Algorithm], r.Since
		out[len(rows)-1-i] = k
	}
	slices.SortStableFunc(out, func(a, b SigningKey) int {
		return cmp.Or(b.Since.Compare(a.Since), cmp.Compare(a.Algorithm, b.Algorithm))
	})
	return out, err
}

// PublicHead reads the signed note of a day, as it is downloaded.
func (o *Office) PublicHead(ctx context.Context, organ ledger.ID, day string) (note string, err error) {
	if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return "", err
	}
	on, err := calendar.ParseDay(day)
	if err != nil {
		return "", refusal.NotFound("public.read.absent")
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		h, err := tx.HeadOf(organ, on)
		note = h.Note
		return err
	})
	return note, err
}

// PublicExtension shows that the latest signed head continues that of a day
// (续接证明): for whoever wrote that one down.
func (o *Office) PublicExtension(ctx context.Context, organ ledger.ID, day string) (file []byte, err error) {
	former, err := o.PublicHead(ctx, organ, day)
	if err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		keys, err := signingKeys(tx, organ)
		if err != nil {
			return err
		}
		last, err := tx.SignedHeads(organ, 1, 0)
		if err != nil {
			return err
		}
		x, err := proof.Keys(secret.Verifier).Extend(former, last[0].Note, keys, tx.HashReader(organ))
		if err != nil {
			return err
		}
		file, err = x.Encode()
		return err
	})
	return file, err
}

// Rekeyed says aloud what a start with these keys means for what was signed
// before: for each organ, the keys that it had and that are not there any more.
func (o *Office) Rekeyed(ctx context.Context, pen *secret.Pen) (lost []SigningKey, err error) {
	organs, err := o.Sites(ctx)
	if err != nil {
		return nil, err
	}
	for _, g := range organs {
		if err := access.May(access.Machine(g.ID), access.SignHead, access.Thing{Organ: g.ID}); err != nil {
			return nil, err
		}
		have := map[string]string{}
		for _, k := range pen.Keys(proof.Origin(g.ID)) {
			have[secret.Algorithm(k)] = k
		}
		if err := o.view(ctx, func(tx *store.Tx) error {
			keys, err := keyList(tx, g.ID)
			for _, k := range keys {
				if now, used := have[k.Algorithm]; used && k.Until.IsZero() && k.Key != now {
					lost = append(lost, k)
				}
			}
			return err
		}); err != nil {
			return nil, err
		}
	}
	return lost, nil
}

// How long the desk speaks of a new key, and how many days may pass without a
// signature before it speaks of that.
const (
	newKeyDays = 30
	quietDays  = 1
)

// headNotices are what the office and the system administrator must know about
// the signatures.
func (o *Office) headNotices(tx *store.Tx, who access.Actor) (out []Warning, err error) {
	if may(who, access.ReadWatch) != nil {
		return nil, nil
	}
	keys, err := keyList(tx, who.Organ)
	if err != nil {
		return nil, err
	}
	for i, k := range keys {
		older := func(x SigningKey) bool { return x.Algorithm == k.Algorithm }
		if o.Today().Sub(calendar.DayOf(k.Since)) < newKeyDays && slices.ContainsFunc(keys[i+1:], older) {
			out = append(out, Warning{"台账的签名密钥自" + stamp(k.Since) + "起换了新的，新公钥的指纹是 " + k.Fingerprint +
				"。如果不是有意更换，请查明原密钥文件去了哪里；旧的签名仍用旧公钥核对。", "/ledger", "看台账"})
			break
		}
	}
	last, err := tx.SignedHeads(who.Organ, 1, 0)
	if err == nil && len(last) > 0 && o.Today().Sub(last[0].Day) > quietDays {
		out = append(out, Warning{"台账的根值自" + last[0].Day.String() + "以后没有签名。请系统管理员查看运行日志，并运行 gongkai verify 核验。", "/ledger", "看台账"})
	}
	return out, err
}
