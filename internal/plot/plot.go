// Package plot lays out counts as bars for SVG that is drawn on the server: bars
// begin at zero and carry their number, and the page sets the same numbers as a
// table beside them.
package plot

import "fmt"

// Columns is a bar for each name, from left to right.
type Columns struct {
	Bars          []Bar
	Width, Height int
	Base          int // y of the zero line
	Words         string
}

// Bar is one of them. Part is what of it is drawn darker, in its own height.
type Bar struct {
	X, Y, W, H, Mid int
	PartY, PartH    int
	N               int
	Name            string
	LabelY          int
	Told, Named     bool // whether its number and its name have room
}

// Column is what a bar shows.
type Column struct {
	Name    string
	N, Part int
}

const (
	widest    = 44 // a bar with the space beside it
	across    = 732
	top       = 24
	height    = 120
	nameWidth = 40
)

// Of lays out columns. Where they are too many for a number each, the greatest has
// its own, and the names stand as far apart as they need.
func Of(columns []Column, words string) Columns {
	step, edge := max(min(across/max(len(columns), 1), widest), 2), 0
	if step < widest {
		edge = nameWidth / 2 // so that nothing that stands over the first or the last is cut
	}
	p := Columns{Width: step*len(columns) + 2*edge, Height: top + height + 26, Base: top + height, Words: words}
	most, greatest := 1, -1
	for i, c := range columns {
		if c.N > most || c.N == 1 && greatest < 0 {
			most, greatest = c.N, i
		}
	}
	gap, named := step/3, -nameWidth
	if step == widest {
		gap = 16
	}
	for i, c := range columns {
		b := Bar{X: edge + i*step + gap/2, W: step - gap, H: tall(c.N, most), PartH: tall(c.Part, most), N: c.N, Name: c.Name, Told: step == widest || i == greatest}
		if c.Name != "" && b.X-named >= nameWidth {
			b.Named, named = true, b.X
		}
		b.Y, b.PartY, b.Mid = p.Base-b.H, p.Base-b.PartH, b.X+b.W/2
		b.LabelY = b.Y - 6
		p.Bars = append(p.Bars, b)
	}
	return p
}

func tall(n, most int) int {
	if n <= 0 {
		return 0
	}
	return max(n*height/most, 1)
}

// Months is a bar a month. Its words say what is counted, in which measure word.
func Months(n [12]int, what, unit string) Columns {
	var columns []Column
	most, sum, busiest := 1, 0, 0
	for i, v := range n {
		columns = append(columns, Column{Name: fmt.Sprintf("%d月", i+1), N: v})
		sum += v
		if v > most {
			most, busiest = v, i
		}
	}
	return Of(columns, fmt.Sprintf("各月%s的柱形图，全年%d%s，最多的是%d月，%d%s", what, sum, unit, busiest+1, n[busiest], unit))
}

// Rows is a bar a row, each below its name.
type Rows struct {
	Rows          []Row
	Width, Height int
	Words         string
}

// Row is one of them.
type Row struct {
	Name             string
	LabelY, Y, W, NX int
	NY, N            int
}

// Down lays out rows.
func Down(names []string, n []int, words string) Rows {
	const step, width, longest = 48, 360, 24
	most := 1
	for _, v := range n {
		most = max(most, v)
	}
	p := Rows{Width: width, Height: step * len(n), Words: words}
	for i, v := range n {
		w := v * (width - 60) / most
		if v > 0 {
			w = max(w, 2)
		}
		y := i*step + 22
		name := []rune(names[i]) // the table has it whole
		if len(name) > longest {
			name = append(name[:longest:longest], '…')
		}
		p.Rows = append(p.Rows, Row{Name: string(name), LabelY: y - 6, Y: y, W: w, NX: w + 8, NY: y + 13, N: v})
	}
	return p
}

// Share is how long the bar of a number is beside the greatest, in hundredths.
func Share(n, most int64) int {
	if n <= 0 || most <= 0 {
		return 0
	}
	return max(int(n*100/most), 1)
}
