package public

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"gongkai/internal/mirror"
	"gongkai/internal/office"
)

// Elsewhere is the address, below an organ's, of the page that says what a mirror
// cannot do.
const Elsewhere = "/elsewhere"

// ForMirror is the site as a mirror asks for it (静态镜像): by the handler that
// answers visitors, but nothing is counted, kept in memory or packed, and there is
// the page that forms lead to.
func ForMirror(o *office.Office, log *slog.Logger) http.Handler {
	s := &server{o: o, log: log, cross: http.NewCrossOriginProtection(), assets: loadAssets(), cache: newCache(0), mirror: true}
	s.pages = loadPages(s.assets)
	s.pages.unpacked = true
	return http.HandlerFunc(s.serve)
}

// elsewherePage says that the reader is on a copy, and how to go on.
type elsewherePage struct{ Page }

func (elsewherePage) template() string { return "elsewhere" }

func (a *ask) elsewhere() error {
	p, err := a.frame("这里是网站的副本", "")
	if err != nil {
		return err
	}
	p.NoIndex = true
	return a.show(http.StatusOK, elsewherePage{p})
}

// Still sorts the addresses below an organ's for a mirror: forms, searches and
// what is for one reader need the program.
func Still(below string, query url.Values) mirror.Sort {
	first, tail, _ := strings.Cut(below, "/")
	second, rest, deeper := strings.Cut(tail, "/")
	page, file := mirror.Page, mirror.File
	switch first {
	case "":
		return page
	case "c":
		if strings.HasSuffix(tail, "/feed.atom") {
			return file
		}
		return page
	case "a":
		switch {
		case rest == "views.json":
			return mirror.Dropped
		case rest == "docx" || strings.HasSuffix(rest, ".json"):
			return file
		}
		return page
	case "f", "feed.atom", "rss.xml", "sitemap.xml":
		return file
	case "apply":
		if tail == "form.docx" {
			return file
		}
		return when(tail == "", page)
	case "ask", "map", "statistics", "proposals", "leave":
		return page
	case "ledger":
		if tail != "" {
			return file
		}
		return page
	case "praise":
		if tail != "" {
			return file
		}
		return page
	case "contracts":
		return when(tail == "stats", page)
	case "letters":
		own := second == "write" || second == "check" || second == "done" || second == "clear" || second == "alike" || second == "follow"
		return when(!own && !deeper && !query.Has("q"), page)
	case "consultations", "interviews":
		if strings.HasPrefix(rest, "files/") || strings.HasPrefix(rest, "pictures/") {
			return file
		}
		return when(!deeper, page)
	case "services":
		if strings.HasPrefix(rest, "files/") {
			return file
		}
		return when(second != "follow" && !deeper && !query.Has("q"), page)
	}
	return mirror.Live
}

// when is a sort under a condition, else the live host's.
func when(is bool, sort mirror.Sort) mirror.Sort {
	if is {
		return sort
	}
	return mirror.Live
}
