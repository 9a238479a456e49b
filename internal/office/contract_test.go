package office_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"gongkai/contract"
	"gongkai/internal/conv"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
)

const (
	sellerCredit = "91430600MA4L000018"
	buyerCredit  = "91430100MA4L000029"
)

// credited ends seventeen characters with the digit that makes them a code.
func credited(t testing.TB, s string) string {
	t.Helper()
	for _, last := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if code := s[:17] + string(last); contract.RegionOf(code) != "" {
			return code
		}
	}
	t.Fatal("no check digit")
	return ""
}

func contractForm(t testing.TB) office.ContractForm {
	return office.ContractForm{Written: "yes", Kind: "dev.commissioned", Signed: "2025-02-20", From: "2025-03-01", To: "2026-02-28", Title: "智能灌溉控制系统开发",
		OwnNo: "KF-2025-01", Matter: "开发一套按土壤湿度自动灌溉的控制系统，交付软件和技术文档。", Total: "100", Technical: "80.5", Equipment: "１９．５万元",
		Pay: "parts", Property: "software", Field: "agriculture", Plan: "none", Goal: "farming", Relief: "yes",
		Seller: contract.Side{Name: "岳阳某某科技有限公司", Credit: strings.ToLower(credited(t, sellerCredit)), Contact: "张三丰", Phone: "13812345678"}, SellerNature: "company",
		Buyer: contract.Side{Name: "长沙某某农业有限公司", Credit: credited(t, buyerCredit)}, BuyerNature: "company"}
}

func contractText(t testing.TB, words string) office.Upload {
	t.Helper()
	var b bytes.Buffer
	if err := conv.WriteDocx(&b, conv.Paper{Title: "技术开发合同", HTML: "<p>" + words + "</p>"}); err != nil {
		t.Fatal(err)
	}
	return office.Upload{Kind: "contract", Name: "合同.docx", R: &b}
}

func settle(t testing.TB, d *desk) {
	t.Helper()
	d.must(d.SettleContracts(t.Context(), d.who["lisi"], 0, contract.Office{Name: "岳阳市技术合同登记处", Unit: "kjj:cgk", Code: "430600", Regions: []ledger.Code{"4306"},
		Pattern: contract.DefaultPattern, Others: []contract.Place{{Region: "4301", Name: "长沙市技术合同登记处"}}, Else: "请向卖方所在地的技术合同登记机构申请。"}))
}

func (d *desk) contract(who string, id ledger.ID) office.ContractView {
	d.t.Helper()
	v, err := d.Contract(d.t.Context(), d.who[who], id)
	d.must(err)
	return v
}

// filed files a contract on the site by a draft of its own.
func (d *desk) filed(f office.ContractForm, text string) (code string, r office.ContractReceipt) {
	d.t.Helper()
	ctx := d.t.Context()
	code, err := d.SaveContractDraft(ctx, "kjj", "", office.ContractDraft{ContractForm: f})
	d.must(err)
	draft, err := d.ContractDraft(ctx, "kjj", code)
	d.must(err)
	up := contractText(d.t, text)
	kept, err := d.KeepPaper(ctx, "kjj", up.Kind, up.Name, up.R, "127.0.0.1")
	d.must(err)
	draft.Papers = append(draft.Papers, kept)
	_, err = d.SaveContractDraft(ctx, "kjj", code, draft)
	d.must(err)
	r, err = d.FileContract(ctx, "kjj", code, 0, "127.0.0.1")
	d.must(err)
	return code, r
}

// G.5: a contract is filed, something is missing, it is recognised as another
// kind with less income from technology, registered by another, corrected and
// cancelled; the certificate can be checked, the statistics open to entries, and
// ledger and rows agree.
func TestContractStory(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d, ctx := newDesk(t, db, "2025-03-04"), t.Context()
		code, err := d.SaveContractDraft(ctx, "kjj", "", office.ContractDraft{ContractForm: contractForm(t)})
		d.must(err)
		_, err = d.FileContract(ctx, "kjj", code, 0, "127.0.0.1")
		d.refused("contract.file.unset", err)
		settle(t, d)
		d.refused("office.save.conflict", d.SettleContracts(ctx, d.who["lisi"], 0, contract.Office{}))
		_, err = d.FileContract(ctx, "kjj", code, 0, "127.0.0.1")
		d.refused("contract.file.text", err)
		d.refused("contract.file.code", d.ResumeContractDraft(ctx, "kjj", "AAAA-BBBB-CCCC", "127.0.0.1"))
		d.must(d.ResumeContractDraft(ctx, "kjj", strings.ToLower(code), "127.0.0.1"))

		code, r := d.filed(contractForm(t), "第一稿")
		if again, err := d.FileContract(ctx, "kjj", code, 0, "127.0.0.1"); err != nil || again != r {
			t.Fatalf("pressed twice: %+v, %v", again, err)
		}
		v := d.contract("wangwu", r.ID)
		if v.State != contract.Filed || !v.Examine || v.Filing.Seller.Contact != "张**" || v.Filing.Seller.Name == "" || v.Declared.Money != (contract.Money{Total: 100_000_000, Technical: 80_500_000, Equipment: 19_500_000}) ||
			v.Declared.Seller.Region != "430600" || len(v.Text) != 1 || !strings.Contains(strings.Join(v.Text[0].Words, ""), "第一稿") || v.Left != 30 {
			t.Fatalf("%+v", v)
		}
		_, err = d.Contract(ctx, d.who["fagui"], r.ID)
		d.refused("access.may.role", err)

		twin, err := d.SaveContractDraft(ctx, "kjj", "", office.ContractDraft{ContractForm: contractForm(t)})
		d.must(err)
		draft, err := d.ContractDraft(ctx, "kjj", twin)
		d.must(err)
		draft.Papers = []office.KeptPaper{d.kept(contractText(t, "另一份文本"))}
		_, err = d.SaveContractDraft(ctx, "kjj", twin, draft)
		d.must(err)
		_, err = d.FileContract(ctx, "kjj", twin, 0, "127.0.0.1")
		d.refused("contract.file.pending", err)

		d.must(d.ExamineContract(ctx, d.who["wangwu"], r.ID, v.Rev, []string{"annex", "seal"}, "请补技术协议和签章页"))
		d.refused("office.save.conflict", d.ExamineContract(ctx, d.who["wangwu"], r.ID, v.Rev, nil, ""))
		mine, err := d.ContractDraft(ctx, "kjj", code)
		d.must(err)
		mine.Papers = append(mine.Papers, d.kept(office.Upload{Kind: "annex", Name: "技术协议.txt", R: strings.NewReader("附件")}))
		_, err = d.SaveContractDraft(ctx, "kjj", code, mine)
		d.must(err)
		_, err = d.FileContract(ctx, "kjj", code, v.Rev+1, "127.0.0.1")
		d.must(err)
		v = d.contract("wangwu", r.ID)
		if v.State != contract.Filed || len(v.Papers) != 2 {
			t.Fatalf("amended: %s with %d papers", v.State, len(v.Papers))
		}
		d.refused("contract.examine.once", d.ExamineContract(ctx, d.who["wangwu"], r.ID, v.Rev, []string{"text"}, ""))
		d.must(d.ExamineContract(ctx, d.who["wangwu"], r.ID, v.Rev, nil, ""))
		found := office.ContractFinding{Rev: d.contract("wangwu", r.ID).Rev, Kind: "service", Total: "100", Technology: "70.000001", Equipment: "19.5", Reason: "以常规技术解决特定问题"}
		bad := found
		bad.Technology = "七十"
		d.refused("contract.file.amount", d.RecogniseContract(ctx, d.who["wangwu"], r.ID, bad))
		d.must(d.RecogniseContract(ctx, d.who["wangwu"], r.ID, found))
		v = d.contract("wangwu", r.ID)
		if v.Register || !v.Same {
			t.Errorf("the recogniser may register: %+v", v)
		}
		d.refused("contract.register.same", d.RegisterContract(ctx, d.who["wangwu"], r.ID, v.Rev))
		d.must(d.ReturnContract(ctx, d.who["kezhang"], r.ID, v.Rev, "再核技术性收入"))
		found.Rev = d.contract("wangwu", r.ID).Rev
		d.must(d.RecogniseContract(ctx, d.who["wangwu"], r.ID, found))
		v = d.contract("kezhang", r.ID)
		if !v.Register {
			t.Fatalf("another may not register: %+v", v)
		}
		d.must(d.RegisterContract(ctx, d.who["kezhang"], r.ID, v.Rev))
		v = d.contract("kezhang", r.ID)
		if v.No != "2025430600000001" || v.Version != 1 || len(v.Certificates) != 1 || v.Verified.Kind != "service" || v.Verified.Money.Technical != 70_000_001 {
			t.Fatalf("registered: %+v", v)
		}
		_, err = d.FileContract(ctx, "kjj", twin, 0, "127.0.0.1")
		d.refused("contract.file.registered", err)

		first := d.certificate(v.Certificates[0])
		s, err := d.CheckCertificate(ctx, "kjj", "2025430600 000001", strings.ToLower(first.Code), "127.0.0.1")
		d.must(err)
		if s.Replaced || s.Money.Technical != 70_000_001 || s.Seller == "" {
			t.Errorf("checked: %+v", s)
		}
		_, err = d.CheckCertificate(ctx, "kjj", string(v.No), "AAAA-AAAA-AAAA", "127.0.0.1")
		d.refused("contract.check.absent", err)
		_, err = d.CheckCertificate(ctx, "kjj", "1", first.Code, "127.0.0.1")
		d.refused("contract.check.absent", err)

		d.must(d.CorrectContract(ctx, d.who["fenguan"], r.ID, office.ContractFinding{Rev: v.Rev, Kind: "consulting", Total: "100", Technology: "60", Equipment: "0", Reason: "核对后更正"}))
		v = d.contract("fenguan", r.ID)
		d.refused("contract.correct.same", d.CancelContract(ctx, d.who["fenguan"], r.ID, v.Rev, "void", "判决"))
		if s, err = d.CheckCertificate(ctx, "kjj", string(v.No), first.Code, "127.0.0.1"); err != nil || !s.Replaced {
			t.Errorf("the first certificate stands: %+v, %v", s, err)
		}
		stats, err := d.ContractStats(ctx, d.who["lisi"], 2025)
		d.must(err)
		if stats.All.Count.Value != 1 || stats.All.Turnover.String() != "100" || stats.All.Technical.String() != "60" || len(stats.All.Count.Entries) != 2 || len(stats.Years) != 1 {
			t.Errorf("statistics: %+v", stats.All)
		}
		for key, want := range map[string]string{"service": "0", "consulting": "60", "": "60"} {
			cell, err := d.ContractCell(ctx, d.who["lisi"], 2025, key, "technical")
			d.must(err)
			if cell.Figure.String() != want || len(cell.Entries) == 0 || cell.Entries[0].Link != "contracts/"+string(r.ID) {
				t.Errorf("%s: %+v", key, cell)
			}
		}

		_, none := d.filed(func() office.ContractForm {
			f := contractForm(t)
			f.Title, f.OwnNo, f.Signed = "成套设备买卖及安装调试", "", "2025-02-21"
			return f
		}(), "买卖设备")
		d.must(d.ExamineContract(ctx, d.who["wangwu"], none.ID, d.contract("wangwu", none.ID).Rev, nil, ""))
		d.must(d.RecogniseContract(ctx, d.who["wangwu"], none.ID, office.ContractFinding{Rev: d.contract("wangwu", none.ID).Rev, Technical: "no", Ground: "not_technical", Reason: "标的是成套设备。"}))
		d.must(d.DeclineContract(ctx, d.who["kezhang"], none.ID, d.contract("kezhang", none.ID).Rev))
		w := d.contract("kezhang", none.ID)
		if w.State != contract.Declined || len(w.Certificates) != 1 || !strings.Contains(string(w.Certificates[0].Body), "行政复议") || !strings.Contains(string(w.Certificates[0].Body), "标的是成套设备") {
			t.Errorf("declined: %+v %s", w.State, w.Certificates[0].Body)
		}

		d.day("2026-01-12")
		d.must(d.CancelContract(ctx, d.who["kezhang"], r.ID, v.Rev, "rescinded", "双方解除合同"))
		for year, want := range map[int]string{2025: "1 100 60", 2026: "-1 -100 -60"} {
			stats, err := d.ContractStats(ctx, d.who["lisi"], year)
			d.must(err)
			if got := fmt.Sprintln(stats.All.Count, stats.All.Turnover, stats.All.Technical); strings.TrimSpace(got) != want {
				t.Errorf("%d: %s, want %s", year, got, want)
			}
		}
		if s, err = d.CheckCertificate(ctx, "kjj", string(v.No), first.Code, "127.0.0.1"); err != nil || s.Cancelled.IsZero() {
			t.Errorf("cancelled: %+v, %v", s, err)
		}
		var book bytes.Buffer
		d.must(d.ContractBook(ctx, d.who["kezhang"], 2025, "127.0.0.1", &book))
		x, err := excelize.OpenReader(&book)
		d.must(err)
		defer x.Close()
		if no, _ := x.GetCellValue("登记簿", "A3"); no != string(v.No) {
			t.Errorf("the register begins with %q", no)
		}

		d.must(d.ArchiveContract(ctx, d.who["wangwu"], r.ID, d.contract("wangwu", r.ID).Rev))
		d.verified()
		paper := d.contract("wangwu", r.ID).Papers[0].ID
		file, err := d.ContractPaper(ctx, d.who["wangwu"], r.ID, paper, "127.0.0.1")
		d.must(err)
		if b, _ := io.ReadAll(file); len(b) == 0 {
			t.Error("the text is empty")
		}
		d.must(d.EraseContract(ctx, d.who["wangwu"], r.ID, d.contract("wangwu", r.ID).Rev))
		_, err = d.ContractPaper(ctx, d.who["wangwu"], r.ID, paper, "127.0.0.1")
		d.refused("access.may.absent", err)
		if v = d.contract("wangwu", r.ID); v.Filing.Seller.Phone != "" || v.Filing.Seller.Name == "" || len(v.Certificates) != 2 {
			t.Errorf("erased: %+v", v.Filing)
		}
		d.verified()
	})
}

func (d *desk) kept(u office.Upload) office.KeptPaper {
	d.t.Helper()
	k, err := d.KeepPaper(d.t.Context(), "kjj", u.Kind, u.Name, u.R, "127.0.0.1")
	d.must(err)
	return k
}

func (d *desk) certificate(c office.Certificate) (out contract.Certificate) {
	d.t.Helper()
	d.must(json.Unmarshal(c.Body, &out))
	return out
}
