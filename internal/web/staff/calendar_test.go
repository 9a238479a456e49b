package staff_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/internal/testkit"
)

// TestCalendar: the administrator pastes a notice, sees its days, and saves;
// the others read. The desk of 2019 knows all years to 2026.
func TestCalendar(t *testing.T) {
	t.Parallel()
	b := open(t)
	clerk, admin := b.as(t, "jingban"), b.as(t, "xitong")
	clerk.get("/calendar").is(http.StatusOK).has("2019年工作日历", "250个工作日", "content_5346276", `<td class="k-makeup">12<i>班</i></td>`,
		`<td class="k-off">1<i>休</i></td>`).without("录入放假安排", `name="notice"`)
	clerk.get("/calendar?year=2031").is(http.StatusOK).has("2031年工作日历", "按周一至周五暂估")
	clerk.post("/calendar", url.Values{"notice": {testkit.Notice2027}, "do": {"save"}}).is(http.StatusForbidden)

	admin.get("/calendar").is(http.StatusOK).has("录入放假安排", "预览").without("保存2027年安排")
	bad := strings.Replace(testkit.Notice2027, "1月1日（周五）", "1月1日（周四）", 1)
	admin.post("/calendar", url.Values{"notice": {bad}, "do": {"preview"}}).is(http.StatusUnprocessableEntity).
		has("2027年1月1日是星期五，通知里写的是星期四，请核对。", `href="#f-notice"`, "1月1日（周四）至3日").without("保存2027年安排")
	admin.post("/calendar", url.Values{"notice": {testkit.Notice2027}, "do": {"preview"}}).is(http.StatusOK).
		has("预览：还没有保存", "35天有变化", "国办发明电〔2026〕9号", "保存2027年安排", "2027-02-05", "k-off changed")
	clerk.get("/calendar").is(http.StatusOK).without("2027年")
	admin.post("/calendar", url.Values{"notice": {testkit.Notice2027}, "do": {"save"}}).is(http.StatusOK).
		has("2027年节假日安排已录入", "2027年工作日历", "249个工作日", "yykjj局xitong同志")
	clerk.get("/calendar?year=2027").is(http.StatusOK).has("249个工作日", "国办发明电〔2026〕9号")
	admin.post("/calendar", url.Values{"notice": {testkit.Notice2027}, "do": {"save"}}).is(http.StatusConflict).has("与这份通知一致")
}

// TestMissingNotice: from November on the desk asks for the next year's notice,
// on the queue of those who have one and on every page of the administrator.
func TestMissingNotice(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2026, 11, 2))
	clerk, admin := b.as(t, "jingban"), b.as(t, "xitong")
	const words = "2027年节假日安排尚未录入"
	clerk.get("").is(http.StatusOK).has(words, `href="/yykjj/desk/calendar"`)
	admin.get("/organ").is(http.StatusOK).has(words, `href="/yykjj/desk/calendar">录入放假安排`)
	admin.get("/calendar").is(http.StatusOK).has(words, `href="#f-notice"`)
	clerk.get("/calendar?year=2027").is(http.StatusOK).has(words, "请系统管理员录入")
	admin.post("/calendar", url.Values{"notice": {testkit.Notice2027}, "do": {"save"}}).is(http.StatusOK)
	clerk.get("").is(http.StatusOK).without(words)
	admin.get("/organ").is(http.StatusOK).without(words)
}
