package staff_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"gongkai/calendar"
	"gongkai/catalogue"
)

// What an item asks itself (填写项, G.4-ASK) is asked at the window, checked, shown
// masked to whoever handles the case until it is opened, and exported.
func TestCaseAskedAtWindow(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 3))
	e := permit()
	e.Questions = []catalogue.Question{{Name: "动物种类", Sort: "choice", Required: true, Choices: []string{"小鼠", "大鼠"}}, {Name: "负责人身份号码", Sort: "id", Required: true},
		{Name: "经费", Sort: "money"}}
	item := b.inForce(t, e, "2025-01-02")
	clerk := b.as(t, "jingban")
	clerk.get("/cases/new?item="+string(item)).is(http.StatusOK).has("填写的内容", "经费（元）")
	bad := counterForm()
	bad.Set("item", string(item))
	bad.Set("q1", "兔")
	bad.Set("q2", "110101199003070012")
	clerk.post("/cases/new", bad).is(http.StatusUnprocessableEntity).has(`href="#f-q1"`, `href="#f-q2"`, `value="110101199003070012"`)
	good := counterForm()
	good.Set("q1", "小鼠")
	good.Set("q2", "110101199003070011")
	good.Set("q3", "1,234.5元")
	at := clerk.takeIn(item, good)
	clerk.get(at).is(http.StatusOK).has("动物种类", "小鼠", "110***********0011", "1234.5元").without("110101199003070011")
	clerk.post(at+"/person", nil).is(http.StatusOK).has("110101199003070011")
	by := bad
	by.Set("door", "post") // a letter without the answers is taken in, and told
	by.Set("q1", "")
	by.Set("q2", "")
	clerk.takeIn(item, by)

	sheet := func(p *person) string {
		x, err := excelize.OpenReader(bytes.NewReader([]byte(p.get("/cases/book?item=" + string(item)).is(http.StatusOK).body)))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := x.GetRows("办件")
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, r := range rows {
			all = append(all, strings.Join(r, "|"))
		}
		return strings.Join(all, "\n")
	}
	if got := sheet(clerk); !strings.Contains(got, "申请事由|动物种类|负责人身份号码|经费") || !strings.Contains(got, "小鼠|110101199003070011|1,234.5") {
		t.Errorf("the book says:\n%s", got)
	}
	if got := sheet(b.as(t, "fuze")); strings.Contains(got, "110101199003070011") || !strings.Contains(got, "110***********0011") {
		t.Errorf("to whom the person is not open it says:\n%s", got)
	}
	clerk.get("/cases").has("导出表格", "/cases/book?")
	b.as(t, "xitong").get("/cases/book").is(http.StatusForbidden)
	b.as(t, "shenji").get("/access").has("打开办件申请人信息")
}
