package privacy

import (
	"slices"
	"strings"
	"testing"
)

func TestMasks(t *testing.T) {
	t.Parallel()
	for _, x := range [][2]string{
		{Name("张三丰"), "张**"}, {Name("岳阳某某科技公司"), "岳阳某某科技公司"}, {Name(""), ""},
		{No("13800001234"), "138****1234"}, {No("12345"), "*****"},
		{Mail("zhang@example.cn"), "z***@example.cn"}, {Mail("nobody"), "nobody"},
		{Address("湖南省岳阳市岳阳楼区"), "湖南省岳阳市……"}, {Address(""), ""},
		{Digest("我叫张三，电话13800001234，\n问2019年的事", "张三"), "我叫×××，电话×××， 问2019年的事"},
	} {
		if x[0] != x[1] {
			t.Errorf("got %q, want %q", x[0], x[1])
		}
	}
	if n := len([]rune(Digest(strings.Repeat("长", 999), ""))); n != line {
		t.Errorf("a digest of %d characters", n)
	}
}

func TestTail(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		typed string
		want  bool
	}{{"1234", true}, {"１２３４", true}, {"234", false}, {"9999", false}, {"", false}} {
		if Tail(x.typed, "", "138-0000-1234") != x.want {
			t.Errorf("%q", x.typed)
		}
	}
	if Tail("1234", "1234") {
		t.Error("a number that is all tail proves nothing")
	}
}

func TestIn(t *testing.T) {
	t.Parallel()
	got := In("我是张 三，住在岳阳", Part{"姓名", "张三"}, Part{"电话", "13800001234"}, Part{"电话", ""}, Part{"姓名", "张三"})
	if !slices.Equal(got, []string{"姓名"}) {
		t.Errorf("got %v", got)
	}
}

func TestForms(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{"13800001234": true, "0730-8880001转12": true, "12345": false, "电话1234567": false} {
		if Phone(s) != want {
			t.Errorf("%q", s)
		}
	}
	for s, want := range map[string]bool{"a@b.cn": true, "@b": false, "a@": false, "a@b@c": false, "a b@c": false} {
		if Email(s) != want {
			t.Errorf("%q", s)
		}
	}
}
