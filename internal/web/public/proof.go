package public

import (
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
)

// ledgerPage prints the signed heads of the ledger day by day, so that anybody
// may note one and show later that nothing was changed behind it.
type ledgerPage struct {
	Page
	Head  ledger.Head
	Heads office.PublicHeads
	Pager pager
}

func (ledgerPage) template() string { return "ledger" }

func (a *ask) ledger() error {
	no := max(a.number("page", 10000), 1)
	here := "/ledger"
	if no > 1 {
		here += fmt.Sprintf("?page=%d", no)
	}
	return a.kept(here, func() (templated, error) {
		p, err := a.frame("台账存证", "")
		if err != nil {
			return nil, err
		}
		site, err := a.s.o.Site(a.r.Context(), a.organ.Token) // the head of this moment
		if err != nil {
			return nil, err
		}
		h, err := a.s.o.PublicHeads(a.r.Context(), a.organ.ID, no)
		return ledgerPage{p, site.Head, h, pages4(a.base+"/ledger", 0, h.Page, h.Pages)}, err
	})
}

// ledgerFile sends a day's note, or the public keys, as plain text; DAY.json
// shows that the ledger of today continues that of the day.
func (a *ask) ledgerFile(name string) error {
	if day, ok := strings.CutSuffix(name, ".json"); ok {
		return a.download("/ledger/"+name, "application/json", "xujie-zhengming-"+name, func() ([]byte, error) {
			return a.s.o.PublicExtension(a.r.Context(), a.organ.ID, day)
		})
	}
	day, ok := strings.CutSuffix(name, ".txt")
	if !ok {
		return a.absent()
	}
	return a.download("/ledger/"+name, "text/plain; charset=utf-8", "taizhang-"+name, func() ([]byte, error) {
		if day == "keys" {
			h, err := a.s.o.PublicHeads(a.r.Context(), a.organ.ID, 1)
			var b strings.Builder
			for _, k := range h.Keys {
				if !strings.Contains(b.String(), k.Key) { // one that came back into use stands there once
					fmt.Fprintln(&b, k.Key)
				}
			}
			return []byte(b.String()), err
		}
		note, err := a.s.o.PublicHead(a.r.Context(), a.organ.ID, day)
		return []byte(note), err
	})
}

// download serves a made file from memory.
func (a *ask) download(here, kind, name string, make func() ([]byte, error)) error {
	if _, err := a.site(); err != nil {
		return err
	}
	p, err := a.made(key{"", false, here}, func() (*page, error) {
		b, err := make()
		if err != nil {
			return nil, err
		}
		p := finish(http.StatusOK, kind, b)
		p.disposition = []string{mime.FormatMediaType("attachment", map[string]string{"filename": name})}
		return p, nil
	})
	if err != nil {
		return err
	}
	p.write(a.w, a.r)
	return nil
}

// proofPage says what exactly of an article was public from when to when, and
// how that is proved (发布证明).
type proofPage struct {
	Page
	P    office.ArticleProof
	This office.EditionProof
	File string       // address of the proof file; empty before the signature
	Next calendar.Day // on which the ledger is signed again
}

func (proofPage) template() string { return "proof" }

// proof answers /a/{id}/proof, /a/{id}/proof/{no} and /a/{id}/proof/{no}.json.
func (a *ask) proof(tail string) error {
	id, rest, _ := strings.Cut(tail, "/proof")
	name, file := strings.CutSuffix(strings.TrimPrefix(rest, "/"), ".json")
	no := 0
	if rest != "" {
		var err error
		if no, err = strconv.Atoi(name); err != nil || no < 1 || no > 9999 || strconv.Itoa(no) != name {
			return a.absent()
		}
	}
	if len(id) > 64 || strings.Contains(id, "/") || file && no == 0 {
		return a.absent()
	}
	if file {
		err := a.download("/a/"+tail, "application/json", fmt.Sprintf("fabu-zhengming-%s-%d.json", id, no), func() ([]byte, error) {
			return a.s.o.PublicProofFile(a.r.Context(), a.organ.ID, ledger.ID(id), no)
		})
		if r, ok := refusal.As(err); ok && r.Class == refusal.Conflict { // the page says why there is none
			http.Redirect(a.w, a.r, a.base+"/a/"+url.PathEscape(id)+"/proof/"+name, http.StatusSeeOther)
			return nil
		}
		return err
	}
	here := "/a/" + id + "/proof"
	if no > 0 {
		here += "/" + name
	}
	return a.keptToday(here, func() (templated, error) {
		v, err := a.s.o.PublicProof(a.r.Context(), a.organ.ID, ledger.ID(id))
		if err != nil {
			return nil, err
		}
		p, err := a.frame("发布证明："+v.Title, v.Article.Column)
		if err != nil {
			return nil, err
		}
		p.NoIndex = true
		page := proofPage{Page: p, P: v, Next: a.s.o.Today().AddDays(1)}
		for _, x := range v.Periods {
			if x.No == no || no == 0 {
				page.This = x
				break
			}
		}
		if page.This.No == 0 {
			return nil, refusal.NotFound("public.read.absent")
		}
		if page.This.Head != nil && !page.This.Spoilt {
			page.File = fmt.Sprintf("%s/a/%s/proof/%d.json", a.base, url.PathEscape(id), page.This.No)
		}
		return page, nil
	})
}

// exactly is an instant to the second, as proofs want it.
func exactly(t time.Time) string { return t.In(calendar.Shanghai).Format("2006-01-02 15:04:05") }
