package staff_test

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"gongkai/writ"
)

// The legal officer's round: the list, a text with what it lacks, a preview,
// the new version beside the old one. What was typed stays on the page.
func TestEditingALetter(t *testing.T) {
	t.Parallel()
	b := open(t)
	legal, clerk := b.as(t, "fazhi"), b.as(t, "jingban")
	clerk.get("/writs").is(http.StatusOK).has("政府信息公开申请接收回执", "第三方意见征询书", "救济途径表", "尚未起用", "尚未起用，自2019-05-15起用", "2024-01-01起换用新的")
	clerk.get("/writs/withdrawn").is(http.StatusOK).has("系统自带第2版，自2008-05-01起用，现在有效", "自2019-05-15起用", "系统自带第1版").without("/edit")
	clerk.get("/writs/withdrawn/1").is(http.StatusOK).has("张三：", "2025年3月12日提出撤回该申请", "yykjj局")
	clerk.get("/writs/remedy").is(http.StatusOK).has("复议或者诉讼", "其余办理结果", "（行政复议机关）")
	clerk.get("/writs/poem").is(http.StatusNotFound)
	clerk.get("/writs/withdrawn/7").is(http.StatusNotFound)
	clerk.get("/writs/withdrawn/edit").is(http.StatusForbidden)

	text := writ.Builtin()[0].Text
	for _, tpl := range writ.Builtin() {
		if tpl.Kind == "withdrawn" {
			text = tpl.Text
		}
	}
	legal.get("/writs/withdrawn/edit").is(http.StatusOK).has(html.EscapeString(strings.TrimSpace(text)), "{撤回日期}", "必须有", "看样例")
	legal.get("/writs/remedy/edit").is(http.StatusOK).has("适用 *", "救济途径表")
	typed := url.Values{"from": {"2019-05-20"}, "do": {"save"}, "text": {strings.Replace(text, "于{撤回日期}提出", "提出", 1)}}
	clerk.post("/writs/withdrawn/edit", typed).is(http.StatusForbidden)
	legal.post("/writs/withdrawn/edit", typed).is(http.StatusUnprocessableEntity).has("缺少必须写明的要素：撤回日期。", "您（单位）提出撤回该申请", `value="2019-05-20"`)
	typed.Set("do", "preview")
	legal.post("/writs/withdrawn/edit", typed).is(http.StatusUnprocessableEntity).has("缺少必须写明的要素：撤回日期。")
	typed.Set("text", strings.Replace(text, "特此告知。", "特此告知，请知悉。", 1))
	legal.post("/writs/withdrawn/edit", typed).is(http.StatusOK).has("<h2>样例</h2>", "<p>特此告知，请知悉。</p>", "2025年3月12日提出撤回")
	typed.Set("do", "save")
	legal.post("/writs/withdrawn/edit", typed).is(http.StatusOK).has("已保存，自2019-05-20起用", "第101版，fazhi同志于2019-05-06", "系统自带第1版")
	clerk.get("/writs/withdrawn/101").is(http.StatusOK).has("特此告知，请知悉。", "自2019-05-20起用")
	typed.Set("from", "2019-05-05")
	legal.post("/writs/withdrawn/edit", typed).is(http.StatusUnprocessableEntity).has("模板不能从2019-05-05起用")
	clerk.get("/ledger").is(http.StatusOK).has("修改文书模板“政府信息公开申请终止办理告知书”")
}
