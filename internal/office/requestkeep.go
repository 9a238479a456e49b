package office

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"html"
	"io"
	"strings"

	"gongkai/access"
	"gongkai/internal/conv"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// KeptUpload is a file that an applicant handed in before the application
// itself: sealed in the folder, and named by a token that goes along in the
// form, so that nobody has to choose a file twice.
type KeptUpload struct{ Name, Token string }

// KeepUpload seals a file for an application that is still being written.
func (o *Office) KeepUpload(organ ledger.ID, f Upload) (KeptUpload, error) {
	if err := access.May(access.Actor{}, access.AskRequest, access.Thing{Organ: organ, Public: true}); err != nil {
		return KeptUpload{}, err
	}
	papers, err := o.seal([]Upload{f})
	if err != nil {
		return KeptUpload{}, err
	}
	b, err := json.Marshal(papers[0])
	if err != nil {
		return KeptUpload{}, err
	}
	sealed, err := o.db.Seal(b)
	return KeptUpload{papers[0].Name, base64.RawURLEncoding.EncodeToString(sealed)}, err
}

// KeptUploads reads the names of the files that tokens stand for.
func (o *Office) KeptUploads(organ ledger.ID, tokens []string) ([]KeptUpload, error) {
	if err := access.May(access.Actor{}, access.AskRequest, access.Thing{Organ: organ, Public: true}); err != nil {
		return nil, err
	}
	papers, err := o.unkeep(tokens)
	out := make([]KeptUpload, len(papers))
	for i, p := range papers {
		out[i] = KeptUpload{p.Name, tokens[i]}
	}
	return out, err
}

// unkeep opens tokens; one that is not ours is a mistake of whoever sent it.
func (o *Office) unkeep(tokens []string) ([]store.Paper, error) {
	var out []store.Paper
	for _, t := range tokens {
		var p store.Paper
		sealed, err := base64.RawURLEncoding.DecodeString(t)
		if err == nil {
			var b []byte
			if b, err = o.db.Unseal(sealed); err == nil {
				err = json.Unmarshal(b, &p)
			}
		}
		if err != nil || p.SHA == "" {
			return nil, refusal.New("request.keep.lost", "R-A29").On("file")
		}
		p.ID = newID() // a form may be sent again for another application
		out = append(out, p)
	}
	return out, nil
}

// ApplicationDocx writes the paper form of an application (政府信息公开申请表,
// §I.2), for those who come or write.
func (o *Office) ApplicationDocx(ctx context.Context, organ ledger.ID, w io.Writer) error {
	if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return err
	}
	var name, address string
	if err := o.view(ctx, func(tx *store.Tx) error {
		g, err := tx.Organ(organ)
		name, address = g.Name, strings.TrimSpace(g.Address+" "+g.Phone)
		return err
	}); err != nil {
		return err
	}
	row := func(label string, lines int) string {
		return "<tr><th>" + html.EscapeString(label) + "</th><td>" + strings.Repeat("<br>", max(lines-1, 0)) + "</td></tr>"
	}
	boxes := func(list string) string {
		var out []string
		for _, t := range law.Terms(list) {
			out = append(out, "□"+t.Label)
		}
		return html.EscapeString(strings.Join(out, "　"))
	}
	var kinds []string
	for _, t := range law.Terms("applicant")[1:] {
		kinds = append(kinds, "□"+t.Label)
	}
	text := "<h2>一、公民填写</h2><table>" + row("姓名", 1) + row("工作单位", 1) + row("证件名称、证件号码", 1) + row("联系电话、邮政编码", 1) +
		row("通信地址", 1) + row("电子邮箱（传真）", 1) + "</table><h2>二、法人或者其他组织填写</h2><table>" + row("名称", 1) +
		"<tr><th>类型</th><td>" + html.EscapeString(strings.Join(kinds, "　")) + "</td></tr>" + row("统一社会信用代码", 1) +
		row("法定代表人（负责人）、联系人", 1) + row("联系电话、邮政编码、地址、电子邮箱", 1) + "</table><h2>三、所需信息</h2><table>" +
		row("名称、文号或者其他特征性描述（必填）", 5) + row("索引号（选填）", 1) + "<tr><th>信息形式</th><td>" + boxes("carrier") +
		"</td></tr><tr><th>获取途径</th><td>" + boxes("way") + "</td></tr></table><p>□ 本机关无法按照上述方式提供的，也接受其他方式。</p>" +
		`<p class="right">申请人签名或者盖章：　　　　　　　　申请时间：　　　年　　月　　日</p>` +
		"<p>随表附身份证明；委托他人代办的，附授权委托书和双方身份证明。申请不用说明用途（《中华人民共和国政府信息公开条例》第二十九条）。" +
		html.EscapeString("送交或者寄送："+name+"，"+address) + "</p>"
	return conv.WriteDocx(w, conv.Paper{Title: name + "政府信息公开申请表", HTML: text})
}
