package office

import (
	"bytes"
	"context"
	"crypto/rand"
	"slices"
	"strconv"
	"time"

	"gongkai/access"
	"gongkai/contract"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/refusal"
)

// ContractDraft is a filing on its way through the steps of the site, and after
// it until it has a result. It is kept sealed under its code (续填码), which only
// the seller holds: on another device, or after a break, the code opens it again.
type ContractDraft struct {
	ContractForm
	Papers  []KeptPaper
	Once    ledger.ID // becomes the id of the contract
	Receipt ContractReceipt
}

// ContractReceipt is what the seller takes home. Query opens the case that the
// filing hangs on, where there is one.
type ContractReceipt struct {
	ID            ledger.ID
	No            string
	CaseNo, Query string
	On            string
}

const (
	contractDraftFor = 30 * 24 * time.Hour
	contractFiledFor = 365 * 24 * time.Hour // to put it right by its code, and follow it
)

func contractKey(organ ledger.ID, code string) string {
	return "contract/" + string(organ) + "/" + contract.PlainCode(code)
}

// newContractCode makes a code that nobody can guess.
func newContractCode() string {
	b := make([]byte, 12)
	rand.Read(b)
	return contract.Code(b)
}

func mayFile(organ ledger.ID) error {
	return access.May(access.Actor{}, access.FileContract, access.Thing{Organ: organ, Public: true})
}

// ContractDraft reads what was filled in so far; there may be nothing.
func (o *Office) ContractDraft(ctx context.Context, organ ledger.ID, code string) (d ContractDraft, err error) {
	if err := mayFile(organ); err != nil || contract.PlainCode(code) == "" {
		return d, err
	}
	err = o.view(ctx, func(tx *store.Tx) error { return tx.Draft(contractKey(organ, code), o.now(), &d) })
	return d, err
}

// SaveContractDraft keeps it for thirty days and says under which code.
func (o *Office) SaveContractDraft(ctx context.Context, organ ledger.ID, code string, d ContractDraft) (string, error) {
	if err := mayFile(organ); err != nil {
		return "", err
	}
	if contract.PlainCode(code) == "" {
		code = newContractCode()
	}
	if d.Once == "" {
		d.Once = newID()
	}
	until := o.now().Add(contractDraftFor)
	if d.Receipt.ID != "" {
		until = o.now().Add(contractFiledFor)
	}
	return code, o.update(ctx, func(tx *store.Tx) error {
		var held []string
		for _, p := range d.Papers {
			held = append(held, p.SHA)
		}
		if err := tx.HoldLoose(held, until.Add(time.Hour)); err != nil {
			return err
		}
		return tx.PutDraft(contractKey(organ, code), d, o.now(), until)
	})
}

// DropContractDraft forgets it and what was uploaded with it; what was filed
// stays.
func (o *Office) DropContractDraft(ctx context.Context, organ ledger.ID, code string) error {
	d, err := o.ContractDraft(ctx, organ, code)
	if err != nil {
		return err
	}
	if err := o.update(ctx, func(tx *store.Tx) error { return tx.DropDraft(contractKey(organ, code)) }); err != nil || d.Receipt.ID != "" {
		return err
	}
	for _, p := range d.Papers {
		if err := o.letGo(ctx, p.SHA); err != nil {
			return err
		}
	}
	return nil
}

// ResumeContractDraft opens a draft by its code (续填码); an address has so many
// tries within half an hour.
func (o *Office) ResumeContractDraft(ctx context.Context, organ ledger.ID, code, address string) error {
	if err := mayFile(organ); err != nil {
		return err
	}
	key := "contract/resume/" + string(organ) + "/" + address
	left := 0
	if err := o.update(ctx, func(tx *store.Tx) error {
		n, err := tx.Attempts(key, o.now().Add(-lockWindow))
		if err != nil {
			return err
		}
		if left = maxAddressGuesses - 1 - n; left < 0 {
			return refusal.Denied("public.follow.locked")
		}
		return tx.PutAttempt(key, o.now())
	}); err != nil {
		return err
	}
	d, err := o.ContractDraft(ctx, organ, code)
	if err != nil {
		return err
	}
	if d.Once == "" {
		return refusal.New("contract.file.code", "", "left", strconv.Itoa(left)).On("code")
	}
	return o.update(ctx, func(tx *store.Tx) error { return tx.ClearAttempts(key) })
}

// ContractFollow is how a filing stands for the seller who holds its code.
type ContractFollow struct {
	Receipt      ContractReceipt
	State        contract.State
	Lacks        []string // what is missing, as it was told
	Said         string   // with it
	No           string   // 登记编号
	Certificates []Certificate
	Amends       bool // it may be put right
	Rev          int64
	Next         string
}

// FollowedContract reads the filing of a code; without one, the receipt is
// empty.
func (o *Office) FollowedContract(ctx context.Context, organ ledger.ID, code string) (f ContractFollow, err error) {
	d, err := o.ContractDraft(ctx, organ, code)
	if f.Receipt = d.Receipt; err != nil || d.Receipt.ID == "" {
		return f, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		r, err := tx.Contract(d.Receipt.ID)
		if err != nil {
			return err
		}
		v := ContractView{}
		if err := v.file(o, tx, r); err != nil {
			return err
		}
		f.State, f.No, f.Certificates, f.Rev = r.State, string(r.No), v.Certificates, r.Rev
		for _, l := range r.Lacks {
			f.Lacks = append(f.Lacks, contract.Label("lack", l))
		}
		for _, s := range v.Steps {
			if (s.Entry.Kind == (contract.Examined{}).Kind() || s.Entry.Kind == (contract.Withdrawal{}).Kind()) && len(s.Words) > 0 {
				f.Said = s.Words[0]
			}
		}
		f.Amends = r.State == contract.Filed || r.State == contract.Lacking
		f.Next = map[contract.State]string{contract.Filed: "本机关正在做形式审查。", contract.Lacking: "请按下面列出的补正。缺什么已经一次告知完全，补齐以后继续办理。",
			contract.Checked: "形式审查已经通过，正在认定。", contract.Recognised: "已经认定，正在登记。", contract.Registered: "已经登记，登记证明可以打印下载。",
			contract.Declined: "没有登记，理由和救济途径见通知书。", contract.Cancelled: "登记已经注销。",
			contract.Ended: "办理已经终止，没有登记。需要登记的，可以重新申报。"}[r.State]
		return nil
	})
	return f, err
}

// RefileContract makes a new draft of one that ended without a registration, under
// a code of its own; what was filed by the old one stays what it is.
func (o *Office) RefileContract(ctx context.Context, organ ledger.ID, code string) (string, error) {
	f, err := o.FollowedContract(ctx, organ, code)
	if err != nil {
		return "", err
	}
	if f.State != contract.Declined && f.State != contract.Cancelled && f.State != contract.Ended {
		return "", refusal.Clash("contract.file.pending", "G.5-ONCE", "no", f.Receipt.No)
	}
	d, err := o.ContractDraft(ctx, organ, code)
	if err != nil {
		return "", err
	}
	d.Once, d.Receipt = "", ContractReceipt{}
	d.Papers = slices.DeleteFunc(d.Papers, func(p KeptPaper) bool { return !o.files.Has(p.SHA) })
	for i := range d.Papers {
		d.Papers[i].ID = newID()
	}
	return o.SaveContractDraft(ctx, organ, "", d)
}

// FollowedCertificate prints a certificate, or the notice that there is none,
// for the seller who holds the code.
func (o *Office) FollowedCertificate(ctx context.Context, organ ledger.ID, code string, paper ledger.ID) (name string, pdf []byte, err error) {
	f, err := o.FollowedContract(ctx, organ, code)
	if err != nil {
		return "", nil, err
	}
	i := slices.IndexFunc(f.Certificates, func(c Certificate) bool { return c.ID == paper })
	if i < 0 {
		return "", nil, refusal.NotFound("public.follow.absent")
	}
	var g people.Organ
	if err := o.view(ctx, func(tx *store.Tx) error {
		g, err = tx.Organ(organ)
		return err
	}); err != nil {
		return "", nil, err
	}
	sheet, err := contractSheet(g, f.Certificates[i].Paper)
	if err != nil {
		return "", nil, err
	}
	var b bytes.Buffer
	err = printed(ctx, &b, sheet)
	return f.Certificates[i].Name + " " + f.Certificates[i].Paper.No + ".pdf", b.Bytes(), err
}
