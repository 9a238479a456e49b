package catalogue

import (
	"slices"
	"strings"
	"testing"

	"gongkai/ledger"
)

var units = map[string]ledger.ID{"成果转化科": "u1", "高新科": "u2"}

// A spreadsheet gives items, or the cells that are broken (§G.4).
func TestRead(t *testing.T) {
	t.Parallel()
	head := []string{"事项名称*", "事项类型", "承办科室", "法定办结时限", "承诺办结时限", "办件类型", "申请材料", "办理流程", "服务对象", ""}
	good := []string{"技术合同认定登记", "行政确认", "成果转化科", "30日", "10个工作日", "承诺件",
		"技术合同｜复印件｜2份｜电子｜申请人自备｜必要｜盖章\n\n营业执照", "受理｜｜1\n认定｜高新科｜8｜合规｜认定意见", "法人、其他组织"}
	rows, faults := Read([][]string{head, good, {"", ""}, {"填写说明：…"}}, units)
	if len(faults) > 0 || len(rows) != 1 {
		t.Fatal(rows, faults)
	}
	r := rows[0]
	if r.Line != 2 || r.Unit != "u1" || len(r.Elements.Materials) != 2 || r.Elements.Materials[0].Copies != 2 || r.Elements.Materials[0].Notes != "盖章" ||
		r.Elements.Steps[1] != (Step{"认定", "u2", 8, "合规", "认定意见"}) || !slices.Equal(r.Elements.Served, []string{"legal", "other"}) {
		t.Errorf("%+v", r)
	}
	name := func(id ledger.ID) string { return map[ledger.ID]string{"u2": "高新科"}[id] }
	if got := StepLines(r.Elements.Steps, name); got != "受理｜｜1\n认定｜高新科｜8｜合规｜认定意见" {
		t.Error(got)
	}
	bad := func(column int, value string) []string {
		line := slices.Clone(good)
		line[column] = value
		return line
	}
	for _, x := range []struct {
		cells [][]string
		want  string
	}{
		{nil, "第1行：文件是空的"},
		{[][]string{{"事项名称", "名称"}}, "B1（第1行“名称”）：没有这一栏"},
		{[][]string{{"事项名称", "事项名称"}}, "B1（第1行“事项名称”）：这一栏出现了两次"},
		{[][]string{{"事项类型"}}, "第1行：表头里没有“事项名称”"},
		{[][]string{head, bad(0, "")}, "A2（第2行“事项名称”）：请填写事项名称"},
		{[][]string{head, bad(1, "审批")}, "B2（第2行“事项类型”）"},
		{[][]string{head, bad(2, "法规科")}, "C2（第2行“承办科室”）：科室“法规科”不存在"},
		{[][]string{head, bad(3, "一个月")}, "D2（第2行“法定办结时限”）"},
		{[][]string{head, bad(4, "22个工作日")}, "E2（第2行“承诺办结时限”）：承诺办结时限（22个工作日）不能长于"},
		{[][]string{head, bad(6, "合同｜｜两")}, "G2（第2行“申请材料”）"},
		{[][]string{head, bad(6, "合同｜手抄")}, "G2（第2行“申请材料”）"},
		{[][]string{head, bad(7, "受理｜｜多")}, "H2（第2行“办理流程”）"},
		{[][]string{head, bad(7, "受理｜某科")}, "H2（第2行“办理流程”）"},
		{[][]string{head, bad(7, "受理｜｜11")}, "H2（第2行“办理流程”）：各环节的天数合计11天"},
		{[][]string{head, good, good}, "第3行：事项“技术合同认定登记”与第2行重名"},
	} {
		_, faults := Read(x.cells, units)
		if len(faults) != 1 || !strings.HasPrefix(faults[0].String(), x.want) {
			t.Errorf("%v, want %s", faults, x.want)
		}
	}
	for i, want := range map[int]string{0: "A7", 25: "Z7", 26: "AA7", 51: "AZ7", 52: "BA7"} {
		if got := cellName(i, 7); got != want {
			t.Errorf("column %d is %s", i, got)
		}
	}
	if h := Header(); len(h) != len(Fields)+3 || Hint("事项类型") == "" || Hint(materialLabel) == "" || Hint(stepLabel) == "" {
		t.Error(h)
	}
}
