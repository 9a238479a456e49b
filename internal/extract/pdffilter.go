package extract

import "bytes"

// unRun unpacks runs of a byte (7.4.5), and stops beyond the limit: two bytes
// may stand for 128.
func unRun(b []byte, limit int64) (out []byte) {
	for i := 0; i < len(b) && b[i] != 128 && int64(len(out)) <= limit; {
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

// maxRow is how many bytes a row may have whose differences are taken back; a
// row is set aside before the first of its bytes is seen.
const maxRow = 1 << 20

// unpredict takes back the differences of rows (7.4.4.4).
func unpredict(b []byte, parm pdfDict, f *pdfFile) []byte {
	if p := f.number(parm["Predictor"]); p < 2 {
		return b
	} else if p < 10 { // the way of pictures
		f.miss(packing)
		return nil
	}
	ok := true
	or := func(k pdfName, usual, most int) int {
		if parm[k] == nil {
			return usual
		}
		n, in := upTo(f.number(parm[k]), most)
		ok = ok && in && n > 0
		return n
	}
	colors, bits, columns := or("Colors", 1, 32), or("BitsPerComponent", 8, 16), or("Columns", 1, 8*maxRow)
	row := (columns*colors*bits + 7) / 8
	if !ok || bits&(bits-1) != 0 || row > maxRow {
		f.miss(packing)
		return nil
	}
	bpp := max(1, colors*bits/8)
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
