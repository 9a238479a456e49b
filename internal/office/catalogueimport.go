package office

import (
	"context"
	"errors"
	"io"
	"reflect"
	"slices"

	"gongkai/access"
	"gongkai/catalogue"
	"gongkai/internal/conv"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// GuideImport is what became of the rows of a spreadsheet of items.
type GuideImport struct {
	New, Changed, Same int
	Faults             []catalogue.Fault
}

// ImportItems takes items from the cells of a spreadsheet, all rows or none, as
// drafts that wait to be put in force. It is done from the command line, by
// whoever holds the data folder; ImportGuides is the desk's.
func (o *Office) ImportItems(ctx context.Context, organ ledger.ID, t GuideTable) (GuideImport, error) {
	return o.importGuides(ctx, access.Actor{Organ: organ, Officer: ledger.System}, t)
}

// GuideTable is a spreadsheet of items, and the sheet of their questions (填写项)
// where it has one.
type GuideTable struct {
	Cells, Questions [][]string
	Unread           []string // other sheets
}

// ReadGuideTable reads it from a file.
func ReadGuideTable(path string) (t GuideTable, err error) {
	items, err := conv.ReadRows(path, "事项名称", nil)
	if err != nil {
		return t, err
	}
	t.Cells, t.Unread = items.Cells, items.Unread
	questions, err := conv.ReadRows(path, catalogue.QuestionSheet, nil)
	if err == nil && catalogue.HasQuestions(questions.Cells) {
		t.Questions = questions.Cells
		t.Unread = slices.DeleteFunc(t.Unread, func(name string) bool { return !slices.Contains(questions.Unread, name) })
	}
	return t, err
}

// ImportGuides takes items from an .xlsx or .csv file, all rows or none.
func (o *Office) ImportGuides(ctx context.Context, who access.Actor, name string, r io.Reader) (out GuideImport, err error) {
	if err := access.May(who, access.EditGuide, access.Thing{Organ: who.Organ}); err != nil {
		return out, err
	}
	b, err := o.put(ctx, name, r)
	if err != nil {
		return out, err
	}
	f, err := o.files.Get(b.SHA)
	if err != nil {
		return out, err
	}
	f.Close()
	table, err := ReadGuideTable(f.Name())
	if err != nil {
		return GuideImport{Faults: []catalogue.Fault{{Line: 1, Words: "这个文件读不出来。请用 .xlsx 或者 .csv 格式，从空表填起"}}}, nil
	}
	return o.importGuides(ctx, who, table)
}

func (o *Office) importGuides(ctx context.Context, who access.Actor, t GuideTable) (out GuideImport, err error) {
	err = o.record(ctx, who.Organ, func(tx *store.Tx) error {
		items, versions, names, err := wholeCatalogue(tx, who.Organ)
		if err != nil {
			return err
		}
		units := map[string]ledger.ID{}
		for id, name := range names {
			units[name] = id
		}
		known := map[string]catalogue.Item{}
		for _, i := range items {
			if vs := versions[i.ID]; i.State != catalogue.Cancelled {
				known[vs[len(vs)-1].Elements.Name] = i
			}
		}
		rows, faults := catalogue.Read(t.Cells, units)
		if t.Questions != nil && len(faults) == 0 {
			faults = catalogue.TakeQuestions(rows, t.Questions)
		}
		if out.Faults = faults; len(faults) > 0 {
			return errStop
		}
		for _, r := range rows {
			i, old := known[r.Elements.Name]
			if !old {
				i = catalogue.Item{ID: newID(), Organ: who.Organ, State: catalogue.New, Latest: 1}
				v := catalogue.Version{Item: i.ID, No: 1, Stage: catalogue.Draft, Unit: r.Unit, Elements: r.Elements, Salt: newSalt()}
				v.Authors = v.By(who.Officer)
				if err := o.beginGuide(tx, i, v); err != nil {
					return err
				}
				out.New++
				continue
			}
			vs := versions[i.ID]
			if r.Elements.Questions == nil { // the sheet says nothing of this item's
				r.Elements.Questions = vs[len(vs)-1].Elements.Questions
			}
			changed, err := o.reimport(tx, who, i, vs[len(vs)-1], r)
			if err != nil {
				return err
			}
			if changed {
				out.Changed++
			} else {
				out.Same++
			}
		}
		return nil
	})
	if errors.Is(err, errStop) {
		return GuideImport{Faults: out.Faults}, nil
	}
	return out, err
}

// reimport takes a row of an item that is there: what it says anew goes into
// the draft, or into a new one where the newest version is in force. Files that
// were attached stay with their material.
func (o *Office) reimport(tx *store.Tx, who access.Actor, i catalogue.Item, v catalogue.Version, r catalogue.Row) (changed bool, err error) {
	files := map[string]catalogue.Material{}
	for _, m := range v.Elements.Materials {
		files[m.Name] = m
	}
	for n, m := range r.Elements.Materials {
		r.Elements.Materials[n].Blank, r.Elements.Materials[n].Sample = files[m.Name].Blank, files[m.Name].Sample
	}
	r.Elements.ResultSample = v.Elements.ResultSample
	if r.Unit == "" {
		r.Unit = v.Unit
	}
	if r.Unit == v.Unit && reflect.DeepEqual(r.Elements.Words(), v.Elements.Words()) {
		return false, nil
	}
	if v.Stage != catalogue.Draft {
		if v, err = nextGuide(i, v); err != nil {
			return false, err
		}
		i.Latest = v.No
		if err := tx.PutCatalogueItem(i); err != nil {
			return false, err
		}
	}
	v.Unit, v.Elements = r.Unit, r.Elements
	v.Authors = v.By(who.Officer)
	return true, tx.PutCatalogueVersion(v)
}

// GuideTemplate is the empty spreadsheet of items (空表): its header, and a row
// that says how each column is filled in, which the import passes over; and the
// same for their questions.
func GuideTemplate() ([]byte, error) {
	header := catalogue.Header()
	hints := make([]string, len(header))
	for i, label := range header {
		hints[i] = catalogue.Hint(label)
	}
	hints[0] = "填写说明（这一行不导入）"
	return conv.WriteSheets(conv.Sheet{Name: "事项", Rows: [][]string{header, hints}},
		conv.Sheet{Name: "填写项", Rows: [][]string{catalogue.QuestionHeader, catalogue.QuestionHints()}})
}
