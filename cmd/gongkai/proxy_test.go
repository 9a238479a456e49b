package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/internal/store"
)

func TestClientBehindProxies(t *testing.T) {
	t.Parallel()
	ours, err := readNetworks("--trusted-proxy", []string{"10.0.0.0/8", "192.168.1.9", "fd00::/8", "::ffff:172.16.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ peer, forwarded, want string }{
		{"203.0.113.7", "198.51.100.1", "203.0.113.7"}, // not ours: what it says counts for nothing
		{"10.1.2.3", "198.51.100.1", "198.51.100.1"},
		{"10.1.2.3", "", "10.1.2.3"},
		{"10.1.2.3", "1.1.1.1, 198.51.100.1", "198.51.100.1"}, // the first was put there by the client
		{"10.1.2.3", "1.1.1.1, 198.51.100.1, 192.168.1.9", "198.51.100.1"},
		{"10.1.2.3", "10.9.9.9, 192.168.1.9", "10.9.9.9"}, // from within
		{"192.168.1.8", "198.51.100.1", "192.168.1.8"},
		{"172.16.0.1", "198.51.100.1", "198.51.100.1"},
		{"10.1.2.3", "unknown", "10.1.2.3"},
		{"10.1.2.3", "198.51.100.1, <script>", "10.1.2.3"},
		{"10.1.2.3", "198.51.100.1:5312", "198.51.100.1"},
		{"10.1.2.3", "[2001:db8::1]:5312", "2001:db8::1"},
		{"10.1.2.3", "2001:db8::1", "2001:db8::1"},
		{"10.1.2.3", "[2001:db8::1]", "2001:db8::1"},
		{"10.1.2.3", "fe80::1%eth0", "fe80::1"},
		{"fd00::5", "::ffff:198.51.100.1", "198.51.100.1"},
	} {
		if got := ours.client(netip.MustParseAddr(x.peer), []string{x.forwarded}); got.String() != x.want {
			t.Errorf("%s says %q: %s, want %s", x.peer, x.forwarded, got, x.want)
		}
	}
	if got := ours.client(netip.MustParseAddr("10.1.2.3"), []string{"1.1.1.1", "198.51.100.1"}); got.String() != "198.51.100.1" {
		t.Errorf("two headers: %s", got)
	}
	for _, bad := range []string{"", "10.0.0.0/33", "proxy.example.cn", "10.0.0.1:80"} {
		if _, err := readNetworks("--trusted-proxy", []string{bad}); err == nil || !strings.Contains(err.Error(), "--trusted-proxy") {
			t.Errorf("%q was read: %v", bad, err)
		}
	}
}

// Behind a proxy that is named, a sign-in that failed is logged, and counted,
// under the client's address; without, under the peer's.
func TestAddressBehindProxy(t *testing.T) {
	t.Parallel()
	ctx, quiet := context.Background(), streams{io.Discard, io.Discard}
	h, err := (place{Data: filepath.Join(t.TempDir(), "data")}).create(ctx, quiet, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if err := found(ctx, h, quiet, "default"); err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]string{"": "127.0.0.1", "127.0.0.0/8": "198.51.100.23"} {
		f := front{}
		if typed != "" {
			if f.proxies, err = readNetworks("--trusted-proxy", []string{typed}); err != nil {
				t.Fatal(err)
			}
		}
		site := httptest.NewServer(h.handler(f, false, nil, nil))
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, site.URL+"/default/desk/signin", strings.NewReader(url.Values{"login": {"bangong"}, "password": {"wrong"}}.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("X-Forwarded-For", "198.51.100.23")
		res, err := site.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		site.Close()
		var lines []store.AccessLine
		if err := h.db.View(ctx, func(tx *store.Tx) (err error) {
			lines, err = tx.AccessLines("default", 1, 0)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if len(lines) != 1 || lines[0].Verb != "signin" || lines[0].Address != want {
			t.Errorf("proxies %q: %+v, want %s", typed, lines, want)
		}
	}
}
