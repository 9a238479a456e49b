package staff

import (
	"net/http"
	"net/url"
	"strconv"

	"gongkai/difference"
	"gongkai/internal/office"
	"gongkai/publication"
	"gongkai/refusal"
)

// comparePage shows what changed from one edition to another.
type comparePage struct {
	Page
	C        office.Comparison
	D        differenceView
	F        form
	Editions []option
	Restore  bool // the old edition may be made a new draft
}

func (comparePage) template() string { return "compare" }

// differenceView is a difference as the part "difference" shows it: on the
// compare page, beside a review, and to a reviewer outside of the house.
type differenceView struct {
	Old, New        int // numbers of the editions
	Same            bool
	Open            bool // the text is read through at once
	Figures, Others []string
	More            int // sentences that are not shown for their number
	Fields          []difference.FieldChange
	Stretches       []stretch
}

// stretch is a paragraph or a table of the text read through, or a run of what
// did not change.
type stretch struct {
	Kind  difference.Kind
	Op    string // same, removed, added, changed
	Moved bool   // it stands elsewhere now, or did before
	Spans []difference.Span
	Rows  []stretchRow
	Quiet []stretch // unchanged ones that are folded away
}

// stretchRow is a row of a table.
type stretchRow struct {
	Op    string
	Head  bool
	Cells []difference.Cell
}

// maxSentences is how many changes are told; a text with more was written anew
// and is read through.
const maxSentences = 40

var opNames = map[difference.Op]string{difference.Same: "same", difference.Removed: "removed", difference.Added: "added", difference.Changed: "changed"}

// differenceOf makes the view of a comparison.
func differenceOf(c office.Comparison) differenceView {
	v := differenceView{Old: c.Old.No, New: c.New.No, Same: c.Difference.Empty(), Fields: c.Difference.Fields}
	for i, s := range c.Difference.Sentences() {
		switch {
		case i >= maxSentences:
			v.More++
		case s.Figure:
			v.Figures = append(v.Figures, s.Words)
		default:
			v.Others = append(v.Others, s.Words)
		}
	}
	if c.Difference.BodyChanged() {
		v.Stretches = fold(stretches(c.Difference.Blocks))
	}
	return v
}

// stretches turns blocks into what is shown, the rows of one table together.
func stretches(cs []difference.BlockChange) (out []stretch) {
	table := 0
	for _, c := range cs {
		b := c.New
		if c.Op == difference.Removed {
			b = c.Old
		}
		if b.Kind != difference.Row {
			p := stretch{Kind: b.Kind, Op: opNames[c.Op], Moved: c.MovedTo >= 0 || c.MovedFrom >= 0, Spans: c.Spans}
			if c.Op != difference.Changed {
				p.Spans = []difference.Span{{Op: c.Op, Text: content(b)}}
			}
			out, table = append(out, p), 0
			continue
		}
		r := stretchRow{Op: opNames[c.Op], Head: b.Head, Cells: c.Cells}
		if c.Op != difference.Changed {
			for _, s := range b.Cells {
				r.Cells = append(r.Cells, difference.Cell{Op: c.Op, Spans: []difference.Span{{Op: c.Op, Text: s}}})
			}
		}
		if last := len(out) - 1; last >= 0 && out[last].Kind == difference.Row && (table == b.Table || c.Op == difference.Removed) {
			out[last].Rows = append(out[last].Rows, r)
			if r.Op != "same" {
				out[last].Op = "changed"
			}
		} else {
			out = append(out, stretch{Kind: difference.Row, Op: r.Op, Rows: []stretchRow{r}})
		}
		if c.Op != difference.Removed {
			table = b.Table
		}
	}
	return out
}

// content is what is shown of a block without words.
func content(b difference.Block) string {
	switch {
	case b.Kind == difference.Line:
		return "———"
	case b.Text == "" && len(b.Pictures) > 0:
		return "（图片）"
	}
	return b.Text
}

// fold puts away long runs of what did not change, and leaves what stands next
// to a change.
func fold(all []stretch) (out []stretch) {
	const least = 3
	for i := 0; i < len(all); {
		n := i
		for n < len(all) && all[n].Op == "same" {
			n++
		}
		from, to := i, n // the folded part
		if i > 0 {
			from++
		}
		if n < len(all) {
			to--
		}
		if to-from >= least {
			out = append(out, all[i:from]...)
			out = append(out, stretch{Op: "same", Quiet: all[from:to]})
			out = append(out, all[to:n]...)
		} else {
			out = append(out, all[i:n]...)
		}
		if n < len(all) {
			out = append(out, all[n])
			n++
		}
		i = n
	}
	return out
}

// compare shows two editions, by default what the public reads and what is to
// come.
func (s *server) compare(a *ask) error {
	c, err := s.o.CompareEditions(a.ctx(), a.who, a.id(), a.queryInt("from"), a.queryInt("to"))
	if err != nil {
		return err
	}
	chosen := form{Values: url.Values{"from": {strconv.Itoa(c.Old.No)}, "to": {strconv.Itoa(c.New.No)}}}
	p := comparePage{C: c, D: differenceOf(c), F: chosen, Page: a.page("对照：" + orUntitled(c.New.Title))}
	p.D.Open = true
	for _, e := range c.Editions {
		p.Editions = append(p.Editions, option{strconv.Itoa(e.No), "第" + strconv.Itoa(e.No) + "版（" + e.State.Name() + "）"})
	}
	d, err := s.o.DeskArticle(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	p.Restore = a.asksOf(d).Revise && (c.Old.State == publication.Past || c.Old.State == publication.Withdrawn)
	p.Wide = true
	return a.show(http.StatusOK, p)
}

func orUntitled(title string) string {
	if title == "" {
		return "（无标题）"
	}
	return title
}

// restoreEdition makes the old edition a new draft and opens it for writing.
func (s *server) restoreEdition(a *ask) error {
	no, err := a.no()
	if err != nil {
		return err
	}
	at := a.path("/articles/%s", escape(string(a.id())))
	if a.kept {
		return a.to(at, "登录已恢复。请再按一次「恢复为新草稿」。")
	}
	draft, err := s.o.RestoreEdition(a.ctx(), a.who, a.id(), no)
	if r, ok := refusal.As(err); ok && r.Class == refusal.Conflict {
		f, code, err := again(url.Values{}, err)
		if err != nil {
			return err
		}
		return a.showArticle(code, no, f, "restore")
	}
	if err != nil {
		return err
	}
	return a.to(a.path("/articles/%s/%d/edit", escape(string(a.id())), draft), "已用第"+strconv.Itoa(no)+"版的内容建立第"+strconv.Itoa(draft)+
		"版草稿。网站上的内容不变，新草稿要重新审核。")
}
