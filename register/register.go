// Package register holds the registers of items (事项、文件清单) whose yearly
// change the annual report's table 二 asks for (standards.md §B.3): 规章,
// 规范性文件, 行政许可, 其他对外管理服务事项, 行政处罚, 行政强制, 行政事业性收费,
// 政府集中采购.
//
// An Item is listed on a legal day, which may lie before the day of recording
// (the register of last year is entered with its own days), and delisted on
// another. How many were in force on a day, and the change of a year, are then
// counted and never typed.
package register

import (
	"strings"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Name is the key of a register; the report's rows use the same keys.
type Name string

const (
	Rules       Name = "rule"        // 规章
	Normatives  Name = "normative"   // 规范性文件
	Permits     Name = "permit"      // 行政许可
	Services    Name = "service"     // 其他对外管理服务事项
	Penalties   Name = "penalty"     // 行政处罚
	Coercions   Name = "coercion"    // 行政强制
	Fees        Name = "fee"         // 行政事业性收费
	Procurement Name = "procurement" // 政府集中采购
)

// Names lists the registers with their printed names in the form's order.
var Names = []struct {
	Name  Name
	Title string
}{
	{Rules, "规章"}, {Normatives, "规范性文件"}, {Permits, "行政许可"}, {Services, "其他对外管理服务事项"},
	{Penalties, "行政处罚"}, {Coercions, "行政强制"}, {Fees, "行政事业性收费"}, {Procurement, "政府集中采购"},
}

// Title is the register's printed name, empty for an unknown one.
func (n Name) Title() string {
	for _, x := range Names {
		if x.Name == n {
			return x.Title
		}
	}
	return ""
}

// Item is a line of a register.
type Item struct {
	ID       ledger.ID
	Organ    ledger.ID
	Register Name
	Title    string
	Type     string // 事项类型, e.g. 行政确认
	Basis    string // 设定依据
	Unit     ledger.ID
	Listed   calendar.Day
	Delisted calendar.Day // zero while in force
	Fen      int64        // amount in 分, for procurement
	Reason   string       // of the delisting
	Salt     string       // of the sums in the ledger
	Rev      int64
}

// Listed: an item entered a register (列入).
type Listed struct {
	Item     ledger.ID
	Register Name
	Unit     ledger.ID
	Fen      int64
	Words    ledger.Sum
}

// Delisted: an item left its register (取消、下放、废止).
type Delisted struct {
	Item     ledger.ID
	Register Name
	Reason   ledger.Sum
}

// Sum is the salted hash over the words of the item.
func (i Item) Sum() ledger.Sum { return ledger.Salted(i.Salt, i.Title, i.Type, i.Basis) }

// ReasonSum is the salted hash over the reason of the delisting.
func (i Item) ReasonSum() ledger.Sum { return ledger.Salted(i.Salt, i.Reason) }

func (Listed) Kind() string   { return "item.listed" }
func (Delisted) Kind() string { return "item.delisted" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact { return []ledger.Fact{Listed{}, Delisted{}} }

// List enters the item on its day (Item.Listed), which may not lie after today.
func (i Item) List(today calendar.Day) (Listed, error) {
	var all refusal.All
	if i.Register.Title() == "" {
		all = append(all, refusal.New("item.list.register", "§B.3", "register", string(i.Register)).On("register"))
	}
	if strings.TrimSpace(i.Title) == "" {
		all = append(all, refusal.New("item.list.title", "§B.3").On("title"))
	}
	switch {
	case i.Listed.IsZero():
		all = append(all, refusal.New("item.list.day", "§B.3").On("listed"))
	case i.Listed.After(today):
		all = append(all, refusal.New("item.list.future", "§B.3", "day", i.Listed.String(), "today", today.String()).On("listed"))
	}
	if i.Fen < 0 || i.Fen > 0 && i.Register != Procurement {
		all = append(all, refusal.New("item.list.amount", "§B.3").On("amount"))
	}
	return Listed{Item: i.ID, Register: i.Register, Unit: i.Unit, Fen: i.Fen, Words: i.Sum()}, all.Or()
}

// Delist takes the item out on a day, with a reason.
func (i Item) Delist(on, today calendar.Day, reason string) (Delisted, error) {
	switch {
	case !i.Delisted.IsZero():
		return Delisted{}, refusal.Clash("item.delist.twice", "§B.3", "day", i.Delisted.String())
	case on.IsZero() || on.Before(i.Listed):
		return Delisted{}, refusal.New("item.delist.before", "§B.3", "listed", i.Listed.String()).On("delisted")
	case on.After(today):
		return Delisted{}, refusal.New("item.delist.future", "§B.3", "day", on.String()).On("delisted")
	case strings.TrimSpace(reason) == "":
		return Delisted{}, refusal.New("item.delist.reason", "§B.3").On("reason")
	}
	i.Reason = reason
	return Delisted{Item: i.ID, Register: i.Register, Reason: i.ReasonSum()}, nil
}

// Apply is the only way in which a fact changes an item.
func (i Item) Apply(e ledger.Entry, f ledger.Fact) Item {
	switch f := f.(type) {
	case Listed:
		i.ID, i.Organ, i.Register, i.Unit, i.Fen, i.Listed = f.Item, e.Organ, f.Register, f.Unit, f.Fen, e.On
	case Delisted:
		i.Delisted = e.On
	}
	return i
}

// InForce says whether the item stands in its register at the end of the day.
func (i Item) InForce(on calendar.Day) bool {
	return !i.Listed.After(on) && (i.Delisted.IsZero() || i.Delisted.After(on))
}
