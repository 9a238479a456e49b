package office

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/contract"
	"gongkai/internal/conv"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
)

// ContractStats are the statistics of registered contracts by kind and year
// (登记统计, G.5-STAT).
type ContractStats struct {
	Year  int
	Years []ContractYear // that have any, in order
	Lines []ContractStat // of the year: each group, with the kinds of it below
	All   contract.Line
}

// ContractYear is a year's whole.
type ContractYear struct {
	Year int
	contract.Line
}

// ContractStat is a line of the table; Part is a kind within its group.
type ContractStat struct {
	Key  ledger.Code
	Name string
	Part bool
	contract.Line
}

var contractPosts = []string{contract.Registration{}.Kind(), contract.Corrected{}.Kind(), contract.Cancellation{}.Kind()}

// contractStats counts from the entries alone; year 0 is the latest that has
// any, or this one.
func (o *Office) contractStats(tx *store.Tx, organ ledger.ID, year int) (s ContractStats, err error) {
	entries, err := tx.Entries(organ, store.EntryFilter{Kinds: contractPosts})
	if err != nil {
		return s, err
	}
	codec, years := Codec(), map[int]contract.Count{}
	for _, e := range entries {
		f, err := codec.Decode(e)
		if err != nil {
			return s, err
		}
		c := years[e.On.Year()]
		if c == nil {
			c = contract.Count{}
			years[e.On.Year()] = c
		}
		c.Take(e, f)
	}
	for _, y := range slices.Sorted(maps.Keys(years)) {
		s.Years = append(s.Years, ContractYear{y, years[y].Line("")})
	}
	if s.Year = year; year == 0 {
		s.Year = o.Today().Year()
		if n := len(s.Years); n > 0 {
			s.Year = s.Years[n-1].Year
		}
	}
	c := years[s.Year]
	s.All = c.Line("")
	for _, g := range contract.List("group") {
		key := ledger.Code(g.Key)
		s.Lines = append(s.Lines, ContractStat{Key: key, Name: g.Label, Line: c.Line(key)})
		for _, k := range contract.Sorts(calendar.Day{}) {
			if k.Group == key && k.Key != key {
				s.Lines = append(s.Lines, ContractStat{Key: k.Key, Name: k.Name, Part: true, Line: c.Line(k.Key)})
			}
		}
	}
	return s, nil
}

// ContractStats reads the statistics for the desk.
func (o *Office) ContractStats(ctx context.Context, who access.Actor, year int) (s ContractStats, err error) {
	if err := may(who, access.ReadLedger); err != nil {
		return s, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		s, err = o.contractStats(tx, who.Organ, year)
		return err
	})
	return s, err
}

// PublicContractStats are the statistics as everybody may read them.
func (o *Office) PublicContractStats(ctx context.Context, organ ledger.ID, year int) (s ContractStats, set contract.Office, err error) {
	if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return s, set, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		if set, err = contractOffice(tx, organ); err != nil {
			return err
		}
		s, err = o.contractStats(tx, organ, year)
		return err
	})
	return s, set, err
}

// ContractCell opens a number of the statistics down to its entries: key is a
// kind or group, empty for all; what is count, turnover or technical.
func (o *Office) ContractCell(ctx context.Context, who access.Actor, year int, key, what string) (v CellView, err error) {
	s, err := o.ContractStats(ctx, who, year)
	if err != nil {
		return v, err
	}
	line, name := s.All, "合计"
	if key != "" {
		i := slices.IndexFunc(s.Lines, func(l ContractStat) bool { return string(l.Key) == key })
		if i < 0 {
			return v, refusal.NotFound("access.may.absent")
		}
		line, name = s.Lines[i].Line, s.Lines[i].Name
	}
	switch what {
	case "count":
		v.Figure, v.Label = line.Count, "登记项数"
	case "turnover":
		v.Figure, v.Label = line.Turnover, "成交额"
	case "technical":
		v.Figure, v.Label = line.Technical, "技术交易额"
	default:
		return v, refusal.NotFound("access.may.absent")
	}
	v.Key, v.Label = "contracts."+what, fmt.Sprintf("%d年%s·%s", year, name, v.Label)
	if len(v.Figure.Entries) == 0 {
		return v, nil
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		entries, err := tx.Entries(who.Organ, store.EntryFilter{Seqs: v.Figure.Entries})
		if err != nil {
			return err
		}
		v.Entries, err = o.entryViews(tx, who.Organ, entries)
		return err
	})
	return v, err
}

// ContractBook writes a year's statistics and its register as a workbook; who
// reads the register is logged, as it names the parties.
func (o *Office) ContractBook(ctx context.Context, who access.Actor, year int, address string, w io.Writer) error {
	s, err := o.ContractStats(ctx, who, year)
	if err != nil {
		return err
	}
	var rows []store.ContractRow
	if err := o.view(ctx, func(tx *store.Tx) error {
		if _, err := mayContract(tx, who, access.ReadContract); err != nil {
			return err
		}
		rows, err = tx.Contracts(store.ContractFilter{Organ: who.Organ, Year: year})
		return err
	}); err != nil {
		return err
	}
	if err := conv.WriteXLSX(w, statsSheet(s), registerSheet(year, rows)); err != nil {
		return err
	}
	return o.logged(ctx, o.opening(who, access.ReadContract, fmt.Sprintf("contract/book/%d", year), address), nil)
}

func statsSheet(s ContractStats) conv.Worksheet {
	out := conv.Worksheet{Name: "统计", Title: fmt.Sprintf("%d年技术合同认定登记统计", s.Year), Header: []string{"合同类别", "登记项数", "成交额（万元）", "技术交易额（万元）"},
		Widths: []float64{28, 12, 20, 20}, Note: "更正、注销记入办理的当年。"}
	line := func(name string, l contract.Line) {
		out.Rows = append(out.Rows, []conv.Cell{conv.Words(name), conv.Digits(l.Count.String()), conv.Digits(l.Turnover.String()), conv.Digits(l.Technical.String())})
	}
	for _, l := range s.Lines {
		name := l.Name
		if l.Part {
			name = "　其中：" + name
		}
		line(name, l.Line)
	}
	line("合计", s.All)
	return out
}

func registerSheet(year int, rows []store.ContractRow) conv.Worksheet {
	out := conv.Worksheet{Name: "登记簿", Title: fmt.Sprintf("%d年技术合同登记簿", year),
		Header: []string{"登记编号", "合同名称", "合同类别", "卖方", "买方", "签订日期", "开始日期", "截止日期", "成交额（万元）", "技术交易额（万元）", "设备等金额（万元）",
			"支付方式", "知识产权", "技术领域", "计划来源", "社会经济目标", "关联交易", "享受税收优惠", "登记日期", "状态", "证明版本"},
		Widths: []float64{22, 40, 18, 30, 30, 12, 12, 12, 16, 16, 16, 18, 18, 18, 14, 24, 10, 12, 12, 10, 10}}
	yes := func(b bool) conv.Cell { return conv.Words(map[bool]string{true: "是", false: "否"}[b]) }
	slices.SortFunc(rows, func(a, b store.ContractRow) int { return int(a.Entry - b.Entry) })
	for _, r := range rows {
		v := r.Verified
		out.Rows = append(out.Rows, []conv.Cell{conv.Words(string(r.No)), conv.Words(r.Filing.Title), conv.Words(contract.SortName(v.Kind)), conv.Words(r.Filing.Seller.Name),
			conv.Words(r.Filing.Buyer.Name), conv.Words(v.Signed.String()), conv.Words(v.From.String()), conv.Words(v.To.String()), conv.Digits(contract.Wan(v.Money.Total)),
			conv.Digits(contract.Wan(v.Money.Technical)), conv.Digits(contract.Wan(v.Money.Equipment)), conv.Words(contract.Label("pay", v.Pay)),
			conv.Words(contract.Label("property", v.Property)), conv.Words(contract.Label("field", v.Field)), conv.Words(contract.Label("plan", v.Plan)),
			conv.Words(contract.Label("goal", v.Goal)), yes(v.Related), yes(v.Relief), conv.Words(r.EndedOn.String()), conv.Words(r.State.Name()), conv.Digits(strconv.Itoa(r.Version))})
	}
	return out
}
