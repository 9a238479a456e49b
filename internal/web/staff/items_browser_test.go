package staff_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/calendar"
	"gongkai/catalogue"
	"gongkai/internal/office"
	"gongkai/internal/testkit"
	"gongkai/law"
)

// The catalogue and the window at the desk, on a phone and on a screen.
func TestItemsInBrowser(t *testing.T) {
	b := openOn(t, calendar.NewDay(2025, 3, 4))
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	clerk, err := b.office.Actor(ctx, office.OfficerID("yykjj", "jingban"))
	must(err)
	head, err := b.office.Actor(ctx, office.OfficerID("yykjj", "zhuren"))
	must(err)
	e := catalogue.Elements{Name: "技术合同认定登记", Kind: "07", Subject: []string{"science"}, Handling: "promised", Basis: "《技术合同认定登记管理办法》（国科发政字〔2000〕63号）",
		Statutory: catalogue.Period{N: 30, Unit: law.Days}, Promised: catalogue.Period{N: 10, Unit: law.Workdays},
		Materials: []catalogue.Material{{Name: "技术合同", Form: "copy", Copies: 2, Medium: "paper", Source: "applicant", Need: "needed", Notes: "每页盖章"}},
		Steps:     []catalogue.Step{{Name: "受理", Days: 1}, {Name: "认定", Days: 9, Standard: "符合认定规则"}}}
	var ids []string
	for _, name := range []string{"技术合同认定登记", "科技成果登记", "科技特派员选派登记"} {
		e.Name = name
		id, err := b.office.DraftGuide(ctx, clerk, clerk.Unit, e)
		must(err)
		ids = append(ids, string(id))
		if name != "科技特派员选派登记" {
			must(b.office.ProposeGuide(ctx, clerk, id, 1, 1))
		}
	}
	l, err := b.office.Catalogue(ctx, head)
	must(err)
	must(b.office.EnforceGuide(ctx, head, l.Rows[0].ID, 1, office.EnforceForm{Rev: 2, From: "2025-03-01"}))
	for _, x := range []office.WindowForm{{Channel: "window", Topic: "procedure"}, {Channel: "phone", Topic: "contract", Text: "合同要原件吗？", Answer: "要复印件，每页盖章", Minutes: "3"},
		{Channel: "phone", Topic: "policy", Text: "研发奖补什么时候申报？", Later: true}} {
		x.Sort = "enquiry"
		_, err = b.office.RecordWindow(ctx, head, x)
		must(err)
	}
	complaint, err := b.office.RecordWindow(ctx, head, office.WindowForm{Sort: "complaint", Channel: "phone", Topic: "attitude", Name: "张三", Phone: "13812345678", Text: "上午窗口没有人，等了一个小时"})
	must(err)
	must(b.office.EditCounter(ctx, head, office.CounterForm{Code: "A", Name: "综合受理"}))
	for range 4 {
		_, err = b.office.DrawTicket(ctx, head, "A")
		must(err)
	}
	_, err = b.office.NextTicket(ctx, head, "A", "2")
	must(err)
	_, err = b.office.OpenSlots(ctx, head, office.SlotsForm{Counter: "A", From: "2025-03-05", To: "2025-03-06", Times: "09:00", Capacity: "2"})
	must(err)
	_, _, err = b.office.BookTurn(ctx, head.Organ, office.BookForm{Slot: "A/2025-03-05/09:00", Name: "李四", Phone: "13812345678"}, "192.0.2.1")
	must(err)
	tab := testkit.Browser(t)
	desk := b.URL + "/yykjj/desk"
	testkit.Do(t, tab, chromedp.Navigate(desk+"/signin"), chromedp.SetValue(`#f-login`, "zhuren"),
		chromedp.SetValue(`#f-password`, password), chromedp.Click(`form button`), chromedp.WaitVisible(`.menu`))
	for _, x := range []struct{ path, name string }{{"/items", "items"}, {"/items/new", "item-new"}, {"/items/" + ids[0], "item"}, {"/items/" + ids[1], "item-review"},
		{"/items/" + ids[2] + "/1/edit?part=3", "item-edit"}, {"/items/" + ids[2] + "/1/edit?part=7", "item-materials"}, {"/window/enquiry", "window-enquiry"},
		{"/window/complaint", "window-complaint"}, {"/window/" + string(complaint), "window-matter"}, {"/window/commendation", "window-praise"}, {"/window/queue", "window-queue"}, {"/window/bookings", "window-bookings"}} {
		for _, width := range []int64{1280, 375} {
			var over int64
			testkit.Do(t, tab, testkit.Width(width), chromedp.Navigate(desk+x.path),
				chromedp.Evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &over))
			if over > 0 {
				t.Errorf("%s at %d px runs %d px over the edge", x.path, width, over)
			}
			testkit.Shot(t, tab, fmt.Sprintf("desk-%s-%d", x.name, width))
		}
		for _, v := range testkit.Axe(t, tab) {
			t.Errorf("%s: %s", x.path, v)
		}
	}
}
