package request

// Verb is what may be done to a request.
type Verb string

const (
	ConfirmVerb    Verb = "confirm"
	AssignVerb     Verb = "assign"
	ClarifyVerb    Verb = "clarify"
	SupplementVerb Verb = "supplement"
	ConsultVerb    Verb = "consult"
	ServeVerb      Verb = "serve"
	HearVerb       Verb = "hear"
	ExtendVerb     Verb = "extend"
	AskVerb        Verb = "ask"
	ReasonVerb     Verb = "reason"
	PostponeVerb   Verb = "postpone"
	ChargeVerb     Verb = "charge"
	PayVerb        Verb = "pay"
	DecideVerb     Verb = "decide"
	ReturnVerb     Verb = "return"
	ReviewVerb     Verb = "review"
	SignVerb       Verb = "sign"
	SendVerb       Verb = "send"
	DeliverVerb    Verb = "deliver"
	WithdrawVerb   Verb = "withdraw"
	GiveUpVerb     Verb = "give_up"
	ReopenVerb     Verb = "reopen"
	CorrectVerb    Verb = "correct"
	ArchiveVerb    Verb = "archive"
)

var (
	before = []State{Arrived, Open, Clarifying, Charged, Drafted, Reviewed, Signed}
	works  = []State{Open, Drafted, Reviewed, Signed}
	ended  = []State{Answered, Delivered, Withdrawn, GivenUp, Archived}
)

// allowed is the state table: where each verb may be done, and the rule that
// says so.
var allowed = map[Verb]struct {
	name, rule string
	states     []State
}{
	ConfirmVerb:    {"确认收到", "R-A31", []State{Arrived}},
	AssignVerb:     {"转办", "R-A45", before},
	ClarifyVerb:    {"告知补正", "R-A30", []State{Open}},
	SupplementVerb: {"登记补正", "R-A30", []State{Clarifying}},
	ConsultVerb:    {"征求意见", "R-A32", works},
	ServeVerb:      {"登记签收", "R-A32", before[1:]},
	HearVerb:       {"登记反馈", "R-A32", before[1:]},
	ExtendVerb:     {"延期", "R-A33", works},
	AskVerb:        {"要求说明理由", "R-A35", []State{Open}},
	ReasonVerb:     {"登记理由", "R-A35", works},
	PostponeVerb:   {"延迟答复", "R-A35", works},
	ChargeVerb:     {"通知缴费", "F.3", []State{Open}},
	PayVerb:        {"登记缴费", "F.3", []State{Charged}},
	DecideVerb:     {"拟答复", "R-A36", []State{Open}},
	ReturnVerb:     {"退回", "R-A45", []State{Drafted, Reviewed, Signed}},
	ReviewVerb:     {"审核", "R-A45", []State{Drafted}},
	SignVerb:       {"签发", "R-A45", []State{Reviewed}},
	SendVerb:       {"发出", "R-A33", []State{Signed}},
	DeliverVerb:    {"登记送达", "R-A45", []State{Answered, Withdrawn, GivenUp}},
	WithdrawVerb:   {"撤回", "A.4.2", before},
	GiveUpVerb:     {"视为放弃", "R-A30", []State{Clarifying, Charged}},
	ReopenVerb:     {"更正重办", "R-A45", ended},
	CorrectVerb:    {"更正申请人类型", "R-A45", append(append([]State{}, before...), ended...)},
	ArchiveVerb:    {"归档", "R-A45", []State{Delivered, Withdrawn, GivenUp}},
}

// Verbs lists the verbs in the order in which a life meets them.
var Verbs = []Verb{ConfirmVerb, AssignVerb, ClarifyVerb, SupplementVerb, ConsultVerb, ServeVerb, HearVerb, ExtendVerb, AskVerb,
	ReasonVerb, PostponeVerb, ChargeVerb, PayVerb, DecideVerb, ReturnVerb, ReviewVerb, SignVerb, SendVerb, DeliverVerb,
	WithdrawVerb, GiveUpVerb, ReopenVerb, CorrectVerb, ArchiveVerb}

// Name is the printed name.
func (v Verb) Name() string { return allowed[v].name }

// Can lists the verbs that the state allows; what the rules want beside the
// state is told when the verb is done.
func (r Request) Can() []Verb {
	var out []Verb
	for _, v := range Verbs {
		if r.allow(v) == nil {
			out = append(out, v)
		}
	}
	return out
}
