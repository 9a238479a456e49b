package wire_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"gongkai/internal/web/wire"
)

// serve answers /ready with ready bytes where it can, everything else by net/http.
func serve(t *testing.T, body []byte) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{ConnContext: wire.Context, ReadHeaderTimeout: 5 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/ready" && wire.Answer(w, r, fmt.Appendf(nil, "Content-Type: text/plain\r\nContent-Length: %d\r\n", len(body)), body) {
			return
		}
		w.Header().Set("X-Made", "yes")
		w.Write(body)
	})}
	go srv.Serve(wire.Listener{Listener: l})
	t.Cleanup(func() { srv.Shutdown(context.Background()) })
	return l.Addr().String()
}

// Ready answers and others follow each other on one connection, and each comes whole.
func TestByTurns(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 1, 3500, 4096, 100_000, 1 << 20} {
		body := bytes.Repeat([]byte("页\r\n\r\n"), size/7+1)[:size]
		addr := serve(t, body)
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		in := bufio.NewReader(c)
		for i, req := range []struct{ line, more, made string }{
			{"GET /ready HTTP/1.1", "", ""}, {"GET /ready HTTP/1.1", "", ""}, {"GET /other HTTP/1.1", "", "yes"}, {"HEAD /ready HTTP/1.1", "", "yes"},
			{"GET /ready HTTP/1.1", "", ""}, {"POST /ready HTTP/1.1", "Content-Length: 0\r\n", "yes"},
			{"GET /ready HTTP/1.1", "Connection: close\r\n", "yes"},
		} {
			fmt.Fprintf(c, "%s\r\nHost: x\r\n%s\r\n", req.line, req.more)
			method, _, _ := strings.Cut(req.line, " ")
			res, err := http.ReadResponse(in, &http.Request{Method: method})
			if err != nil {
				t.Fatalf("%d bytes, answer %d: %v", size, i, err)
			}
			got, err := io.ReadAll(res.Body)
			if err != nil || res.StatusCode != 200 || method != "HEAD" && !bytes.Equal(got, body) || res.Header.Get("X-Made") != req.made || res.Header.Get("Date") == "" {
				t.Fatalf("%d bytes, answer %d: %d bytes %v %v, %v", size, i, len(got), res.Status, res.Header, err)
			}
		}
		if _, err := in.ReadByte(); err != io.EOF {
			t.Errorf("the connection stays open: %v", err)
		}
	}
}

// Requests that come at once are answered in order.
func TestPipelined(t *testing.T) {
	t.Parallel()
	body := []byte(strings.Repeat("公开", 2000))
	c, err := net.Dial("tcp", serve(t, body))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	const many = 50
	go io.WriteString(c, strings.Repeat("GET /ready HTTP/1.1\r\nHost: x\r\n\r\nGET /other HTTP/1.1\r\nHost: x\r\n\r\n", many))
	in := bufio.NewReader(c)
	for i := range 2 * many {
		res, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatal(i, err)
		}
		if got, err := io.ReadAll(res.Body); err != nil || !bytes.Equal(got, body) || (res.Header.Get("X-Made") == "") != (i%2 == 0) {
			t.Fatalf("answer %d: %d bytes %v, %v", i, len(got), res.Header, err)
		}
	}
}

// A reader who goes away costs the connection and nothing else.
func TestGone(t *testing.T) {
	t.Parallel()
	body := make([]byte, 8<<20)
	addr := serve(t, body)
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(c, "GET /ready HTTP/1.1\r\nHost: x\r\n\r\n")
	c.Close()
	res, err := http.Get("http://" + addr + "/ready")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if n, err := io.Copy(io.Discard, res.Body); err != nil || n != int64(len(body)) {
		t.Error(n, err)
	}
}
