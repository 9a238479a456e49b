package report

import (
	"gongkai/contract"
	"gongkai/ledger"
)

// contractNames are the names that the words may quote of technical contracts,
// of all and by group: count, turnover and technical turnover (G.5-STAT).
var contractNames = func() map[string]string {
	out := map[string]string{"contracts.count": "技术合同登记项数", "contracts.turnover": "技术合同成交额（万元）", "contracts.technical": "技术合同技术交易额（万元）"}
	for _, g := range contract.List("group") {
		out["contracts.count."+g.Key] = g.Label + "合同登记项数"
		out["contracts.turnover."+g.Key] = g.Label + "合同成交额（万元）"
		out["contracts.technical."+g.Key] = g.Label + "合同技术交易额（万元）"
	}
	return out
}()

// contractFact posts an entry of a contract in the year of its legal day.
func (c *counter) contractFact(e ledger.Entry, f ledger.Fact) {
	if !c.within(e.On) {
		return
	}
	for _, p := range contract.Posts(f) {
		kinds := []string{""}
		if s, ok := contract.SortOf(p.Kind); ok {
			kinds = append(kinds, "."+string(s.Group))
		}
		for _, k := range kinds {
			c.add("contracts.count"+k, p.N, e.Seq)
			c.add("contracts.turnover"+k, p.Money.Total, e.Seq)
			c.add("contracts.technical"+k, p.Money.Technical, e.Seq)
		}
	}
}

// closeContracts gives every name its figure once all is gathered.
func (c *counter) closeContracts() {
	for name := range contractNames {
		f := c.f[name].Plus(0)
		f.Money = name[len("contracts.")] == 't'
		c.f[name] = f
	}
}
