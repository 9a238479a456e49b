package check

// Documents knows the documents of the bureau (发文): whether one of the number
// was ever published here, whether it is still valid, and what took its place.
type Documents interface {
	Document(no string) (known, valid bool, successor string)
}

// Links knows which addresses did not answer when they were last tried.
type Links interface {
	Dead(href string) bool
}

// figures runs the rules on figures and references (FG).
func (c *Checker) figures(f *findings) {
	all := tables(f.text)
	sumTables(f, all)
	c.forms(f, all)
	sameFigures(f, all)
	serials(f, all)
	amounts(f)
	sentences(f.text, func(from, to int) {
		quantities := measured(f.text.Words, from, to)
		rateOf(f, from, to, quantities)
		partsOf(f, to, quantities)
		addedUp(f, quantities)
	})
	c.dates(f)
	series(f)
	c.citations(f)
	c.documents(f)
	c.links(f)
}
