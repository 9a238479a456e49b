package office

import (
	"context"
	"strconv"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/privacy"
	"gongkai/refusal"
)

// followDoor is what the door of the query code (查询码) asks of a noun: which of
// its rows a code names, and whether what was typed beside it is the person's.
type followDoor struct {
	verb   access.Verb
	byCode func(tx *store.Tx, organ ledger.ID, code string) ([]ledger.ID, error)
	proves func(tx *store.Tx, id ledger.ID, typed string) (bool, error)
}

var (
	requestDoor = followDoor{access.FollowRequest,
		func(tx *store.Tx, organ ledger.ID, code string) ([]ledger.ID, error) {
			return idsOf(func(r store.RequestRow) ledger.ID { return r.ID })(tx.RequestsByCode(organ, code))
		},
		func(tx *store.Tx, id ledger.ID, typed string) (bool, error) {
			p, err := tx.Person(id)
			return p.Tail(typed), err
		}}
	letterDoor = followDoor{access.FollowLetter,
		func(tx *store.Tx, organ ledger.ID, code string) ([]ledger.ID, error) {
			return idsOf(func(r store.LetterRow) ledger.ID { return r.ID })(tx.LettersByCode(organ, code))
		},
		func(tx *store.Tx, id ledger.ID, typed string) (bool, error) {
			s, err := tx.Sender(id)
			return s.Proves(typed), err
		}}
	caseDoor = followDoor{access.FollowService,
		func(tx *store.Tx, organ ledger.ID, code string) ([]ledger.ID, error) {
			return idsOf(func(r store.CaseRow) ledger.ID { return r.ID })(tx.CasesByCode(organ, code))
		},
		func(tx *store.Tx, id ledger.ID, typed string) (bool, error) {
			p, err := tx.Applicant(id)
			return p.Tail(typed), err
		}}
)

func idsOf[R any](id func(R) ledger.ID) func([]R, error) ([]ledger.ID, error) {
	return func(rows []R, err error) (out []ledger.ID, _ error) {
		for _, r := range rows {
			out = append(out, id(r))
		}
		return out, err
	}
}

// throughDoor opens what is followed to whoever has its query code and what proves the
// person. It gives a pass for half an hour, which is all that the site keeps of
// the visit. Wrong tries are counted by code and by address, whatever the door: a
// letter and the request that it became have one code.
func (o *Office) throughDoor(ctx context.Context, door followDoor, organ ledger.ID, code, typed, address string) (pass string, err error) {
	code = privacy.Plain(code) // another way of writing a code is no new code to guess at
	since := o.now().Add(-lockWindow)
	var found ledger.ID
	left := 0
	err = o.update(ctx, func(tx *store.Tx) error {
		keys := []string{"follow/" + string(organ) + "/" + tx.Mark("follow", code), "follow/" + string(organ) + "/from/" + address}
		for i, key := range keys {
			n, err := tx.Attempts(key, since)
			if err != nil {
				return err
			}
			if n >= []int{maxGuesses, maxAddressGuesses}[i] {
				return refusal.Denied("public.follow.locked")
			}
			if i == 0 {
				left = maxGuesses - 1 - n
			}
		}
		ids, err := door.byCode(tx, organ, code)
		if err != nil {
			return err
		}
		for _, id := range ids {
			ok, err := door.proves(tx, id, typed)
			if err != nil {
				return err
			}
			if ok {
				found = id
				return tx.ClearAttempts(keys[0])
			}
		}
		for _, key := range keys {
			if err := tx.PutAttempt(key, o.now()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	if err := access.May(access.Actor{}, door.verb, access.Thing{Organ: organ, Holder: found != ""}); err != nil {
		return "", refusal.New("public.follow.wrong", "", "left", strconv.Itoa(left)).On("code")
	}
	return o.pass(found, organ)
}
