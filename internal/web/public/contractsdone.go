package public

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"gongkai/contract"
	"gongkai/internal/office"
	"gongkai/ledger"
)

// contractFiledPage is the receipt of a filing, and later how it stands.
type contractFiledPage struct {
	Page
	Code    string
	Receipt office.ContractReceipt
	F       office.ContractFollow
}

func (contractFiledPage) template() string { return "contracts_filed" }

// contractFiled shows how the filing of this browser's code stands.
func (a *ask) contractFiled() error {
	code := a.token("contracts")
	f, err := a.s.o.FollowedContract(a.r.Context(), a.organ.ID, code)
	if err != nil {
		return err
	}
	if f.Receipt.ID == "" {
		return a.onward("/contracts")
	}
	frame, err := a.formFrame("技术合同申报", "/contracts/filed")
	if err != nil {
		return err
	}
	return a.personal(http.StatusOK, contractFiledPage{frame, spaced(code), f.Receipt, f})
}

// contractCheckPage says how a certificate stands (登记证明查验).
type contractCheckPage struct {
	Page
	Form     form
	Asked    bool
	Standing contract.Standing
	Cells    []contract.Cell
}

func (contractCheckPage) template() string { return "contracts_standing" }

func (a *ask) contractCheck() error {
	q := a.r.URL.Query()
	frame, err := a.formFrame("技术合同登记证明查验", "/contracts/check")
	if err != nil {
		return err
	}
	p := contractCheckPage{Page: frame, Form: form{Values: url.Values{"no": {q.Get("no")}, "code": {q.Get("code")}}}}
	status := http.StatusOK
	if q.Has("no") || q.Has("code") {
		p.Standing, err = a.s.o.CheckCertificate(a.r.Context(), a.organ.ID, q.Get("no"), q.Get("code"), a.remote())
		if p.Asked = err == nil; err != nil {
			if p.Form.Faults, err = faultsOf(err); err != nil {
				return err
			}
			status = http.StatusUnprocessableEntity
		} else {
			p.Cells = p.Standing.Cells()
		}
	}
	return a.personal(status, p)
}

// contractStatsPage are the statistics of registered contracts.
type contractStatsPage struct {
	Page
	S     office.ContractStats
	Plots []kindPlot
}

func (contractStatsPage) template() string { return "contracts_stats" }

func (a *ask) contractStats() error {
	year, _ := strconv.Atoi(a.r.URL.Query().Get("year"))
	s, _, err := a.s.o.PublicContractStats(a.r.Context(), a.organ.ID, year)
	if err != nil {
		return err
	}
	if year != 0 && !slices.ContainsFunc(s.Years, func(y office.ContractYear) bool { return y.Year == year }) {
		return a.absent()
	}
	a.here = "/contracts/stats"
	frame, err := a.frame("技术合同登记统计", "")
	if err != nil {
		return err
	}
	p := contractStatsPage{Page: frame, S: s}
	if s.All.Count.Value > 0 {
		p.Plots = contractPlots(s)
	}
	return a.personal(http.StatusOK, p)
}

// kindPlot are bars of the kinds of contracts, one below the other: zero-based,
// each with its name and number beside it.
type kindPlot struct {
	Title, Words  string
	Width, Height int
	Bars          []kindBar
}

type kindBar struct {
	Y, W, LabelX int
	Name, Value  string
}

func contractPlots(s office.ContractStats) (out []kindPlot) {
	const step, left, full = 34, 92, 300
	for _, what := range []struct {
		title, unit string
		of          func(contract.Line) (int64, string)
	}{
		{"成交额", "万元", func(l contract.Line) (int64, string) { return l.Turnover.Value, l.Turnover.String() }},
		{"技术交易额", "万元", func(l contract.Line) (int64, string) { return l.Technical.Value, l.Technical.String() }},
		{"登记项数", "项", func(l contract.Line) (int64, string) { return l.Count.Value, l.Count.String() }},
	} {
		most := int64(1)
		for _, l := range s.Lines {
			if v, _ := what.of(l.Line); !l.Part {
				most = max(most, v)
			}
		}
		p := kindPlot{Title: what.title + "（" + what.unit + "）", Width: left + full + 110, Words: strconv.Itoa(s.Year) + "年各类技术合同" + what.title + "的条形图："}
		for _, l := range s.Lines {
			if l.Part {
				continue
			}
			v, words := what.of(l.Line)
			b := kindBar{Y: len(p.Bars) * step, W: int(float64(max(v, 0)) / float64(most) * full), Name: l.Name, Value: words}
			if v > 0 {
				b.W = max(b.W, 1)
			}
			b.LabelX = left + b.W + 8
			p.Bars = append(p.Bars, b)
			p.Words += l.Name + words + what.unit + "，"
		}
		_, all := what.of(s.All)
		p.Words += "合计" + all + what.unit
		p.Height = len(p.Bars) * step
		out = append(out, p)
	}
	return out
}

// contractCertificate hands the seller a certificate as a PDF.
func (a *ask) contractCertificate(paper string) error {
	name, pdf, err := a.s.o.FollowedCertificate(a.r.Context(), a.organ.ID, a.token("contracts"), ledger.ID(paper))
	if err != nil {
		return err
	}
	p := finish(http.StatusOK, "application/pdf", pdf)
	p.gzip, p.personal = nil, true
	p.disposition = []string{mime.FormatMediaType("attachment", map[string]string{"filename": name})}
	p.write(a.w, a.r)
	return nil
}
