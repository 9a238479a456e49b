package eml

import (
	"strings"

	"github.com/emersion/go-message"
)

// Aside says why a mail is not taken for a letter (搁置的原因).
type Aside string

const (
	Person Aside = ""       // nothing speaks against it
	Auto   Aside = "auto"   // 自动回复: a holiday reply or the like
	Bounce Aside = "bounce" // 退信: a mail of ours did not arrive
	List   Aside = "list"   // 群发邮件
	Spam   Aside = "spam"   // 垃圾邮件: the mail server marked it
	Loop   Aside = "loop"   // 循环: it came from us
)

// aside looks for the marks that machines leave (RFC 3834, RFC 3464, RFC 2369).
// A word in a text is no mark: people write about holidays and spam.
func aside(h message.Header, m Message) Aside {
	get := func(name string) string { return strings.ToLower(strings.TrimSpace(h.Get(name))) }
	kind, params := typed(h.Get("Content-Type"))
	local, _, _ := strings.Cut(m.Address, "@")
	precedence := get("Precedence")
	auto := get("Auto-Submitted")
	switch {
	case h.Has("X-Loop"):
		return Loop
	case kind == "multipart/report" && params["report-type"] == "delivery-status", local == "mailer-daemon" || local == "postmaster",
		h.Has("X-Failed-Recipients"), h.Has("Return-Path") && get("Return-Path") == "<>" && auto == "":
		return Bounce
	case auto != "" && !strings.HasPrefix(auto, "no"), h.Has("X-Autoreply"), h.Has("X-Autorespond"), h.Has("X-Auto-Reply"),
		precedence == "auto_reply", kind == "multipart/report":
		return Auto
	case strings.HasPrefix(get("X-Spam-Flag"), "yes"), strings.HasPrefix(get("X-Spam-Status"), "yes"):
		return Spam
	case precedence == "bulk", precedence == "list", precedence == "junk", h.Has("List-Id"), h.Has("List-Unsubscribe"), h.Has("List-Post"):
		return List
	}
	return Person
}
