package staff

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/invitation"
	"gongkai/ledger"
)

// invitePage lists whom a text was shown to outside (外部审核), and asks whom to
// ask next. A link that was not mailed stands on it once.
type invitePage struct {
	Page
	V     office.Invitations
	F     form
	Sorts []option
	Days  []option
	Mail  bool // a mail server is configured
	New   office.Invited
}

func (invitePage) template() string { return "invite" }

func (s *server) invitePage(a *ask) error {
	return a.showInvite(http.StatusOK, form{Values: url.Values{"days": {"7"}}}, office.Invited{})
}

func (a *ask) showInvite(code int, f form, made office.Invited) error {
	v, err := a.s.o.Invitations(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	p := invitePage{Page: a.page("请外单位审核"), V: v, F: f, Mail: a.s.opt.Mail, New: made}
	for _, x := range invitation.Sorts {
		p.Sorts = append(p.Sorts, option{string(x.Sort), x.Name})
	}
	for _, d := range []string{"3", "5", "7", "10", "15", "30"} {
		p.Days = append(p.Days, option{d, d + "天"})
	}
	return a.show(code, p)
}

func (s *server) inviteReviewer(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	no, err := a.no()
	if err != nil {
		return err
	}
	var made office.Invited
	err = a.try(func() error {
		made, err = s.o.InviteReviewer(a.ctx(), a.who, a.id(), no, office.InvitationForm{Sort: v.Get("sort"), Organ: v.Get("organ"), Name: v.Get("name"),
			Email: v.Get("email"), Note: v.Get("note"), Days: v.Get("days"), Mail: s.opt.Mail, Desk: a.origin() + a.base()})
		return err
	})
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.showInvite(code, f, office.Invited{})
	}
	return a.showInvite(http.StatusOK, form{Values: url.Values{"days": {"7"}}}, made)
}

// origin is the scheme and host that the reader's browser shows.
func (a *ask) origin() string {
	if a.s.opt.Secure || a.r.TLS != nil {
		return "https://" + a.r.Host
	}
	return "http://" + a.r.Host
}

func (s *server) revokeInvitation(a *ask) error {
	return a.onInvitation("撤销", "邀请已撤销，链接不再有效。", s.o.RevokeInvitation)
}

func (s *server) eraseInvitation(a *ask) error {
	return a.onInvitation("删除个人信息", "外部审核人的个人信息已删除，意见保留。", s.o.EraseInvitation)
}

// onInvitation carries out a button beside an invitation.
func (a *ask) onInvitation(button, said string, verb func(context.Context, access.Actor, ledger.ID, int64) error) error {
	at := a.path("/articles/%s/invite", escape(string(a.id())))
	if a.kept {
		return a.to(at, "登录已恢复。请再按一次「"+button+"」。")
	}
	v, err := a.values()
	if err != nil {
		return err
	}
	if err := verb(a.ctx(), a.who, ledger.ID(a.r.PathValue("invitation")), revOf(v)); err != nil {
		f, code, err := again(url.Values{}, err)
		if err != nil {
			return err
		}
		return a.showInvite(code, f, office.Invited{})
	}
	return a.to(at, said)
}

// invitedPage is what a guest sees: the text, what it changes, what hangs below
// it, and one form. It is a page of no session.
type invitedPage struct {
	Page
	V        office.InvitedView
	Rows     []row
	Changes  *differenceView
	Findings findings // to be read only
	Preview  string
	At       string // address of the link
	F        form
	Done     bool
}

func (invitedPage) template() string { return "invited" }

// link is what the guest showed. Its key must not travel on in a Referer.
func (a *ask) link() office.Link {
	a.w.Header().Set("Referrer-Policy", "no-referrer")
	return office.Link{Organ: a.site.Organ.ID, ID: a.id(), Key: a.r.PathValue("secret"), Address: address(a.r.RemoteAddr)}
}

func (s *server) invited(a *ask) error {
	return a.showInvited(http.StatusOK, form{})
}

func (a *ask) showInvited(code int, f form) error {
	l := a.link()
	v, err := a.s.o.OpenInvitation(a.ctx(), l)
	if err != nil {
		return err
	}
	if f.Values == nil { // who was asked signs as what they were asked as, and may mend it
		f.Values = url.Values{"organ": {v.Invitation.Guest.Organ}, "name": {v.Invitation.Guest.Name}}
	}
	p := invitedPage{V: v, F: f, Findings: findings{Check: v.Check}, At: a.path("/invited/%s/%s", escape(string(l.ID)), escape(l.Key))}
	p.Page = a.page(orUntitled(v.Edition.Title))
	p.Bare, p.Wide = true, true
	p.Preview = inText.ReplaceAllString(v.Edition.HTML, `src="`+p.At+`/files/$1/tu"`)
	p.Rows = headerRows(office.DeskArticle{Article: v.Article, Column: v.Column, Unit: v.Unit}, v.Edition)
	if v.Comparison != nil {
		d := differenceOf(*v.Comparison)
		p.Changes = &d
	}
	return a.show(code, p)
}

func (s *server) invitedFile(a *ask) error {
	f, err := s.o.InvitedFile(a.ctx(), a.link(), a.r.PathValue("sha"))
	if err != nil {
		return err
	}
	return a.send(f)
}

func (s *server) answerInvitation(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	err = s.o.AnswerInvitation(a.ctx(), a.link(), office.AnswerForm{Verdict: v.Get("verdict"), Words: strings.TrimSpace(v.Get("words")),
		Name: v.Get("name"), Organ: v.Get("organ")})
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.showInvited(code, f)
	}
	p := invitedPage{Page: a.page("意见已提交"), Done: true}
	p.Bare = true
	return a.show(http.StatusOK, p)
}
