package contract

import (
	"gongkai/calendar"
	"gongkai/ledger"
)

// Money is what a contract is worth (成交金额), in 分: the whole, what of it is
// for technology (技术交易额), and what is for equipment, material and the like.
type Money struct{ Total, Technical, Equipment int64 }

// Party is what the ledger may know of a party: no name, no number.
type Party struct{ Nature, Region ledger.Code }

// Terms are the data of a contract that the ledger holds.
type Terms struct {
	Kind          ledger.Code // of kinds.txt
	Signed        calendar.Day
	From, To      calendar.Day
	Money         Money
	Pay           ledger.Code // 支付方式
	Property      ledger.Code // 知识产权类型
	Field         ledger.Code // 技术领域
	Plan          ledger.Code // 计划来源
	Goal          ledger.Code // 社会经济目标
	Seller, Buyer Party
	Related       bool // 关联交易
	Relief        bool // a tax relief is wanted (享受税收优惠)
}

// Submitted: the seller filed a contract (申报). Case is the case that this
// began, empty for none.
type Submitted struct {
	Case  ledger.ID
	Terms Terms
	Words ledger.Sum
}

// Amended: the filing was put right, or completed (补正).
type Amended struct {
	Terms Terms
	Words ledger.Sum
}

// Examined: the form of the filing was looked at (形式审查). What is missing is
// told once and completely; with nothing missing, it goes to recognition.
type Examined struct {
	Lacks []ledger.Code
	Words ledger.Sum
}

// Recognition: somebody looked at what the contract is (认定) and how much of it
// is income from technology (核定技术性收入).
type Recognition struct {
	Technical bool
	Type      ledger.Code // the kind as recognised
	Money     Money       // as verified
	Ground    ledger.Code // why it is not one to register
	Words     ledger.Sum
}

// Returned: the recognition went back with a reason (退回).
type Returned struct{ Words ledger.Sum }

// Registration: it stands in the register under its number (登记). It says again
// what was recognised, so that the statistics rest on this entry alone.
type Registration struct {
	No    ledger.Code
	Type  ledger.Code
	Money Money
}

// Refusal: it was not registered (未予登记).
type Refusal struct{ Ground ledger.Code }

// Certified: a certificate was made (出具登记证明); Of is the entry that it
// rests on: the registration, or what corrected it since.
type Certified struct {
	Version int
	Again   bool // issued again, without anything changed (补发)
	Of      int64
	Sum     ledger.Sum
}

// Corrected: kind or verified money were put right (更正); Of is the entry that
// this takes the place of, Was and From what stood there.
type Corrected struct {
	Of    int64
	Was   ledger.Code
	From  Money
	Type  ledger.Code
	Money Money
	Words ledger.Sum
}

// Cancellation: the registration was cancelled (注销); Type and Money are what
// leaves the register with it.
type Cancellation struct {
	Of     int64
	Ground ledger.Code
	Type   ledger.Code
	Money  Money
	Words  ledger.Sum
}

// Withdrawal: the filing ended without a result (终止办理): taken back, or its case
// was returned, handed on or not accepted.
type Withdrawal struct {
	How   ledger.Code
	Words ledger.Sum
}

// Kept: a paper was added to the file (附卷).
type Kept struct {
	Paper ledger.Code // text, annex, other
	Sum   ledger.Sum
}

// Archived: the file was closed (归档).
type Archived struct{}

// Erased: the contacts and papers of the file were erased (删除个人信息).
type Erased struct{}

// Settled: the registration office set where and how it registers (登记机构设置).
type Settled struct {
	Version int
	Unit    ledger.ID
	Regions []ledger.Code
	Words   ledger.Sum
}

func (Submitted) Kind() string    { return "contract.filed" }
func (Amended) Kind() string      { return "contract.amended" }
func (Examined) Kind() string     { return "contract.examined" }
func (Recognition) Kind() string  { return "contract.recognised" }
func (Returned) Kind() string     { return "contract.returned" }
func (Registration) Kind() string { return "contract.registered" }
func (Refusal) Kind() string      { return "contract.declined" }
func (Certified) Kind() string    { return "contract.certified" }
func (Corrected) Kind() string    { return "contract.corrected" }
func (Cancellation) Kind() string { return "contract.cancelled" }
func (Withdrawal) Kind() string   { return "contract.withdrawn" }
func (Kept) Kind() string         { return "contract.kept" }
func (Archived) Kind() string     { return "contract.archived" }
func (Erased) Kind() string       { return "contract.erased" }
func (Settled) Kind() string      { return "contract.settled" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact {
	return []ledger.Fact{Submitted{}, Amended{}, Examined{}, Recognition{}, Returned{}, Registration{}, Refusal{}, Certified{},
		Corrected{}, Cancellation{}, Withdrawal{}, Kept{}, Archived{}, Erased{}, Settled{}}
}
