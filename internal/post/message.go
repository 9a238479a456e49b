package post

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"mime"
	"net/mail"
	"net/url"
	"path"
	"strings"
	"time"
	"unicode"

	"gongkai/internal/store"
	"gongkai/people"
)

// message writes a mail as RFC 5322 and MIME have it. All text is base64 in
// UTF-8, so that no line is too long and no server on the way changes a byte;
// the same mail gives the same bytes at every attempt.
func message(m store.Mail, from string) []byte {
	var b bytes.Buffer
	head := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, fold(value)) }
	_, host, _ := strings.Cut(from, "@")
	head("From", (&mail.Address{Name: line(m.OrganName, 60), Address: from}).String())
	head("To", "<"+m.To+">")
	if reply, err := people.Email(m.ReplyTo); err == nil && reply != from {
		head("Reply-To", "<"+reply+">")
	}
	head("Subject", mime.BEncoding.Encode("utf-8", line(m.Subject, 200)))
	head("Date", m.At.Format(time.RFC1123Z))
	head("Message-ID", "<"+string(m.ID)+"@"+host+">")
	head("Auto-Submitted", "auto-generated") // RFC 3834: no holiday replies, please
	head("MIME-Version", "1.0")
	if len(m.Files) == 0 {
		part(&b, "text/plain; charset=utf-8", "", textLines(m.Text))
		return b.Bytes()
	}
	boundary := "gongkai-" + string(m.ID) // "-" is no letter of base64: it cannot stand in a part
	head("Content-Type", `multipart/mixed; boundary="`+boundary+`"`)
	fmt.Fprintf(&b, "\r\n--%s\r\n", boundary)
	part(&b, "text/plain; charset=utf-8", "", textLines(m.Text))
	for _, f := range m.Files {
		ext := line(path.Ext(f.Name), 10)
		name := line(strings.TrimSuffix(f.Name, path.Ext(f.Name)), 80-len(ext)) + ext
		fmt.Fprintf(&b, "--%s\r\n", boundary)
		part(&b, fileType(f.Type)+"; name=\""+mime.BEncoding.Encode("utf-8", strings.ReplaceAll(name, `"`, "'"))+`"`,
			"attachment; filename*=UTF-8''"+strings.ReplaceAll(url.QueryEscape(name), "+", "%20"), f.Bytes)
	}
	fmt.Fprintf(&b, "--%s--\r\n", boundary)
	return b.Bytes()
}

// part writes the last headers and the content of the mail or of a part.
func part(b *bytes.Buffer, kind, disposition string, content []byte) {
	fmt.Fprintf(b, "Content-Type: %s\r\nContent-Transfer-Encoding: base64\r\n", fold(kind))
	if disposition != "" {
		fmt.Fprintf(b, "Content-Disposition: %s\r\n", disposition)
	}
	b.WriteString("\r\n")
	text := base64.StdEncoding.EncodeToString(content)
	for len(text) > 76 {
		b.WriteString(text[:76] + "\r\n")
		text = text[76:]
	}
	b.WriteString(text + "\r\n")
}

// fold breaks a header between encoded words, which Go sets apart by a space.
func fold(s string) string { return strings.ReplaceAll(s, "?= =?", "?=\r\n =?") }

// line makes one line of at most n characters: what would begin a new header
// becomes a space.
func line(s string, n int) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	if r := []rune(s); len(r) > n {
		s = string(r[:n-1]) + "…"
	}
	return strings.TrimSpace(s)
}

// textLines ends lines as mail does.
func textLines(s string) []byte {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	return []byte(strings.ReplaceAll(s, "\n", "\r\n"))
}

func fileType(s string) string {
	kind, _, err := mime.ParseMediaType(s)
	if err != nil || !strings.Contains(kind, "/") {
		return "application/octet-stream"
	}
	return kind
}
