package calendar

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Doubts are the sentences that say why a notice was not taken as read.
type Doubts []string

// Error joins the sentences.
func (d Doubts) Error() string { return strings.Join(d, "") }

var (
	title    = regexp.MustCompile(`国务院办公厅关于(调整|延长)?(\d{4})年[^。：《》]{2,20}?的通知`)
	quoted   = regexp.MustCompile(`《[^》]*》`)
	number   = regexp.MustCompile(`国办发(?:明电)?[〔\[(【](\d{4})[〕\])】](\d+)号`)
	signed   = regexp.MustCompile(`国务院办公厅\d{4}年\d{1,2}月\d{1,2}日`)
	item     = regexp.MustCompile(`^(?:[一二三四五六七八九十]+、)?(?:([^:：\d]{2,12})[:：])?`)
	total    = regexp.MustCompile(`(?:共|放假)(\d+)天`)
	holidays = []string{"元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"}
)

// ParseNotice reads the State Council's yearly notice (国务院办公厅关于2026年部分
// 节假日安排的通知) as it was pasted, with title and number, and below it those
// that changed it. An amendment that stands alone comes back with Amends, to be
// laid over what is announced. Whatever cannot be read beyond doubt is an error
// of type Doubts; nothing is guessed (§J).
func ParseNotice(text string) (Year, error) {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff':
			return -1 // pasted text is broken into lines anywhere
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '（':
			return '('
		case r == '）':
			return ')'
		}
		return r
	}, text)
	text = quoted.ReplaceAllString(text, "") // another notice that is only spoken of
	starts := title.FindAllStringSubmatchIndex(text, -1)
	if len(starts) == 0 {
		return Year{}, Doubts{"没有找到年份：请连同标题“国务院办公厅关于××××年部分节假日安排的通知”一起粘贴。"}
	}
	var out Year
	from := 0 // the page's table of 发文字号 and dates may stand above the title
	for i, at := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
			if text[at[0]:at[1]] == text[end:starts[i+1][1]] {
				continue // the title of the web page, before the notice's own
			}
		}
		n, _ := strconv.Atoi(text[at[4]:at[5]])
		r := reading{Year: Year{Year: n, Amends: at[2] >= 0}}
		r.read(text[from:end])
		from = end
		switch {
		case len(r.check()) > 0:
			return Year{}, r.doubts
		case out.Year == 0:
			out = r.Year
		case !r.Amends || r.Year.Year != out.Year:
			return Year{}, Doubts{fmt.Sprintf("粘贴了%d年和%d年两份通知，请一次只录入一年。", out.Year, r.Year.Year)}
		default:
			var err error
			if out, err = out.Amend(r.Year); err != nil {
				return Year{}, err
			}
		}
	}
	return out, nil
}

// reading is a notice while it is read.
type reading struct {
	Year
	doubts Doubts
	names  string // of the holidays read so far
}

func (r *reading) doubt(format string, args ...any) {
	r.doubts = append(r.doubts, fmt.Sprintf(format, args...))
}

func (r *reading) read(text string) {
	if m := number.FindStringSubmatch(text); m != nil {
		r.Notice = m[0]
	} else {
		r.doubt("没有找到%d年通知的文号：请连同“国办发明电〔%d〕×号”一起粘贴。", r.Year.Year, r.Year.Year-1)
	}
	// Day and number of the page stand above 通知如下, the signature's day below.
	if _, rest, ok := strings.Cut(text, "如下"); ok {
		text = strings.TrimLeft(rest, "：:。")
	}
	if at := signed.FindStringIndex(text); at != nil {
		text = text[:at[0]]
	}
	for _, s := range strings.FieldsFunc(text, func(c rune) bool { return c == '。' || c == '；' || c == ';' }) {
		r.sentence(s)
	}
	slices.SortFunc(r.Off, func(a, b Span) int { return a.From.Compare(b.From) })
	slices.SortFunc(r.Work, Day.Compare)
}

// sentence reads one sentence clause by clause: days wait for the verb behind
// them, and a count or 与周末连休 speaks of the days off before it.
func (r *reading) sentence(s string) {
	if m := item.FindStringSubmatch(s); m[1] != "" {
		r.names += m[1]
		s = s[len(m[0]):]
	}
	var waiting, off []Span
	year, month := r.Year.Year, 0
	for _, clause := range clauses(s) {
		if strings.Contains(clause, "鼓励") {
			break // advice: 鼓励各单位…安排职工在除夕（2月9日）休息
		}
		days, ok := r.spans(clause, &year, &month)
		if !ok {
			return
		}
		waiting = append(waiting, days...)
		switch {
		case strings.Contains(clause, "延长"):
			for _, d := range waiting {
				r.Off = append(r.Off, Span{To: d.To})
			}
			waiting = nil
		case strings.Contains(clause, "不放假"):
			for _, d := range waiting {
				if w := d.From.Weekday(); d.From != d.To || w == time.Saturday || w == time.Sunday {
					r.doubt("“%s”是周末不放假，还是照常上班，看不明白，请改写后再试。", s)
				}
			}
			waiting = nil
		case strings.Contains(clause, "上班"):
			r.work(waiting, clause)
			waiting = nil
		case strings.Contains(clause, "放假"), strings.Contains(clause, "补休"):
			off, waiting = append(off, waiting...), nil
		case strings.Contains(clause, "与周末连休"):
			for i := range off {
				off[i] = off[i].withWeekend()
			}
		}
		if m := total.FindStringSubmatch(clause); m != nil && len(off) > 0 {
			n := 0
			for _, x := range off {
				n += x.To.Sub(x.From) + 1
			}
			if m[1] != strconv.Itoa(n) {
				r.doubt("“%s”：数下来是%d天，不是%s天。", s, n, m[1])
			}
		}
	}
	if len(waiting) > 0 {
		r.doubt("“%s”：看不出这些日子是放假还是上班。", s)
	}
	r.Off = append(r.Off, off...)
}

// work takes make-up days; from when one works as usual (2月3日起正常上班) is
// said of weekdays and makes none.
func (r *reading) work(days []Span, clause string) {
	for _, d := range days {
		for day := d.From; !day.After(d.To); day = day.AddDays(1) {
			w := day.Weekday()
			switch {
			case w == time.Saturday || w == time.Sunday:
				r.Work = append(r.Work, day)
			case !strings.Contains(clause, "正常上班") && !strings.Contains(clause, "照常上班"):
				r.doubt("%s是%s，本来就上班，不是调休上班的日子。", day.Chinese(), day.WeekdayChinese())
			}
		}
	}
}

// check looks at the notice as a whole.
func (r *reading) check() Doubts {
	if len(r.doubts) > 0 {
		return r.doubts
	}
	if len(r.Off) == 0 {
		r.doubt("没有读出%d年放假的日子，请粘贴通知的全文。", r.Year.Year)
		return r.doubts
	}
	for _, h := range holidays {
		if !r.Amends && !strings.Contains(r.names, h) {
			r.doubt("没有读到%s的安排，请核对通知是否粘贴完整。", h)
		}
	}
	seen := map[Day]bool{}
	for _, s := range r.Off {
		for d := s.From; !s.From.IsZero() && !d.After(s.To); d = d.AddDays(1) {
			if seen[d] {
				r.doubt("%s写了两次。", d.Chinese())
			}
			seen[d] = true
		}
	}
	for _, d := range r.Work {
		if seen[d] {
			r.doubt("%s又放假又上班，或者写了两次。", d.Chinese())
		}
		seen[d] = true
	}
	return r.doubts
}
