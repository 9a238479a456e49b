package office

import (
	"context"
	"regexp"
	"strings"

	"gongkai/access"
	"gongkai/internal/secret"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
	"gongkai/refusal"
)

// Founding is what a new organ starts with.
type Founding struct {
	Organ    people.Organ
	Units    []people.Unit
	Leaders  []people.Leader
	Columns  []publication.Column
	Officers []FoundingOfficer
}

// FoundingOfficer is an officer of the first day with a password.
type FoundingOfficer struct {
	OfficerForm
	Password string
}

// Found opens an organ's book with its units, columns and first officers
// (开户). It is done from the command line, by whoever holds the data folder,
// and stands in the ledger as done by the system.
func (o *Office) Found(ctx context.Context, f Founding) error {
	g := f.Organ
	if err := people.Token(g.Token); err != nil {
		return err
	}
	if strings.TrimSpace(g.Name) == "" {
		return refusal.New("organ.open.name", "").On("name")
	}
	g.ID = ledger.ID(g.Token)
	if err := o.update(ctx, func(tx *store.Tx) error { return tx.PutOrgan(g) }); err != nil {
		return err
	}
	err := o.record(ctx, g.ID, func(tx *store.Tx) error {
		if _, err := tx.Append(o.Today(), g.ID, ledger.System, people.Opened{Organ: g.ID}); err != nil {
			return err
		}
		for i, u := range f.Units {
			u.ID, u.Organ, u.Order = UnitID(g.ID, u.Code), g.ID, i+1
			if _, err := tx.Append(o.Today(), u.ID, ledger.System, people.UnitOpened{Unit: u.ID, Code: u.Code, Type: u.Kind}); err != nil {
				return err
			}
			if err := tx.PutUnit(u); err != nil {
				return err
			}
		}
		for i, l := range f.Leaders {
			l.ID, l.Organ, l.Order = newID(), g.ID, i+1
			if err := tx.PutLeader(l); err != nil {
				return err
			}
		}
		for _, c := range f.Columns {
			c.Organ = g.ID
			if err := openColumn(tx, o, c, ledger.System); err != nil {
				return err
			}
		}
		hashes := map[string]string{} // a demonstration opens by one password: it is hashed once
		for _, off := range f.Officers {
			if hashes[off.Password] == "" {
				hashes[off.Password] = secret.Hash(off.Password)
			}
			roles, err := readRoles(off.Roles)
			if err != nil {
				return err
			}
			p := people.Officer{ID: OfficerID(g.ID, off.Login), Organ: g.ID, Login: off.Login,
				Name: off.Name, Password: hashes[off.Password], Changed: o.now()}
			fact := people.Appointed{Officer: p.ID, Unit: ledger.ID(off.Unit), Roles: roles}
			if _, err := tx.Append(o.Today(), p.ID, ledger.System, fact); err != nil {
				return err
			}
			if err := tx.PutOfficer(p.Apply(fact)); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// OfficerID names an officer of an organ by the login, UnitID a unit by its
// code; the two never meet, since a clerk is often called as the unit is.
func OfficerID(organ ledger.ID, login string) ledger.ID { return organ + "." + ledger.ID(login) }

// UnitID names a unit.
func UnitID(organ ledger.ID, code ledger.Code) ledger.ID { return organ + ":" + ledger.ID(code) }

func openColumn(tx *store.Tx, o *Office, c publication.Column, by ledger.ID) error {
	f, err := c.Open()
	if err != nil {
		return err
	}
	if _, err := tx.Append(o.Today(), ledger.ID(c.Path), by, f); err != nil {
		return err
	}
	return tx.PutColumn(c)
}

var columnPath = regexp.MustCompile(`^[a-z0-9-]{1,32}(/[a-z0-9-]{1,32}){0,4}$`)

// ColumnForm is the form of a column as typed.
type ColumnForm struct{ Path, Name, Category, Limit, Description, Keywords string }

// OpenColumn sets up a column below an existing one (开设栏目).
func (o *Office) OpenColumn(ctx context.Context, who access.Actor, f ColumnForm) error {
	if err := may(who, access.EditColumn); err != nil {
		return err
	}
	c := publication.Column{Organ: who.Organ, Path: ledger.Code(strings.Trim(f.Path, "/ ")), Name: strings.TrimSpace(f.Name),
		Category: ledger.Code(f.Category), Limit: f.Limit, Description: strings.TrimSpace(f.Description), Keywords: split(f.Keywords)}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		all, err := tx.Columns(who.Organ)
		if err != nil {
			return err
		}
		ok := c.Parent() == ""
		for _, x := range all {
			if x.Path == c.Path {
				return refusal.New("column.open.twice", "", "path", f.Path).On("path")
			}
			if x.Path == c.Parent() {
				ok = true
				if c.Category == "" {
					c.Category = x.Category
				}
				c.MaxAge, c.Tags = x.MaxAge, x.Tags
			}
		}
		if !ok || !columnPath.MatchString(string(c.Path)) {
			return refusal.New("column.open.path", "", "path", f.Path).On("path")
		}
		c.Order = len(all) + 1
		return openColumn(tx, o, c, who.Officer)
	})
}

// OrganForm is the form of the organ's data as typed.
type OrganForm struct {
	Name, ShortName, CreditCode, Region, Domain, IDCode, ICP, Police, Host string
	Address, Hours, Phone, Fax, Email, Postcode                            string
}

// Organ reads the organ with its units and leaders.
func (o *Office) Organ(ctx context.Context, who access.Actor) (g people.Organ, us []people.Unit, ls []people.Leader, err error) {
	if err := may(who, access.ReadOrgan); err != nil {
		return g, nil, nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		if g, err = tx.Organ(who.Organ); err != nil {
			return err
		}
		if us, err = tx.Units(who.Organ); err != nil {
			return err
		}
		ls, err = tx.Leaders(who.Organ)
		return err
	})
	return g, us, ls, err
}

// EditOrgan changes what the site says of the organ.
func (o *Office) EditOrgan(ctx context.Context, who access.Actor, f OrganForm) error {
	if err := may(who, access.EditOrgan); err != nil {
		return err
	}
	if strings.TrimSpace(f.Name) == "" {
		return refusal.New("organ.open.name", "").On("name")
	}
	if f.IDCode != "" && len(f.IDCode) != 10 {
		return refusal.New("organ.edit.idcode", "§D.3").On("id_code")
	}
	err := o.update(ctx, func(tx *store.Tx) error {
		g, err := tx.Organ(who.Organ)
		if err != nil {
			return err
		}
		g.Name, g.ShortName, g.CreditCode, g.Region = strings.TrimSpace(f.Name), f.ShortName, f.CreditCode, f.Region
		g.Site = people.Site{Domain: f.Domain, IDCode: f.IDCode, ICP: f.ICP, Police: f.Police, Host: f.Host}
		g.Address, g.Hours, g.Phone, g.Fax, g.Email, g.Postcode = f.Address, f.Hours, f.Phone, f.Fax, f.Email, f.Postcode
		return tx.PutOrgan(g)
	})
	if err == nil {
		o.changed(who.Organ)
	}
	return err
}
