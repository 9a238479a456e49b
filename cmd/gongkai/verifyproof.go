package main

import (
	"fmt"
	"os"
	"strings"

	"gongkai/internal/secret"
	"gongkai/proof"
)

// maxProof bounds a proof file: a text of 4 MB, escaped, and what is around it.
const maxProof = 64 << 20

// proof checks a proof file by itself: whoever was handed one needs nothing but
// this program, and the key to be sure of the signer.
func (c *verifyCmd) proof(s streams) error {
	info, err := os.Stat(c.Proof)
	if err != nil || info.IsDir() || info.Size() > maxProof {
		return fmt.Errorf("读不了证明文件 %s，请核对文件名", c.Proof)
	}
	b, err := os.ReadFile(c.Proof)
	if err != nil {
		return fmt.Errorf("读不了证明文件：%w", err)
	}
	keys, err := pinned(c.Key)
	if err != nil {
		return err
	}
	v, signed, err := verdictOf(b, keys)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.out, "证明成立。")
	for _, k := range signed {
		fmt.Fprintf(s.out, "签名  %s，公钥指纹 %s\n", secret.Algorithm(k), proof.Fingerprint(k))
	}
	for _, line := range v.Proved() {
		fmt.Fprintf(s.out, "证明  %s\n", line)
	}
	for _, line := range v.NotProved() {
		fmt.Fprintf(s.out, "未证  %s\n", line)
	}
	return nil
}

// said is what a file of either kind proves, in sentences.
type said interface {
	Proved() []string
	NotProved() []string
}

// verdictOf checks the proof of an edition, or that one head continues another.
func verdictOf(b []byte, keys []string) (v said, signed []string, err error) {
	if x, err := proof.ReadExtension(b); err == nil {
		v, err := x.Check(secret.Verifier, keys)
		return v, v.Keys, err
	}
	f, err := proof.Read(b)
	if err != nil {
		return nil, nil, err
	}
	e, err := f.Check(secret.Verifier, keys)
	return e, e.Keys, err
}

// pinned reads the keys that the asker had from elsewhere, each a key or a file
// of keys, one a line.
func pinned(given []string) (out []string, err error) {
	for _, g := range given {
		text := g
		if b, err := os.ReadFile(g); err == nil {
			text = string(b)
		}
		for line := range strings.Lines(text) {
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			if _, err := secret.Verifier(line); err != nil {
				return nil, fmt.Errorf("--key %s 既不是公钥，也不是公钥文件", short(g, 60))
			}
			out = append(out, line)
		}
	}
	if len(given) > 0 && len(out) == 0 {
		return nil, fmt.Errorf("--key 的文件里没有公钥")
	}
	return out, nil
}
