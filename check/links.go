package check

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// links judges where the text leads to (FG-LINK) and the pictures that say
// nothing to who cannot see them (FG-ALT).
func (c *Checker) links(f *findings) {
	for _, l := range f.text.Links {
		end := max(l.At, min(l.End, len(f.text.Words)))
		severity, why := address(l.Href)
		if why == "" && c.lists.Links != nil && c.lists.Links.Dead(l.Href) {
			severity, why = Warn, "打不开"
		}
		if why != "" {
			f.add("FG-LINK", severity, min(l.At, end), end, "", fmt.Sprintf("链接“%s”%s，请改正或者删去", short(l.Href), why))
		}
	}
	written(f)
	for _, p := range f.text.Pictures {
		at := min(p.At, len(f.text.Words))
		switch alt := strings.TrimSpace(p.Alt); {
		case alt == "":
			f.add("FG-ALT", Warn, at, at, "", fmt.Sprintf("图片“%s”没有替代文字，看不见图的人不知道内容。请写一句话说明", short(p.Name)))
		case emptyAlt.MatchString(alt) || alt == p.Name:
			f.add("FG-ALT", Warn, at, at, "", fmt.Sprintf("图片的替代文字“%s”没有说明内容，请写一句话说明", short(alt)))
		}
	}
}

var emptyAlt = regexp.MustCompile(`(?i)^(图片?|照片|图像|插图|image|img|picture|photo|logo|[\w\-. ]+\.(jpe?g|png|gif|bmp|webp)|(img|dsc|image|图片?|微信图片)[_\- ]?\d+)\d*$`)

// short keeps a sentence readable.
func short(s string) string {
	if n := prefix(s, 60); n < len(s) {
		return s[:n] + "…"
	}
	return s
}

var (
	drive     = regexp.MustCompile(`^[A-Za-z]:[\\/]`)
	mailHosts = regexp.MustCompile(`(?i)@(?:vip\.)?(qq|163|126|sina|sohu|139|189|gmail|hotmail|outlook|yeah|foxmail|aliyun)\.(com|cn|net)`)
)

// address says what is wrong with an address that a page leads to.
func address(href string) (Severity, string) {
	s := strings.TrimSpace(href)
	low := strings.ToLower(s)
	switch {
	case s == "":
		return Warn, "是空的"
	case s == "#":
		return Hint, "哪里也不去"
	case strings.HasPrefix(low, "file:") || drive.MatchString(s) || strings.HasPrefix(s, `\\`):
		return Block, "指向本机或者内部的文件夹，公众打不开"
	case strings.HasPrefix(low, "javascript:") || strings.HasPrefix(low, "vbscript:"):
		return Warn, "是一段程序，不是地址"
	case strings.HasPrefix(low, "data:") || strings.HasPrefix(low, "blob:") || strings.HasPrefix(low, "about:"):
		return Warn, "不是可以打开的地址"
	case strings.HasPrefix(low, "mailto:"):
		if mailHosts.MatchString(low) {
			return Hint, "是个人邮箱，请核对能否公开"
		}
		return "", ""
	case strings.HasPrefix(low, "tel:") || strings.HasPrefix(s, "#") || strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//"):
		return "", ""
	case strings.ContainsAny(s, " \t\n　\\") || strings.ContainsAny(s, "，。；：（）《》“”"):
		return Warn, "里有空格、反斜线或者全角标点"
	}
	u, err := url.Parse(s)
	if err != nil {
		return Warn, "写得不对"
	}
	if u.Scheme == "" && u.Host == "" {
		return "", "" // a page of the site itself
	}
	if (u.Scheme == "http" || u.Scheme == "https") && u.Host == "" {
		return Warn, "缺少域名"
	}
	return host(u.Hostname())
}

// host says whether the public can reach the machine.
func host(name string) (Severity, string) {
	name = strings.ToLower(name)
	if name == "localhost" || strings.HasSuffix(name, ".localhost") || strings.HasSuffix(name, ".local") || strings.HasSuffix(name, ".lan") {
		return Block, "指向本机或者内部的机器，公众打不开"
	}
	if ip, err := netip.ParseAddr(name); err == nil {
		if ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified() {
			return Block, "指向本机或者内网的地址，公众打不开"
		}
		return Hint, "用的是数字地址，请改用域名"
	}
	if name != "" && !strings.Contains(name, ".") {
		return Warn, "的域名不完整"
	}
	return "", ""
}

// inText is an address that stands in the words, from one of its beginnings.
var inText = regexp.MustCompile(`(?i)^(?:(?:https?|ftp|file)://?[\w\-.~:/?#@!$&*+=%]+|[A-Z]:\\[^\s，。；、）》”]+|(?:localhost|127\.0\.0\.1|192\.168\.\d{1,3}\.\d{1,3})(?::\d{2,5})?(?:/[\w\-./?=&%]*)?|10\.\d{1,3}\.\d{1,3}\.\d{1,3}(?::\d{2,5}|/[\w\-./?=&%]+))`)

var beginnings = []struct {
	word string
	back int // where the address begins before the word
}{{"http:", 0}, {"https:", 0}, {"HTTP", 0}, {"ftp:/", 0}, {"file:/", 0}, {"localhost", 0}, {"127.0.0.1", 0}, {"192.168.", 0}, {"10.", 0}, {`:\`, 1}}

// written judges addresses that stand in the words themselves.
func written(f *findings) {
	text := f.text.Words
	var all [][2]int
	for _, b := range beginnings {
		for from := 0; ; {
			i := strings.Index(text[from:], b.word)
			if i < 0 {
				break
			}
			at := from + i - b.back
			from += i + len(b.word)
			if at < 0 || at > 0 && touches(text[at-1]) {
				continue
			}
			if m := inText.FindStringIndex(text[at:min(len(text), at+300)]); m != nil {
				all = append(all, [2]int{at, at + m[1]})
			}
		}
	}
	slices.SortFunc(all, func(a, b [2]int) int { return a[0] - b[0] })
	end := 0
	for _, m := range all {
		if m[0] < end {
			continue // within the address before
		}
		s := text[m[0]:m[1]]
		end = m[1]
		if !strings.Contains(s, ":/") && !strings.Contains(s, `:\`) {
			s = "http://" + s
		}
		if severity, why := address(s); why != "" && severity != Hint {
			f.add("FG-LINK", severity, m[0], m[1], "", fmt.Sprintf("网址“%s”%s，请改正或者删去", short(text[m[0]:m[1]]), why))
		}
	}
}

// touches says whether the byte before makes the word the end of a longer one.
func touches(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '.' || c == '/' || c == '-'
}
