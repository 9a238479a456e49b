package bench

import (
	"fmt"
	"html"
	"math"
	"strings"
)

// Curve is how something grows (增长曲线): both axes start at zero, so that what
// grows in proportion is a straight line from the corner.
type Curve struct {
	Title, X, Y string // what is measured, and the words of the axes
	At          []int
	Lines       []Line
}

// Line is one curve with its name.
type Line struct {
	Name string
	Y    []float64
}

// SVG draws it; the points carry their numbers.
func (c Curve) SVG() string {
	const width, height, left, right, top, bottom = 720, 400, 64, 150, 48, 52
	most := 0.0
	for _, l := range c.Lines {
		for _, y := range l.Y {
			most = math.Max(most, y)
		}
	}
	step := nice(most / 4)
	most = step * math.Max(math.Ceil(most/step), 1)
	far := float64(c.At[len(c.At)-1])
	px := func(x float64) float64 { return left + x/far*(width-left-right) }
	py := func(y float64) float64 { return height - bottom - y/most*(height-top-bottom) }
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="sans-serif" font-size="13" fill="#333"><title>%s</title>`,
		width, height, html.EscapeString(c.Title))
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#fff"/><text x="%d" y="24" font-size="16">%s</text>`, width, height, left, html.EscapeString(c.Title))
	for y := 0.0; y <= most*1.001; y += step {
		fmt.Fprintf(&b, `<path d="M%d %.1fH%d" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end">%.4g</text>`, left, py(y), width-right, left-8, py(y)+4, y)
	}
	for _, x := range c.At {
		fmt.Fprintf(&b, `<text x="%.1f" y="%d" text-anchor="middle">%d</text>`, px(float64(x)), height-bottom+20, x)
	}
	fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="middle">%s</text><text x="%d" y="%d">%s</text>`,
		(left+width-right)/2, height-10, html.EscapeString(c.X), 8, top-8, html.EscapeString(c.Y))
	for i, l := range c.Lines {
		color := []string{"#1a4f8b", "#b3541e", "#2e7d4f", "#6b4c9a"}[i%4]
		var path strings.Builder
		for j, y := range l.Y {
			fmt.Fprintf(&path, "%c%.1f %.1f", "ML"[min(j, 1)], px(float64(c.At[j])), py(y))
		}
		fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="%s" stroke-width="2.5"/>`, path.String(), color)
		for j, y := range l.Y {
			fmt.Fprintf(&b, `<circle cx="%.1f" cy="%.1f" r="4" fill="%s"><title>%d：%.3g</title></circle>`, px(float64(c.At[j])), py(y), color, c.At[j], y)
		}
		end := l.Y[len(l.Y)-1]
		fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" fill="%s">%s %.3g</text>`, px(far)+10, py(end)+4, color, html.EscapeString(l.Name), end)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// nice is the next larger step of 1, 2 or 5 with noughts.
func nice(x float64) float64 {
	if x <= 0 {
		return 1
	}
	p := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 5} {
		if m*p >= x {
			return m * p
		}
	}
	return 10 * p
}
