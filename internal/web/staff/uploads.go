package staff

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/refusal"
)

const scanTooBig = "「%s」超过30 MB，没有上传。请分册扫描，或者降低扫描的分辨率后再传；填写的文字和其他文件都还在。"

// scanned is a form with several files: those that came now, and those that it
// kept when it was refused before. All are sealed; the form's tokens are in Kept.
type scanned struct {
	url.Values
	Kept []office.Kept
}

func (s scanned) files() (out []office.Upload) {
	for _, k := range s.Kept {
		out = append(out, k.Upload())
	}
	return out
}

// back puts the files into a form that is shown again.
func (s scanned) back(f form) form {
	f.Kept = s.Kept
	return f
}

// scans reads a form with several files and seals each at once, so that none has
// to be chosen again when something else is refused. form names it, kind says
// what a file is by the field that it came in. A file that cannot be kept is
// told under its field; the others are kept, and so is what was typed after it.
func (a *ask) scans(form func(url.Values) string, kind func(field string) string) (scanned, error) {
	return a.scansBy(a.s.o.KeepScan, form, kind)
}

// keeper seals a file of a form.
type keeper func(context.Context, access.Actor, string, office.Upload) (office.Kept, error)

func (a *ask) scansBy(keep keeper, form func(url.Values) string, kind func(field string) string) (scanned, error) {
	return a.scansThat(keep, form, kind, func(string, []byte) error { return nil })
}

// scansThat are scans of which each must pass: looks refuses a file by its name
// and content.
func (a *ask) scansThat(keep keeper, form func(url.Values) string, kind func(field string) string, looks func(name string, content []byte) error) (scanned, error) {
	v, files, err := a.parts()
	s := scanned{Values: v}
	if v == nil {
		s.Values = url.Values{}
	}
	if a.kept {
		return s, err
	}
	name := form(s.Values)
	kept, e := a.s.o.KeptScans(a.ctx(), a.who, name, s.Values["kept"])
	if e != nil {
		return s, e
	}
	s.Kept = kept
	for _, f := range files {
		if r, ok := refusal.As(looks(f.name, f.content)); ok {
			err = r.On(f.field)
			continue
		}
		k, e := keep(a.ctx(), a.who, name, office.Upload{Kind: kind(f.field), Name: f.name, R: bytes.NewReader(f.content)})
		if r, ok := refusal.As(e); ok {
			err = r.On(f.field)
			continue
		}
		if e != nil {
			return s, e
		}
		s.Kept = append(s.Kept, k)
	}
	return s, err
}

type scan struct {
	field, name string
	content     []byte
}

// parts reads the form into memory and nowhere else, since office seals files
// before they reach the disk. A file that is too big is skipped.
func (a *ask) parts() (url.Values, []scan, error) {
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
	var files []scan
	var fault error
	text := int64(maxText)
	for {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return v, files, fault
		}
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return v, files, errTooBig("file")
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
			return v, files, errTooBig(p.FormName())
		case err != nil:
			return v, nil, badForm(err)
		case isFile(p) && p.FileName() == "": // a file field left empty
		case isFile(p) && int64(len(b)) > limit:
			fault = &webError{http.StatusRequestEntityTooLarge, p.FormName(), fmt.Sprintf(scanTooBig, p.FileName())}
		case isFile(p):
			files = append(files, scan{p.FormName(), p.FileName(), b})
		case int64(len(b)) > limit:
			return v, nil, &webError{http.StatusRequestEntityTooLarge, "", tooLong}
		default:
			text -= int64(len(b))
			v.Add(p.FormName(), string(b))
		}
	}
}
