package public

import "fmt"

// plot is a bar a month, drawn as SVG on the server: zero-based, each bar with
// its number, with a table behind it.
type plot struct {
	Bars          []bar
	Width, Height int
	Base          int // y of the zero line
	Words         string
}

type bar struct {
	X, Y, W, H, Mid int
	N               int
	Month           string
	LabelY          int
}

// months says in its words what is counted, in which measure word.
func months(n [12]int, what, unit string) plot {
	const step, top, height = 44, 24, 120
	most, sum, busiest := 1, 0, 0
	for i, v := range n {
		sum += v
		if v > most {
			most, busiest = v, i
		}
	}
	p := plot{Width: step * 12, Height: top + height + 26, Base: top + height}
	for i, v := range n {
		h := v * height / most
		if v > 0 {
			h = max(h, 1)
		}
		x := i*step + 8
		p.Bars = append(p.Bars, bar{X: x, Y: p.Base - h, W: step - 16, H: h, Mid: x + (step-16)/2, N: v,
			Month: fmt.Sprintf("%d月", i+1), LabelY: p.Base - h - 6})
	}
	p.Words = fmt.Sprintf("各月%s的柱形图，全年%d%s，最多的是%d月，%d%s", what, sum, unit, busiest+1, n[busiest], unit)
	return p
}

// rowPlot is a bar a row, each below its name, zero-based, with its number.
type rowPlot struct {
	Rows          []plotRow
	Width, Height int
	Words         string
}

type plotRow struct {
	Name             string
	LabelY, Y, W, NX int
	NY, N            int
}

func rowsOf(names []string, n []int, words string) rowPlot {
	const step, width, longest = 48, 360, 24
	most := 1
	for _, v := range n {
		most = max(most, v)
	}
	p := rowPlot{Width: width, Height: step * len(n), Words: words}
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
		p.Rows = append(p.Rows, plotRow{Name: string(name), LabelY: y - 6, Y: y, W: w, NX: w + 8, NY: y + 13, N: v})
	}
	return p
}
