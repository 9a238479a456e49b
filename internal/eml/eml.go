// Package eml reads an e-mail (.eml, RFC 5322 and MIME) as people send it:
//
//	bytes ─► headers ─► parts ─► sender, subject, plain text, files
//	                         └─► Aside: a machine wrote it, not a person
//
// Read never fails and loses nothing: what cannot be understood is noted as
// Broken, and who keeps the bytes themselves has everything. The text is text,
// whatever the mail was written in; no markup comes through.
//
// Read next: parts.go for the tree of parts, words.go for charsets, text.go for
// flowed lines and HTML, aside.go for what is no letter.
package eml

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/textproto"
)

// Message is what an e-mail says.
type Message struct {
	ID      string   // Message-ID, without its brackets; may be empty
	Answers []string // what it answers: In-Reply-To, then References from the last
	Name    string   // of the sender, as they call themselves; may be empty
	Address string   // of the sender; may be empty where that is broken
	Subject string
	Text    string
	Files   []File
	Aside   Aside // why it is no letter of a person; empty when it is one
	Broken  bool  // something in it could not be read
	Sum     string
}

// File is an attachment. Type is what its bytes are, whatever its name says.
type File struct {
	Name, Type string
	Bytes      []byte
}

// Bounds of what is taken from a mail. The bytes that are kept beside it have
// the rest.
const (
	mostParts  = 200
	mostDepth  = 16
	mostText   = 1 << 20 // bytes of text
	mostHeader = 1 << 20
	mostLine   = 1000 // characters of a header that is shown
)

// Read reads a mail.
func Read(raw []byte) Message {
	head, body, broken := split(raw)
	m := Message{Broken: broken, Sum: sum(head, body)}
	m.ID = firstID(head.Get("Message-Id"))
	m.Answers = answers(head)
	m.Name, m.Address = sender(head)
	m.Subject = header(head.Get("Subject"))
	r := reader{broken: broken}
	r.part(head, bytes.NewReader(body), 0)
	m.Text, m.Files = r.said(), r.files
	m.Broken = m.Broken || r.broken
	m.Aside = aside(head, m)
	return m
}

// split parts the head from the body. A line that is no header does not cost us
// the rest: it is left out.
func split(raw []byte) (h message.Header, body []byte, broken bool) {
	if rest, ok := bytes.CutPrefix(raw, []byte("From ")); ok { // of an mbox
		if _, after, ok := bytes.Cut(rest, []byte("\n")); ok {
			raw = after
		}
	}
	var lines [][]byte
	rest := raw
	for len(rest) > 0 {
		line, after, _ := bytes.Cut(rest, []byte("\n"))
		line = bytes.TrimSuffix(line, []byte("\r"))
		if len(line) == 0 {
			rest = after
			break
		}
		folded := line[0] == ' ' || line[0] == '\t'
		name, _, colon := bytes.Cut(line, []byte(":"))
		switch {
		case folded && len(lines) > 0, !folded && colon && isName(bytes.TrimRight(name, " \t")):
			lines = append(lines, bytes.ReplaceAll(line, []byte("\r"), nil))
		case len(lines) == 0 && !folded: // no head at all
			return h, raw, true
		default:
			broken = true
		}
		rest = after
	}
	text := append(bytes.Join(lines, []byte("\r\n")), "\r\n\r\n"...)
	if len(text) > mostHeader {
		return h, raw, true
	}
	parsed, err := textproto.ReadHeader(bufio.NewReader(bytes.NewReader(text)))
	return message.Header{Header: parsed}, rest, broken || err != nil
}

// isName says whether this could be the name of a header.
func isName(b []byte) bool {
	return len(b) > 0 && !bytes.ContainsFunc(b, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == ':' })
}

// sum tells two mails apart: the same mail that came by two ways, or was put
// into two folders, has one sum, and another mail under the same Message-ID,
// which its sender alone chose, has another.
func sum(h message.Header, body []byte) string {
	s := sha256.New()
	for _, name := range []string{"Message-Id", "From", "Date", "Subject"} {
		s.Write([]byte(strings.Join(strings.Fields(h.Get(name)), " ") + "\n"))
	}
	s.Write(bytes.TrimSpace(bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n"))))
	return hex.EncodeToString(s.Sum(nil))
}

// sender reads who wrote: From, or whoever else says to be it. It is read as
// mail programs do, which takes what the standard would refuse.
func sender(h message.Header) (name, address string) {
	for _, key := range []string{"From", "Reply-To", "Sender", "Return-Path"} {
		v := strings.TrimSpace(h.Get(key))
		if i, j := strings.LastIndexByte(v, '<'), strings.LastIndexByte(v, '>'); i >= 0 && j > i {
			name, address = header(strings.Trim(strings.TrimSpace(v[:i]), `"'`)), v[i+1:j]
		} else if before, comment, ok := strings.Cut(v, "("); ok { // zhang@example.cn (张三)
			name, address = header(strings.TrimSuffix(comment, ")")), before
		} else {
			name, address = "", v
		}
		address = strings.ToLower(strings.Trim(header(address), `"' `))
		if strings.Count(address, "@") != 1 || strings.ContainsAny(address, " ,;") {
			if name == "" {
				name = address
			}
			address = ""
		}
		if address != "" {
			return strings.ReplaceAll(name, `\"`, `"`), address
		}
		if name != "" && key == "From" {
			return name, ""
		}
	}
	return "", ""
}

// firstID takes the id out of its brackets.
func firstID(s string) string {
	if ids := idsIn(s); len(ids) > 0 {
		return ids[0]
	}
	return clean(strings.TrimSpace(s), 250)
}

func idsIn(s string) (out []string) {
	for range 50 {
		_, after, ok := strings.Cut(s, "<")
		if !ok {
			break
		}
		id, rest, ok := strings.Cut(after, ">")
		if !ok {
			break
		}
		if id = clean(strings.TrimSpace(id), 250); id != "" {
			out = append(out, id)
		}
		s = rest
	}
	return out
}

// answers are the ids of the mails that this one answers, the nearest first.
func answers(h message.Header) []string {
	out := idsIn(h.Get("In-Reply-To"))
	refs := idsIn(h.Get("References"))
	for i := len(refs) - 1; i >= 0; i-- {
		out = append(out, refs[i])
	}
	return out
}
