package law_test

import (
	"os"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// A notice is taken when it is clear and changes something (§J).
func TestAnnounce(t *testing.T) {
	t.Parallel()
	text := func(year string) string {
		b, err := os.ReadFile("../calendar/testdata/notices/" + year + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	none := new(calendar.Calendar)
	y, err := law.Announce(text("2026"), none)
	if err != nil || y.Year != 2026 || y.Notice != "国办发明电〔2025〕7号" {
		t.Errorf("%+v, %v", y, err)
	}
	may := text("2019")[strings.LastIndex(text("2019"), "国务院办公厅关于"):]
	for _, c := range []struct {
		text, code string
		cal        *calendar.Calendar
	}{
		{text("2026"), "calendar.notice.same", calendar.China()},
		{may, "calendar.notice.same", calendar.China()},
		{may, "calendar.notice.first", none},
		{"放假通知", "calendar.notice.doubt", none},
		{text("2020")[strings.LastIndex(text("2020"), "国务院办公厅关于"):], "calendar.notice.doubt", none.With(calendar.Year{Year: 2020, Notice: "x"})},
	} {
		_, err := law.Announce(c.text, c.cal)
		if r, ok := refusal.As(err); !ok || r.Code != c.code || r.Field != "notice" {
			t.Errorf("%.40s: %v, want %s", c.text, err, c.code)
		}
	}
	changed, err := law.Announce(strings.Replace(text("2026"), "5月9日", "5月16日", 1), calendar.China())
	if err != nil || changed.Work[3] != calendar.NewDay(2026, 5, 16) {
		t.Errorf("%+v, %v", changed, err)
	}
	n := law.Notice{Year: changed, Pasted: "x", Salt: "s"}
	f := n.Fact()
	if len(f.Off) != 33 || len(f.Work) != 6 || f.Year != 2026 || len(ledger.FreeStrings(f)) > 0 {
		t.Errorf("%+v", f)
	}
	other := n
	other.Pasted = "y"
	if other.Sum() == n.Sum() {
		t.Error("another notice has the same sum")
	}
}
