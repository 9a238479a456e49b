// Package visit counts who reads the public site (网站访问量, 国办发〔2017〕47号).
//
// A view (访问) is a page shown to a person: a GET of an HTML page of the public
// site, answered 200 or 304. A reload counts; what bears a query string, an
// asset or a download does not. A visitor (独立用户) is one full address with one
// full line of the browser. What a machine fetched is left out with its reason
// (Reason), and those totals are published beside the counted ones.
//
//	hit ─► Judge ─► Tally of a day ─► batches ─► closing ─► Counted ─► month, year: sums
//	         │         └ Key: keyed hash of address and browser, under the year's secret
//	         └ Excluded by reason
//
// No cookie is set and no address is kept. A visitor is known by the first 128
// bits of an HMAC-SHA256 under a secret of the year: among ten million visitors
// the odds that any two share a key are below 10⁻²⁴, so the count is exact. The
// keys of a year stand in a Set; when the year's report is frozen, secret and set
// are destroyed (Forgotten), and nobody can ask any more whether somebody was here.
//
// Nobody edits a count. A day is closed once (Counted); a mistake of the
// measurement is adjusted by a fact with its reason and two officers (Adjusted),
// shown beside the count.
//
// Read judge.go for the rules, set.go for the exact set, facts.go for the ledger.
package visit

import (
	"net/netip"
	"strings"
	"time"

	"gongkai/ledger"
)

// Hit is one answer of the public site, or one line of its log. It lives in memory
// until it is judged.
type Hit struct {
	At       time.Time
	Addr     netip.Addr
	Agent    string // line of the browser
	Referrer string
	Prefetch string // what Sec-Purpose, Purpose or X-Moz said
	Page     string // path below the site's base, without query
	Column   ledger.Code
	Status   int
}

// longestPage bounds what is kept of an address.
const longestPage = 256

// PageOf reads the target of a GET as the path of a page of the site whose base is
// /token. It answers false for what is no page: what bears a query string, assets,
// downloads, feeds, the desk.
func PageOf(target, token string) (string, bool) {
	if _, rest, ok := strings.Cut(target, "://"); ok && !strings.HasPrefix(target, "/") { // as proxies write it
		i := strings.IndexByte(rest, '/')
		if i < 0 {
			rest, i = "/", 0
		}
		target = rest[i:]
	}
	if target == "" || target[0] != '/' || strings.IndexByte(target, '?') >= 0 {
		return "", false
	}
	if rest, ok := strings.CutPrefix(target, "/"+token); ok && token != "" && (rest == "" || rest[0] == '/') {
		target = "/" + strings.TrimPrefix(rest, "/")
	}
	first, last := target[1:], target[strings.LastIndexByte(target, '/')+1:]
	if i := strings.IndexByte(first, '/'); i >= 0 {
		first = first[:i]
	}
	switch first {
	case "assets", "f", "desk":
		return "", false
	}
	if first == "a" && last == "docx" || !pageName(last) {
		return "", false
	}
	if len(target) > longestPage {
		target = target[:longestPage]
	}
	return target, true
}

// pageName says whether the last part of a path names a page: it has no ending, or
// one of those that pages have.
func pageName(name string) bool {
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return true
	}
	switch strings.ToLower(name[i+1:]) {
	case "html", "htm", "shtml", "xhtml", "php", "asp", "aspx", "jsp", "jspx", "do", "action":
		return true
	}
	// An ending is short and has a letter: a path like /v1.2 is a page.
	ending := name[i+1:]
	return len(ending) == 0 || len(ending) > 8 || strings.Trim(ending, "0123456789") == ""
}

// HostOf is the host of a referrer, "" for none and for what cannot be read.
func HostOf(referrer string) string {
	_, rest, ok := strings.Cut(referrer, "://")
	if !ok {
		return ""
	}
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	rest = rest[strings.LastIndexByte(rest, '@')+1:]
	if i := strings.LastIndexByte(rest, ':'); i > 0 && !strings.HasSuffix(rest, "]") {
		rest = rest[:i]
	}
	if rest == "" || len(rest) > 80 || strings.Trim(strings.ToLower(rest), "abcdefghijklmnopqrstuvwxyz0123456789.-_[]:") != "" {
		return ""
	}
	return strings.ToLower(rest)
}
