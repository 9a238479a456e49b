// Package review is the way of a text to the public (审核流程, 条例 Art. 17,
// R-A17): who must look at it, in which order, and what each of them said.
//
// The way is data. A table says for each kind of document and each column
// which steps it takes, which of them two different persons must take, and
// within how many working days; see chains.txt and Parse. Handing a text in
// opens a Round, which keeps the chain of that day:
//
//	         ┌──────── return to an earlier step ────────┐
//	         ▼                                           │
//	open ─► unit ─► secrecy ─► legal ─► office ─► leader ┴─► passed
//	 ▲        │  └─ refer ─► referred ─ advise ─┘
//	 │        └ return to the author, recall ─► ended
//	 └── handed in again: a new round
//
// An opinion is bound to the text that it was given on: a round speaks of no
// other. Whoever wrote in a text has no say on it, by no route and in nobody's
// name. What was published before its review (先发后审) has its secrecy review,
// which may then come before its turn, and keeps its round open until others
// have gone through the rest.
//
// Each verb is a method that returns a fact or a refusal; Round.Apply is the
// only way in which a fact changes a round, and Said makes the line of the
// trail (审批单) that goes with it. Prose stands in the lines, bound by the
// facts' sums.
package review

import (
	"slices"
	"time"

	"gongkai/ledger"
)

// Step is a station of the chain (环节).
type Step string

const (
	Drafted Step = "drafted" // 起草
	Unit    Step = "unit"    // 科室负责人
	Secrecy Step = "secrecy" // 保密审查
	Legal   Step = "legal"   // 法律审查
	Outside Step = "outside" // 外部审核: a co-issuing body, counsel
	Office  Step = "office"  // 局办公室
	Leader  Step = "leader"  // 分管领导
	Release Step = "release" // 发布: who lets out what has passed
)

// Steps lists the steps in their order with their printed names.
var Steps = []struct {
	Step Step
	Name string
}{{Drafted, "起草"}, {Unit, "科室负责人"}, {Secrecy, "保密审查"}, {Legal, "法律审查"}, {Outside, "外部审核"},
	{Office, "局办公室"}, {Leader, "分管领导"}, {Release, "发布"}}

// Name is the step's printed name.
func (s Step) Name() string {
	for _, x := range Steps {
		if x.Step == s {
			return x.Name
		}
	}
	return string(s)
}

// rank is the step's place in the order, -1 for none.
func (s Step) rank() int {
	return slices.IndexFunc(Steps, func(x struct {
		Step Step
		Name string
	}) bool {
		return x.Step == s
	})
}

// Verdict is what a line of the trail says.
type Verdict string

const (
	Submit  Verdict = "submit"  // 提交审核
	Approve Verdict = "approve" // 同意
	Return  Verdict = "return"  // 退回
	Recall  Verdict = "recall"  // 撤回送审
	Refer   Verdict = "refer"   // 送有关部门确定
	Advise  Verdict = "advise"  // 有关部门答复
	Rush    Verdict = "rush"    // 先发后审
	Close   Verdict = "close"   // 已定属性，不公开
	Keep    Verdict = "keep"    // 评估后继续不公开
	Open    Verdict = "open"    // 评估后转为公开
)

var verdictNames = map[Verdict]string{Submit: "提交审核", Approve: "同意", Return: "退回", Recall: "撤回送审", Refer: "送有关部门确定",
	Advise: "有关部门答复", Rush: "先发后审", Close: "已定属性，不公开", Keep: "继续不公开", Open: "转为公开"}

// Name is the verdict's printed name, empty for one that is none.
func (v Verdict) Name() string { return verdictNames[v] }

// Opinion is a line of the trail (审核意见): who said what at which step, in
// whose name, when, on what ground, in which words.
type Opinion struct {
	Article        ledger.ID
	Edition, Round int
	Seq            int64 // its entry
	At             time.Time
	Step           Step
	By             ledger.ID
	For            ledger.ID // in whose name (代理), empty for one's own
	Verdict        Verdict
	To             ledger.Code // where a return goes; which organ is asked; what it answered
	Basis          ledger.Code // law's list basis
	Guest          Guest       // a reviewer outside the system; its By is ledger.Guest
	Words          string
	Salt           string
	Sum            ledger.Sum // what the fact says of the words
}

// Guest is a reviewer without an account: a person of a co-issuing body, counsel.
type Guest struct{ Name, Organ string }

// Bound is the salted sum of what the line says in words.
func (o Opinion) Bound() ledger.Sum {
	return ledger.Salted(o.Salt, "opinion", o.Guest.Name, o.Guest.Organ, o.Words)
}

// Given is an approval that stands.
type Given struct {
	Step Step
	By   ledger.ID
	For  ledger.ID
	Seq  int64
}

// same says whether who acts, or in whose name, gave it or had it given (代理).
func (g Given) same(by, behalf ledger.ID) bool {
	return g.By == by && by != ledger.Guest || g.By == behalf || g.For != "" && (g.For == by || g.For == behalf)
}
