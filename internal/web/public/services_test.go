package public_test

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"gongkai/catalogue"
	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/ledger"
)

// service puts an item in force from the day of the clock.
func (w *town) service(e catalogue.Elements, blank string) ledger.ID {
	w.t.Helper()
	ctx := context.Background()
	must := func(err error) {
		w.t.Helper()
		if err != nil {
			w.t.Fatal(err)
		}
	}
	id, err := w.o.DraftGuide(ctx, w.clerk, w.clerk.Unit, e)
	must(err)
	if blank != "" {
		must(w.o.AttachGuideFile(ctx, w.clerk, id, 1, 1, "blank.1", blank, strings.NewReader("空表")))
	}
	must(w.o.ProposeGuide(ctx, w.clerk, id, 1, 1))
	must(w.o.EnforceGuide(ctx, w.head, id, 1, office.EnforceForm{Rev: 2, From: w.o.Today().String()}))
	return id
}

func guide() catalogue.Elements {
	return catalogue.Elements{Name: "技术合同认定登记", Kind: "07", Subject: []string{"science"}, Served: []string{"legal"}, Handling: "promised", Basis: "《技术合同认定登记管理办法》",
		Statutory: catalogue.Period{N: 30, Unit: law.Days}, Promised: catalogue.Period{N: 10, Unit: law.Workdays}, Conditions: "卖方在本市\n合同已经生效", Place: "市政务服务中心三楼",
		Hours: "工作日9:00—17:00", Phone: "0730-8880000", Complaint: "12345", Online: true,
		Materials: []catalogue.Material{{Name: "技术合同", Form: "copy", Copies: 2, Medium: "paper", Source: "applicant", Need: "needed", Notes: "每页盖章"}},
		Steps:     []catalogue.Step{{Name: "受理", Days: 1, Standard: "材料齐全"}, {Name: "认定", Days: 9}}}
}

// §G.4: the guide of an item in force is public, whole, with its forms.
func TestServices(t *testing.T) {
	t.Parallel()
	w := open(t)
	see := func(path string, want ...string) string {
		t.Helper()
		body := w.page(http.StatusOK, path)
		has(t, body, want...)
		return body
	}
	see("/yykjj/services", "办事指南正在整理")
	w.service(guide(), "合同空表.docx")
	other := guide()
	other.Name, other.Kind, other.Subject, other.Served, other.Handling, other.Promised, other.Steps = "科技成果登记", "20", []string{"project"}, []string{"person"}, "instant", catalogue.Period{}, nil
	w.service(other, "")
	see("/yykjj/services", "技术合同认定登记", "10个工作日办结", "当场办结", "不用到现场", "共2项", `href="/yykjj/contracts">在线办理`, `href="/yykjj/services/002/apply">在线办理`)
	if strings.Contains(see("/yykjj/services?subject=project", "科技成果登记", "找到1项"), "技术合同认定登记") ||
		strings.Contains(see("/yykjj/services?q=%E5%90%88%E5%90%8C&served=legal", "技术合同认定登记"), "services/002") {
		t.Error("the list is not narrowed")
	}
	page := see("/yykjj/services/001", "10个工作日办结", "不用跑", "技术合同", "复印件 · 2份 · 纸质 · 申请人自备 · 必要", "每页盖章", "受理", "卖方在本市", "市政务服务中心三楼",
		"30日", "12345", "第1版，2019年5月6日起施行", "空表：合同空表.docx")
	file := regexp.MustCompile(`href="(/yykjj/services/001/files/[^"]+)"`).FindStringSubmatch(page)
	if file == nil {
		t.Fatal("no file")
	}
	see(file[1], "空表")
	for _, path := range []string{"/yykjj/services/002/files/" + strings.Split(file[1], "/")[5] + "/x", "/yykjj/services/009", "/other/services/001"} {
		w.page(http.StatusNotFound, path)
	}
}
