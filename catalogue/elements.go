package catalogue

import (
	"strconv"
	"strings"

	"gongkai/law"
	"gongkai/ledger"
)

// Period is how long something takes (时限). Nothing stands for none.
type Period struct {
	N    int
	Unit law.Unit
}

// String is the period as a guide prints it.
func (p Period) String() string {
	switch {
	case p.N == 0:
		return ""
	case p.Unit == law.Days:
		return strconv.Itoa(p.N) + "日"
	}
	return strconv.Itoa(p.N) + "个工作日"
}

// Longer says that a period surely takes longer than another. Five working days
// take a week at least, so that a period in working days may be held against
// one in days and the other way round.
func (p Period) Longer(than Period) bool { return p.fifths() > than.fifths() }

// fifths counts in fifths of a day, so that a working day is seven of them.
func (p Period) fifths() int {
	if p.Unit == law.Days {
		return p.N * 5
	}
	return p.N * 7
}

// File is what can be downloaded with a guide: an empty form (空表), a filled
// one (样表), the sample of a result.
type File struct {
	Name, Type, SHA string
	Size            int64
}

// Material is something an applicant hands in (申请材料).
type Material struct {
	Name     string
	Form     ledger.Code // 原件、复印件: law's list material_form
	Copies   int         // 份数
	Medium   ledger.Code // 纸质、电子: material_medium
	Source   ledger.Code // 来源渠道: material_source
	Need     ledger.Code // 必要性: material_need
	Notes    string      // 填报须知
	Standard string      // 受理标准
	Blank    File        // 空表
	Sample   File        // 样表
}

// Step is a stage of the work (办理环节) with the division and its own days, of
// the unit that the promise counts in.
type Step struct {
	Name     string
	Unit     ledger.ID // the division, of the item's own where empty
	Days     int
	Standard string // 审查标准
	Result   string // 办理结果
}

// Elements are what the state wants said of an item (要素, §G.4): the basic
// catalogue's (基本目录) and the implementation list's (实施清单).
type Elements struct {
	Name, Parent, Child, Business               string      // 事项名称、主项、子项、业务办理项名称
	BasicCode, ImplCode, BusinessCode           string      // 基本编码、实施编码、业务办理项编码
	Kind                                        ledger.Code // 事项类型
	Basis                                       string      // 设定依据
	Level                                       ledger.Code // 行使层级
	Powers                                      string      // 行使内容、权限划分
	Body, BodyCode, Entrusting, Origin, Jointly string      // 实施主体、统一社会信用代码、委托部门、权力来源、联办机构
	Nature                                      ledger.Code // 实施主体性质
	Served                                      []string    // 服务对象
	Subject                                     []string    // 主题分类
	PersonTopic, LegalTopic                     string      // 面向自然人、面向法人的主题分类
	Applies                                     string      // 适用范围
	Handling                                    ledger.Code // 办件类型
	Statutory, Promised                         Period      // 法定办结时限、承诺办结时限
	Conditions, Forbidden                       string      // 受理条件、禁止性要求
	Materials                                   []Material
	NoMaterials                                 bool       // 无需材料
	Questions                                   []Question // 填写项
	Steps                                       []Step
	Ways                                        []string    // 办理形式
	Visits                                      int         // 到办事现场次数
	VisitReason                                 string      // 必须现场办理原因
	Depth                                       ledger.Code // 网上办理深度
	Online                                      bool        // 可以在本网站在线申请
	Area                                        string      // 通办范围
	Hall, Bookable, PayOnline, Courier, Fee     bool        // 进驻大厅、预约、网上支付、物流快递、收费
	FeeItem, FeeStandard, FeeBasis              string
	Special, Quota, Agency                      string // 特别程序、数量限制、中介服务
	ResultName, ResultType                      string // 审批结果名称、类型
	ResultSample                                File
	Place, Hours, Phone, Complaint, Remedies    string // 办理地点、办理时间、咨询方式、监督投诉方式、行政复议和行政诉讼
	Rights, Delivery, Publicity                 string // 申请人权利和义务、结果送达、公开查询
}

// Words are all words of the elements in a fixed order, each with its key; what
// is not filled is left out, so that an element that is added to the table
// changes no sum of before.
func (e Elements) Words() (out []string) {
	add := func(key, value string) {
		if value != "" {
			out = append(out, key, value)
		}
	}
	for _, f := range Fields {
		add(f.Key, f.Get(&e))
	}
	for i, m := range e.Materials {
		at := "material." + strconv.Itoa(i+1) + "."
		add(at+"words", strings.Join([]string{m.Name, string(m.Form), strconv.Itoa(m.Copies), string(m.Medium), string(m.Source),
			string(m.Need), m.Notes, m.Standard}, "\n"))
		add(at+"blank", m.Blank.words())
		add(at+"sample", m.Sample.words())
	}
	for i, q := range e.Questions {
		add("question."+strconv.Itoa(i+1), q.words())
	}
	for i, s := range e.Steps {
		add("step."+strconv.Itoa(i+1), strings.Join([]string{s.Name, string(s.Unit), strconv.Itoa(s.Days), s.Standard, s.Result}, "\n"))
	}
	add("result_sample", e.ResultSample.words())
	return out
}

func (f File) words() string {
	if f.SHA == "" {
		return ""
	}
	return strings.Join([]string{f.Name, f.Type, f.SHA, strconv.FormatInt(f.Size, 10)}, "\n")
}

// Files are all that can be downloaded with the guide.
func (e Elements) Files() (out []File) {
	for _, m := range e.Materials {
		out = append(out, m.Blank, m.Sample)
	}
	out = append(out, e.ResultSample)
	n := 0
	for _, f := range out {
		if f.SHA != "" {
			out[n], n = f, n+1
		}
	}
	return out[:n]
}
