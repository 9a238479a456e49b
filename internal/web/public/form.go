package public

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"gongkai/internal/office"
	"gongkai/refusal"
)

// takesForms says which addresses take what citizens type; all others are only
// read.
func takesForms(path string) bool {
	return strings.HasSuffix(path, "/apply/new") || strings.HasSuffix(path, "/follow") || strings.Contains(path, "/follow/")
}

// Limits of a form in bytes: its text, and all of it with its files.
const (
	maxText   = 1 << 20
	maxUpload = 8*office.MaxScan + maxText
)

// form is what was typed and what is wrong with it.
type form struct {
	Values url.Values
	Faults []fault
}

// fault is one thing wrong: the field that it stands under, and the words.
type fault struct{ Field, Words string }

func (f form) get(name string) string { return strings.TrimSpace(f.Values.Get(name)) }

func (f form) fault(name string) string {
	for _, x := range f.Faults {
		if x.Field == name {
			return x.Words
		}
	}
	return ""
}

// refused puts a rule's no into the form. Anything else is a fault of the
// machine and is handed back.
func (f *form) refused(err error) error {
	var all refusal.All
	if errors.As(err, &all) {
		for _, r := range all {
			f.Faults = append(f.Faults, fault{r.Field, r.Words()})
		}
		return nil
	}
	if r, ok := refusal.As(err); ok && r.Class != refusal.Hidden {
		f.Faults = append(f.Faults, fault{r.Field, r.Words()})
		return nil
	}
	return err
}

// field is a question of a form as its template wants it.
type field struct {
	Name, Label, Hint, Type, Value, Fault, Auto string
	Rows                                        int
	Optional                                    bool
	Choices                                     []choice
}

// ask fills a question with what was typed and what is wrong with it.
func (f form) ask(q field) field {
	q.Value, q.Fault = f.Values.Get(q.Name), f.fault(q.Name)
	q.Choices = slices.Clone(q.Choices)
	for i := range q.Choices {
		q.Choices[i].Chosen = q.Choices[i].Value == q.Value
	}
	return q
}

const (
	tooLong  = "填写的文字太长，没有收到。请写得短些，其余的可以作为附件。"
	tooBig   = "文件「%s」超过30 MB，没有上传。填写的内容都在；请分册扫描或者降低分辨率后再选。"
	tooMany  = "文件太多或者太大，没有收到。填写的内容都在；请一次少选几个。"
	badWords = "提交的内容无法读取，请返回上一页重新提交。"
)

// read reads a form with its files. Files are held in memory and nowhere else,
// since office seals them before they reach the disk. One that is too big is
// skipped and told of, so that what was typed is not lost.
func (a *ask) read() (f form, files []office.Upload, err error) {
	f.Values = url.Values{}
	a.r.Body = http.MaxBytesReader(a.w, a.r.Body, maxUpload)
	if !strings.HasPrefix(a.r.Header.Get("Content-Type"), "multipart/form-data") {
		if err := a.r.ParseForm(); err != nil {
			f.Faults = []fault{{"", tooLong}}
			return f, nil, nil
		}
		f.Values = a.r.PostForm
		return f, nil, nil
	}
	parts, err := a.r.MultipartReader()
	if err != nil {
		f.Faults = []fault{{"", badWords}}
		return f, nil, nil
	}
	for {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return f, files, nil
		}
		if err != nil {
			f.Faults = append(f.Faults, fault{"file", tooMany})
			return f, files, nil
		}
		limit := int64(maxText)
		_, isFile := p.Header["Content-Type"]
		if isFile {
			limit = office.MaxScan
		}
		b, err := io.ReadAll(io.LimitReader(p, limit+1))
		switch {
		case err != nil:
			f.Faults = append(f.Faults, fault{"file", tooMany})
			return f, files, nil
		case isFile && p.FileName() == "": // a file field left empty
		case isFile && int64(len(b)) > limit:
			f.Faults = append(f.Faults, fault{"file", strings.Replace(tooBig, "%s", p.FileName(), 1)})
		case isFile:
			files = append(files, office.Upload{Kind: p.FormName(), Name: p.FileName(), R: bytes.NewReader(b)})
		case int64(len(b)) > limit:
			f.Faults = append(f.Faults, fault{"", tooLong})
		default:
			f.Values.Add(p.FormName(), string(b))
		}
	}
}

// private serves a page that is one person's and is kept nowhere.
func (a *ask) private(status int, t templated) error {
	var b bytes.Buffer
	if err := a.s.pages.execute(&b, t); err != nil {
		return err
	}
	return a.send(status, html, b.Bytes())
}

func (a *ask) send(status int, typ string, b []byte) error {
	h := a.w.Header()
	h.Set("Content-Type", typ)
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "same-origin")
	a.w.WriteHeader(status)
	if a.r.Method != http.MethodHead {
		_, _ = a.w.Write(b) // a reader who went away is nobody's fault
	}
	return nil
}

// attach sends a file to be kept.
func (a *ask) attach(name, typ string, b []byte) error {
	a.w.Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name))
	return a.send(http.StatusOK, typ, b)
}

// whence is where somebody writes, for the limits on trying.
func (a *ask) whence() string {
	if i := strings.LastIndexByte(a.r.RemoteAddr, ':'); i > 0 {
		return strings.Trim(a.r.RemoteAddr[:i], "[]")
	}
	return a.r.RemoteAddr
}
