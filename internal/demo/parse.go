package demo

import (
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongkai/calendar"
	"gongkai/review"
)

// Piece is a text of data/: an article with the day on which it was formed and
// the instant at which it goes out.
type Piece struct {
	Key, Column, Type, Unit string
	Formed                  calendar.Day
	After                   int    // working days from Formed to the publication
	Clock                   string // time of day of the publication
	Tags, Keywords          []string
	DocNo, Genre, Topic     string
	Explains                string // key of the document that it explains
	Title, HTML             string
	State                   string      // of a text that is not done when the clock stops, with Clock as its instant
	Until                   review.Step // the step that it has come to
}

// At is the instant of the publication, or of the last act on what is not out.
func (p Piece) At() (time.Time, error) {
	if p.State != "" {
		return time.ParseInLocation("2006-01-02 15:04", p.Clock, calendar.Shanghai)
	}
	return instant(calendar.China().AddWorkdays(p.Formed, p.After).Day.String(), p.Clock)
}

// tables are the files of data/ that hold no articles.
var tables = []string{"cases.txt", "contracts.txt", "guides.txt", "items.txt", "letters.txt", "proposals.txt", "questions.txt", "report.txt", "statements.txt"}

// Pieces reads all texts, in the order in which they go out.
func Pieces() ([]Piece, error) {
	files, err := data.ReadDir("data")
	if err != nil {
		return nil, err
	}
	var out []Piece
	for _, f := range files {
		if slices.Contains(tables, f.Name()) {
			continue
		}
		text, err := data.ReadFile("data/" + f.Name())
		if err != nil {
			return nil, err
		}
		pieces, err := Parse(f.Name(), string(text))
		if err != nil {
			return nil, err
		}
		out = append(out, pieces...)
	}
	at := map[string]time.Time{}
	for _, p := range out {
		if at[p.Key], err = p.At(); err != nil {
			return nil, fmt.Errorf("%s: %w", p.Key, err)
		}
	}
	slices.SortStableFunc(out, func(a, b Piece) int { return at[a.Key].Compare(at[b.Key]) })
	return out, nil
}

// Parse reads a file of texts; its format stands at the head of docs.txt. An
// error names the file and the line.
func Parse(name, text string) ([]Piece, error) {
	var out []Piece
	var body []string
	end := func() {
		if len(out) > 0 {
			out[len(out)-1].HTML = markup(body)
		}
		body = nil
	}
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "# ") || line == "":
		case strings.HasPrefix(line, "= "):
			end()
			p, err := head(line[2:])
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %w", name, n, err)
			}
			out = append(out, p)
		case len(out) == 0:
			return nil, fmt.Errorf("%s:%d: 第一个 = 之前有文字", name, n)
		case strings.HasPrefix(line, "! "):
			p := &out[len(out)-1]
			f := strings.Fields(line[2:])
			if len(f) < 2 {
				return nil, fmt.Errorf("%s:%d: 应为：! 文号 体裁", name, n)
			}
			p.DocNo, p.Genre = f[0], f[1]
		case strings.HasPrefix(line, "^ "):
			out[len(out)-1].Explains = strings.TrimSpace(line[2:])
		case out[len(out)-1].Title == "":
			out[len(out)-1].Title = line
		default:
			body = append(body, line)
		}
	}
	end()
	return out, nil
}

func head(line string) (p Piece, err error) {
	f := strings.Split(line, "|")
	if len(f) != 8 {
		return p, fmt.Errorf("应有8栏，实有%d栏", len(f))
	}
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
	}
	p = Piece{Key: f[0], Column: f[1], Type: f[2], Unit: f[3], Clock: "10:00", Topic: "11"}
	if p.Formed, err = calendar.ParseDay(f[4]); err != nil {
		return p, err
	}
	after, clock, timed := strings.Cut(f[5], "@")
	switch after {
	case "draft", "scheduled", "closed":
		p.State, after = after, "0"
	case "returned":
		p.State, p.Until, after = after, review.Secrecy, "0"
	case "emergency", "submitted":
		p.State, p.Until, after = after, review.Unit, "0"
	case "secrecy", "legal", "office", "leader":
		p.State, p.Until, after = "submitted", review.Step(after), "0"
	}
	if p.After, err = strconv.Atoi(after); err != nil {
		return p, fmt.Errorf("“%s”不是工作日数", after)
	}
	if timed {
		p.Clock = clock
	}
	list := func(s string) []string {
		return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",、 \uff0c", r) })
	}
	p.Tags, p.Keywords = list(f[6]), list(f[7])
	return p, nil
}

// markup sets the lines of a text: one paragraph a line, ## and ### headings,
// - items, | tables whose first row is the head.
func markup(lines []string) string {
	var b strings.Builder
	for i := 0; i < len(lines); {
		block := func(prefix string) []string {
			from := i
			for i < len(lines) && strings.HasPrefix(lines[i], prefix) {
				i++
			}
			return lines[from:i]
		}
		switch line := lines[i]; {
		case strings.HasPrefix(line, "### "):
			fmt.Fprintf(&b, "<h3>%s</h3>", html.EscapeString(line[4:]))
			i++
		case strings.HasPrefix(line, "## "):
			fmt.Fprintf(&b, "<h2>%s</h2>", html.EscapeString(line[3:]))
			i++
		case strings.HasPrefix(line, "- "):
			b.WriteString("<ul>")
			for _, item := range block("- ") {
				fmt.Fprintf(&b, "<li>%s</li>", html.EscapeString(item[2:]))
			}
			b.WriteString("</ul>")
		case strings.HasPrefix(line, "|"):
			b.WriteString("<table>")
			for r, row := range block("|") {
				tag := "td"
				if r == 0 {
					tag = "th"
				}
				b.WriteString("<tr>")
				for cell := range strings.SplitSeq(strings.Trim(row, "| "), "|") {
					fmt.Fprintf(&b, "<%s>%s</%s>", tag, html.EscapeString(strings.TrimSpace(cell)), tag)
				}
				b.WriteString("</tr>")
			}
			b.WriteString("</table>")
		default:
			fmt.Fprintf(&b, "<p>%s</p>", html.EscapeString(line))
			i++
		}
	}
	return b.String()
}
