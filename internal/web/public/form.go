package public

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
)

// takesForms says which addresses may be posted to; all others are for reading.
func takesForms(path string) bool {
	path = strings.TrimPrefix(path, "/")
	_, below, _ := strings.Cut(path, "/")
	return slices.ContainsFunc([]string{path, below}, func(p string) bool {
		return slices.Contains([]string{"enquiry", "complaint", "appointment", "asked", "asked/cancel"}, p) || slices.Contains(letterForms, p) || strings.HasPrefix(p, "apply/") || strings.HasPrefix(p, "contracts/") || strings.HasPrefix(p, "services/") || p == "follow" || strings.HasPrefix(p, "follow/") ||
			(strings.HasPrefix(p, "consultations/") || strings.HasPrefix(p, "interviews/")) && strings.HasSuffix(p, "/say")
	})
}

// fault is one thing wrong in a form: the field that it stands under, and the words.
type fault struct{ Field, Words string }

// form is what was typed and what is wrong with it.
type form struct {
	Values url.Values
	Faults []fault
}

func (f form) fault(name string) string {
	i := slices.IndexFunc(f.Faults, func(x fault) bool { return x.Field == name })
	if i < 0 {
		return ""
	}
	return f.Faults[i].Words
}

// field is one question as its template shows it.
type field struct {
	Name, Label, Hint, Value, Fault, Type, Auto string
	Optional                                    bool
	Rows                                        int
	Options                                     []option
}

// option is a line of a choice, with what it means.
type option struct{ Value, Name, Hint string }

// line asks for a line of text; hint may be empty, auto is the browser's name
// for what it may fill in.
func line(f form, typ, name, label, hint, auto string) field {
	return field{Name: name, Label: label, Hint: hint, Type: typ, Auto: auto, Value: f.Values.Get(name), Fault: f.fault(name)}
}

// moreOf marks a question that may stay open.
func moreOf(q field) field { q.Optional = true; return q }

// radios asks to choose one.
func radios(f form, opts []option, name, label, hint string) field {
	q := line(f, "", name, label, hint, "")
	q.Options = opts
	return q
}

// faultsOf puts a refusal into words under its fields; a fault of the machine,
// or a thing that is not there, is returned as it is.
func faultsOf(err error) ([]fault, error) {
	var out []fault
	var all refusal.All
	if errors.As(err, &all) {
		for _, r := range all {
			out = append(out, fault{r.Field, r.Words()})
		}
		return out, nil
	}
	if r, ok := refusal.As(err); ok && r.Class != refusal.Hidden {
		return []fault{{r.Field, r.Words()}}, nil
	}
	return nil, err
}

// What a form may carry, in bytes: what is beyond is read and thrown away, so
// that the reader gets the answer and not a broken connection.
const (
	maxFields = 256 << 10
	maxBody   = 256 << 20
	maxPapers = 10
)

// carry is what a form may bring, and how its files are kept.
type carry struct {
	fields int64 // bytes of text
	papers int
	size   string // of one file, at most
	keep   func(field, name string, r io.Reader) (office.KeptPaper, error)
}

// typed reads a form. Its files are sealed one by one as they come; one that is
// refused leaves its words in faults and the rest goes on.
func (a *ask) typed(have int) (f form, papers []office.KeptPaper, err error) {
	return a.typedBy(have, a.s.o.KeepPaper)
}

// keeper seals a file as it comes; kind is the field that it came in.
type keeper func(ctx context.Context, organ ledger.ID, kind, name string, r io.Reader, address string) (office.KeptPaper, error)

func (a *ask) typedBy(have int, keep keeper) (f form, papers []office.KeptPaper, err error) {
	return a.read(have, carry{maxFields, maxPapers, "30 MB", func(field, name string, r io.Reader) (office.KeptPaper, error) {
		return keep(a.r.Context(), a.organ.ID, field, name, r, a.remote())
	}})
}

func (a *ask) read(have int, c carry) (f form, papers []office.KeptPaper, err error) {
	f.Values = url.Values{}
	a.r.Body = http.MaxBytesReader(a.w, a.r.Body, maxBody)
	parts, err := a.r.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		a.r.Body = http.MaxBytesReader(a.w, a.r.Body, c.fields)
		if err := a.r.ParseForm(); err != nil {
			f.Faults = append(f.Faults, fault{"", "提交的内容太长或者无法读取，请缩短后再提交。"})
		}
		f.Values = a.r.PostForm
		return f, nil, nil
	}
	left, last := c.fields, "" // last is the field whose files come
	for err == nil {
		var p interface {
			io.Reader
			FormName() string
			FileName() string
		}
		if p, err = parts.NextPart(); err != nil {
			break
		}
		if p.FileName() != "" {
			last = p.FormName()
			if have+len(papers) >= c.papers {
				f.Faults = append(f.Faults, fault{p.FormName(), fmt.Sprintf("最多上传%d个文件，“%s”没有上传。请把几页合成一个文件。", c.papers, p.FileName())})
				continue
			}
			kept, e := c.keep(p.FormName(), p.FileName(), p)
			if e == nil {
				papers = append(papers, kept)
				continue
			}
			said, e := faultsOf(e)
			if e != nil {
				err = e
				break
			}
			for _, x := range said {
				f.Faults = append(f.Faults, fault{p.FormName(), x.Words})
			}
			continue
		}
		text, e := io.ReadAll(io.LimitReader(p, left))
		left -= int64(len(text))
		f.Values.Add(p.FormName(), string(text))
		err = e
	}
	var big *http.MaxBytesError
	switch {
	case errors.As(err, &big):
		f.Faults = append(f.Faults, fault{last, "文件合计太大，没有全部上传。每个文件不超过" + c.size + "，请压缩或者分次上传；填写的文字都还在。"})
		err = nil
	case errors.Is(err, io.EOF):
		err = nil
	}
	return f, papers, err
}

// remote is the address that attempts are counted by, as at the desk.
func (a *ask) remote() string {
	host, _, err := net.SplitHostPort(a.r.RemoteAddr)
	if err != nil {
		return a.r.RemoteAddr
	}
	return host
}

// personal shows a page that only its reader may see; nobody keeps it.
func (a *ask) personal(status int, t templated) error {
	p, err := a.s.pages.page(status, t)
	if err != nil {
		return err
	}
	p.personal = true
	p.write(a.w, a.r)
	return nil
}

// onward sends the reader to another page of the organ.
func (a *ask) onward(to string) error {
	a.w.Header().Set("Cache-Control", "no-store")
	http.Redirect(a.w, a.r, a.base+to, http.StatusSeeOther)
	return nil
}

// token reads one of the cookies of the forms, "" for none.
func (a *ask) token(name string) string {
	c, err := a.r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// remember sets it below its own address; an empty one is forgotten. It holds
// nothing that says who the reader is.
func (a *ask) remember(name, value string, age int) { a.rememberAt("/"+name, name, value, age) }

func (a *ask) rememberAt(path, name, value string, age int) {
	if value == "" {
		age = -1
	}
	http.SetCookie(a.w, &http.Cookie{Name: name, Value: value, MaxAge: age, Path: a.base + path, HttpOnly: true,
		SameSite: http.SameSiteStrictMode, Secure: a.s.secure || a.r.TLS != nil})
}

// formFrame is the frame of a page that search engines do not list.
func (a *ask) formFrame(title, here string) (Page, error) {
	a.here = here
	p, err := a.frame(title, "")
	p.NoIndex = true
	return p, err
}

// guide is the guide (政府信息公开指南), where it is published.
func (a *ask) guide(site office.Site) (*row, error) {
	a.counts()
	c, ok := ofCategory(site.Columns, ledger.Code("guide"))
	if !ok {
		return nil, nil
	}
	l, err := a.s.o.PublicList(a.r.Context(), a.organ.ID, office.ListQuery{Under: c.Path, Size: 1, Newest: true})
	if err != nil || len(l.Rows) == 0 {
		return nil, err
	}
	return &a.rows(site, l.Rows)[0], nil
}
