package service

import (
	"slices"
	"strings"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
)

// Period is a number of days (时限); without a unit there is none.
type Period struct {
	N    int
	Unit law.Unit
}

// Terms are what a case was opened under: the item, the version of it that held
// on the day, and what that version asks and promises. They stand in the fact of
// filing, so that the case keeps them.
type Terms struct {
	Item      ledger.ID
	Version   int
	Register  ledger.Code // permit or service: the row of table 二 that its decision counts in
	Instant   bool        // 即办件: done at the window at once, by one officer
	Form      ledger.Code // the data of its own that such a case has beside it, empty for none
	Unit      ledger.ID   // 承办科室
	Statutory Period      // 法定办结时限
	Promised  Period      // 承诺办结时限
	Steps     []Step      // between acceptance and decision
	Materials []Material
	Since     calendar.Day // the version is in force from this day
	Until     calendar.Day // up to this day, zero while it is
}

// Step is one step of the examination (环节), by a division within its own days.
type Step struct {
	Unit ledger.ID
	N    int // working days, 0 for none
}

// Material is one of the materials (申请材料).
type Material struct {
	Code     ledger.Code
	Required bool
}

// Names are the printed names that belong to the Terms. They stand in the row,
// bound by a sum of the fact of filing.
type Names struct {
	Item      string
	No        string // of the item
	Steps     []string
	Materials []string
	Result    string // what the result document is called
}

// Words are what the sum binds.
func (n Names) Words() []string {
	return append([]string{n.Item, n.No, n.Result}, slices.Concat(n.Steps, []string{"|"}, n.Materials)...)
}

// unit is whose step it is; after the last one it is the item's own division.
func (t Terms) unit(step int) ledger.ID {
	if step < len(t.Steps) && t.Steps[step].Unit != "" {
		return t.Steps[step].Unit
	}
	return t.Unit
}

// InForce says that the version holds on a day.
func (t Terms) InForce(on calendar.Day) bool {
	return t.Item != "" && !on.Before(t.Since) && (t.Until.IsZero() || !on.After(t.Until))
}

func (t Terms) has(m ledger.Code) bool {
	return slices.ContainsFunc(t.Materials, func(x Material) bool { return x.Code == m })
}

// Absent lists the required materials that are not among those given.
func (t Terms) Absent(given []ledger.Code) (out []ledger.Code) {
	for _, m := range t.Materials {
		if m.Required && !slices.Contains(given, m.Code) {
			out = append(out, m.Code)
		}
	}
	return out
}

// Named are the printed names of materials, the code of one that has none.
func (t Terms) Named(n Names, materials ...ledger.Code) string {
	var out []string
	for _, code := range materials {
		name := string(code)
		if i := slices.IndexFunc(t.Materials, func(m Material) bool { return m.Code == code }); i >= 0 && i < len(n.Materials) {
			name = n.Materials[i]
		}
		out = append(out, name)
	}
	return strings.Join(out, "、")
}

// Counter is the door of the window.
const Counter ledger.Code = "counter"

// The closed lists, with their printed names.
var (
	// Doors are where a case comes in.
	Doors = []law.Term{{Key: "web", Label: "网上"}, {Key: "counter", Label: "窗口"}, {Key: "post", Label: "邮寄"}, {Key: "letter", Label: "来信转办"}}
	// Applicants are the kinds of applicants.
	Applicants = []law.Term{{Key: "natural", Label: "自然人"}, {Key: "legal", Label: "法人"}, {Key: "other", Label: "其他组织"}}
	// Procedures are what the law does not count (行政许可法第四十五条).
	Procedures = []law.Term{{Key: "hearing", Label: "听证"}, {Key: "tender", Label: "招标"}, {Key: "auction", Label: "拍卖"},
		{Key: "inspect", Label: "检验"}, {Key: "test", Label: "检测"}, {Key: "quarantine", Label: "检疫"},
		{Key: "appraise", Label: "鉴定"}, {Key: "experts", Label: "专家评审"}}
	// Results are how a case is decided.
	Results = []law.Term{{Key: "granted", Label: "准予"}, {Key: "denied", Label: "不予"}, {Key: "done", Label: "办结"}}
	// Grounds are why one is not accepted (行政许可法第三十二条).
	Grounds = []law.Term{{Key: "needless", Label: "依法不需要办理", Article: "行政许可法第三十二条第一款第（一）项"},
		{Key: "competence", Label: "不属于本机关职权范围", Article: "行政许可法第三十二条第一款第（二）项"},
		{Key: "incomplete", Label: "没有按要求补正", Article: "行政许可法第三十二条第一款第（五）项"},
		{Key: "unfit", Label: "不符合受理条件", Article: "行政许可法第三十四条"}}
	// Ways are how the result reaches the applicant.
	Ways = []law.Term{{Key: "counter", Label: "窗口领取"}, {Key: "post", Label: "邮寄"}, {Key: "web", Label: "网上送达"}}
	// Levels are the five of 好差评; the last two are bad ratings (差评).
	Levels = []law.Term{{Key: "5", Label: "非常满意"}, {Key: "4", Label: "满意"}, {Key: "3", Label: "基本满意"}, {Key: "2", Label: "不满意"}, {Key: "1", Label: "非常不满意"}}
	// OnlineDimensions and CounterDimensions are what a rating may go into.
	OnlineDimensions  = []law.Term{{Key: "efficiency", Label: "办事效率"}, {Key: "guide", Label: "办事指南精确度"}, {Key: "ease", Label: "办事便捷度"}, {Key: "platform", Label: "平台操作性"}}
	CounterDimensions = []law.Term{{Key: "speed", Label: "服务效率"}, {Key: "skill", Label: "服务水平"}, {Key: "attitude", Label: "服务态度"}}
)

// Label is the printed name of a key in one of the lists, the key itself for one
// that is not there.
func Label(list []law.Term, key ledger.Code) string {
	for _, t := range list {
		if t.Key == string(key) {
			return t.Label
		}
	}
	return string(key)
}

func listed(list []law.Term, key ledger.Code) bool {
	return slices.ContainsFunc(list, func(t law.Term) bool { return t.Key == string(key) })
}
