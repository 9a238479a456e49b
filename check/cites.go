package check

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/calendar"
)

//go:embed lists/laws.txt
var lawsText string

// edition is how many articles a law has in some years.
type edition struct {
	name     string
	from, to calendar.Day
	articles int
	items    map[int]int // of an article
}

var laws = parseLaws(lawsText)

func parseLaws(text string) (out []edition) {
	for line := range strings.Lines(text) {
		if c := strings.Split(strings.TrimSpace(line), "|"); len(c) >= 4 && !strings.HasPrefix(line, "#") {
			e := edition{name: strings.TrimSpace(c[0]), items: map[int]int{}}
			e.from, _ = calendar.ParseDay(strings.TrimSpace(c[1])) // tested
			e.to, _ = calendar.ParseDay(strings.TrimSpace(c[2]))
			e.articles = atoi(strings.TrimSpace(c[3]))
			if len(c) > 4 {
				for _, pair := range strings.Fields(c[4]) {
					a, n, _ := strings.Cut(pair, ":")
					e.items[atoi(a)] = atoi(n)
				}
			}
			out = append(out, e)
		}
	}
	return out
}

// lawOn is the edition of the day, the newest for no day.
func lawOn(name string, on calendar.Day) (edition, bool) {
	i := slices.IndexFunc(laws, func(e edition) bool {
		return e.name == name && (on.IsZero() && e.to.IsZero() || !on.IsZero() && !on.Before(e.from) && (e.to.IsZero() || !on.After(e.to)))
	})
	if i < 0 {
		return edition{}, false
	}
	return laws[i], true
}

const numeralForm = `(?:[一二三四五六七八九十百千零〇]{1,9}|\d{1,4})`

var (
	articleForm = regexp.MustCompile(`第(` + numeralForm + `)条(?:第` + numeralForm + `款)?(?:第[（(]?(` + numeralForm + `)[）)]?项)?`)
	lawForm     = regexp.MustCompile(`(《(?:中华人民共和国)?([^《》]{2,40})》|(条例|民法典|宪法)|中华人民共和国([^《》，。；：、\s]{2,24}?(?:法|条例)))(?:（[^（）]{1,60}）|\([^()]{1,60}\))*\s*(?:的|中|中的)?$`)
	alias       = regexp.MustCompile(`《(?:中华人民共和国)?([^《》]{2,40})》(?:（[^（）]{1,24}）|\([^()]{1,24}\))?[（(](?:以下|下文|下)?(?:简称|称)[：:]?[“《"]*([^”》"（）()]{2,16})[”》"]*[）)]`)
	following   = regexp.MustCompile(`^(?:、|和|与|及|以及|或者|至|到|，|—|－|-)$`)
)

// citations wants a cited article to be one that the law has (FG-LAW).
func (c *Checker) citations(f *findings) {
	text := f.text.Words
	names := map[string]string{"民法典": "民法典", "宪法": "宪法"}
	for _, m := range alias.FindAllStringSubmatch(text, -1) {
		names[m[2]] = m[1]
	}
	if strings.Contains(text, "政府信息公开") && names["条例"] == "" && strings.Count(text, "条例》") == strings.Count(text, "政府信息公开条例》")+strings.Count(text, "《条例》") {
		names["条例"] = "政府信息公开条例"
	}
	law, end := "", -1
	for _, m := range articleForm.FindAllStringSubmatchIndex(text, -1) {
		if !(law != "" && m[0] >= end && following.MatchString(text[end:m[0]])) {
			law = named(text[max(0, m[0]-240):m[0]], names)
		}
		end = m[1]
		e, known := lawOn(law, c.on)
		if !known {
			continue
		}
		n := readNumeral(text[m[2]:m[3]])
		switch {
		case n > e.articles && !older(law, n, text, m[0]):
			f.add("FG-LAW", Block, m[0], m[1], "", fmt.Sprintf("《%s》共%d条，没有第%s条", law, e.articles, text[m[2]:m[3]]))
		case m[4] >= 0 && e.items[n] > 0 && readNumeral(text[m[4]:m[5]]) > e.items[n]:
			f.add("FG-LAW", Block, m[0], m[1], "", fmt.Sprintf("《%s》第%d条共%d项，没有第%s项", law, n, e.items[n], text[m[4]:m[5]]))
		}
	}
}

// named is the law whose name ends the words before an article, "" if none.
func named(before string, names map[string]string) string {
	m := lawForm.FindStringSubmatch(before)
	if m == nil {
		return ""
	}
	if i := strings.LastIndex(before, m[0]); m[3] != "" && i > 0 {
		if r, _ := utf8.DecodeLastRuneInString(before[:i]); unicode.Is(unicode.Han, r) && !strings.ContainsRune("据照按依反合由和与及在为对从到新", r) {
			return "" // 信访工作条例 without 《》 is another one
		}
	}
	name := m[2] + m[3] + m[4]
	if full, ok := names[name]; ok {
		name = full
	}
	return strings.TrimPrefix(name, "中华人民共和国")
}

// older says whether another edition of the law had the article and the
// sentence speaks of it.
func older(law string, n int, text string, at int) bool {
	from, to := sentence(text, at, at)
	s := text[from:to]
	if !has(s, history) && !has(s, []string{"原", "旧", "修订", "修改"}) {
		return false
	}
	return slices.ContainsFunc(laws, func(e edition) bool { return e.name == law && n <= e.articles })
}

// docNo is 岳科发〔2019〕12号, in whatever brackets; those are the business of CH.
var docNo = regexp.MustCompile(`^(\p{Han}{2,40})[〔﹝［\[（(【](\d{2,5})[〕﹞］\])）】](第)?(\d{1,6})(号)?`)

// before is what may stand before 机关代字 without a blank.
var before = regexp.MustCompile(`^.*(?:现将|根据|按照|依据|依照|转发|文件|和|与|及|以|见|的)`)

// several is the rest of 〔2021〕32、33号.
var several = regexp.MustCompile(`^(?:[、，和及—-]+\d+)+号`)

var tokenLike = regexp.MustCompile(`(发|函|办|令|通|字|告|复|规|公告|通告|会|纪|批|任|呈|建|决|议|案|综|财|计|人|高|农|社|成果|政|党)$`)

// documents judges the numbers of documents: year and 号 (FG-DOCNO), and, for
// the bureau's own, that they were issued and are in force (FG-DOC).
func (c *Checker) documents(f *findings) {
	text := f.text.Words
	for from := 0; from < len(text); {
		i := strings.IndexAny(text[from:], "〔﹝［[(（【")
		if i < 0 {
			return
		}
		open := from + i
		_, size := utf8.DecodeRuneInString(text[open:])
		from = open + size
		if from >= len(text) || text[from] < '0' || text[from] > '9' {
			continue
		}
		lead := tail(text[:open])
		c.document(f, lead[strings.LastIndexFunc(lead, func(r rune) bool { return !unicode.Is(unicode.Han, r) })+1:], open)
	}
}

// document judges the number whose bracket opens at the byte, after the
// characters that lead to it.
func (c *Checker) document(f *findings, lead string, open int) {
	lead = strings.TrimLeftFunc(lead, func(r rune) bool { return r == utf8.RuneError })
	base := open - len(lead)
	text := f.text.Words[base:min(len(f.text.Words), open+40)]
	m := docNo.FindStringSubmatchIndex(text)
	if m == nil || m[3] != len(lead) {
		return
	}
	at := m[2] + len(before.FindString(text[m[2]:m[3]]))
	token, year, serial := text[at:m[3]], text[m[4]:m[5]], text[m[8]:m[9]]
	square := strings.ContainsAny(text[m[3]:m[4]], "〔﹝［[")
	if !square && m[10] < 0 || !tokenLike.MatchString(token) {
		return
	}
	at, end := base+at, base+m[1]
	switch n := atoi(year); {
	case len(year) != 4:
		f.add("FG-DOCNO", Warn, at, end, "", "文号里的年份应写四位数字")
	case n < 1949 || !c.on.IsZero() && n > c.on.Year():
		f.add("FG-DOCNO", Warn, at, end, "", fmt.Sprintf("文号里的年份%s不对，请核对", year))
	case m[10] < 0 && square && !several.MatchString(f.text.Words[end:min(len(f.text.Words), end+40)]):
		f.add("FG-DOCNO", Warn, at, end, fmt.Sprintf("%s〔%s〕%d号", token, year, atoi(serial)), "文号后面缺“号”字")
	}
	c.own(f, at, end, token, year, serial)
}

// own looks up a document of the bureau's own token.
func (c *Checker) own(f *findings, at, end int, token, year, serial string) {
	if c.lists.Documents == nil {
		return
	}
	for _, t := range c.lists.Tokens {
		if !strings.HasSuffix(token, t) {
			continue
		}
		no := t + "〔" + year + "〕" + strconv.Itoa(atoi(serial)) + "号"
		known, valid, successor := c.lists.Documents.Document(no)
		at += len(token) - len(t)
		switch {
		case !known:
			f.add("FG-DOC", Warn, at, end, "", fmt.Sprintf("本机关没有公开过%s，请核对文号", no))
		case !valid && successor != "":
			f.add("FG-DOC", Warn, at, end, successor, fmt.Sprintf("%s已经失效，现行的是%s", no, successor))
		case !valid:
			f.add("FG-DOC", Warn, at, end, "", fmt.Sprintf("%s已经失效，请核对能否引用", no))
		}
		return
	}
}
