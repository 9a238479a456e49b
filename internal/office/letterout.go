package office

import (
	"bytes"
	"context"
	"io"

	"gongkai/internal/conv"
	"gongkai/writ"
)

// LetterDocx writes a letter for Word, WPS and LibreOffice (§I.1). Whoever has
// the letter was let in when it was read.
func (o *Office) LetterDocx(w io.Writer, p writ.Paper) error { return conv.WriteDocx(w, OnPaper(p)) }

// LetterPDF is a letter as it is printed.
func (o *Office) LetterPDF(ctx context.Context, p writ.Paper) ([]byte, error) {
	var b bytes.Buffer
	err := printed(ctx, &b, OnPaper(p))
	return b.Bytes(), err
}
