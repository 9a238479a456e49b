package writ

import (
	"regexp"
	"slices"
	"strings"

	"gongkai/calendar"
	"gongkai/refusal"
)

// place is a placeholder; with a question mark its paragraph goes when there
// is no value.
var place = regexp.MustCompile(`\{([^{}?？\n]*)([?？]?)\}`)

var optional = regexp.MustCompile(`\{[^{}\n]*[?？]\}`)

// layout is a template's text taken apart.
type layout struct {
	title, to, note string
	body            []Paragraph // with placeholders
}

// marks at the beginning of a line, and the styles that they stand for.
var marks = []struct {
	mark  string
	style Style
}{{"## ", Head}, {"---- ", Slip}, {"| ", Flush}, {"> ", Right}}

// parse takes a text apart; what cannot be placed is reported by Check.
func parse(text string) (l layout, faults []*refusal.Refusal) {
	unread := func(line string) {
		faults = append(faults, refusal.New("writ.text.head", "§I.3", "line", line).On("text"))
	}
	heads := true
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \t\r\n")
		if heads {
			if line == "" {
				heads = false
				continue
			}
			name, value, ok := strings.Cut(line, "：")
			switch {
			case !ok:
				unread(line)
			case name == "题名":
				l.title = value
			case name == "主送":
				l.to = value
			case name == "附注":
				l.note = value
			default:
				unread(line)
			}
			continue
		}
		if line == "" {
			continue
		}
		p := Paragraph{Text: line}
		for _, m := range marks {
			if rest, ok := strings.CutPrefix(line, m.mark); ok {
				p = Paragraph{Style: m.style, Text: rest}
				break
			}
		}
		l.body = append(l.body, p)
	}
	return l, faults
}

// Check names each element that the text lacks (§I.3), and each placeholder
// that it has and nothing fills.
func (t Template) Check() error {
	if t.Kind == RemedyKind {
		_, err := parseRemedies(t.Text)
		return err
	}
	k, ok := KindOf(t.Kind)
	if !ok {
		return refusal.New("writ.text.kind", "§I.3", "kind", string(t.Kind)).On("kind")
	}
	l, faults := parse(t.Text)
	all := refusal.All(faults)
	if strings.TrimSpace(l.title) == "" {
		all = append(all, refusal.New("writ.text.title", "§I.3").On("text"))
	}
	if strings.TrimSpace(l.to) == "" {
		all = append(all, refusal.New("writ.text.to", "§I.3").On("text"))
	}
	if len(l.body) == 0 {
		all = append(all, refusal.New("writ.text.body", "§I.3").On("text"))
	}
	var words strings.Builder
	words.WriteString(l.to + "\n")
	for _, p := range l.body {
		if !optional.MatchString(p.Text) { // a paragraph that may vanish states nothing
			words.WriteString(p.Text + "\n")
		}
	}
	for _, m := range place.FindAllStringSubmatch(t.Text, -1) {
		if e, ok := elementOf(m[1]); !ok || e.Key == "" {
			all = append(all, refusal.New("writ.text.place", "§I.3", "name", m[1]).On("text"))
		}
	}
	if rest := place.ReplaceAllString(t.Text, ""); strings.ContainsAny(rest, "{}") {
		all = append(all, refusal.New("writ.text.brace", "§I.3").On("text"))
	}
	if t.Of2007() { // the table is that of the present 条例: of the former only values are asked
		k.Articles = nil
		k.Elements = slices.DeleteFunc(slices.Clone(k.Elements), func(e Element) bool { return e.Key == "" })
	}
	for _, a := range k.Articles {
		if !strings.Contains(words.String(), a) {
			all = append(all, refusal.New("writ.text.article", "§I.3", "article", a).On("text"))
		}
	}
	for _, e := range k.Elements {
		if !e.in(words.String()) {
			all = append(all, refusal.New("writ.text.element", "§I.3", "element", e.Name).On("text"))
		}
	}
	return all.Or()
}

// in says that a text states the element.
func (e Element) in(text string) bool {
	if e.Key != "" {
		return strings.Contains(text, "{"+e.Name+"}")
	}
	for _, p := range e.phrases {
		if !slices.ContainsFunc(strings.Split(p, "/"), func(s string) bool { return strings.Contains(text, s) }) {
			return false
		}
	}
	return true
}

// Compose fills the template: a letter of the day with its number (文号). Every
// value that the text asks for must be there (§I.3); the refusal names those
// that are not.
func (t Template) Compose(v Values, on calendar.Day, no string) (Paper, error) {
	if on.Before(t.From) {
		return Paper{}, refusal.New("writ.compose.early", "§A.6", "from", t.From.String(), "day", on.String()).On("on")
	}
	if err := t.Check(); err != nil {
		return Paper{}, err
	}
	l, _ := parse(t.Text)
	f := filling{values: v}
	p := Paper{Kind: t.Kind, Version: t.Version, No: no, On: on, Sign: f.fill("{机关名称}"), Title: f.fill(l.title), To: f.fill(l.to), Note: f.note(l.note)}
	for _, para := range l.body {
		if !f.stays(para.Text) {
			continue
		}
		for words := range strings.SplitSeq(f.fill(para.Text), "\n") {
			if words = strings.TrimRight(words, " \t\r"); words != "" {
				p.Body = append(p.Body, Paragraph{para.Style, words})
			}
		}
	}
	for name := range strings.SplitSeq(v[Attachments], "\n") {
		if name = strip(name); name != "" {
			p.Attachments = append(p.Attachments, name)
		}
	}
	if len(f.missing) > 0 {
		return Paper{}, refusal.New("writ.compose.missing", "§I.3", "letter", t.Name, "values", strings.Join(f.missing, "、"))
	}
	return p, nil
}

// filling puts values into words and remembers what had none.
type filling struct {
	values  Values
	missing []string
}

func (f *filling) value(name string) string {
	e, _ := elementOf(name)
	return strings.TrimSpace(f.values[e.Key])
}

// stays says that no optional placeholder of the line is without a value.
func (f *filling) stays(line string) bool {
	for _, m := range place.FindAllStringSubmatch(line, -1) {
		if m[2] != "" && f.value(m[1]) == "" {
			return false
		}
	}
	return true
}

func (f *filling) fill(line string) string {
	var b strings.Builder
	at := 0
	for _, m := range place.FindAllStringSubmatchIndex(line, -1) {
		b.WriteString(line[at:m[0]])
		at = m[1]
		name := line[m[2]:m[3]]
		value := f.value(name)
		if value == "" && !slices.Contains(f.missing, name) {
			f.missing = append(f.missing, name)
		}
		if next := line[at:]; strings.HasPrefix(next, "。") || strings.HasPrefix(next, "；") || strings.HasPrefix(next, "，") {
			value = strip(value) // typed with its own stop
		}
		b.WriteString(value)
	}
	words := b.String() + line[at:]
	if you := f.values[Reader]; you != "" {
		words = strings.ReplaceAll(words, "您（单位）", you)
	}
	return words
}

// note fills the parts of a note, each of which may go on its own.
func (f *filling) note(line string) string {
	var out []string
	for part := range strings.SplitSeq(line, "　") {
		if part != "" && f.stays(part) {
			out = append(out, f.fill(part))
		}
	}
	return strings.Join(out, "　")
}
