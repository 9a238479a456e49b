package staff

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/contract"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
)

// contractStatsPage are the statistics by kind and year, each number a door to
// its entries.
type contractStatsPage struct {
	Page
	S     office.ContractStats
	Plot  yearPlot
	Books bool
}

func (contractStatsPage) template() string { return "contract_stats" }

// yearPlot are two bars a year, turnover and what of it is for technology:
// zero-based, each with its number.
type yearPlot struct {
	Words         string
	Width, Height int
	Base          int
	Bars          []yearBar
}

type yearBar struct {
	X, Y, W, H, Mid int
	Class           string
	Value, Year     string
}

func contractPlot(s office.ContractStats) yearPlot {
	const step, wide, top, height, maxYears = 168, 64, 22, 130, 5
	years := s.Years[max(0, len(s.Years)-maxYears):]
	p := yearPlot{Width: maxYears * step, Height: top + height + 28, Base: top + height, Words: "各年成交额和技术交易额的柱形图："}
	most := int64(1)
	for _, y := range years {
		most = max(most, y.Turnover.Value)
	}
	for i, y := range years {
		for j, f := range []ledger.Figure{y.Turnover, y.Technical} {
			b := yearBar{X: i*step + 12 + j*(wide+6), W: wide, H: int(float64(max(f.Value, 0)) / float64(most) * height), Class: []string{"bar", "bar part"}[j], Value: f.String()}
			if f.Value > 0 {
				b.H = max(b.H, 1)
			}
			if j == 0 {
				b.Year = strconv.Itoa(y.Year)
			}
			b.Y, b.Mid = p.Base-b.H, b.X+wide/2
			p.Bars = append(p.Bars, b)
		}
		p.Words += fmt.Sprintf("%d年成交额%s万元，其中技术交易额%s万元；", y.Year, y.Turnover, y.Technical)
	}
	return p
}

func (s *server) contractStats(a *ask) error {
	v, err := s.o.ContractStats(a.ctx(), a.who, a.queryInt("year"))
	if err != nil {
		return err
	}
	p := contractStatsPage{Page: a.page("技术合同统计"), S: v, Plot: contractPlot(v), Books: a.may(access.ReadContract)}
	p.Wide = true
	return a.show(http.StatusOK, p)
}

// contractCellPage is one number of the statistics with its entries.
type contractCellPage struct {
	Page
	V     office.CellView
	Value string
	Back  string
}

func (contractCellPage) template() string { return "contract_cell" }

func (s *server) contractCell(a *ask) error {
	year, err := a.year()
	if err != nil {
		return err
	}
	v, err := s.o.ContractCell(a.ctx(), a.who, year, a.query("kind"), a.r.PathValue("what"))
	if err != nil {
		return err
	}
	p := contractCellPage{a.page(v.Label), v, amount(v.Figure), a.path("/contractstats?year=%d", year)}
	p.Wide = true
	return a.show(http.StatusOK, p)
}

// contractBook hands over a year's statistics and register as a workbook.
func (s *server) contractBook(a *ask) error {
	year, err := a.year()
	if err != nil {
		return err
	}
	return a.file(fmt.Sprintf("%d年技术合同登记.xlsx", year), func(w io.Writer) error {
		return s.o.ContractBook(a.ctx(), a.who, year, address(a.r.RemoteAddr), w)
	})
}

// contractOfficePage sets where and how the organ registers.
type contractOfficePage struct {
	Page
	F     form
	Units []option
}

func (contractOfficePage) template() string { return "contract_office" }

func (s *server) contractOffice(a *ask) error {
	all, err := s.o.ContractOffices(a.ctx(), a.who)
	if err != nil {
		return err
	}
	v := url.Values{"pattern": {contract.DefaultPattern}, "was": {"0"}}
	if len(all) > 0 {
		x := all[0]
		var regions, others []string
		for _, r := range x.Regions {
			regions = append(regions, string(r))
		}
		for _, p := range x.Others {
			others = append(others, string(p.Region)+" "+p.Name)
		}
		v = url.Values{"name": {x.Name}, "unit": {string(x.Unit)}, "code": {string(x.Code)}, "regions": {strings.Join(regions, "\n")}, "others": {strings.Join(others, "\n")},
			"else": {x.Else}, "pattern": {x.Pattern}, "was": {strconv.Itoa(x.Version)}}
	}
	return a.contractOfficeForm(http.StatusOK, form{Values: v})
}

func (a *ask) contractOfficeForm(code int, f form) error {
	if !a.may(access.SettleContract) {
		return refusal.Denied("access.may.role", "verb", string(access.SettleContract))
	}
	lists, err := a.s.o.Lists(a.ctx(), a.who)
	if err != nil {
		return err
	}
	return a.show(code, contractOfficePage{Page: a.page("技术合同登记机构"), F: f, Units: first("请选择科室", unitOptions(lists.Units))})
}

func (s *server) settleContracts(a *ask) error {
	v, err := a.values()
	if err == nil {
		next := contract.Office{Name: v.Get("name"), Unit: ledger.ID(v.Get("unit")), Code: ledger.Code(strings.TrimSpace(v.Get("code"))), Else: v.Get("else"),
			Pattern: strings.TrimSpace(v.Get("pattern"))}
		for _, r := range strings.Fields(v.Get("regions")) {
			next.Regions = append(next.Regions, ledger.Code(r))
		}
		for l := range strings.Lines(v.Get("others")) {
			if l = strings.TrimSpace(l); l != "" {
				region, name, _ := strings.Cut(l, " ")
				next.Others = append(next.Others, contract.Place{Region: ledger.Code(region), Name: strings.TrimSpace(name)})
			}
		}
		was, _ := strconv.Atoi(v.Get("was"))
		err = a.try(func() error { return s.o.SettleContracts(a.ctx(), a.who, was, next) })
	}
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.contractOfficeForm(code, f)
	}
	return a.to(a.path("/contracts"), "登记机构的设置已保存。")
}
