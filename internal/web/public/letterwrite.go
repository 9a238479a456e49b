package public

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/letter"
)

// letterForms are the addresses of letters that take forms.
var letterForms = []string{"letters/write", "letters/check", "letters/clear", "letters/alike", "letters/follow", "letters/follow/rate", "letters/follow/back", "letters/follow/out"}

// writePage is the form of a letter (写信), its check, and its receipt.
type writePage struct {
	Page
	name    string
	Form    form
	Lost    bool // what was typed is gone
	Files   []office.KeptPaper
	Boxes   []option
	Sorts   []option
	Chosen  chosen
	Alike   []office.PublicLetter
	Receipt office.LetterReceipt
	Accept  string // names of files that may come
}

func (p writePage) template() string { return "letter_" + p.name }

// chosen are the printed names of what was chosen.
type chosen struct{ Mailbox, Sort, Answer string }

// maxLetter is what the form of a letter may hold of text, in bytes: a letter that
// is far too long is told so, and still stands in the form.
const maxLetter = 4 << 20

// bindLetter points to the fields of a letter by their names in the form.
func bindLetter(f *office.LetterForm) map[string]*string {
	return map[string]*string{"mailbox": &f.Mailbox, "sort": &f.Sort, "name": &f.Name, "phone": &f.Phone, "email": &f.Email, "address": &f.Address,
		"title": &f.Title, "content": &f.Content}
}

// letterFields are the fields in the order of the page.
var letterFields = []string{"mailbox", "sort", "title", "content", "file", "name", "phone", "email", "address"}

// writeLetter walks from the form to the receipt.
func (a *ask) writeLetter(path string) error {
	token := a.token("letters")
	d, err := a.s.o.LetterInHand(a.r.Context(), a.organ.ID, token)
	if err != nil {
		return err
	}
	post := a.r.Method == http.MethodPost
	switch {
	case path == "done":
		if d.Receipt.ID == "" {
			return a.onward("/letters/write?lost=1")
		}
		return a.showLetter(http.StatusOK, "done", d, nil)
	case path == "clear":
		if !post {
			return a.absent()
		}
		if token != "" {
			if _, err := a.s.o.SaveLetterInHand(a.r.Context(), a.organ.ID, token, office.LetterDraft{}); err != nil {
				return err
			}
		}
		a.remember("letters", "", 0)
		a.rememberAt("/letters/follow", "letter", "", 0) // the next at a public computer is somebody else
		return a.onward("/ask")
	case path == "check" && post:
		return a.handInLetter(token, d)
	case path == "check" && d.Content == "":
		return a.onward("/letters/write?lost=1")
	case path == "check":
		if err := a.s.o.CheckLetterForm(a.r.Context(), a.organ.ID, d.LetterForm); err != nil {
			return a.onward("/letters/write")
		}
		return a.showLetter(http.StatusOK, "check", d, nil)
	}
	if d.Receipt.ID != "" { // handed in: a new one begins empty
		d, token = office.LetterDraft{}, ""
	}
	if post {
		return a.fillLetter(token, d)
	}
	return a.showLetter(http.StatusOK, "write", d, nil)
}

// fillLetter takes in what was typed; it is kept even where it is wrong.
func (a *ask) fillLetter(token string, d office.LetterDraft) error {
	got, files, err := a.read(len(d.Files), carry{maxLetter, letter.MostFiles, fmt.Sprintf("%d MB", letter.MostFile>>20),
		func(_, name string, r io.Reader) (office.KeptPaper, error) {
			return a.s.o.KeepLetterFile(a.r.Context(), a.organ.ID, name, r, a.remote())
		}})
	if err != nil {
		return err
	}
	for name, to := range bindLetter(&d.LetterForm) {
		if v, ok := got.Values[name]; ok {
			*to = strings.ToValidUTF8(v[0], "")
		}
	}
	d.Open = got.Values.Get("open") == "yes"
	d.Files = append(d.Files, files...)
	gone := got.Values.Get("remove")
	d.Files = slices.DeleteFunc(d.Files, func(p office.KeptPaper) bool { return string(p.ID) == gone })
	if token, err = a.s.o.SaveLetterInHand(a.r.Context(), a.organ.ID, token, d); err != nil {
		return err
	}
	a.remember("letters", token, 0)
	if len(got.Faults) == 0 && (gone != "" || got.Values.Has("upload")) {
		return a.onward("/letters/write")
	}
	if err := a.s.o.CheckLetterForm(a.r.Context(), a.organ.ID, d.LetterForm); err != nil {
		faults, err := faultsOf(err)
		if err != nil {
			return err
		}
		got.Faults = append(got.Faults, faults...)
	}
	if len(got.Faults) > 0 {
		return a.showLetter(http.StatusUnprocessableEntity, "write", d, got.Faults)
	}
	return a.onward("/letters/check")
}

// handInLetter sends it. A second press leads to the same receipt; what is
// refused leads back to what was typed.
func (a *ask) handInLetter(token string, d office.LetterDraft) error {
	if d.Content == "" && d.Receipt.ID == "" {
		return a.onward("/letters/write?lost=1")
	}
	_, pass, err := a.s.o.HandInLetter(a.r.Context(), a.organ.ID, token, a.remote())
	if err != nil {
		faults, err := faultsOf(err)
		if err != nil {
			return err
		}
		return a.showLetter(http.StatusUnprocessableEntity, "write", d, faults)
	}
	a.rememberAt("/letters/follow", "letter", pass, followAge)
	return a.onward("/letters/done")
}

func (a *ask) showLetter(status int, name string, d office.LetterDraft, faults []fault) error {
	frame, err := a.formFrame(map[string]string{"write": "写信", "check": "核对并提交", "done": "已收到您的来信"}[name], "/letters/"+name)
	if err != nil {
		return err
	}
	slices.SortStableFunc(faults, func(x, y fault) int {
		return cmp.Compare(slices.Index(letterFields, x.Field), slices.Index(letterFields, y.Field))
	})
	p := writePage{Page: frame, name: name, Form: form{Values: url.Values{}, Faults: faults}, Lost: a.r.URL.Query().Has("lost"), Files: d.Files, Receipt: d.Receipt,
		Accept: strings.Join(letter.Extensions(), ",")}
	boxes, err := a.s.o.PublicMailboxes(a.r.Context(), a.organ.ID)
	if err != nil {
		return err
	}
	d.Mailbox = cmp.Or(d.Mailbox, only(boxes))
	for name, v := range bindLetter(&d.LetterForm) {
		p.Form.Values.Set(name, *v)
	}
	p.Form.Values.Set("open", map[bool]string{true: "yes", false: "no"}[d.Open])
	p.choices(boxes, d.LetterForm)
	if name == "check" {
		if p.Alike, err = a.s.o.SuggestLetters(a.r.Context(), a.organ.ID, d.Title+"\n"+d.Content); err != nil {
			return err
		}
	}
	return a.personal(status, p)
}

// only is the mailbox where there is but one.
func only(boxes []letter.Mailbox) string {
	if len(boxes) == 1 {
		return string(boxes[0].Key)
	}
	return ""
}

// choices lists the mailboxes and the kinds that they take; how long an answer
// takes is said where there is one mailbox.
func (p *writePage) choices(boxes []letter.Mailbox, f office.LetterForm) {
	takes := map[ledger.Code]string{}
	for _, m := range boxes {
		p.Boxes = append(p.Boxes, option{string(m.Key), m.Name, ""})
		for _, s := range m.Sorts() {
			t, _ := m.Terms(s.Key)
			takes[s.Key] = ""
			if len(boxes) == 1 {
				takes[s.Key] = answerIn(t)
			}
		}
		if string(m.Key) == f.Mailbox {
			p.Chosen.Mailbox = m.Name
			if t, ok := m.Terms(ledger.Code(f.Sort)); ok {
				p.Chosen.Answer = answerIn(t)
			}
		}
	}
	for _, s := range letter.Sorts {
		if means, ok := takes[s.Key]; ok {
			p.Sorts = append(p.Sorts, option{string(s.Key), s.Name, means})
		}
	}
	p.Chosen.Sort = letter.Name(letter.Sorts, ledger.Code(f.Sort))
}

// answerIn says how long an answer takes.
func answerIn(t letter.Terms) string {
	from := "收到"
	if t.FromAccepted {
		from = "受理"
	}
	return from + "以后" + t.Answer.String() + "以内答复"
}

// alikePage are answered letters like the one that somebody is writing; the
// writing page takes them out of it.
type alikePage struct {
	Page
	Alike []office.PublicLetter
}

func (alikePage) template() string { return "letter_alike" }

// alikeLetters offers them while one types. What is typed comes in the body of a
// form, which no log of addresses holds, and is not kept.
func (a *ask) alikeLetters() error {
	if a.r.Method != http.MethodPost {
		return a.absent()
	}
	f, _, err := a.typed(maxPapers)
	if err != nil {
		return err
	}
	p, err := a.formFrame("类似的来信", "/letters/write")
	if err != nil {
		return err
	}
	like, err := a.s.o.SuggestLetters(a.r.Context(), a.organ.ID, strings.ToValidUTF8(f.Values.Get("text"), ""))
	if err != nil {
		return err
	}
	return a.personal(http.StatusOK, alikePage{p, like})
}
