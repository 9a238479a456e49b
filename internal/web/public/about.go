package public

import (
	"gongkai/internal/office"
	"gongkai/ledger"
)

// wishPage says how to ask for information, or to write, until the module for
// it is there: at which counter, by which post, on which telephone.
type wishPage struct {
	Page
	Apply bool // 我要申请; otherwise 我要问
	Guide *row // the guide (政府信息公开指南), where it is published
}

func (wishPage) template() string { return "wish" }

func (a *ask) wish(which string) error {
	return a.kept("/"+which, func() (templated, error) {
		title := "我要问"
		if which == "apply" {
			title = "我要申请"
		}
		p, err := a.frame(title, "")
		if err != nil {
			return nil, err
		}
		w := wishPage{Page: p, Apply: which == "apply"}
		if c, ok := ofCategory(p.Site.Columns, "guide"); ok {
			l, err := a.s.o.PublicList(a.r.Context(), a.organ.ID, office.ListQuery{Under: c.Path, Size: 1})
			if err != nil {
				return nil, err
			}
			if len(l.Rows) > 0 {
				w.Guide = &a.rows(p.Site, l.Rows)[0]
			}
		}
		return w, nil
	})
}

// mapPage is the site map (站点地图).
type mapPage struct{ Page }

func (mapPage) template() string { return "map" }

func (a *ask) siteMap() error {
	return a.kept("/map", func() (templated, error) {
		p, err := a.frame("站点地图", "")
		return mapPage{p}, err
	})
}

// ledgerPage prints the ledger's head, so that anybody may note it and show
// later that nothing was changed behind it.
type ledgerPage struct {
	Page
	Head ledger.Head
}

func (ledgerPage) template() string { return "ledger" }

func (a *ask) ledger() error {
	return a.kept("/ledger", func() (templated, error) {
		p, err := a.frame("台账存证", "")
		return ledgerPage{p, p.Site.Head}, err
	})
}
