package office

import (
	"context"
	"slices"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/request"
	"gongkai/window"
)

// WindowLine is a matter of the window as lists show it, without who.
type WindowLine struct {
	window.Matter
	Text     string // what was asked, in one line, with numbers and names blacked out
	ItemName string
	UnitName string
	Due      calendar.Date
	HasDue   bool
	Left     int
}

// WindowList is a page of one sort, with how many of each sort wait.
type WindowList struct {
	Rows                      []WindowLine
	All, Waiting, Page, Pages int
	Today                     map[ledger.Code]int // enquiries of today, by channel
}

// WindowView is everything that the desk's page of a matter shows; who asks is
// masked, and of a complaint also what is said.
type WindowView struct {
	WindowLine
	Said                                                  window.Said
	Steps                                                 []RequestStep
	AgainstName                                           string // the division complained of
	Hidden                                                bool   // what a complaint says, until it is opened
	Assign, Accept, Decline, Check, Answer, Revisit, File bool
	Release, TakeDown, Erase, Open, About, Correct, Void  bool
}

func windowThing(m window.Matter) access.Thing { return access.Thing{Organ: m.Organ, Unit: m.Unit} }

// windowOf loads a matter that the actor may do this to.
func windowOf(tx *store.Tx, who access.Actor, v access.Verb, id ledger.ID) (store.WindowRow, error) {
	r, err := tx.WindowMatter(id)
	if err != nil {
		return r, err
	}
	return r, access.May(who, v, windowThing(r.Matter))
}

func (o *Office) windowLine(r store.WindowRow, items, units map[ledger.ID]string) WindowLine {
	l := WindowLine{Matter: r.Matter, Text: request.Ask{Content: r.Said.Text}.Digest(request.Person{Name: r.Said.Name, Phone: r.Said.Phone, Email: r.Said.Email}), ItemName: items[r.Item], UnitName: units[r.Unit]}
	if r.Sort == window.Complaint {
		l.Text = "" // it is opened, and the opening logged
	}
	if l.Due, l.HasDue = r.Due(o.Calendar()); l.HasDue {
		l.Left, _ = o.Calendar().WorkdaysBetween(o.Today(), l.Due.Day)
	}
	return l
}

// itemNames are the names of the items of an organ's catalogue.
func itemNames(tx *store.Tx, organ ledger.ID) (map[ledger.ID]string, map[ledger.ID]string, error) {
	_, versions, units, err := wholeCatalogue(tx, organ)
	names := map[ledger.ID]string{}
	for id, vs := range versions {
		names[id] = vs[len(vs)-1].Elements.Name
	}
	return names, units, err
}

// Window lists the matters of one sort, the latest first.
func (o *Office) Window(ctx context.Context, who access.Actor, sort window.Sort, waiting bool, page int) (l WindowList, err error) {
	if err := may(who, access.ReadWindow); err != nil {
		return l, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		f := store.WindowFilter{Organ: who.Organ, Sort: sort}
		if l.All, err = tx.CountWindow(f); err != nil {
			return err
		}
		f.Waiting = true
		if l.Waiting, err = tx.CountWindow(f); err != nil {
			return err
		}
		total := l.Waiting
		if f.Waiting = waiting; !waiting {
			total = l.All
		}
		l.Pages = max(1, (total+requestPage-1)/requestPage)
		l.Page = min(max(page, 1), l.Pages)
		f.Limit, f.Offset = requestPage, (l.Page-1)*requestPage
		rows, err := tx.WindowMatters(f)
		if err != nil {
			return err
		}
		items, units, err := itemNames(tx, who.Organ)
		for _, r := range rows {
			l.Rows = append(l.Rows, o.windowLine(r, items, units))
		}
		if err != nil {
			return err
		}
		today, err := tx.WindowMatters(store.WindowFilter{Organ: who.Organ, Sort: window.Enquiry, On: o.Today()})
		l.Today = map[ledger.Code]int{}
		for _, r := range today {
			l.Today[r.Channel]++
		}
		return err
	})
	return l, err
}

// WindowMatter reads a matter with who asks masked, and of a complaint also what
// is said; OpenWindow shows them.
func (o *Office) WindowMatter(ctx context.Context, who access.Actor, id ledger.ID) (WindowView, error) {
	return o.windowView(ctx, who, access.ReadWindow, id)
}

func (o *Office) windowView(ctx context.Context, who access.Actor, verb access.Verb, id ledger.ID) (v WindowView, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		r, err := windowOf(tx, who, verb, id)
		if err != nil {
			return err
		}
		items, units, err := itemNames(tx, r.Organ)
		if err != nil {
			return err
		}
		v.WindowLine, v.Said, v.AgainstName = o.windowLine(r, items, units), r.Said, units[r.Against]
		if err := v.story(o, tx); err != nil {
			return err
		}
		v.buttons(who)
		if verb != access.ReadWindow {
			return nil
		}
		p := maskedSaid(r.Said)
		v.Said.Name, v.Said.Phone, v.Said.Email = p.Name, p.Phone, p.Email
		if v.Sort == window.Complaint && !v.Erased {
			v.Hidden, v.Said.Text = true, ""
			for i := range v.Steps {
				v.Steps[i].Words = nil
			}
		}
		return nil
	})
	return v, err
}

func (v *WindowView) story(o *Office, tx *store.Tx) error {
	words, err := tx.WindowWords(v.Organ, v.ID)
	if err != nil {
		return err
	}
	said := map[int64][]string{}
	for _, w := range words {
		said[w.Seq] = w.Words.Words
	}
	entries, err := tx.Entries(v.Organ, store.EntryFilter{Subject: v.ID})
	if err != nil {
		return err
	}
	views, err := o.entryViews(tx, v.Organ, entries)
	for _, e := range views {
		v.Steps = append(v.Steps, RequestStep{EntryView: e, At: e.Entry.At, Words: said[e.Seq]})
	}
	return err
}

func (v *WindowView) buttons(who access.Actor) {
	t := windowThing(v.Matter)
	work, mind := access.May(who, access.WorkWindow, t) == nil, access.May(who, access.MindWindow, t) == nil
	complaint := v.Sort == window.Complaint
	v.Assign = mind && (v.State == window.Open || v.State == window.Taken)
	v.About = v.Assign && complaint
	v.Accept, v.Decline = mind && complaint && v.State == window.Open, mind && complaint && v.State == window.Open
	v.Check = work && v.may(who) && complaint && v.State == window.Taken && v.Named && (v.Against == "" || !slices.Contains(unitsOf(who, access.WorkWindow, t), v.Against))
	v.Answer = work && v.Sort == window.Enquiry && v.State == window.Open || mind && complaint && v.State == window.Found
	v.Revisit, v.File = mind && complaint && v.State == window.Done, mind && complaint && (v.State == window.Asked || v.State == window.Refused)
	v.Release = mind && v.State == window.Recorded && v.Consent && !v.Erased
	v.TakeDown = mind && v.State == window.Public
	_, err := v.Matter.Erase()
	v.Erase = mind && err == nil
	v.Open = work && !v.Erased && v.Said.Name+v.Said.Phone+v.Said.Email != ""
	if complaint {
		v.Open = v.may(who) && !v.Erased
	}
	v.Correct = work && v.Sort == window.Enquiry && (v.State == window.Open || v.State == window.Done)
	v.Void = v.Correct && v.Channel != "online"
}

// may says whether the officer may open it: a complaint by who handles it, the
// office and the leaders.
func (v *WindowView) may(who access.Actor) bool {
	return v.Sort != window.Complaint || access.May(who, access.OpenComplaint, windowThing(v.Matter)) == nil
}

// unitsOf are the divisions of the officer and of whom it stands in for in this.
func unitsOf(who access.Actor, v access.Verb, t access.Thing) []ledger.ID {
	out := []ledger.ID{who.Unit}
	of := behalf(who, v, t)
	for _, p := range who.For {
		if p.Officer == of {
			out = append(out, p.Unit)
		}
	}
	return out
}

// OpenWindow shows who asks, and what a complaint says; every opening is logged.
func (o *Office) OpenWindow(ctx context.Context, who access.Actor, id ledger.ID, address string) (WindowView, error) {
	verb := access.WorkWindow
	if err := o.view(ctx, func(tx *store.Tx) error {
		r, err := tx.WindowMatter(id)
		if r.Sort == window.Complaint {
			verb = access.OpenComplaint
		}
		return err
	}); err != nil {
		return WindowView{}, err
	}
	v, err := o.windowView(ctx, who, verb, id)
	if err != nil {
		return WindowView{}, err
	}
	return v, o.logged(ctx, o.opening(who, verb, "window/"+string(id), address), nil)
}

// windowTasks are the matters that wait for this officer.
func (o *Office) windowTasks(tx *store.Tx, who access.Actor) (out []Task, err error) {
	if may(who, access.WorkWindow) != nil {
		return nil, nil
	}
	rows, err := tx.WindowMatters(store.WindowFilter{Organ: who.Organ, Waiting: true})
	for _, r := range rows {
		v := WindowView{WindowLine: o.windowLine(r, nil, nil)}
		v.buttons(who)
		if r.Sort == window.Complaint && r.State == window.Taken && !r.Named && v.About {
			v.Accept = true // 先写明投诉的是哪个科室
		}
		if !(v.Accept || v.Check || v.Answer || v.Revisit || v.File) {
			continue
		}
		out = append(out, Task{Kind: "window", ID: string(r.ID), Link: "window/" + string(r.ID), Title: r.Sort.Name() + string(r.No), Next: r.Waits(),
			Due: v.Due, Left: v.Left, HasDue: v.HasDue})
	}
	return out, err
}

// WindowPhoto opens the picture of a commendation: at the desk for whoever reads
// it, and for all once it is shown on the site.
func (o *Office) WindowPhoto(ctx context.Context, who access.Actor, organ, id ledger.ID) (c FileContent, err error) {
	var s window.Said
	err = o.view(ctx, func(tx *store.Tx) error {
		r, err := tx.WindowMatter(id)
		if err != nil {
			return err
		}
		s = r.Said
		if who.Public() {
			return access.May(who, access.ReadPublic, access.Thing{Organ: organ, Public: r.Organ == organ && r.State == window.Public})
		}
		return access.May(who, access.ReadWindow, windowThing(r.Matter))
	})
	if err != nil {
		return c, err
	}
	if s.Photo == "" {
		return c, refusal.NotFound("access.may.absent")
	}
	return o.openGuideFile(photoOf(s))
}

// Praise is a commendation on the site.
type Praise struct {
	window.Matter
	Said window.Said
}

// Praises lists the commendations that are shown on the site, the latest first.
func (o *Office) Praises(ctx context.Context, organ ledger.ID) (out []Praise, err error) {
	if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		rows, err := tx.WindowMatters(store.WindowFilter{Organ: organ, Sort: window.Commendation, Public: true, Limit: 100})
		for _, r := range rows {
			out = append(out, Praise{r.Matter, window.Said{Name: r.Said.Name, Text: r.Said.Text, Photo: r.Said.Photo, Day: r.Said.Day}})
		}
		return err
	})
	return out, err
}
