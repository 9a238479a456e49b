package office_test

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/access"
	"gongkai/consultation"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/interview"
)

func planned() office.ConsultationForm {
	return office.ConsultationForm{From: "2025-03-05", To: "2025-04-03", Named: true, Text: consultation.Text{Title: "关于《成果转化办法（征求意见稿）》公开征求意见的公告",
		Draft: "第一条 为促进科技成果转化，制定本办法。", Basis: "《中华人民共和国促进科技成果转化法》。", Note: "就资助标准征求意见。", How: "来信请寄市科学技术局成果科。"}}
}

// 国办发〔2016〕80号, D.2(4), §D.5: a draft lies open, opinions come by the site and by post, the
// outcome gives each its answer, and what the one drafts another lets out.
func TestConsultationStory(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d, ctx := newDesk(t, db, "2025-03-04"), t.Context()
		organ := d.who["lisi"].Organ
		bad := planned()
		bad.To, bad.Text.Basis = "2025-03-12", "咨询请拨13812345678"
		_, err := d.PlanConsultation(ctx, d.who["wangwu"], "", bad, nil)
		d.refused("consultation.plan.reason", err)
		bad.Reason = "情况紧急"
		_, err = d.PlanConsultation(ctx, d.who["wangwu"], "", bad, nil)
		d.refused("talk.check.found", err)
		_, err = d.PlanConsultation(ctx, d.who["wangwu"], "", planned(), []office.Upload{{Name: "征求意见稿.pdf", R: strings.NewReader("<script>alert(1)</script>")}})
		d.refused("talk.paper.kind", err)
		id, err := d.PlanConsultation(ctx, d.who["wangwu"], "", planned(), []office.Upload{{Name: "征求意见稿.txt", R: strings.NewReader("第一条")}})
		d.must(err)
		_, err = d.PublicConsultation(ctx, organ, id)
		d.refused("public.read.absent", err)
		d.refused("access.may.role", d.OpenConsultation(ctx, d.who["wangwu"], id, 1))
		d.must(d.ReturnConsultation(ctx, d.who["lisi"], id, 1, "请写明资助标准"))
		again := planned()
		again.Rev = 2
		_, err = d.PlanConsultation(ctx, d.who["wangwu"], id, again, nil)
		d.must(err)
		d.must(d.OpenConsultation(ctx, d.who["lisi"], id, 3))
		give := func(f office.VoiceForm) error { _, err := d.GiveOpinion(ctx, organ, id, f, "10.0.0.1"); return err }
		good := office.VoiceForm{Name: "张三丰", Contact: "13812345678", Words: "<script>alert(1)</script>资助标准偏低", Once: "form-1"}
		d.refused("consultation.opine.day", give(good))
		d.day("2025-03-05")
		d.refused("consultation.opine.name", give(office.VoiceForm{Words: "好"}))
		d.refused("consultation.opine.long", give(office.VoiceForm{Name: "李四", Words: strings.Repeat("长", 10001)}))
		d.refused("talk.paper.kind", give(office.VoiceForm{Name: "李四", Words: "见附件", Files: []office.Upload{{Name: "意见.exe", R: strings.NewReader("MZ")}}}))
		good.Files = []office.Upload{{Name: "理由.txt", R: strings.NewReader("理由")}}
		d.must(give(good))
		good.Files = nil
		d.must(give(good)) // pressed twice
		d.must(give(office.VoiceForm{Name: "李四", Words: strings.Repeat("长", 10000)}))
		for i := range 18 {
			d.must(give(office.VoiceForm{Name: "王五", Words: fmt.Sprintf("意见%d", i)}))
		}
		d.refused("consultation.opine.many", give(office.VoiceForm{Name: "王五", Words: "还有"}))
		_, err = d.GiveOpinion(ctx, organ, id, office.VoiceForm{Name: "赵六", Words: "同意"}, "10.0.0.2")
		d.must(err) // another sender is not kept out
		_, err = d.RegisterOpinion(ctx, d.who["wangwu"], id, office.VoiceForm{Door: "post", On: "2025-03-05", Name: "某公司", Words: "建议分档资助"})
		d.must(err)
		v, err := d.ConsultationMatter(ctx, d.who["wangwu"], id)
		d.must(err)
		if len(v.Voices) != 22 || v.Opinions != 22 || v.Voices[0].Said.Name == "张三丰" || strings.Contains(fmt.Sprint(v.Voices), "13812345678") ||
			len(v.Voices[0].Papers) != 1 || len(v.Papers) != 1 || v.Sum {
			t.Fatalf("%+v", v)
		}
		open, err := d.OpenOpinions(ctx, d.who["wangwu"], id, "127.0.0.1")
		d.must(err)
		if open.Voices[0].Said.Name != "张三丰" {
			t.Errorf("opened: %+v", open.Voices[0])
		}
		if _, err := d.PublicConsultationPaper(ctx, organ, id, v.Voices[0].Papers[0].ID); err == nil {
			t.Error("an opinion's paper is public")
		}
		out := office.OutcomeForm{Rev: v.Rev, Words: "共收到意见22件。", Groups: []office.GroupForm{{Title: "提高资助标准", Numbers: "1、3-20", Adoption: "adopted"}, {Title: "分档资助", Numbers: "22", Adoption: "rejected", Reason: "财力不足"}}}
		d.refused("consultation.sum.early", d.SumConsultation(ctx, d.who["wangwu"], id, out))
		d.day("2025-04-07")
		d.refused("consultation.sum.missing", d.SumConsultation(ctx, d.who["wangwu"], id, out))
		out.Groups[0].Numbers = "1-21"
		tasks, err := d.Desk(ctx, d.who["wangwu"])
		d.must(err)
		if len(tasks.Tasks) != 1 || tasks.Tasks[0].Next != "汇总意见，公布采纳情况" || tasks.Tasks[0].Due.Day.String() != "2025-05-03" {
			t.Errorf("on the desk: %+v", tasks.Tasks)
		}
		d.must(d.SumConsultation(ctx, d.who["wangwu"], id, out))
		p, err := d.PublicConsultation(ctx, organ, id)
		d.must(err)
		if p.Standing != "已结束" || len(p.Outcome.Groups) > 0 {
			t.Errorf("before it is let out: %+v", p)
		}
		d.must(d.PublishConsultation(ctx, d.who["fenguan"], id, v.Rev+1))
		if p, err = d.PublicConsultation(ctx, organ, id); err != nil || p.Standing != "已公布结果" || len(p.Outcome.Groups) != 2 || p.Adopted != 21 || p.Rejected != 1 {
			t.Errorf("%+v, %v", p, err)
		}
		d.verified()
		d.must(d.EraseConsultation(ctx, d.who["lisi"], id, v.Rev+2))
		v, err = d.ConsultationMatter(ctx, d.who["lisi"], id)
		d.must(err)
		if !v.Erased || v.Voices[0].Said != (store.Said{}) || v.Erase {
			t.Errorf("erased: %+v", v)
		}
		l, err := d.Consultations(ctx, d.who["fagui"], 2025)
		d.must(err)
		want := map[string]int64{"consultations.held": 1, "consultations.opinions": 22, "consultations.published": 1, "consultations.adopted": 21, "consultations.rejected": 1}
		for _, f := range l.Figures {
			if f.Value != want[f.Key] || f.Label == f.Key {
				t.Errorf("%s is %d, want %d", f.Key, f.Value, want[f.Key])
			}
		}
		stop := planned()
		stop.From, stop.To = "2025-04-07", "2025-05-06"
		second, err := d.PlanConsultation(ctx, d.who["wangwu"], "", stop, nil)
		d.must(err)
		d.must(d.OpenConsultation(ctx, d.who["lisi"], second, 1))
		d.refused("access.may.role", d.ProlongConsultation(ctx, d.who["wangwu"], second, 2, "2025-05-20", "假期"))
		d.refused("consultation.prolong.to", d.ProlongConsultation(ctx, d.who["lisi"], second, 2, "2025-05-06", "假期"))
		d.refused("talk.check.found", d.ProlongConsultation(ctx, d.who["lisi"], second, 2, "2025-05-20", "我的手机是13812345678，时间不够"))
		d.must(d.ProlongConsultation(ctx, d.who["lisi"], second, 2, "2025-05-20", "劳动节放假"))
		p, err = d.PublicConsultation(ctx, organ, second)
		d.must(err)
		if len(p.Longer) != 1 || p.Longer[0].Was.String() != "2025-05-06" || p.Longer[0].Why != "劳动节放假" || p.To.String() != "2025-05-20" {
			t.Errorf("prolonged: %+v", p)
		}
		d.must(d.StopConsultation(ctx, d.who["lisi"], second, 3, "上位法修改"))
		if p, err = d.PublicConsultation(ctx, organ, second); err != nil || p.Why != "上位法修改" || p.Takes {
			t.Errorf("%+v, %v", p, err)
		}
		d.verified()
	})
}

// D.2(4), §D.5: an interview is announced, citizens ask, what may be shown is looked at,
// and the transcript goes out by another hand.
func TestInterviewStory(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d, ctx := newDesk(t, db, "2025-03-04"), t.Context()
		organ := d.who["lisi"].Organ
		form := office.InterviewForm{Held: "2025-03-10", Text: interview.Text{Topic: "科技型企业怎样申请贷款贴息", Guest: "王处长", Post: "成果科负责人", Time: "15:00至16:00", About: "解读贴息办法。"}}
		id, err := d.PlanInterview(ctx, d.who["wangwu"], "", form)
		d.must(err)
		d.must(d.ReturnInterview(ctx, d.who["lisi"], id, 1, "请写清时间"))
		form.Rev = 2
		_, err = d.PlanInterview(ctx, d.who["wangwu"], id, form)
		d.must(err)
		d.must(d.AnnounceInterview(ctx, d.who["lisi"], id, 3))
		ask := func(f office.VoiceForm) error { _, err := d.AskInterview(ctx, organ, id, f, "10.0.0.1"); return err }
		d.refused("interview.ask.words", ask(office.VoiceForm{}))
		d.refused("interview.ask.long", ask(office.VoiceForm{Words: strings.Repeat("长", 10001)}))
		d.must(ask(office.VoiceForm{Name: "张三丰", Contact: "13812345678", Words: "贴息多少？", Once: "a"}))
		d.must(ask(office.VoiceForm{Words: "贴息多少？", Once: "a"}))
		d.must(ask(office.VoiceForm{Words: "我的手机是13812345678", Once: "b"}))
		p, err := d.PublicInterview(ctx, organ, id)
		d.must(err)
		if len(p.Asked) != 0 || p.Questions != 2 || !p.Takes {
			t.Fatalf("before anybody looked: %+v", p)
		}
		d.must(d.ModerateQuestion(ctx, d.who["wangwu"], id, 1, true, ""))
		d.refused("talk.check.found", d.ModerateQuestion(ctx, d.who["wangwu"], id, 2, true, ""))
		d.refused("interview.moderate.reason", d.ModerateQuestion(ctx, d.who["wangwu"], id, 2, false, ""))
		d.must(d.ModerateQuestion(ctx, d.who["wangwu"], id, 2, false, "有个人信息"))
		if p, err = d.PublicInterview(ctx, organ, id); err != nil || len(p.Asked) != 1 || p.Asked[0].Said.Name != "" {
			t.Fatalf("%+v, %v", p, err)
		}
		v, err := d.InterviewMatter(ctx, d.who["wangwu"], id)
		d.must(err)
		text := "主持人：欢迎。\n网民（问1）：贴息多少？\n王处长（问1）：按利息的一半。\n每家最多十万元。"
		d.refused("interview.write.early", d.WriteInterview(ctx, d.who["wangwu"], id, v.Rev, text, nil))
		d.day("2025-03-10")
		d.refused("talk.paper.picture", d.WriteInterview(ctx, d.who["wangwu"], id, v.Rev, text, []office.Upload{{Name: "现场.jpg", R: strings.NewReader("GIF89a")}}))
		d.must(d.WriteInterview(ctx, d.who["wangwu"], id, v.Rev, text, []office.Upload{{Name: "现场.jpg", R: strings.NewReader("\xff\xd8\xff\xe0rest")}}))
		d.must(d.PublishInterview(ctx, d.who["fenguan"], id, v.Rev+1))
		if p, err = d.PublicInterview(ctx, organ, id); err != nil || len(p.Transcript) != 3 || p.Transcript[2].Question != 1 || len(p.Pictures) != 1 || p.Answered != 1 {
			t.Fatalf("%+v, %v", p, err)
		}
		_, err = d.PublicInterviewPicture(ctx, organ, id, p.Pictures[0].ID)
		d.must(err)
		l, err := d.Interviews(ctx, d.who["fagui"], 2025)
		d.must(err)
		want := map[string]int64{"interviews.held": 1, "interviews.questions": 2, "interviews.answered": 1}
		for _, f := range l.Figures {
			if f.Value != want[f.Key] || f.Label == f.Key {
				t.Errorf("%s is %d, want %d", f.Key, f.Value, want[f.Key])
			}
		}
		d.verified()
		d.must(d.EraseInterview(ctx, d.who["lisi"], id, v.Rev+2))
		form.Held = "2025-03-20"
		off, err := d.PlanInterview(ctx, d.who["wangwu"], "", form)
		d.must(err)
		d.must(d.AnnounceInterview(ctx, d.who["lisi"], off, 1))
		d.must(d.CancelInterview(ctx, d.who["lisi"], off, 2, "嘉宾另有公务"))
		if err := ask(office.VoiceForm{Words: "迟了"}); err == nil {
			t.Error("asked after it was out")
		}
		if _, err := d.PublicInterview(ctx, "other", off); err == nil {
			t.Error("read below another organ")
		}
		if _, err := d.Interviews(ctx, access.Actor{}, 0); err == nil {
			t.Error("the public reads the desk")
		}
		d.verified()
	})
}
