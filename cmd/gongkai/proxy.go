package main

import (
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// proxies are the addresses whose word is taken on who asks (X-Forwarded-For).
// From anybody else that header is only what somebody typed.
type proxies []netip.Prefix

// readNetworks reads networks as typed after a flag; a single address is a network
// of one.
func readNetworks(flag string, typed []string) (out proxies, err error) {
	for _, s := range typed {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			a, err := netip.ParseAddr(s)
			if err != nil {
				return nil, fmt.Errorf("%s 的“%s”不是地址或者网段。请写成 10.0.0.5 或 10.0.0.0/24", flag, s)
			}
			p = netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen())
		}
		out = append(out, p.Masked())
	}
	return out, nil
}

func (p proxies) trust(a netip.Addr) bool {
	return slices.ContainsFunc(p, func(n netip.Prefix) bool { return n.Contains(a) })
}

// client is who asks: the peer, unless that is a proxy of ours, and then the
// last address in the header that is none. What stands before it came from
// outside, and a word that is no address ends the reading.
func (p proxies) client(peer netip.Addr, forwarded []string) netip.Addr {
	hops := strings.Split(strings.Join(forwarded, ","), ",")
	for i := len(hops) - 1; i >= 0 && p.trust(peer); i-- {
		hop := strings.TrimSpace(hops[i])
		a, err := netip.ParseAddr(strings.Trim(hop, "[]"))
		if err != nil {
			at, err := netip.ParseAddrPort(hop)
			if err != nil {
				break
			}
			a = at.Addr()
		}
		peer = a.Unmap().WithZone("")
	}
	return peer
}

// before puts the client's address into each request in place of the proxy's, so
// that limits by address and the log of accesses see it.
func (p proxies) before(next http.Handler) http.Handler {
	if len(p) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if at, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
			if peer := at.Addr().Unmap(); p.trust(peer) {
				r.RemoteAddr = netip.AddrPortFrom(p.client(peer, r.Header["X-Forwarded-For"]), at.Port()).String()
			}
		}
		next.ServeHTTP(w, r)
	})
}
