package office_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/record"
)

func correction() office.RecordForm {
	return office.RecordForm{Door: "counter", On: "2025-03-03", Asked: record.Asked{Name: "张三丰", IDNo: "11010519491231002X", Phone: "13812345678",
		Record: "2024年科技特派员名单第12行", Wrong: "工作单位写作甲公司，应为乙公司", Proof: "劳动合同"}}
}

// R-A41: a person's record is wrong, four times over: each is told, one letter
// goes to the competent organ, and ledger and rows agree.
func TestRecordStory(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d, ctx := newDesk(t, db, "2025-03-04"), t.Context()
		bad := correction()
		bad.Proof = ""
		_, err := d.ReceiveRecord(ctx, d.who["lisi"], bad, nil)
		d.refused("record.receive.proof", err)
		_, err = d.ReceiveRecord(ctx, d.who["wangwu"], correction(), nil)
		d.refused("access.may.role", err)
		ends := []office.RecordEnd{
			{How: "corrected", Ending: record.Ending{Found: "核对劳动合同，情况属实", Words: "已将工作单位更正为乙公司"}},
			{How: "transferred", Ending: record.Ending{Found: "该记录由人社局制作", Organ: "岳阳市人力资源和社会保障局"}},
			{How: "told", Ending: record.Ending{Found: "该记录由人社局制作", Organ: "岳阳市人力资源和社会保障局", Contact: "0730-8880000"}},
			{How: "refused", Ending: record.Ending{Found: "合同没有签章", Words: "提供的材料不足以证明记录不准确"}},
		}
		var first ledger.ID
		for i, end := range ends {
			id, err := d.ReceiveRecord(ctx, d.who["lisi"], correction(), []office.Upload{{Name: "张三丰合同.txt", R: strings.NewReader("合同全文")}})
			d.must(err)
			if i == 0 {
				first = id
			}
			d.refused("office.save.conflict", d.ProposeRecord(ctx, d.who["fuze"], id, office.RecordEnd{How: "corrected"}))
			v := d.correction("fagui", id)
			if v.Propose || v.State != record.Open || v.Asked.Name != "张**" || strings.Contains(fmt.Sprint(v), "13812345678") || len(v.Papers) != 1 {
				t.Fatalf("%+v", v)
			}
			if i == 0 { // looked into badly, and sent back
				d.must(d.ProposeRecord(ctx, d.who["fuze"], id, office.RecordEnd{Rev: v.Rev, How: "refused", Ending: record.Ending{Found: "未核实", Words: "不改"}}))
				v = d.correction("fuze", id)
				d.refused("record.end.drafter", d.EndRecord(ctx, d.who["fuze"], id, v.Rev))
				d.must(d.ReturnRecord(ctx, d.who["lisi"], id, v.Rev, "请核对合同"))
			}
			end.Rev = d.correction("fuze", id).Rev
			d.must(d.ProposeRecord(ctx, d.who["fuze"], id, end))
			v = d.correction("fenguan", id)
			if !v.Decide || v.Preview == nil || strings.Contains(v.Preview.Letter(), "张三丰") {
				t.Fatalf("the leader sees %+v", v)
			}
			d.must(d.EndRecord(ctx, d.who["fenguan"], id, v.Rev))
			v = d.correction("lisi", id)
			letters := map[ledger.Code]string{}
			for _, p := range v.Papers[1:] {
				w, err := d.RecordLetter(ctx, d.who["lisi"], id, p.ID, "127.0.0.1")
				d.must(err)
				letters[p.Writ] = w.To + w.Title + w.Letter()
			}
			told := letters[map[string]ledger.Code{"told": "correct_told", "refused": "correct_refused"}[end.How]]
			if end.How != "told" && end.How != "refused" {
				told = letters["corrected"]
			}
			if string(v.State) != end.How || !strings.Contains(told, "张三丰") || !strings.Contains(told, "第四十一条") ||
				!strings.Contains(told, end.Organ+end.Words) || !strings.Contains(told, "行政复议") || strings.Contains(told, "不予更正") != (end.How == "refused") {
				t.Errorf("%s: the person is told %s", v.State, told)
			}
			if sent := letters["transferred"]; (sent != "") != (end.How == "transferred") || sent != "" && !strings.Contains(sent, end.Organ) {
				t.Errorf("%s: the organ is told %q", v.State, sent)
			}
			d.refused("record.end.state", d.EndRecord(ctx, d.who["lisi"], id, v.Rev))
			d.refused("record.erase.open", d.EraseRecord(ctx, d.who["lisi"], id, v.Rev))
			for _, p := range v.Deliver {
				x := office.RecordDelivery{Rev: d.correction("lisi", id).Rev, Paper: string(p.ID), On: "2025-03-04"}
				d.refused("record.deliver.proof", d.DeliverRecord(ctx, d.who["lisi"], id, x, nil))
				x.Proof = "挂号信XA123"
				d.must(d.DeliverRecord(ctx, d.who["lisi"], id, x, []office.Upload{{Kind: "proof", Name: "回执.txt", R: strings.NewReader("回执")}}))
			}
			if v = d.correction("lisi", id); v.Waits != "" || len(v.Deliver) > 0 || !v.Erase {
				t.Errorf("%s: delivered, and it waits for %q", v.State, v.Waits)
			}
		}
		list, err := d.Records(ctx, d.who["fagui"], false, 1)
		d.must(err)
		if list.All != 4 || list.Waiting != 0 || len(list.Rows) != 4 || !strings.HasPrefix(list.Rows[0].No, "更正〔2025〕") {
			t.Errorf("listed %+v", list)
		}
		f, err := d.RecordPaper(ctx, d.who["lisi"], first, d.correction("lisi", first).Papers[0].ID, "127.0.0.1")
		d.must(err)
		if b, _ := io.ReadAll(f); string(b) != "合同全文" {
			t.Errorf("the evidence is %q", b)
		}
		a, err := d.OpenRecord(ctx, d.who["lisi"], first, "127.0.0.1")
		d.must(err)
		if a.Name != "张三丰" || a.IDNo != "11010519491231002X" {
			t.Errorf("opened %+v", a)
		}
		_, err = d.OpenRecord(ctx, d.who["fagui"], first, "127.0.0.1")
		d.refused("access.may.role", err)
		d.verified()
		before, err := d.ReportOf(ctx, "kjj", 2025, "")
		d.must(err)
		d.must(d.EraseRecord(ctx, d.who["lisi"], first, d.correction("lisi", first).Rev))
		v := d.correction("lisi", first)
		if !v.Erased || v.State != record.Corrected || v.No == "" || v.Asked != (record.Asked{}) || v.Erase {
			t.Errorf("erased %+v", v)
		}
		after, err := d.ReportOf(ctx, "kjj", 2025, "")
		d.must(err)
		for _, name := range before.Form.Cells() {
			if was, got := before.Sheet.Cell(name.Key).Value, after.Sheet.Cell(name.Key).Value; was != got {
				t.Errorf("erasing moved %s from %d to %d", name.Key, was, got)
			}
		}
		d.verified()
	})
}

// R-A41: a correction stands on the desk of whoever is to do something, with
// working days left; the drafter is not asked to decide. The list has pages.
func TestRecordTasks(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t, testkit.Open(t, testkit.Fresh(t, "sqlite")), "2025-03-04"), t.Context()
	var id ledger.ID
	for range 31 {
		var err error
		id, err = d.ReceiveRecord(ctx, d.who["lisi"], correction(), nil)
		d.must(err)
	}
	l, err := d.Records(ctx, d.who["lisi"], true, 2)
	d.must(err)
	if l.Pages != 2 || l.Page != 2 || len(l.Rows) != 1 || l.Waiting != 31 {
		t.Errorf("page %d of %d with %d rows", l.Page, l.Pages, len(l.Rows))
	}
	task := func(who string) (next string, left int) {
		desk, err := d.Desk(ctx, d.who[who])
		d.must(err)
		for _, x := range desk.Tasks {
			if x.Kind == "record" && x.ID == string(id) {
				return x.Next, x.Left
			}
		}
		return "", 0
	}
	if next, left := task("lisi"); next != "核实并拟办" || left != 19 {
		t.Errorf("the office has %q, %d days", next, left)
	}
	if next, _ := task("fenguan"); next != "" {
		t.Errorf("the leader has %q", next)
	}
	d.must(d.ProposeRecord(ctx, d.who["lisi"], id, office.RecordEnd{Rev: d.correction("lisi", id).Rev, How: "corrected",
		Ending: record.Ending{Found: "属实", Words: "已更正"}}))
	if next, _ := task("lisi"); next != "" {
		t.Errorf("the drafter has %q", next)
	}
	for _, who := range []string{"fuze", "fenguan"} {
		if next, _ := task(who); next != "审定" {
			t.Errorf("%s has %q", who, next)
		}
	}
	d.must(d.EndRecord(ctx, d.who["fuze"], id, d.correction("fuze", id).Rev))
	if next, _ := task("lisi"); next != "登记告知书送达" {
		t.Errorf("the office has %q", next)
	}
}

func (d *desk) correction(who string, id ledger.ID) office.RecordView {
	d.t.Helper()
	v, err := d.Record(d.t.Context(), d.who[who], id)
	d.must(err)
	return v
}

// Whoever changes a row past the program is named by verify (R-A41).
func TestRecordTampered(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct{ sql, finds string }{
		"state":   {`update record_matter set state = 'refused'`, "State"},
		"number":  {`update record_matter set no = '更正〔2025〕9号'`, "申请内容被改动过"},
		"ending":  {`update record_matter set ending_salt = 'x'`, "办理结果被改动过"},
		"paper":   {`delete from record_paper`, "不在了"},
		"name":    {`update record_paper set salt = 'x'`, "被改动过，与台账"},
		"words":   {`update record_words set salt = 'x'`, "记载"},
		"proof":   {`delete from record_words`, "不在了"},
		"drafter": {`update record_matter set drafter = decider`, "Drafter"},
		"missing": {`delete from record_words; delete from record_paper; delete from record_matter`, "在数据表中没有了"},
		"another": {`insert into record_matter select 'm9', organ, no, state, door, received_on, ended_on, asked, asked_salt, ending, ending_salt, rev, how, drafter, decider, told_on, sent_on, erased
			from record_matter`, "m9 在台账中没有记录"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := testkit.Fresh(t, "sqlite")
			d, ctx := newDesk(t, testkit.Open(t, at), "2025-03-04"), t.Context()
			id, err := d.ReceiveRecord(ctx, d.who["lisi"], correction(), []office.Upload{{Name: "合同.txt", R: strings.NewReader("x")}})
			d.must(err)
			v := d.correction("lisi", id)
			d.must(d.ProposeRecord(ctx, d.who["lisi"], id, office.RecordEnd{Rev: v.Rev, How: "corrected", Ending: record.Ending{Found: "属实", Words: "已更正"}}))
			d.must(d.EndRecord(ctx, d.who["fuze"], id, d.correction("lisi", id).Rev))
			v = d.correction("lisi", id)
			d.must(d.DeliverRecord(ctx, d.who["lisi"], id, office.RecordDelivery{Rev: v.Rev, Paper: string(v.Deliver[0].ID), On: "2025-03-04", Proof: "签收"}, nil))
			d.verified()
			if _, err := testkit.Raw(t, at).Exec(x.sql); err != nil {
				t.Fatal(err)
			}
			got, err := d.Verify(ctx, "kjj")
			d.must(err)
			if !strings.Contains(strings.Join(got.Findings, "\n"), x.finds) {
				t.Errorf("verify says %v, want %s", got.Findings, x.finds)
			}
		})
	}
}
