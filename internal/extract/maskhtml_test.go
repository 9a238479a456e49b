package extract

import (
	"testing"

	"gongkai/check"
)

// One click masks what was found in the text of an article, wherever markup
// stands between the digits, and changes nothing else.
func TestMaskHTML(t *testing.T) {
	t.Parallel()
	checker, err := check.New(check.Default())
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ why, source, want string }{
		{"a number in a sentence", "<p>负责人张三，手机13812345678。</p>", "<p>负责人张三，手机138****5678。</p>"},
		{"markup between the digits", "<p>姓名：张三，手机：<b>138</b>12345678&nbsp;（公示）</p>", "<p>姓名：张三，手机：<b>138</b>****5678&nbsp;（公示）</p>"},
		{"on the second line", "<p>甲</p>\n<p>姓名：李四，手机：138 1234 5678</p>\n", "<p>甲</p>\n<p>姓名：李四，手机：138 **** 5678</p>\n"},
		{"an entity before it", "<p>张&amp;李，姓名：王五，手机：13812345678</p>", "<p>张&amp;李，姓名：王五，手机：138****5678</p>"},
		{"nothing found", "<p>电话0730-8888888</p>", "<p>电话0730-8888888</p>"},
	} {
		got := MaskHTML(x.source, checker.Check(HTML(x.source)))
		if got != x.want {
			t.Errorf("%s:\n got %s\nwant %s", x.why, got, x.want)
		}
	}
}
