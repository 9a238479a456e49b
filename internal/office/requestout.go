package office

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"path"
	"strings"

	"gongkai/access"
	"gongkai/internal/conv"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/writ"
)

// printed writes papers as one PDF; a machine that cannot print says so in words.
func printed(ctx context.Context, w io.Writer, papers ...conv.Paper) error {
	b, err := conv.PDF(ctx, papers...)
	var missing *conv.MissingPrinter
	if errors.As(err, &missing) {
		return refusal.Clash("office.print.none", "")
	}
	if err != nil {
		return err
	}
	_, err = w.Write(b)
	return err
}

// Bundle is the whole file of a request as a review body or a court asks for it
// (案卷): an index, every letter, the clock sheet, and the papers as they came.
type Bundle struct {
	No     string
	papers []conv.Paper // index, letters, clock sheet
	files  []store.Paper
	open   func(sha string) (io.Reader, error)
}

// RequestBundle puts the file of a request together (提供案卷). It holds the
// applicant unmasked: every bundle is logged.
func (o *Office) RequestBundle(ctx context.Context, who access.Actor, id ledger.ID, address string) (*Bundle, error) {
	b := &Bundle{open: func(sha string) (io.Reader, error) { return o.openSealed(sha) }}
	err := o.view(ctx, func(tx *store.Tx) error {
		r, err := tx.Request(id)
		if err != nil {
			return err
		}
		if err := access.May(who, access.BundleRequest, requestThing(r)); err != nil {
			return err
		}
		g, err := tx.Organ(r.Organ)
		if err != nil {
			return err
		}
		papers, err := tx.Papers(id)
		if err != nil {
			return err
		}
		b.No = r.No
		clock := clockPaper(r.No, r.Clock(o.Today(), o.Calendar()))
		var letters []conv.Paper
		rows := [][]string{}
		for _, p := range papers {
			kind, _ := law.Label("paper", string(p.Kind))
			switch {
			case len(p.Body) > 0:
				w, err := readLetter(p)
				if err != nil {
					return err
				}
				letters = append(letters, OnPaper(w))
				rows = append(rows, []string{p.On.String(), w.Title, w.No, "发给" + writ.Audience(p.Addressee).Name()})
			case p.SHA != "":
				b.files = append(b.files, p)
				rows = append(rows, []string{p.On.String(), kind, b.name(len(b.files) - 1), "另附文件"})
			}
		}
		rows = append(rows, []string{o.Today().String(), clock.Title, "", "按台账计算"})
		b.papers = append([]conv.Paper{{Title: "文件目录", Issuer: g.Name, Day: o.Today().Chinese(), HTML: "<p>申请编号：" + html.EscapeString(r.No) +
			"，共" + fmt.Sprint(len(rows)) + "件。</p>" + table([]string{"序号", "日期", "名称", "文号、文件", "说明"}, numberedRows(rows))}}, letters...)
		b.papers = append(b.papers, clock)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return b, o.logged(ctx, o.opening(who, access.BundleRequest, "request/"+string(id), address), nil)
}

// PDF writes index, letters and clock sheet as one file.
func (b *Bundle) PDF(ctx context.Context, w io.Writer) error { return printed(ctx, w, b.papers...) }

// ZIP writes the PDF and the papers as they came, one file each.
func (b *Bundle) ZIP(ctx context.Context, w io.Writer) error {
	z := zip.NewWriter(w)
	f, err := z.Create(b.No + " 案卷.pdf")
	if err != nil {
		return err
	}
	if err := b.PDF(ctx, f); err != nil {
		return err
	}
	for i, p := range b.files {
		r, err := b.open(p.SHA)
		if err != nil {
			return err
		}
		f, err := z.Create(b.name(i))
		if err != nil {
			return err
		}
		if _, err := io.Copy(f, r); err != nil {
			return err
		}
	}
	return z.Close()
}

// name is the name of a file in the bundle, with its number, so that two files
// of one name stay two.
func (b *Bundle) name(i int) string {
	kind, _ := law.Label("paper", string(b.files[i].Kind))
	return fmt.Sprintf("附件%02d %s %s", i+1, kind, path.Base(b.files[i].Name))
}

func numberedRows(rows [][]string) [][]string {
	for i, r := range rows {
		rows[i] = append([]string{fmt.Sprint(i + 1)}, r...)
	}
	return rows
}

// table is a table in the vocabulary of conv.
func table(head []string, rows [][]string) string {
	escaped := make([][]string, len(rows))
	for i, r := range rows {
		for _, c := range r {
			escaped[i] = append(escaped[i], html.EscapeString(c))
		}
	}
	return tableOf(head, escaped)
}

// tableOf is table with cells of HTML.
func tableOf(head []string, rows [][]string) string {
	var b strings.Builder
	line := func(tag string, cells []string) {
		b.WriteString("<tr>")
		for _, c := range cells {
			b.WriteString("<" + tag + ">" + c + "</" + tag + ">")
		}
		b.WriteString("</tr>")
	}
	b.WriteString("<table><thead>")
	line("th", head)
	b.WriteString("</thead><tbody>")
	for _, r := range rows {
		line("td", r)
	}
	b.WriteString("</tbody></table>")
	return b.String()
}
