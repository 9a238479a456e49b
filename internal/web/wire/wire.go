// Package wire lets a handler of net/http answer with bytes that lie ready.
//
// net/http sorts and prints ten header lines for every answer, and sends what is
// longer than four kilobytes in two pieces; for a page from memory that is most of
// the work. Here net/http reads and judges the request as ever, with its limits and
// timeouts; the answer goes out in one piece, and the empty one that net/http then
// prints for itself is swallowed.
package wire

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Listener gives out connections that can be answered so.
type Listener struct{ net.Listener }

// Accept waits for the next connection.
func (l Listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if t, ok := c.(*net.TCPConn); ok && err == nil {
		return &conn{TCPConn: t}, nil
	}
	return c, err
}

type key struct{}

// Context is what http.Server wants as its ConnContext.
func Context(ctx context.Context, c net.Conn) context.Context {
	if c, ok := c.(*conn); ok {
		return context.WithValue(ctx, key{}, c)
	}
	return ctx
}

// conn is used by one request at a time.
type conn struct {
	*net.TCPConn
	swallows bool
	err      error
}

// Write sends what net/http wants to send, or swallows the empty answer up to its
// end.
func (c *conn) Write(b []byte) (int, error) {
	if !c.swallows {
		return c.TCPConn.Write(b)
	}
	if c.err != nil {
		return 0, c.err
	}
	c.swallows = !bytes.HasSuffix(b, []byte("\r\n\r\n"))
	return len(b), nil
}

// Can says whether the request can be answered so: it reads, carries nothing, and
// leaves the connection open.
func Can(r *http.Request) bool {
	return r.Method == http.MethodGet && r.ProtoMajor == 1 && r.ProtoMinor == 1 && !r.Close && r.ContentLength == 0
}

// Answer sends status line and date, the header lines in head, each with its end of
// line, and the body. It answers false, and does nothing, where it cannot.
func Answer(w http.ResponseWriter, r *http.Request, head, body []byte) bool {
	c, ok := r.Context().Value(key{}).(*conn)
	if !ok || !Can(r) {
		return false
	}
	p := pool.Get().(*[]byte)
	b := append(append(append(append((*p)[:0], first()...), head...), "\r\n"...), body...)
	_, c.err = c.TCPConn.Write(b)
	if cap(b) <= pooled {
		*p = b
		pool.Put(p)
	}
	c.swallows = true
	w.WriteHeader(http.StatusNotModified) // the shortest that net/http prints, without a body
	return true
}

// pooled is the longest answer whose memory is kept for the next.
const pooled = 256 << 10

var pool = sync.Pool{New: func() any { return new([]byte) }}

// second is the beginning of all answers within one.
type second struct {
	at    int64
	first []byte
}

var now atomic.Pointer[second]

func first() []byte {
	t := time.Now()
	s := now.Load()
	if s == nil || s.at != t.Unix() {
		s = &second{t.Unix(), []byte("HTTP/1.1 200 OK\r\nDate: " + t.UTC().Format(http.TimeFormat) + "\r\n")}
		now.Store(s)
	}
	return s.first
}
