// Command han writes check/standard.txt and check/variants.txt, the characters
// that package check goes by, and search/sound.txt, how they are read. It is run by hand when Unicode or OpenCC have a
// new edition (docs/adr/0013):
//
//	apt-get download unicode-data && dpkg-deb -x unicode-data_*.deb unicode
//	npm pack opencc && tar xzf opencc-*.tgz
//	go -C tools run ./han -unicode …/unicode/usr/share/unicode -opencc …/package/data/dictionary
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/bzip2"
	_ "embed"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

//go:embed own.txt
var own string

// size of the table and of its levels (国发〔2013〕23号).
const (
	size   = 8105
	first  = 3500
	second = 6500
	astral = 196
)

func main() {
	log.SetFlags(0)
	unicode := flag.String("unicode", "", "folder with Unihan_*.txt.bz2")
	opencc := flag.String("opencc", "", "folder with TSCharacters.txt")
	out := flag.String("out", "../check", "folder to write to")
	search := flag.String("search", "../search", "folder to write the readings to")
	flag.Parse()

	table := standard(*unicode)
	write(*out, "standard.txt", table.text())
	write(*out, "variants.txt", variants(table, *unicode, *opencc))
	write(*search, "sound.txt", sounds(table, *unicode))
}

// tgh is the table in its order, and as a set.
type tgh struct {
	order []rune
	has   map[rune]bool
}

func standard(dir string) tgh {
	t := tgh{order: make([]rune, size), has: map[rune]bool{}}
	beyond := 0
	unihan(dir, "Unihan_OtherMappings.txt.bz2", func(r rune, field, value string) {
		if field != "kTGH" {
			return
		}
		n, err := strconv.Atoi(strings.TrimPrefix(value, "2013:"))
		if err != nil || n < 1 || n > size || t.order[n-1] != 0 {
			log.Fatalf("U+%04X: kTGH %s", r, value)
		}
		t.order[n-1], t.has[r] = r, true
		if r > 0xFFFF {
			beyond++
		}
	})
	if len(t.has) != size || beyond != astral {
		log.Fatalf("%d characters, %d of them beyond the BMP", len(t.has), beyond)
	}
	return t
}

func (t tgh) text() string {
	var b strings.Builder
	b.WriteString("# 通用规范汉字表（国发〔2013〕23号），8105字，依表中次序。由 tools/han 据 Unicode 的 Unihan 数据（kTGH）生成，不要手改。\n")
	b.WriteString("# © Unicode, Inc. Unicode License v3, https://www.unicode.org/license.txt\n")
	for i, level := range [][]rune{t.order[:first], t.order[first:second], t.order[second:]} {
		fmt.Fprintf(&b, "# %s级字表\n", []string{"一", "二", "三"}[i])
		for line := range slices.Chunk(level, 100) {
			b.WriteString(string(line) + "\n")
		}
	}
	return b.String()
}

// sounds lists the characters of the table by the syllable that they are read
// as (kMandarin, without tones); ü is v, as it is typed.
func sounds(t tgh, dir string) string {
	plain := strings.NewReplacer("ā", "a", "á", "a", "ǎ", "a", "à", "a", "ē", "e", "é", "e", "ě", "e", "è", "e", "ê̄", "e", "ế", "e", "ề", "e", "ī", "i", "í", "i", "ǐ", "i", "ì", "i",
		"ō", "o", "ó", "o", "ǒ", "o", "ò", "o", "ū", "u", "ú", "u", "ǔ", "u", "ù", "u", "ü", "v", "ǖ", "v", "ǘ", "v", "ǚ", "v", "ǜ", "v",
		"ń", "n", "ň", "n", "ǹ", "n", "ḿ", "m")
	read := map[rune]string{}
	unihan(dir, "Unihan_Readings.txt.bz2", func(r rune, field, value string) {
		if field == "kMandarin" && t.has[r] {
			read[r] = plain.Replace(strings.Fields(value)[0])
		}
	})
	by := map[string][]rune{}
	for _, r := range t.order {
		s := read[r]
		if strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") != "" {
			log.Fatalf("%c is read %q", r, s)
		}
		if s != "" {
			by[s] = append(by[s], r)
		}
	}
	var b strings.Builder
	b.WriteString("# 通用规范汉字表各字的读音，不标声调，ü 写作 v。由 tools/han 据 Unihan 数据（kMandarin）生成，不要手改；词里的读音见 readings.txt。\n")
	b.WriteString("# © Unicode, Inc. Unicode License v3, https://www.unicode.org/license.txt\n")
	for _, s := range slices.Sorted(maps.Keys(by)) {
		b.WriteString(s + " " + string(by[s]) + "\n")
	}
	return b.String()
}

// variants says for characters outside the table which one of the table is
// meant: OpenCC first, then Unihan where it is of one mind, and before both
// our own table.
func variants(t tgh, unicode, opencc string) string {
	simple := table(opencc, "TSCharacters.txt")
	old := table(opencc, "JPShinjitaiCharacters.txt")
	fields := map[rune]map[string][]rune{}
	unihan(unicode, "Unihan_Variants.txt.bz2", func(r rune, field, value string) {
		if fields[r] == nil {
			fields[r] = map[string][]rune{}
		}
		for v := range strings.FieldsSeq(value) {
			v, _, _ = strings.Cut(v, "<")
			n, err := strconv.ParseUint(strings.TrimPrefix(v, "U+"), 16, 32)
			if err != nil {
				log.Fatalf("U+%04X: %s %s", r, field, value)
			}
			fields[r][field] = append(fields[r][field], rune(n))
		}
	})
	// meant leads on to the table, at most through one traditional form.
	meant := func(all []rune) []rune {
		var out []rune
		for _, r := range all {
			if !t.has[r] {
				if s := simple[r]; len(s) > 0 {
					r = s[0]
				}
			}
			if t.has[r] && !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
		return out
	}
	found := map[string]map[rune]rune{"繁体": {}, "日本": {}, "异体": {}}
	done := map[rune]bool{}
	put := func(kind string, from rune, to []rune) {
		if !t.has[from] && !done[from] && len(to) > 0 && to[0] != from {
			found[kind][from], done[from] = to[0], true
		}
	}
	for row := range strings.Lines(own) {
		if c := strings.Fields(row); len(c) == 2 && !strings.HasPrefix(row, "#") {
			p := []rune(c[1])
			if len(p) != 2 || t.has[p[0]] || !t.has[p[1]] || found[c[0]] == nil {
				log.Fatalf("own.txt: %s", row)
			}
			put(c[0], p[0], p[1:])
		}
	}
	for r, v := range old {
		put("日本", r, meant(v))
	}
	for r, v := range simple {
		put("繁体", r, meant(v[:1]))
	}
	for _, f := range []string{"kSimplifiedVariant", "kZVariant", "kSemanticVariant"} {
		for r, v := range fields {
			if to := meant(v[f]); len(to) == 1 {
				put(map[bool]string{true: "繁体", false: "异体"}[f == "kSimplifiedVariant"], r, to)
			}
		}
	}
	found["兼容"], found["部首"] = map[rune]rune{}, map[rune]rune{}
	fold := func(kind string, from, to rune) {
		if m := meant([]rune{to}); len(m) > 0 {
			to = m[0]
		}
		found[kind][from] = to
		delete(found["异体"], from)
	}
	rows(unicode, "UnicodeData.txt", ";", func(c []string) {
		if r := code(c[0]); len(c) > 5 && (r >= 0xF900 && r <= 0xFAFF || r >= 0x2F800 && r <= 0x2FA1F) && c[5] != "" {
			fold("兼容", r, code(c[5]))
		}
	})
	rows(unicode, "EquivalentUnifiedIdeograph.txt", ";", func(c []string) {
		from, to, _ := strings.Cut(strings.TrimSpace(c[0]), "..")
		like, _, _ := strings.Cut(strings.TrimSpace(c[1]), " ")
		for r := code(from); r <= code(cmp.Or(to, from)); r++ {
			fold("部首", r, code(like))
		}
	})
	var b strings.Builder
	b.WriteString("# 表外字应当写作什么字：前一字不在通用规范汉字表中，后一字是通行的写法。由 tools/han 生成，不要手改；要增补，改 tools/han/own.txt。\n")
	b.WriteString("# OpenCC TSCharacters, JPShinjitaiCharacters (Apache License 2.0, https://github.com/BYVoid/OpenCC);\n")
	b.WriteString("# Unihan kSimplifiedVariant, kZVariant, kSemanticVariant, UnicodeData, EquivalentUnifiedIdeograph (Unicode License v3); tools/han/own.txt.\n")
	for _, kind := range []string{"繁体", "日本", "异体", "兼容", "部首"} {
		fmt.Fprintf(&b, "# %s\n", kind)
		n := 0
		for _, r := range slices.Sorted(keys(found[kind])) {
			if n++; n > 1 {
				b.WriteString(map[bool]string{true: "\n", false: " "}[n%25 == 1])
			}
			b.WriteString(string([]rune{r, found[kind][r]}))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func keys(m map[rune]rune) func(func(rune) bool) {
	return func(yield func(rune) bool) {
		for r := range m {
			if !yield(r) {
				return
			}
		}
	}
}

// table reads a table of OpenCC: a character, a tab, those that it may stand for.
func table(dir, name string) map[rune][]rune {
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		log.Fatal(err)
	}
	out := map[rune][]rune{}
	for row := range strings.Lines(string(text)) {
		from, to, ok := strings.Cut(strings.TrimSpace(row), "\t")
		if !ok || strings.HasPrefix(row, "#") {
			continue
		}
		k := []rune(from)
		for v := range strings.FieldsSeq(to) {
			if w := []rune(v); len(k) == 1 && len(w) == 1 {
				out[k[0]] = append(out[k[0]], w[0])
			}
		}
	}
	return out
}

func unihan(dir, name string, each func(r rune, field, value string)) {
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		log.Fatal(err)
	}
	in := bufio.NewScanner(bzip2.NewReader(bytes.NewReader(b)))
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		c := strings.Split(in.Text(), "\t")
		if len(c) != 3 || !strings.HasPrefix(c[0], "U+") {
			continue
		}
		n, err := strconv.ParseUint(c[0][2:], 16, 32)
		if err != nil {
			log.Fatal(err)
		}
		each(rune(n), c[1], c[2])
	}
	if in.Err() != nil {
		log.Fatal(in.Err())
	}
}

// rows reads a table of Unicode, without its comments.
func rows(dir, name, sep string, each func([]string)) {
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		log.Fatal(err)
	}
	for row := range strings.Lines(string(text)) {
		row, _, _ = strings.Cut(row, "#")
		if c := strings.Split(row, sep); len(c) > 1 {
			each(c)
		}
	}
}

func code(hex string) rune {
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		log.Fatal(err)
	}
	return rune(n)
}

func write(dir, name, text string) {
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		log.Fatal(err)
	}
}
