package office

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/contract"
	"gongkai/internal/conv"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/refusal"
	"gongkai/writ"
)

// certify makes the next version of the certificate and files it (出具登记证明).
func (w *contractWork) certify(again bool) error {
	c := w.r.NewCertificate(w.r.Filing, w.set, w.o.Today(), newContractCode())
	salt := newSalt()
	f, err := w.r.Certify(again, ledger.Salted(salt, c.Words()...))
	if err != nil {
		return err
	}
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	name := "技术合同登记证明"
	if c.Version > 1 {
		name = fmt.Sprintf("技术合同登记证明（第%d版）", c.Version)
	}
	return w.issue(f, store.Paper{Kind: "certificate", Name: name, No: c.No, Body: body, Salt: salt})
}

// issue enters the fact of a paper of ours and stores it.
func (w *contractWork) issue(f ledger.Fact, p store.Paper) error {
	e, err := w.tx.Append(w.o.Today(), w.r.ID, w.who.Officer, f)
	if err != nil {
		return err
	}
	w.r.Contract = w.r.Apply(e, f)
	p.ID, p.Request, p.Seq, p.On, p.At, p.Addressee = newID(), w.r.ID, e.Seq, w.o.Today(), w.o.now(), toApplicant
	return w.tx.PutContractPaper(p)
}

// declinedNotice is the letter that a contract was not registered (未予登记通知书).
type declinedNotice struct{ No, Title, Seller, Office, Ground, Reason, Remedy, Day string }

// notify writes the notice of what was declined, with the reason and the
// remedies.
func (w *contractWork) notify() error {
	g, err := w.tx.Organ(w.r.Organ)
	if err != nil {
		return err
	}
	all, err := w.o.templates(w.tx, w.r.Organ)
	if err != nil {
		return err
	}
	words, err := w.tx.ContractWords(w.r.Organ, w.r.ID)
	if err != nil {
		return err
	}
	reason := ""
	if len(words) > 0 {
		reason = strings.Join(words[len(words)-1].Words.Words, "")
	}
	n := declinedNotice{No: w.r.FileNo, Title: w.r.Filing.Title, Seller: w.r.Filing.Seller.Name, Office: w.set.Name, Ground: contract.Label("ground", w.r.Ground), Reason: reason,
		Remedy: writ.RemedyOf(all, w.o.Today(), "", reviewBody(g), "人民法院"), Day: w.o.Today().Chinese()}
	body, err := json.Marshal(n)
	if err != nil {
		return err
	}
	p := store.Paper{Kind: "notice", Name: "技术合同未予登记通知书", No: w.r.FileNo, Body: body, Salt: newSalt()}
	return w.issue(contract.Kept{Paper: "notice", Sum: paperSum(p)}, p)
}

// readCertificate reads a certificate as it was issued; a notice has none.
func readCertificate(p store.Paper) (c contract.Certificate, err error) {
	if p.Kind != "certificate" {
		return c, nil
	}
	return c, json.Unmarshal(p.Body, &c)
}

// contractPaperSum is what binds a paper of a contract.
func contractPaperSum(p store.Paper) (ledger.Sum, error) {
	if p.Kind != "certificate" {
		return paperSum(p), nil
	}
	c, err := readCertificate(p)
	return ledger.Salted(p.Salt, c.Words()...), err
}

// certificatePaper sets a certificate on A4, with room for the seal.
func certificatePaper(c contract.Certificate, site string) conv.Paper {
	var b strings.Builder
	b.WriteString("<table>")
	for _, x := range c.Cells() {
		b.WriteString("<tr><th>" + html.EscapeString(x.Name) + "</th><td>" + html.EscapeString(x.Value) + "</td></tr>")
	}
	b.WriteString("</table>")
	b.WriteString("<p>上述合同经认定为技术合同，予以登记。</p>")
	b.WriteString(`<p class="right">（技术合同登记专用章）</p>`)
	check := "验证码：" + c.Code + "。凭登记编号和验证码可以在" + orElse(site, "本机关网站") + "“技术合同登记证明查验”栏目核对。"
	if c.Version > 1 {
		check += fmt.Sprintf("本证明是第%d版，以前的版本不再使用。", c.Version)
	}
	return conv.Paper{Title: "技术合同登记证明", HTML: b.String(), Issuer: c.Office, Day: c.Issued.Chinese(), Note: check}
}

// declinedPaper sets the notice that a contract was not registered.
func declinedPaper(n declinedNotice) conv.Paper {
	p := func(s string) string { return "<p>" + html.EscapeString(s) + "</p>" }
	return conv.Paper{Title: "技术合同未予登记通知书", To: n.Seller, Issuer: n.Office, Day: n.Day,
		HTML: p("你（单位）申请认定登记的《"+n.Title+"》（"+n.No+"）已经审查，决定未予登记。") + p("理由："+n.Ground+"。"+n.Reason) + p("合同文本及附件退回。"+n.Remedy)}
}

// ContractCertificate writes a certificate, or the notice that there is none, as
// a PDF; the writing is logged.
func (o *Office) ContractCertificate(ctx context.Context, who access.Actor, id, paper ledger.ID, address string) (name string, pdf []byte, err error) {
	var g people.Organ
	p, err := o.paperIn(ctx, paper, func(tx *store.Tx) ([]store.Paper, error) {
		r, _, err := contractOf(tx, who, access.ReadContract, id)
		if err != nil {
			return nil, err
		}
		if g, err = tx.Organ(r.Organ); err != nil {
			return nil, err
		}
		return tx.ContractPapers(r.Organ, id)
	})
	if err != nil {
		return "", nil, err
	}
	sheet, err := contractSheet(g, p)
	if err != nil {
		return "", nil, err
	}
	var b bytes.Buffer
	if err := printed(ctx, &b, sheet); err != nil {
		return "", nil, err
	}
	return p.Name + " " + p.No + ".pdf", b.Bytes(), o.logged(ctx, o.opening(who, access.ReadContract, "contract/"+string(id)+"/certificate/"+string(paper), address), nil)
}

// contractSheet sets a paper of ours.
func contractSheet(g people.Organ, p store.Paper) (conv.Paper, error) {
	switch p.Kind {
	case "certificate":
		c, err := readCertificate(p)
		return certificatePaper(c, g.Site.Domain), err
	case "notice":
		var n declinedNotice
		err := json.Unmarshal(p.Body, &n)
		return declinedPaper(n), err
	}
	return conv.Paper{}, refusal.NotFound("access.may.absent")
}

// maxChecks is how many certificates one address may check within an hour.
const maxChecks = 120

// CheckCertificate says how a certificate stands to whoever has its number and
// its code (登记证明查验). A certificate of an earlier version is known, and said
// to be replaced.
func (o *Office) CheckCertificate(ctx context.Context, organ ledger.ID, no, code, address string) (s contract.Standing, err error) {
	if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return s, err
	}
	key := "contract/check/" + string(organ) + "/" + address
	if err := o.update(ctx, func(tx *store.Tx) error {
		n, err := tx.Attempts(key, o.now().Add(-time.Hour))
		if err != nil {
			return err
		}
		if n >= maxChecks {
			return refusal.Clash("contract.check.many", "")
		}
		return tx.PutAttempt(key, o.now())
	}); err != nil {
		return s, err
	}
	absent := refusal.New("contract.check.absent", "").On("code")
	err = o.view(ctx, func(tx *store.Tx) error {
		r, err := tx.ContractByNo(organ, ledger.Code(no))
		if errors.Is(err, store.ErrNotFound) {
			return absent
		}
		if err != nil {
			return err
		}
		papers, err := tx.ContractPapers(organ, r.ID)
		if err != nil {
			return err
		}
		for _, p := range papers {
			c, err := readCertificate(p)
			if err != nil {
				return err
			}
			if c.Version > 0 && subtle.ConstantTimeCompare([]byte(contract.PlainCode(c.Code)), []byte(contract.PlainCode(code))) == 1 {
				s = r.Stands(c)
				return nil
			}
		}
		return absent
	})
	return s, err
}
