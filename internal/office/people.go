package office

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/internal/secret"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/refusal"
)

// After so many failures within the window a login is closed for the window's rest.
const (
	maxFailures = 5
	lockWindow  = 15 * time.Minute
)

// SignIn answers with the officer or refuses. A wrong login and a wrong
// password read alike, take alike long, and count alike.
func (o *Office) SignIn(ctx context.Context, organToken, login, password, address string) (people.Officer, error) {
	login = strings.TrimSpace(login)
	key := organToken + "/" + strings.ToLower(login)
	now := o.now()
	var off people.Officer
	var failures int
	if err := o.view(ctx, func(tx *store.Tx) (err error) {
		if failures, err = tx.Attempts(key, now.Add(-lockWindow)); err != nil {
			return err
		}
		organ, err := tx.OrganByToken(organToken)
		if err != nil {
			return err
		}
		off, _ = tx.OfficerByLogin(organ.ID, login) // absent: hashed all the same below
		return nil
	}); err != nil {
		return off, err
	}
	line := store.AccessLine{At: now, Organ: off.Organ, Officer: off.ID, Verb: "signin", Thing: key, Address: address}
	if failures >= maxFailures {
		line.Result = "locked"
		return people.Officer{}, o.logged(ctx, line, refusal.Denied("signin.locked", "minutes", fmt.Sprint(int(lockWindow.Minutes()))))
	}
	ok := secret.Matches(off.Password, password) && !off.Left && off.ID != ""
	err := o.update(ctx, func(tx *store.Tx) error {
		if ok {
			return tx.ClearAttempts(key)
		}
		return tx.PutAttempt(key, now)
	})
	if err != nil {
		return people.Officer{}, err
	}
	if !ok {
		line.Result = "refused"
		return people.Officer{}, o.logged(ctx, line, refusal.Denied("signin.wrong",
			"left", fmt.Sprint(maxFailures-failures-1)))
	}
	line.Result = "ok"
	return off, o.logged(ctx, line, nil)
}

// logged writes a line of the access log and hands the answer on.
func (o *Office) logged(ctx context.Context, line store.AccessLine, answer error) error {
	if err := o.update(ctx, func(tx *store.Tx) error { return tx.LogAccess(line) }); err != nil {
		return err
	}
	return answer
}

// Actor reads who an officer is now; it is asked on every request, so that a
// changed role or a leaving takes effect at once.
func (o *Office) Actor(ctx context.Context, officer ledger.ID) (a access.Actor, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		off, err := tx.Officer(officer)
		if err != nil {
			return err
		}
		if off.Left {
			return refusal.Denied("signin.left")
		}
		a = access.Of(off)
		a.For, err = principals(tx, officer, o.Today())
		return err
	})
	return a, err
}

// ChangePassword sets a new password after checking the old one.
func (o *Office) ChangePassword(ctx context.Context, who access.Actor, old, new string) error {
	if err := people.Password(new); err != nil {
		return err
	}
	return o.update(ctx, func(tx *store.Tx) error {
		off, err := tx.Officer(who.Officer)
		if err != nil {
			return err
		}
		if !secret.Matches(off.Password, old) {
			return refusal.New("officer.password.old", "").On("old")
		}
		off.Password, off.Changed = secret.Hash(new), o.now()
		return tx.PutOfficer(off)
	})
}

// OfficerForm is the form of an officer as typed; ID is empty for a new one.
type OfficerForm struct {
	ID, Login, Name, Phone, Email, Unit string
	Roles                               []string
}

// Officers lists the organ's officers; telephone numbers and addresses are masked.
func (o *Office) Officers(ctx context.Context, who access.Actor) (out []people.Officer, err error) {
	if err := may(who, access.AppointOfficer); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		out, err = tx.Officers(who.Organ)
		for i := range out {
			out[i].Phone, out[i].Password = mask(out[i].Phone), ""
			if out[i].Email != "" {
				out[i].Email = maskAddress(out[i].Email)
			}
		}
		return err
	})
	return out, err
}

// mask hides the middle of a telephone number, as in 138****1234.
func mask(s string) string {
	if len(s) < 8 {
		return strings.Repeat("*", len(s))
	}
	return s[:3] + "****" + s[len(s)-4:]
}

// AppointOfficer adds an officer or changes unit and roles (任用). For a new
// one it returns the first password, shown once.
func (o *Office) AppointOfficer(ctx context.Context, who access.Actor, f OfficerForm) (password string, err error) {
	if err := may(who, access.AppointOfficer); err != nil {
		return "", err
	}
	if f.ID == "" {
		password = secret.Word()
	}
	return password, o.appoint(ctx, who.Organ, who.Officer, f, password)
}

func (o *Office) appoint(ctx context.Context, organ, by ledger.ID, f OfficerForm, password string) error {
	roles, err := readRoles(f.Roles)
	if err != nil {
		return err
	}
	return o.record(ctx, organ, func(tx *store.Tx) error {
		u, err := unit(tx, organ, ledger.ID(f.Unit))
		if err != nil {
			return err
		}
		off := people.Officer{ID: OfficerID(organ, f.Login), Organ: organ, Login: f.Login}
		if f.ID != "" {
			if off, err = tx.Officer(ledger.ID(f.ID)); err != nil || off.Organ != organ {
				return store.ErrNotFound
			}
		} else {
			if err := people.Token(f.Login); err != nil {
				return refusal.New("officer.appoint.login", "", "login", f.Login).On("login")
			}
			off.Password, off.Changed = secret.Hash(password), o.now()
		}
		if off.Name = strings.TrimSpace(f.Name); off.Name == "" {
			return refusal.New("officer.appoint.name", "").On("name")
		}
		if f.Phone != "" && !strings.Contains(f.Phone, "*") {
			off.Phone = f.Phone
		}
		if off.Email, err = readAddress(f.Email, off.Email); err != nil {
			return err
		}
		fact := people.Appointed{Officer: off.ID, Unit: u.ID, Roles: roles}
		if _, err := tx.Append(o.Today(), off.ID, by, fact); err != nil {
			return err
		}
		return tx.PutOfficer(off.Apply(fact))
	})
}

// readAddress reads an e-mail address that may be left empty; a masked one, as
// the form shows it, is the one that is known.
func readAddress(typed, known string) (string, error) {
	switch typed = strings.TrimSpace(typed); {
	case typed == "":
		return "", nil
	case known != "" && typed == maskAddress(known):
		return known, nil
	}
	return people.Email(typed)
}

func readRoles(codes []string) ([]people.Role, error) {
	var roles []people.Role
	for _, c := range codes {
		r := people.Role(c)
		if r.Name() == c {
			return nil, refusal.New("officer.appoint.role", "", "role", c).On("roles")
		}
		roles = append(roles, r)
	}
	if len(roles) == 0 {
		return nil, refusal.New("officer.appoint.roles", "").On("roles")
	}
	return roles, people.Separate(roles)
}

func unit(tx *store.Tx, organ, id ledger.ID) (people.Unit, error) {
	units, err := tx.Units(organ)
	if err != nil {
		return people.Unit{}, err
	}
	for _, u := range units {
		if u.ID == id {
			return u, nil
		}
	}
	return people.Unit{}, refusal.New("form.unit", "", "unit", string(id)).On("unit")
}

// DismissOfficer closes an officer's access (离岗); what the officer did stays.
func (o *Office) DismissOfficer(ctx context.Context, who access.Actor, id ledger.ID) error {
	if err := may(who, access.AppointOfficer); err != nil {
		return err
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		off, err := tx.Officer(id)
		if err != nil || off.Organ != who.Organ {
			return store.ErrNotFound
		}
		if off.ID == who.Officer {
			return refusal.Clash("officer.dismiss.self", "")
		}
		if off.Left {
			return refusal.Clash("officer.dismiss.twice", "")
		}
		f := people.Dismissed{Officer: id}
		if _, err := tx.Append(o.Today(), id, who.Officer, f); err != nil {
			return err
		}
		return tx.PutOfficer(off.Apply(f))
	})
}

// AccessLog is a page of the log of who signed in and opened what.
func (o *Office) AccessLog(ctx context.Context, who access.Actor, page int) (lines []store.AccessLine, err error) {
	if err := may(who, access.ReadAccess); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		lines, err = tx.AccessLines(who.Organ, 100, max(page-1, 0)*100)
		return err
	})
	return lines, err
}
