package office_test

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/internal/office"
	"gongkai/internal/testkit"
	"gongkai/interview"
	"gongkai/proposal"
)

// Whatever is changed of proposals, consultations and interviews behind the
// program's back is found.
func TestVerifyTalks(t *testing.T) {
	t.Parallel()
	for _, kind := range testkit.Kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			at := testkit.Fresh(t, kind)
			d := newDesk(t, testkit.Open(t, at), "2025-03-05")
			ctx, organ := t.Context(), d.who["lisi"].Organ
			file := func() []office.Upload { return []office.Upload{{Name: "附件.txt", R: strings.NewReader("附件")}} }
			prop, err := d.ReceiveProposal(ctx, d.who["lisi"], proposed(), file())
			d.must(err)
			d.must(d.AssignProposal(ctx, d.who["lisi"], prop, office.ProposalAct{Rev: 1, Unit: "kjj:cgk"}))
			d.must(d.ReturnProposal(ctx, d.who["kezhang"], prop, office.ProposalAct{Rev: 2, Reason: "不属本科室职责"}))
			d.must(d.AssignProposal(ctx, d.who["lisi"], prop, office.ProposalAct{Rev: 3, Unit: "kjj:cgk"}))
			d.must(d.DraftProposal(ctx, d.who["wangwu"], prop, office.ProposalAct{Rev: 4, Category: "A", Open: "full", Reply: proposal.Reply{Words: "已办理。"}}, nil))
			cons, err := d.PlanConsultation(ctx, d.who["wangwu"], "", planned(), file())
			d.must(err)
			d.must(d.OpenConsultation(ctx, d.who["lisi"], cons, 1))
			_, err = d.GiveOpinion(ctx, organ, cons, office.VoiceForm{Name: "张三", Words: "好"}, "10.0.0.1")
			d.must(err)
			talk, err := d.PlanInterview(ctx, d.who["wangwu"], "", office.InterviewForm{Held: "2025-03-05", Text: interview.Text{Topic: "贴息", Guest: "王处长", Post: "负责人", Time: "下午"}})
			d.must(err)
			d.must(d.AnnounceInterview(ctx, d.who["lisi"], talk, 1))
			_, err = d.AskInterview(ctx, organ, talk, office.VoiceForm{Words: "多少？"}, "10.0.0.1")
			d.must(err)
			d.must(d.ModerateQuestion(ctx, d.who["wangwu"], talk, 1, true, ""))
			d.verified()
			raw := testkit.Raw(t, at)
			do := func(q string) {
				t.Helper()
				if _, err := raw.Exec(q); err != nil {
					t.Fatalf("%s: %v", q, err)
				}
			}
			salted := func(table, column, where string) [2]string {
				return [2]string{fmt.Sprintf(`update %s set %s = %s || 'x' where %s`, table, column, column, where),
					fmt.Sprintf(`update %s set %s = substr(%s, 1, length(%s) - 1) where %s`, table, column, column, column, where)}
			}
			ours := func(id any) string { return fmt.Sprintf("id = '%s'", id) }
			for want, x := range map[string][2]string{
				"Late": {`update proposal set late = true`, `update proposal set late = false`},
				"建议提案 " + string(prop) + " 的内容被改动过": salted("proposal", "text_salt", ours(prop)),
				" 的答复被改动过":                          salted("proposal", "reply_salt", ours(prop)),
				"Opinions":                          {`update consultation set opinions = 0`, `update consultation set opinions = 1`},
				"征集 " + string(cons) + " 的内容被改动过":   salted("consultation", "text_salt", ours(cons)),
				"HeldOn": {`update interview set held_on = '2025-03-06'`, `update interview set held_on = '2025-03-05'`},
				"访谈 " + string(talk) + " 的内容被改动过": salted("interview", "text_salt", ours(talk)),
				string(talk) + " 第1号与台账不符":        {`update voice set shown = 'no' where shown = 'yes'`, `update voice set shown = 'yes' where shown = 'no'`},
				string(cons) + " 第1号被改动过":         salted("voice", "salt", fmt.Sprintf("subject = '%s'", cons)),
				"的记载（台账第":                         salted("talk_words", "salt", fmt.Sprintf("subject = '%s'", prop)),
				"的材料《附件.txt》":                     salted("talk_paper", "salt", fmt.Sprintf("subject = '%s'", cons)),
			} {
				do(x[0])
				v, err := d.Verify(ctx, "kjj")
				d.must(err)
				if !strings.Contains(strings.Join(v.Findings, "\n"), want) {
					t.Errorf("%s: found %v, want %s", x[0], v.Findings, want)
				}
				do(x[1])
			}
			d.verified()
			for table, want := range map[string]string{"proposal": "建议提案 " + string(prop), "consultation": "征集 " + string(cons), "interview": "访谈 " + string(talk),
				"voice": "的意见、提问在数据表中没有了", "talk_words": "不在了", "talk_paper": "不在了"} {
				do(`delete from ` + table)
				if v, err := d.Verify(ctx, "kjj"); err != nil || !strings.Contains(strings.Join(v.Findings, "\n"), want) {
					t.Errorf("removed from %s: %v, %v", table, v.Findings, err)
				}
			}
		})
	}
}
