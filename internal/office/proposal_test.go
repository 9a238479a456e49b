package office_test

import (
	"io"
	"strings"
	"testing"

	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/proposal"
)

func proposed() office.ProposalForm {
	return office.ProposalForm{Type: "conference", Level: "city", Role: "main", No: "123", On: "2025-03-03",
		Text: proposal.Text{Session: "八届三次会议", Title: "关于加快科技成果转化的提案", Members: "张委员", Contact: "13812345678", Content: "建议设立成果转化资金。"}}
}

func (d *desk) proposal(who string, id ledger.ID) office.ProposalView {
	d.t.Helper()
	v, err := d.Proposal(d.t.Context(), d.who[who], id)
	d.must(err)
	return v
}

// 代表法第四十二条: a proposal is handed over, handed out, drafted, sent back, checked by
// another, answered in time, answered again, and its reply made public
// (国办发〔2014〕46号).
func TestProposalStory(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d, ctx := newDesk(t, db, "2025-03-04"), t.Context()
		_, err := d.ReceiveProposal(ctx, d.who["wangwu"], proposed(), nil)
		d.refused("access.may.role", err)
		id, err := d.ReceiveProposal(ctx, d.who["lisi"], proposed(), []office.Upload{{Name: "提案.txt", R: strings.NewReader("提案全文")}})
		d.must(err)
		_, err = d.ReceiveProposal(ctx, d.who["lisi"], proposed(), nil)
		d.refused("proposal.receive.twice", err)
		act := func(who string, a office.ProposalAct) office.ProposalAct {
			a.Rev = d.proposal(who, id).Rev
			return a
		}
		d.refused("office.save.conflict", d.AssignProposal(ctx, d.who["lisi"], id, office.ProposalAct{Unit: "kjj:cgk"}))
		d.must(d.AssignProposal(ctx, d.who["lisi"], id, act("lisi", office.ProposalAct{Unit: "kjj:cgk"})))
		v := d.proposal("wangwu", id)
		if v.Name != "市政协八届三次会议第123号提案" || v.Due.Day.String() != "2025-06-03" || !v.Draft || v.Assign || v.Division != "成果科" {
			t.Fatalf("%+v", v)
		}
		tasks, err := d.Desk(ctx, d.who["wangwu"])
		d.must(err)
		if len(tasks.Tasks) != 1 || tasks.Tasks[0].Kind != "proposal" || tasks.Tasks[0].Next != "拟复" {
			t.Fatalf("on the desk: %+v", tasks.Tasks)
		}
		d.must(d.ExtendProposal(ctx, d.who["lisi"], id, act("lisi", office.ProposalAct{Reason: "涉及面广"})))
		reply := office.ProposalAct{Category: "A", Open: "full", Reply: proposal.Reply{DocNo: "岳科函〔2025〕8号", Words: "已设立成果转化资金。"}}
		d.must(d.DraftProposal(ctx, d.who["wangwu"], id, act("wangwu", reply), nil))
		d.refused("access.may.role", d.CheckProposal(ctx, d.who["wangwu"], id, act("wangwu", office.ProposalAct{})))
		d.must(d.ReturnProposal(ctx, d.who["kezhang"], id, act("kezhang", office.ProposalAct{Reason: "请补充金额"})))
		d.must(d.DraftProposal(ctx, d.who["kezhang"], id, act("kezhang", reply), nil))
		d.refused("proposal.check.drafter", d.CheckProposal(ctx, d.who["kezhang"], id, act("kezhang", office.ProposalAct{})))
		d.must(d.CheckProposal(ctx, d.who["fenguan"], id, act("fenguan", office.ProposalAct{})))
		answer := office.ProposalAct{On: "2025-03-04", Proof: "当面送达"}
		d.must(d.AnswerProposal(ctx, d.who["lisi"], id, act("lisi", answer), []office.Upload{{Kind: "proof", Name: "签收.txt", R: strings.NewReader("签收")}}))
		d.must(d.RateProposal(ctx, d.who["lisi"], id, act("lisi", office.ProposalAct{On: "2025-03-04", Satisfaction: "dissatisfied", Reason: "没有写金额"}), nil))
		d.day("2025-03-05")
		d.must(d.DraftProposal(ctx, d.who["wangwu"], id, act("wangwu", reply), nil))
		d.must(d.CheckProposal(ctx, d.who["kezhang"], id, act("kezhang", office.ProposalAct{})))
		answer.On = "2025-03-05"
		d.must(d.AnswerProposal(ctx, d.who["lisi"], id, act("lisi", answer), nil))
		d.must(d.RateProposal(ctx, d.who["lisi"], id, act("lisi", office.ProposalAct{On: "2025-03-05", Satisfaction: "satisfied"}), nil))

		release := office.ProposalAct{Title: "对市政协八届三次会议第123号提案的答复", Words: "已设立成果转化资金。", Column: "xxgk/fdzdgk/jyta"}
		bad := release
		bad.Title = " "
		_, err = d.ReleaseProposal(ctx, d.who["lisi"], id, act("lisi", bad))
		d.refused("proposal.release.title", err)
		article, err := d.ReleaseProposal(ctx, d.who["lisi"], id, act("lisi", release))
		d.must(err)
		public, err := d.PublicProposals(ctx, d.who["lisi"].Organ, 2025)
		d.must(err)
		if len(public.Rows) != 1 || public.Rows[0].Article != "" || public.Published != 0 || public.OnTime != 1 {
			t.Fatalf("before it is published: %+v", public)
		}
		e, err := d.DeskArticle(ctx, d.who["lisi"], article)
		d.must(err)
		d.must(d.SubmitArticle(ctx, d.who["lisi"], article, 1, e.Editions[0].Rev))
		testkit.Review(t, d.Office, "kjj", article, 1)
		e, err = d.DeskArticle(ctx, d.who["fenguan"], article)
		d.must(err)
		d.must(d.PublishArticle(ctx, d.who["fenguan"], article, 1, e.Editions[0].Rev))
		if public, err = d.PublicProposals(ctx, d.who["lisi"].Organ, 0); err != nil || public.Rows[0].Article != article || public.Published != 1 {
			t.Fatalf("once public: %+v, %v", public, err)
		}
		l, err := d.Proposals(ctx, d.who["fagui"], false, 2025, 1)
		d.must(err)
		for _, f := range l.Figures {
			want := map[string]int64{"proposals.received": 1, "proposals.replied": 1, "proposals.ontime": 1, "proposals.published": 1, "proposals.satisfied": 1}[f.Key]
			if f.Value != want || want > 0 && len(f.Entries) == 0 || f.Label == f.Key {
				t.Errorf("%s (%s) is %d of %v, want %d", f.Key, f.Label, f.Value, f.Entries, want)
			}
		}
		v = d.proposal("fagui", id)
		if v.Text.Contact == "13812345678" || d.proposal("wangwu", id).Text.Contact != "13812345678" {
			t.Errorf("the member's telephone: %q", v.Text.Contact)
		}
		if v.Public != "已发布" || len(v.Papers) != 2 || v.Withdraw || v.Waits != "" || len(v.Steps) < 10 {
			t.Errorf("%+v", v)
		}
		f, err := d.ProposalPaper(ctx, d.who["fagui"], id, v.Papers[0].ID, "127.0.0.1")
		d.must(err)
		if b, _ := io.ReadAll(f); string(b) != "提案全文" {
			t.Errorf("the paper is %q", b)
		}

		gone := proposed()
		gone.No, gone.Unit, gone.Due = "124", "kjj:cgk", "2025-04-01"
		second, err := d.ReceiveProposal(ctx, d.who["lisi"], gone, nil)
		d.must(err)
		d.must(d.ReturnProposal(ctx, d.who["kezhang"], second, office.ProposalAct{Rev: 1, Reason: "不属本科室职责"}))
		d.refused("proposal.do.state", d.EraseProposal(ctx, d.who["lisi"], second, office.ProposalAct{Rev: 2}))
		d.must(d.WithdrawProposal(ctx, d.who["lisi"], second, office.ProposalAct{Rev: 2, Reason: "改由其他单位主办"}))
		d.refused("access.may.role", d.EraseProposal(ctx, d.who["kezhang"], id, office.ProposalAct{Rev: v.Rev}))
		d.must(d.EraseProposal(ctx, d.who["lisi"], id, office.ProposalAct{Rev: v.Rev}))
		if v = d.proposal("lisi", id); v.Text.Contact != "" || v.Text.Members == "" || !v.Erased || v.Erase {
			t.Errorf("erased: %+v", v)
		}
		d.refused("proposal.erase.twice", d.EraseProposal(ctx, d.who["lisi"], id, office.ProposalAct{Rev: v.Rev}))
		d.verified()
	})
}
