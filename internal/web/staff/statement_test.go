package staff_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/office"
)

// TestStatementDocument follows a stated number down to its document.
func TestStatementDocument(t *testing.T) {
	t.Parallel()
	b := open(t)
	ctx := context.Background()
	who, err := b.office.Actor(ctx, "yykjj.zhuren")
	if err != nil {
		t.Fatal(err)
	}
	f := office.StatementForm{Year: "2019", Cell: "T2.permit.decided", Value: "95", Day: "2019-05-06", Note: "取自省级系统"}
	if err := b.office.StateFigure(ctx, who, f, "统计表.txt", strings.NewReader("盖章的统计表")); err != nil {
		t.Fatal(err)
	}
	head := b.as(t, "zhuren")
	cell := head.get("/report/2019/cell/T2.permit.decided").is(200).has("95")
	link := regexp.MustCompile(`/statements\?year=2019#s(\d+)`).FindStringSubmatch(cell.body)
	if link == nil {
		t.Fatalf("no way from the figure to the statement in %s", words(cell.body))
	}
	head.get("/statements?year=2019").is(200).has(fmt.Sprintf(`id="s%s"`, link[1]), "统计表.txt")
	a := head.get("/statements/" + link[1] + "/file").is(200).has("盖章的统计表")
	if d := a.header.Get("Content-Disposition"); !strings.HasPrefix(d, "attachment") {
		t.Errorf("the document is shown in the browser: %s", d)
	}
	head.get("/statements/99999/file").is(http.StatusNotFound)
	head.get("/statements/x/file").is(http.StatusNotFound)
	stranger := b.person(t)
	stranger.base = "/other/desk"
	stranger.post("/signin", map[string][]string{"login": {"zhuren"}, "password": {password}}).is(200)
	stranger.get("/statements/" + link[1] + "/file").is(http.StatusNotFound)
}
