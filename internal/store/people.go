package store

import (
	"errors"

	"gongkai/ledger"
	"gongkai/people"
)

const organColumns = `id, token, name, short_name, credit_code, region, domain, id_code, icp, police, host,
	address, hours, phone, fax, email, postcode, demo, rev`

func scanOrgan(s scanner) (o people.Organ, err error) {
	err = s.Scan(&o.ID, &o.Token, &o.Name, &o.ShortName, &o.CreditCode, &o.Region, &o.Site.Domain, &o.Site.IDCode,
		&o.Site.ICP, &o.Site.Police, &o.Site.Host, &o.Address, &o.Hours, &o.Phone, &o.Fax, &o.Email, &o.Postcode,
		&o.Demo, &o.Rev)
	return o, err
}

// Organs lists the bodies of this installation.
func (tx *Tx) Organs() ([]people.Organ, error) {
	return collect(tx, "organs", scanOrgan, `select `+organColumns+` from organ order by token`)
}

// Organ reads a body.
func (tx *Tx) Organ(id ledger.ID) (people.Organ, error) {
	o, err := scanOrgan(tx.row(`select `+organColumns+` from organ where id = $1`, id))
	return o, fail("organ "+string(id), err)
}

// OrganByToken reads a body by its short name.
func (tx *Tx) OrganByToken(token string) (people.Organ, error) {
	o, err := scanOrgan(tx.row(`select `+organColumns+` from organ where token = $1`, token))
	return o, fail("organ "+token, err)
}

// PutOrgan stores a body; a new one gets the head of its empty ledger.
func (tx *Tx) PutOrgan(o people.Organ) error {
	err := tx.put("put organ "+string(o.ID), o.Rev,
		`insert into organ (id, token, name, short_name, credit_code, region, domain, id_code, icp, police, host,
			address, hours, phone, fax, email, postcode, demo, rev)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
		`update organ set token = $2, name = $3, short_name = $4, credit_code = $5, region = $6, domain = $7,
			id_code = $8, icp = $9, police = $10, host = $11, address = $12, hours = $13, phone = $14, fax = $15,
			email = $16, postcode = $17, demo = $18, rev = rev + 1 where id = $1 and rev = $19`,
		o.ID, o.Token, o.Name, o.ShortName, o.CreditCode, o.Region, o.Site.Domain, o.Site.IDCode, o.Site.ICP,
		o.Site.Police, o.Site.Host, o.Address, o.Hours, o.Phone, o.Fax, o.Email, o.Postcode, o.Demo)
	if err != nil || o.Rev > 0 {
		return err
	}
	_, err = tx.exec("open ledger", `insert into ledger_head (organ, seq, root, touched) values ($1, 0, $2, 0)`,
		o.ID, make([]byte, 32))
	return err
}

func scanUnit(s scanner) (u people.Unit, err error) {
	err = s.Scan(&u.ID, &u.Organ, &u.Code, &u.Name, &u.Kind, &u.Duty, &u.Order, &u.Rev)
	return u, err
}

// Units lists the divisions and units of a body in their order.
func (tx *Tx) Units(organ ledger.ID) ([]people.Unit, error) {
	return collect(tx, "units", scanUnit,
		`select id, organ, code, name, kind, duty, ord, rev from unit where organ = $1 order by ord, id`, organ)
}

// PutUnit stores a unit.
func (tx *Tx) PutUnit(u people.Unit) error {
	return tx.put("put unit "+string(u.ID), u.Rev,
		`insert into unit (id, organ, code, name, kind, duty, ord, rev) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		`update unit set organ = $2, code = $3, name = $4, kind = $5, duty = $6, ord = $7, rev = rev + 1
			where id = $1 and rev = $8`,
		u.ID, u.Organ, u.Code, u.Name, string(u.Kind), u.Duty, u.Order)
}

func scanLeader(s scanner) (l people.Leader, err error) {
	err = s.Scan(&l.ID, &l.Organ, &l.Post, &l.Name, &l.Duty, &l.Order)
	return l, err
}

// Leaders lists the leaders of a body in their order.
func (tx *Tx) Leaders(organ ledger.ID) ([]people.Leader, error) {
	return collect(tx, "leaders", scanLeader,
		`select id, organ, post, name, duty, ord from leader where organ = $1 order by ord, id`, organ)
}

// PutLeader adds a leader.
func (tx *Tx) PutLeader(l people.Leader) error {
	_, err := tx.exec("put leader", `insert into leader (id, organ, post, name, duty, ord) values ($1, $2, $3, $4, $5, $6)`,
		l.ID, l.Organ, l.Post, l.Name, l.Duty, l.Order)
	return err
}

const officerColumns = `id, organ, unit, login, name, phone, password, roles, left_office, changed_at, rev, email`

func (tx *Tx) scanOfficer(s scanner) (o people.Officer, err error) {
	var phone, email []byte
	err = s.Scan(&o.ID, &o.Organ, &o.Unit, &o.Login, &o.Name, &phone, &o.Password, list[people.Role]{&o.Roles},
		&o.Left, instant{&o.Changed}, &o.Rev, &email)
	if err != nil {
		return o, err
	}
	if o.Phone, err = tx.unsealed(phone); err != nil {
		return o, err
	}
	o.Email, err = tx.unsealed(email)
	return o, err
}

// Officers lists the officers of a body.
func (tx *Tx) Officers(organ ledger.ID) ([]people.Officer, error) {
	return collect(tx, "officers", tx.scanOfficer,
		`select `+officerColumns+` from officer where organ = $1 order by login`, organ)
}

// Officer reads an officer.
func (tx *Tx) Officer(id ledger.ID) (people.Officer, error) {
	o, err := tx.scanOfficer(tx.row(`select `+officerColumns+` from officer where id = $1`, id))
	return o, fail("officer "+string(id), err)
}

// OfficerByLogin reads an officer by the login within the body.
func (tx *Tx) OfficerByLogin(organ ledger.ID, login string) (people.Officer, error) {
	o, err := tx.scanOfficer(tx.row(`select `+officerColumns+` from officer where organ = $1 and login = $2`, organ, login))
	return o, fail("officer by login", err)
}

// PutOfficer stores an officer, telephone number and e-mail address sealed.
func (tx *Tx) PutOfficer(o people.Officer) error {
	phone, err1 := tx.sealText(o.Phone)
	email, err2 := tx.sealText(o.Email)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	return tx.put("put officer "+string(o.ID), o.Rev,
		`insert into officer (id, organ, unit, login, name, phone, password, roles, left_office, changed_at, email, rev)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		`update officer set organ = $2, unit = $3, login = $4, name = $5, phone = $6, password = $7, roles = $8,
			left_office = $9, changed_at = $10, email = $11, rev = rev + 1 where id = $1 and rev = $12`,
		o.ID, o.Organ, o.Unit, o.Login, o.Name, phone, o.Password, asList(o.Roles), o.Left, o.Changed, email)
}

// sealText seals a line that may be empty, which has no seal.
func (tx *Tx) sealText(s string) ([]byte, error) {
	if s == "" {
		return nil, nil
	}
	return tx.db.Seal([]byte(s))
}
