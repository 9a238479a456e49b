package office

import (
	"context"
	"crypto/rand"
	"strconv"
	"time"

	"gongkai/access"
	"gongkai/contract"
	"gongkai/internal/store"
	"gongkai/ledger"
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
		if err := o.files.Remove(p.SHA); err != nil {
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
