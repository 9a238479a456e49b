package difference

import (
	"fmt"
	"slices"
	"strings"
)

// sayBlocks tells the changes of the text itself.
func (d Difference) sayBlocks() (out []Sentence) {
	was, is := places(d.old.Blocks), places(d.new.Blocks)
	columns := d.columns(&out)
	for _, c := range d.Blocks {
		switch c.Op {
		case Removed:
			if c.MovedTo >= 0 {
				out = append(out, Sentence{Words: "原" + was[c.OldAt].words + "移到" + is[c.MovedTo].words + "的位置。"})
				continue
			}
			words := "删去原" + was[c.OldAt].words + "：" + quote(content(c.Old)) + "。"
			if c.Old.Kind == Heading {
				words = "删去" + was[c.OldAt].words + "。"
			}
			out = append(out, Sentence{words, figured(c.Old.Text)})
		case Added:
			if c.MovedFrom >= 0 {
				continue // told where it was taken away
			}
			words := "增加" + is[c.NewAt].words + "：" + quote(content(c.New)) + "。"
			if c.New.Kind == Heading {
				words = "增加" + is[c.NewAt].words + "。"
			}
			out = append(out, Sentence{words, figured(c.New.Text)})
		case Changed:
			at := is[c.NewAt]
			switch {
			case c.Old.Text == c.New.Text:
				out = append(out, Sentence{Words: sayLook(at.words, c.Old, c.New)})
			case c.Old.Kind == Row:
				out = append(out, sayRow(at, c, columns[c.New.Table])...)
			case c.New.Kind == Heading:
				out = append(out, Sentence{"小标题" + quote(c.Old.Text) + "改为" + quote(c.New.Text) + "。", changedFigure(c.Spans)})
			default:
				words, figure := saySpans(c.Spans)
				if len(c.Spans) == 2 && c.Spans[0].Op == Removed && len([]rune(c.Old.Text)) > long {
					words = "全段改写为" + quote(c.New.Text)
				}
				out = append(out, Sentence{at.words + words + "。", figure})
			}
		}
	}
	return out
}

func changedFigure(spans []Span) bool {
	_, figure := saySpans(spans)
	return figure
}

// content is what is quoted of a block that came or went.
func content(b Block) string {
	switch {
	case b.Kind == Row:
		return strings.Join(b.Cells, "、")
	case b.Text == "" && len(b.Pictures) > 0:
		return "图片"
	}
	return b.Text
}

// sayLook tells what changed in a block whose words did not.
func sayLook(at string, old, new Block) string {
	switch {
	case !slices.Equal(old.Pictures, new.Pictures):
		return at + "的图片或其替代文字有变化。"
	case !slices.Equal(old.Links, new.Links):
		return at + "的链接由" + quote(strings.Join(old.Links, "、")) + "改为" + quote(strings.Join(new.Links, "、")) + "，文字未变。"
	case old.Kind == Heading || new.Kind == Heading:
		return at + "的层级有变化，文字未变。"
	}
	return at + "的排版（加粗、对齐、合并单元格等）有变化，文字未变。"
}

// column is a column that came or went, by its place in the new or old row.
type column struct {
	op Op
	at int
}

// columns tells the columns that came and went, once a table, by its heads; the
// rows then need not say it each.
func (d Difference) columns(out *[]Sentence) map[int][]column {
	all := map[int][]column{}
	for _, c := range d.Blocks {
		if c.Op != Changed || !c.New.Head || !c.Old.Head {
			continue
		}
		for _, x := range c.Cells {
			switch x.Op {
			case Added:
				all[c.New.Table] = append(all[c.New.Table], column{Added, x.NewAt})
				*out = append(*out, Sentence{Words: fmt.Sprintf("表%d增加%s列。", c.New.Table, quote(c.New.Cells[x.NewAt]))})
			case Removed:
				all[c.New.Table] = append(all[c.New.Table], column{Removed, x.OldAt})
				*out = append(*out, Sentence{Words: fmt.Sprintf("表%d删去%s列。", c.New.Table, quote(c.Old.Cells[x.OldAt]))})
			}
		}
	}
	return all
}

// sayRow tells the cells of a row that changed, each by the name of its column.
func sayRow(at place, c BlockChange, told []column) (out []Sentence) {
	name := func(i int) string {
		if i < len(at.heads) && at.heads[i] != "" && !c.New.Head {
			return "“" + at.heads[i] + "”"
		}
		return fmt.Sprintf("第%d列", i+1)
	}
	for _, x := range c.Cells {
		switch {
		case x.Op == Added && slices.Contains(told, column{Added, x.NewAt}), x.Op == Removed && slices.Contains(told, column{Removed, x.OldAt}):
		case x.Op == Added:
			out = append(out, Sentence{at.words + "增加一格" + quote(c.New.Cells[x.NewAt]) + "。", figured(c.New.Cells[x.NewAt])})
		case x.Op == Removed:
			out = append(out, Sentence{at.words + "删去一格" + quote(c.Old.Cells[x.OldAt]) + "。", figured(c.Old.Cells[x.OldAt])})
		case x.Op == Changed:
			old, new := c.Old.Cells[x.OldAt], c.New.Cells[x.NewAt]
			words, figure := saySpans(x.Spans)
			if len([]rune(old)) <= 20 && len([]rune(new)) <= 20 {
				words = "由 " + orNothing(old) + " 改为 " + orNothing(new)
			} else {
				words = "：" + words
			}
			out = append(out, Sentence{at.words + name(x.NewAt) + words + "。", figure})
		}
	}
	return out
}

func orNothing(s string) string {
	if s == "" {
		return "（空）"
	}
	return s
}
