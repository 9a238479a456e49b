package check

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

// corpus is about 8 MB of clean official prose, a paragraph a line.
func corpus(tb testing.TB) string {
	tb.Helper()
	b, err := os.ReadFile("testdata/clean/notice.txt")
	if err != nil {
		tb.Fatal(err)
	}
	return strings.Repeat(string(b), 8<<20/len(b))
}

// BenchmarkCheck is the speed of the rules on characters and numbers (CH, PD),
// which run while someone writes; BenchmarkAll of all rules; BenchmarkMemory of
// the plainest look at the same bytes, to which the others are to be compared
// on a machine that has other work.
func BenchmarkCheck(b *testing.B) {
	bench(b, func(c *Checker, t Text) {
		f := gather(&t)
		c.characters(f)
		c.persons(f)
	})
}

func BenchmarkCharacters(b *testing.B) {
	bench(b, func(c *Checker, t Text) { c.characters(gather(&t)) })
}

func BenchmarkAll(b *testing.B) {
	bench(b, func(c *Checker, t Text) { c.Check(t) })
}

func BenchmarkMemory(b *testing.B) {
	bench(b, func(_ *Checker, t Text) { utf8.ValidString(t.Words) })
}

func bench(b *testing.B, run func(*Checker, Text)) {
	c, t := checker(b), Plain(corpus(b))
	b.SetBytes(int64(len(t.Words)))
	for b.Loop() {
		run(c, t)
	}
}
