package public

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"
	"time"

	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/publication"
)

// articlePage is a text; a document has the header table of standards.md §H.4.
type articlePage struct {
	Page
	A                     publication.Article
	E                     publication.Edition
	Unit, Column          string
	Body                  template.HTML
	Head                  []headLine
	Files                 []publication.File
	Explains, ExplainedBy []row
	ReplacedBy            *row
	Validity              string
	Tags                  []string
	Editions              []office.EditionNote
	Times                 int   // how often the text was renewed
	Views                 int64 // as of the last closing
}

func (articlePage) template() string { return "article" }

type headLine struct{ Name, Value string }

// withdrawnPage says that a text was taken down and why; its address stays.
type withdrawnPage struct {
	Page
	A publication.Article
	E publication.Edition
}

func (withdrawnPage) template() string { return "withdrawn" }

func (a *ask) article(id string) error {
	a.here = "/a/" + id
	if len(id) > 64 {
		return a.absent()
	}
	err := a.kept(a.here, func() (templated, error) {
		v, err := a.s.o.PublicArticle(a.r.Context(), a.organ.ID, ledger.ID(id))
		if err != nil {
			return nil, err
		}
		if v.MovedTo != "" {
			return nil, moved(v.MovedTo)
		}
		p, err := a.frame(v.Edition.Title, v.Article.Column)
		if err != nil {
			return nil, err
		}
		if v.Article.State == publication.Withdrawn {
			p.NoIndex = true
			return withdrawnPage{p, v.Article, v.Edition}, nil
		}
		page := a.articlePage(p, v)
		page.Views, err = a.s.o.PageViews(a.r.Context(), a.organ.ID, a.here, true)
		return page, err
	})
	if to, ok := err.(moved); ok {
		http.Redirect(a.w, a.r, a.base+"/a/"+url.PathEscape(string(to)), http.StatusMovedPermanently)
		return nil
	}
	return err
}

// moved leads to the place where the text is now.
type moved ledger.ID

func (m moved) Error() string { return "moved to " + string(m) }

func (a *ask) articlePage(p Page, v office.PublicArticle) articlePage {
	e := v.Edition
	page := articlePage{Page: p, A: v.Article, E: e, Unit: v.Unit, Editions: v.Editions, Times: max(len(v.Editions)-1, 0), Body: a.body(e.HTML),
		Explains: a.rows(p.Site, v.Explains), ExplainedBy: a.rows(p.Site, v.ExplainedBy)}
	if c, ok := p.Site.Column(v.Article.Column); ok {
		page.Column = c.Name
		page.Page.columnMeta(c.Column, true)
	}
	page.Page.Meta = append(page.Page.Meta, meta{"ArticleTitle", e.Title}, meta{"PubDate", stamp(v.Article.PublishedAt)},
		meta{"ContentSource", or(e.Source, p.Organ.Name)}, meta{"Keywords", strings.Join(e.Keywords, ";")}, meta{"Author", v.Unit},
		meta{"Description", e.Summary}, meta{"Url", a.address("/a/" + string(v.Article.ID))})
	for _, f := range e.Files {
		if !f.Inner {
			page.Files = append(page.Files, f)
		} else {
			page.Page.Meta = append(page.Page.Meta, meta{"Image", a.base + "/f/" + f.SHA + "/tu"})
		}
	}
	for _, t := range e.Tags {
		if n, ok := law.FiveTagName(t); ok {
			page.Tags = append(page.Tags, n)
		}
	}
	if v.ReplacedBy != nil {
		r := a.rows(p.Site, []office.PublicRow{*v.ReplacedBy})[0]
		page.ReplacedBy = &r
	}
	if val := v.Article.Validity; val != "" {
		page.Validity, _ = law.ValidityName(string(val))
	}
	if e.Type.Official() {
		page.Head = headTable(p, v, page.Validity)
	}
	return page
}

// headTable is what a citizen needs to cite a document.
func headTable(p Page, v office.PublicArticle, validity string) []headLine {
	genre, _ := law.Label("genre", v.Edition.Genre)
	topic, _ := law.Label("topic", v.Edition.Topic)
	mode, _ := law.Label("mode", string(v.Edition.Mode))
	lines := []headLine{{"索引号", v.Article.IndexNo}, {"发文机关", or(v.Edition.Source, p.Organ.Name)}, {"文号", v.Edition.DocNo},
		{"成文日期", date(v.Edition.Formed)}, {"发布日期", date(v.Article.PublishedOn)}, {"主题分类", topic}, {"体裁", genre},
		{"有效性", validity}, {"施行日期", date(v.Edition.ValidFrom)}, {"有效期至", date(v.Edition.ValidTo)},
		{"公开方式", mode}, {"责任科室", v.Unit}}
	out := lines[:0]
	for _, l := range lines {
		if l.Value != "" {
			out = append(out, l)
		}
	}
	return out
}

var (
	outward = regexp.MustCompile(`href="(https?://[^"]+)"`)
	inText  = regexp.MustCompile(`src="/files/([0-9a-f]{64})"`)
)

// body turns links to places that are not the government's into ones over the
// notice, and gives pictures their address. The text was cleaned when saved.
func (a *ask) body(s string) template.HTML {
	s = outward.ReplaceAllStringFunc(s, func(m string) string {
		to := outward.FindStringSubmatch(m)[1]
		if u, err := url.Parse(unescape(to)); err == nil && !official(u.Host, a.organ.Site.Domain) {
			return `href="` + a.base + "/leave?to=" + url.QueryEscape(u.String()) + `"`
		}
		return m
	})
	s = inText.ReplaceAllString(s, `src="`+a.base+`/f/$1/tu"`)
	return template.HTML(scrollable(s))
}

// scrollable lets a wide table be moved by finger and by keyboard on a small
// screen, and leaves the page as wide as it is.
func scrollable(s string) string {
	var b strings.Builder
	for n := 1; ; n++ {
		before, rest, ok := strings.Cut(s, "<table")
		if !ok {
			break
		}
		table, after, _ := strings.Cut(rest, "</table>")
		fmt.Fprintf(&b, `%s<div class="scroll" role="region" aria-label="表格%d" tabindex="0"><table%s</table></div>`, before, n, table)
		s = after
	}
	return b.String() + s
}

func unescape(s string) string { return strings.ReplaceAll(s, "&amp;", "&") }

// official says whether a host is a government's.
func official(host, own string) bool {
	host, _, _ = strings.Cut(strings.ToLower(host), ":")
	return host == "gov.cn" || strings.HasSuffix(host, ".gov.cn") || own != "" && host == strings.ToLower(own)
}

// paper sends a document set as an official paper, for Word, WPS and printing
// (Art. 24: to be looked up, read and downloaded).
func (a *ask) paper(id string) error {
	here := "/a/" + id + "/docx"
	p, err := a.made(key{"", false, here}, func() (*page, error) {
		var b bytes.Buffer
		title, err := a.s.o.PublicDocx(a.r.Context(), a.organ.ID, ledger.ID(id), &b)
		if err != nil {
			return nil, err
		}
		p := finish(http.StatusOK, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b.Bytes())
		p.gzip = nil // packed already
		p.disposition = []string{mime.FormatMediaType("attachment", map[string]string{"filename": title + ".docx"})}
		return p, nil
	})
	if err != nil {
		return err
	}
	p.write(a.w, a.r)
	return nil
}

// file sends an attachment or a picture of a live edition.
func (a *ask) file(tail string) error {
	sha, name, _ := strings.Cut(tail, "/")
	f, err := a.s.o.PublicFile(a.r.Context(), a.organ.ID, sha)
	if err != nil {
		return err
	}
	defer f.Close()
	h := a.w.Header()
	h.Set("Content-Type", f.Type)
	h.Set("Etag", `"`+f.SHA+`"`)
	h.Set("Cache-Control", "public, max-age=3600")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	if !f.Inner || !strings.HasPrefix(f.Type, "image/") {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	}
	http.ServeContent(a.w, a.r, path.Base(name), time.Time{}, io.ReadSeeker(f))
	return nil
}

// leavePage tells that the next page is not the government's (§D.3).
type leavePage struct {
	Page
	To, Host string
}

func (leavePage) template() string { return "leave" }

func (a *ask) leave() error {
	a.here = "/"
	to := a.r.URL.Query().Get("to")
	u, err := url.Parse(to)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return a.absent()
	}
	p, err := a.frame("即将离开本网站", "")
	if err != nil {
		return err
	}
	p.NoIndex = true
	return a.show(http.StatusOK, leavePage{p, u.String(), u.Host})
}

// address is a page's address for its own metadata: full where the organ has
// a domain. It never repeats the Host that a reader sent, since the page is
// kept for others.
func (a *ask) address(rest string) string {
	if d := a.organ.Site.Domain; d != "" {
		return "https://" + d + rest
	}
	return a.base + rest
}

// absolute is the full address for feeds and site maps.
func (a *ask) absolute(rest string) string {
	if a.organ.Site.Domain != "" {
		return a.address(rest)
	}
	return a.root() + a.base + rest
}

// root is the scheme and host of the organ's site.
func (a *ask) root() string {
	if d := a.organ.Site.Domain; d != "" {
		return "https://" + d
	}
	return origin(a.r)
}

// origin is the scheme and host by which the reader came.
func origin(r *http.Request) string {
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
