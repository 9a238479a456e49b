package extract

import (
	"bytes"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// matrix is a transformation [a b c d e f] (8.3.3).
type matrix [6]float64

func (m matrix) times(n matrix) matrix {
	return matrix{m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3], m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5]}
}

// graphics is what q keeps and Q brings back.
type graphics struct {
	ctm                        matrix
	font                       *pdfFont
	size, charSpace, wordSpace float64
	scale, leading, rise       float64
}

// pdfPage follows the operators of a page and gathers its words, line by line
// in the order in which they were written.
type pdfPage struct {
	file  *pdfFile
	fonts map[any]*pdfFont
	box   float64 // the area of the page

	g          graphics
	stack      []graphics
	text, line matrix
	lines      []string
	words      strings.Builder
	x, y, size float64 // where the last character ended, along its line and across
	angle      int
	started    bool
	shown      int     // characters
	lost       int     // of them without a meaning
	pictured   float64 // the area that pictures cover
	painted    int     // paths
	steps      int
	forms      int // within each other
	photos     []*pdfStream
}

const maxSteps = 20_000_000

// run follows a stream of operators with its resources.
func (p *pdfPage) run(b []byte, res pdfDict) {
	l := &lexer{b: b}
	var args []any
	for {
		v, ok := l.next()
		if !ok || p.file.over {
			if l.deep {
				p.file.miss(nested)
			}
			return
		}
		op, is := v.(pdfWord)
		if !is {
			if len(args) < 64 {
				args = append(args, v)
			}
			continue
		}
		if p.steps++; p.steps > maxSteps {
			p.file.over = true
			return
		}
		if op == "ID" {
			p.inline(l)
		} else if op != "true" && op != "false" && op != "null" {
			p.do(op, args, res)
		}
		args = args[:0]
	}
}

// inline goes past the bytes of a picture in the stream.
func (p *pdfPage) inline(l *lexer) {
	p.pictured += math.Abs(p.g.ctm[0]*p.g.ctm[3] - p.g.ctm[1]*p.g.ctm[2])
	for l.i < len(l.b) {
		n := bytes.Index(l.b[l.i:], []byte("EI"))
		if n < 0 {
			l.i = len(l.b)
			return
		}
		l.i += n + 2
		if (l.i < 3 || isSpace(l.b[l.i-3])) && (l.i >= len(l.b) || isSpace(l.b[l.i])) {
			return
		}
	}
}

func (p *pdfPage) do(op pdfWord, args []any, res pdfDict) {
	n := func(i int) float64 {
		if i < len(args) {
			f, _ := args[i].(float64)
			return f
		}
		return 0
	}
	str := func(i int) pdfString {
		if i >= 0 && i < len(args) {
			s, _ := args[i].(pdfString)
			return s
		}
		return ""
	}
	six := func() matrix { return matrix{n(0), n(1), n(2), n(3), n(4), n(5)} }
	switch op {
	case "q":
		if len(p.stack) < 500 {
			p.stack = append(p.stack, p.g)
		}
	case "Q":
		if k := len(p.stack); k > 0 {
			p.g, p.stack = p.stack[k-1], p.stack[:k-1]
		}
	case "cm":
		p.g.ctm = six().times(p.g.ctm)
	case "BT":
		p.text, p.line = matrix{1, 0, 0, 1}, matrix{1, 0, 0, 1}
	case "Tf":
		if len(args) >= 2 {
			name, _ := args[0].(pdfName)
			p.g.font, p.g.size = p.font(p.file.dict(res["Font"])[name]), n(1)
		}
	case "Tc":
		p.g.charSpace = n(0)
	case "Tw":
		p.g.wordSpace = n(0)
	case "Tz":
		p.g.scale = n(0) / 100
	case "TL":
		p.g.leading = n(0)
	case "Ts":
		p.g.rise = n(0)
	case "Td":
		p.move(n(0), n(1))
	case "TD":
		p.g.leading = -n(1)
		p.move(n(0), n(1))
	case "Tm":
		p.text = six()
		p.line = p.text
	case "T*":
		p.move(0, -p.g.leading)
	case "Tj":
		p.show(str(0))
	case "'":
		p.move(0, -p.g.leading)
		p.show(str(0))
	case "\"":
		p.g.wordSpace, p.g.charSpace = n(0), n(1)
		p.move(0, -p.g.leading)
		p.show(str(2))
	case "TJ":
		if len(args) > 0 {
			a, _ := args[0].(pdfArray)
			for _, x := range a {
				switch x := x.(type) {
				case pdfString:
					p.show(x)
				case float64:
					p.advance(-x / 1000 * p.g.size)
				}
			}
		}
	case "Do":
		if len(args) > 0 {
			name, _ := args[0].(pdfName)
			p.object(p.file.dict(res["XObject"])[name], res)
		}
	case "f", "F", "f*", "B", "B*", "S", "b", "b*", "s":
		p.painted++
	}
}

// font finds a font once.
func (p *pdfPage) font(v any) *pdfFont {
	if r, ok := v.(pdfRef); ok {
		if p.fonts[r] == nil {
			p.fonts[r] = p.file.font(r)
		}
		return p.fonts[r]
	}
	return p.file.font(v)
}

// object draws a picture, or a form with operators of its own.
func (p *pdfPage) object(v any, res pdfDict) {
	s, ok := p.file.get(v).(*pdfStream)
	if !ok {
		return
	}
	switch s.dict["Subtype"] {
	case pdfName("Image"):
		p.pictured += math.Abs(p.g.ctm[0]*p.g.ctm[3] - p.g.ctm[1]*p.g.ctm[2])
		if len(p.photos) < 200 {
			p.photos = append(p.photos, s)
		} else {
			p.file.miss("PDF 里有的页图片超过200张，其余图片里的拍摄信息没有检查；请由人看过后说明")
		}
	case pdfName("Form"):
		if p.forms++; p.forms >= 20 {
			p.file.miss(nested)
		} else {
			keep, depth := p.g, len(p.stack)
			if m := p.file.array(s.dict["Matrix"]); len(m) == 6 {
				var k matrix
				for i := range k {
					k[i] = p.file.number(m[i])
				}
				p.g.ctm = k.times(p.g.ctm)
			}
			own := p.file.dict(s.dict["Resources"])
			if own == nil {
				own = res
			}
			p.run(p.file.decode(s), own)
			p.g, p.stack = keep, p.stack[:min(depth, len(p.stack))]
		}
		p.forms--
	}
}

func (p *pdfPage) move(x, y float64) {
	p.line = matrix{1, 0, 0, 1, x, y}.times(p.line)
	p.text = p.line
}

func (p *pdfPage) advance(w float64) {
	d := matrix{1, 0, 0, 1, w * p.g.scale, 0}
	if p.g.font != nil && p.g.font.vertical {
		d = matrix{1, 0, 0, 1, 0, w}
	}
	p.text = d.times(p.text)
}

// show places the characters of a string.
func (p *pdfPage) show(s pdfString) {
	if p.g.font == nil {
		return
	}
	for _, g := range p.g.font.glyphs(s) {
		m := p.text.times(p.g.ctm)
		w := g.width/1000*p.g.size + p.g.charSpace
		if g.bytes == 1 && g.code == ' ' {
			w += p.g.wordSpace
		}
		if p.g.font.vertical {
			w = -p.g.size - p.g.charSpace
		}
		p.advance(w)
		p.place(m, p.text.times(p.g.ctm), g.text)
	}
}

// place puts a character that goes from one point to another behind the words
// of the line, or on a new one.
func (p *pdfPage) place(from, to matrix, text string) {
	p.shown++
	if text == "" {
		p.lost++
		text = "�"
	}
	size := p.g.size * math.Hypot(from[2], from[3])
	if size == 0 {
		size = 1
	}
	dx, dy := from[0], from[1]
	if p.g.font.vertical {
		dx, dy = -from[2], -from[3]
	}
	// along the line and across it, whichever way the page is turned
	angle := 0
	along := func(m matrix) (float64, float64) { return m[4], m[5] }
	switch {
	case math.Abs(dy) > math.Abs(dx) && dy > 0:
		angle, along = 1, func(m matrix) (float64, float64) { return m[5], -m[4] }
	case math.Abs(dy) > math.Abs(dx):
		angle, along = 3, func(m matrix) (float64, float64) { return -m[5], m[4] }
	case dx < 0:
		angle, along = 2, func(m matrix) (float64, float64) { return -m[4], -m[5] }
	}
	x, y := along(from)
	scale := max(size, p.size)
	switch gap := x - p.x; {
	case !p.started:
	case angle != p.angle || math.Abs(y-p.y) > 0.6*scale || gap < -1.2*scale && text != " ":
		p.end()
	case gap > 1.0*size:
		p.words.WriteByte('\t')
	case gap > 0.2*size && !p.touching(text, gap, size):
		p.words.WriteByte(' ')
	}
	p.words.WriteString(whole(text))
	p.x, p.y = along(to)
	p.size, p.angle, p.started = size, angle, true
}

// radicals are characters whose glyph a typeface shares with the radical of a
// dictionary; Chromium and others then name the radical.
var radicals = strings.NewReplacer(strings.Split("⺁ 厂 ⺎ 兀 ⺒ 巳 ⺓ 幺 ⺟ 母 ⺠ 民 ⺧ 牛 ⺩ 王 ⺬ 示 ⺮ 竹 ⺶ 羊 ⺻ 聿 ⺼ 肉 ⻁ 虎 ⻄ 西 ⻅ 见 ⻆ 角 ⻉ 贝 ⻋ 车 ⻑ 長 ⻓ 长 ⻔ 门 ⻗ 雨 ⻘ 青 ⻙ 韦 ⻚ 页 ⻛ 风 ⻜ 飞 ⻝ 食 ⻡ 首 ⻢ 马 ⻣ 骨 ⻤ 鬼 ⻥ 鱼 ⻦ 鸟 ⻧ 卤 ⻨ 麦 ⻩ 黄 ⻪ 黾 ⻬ 齐 ⻮ 齿 ⻰ 龙 ⻱ 龜 ⻳ 龟 ⺝ 月 ⺜ 日 ⺌ 小 ⺍ 小 ⺊ 卜 ⺕ 彐", " ")...)

// whole is the character that a radical stands for in a PDF, where nobody
// typed it.
func whole(s string) string {
	if r, _ := utf8.DecodeRuneInString(s); r >= 0x2e80 && r < 0x2fe0 || r >= 0xf900 && r < 0xfb00 {
		return norm.NFKC.String(radicals.Replace(s))
	}
	return s
}

// touching says whether a small gap means nothing: between Chinese characters
// it is how a line is filled.
func (p *pdfPage) touching(next string, gap, size float64) bool {
	last, _ := utf8.DecodeLastRuneInString(p.words.String())
	first, _ := utf8.DecodeRuneInString(next)
	if last == ' ' || first == ' ' {
		return true
	}
	return gap < 0.6*size && (unicode.Is(unicode.Han, last) || unicode.Is(unicode.Han, first) || last > 0x2fff || first > 0x2fff)
}

// end ends a line.
func (p *pdfPage) end() {
	if s := strings.TrimRight(p.words.String(), " \t\n"); strings.TrimSpace(s) != "" {
		p.lines = append(p.lines, strings.ToValidUTF8(strings.TrimLeft(s, " \t"), "�"))
	}
	p.words.Reset()
	p.started = false
}
