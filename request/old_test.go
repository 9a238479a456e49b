package request

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/law"
)

// Every label of both forms means its row, in the ways in which people and
// other systems write it (B.5).
func TestOutcome(t *testing.T) {
	t.Parallel()
	wide := strings.NewReplacer("(", "（", ")", "）", "1", "１", "2", "２", "3", "３", "4", "４", "5", "５", "6", "６", "7", "７", "8", "８", ".", "．")
	for _, name := range []string{"2019", "2021"} {
		form, err := law.FormNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range form.Applications.Rows {
			want, known := row.Key, true
			switch row.Key {
			case "other":
				want = "o_other"
			case "carry_out":
				want = ""
			case "new", "carry_in", "total":
				want, known = "", false
			}
			number, _, _ := strings.Cut(row.Label, ".")
			group := row.Group
			if i := strings.Index(group, ")"); i > 0 {
				group = group[:i+1]
			}
			tries := []string{row.Key, row.Group + row.Label, row.Group + " " + row.Label, wide.Replace(row.Group + row.Label), "  " + row.Group + row.Label + "　",
				"三、本年度办理结果" + row.Group + row.Label, law.Printed(row.Group + row.Label)}
			if row.Group != "" {
				tries = append(tries, group+number, group+number+".", group+number+"、改写过的话", group+" "+number+" . 话", "（"+group[1:len(group)-1]+"）"+number,
					row.Group+"："+row.Label, row.Group+"、"+row.Label)
			}
			for _, try := range tries {
				if row.Group == "" && (row.Key == "new" || row.Key == "carry_in" || row.Key == "carry_out") && strings.HasPrefix(try, "三、") {
					continue
				}
				if got, ok := Outcome(try); string(got) != want || ok != known {
					t.Errorf("%s: %q is %q %t, want %q %t", name, try, got, ok, want, known)
				}
			}
		}
	}
	for text, want := range map[string]string{"": "", " ": "", "予以公开": "open", "（一）予以公开，3份": "open", "(二)部分公开": "partial", "部分公开（区分处理的，只计这一情形，不计其他情形）": "partial",
		"㈢4": "d_third", "(三)3.危及三安全一稳定": "d_3s1w", "危及\"三安全一稳定\"": "d_3s1w", "（四）无法提供：1.": "u_none", "三、本年度办理结果(三)不予公开 1.属于国家秘密": "d_secret",
		"(六)其他处理": "o_other", "（六）其他处理 申请人主动撤回": "o_other", "(六)其他处理3.其他": "o_other", "(六)1.申请人无正当理由逾期不补正": "o_nosupp", "其他处理": "o_other", "other": "o_other",
		"3.其他": "o_other", "(三) 第4项": "d_third", "四、结转下年度继续办理": "", "结转下年度继续办理": ""} {
		if got, ok := Outcome(text); string(got) != want || !ok {
			t.Errorf("%q is %q %t, want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"(七)总计", "（七）", "总计", "total", "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "(三)不予公开", "(三)", "(三)9.", "(三)0", "(四)4.",
		"(五)6", "(六)4.", "(八)1", "三4", "已办结", "o_none", "(三)40.", "公开"} {
		if got, ok := Outcome(text); ok {
			t.Errorf("%q passes as %q", text, got)
		}
	}
}

// The open cases' labels are all known.
func TestOutcomeOfTheCases(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/cases/*.csv")
	if err != nil || len(files) != 2 {
		t.Fatalf("%v %v", files, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		known := 0
		for line := range strings.Lines(string(b)) {
			label, _, _ := strings.Cut(line, ",")
			if got, ok := Outcome(label); ok && got != "" {
				known++
			}
		}
		if known != 21 {
			t.Errorf("%s: %d of 21 rows are known", f, known)
		}
	}
}

func TestAnyDay(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"2025-03-03": "2025-03-03", "2025/3/3": "2025-03-03", "2025.3.3": "2025-03-03", "2025年3月3日": "2025-03-03", "2025年03月03号": "2025-03-03",
		"２０２５－０３－０３": "2025-03-03", "2025 年 3 月 3 日": "2025-03-03", "20250303": "2025-03-03", "45719": "2025-03-03", "45719.0": "2025-03-03", "45719.75": "2025-03-03",
		"2025-03-03 00:00:00": "2025-03-03", "2025-03-03T00:00:00Z": "2025-03-03", "2025/3/3 9:30": "2025-03-03", " 2025-03-03　": "2025-03-03", "2024-02-29": "2024-02-29",
		"2025-03-03 00:00:00.000": "2025-03-03"} {
		if got, ok := AnyDay(text); !ok || got.String() != want {
			t.Errorf("%q is %s %t", text, got, ok)
		}
	}
	for _, text := range []string{"", "2025-02-30", "2025-02-29", "2025-13-01", "3/3/2025", "25-3-3", "2025-3", "2025年3月", "20251301", "今天", "99999", "1", "NaN", "1e300", "2025-03-03-04", "-45719",
		"2025-00-01", "2025-3-0", "０"} {
		if got, ok := AnyDay(text); ok {
			t.Errorf("%q passes as %s", text, got)
		}
	}
}

func TestDoorAndApplicant(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"网络": "web", "互联网": "web", "web": "web", "当面": "counter", " 窗口 ": "counter", "邮寄": "post-signed", "平信": "post", "传真": "fax", "口头": "oral", "": "", "电报": ""} {
		if got, ok := Door(text); string(got) != want || ok != (want != "") {
			t.Errorf("%q is %q", text, got)
		}
	}
	for text, want := range map[string]string{"自然人": "natural", "公民": "natural", "个人": "natural", "商业企业": "business", "法人或其他组织-商业企业": "business", "法人或者其他组织（科研机构）": "research",
		"法人或其他组织：社会公益组织": "welfare", "法律服务机构": "legal", "其他": "other", "法人或其他组织·其他": "other", "natural": "natural", "": "", "法人或其他组织": "", "企业": ""} {
		if got, ok := Applicant(text); string(got) != want || ok != (want != "") {
			t.Errorf("%q is %q", text, got)
		}
	}
}

// A register is read whole; each bad cell is named with how to mend it.
func TestReadOld(t *testing.T) {
	t.Parallel()
	header := slices.Clone(OldHeader)
	good := []string{"2024-001", "2024-12-30", "网络", "自然人", "张某", "项目合同", "(三)4.保护第三方合法权益", "2025年1月9日"}
	open := []string{"2025-002", "2025/3/3", "邮寄", "商业企业", "某公司", "名单", "", ""}
	day := calendar.NewDay(2025, 6, 30)
	rows, faults := ReadOld([][]string{header, good, {"", " "}, open}, day)
	if faults != nil || len(rows) != 2 {
		t.Fatalf("%v %v", rows, faults)
	}
	if o := rows[0]; o.Line != 2 || o.Outcome != "d_third" || o.EndedOn != calendar.NewDay(2025, 1, 9) || o.Door != "web" || o.Kind != "natural" || o.Fact("x").No != "2024-001" || len(o.Words()) != 3 {
		t.Errorf("%+v", o)
	}
	if o := rows[1]; o.Line != 4 || o.Outcome != "" || !o.EndedOn.IsZero() {
		t.Errorf("%+v", o)
	}
	if f := (Old{No: "岳科〔2025〕3号"}).Fact(""); f.No != "" {
		t.Errorf("a number with words enters the ledger: %q", f.No)
	}
	with := func(col int, text string) []string {
		row := slices.Clone(good)
		row[col] = text
		return row
	}
	for _, c := range []struct {
		row  []string
		cell string
		says string
	}{
		{with(0, ""), "A2", "没有编号"},
		{with(1, ""), "B2", "没有收到日期"},
		{with(1, "2025-02-30"), "B2", "不是存在的日期"},
		{with(1, "2025-07-01"), "B2", "还没有到"},
		{with(1, "2008-04-30"), "B2", "早于条例施行之日"},
		{with(2, "电报"), "C2", "渠道“电报”不认识"},
		{with(3, "法人"), "D2", "申请人类型“法人”不认识"},
		{with(6, "(七)总计"), "G2", "办理结果“(七)总计”不认识"},
		{with(6, ""), "G2", "有办结日期而没有办理结果"},
		{with(7, ""), "H2", "有办理结果而没有办结日期"},
		{with(7, "2024-12-29"), "H2", "早于收到日期"},
		{with(7, "下周"), "H2", "不是存在的日期"},
		{append(slices.Clone(good), "多"), "", "多出了几栏"},
		{good[:6], "", ""},
	} {
		_, faults := ReadOld([][]string{header, c.row}, day)
		if c.says == "" {
			if faults != nil {
				t.Errorf("%v: %v", c.row, faults)
			}
			continue
		}
		if len(faults) != 1 || faults[0].Cell != c.cell || !strings.Contains(faults[0].String(), c.says) || faults[0].Line != 2 {
			t.Errorf("%v: %v, want %s %s", c.row, faults, c.cell, c.says)
		}
	}
	if _, faults := ReadOld([][]string{header, good, good}, day); len(faults) != 1 || !strings.Contains(faults[0].Words, "与第2行重复") || faults[0].Cell != "A3" {
		t.Errorf("%v", faults)
	}
	if _, faults := ReadOld(nil, day); len(faults) != 1 {
		t.Errorf("%v", faults)
	}
	if _, faults := ReadOld([][]string{{"编号", "日期"}}, day); len(faults) != 7 || faults[0].Cell != "B1" {
		t.Errorf("%v", faults)
	}
	header[0] = "\ufeff 编号 "
	if rows, faults := ReadOld([][]string{header, open}, day); faults != nil || len(rows) != 1 {
		t.Errorf("a header with a byte order mark: %v", faults)
	}
}
