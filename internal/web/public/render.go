package public

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"gongkai/calendar"
	"gongkai/internal/office"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed assets/*
var assetFiles embed.FS

const html = "text/html; charset=utf-8"

// templated is a page: a struct of its own for each template.
type templated interface{ template() string }

// nodes is a branch of the column tree with the base of its addresses.
type nodes struct {
	Base  string
	Nodes []office.ColumnNode
}

type pages struct {
	byName   map[string]*template.Template
	unpacked bool // nobody wants them compressed
}

func loadPages(as *assets) *pages {
	common := template.New("").Funcs(template.FuncMap{
		"asset": as.path, "date": date, "day": func(t time.Time) string { return calendar.DayOf(t).String() },
		"stamp": stamp, "exactly": exactly, "size": size, "kind": kind, "slice": func(rows []row, from int) []row { return rows[min(from, len(rows)):] },
		"line": line, "long": longDay, "more": moreOf, "radios": radios, "adoption": adoption,
		"nodes": func(base string, n []office.ColumnNode) nodes { return nodes{base, n} },
	})
	common = template.Must(common.ParseFS(templateFiles, "templates/_*.html"))
	files, err := templateFiles.ReadDir("templates")
	if err != nil {
		panic("public: embedded templates: " + err.Error())
	}
	out := &pages{byName: map[string]*template.Template{}}
	for _, f := range files {
		if strings.HasPrefix(f.Name(), "_") {
			continue
		}
		t := template.Must(template.Must(common.Clone()).ParseFS(templateFiles, "templates/"+f.Name()))
		out.byName[strings.TrimSuffix(f.Name(), ".html")] = t
	}
	return out
}

func (ps *pages) execute(b *bytes.Buffer, p templated) error {
	t := ps.byName[p.template()]
	if t == nil {
		return fmt.Errorf("public: no template %q", p.template())
	}
	if err := t.ExecuteTemplate(b, "layout", p); err != nil {
		return fmt.Errorf("public: template %s: %w", p.template(), err)
	}
	return nil
}

// page makes the whole answer before a byte goes out. A text that was taken
// down answers 410.
func (ps *pages) page(status int, p templated) (*page, error) {
	var b bytes.Buffer
	if err := ps.execute(&b, p); err != nil {
		return nil, err
	}
	if _, ok := p.(withdrawnPage); ok {
		status = http.StatusGone
	}
	if ps.unpacked {
		return &page{status: status, plain: b.Bytes(), contentType: []string{html}, etag: []string{"-"}, lenPlain: []string{strconv.Itoa(b.Len())}}, nil
	}
	return finish(status, html, b.Bytes()), nil
}

func date(d calendar.Day) string { return d.String() }

// stamp is an instant as §D.4 writes it.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(calendar.Shanghai).Format("2006-01-02 15:04")
}

// size prints bytes for people.
func size(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%d KB", (n+1<<9)>>10)
	}
	return fmt.Sprintf("%d 字节", n)
}

// kind is a file's kind by its name.
func kind(name string) string {
	return strings.ToUpper(strings.TrimPrefix(path.Ext(name), "."))
}

// assets are served under names that hold their hash, so that they may be kept
// for ever.
type assets struct {
	hashed map[string]string
	pages  map[string]*page
}

func loadAssets() *assets {
	as := &assets{hashed: map[string]string{}, pages: map[string]*page{}}
	files, err := assetFiles.ReadDir("assets")
	if err != nil {
		panic("public: embedded assets: " + err.Error())
	}
	types := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
	for _, f := range files {
		b, err := assetFiles.ReadFile("assets/" + f.Name())
		if err != nil {
			panic("public: embedded assets: " + err.Error())
		}
		sum := sha256.Sum256(b)
		ext := path.Ext(f.Name())
		name := strings.TrimSuffix(f.Name(), ext) + "." + hex.EncodeToString(sum[:4]) + ext
		as.hashed[f.Name()] = "/assets/" + name
		as.pages[name] = finish(http.StatusOK, types[ext], b)
	}
	return as
}

func (as *assets) path(name string) string { return as.hashed[name] }

func (as *assets) serve(w http.ResponseWriter, r *http.Request, name string) {
	p := as.pages[name]
	if p == nil {
		http.NotFound(w, r)
		return
	}
	w = forEver{w}
	p.write(w, r)
}

// forEver lets an asset be kept: its name changes with its bytes.
type forEver struct{ http.ResponseWriter }

func (f forEver) WriteHeader(status int) {
	f.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	f.ResponseWriter.WriteHeader(status)
}
