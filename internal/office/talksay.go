package office

import (
	"fmt"

	"gongkai/ledger"
	"gongkai/proposal"
)

// sayProposal is a fact of a proposal in words.
func sayProposal(f ledger.Fact) (string, bool) {
	switch f := f.(type) {
	case proposal.Received:
		return fmt.Sprintf("收到%s第%d号（%s）", label("proposal", f.Type), f.No, label("proposal_role", f.Role)), true
	case proposal.Handed:
		return "交办", true
	case proposal.Returned:
		return "退回", true
	case proposal.Extended:
		return "延长答复期限", true
	case proposal.Proposed:
		return "拟复：" + label("proposal_category", f.Category) + "，" + label("proposal_open", f.Openness), true
	case proposal.Passed:
		return "答复审核通过", true
	case proposal.Replied:
		late := "按期"
		if f.Late {
			late = "超期"
		}
		return fmt.Sprintf("发出答复，应于 %s 前答复，%s", f.Due, late), true
	case proposal.Heard:
		return "反馈意见：" + label("satisfaction", f.Satisfaction), true
	case proposal.Released:
		return "起草公开答复的稿件", true
	case proposal.TakenBack:
		return "撤回", true
	case proposal.Kept:
		return "附卷", true
	}
	return "", false
}
