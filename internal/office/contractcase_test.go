package office_test

import (
	"strings"
	"sync"
	"testing"

	"gongkai/contract"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/refusal"
	"gongkai/service"
)

// A contract hangs on a case of its item: what is missing is told once for both,
// the clock is the case's, the decision of the case registers it, and the case
// shows the certificate (G.5-CHECK, G.5-RESULT, G.5-EYES).
func TestContractOnCase(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d, ctx := newDesk(t, db, "2025-03-04"), t.Context()
		settle(t, d)
		item := d.inForce(contractGuide(), "2025-03-04")

		// On the site it is asked for by filing the contract (G.5-SELLER).
		_, err := d.ApplyCase(ctx, "kjj", office.CaseForm{Item: string(item), Applicant: "legal", Name: "某公司", Credit: "91350100M000100Y43", Phone: "07308880001"}, nil, "127.0.0.1")
		d.refused("service.file.form", err)

		// A case that somebody opened under the item without a contract: its page
		// says so, and it is not decided.
		bare, err := d.FileCase(ctx, d.who["lisi"], office.CaseForm{Item: string(item), Door: "counter", Applicant: "legal", Name: "某公司", Phone: "07308880001",
			TakeIn: true, Accept: true, Given: []string{"m1"}}, nil)
		d.must(err)
		empty, err := d.CaseMatter(ctx, d.who["wangwu"], bare.ID)
		d.must(err)
		if len(empty.Extras) != 1 || empty.Result != nil {
			t.Errorf("without a contract: %+v", empty.Extras)
		}
		d.must(d.ActCase(ctx, d.who["wangwu"], bare.ID, service.AdvanceVerb, office.CaseAct{Rev: empty.Case.Rev}))
		d.refused("contract.decide.none", d.ActCase(ctx, d.who["kezhang"], bare.ID, service.DecideVerb, office.CaseAct{Rev: empty.Case.Rev + 1, Result: "granted"}))
		code, r := d.filed(contractForm(t), "全文")
		if r.CaseNo == "" || r.Query == "" {
			t.Fatalf("no case: %+v", r)
		}
		matter := func(who string) office.CaseView {
			v, err := d.CaseMatter(ctx, d.who[who], d.contract("wangwu", r.ID).Case)
			d.must(err)
			return v
		}
		v := d.contract("wangwu", r.ID)
		d.must(d.ExamineContract(ctx, d.who["wangwu"], r.ID, v.Rev, []string{"seal"}, "请盖章"))
		if c := matter("wangwu"); c.Case.State != service.Lacking || c.Case.SupplementBy.IsZero() {
			t.Errorf("the case is %s", c.Case.State)
		}
		d.day("2025-03-06")
		mine, err := d.ContractDraft(ctx, "kjj", code)
		d.must(err)
		mine.Papers = []office.KeptPaper{d.kept(contractText(t, "盖章的全文"))}
		_, err = d.SaveContractDraft(ctx, "kjj", code, mine)
		d.must(err)
		again, err := d.FileContract(ctx, "kjj", code, d.contract("wangwu", r.ID).Rev, "127.0.0.1")
		d.must(err)
		if again.Query != r.Query || again.CaseNo != r.CaseNo {
			t.Errorf("filed again, the receipt is %+v", again)
		}
		d.must(d.ExamineContract(ctx, d.who["wangwu"], r.ID, d.contract("wangwu", r.ID).Rev, nil, ""))
		c := matter("wangwu")
		if c.Case.State != service.Working || c.Sheet.Due.Day.String() == "" || len(c.Extras) < 5 || c.Result != nil {
			t.Fatalf("accepted: %s %+v", c.Case.State, c.Extras)
		}
		decide := func(who, result string) error {
			return d.ActCase(ctx, d.who[who], c.Case.ID, service.DecideVerb, office.CaseAct{Rev: matter("wangwu").Case.Rev, Result: result, Text: "理由"})
		}
		d.refused("service.decide.steps", decide("kezhang", "granted"))
		d.must(d.RecogniseContract(ctx, d.who["wangwu"], r.ID, office.ContractFinding{Rev: d.contract("wangwu", r.ID).Rev, Kind: "service", Total: "100", Technology: "70", Reason: "常规技术"}))
		if c = matter("wangwu"); c.Case.Step != len(c.Case.Terms.Steps) {
			t.Errorf("step %d of %d", c.Case.Step, len(c.Case.Terms.Steps))
		}
		d.refused("contract.decide.state", decide("kezhang", "denied"))
		d.must(d.RegisterContract(ctx, d.who["kezhang"], r.ID, d.contract("kezhang", r.ID).Rev))
		c = matter("wangwu")
		if v = d.contract("wangwu", r.ID); v.State != contract.Registered || c.Case.State != service.Concluded || c.Result == nil || c.Result.Title != "技术合同登记证明" {
			t.Fatalf("contract %s, case %s", v.State, c.Case.State)
		}

		// Decided on the page of the case itself.
		second := contractForm(t)
		second.Title, second.OwnNo, second.Signed = "土壤墒情监测服务", "KF-2025-02", "2025-03-01"
		_, r = d.filed(second, "第二份")
		d.must(d.ExamineContract(ctx, d.who["wangwu"], r.ID, d.contract("wangwu", r.ID).Rev, nil, ""))
		d.must(d.RecogniseContract(ctx, d.who["wangwu"], r.ID, office.ContractFinding{Rev: d.contract("wangwu", r.ID).Rev, Technical: "no", Ground: "no_price", Reason: "没有约定价款"}))
		c = matter("wangwu")
		d.must(decide("kezhang", "denied"))
		if v = d.contract("wangwu", r.ID); v.State != contract.Declined || matter("wangwu").Result == nil {
			t.Errorf("declined: %s", v.State)
		}
		d.must(d.ActCase(ctx, d.who["lisi"], c.Case.ID, service.DeliverVerb, office.CaseAct{Rev: matter("wangwu").Case.Rev, Way: "web", Text: "网上"}))
		d.must(d.ActCase(ctx, d.who["lisi"], c.Case.ID, service.ArchiveVerb, office.CaseAct{Rev: matter("wangwu").Case.Rev}))
		d.must(d.EraseCase(ctx, d.who["lisi"], c.Case.ID, matter("wangwu").Case.Rev))
		if v = d.contract("wangwu", r.ID); !v.Erased || !v.Archived || v.Filing.Seller.Phone != "" {
			t.Errorf("erased with the case: %+v", v.Contract)
		}
		report, err := d.ReportOf(ctx, "kjj", 2025, "")
		d.must(err)
		if got := report.Sheet.Cell("contracts.technical.service").String(); got != "70" {
			t.Errorf("the report says %s", got)
		}
		d.verified()
	})
}

// Whoever changes a row past the program is named by verify (G.5-RESULT).
func TestContractTampered(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct{ sql, finds string }{
		"income":      {`update contract set life = replace(life, '"Technical":70000000', '"Technical":90000000')`, "Verified"},
		"filing":      {`update contract set salt = 'x'`, "申报内容被改动过"},
		"number":      {`update contract set no = '技合〔2025〕9号'`, "申报内容被改动过"},
		"certificate": {`update contract_paper set salt = 'x' where kind = 'certificate'`, "被改动过，与台账"},
		"paper":       {`delete from contract_paper where kind = 'contract'`, "不在了"},
		"words":       {`update contract_words set salt = 'x'`, "记载"},
		"silence":     {`delete from contract_words`, "不在了"},
		"office":      {`update contract_office set setting = replace(setting, '4306', '43')`, "登记机构"},
		"no office":   {`delete from contract_office`, "登记机构"},
		"missing":     {`delete from contract_words; delete from contract_paper; delete from contract`, "在数据表中没有了"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := testkit.Fresh(t, "sqlite")
			d, ctx := newDesk(t, testkit.Open(t, url), "2025-03-04"), t.Context()
			settle(t, d)
			_, r := d.filed(contractForm(t), "全文")
			d.must(d.ExamineContract(ctx, d.who["wangwu"], r.ID, d.contract("wangwu", r.ID).Rev, nil, "齐全"))
			d.must(d.RecogniseContract(ctx, d.who["wangwu"], r.ID, office.ContractFinding{Rev: d.contract("wangwu", r.ID).Rev, Kind: "service", Total: "100", Technology: "70", Reason: "常规技术"}))
			d.must(d.RegisterContract(ctx, d.who["kezhang"], r.ID, d.contract("kezhang", r.ID).Rev))
			d.verified()
			if _, err := testkit.Raw(t, url).Exec(x.sql); err != nil {
				t.Fatal(err)
			}
			v, err := d.Verify(ctx, "kjj")
			d.must(err)
			if got := strings.Join(v.Findings, "\n"); !strings.Contains(got, x.finds) {
				t.Errorf("verify finds %q, want %q", got, x.finds)
			}
		})
	}
}

// Eight officers register at once: one number is given, the others are told
// (G.5-NUMBER).
func TestContractRace(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d, ctx := newDesk(t, db, "2025-03-04"), t.Context()
		settle(t, d)
		_, r := d.filed(contractForm(t), "全文")
		d.must(d.ExamineContract(ctx, d.who["wangwu"], r.ID, d.contract("wangwu", r.ID).Rev, nil, ""))
		d.must(d.RecogniseContract(ctx, d.who["wangwu"], r.ID, office.ContractFinding{Rev: d.contract("wangwu", r.ID).Rev, Kind: "service", Total: "100", Technology: "70", Reason: "常规技术"}))
		rev := d.contract("kezhang", r.ID).Rev
		var wg sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wg.Go(func() { errs[i] = d.RegisterContract(ctx, d.who["kezhang"], r.ID, rev) })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if no, ok := refusal.As(err); !ok || no.Class != refusal.Conflict {
				t.Errorf("a loser got %v", err)
			}
		}
		if v := d.contract("kezhang", r.ID); won != 1 || v.No != "2025430600000001" || v.Version != 1 {
			t.Errorf("%d won: %s, version %d", won, v.No, v.Version)
		}
		d.verified()
	})
}

// A case that ends without a decision takes its contract with it: it does not
// stand in the way of another filing, and can be closed and erased (G.5-RESULT,
// G.5-ONCE, 个人信息保护法第四十七条).
func TestContractEnded(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d, ctx := newDesk(t, db, "2025-03-04"), t.Context()
		settle(t, d)
		d.inForce(contractGuide(), "2025-03-04")
		code, r := d.filed(contractForm(t), "全文")
		if again, err := d.FileContract(ctx, "kjj", code, 0, "127.0.0.1"); err != nil || again != r {
			t.Errorf("pressed twice: %+v, %v", again, err)
		}
		v := d.contract("wangwu", r.ID)
		_, err := d.FileContract(ctx, "kjj", code, v.Rev+1, "127.0.0.1")
		d.refused("contract.amend.moved", err)
		_, err = d.RefileContract(ctx, "kjj", code)
		d.refused("contract.file.pending", err)
		for _, x := range []struct {
			verb service.Verb
			a    office.CaseAct
			says string
		}{
			{service.ReturnVerb, office.CaseAct{Text: "请先办理变更"}, "办件退件"},
			{service.DeclineVerb, office.CaseAct{Ground: "unfit", Text: "不属于受理范围"}, "办件不予受理"},
			{service.TransferVerb, office.CaseAct{Text: "省科学技术厅"}, "办件转报其他机关"},
			{service.WithdrawVerb, office.CaseAct{Text: "合同要改"}, "申请人撤回"},
		} {
			v = d.contract("wangwu", r.ID)
			c, err := d.CaseMatter(ctx, d.who["wangwu"], v.Case)
			d.must(err)
			x.a.Rev = c.Case.Rev
			d.must(d.ActCase(ctx, d.who["lisi"], v.Case, x.verb, x.a))
			v = d.contract("wangwu", r.ID)
			last := v.Steps[len(v.Steps)-1]
			if v.State != contract.Ended || !v.Archive || !strings.Contains(last.What, x.says) || len(last.Words) != 1 || last.Words[0] != x.a.Text {
				t.Fatalf("%s: the contract is %s, %+v", x.verb, v.State, last)
			}
			_, err = d.FileContract(ctx, "kjj", code, v.Rev, "127.0.0.1")
			d.refused("contract.amend.state", err)
			code, err = d.RefileContract(ctx, "kjj", code)
			d.must(err)
			r, err = d.FileContract(ctx, "kjj", code, 0, "127.0.0.1")
			d.must(err)
		}
		d.must(d.WithdrawContract(ctx, d.who["wangwu"], r.ID, d.contract("wangwu", r.ID).Rev, "卖方来电撤回"))
		d.refused("contract.withdraw.state", d.WithdrawContract(ctx, d.who["wangwu"], r.ID, d.contract("wangwu", r.ID).Rev, ""))
		c, err := d.CaseMatter(ctx, d.who["wangwu"], d.contract("wangwu", r.ID).Case)
		d.must(err)
		if c.Case.State != service.TakenBack {
			t.Errorf("its case is %s", c.Case.State)
		}
		code, err = d.RefileContract(ctx, "kjj", code)
		d.must(err)
		r, err = d.FileContract(ctx, "kjj", code, 0, "127.0.0.1")
		d.must(err)
		d.must(d.ArchiveContract(ctx, d.who["wangwu"], v.ID, v.Rev))
		d.must(d.EraseContract(ctx, d.who["wangwu"], v.ID, v.Rev+1))
		if now := d.contract("wangwu", r.ID); now.State != contract.Filed || len(now.Papers) != 1 {
			t.Errorf("the next filing: %s with %d papers", now.State, len(now.Papers))
		}
		d.verified()
	})
}
