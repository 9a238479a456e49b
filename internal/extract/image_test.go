package extract

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

// tiff makes the tags of a photograph: an artist, and a place.
func tiff(order binary.ByteOrder, south bool) []byte {
	var b bytes.Buffer
	put := func(v any) { _ = binary.Write(&b, order, v) }
	if order == binary.LittleEndian {
		b.WriteString("II*\x00")
	} else {
		b.WriteString("MM\x00*")
	}
	put(uint32(8))
	put(uint16(2)) // the first list: at 8, 2+2*12+4 long
	put([]uint16{0x013b, 2})
	put([]uint32{7, 38}) // wangwu\0
	put([]uint16{0x8825, 4})
	put([]uint32{1, 46})
	put(uint32(0))
	b.WriteString("wangwu\x00\x00") // at 38
	put(uint16(4))                  // the place: at 46, 2+4*12+4 long, its fractions at 100
	ref := "N\x00\x00\x00"
	if south {
		ref = "S\x00\x00\x00"
	}
	put([]uint16{1, 2})
	put(uint32(2))
	b.WriteString(ref)
	put([]uint16{2, 5})
	put([]uint32{3, 100})
	put([]uint16{3, 2})
	put(uint32(2))
	b.WriteString("E\x00\x00\x00")
	put([]uint16{4, 5})
	put([]uint32{3, 124})
	put(uint32(0))
	put([]uint32{29, 1, 21, 1, 36, 1})
	put([]uint32{113, 1, 7, 1, 48, 1})
	return b.Bytes()
}

func picture1() image.Image { return image.NewRGBA(image.Rect(0, 0, 2, 2)) }

func withSegment(t testing.TB, body string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture1(), nil); err != nil {
		t.Fatal(err)
	}
	seg := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(body)+2))
	return append(append(append([]byte{}, b.Bytes()[:2]...), append(seg, body...)...), b.Bytes()[2:]...)
}

func withChunk(t testing.TB, kind, body string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture1()); err != nil {
		t.Fatal(err)
	}
	chunk := append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), kind+body+"crc!"...)
	end := bytes.LastIndex(b.Bytes(), []byte("IEND")) - 4 // eXIf may stand after the picture
	return append(append(append([]byte{}, b.Bytes()[:end]...), chunk...), b.Bytes()[end:]...)
}

func TestImages(t *testing.T) {
	t.Parallel()
	little, big := string(tiff(binary.LittleEndian, false)), string(tiff(binary.BigEndian, true))
	const place, south = "meta 图片拍摄地点:1 北纬29.360000，东经113.130000", "meta 图片拍摄地点:1 南纬29.360000，东经113.130000"
	webp := "RIFF\x00\x00\x00\x00WEBPEXIF" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(little)))) + little
	for name, c := range map[string]struct {
		b    []byte
		want []string
	}{
		"a.jpg":  {withSegment(t, "Exif\x00\x00"+little), []string{place, "meta 图片作者:1 wangwu"}},
		"b.jpg":  {withSegment(t, "Exif\x00\x00"+big), []string{south}},
		"c.jpg":  {withSegment(t, "http://ns.adobe.com/xap/1.0/\x00<x exif:GPSLatitude=\"29,21.6N\" exif:GPSLongitude=\"113,7.8E\"/>"), []string{"meta 图片拍摄地点:1 29,21.6N，113,7.8E"}},
		"a.png":  {withChunk(t, "eXIf", little), []string{place}},
		"b.png":  {withChunk(t, "tEXt", "Author\x00wangwu"), []string{"meta 图片作者:1 wangwu"}},
		"c.png":  {withChunk(t, "iTXt", "Comment\x00\x00\x00\x00\x00电话13812345678"), []string{"meta 图片注释“Comment”:1 电话13812345678"}},
		"a.webp": {[]byte(webp), []string{place}},
		"a.tif":  {[]byte(little), []string{place}},
		"a.heic": {[]byte("\x00\x00\x00\x18ftypheic" + strings.Repeat("\x00", 40) + "Exif\x00\x00" + little), []string{place}},
	} {
		text := readBytes(t, name, c.b)
		wantParts(t, text, c.want...)
		if len(text.Unread) > 0 {
			t.Errorf("%s: %v", name, text.Unread)
		}
	}
	var clean bytes.Buffer
	if err := jpeg.Encode(&clean, picture1(), nil); err != nil {
		t.Fatal(err)
	}
	if text := readBytes(t, "a.jpg", clean.Bytes()); len(text.Parts)+len(text.Unread) > 0 {
		t.Error(shown(text))
	}

	// the same within a document
	text := readBytes(t, "a.docx", zipped(t, "word/document.xml", body(para("正文")), "word/media/image1.jpeg", string(withSegment(t, "Exif\x00\x00"+little))))
	wantParts(t, text, "meta 图片“image1.jpeg”拍摄地点:1 北纬29.360000，东经113.130000")
}
