package office

import (
	"fmt"
	"strconv"

	"gongkai/ledger"
	"gongkai/service"
	"gongkai/writ"
)

// sayCase is what a fact of a case means in words.
func sayCase(f ledger.Fact) (what string, ok bool) {
	late := func(yes bool) string {
		if yes {
			return "，超过期限"
		}
		return ""
	}
	switch f := f.(type) {
	case service.Filed:
		return "办件提交（" + service.Label(service.Doors, f.Door) + "），编号 " + string(f.No), true
	case service.Prechecked:
		return "预审通过", true
	case service.TakenIn:
		if f.Window {
			return fmt.Sprintf("窗口收件，材料%d种", len(f.Materials)), true
		}
		return fmt.Sprintf("收件，材料%d种", len(f.Materials)), true
	case service.Lacked:
		return fmt.Sprintf("一次性告知补正，缺材料%d种，期限 %s", len(f.Materials), f.By), true
	case service.Supplemented:
		return "补齐补正", true
	case service.Accepted:
		if f.Deemed {
			return fmt.Sprintf("自 %s 起即为受理，法定期限 %s", f.From, f.Due), true
		}
		return fmt.Sprintf("受理，法定期限 %s", f.Due), true
	case service.Declined:
		return "不予受理：" + service.Label(service.Grounds, f.Ground), true
	case service.Claimed:
		return "认领", true
	case service.Released:
		return "放回", true
	case service.Advanced:
		return fmt.Sprintf("办结第%d个环节", f.Step+1) + late(f.Late), true
	case service.SentBack:
		return fmt.Sprintf("退回第%d个环节", f.To+1), true
	case service.Suspended:
		return fmt.Sprintf("进入特别程序：%s，约%d个工作日", service.Label(service.Procedures, f.Procedure), f.Days), true
	case service.Resumed:
		return "特别程序结束", true
	case service.Extended:
		return fmt.Sprintf("延期%d个工作日，至 %s", f.Days, f.To), true
	case service.Decided:
		return fmt.Sprintf("作出决定：%s，法定%d个工作日，实际%d个工作日", service.Label(service.Results, f.Result), f.Statutory, f.Used) + late(f.Late), true
	case service.Delivered:
		return "送达：" + service.Label(service.Ways, f.Way) + late(f.Late), true
	}
	return sayAfterCase(f)
}

// sayAfterCase says what comes beside or after the end.
func sayAfterCase(f ledger.Fact) (string, bool) {
	late := map[bool]string{true: "，超过期限"}
	switch f := f.(type) {
	case service.Visited:
		return "申请人到现场", true
	case service.Rated:
		return "评价：" + service.Label(service.Levels, ledger.Code(strconv.Itoa(f.Level))), true
	case service.Verified:
		if f.Upheld {
			return "差评核实：属实", true
		}
		return "差评核实：不属实", true
	case service.Mended:
		return "差评整改" + late[f.Late], true
	case service.Answered:
		return "差评回访答复" + late[f.Late], true
	case service.Withdrawn:
		return "申请人撤回", true
	case service.Returned:
		return "退件", true
	case service.Transferred:
		return "转报", true
	case service.Archived:
		return fmt.Sprintf("办件归档，材料%d份", f.Papers), true
	case service.Erased:
		return "删除办件的个人信息", true
	case service.Kept:
		return "附卷", true
	case service.Lettered:
		k, _ := writ.KindOf(f.Writ)
		return "制发《" + k.Name + "》", true
	}
	return "", false
}
