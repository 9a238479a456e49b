package office

import (
	"fmt"

	"gongkai/contract"
	"gongkai/ledger"
)

// sayContract is what a fact of a technical contract means in words, and where
// its record stands.
func sayContract(f ledger.Fact) (what, link string) {
	worth := func(kind ledger.Code, m contract.Money) string {
		return fmt.Sprintf("%s，成交额%s万元，技术交易额%s万元", contract.SortName(kind), contract.Wan(m.Total), contract.Wan(m.Technical))
	}
	link = "contract"
	switch f := f.(type) {
	case contract.Submitted:
		what = "申报技术合同：" + worth(f.Terms.Kind, f.Terms.Money)
	case contract.Amended:
		what = "补正申报：" + worth(f.Terms.Kind, f.Terms.Money)
	case contract.Examined:
		if what = "形式审查通过"; len(f.Lacks) > 0 {
			what = fmt.Sprintf("形式审查，一次告知缺%d项", len(f.Lacks))
			for _, l := range f.Lacks {
				what += "；" + contract.Label("lack", l)
			}
		}
	case contract.Recognition:
		if what = "认定：不予登记，" + contract.Label("ground", f.Ground); f.Technical {
			what = "认定：" + worth(f.Type, f.Money)
		}
	case contract.Returned:
		what = "退回认定"
	case contract.Registration:
		what = "登记，编号 " + string(f.No) + "：" + worth(f.Type, f.Money)
	case contract.Refusal:
		what = "未予登记：" + contract.Label("ground", f.Ground)
	case contract.Certified:
		if what = fmt.Sprintf("出具登记证明第%d版", f.Version); f.Again {
			what = fmt.Sprintf("补发登记证明第%d版", f.Version)
		}
	case contract.Corrected:
		what = fmt.Sprintf("更正第%d号：%s", f.Of, worth(f.Type, f.Money))
	case contract.Cancellation:
		what = "注销登记：" + contract.Label("cancel", f.Ground)
	case contract.Withdrawal:
		what = "终止办理：" + contract.Label("ending", f.How)
	case contract.Kept:
		what = "技术合同的材料附卷"
	case contract.Archived:
		what = "技术合同归档"
	case contract.Erased:
		what = "删除技术合同的个人信息"
	case contract.Settled:
		return fmt.Sprintf("技术合同登记机构设置第%d版", f.Version), "contracts/office"
	default:
		link = ""
	}
	return what, link
}
