package visit

import (
	_ "embed"
	"net/netip"
	"slices"
	"strings"

	"gongkai/ledger"
)

// Reason says why a hit is not a view (不计入的原因); Person is that it is one.
type Reason ledger.Code

const (
	Person   Reason = ""
	Bot      Reason = "bot"      // a crawler, by its own line; also what names no browser at all
	Headless Reason = "headless" // a browser without a screen
	Monitor  Reason = "monitor"  // asks whether the site is up
	Self     Reason = "self"     // our own watcher
	Prefetch Reason = "prefetch" // fetched ahead, shown to nobody yet
	Staff    Reason = "staff"    // from a network of the body's own
	Failed   Reason = "error"    // answered with an error
)

// Reasons in the order in which they are shown.
var Reasons = []Reason{Bot, Headless, Monitor, Self, Prefetch, Staff, Failed}

// Label is the printed name of a reason.
func (r Reason) Label() string {
	return map[Reason]string{Bot: "爬虫和程序", Headless: "无界面浏览器", Monitor: "可用性监测", Self: "本系统自查", Prefetch: "浏览器预取",
		Staff: "本机关网络", Failed: "出错的应答"}[r]
}

//go:embed agents.txt
var agentsText string

type agent struct {
	reason Reason
	word   string
}

// agents are what programs call themselves (VI-BOT).
var agents = func() (out []agent) {
	for line := range strings.Lines(agentsText) {
		f := strings.Split(line, "|")
		if strings.HasPrefix(line, "#") || len(f) != 3 {
			continue
		}
		out = append(out, agent{Reason(strings.TrimSpace(f[0])), strings.TrimSpace(f[1])})
	}
	return out
}()

// Agent judges the line of a browser. A person's browser always sends one.
func Agent(line string) Reason {
	if len(line) < 8 {
		return Bot
	}
	line = strings.ToLower(line)
	for _, a := range agents {
		if !strings.Contains(line, a.word) {
			continue
		}
		if a.reason == "person" {
			return Person
		}
		return a.reason
	}
	return Person
}

// maxAgents bounds how many lines a Judge remembers.
const maxAgents = 4096

// Judge applies the rules. It remembers the lines that it has seen, so it is for
// one goroutine.
type Judge struct {
	Staff []netip.Prefix // networks of the body's own
	seen  map[string]Reason
}

// Of judges a hit on a page (VI-VIEW, VI-OUT). It answers false for an answer that
// shows no page and is no error either, such as a redirect.
func (j *Judge) Of(h Hit) (Reason, bool) {
	shown := h.Status == 200 || h.Status == 304
	if !shown && h.Status < 400 {
		return Person, false
	}
	if r := j.agent(h.Agent); r != Person {
		return r, true
	}
	if p := strings.ToLower(h.Prefetch); strings.Contains(p, "prefetch") || strings.Contains(p, "prerender") || strings.Contains(p, "preview") {
		return Prefetch, true
	}
	if slices.ContainsFunc(j.Staff, func(p netip.Prefix) bool { return p.Contains(h.Addr) }) {
		return Staff, true
	}
	if !shown {
		return Failed, true
	}
	return Person, true
}

func (j *Judge) agent(line string) Reason {
	if r, ok := j.seen[line]; ok {
		return r
	}
	if j.seen == nil || len(j.seen) >= maxAgents {
		j.seen = map[string]Reason{}
	}
	r := Agent(line)
	j.seen[strings.Clone(line)] = r
	return r
}
