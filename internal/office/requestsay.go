package office

import (
	"encoding/json"
	"errors"
	"fmt"

	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/request"
	"gongkai/writ"
)

// subject is how a list names a request: its number and what it asks.
func subject(tx *store.Tx, id ledger.ID) string {
	r, err := tx.Request(id)
	if err != nil {
		return string(id)
	}
	t, err := tx.RequestText(id)
	if err != nil || t.Subject == "" {
		return r.No
	}
	return r.No + " " + t.Subject
}

// sayRequest is what a fact of a request means in the office's words.
func sayRequest(f ledger.Fact) (string, bool) {
	switch f := f.(type) {
	case request.Received:
		door, _ := law.Label("door", string(f.Door))
		who, _ := law.Label("applicant", string(f.Applicant))
		return fmt.Sprintf("收到申请（%s，%s）", door, who), true
	case request.Imported:
		return "由旧台账导入", true
	case request.Linked:
		return "由来信转来，收到之日是来信收到之日", true
	case request.Confirmed:
		return "双方确认收到", true
	case request.Assigned:
		if f.Due.IsZero() {
			return "转办到科室", true
		}
		return "转办到科室，科室期限" + f.Due.String(), true
	case request.Clarified:
		return "告知补正，期限" + f.By.String(), true
	case request.Supplemented:
		return "收到补正，期限重新计算", true
	case request.Consulted:
		if f.Party == request.CoProducer {
			return "征求共同制作机关意见", true
		}
		return "征求第三方意见", true
	case request.Served:
		return "对方签收", true
	case request.Heard:
		return "反馈意见：" + f.View.Name(), true
	case request.Extended:
		return fmt.Sprintf("延期%d个工作日，至%s", f.Days, f.To), true
	case request.ReasonsAsked:
		return "要求说明理由，期限" + f.By.String(), true
	case request.Reasoned:
		return "申请人说明理由", true
	case request.Postponed:
		return "延迟答复，至" + f.To.String(), true
	case request.Levied:
		return "通知缴费" + yuan(f.Fen), true
	case request.Paid:
		return "缴费" + yuan(f.Fen) + "，期限重新计算", true
	case request.Decided:
		reply, _ := law.Label("reply", string(f.Reply))
		return "拟答复：" + reply, true
	case request.Returned:
		return "退回修改", true
	case request.Checked:
		return "审核通过", true
	case request.Approved:
		return "签发", true
	case request.Sent:
		late := "按期"
		if f.Late {
			late = "逾期"
		}
		way, _ := law.Label("way", string(f.Way))
		return fmt.Sprintf("发出答复（%s），应于%s前答复，%s；计入“%s”", way, f.Due, late, request.GroundName(f.Outcome)), true
	case request.Delivery:
		return "送达", true
	case request.TakenBack:
		return "申请人撤回", true
	case request.Abandoned:
		return "视为放弃；计入“" + request.GroundName(f.Outcome) + "”", true
	case request.Reopened:
		return fmt.Sprintf("更正重办（更正台账第%d号）", f.Of), true
	case request.Corrected:
		who, _ := law.Label("applicant", string(f.Applicant))
		return "更正申请人类型为" + who, true
	case request.Filed:
		return fmt.Sprintf("归档，材料%d件", f.Papers), true
	case request.Released:
		return "转主动公开：起草为文章", true
	case request.Suggested:
		return "申请人建议转为主动公开", true
	case request.Declined:
		return "审查后不转为主动公开", true
	case request.Erased:
		return "删除个人信息", true
	case request.Lettered:
		k, _ := writ.KindOf(f.Writ)
		return "制发《" + k.Name + "》", true
	case request.Kept:
		name, _ := law.Label("paper", string(f.Paper))
		return "附卷：" + name, true
	}
	return "", false
}

// readDraft reads a draft as the words of its fact have it.
func readDraft(words []string) (d Draft, err error) {
	if len(words) != 1 {
		return d, errors.New("office: a draft answer has lost its words")
	}
	return d, json.Unmarshal([]byte(words[0]), &d)
}
