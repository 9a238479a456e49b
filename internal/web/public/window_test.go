package public_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/office"
	"gongkai/window"
)

func (w *town) send(path string, v url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, r)
	return rec
}

func (w *town) sent(status int, path string, v url.Values, want ...string) string {
	w.t.Helper()
	rec := w.send(path, v)
	if to := rec.Header().Get("Location"); rec.Code == http.StatusSeeOther { // the receipt, by the cookie
		r := httptest.NewRequest(http.MethodGet, to, nil)
		for _, c := range rec.Result().Cookies() {
			r.AddCookie(c)
		}
		rec = httptest.NewRecorder()
		w.ServeHTTP(rec, r)
	}
	if rec.Code != status {
		w.t.Errorf("%s: %d, want %d", path, rec.Code, status)
	}
	has(w.t, rec.Body.String(), want...)
	return rec.Body.String()
}

var codeOf = regexp.MustCompile(`class="code">([0-9A-Z-]{14})<`)

// §G.3, GB/T 36113: an enquiry and a complaint from the site, answered, and
// looked after by their codes; a turn that is booked and given up.
func TestWindow(t *testing.T) {
	t.Parallel()
	w, ctx := open(t), context.Background()
	w.service(guide(), "")
	has(t, w.page(http.StatusOK, "/yykjj/enquiry?item=001"), "事项：技术合同认定登记")
	w.sent(http.StatusUnprocessableEntity, "/yykjj/enquiry", url.Values{"text": {""}}, "请写明要问的", "请从列表中选择主题", `href="#text"`)
	body := w.sent(http.StatusOK, "/yykjj/enquiry", url.Values{"text": {"<script>怎样登记？"}, "topic": {"contract"}, "item": {"001"}}, "已收到您的咨询", "2019-0001", "2019年5月13日")
	code := codeOf.FindStringSubmatch(body)[1]
	if got := w.sent(http.StatusOK, "/yykjj/asked", url.Values{"code": {strings.ToLower(code)}}, "待答复", "&lt;script&gt;怎样登记？", "已收到"); strings.Contains(got, "<script>怎") {
		t.Error("what was typed became markup")
	}
	l, err := w.o.Window(ctx, w.head, window.Enquiry, true, 1)
	w.must(err)
	w.must(w.o.WindowVerb(ctx, w.head, l.Rows[0].ID, "answer", office.WindowAct{Rev: l.Rows[0].Rev, Words: "带上合同到窗口"}))
	w.sent(http.StatusOK, "/yykjj/asked", url.Values{"code": {code}}, "已答复", "带上合同到窗口")
	w.sent(http.StatusUnprocessableEntity, "/other/asked", url.Values{"code": {code}}, "没有查到")
	w.sent(http.StatusUnprocessableEntity, "/yykjj/asked", url.Values{"code": {"AAAA-BBBB-CCCC"}}, "没有查到")

	w.page(http.StatusOK, "/yykjj/complaint")
	w.sent(http.StatusOK, "/yykjj/complaint", url.Values{"text": {"窗口没有人"}, "topic": {"discipline"}}, "已收到您的投诉", "投诉编号")

	has(t, w.page(http.StatusOK, "/yykjj/appointment"), "还没有开放可以预约的时段，现在不能预约", "取号办理")
	w.must(w.o.EditCounter(ctx, w.head, office.CounterForm{Code: "A", Name: "综合受理"}))
	_, err = w.o.OpenSlots(ctx, w.head, office.SlotsForm{Counter: "A", From: "2019-05-07", To: "2019-05-07", Times: "09:00", Capacity: "1"})
	w.must(err)
	has(t, w.page(http.StatusOK, "/yykjj/appointment"), "2019年5月7日（星期二）09:00")
	w.sent(http.StatusUnprocessableEntity, "/yykjj/appointment", url.Values{"name": {"张三"}}, "请填写手机号码", "请选择一个可以预约的时段", `value="张三"`)
	body = w.sent(http.StatusOK, "/yykjj/appointment", url.Values{"name": {"张三"}, "phone": {"13812345678"}, "slot": {"A/2019-05-07/09:00"}}, "已预约", "2019年5月7日")
	code = codeOf.FindStringSubmatch(body)[1]
	has(t, w.page(http.StatusOK, "/yykjj/appointment"), "都已经约满，现在不能预约")
	w.sent(http.StatusOK, "/yykjj/asked", url.Values{"code": {code}}, "已预约", "综合受理", "取消这个预约")
	w.sent(http.StatusOK, "/yykjj/asked/cancel", url.Values{"code": {code}}, "预约已经取消", "已取消")
	w.sent(http.StatusUnprocessableEntity, "/yykjj/asked/cancel", url.Values{"code": {code}}, "不能再改")

	for range 2 {
		_, err = w.o.DrawTicket(ctx, w.clerk, "A")
		w.must(err)
	}
	_, err = w.o.NextTicket(ctx, w.clerk, "A", "3")
	w.must(err)
	has(t, w.page(http.StatusOK, "/yykjj/window/display?hall"), `http-equiv="refresh"`, "A001", "请到<b>3</b>号窗口", "等候<b>1</b>人，下一位A002")
	var d struct {
		Called []struct {
			Number string
			Desk   int
		}
		Counters []struct {
			Code, Name string
			Waiting    []string
		}
	}
	if err := json.Unmarshal([]byte(w.page(http.StatusOK, "/yykjj/window/display.json")), &d); err != nil || len(d.Called) != 1 || d.Called[0].Desk != 3 || d.Counters[0].Waiting[0] != "A002" {
		t.Errorf("%+v %v", d, err)
	}

	id, err := w.o.RecordWindow(ctx, w.head, office.WindowForm{Sort: "commendation", Topic: "banner", Name: "某公司", Text: "热情服务", Consent: true})
	w.must(err)
	has(t, w.page(http.StatusOK, "/yykjj/praise"), "还没有可以展示的")
	w.must(w.o.WindowVerb(ctx, w.actor("yykjj.fuze"), id, "release", office.WindowAct{Rev: 1}))
	has(t, w.page(http.StatusOK, "/yykjj/praise"), "热情服务", "某公司")
	w.page(http.StatusNotFound, "/yykjj/praise/"+string(id))
}
