package staff

import (
	"crypto/rand"
	"net/http"
	"net/url"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/letter"
	"gongkai/refusal"
)

// newLetterPage takes in a letter at the desk (登记): of another body's mailbox, or
// one that came on paper, with what is like it beside it.
type newLetterPage struct {
	Page
	F            form
	Boxes, Sorts []option
	Hints        []office.Hint
	Looked       bool // hints were asked for
	Twice        bool // it is here already, says the office
}

func (newLetterPage) template() string { return "letter_new" }

func (s *server) newLetterPage(a *ask) error {
	return a.letterRegistration(http.StatusOK, form{Values: url.Values{"received": {s.o.Today().String()}, "once": {rand.Text()}}}, nil, false)
}

func (a *ask) letterRegistration(code int, f form, hints []office.Hint, looked bool) error {
	if !a.may(access.RegisterLetter) {
		return refusal.Denied("access.may.role", "verb", string(access.RegisterLetter))
	}
	t, err := a.s.o.MailboxesOf(a.ctx(), a.who.Organ)
	if err != nil {
		return err
	}
	p := newLetterPage{Page: a.page("登记来信"), F: f, Boxes: first("请选择", boxOptions(t.At(letter.DoorDesk))), Sorts: first("请选择", namedOptions(letter.Sorts)),
		Hints: hints, Looked: looked, Twice: code == http.StatusConflict || f.Get("again") == "1"}
	p.Wide = true
	return a.show(code, p)
}

const lettersFirst = "找到了可能有关的来信，列在“相似的来信”里，请先看一看。仍要登记的，再按一次“登记”。"

func (s *server) registerLetter(a *ask) error {
	v, err := a.scansThat(a.s.o.KeepScan, func(v url.Values) string { return "letter/" + v.Get("once") }, func(string) string { return "letter" }, looksRight)
	lf := office.LetterForm{Once: v.Get("once"), Mailbox: v.Get("mailbox"), Sort: v.Get("sort"), Name: v.Get("name"), Phone: v.Get("phone"), Email: v.Get("email"),
		Address: v.Get("address"), Title: v.Get("title"), Content: v.Get("content"), Open: v.Get("open") == "1", Received: v.Get("received"), Given: v.Get("given"),
		Their: v.Get("their"), Again: v.Get("again") == "1"}
	var hints []office.Hint
	if err == nil {
		if hints, err = s.o.LetterHints(a.ctx(), a.who, lf); err != nil {
			return err
		}
		seen := hintMark(hints)
		asked := v.Get("press") == "hints"
		if !a.kept && (asked || seen != "" && v.Get("seen") != seen) {
			f := v.back(form{Values: v.Values})
			if !asked {
				f.Notice = lettersFirst
			}
			v.Set("seen", seen)
			return a.letterRegistration(http.StatusOK, f, hints, true)
		}
	}
	var got office.LetterReceipt
	if err == nil {
		err = a.try(func() error {
			got, err = s.o.RegisterLetter(a.ctx(), a.who, lf, v.files())
			return err
		})
	}
	if err != nil {
		f, code, err := again(v.Values, err)
		if err != nil {
			return err
		}
		return a.letterRegistration(code, v.back(f), hints, len(hints) > 0)
	}
	// no redirect: the query code is on this answer alone. Sending the form again
	// makes no second letter (Once).
	return a.show(http.StatusOK, letterReceiptPage{a.page("已登记"), got})
}

// letterReceiptPage is what the sender is told.
type letterReceiptPage struct {
	Page
	Got office.LetterReceipt
}

func (letterReceiptPage) template() string { return "letter_receipt" }
