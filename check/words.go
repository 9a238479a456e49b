package check

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/calendar"
)

//go:embed lists/words.txt
var wordsText string

// dictionary is the terms made ready for search.
type dictionary struct {
	terms  []Term
	search *automaton
	judges [][]int // by expression: the terms that it is wrong by
	spares [][]int // by expression: the terms that it is an exception of
}

func newDictionary(lists []Term) (*dictionary, error) {
	terms, err := overlay(lists)
	if err != nil {
		return nil, err
	}
	d := &dictionary{terms: terms}
	var words []string
	index := map[string]int{}
	number := func(w string) int {
		i, ok := index[w]
		if !ok {
			i = len(words)
			index[w], words = i, append(words, w)
			d.judges, d.spares = append(d.judges, nil), append(d.spares, nil)
		}
		return i
	}
	for i, t := range terms {
		n := number(t.Wrong)
		d.judges[n] = append(d.judges[n], i)
		for _, s := range t.Spare {
			n := number(s)
			d.spares[n] = append(d.spares[n], i)
		}
	}
	d.search = newAutomaton(words)
	return d, nil
}

// hit is an expression found: a term at a place, or an exception of it.
type hit struct{ at, end, term int }

// hits are the terms that stand in the text, without their exceptions and
// without those that lie within a longer one.
func (d *dictionary) hits(text string, on calendar.Day) []hit {
	var found, spared []hit
	d.search.search(text, func(at, end int, word int32) {
		for _, i := range d.judges[word] {
			if d.terms[i].holds(on) {
				found = append(found, hit{at, end, i})
			}
		}
		for _, i := range d.spares[word] {
			spared = append(spared, hit{at, end, i})
		}
	})
	within := func(outer []hit, same bool) func(hit) bool {
		from := 0
		return func(h hit) bool { // asked in the order of ends
			for from < len(outer) && outer[from].end < h.end {
				from++
			}
			for _, o := range outer[from:] {
				if o.end > h.end+4*longestWord {
					return false
				}
				if o.at <= h.at && o.end >= h.end && (same && o.term == h.term || !same && o.end-o.at > h.end-h.at) {
					return true
				}
			}
			return false
		}
	}
	found = slices.DeleteFunc(found, within(spared, true))
	end := 0
	return slices.DeleteFunc(slices.DeleteFunc(slices.Clone(found), within(found, false)), func(h hit) bool {
		if h.at < end {
			return true // 请登陆 and 登陆网站 are one mistake
		}
		end = h.end
		return false
	})
}

// words runs the rules on words and expressions (WD).
func (c *Checker) words(f *findings) {
	text := f.text.Words
	for _, h := range c.dictionary.hits(text, c.on) {
		t := c.dictionary.terms[h.term]
		if !t.From.IsZero() && past(text, h, t) {
			continue
		}
		f.add(t.Rule, t.Severity, h.at, h.end, t.Right, t.message())
	}
	c.leaders(f)
	repeated(f)
}

func (t Term) message() string {
	s := fmt.Sprintf("“%s”应写作“%s”", t.Wrong, t.Right)
	switch {
	case t.Right == "":
		s = fmt.Sprintf("不宜写“%s”", t.Wrong)
	case !t.From.IsZero():
		s = fmt.Sprintf("“%s”自%s起为“%s”", t.Wrong, t.From.Chinese(), t.Right)
	case t.Severity == Hint:
		s = fmt.Sprintf("“%s”宜写作“%s”", t.Wrong, t.Right)
	}
	if t.Why != "" {
		s += "：" + t.Why
	}
	return s
}

// history are the words of a sentence that speaks of the past, in which an old
// name is the right one.
var history = []string{"撤销", "更名", "改名", "改称", "改为", "组建", "时任", "曾任", "历任", "前身", "不再保留", "废止", "停止执行", "划入", "划转",
	"机构改革", "施行前", "修订前", "此前", "届时已", "历史"}

var issued = regexp.MustCompile(`^(?:令|公告|通告|第\d+号|[〔（(]\d{4}|办公厅关于|关于(?:印发|公布|发布))`)

var yearNamed = regexp.MustCompile(`(1[89]|20)\d\d年`)

// past says whether an outdated term is right where it stands: in the title of
// a document, after 原, or in a sentence that speaks of the time before.
func past(text string, h hit, t Term) bool {
	from, to := sentence(text, h.at, h.end)
	s := text[from:to]
	if inTitle(text[from:h.at]) || has(s, history) {
		return true
	}
	if issued.MatchString(text[h.end:to]) {
		return true // 农业部令、银保监会公告: a document is cited by who issued it
	}
	if i := strings.LastIndex(text[from:h.at], "原"); i >= 0 && utf8.RuneCountInString(text[from+i:h.at]) <= 8 {
		return true
	}
	for _, y := range yearNamed.FindAllString(s, -1) {
		if n, _ := strconv.Atoi(y[:4]); n < t.From.Year() {
			return true
		}
	}
	return false
}

// inTitle says whether 《 is open after the words.
func inTitle(before string) bool {
	return strings.LastIndex(before, "《") > strings.LastIndex(before, "》")
}

// longestSentence bounds the look around a place, in bytes.
const longestSentence = 600

// sentence is the sentence around the bytes from at to end.
func sentence(text string, at, end int) (from, to int) {
	const marks = "。！？；;\n"
	from = max(0, at-longestSentence)
	for ; from > 0 && !utf8.RuneStart(text[from]); from-- {
	}
	if i := strings.LastIndexAny(text[from:at], marks); i >= 0 {
		_, size := utf8.DecodeRuneInString(text[from+i:])
		from += i + size
	}
	to = min(len(text), end+longestSentence)
	for ; to < len(text) && !utf8.RuneStart(text[to]); to++ {
	}
	if i := strings.IndexAny(text[end:to], marks); i >= 0 {
		to = end + i
	}
	return from, to
}

// repeated finds a stretch of three to twelve Chinese characters that is
// written twice running, as happens in pasting (WD-REPEAT).
func repeated(f *findings) {
	text := f.text.Words
	var run []int // byte offsets of a run of Chinese characters
	flush := func(end int) {
		run = append(run, end)
		for i := 0; i+6 < len(run); i++ {
			for n := 3; n <= 12 && i+2*n < len(run); n++ {
				a, b := text[run[i]:run[i+n]], text[run[i+n]:run[i+2*n]]
				if a == b && !uniform(a) && strings.Trim(a, "〇零一二三四五六七八九十百千万") != "" {
					f.add("WD-REPEAT", Warn, run[i], run[i+2*n], a, fmt.Sprintf("“%s”写了两遍", a))
					i += 2*n - 1
					break
				}
			}
		}
		run = run[:0]
	}
	for at, r := range text {
		if unicode.Is(unicode.Han, r) {
			run = append(run, at)
		} else if len(run) > 0 {
			flush(at)
		}
	}
	if len(run) > 0 {
		flush(len(text))
	}
}

// uniform says whether the words are one character over and over, as 哈哈哈.
func uniform(s string) bool {
	_, size := utf8.DecodeRuneInString(s)
	return strings.Count(s, s[:size])*size == len(s)
}
