package demo

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"gongkai/calendar"
	"gongkai/internal/office"
)

// What the year's log holds. The addresses are of the range for tests (RFC 2544) and
// belong to nobody.
const (
	Views    = 199_374
	Visitors = 70_363
)

// browsers of the year's visitors, and programs that are no visitors.
var (
	browsers = []string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/75.0.3770.142 Safari/537.36",
		"Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
		"Mozilla/5.0 (Linux; Android 9; BND-AL10) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/66.0.3359.126 MQQBrowser/6.2 Mobile Safari/537.36 MicroMessenger/7.0.6",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 12_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/7.0.5",
		"Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/69.0.3497.100 Safari/537.36 SE 2.X MetaSr 1.0",
	}
	programs = []string{
		"Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
		"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/75.0.3770.142 Safari/537.36; 360Spider",
		"Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)",
		"Mozilla/5.0 (compatible; Bytespider; https://zhanzhang.toutiao.com/)",
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/75.0.3770.80 Safari/537.36",
		"jiankongbao/monitor 3.0",
	}
	referrers = []string{"-", "-", "-", "https://www.baidu.com/", "https://www.so.com/", "http://www.yueyang.gov.cn/", "https://cn.bing.com/"}
)

// visits brings the year's access log along, as a body that moves to this system
// does: the counts come from the real reading of a log.
func (b *builder) visits() ([]step, error) {
	pieces, err := Pieces()
	if err != nil {
		return nil, err
	}
	at := time.Date(2020, 1, 9, 15, 5, 0, 0, calendar.Shanghai)
	return []step{{at, "导入访问日志", func(ctx context.Context) error {
		who, err := b.as(ctx, "zhuren")
		if err != nil {
			return err
		}
		l, err := b.log(pieces)
		if err != nil {
			return err
		}
		r, err := b.o.ImportVisits(ctx, who.Organ, office.VisitLog{Name: "access-2019.log",
			Open: func() (io.ReadCloser, error) { return io.NopCloser(&logReader{l: l}), nil }}, nil, nil)
		if err == nil && (r.Views != Views || r.Visitors != Visitors) {
			err = fmt.Errorf("访问日志计入%d次、%d个", r.Views, r.Visitors)
		}
		return err
	}}}, nil
}

// accessLog is the plan of a year's log: what was public since when, and how many
// views each day had.
type accessLog struct {
	pages []published // in the order of their days
	days  []int       // views of each day of the year
}

type published struct {
	on   calendar.Day
	path string
}

func (b *builder) log(pieces []Piece) (*accessLog, error) {
	l := &accessLog{}
	for _, p := range pieces {
		at, err := p.At()
		if err != nil {
			return nil, err
		}
		if id := b.ids[p.Key]; id != "" && p.State == "" {
			l.pages = append(l.pages, published{calendar.DayOf(at), "/a/" + string(id)})
		}
	}
	slices.SortStableFunc(l.pages, func(x, y published) int { return x.on.Compare(y.on) })
	// Weekdays are busier than weekends, the autumn than the spring.
	weights, sum := make([]int, 365), 0
	for i := range weights {
		on := firstDay.AddDays(i)
		weights[i] = 100 + i/6
		if !b.o.Calendar().Workday(on) {
			weights[i] /= 2
		}
		sum += weights[i]
	}
	given, upTo := 0, 0
	for _, w := range weights {
		upTo += w
		n := Views*upTo/sum - given
		l.days, given = append(l.days, n), given+n
	}
	return l, nil
}

var firstDay = calendar.NewDay(2019, 1, 1)

// logReader writes the log while it is read, always the same.
type logReader struct {
	l       *accessLog
	day, no int // of the next view: within the year, of all
	buf     bytes.Buffer
	known   int // pages of the day
	seen    int // visitors so far
	rand    *rand.Rand
}

func (r *logReader) Read(p []byte) (int, error) {
	for r.buf.Len() < len(p) && r.day < len(r.l.days) {
		r.writeDay()
	}
	return r.buf.Read(p)
}

func (r *logReader) writeDay() {
	if r.rand == nil {
		r.rand = rand.New(rand.NewPCG(2019, 5))
	}
	on, n := firstDay.AddDays(r.day), r.l.days[r.day]
	for r.known < len(r.l.pages) && !r.l.pages[r.known].on.After(on) {
		r.known++
	}
	date := on.Start().Format("02/Jan/2006:")
	for i := range n {
		second := 7*3600 + i*16*3600/n
		visitor := r.visitor()
		r.line(visitor, date, second, r.page(), "200", referrers[r.rand.IntN(len(referrers))], browsers[visitor%len(browsers)])
		switch r.no % 25 { // what is no view: programs, pictures, pages that are gone, searches
		case 3:
			r.line(visitor, date, second, "/assets/site.css", "200", "-", browsers[visitor%len(browsers)])
		case 9, 17:
			r.line(100_000+r.no%40, date, second, r.page(), "200", "-", programs[r.no/25%len(programs)])
		case 21:
			r.line(visitor, date, second, "/search?q=xm", "200", "-", browsers[visitor%len(browsers)])
		case 24:
			r.line(visitor, date, second, "/old/"+strconv.Itoa(r.no%90)+".html", "404", "-", browsers[visitor%len(browsers)])
		}
	}
	r.day++
}

// visitor is a new one as often as it must be, so that the year has as many as it
// had, and else one of those who came lately.
func (r *logReader) visitor() int {
	r.no++
	if r.no*Visitors/Views > r.seen || r.seen == 0 {
		r.seen++
		return r.seen - 1
	}
	back := r.rand.IntN(min(r.seen, 1+r.rand.IntN(4000)))
	return r.seen - 1 - back
}

// page is one that is public on the day, a new one sooner than an old one.
func (r *logReader) page() string {
	switch k := r.rand.IntN(10); {
	case k < 3 || r.known == 0:
		return "/"
	case k < 5:
		return columnsRead[r.rand.IntN(len(columnsRead))]
	}
	back := r.rand.IntN(min(r.known, 1+r.rand.IntN(60)))
	return r.l.pages[r.known-1-back].path
}

var columnsRead = []string{"/c/xxgk", "/c/fabu", "/c/fabu/tongzhi", "/c/fabu/dongtai", "/services", "/letters"}

// line writes one in the combined format.
func (r *logReader) line(visitor int, date string, second int, target, status, referrer, agent string) {
	n := uint32(visitor) * 40503 & (1<<17 - 1) // odd, so that no two share one
	b := append(r.buf.AvailableBuffer(), "198."...)
	b = strconv.AppendUint(b, uint64(18+n>>16), 10)
	b = append(strconv.AppendUint(append(b, '.'), uint64(n>>8&255), 10), '.')
	b = append(append(strconv.AppendUint(b, uint64(n&255), 10), " - - ["...), date...)
	b = append(two(append(two(append(two(b, second/3600), ':'), second/60%60), ':'), second%60), " +0800] \"GET "...)
	b = append(append(append(append(b, target...), " HTTP/1.1\" "...), status...), " 5120 \""...)
	b = append(append(append(append(append(b, referrer...), "\" \""...), agent...), '"'), '\n')
	r.buf.Write(b)
}

func two(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }
