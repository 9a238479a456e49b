package extract

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"errors"
	"io"
)

// pdfFile is a PDF with its objects, found by going over the bytes: tables of
// offsets are wrong in too many files to lean on.
type pdfFile struct {
	b       []byte
	at      map[pdfRef]place
	cache   map[pdfRef]any
	trailer pdfDict
	left    int64 // of what may still be unpacked
	over    bool
}

// place is where an object stands: in the file, or in a stream of objects.
type place struct {
	in []byte
	at int
}

const maxObjects = 2_000_000

// scan finds the objects.
func scanPDF(b []byte) *pdfFile {
	f := &pdfFile{b: b, at: map[pdfRef]place{}, cache: map[pdfRef]any{}, trailer: pdfDict{}, left: maxXML}
	for i := 0; i < len(b) && len(f.at) < maxObjects; {
		j := bytes.Index(b[i:], []byte("obj"))
		t := bytes.Index(b[i:min(len(b), i+max(j, 0)+3)], []byte("trailer"))
		if j < 0 {
			if t = bytes.Index(b[i:], []byte("trailer")); t < 0 {
				break
			}
		}
		if t >= 0 && (j < 0 || t < j) {
			d, end := object(b, i+t+len("trailer"))
			f.takeTrailer(d)
			i = max(end, i+t+7)
			continue
		}
		j += i
		num, ok := objectNumber(b, j)
		if !ok {
			i = j + 3
			continue
		}
		v, end := object(b, j+3)
		f.at[num] = place{b, j + 3}
		if s, ok := v.(*pdfStream); ok {
			switch s.dict["Type"] {
			case pdfName("XRef"):
				f.takeTrailer(s.dict)
			case pdfName("ObjStm"):
				f.objects(s)
			}
		}
		i = max(end, j+3)
	}
	return f
}

func (f *pdfFile) takeTrailer(v any) {
	d, _ := v.(pdfDict)
	for _, k := range []pdfName{"Root", "Info", "Encrypt"} {
		if d[k] != nil {
			f.trailer[k] = d[k]
		}
	}
}

// objectNumber reads the number before "obj", back over the generation.
func objectNumber(b []byte, at int) (pdfRef, bool) {
	i := at
	back := func(is func(byte) bool) int {
		n := 0
		for i > 0 && n < 12 && is(b[i-1]) {
			i--
			n++
		}
		return n
	}
	isDigit := func(c byte) bool { return c >= '0' && c <= '9' }
	back(isSpace)
	if back(isDigit) == 0 || back(isSpace) == 0 {
		return 0, false
	}
	end := i
	if n := back(isDigit); n == 0 || n > 9 {
		return 0, false
	}
	num := 0
	for _, c := range b[i:end] {
		num = num*10 + int(c-'0')
	}
	return pdfRef(num), true
}

// objects notes what a stream of objects holds.
func (f *pdfFile) objects(s *pdfStream) {
	body := f.decode(s)
	first, _ := s.dict["First"].(float64)
	n, _ := s.dict["N"].(float64)
	if first < 0 || int(first) > len(body) {
		return
	}
	l := &lexer{b: body[:int(first)]}
	for range int(min(n, 100000)) {
		num, ok1 := l.next()
		off, ok2 := l.next()
		a, is1 := num.(float64)
		o, is2 := off.(float64)
		if !ok1 || !ok2 || !is1 || !is2 || o < 0 || int(first+o) >= len(body) {
			return
		}
		f.at[pdfRef(a)] = place{body, int(first + o)}
	}
}

// get follows references to the value.
func (f *pdfFile) get(v any) any {
	for range 20 {
		r, ok := v.(pdfRef)
		if !ok {
			return v
		}
		if c, ok := f.cache[r]; ok {
			v = c
			continue
		}
		p, ok := f.at[r]
		if !ok {
			return nil
		}
		v, _ = object(p.in, p.at)
		if len(f.cache) < 200000 {
			f.cache[r] = v
		}
	}
	return nil
}

func (f *pdfFile) dict(v any) pdfDict {
	switch v := f.get(v).(type) {
	case pdfDict:
		return v
	case *pdfStream:
		return v.dict
	}
	return nil
}

func (f *pdfFile) array(v any) pdfArray {
	a, _ := f.get(v).(pdfArray)
	return a
}

func (f *pdfFile) number(v any) float64 {
	n, _ := f.get(v).(float64)
	return n
}

// filters lists how a stream is packed.
func (f *pdfFile) filters(s *pdfStream) (names []pdfName, parms []pdfDict) {
	add := func(filter, parm any) {
		if n, ok := f.get(filter).(pdfName); ok {
			names = append(names, n)
			parms = append(parms, f.dict(parm))
		}
	}
	filter, parm := f.get(s.dict["Filter"]), f.get(s.dict["DecodeParms"])
	if a, ok := filter.(pdfArray); ok {
		ps, _ := parm.(pdfArray)
		for i, x := range a {
			var p any
			if i < len(ps) {
				p = ps[i]
			}
			add(x, p)
		}
		return names, parms
	}
	add(filter, parm)
	return names, parms
}

// decode unpacks a stream; a broken one gives as much as could be read. What
// is a picture gives nothing.
func (f *pdfFile) decode(s *pdfStream) []byte {
	b := s.raw
	names, parms := f.filters(s)
	for i, name := range names {
		if f.over {
			return nil
		}
		var r io.Reader
		switch name {
		case "FlateDecode", "Fl":
			z, err := zlib.NewReader(bytes.NewReader(b))
			if err != nil {
				return nil
			}
			r = z
		case "LZWDecode", "LZW":
			b = f.count(unLZW(b, f.left))
		case "ASCII85Decode", "A85":
			if end := bytes.Index(b, []byte("~>")); end >= 0 {
				b = b[:end]
			}
			r = ascii85.NewDecoder(bytes.NewReader(bytes.TrimPrefix(bytes.TrimSpace(b), []byte("<~"))))
		case "ASCIIHexDecode", "AHx":
			l := &lexer{b: append([]byte("<"), b...)}
			b = f.count([]byte(l.hex()))
		case "RunLengthDecode", "RL":
			b = f.count(unRun(b))
		default:
			return nil
		}
		if r != nil {
			out, err := io.ReadAll(io.LimitReader(r, f.left+1))
			if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && len(out) == 0 {
				return nil
			}
			b = f.count(out)
		}
		b = unpredict(b, parms[i], f)
	}
	return b
}

// count keeps the bounds of what is unpacked.
func (f *pdfFile) count(b []byte) []byte {
	if f.left -= int64(len(b)); f.left < 0 {
		f.over = true
		return nil
	}
	return b
}

func unRun(b []byte) (out []byte) {
	for i := 0; i < len(b) && b[i] != 128; {
		n := int(b[i])
		if n < 128 {
			out = append(out, b[i+1:min(len(b), i+2+n)]...)
			i += n + 2
		} else {
			if i+1 < len(b) {
				out = append(out, bytes.Repeat(b[i+1:i+2], 257-n)...)
			}
			i += 2
		}
	}
	return out
}

// unLZW unpacks what the oldest writers packed (7.4.4.2): codes of nine to
// twelve bits, which widen one code early.
func unLZW(b []byte, limit int64) (out []byte) {
	type entry struct {
		prefix int
		last   byte
		size   int
	}
	table := make([]entry, 258, 4097)
	reset := func() {
		table = table[:258]
		for i := range 256 {
			table[i] = entry{-1, byte(i), 1}
		}
	}
	reset()
	write := func(code int) byte {
		from := len(out)
		out = append(out, make([]byte, table[code].size)...)
		for i := len(out) - 1; i >= from; i-- {
			out[i] = table[code].last
			code = table[code].prefix
		}
		return out[from]
	}
	bits, have, width, prev := uint32(0), 0, 9, -1
	for _, c := range b {
		bits, have = bits<<8|uint32(c), have+8
		if have < width {
			continue
		}
		code := int(bits>>(have-width)) & (1<<width - 1)
		have -= width
		switch {
		case code == 257 || int64(len(out)) > limit:
			return out
		case code == 256:
			reset()
			width, prev = 9, -1
			continue
		case prev < 0 && code < 256:
			write(code)
		case prev < 0 || code > len(table):
			return out
		case code < len(table):
			table = append(table, entry{prev, write(code), table[prev].size + 1})
		default:
			first := prev
			for table[first].prefix >= 0 {
				first = table[first].prefix
			}
			table = append(table, entry{prev, table[first].last, table[prev].size + 1})
			write(code)
		}
		if prev = code; len(table) > 4096 {
			return out
		}
		for width < 12 && len(table) >= 1<<width-1 {
			width++
		}
	}
	return out
}

// unpredict takes back the differences of rows (7.4.4.4).
func unpredict(b []byte, parm pdfDict, f *pdfFile) []byte {
	predictor := int(f.number(parm["Predictor"]))
	if predictor < 10 {
		return b
	}
	or := func(k pdfName, d int) int {
		if n := int(f.number(parm[k])); n > 0 && n < 1<<16 {
			return n
		}
		return d
	}
	bpp := max(1, or("Colors", 1)*or("BitsPerComponent", 8)/8)
	row := (or("Columns", 1)*or("Colors", 1)*or("BitsPerComponent", 8) + 7) / 8
	var out []byte
	prev := make([]byte, row)
	for len(b) > 1 {
		kind := b[0]
		line := bytes.Clone(b[1:min(len(b), row+1)])
		b = b[min(len(b), row+1):]
		for i := range line {
			var left, up, corner byte
			if i >= bpp {
				left, corner = line[i-bpp], prev[i-bpp]
			}
			up = prev[i]
			switch kind {
			case 1:
				line[i] += left
			case 2:
				line[i] += up
			case 3:
				line[i] += byte((int(left) + int(up)) / 2)
			case 4:
				line[i] += paeth(left, up, corner)
			}
		}
		out = append(out, line...)
		copy(prev, line)
	}
	return out
}

func paeth(a, b, c byte) byte {
	abs := func(n int) int { return max(n, -n) }
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	if pa <= pb && pa <= pc {
		return a
	}
	if pb <= pc {
		return b
	}
	return c
}
