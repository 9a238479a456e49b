package catalogue

import (
	"fmt"
	"slices"
)

// Gap is an element that a guide lacks.
type Gap struct {
	Key, Label string
	Vital      bool // one of the 重点要素 (E.2 V6)
}

// Missing names what the guide lacks of the elements of §G.4, in their order.
func (e Elements) Missing() (out []Gap) {
	for _, f := range Fields {
		switch {
		case f.Key == "promised" && e.Handling == "instant":
		case f.Required && f.Get(&e) == "":
			out = append(out, Gap{f.Key, f.Label, f.Vital})
		}
	}
	if e.Fee && e.FeeStandard == "" {
		out = append(out, Gap{"fee_standard", "收费标准", false})
	}
	if e.Fee && e.FeeBasis == "" {
		out = append(out, Gap{"fee_basis", "收费依据", false})
	}
	if e.Visits > 0 && e.VisitReason == "" {
		out = append(out, Gap{"visit_reason", "必须现场办理原因", false})
	}
	if len(e.Materials) == 0 && !e.NoMaterials {
		out = append(out, Gap{"materials", "申请材料", true})
	}
	for i, m := range e.Materials {
		if m.Form == "" || m.Medium == "" || m.Source == "" || m.Need == "" || m.Copies == 0 {
			out = append(out, Gap{fmt.Sprintf("material.%d", i+1), "材料“" + m.Name + "”的类型、份数、形式、来源或者必要性", false})
		}
	}
	if len(e.Steps) == 0 {
		out = append(out, Gap{"steps", "办理流程", true})
	}
	return out
}

// Complete says that the guide lacks nothing.
func (e Elements) Complete() bool { return len(e.Missing()) == 0 }

// Useless says that the guides of an organ fail the state's inspection (E.2 V6,
// 服务不实用): four or more of the 重点要素 lack in five items or more, or in all
// of fewer than five. [K?] the numbers were written from memory and not seen.
func Useless(items []Elements) (bad int, fails bool) {
	for _, e := range items {
		vital := slices.DeleteFunc(e.Missing(), func(g Gap) bool { return !g.Vital })
		if len(vital) >= 4 {
			bad++
		}
	}
	return bad, bad >= 5 || len(items) > 0 && len(items) < 5 && bad == len(items)
}
