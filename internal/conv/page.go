package conv

import (
	_ "embed"
	"fmt"
	"html"
	"strings"
)

//go:embed page.css
var pageCSS string

// letterPage is the first page of a single letter: the head begins 30 mm below
// the edge, a red line ends it, and it bears no number. In a bundle the pages
// are numbered through, first pages as well.
const letterPage = `@page :first { margin-top: 30mm; @bottom-right { content: none; } @bottom-left { content: none; }
@bottom-center { content: ""; width: 170mm; height: 2.2pt; margin: 14.5mm 0 auto; border-top: .7pt solid #f00; border-bottom: 2.2pt solid #f00; } }`

// PageHTML is a web page that prints as the papers do, one after the other,
// each from a new page. It needs nothing from elsewhere and runs no script.
// The HTML of the papers must come from Clean or from the program.
func PageHTML(papers ...Paper) string {
	var b strings.Builder
	style, title := pageCSS, ""
	if len(papers) > 0 {
		title = joined(papers[0].Title)
		if len(papers) == 1 && papers[0].Head != "" {
			style += letterPage
		}
	}
	b.WriteString(`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">` +
		`<title>` + html.EscapeString(title) + `</title><style>` + style + "</style></head><body>\n")
	for _, p := range papers {
		b.WriteString(p.section())
	}
	return b.String() + "</body></html>\n"
}

func (p Paper) section() string {
	var b strings.Builder
	say := func(format string, args ...any) {
		for i, a := range args {
			if s, ok := a.(string); ok {
				args[i] = html.EscapeString(s)
			}
		}
		fmt.Fprintf(&b, format, args...)
	}
	class := "paper"
	if p.Head != "" {
		class = "letter"
	}
	say(`<section class="%s">`, class)
	if p.Head != "" {
		say(`<p class="head" style="font-size:%.0fpt">%s</p><p class="no">%s</p>`, headSize(p.Head), strings.TrimSpace(p.Head), p.No)
	}
	if title := titleLines(p.Title, p.Issuer); title != "" {
		say(`<h1>%s</h1>`, title)
	}
	if p.To != "" {
		say(`<p class="flush">%s：</p>`, p.To)
	}
	b.WriteString(p.HTML)
	if len(p.Attachments) > 0 {
		b.WriteString(`<div class="enclosed"><p>附件：</p><ol>`)
		for _, name := range enclosed(p.Attachments) {
			say(`<li>%s</li>`, name)
		}
		b.WriteString(`</ol></div>`)
	}
	if e := (ending{issuer: p.Issuer, day: p.Day}); e.issuer+e.day != "" {
		atName, atDay := e.offsets()
		say(`<div class="sign"><p style="padding-right:%.2fem">%s</p><p style="padding-right:%.2fem">%s</p></div>`, atName, p.Issuer, atDay, p.Day)
	}
	if p.Note != "" {
		say(`<p class="note">（%s）</p>`, p.Note)
	}
	b.WriteString(p.Slips + "</section>\n")
	return b.String()
}
