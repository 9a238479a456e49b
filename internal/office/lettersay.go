package office

import (
	"fmt"

	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/letter"
)

// letterSubject is how a list names a letter: its number and its title.
func letterSubject(tx *store.Tx, id ledger.ID) string {
	r, err := tx.LetterRow(id)
	if err != nil {
		return string(id)
	}
	return r.No + " " + r.Subject
}

// sayLetter is what a fact of a letter means in the office's words.
func sayLetter(f ledger.Fact) (string, bool) {
	switch f := f.(type) {
	case letter.Received:
		return fmt.Sprintf("收到来信（%s，%s）", letter.Name(letter.Doors, f.Door), letter.Name(letter.Sorts, f.Sort)), true
	case letter.Imported:
		return "由旧台账导入", true
	case letter.Taken:
		return "受理", true
	case letter.Refused:
		return "不予受理：" + letter.Name(letter.Grounds, f.Ground), true
	case letter.Handed:
		if f.Due.IsZero() {
			return "转办到科室", true
		}
		return "转办到科室，科室期限" + f.Due.String(), true
	case letter.HandedBack:
		return "科室退办", true
	case letter.Turned:
		return letter.Name(letter.Exits, f.To), true
	case letter.TakenBack:
		return "来信人撤回", true
	case letter.Extended:
		return "延期，至" + f.To.String(), true
	case letter.Written:
		return "拟答复", true
	case letter.SentBack:
		return "退回", true
	case letter.Passed:
		return "科室负责人审核", true
	case letter.Agreed:
		return "局办公室审定", true
	case letter.Replied:
		late := "按期"
		if f.Late {
			late = "超期"
		}
		return fmt.Sprintf("答复，期限 %s，%s", f.Due, late), true
	case letter.Copied:
		return "拟公开稿", true
	case letter.Opened:
		return "公开来信和答复", true
	case letter.Closed:
		return "撤回公开", true
	case letter.Rated:
		return "评价：" + letter.Level(f.Stars), true
	case letter.FollowedUp:
		return "回访（" + letter.Name(letter.Hows, f.How) + "）", true
	case letter.Corrected:
		return "更正信箱或者类型为" + letter.Name(letter.Sorts, f.Sort), true
	case letter.Reopened:
		return fmt.Sprintf("更正重办，第%d号作废", f.Of), true
	case letter.Kept:
		return "附件", true
	case letter.Filed:
		return "归档", true
	case letter.Erased:
		return "删除来信人的个人信息", true
	}
	return "", false
}
