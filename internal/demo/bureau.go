package demo

import (
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
)

// Token is the bureau's short name in addresses and for --organ.
const Token = "yykjj"

// Password opens every account of the demonstration. It is printed on the
// sign-in page, so a demonstration must not stand on an open network.
const Password = "Demo-2019-gongkai"

// Line stands on every page.
const Line = "演示数据：本网站各篇文字为演示而写，不是真实公文；时钟停在2020年1月23日。"

// officers of the bureau: login, post, unit, roles, and what one may try with
// the account. A clerk's login is the code of the clerk's unit, that of the head
// of a division is the same with kz; see HeadOf.
var officers = []struct {
	login, post, unit string
	roles             []people.Role
	does              string
}{
	{"zhuren", "局办公室主任", "bgs", []people.Role{people.Office, people.UnitHead}, "审核、发布、先发后审、撤回、登记事项、填报数字"},
	{"gongkai", "政府信息公开工作机构负责人", "bgs", []people.Role{people.DisclosureHd}, "起草、冻结和提交年度报告"},
	{"bgs", "局办公室经办人", "bgs", []people.Role{people.Clerk}, "起草和提交信息"},
	{"juzhang", "局长（主要领导）", "bgs", []people.Role{people.Chief}, "查看待办、审核签发"},
	{"fenguan", "副局长（分管领导）", "bgs", []people.Role{people.DeputyChief}, "审核、发布、先发后审"},
	{"baomi", "保密审查员", "bgs", []people.Role{people.Secrecy}, "保密审查，送请有关部门确定，定期评估"},
	{"fazhi", "法律审查员", "zcfg", []people.Role{people.Legal}, "法律审查，标注文件有效性，修改审核流程表"},
	{"zcfg", "政策法规与监督科经办人", "zcfg", []people.Role{people.Clerk}, "起草和提交信息"},
	{"ghcw", "规划财务科经办人", "ghcw", []people.Role{people.Clerk}, "起草和提交信息"},
	{"kezhang", "高新技术科科长", "gxjs", []people.Role{people.UnitHead}, "审核本科室的稿件"},
	{"gxjs", "高新技术科经办人", "gxjs", []people.Role{people.Clerk}, "起草和提交信息"},
	{"nshs", "农村与社会发展科经办人", "nshs", []people.Role{people.Clerk}, "起草和提交信息"},
	{"cgzh", "成果转化与技术市场科经办人", "cgzh", []people.Role{people.Clerk}, "起草和提交信息"},
	{"rcyz", "引智与人才科经办人", "rcyz", []people.Role{people.Clerk}, "起草和提交信息"},
	{"kjqb", "科技情报研究所经办人", "kjqb", []people.Role{people.Clerk}, "起草和提交信息"},
	{"wzfw", "政务服务窗口人员", "wzfw", []people.Role{people.WindowStaff}, "起草办事信息"},
	{"zcfgkz", "政策法规与监督科科长", "zcfg", []people.Role{people.UnitHead}, "审核本科室的稿件"},
	{"ghcwkz", "规划财务科科长", "ghcw", []people.Role{people.UnitHead}, "审核本科室的稿件"},
	{"nshskz", "农村与社会发展科科长", "nshs", []people.Role{people.UnitHead}, "审核本科室的稿件"},
	{"cgzhkz", "成果转化与技术市场科科长", "cgzh", []people.Role{people.UnitHead}, "审核本科室的稿件"},
	{"rcyzkz", "引智与人才科科长", "rcyz", []people.Role{people.UnitHead}, "审核本科室的稿件"},
	{"kjqbkz", "科技情报研究所所长", "kjqb", []people.Role{people.UnitHead}, "审核本所的稿件"},
	{"wzfwkz", "政务服务窗口负责人", "wzfw", []people.Role{people.UnitHead}, "审核窗口的稿件"},
	{"xitong", "系统管理员", "bgs", []people.Role{people.SystemAdmin}, "修改机关资料，录入放假安排"},
	{"anquan", "安全管理员", "bgs", []people.Role{people.SecurityAdmin}, "任用人员、分配角色"},
	{"shenji", "审计管理员", "bgs", []people.Role{people.AuditAdmin}, "查看访问日志和台账"},
}

// HeadOf is the login of the head of a unit.
func HeadOf(unit string) string {
	switch unit {
	case "bgs":
		return "zhuren"
	case "gxjs":
		return "kezhang"
	}
	return unit + "kz"
}

// Account is an account that anybody may use.
type Account struct{ Login, Post, Does string }

// Accounts lists the accounts in the order in which they are worth trying.
func Accounts() []Account {
	out := make([]Account, len(officers))
	for i, o := range officers {
		out[i] = Account{o.login, o.post, o.does}
	}
	return out
}

// Founding is the bureau on its first day. Telephone, domain and codes are of
// the shape that the law asks for, and belong to nobody.
func Founding() office.Founding {
	f := office.Founding{
		Organ: people.Organ{
			Token: Token, Name: "岳阳市科学技术局", ShortName: "岳阳市科技局", CreditCode: "YYKJ00", Region: "岳阳市",
			Site:    people.Site{IDCode: "4306000000", ICP: "演示备案号", Police: "演示公安备案号", Host: "岳阳市科学技术局"},
			Address: "湖南省岳阳市（演示地址）科技大楼", Hours: "工作日8:30—12:00，14:30—17:30（夏季15:00—18:00）",
			Phone: "0730-0000000", Fax: "0730-0000001", Email: "gongkai@example.gov.cn", Postcode: "414000", Demo: Line},
		Units: []people.Unit{
			{Code: "bgs", Name: "办公室", Kind: people.Division, Duty: "机关日常运转、政务公开、保密、信访、建议提案办理"},
			{Code: "zcfg", Name: "政策法规与监督科", Kind: people.Division, Duty: "政策研究、法治建设、科普、科研诚信与监督"},
			{Code: "ghcw", Name: "规划财务科", Kind: people.Division, Duty: "科技规划、计划项目管理、财务资产、科技统计"},
			{Code: "gxjs", Name: "高新技术科", Kind: people.Division, Duty: "高新技术企业培育、创新平台建设、孵化器与众创空间"},
			{Code: "nshs", Name: "农村与社会发展科", Kind: people.Division, Duty: "农业农村与社会发展科技、科技特派员、科技扶贫"},
			{Code: "cgzh", Name: "成果转化与技术市场科", Kind: people.Division, Duty: "科技成果转化、技术合同认定登记、产学研合作"},
			{Code: "rcyz", Name: "引智与人才科", Kind: people.Division, Duty: "外国人来华工作管理、引进国外智力、科技人才"},
			{Code: "wzfw", Name: "政务服务窗口", Kind: people.Window, Duty: "一窗受理政务服务事项，提供咨询和帮办"},
			{Code: "kjqb", Name: "科技情报研究所", Kind: people.Affiliated, Duty: "科技文献、科技查新、科技情报服务"},
		},
		Leaders: []people.Leader{
			{Post: "党组书记、局长", Duty: "主持局党组和行政全面工作"},
			{Post: "党组成员、副局长", Duty: "分管规划财务、高新技术、项目管理"},
			{Post: "党组成员、副局长", Duty: "分管农村与社会发展、科技扶贫、科普"},
			{Post: "党组成员、副局长", Duty: "分管成果转化、技术市场、引智与人才、政务服务"},
			{Post: "党组成员、总工程师", Duty: "分管科技统计、评审专家库、科研诚信"},
		},
		Columns: publication.DefaultColumns(),
	}
	for _, o := range officers {
		roles := make([]string, len(o.roles))
		for i, r := range o.roles {
			roles[i] = string(r)
		}
		f.Officers = append(f.Officers, office.FoundingOfficer{Password: Password, OfficerForm: office.OfficerForm{
			Login: o.login, Name: o.post, Unit: string(unitID(o.unit)), Roles: roles}})
	}
	return f
}

func unitID(code string) ledger.ID { return office.UnitID(Token, ledger.Code(code)) }
