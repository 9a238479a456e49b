package staff

import (
	"io"
	"path"
)

// requestBundle hands over the whole file for a review body or a court: index,
// letters and clock sheet as one PDF, or these and the scans as a ZIP. Every one
// is logged.
func (s *server) requestBundle(a *ask) error {
	b, err := s.o.RequestBundle(a.ctx(), a.who, a.id(), address(a.r.RemoteAddr))
	if err != nil {
		return err
	}
	ext := path.Ext(a.r.URL.Path)
	return a.file(b.No+" 案卷"+ext, func(w io.Writer) error {
		if ext == ".zip" {
			return b.ZIP(a.ctx(), w)
		}
		return b.PDF(a.ctx(), w)
	})
}
