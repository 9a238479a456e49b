package store

import (
	"encoding/json"
	"fmt"

	"gongkai/catalogue"
	"gongkai/ledger"
)

const catalogueItemColumns = `id, organ, no, state, kind, line, latest, approved, from_day, cancelled_on, rev`

func scanCatalogueItem(s scanner) (i catalogue.Item, err error) {
	err = s.Scan(&i.ID, &i.Organ, &i.No, &i.State, &i.Kind, &i.Line, &i.Latest, &i.Approved, day{&i.From}, day{&i.CancelledOn}, &i.Rev)
	return i, err
}

// CatalogueItems lists the items of an organ by their numbers.
func (tx *Tx) CatalogueItems(organ ledger.ID) ([]catalogue.Item, error) {
	return collect(tx, "catalogue items", scanCatalogueItem, `select `+catalogueItemColumns+` from catalogue_item where organ = $1 order by no, id`, organ)
}

// CatalogueItem reads an item.
func (tx *Tx) CatalogueItem(id ledger.ID) (catalogue.Item, error) {
	i, err := scanCatalogueItem(tx.row(`select `+catalogueItemColumns+` from catalogue_item where id = $1`, id))
	return i, fail("catalogue item "+string(id), err)
}

// CatalogueItemByNo reads an item by its number.
func (tx *Tx) CatalogueItemByNo(organ ledger.ID, no ledger.Code) (catalogue.Item, error) {
	i, err := scanCatalogueItem(tx.row(`select `+catalogueItemColumns+` from catalogue_item where organ = $1 and no = $2`, organ, no))
	return i, fail("catalogue item "+string(no), err)
}

// CatalogueItemByLine reads the item that a line of the registers belongs to.
func (tx *Tx) CatalogueItemByLine(organ, line ledger.ID) (catalogue.Item, error) {
	i, err := scanCatalogueItem(tx.row(`select `+catalogueItemColumns+` from catalogue_item where organ = $1 and line = $2`, organ, line))
	return i, fail("catalogue item of "+string(line), err)
}

// PutCatalogueItem stores an item.
func (tx *Tx) PutCatalogueItem(i catalogue.Item) error {
	return tx.put("put catalogue item "+string(i.ID), i.Rev,
		`insert into catalogue_item (`+catalogueItemColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		`update catalogue_item set organ = $2, no = $3, state = $4, kind = $5, line = $6, latest = $7, approved = $8, from_day = $9,
			cancelled_on = $10, rev = rev + 1 where id = $1 and rev = $11`,
		i.ID, i.Organ, i.No, string(i.State), i.Kind, i.Line, i.Latest, i.Approved, i.From, i.CancelledOn)
}

const catalogueVersionColumns = `v.item, v.no, v.stage, v.from_day, v.unit, v.authors, v.elements, v.salt, v.rev`

func scanCatalogueVersion(s scanner) (v catalogue.Version, err error) {
	var elements string
	if err = s.Scan(&v.Item, &v.No, &v.Stage, day{&v.From}, &v.Unit, list[ledger.ID]{&v.Authors}, &elements, &v.Salt, &v.Rev); err == nil {
		err = json.Unmarshal([]byte(elements), &v.Elements)
	}
	return v, err
}

// CatalogueVersions lists the versions of an item, or of all items of the organ
// for the empty id, the oldest first.
func (tx *Tx) CatalogueVersions(organ, item ledger.ID) ([]catalogue.Version, error) {
	return collect(tx, "catalogue versions", scanCatalogueVersion, `select `+catalogueVersionColumns+` from catalogue_version v
		join catalogue_item i on i.id = v.item where i.organ = $1 and ($2 = '' or v.item = $2) order by v.item, v.no`, organ, item)
}

// CatalogueVersion reads a version.
func (tx *Tx) CatalogueVersion(item ledger.ID, no int) (catalogue.Version, error) {
	v, err := scanCatalogueVersion(tx.row(`select `+catalogueVersionColumns+` from catalogue_version v where v.item = $1 and v.no = $2`, item, no))
	return v, fail(fmt.Sprintf("catalogue version %s/%d", item, no), err)
}

// PutCatalogueVersion stores a version.
func (tx *Tx) PutCatalogueVersion(v catalogue.Version) error {
	elements, err := json.Marshal(v.Elements)
	if err != nil {
		return fmt.Errorf("store: encode elements: %w", err)
	}
	return tx.put(fmt.Sprintf("put catalogue version %s/%d", v.Item, v.No), v.Rev,
		`insert into catalogue_version (item, no, stage, from_day, unit, authors, elements, salt, rev) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		`update catalogue_version set stage = $3, from_day = $4, unit = $5, authors = $6, elements = $7, salt = $8, rev = rev + 1
			where item = $1 and no = $2 and rev = $9`,
		v.Item, v.No, string(v.Stage), v.From, v.Unit, asList(v.Authors), string(elements), v.Salt)
}

// CatalogueWords are the reasons beside a fact of an item.
type CatalogueWords struct {
	Item  ledger.ID
	Seq   int64
	Words string
	Salt  string
}

// PutCatalogueWords keeps a reason.
func (tx *Tx) PutCatalogueWords(organ ledger.ID, w CatalogueWords) error {
	return tx.insert("put catalogue words", `insert into catalogue_words (organ, seq, item, words, salt)`, "", organ, w.Seq, w.Item, w.Words, w.Salt)
}

// CatalogueWords reads the reasons of an item, or of all of an organ for the
// empty id, in the order of the ledger.
func (tx *Tx) CatalogueWords(organ, item ledger.ID) ([]CatalogueWords, error) {
	return collect(tx, "catalogue words", func(s scanner) (w CatalogueWords, err error) {
		err = s.Scan(&w.Item, &w.Seq, &w.Words, &w.Salt)
		return w, err
	}, `select item, seq, words, salt from catalogue_words where organ = $1 and ($2 = '' or item = $2) order by seq`, organ, item)
}
