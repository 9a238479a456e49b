package staff

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/register"
)

// registersPage is one register of items (事项清单) with what a year changed.
type registersPage struct {
	Page
	Register register.Name
	Name     string
	Tabs     []tab
	Items    []itemRow
	Change   change
	Years    []int
	May      bool
	Money    bool
}

func (registersPage) template() string { return "registers" }

// tab is one of several pages of a kind, with how many lines it holds.
type tab struct {
	Name, Href string
	N          int
	Here       bool
}

// itemRow is an item with its unit's name and whether it stands today.
type itemRow struct {
	register.Item
	UnitName string
	InForce  bool
}

// Amount is the money in yuan, empty for none.
func (i itemRow) Amount() string {
	if i.Fen == 0 {
		return ""
	}
	return strconv.FormatInt(i.Fen/100, 10) + "." + strconv.FormatInt(100+i.Fen%100, 10)[1:] + "元"
}

// change is what a year did to a register.
type change struct{ Year, Before, Added, Removed, After int }

// yearChange counts from the items alone: those in force on the last day of
// the year before, what came, what went.
func yearChange(items []register.Item, year int) change {
	c := change{Year: year}
	before, last := calendar.NewDay(year-1, 12, 31), calendar.NewDay(year, 12, 31)
	for _, i := range items {
		if i.InForce(before) {
			c.Before++
		}
		if i.Listed.Year() == year {
			c.Added++
		}
		if !i.Delisted.IsZero() && i.Delisted.Year() == year {
			c.Removed++
		}
		if i.InForce(last) {
			c.After++
		}
	}
	return c
}

func (s *server) registers(a *ask) error {
	reg := register.Name(a.r.PathValue("register"))
	if reg == "" {
		reg = register.Permits
	}
	if reg.Title() == "" {
		return refusal.NotFound("access.may.absent")
	}
	all, err := s.o.Items(a.ctx(), a.who, "")
	if err != nil {
		return err
	}
	units, err := a.unitNames()
	if err != nil {
		return err
	}
	p := registersPage{Page: a.page(reg.Title()), Register: reg, Name: reg.Title(), May: a.may(access.ListItem),
		Money: reg == register.Procurement}
	today := s.o.Today()
	var mine []register.Item
	years := map[int]bool{today.Year(): true, a.yearAsked(): true}
	count := map[register.Name]int{}
	for _, i := range all {
		if i.InForce(today) {
			count[i.Register]++
		}
		if i.Register != reg {
			continue
		}
		mine = append(mine, i)
		years[i.Listed.Year()] = true
		if !i.Delisted.IsZero() {
			years[i.Delisted.Year()] = true
		}
		p.Items = append(p.Items, itemRow{i, units[i.Unit], i.InForce(today)})
	}
	slices.SortStableFunc(p.Items, func(x, y itemRow) int {
		if x.InForce != y.InForce {
			if x.InForce {
				return -1
			}
			return 1
		}
		return y.Listed.Compare(x.Listed)
	})
	for _, n := range register.Names {
		p.Tabs = append(p.Tabs, tab{n.Title, a.path("/registers/%s", n.Name), count[n.Name], n.Name == reg})
	}
	for y := range years {
		p.Years = append(p.Years, y)
	}
	slices.Sort(p.Years)
	slices.Reverse(p.Years)
	year := a.queryInt("year")
	if !slices.Contains(p.Years, year) {
		year = a.yearAsked()
	}
	p.Change = yearChange(mine, year)
	p.Wide = true
	return a.show(http.StatusOK, p)
}

// newItemPage lists an item.
type newItemPage struct {
	Page
	F        form
	Register register.Name
	Name     string
	Units    []option
	Money    bool
}

func (newItemPage) template() string { return "item_new" }

func (s *server) newItemPage(a *ask) error {
	return a.itemForm(http.StatusOK, form{Values: url.Values{"unit": {string(a.who.Unit)}, "listed": {s.o.Today().String()}}})
}

func (a *ask) itemForm(code int, f form) error {
	reg := register.Name(a.r.PathValue("register"))
	if reg.Title() == "" {
		return refusal.NotFound("access.may.absent")
	}
	_, units, _, err := a.s.o.Organ(a.ctx(), a.who)
	if err != nil {
		return err
	}
	return a.show(code, newItemPage{Page: a.page("列入" + reg.Title()), F: f, Register: reg, Name: reg.Title(),
		Units: first("请选择科室", unitOptions(units)), Money: reg == register.Procurement})
}

func (s *server) listItem(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	reg := a.r.PathValue("register")
	err = a.try(func() error {
		_, err := s.o.ListItem(a.ctx(), a.who, office.ItemForm{Register: reg, Title: v.Get("title"), Type: v.Get("type"),
			Basis: v.Get("basis"), Unit: v.Get("unit"), Listed: v.Get("listed"), Amount: v.Get("amount")})
		return err
	})
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.itemForm(code, f)
	}
	return a.to(a.path("/registers/%s", escape(reg)), "已列入「"+strings.TrimSpace(v.Get("title"))+"」。")
}

// itemPage is one item, with its delisting.
type itemPage struct {
	Page
	F    form
	Item itemRow
	Name string
	May  bool
}

func (itemPage) template() string { return "item" }

func (s *server) item(a *ask) error {
	return a.showItem(http.StatusOK, form{Values: url.Values{"delisted": {s.o.Today().String()}}})
}

func (a *ask) showItem(code int, f form) error {
	i, err := a.s.o.Item(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	units, err := a.unitNames()
	if err != nil {
		return err
	}
	return a.show(code, itemPage{Page: a.page(i.Title), F: f, Name: i.Register.Title(),
		Item: itemRow{i, units[i.Unit], i.InForce(a.s.o.Today())},
		May:  i.Delisted.IsZero() && a.may(access.ListItem)})
}

func (s *server) delistItem(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	rev, _ := strconv.ParseInt(v.Get("rev"), 10, 64) // 0 conflicts with every item
	err = a.try(func() error { return s.o.DelistItem(a.ctx(), a.who, a.id(), rev, v.Get("delisted"), v.Get("reason")) })
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.showItem(code, f)
	}
	return a.to(a.path("/registers/items/%s", escape(string(a.id()))), "已移出清单。")
}

// unitNames maps the organ's units to their names.
func (a *ask) unitNames() (map[ledger.ID]string, error) {
	_, units, _, err := a.s.o.Organ(a.ctx(), a.who)
	if err != nil {
		return nil, err
	}
	out := map[ledger.ID]string{}
	for _, u := range units {
		out[u.ID] = u.Name
	}
	return out, nil
}
