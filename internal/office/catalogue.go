package office

import (
	"context"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/catalogue"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/register"
)

// GuideLine is an item as the desk lists it: its newest version, and what that
// lacks.
type GuideLine struct {
	catalogue.Item
	Version  catalogue.Version
	UnitName string
	Missing  []catalogue.Gap
}

// GuideList is the catalogue at the desk. Complete are the items in force whose
// guide lacks nothing; Useless those that lack four of the 重点要素, and Fails
// says that the organ's guides fail the state's inspection (E.2 V6).
type GuideList struct {
	Rows                       []GuideLine
	InForce, Complete, Useless int
	Fails                      bool
}

// Catalogue lists the organ's items by number.
func (o *Office) Catalogue(ctx context.Context, who access.Actor) (l GuideList, err error) {
	if err := may(who, access.ReadDesk); err != nil {
		return l, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		items, versions, units, err := wholeCatalogue(tx, who.Organ)
		if err != nil {
			return err
		}
		var inForce []catalogue.Elements
		for _, i := range items {
			vs := versions[i.ID]
			g := GuideLine{Item: i, Version: vs[len(vs)-1]}
			g.UnitName, g.Missing = units[g.Version.Unit], g.Version.Elements.Missing()
			l.Rows = append(l.Rows, g)
			if v, ok := catalogue.InForce(vs, o.Today()); ok && i.State != catalogue.Cancelled {
				inForce = append(inForce, v.Elements)
				l.InForce++
				if v.Elements.Complete() {
					l.Complete++
				}
			}
		}
		l.Useless, l.Fails = catalogue.Useless(inForce)
		return nil
	})
	return l, err
}

func wholeCatalogue(tx *store.Tx, organ ledger.ID) ([]catalogue.Item, map[ledger.ID][]catalogue.Version, map[ledger.ID]string, error) {
	items, err := tx.CatalogueItems(organ)
	if err != nil {
		return nil, nil, nil, err
	}
	all, err := tx.CatalogueVersions(organ, "")
	if err != nil {
		return nil, nil, nil, err
	}
	versions := map[ledger.ID][]catalogue.Version{}
	for _, v := range all {
		versions[v.Item] = append(versions[v.Item], v)
	}
	us, err := tx.Units(organ)
	units := map[ledger.ID]string{}
	for _, u := range us {
		units[u.ID] = u.Name
	}
	return items, versions, units, err
}

// GuideView is everything that the desk's page of an item shows.
type GuideView struct {
	GuideLine
	Versions                               []catalogue.Version
	Current                                int // number of the version in force today, 0 for none
	Units                                  map[ledger.ID]string
	Line                                   register.Item
	Lines                                  []register.Item // of its register, that it could take up
	Steps                                  []EntryView
	Said                                   map[int64]string // words beside entries
	Edit, Propose, Decide, Enforce, Revise bool
	Halt, Resume, Cancel                   bool
}

// Guide reads an item with one of its versions, the newest for 0.
func (o *Office) Guide(ctx context.Context, who access.Actor, id ledger.ID, no int) (g GuideView, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		i, err := tx.CatalogueItem(id)
		if err != nil {
			return err
		}
		if no == 0 {
			no = i.Latest
		}
		i, v, err := guideOf(tx, who, access.ReadDesk, id, no)
		if err != nil {
			return err
		}
		g.Item, g.Version, g.Missing = i, v, v.Elements.Missing()
		if g.Versions, err = tx.CatalogueVersions(i.Organ, id); err != nil {
			return err
		}
		if c, ok := catalogue.InForce(g.Versions, o.Today()); ok {
			g.Current = c.No
		}
		if _, _, g.Units, err = wholeCatalogue(tx, i.Organ); err != nil {
			return err
		}
		g.UnitName = g.Units[v.Unit]
		if i.Line != "" {
			if g.Line, err = tx.Item(i.Line); err != nil {
				return err
			}
		} else if g.Lines, err = freeLines(tx, i.Organ, v.Elements.Kind); err != nil {
			return err
		}
		if err := g.story(o, tx); err != nil {
			return err
		}
		g.buttons(who)
		return nil
	})
	return g, err
}

// story reads what happened to the item.
func (g *GuideView) story(o *Office, tx *store.Tx) error {
	words, err := tx.CatalogueWords(g.Organ, g.ID)
	if err != nil {
		return err
	}
	g.Said = map[int64]string{}
	for _, w := range words {
		g.Said[w.Seq] = w.Words
	}
	entries, err := tx.Entries(g.Organ, store.EntryFilter{Subject: g.ID})
	if err != nil {
		return err
	}
	g.Steps, err = o.entryViews(tx, g.Organ, entries)
	return err
}

func (g *GuideView) buttons(who access.Actor) {
	t := guideThing(g.Item, g.Version)
	edit, enforce := access.May(who, access.EditGuide, t) == nil, access.May(who, access.EnforceGuide, t) == nil
	open, newest := g.State != catalogue.Cancelled, g.Version.No == g.Latest
	g.Edit = edit && open && newest && g.Version.Stage == catalogue.Draft
	g.Propose = g.Edit
	g.Decide = enforce && open && newest && g.Version.Stage == catalogue.InReview
	g.Enforce = g.Decide && !slices.ContainsFunc(hands(who, access.EnforceGuide, t), func(id ledger.ID) bool { return slices.Contains(g.Version.Authors, id) })
	g.Revise = edit && open && newest && g.Version.Stage == catalogue.Approved
	g.Halt, g.Resume = enforce && g.State == catalogue.Active, enforce && g.State == catalogue.Suspended
	g.Cancel = g.Halt || g.Resume
}

// GuideFile opens a file of a version at the desk.
func (o *Office) GuideFile(ctx context.Context, who access.Actor, id ledger.ID, no int, sha string) (c FileContent, err error) {
	var f catalogue.File
	err = o.view(ctx, func(tx *store.Tx) error {
		_, v, err := guideOf(tx, who, access.ReadDesk, id, no)
		if err != nil {
			return err
		}
		f, err = fileOf(v.Elements, sha)
		return err
	})
	if err != nil {
		return c, err
	}
	return o.openGuideFile(f)
}

func (o *Office) openGuideFile(f catalogue.File) (FileContent, error) {
	return o.open(publication.File{Name: f.Name, Type: f.Type, Size: f.Size, SHA: f.SHA})
}

func fileOf(e catalogue.Elements, sha string) (catalogue.File, error) {
	files := e.Files()
	at := slices.IndexFunc(files, func(f catalogue.File) bool { return f.SHA == sha })
	if at < 0 {
		return catalogue.File{}, store.ErrNotFound
	}
	return files[at], nil
}

// Service is an item in force as the public sees it.
type Service struct {
	catalogue.Item
	Version  catalogue.Version
	UnitName string
	Units    map[ledger.ID]string
	Halted   string // why it is suspended
}

// ServiceFilter narrows the public list: a subject, a group of those served
// (law's lists item_subject and item_served), words in the name or the basis.
type ServiceFilter struct{ Subject, Served, Query string }

// Services lists what can be got done at the organ today (办事服务).
func (o *Office) Services(ctx context.Context, organ ledger.ID, f ServiceFilter) (out []Service, err error) {
	if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return nil, err
	}
	words := strings.Fields(strings.ToLower(f.Query))
	err = o.view(ctx, func(tx *store.Tx) error {
		items, versions, units, err := wholeCatalogue(tx, organ)
		for _, i := range items {
			v, ok := catalogue.InForce(versions[i.ID], o.Today())
			e := v.Elements
			in := strings.ToLower(strings.Join([]string{e.Name, e.Business, e.Basis, e.Applies, e.ResultName}, "\n"))
			if !ok || i.State == catalogue.Cancelled || f.Subject != "" && !slices.Contains(e.Subject, f.Subject) ||
				f.Served != "" && !slices.Contains(e.Served, f.Served) ||
				slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(in, w) }) {
				continue
			}
			out = append(out, Service{Item: i, Version: v, UnitName: units[v.Unit], Units: units})
		}
		return err
	})
	return out, err
}

// Service reads the guide of an item that is in force today, by its number.
func (o *Office) Service(ctx context.Context, organ ledger.ID, no ledger.Code) (s Service, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		if s.Item, err = tx.CatalogueItemByNo(organ, no); err != nil {
			return err
		}
		vs, err := tx.CatalogueVersions(organ, s.ID)
		if err != nil {
			return err
		}
		v, ok := catalogue.InForce(vs, o.Today())
		if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: ok && s.State != catalogue.Cancelled}); err != nil {
			return err
		}
		if _, _, s.Units, err = wholeCatalogue(tx, organ); err != nil {
			return err
		}
		s.Version, s.UnitName = v, s.Units[v.Unit]
		if s.State == catalogue.Suspended {
			s.Halted, err = haltedWhy(tx, s.Item)
		}
		return err
	})
	return s, err
}

// haltedWhy is the reason of the last suspension.
func haltedWhy(tx *store.Tx, i catalogue.Item) (string, error) {
	last, err := tx.Entries(i.Organ, store.EntryFilter{Subject: i.ID, Kinds: []string{catalogue.Halted{}.Kind()}, Desc: true, Limit: 1})
	if err != nil || len(last) == 0 {
		return "", err
	}
	words, err := tx.CatalogueWords(i.Organ, i.ID)
	for _, w := range words {
		if w.Seq == last[0].Seq {
			return w.Words, err
		}
	}
	return "", err
}

// ServiceFile opens a form or sample of a guide in force.
func (o *Office) ServiceFile(ctx context.Context, organ ledger.ID, no ledger.Code, sha string) (c FileContent, err error) {
	s, err := o.Service(ctx, organ, no)
	if err != nil {
		return c, err
	}
	f, err := fileOf(s.Version.Elements, sha)
	if err != nil {
		return c, refusal.NotFound("access.may.absent")
	}
	return o.openGuideFile(f)
}
