package eml

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/textproto"
)

// reader gathers what the parts of a mail say.
type reader struct {
	texts  []text
	files  []File
	parts  int
	broken bool
}

// text is a part that is read and not opened.
type text struct {
	html  bool
	words string
}

// part reads one part and those within it.
func (r *reader) part(h message.Header, body io.Reader, depth int) {
	if r.parts++; r.parts > mostParts || depth > mostDepth {
		r.broken = true
		return
	}
	kind, params := typed(h.Get("Content-Type"))
	disposition, its := typed(h.Get("Content-Disposition"))
	if kind == "" || !strings.Contains(kind, "/") {
		kind = "text/plain"
	}
	if strings.HasPrefix(kind, "multipart/") && params["boundary"] != "" {
		r.multipart(kind, params["boundary"], body, depth)
		return
	}
	content := r.decoded(h.Get("Content-Transfer-Encoding"), body)
	name := its["filename"]
	if name == "" {
		name = params["name"]
	}
	read := kind == "text/plain" || kind == "text/html" || strings.HasPrefix(kind, "multipart/")
	if read && disposition != "attachment" && name == "" {
		r.words(kind, params, content)
		return
	}
	r.file(kind, name, content)
}

func (r *reader) multipart(kind, boundary string, body io.Reader, depth int) {
	parts, before, n := textproto.NewMultipartReader(body, boundary), len(r.texts), r.parts
	for r.parts <= mostParts {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			r.broken = true
			break
		}
		r.part(message.Header{Header: p.Header}, p, depth+1)
	}
	if r.parts == n {
		r.broken = true
	}
	// Of an alternative the plain text is taken, and what says the same is not.
	plain := func(t text) bool { return !t.html && !blank(t.words) }
	if kind == "multipart/alternative" && slices.ContainsFunc(r.texts[before:], plain) {
		r.texts = append(r.texts[:before], slices.DeleteFunc(r.texts[before:], func(t text) bool { return t.html })...)
	}
}

// words takes a text.
func (r *reader) words(kind string, params map[string]string, content []byte) {
	if len(content) > mostText {
		content, r.broken = content[:mostText], true
	}
	charset := params["charset"]
	if charset == "" && kind == "text/html" {
		charset = declared(content)
	}
	s, ok := toText(content, charset)
	if !ok {
		r.broken = true
	}
	if kind == "text/html" {
		r.texts = append(r.texts, text{true, fromHTML(s)})
		return
	}
	s = lines(s)
	if strings.EqualFold(params["format"], "flowed") {
		s = unflowed(s, strings.EqualFold(params["delsp"], "yes"))
	}
	r.texts = append(r.texts, text{false, s})
}

// said is all text of the mail, in its order.
func (r *reader) said() string {
	var all []string
	for _, t := range r.texts {
		if s := tidy(t.words); s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, "\n\n")
}

// file takes an attachment, or a part that nobody asked for by name.
func (r *reader) file(kind, name string, content []byte) {
	if len(content) == 0 {
		return
	}
	f := File{Type: http.DetectContentType(content), Bytes: content}
	f.Name = clean(path.Base(strings.ReplaceAll(name, `\`, "/")), 150)
	if f.Name == "" || f.Name == "." || f.Name == "/" {
		f.Name = fmt.Sprintf("附件%d%s", len(r.files)+1, extension(kind, f.Type))
	}
	r.files = append(r.files, f)
}

// extension is that of a file without a name.
func extension(said, is string) string {
	for _, k := range []string{is, said} {
		kind, _, _ := mime.ParseMediaType(k)
		switch kind {
		case "image/jpeg":
			return ".jpg"
		case "image/png":
			return ".png"
		case "image/gif":
			return ".gif"
		case "application/pdf":
			return ".pdf"
		case "message/rfc822":
			return ".eml"
		case "text/calendar":
			return ".ics"
		}
	}
	if strings.HasPrefix(is, "text/") {
		return ".txt"
	}
	return ".bin"
}

// decoded undoes the transfer encoding, as far as it goes.
func (r *reader) decoded(encoding string, body io.Reader) []byte {
	raw, err := io.ReadAll(body)
	if err != nil {
		r.broken = true
	}
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		out := debase64(string(raw))
		if len(out) == 0 && len(bytes.TrimSpace(raw)) > 0 {
			r.broken = true
			return raw
		}
		return out
	case "quoted-printable":
		out, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(raw)))
		if err != nil {
			r.broken = true
			return raw
		}
		return out
	case "", "7bit", "8bit", "binary":
		return raw
	}
	r.broken = true
	return raw
}

// debase64 decodes what is base64 in a text and leaves out what is not, as mail
// programs do: lists and gateways add lines of their own.
func debase64(s string) []byte {
	var letters []byte
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '+', c == '/':
			letters = append(letters, c)
		}
	}
	if len(letters)%4 == 1 {
		letters = letters[:len(letters)-1]
	}
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(letters)))
	n, _ := base64.RawStdEncoding.Decode(out, letters)
	return out[:n]
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
