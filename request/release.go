package request

import (
	"slices"
	"strings"

	"gongkai/ledger"
	"gongkai/privacy"
	"gongkai/refusal"
)

// Released: what was supplied on this request is drafted as an article for
// everybody (依申请公开转主动公开, R-A44).
type Released struct{ Article ledger.ID }

// Suggested: the applicant would have the information made public for everybody
// (建议转主动公开, R-A44). Declined: the organ looked at it and left it at the one
// answer (不转主动公开); why stands in the words.
type (
	Suggested struct{}
	Declined  struct{ Words ledger.Sum }
)

// Linked: the request was a letter to a mailbox, and began on the day of that
// letter's receipt (来信转办, R-L5).
type Linked struct{ Letter ledger.ID }

func (Linked) Kind() string    { return "request.linked" }
func (Released) Kind() string  { return "request.released" }
func (Suggested) Kind() string { return "request.suggested" }
func (Declined) Kind() string  { return "request.declined" }

// Disclosed says that an answer gave something out.
func (r Request) Disclosed() bool {
	return !r.EndedOn.IsZero() && slices.Contains([]ledger.Code{"open", "partial"}, r.Outcome) && slices.Contains(told, r.State)
}

// Releasable says that the answer gave something out that is not drafted for
// everybody yet.
func (r Request) Releasable() bool { return r.Article == "" && r.Disclosed() }

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

// Suggest is the applicant's word that the information be made public (R-A44):
// with the application, or once something was given out; one time is enough.
func (r Request) Suggest() (Suggested, error) {
	if err := r.allow(SuggestVerb); err != nil {
		return Suggested{}, err
	}
	switch {
	case !r.SuggestedOn.IsZero():
		return Suggested{}, refusal.Clash("request.suggest.twice", "R-A44")
	case r.Article != "":
		return Suggested{}, refusal.Clash("request.suggest.drafted", "R-A44")
	case !r.EndedOn.IsZero() && !r.Disclosed():
		return Suggested{}, refusal.Clash("request.suggest.outcome", "R-A44", "outcome", GroundName(r.Outcome))
	}
	return Suggested{}, nil
}

// Decline leaves what was supplied with the one who asked (R-A44), for a reason.
func (r Request) Decline(reason string, words ledger.Sum) (Declined, error) {
	if err := r.allow(DeclineVerb); err != nil {
		return Declined{}, err
	}
	switch {
	case strings.TrimSpace(reason) == "":
		return Declined{}, refusal.New("request.decline.reason", "R-A44").On("reason")
	case !r.Releasable():
		return Declined{}, refusal.Clash("request.decline.nothing", "R-A44", "no", r.No)
	}
	return Declined{Words: words}, nil
}

// In names what of the person stands in a text: a text for everybody must have
// none of it.
func (p Person) In(text string) []string {
	return privacy.In(text, privacy.Part{What: "姓名", Words: p.Name}, privacy.Part{What: "证件号码", Words: p.IDNo},
		privacy.Part{What: "电话", Words: p.Phone}, privacy.Part{What: "电子邮箱", Words: p.Email}, privacy.Part{What: "地址", Words: p.Address},
		privacy.Part{What: "查询码", Words: p.Code}, privacy.Part{What: "联系人", Words: p.Contact}, privacy.Part{What: "法定代表人", Words: p.Head},
		privacy.Part{What: "代理人", Words: p.Proxy}, privacy.Part{What: "代理人证件号码", Words: p.ProxyID},
		privacy.Part{What: "统一社会信用代码", Words: p.Credit}, privacy.Part{What: "工作单位", Words: p.WorkUnit})
}
