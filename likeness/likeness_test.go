package likeness

import (
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	t.Parallel()
	filler := strings.NewReplacer("请问", "", "您好", "")
	for _, x := range []struct {
		a, b      string
		low, high float64
	}{
		{"", "", 0, 0},
		{"科技", "科技", 0, 0}, // too little to say anything
		{"您好，请问高新技术企业补贴怎么申报", "高新技术企业补贴怎么申报？", 1, 1},
		{"高新技术企业补贴怎么申报", "高新技术企业的补贴如何申报", 0.5, 0.9},
		{"高新技术企业补贴怎么申报", "楼下烧烤店夜里扰民", 0, 0.1},
		{"ABC Def", "abc def", 1, 1},
	} {
		if got := Of(x.a, x.b, filler); got < x.low || got > x.high {
			t.Errorf("%q and %q: %.2f", x.a, x.b, got)
		}
		if Of(x.a, x.b, filler) != Of(x.b, x.a, filler) {
			t.Errorf("%q and %q are not alike both ways", x.a, x.b)
		}
	}
}
