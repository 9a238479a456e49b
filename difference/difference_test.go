package difference_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gongkai/difference"
)

var update = flag.Bool("update", false, "write the golden files anew")

// parse reads a text of the golden files: "name：value" is a field, "# " a
// heading, "- " an item, "| a | b |" a row (the first of a table names the
// columns), "附件 name sha" a file, anything else a paragraph.
func parse(s string) (t difference.Text) {
	tables, inTable := 0, false
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		add := func(b difference.Block) { b.Markup = line; t.Blocks = append(t.Blocks, b) }
		row := strings.HasPrefix(line, "|")
		if row && !inTable {
			tables++
		}
		first := row && !inTable
		inTable = row
		switch {
		case line == "":
		case row:
			var cells []string
			for _, c := range strings.Split(strings.Trim(line, "|"), "|") {
				cells = append(cells, strings.TrimSpace(c))
			}
			add(difference.Block{Kind: difference.Row, Cells: cells, Text: strings.Join(cells, "\t"), Table: tables, Head: first})
		case strings.HasPrefix(line, "附件 "):
			f := strings.Fields(line)
			t.Files = append(t.Files, difference.File{Name: f[1], SHA: f[2]})
		case strings.HasPrefix(line, "# "):
			add(difference.Block{Kind: difference.Heading, Text: line[2:]})
		case strings.HasPrefix(line, "- "):
			add(difference.Block{Kind: difference.Item, Text: line[2:]})
		case strings.HasPrefix(line, "@"):
			name, value, _ := strings.Cut(line[1:], "：")
			t.Fields = append(t.Fields, difference.Field{Name: name, Value: value})
		default:
			plain := strings.ReplaceAll(line, "**", "")
			add(difference.Block{Kind: difference.Paragraph, Text: plain})
		}
	}
	return t
}

func marked(spans []difference.Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString([]string{"%s", "[-%s-]", "{+%s+}"}[s.Op][:0])
		fmt.Fprintf(&b, []string{"%s", "[-%s-]", "{+%s+}"}[s.Op], s.Text)
	}
	return b.String()
}

// TestGolden: each file of testdata is an old text, a new one, the sentences
// and the inline view.
func TestGolden(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		parts := strings.Split(string(b), "\n====\n")
		d := difference.Between(parse(parts[0]), parse(parts[1]))
		var got strings.Builder
		for _, s := range d.Sentences() {
			mark := "　"
			if s.Figure {
				mark = "数"
			}
			got.WriteString(mark + " " + s.Words + "\n")
		}
		got.WriteString("----\n")
		for _, c := range d.Blocks {
			switch c.Op {
			case difference.Removed:
				got.WriteString("- " + c.Old.Text + "\n")
			case difference.Added:
				got.WriteString("+ " + c.New.Text + "\n")
			case difference.Changed:
				got.WriteString("~ " + marked(c.Spans) + "\n")
			default:
				got.WriteString("  " + c.New.Text + "\n")
			}
		}
		want := strings.Join(parts[:2], "\n====\n") + "\n====\n" + strings.ReplaceAll(got.String(), "\t", " | ")
		if *update {
			if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if want != string(b) {
			t.Errorf("%s: got\n%s", file, got.String())
		}
	}
}

// apply turns the old text into the new one by the difference alone.
func apply(t *testing.T, d difference.Difference, old difference.Text) (blocks []string, files []difference.File, fields []difference.Field) {
	t.Helper()
	at := 0
	for _, c := range d.Blocks {
		switch c.Op {
		case difference.Added:
			blocks = append(blocks, c.New.Text)
			continue
		case difference.Changed:
			if was := side(c.Spans, difference.Added); was != old.Blocks[at].Text {
				t.Errorf("the spans make %q of the old %q", was, old.Blocks[at].Text)
			}
			blocks = append(blocks, side(c.Spans, difference.Removed))
		case difference.Same:
			blocks = append(blocks, old.Blocks[at].Text)
		}
		at++
	}
	if at != len(old.Blocks) {
		t.Errorf("%d of %d old blocks are told of", at, len(old.Blocks))
	}
	for _, f := range d.Files {
		if f.Op != difference.Removed {
			files = append(files, f.New)
		}
	}
	for _, f := range old.Fields {
		for _, c := range d.Fields {
			if c.Name == f.Name {
				f.Value = side(c.Spans, difference.Removed)
			}
		}
		fields = append(fields, f)
	}
	return blocks, files, fields
}

func side(spans []difference.Span, without difference.Op) string {
	var b strings.Builder
	for _, s := range spans {
		if s.Op != without {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

// sentence makes official-sounding prose at random.
func sentence(r *rand.Rand) string {
	words := []string{"市科技局", "关于", "印发", "管理办法", "的通知", "，", "。", "3万元", "2019年5月6日", "第12条", "申请单位", "应当", "提交", "材料", "GDP", "iPhone 15",
		"一", "十二个", "百分之五", "、", "〔2019〕3号", "其他", "45.6%", "不得", "；"}
	var b strings.Builder
	for range 3 + r.IntN(25) {
		b.WriteString(words[r.IntN(len(words))])
	}
	return b.String()
}

func random(r *rand.Rand) (t difference.Text) {
	for i := range r.IntN(12) {
		b := difference.Block{Kind: difference.Paragraph, Text: sentence(r)}
		if i%4 == 3 {
			b.Kind, b.Table = difference.Row, 1
			for range 3 {
				b.Cells = append(b.Cells, sentence(r))
			}
			b.Text = strings.Join(b.Cells, "\t")
		}
		b.Markup = b.Text
		t.Blocks = append(t.Blocks, b)
	}
	for i := range r.IntN(4) {
		t.Files = append(t.Files, difference.File{Name: fmt.Sprintf("附件%d.docx", i), SHA: fmt.Sprint(r.IntN(3))})
	}
	t.Fields = []difference.Field{{Name: "标题", Value: sentence(r)}, {Name: "文号", Value: sentence(r)}}
	return t
}

// change makes another edition of a text.
func change(r *rand.Rand, t difference.Text) difference.Text {
	t.Blocks, t.Files, t.Fields = slices.Clone(t.Blocks), slices.Clone(t.Files), slices.Clone(t.Fields)
	for range r.IntN(5) {
		if len(t.Blocks) == 0 {
			return random(r)
		}
		i := r.IntN(len(t.Blocks))
		switch r.IntN(4) {
		case 0:
			t.Blocks = slices.Delete(t.Blocks, i, i+1)
		case 1:
			t.Blocks = slices.Insert(t.Blocks, i, difference.Block{Kind: difference.Paragraph, Text: sentence(r)})
		case 2:
			b := t.Blocks[i]
			t.Blocks = slices.Insert(slices.Delete(t.Blocks, i, i+1), r.IntN(len(t.Blocks)), b)
		default:
			b := &t.Blocks[i]
			if b.Kind == difference.Row {
				b.Cells = slices.Clone(b.Cells)
				b.Cells[r.IntN(3)] = sentence(r)
				b.Text = strings.Join(b.Cells, "\t")
			} else {
				runes := []rune(b.Text)
				k := r.IntN(len(runes))
				b.Text = string(runes[:k]) + sentence(r) + string(runes[min(len(runes), k+r.IntN(6)):])
			}
			b.Markup = b.Text
		}
	}
	if r.IntN(3) == 0 && len(t.Files) > 0 {
		t.Files[0].SHA = "changed"
	}
	if r.IntN(3) == 0 {
		t.Fields[r.IntN(2)].Value = sentence(r)
	}
	return t
}

// TestApply: applied to the old text the difference gives the new one, whatever
// the two are; equal texts have none; and what differs is told.
func TestApply(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(2026, 11))
	for n := range 3000 {
		old := random(r)
		new := change(r, old)
		if n%10 == 0 {
			new = random(r)
		}
		d := difference.Between(old, new)
		blocks, files, fields := apply(t, d, old)
		if len(blocks) != len(new.Blocks) {
			t.Fatalf("%d blocks, want %d", len(blocks), len(new.Blocks))
		}
		for i, b := range new.Blocks {
			if blocks[i] != b.Text {
				t.Fatalf("block %d is\n%q, want\n%q", i, blocks[i], b.Text)
			}
		}
		if !slices.Equal(files, new.Files) || !slices.Equal(fields, new.Fields) {
			t.Fatalf("files %v, fields %v", files, fields)
		}
		if d.Empty() != (len(d.Sentences()) == 0) {
			t.Fatalf("empty is %v, and %d sentences: %+v", d.Empty(), len(d.Sentences()), d.Sentences())
		}
		if same := difference.Between(new, new); !same.Empty() || len(same.Sentences()) > 0 {
			t.Fatalf("a text differs from itself: %+v", same.Sentences())
		}
		for _, c := range d.Blocks { // no number and no Latin word is split
			for _, s := range c.Spans {
				if s.Op != difference.Same && (strings.HasPrefix(s.Text, "万元") || strings.HasPrefix(s.Text, "DP") || strings.HasPrefix(s.Text, ".6")) {
					t.Fatalf("a number or word is split: %s", marked(c.Spans))
				}
			}
		}
	}
}

// FuzzWords: the spans make both texts, whatever they are.
func FuzzWords(f *testing.F) {
	f.Add("第三条 补助3万元。", "第三条 补助5万元、不超过10%。")
	f.Add("", "a")
	f.Add("aaa一一一", "aa一a一")
	f.Fuzz(func(t *testing.T, old, new string) {
		old, new = strings.ToValidUTF8(old, "?"), strings.ToValidUTF8(new, "?")
		spans := difference.Words(old, new)
		if side(spans, difference.Added) != old || side(spans, difference.Removed) != new {
			t.Errorf("%q, %q: %+v", old, new, spans)
		}
	})
}

// BenchmarkBetween: a long text of which every tenth paragraph changed.
func BenchmarkBetween(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	var old difference.Text
	for range 2000 {
		old.Blocks = append(old.Blocks, difference.Block{Kind: difference.Paragraph, Text: sentence(r) + sentence(r) + sentence(r)})
	}
	new := old
	new.Blocks = slices.Clone(old.Blocks)
	for i := 0; i < len(new.Blocks); i += 10 {
		new.Blocks[i].Text = strings.Replace(new.Blocks[i].Text, "应当", "可以", 1) + "另行通知。"
	}
	for b.Loop() {
		difference.Between(old, new)
	}
}
