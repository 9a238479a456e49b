package extract

import (
	"bytes"
	"math"
	"strconv"
)

// The objects of a PDF (ISO 32000-1, 7.3). Numbers are float64, null is nil.
type (
	pdfName   string
	pdfString string
	pdfArray  []any
	pdfDict   map[pdfName]any
	pdfRef    int // the object's number; of two the later in the file counts
	pdfWord   string
	pdfStream struct {
		dict pdfDict
		raw  []byte
	}
)

// lexer reads objects out of bytes. It never fails: what makes no sense is nil
// or left out, as every viewer does.
type lexer struct {
	b     []byte
	i     int
	depth int
	deep  bool // things stood too deep within each other: the rest was not read
}

const pdfDepth = 60

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func (l *lexer) space() {
	for l.i < len(l.b) {
		switch c := l.b[l.i]; {
		case isSpace(c):
			l.i++
		case c == '%':
			for l.i < len(l.b) && l.b[l.i] != '\n' && l.b[l.i] != '\r' {
				l.i++
			}
		default:
			return
		}
	}
}

// next reads an object or an operator; ok is false at the end.
func (l *lexer) next() (any, bool) {
	l.space()
	if l.i >= len(l.b) {
		return nil, false
	}
	switch c := l.b[l.i]; c {
	case '/':
		return l.name(), true
	case '(':
		return l.literal(), true
	case '<':
		if l.i+1 < len(l.b) && l.b[l.i+1] == '<' {
			return l.dict(), true
		}
		return l.hex(), true
	case '[':
		l.i++
		var a pdfArray
		if l.depth++; l.depth > pdfDepth {
			l.i, l.deep = len(l.b), true
			return nil, false
		}
		defer func() { l.depth-- }()
		for {
			l.space()
			if l.i >= len(l.b) || l.b[l.i] == ']' {
				l.i = min(l.i+1, len(l.b))
				return a, true
			}
			v, ok := l.next()
			if !ok {
				return a, true
			}
			if w, is := v.(pdfWord); is {
				if w == "R" && len(a) >= 2 {
					if n, ok := a[len(a)-2].(float64); ok {
						a = append(a[:len(a)-2], reference(n))
					}
					continue
				}
				if w == "endobj" || w == "endstream" {
					return a, true
				}
				v = word(w)
			}
			a = append(a, v)
		}
	case ')', '>', ']', '{', '}':
		l.i++
		return pdfWord(c), true
	}
	from := l.i
	for l.i < len(l.b) && !isSpace(l.b[l.i]) && !isDelimiter(l.b[l.i]) {
		l.i++
	}
	s := string(l.b[from:l.i])
	if c := s[0]; c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' {
		if n, err := strconv.ParseFloat(s, 64); err == nil && !math.IsInf(n, 0) {
			return n, true
		}
		return 0.0, true // 0.-5 and the like
	}
	return pdfWord(s), true
}

// word is what a bare word means as a value.
func word(w pdfWord) any {
	switch w {
	case "true":
		return true
	case "false":
		return false
	}
	return nil
}

// value reads an object with what may follow a number to make it a reference.
func (l *lexer) value() any {
	v, _ := l.next()
	switch v := v.(type) {
	case pdfWord:
		return word(v)
	case float64:
		save := l.i
		if g, ok := l.next(); ok {
			if _, is := g.(float64); is {
				if r, _ := l.next(); r == pdfWord("R") {
					return reference(v)
				}
			}
		}
		l.i = save
	}
	return v
}

func (l *lexer) name() pdfName {
	l.i++
	var out []byte
	for l.i < len(l.b) && !isSpace(l.b[l.i]) && !isDelimiter(l.b[l.i]) {
		c := l.b[l.i]
		if c == '#' && l.i+2 < len(l.b) {
			if n, err := strconv.ParseUint(string(l.b[l.i+1:l.i+3]), 16, 8); err == nil {
				c = byte(n)
				l.i += 2
			}
		}
		out = append(out, c)
		l.i++
	}
	return pdfName(out)
}

func (l *lexer) literal() pdfString {
	l.i++
	var out []byte
	for depth := 1; l.i < len(l.b); l.i++ {
		c := l.b[l.i]
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.i++
				return pdfString(out)
			}
		case '\\':
			l.i++
			if l.i >= len(l.b) {
				return pdfString(out)
			}
			switch c = l.b[l.i]; c {
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			case 't':
				c = '\t'
			case 'b':
				c = '\b'
			case 'f':
				c = '\f'
			case '\n':
				continue
			case '\r':
				if l.i+1 < len(l.b) && l.b[l.i+1] == '\n' {
					l.i++
				}
				continue
			case '0', '1', '2', '3', '4', '5', '6', '7':
				n := 0
				for k := 0; k < 3 && l.i < len(l.b) && l.b[l.i] >= '0' && l.b[l.i] <= '7'; k++ {
					n = n*8 + int(l.b[l.i]-'0')
					l.i++
				}
				l.i--
				c = byte(n)
			}
		}
		out = append(out, c)
	}
	return pdfString(out)
}

func (l *lexer) hex() pdfString {
	l.i++
	var out []byte
	half, has := byte(0), false
	for ; l.i < len(l.b); l.i++ {
		c := l.b[l.i]
		var d byte
		switch {
		case c >= '0' && c <= '9':
			d = c - '0'
		case c >= 'a' && c <= 'f':
			d = c - 'a' + 10
		case c >= 'A' && c <= 'F':
			d = c - 'A' + 10
		case c == '>':
			l.i++
			if has {
				out = append(out, half<<4)
			}
			return pdfString(out)
		default:
			continue
		}
		if has {
			out = append(out, half<<4|d)
		} else {
			half = d
		}
		has = !has
	}
	return pdfString(out)
}

func (l *lexer) dict() any {
	l.i += 2
	d := pdfDict{}
	if l.depth++; l.depth > pdfDepth {
		l.i, l.deep = len(l.b), true
		return nil
	}
	defer func() { l.depth-- }()
	for {
		l.space()
		if l.i >= len(l.b) {
			return d
		}
		if l.b[l.i] == '>' {
			l.i = min(l.i+2, len(l.b))
			return d
		}
		if l.b[l.i] != '/' {
			k, ok := l.next()
			if !ok || k == pdfWord("endobj") || k == pdfWord("stream") {
				return d
			}
			continue
		}
		k := l.name()
		l.space()
		if l.i < len(l.b) && l.b[l.i] == '>' {
			continue
		}
		d[k] = l.value()
	}
}

// object reads the object at the offset, with its stream if it has one, and
// says where it ends.
func (f *pdfFile) object(b []byte, at int) (any, int) {
	l := &lexer{b: b, i: at}
	v := l.value()
	if l.deep {
		f.miss(nested)
	}
	d, ok := v.(pdfDict)
	if !ok {
		return v, l.i
	}
	l.space()
	if !bytes.HasPrefix(b[l.i:], []byte("stream")) {
		return v, l.i
	}
	from := l.i + len("stream")
	if from < len(b) && b[from] == '\r' {
		from++
	}
	if from < len(b) && b[from] == '\n' {
		from++
	}
	length, ok := d["Length"].(float64)
	if n, in := upTo(length, len(b)-from); ok && in {
		end := from + n
		if after := bytes.TrimLeft(b[end:min(len(b), end+20)], " \r\n\t"); bytes.HasPrefix(after, []byte("endstream")) {
			return &pdfStream{d, b[from:end]}, end
		}
	}
	n := bytes.Index(b[min(from, len(b)):], []byte("endstream"))
	if n < 0 {
		return &pdfStream{d, b[min(from, len(b)):]}, len(b)
	}
	return &pdfStream{d, b[from : from+n]}, from + n
}
