package request

import (
	"slices"
	"strings"

	"gongkai/ledger"
	"gongkai/refusal"
)

// Released: what was supplied on this request is drafted as an article for
// everybody (依申请公开转主动公开, R-A44).
type Released struct{ Article ledger.ID }

// Kind is the kind of the fact.
func (Released) Kind() string { return "request.released" }

// Releasable says that the answer gave something out that is not drafted for
// everybody yet.
func (r Request) Releasable() bool {
	return r.Article == "" && !r.EndedOn.IsZero() && slices.Contains([]ledger.Code{"open", "partial"}, r.Outcome) &&
		slices.Contains(allowed[ReleaseVerb].states, r.State)
}

// Release turns what was supplied into an article (R-A44): once, and only what
// was disclosed.
func (r Request) Release(article ledger.ID) (Released, error) {
	if err := r.allow(ReleaseVerb); err != nil {
		return Released{}, err
	}
	if r.Article != "" {
		return Released{}, refusal.Clash("request.release.twice", "R-A44")
	}
	if !r.Releasable() {
		return Released{}, refusal.Clash("request.release.outcome", "R-A44", "outcome", GroundName(r.Outcome))
	}
	return Released{Article: article}, nil
}

// In names what of the person stands in a text: a text for everybody must have
// none of it.
func (p Person) In(text string) []string {
	text = strings.ToUpper(strings.Join(strings.Fields(text), ""))
	var out []string
	for _, x := range []struct{ what, words string }{{"姓名", p.Name}, {"证件号码", p.IDNo}, {"电话", p.Phone}, {"电子邮箱", p.Email},
		{"地址", p.Address}, {"查询码", p.Code}, {"联系人", p.Contact}, {"法定代表人", p.Head}, {"代理人", p.Proxy}, {"代理人证件号码", p.ProxyID},
		{"统一社会信用代码", p.Credit}, {"工作单位", p.WorkUnit}} {
		words := strings.ToUpper(strings.Join(strings.Fields(x.words), ""))
		if len([]rune(words)) >= 2 && strings.Contains(text, words) && !slices.Contains(out, x.what) {
			out = append(out, x.what)
		}
	}
	return out
}
