package bench

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"strings"

	"gongkai/calendar"
	"gongkai/publication"
)

//go:embed data/corpus.txt
var corpusText string

// Text is an article of the generated corpus (生成语料), with what it is about.
// Queries are judged by that, not by the words that stand in it.
type Text struct {
	Key                 string // g0, g1, …: the same text in a corpus of any size
	Form                string // 动态, 通知, 公示, 文件, 规范性文件, 解读
	Topic, Place, Phase string // 主题, 地方, 环节
	Formed              calendar.Day
	Column, Unit        string
	Type                publication.Kind
	DocNo, Genre        string
	Title, Lead         string
	Body                []string // paragraphs
	Explains            string   // key of the document that it explains
	Repealed            bool     // 废止 since
}

// HTML is the body as the writing form takes it.
func (t Text) HTML() string { return "<p>" + strings.Join(t.Body, "</p><p>") + "</p>" }

// Plain is the body as it is read.
func (t Text) Plain() string { return strings.Join(t.Body, "\n") }

// topic is a subject of a bureau's texts.
type topic struct {
	name, unit              string
	phases, people, details []string
}

// Corpus makes texts; the same seed and number make the same text for ever.
type Corpus struct {
	seed      uint64
	n         int
	places    []string
	topics    []topic
	sentences map[string][]string // by form
}

// Days between which a corpus is spread.
var (
	first = calendar.NewDay(2012, 1, 4)
	last  = calendar.NewDay(2024, 12, 20)
)

// NewCorpus is a corpus of n texts in the order of their days.
func NewCorpus(seed uint64, n int) *Corpus {
	c := &Corpus{seed: seed, n: n, sentences: map[string][]string{}}
	part := ""
	for line := range strings.Lines(corpusText) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "["):
			part = strings.Trim(line, "[]")
		case part == "地方":
			c.places = append(c.places, line)
		case part == "主题":
			f := strings.Split(line, " | ")
			list := func(i int) []string { return strings.Split(f[i], "、") }
			c.topics = append(c.topics, topic{f[0], f[1], list(2), list(3), list(4)})
		default:
			c.sentences[part] = append(c.sentences[part], line)
		}
	}
	return c
}

// Len is how many texts there are.
func (c *Corpus) Len() int { return c.n }

// form of a text, by its number: of a hundred, so many each.
func form(i int) string {
	switch k := i * 37 % 100; {
	case k < 54:
		return "动态"
	case k < 74:
		return "通知"
	case k < 87:
		return "公示"
	case k < 94:
		return "文件"
	case k < 96:
		return "规范性文件"
	}
	return "解读"
}

// day of a text: workdays go by evenly.
func (c *Corpus) day(i int) calendar.Day {
	d := first.AddDays(int(int64(i) * int64(last.Sub(first)) / int64(c.n)))
	for !calendar.China().Workday(d) {
		d = d.AddDays(1)
	}
	return d
}

// Text is text number i.
func (c *Corpus) Text(i int) Text {
	r := rand.New(rand.NewPCG(c.seed, uint64(i)))
	about := i
	t := Text{Key: fmt.Sprintf("g%d", i), Form: form(i), Formed: c.day(i), Genre: "tongzhi"}
	if t.Form == "解读" { // of the document before it
		for about--; about > 0 && form(about) != "文件"; about-- {
		}
		t.Explains = fmt.Sprintf("g%d", about)
		r = rand.New(rand.NewPCG(c.seed, uint64(about)))
	}
	w := writer{Rand: r, c: c, t: pick(r, c.topics), year: c.day(about).Year()}
	t.Topic, t.Unit, t.Place, t.Phase = w.t.name, w.t.unit, pick(r, c.places), pick(r, w.t.phases)
	w.place, w.phase = t.Place, t.Phase
	subject := t.Topic + t.Phase
	kind := pick(r, []string{"管理办法", "实施细则", "工作规程", "若干措施"})
	document := fmt.Sprintf("关于印发《岳阳市%s%s》的通知", subject, kind)
	if t.Form != "规范性文件" && (t.Form == "文件" || t.Explains != "") && r.IntN(2) == 0 {
		document = fmt.Sprintf("关于进一步做好%d年%s工作的通知", w.year, subject)
	}
	t.Type, t.DocNo = publication.News, ""
	switch t.Form {
	case "动态":
		t.Column, t.Genre = "fabu/dongtai", ""
		t.Title = pick(r, []string{t.Place + "推进" + subject + "工作", "市科技局到" + t.Place + "调研" + subject, t.Place + t.Topic + t.Phase + "见成效",
			t.Place + "召开" + subject + "工作会议", t.Place + "举办" + subject + "活动"})
	case "通知":
		t.Column, t.Genre = pick(r, []string{"fabu/tongzhi", "banshi/xmsb"}), ""
		t.Title = fmt.Sprintf("关于开展%d年%s%s的通知", w.year, t.Place, subject)
	case "公示":
		t.Column, t.Genre = "banshi/gongshi", ""
		t.Title = fmt.Sprintf("%d年度%s%s结果公示", w.year, t.Place, subject)
	case "文件", "规范性文件":
		t.Column, t.Type, t.Title = "xxgk/fdzdgk/zcwj", publication.Document, document
		if t.Form == "规范性文件" {
			t.Column, t.Type = "xxgk/fdzdgk/gfxwj", publication.Normative
		}
		t.DocNo = fmt.Sprintf("岳科发〔%d〕%d号", w.year, c.number(i))
		t.Repealed = i < c.n/2 && r.IntN(4) == 0
	case "解读":
		t.Column, t.Type, t.Genre, t.Title = "jiedu/zcjd", publication.Interpretation, "", "解读："+strings.TrimSuffix(strings.TrimPrefix(document, "关于"), "的通知")
	}
	t.Body = w.body(t.Form)
	t.Lead = t.Body[0]
	return t
}

// number of a document in its year: the texts of a year up to it, by hundreds.
func (c *Corpus) number(i int) int {
	perYear := c.n*365/last.Sub(first) + 1
	return i%perYear + 1
}

// writer fills sentences.
type writer struct {
	*rand.Rand
	c            *Corpus
	t            topic
	place, phase string
	year         int
}

// body is 300 to 3000 characters; short texts are the commonest.
func (w writer) body(form string) []string {
	if form == "通知" || form == "规范性文件" || form == "文件" {
		form = "公文"
	}
	sentences := w.c.sentences[form+"句"]
	order, used := w.Perm(len(sentences)), 0 // none twice before all were there
	short := w.Float64()
	want := 300 + int(2700*short*short*short)
	var out []string
	for size := 0; size < want; {
		var b strings.Builder
		for range 1 + w.IntN(4) {
			b.WriteString(w.fill(sentences[order[used%len(order)]]))
			used++
		}
		out = append(out, b.String())
		size += b.Len() / 3
	}
	return out
}

func (w writer) fill(s string) string {
	return strings.NewReplacer("{主题}", w.t.name, "{环节}", w.phase, "{对象}", pick(w.Rand, w.t.people), "{细节}", pick(w.Rand, w.t.details),
		"{地方}", w.place, "{年}", fmt.Sprint(w.year), "{月}", fmt.Sprint(1+w.IntN(12)), "{日}", fmt.Sprint(1+w.IntN(28)),
		"{数}", fmt.Sprint(3+w.IntN(40)), "{他题}", pick(w.Rand, w.c.topics).name).Replace(s)
}

func pick[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }
