package office

import (
	"fmt"

	"gongkai/catalogue"
	"gongkai/ledger"
)

// sayGuide is what a fact of the catalogue means in words.
func sayGuide(f ledger.Fact) (string, bool) {
	switch f := f.(type) {
	case catalogue.Proposed:
		return fmt.Sprintf("办事指南第%d版送审", f.Version), true
	case catalogue.Returned:
		return fmt.Sprintf("办事指南第%d版退回", f.Version), true
	case catalogue.Enforced:
		return fmt.Sprintf("办事指南第%d版自%s起生效", f.Version, f.From), true
	case catalogue.Halted:
		return "事项暂停办理", true
	case catalogue.Resumed:
		return "事项恢复办理", true
	case catalogue.Cancellation:
		return "事项取消", true
	}
	return "", false
}
