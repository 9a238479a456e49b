package office

import (
	"fmt"

	"gongkai/consultation"
	"gongkai/interview"
	"gongkai/ledger"
	"gongkai/proposal"
)

// sayTalk is a fact of a consultation or an interview in words, and where its
// record stands.
func sayTalk(f ledger.Fact) (what, link string) {
	switch f := f.(type) {
	case consultation.Planned:
		return fmt.Sprintf("起草征集，%s至%s", f.From, f.To), "consultations"
	case consultation.SentBack:
		return "退回", "consultations"
	case consultation.Opened:
		return "公布，公开征集意见", "consultations"
	case consultation.Opined:
		return fmt.Sprintf("收到第%d号意见（%s）", f.No, label("opinion_door", f.Door)), "consultations"
	case consultation.Prolonged:
		return fmt.Sprintf("延长征集期限，从%s延长到%s", f.Was, f.To), "consultations"
	case consultation.Concluded:
		return fmt.Sprintf("汇总意见：采纳%d件，部分采纳%d件，未采纳%d件", f.Adopted, f.Partly, f.Rejected), "consultations"
	case consultation.Issued:
		return fmt.Sprintf("公布采纳情况：意见%d件，采纳%d件，部分采纳%d件，未采纳%d件", f.Opinions, f.Adopted, f.Partly, f.Rejected), "consultations"
	case consultation.Ceased:
		return "终止征集", "consultations"
	case consultation.Kept:
		if f.Opinion > 0 {
			return fmt.Sprintf("第%d号意见的附件", f.Opinion), "consultations"
		}
		return "征求意见稿的附件", "consultations"
	case consultation.Erased:
		return "删除意见和提交人的个人信息", "consultations"
	case interview.Planned:
		return fmt.Sprintf("起草访谈预告，%s举行", f.HeldOn), "interviews"
	case interview.SentBack:
		return "退回", "interviews"
	case interview.Opened:
		return "预告访谈", "interviews"
	case interview.Asked:
		return fmt.Sprintf("网民第%d号提问", f.No), "interviews"
	case interview.Moderated:
		if f.Shown {
			return fmt.Sprintf("显示第%d号提问", f.No), "interviews"
		}
		return fmt.Sprintf("不显示第%d号提问", f.No), "interviews"
	case interview.Transcribed:
		return fmt.Sprintf("整理实录，%d段，答复网民提问%d条", f.Turns, f.Answered), "interviews"
	case interview.Issued:
		return fmt.Sprintf("发布实录，收到提问%d条，答复%d条", f.Questions, f.Answered), "interviews"
	case interview.CalledOff:
		return "取消访谈", "interviews"
	case interview.Kept:
		return "访谈图片", "interviews"
	case interview.Erased:
		return "删除提问和提问人的个人信息", "interviews"
	}
	return "", ""
}

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
	case proposal.Erased:
		return "删除提案人的联系方式", true
	}
	return "", false
}
