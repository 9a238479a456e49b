package office

import (
	"context"
	"errors"
	"io"

	"gongkai/internal/conv"
	"gongkai/refusal"
	"gongkai/writ"
)

// LetterDocx writes a letter for Word, WPS and LibreOffice (§I.1). Whoever has
// the letter was let in when it was read.
func (o *Office) LetterDocx(w io.Writer, p writ.Paper) error { return conv.WriteDocx(w, OnPaper(p)) }

// LetterPDF is a letter as it is printed; a machine that cannot print says so
// in words.
func (o *Office) LetterPDF(ctx context.Context, p writ.Paper) ([]byte, error) {
	b, err := conv.PDF(ctx, OnPaper(p))
	var missing *conv.MissingPrinter
	if errors.As(err, &missing) {
		return nil, refusal.Clash("office.print.none", "")
	}
	return b, err
}
