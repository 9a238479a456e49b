package eml

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// charsetOf finds a charset. What calls itself GB2312 or GBK is read as GB18030,
// which holds both: 㛃 or 镕 in a name stands in no GB2312.
func charsetOf(name string) encoding.Encoding {
	name = strings.ToLower(strings.Trim(name, ` "'`))
	switch name {
	case "", "utf-8", "utf8", "us-ascii", "ascii", "unicode-1-1-utf-8":
		return nil
	case "gb2312", "gb_2312-80", "gb_2312", "gbk", "cp936", "ms936", "x-gbk", "gb18030", "euc-cn", "chinese":
		return simplifiedchinese.GB18030
	}
	e, err := htmlindex.Get(name)
	if err != nil || e == encoding.Replacement {
		return nil
	}
	return e
}

// toText reads bytes in a charset. Bytes that are not what their charset says
// are tried as UTF-8 and as GB18030; ok is false when none of them fits.
func toText(b []byte, charset string) (s string, ok bool) {
	if e := charsetOf(charset); e != nil {
		if out, err := e.NewDecoder().Bytes(b); err == nil && strings.Count(string(out), "\uFFFD") == 0 {
			return string(out), true
		} else if err == nil && !utf8.Valid(b) {
			return string(out), false
		}
	}
	if utf8.Valid(b) {
		return string(b), true
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	if err == nil && !strings.Contains(string(out), "\uFFFD") {
		return string(out), true
	}
	return strings.ToValidUTF8(string(b), "\uFFFD"), false
}

// fixed makes UTF-8 of a header that was sent in bare bytes.
func fixed(s string) string {
	s, _ = toText([]byte(s), "")
	return s
}

// header is a header as a reader sees it, in one line.
func header(s string) string {
	return clean(joined(fixed(strings.NewReplacer("\r\n", "", "\n", "").Replace(s))), mostLine)
}

// joined decodes encoded words (RFC 2047), those that follow each other in one
// charset as one: mailers cut a character of several bytes in two between them.
func joined(s string) string {
	var out strings.Builder
	var charset string
	var held []byte
	flush := func() {
		if held != nil {
			text, _ := toText(held, charset)
			out.WriteString(text)
			held = nil
		}
	}
	for s != "" {
		at := strings.Index(s, "=?")
		if at < 0 {
			break
		}
		parts := strings.SplitN(s[at+2:], "?", 4) // charset, encoding, text, =…
		if len(parts) < 4 || !strings.HasPrefix(parts[3], "=") || strings.ContainsAny(parts[2], " ") || len(parts[1]) != 1 {
			flush()
			out.WriteString(s[:at+2])
			s = s[at+2:]
			continue
		}
		before := s[:at]
		b, ok := word(parts[1], parts[2])
		if !ok {
			flush()
			out.WriteString(s[:at+2])
			s = s[at+2:]
			continue
		}
		name, _, _ := strings.Cut(parts[0], "*") // with a language (RFC 2231)
		if held == nil || strings.TrimSpace(before) != "" || !strings.EqualFold(name, charset) {
			between := before
			if held != nil && strings.TrimSpace(before) == "" {
				between = ""
			}
			flush()
			out.WriteString(between)
		}
		charset, held = name, append(held, b...)
		if held == nil {
			held = []byte{}
		}
		s = parts[3][1:]
	}
	flush()
	out.WriteString(s)
	return out.String()
}

// word decodes the text of an encoded word, as far as it goes.
func word(encoding, text string) ([]byte, bool) {
	switch encoding {
	case "B", "b":
		return debase64(text), true
	case "Q", "q":
		var b []byte
		for i := 0; i < len(text); i++ {
			switch c := text[i]; {
			case c == '_':
				b = append(b, ' ')
			case c == '=' && i+2 < len(text):
				n, err := strconv.ParseUint(text[i+1:i+3], 16, 8)
				if err != nil {
					return nil, false
				}
				b = append(b, byte(n))
				i += 2
			default:
				b = append(b, c)
			}
		}
		return b, true
	}
	return nil, false
}

// clean makes one line of at most n characters without what no screen shows.
func clean(s string, n int) string {
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, ""), func(r rune) bool {
		return unicode.IsControl(r) || unicode.IsSpace(r) || r == '\u2028' || r == '\u2029'
	}), " ")
	s = strings.Map(visible, s)
	if r := []rune(s); len(r) > n {
		s = string(r[:n])
	}
	return strings.TrimSpace(s)
}

// visible drops characters that turn the direction of writing or show nothing:
// they only make a name look like another.
func visible(r rune) rune {
	if unicode.Is(unicode.Cf, r) || r == '\uFFFE' || r == '\uFFFF' {
		return -1
	}
	return r
}

// typed reads a header of the form kind/sort; name=value (RFC 2045, with the
// continuations and charsets of RFC 2231), however badly it is written.
func typed(s string) (kind string, params map[string]string) {
	fields := pieces(fixed(s))
	kind = strings.ToLower(strings.TrimSpace(fields[0]))
	params = map[string]string{}
	type part struct {
		text    string
		encoded bool
	}
	long := map[string]map[int]part{}
	for _, f := range fields[1:] {
		name, value, ok := strings.Cut(f, "=")
		name = strings.ToLower(strings.TrimSpace(name))
		if !ok || name == "" {
			continue
		}
		value = unquoted(strings.TrimSpace(value))
		base, no, more := strings.Cut(name, "*")
		if !more {
			if _, twice := params[name]; !twice {
				params[name] = joined(value)
			}
			continue
		}
		encoded := no == "" || strings.HasSuffix(no, "*")
		n, err := strconv.Atoi(strings.TrimSuffix(no, "*"))
		if no == "" {
			n, err = 0, nil
		}
		if err != nil || n < 0 || n > 99 {
			continue
		}
		if long[base] == nil {
			long[base] = map[int]part{}
		}
		long[base][n] = part{value, encoded}
	}
	for base, parts := range long {
		var all []byte
		charset := ""
		for n := 0; n < 100; n++ {
			p, ok := parts[n]
			if !ok {
				break
			}
			text := p.text
			if p.encoded {
				if n == 0 {
					if a, rest, ok := strings.Cut(text, "'"); ok {
						if _, c, ok := strings.Cut(rest, "'"); ok {
							charset, text = a, c
						}
					}
				}
				if plain, err := url.PathUnescape(text); err == nil {
					text = plain
				}
			}
			all = append(all, text...)
		}
		if len(all) > 0 {
			params[base], _ = toText(all, charset)
		}
	}
	return kind, params
}

// pieces cuts at the semicolons outside of quotation marks.
func pieces(s string) []string {
	var out []string
	quoted, from := false, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			if quoted {
				i++
			}
		case '"':
			quoted = !quoted
		case ';':
			if !quoted {
				out = append(out, s[from:i])
				from = i + 1
			}
		}
	}
	return append(out, s[min(from, len(s)):])
}

func unquoted(s string) string {
	if len(s) < 2 || s[0] != '"' {
		return strings.Trim(s, `"`)
	}
	s = strings.TrimSuffix(s[1:], `"`)
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
