package extract

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// pdfFont makes the bytes of a string into characters.
type pdfFont struct {
	unicode  map[uint32]string // by code
	widths   map[uint32]float64
	width    float64 // of the others, in thousandths
	bytes    int     // of a code; 0 for those that GBK has
	utf16    bool
	gbk      bool
	simple   bool
	names    map[uint32]string // characters by Encoding, of a simple font
	spaces   []codeSpace
	vertical bool
}

type codeSpace struct {
	bytes    int
	from, to uint32
}

// glyph is a character of a shown string.
type glyph struct {
	code  uint32
	bytes int
	text  string // "" where the file does not say which it is
	width float64
}

// font reads a font's way from bytes to characters (9.10).
func (f *pdfFile) font(v any) *pdfFont {
	d := f.dict(v)
	p := &pdfFont{unicode: map[uint32]string{}, widths: map[uint32]float64{}, names: map[uint32]string{}, width: 500, bytes: 1}
	if s, ok := f.get(d["ToUnicode"]).(*pdfStream); ok {
		p.cmap(f.decode(s))
	}
	if d["Subtype"] == pdfName("Type0") {
		f.composite(p, d)
		return p
	}
	p.simple, p.spaces = true, nil
	first, _ := upTo(f.number(d["FirstChar"]), 0xffff)
	scale := 1.0
	if m := f.array(d["FontMatrix"]); d["Subtype"] == pdfName("Type3") && len(m) == 6 {
		scale = f.number(m[0]) * 1000
	}
	for i, w := range f.array(d["Widths"]) {
		if i < 65536 {
			p.widths[uint32(first+i)] = f.number(w) * scale
		}
	}
	f.encoding(p, d["Encoding"])
	return p
}

func (f *pdfFile) composite(p *pdfFont, d pdfDict) {
	p.bytes, p.width = 2, 1000
	switch enc := f.get(d["Encoding"]).(type) {
	case pdfName:
		e := string(enc)
		p.vertical = strings.HasSuffix(e, "-V")
		switch {
		case strings.HasPrefix(e, "Uni") && (strings.Contains(e, "UCS2") || strings.Contains(e, "UTF16")):
			p.utf16, p.spaces = true, nil
		case strings.HasPrefix(e, "GB"):
			p.gbk, p.bytes, p.spaces = true, 0, nil
		case strings.HasPrefix(e, "Identity"):
			p.spaces = nil
		}
	case *pdfStream:
		own := &pdfFont{unicode: map[uint32]string{}}
		own.cmap(f.decode(enc))
		p.spaces = own.spaces
	}
	kids := f.array(d["DescendantFonts"])
	if len(kids) == 0 {
		return
	}
	cid := f.dict(kids[0])
	if w, ok := f.get(cid["DW"]).(float64); ok {
		p.width = w
	}
	if p.gbk || p.utf16 {
		return // widths go by numbers of the character collection
	}
	w := f.array(cid["W"])
	for i, left := 0, 70000; i+1 < len(w) && left > 0; {
		from, _ := upTo(f.number(w[i]), 0xffff)
		if list, ok := f.get(w[i+1]).(pdfArray); ok {
			for k, x := range list {
				p.widths[uint32(from+k)] = f.number(x)
			}
			left -= len(list)
			i += 2
			continue
		}
		if i+2 >= len(w) {
			return
		}
		to, _ := upTo(f.number(w[i+1]), 0xffff)
		for c := from; c <= to; c++ {
			p.widths[uint32(c)] = f.number(w[i+2])
		}
		left -= max(1, to-from)
		i += 3
	}
}

// encoding reads the characters of a simple font that has no ToUnicode.
func (f *pdfFile) encoding(p *pdfFont, v any) {
	base := charmap.Windows1252
	var differences pdfArray
	switch e := f.get(v).(type) {
	case pdfName:
		if e == "MacRomanEncoding" {
			base = charmap.Macintosh
		}
	case pdfDict:
		if e["BaseEncoding"] == pdfName("MacRomanEncoding") {
			base = charmap.Macintosh
		}
		differences = f.array(e["Differences"])
	}
	for c := uint32(32); c < 256; c++ {
		if r := base.DecodeByte(byte(c)); r != utf8.RuneError {
			p.names[c] = string(r)
		}
	}
	code := uint32(0)
	for _, d := range differences {
		switch d := f.get(d).(type) {
		case float64:
			n, _ := upTo(d, 0xff)
			code = uint32(n)
		case pdfName:
			p.names[code] = glyphName(string(d))
			code++
		}
	}
}

var glyphNames = map[string]string{"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
	"space": " ", "nbspace": " ", "hyphen": "-", "minus": "-", "period": ".", "comma": ",", "colon": ":", "semicolon": ";", "slash": "/", "parenleft": "(", "parenright": ")", "bracketleft": "[", "bracketright": "]",
	"at": "@", "underscore": "_", "asterisk": "*", "plus": "+", "equal": "=", "percent": "%", "numbersign": "#", "ampersand": "&", "quotesingle": "'", "quotedbl": "\"", "quoteleft": "‘", "quoteright": "’", "quotedblleft": "“", "quotedblright": "”", "endash": "–", "emdash": "—", "bullet": "•", "periodcentered": "·", "middot": "·", "exclam": "!", "question": "?", "less": "<", "greater": ">", "dollar": "$", "yen": "¥", "multiply": "×"}

// glyphName is the character that a glyph's name means, "" if none is known.
func glyphName(n string) string {
	n, _, _ = strings.Cut(n, ".")
	if len(n) == 1 {
		return n
	}
	if s, ok := glyphNames[n]; ok {
		return s
	}
	for _, prefix := range []string{"uni", "u"} {
		if h, ok := strings.CutPrefix(n, prefix); ok && len(h) >= 4 && len(h) <= 6 {
			if c, err := strconv.ParseUint(h, 16, 32); err == nil && utf8.ValidRune(rune(c)) {
				return string(rune(c))
			}
		}
	}
	return ""
}

// cmap reads a table from codes to characters.
func (p *pdfFont) cmap(b []byte) {
	l := &lexer{b: b}
	var stack []any
	total := 0
	for total < 300000 {
		v, ok := l.next()
		if !ok {
			return
		}
		w, op := v.(pdfWord)
		if !op {
			if len(stack) < 100000 {
				stack = append(stack, v)
			}
			continue
		}
		switch w {
		case "endbfchar":
			for i := 0; i+1 < len(stack); i += 2 {
				from, ok1 := stack[i].(pdfString)
				to, ok2 := stack[i+1].(pdfString)
				if ok1 && ok2 {
					p.unicode[code(from)] = utf16BE(to)
					total++
				}
			}
		case "endbfrange":
			for i := 0; i+2 < len(stack); i += 3 {
				a, ok1 := stack[i].(pdfString)
				z, ok2 := stack[i+1].(pdfString)
				if ok1 && ok2 {
					total += p.between(code(a), code(z), stack[i+2])
				}
			}
		case "endcodespacerange":
			for i := 0; i+1 < len(stack); i += 2 {
				a, ok1 := stack[i].(pdfString)
				z, ok2 := stack[i+1].(pdfString)
				if ok1 && ok2 && len(a) > 0 && len(a) <= 4 {
					p.spaces = append(p.spaces, codeSpace{len(a), code(a), code(z)})
				}
			}
		}
		stack = stack[:0]
	}
}

func (p *pdfFont) between(from, to uint32, v any) (n int) {
	switch v := v.(type) {
	case pdfString:
		if len(v) == 0 {
			return 0
		}
		r := []rune(utf16BE(v))
		for c := from; c <= to && n < 66000; c++ {
			if len(r) > 0 {
				p.unicode[c] = string(r)
				r[len(r)-1]++
			}
			n++
		}
	case pdfArray:
		for _, x := range v {
			if s, ok := x.(pdfString); ok {
				p.unicode[from] = utf16BE(s)
			}
			from++
			n++
		}
	}
	return n
}

func code(s pdfString) (c uint32) {
	for i := range min(len(s), 4) {
		c = c<<8 | uint32(s[i])
	}
	return c
}

func utf16BE(s pdfString) string {
	if len(s) == 1 {
		return string(rune(s[0]))
	}
	u := make([]uint16, 0, len(s)/2)
	for i := 0; i+1 < len(s); i += 2 {
		u = append(u, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(u))
}

// glyphs reads a shown string.
func (p *pdfFont) glyphs(s pdfString) (out []glyph) {
	for i := 0; i < len(s); {
		n := p.bytes
		switch {
		case p.gbk:
			n = 1
			if s[i] > 0x80 {
				n = 2
			}
		case len(p.spaces) > 0:
			for _, sp := range p.spaces {
				if c := code(s[i:min(len(s), i+sp.bytes)]); i+sp.bytes <= len(s) && c >= sp.from && c <= sp.to {
					n = sp.bytes
					break
				}
			}
		}
		n = max(1, min(n, len(s)-i))
		g := glyph{code: code(s[i : i+n]), bytes: n, width: p.width}
		if w, ok := p.widths[g.code]; ok {
			g.width = w
		}
		if t, ok := p.unicode[g.code]; ok && strings.Trim(t, "\x00\ufffd") != "" {
			g.text = t
		} else if p.utf16 {
			g.text = utf16BE(s[i : i+n])
		} else if p.gbk {
			if t, err := simplifiedchinese.GB18030.NewDecoder().String(string(s[i : i+n])); err == nil {
				g.text = t
			}
			if n == 1 {
				g.width = p.width / 2
			}
		} else if p.simple {
			g.text = p.names[g.code]
		}
		out = append(out, g)
		i += n
	}
	return out
}
