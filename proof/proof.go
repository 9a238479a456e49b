// Package proof shows to people outside what the ledger proves.
//
// Once a day each organ signs the head of its ledger (签名的根值, head.go).
// Whoever keeps one such note can show later that nothing before it was
// changed. For each published edition there is a proof file (发布证明): the
// edition as it was published with the salt of its sum, the entry that made it
// public, the path from that entry to a signed head, and the same for the entry
// that ended the time in which it was public.
//
//	edition ─salt─► sum ─in─► entry ─hash─► leaf ─path─► root ─in─► head ◄─signature─ key
//
// File.Check follows that chain without the database, offline, and says the
// first link that does not hold. What it cannot show it says too (words.go).
//
// Signatures are golang.org/x/mod/sumdb/note, the tree is sumdb/tlog; the
// reasons stand in docs/adr/0011-proof.md.
package proof

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
)

// Format is the first thing in a proof file; another release may write another.
const Format = "gongkai proof v1"

// File is a proof (发布证明文件). Its bytes are fixed: Read takes only what
// Encode wrote, so that there is no byte in it that says nothing.
type File struct {
	Format  string   `json:"format"`
	Edition *Edition `json:"edition,omitempty"` // absent where the text is not public today
	Public  Stand    `json:"public"`            // the entry that made it public
	Ended   *Stand   `json:"ended,omitempty"`   // the entry that ended that
	Head    string   `json:"head"`
	Keys    []string `json:"keys"`
}

// Stand is an entry with the proof that it stands under the head.
type Stand struct {
	Entry string      `json:"entry"` // ledger.Entry.Leaf
	Hash  string      `json:"hash"`  // of the leaf
	Path  []tlog.Hash `json:"path"`
}

// Edition is what a reader of the edition saw, with the salt that makes its
// sum: the same fields as publication.Edition.Sum.
type Edition struct {
	Title     string       `json:"title"`
	Summary   string       `json:"summary"`
	HTML      string       `json:"html"`
	DocNo     string       `json:"doc_no"`
	Genre     string       `json:"genre"`
	Topic     string       `json:"topic"`
	Source    string       `json:"source"`
	Note      string       `json:"note"`
	Keywords  []string     `json:"keywords"`
	Tags      []string     `json:"tags"`
	Formed    calendar.Day `json:"formed"`
	ValidFrom calendar.Day `json:"valid_from"`
	ValidTo   calendar.Day `json:"valid_to"`
	Files     []Attached   `json:"files"`
	Salt      string       `json:"salt"`
}

// Attached is a file of the edition by the SHA-256 of its bytes.
type Attached struct {
	Name string `json:"name"`
	SHA  string `json:"sha256"`
	Alt  string `json:"alt"`
}

// EditionOf takes from an edition what its sum binds.
func EditionOf(e publication.Edition) *Edition {
	out := &Edition{Title: e.Title, Summary: e.Summary, HTML: e.HTML, DocNo: e.DocNo, Genre: e.Genre, Topic: e.Topic, Source: e.Source,
		Note: e.Note, Keywords: append([]string{}, e.Keywords...), Tags: append([]string{}, e.Tags...), Formed: e.Formed,
		ValidFrom: e.ValidFrom, ValidTo: e.ValidTo, Files: []Attached{}, Salt: e.Salt}
	for _, f := range e.Files {
		out.Files = append(out.Files, Attached{f.Name, f.SHA, f.Alt})
	}
	return out
}

// Sum computes the sum that the entry must hold.
func (e Edition) Sum() ledger.Sum {
	p := publication.Edition{Title: e.Title, Summary: e.Summary, HTML: e.HTML, DocNo: e.DocNo, Genre: e.Genre, Topic: e.Topic,
		Source: e.Source, Note: e.Note, Keywords: e.Keywords, Tags: e.Tags, Formed: e.Formed, ValidFrom: e.ValidFrom,
		ValidTo: e.ValidTo, Salt: e.Salt}
	for _, f := range e.Files {
		p.Files = append(p.Files, publication.File{Name: f.Name, SHA: f.SHA, Alt: f.Alt})
	}
	return p.Sum()
}

// StandOf proves an entry under a head.
func StandOf(e ledger.Entry, head ledger.Head, r ledger.HashReader) (Stand, error) {
	p, err := ledger.Prove(head, e.Seq, r)
	hash := tlog.RecordHash(e.Leaf())
	return Stand{string(e.Leaf()), hex.EncodeToString(hash[:]), append([]tlog.Hash{}, p...)}, err
}

// Encode writes the file.
func (f File) Encode() ([]byte, error) { return encode(f) }

// Read reads a file that Encode wrote.
func Read(b []byte) (f File, err error) {
	err = read(b, &f, Format, &f.Format)
	return f, err
}

func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(v)
	return b.Bytes(), err
}

// read takes only the bytes that encode writes, so that a file has one spelling.
func read(b []byte, into any, known string, format *string) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return refusal.New("proof.file.form", "PF-FILE")
	}
	if *format != known {
		return refusal.New("proof.file.format", "PF-FILE", "format", clip(*format), "known", known)
	}
	again, err := encode(into)
	if err != nil {
		return err
	}
	if !bytes.Equal(again, b) {
		at := 0
		for at < len(again) && at < len(b) && again[at] == b[at] {
			at++
		}
		return refusal.New("proof.file.bytes", "PF-FILE", "line", strconv.Itoa(1+bytes.Count(b[:at], []byte("\n"))))
	}
	return nil
}

// Verdict is what a file proves.
type Verdict struct {
	Entry     ledger.Entry
	Edition   int
	Sum       ledger.Sum
	First     bool         // the first publication; else an update
	IndexNo   ledger.Code  // of a first publication
	Ended     ledger.Entry // Seq 0 where the file names no end
	Withdrawn bool
	Text      *Edition
	Head      Head
	Keys      []string // that signed
	Pinned    []string // of these, the ones that the asker had from elsewhere
}

// Check follows the chain from the edition to the signature and says the first
// link that does not hold. Pinned are keys that the asker trusts; with none, the
// file's own keys are taken as they are, and the verdict says so.
func (f File) Check(open Keys, pinned []string) (v Verdict, err error) {
	if v.Head, v.Keys, err = open.Open(f.Head, f.Keys); err != nil {
		return v, err
	}
	if len(v.Keys) != len(f.Keys) { // a key that signed nothing proves nothing
		return v, refusal.New("proof.file.keys", "PF-FILE")
	}
	if v.Pinned, err = trusted(v.Keys, pinned); err != nil {
		return v, err
	}
	if v.Entry, err = f.Public.check(v.Head); err != nil {
		return v, err
	}
	codec := ledger.NewCodec(publication.Facts())
	fact, _ := codec.Decode(v.Entry) // what cannot be read is no publication either
	switch p := fact.(type) {
	case publication.Published:
		v.Edition, v.Sum, v.First, v.IndexNo = p.Edition, p.Sum, true, p.IndexNo
	case publication.Revised:
		v.Edition, v.Sum = p.Edition, p.Sum
	default:
		return v, refusal.New("proof.file.kind", "PF-FILE", "seq", strconv.FormatInt(v.Entry.Seq, 10))
	}
	if f.Ended != nil {
		if v.Ended, err = f.Ended.check(v.Head); err != nil {
			return v, err
		}
		fact, _ := codec.Decode(v.Ended)
		ends := false
		switch p := fact.(type) {
		case publication.Revised:
			ends = p.Edition != v.Edition
		case publication.TakenDown:
			ends, v.Withdrawn = p.Edition == v.Edition, true
		}
		if !ends || v.Ended.Subject != v.Entry.Subject || v.Ended.Seq <= v.Entry.Seq {
			return v, refusal.New("proof.file.ended", "PF-FILE", "seq", strconv.FormatInt(v.Ended.Seq, 10))
		}
	}
	if v.Text = f.Edition; v.Text != nil && v.Text.Sum() != v.Sum {
		return v, refusal.New("proof.file.sum", "PF-FILE", "got", string(v.Text.Sum()), "want", string(v.Sum))
	}
	return v, nil
}

// check proves one entry under the head.
func (s Stand) check(head Head) (ledger.Entry, error) {
	e, err := ledger.ParseLeaf(s.Entry)
	if err != nil {
		return e, refusal.New("proof.file.entry", "PF-FILE")
	}
	seq := strconv.FormatInt(e.Seq, 10)
	if e.Organ != head.Organ {
		return e, refusal.New("proof.file.organ", "PF-FILE", "seq", seq, "organ", clip(string(e.Organ)), "head", string(head.Organ))
	}
	if hash := tlog.RecordHash(e.Leaf()); hex.EncodeToString(hash[:]) != s.Hash {
		return e, refusal.New("proof.file.hash", "PF-FILE", "seq", seq)
	}
	if e.Seq > head.Seq || ledger.CheckProof(s.Path, head.Head, e) != nil {
		return e, refusal.New("proof.file.path", "PF-FILE", "seq", seq, "day", head.Day().String(), "head", strconv.FormatInt(head.Seq, 10))
	}
	return e, nil
}
