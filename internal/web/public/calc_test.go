package public_test

import (
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
)

// TestCalc: the calculator's answers and refusals are those of the rules, and
// what was typed stays. The clock stands at 2019-05-06.
func TestCalc(t *testing.T) {
	t.Parallel()
	w := open(t)
	has(t, w.page(200, "/yykjj/apply"), `href="/yykjj/calc"`)
	has(t, w.page(200, "/yykjj/map"), `href="/yykjj/calc"`)
	blank := w.page(200, "/yykjj/calc")
	has(t, blank, "算一算答复期限", `name="received"`, `name="channel"`)
	hasNot(t, blank, "为什么是这一天", "noindex", "<details open>")

	ask := func(status int, pairs ...string) string {
		t.Helper()
		v := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return w.page(status, "/yykjj/calc?"+v.Encode())
	}
	has(t, ask(200, "channel", "counter", "received", "2019-04-22"), "<span>2019年5月14日</span> <span>星期二</span>答复", "剩6个工作日", "已用9个",
		"2019年4月22日至2019年5月14日，每一天怎样计算", `class="due">到期`, "<b>第5天</b>", "<i>调休上班</i>", "noindex", `value="2019-04-22"`, `back=%2fcalc%3fchannel`)
	has(t, ask(200, "channel", "web", "received", "2019-04-22"), "<span>2019年5月14日</span>", "条例（2007）第二十四条") // wants no confirmation yet
	has(t, ask(200, "channel", "web", "received", "2019-04-19", "confirmed", "2019-04-22", "consulted", "2019-04-25", "heard", "2019-05-05"),
		"2019年5月20日", "<b>停</b>", "<details open>", "征求意见，至2019年5月5日不计入期限")
	has(t, ask(200, "channel", "counter", "received", "2019-04-22", "clarified", "2019-04-24"), "正在等申请人补正")
	has(t, ask(200, "channel", "counter", "received", "2019-04-22", "extended", "2019-05-06", "days", "10"), "2019年5月28日", "期限共25个工作日")
	has(t, ask(200, "channel", "counter", "received", "2019-04-22", "consulted", "2019-04-25", "served", "2019-04-26"), "征求意见还没有反馈，期限停着")
	hasNot(t, ask(200, "channel", "counter", "received", "2019-04-01", "consulted", "2019-04-02", "served", "2019-04-03"), "征求意见还没有反馈")
	has(t, ask(200, "channel", "counter", "received", "2019-03-01"), "逾期", "<b>逾期1天</b>")
	for _, c := range []struct {
		field, want string
		pairs       []string
	}{
		{"received", "请填写日期", []string{"channel", "web"}},
		{"received", "形式", []string{"received", "2019-02-30"}},
		{"received", "还没有到", []string{"received", "2019-05-07"}},
		{"clarified", "条例第三十条", []string{"channel", "counter", "received", "2019-04-01", "clarified", "2019-05-05"}},
		{"days", "1至15个工作日", []string{"channel", "counter", "received", "2019-04-22", "extended", "2019-05-06", "days", "21"}},
		{"extended", "请填写日期", []string{"channel", "counter", "received", "2019-04-22", "days", "5"}},
		{"heard", "没有与之对应的征求意见书", []string{"channel", "counter", "received", "2019-04-22", "heard", "2019-05-05"}},
		{"served", "没有与之对应的征求意见书", []string{"channel", "counter", "received", "2019-04-22", "served", "2019-05-05"}},
		{"heard", "没有与之对应的征求意见书", []string{"channel", "post", "received", "2019-04-22", "heard", "2019-04-24"}},
		{"charged", "2021年1月1日", []string{"channel", "counter", "received", "2019-04-22", "charged", "2019-04-24"}},
	} {
		body := ask(http.StatusUnprocessableEntity, c.pairs...)
		has(t, body, c.want, `href="#f-`+c.field+`"`, `id="f-`+c.field+`-fault"`)
		hasNot(t, body, "为什么是这一天")
		for i := 1; i < len(c.pairs); i += 2 {
			has(t, body, `value="`+c.pairs[i]+`"`)
		}
	}
	if body := openOn(t, "2025-05-06").page(200, "/yykjj/calc?channel=web&received=2025-04-22"); !strings.Contains(body, "还没有确定的日期") ||
		!strings.Contains(body, "双方还没有确认") || !strings.Contains(body, "<b>待确认</b>") {
		t.Error("nothing is said of the confirmation that the present 条例 wants")
	}
	hasNot(t, ask(http.StatusUnprocessableEntity, "received", `"><script>alert(1)`), "<script>alert")
	if strings.Contains(w.page(200, "/yykjj/calc"), "noindex") {
		t.Error("an asked page was kept")
	}
}

// The strip looks the same at the desk and on the site.
func TestOneStrip(t *testing.T) {
	t.Parallel()
	ours, err := os.ReadFile("templates/_strip.html")
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := os.ReadFile("../staff/templates/_strip.html")
	if err != nil || string(ours) != string(theirs) {
		t.Errorf("templates/_strip.html differs from the desk's: %v", err)
	}
}
