package public

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"time"

	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/people"
)

type feedKind int

const (
	atomFeed feedKind = iota
	rssFeed
)

// feed lists the thirty newest of a column, or of the site with the public
// letters, consultations and interviews among them, for readers' programs and for
// the platforms above that gather (互联互通, standards.md §C).
func (a *ask) feed(path string, kind feedKind) error {
	site, err := a.site()
	if err != nil {
		return err
	}
	title := site.Organ.Name
	if path != "" {
		c, ok := site.Column(ledger.Code(path))
		if !ok {
			return a.absent()
		}
		title += "·" + c.Name
	}
	if kind == rssFeed {
		return a.xml("/rss.xml", "application/rss+xml; charset=utf-8", func() (any, error) {
			items, err := a.feedItems(path)
			return a.rss(title, items), err
		})
	}
	return a.xml("/c/"+path+"/feed.atom", "application/atom+xml; charset=utf-8", func() (any, error) {
		items, err := a.feedItems(path)
		return a.atom(title, path, items), err
	})
}

// feedItems are what stands in it, newest first.
func (a *ask) feedItems(path string) (items []feedItem, err error) {
	l, err := a.s.o.PublicList(a.r.Context(), a.organ.ID, office.ListQuery{Under: ledger.Code(path), Size: feedSize, Newest: true})
	if err != nil {
		return nil, err
	}
	for _, r := range l.Rows {
		items = append(items, feedItem{a.absolute("/a/" + string(r.ID)), r.Title, r.Summary, r.At})
	}
	if path == "" {
		letters, err := a.s.o.PublicLetters(a.r.Context(), a.organ.ID, office.PublicLetterQuery{Size: feedSize})
		if err != nil {
			return nil, err
		}
		for _, r := range letters.Rows {
			items = append(items, feedItem{a.absolute("/letters/" + string(r.ID)), "来信答复：" + r.Title, firstWords(r.Answer), r.PublishedOn.Start()})
		}
		talks, err := a.s.o.PublicTalks(a.r.Context(), a.organ.ID)
		if err != nil {
			return nil, err
		}
		for _, t := range talks {
			items = append(items, feedItem{a.absolute(t.Path), t.Kind + "：" + t.Title, firstWords(t.Text), t.On.Start()})
		}
		slices.SortStableFunc(items, func(x, y feedItem) int { return y.at.Compare(x.at) })
		items = items[:min(len(items), feedSize)]
	}
	return items, nil
}

const feedSize = 30

// feedItem is what a feed tells of an article, a public letter, or a talk.
type feedItem struct {
	to, title, summary string
	at                 time.Time
}

// firstWords is the beginning of an answer in one line.
func firstWords(s string) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > 100 {
		return string(r[:100]) + "……"
	}
	return string(r)
}

type atomDoc struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Link    []atomLink  `xml:"link"`
	Author  string      `xml:"author>name"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Link    atomLink `xml:"link"`
	Updated string   `xml:"updated"`
	Summary string   `xml:"summary,omitempty"`
}

func (a *ask) atom(title, path string, items []feedItem) atomDoc {
	self := "/feed.atom"
	if path != "" {
		self = "/c/" + path + self
	}
	d := atomDoc{ID: a.absolute(self), Title: title, Author: a.organ.Name, Updated: "2000-01-01T00:00:00Z",
		Link: []atomLink{{"self", a.absolute(self)}, {"", a.absolute("/")}}}
	for i, r := range items {
		at := r.at.In(calendar.Shanghai).Format(time.RFC3339)
		if i == 0 {
			d.Updated = at
		}
		d.Entries = append(d.Entries, atomEntry{r.to, r.title, atomLink{"", r.to}, at, r.summary})
	}
	return d
}

type rssDoc struct {
	XMLName xml.Name  `xml:"rss"`
	Version string    `xml:"version,attr"`
	Title   string    `xml:"channel>title"`
	Link    string    `xml:"channel>link"`
	About   string    `xml:"channel>description"`
	Lang    string    `xml:"channel>language"`
	Items   []rssItem `xml:"channel>item"`
}

type rssItem struct {
	Title   string `xml:"title"`
	Link    string `xml:"link"`
	GUID    string `xml:"guid"`
	PubDate string `xml:"pubDate"`
	About   string `xml:"description,omitempty"`
}

func (a *ask) rss(title string, items []feedItem) rssDoc {
	d := rssDoc{Version: "2.0", Title: title, Link: a.absolute("/"), About: title + "最新公开的信息", Lang: "zh-CN"}
	for _, r := range items {
		d.Items = append(d.Items, rssItem{r.title, r.to, r.to, r.at.In(calendar.Shanghai).Format(time.RFC1123Z), r.summary})
	}
	return d
}

type urlSet struct {
	XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []siteURL `xml:"url"`
}

type siteURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// sitemapXML lists every page for search engines.
func (a *ask) sitemapXML() error {
	return a.xml("/sitemap.xml", "application/xml; charset=utf-8", func() (any, error) { return a.urls() })
}

func (a *ask) urls() (set urlSet, err error) {
	site, err := a.site()
	if err != nil {
		return set, err
	}
	set = urlSet{URLs: []siteURL{{Loc: a.absolute("/")}}}
	var walk func([]office.ColumnNode)
	walk = func(nodes []office.ColumnNode) {
		for _, c := range nodes {
			set.URLs = append(set.URLs, siteURL{Loc: a.absolute("/c/" + string(c.Path))})
			walk(c.Children)
		}
	}
	walk(site.Columns)
	for _, path := range []string{"/proposals", "/consultations", "/interviews"} {
		set.URLs = append(set.URLs, siteURL{Loc: a.absolute(path)})
	}
	talks, err := a.s.o.PublicTalks(a.r.Context(), a.organ.ID)
	if err != nil {
		return set, err
	}
	for _, t := range talks {
		set.URLs = append(set.URLs, siteURL{a.absolute(t.Path), t.On.String()})
	}
	if set.URLs, err = a.letterURLs(set.URLs); err != nil {
		return set, err
	}
	for no := 1; ; no++ {
		l, err := a.s.o.PublicList(a.r.Context(), a.organ.ID, office.ListQuery{Page: no, Size: 2000})
		if err != nil {
			return set, err
		}
		for _, r := range l.Rows {
			set.URLs = append(set.URLs, siteURL{a.absolute("/a/" + string(r.ID)), calendar.DayOf(r.At).String()})
		}
		if no >= l.Pages || len(set.URLs) > mostURLs {
			break
		}
	}
	return set, nil
}

// mostURLs keeps a sitemap below the protocol's limit of 50,000.
const mostURLs = 49_000

// letterURLs adds the public letters, at most half of the sitemap.
func (a *ask) letterURLs(urls []siteURL) ([]siteURL, error) {
	urls = append(urls, siteURL{Loc: a.absolute("/letters")})
	for no := 1; len(urls) < mostURLs/2; no++ {
		l, err := a.s.o.PublicLetters(a.r.Context(), a.organ.ID, office.PublicLetterQuery{Page: no, Size: 1000})
		if err != nil {
			return nil, err
		}
		for _, r := range l.Rows {
			urls = append(urls, siteURL{a.absolute("/letters/" + string(r.ID)), r.PublishedOn.String()})
		}
		if no >= l.Pages {
			break
		}
	}
	return urls, nil
}

// xml serves what programs read, kept by the host that its addresses name.
func (a *ask) xml(here, contentType string, read func() (any, error)) error {
	if _, err := a.site(); err != nil {
		return err
	}
	p, err := a.made(key{a.absolute(""), false, here}, func() (*page, error) {
		doc, err := read()
		if err != nil {
			return nil, err
		}
		b, err := marshal(doc)
		if err != nil {
			return nil, err
		}
		return finish(http.StatusOK, contentType, b), nil
	})
	if err != nil {
		return err
	}
	p.write(a.w, a.r)
	return nil
}

func marshal(doc any) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", " ")
	if err := e.Encode(doc); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

type sitemapIndex struct {
	XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Maps    []siteURL `xml:"sitemap"`
}

// sitemaps points to each organ's own.
func (s *server) sitemaps(w http.ResponseWriter, r *http.Request, organs []people.Organ) {
	var index sitemapIndex
	for _, g := range organs {
		index.Maps = append(index.Maps, siteURL{Loc: origin(r) + "/" + g.Token + "/sitemap.xml"})
	}
	b, err := marshal(index)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	finish(http.StatusOK, "application/xml; charset=utf-8", b).write(w, r)
}

// robots keeps search engines out of the desk and of pages without content.
func (s *server) robots(w http.ResponseWriter, r *http.Request, organs []people.Organ) {
	var b bytes.Buffer
	b.WriteString("User-agent: *\nDisallow: /*/desk/\nDisallow: /*/leave\nDisallow: /*/search\nDisallow: /search\nDisallow: /*/size\nDisallow: /*/apply/\nDisallow: /*/follow\n")
	b.WriteString("Sitemap: " + origin(r) + "/sitemap.xml\n")
	finish(http.StatusOK, "text/plain; charset=utf-8", b.Bytes()).write(w, r)
}
