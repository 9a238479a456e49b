package calendar

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
)

func notice(t testing.TB, year int) string {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("testdata/notices/%d.txt", year))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The eight notices in their own words, with the two that changed one of them,
// give the years of cn/ to the day (§J).
func TestNotices(t *testing.T) {
	for _, want := range China().Years() {
		got, err := ParseNotice(notice(t, want.Year))
		if err != nil {
			t.Errorf("%d: %v", want.Year, err)
			continue
		}
		if !strings.HasPrefix(got.Notice, "国办发明电〔") {
			t.Errorf("%d: the notice's number is %q", want.Year, got.Notice)
		}
		got.Notice = want.Notice
		if got.String() != want.String() {
			t.Errorf("%d: got\n%s\nwant\n%s", want.Year, got, want)
		}
		again, err := ParseYear(got.String())
		if err != nil || again.String() != got.String() {
			t.Errorf("%d reads back as %s, %v", want.Year, again, err)
		}
	}
}

// An amendment that is pasted alone is laid over what was announced.
func TestAmendAlone(t *testing.T) {
	for _, year := range []int{2019, 2020} {
		text := notice(t, year)
		cut := strings.LastIndex(text, "国务院办公厅关于")
		first, err := ParseNotice(text[:cut])
		if err != nil {
			t.Fatal(err)
		}
		by, err := ParseNotice(text[cut:])
		if err != nil || !by.Amends || by.Year != year {
			t.Fatalf("%+v, %v", by, err)
		}
		got, err := first.Amend(by)
		want, _ := China().Year(year)
		if got.Notice = want.Notice; err != nil || got.String() != want.String() {
			t.Errorf("got\n%s\nwant\n%s%v", got, want, err)
		}
		if _, err := (Year{Year: year, Off: []Span{{NewDay(year, 10, 1), NewDay(year, 10, 7)}}}).Amend(by); (err != nil) != (year == 2020) {
			t.Errorf("%d: nothing to prolong: %v", year, err)
		}
	}
}

// Whatever is doubtful is said in a sentence, and nothing is guessed (§J).
func TestNoticeDoubts(t *testing.T) {
	whole := notice(t, 2026)
	for _, c := range []struct{ from, to, want string }{
		{whole, "", "没有找到年份"},
		{whole, "今天天气很好。", "没有找到年份"},
		{"国办发明电〔2025〕7号", "", "没有找到2026年通知的文号"},
		{"1月1日（周四）", "1月1日（周五）", "2026年1月1日是星期四，通知里写的是星期五，请核对。"},
		{"至23日（农历正月初七、周一）", "至23日（农历正月初七、周日）", "2026年2月23日是星期一"},
		{"放假调休，共9天", "放假调休，共8天", "数下来是9天，不是8天。"},
		{"5月9日（周六）上班", "5月8日（周五）上班", "2026年5月8日是星期五，本来就上班"},
		{"2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）", "2月23日至15日", "起止颠倒"},
		{"4月4日（周六）至6日（周一）", "4月31日", "没有2026年4月31日这一天。"},
		{"4月4日（周六）至6日（周一）", "0月4日", "“4日”没有写明月份。"},
		{"4月4日（周六）", "2024年4月4日（周四）", "2024年4月4日不在2026年的安排以内。"},
		{"放假，共3天。\n　　四、", "，共3天。\n　　四、", "看不出这些日子是放假还是上班"},
		{"2月14日（周六）、2月28日（周六）上班", "2月15日（周日）上班", "2026年2月15日又放假又上班"},
		{"六、中秋节：9月25日（周五）至27日（周日）", "六、中秋节：10月3日至5日", "2026年10月3日写了两次。"},
		{"　　五、端午节：6月19日（周五）至21日（周日）放假，共3天。\n", "", "没有读到端午节的安排"},
		{"放假，共3天。\n　　四、", "不放假。\n　　四、", "看不明白"},
	} {
		text := strings.ReplaceAll(whole, c.from, c.to)
		if text == whole {
			t.Fatalf("%q is not in the notice", c.from)
		}
		y, err := ParseNotice(text)
		var d Doubts
		if !errors.As(err, &d) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q for %q gave %v, want %q\n%s", c.to, c.from, err, c.want, y)
		}
	}
	if _, err := ParseNotice(whole[:strings.Index(whole, "一、元旦")]); err == nil || !strings.Contains(err.Error(), "没有读出2026年放假的日子") {
		t.Errorf("a notice without days: %v", err)
	}
	if _, err := ParseNotice(notice(t, 2025) + whole); err == nil || !strings.Contains(err.Error(), "请一次只录入一年") {
		t.Errorf("two years at once: %v", err)
	}
}

// What a later notice may well say.
func TestNoticeWords(t *testing.T) {
	whole := notice(t, 2026)
	for _, c := range []struct{ from, to, want string }{
		{"1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。", "2025年12月31日至1月1日放假，共2天。", "off  2025-12-31 2026-01-01"},
		{"4月4日（周六）至6日（周一）放假，共3天。", "4月6日（周一）放假，与周末连休。除夕（2月16日）不放假。", "off  2026-04-04 2026-04-06"},
		{"2月14日（周六）、2月28日（周六）上班", "2月14日（周六），2月28日（星期六）照常上班", "work 2026-02-14\nwork 2026-02-28"},
		{"10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班", "10月4日放假，10月5日（星期一）补休。10月10日（周六），11日（周日）上班", "off  2026-10-04\noff  2026-10-05\nwork 2026-01-04"},
		{"２", "2", "work 2026-10-10"},
		{"10月10日（周六）上班", "１０月１０日(星期六)上班", "work 2026-10-10"},
	} {
		y, err := ParseNotice(strings.ReplaceAll(whole, c.from, c.to))
		if err != nil || !strings.Contains(y.String(), c.want) {
			t.Errorf("%q gave %v\n%s", c.to, err, y)
		}
	}
}

// With leaves the calendar that it was made from as it was.
func TestWith(t *testing.T) {
	c := China()
	y, err := ParseYear("year 2027\nnotice x\noff 2027-01-01 2027-01-03\nwork 2026-12-26")
	if err != nil {
		t.Fatal(err)
	}
	d := c.With(y)
	if !d.Announced(2027) || c.Announced(2027) || d.Through() != 2027 || c.Through() != 2026 {
		t.Error("2027 is announced in the wrong calendar")
	}
	if k, _ := d.Kind(day(t, "2026-12-26")); k != MakeUp {
		t.Errorf("the make-up day of the year before is a %s", k.Name())
	}
	if k, _ := c.Kind(day(t, "2026-12-26")); k != Weekend {
		t.Errorf("the old calendar changed: %s", k.Name())
	}
	if got, _ := d.Year(2026); got.Workdays != 249 {
		t.Errorf("2026 has %d working days with the new make-up day, want 249", got.Workdays)
	}
	short, _ := ParseYear("year 2026\nnotice y\noff 2026-01-01")
	if e := d.With(short); e.Workday(day(t, "2026-10-10")) || len(e.Years()) != len(d.Years()) {
		t.Error("a replaced year keeps days of the old notice")
	}
	for _, x := range []struct {
		today string
		want  int
	}{{"2026-10-31", 0}, {"2026-11-01", 2027}, {"2027-02-01", 2027}, {"2025-12-01", 0}} {
		if got := c.Missing(day(t, x.today)); got != x.want {
			t.Errorf("on %s %d is missing, want %d", x.today, got, x.want)
		}
	}
}

// No text makes a year that its own format cannot hold.
func FuzzParseNotice(f *testing.F) {
	f.Add(notice(f, 2019))
	f.Add(notice(f, 2026))
	f.Fuzz(func(t *testing.T, s string) {
		y, err := ParseNotice(s)
		if err != nil || y.Amends {
			return
		}
		again, err := ParseYear(y.String())
		if err != nil || again.String() != y.String() {
			t.Errorf("%v:\n%s", err, y)
		}
	})
}
