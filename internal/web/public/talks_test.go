package public_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"gongkai/consultation"
	"gongkai/internal/office"
	"gongkai/interview"
	"gongkai/ledger"
	"gongkai/proposal"
)

// asked opens a consultation that wants no name, on 2019-05-20.
func (w *town) asked() ledger.ID {
	w.t.Helper()
	ctx := w.t.Context()
	id, err := w.o.PlanConsultation(ctx, w.clerk, "", office.ConsultationForm{From: "2019-05-20", To: "2019-06-18", Text: consultation.Text{
		Title: "关于《成果转化办法（征求意见稿）》公开征求意见的公告", Draft: "第一条 为促进科技成果转化，制定本办法。\n第二条 本办法适用于本市。",
		Basis: "《中华人民共和国促进科技成果转化法》。", Note: "就资助标准征求意见。", How: "来信请寄某路1号。"}},
		[]office.Upload{{Name: "征求意见稿.txt", R: strings.NewReader("全文")}})
	w.must(err)
	w.must(w.o.OpenConsultation(ctx, w.head, id, 1))
	return id
}

// announced announces an interview of 2019-05-21.
func (w *town) announced() ledger.ID {
	w.t.Helper()
	ctx := w.t.Context()
	id, err := w.o.PlanInterview(ctx, w.clerk, "", office.InterviewForm{Held: "2019-05-21", Text: interview.Text{Topic: "科技型企业怎样申请贷款贴息",
		Guest: "王处长", Post: "成果科负责人", Time: "15:00至16:00", About: "解读贴息办法。"}})
	w.must(err)
	w.must(w.o.AnnounceInterview(ctx, w.head, id, 1))
	return id
}

// said posts a form with a file where there is one.
func (w *town) said(path string, v url.Values, file, content string) *httptest.ResponseRecorder {
	w.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for name, values := range v {
		for _, x := range values {
			w.must(m.WriteField(name, x))
		}
	}
	if file != "" {
		part, err := m.CreateFormFile("file", file)
		w.must(err)
		_, err = part.Write([]byte(content))
		w.must(err)
	}
	w.must(m.Close())
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, r)
	return rec
}

// D.2(4): what is asked is public with its state, an opinion comes in, what was
// typed stays however wrong it is, and the outcome is shown once it is let out.
func TestConsultationPages(t *testing.T) {
	t.Parallel()
	w := openOn(t, "2019-05-20")
	id := w.asked()
	base := "/yykjj/consultations"
	if got := w.get(base).Body.String(); !strings.Contains(got, "征集中") || !strings.Contains(got, "关于《成果转化办法") {
		t.Errorf("the list: %s", got)
	}
	page := base + "/" + string(id)
	if got := w.get("/yykjj/sitemap.xml").Body.String(); !strings.Contains(got, page+"<") {
		t.Errorf("the site map does not name the page: %s", got)
	}
	if got := w.get("/yykjj/feed.atom").Body.String(); !strings.Contains(got, page+"<") || !strings.Contains(got, "征集调查：关于《成果转化办法") {
		t.Errorf("the feed does not tell of it: %s", got)
	}
	if got := w.get(page).Body.String(); !strings.Contains(got, "提交意见") || !strings.Contains(got, "第二条") || !strings.Contains(got, "征求意见稿.txt") {
		t.Errorf("the page: %s", got)
	}
	long := strings.Repeat("长", 10001)
	rec := w.said(page+"/say", url.Values{"words": {long}, "name": {"<script>alert(1)</script>"}, "once": {"a"}}, "理由.txt", "理由")
	got := rec.Body.String()
	if rec.Code != http.StatusUnprocessableEntity || !strings.Contains(got, "意见有10001字") || !strings.Contains(got, long) || strings.Contains(got, "<script>alert") || !strings.Contains(got, "理由.txt") {
		t.Errorf("too long: %d, %.2000s", rec.Code, got)
	}
	kept := between(got, `name="kept" id="kept-`, `checked`)
	token := between(kept, `value="`, `"`)
	rec = w.said(page+"/say", url.Values{"words": {"<script>alert(1)</script>资助标准偏低"}, "once": {"a"}, "kept": {token}}, "", "")
	if rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), "您是第1号") {
		t.Errorf("given: %d, %s", rec.Code, rec.Body)
	}
	rec = w.said(page+"/say", url.Values{"words": {"第二次"}}, "意见.pdf", "<html>")
	if rec.Code != http.StatusUnprocessableEntity || !strings.Contains(rec.Body.String(), "内容要与文件名相符") || !strings.Contains(rec.Body.String(), "第二次") {
		t.Errorf("a file that is not what its name says: %d, %s", rec.Code, rec.Body)
	}
	v, err := w.o.ConsultationMatter(t.Context(), w.clerk, id)
	w.must(err)
	if len(v.Voices) != 1 || len(v.Voices[0].Papers) != 1 || !strings.Contains(v.Voices[0].Said.Words, "<script>") {
		t.Errorf("%+v", v.Voices)
	}
	if rec := w.get(page + "/files/" + string(v.Papers[0].ID)); rec.Body.String() != "全文" || !strings.HasPrefix(rec.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("the draft's file: %v, %s", rec.Header(), rec.Body)
	}
	if rec := w.get(page + "/files/" + string(v.Voices[0].Papers[0].ID)); rec.Code != http.StatusNotFound {
		t.Errorf("an opinion's file: %d", rec.Code)
	}
	w.day("2019-06-19")
	if got := w.get(page).Body.String(); !strings.Contains(got, "已结束") || strings.Contains(got, `class="go"`) {
		t.Errorf("the days are over: %s", got)
	}
	if rec := w.said(page+"/say", url.Values{"words": {"迟了"}}, "", ""); rec.Code != http.StatusUnprocessableEntity || !strings.Contains(rec.Body.String(), "迟了") {
		t.Errorf("late: %d", rec.Code)
	}
	w.must(w.o.SumConsultation(t.Context(), w.clerk, id, office.OutcomeForm{Rev: v.Rev, Words: "共收到意见1件。", Groups: []office.GroupForm{{Title: "提高资助标准", Numbers: "1", Adoption: "rejected", Reason: "财力不足"}}}))
	if got := w.get(page).Body.String(); strings.Contains(got, "财力不足") {
		t.Error("the outcome is public before it is let out")
	}
	w.must(w.o.PublishConsultation(t.Context(), w.head, id, v.Rev+1))
	if got := w.get(page).Body.String(); !strings.Contains(got, "财力不足") || !strings.Contains(got, "未采纳") || strings.Contains(got, "alert(1)") {
		t.Errorf("the outcome: %s", got)
	}
	for _, path := range []string{base + "/none", base + "/none/say", "/other/consultations/" + string(id), page + "/files/x", page + "/nothing"} {
		if rec := w.get(path); rec.Code != http.StatusNotFound && rec.Code != http.StatusMovedPermanently {
			t.Errorf("%s: %d", path, rec.Code)
		}
	}
}

// D.2(4): a question is shown once somebody looked at it, the transcript when it
// is let out.
func TestInterviewPages(t *testing.T) {
	t.Parallel()
	w := openOn(t, "2019-05-20")
	id, ctx := w.announced(), t.Context()
	page := "/yykjj/interviews/" + string(id)
	if got := w.get("/yykjj/interviews").Body.String(); !strings.Contains(got, "预告") {
		t.Errorf("the list: %s", got)
	}
	if rec := w.said(page+"/say", url.Values{"words": {"<b>贴息多少？</b>"}, "name": {"张三丰"}}, "", ""); !strings.Contains(rec.Body.String(), "您是第1号") {
		t.Errorf("asked: %s", rec.Body)
	}
	if got := w.get(page).Body.String(); strings.Contains(got, "贴息多少") {
		t.Error("shown before anybody looked")
	}
	w.must(w.o.ModerateQuestion(ctx, w.clerk, id, 1, true, ""))
	if got := w.get(page).Body.String(); !strings.Contains(got, "&lt;b&gt;贴息多少") || strings.Contains(got, "张三丰") {
		t.Errorf("the page: %s", got)
	}
	w.day("2019-05-21")
	v, err := w.o.InterviewMatter(ctx, w.clerk, id)
	w.must(err)
	w.must(w.o.WriteInterview(ctx, w.clerk, id, v.Rev, "主持人：欢迎。\n王处长（问1）：按利息的一半。", []office.Upload{{Name: "现场.png", R: strings.NewReader("\x89PNG\r\n\x1a\n rest")}}))
	w.must(w.o.PublishInterview(ctx, w.head, id, v.Rev+1))
	got := w.get(page).Body.String()
	if !strings.Contains(got, "按利息的一半") || !strings.Contains(got, "答复1条") {
		t.Errorf("the transcript: %s", got)
	}
	if rec := w.get(between(got, `<img src="`, `"`)); rec.Code != http.StatusOK || rec.Header().Get("Content-Type") != "image/png" {
		t.Errorf("the picture: %d, %v", rec.Code, rec.Header())
	}
}

// 代表法第四十二条: what was answered is told with the year's numbers.
func TestProposalPages(t *testing.T) {
	t.Parallel()
	w := openOn(t, "2019-05-20")
	w.answered(t.Context())
	got := w.get("/yykjj/proposals").Body.String()
	for _, want := range []string{"2019年收到", "关于加快科技成果转化的提案", "市政协八届三次会议第123号提案", "A类"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	if strings.Contains(got, "13812345678") || strings.Contains(got, "张委员") {
		t.Error("the member is named")
	}
	if col := w.get("/yykjj/c/xxgk/fdzdgk/jyta").Body.String(); !strings.Contains(col, "建议提案办理情况") {
		t.Error("the column does not lead there")
	}
}

// between is what stands between two marks, empty where they are not.
func between(s, after, before string) string {
	_, s, _ = strings.Cut(s, after)
	s, _, _ = strings.Cut(s, before)
	return s
}

// answered takes a proposal to its reply.
func (w *town) answered(ctx context.Context) {
	w.t.Helper()
	id, err := w.o.ReceiveProposal(ctx, w.head, office.ProposalForm{Type: "conference", Level: "city", Role: "main", No: "123", On: "2019-05-20", Unit: "yykjj:bgs",
		Text: proposal.Text{Session: "八届三次会议", Title: "关于加快科技成果转化的提案", Members: "张委员", Contact: "13812345678"}}, nil)
	w.must(err)
	w.must(w.o.DraftProposal(ctx, w.clerk, id, office.ProposalAct{Rev: 1, Category: "A", Open: "full", Reply: proposal.Reply{Words: "已办理。"}}, nil))
	w.must(w.o.CheckProposal(ctx, w.head, id, office.ProposalAct{Rev: 2}))
	w.must(w.o.AnswerProposal(ctx, w.head, id, office.ProposalAct{Rev: 3, On: "2019-05-20"}, nil))
}
