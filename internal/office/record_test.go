package office_test

import (
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
			d.refused("office.save.conflict", d.EndRecord(ctx, d.who["fuze"], id, office.RecordEnd{How: "corrected"}))
			v, err := d.Record(ctx, d.who["fagui"], id, "127.0.0.1")
			d.must(err)
			if v.May || v.State != record.Open || v.Asked.Name != "张三丰" || len(v.Papers) != 1 {
				t.Fatalf("%+v", v)
			}
			end.Rev = v.Rev
			d.must(d.EndRecord(ctx, d.who["fuze"], id, end))
			v, err = d.Record(ctx, d.who["lisi"], id, "127.0.0.1")
			d.must(err)
			letters := map[ledger.Code]string{}
			for _, p := range v.Papers[1:] {
				w, err := d.RecordLetter(ctx, d.who["lisi"], id, p.ID, "127.0.0.1")
				d.must(err)
				letters[p.Writ] = w.To + w.Letter()
			}
			told := letters["corrected"]
			if string(v.State) != end.How || !strings.Contains(told, "张三丰") || !strings.Contains(told, "第四十一条") ||
				!strings.Contains(told, end.Organ+end.Words) || !strings.Contains(told, "行政复议") {
				t.Errorf("%s: the person is told %s", v.State, told)
			}
			if sent := letters["transferred"]; (sent != "") != (end.How == "transferred") || sent != "" && !strings.Contains(sent, end.Organ) {
				t.Errorf("%s: the organ is told %q", v.State, sent)
			}
			end.Rev = v.Rev
			d.refused("record.end.twice", d.EndRecord(ctx, d.who["fuze"], id, end))
		}
		list, err := d.Records(ctx, d.who["fagui"])
		d.must(err)
		if len(list) != 4 || !strings.HasPrefix(list[0].No, "更正〔2025〕") {
			t.Errorf("listed %+v", list)
		}
		v, err := d.Record(ctx, d.who["lisi"], first, "127.0.0.1")
		d.must(err)
		f, err := d.RecordPaper(ctx, d.who["lisi"], first, v.Papers[0].ID, "127.0.0.1")
		d.must(err)
		if b, _ := io.ReadAll(f); string(b) != "合同全文" {
			t.Errorf("the evidence is %q", b)
		}
		d.verified()
	})
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
		"missing": {`delete from record_paper; delete from record_matter`, "在数据表中没有了"},
		"another": {`insert into record_matter select 'm9', organ, no, state, door, received_on, ended_on, asked, asked_salt, ending, ending_salt, rev
			from record_matter`, "m9 在台账中没有记录"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := testkit.URL(t, "sqlite")
			d, ctx := newDesk(t, testkit.Open(t, at), "2025-03-04"), t.Context()
			id, err := d.ReceiveRecord(ctx, d.who["lisi"], correction(), []office.Upload{{Name: "合同.txt", R: strings.NewReader("x")}})
			d.must(err)
			v, err := d.Record(ctx, d.who["lisi"], id, "")
			d.must(err)
			d.must(d.EndRecord(ctx, d.who["lisi"], id, office.RecordEnd{Rev: v.Rev, How: "corrected", Ending: record.Ending{Found: "属实", Words: "已更正"}}))
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
