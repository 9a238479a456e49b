package conv

import (
	"slices"
	"strings"
	"testing"

	"gongkai/difference"
)

// TestBlocks: every element of the vocabulary becomes what its reader calls it.
func TestBlocks(t *testing.T) {
	t.Parallel()
	got := Blocks(Clean(`<h2>一、总体要求</h2><p>见<a href="/a/1">通知</a>。<br>第二行</p><ul><li>甲<ol><li>乙</li></ol></li></ul>
		<blockquote><p>引文</p></blockquote><hr><p><img src="/files/x" alt="图"></p>
		<table><caption>表名</caption><tr><td>类别</td><td>金额</td></tr><tr><td>设备</td><td>3万元</td></tr></table>
		<table><thead><tr><th>年</th></tr></thead><tbody><tr><th>2019</th></tr></tbody></table>`))
	var said []string
	for _, b := range got {
		said = append(said, string(b.Kind)+":"+b.Text)
	}
	want := []string{"heading:一、总体要求", "paragraph:见通知。 第二行", "item:甲", "item:乙", "paragraph:引文", "line:", "paragraph:",
		"caption:表名", "row:类别\t金额", "row:设备\t3万元", "row:年", "row:2019"}
	if !slices.Equal(said, want) {
		t.Fatalf("got %q", said)
	}
	if l := got[1].Links; !slices.Equal(l, []string{"/a/1"}) {
		t.Errorf("links %v", l)
	}
	if p := got[6].Pictures; !slices.Equal(p, []string{`/files/x "图"`}) {
		t.Errorf("pictures %v", p)
	}
	if !got[8].Head || got[9].Head || !got[10].Head || got[11].Head || got[9].Table != 1 || got[11].Table != 2 {
		t.Errorf("heads and tables: %+v", got[8:])
	}
}

// TestBlocksTellAll: no change of a cleaned text goes unnoticed, be it only of
// a link, a picture, or the look of a word.
func TestBlocksTellAll(t *testing.T) {
	t.Parallel()
	base := `<p>见<a href="/a/1">通知</a>和<strong>附件</strong>。</p><ul><li>甲</li></ul><p><img src="/files/x" alt="图"/></p><table><tbody><tr><td>1</td></tr></tbody></table>`
	between := func(a, b string) difference.Difference {
		return difference.Between(difference.Text{Blocks: Blocks(a)}, difference.Text{Blocks: Blocks(b)})
	}
	if !between(base, base).Empty() {
		t.Error("a text differs from itself")
	}
	for what, change := range map[string][2]string{
		"链接由": {`/a/1`, `/a/2`}, "图片或其替代文字": {`alt="图"`, `alt="照片"`}, "排版": {`<strong>附件</strong>`, `附件`},
		"列表第1项": {`<ul><li>甲</li></ul>`, `<ol><li>甲</li></ol>`}, "表1第1行": {`<td>1`, `<td colspan="2">1`}, "第一段“…": {"通知", "公告"},
	} {
		d := between(base, strings.Replace(base, change[0], change[1], 1))
		var said strings.Builder
		for _, s := range d.Sentences() {
			said.WriteString(s.Words)
		}
		if d.Empty() || !strings.Contains(said.String(), strings.TrimSuffix(what, "“…")) {
			t.Errorf("%s: %q", what, said.String())
		}
	}
}

// FuzzBlocks: whatever was cleaned can be cut, and equals itself.
func FuzzBlocks(f *testing.F) {
	f.Add(`<p>a<table><tr><td><ul><li>b`)
	f.Fuzz(func(t *testing.T, s string) {
		b := Blocks(Clean(s))
		if d := difference.Between(difference.Text{Blocks: b}, difference.Text{Blocks: Blocks(Clean(s))}); !d.Empty() {
			t.Errorf("%q differs from itself", s)
		}
	})
}
