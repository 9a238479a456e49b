package plot_test

import (
	"testing"

	"gongkai/internal/plot"
)

// Bars begin at zero, the greatest is the highest and has its number, and names have
// room.
func TestOf(t *testing.T) {
	t.Parallel()
	p := plot.Months([12]int{0, 5, 10, 1}, "来信数", "件")
	if b := p.Bars; len(b) != 12 || b[0].H != 0 || b[2].H != 120 || b[1].H != 60 || b[2].Y+b[2].H != p.Base || !b[0].Told || !b[11].Named || p.Width != 528 {
		t.Errorf("months: %+v", b[:3])
	}
	if want := "各月来信数的柱形图，全年16件，最多的是3月，10件"; p.Words != want {
		t.Errorf("words: %s", p.Words)
	}
	days := make([]plot.Column, 365)
	for i := range days {
		days[i] = plot.Column{Name: "x", N: i % 50, Part: i % 50 / 2}
	}
	p = plot.Of(days, "")
	told, last := 0, -1000
	for _, b := range p.Bars {
		if b.Told {
			told++
		}
		if b.Named {
			if b.X-last < 40 {
				t.Errorf("names at %d and %d run into each other", last, b.X)
			}
			last = b.X
		}
		if b.W < 1 || b.PartH > b.H {
			t.Errorf("a bar of %+v", b)
		}
	}
	if told != 1 || !p.Bars[49].Told || p.Width != 770 {
		t.Errorf("%d numbers, %d wide", told, p.Width)
	}
	if p := plot.Of(nil, ""); len(p.Bars) != 0 {
		t.Error("bars of nothing")
	}
	r := plot.Down([]string{"甲", "很长很长很长很长很长很长很长很长很长很长很长很长很长的名字"}, []int{300, 1}, "")
	if r.Rows[0].W != 300 || r.Rows[1].W != 2 || len([]rune(r.Rows[1].Name)) != 25 {
		t.Errorf("rows: %+v", r.Rows)
	}
	if plot.Share(1, 1000) != 1 || plot.Share(500, 1000) != 50 || plot.Share(0, 10) != 0 {
		t.Error("shares")
	}
}
