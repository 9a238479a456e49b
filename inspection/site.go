package inspection

import (
	"time"

	"gongkai/calendar"
	"gongkai/ledger"
)

// Site is a website as one finds it. A part that nobody looked at is nil or
// unsaid, and its indicators stay unseen.
type Site struct {
	Name, Home string
	Domain     string       // name of its host, "" where it has none yet
	HomeOn     calendar.Day // the newest day on the home page, none: without a day, which counts as not updated
	HomeSeen   bool
	Columns    []Column // nil: not looked at
	Channel    *bool    // an address where everybody can ask
	Letters    []Letter // nil: not looked at; only whoever has the book can
	LettersOut *calendar.Day
	Guides     []Guide
	Catalogue  *bool // a list of the items
	StatsOn    *calendar.Day
	Calls      []Call // 征集调查 of the last year
	CallsSeen  bool
	Policies   []Policy
	Pages      []Page
	Footer     map[string]bool // element of the foot by its name
	Search     *bool
	Tries      []Try       // visits by a probe
	Stated     []Statement // what only people can see
}

// Kind of a column, as the indicators tell them apart.
type Kind string

// The kinds that indicators name; others only may not be empty or stale.
const (
	News     Kind = "news"
	Notice   Kind = "notice"
	PolicyOf Kind = "policy"
	Explains Kind = "interpretation"
	Overview Kind = "overview"
	Organ    Kind = "organ"
	Leaders  Kind = "leaders"
)

// Column is one that holds items itself.
type Column struct {
	Path, Name, Page string
	Kind             Kind
	MaxAge           int // days after which it is stale, 0: never
	Items            int
	Newest           calendar.Day // none: without a day
	Unit             ledger.ID
}

// Letter is a message to the organ. Simple is a plain question.
type Letter struct {
	ID, Page string
	Unit     ledger.ID
	On       calendar.Day
	Answered calendar.Day // none: not yet
	Simple   bool         // 咨询, which is to be answered in five working days
	Counts   bool         // of those that V5 counts: no report, no petition, no interview
}

// Guide is the guide of an item with what it lacks.
type Guide struct {
	ID, Name, Page string
	Unit           ledger.ID
	Lacks          []string // elements in print
	Vital          int      // of which 重点要素
	Forms          int      // materials whose blank form or sample is missing
}

// Call is a 征集调查.
type Call struct {
	ID, Name, Page string
	Unit           ledger.ID
	Opened, Closed calendar.Day
	Outcome        bool // its result is public
	Due            calendar.Day
}

// Policy is a document that wants an interpretation.
type Policy struct {
	ID, Name, Page string
	Unit           ledger.ID
	Linked         bool // both ways, or exempt
}

// Page is a page with what is wrong with it.
type Page struct {
	URL, Name string
	Unit      ledger.ID
	Tags      []string // required tags that it lacks
	Dead      []string // links of it that do not answer
}

// Try is one visit by a probe.
type Try struct {
	At   time.Time
	Took time.Duration
	OK   bool
}

// Statement says what only people can see (V1), for a while.
type Statement struct {
	Rule string
	On   calendar.Day
	Bad  bool
}

// Footers are what the foot of each page must show (§D.3), in their order.
var Footers = []string{"党政机关网站标识", "网站标识码", "ICP备案编号", "公安机关备案标识", "主办单位", "联系方式", "站点地图"}
