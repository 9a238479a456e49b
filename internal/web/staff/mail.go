package staff

import (
	"net/http"
	"strconv"

	"gongkai/access"
	"gongkai/internal/office"
)

// mailPage is the outbox (发件箱).
type mailPage struct {
	Page
	List  office.MailList
	Tabs  []tab
	Pages []pageLink
	On    bool // a mail server is configured
	Words string
	In    []office.InboxRow // that could not be read last
}

func (mailPage) template() string { return "mail" }

// mailStates are the tabs, with what an empty one says.
var mailStates = []struct{ state, name, none string }{
	{"waiting", "待发", "没有等候发送的邮件。"},
	{"failed", "未发出", "没有发不出去的邮件。"},
	{"sent", "已发", "还没有发出过邮件。"},
	{"dropped", "不再发送", "没有改用其他方式告知的邮件。"},
}

// mailStateName is what a state of a mail is called.
func mailStateName(state string) string {
	for _, x := range mailStates {
		if x.state == state {
			return x.name
		}
	}
	return state
}

func (s *server) mail(a *ask) error {
	at := mailStates[0]
	for _, x := range mailStates {
		if a.query("state") == x.state {
			at = x
		}
	}
	l, err := s.o.Mails(a.ctx(), a.who, at.state, a.queryInt("page"))
	if err != nil {
		return err
	}
	p := mailPage{Page: a.page("邮件"), List: l, Pages: a.paging(l.Page, l.Pages), On: s.opt.Mail, Words: at.none}
	for i, n := range []int{l.Waiting, l.Failed, l.Sent, l.Dropped} {
		x := mailStates[i]
		p.Tabs = append(p.Tabs, tab{x.name, a.path("/mail") + "?state=" + x.state, n, x == at})
	}
	if a.may(access.ReadInbox) {
		in, err := s.o.Inboxes(a.ctx(), a.who)
		if err != nil {
			return err
		}
		for _, r := range in.Rows {
			if r.Active && r.LastError != "" {
				p.In = append(p.In, r)
			}
		}
	}
	return a.show(http.StatusOK, p)
}

// failedMail counts the mails that wait for people, for an officer who has no
// queue to see them in.
func (a *ask) failedMail() (int, error) {
	l, err := a.s.o.Mails(a.ctx(), a.who, "failed", 1)
	return l.Failed, err
}

func (s *server) retryMail(a *ask) error {
	if err := s.o.RetryMail(a.ctx(), a.who, a.id()); err != nil {
		return err
	}
	flash := "已重新排队，很快就会发送。"
	if !s.opt.Mail {
		flash = "已重新排队。还没有配置邮件服务器，配置以后才会发送。"
	}
	return a.to(a.path("/mail"), flash)
}

func (s *server) dropMail(a *ask) error {
	if err := s.o.DropMail(a.ctx(), a.who, a.id()); err != nil {
		return err
	}
	n, err := a.failedMail()
	if err != nil {
		return err
	}
	flash := "这封邮件不再发送。"
	if n > 0 {
		flash += "还有" + strconv.Itoa(n) + "封没有发出。"
	}
	return a.to(a.path("/mail")+"?state=failed", flash)
}
