// Package publication is proactive disclosure (主动公开): columns, articles,
// their editions, and the day by which each must be out.
//
// An Article is a place on the site with an index number (索引号) that never
// changes and is never reused. Its text lives in Editions: an edit makes a new
// edition, and the live page changes only when that edition is published. So
// what was public on any day can always be shown.
//
//	draft ─submit─► submitted ─publish─► live ─(next edition)─► past
//	  ▲                │  └─schedule─► scheduled ─release─► live
//	  ├─return, recall─┤                  live ─withdraw─► withdrawn (banner, reason)
//	  └────reassess─── closed (not to be public)
//
// Between submit and publish lies the chain of package review; what is not to be
// public ends there.
// Every verb is a method that returns a fact or a refusal, and Apply is the
// only way in which a fact changes an article. The limits come from package
// law (R-A26: twenty working days from the day formed), the days from calendar.
package publication

import (
	"slices"
	"time"

	"gongkai/calendar"
	"gongkai/ledger"
)

// Kind is what an article is for the report's figures.
type Kind string

const (
	News           Kind = "article"        // 信息: news, notices, overviews
	Document       Kind = "document"       // 其他公文
	Normative      Kind = "normative"      // 规范性文件, Art. 20(1)
	Rule           Kind = "rule"           // 规章, Art. 20(1)
	Interpretation Kind = "interpretation" // 政策解读
	ProposalReply  Kind = "proposal_reply" // 建议提案答复
	Annual         Kind = "annual"         // 政府信息公开年度报告
)

// KindName is a kind with its printed name.
type KindName struct {
	Kind Kind
	Name string
}

// Kinds lists the kinds in the order of the form.
var Kinds = []KindName{{News, "信息"}, {Document, "政策文件"}, {Normative, "规范性文件"}, {Rule, "规章"},
	{Interpretation, "政策解读"}, {ProposalReply, "建议提案答复"}, {Annual, "年度报告"}}

// Name is the kind's printed name.
func (k Kind) Name() string {
	for _, n := range Kinds {
		if n.Kind == k {
			return n.Name
		}
	}
	return string(k)
}

// Official says that the kind is an official document with the header table.
func (k Kind) Official() bool { return k == Document || k == Normative || k == Rule }

// State is where an edition, or the article by its live edition, stands.
type State string

const (
	Draft     State = "draft"     // 草稿
	InReview  State = "submitted" // 待审
	Scheduled State = "scheduled" // 定时
	Live      State = "live"      // 已发布
	Past      State = "past"      // 历史版本
	Withdrawn State = "withdrawn" // 已撤回
	Closed    State = "closed"    // 已定属性，不公开
)

// Name is the state's printed name.
func (s State) Name() string {
	return map[State]string{Draft: "草稿", InReview: "待审核", Scheduled: "定时发布", Live: "已发布",
		Past: "历史版本", Withdrawn: "已撤回", Closed: "不公开"}[s]
}

// Article is a place on the site. Fields that the ledger decides are changed
// by Apply alone.
type Article struct {
	ID          ledger.ID
	Organ       ledger.ID
	Column      ledger.Code // path of the column
	Type        Kind
	Unit        ledger.ID // 责任科室
	State       State
	IndexNo     string // 索引号, given at first publication
	Live        int    // number of the live edition, 0 before the first
	LiveSum     ledger.Sum
	Formed      calendar.Day // 成文日期 or the day the information was formed
	Due         calendar.Day // R-A26, as it stood at first publication
	Late        bool
	PublishedOn calendar.Day // first publication
	PublishedAt time.Time    // instant of the first publication
	Mode        ledger.Code  // 公开方式: proactive, on_request, withheld
	Validity    ledger.Code  // 有效性: valid, partial, expired, repealed, amended; empty where it has no meaning
	ReplacedBy  ledger.ID    // the article that amends or replaces this one
	MovedTo     ledger.ID    // redirect target
	Item        ledger.ID    // register item that this article publishes
	Explains    []ledger.ID  // policy documents that this interpretation explains
	WithdrawnOn calendar.Day
	NextReview  calendar.Day // when what is not public is looked at again (R-A18)

	Latest int    // number of the newest edition, live or not
	Reason string // words of the withdrawal, outside the ledger
	Rev    int64  // for two clerks on one article
}

// Edition is one text of an article, with the metadata of standards.md §H.4.
type Edition struct {
	Article   ledger.ID
	No        int // from 1
	State     State
	Title     string
	Summary   string // 内容概述, at most 100 characters
	HTML      string // cleaned
	DocNo     string // 文号
	Genre     string // 体裁, code of law.Genres
	Topic     string // 主题分类, code of law.Topics
	Source    string // 来源
	Keywords  []string
	Tags      []string // 五公开, codes of law.FiveTags
	Column    ledger.Code
	Type      Kind
	Unit      ledger.ID
	Mode      ledger.Code
	Basis     ledger.Code // why it is not public, law's list closed
	Ground    string      // the same in words
	Formed    calendar.Day
	Explains  []ledger.ID
	ValidFrom calendar.Day // 施行日期
	ValidTo   calendar.Day // 有效期至
	Exempt    string       // why a policy document has no 解读, for the desk
	Note      string       // what changed, shown in the list of editions
	Files     []File

	Authors     []ledger.ID // everybody who wrote in it
	Passed      ledger.Sum  // of the text that passed its review (R-A17); package review
	Approver    ledger.ID
	ScheduledAt time.Time
	SubmittedAt time.Time
	PublishedAt time.Time
	Remark      string // reason of the last return
	Salt        string // makes Sum meaningless once erased
	SavedAt     time.Time
	Rev         int64
}

// File is an attachment (附件) or a picture in the text.
type File struct {
	Name  string // as the reader sees it
	Type  string // media type by content
	Size  int64
	SHA   string // of the bytes, names the blob
	Alt   string // of a picture
	Inner bool   // a picture of the text, not listed as an attachment
}

// Wrote says whether the officer had a hand in the text.
func (e Edition) Wrote(o ledger.ID) bool { return slices.Contains(e.Authors, o) }

// By is the authors, and with them those who have a hand in the text now; an
// empty id is nobody.
func (e Edition) By(hands ...ledger.ID) []ledger.ID {
	out := slices.Clone(e.Authors)
	for _, o := range hands {
		if o != "" && !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	return out
}

// Public says whether the article can be read on the site now.
func (a Article) Public() bool { return a.State == Live }
