package office

import (
	"context"
	"html"
	"io"
	"strings"

	"gongkai/access"
	"gongkai/internal/conv"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/people"
)

// ApplicationForm writes the blank form for those who apply on paper
// (政府信息公开申请表, §I.2, R-A29). The purpose is not asked.
func (o *Office) ApplicationForm(ctx context.Context, organ ledger.ID, w io.Writer) error {
	if err := access.May(access.Actor{}, access.AskRequest, access.Thing{Organ: organ, Public: true}); err != nil {
		return err
	}
	var g people.Organ
	if err := o.view(ctx, func(tx *store.Tx) (err error) { g, err = tx.Organ(organ); return err }); err != nil {
		return err
	}
	boxes := func(list string, but ...string) string {
		var out []string
		for _, t := range law.Terms(list) {
			if len(but) == 0 || t.Key != but[0] {
				out = append(out, "□"+t.Label)
			}
		}
		return strings.Join(out, "　")
	}
	line := func(cells ...string) string { // pairs of label and value
		s := "<tr>"
		for i := 0; i < len(cells); i += 2 {
			wide := ""
			if len(cells) == 2 {
				wide = ` colspan="3"`
			}
			s += "<th>" + cells[i] + "</th><td" + wide + ">" + cells[i+1] + "</td>"
		}
		return s + "</tr>"
	}
	room := "<p></p><p></p><p></p><p></p>"
	text := "<h2>申请人</h2><table>" +
		line("公民：姓名", "", "工作单位", "") + line("证件名称", "", "证件号码", "") +
		line("法人或者其他组织：名称", "", "统一社会信用代码", "") + line("类型（必选）", boxes("applicant", "natural")) +
		line("法定代表人（负责人）", "", "联系人", "") + line("联系电话", "", "邮政编码", "") +
		line("通信地址", "") + line("电子邮箱", "", "传真", "") + line("代理人（没有的不填）", "", "代理人证件号码", "") +
		line("申请人签名或者盖章", "", "申请时间", "　　年　月　日") + "</table>" +
		"<h2>所需信息</h2><table>" + line("名称、文号或者其他特征性描述（必填）", room) + line("索引号（选填）", "") +
		line("信息的形式", boxes("carrier")) + line("获取的途径", boxes("way", "web")) +
		line("", "□若本机关无法按照指定方式提供，也可接受其他方式") + "</table>" +
		"<p>请附身份证明的复印件；由他人代理的，另附授权委托书和双方的身份证明。不需要说明用途。</p>" +
		"<p>递交地址：" + html.EscapeString(orElse(g.Address, "见本机关网站")) + "，信封请注明“政府信息公开申请”。电话：" + html.EscapeString(orElse(g.Phone, "见本机关网站")) + "。</p>"
	return conv.WriteDocx(w, conv.Paper{Title: g.Name + "政府信息公开申请表", HTML: text})
}
