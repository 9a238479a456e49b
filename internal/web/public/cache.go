package public

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"

	"gongkai/internal/office"
	"gongkai/ledger"
)

// cache keeps rendered pages by organ. A change of an organ drops all its
// pages at once: a publication touches lists, feeds and counts, and a page is
// made again in a few milliseconds.
type cache struct {
	limit int

	mu      sync.Mutex
	shelves map[ledger.ID]*shelf
	bytes   int
}

// shelf holds one organ's pages. gen counts its changes: a page whose making
// began before a change is shown to its reader but not kept.
type shelf struct {
	gen     uint64
	pages   map[key]*page
	making  map[key]chan struct{}
	bytes   int
	site    *office.Site
	checked time.Time
}

// key tells a page from the others of its organ.
type key struct {
	base  string // of its links: by token or by domain
	large bool   // 大字版
	here  string // its address below the base
}

// page is a finished answer with its header lines, ready to be assigned.
type page struct {
	status      int
	plain, gzip []byte
	contentType []string
	etag        []string
	lenPlain    []string
	lenGzip     []string
	disposition []string    // of a download
	personal    bool        // for one reader only: nobody keeps it
	column      ledger.Code // that the page lies in, for the counts
}

func newCache(limit int) *cache { return &cache{limit: limit, shelves: map[ledger.ID]*shelf{}} }

func (c *cache) shelf(organ ledger.ID) *shelf {
	s := c.shelves[organ]
	if s == nil {
		s = &shelf{pages: map[key]*page{}, making: map[key]chan struct{}{}}
		c.shelves[organ] = s
	}
	return s
}

// drop forgets an organ's pages.
func (c *cache) drop(organ ledger.ID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clear(c.shelf(organ))
}

func (c *cache) clear(s *shelf) {
	s.gen++
	c.bytes -= s.bytes
	s.bytes, s.site = 0, nil
	clear(s.pages)
}

// hit returns a kept page, nil when there is none or when it is time to look
// whether another process published something.
func (c *cache) hit(organ ledger.ID, k key, now time.Time) *page {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.shelves[organ]
	if s == nil || s.site == nil || now.Sub(s.checked) >= recheck {
		return nil
	}
	return s.pages[k]
}

// get returns the kept page, or makes it. Readers who ask for a page that is
// being made wait for it.
func (c *cache) get(organ ledger.ID, k key, render func() (*page, error)) (*page, error) {
	for {
		c.mu.Lock()
		s := c.shelf(organ)
		if p := s.pages[k]; p != nil {
			c.mu.Unlock()
			return p, nil
		}
		if wait := s.making[k]; wait != nil {
			c.mu.Unlock()
			<-wait
			continue
		}
		done, gen := make(chan struct{}), s.gen
		s.making[k] = done
		c.mu.Unlock()

		p, err := render()

		c.mu.Lock()
		if err == nil && s.gen == gen && p.status == http.StatusOK {
			if size := len(p.plain) + len(p.gzip); c.bytes+size <= c.limit {
				s.pages[k] = p
				s.bytes += size
				c.bytes += size
			}
		}
		delete(s.making, k)
		close(done)
		c.mu.Unlock()
		return p, err
	}
}

// recheck is how long a change that another process made may stay unseen.
const recheck = 2 * time.Second

// site reads an organ's frame, kept until a change. Every two seconds the
// ledger's head is looked at, since another node may have published or signed.
func (c *cache) site(organ ledger.ID, now time.Time, read func() (office.Site, error)) (office.Site, error) {
	c.mu.Lock()
	s := c.shelf(organ)
	if s.site != nil && now.Sub(s.checked) < recheck {
		site := *s.site
		c.mu.Unlock()
		return site, nil
	}
	gen := s.gen
	c.mu.Unlock()
	site, err := read()
	if err != nil {
		return site, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if s.gen != gen {
		return site, nil
	}
	if s.site != nil && (s.site.Head != site.Head || s.site.Signed != site.Signed || s.site.Organ != site.Organ) {
		c.clear(s)
	}
	s.site, s.checked = &site, now
	return site, nil
}

// finish makes the answer of a body.
func finish(status int, contentType string, body []byte) *page {
	sum := sha256.Sum256(body)
	var z bytes.Buffer
	w, _ := gzip.NewWriterLevel(&z, gzip.BestCompression)
	w.Write(body) // to memory
	w.Close()
	p := &page{status: status, plain: body, gzip: z.Bytes(), contentType: []string{contentType},
		etag: []string{`"` + hex.EncodeToString(sum[:12]) + `"`}, lenPlain: []string{strconv.Itoa(len(body))},
		lenGzip: []string{strconv.Itoa(z.Len())}}
	return p
}

var (
	revalidate = []string{"public, no-cache"}
	vary       = []string{"Accept-Encoding, Cookie"}
	gzipped    = []string{"gzip"}
)

// isPage says whether people read it, as against feeds and downloads.
func (p *page) isPage() bool { return p.contentType[0] == html }

// write sends a page, or says that the reader's copy is still good. It answers with
// the status.
func (p *page) write(w http.ResponseWriter, r *http.Request) int {
	h := w.Header()
	h["Content-Type"] = p.contentType
	h["Vary"] = vary
	if p.disposition != nil {
		h["Content-Disposition"] = p.disposition
	}
	if p.status == http.StatusOK && !p.personal {
		h["Etag"] = p.etag
		h["Cache-Control"] = revalidate
		if match(r.Header.Get("If-None-Match"), p.etag[0]) {
			w.WriteHeader(http.StatusNotModified)
			return http.StatusNotModified
		}
	} else {
		h["Cache-Control"] = []string{"no-store"}
	}
	body, length := p.plain, p.lenPlain
	if len(p.gzip) > 0 && len(p.gzip) < len(p.plain) && accepts(r.Header.Get("Accept-Encoding")) {
		body, length = p.gzip, p.lenGzip
		h["Content-Encoding"] = gzipped
	}
	h["Content-Length"] = length
	w.WriteHeader(p.status)
	if r.Method != http.MethodHead {
		w.Write(body) // a reader who went away is nobody's fault
	}
	return p.status
}

// match compares weakly, as If-None-Match asks.
func match(header, etag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		part = strings.TrimPrefix(strings.TrimSpace(part), "W/")
		if part == etag || part == "*" {
			return true
		}
	}
	return false
}

// accepts says whether gzip is welcome; "gzip;q=0" is a no.
func accepts(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" && strings.TrimSpace(q) != "q=0" {
			return true
		}
	}
	return false
}
