package staff

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"gongkai/internal/office"
)

const scanTooBig = "「%s」超过30 MB，没有上传。请分册扫描，或者降低扫描的分辨率后再传；填写的文字都还在，文件需要重新选择。"

// scans reads a form with several files. They are held in memory and nowhere
// else, since office seals them before they reach the disk; kind says what a
// file is by the field that it came in. A file that is too big is skipped, so
// that what was typed after it is not lost.
func (a *ask) scans(kind func(field string) string) (url.Values, []office.Upload, error) {
	if a.kept || !strings.HasPrefix(a.r.Header.Get("Content-Type"), "multipart/form-data") {
		v, err := a.values()
		return v, nil, err
	}
	v := url.Values{}
	a.r.Body = http.MaxBytesReader(a.w, a.r.Body, maxUpload+maxText)
	parts, err := a.r.MultipartReader()
	if err != nil {
		return v, nil, badForm(err)
	}
	var files []office.Upload
	var fault error
	text := int64(maxText)
	for {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return v, files, fault
		}
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return v, nil, errTooBig("file")
		}
		if err != nil {
			return v, nil, badForm(err)
		}
		limit := text
		if isFile(p) {
			limit = office.MaxScan
		}
		b, err := io.ReadAll(io.LimitReader(p, limit+1))
		switch {
		case errors.As(err, &big):
			return v, nil, errTooBig(p.FormName())
		case err != nil:
			return v, nil, badForm(err)
		case isFile(p) && p.FileName() == "": // a file field left empty
		case isFile(p) && int64(len(b)) > limit:
			fault = &webError{http.StatusRequestEntityTooLarge, p.FormName(), fmt.Sprintf(scanTooBig, p.FileName())}
		case isFile(p):
			files = append(files, office.Upload{Kind: kind(p.FormName()), Name: p.FileName(), R: bytes.NewReader(b)})
		case int64(len(b)) > limit:
			return v, nil, &webError{http.StatusRequestEntityTooLarge, "", tooLong}
		default:
			text -= int64(len(b))
			v.Add(p.FormName(), string(b))
		}
	}
}
