package public

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"

	"gongkai/ledger"
)

// page is a finished answer with its header lines, ready to be assigned.
type page struct {
	status      int
	plain, gzip []byte
	contentType []string
	etag        []string
	heads       [2][]byte // header lines of a kept page, of plain and of gzip
	lenPlain    []string
	lenGzip     []string
	disposition []string // of a download
	personal    bool     // for one reader only: nobody keeps it

	parts  []string    // of the data that it is made of
	used   atomic.Bool // since somebody last looked for room
	column ledger.Code // that the page lies in, for the counts
}

func (p *page) size() int { return len(p.plain) + len(p.gzip) + len(p.heads[0]) + len(p.heads[1]) }

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
	if p.wanted(r) == 1 {
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

// wanted is 1 where the reader is sent gzip.
func (p *page) wanted(r *http.Request) int {
	if len(p.gzip) > 0 && len(p.gzip) < len(p.plain) && accepts(r.Header.Get("Accept-Encoding")) {
		return 1
	}
	return 0
}

// print makes the header lines of a page that is kept: those of serve and of write.
func (p *page) print() {
	for i := range p.heads {
		h := http.Header{"Content-Security-Policy": policy, "X-Content-Type-Options": nosniff, "X-Frame-Options": sameOrigin, "Referrer-Policy": referrer,
			"Content-Type": p.contentType, "Vary": vary, "Etag": p.etag, "Cache-Control": revalidate, "Content-Length": p.lenPlain}
		if p.disposition != nil {
			h["Content-Disposition"] = p.disposition
		}
		if i == 1 {
			h["Content-Encoding"], h["Content-Length"] = gzipped, p.lenGzip
		}
		var b bytes.Buffer
		h.Write(&b) // to memory
		p.heads[i] = b.Bytes()
	}
}

// packed is what the reader of a kept page is sent.
func (p *page) packed(r *http.Request) (head, body []byte) {
	i := p.wanted(r)
	return p.heads[i], [2][]byte{p.plain, p.gzip}[i]
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
