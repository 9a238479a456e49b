package staff

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"gongkai/internal/office"
	"gongkai/refusal"
)

// fault is one thing wrong in a form: the field that it stands under, and the
// words.
type fault struct{ Field, Words string }

// form is what was typed and what is wrong with it.
type form struct {
	Values url.Values
	Faults []fault
	Notice string        // a line above the form that is no fault
	Kept   []office.Kept // files that it brought before
}

// KeptAs are those of a kind, "" for all.
func (f form) KeptAs(kind string) (out []office.Kept) {
	for _, k := range f.Kept {
		if kind == "" || k.Kind == kind {
			out = append(out, k)
		}
	}
	return out
}

func (f form) Get(name string) string { return f.Values.Get(name) }

// Has says whether a box of several was ticked.
func (f form) Has(name, value string) bool { return slices.Contains(f.Values[name], value) }

// Fault is the words under a field, empty when it is right.
func (f form) Fault(name string) string {
	for _, x := range f.Faults {
		if x.Field == name {
			return x.Words
		}
	}
	return ""
}

// errKept stands in for a verb that was not carried out because the form comes
// from a session that had run out.
var errKept = errors.New("form of a lost session")

const keptWords = "登录已恢复，刚才填写的内容都在下面。请核对后再按一次按钮；选择过的文件需要重新选择。"

// try carries out a verb, unless the form is only to be shown again.
func (a *ask) try(verb func() error) error {
	if a.kept {
		return errKept
	}
	return verb()
}

// again puts an error into a form that is to be shown again and says with
// which status. A fault of the machine is returned as it is.
func again(values url.Values, err error) (form, int, error) {
	f := form{Values: values}
	if err == nil {
		return f, http.StatusOK, nil
	}
	if errors.Is(err, errKept) {
		f.Notice = keptWords
		return f, http.StatusOK, nil
	}
	var web *webError
	if errors.As(err, &web) {
		f.Faults = []fault{{web.field, web.words}}
		return f, web.code, nil
	}
	var all refusal.All
	if errors.As(err, &all) && len(all) > 0 {
		for _, r := range all {
			f.Faults = append(f.Faults, fault{r.Field, r.Words()})
		}
		return f, status(all[0]), nil
	}
	if r, ok := refusal.As(err); ok && r.Class != refusal.Hidden {
		f.Faults = []fault{{r.Field, r.Words()}}
		return f, status(r), nil
	}
	return f, 0, err
}

// values reads a plain form of at most maxText bytes.
func (a *ask) values() (url.Values, error) {
	if a.r.PostForm == nil {
		a.r.Body = http.MaxBytesReader(a.w, a.r.Body, maxText)
		if err := a.r.ParseForm(); err != nil {
			return nil, badForm(err)
		}
	}
	return a.r.PostForm, nil
}

const tooLong = "一次提交的文字不能超过8 MB。请把长文分成几篇，或把图片、表格作为附件上传。"

// badForm keeps a body that is too big as what it is and calls every other
// mistake of the sender unreadable.
func badForm(err error) error {
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return err
	}
	return &webError{http.StatusBadRequest, "", "提交的内容无法读取。请返回上一页重新提交。"}
}

// webError is a no that rests on no rule of the trade but on what the web can
// carry: a body that is too big or cannot be read.
type webError struct {
	code         int
	field, words string
}

func (e *webError) Error() string { return e.words }

// option is a line of a choice.
type option struct{ Value, Name string }

// field is one question of a form as its template shows it.
type field struct {
	Name, Label, Hint, Value, Fault, Type string
	Optional                              bool
	Rows                                  int
	Options                               []option
	Chosen                                []string
}

// In says whether an option is chosen.
func (f field) In(v string) bool { return slices.Contains(f.Chosen, v) }

func question(f form, typ, name, label, hint string) field {
	return field{Name: name, Label: label, Hint: hint, Type: typ, Value: f.Get(name), Fault: f.Fault(name), Chosen: f.Values[name]}
}

// fields are the functions by which templates ask their questions.
var fields = map[string]any{
	"line": func(f form, name, label, hint string) field { return question(f, "text", name, label, hint) },
	"day":  func(f form, name, label, hint string) field { return question(f, "date", name, label, hint) },
	"secret": func(f form, name, label, hint string) field {
		q := question(f, "password", name, label, hint)
		q.Value = "" // a password is never sent back
		return q
	},
	"moment": func(f form, name, label, hint string) field { return question(f, "datetime-local", name, label, hint) },
	"area": func(f form, rows int, name, label, hint string) field {
		q := question(f, "area", name, label, hint)
		q.Rows = rows
		return q
	},
	"choose": func(f form, opts []option, name, label, hint string) field {
		q := question(f, "select", name, label, hint)
		q.Options = opts
		return q
	},
	"boxes": func(f form, opts []option, name, label, hint string) field {
		q := question(f, "boxes", name, label, hint)
		q.Options = opts
		return q
	},
	"optional": func(q field) field { q.Optional = true; return q },
}
