package extract

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"errors"
	"io"
	"slices"
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
	most    int      // objects
	missed  []string // what was left out, each a sentence, once
}

// place is where an object stands: in the file, or in a stream of objects.
type place struct {
	in []byte
	at int
}

const maxObjects = 2_000_000

// What is left out of a PDF and why, for people.
const (
	packing = "PDF 里有一部分已损坏或者压缩方式不认识，没有检查；请重新生成 PDF，或者由人看过后说明"
	nested  = "PDF 里有的内容套得过深，没有检查；请重新生成 PDF，或者由人看过后说明"
	crowded = "PDF 里的对象过多，后面的没有检查；请拆成几个文件"
)

// miss notes what was left out of the file.
func (f *pdfFile) miss(words string) {
	if !slices.Contains(f.missed, words) {
		f.missed = append(f.missed, words)
	}
}

// upTo makes a number of the file an int if it is none below nothing and none
// above the most: one beyond all ints would become any.
func upTo(n float64, most int) (int, bool) {
	if n >= 0 && n <= float64(most) {
		return int(n), true
	}
	return 0, false
}

// reference makes a number of the file that of an object; what can be none
// leads nowhere.
func reference(n float64) pdfRef {
	if r, ok := upTo(n, 999_999_999); ok {
		return pdfRef(r)
	}
	return -1
}

// scanPDF finds the objects, so many at most.
func scanPDF(b []byte, most int) *pdfFile {
	f := &pdfFile{b: b, at: map[pdfRef]place{}, cache: map[pdfRef]any{}, trailer: pdfDict{}, left: maxXML, most: most}
	for i := 0; i < len(b); {
		if len(f.at) >= f.most {
			f.miss(crowded)
			break
		}
		j := bytes.Index(b[i:], []byte("obj"))
		t := bytes.Index(b[i:min(len(b), i+max(j, 0)+3)], []byte("trailer"))
		if j < 0 {
			if t = bytes.Index(b[i:], []byte("trailer")); t < 0 {
				break
			}
		}
		if t >= 0 && (j < 0 || t < j) {
			d, end := f.object(b, i+t+len("trailer"))
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
		v, end := f.object(b, j+3)
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
	given, _ := s.dict["First"].(float64)
	n, _ := s.dict["N"].(float64)
	first, ok := upTo(given, len(body))
	if !ok {
		f.miss(packing)
		return
	}
	l := &lexer{b: body[:first]}
	for range int(max(0, min(n, float64(f.most)))) {
		if len(f.at) >= f.most {
			f.miss(crowded)
			return
		}
		num, ok1 := l.next()
		off, ok2 := l.next()
		a, is1 := num.(float64)
		o, is2 := off.(float64)
		at, in := upTo(o, len(body)-first-1)
		if !ok1 || !ok2 || !is1 || !is2 || !in {
			f.miss(packing)
			return
		}
		f.at[reference(a)] = place{body, first + at}
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
		v, _ = f.object(p.in, p.at)
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

// decode unpacks a stream; a broken one gives as much as could be read, and
// the rest is missed. What is packed as a picture gives nothing.
func (f *pdfFile) decode(s *pdfStream) []byte {
	b := s.raw
	names, parms := f.filters(s)
	if len(names) == 0 {
		b = f.count(b) // pages may share it
	}
	for i, name := range names {
		if f.over {
			return nil
		}
		var r io.Reader
		switch name {
		case "FlateDecode", "Fl":
			z, err := zlib.NewReader(bytes.NewReader(b))
			if err != nil {
				if len(b) > 0 {
					f.miss(packing)
				}
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
			b = f.count(unRun(b, f.left))
		default:
			f.miss(packing)
			return nil
		}
		if r != nil {
			out, err := io.ReadAll(io.LimitReader(r, f.left+1))
			if err != nil && !errors.Is(err, zlib.ErrChecksum) {
				f.miss(packing)
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
