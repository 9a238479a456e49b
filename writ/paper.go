package writ

import (
	"html"
	"slices"
	"strconv"
	"strings"

	"gongkai/calendar"
	"gongkai/ledger"
)

// Style is how a paragraph is set.
type Style string

const (
	Body  Style = ""      // indented by two characters
	Head  Style = "head"  // 一级小标题, in 黑体
	Slip  Style = "slip"  // the title of a slip on a new page (附联, 回执)
	Flush Style = "flush" // flush left (顶格)
	Right Style = "right" // flush right
)

// Paragraph is one of a paper's.
type Paragraph struct {
	Style Style `json:",omitempty"`
	Text  string
}

// Paper is a letter as it goes out (文书). It is stored as JSON, so its fields
// keep their names.
type Paper struct {
	Kind        ledger.Code
	Version     int    // of the template
	No          string // 文号
	Title, To   string
	Body        []Paragraph
	Attachments []string `json:",omitempty"`
	Sign        string   // 发文机关, in the red head and below the text
	On          calendar.Day
	Note        string `json:",omitempty"` // 附注, printed in brackets
}

// Words are what the paper says, for ledger.Salted.
func (p Paper) Words() []string {
	out := []string{string(p.Kind), strconv.Itoa(p.Version), p.No, p.Title, p.To}
	for _, b := range p.Body {
		out = append(out, string(b.Style), b.Text)
	}
	out = append(out, "附件")
	out = append(out, p.Attachments...)
	return append(out, p.Sign, p.On.String(), p.Note)
}

// HasSlip says that pages follow the signature.
func (p Paper) HasSlip() bool {
	return slices.ContainsFunc(p.Body, func(b Paragraph) bool { return b.Style == Slip })
}

// Letter is the HTML of the body before the first slip, Slips that of the
// slips. Both are in the vocabulary of conv.
func (p Paper) Letter() string { letter, _ := p.parts(); return letter }
func (p Paper) Slips() string  { _, slips := p.parts(); return slips }

func (p Paper) parts() (letter, slips string) {
	var out [2]strings.Builder
	at := 0
	for _, x := range p.Body {
		words := html.EscapeString(x.Text)
		switch x.Style {
		case Slip:
			at = 1
			out[at].WriteString(`<hr class="page"><h1>` + words + `</h1>`)
		case Head:
			out[at].WriteString(`<h2>` + words + `</h2>`)
		case Flush:
			out[at].WriteString(`<p class="flush">` + words + `</p>`)
		case Right:
			out[at].WriteString(`<p class="right">` + words + `</p>`)
		default:
			out[at].WriteString(`<p>` + words + `</p>`)
		}
	}
	return out[0].String(), out[1].String()
}
