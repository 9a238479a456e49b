package public

import (
	"fmt"

	"gongkai/internal/office"
)

// proposalsPage lists the answered proposals of a year with how the year went
// (建议提案办理情况).
type proposalsPage struct {
	Page
	L     office.PublicProposals
	Years []navItem
}

func (proposalsPage) template() string { return "proposals" }

func (a *ask) proposals() error {
	year := a.number("year", 9999)
	here := "/proposals"
	if year > 0 {
		here += fmt.Sprintf("?year=%d", year)
	}
	return a.kept(here, func() (templated, error) {
		p, err := a.frame("建议提案办理情况", "")
		if err != nil {
			return nil, err
		}
		l, err := a.s.o.PublicProposals(a.r.Context(), a.organ.ID, year)
		if err != nil {
			return nil, err
		}
		page := proposalsPage{Page: p, L: l}
		for _, y := range l.Years {
			page.Years = append(page.Years, navItem{fmt.Sprintf("%d年", y), fmt.Sprintf("%s/proposals?year=%d", a.base, y), y == l.Year})
		}
		return page, nil
	})
}
