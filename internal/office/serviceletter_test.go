package office_test

import (
	"bytes"
	"strings"
	"testing"

	"gongkai/internal/extract"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/service"
)

// §I.1, §I.3: the notices of cases are numbered by series, organ and year without
// a gap, whatever is refused between them; they stand as they were issued, and go
// with the person.
func TestCaseLetters(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		h, ctx := newHall(t, db, "2025-12-29"), t.Context()
		item := h.inForce(permitGuide(), "2025-01-02")
		file := func(accept bool) ledger.ID {
			t.Helper()
			f := h.counter(item)
			f.Answers = map[string]string{"q1": "小鼠", "q2": "110101199003070011"}
			f.Email, f.TakeIn, f.Accept, f.Given = "zhang@example.com", true, accept, []string{"m1", "m2"}
			got, err := h.FileCase(ctx, h.who["chuangkou"], f, nil)
			h.must(err)
			return got.ID
		}
		given := func(id ledger.ID) (out string) {
			for _, n := range h.matter("lisi", id).Notices {
				out += n.Key + "=" + n.No + " "
			}
			return strings.TrimSpace(out)
		}
		one := file(true)
		two := file(false)
		h.refused("service.lack.by", h.act("chuangkou", two, service.LackVerb, office.CaseAct{Materials: []string{"m2"}, By: "2025-12-29"}))
		h.refused("service.decline.reason", h.act("chuangkou", two, service.DeclineVerb, office.CaseAct{Ground: "competence"}))
		h.must(h.act("chuangkou", two, service.LackVerb, office.CaseAct{Materials: []string{"m2"}, By: "2026-01-10", Text: "租赁合同"}))
		three := file(true)
		four := file(false)
		h.must(h.act("chuangkou", four, service.DeclineVerb, office.CaseAct{Ground: "competence", Text: "属于市市场监督管理局"}))
		for range 2 { // two special procedures, two letters
			h.must(h.act("wangwu", three, service.SuspendVerb, office.CaseAct{Procedure: "experts", Days: "5", Text: "《条例》第十条"}))
			h.must(h.act("wangwu", three, service.ResumeVerb, office.CaseAct{}))
		}
		h.day("2026-01-05")
		h.must(h.act("wangwu", one, service.AdvanceVerb, office.CaseAct{}))
		h.must(h.act("gaoxin", one, service.AdvanceVerb, office.CaseAct{}))
		h.refused("service.decide.reason", h.act("juzhang", one, service.DecideVerb, office.CaseAct{Result: "denied"}))
		h.must(h.act("juzhang", one, service.DecideVerb, office.CaseAct{Result: "denied", Text: "场地不符合"}))
		five := file(true)
		for id, want := range map[ledger.ID]string{
			one:   "slip= accept=岳科政务受〔2025〕1号 decision=岳科政务决〔2026〕1号 clock=",
			two:   "slip= lack=岳科政务告〔2025〕1号 clock=",
			three: "slip= accept=岳科政务受〔2025〕2号 suspend=岳科政务告〔2025〕2号 suspend-2=岳科政务告〔2025〕3号 clock=",
			four:  "slip= decline=岳科政务受〔2025〕3号 clock=",
			five:  "slip= accept=岳科政务受〔2026〕1号 clock=",
		} {
			if got := given(id); got != want {
				t.Errorf("given %s, want %s", got, want)
			}
		}
		all, err := h.CaseNotices(ctx, h.who["chuangkou"], one, "10.0.0.9")
		h.must(err)
		n, err := office.NoticeNamed(all, "decision")
		h.must(err)
		var doc strings.Builder
		h.must(n.Docx(&doc))
		if n.Name != "不予办理决定书" || !strings.HasPrefix(doc.String(), "PK") {
			t.Errorf("%+v", n.NoticeLine)
		}
		slip, err := office.NoticeNamed(all, "slip")
		h.must(err)
		if words := docxWords(t, slip); !strings.Contains(words, "动物种类：小鼠") || !strings.Contains(words, "负责人身份号码，属于个人信息") || strings.Contains(words, "110101199003070011") {
			t.Errorf("the slip says %s", words)
		}
		h.verified()

		// Erasing takes the letters, and the address that is left in the outbox.
		mails := func() (n int) {
			h.must(h.db.View(ctx, func(tx *store.Tx) error {
				all, err := tx.OutboxAbout("kjj", one)
				n = len(all)
				return err
			}))
			return n
		}
		if n := mails(); n != 2 {
			t.Errorf("%d mails about the case", n)
		}
		h.must(h.act("chuangkou", one, service.DeliverVerb, office.CaseAct{Way: "counter", Text: "签收"}))
		h.must(h.act("lisi", one, service.ArchiveVerb, office.CaseAct{}))
		h.must(h.EraseCase(ctx, h.who["lisi"], one, h.matter("lisi", one).Case.Rev))
		if n := mails(); n != 0 || given(one) != "" {
			t.Errorf("%d mails and %q are left", n, given(one))
		}
		h.verified()
	})
}

// docxWords are the words of a notice as a Word file has them.
func docxWords(t *testing.T, n office.CaseNotice) string {
	t.Helper()
	var doc bytes.Buffer
	if err := n.Docx(&doc); err != nil {
		t.Fatal(err)
	}
	r, err := extract.Read("x.docx", bytes.NewReader(doc.Bytes()), int64(doc.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return r.Words
}
