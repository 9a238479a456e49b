package catalogue

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Sort is how an element is typed.
type Sort string

const (
	Line    Sort = "line"
	Area    Sort = "area"
	Choice  Sort = "choice"  // one of List
	Several Sort = "several" // some of List
	YesNo   Sort = "yesno"
	Number  Sort = "number"
	Span    Sort = "span" // a Period
)

// Field is one element as forms, spreadsheets and guides show it.
type Field struct {
	Key, Label, Group, Hint string
	Sort                    Sort
	List                    string // law's list of a choice
	Required                bool   // a guide without it is not complete
	Vital                   bool   // one of the 重点要素 of E.2 V6
	at                      func(*Elements) any
}

// Groups are the parts of the form and of the guide.
var Groups = []string{"基本信息", "实施主体", "办理对象和条件", "时限和方式", "收费", "结果", "联系和救济"}

// Fields is the table of the elements, in the order of the guide. Materials and
// steps are tables of their own.
var Fields = []Field{
	{"name", "事项名称", "基本信息", "", Line, "", true, true, func(e *Elements) any { return &e.Name }},
	{"parent", "主项名称", "基本信息", "", Line, "", false, false, func(e *Elements) any { return &e.Parent }},
	{"child", "子项名称", "基本信息", "", Line, "", false, false, func(e *Elements) any { return &e.Child }},
	{"business", "业务办理项名称", "基本信息", "", Line, "", false, false, func(e *Elements) any { return &e.Business }},
	{"kind", "事项类型", "基本信息", "", Choice, "item_kind", true, false, func(e *Elements) any { return &e.Kind }},
	{"subject", "主题", "基本信息", "办事服务栏目按它分类", Several, "item_subject", true, false, func(e *Elements) any { return &e.Subject }},
	{"basis", "设定依据", "基本信息", "法律、法规、文件的名称、文号和条款", Area, "", true, true, func(e *Elements) any { return &e.Basis }},
	{"basic_code", "基本编码", "基本信息", "12位", Line, "", false, false, func(e *Elements) any { return &e.BasicCode }},
	{"impl_code", "实施编码", "基本信息", "31位，前18位是实施主体的统一社会信用代码", Line, "", false, false, func(e *Elements) any { return &e.ImplCode }},
	{"business_code", "业务办理项编码", "基本信息", "33位", Line, "", false, false, func(e *Elements) any { return &e.BusinessCode }},
	{"applies", "适用范围", "基本信息", "", Area, "", false, false, func(e *Elements) any { return &e.Applies }},

	{"body", "实施主体", "实施主体", "", Line, "", true, false, func(e *Elements) any { return &e.Body }},
	{"nature", "实施主体性质", "实施主体", "", Choice, "item_nature", true, false, func(e *Elements) any { return &e.Nature }},
	{"body_code", "实施主体编码", "实施主体", "18位统一社会信用代码", Line, "", true, false, func(e *Elements) any { return &e.BodyCode }},
	{"entrusting", "委托部门", "实施主体", "", Line, "", false, false, func(e *Elements) any { return &e.Entrusting }},
	{"level", "行使层级", "实施主体", "", Choice, "item_level", true, false, func(e *Elements) any { return &e.Level }},
	{"powers", "行使内容、权限划分", "实施主体", "", Area, "", false, false, func(e *Elements) any { return &e.Powers }},
	{"origin", "权力来源", "实施主体", "如：法定本级行使、上级下放", Line, "", false, false, func(e *Elements) any { return &e.Origin }},
	{"jointly", "联办机构", "实施主体", "", Line, "", false, false, func(e *Elements) any { return &e.Jointly }},

	{"served", "服务对象", "办理对象和条件", "", Several, "item_served", true, false, func(e *Elements) any { return &e.Served }},
	{"person_topic", "面向自然人主题分类", "办理对象和条件", "", Line, "", false, false, func(e *Elements) any { return &e.PersonTopic }},
	{"legal_topic", "面向法人主题分类", "办理对象和条件", "", Line, "", false, false, func(e *Elements) any { return &e.LegalTopic }},
	{"conditions", "受理条件", "办理对象和条件", "", Area, "", true, true, func(e *Elements) any { return &e.Conditions }},
	{"forbidden", "禁止性要求", "办理对象和条件", "", Area, "", false, false, func(e *Elements) any { return &e.Forbidden }},
	{"no_materials", "无需申请材料", "办理对象和条件", "", YesNo, "", false, false, func(e *Elements) any { return &e.NoMaterials }},
	{"quota", "数量限制", "办理对象和条件", "", Line, "", false, false, func(e *Elements) any { return &e.Quota }},
	{"agency", "中介服务", "办理对象和条件", "", Line, "", false, false, func(e *Elements) any { return &e.Agency }},

	{"handling", "办件类型", "时限和方式", "", Choice, "item_handling", true, false, func(e *Elements) any { return &e.Handling }},
	{"statutory", "法定办结时限", "时限和方式", "如：20个工作日、30日；没有规定的留空", Span, "", false, false, func(e *Elements) any { return &e.Statutory }},
	{"promised", "承诺办结时限", "时限和方式", "不长于法定办结时限；当场办结的即办件留空", Span, "", true, false, func(e *Elements) any { return &e.Promised }},
	{"special", "特别程序", "时限和方式", "不计入时限的听证、检测、专家评审及其时间", Area, "", false, false, func(e *Elements) any { return &e.Special }},
	{"ways", "办理形式", "时限和方式", "", Several, "item_way", true, false, func(e *Elements) any { return &e.Ways }},
	{"visits", "到办事现场次数", "时限和方式", "0就是零跑动", Number, "", false, false, func(e *Elements) any { return &e.Visits }},
	{"visit_reason", "必须现场办理原因", "时限和方式", "到现场次数大于0时填写", Line, "", false, false, func(e *Elements) any { return &e.VisitReason }},
	{"depth", "网上办理深度", "时限和方式", "", Choice, "item_depth", false, false, func(e *Elements) any { return &e.Depth }},
	{"online", "在本网站在线申请", "时限和方式", "", YesNo, "", false, false, func(e *Elements) any { return &e.Online }},
	{"area", "通办范围", "时限和方式", "", Line, "", false, false, func(e *Elements) any { return &e.Area }},
	{"hall", "进驻政务大厅", "时限和方式", "", YesNo, "", false, false, func(e *Elements) any { return &e.Hall }},
	{"bookable", "支持预约办理", "时限和方式", "", YesNo, "", false, false, func(e *Elements) any { return &e.Bookable }},
	{"pay_online", "支持网上支付", "时限和方式", "", YesNo, "", false, false, func(e *Elements) any { return &e.PayOnline }},
	{"courier", "支持物流快递", "时限和方式", "", YesNo, "", false, false, func(e *Elements) any { return &e.Courier }},

	{"fee", "收费", "收费", "", YesNo, "", false, false, func(e *Elements) any { return &e.Fee }},
	{"fee_item", "收费项目", "收费", "", Line, "", false, false, func(e *Elements) any { return &e.FeeItem }},
	{"fee_standard", "收费标准", "收费", "", Line, "", false, false, func(e *Elements) any { return &e.FeeStandard }},
	{"fee_basis", "收费依据", "收费", "", Line, "", false, false, func(e *Elements) any { return &e.FeeBasis }},

	{"result_name", "审批结果名称", "结果", "", Line, "", true, false, func(e *Elements) any { return &e.ResultName }},
	{"result_type", "审批结果类型", "结果", "如：证照、批文、其他", Line, "", false, false, func(e *Elements) any { return &e.ResultType }},
	{"delivery", "结果送达", "结果", "", Line, "", false, false, func(e *Elements) any { return &e.Delivery }},
	{"publicity", "公开查询", "结果", "", Line, "", false, false, func(e *Elements) any { return &e.Publicity }},

	{"place", "办理地点", "联系和救济", "", Area, "", true, true, func(e *Elements) any { return &e.Place }},
	{"hours", "办理时间", "联系和救济", "", Line, "", true, true, func(e *Elements) any { return &e.Hours }},
	{"phone", "咨询方式", "联系和救济", "电话等", Line, "", true, true, func(e *Elements) any { return &e.Phone }},
	{"complaint", "监督投诉方式", "联系和救济", "", Line, "", true, false, func(e *Elements) any { return &e.Complaint }},
	{"remedies", "行政复议和行政诉讼", "联系和救济", "", Area, "", true, false, func(e *Elements) any { return &e.Remedies }},
	{"rights", "申请人权利和义务", "联系和救济", "", Area, "", false, false, func(e *Elements) any { return &e.Rights }},
}

// Get is the element as a form shows it: keys of lists, 20个工作日, yes.
func (f Field) Get(e *Elements) string {
	switch p := f.at(e).(type) {
	case *string:
		return *p
	case *ledger.Code:
		return string(*p)
	case *[]string:
		return strings.Join(*p, ",")
	case *bool:
		if *p {
			return "yes"
		}
	case *int:
		if *p != 0 {
			return strconv.Itoa(*p)
		}
	case *Period:
		return p.String()
	}
	return ""
}

// Print is the element as people read it: labels for keys.
func (f Field) Print(e *Elements) string {
	v := f.Get(e)
	switch f.Sort {
	case Choice, Several:
		var out []string
		for _, k := range strings.Split(v, ",") {
			if l, ok := law.Label(f.List, k); ok {
				out = append(out, l)
			}
		}
		return strings.Join(out, "、")
	case YesNo:
		if v == "" {
			return "否"
		}
		return "是"
	case Number:
		if v == "" {
			return "0"
		}
	}
	return v
}

// Set reads what was typed: keys of a list or their labels.
func (f Field) Set(e *Elements, typed string) error {
	typed = strings.TrimSpace(typed)
	switch p := f.at(e).(type) {
	case *string:
		*p = typed
	case *ledger.Code:
		key, ok := keyOf(f.List, typed)
		if !ok {
			return f.refuse("catalogue.draft.choice", typed)
		}
		*p = ledger.Code(key)
	case *[]string:
		*p = nil
		for _, part := range strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(",，、;；\n", r) }) {
			key, ok := keyOf(f.List, part)
			if !ok {
				return f.refuse("catalogue.draft.choice", part)
			}
			if !slices.Contains(*p, key) {
				*p = append(*p, key)
			}
		}
	case *bool:
		switch typed {
		case "", "否", "no", "不收费":
			*p = false
		case "是", "yes", "收费":
			*p = true
		default:
			return f.refuse("catalogue.draft.yes", typed)
		}
	case *int:
		n, err := strconv.Atoi(strings.TrimSuffix(typed, "次"))
		if typed != "" && (err != nil || n < 0 || n > 99) {
			return f.refuse("catalogue.draft.number", typed)
		}
		*p = n
	case *Period:
		var ok bool
		if *p, ok = ParsePeriod(typed); !ok {
			return f.refuse("catalogue.draft.period", typed)
		}
	}
	return nil
}

func (f Field) refuse(code, typed string) error {
	return refusal.New(code, "§G.4", "label", f.Label, "typed", typed).On(f.Key)
}

// keyOf finds a word of a closed list by its key or its label; nothing is none.
func keyOf(list, typed string) (string, bool) {
	typed = strings.TrimSpace(typed)
	for _, t := range law.Terms(list) {
		if typed == t.Key || typed == t.Label {
			return t.Key, true
		}
	}
	return "", typed == ""
}

// Labels are the words of one of law's lists as people read them.
func Labels(list string) (out []string) {
	for _, t := range law.Terms(list) {
		out = append(out, t.Label)
	}
	return out
}

// ParsePeriod reads 20个工作日, 20工作日, 30日, 30天; a bare number counts working
// days. 当场, 即时 and 无 stand for none.
func ParsePeriod(s string) (Period, bool) {
	s = strings.TrimSpace(s)
	if slices.Contains([]string{"", "0", "无", "当场", "当场办结", "即时"}, s) {
		return Period{}, true
	}
	p := Period{Unit: law.Workdays}
	digits := strings.TrimRight(s, "个工作日天")
	switch strings.TrimPrefix(s, digits) {
	case "", "个工作日", "工作日":
	case "日", "天":
		p.Unit = law.Days
	default:
		return Period{}, false
	}
	n, err := strconv.Atoi(digits)
	p.N = n
	return p, err == nil && n > 0 && n <= 999
}
