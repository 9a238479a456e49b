package audit

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/calendar"
	"gongkai/check"
	"gongkai/law"
)

// titled are the words that each section's title is known by.
var titled = []*regexp.Regexp{
	regexp.MustCompile(`^.{0,8}(总体情况|总体工作|概述|概况|基本情况|总体概况)`),
	regexp.MustCompile(`^.{0,10}(主动公开|公开政府信息)`),
	regexp.MustCompile(`^.{0,20}(申请)`),
	regexp.MustCompile(`^.{0,24}(复议|诉讼)`),
	regexp.MustCompile(`^.{0,16}(问题|不足)`),
	regexp.MustCompile(`^.{0,6}(其他|其它|需要).{0,10}(报告|说明|事项|情况)`),
}

var sectionNames = []string{"总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议行政诉讼情况", "存在的主要问题及改进情况", "其他需要报告的事项"}

var numbered = regexp.MustCompile(`^(?:第?([一二三四五六])(?:部分)?[、.,:;·]|第([一二三四五六])部分)(.*)$`)

// heading says whether a line begins a section, and what follows in the line.
func heading(line string) (i int, rest string, ok bool) {
	s := strings.TrimSuffix(strings.TrimLeft(tight(line), "#*·"), "**")
	title, number := s, -1
	if m := numbered.FindStringSubmatch(s); m != nil {
		number = strings.Index("一二三四五六", m[1]+m[2]) / 3
		title = m[3]
	}
	if at := strings.IndexAny(title, "。:;"); at > 0 {
		title, rest = title[:at], strings.TrimLeft(title[at:], "。:;")
	}
	title = strings.TrimRight(strings.TrimRight(title, "0123456789"), ".…·")
	if strings.HasPrefix(title, "无") || strings.HasPrefix(title, "没有") || strings.HasPrefix(title, "暂无") || title == "" || utf8.RuneCountInString(title) > 40 || strings.Contains(title, ",") {
		return 0, "", false
	}
	if number >= 0 && titled[number].MatchString(mended.Replace(title)) && !strings.Contains(title, "结转") && !strings.Contains(title, "新收") {
		return number, rest, true
	}
	for i, name := range sectionNames {
		if unlike(han(title), name) < 0.2 || number >= 0 && unlike(han(title), name) < 1 {
			return i, rest, true
		}
	}
	return 0, "", false
}

var (
	footer = regexp.MustCompile(`^(上一篇|下一篇|上一条|下一条|扫一扫|打印|【?打印|\[?打印|关闭|分享到|版权所有|主办单位|主办:|承办单位|承办:|网站标识码|网站地图|联系我们|.{0,6}ICP备|.{0,4}公网安备|责任编辑|编辑:|信息来源|来源:|相关链接|相关附件|相关文档|友情链接|政府信息公开$|首页|返回顶部|技术支持|地址:|关于我们)`)
	date   = regexp.MustCompile(`(20\d\d)[年./-](\d{1,2})[月./-](\d{1,2})日?`)
	onDate = regexp.MustCompile(`^(二[〇○零]..年.{1,3}月.{1,3}日|20\d\d[年./-]\d{1,2}[月./-]\d{1,2}日?)$`)
	signed = regexp.MustCompile(`^[\p{Han}()]{3,30}(局|委|委员会|政府|办|办公室|厅|处|中心|院|站|街道|办事处|所|队|会|部|公司|行|学校|大学)$`)
)

// sections sorts the lines under the six titles. A title that stands twice is
// first in a table of contents.
func (r *Report) sections(prose []string) {
	at, n := -1, 0
	var words [6][]string
	var intro []string
	for _, l := range prose {
		if i, rest, ok := heading(l); ok && (r.Sections[i].Title == "" || len(words[i]) == 0) {
			at, n = i, n+1
			words[i] = nil
			r.Sections[i] = Section{Title: strings.TrimSpace(narrow(l)), at: n}
			if rest != "" {
				words[i] = append(words[i], rest)
				r.Sections[i].Title, _, _ = strings.Cut(r.Sections[i].Title, rest)
			}
			continue
		}
		if at < 0 {
			intro = append(intro, l)
			continue
		}
		words[at] = append(words[at], l)
	}
	if at >= 0 {
		words[at] = r.sign(words[at])
	}
	r.Intro = strings.Join(intro, "\n")
	for i := range words {
		r.Sections[i].Words = strings.TrimSpace(strings.Join(words[i], "\n"))
	}
}

// sign takes signature, date and the page's foot off the last section.
func (r *Report) sign(words []string) []string {
	for i, l := range words {
		if footer.MatchString(tight(l)) {
			words = words[:i]
			break
		}
	}
	for len(words) > 0 {
		s := tight(words[len(words)-1])
		switch {
		case onDate.MatchString(s):
			r.day(s)
		case signed.MatchString(s) && !strings.Contains(s, "无"):
			if r.Body == "" {
				r.Body = s
			}
		default:
			if d := date.FindString(s); d != "" && strings.HasSuffix(s, d) && signed.MatchString(strings.TrimSuffix(s, d)) {
				r.day(d)
				r.Body = strings.TrimSuffix(s, d)
				break
			}
			return words
		}
		words = words[:len(words)-1]
	}
	return words
}

func (r *Report) day(s string) {
	if m := date.FindStringSubmatch(s); m != nil && r.IssuedOn.IsZero() {
		if d, err := calendar.ParseDay(m[1] + "-" + two(m[2]) + "-" + two(m[3])); err == nil {
			r.IssuedOn = d
		}
	}
}

func two(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

var (
	ofYear  = regexp.MustCompile(`(20\d\d|二[〇○零Oo0一]..)年?(?:度)?`)
	subject = regexp.MustCompile(`(政府|政务)?信息公开|政务公开`)
	posted  = regexp.MustCompile(`(发布时间|发布日期|公开日期|时间|日期)[:]?(20\d\d[年./-]\d{1,2}[月./-]\d{1,2})`)
)

// head reads year, body and day of publication from the title and around it.
func (r *Report) head(t check.Text, prose []string) {
	var title string
	signature := r.Body
	candidates := strings.Split(r.Intro, "\n")
	for _, p := range t.Parts {
		if p.Kind == check.Meta {
			candidates = append(candidates, t.Words[p.At:p.End])
		}
	}
	before := ""
	for _, l := range candidates {
		s := tight(l)
		if m := posted.FindStringSubmatch(s); m != nil {
			r.IssuedOn = calendar.Day{}
			r.day(m[2])
		}
		if i := strings.LastIndexAny(s, ">»"); i >= 0 {
			s = strings.TrimLeft(s[i:], ">»")
		}
		if !strings.Contains(s, "公开") && !strings.HasPrefix(s, "20") || !strings.Contains(s, "报告") || strings.ContainsAny(s, "。;") || utf8.RuneCountInString(s) > 70 {
			if utf8.RuneCountInString(s) <= 30 && s != "" {
				before = s
			}
			continue
		}
		year, body := entitled(s)
		if title != "" && (year == 0 || r.Year != 0) {
			continue
		}
		title = s
		if r.Year == 0 {
			r.Year = year
		}
		if body == "" && signed.MatchString(before) {
			body = before
		}
		if body != "" && !subsequence(body, signature) {
			r.Body = body
		}
	}
	if r.Year == 0 {
		r.Year = r.guess()
	}
	if form, err := law.FormFor(r.Year); err == nil {
		r.Form = form
	}
}

// entitled takes year and body out of a title.
func entitled(s string) (year int, body string) {
	if m := ofYear.FindString(s); m != "" {
		year = yearOf(m)
		s = strings.Replace(s, m, "", 1)
	}
	at := subject.FindStringIndex(s)
	if at == nil {
		return year, ""
	}
	body = strings.Trim(s[:at[0]], "《》“”\"-—_|:()的 ")
	body = strings.TrimPrefix(strings.TrimSuffix(strings.TrimPrefix(body, "关于"), "关于"), "发布")
	return year, strings.TrimSuffix(body, "的")
}

// yearOf reads 2021年 and 二〇二一年.
func yearOf(s string) int {
	s = strings.NewReplacer("〇", "0", "○", "0", "零", "0", "O", "0", "o", "0", "一", "1", "二", "2", "三", "3", "四", "4", "五", "5", "六", "6",
		"七", "7", "八", "8", "九", "9").Replace(s)
	n, _ := strconv.Atoi(strings.TrimRight(s, "年度"))
	if n < 2008 || n > 2100 {
		return 0
	}
	return n
}

// subsequence says whether the short name's characters stand in the full name
// in their order: 岳阳市科技局 in 岳阳市科学技术局.
func subsequence(short, full string) bool {
	rest := full
	for _, c := range short {
		i := strings.IndexRune(rest, c)
		if i < 0 {
			return false
		}
		rest = rest[i+utf8.RuneLen(c):]
	}
	return full != ""
}

// guess is the year where no title says it: that of the words, else the one
// before the signature.
func (r *Report) guess() int {
	count, best := map[int]int{}, 0
	for _, m := range ofYear.FindAllString(tight(r.Intro+r.Sections[0].Words), -1) {
		if y := yearOf(m); y > 0 {
			count[y]++
			if count[y] > count[best] {
				best = y
			}
		}
	}
	if best == 0 && !r.IssuedOn.IsZero() {
		best = r.IssuedOn.Year() - 1
	}
	return best
}
