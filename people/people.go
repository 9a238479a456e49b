// Package people holds the bodies, their parts and their officers.
//
// One installation serves many bodies (机关): each Organ has its own site,
// ledger, divisions (科室) and affiliated units (直属单位). An officer
// (工作人员) belongs to one organ and one unit and holds roles; what a role may
// do is access's matter.
//
// Names, telephone numbers and password hashes stand in rows that can be
// erased; the ledger knows only ids and role codes.
package people

import (
	"regexp"
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	"gongkai/ledger"
	"gongkai/refusal"
)

// Organ is a reporting body (机关) with all that its site's head, foot and
// guide must say (standards.md §D.3, Art. 12).
type Organ struct {
	ID         ledger.ID
	Token      string // unique short name for addresses and --organ, e.g. yykjj
	Name       string // 规范名称
	ShortName  string // 简称, for letters and titles
	CreditCode string // 统一社会信用代码, front part of index numbers 索引号
	Region     string // the seat, e.g. 岳阳市
	Site       Site
	Address    string
	Hours      string // 办公时间
	Phone      string
	Fax        string
	Email      string
	Postcode   string
	Demo       string // a line that every page shows when the data is a demonstration; empty otherwise
	Rev        int64
}

// Site is what 政府网站发展指引 wants of the organ's website.
type Site struct {
	Domain string // 英文域名
	IDCode string // 网站标识码, ten characters
	ICP    string // ICP备案编号
	Police string // 公安机关备案标识
	Host   string // 主办单位
}

// UnitKind tells a division from an affiliated unit.
type UnitKind string

const (
	Division   UnitKind = "division"   // 内设科室
	Affiliated UnitKind = "affiliated" // 直属单位
	Window     UnitKind = "window"     // 政务服务窗口
)

// Unit is a part of an organ: a division, an affiliated unit, the window.
type Unit struct {
	ID    ledger.ID
	Organ ledger.ID
	Code  ledger.Code // short name within the organ, e.g. bgs
	Name  string
	Kind  UnitKind
	Duty  string // 职责, shown on the organ's page
	Order int
	Rev   int64
}

// Leader is an entry of 领导信息 on the public site.
type Leader struct {
	ID    ledger.ID
	Organ ledger.ID
	Post  string // 职务
	Name  string // empty in the demonstration
	Duty  string // 主管或分管工作
	Order int
}

// Role is what an officer may act as. One officer may hold several, but see
// Separate.
type Role string

const (
	Chief         Role = "chief"          // 主要领导
	DeputyChief   Role = "deputy_chief"   // 分管领导
	Office        Role = "office"         // 局办公室
	UnitHead      Role = "unit_head"      // 科室负责人
	Clerk         Role = "clerk"          // 经办人
	Secrecy       Role = "secrecy"        // 保密审查
	Legal         Role = "legal"          // 法律审查
	WindowStaff   Role = "window_staff"   // 窗口人员
	DisclosureHd  Role = "disclosure_hd"  // 政府信息公开工作机构负责人
	SystemAdmin   Role = "system_admin"   // 系统管理员
	SecurityAdmin Role = "security_admin" // 安全管理员
	AuditAdmin    Role = "audit_admin"    // 审计管理员
)

// RoleName is a role with its printed name.
type RoleName struct {
	Role Role
	Name string
}

// Roles lists every role in the order of the office's own table.
var Roles = []RoleName{
	{Chief, "主要领导"}, {DeputyChief, "分管领导"}, {Office, "局办公室"}, {UnitHead, "科室负责人"},
	{Clerk, "经办人"}, {Secrecy, "保密审查"}, {Legal, "法律审查"}, {WindowStaff, "窗口人员"},
	{DisclosureHd, "政府信息公开工作机构负责人"},
	{SystemAdmin, "系统管理员"}, {SecurityAdmin, "安全管理员"}, {AuditAdmin, "审计管理员"},
}

// Name is the role's printed name.
func (r Role) Name() string {
	for _, n := range Roles {
		if n.Role == r {
			return n.Name
		}
	}
	return string(r)
}

// Officer is a member of staff (工作人员).
type Officer struct {
	ID       ledger.ID
	Organ    ledger.ID
	Unit     ledger.ID
	Login    string
	Name     string // as shown on the desk; a post in the demonstration
	Phone    string // encrypted at rest
	Email    string // 电子邮箱, encrypted at rest: where reminders go; may be empty
	Password string // argon2id hash
	Roles    []Role
	Left     bool // 已离岗: may not sign in
	Changed  time.Time
	Rev      int64
}

// Has says whether the officer holds the role.
func (o Officer) Has(r Role) bool { return slices.Contains(o.Roles, r) }

// Separate refuses sets of roles that put two of the three administrators
// (三员分立) or an administrator and any business role in one hand.
func Separate(roles []Role) error {
	admins, business := 0, 0
	for _, r := range roles {
		switch r {
		case SystemAdmin, SecurityAdmin, AuditAdmin:
			admins++
		default:
			business++
		}
	}
	if admins > 1 || admins == 1 && business > 0 {
		return refusal.New("officer.appoint.separate", "GB/T 22239-2019 8.1.5").On("roles")
	}
	return nil
}

// Password refuses weak passwords: at least ten characters of three kinds.
func Password(p string) error {
	kinds := map[string]bool{}
	for _, c := range p {
		switch {
		case unicode.IsDigit(c):
			kinds["digit"] = true
		case unicode.IsUpper(c):
			kinds["upper"] = true
		case unicode.IsLower(c):
			kinds["lower"] = true
		default:
			kinds["other"] = true
		}
	}
	if utf8.RuneCountInString(p) < 10 || len(kinds) < 3 {
		return refusal.New("officer.password.weak", "GB/T 22239-2019 8.1.4.1").On("password")
	}
	return nil
}

var token = regexp.MustCompile(`^[a-z][a-z0-9-]{1,31}$`)

// Token refuses what cannot stand in an address.
func Token(s string) error {
	if !token.MatchString(s) {
		return refusal.New("organ.open.token", "", "token", s).On("token")
	}
	return nil
}
