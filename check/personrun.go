package check

import (
	"strings"
	"unicode/utf8"
)

// digitAt reads a digit, half or full width, and says how many bytes it has.
func digitAt(s string, i int) (d byte, size int, ok bool) {
	switch {
	case i >= len(s):
	case s[i] >= '0' && s[i] <= '9':
		return s[i], 1, true
	case s[i] == 0xef && i+2 < len(s) && s[i+1] == 0xbc && s[i+2] >= 0x90 && s[i+2] <= 0x99:
		return s[i+2] - 0x90 + '0', 3, true
	}
	return 0, 0, false
}

// checkLetter reads the X that ends an identity number, in all the letters that
// look like it, and says how many bytes it has.
func checkLetter(s string, i int) int {
	r, size := utf8.DecodeRuneInString(s[min(i, len(s)):])
	if strings.ContainsRune("XxＸｘХхⅩ", r) && !isWord(s, i+size) {
		return size
	}
	return 0
}

// isWord says whether a byte is a Latin letter or a digit.
func isWord(s string, i int) bool {
	return i >= 0 && i < len(s) && (s[i] >= '0' && s[i] <= '9' || isLetter(s[i]))
}

func isLetter(b byte) bool { return b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' }

// group is a run of digits; run is groups that may be one number, because only
// spaces, hyphens, a line's or a cell's end stand between them.
type group struct {
	at, end     int  // bytes
	from, count int  // in run.digits
	apart       bool // a line's or cell's end stands before it
	hyphen      bool // exactly a hyphen stands before it
}

type run struct {
	digits []byte
	groups []group
}

// longest is how many digits and groups are looked at together.
const longest = 256

// numbers reads the run of digits at i, tells what is in it, and says where to
// go on.
func (p *personal) numbers(i int) int {
	r := &p.run
	r.digits, r.groups = r.digits[:0], r.groups[:0]
	words, next := p.text.Words, i
	apart, hyphen := false, false
	for {
		g := group{at: next, from: len(r.digits), apart: apart, hyphen: hyphen}
		for {
			d, size, ok := digitAt(words, next)
			if !ok {
				break
			}
			r.digits = append(r.digits, d)
			next += size
		}
		g.end, g.count = next, len(r.digits)-g.from
		r.groups = append(r.groups, g)
		if len(r.groups) == 1 && g.count < 11 && next < len(words) && words[next] >= 0x80 && words[next] != 0xef && words[next] != 0xe3 && words[next] != 0xe2 && words[next] != 0xc2 {
			return next // 2019年: most numbers end here
		}
		to, far, dash := gap(words, next)
		if _, _, ok := digitAt(words, to); !ok {
			break
		}
		if len(r.digits) >= longest || len(r.groups) >= longest {
			p.windows(r)
			if len(r.groups) == 1 {
				return to
			}
			// the last groups may begin a number that goes on
			return max(r.groups[max(1, len(r.groups)-18)].at, p.done)
		}
		next, apart, hyphen = to, far, dash
	}
	if len(r.digits) >= 11 {
		p.windows(r)
	}
	return next
}

// gap goes past what may stand within a number: spaces, hyphens, dots, marks
// without width, a line's or cell's end. It says whether it went over an end.
func gap(s string, i int) (next int, far, hyphen bool) {
	next = i
	for n := 0; n < 6 && next < len(s); n++ {
		switch c := s[next]; {
		case c == ' ' || c == '-' || c == '.' || c == '_':
			next++
		case c == '\n' || c == '\t' || c == '\r':
			far = true
			next++
		case c < 0x80:
			return next, far, next == i+1 && s[i] == '-'
		default:
			r, size := utf8.DecodeRuneInString(s[next:])
			if !strings.ContainsRune("\u00a0\u00ad\u00b7\u2002\u2003\u2007\u2009\u200b\u200c\u200d\u2010\u2011\u2012\u2013\u2014\u202f\u2060\u3000\ufeff－．", r) {
				return next, far, next == i+1 && s[i] == '-'
			}
			next += size
		}
	}
	return next, far, next == i+1 && s[i] == '-'
}

// window is a stretch of whole groups taken as one number.
type window struct {
	at, end int
	digits  string
	groups  []group
	apart   bool // it goes over a line's or cell's end
	open    bool // a Latin letter touches its beginning
	closed  bool // a Latin letter touches its end
}

// windows tries every stretch of a run that has a number's length, the longest
// rule first.
func (p *personal) windows(r *run) {
	words := p.text.Words
	for g := 0; g < len(r.groups); g++ {
		first := r.groups[g]
		if first.at < p.done {
			continue
		}
		if first.count > 19 && p.glued(first, string(r.digits[first.from:first.from+first.count])) {
			continue
		}
		h := g
		for h+1 < len(r.groups) && r.groups[h+1].from+r.groups[h+1].count-first.from <= 19 {
			h++
		}
		for ; h >= g; h-- {
			last := r.groups[h]
			n := last.from + last.count - first.from
			if n < 11 {
				break
			}
			if n > 19 || !plausible(r.digits[first.from:last.from+last.count]) {
				continue
			}
			w := window{at: first.at, end: last.end, digits: string(r.digits[first.from : last.from+last.count]), groups: r.groups[g : h+1]}
			for _, x := range w.groups[1:] {
				w.apart = w.apart || x.apart
			}
			w.open = first.at > 0 && isLetter(words[first.at-1])
			w.closed = last.end < len(words) && isLetter(words[last.end])
			if n == 17 {
				to, far, _ := gap(words, last.end)
				if x := checkLetter(words, to); x > 0 {
					w.digits, w.end, w.closed, w.apart = w.digits+"X", to+x, false, w.apart || far
				}
			}
			if len(w.groups) > 1 && (first.at > 0 && words[first.at-1] == '*' || strings.HasPrefix(words[last.end:], "*")) {
				continue // what a mask has left standing is no beginning of a number
			}
			if p.number(w, r, g, h) {
				p.done = w.end
				break
			}
		}
	}
}

// plausible is false for most that is no number of a person, before anything
// else is asked.
func plausible(d []byte) bool {
	switch n := len(d); {
	case n <= 13:
		return d[n-11] == '1' && d[n-10] >= '3'
	case n == 14:
		return false
	case n == 15:
		return d[0] == '0' || d[8] <= '1'
	}
	return len(d) != 19 && d[6] <= '2' || d[0] >= '3'
}

// number tells what a window is; false where it is nothing personal.
func (p *personal) number(w window, r *run, g, h int) bool {
	switch n := len(w.digits); {
	case n == 18 && p.identity(w):
		return true
	case n >= 16 && p.card(w):
		return true
	case n == 15 && p.oldIdentity(w):
		return true
	case n >= 11 && n <= 15:
		return p.mobile(w, r, g, h)
	}
	return false
}
