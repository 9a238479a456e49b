package mirror

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"html"
	"mime"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// target is where a link leads.
type target struct {
	address string
	sort    Sort
	file    string // of the tree
	to      string // where a Live one leads
	rooted  bool   // its links begin at the root, since it is shown at any address
	waits   *named // a File whose type its name waits for
}

// named is a file's name once it was asked for; "" when there is no such file.
type named struct {
	sync.Mutex
	asked bool
	file  string
}

// targetOf sorts an address of the site.
func (w *writer) targetOf(address string) *target {
	x := &target{address: address, sort: Dropped}
	u, err := url.Parse(address)
	if err != nil {
		return x
	}
	if u.Path == "/" || strings.HasPrefix(u.Path, "/assets/") || u.Path == "/robots.txt" || u.Path == "/sitemap.xml" {
		x.sort, x.file = File, plainName(u)
		if u.Path == "/" {
			x.sort = Page
		}
		return x
	}
	for _, p := range w.Parts {
		below, ok := strings.CutPrefix(u.Path, p.Base+"/")
		if !ok {
			continue
		}
		if "/"+below == w.Elsewhere {
			x.sort = Page
		} else {
			x.sort = w.Sort(below, u.Query())
		}
		switch {
		case x.sort == Page:
			x.file = pageName(u)
		case x.sort == File && path.Ext(u.Path) != "":
			x.file = plainName(u)
		case x.sort == File:
			x.waits = &named{}
		case x.sort == Live && w.Live != "":
			x.to = w.Live + "/" + p.Token + "/" + strings.TrimPrefix(u.RequestURI(), p.Base+"/")
		case x.sort == Live:
			x.to = p.Base + w.Elsewhere
		}
		return x
	}
	if x.sort = Live; w.Live != "" { // an organ that is not in this mirror
		x.to = w.Live + address
	} else if len(w.Parts) > 0 {
		x.to = w.Parts[0].Base + w.Elsewhere
	}
	return x
}

// plain are queries that can stand in a file's name as they are.
var plain = regexp.MustCompile(`^[0-9A-Za-z=&_.-]{1,80}$`)

// pageName is a page's file: beside its address, so that relative links mean the
// same from both. A query stands behind an @, as nginx's $args finds it; a long or
// odd one by its sum.
func pageName(u *url.URL) string {
	p := plainName(u)
	if strings.HasSuffix(u.Path, "/") {
		p = strings.TrimPrefix(path.Join(p, "index"), "/")
	}
	if q := u.RawQuery; plain.MatchString(q) {
		p += "@" + q
	} else if q != "" {
		sum := sha256.Sum256([]byte(q))
		p += "@" + hex.EncodeToString(sum[:8])
	}
	return p + ".html"
}

// plainName is an address as the path of a file.
func plainName(u *url.URL) string {
	if u.Path == "/" {
		return "index.html"
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	for i, p := range parts {
		parts[i] = safe(p)
	}
	return path.Join(parts...)
}

// safe is a name that every file system and every list of sums can bear.
func safe(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\\' || r == '/' || r == utf8.RuneError {
			return '_'
		}
		return r
	}, name)
	if strings.HasPrefix(name, ".") {
		name = "_" + name
	}
	const most = 200
	if len(name) <= most {
		return name
	}
	ext := path.Ext(name)
	if len(ext) > 10 {
		ext = ""
	}
	cut := most - len(ext)
	for !utf8.RuneStart(name[cut]) {
		cut--
	}
	return name[:cut] + ext
}

// name finds the name of a file whose address does not tell its type, and writes
// it: by the name under which the site hands it out, or by its type.
func (w *writer) name(x *target) (string, error) {
	n := x.waits
	n.Lock()
	defer n.Unlock()
	if n.asked {
		return n.file, nil
	}
	var a answer
	if err := w.fetch(http.MethodGet, x.address, &a); err != nil {
		return "", err
	}
	n.asked = true
	if a.status != http.StatusOK {
		w.broken(x.address)
		return "", nil
	}
	u, err := url.Parse(x.address)
	if err != nil {
		return "", err
	}
	_, params, _ := mime.ParseMediaType(a.header.Get("Content-Disposition"))
	if called := params["filename"]; called != "" {
		n.file = plainName(u) + "/" + safe(called)
	} else {
		n.file = plainName(u) + extension(a.header.Get("Content-Type"))
	}
	return n.file, w.tree.put(n.file, a.body.Bytes())
}

// extension of the types that the site keeps.
func extension(contentType string) string {
	kind, _, _ := mime.ParseMediaType(contentType)
	switch kind {
	case "image/jpeg":
		return ".jpg"
	case "image/png", "image/gif", "image/webp":
		return "." + strings.TrimPrefix(kind, "image/")
	case "application/pdf":
		return ".pdf"
	}
	return ".bin"
}

// carries are the attributes that hold an address.
var carries = []string{"href", "src", "action", "data-views", "poster"}

// turn copies a page with its links turned, and puts what they lead to on the list.
func (w *writer) turn(out *bytes.Buffer, page []byte, from *target) error {
	for {
		open := bytes.IndexByte(page, '<')
		if open < 0 || open == len(page)-1 {
			out.Write(page)
			return nil
		}
		if c := page[open+1]; c < 'a' || c > 'z' {
			out.Write(page[:open+2])
			page = page[open+2:]
			continue
		}
		end := tagEnd(page[open:])
		out.Write(page[:open])
		if err := w.tag(out, page[open:open+end], from); err != nil {
			return err
		}
		page = page[open+end:]
	}
}

// tagEnd is where a tag ends, past quoted values.
func tagEnd(tag []byte) int {
	quoted := false
	for i, c := range tag {
		switch {
		case c == '"':
			quoted = !quoted
		case c == '>' && !quoted:
			return i + 1
		}
	}
	return len(tag)
}

// tag copies a tag with its addresses turned.
func (w *writer) tag(out *bytes.Buffer, tag []byte, from *target) error {
	for {
		at := bytes.Index(tag, []byte(`="`))
		end := -1
		if at >= 0 {
			end = bytes.IndexByte(tag[at+2:], '"')
		}
		if end < 0 {
			out.Write(tag)
			return nil
		}
		end += at + 3
		begin := bytes.LastIndexByte(tag[:at], ' ') + 1
		if !slices.Contains(carries, string(tag[begin:at])) {
			out.Write(tag[:end])
			tag = tag[end:]
			continue
		}
		to, err := w.link(html.UnescapeString(string(tag[at+2:end-1])), from)
		if err != nil {
			return err
		}
		if to != "" {
			out.Write(tag[:at+2])
			out.WriteString(html.EscapeString(to))
			out.WriteByte('"')
		} else { // the attribute goes with its address
			out.Write(bytes.TrimRight(tag[:begin], " "))
		}
		tag = tag[end:]
	}
}

// link is what stands in the mirror for an address of the site; "" for what the
// page can do without.
func (w *writer) link(value string, from *target) (string, error) {
	if value == "" || value[0] == '#' {
		return value, nil
	}
	if value[0] != '/' || strings.HasPrefix(value, "//") {
		u, err := url.Parse(value)
		if err != nil || u.Scheme != "" && (u.Host != w.Host || w.Host == "") || u.Host != "" && u.Host != w.Host {
			return value, nil // somebody else's
		}
		base, err := url.Parse(from.address)
		if err != nil {
			return value, nil
		}
		u = base.ResolveReference(u)
		u.Scheme, u.Host = "", ""
		value = u.String()
	}
	address, fragment, _ := strings.Cut(value, "#")
	if fragment != "" {
		fragment = "#" + fragment
	}
	x := w.want(address)
	file := x.file
	if x.waits != nil {
		var err error
		if file, err = w.name(x); err != nil || file == "" {
			return "", err
		}
	}
	switch {
	case x.sort == Dropped:
		return "", nil
	case x.sort == Live && w.Live != "":
		return x.to + fragment, nil
	case x.sort == Live:
		return way(from, w.want(x.to).file), nil
	}
	return way(from, file) + fragment, nil
}

// way is the path from a page's file to another file.
func way(from *target, to string) string {
	if from.rooted {
		return "/" + escaped(to)
	}
	here := from.file
	for {
		a, b, ok := strings.Cut(here, "/")
		c, d, also := strings.Cut(to, "/")
		if !ok || !also || a != c {
			break
		}
		here, to = b, d
	}
	return strings.Repeat("../", strings.Count(here, "/")) + escaped(to)
}

// escaped is a file's path as an address.
func escaped(file string) string {
	s := (&url.URL{Path: file}).EscapedPath()
	if first, _, _ := strings.Cut(s, "/"); strings.Contains(first, ":") {
		s = "./" + s // else it would look like a scheme
	}
	return s
}
