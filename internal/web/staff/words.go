package staff

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"

	"gongkai/calendar"
	"gongkai/check"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/publication"
)

// words are the functions by which templates say days, instants and sizes.
var words = map[string]any{
	"left":          left,
	"runs":          runs,
	"instant":       instant,
	"since":         since,
	"day_":          longDay,
	"size":          size,
	"trusted":       trusted,
	"short":         short,
	"join":          func(s []string) string { return strings.Join(s, "、") },
	"kind":          func(k publication.Kind) string { return k.Name() },
	"state":         func(s publication.State) string { return s.Name() },
	"stands":        stands,
	"task":          taskName,
	"label":         nameOf,
	"advice":        office.Advice,
	"standing":      standing,
	"case_standing": caseStanding,
	"mailstate":     mailStateName,
	"mailsort":      func(k ledger.Code) string { return letter.Name(letter.Sorts, k) },
	"maildoor":      func(k ledger.Code) string { return letter.Name(letter.Doors, k) },
	"mailstars":     letter.Level,
	"finding":       office.FindingWords,
	"exactly":       exactly,
	"add":           func(a, b int) int { return a + b },
	"str":           func(v any) string { return fmt.Sprint(v) },
	"dict":          dict,
	"named":         func() []option { return []option{{"yes", "提交意见必须填写姓名"}} },
	"depth":         func(c ledger.Code) int { return strings.Count(string(c), "/") },
	"rule_name":     check.RuleName,
}

// days is how far away a due day is, in words and as a class for its colour;
// the words alone say it all.
type days struct{ Words, Class string }

// left says the working days until a due day; negative days are overdue.
func left(n int, has bool) days {
	switch {
	case !has:
		return days{"", ""}
	case n < 0:
		return days{"逾期" + strconv.Itoa(-n) + "天", "late"}
	case n == 0:
		return days{"今天到期", "soon"}
	case n <= 3:
		return days{"剩" + strconv.Itoa(n) + "天", "soon"}
	default:
		return days{"剩" + strconv.Itoa(n) + "天", "intime"}
	}
}

// longDay is a due date as the desk writes it: day, weekday, and whether the
// holidays of that year are not announced yet (暂估).
func longDay(d calendar.Date) string {
	s := d.Day.String() + " " + d.Day.WeekdayChinese()
	if d.Provisional {
		s += "（暂估）"
	}
	return s
}

// instant prints a time in the office's zone, empty for none.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(calendar.Shanghai).Format("2006-01-02 15:04")
}

// exactly is an instant to the second.
func exactly(t time.Time) string { return t.In(calendar.Shanghai).Format("2006-01-02 15:04:05") }

// since is instant for what began on a day of no known hour.
func since(t time.Time) string { return strings.TrimSuffix(instant(t), " 00:00") }

func size(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%d KB", (n+1023)/1024)
	default:
		return fmt.Sprintf("%d B", n)
	}
}

// trusted lets an edition's text through: office keeps only cleaned HTML.
func trusted(html string) template.HTML { return template.HTML(html) }

// short is the front of a hash.
func short(s string) string {
	if len(s) > 12 {
		return s[:12] + "…"
	}
	return s
}

// stands is the state of an edition in words: one that is through its review no
// longer waits for it.
func stands(e publication.Edition) string {
	if e.State == publication.InReview && e.Passed != "" {
		return "待发布"
	}
	return e.State.Name()
}

func taskName(kind string) string {
	names := map[string]string{"draft": "草稿", "returned": "退回修改", "review": "待审核", "release": "待发布", "scheduled": "定时发布", "report": "年度报告", "mail": "邮件", "inspection": "网站自检", "batch": "发布批次", "invitation": "外部审核",
		"request": "依申请公开", "letter": "来信", "remedy": "复议诉讼", "record": "更正申请", "contract": "技术合同", "proposal": "建议提案", "consultation": "征集调查", "interview": "在线访谈", "case": "办件", "second": "复核放行", "rushed": "先发后审", "reassess": "定期评估"}
	if n := names[kind]; n != "" {
		return n
	}
	return kind
}

// dict makes a small map for a part of a template that wants several things.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("staff: dict wants pairs")
	}
	m := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		k, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("staff: dict: key %v", pairs[i])
		}
		m[k] = pairs[i+1]
	}
	return m, nil
}
