package proof

import (
	"fmt"
	"slices"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"

	"gongkai/ledger"
	"gongkai/refusal"
)

// ExtensionFormat is the first thing in the file of an extension.
const ExtensionFormat = "gongkai extension v1"

// Extension shows whoever wrote down a head that a later one continues it
// (续接证明): all that stood under the former stands under the later as it was.
type Extension struct {
	Format string      `json:"format"`
	Former string      `json:"former"` // both as signed notes
	Head   string      `json:"head"`
	Path   []tlog.Hash `json:"path"`
	Keys   []string    `json:"keys"`
}

// Extend makes the extension between two signed heads.
func (open Keys) Extend(former, head string, keys []string, r ledger.HashReader) (x Extension, err error) {
	from, by, err := open.Open(former, keys)
	if err != nil {
		return x, err
	}
	to, also, err := open.Open(head, keys)
	if err != nil {
		return x, err
	}
	if err := to.Follows(from, r); err != nil {
		return x, err
	}
	p, err := tlog.ProveTree(to.Seq, from.Seq, r)
	for _, k := range also {
		if !slices.Contains(by, k) {
			by = append(by, k)
		}
	}
	return Extension{ExtensionFormat, former, head, append([]tlog.Hash{}, p...), by}, err
}

// Encode writes the file.
func (x Extension) Encode() ([]byte, error) { return encode(x) }

// ReadExtension reads a file that Encode wrote.
func ReadExtension(b []byte) (x Extension, err error) {
	err = read(b, &x, ExtensionFormat, &x.Format)
	return x, err
}

// Extended is what an extension proves.
type Extended struct {
	Former, Head Head
	Keys, Pinned []string
}

// Check follows the path from the one head to the other.
func (x Extension) Check(open Keys, pinned []string) (v Extended, err error) {
	var also []string
	if v.Former, v.Keys, err = open.Open(x.Former, x.Keys); err != nil {
		return v, err
	}
	if v.Head, also, err = open.Open(x.Head, x.Keys); err != nil {
		return v, err
	}
	for _, k := range also {
		if !slices.Contains(v.Keys, k) {
			v.Keys = append(v.Keys, k)
		}
	}
	if !slices.Equal(v.Keys, x.Keys) {
		return v, refusal.New("proof.file.keys", "PF-FILE")
	}
	if v.Pinned, err = trusted(v.Keys, pinned); err != nil {
		return v, err
	}
	if v.Former.Organ != v.Head.Organ || v.Former.Seq < 1 || v.Former.Seq > v.Head.Seq ||
		tlog.CheckTree(x.Path, v.Head.Seq, v.Head.Root, v.Former.Seq, v.Former.Root) != nil {
		return v, refusal.New("proof.extension.path", "PF-FILE", "from", v.Former.Day().String(), "to", v.Head.Day().String())
	}
	return v, nil
}

// trusted lists the keys that the asker had from elsewhere; when the asker named
// some, one at least must be among them.
func trusted(keys, pinned []string) (out []string, err error) {
	for _, k := range keys {
		if slices.Contains(pinned, k) {
			out = append(out, k)
		}
	}
	if len(pinned) > 0 && len(out) == 0 {
		return nil, refusal.New("proof.file.pinned", "PF-FILE", "found", Fingerprint(keys[0]), "given", Fingerprint(pinned[0]))
	}
	return out, nil
}

// Proved is what the extension shows, in sentences.
func (v Extended) Proved() []string {
	return []string{fmt.Sprintf("%s 签名的根值之下共%d条记录，根值 %s。", stamp(v.Former.SignedAt), v.Former.Seq, v.Former.Hex()),
		fmt.Sprintf("它们原样、依次都在 %s 签名的根值之下（末号第%s号）：其间只有增加，没有改动和删去。", stamp(v.Head.SignedAt), strconv.FormatInt(v.Head.Seq, 10))}
}

// NotProved is what it leaves open.
func (v Extended) NotProved() []string {
	return append(unpinned(v.Keys, v.Pinned), "前一个根值是不是当时公布的那一个，请与当时抄下、下载的一份对照。")
}
