package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/check"
)

// fold is how many findings of one rule are written out for a file; the lines
// of the rest follow in one line. What blocks is written out longer, as each
// has to be mended.
var fold = map[check.Severity]int{check.Block: 50, check.Warn: 5, check.Hint: 3}

// around is how many characters before and after a place are shown.
const around = 16

// summary counts what was found in all files.
type summary struct {
	files int
	n     map[check.Severity]int
}

// print writes the findings of a file: where, how heavy, what is wrong; and
// the words with the place marked.
func (sum *summary) print(w io.Writer, name string, text check.Text, found []check.Finding) {
	if sum.n == nil {
		sum.n = map[check.Severity]int{}
	}
	told, rules := map[string][]check.Finding{}, []string{}
	for _, f := range found {
		sum.n[f.Severity]++
		if len(told[f.Rule]) == 0 {
			rules = append(rules, f.Rule)
		}
		told[f.Rule] = append(told[f.Rule], f)
		if len(told[f.Rule]) > fold[f.Severity] {
			continue
		}
		fmt.Fprintf(w, "%s:%d:%d %s%s %s %s\n", name, f.Line, f.Column, f.Severity.Name(), where(f), f.Rule, strings.TrimSuffix(f.Message, "。"))
		if shown := excerpt(text, f); shown != "" {
			fmt.Fprintf(w, "    %s\n", shown)
		}
	}
	for _, rule := range rules {
		all := told[rule]
		if rest := all[min(fold[all[0].Severity], len(all)):]; len(rest) > 0 {
			fmt.Fprintf(w, "%s %s %s 还有%d处，在第%s行\n", name, all[0].Severity.Name(), rule, len(rest), lines(rest))
		}
	}
}

func where(f check.Finding) string {
	if f.Where == "" {
		return ""
	}
	return "（" + f.Where + "）"
}

// lines names the lines of findings, the first twenty.
func lines(all []check.Finding) string {
	var out []string
	for _, f := range all {
		if n := fmt.Sprint(f.Line); !slices.Contains(out, n) {
			if len(out) == 20 {
				return strings.Join(out, "、") + "……"
			}
			out = append(out, n)
		}
	}
	return strings.Join(out, "、")
}

// excerpt is the words around a finding, with the place marked, and what to
// write instead where the sentence does not say so.
func excerpt(text check.Text, f check.Finding) string {
	if f.Found == "" {
		return ""
	}
	p := text.At(f.At)
	from, to := f.At, f.End
	for n := 0; n < around && from > p.At; n++ {
		_, size := utf8.DecodeLastRuneInString(text.Words[p.At:from])
		from -= size
	}
	end := max(p.End, to)
	for n := 0; n < around && to < end; n++ {
		_, size := utf8.DecodeRuneInString(text.Words[to:end])
		to += size
	}
	shown := visible(text.Words[from:f.At]) + "〖" + visible(f.Found) + "〗" + visible(text.Words[f.End:to])
	if from > p.At {
		shown = "…" + shown
	}
	if to < end {
		shown += "…"
	}
	if f.Suggest != "" && !strings.Contains(f.Message, f.Suggest) {
		shown += "    改为“" + visible(f.Suggest) + "”"
	}
	return shown
}

// visible shows also what cannot be seen, and keeps a line one line.
func visible(s string) string {
	var b strings.Builder
	for _, c := range s {
		switch {
		case c == '\n' || c == '\t' || c == '\r':
			b.WriteByte(' ')
		case unicode.Is(unicode.C, c) || c >= 0xFE00 && c <= 0xFE0F || c >= 0xE0000:
			fmt.Fprintf(&b, "<U+%04X>", c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// end writes the sum.
func (sum *summary) end(w io.Writer) {
	if len(sum.n) == 0 {
		fmt.Fprintf(w, "检查了%d个文件，没有发现问题。\n", sum.files)
		return
	}
	fmt.Fprintf(w, "检查了%d个文件：拦截%d处，提醒%d处，提示%d处。\n", sum.files, sum.n[check.Block], sum.n[check.Warn], sum.n[check.Hint])
}
