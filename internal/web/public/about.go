package public

// wishPage says how to ask the organ (我要问): by a letter, at the window, at which
// counter, by which post, on which telephone.
type wishPage struct{ Page }

func (wishPage) template() string { return "wish" }

func (a *ask) wish() error {
	return a.kept("/ask", func() (templated, error) {
		p, err := a.frame("我要问", "")
		return wishPage{p}, err
	})
}

// mapPage is the site map (站点地图).
type mapPage struct{ Page }

func (mapPage) template() string { return "map" }

func (a *ask) siteMap() error {
	return a.kept("/map", func() (templated, error) {
		a.counts()
		p, err := a.frame("站点地图", "")
		return mapPage{p}, err
	})
}
