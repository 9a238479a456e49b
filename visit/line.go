package visit

import (
	"net/netip"
	"strconv"
	"strings"
	"time"

	"gongkai/calendar"
	"gongkai/ledger"
)

// Fault is why a line of a log could not be read.
type Fault string

const (
	NotCombined Fault = "不是 combined 格式"
	BadAddress  Fault = "来访地址不是 IP 地址"
	BadTime     Fault = "时间不合格式"
	InFuture    Fault = "时间在现在之后"
	TooLong     Fault = "一行超过64 KB"
)

// Line is a line of an access log in the combined format of nginx and Apache. Its
// strings are cut from the line.
type Line struct {
	Hit
	Method, Target string
}

// Reader reads lines. It is for one goroutine.
type Reader struct {
	date  string // of the line before, which most lines share
	start time.Time
}

// Read reads one line without its end; "" is that it could be read.
func (r *Reader) Read(s string) (l Line, bad Fault) {
	addr, rest, ok := strings.Cut(s, " ")
	if !ok {
		return l, NotCombined
	}
	open := strings.Index(rest, " [")
	if open < 0 {
		return l, NotCombined
	}
	stamp, rest, ok := strings.Cut(rest[open+2:], "] \"")
	if !ok {
		return l, NotCombined
	}
	request, rest, ok := quoted(rest)
	if !ok || len(rest) < 5 || rest[0] != ' ' {
		return l, NotCombined
	}
	status, rest, ok := strings.Cut(rest[1:], " ")
	if !ok {
		return l, NotCombined
	}
	var err error
	if l.Status, err = strconv.Atoi(status); err != nil || len(status) != 3 {
		return l, NotCombined
	}
	_, rest, ok = strings.Cut(rest, ` "`)
	if !ok {
		return l, NotCombined
	}
	if l.Referrer, rest, ok = quoted(rest); !ok || !strings.HasPrefix(rest, ` "`) {
		return l, NotCombined
	}
	if l.Agent, _, ok = quoted(rest[2:]); !ok {
		return l, NotCombined
	}
	if l.Addr, err = netip.ParseAddr(addr); err != nil {
		return l, BadAddress
	}
	if l.At, ok = r.time(stamp); !ok {
		return l, BadTime
	}
	// What a scanner sends instead of a request is an error of its own, no broken line.
	l.Method, rest, _ = strings.Cut(request, " ")
	l.Target, _, _ = strings.Cut(rest, " ")
	return l, ""
}

// quoted reads up to the closing quote and says what follows. A quote within is
// written \" or \x22.
func quoted(s string) (in, after string, ok bool) {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return s[:i], s[i+1:], true
		}
	}
	return "", "", false
}

// time reads 02/Jan/2006:15:04:05 -0700.
func (r *Reader) time(s string) (time.Time, bool) {
	if len(s) != 26 || s[11] != ':' || s[14] != ':' || s[17] != ':' || s[20] != ' ' {
		return time.Time{}, false
	}
	if s[:11] != r.date {
		t, err := time.Parse("02/Jan/2006", s[:11])
		if err != nil {
			return time.Time{}, false
		}
		r.date, r.start = strings.Clone(s[:11]), t
	}
	h, m, sec := two(s[12:]), two(s[15:]), two(s[18:])
	zh, zm := two(s[22:]), two(s[24:])
	if min(h, m, sec, zh, zm) < 0 || h > 23 || m > 59 || sec > 60 || zh > 23 || zm > 59 || s[21] != '+' && s[21] != '-' {
		return time.Time{}, false
	}
	off := time.Duration(zh*60+zm) * time.Minute
	if s[21] == '-' {
		off = -off
	}
	return r.start.Add(time.Duration(h*3600+m*60+sec)*time.Second - off).In(calendar.Shanghai), true
}

// two reads two digits, -1 for none.
func two(s string) int {
	a, b := s[0]-'0', s[1]-'0'
	if a > 9 || b > 9 {
		return -1
	}
	return int(a)*10 + int(b)
}

// Of makes the hit of a line on a site; false for what asks for no page.
func (l Line) Of(token string, column func(page string) ledger.Code) (Hit, bool) {
	if l.Method != "GET" {
		return Hit{}, false
	}
	page, ok := PageOf(l.Target, token)
	if !ok {
		return Hit{}, false
	}
	h := l.Hit
	h.Page = page
	if column != nil {
		h.Column = column(page)
	}
	return h, true
}
