package request

import "gongkai/ledger"

// Life is the request that a series of facts leads to.
func Life(steps []Step) Request {
	var r Request
	for _, s := range steps {
		r = r.Apply(s.Entry, s.Fact)
	}
	return r
}

// Step is an entry with its fact.
type Step struct {
	Entry ledger.Entry
	Fact  ledger.Fact
}
