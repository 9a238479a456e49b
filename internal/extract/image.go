package extract

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf16"

	"gongkai/check"
)

// readImage reads what a picture says of itself: where it was taken, by whom,
// with which words. What it shows is for people to look at.
func readImage(b *check.Builder, where string, r io.Reader) error {
	head := make([]byte, 12)
	n, _ := io.ReadFull(r, head)
	r = io.MultiReader(bytes.NewReader(head[:n]), r)
	switch head := head[:n]; {
	case bytes.HasPrefix(head, []byte("\xff\xd8")):
		readJPEG(b, where, r)
	case bytes.HasPrefix(head, []byte("\x89PNG")):
		readPNG(b, where, r)
	case bytes.HasPrefix(head, []byte("RIFF")):
		readWebP(b, where, r)
	case bytes.HasPrefix(head, []byte("II*\x00")), bytes.HasPrefix(head, []byte("MM\x00*")):
		all, _ := io.ReadAll(io.LimitReader(r, maxInner))
		exif(b, where, all)
	case len(head) == 12 && string(head[4:8]) == "ftyp": // HEIC: boxes; Exif stands in one of them
		all, _ := io.ReadAll(io.LimitReader(r, maxInner))
		for at := 0; ; {
			i := bytes.Index(all[at:], []byte("Exif\x00\x00"))
			if i < 0 {
				break
			}
			at += i + 6
			exif(b, where, all[at:])
		}
	}
	return nil
}

// readJPEG goes over the segments before the picture.
func readJPEG(b *check.Builder, where string, r io.Reader) {
	mark := make([]byte, 2)
	if _, err := io.ReadFull(r, mark); err != nil {
		return
	}
	for total := 0; total < maxInner; {
		if _, err := io.ReadFull(r, mark); err != nil || mark[0] != 0xff || mark[1] == 0xda || mark[1] == 0xd9 {
			return
		}
		size := make([]byte, 2)
		if _, err := io.ReadFull(r, size); err != nil {
			return
		}
		body := make([]byte, max(0, int(binary.BigEndian.Uint16(size))-2))
		if _, err := io.ReadFull(r, body); err != nil {
			return
		}
		total += len(body)
		switch {
		case mark[1] == 0xe1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")):
			exif(b, where, body[6:])
		case mark[1] == 0xe1 && bytes.HasPrefix(body, []byte("http://ns.adobe.com/xap/")):
			xmp(b, where, body)
		case mark[1] == 0xfe:
			note(b, where+"注释", string(body))
		}
	}
}

// readPNG goes over the chunks.
func readPNG(b *check.Builder, where string, r io.Reader) {
	head := make([]byte, 8)
	if _, err := io.ReadFull(r, head); err != nil {
		return
	}
	for total := int64(0); total < 4*maxInner; {
		if _, err := io.ReadFull(r, head); err != nil {
			return
		}
		size, kind := int64(binary.BigEndian.Uint32(head)), string(head[4:])
		total += size
		if size > maxInner || kind == "IDAT" || kind == "IEND" {
			if n, err := io.CopyN(io.Discard, r, size+4); err != nil || n < size {
				return
			}
			continue
		}
		body := make([]byte, size+4)
		if kind != "eXIf" && kind != "tEXt" && kind != "iTXt" || size > 1<<20 {
			if _, err := io.CopyN(io.Discard, r, size+4); err != nil {
				return
			}
			continue
		}
		if _, err := io.ReadFull(r, body); err != nil {
			return
		}
		body = body[:size]
		key, words, _ := bytes.Cut(body, []byte{0})
		switch {
		case kind == "eXIf":
			exif(b, where, body)
		case kind == "iTXt" && string(key) == "XML:com.adobe.xmp":
			xmp(b, where, words)
		case kind == "iTXt" && len(words) > 2 && words[0] == 0:
			rest := words[2:]
			for range 2 {
				_, rest, _ = bytes.Cut(rest, []byte{0})
			}
			note(b, where+label(string(key)), string(rest))
		case kind == "tEXt":
			note(b, where+label(string(key)), string(words))
		}
	}
}

func label(key string) string {
	if strings.EqualFold(key, "author") || strings.EqualFold(key, "artist") {
		return "作者"
	}
	return "注释“" + strings.ToValidUTF8(key, "") + "”"
}

// readWebP goes over the chunks of a RIFF file.
func readWebP(b *check.Builder, where string, r io.Reader) {
	head := make([]byte, 12)
	if _, err := io.ReadFull(r, head); err != nil {
		return
	}
	for {
		if _, err := io.ReadFull(r, head[:8]); err != nil {
			return
		}
		size := int64(binary.LittleEndian.Uint32(head[4:8]))
		size += size & 1
		kind := string(head[:4])
		if kind != "EXIF" && kind != "XMP " || size > 1<<20 {
			if _, err := io.CopyN(io.Discard, r, size); err != nil {
				return
			}
			continue
		}
		body := make([]byte, size)
		if _, err := io.ReadFull(r, body); err != nil {
			return
		}
		if kind == "EXIF" {
			exif(b, where, bytes.TrimPrefix(body, []byte("Exif\x00\x00")))
		} else {
			xmp(b, where, body)
		}
	}
}

func note(b *check.Builder, where, words string) {
	words = strings.TrimSpace(strings.Trim(strings.ToValidUTF8(words, ""), "\x00"))
	if words != "" {
		b.Add(check.Part{Kind: check.Meta, Where: where, Line: 1, Column: 1}, words)
	}
}

// exif reads the tags of a picture (Exif 2.3, in the form of TIFF).
func exif(b *check.Builder, where string, t []byte) {
	if len(t) < 8 {
		return
	}
	var order binary.ByteOrder = binary.LittleEndian
	if t[0] == 'M' {
		order = binary.BigEndian
	}
	e := &exifReader{b: b, where: where, t: t, order: order, gps: map[uint16][]byte{}}
	e.directory(int(order.Uint32(t[4:])), 0)
	lat, ok1 := e.degrees(2)
	long, ok2 := e.degrees(4)
	if !ok1 || !ok2 || lat == 0 && long == 0 {
		return
	}
	name := func(tag uint16, plus, minus, letter string) string {
		if strings.HasPrefix(string(e.gps[tag]), letter) {
			return minus
		}
		return plus
	}
	note(b, where+"拍摄地点", fmt.Sprintf("%s%.6f，%s%.6f", name(1, "北纬", "南纬", "S"), lat, name(3, "东经", "西经", "W"), long))
}

type exifReader struct {
	b     *check.Builder
	where string
	t     []byte
	order binary.ByteOrder
	gps   map[uint16][]byte
}

var exifSizes = [13]int{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8}

// directory reads one list of tags; depth 1 is the camera's, 2 that of the place.
func (e *exifReader) directory(at, depth int) {
	if at < 0 || at+2 > len(e.t) {
		return
	}
	for i := range int(e.order.Uint16(e.t[at:])) {
		p := at + 2 + i*12
		if p+12 > len(e.t) || i > 500 {
			return
		}
		tag, kind, n := e.order.Uint16(e.t[p:]), e.order.Uint16(e.t[p+2:]), int64(e.order.Uint32(e.t[p+4:]))
		if kind == 0 || int(kind) >= len(exifSizes) || n > int64(len(e.t)) {
			continue
		}
		size, from := n*int64(exifSizes[kind]), int64(p+8)
		if size > 4 {
			from = int64(e.order.Uint32(e.t[p+8:]))
		}
		if from+size > int64(len(e.t)) {
			continue
		}
		v := e.t[from : from+size]
		switch {
		case depth == 2:
			e.gps[tag] = v
		case (tag == 0x8769 || tag == 0x8825) && depth == 0 && size == 4:
			e.directory(int(e.order.Uint32(v)), map[uint16]int{0x8769: 1, 0x8825: 2}[tag])
		default:
			e.tag(tag, v)
		}
	}
}

func (e *exifReader) tag(tag uint16, v []byte) {
	switch tag {
	case 0x013b, 0xa430:
		note(e.b, e.where+"作者", string(v))
	case 0x010e:
		note(e.b, e.where+"说明", string(v))
	case 0x8298:
		note(e.b, e.where+"版权", string(v))
	case 0x9286:
		if len(v) > 8 {
			note(e.b, e.where+"注释", string(v[8:]))
		}
	case 0x9c9b, 0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f:
		u := make([]uint16, len(v)/2)
		for i := range u {
			u[i] = binary.LittleEndian.Uint16(v[2*i:])
		}
		name := "说明"
		if tag == 0x9c9d {
			name = "作者"
		}
		note(e.b, e.where+name, string(utf16.Decode(u)))
	}
}

// degrees reads three fractions: degrees, minutes, seconds.
func (e *exifReader) degrees(tag uint16) (d float64, ok bool) {
	v := e.gps[tag]
	if len(v) < 24 {
		return 0, false
	}
	for i, part := range []float64{1, 60, 3600} {
		over, under := float64(e.order.Uint32(v[8*i:])), float64(e.order.Uint32(v[8*i+4:]))
		if under == 0 {
			continue
		}
		d += over / under / part
	}
	return d, d <= 180
}

var (
	xmpPlace  = regexp.MustCompile(`GPS(Latitude|Longitude)(?:=["']|>)([0-9][^"'<]{2,40})`)
	xmpPeople = regexp.MustCompile(`(?s)<dc:creator>.*?<rdf:li[^>]*>([^<]{1,200})</rdf:li>`)
)

// xmp reads the newer form of the same.
func xmp(b *check.Builder, where string, x []byte) {
	x = x[:min(len(x), 1<<20)]
	var place []string
	for _, m := range xmpPlace.FindAllSubmatch(x, 2) {
		place = append(place, string(m[2]))
	}
	if len(place) == 2 {
		note(b, where+"拍摄地点", strings.Join(place, "，"))
	}
	if m := xmpPeople.FindSubmatch(x); m != nil {
		note(b, where+"作者", string(m[1]))
	}
}
