package difference

import (
	"fmt"
	"strconv"
	"strings"
)

// Sentence is one change in words. Figure says that a number is not what it
// was.
type Sentence struct {
	Words  string
	Figure bool
}

// Sentences tells the difference, changed numbers first, and otherwise in the
// order of title and metadata, text, attachments.
func (d Difference) Sentences() []Sentence {
	var all []Sentence
	for _, f := range d.Fields {
		all = append(all, sayField(f))
	}
	all = append(all, d.sayBlocks()...)
	for _, f := range d.Files {
		if s := sayFile(f); s != "" {
			all = append(all, Sentence{Words: s})
		}
	}
	if d.Reorder {
		all = append(all, Sentence{Words: "附件的顺序有变化。"})
	}
	var figures, rest []Sentence
	for _, s := range all {
		if s.Figure {
			figures = append(figures, s)
		} else {
			rest = append(rest, s)
		}
	}
	return append(figures, rest...)
}

// long bounds what is quoted of a text, in characters; the whole stands in the
// inline view.
const long = 60

func quote(s string) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > long {
		r = append(r[:long-1], '…')
	}
	return "“" + string(r) + "”"
}

func sayField(f FieldChange) Sentence {
	switch {
	case f.Old == "":
		return Sentence{"增加" + f.Name + quote(f.New) + "。", figured(f.New)}
	case f.New == "":
		return Sentence{"删去" + f.Name + "（原为" + quote(f.Old) + "）。", figured(f.Old)}
	case len([]rune(f.Old)) > long || len([]rune(f.New)) > long:
		words, figure := saySpans(f.Spans)
		return Sentence{f.Name + "：" + words + "。", figure}
	}
	_, figure := saySpans(f.Spans)
	return Sentence{f.Name + "由" + quote(f.Old) + "改为" + quote(f.New) + "。", figure}
}

func sayFile(f FileChange) string {
	switch {
	case f.Op == Removed:
		return "删去附件《" + f.Old.Name + "》。"
	case f.Op == Added:
		return "增加附件《" + f.New.Name + "》。"
	case f.Op == Changed && f.Old.SHA == f.New.SHA:
		return "附件《" + f.Old.Name + "》改名为《" + f.New.Name + "》，内容未变。"
	case f.Op == Changed:
		return "附件《" + f.New.Name + "》的内容已更换。"
	}
	return ""
}

// saySpans tells the changes within a block, and whether one of them is of a
// number.
func saySpans(spans []Span) (string, bool) {
	var said []string
	figure := false
	for i := 0; i < len(spans); i++ {
		s := spans[i]
		switch {
		case s.Op == Removed && i+1 < len(spans) && spans[i+1].Op == Added:
			n := spans[i+1]
			figure = figure || figured(s.Text) || figured(n.Text)
			said = append(said, quote(s.Text)+"改为"+quote(n.Text))
			i++
		case s.Op == Removed:
			figure = figure || figured(s.Text)
			said = append(said, "删去"+quote(s.Text))
		case s.Op == Added:
			figure = figure || figured(s.Text)
			if tail := phrase(spans, i); tail != "" {
				said = append(said, quote(tail)+"后增加"+quote(s.Text))
			} else {
				said = append(said, "增加"+quote(s.Text))
			}
		}
	}
	return strings.Join(said, "，"), figure
}

// phrase is what stands before an insertion, as far as it helps to find it.
func phrase(spans []Span, i int) string {
	if i == 0 || spans[i-1].Op != Same {
		return ""
	}
	r := []rune(spans[i-1].Text)
	mark := func(k int) bool { return strings.ContainsRune("，。；：、！？（）《》“” \t\n", r[k]) }
	end := len(r)
	for end > 0 && mark(end-1) {
		end--
	}
	from := end
	for from > 0 && end-from < 8 && !mark(from-1) {
		from--
	}
	tail := strings.TrimSpace(string(r[from:]))
	if end-from == 8 {
		tail = "…" + tail
	}
	return tail
}

// numeral writes 1 to 99 in Chinese, anything else in digits.
func numeral(n int) string {
	const one = "〇一二三四五六七八九"
	digit := func(k int) string { return string([]rune(one)[k]) }
	switch {
	case n < 1 || n > 99:
		return strconv.Itoa(n)
	case n < 10:
		return digit(n)
	case n < 20:
		return strings.TrimSuffix("十"+digit(n%10), "〇")
	}
	return strings.TrimSuffix(digit(n/10)+"十"+digit(n%10), "〇")
}

// place is what a block is called, by the text that it stands in.
type place struct {
	words string   // 第三段; 表1第2行
	heads []string // of a row: the names of the columns
}

// places names every block of a text: paragraphs and items by the heading that
// they stand under, rows by their table.
func places(bs []Block) []place {
	out := make([]place, len(bs))
	under := ""
	paragraph, item, row := 0, 0, 0
	var heads []string
	for i, b := range bs {
		if b.Kind != Row || i > 0 && bs[i-1].Table != b.Table {
			row, heads = 0, nil
		}
		if b.Kind != Item {
			item = 0
		}
		switch b.Kind {
		case Heading:
			out[i].words = "小标题" + quote(b.Text)
			under, paragraph = brief(b.Text)+"部分", 0
		case Item:
			item++
			out[i].words = fmt.Sprintf("%s列表第%d项", under, item)
		case Caption:
			out[i].words = fmt.Sprintf("表%d的表名", b.Table)
		case Line:
			out[i].words = under + "分隔线"
		case Row:
			if b.Head {
				heads = b.Cells
				out[i].words = fmt.Sprintf("表%d的表头", b.Table)
				break
			}
			row++
			out[i].words = fmt.Sprintf("表%d第%d行", b.Table, row)
		default:
			paragraph++
			if out[i].words = clause(b.Text); out[i].words == "" {
				out[i].words = under + "第" + numeral(paragraph) + "段"
			}
		}
		out[i].heads = heads
	}
	return out
}

// clause is the number of an article (第三条) that a paragraph begins with.
func clause(s string) string {
	rest, ok := strings.CutPrefix(s, "第")
	n, _, found := strings.Cut(rest, "条")
	if !ok || !found || n == "" || len([]rune(n)) > 5 || strings.Trim(n, hanzi+digits) != "" {
		return ""
	}
	return "第" + n + "条"
}

// brief names a part by its heading.
func brief(s string) string {
	if r := []rune(s); len(r) > 16 {
		s = string(r[:15]) + "…"
	}
	return "“" + s + "”"
}
