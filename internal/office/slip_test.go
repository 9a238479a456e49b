package office_test

import (
	"bytes"
	"strings"
	"testing"

	"gongkai/internal/conv"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/review"
)

// TestSlip: the approval slip states what the rules of the review want in
// writing, and every opinion with person, in whose name, time and basis (R-A17).
func TestSlip(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		c := chambers(t, db, "2019-05-06")
		f := news("评审意见汇总")
		f.Mode, f.Basis, f.Ground, f.Summary = "withheld", "process", "立项尚未公示", "各位专家的评分和评语。"
		id, _ := c.submitted(f)
		in := c.head
		in.For = append(in.For, c.kezhang)
		c.must(c.say(in, id, review.Unit, "approve", "", "属性恰当。"))
		c.ok(c.baomi, id, review.Secrecy)
		c.must(c.say(c.boss, id, review.Office, "return", "secrecy", "请再核对附表"))
		s, err := c.ApprovalSlip(t.Context(), c.boss, id, 1)
		c.must(err)
		var text strings.Builder
		for _, r := range s.Rows {
			text.WriteString(r.Name + "=" + r.Value + "\n")
		}
		for _, want := range []string{"信息名称=评审意见汇总", "内容摘要=各位专家的评分和评语。", "拟公开方式=不予公开", "公开范围=不公开", "公开时间=不主动公开",
			"不予公开的理由和依据=过程性信息（条例第十六条第二款）。立项尚未公示"} {
			if !strings.Contains(text.String(), want+"\n") {
				t.Errorf("no %q in\n%s", want, &text)
			}
		}
		if len(s.Lines) != 4 || s.Lines[0].Says() != "提交审核，拟不予公开" || s.Lines[1].Behalf == s.Lines[1].Who || s.Lines[3].Says() != "退回“保密审查”环节" ||
			s.Lines[2].Ground() != "经保密审查，不属于保守国家秘密法规定的国家秘密（保守国家秘密法第三十五条）" {
			t.Errorf("%+v", s.Lines)
		}
		var b bytes.Buffer
		c.must(s.Docx(&b))
		doc, err := conv.ReadDocx(bytes.NewReader(b.Bytes()), int64(b.Len()))
		c.must(err)
		for _, want := range []string{"政府信息公开审批单", "属性恰当", "请再核对附表", "<th>签字、盖章</th>"} {
			if !strings.Contains(doc.Title+doc.HTML, want) {
				t.Errorf("no %q in the Word file:\n%s", want, doc.HTML)
			}
		}
		if strings.Contains(doc.HTML, "。；") || !strings.Contains(doc.HTML, "属性恰当；台账第") {
			t.Errorf("a sentence within a sentence:\n%s", doc.HTML)
		}
		_, err = c.ApprovalSlip(t.Context(), c.boss, id, 2)
		c.refused("access.may.absent", err)
	})
}
