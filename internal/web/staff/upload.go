package staff

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
)

// uploaded is a form that may carry a file. Its text fields stand before the
// file in our pages, so they are at hand before the first byte of it is read;
// a file that is too big is never read to its end.
type uploaded struct {
	values url.Values
	name   string // of the field that holds the file
	file   *part  // nil when none was chosen
	tooBig bool   // the request says that it is longer than allowed
}

// part is a file on its way in.
type part struct {
	Name string
	io.Reader
	over bool
}

const tooBigWords = "文件超过100 MB，没有上传。请压缩图片或把文件拆成几份后再传；填写的文字都还在。"

func errTooBig(field string) error {
	return &webError{http.StatusRequestEntityTooLarge, field, tooBigWords}
}

// upload reads the text fields of a form and stops before its first file.
func (a *ask) upload() (uploaded, error) {
	if a.kept || !strings.HasPrefix(a.r.Header.Get("Content-Type"), "multipart/form-data") {
		v, err := a.values()
		return uploaded{values: v}, err
	}
	u := uploaded{values: url.Values{}, tooBig: a.r.ContentLength > maxUpload+maxText}
	a.r.Body = http.MaxBytesReader(a.w, a.r.Body, maxUpload+maxText)
	parts, err := a.r.MultipartReader()
	if err != nil {
		return u, badForm(err)
	}
	left := int64(maxText)
	for {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return u, nil
		}
		if err != nil {
			return u, badForm(err)
		}
		if p.FileName() != "" {
			u.name, u.file = p.FormName(), &part{Name: p.FileName()}
			u.file.Reader = &limited{p: p, left: maxUpload, whole: u.file}
			return u, nil
		}
		if isFile(p) {
			continue // a file field left empty
		}
		text, err := io.ReadAll(io.LimitReader(p, left+1))
		if err != nil {
			return u, badForm(err)
		}
		if left -= int64(len(text)); left < 0 {
			return u, &webError{http.StatusRequestEntityTooLarge, "", tooLong}
		}
		u.values.Add(p.FormName(), string(text))
	}
}

func isFile(p *multipart.Part) bool {
	return strings.Contains(p.Header.Get("Content-Disposition"), "filename=")
}

// limited ends a file at the limit with an error and remembers why.
type limited struct {
	p     io.Reader
	left  int64
	whole *part
}

func (l *limited) Read(b []byte) (int, error) {
	n, err := l.p.Read(b)
	l.left -= int64(n)
	var big *http.MaxBytesError
	if l.left < 0 || errors.As(err, &big) {
		l.whole.over = true
		return n, errTooBig("file")
	}
	return n, err
}

// refused turns what office said of a file into the sentence about its size,
// when the size was the reason.
func (u uploaded) refused(err error) error {
	if u.file != nil && u.file.over {
		return errTooBig(u.name)
	}
	return err
}
