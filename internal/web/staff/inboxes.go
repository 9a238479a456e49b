package staff

import (
	"net/http"
	"net/url"
	"strconv"

	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
)

// inboxesPage lists the mailboxes of mail servers that are read (收信邮箱).
type inboxesPage struct {
	Page
	In  office.Inboxes
	Try bool // a reader runs
}

func (inboxesPage) template() string { return "inboxes" }

func (s *server) inboxes(a *ask) error {
	in, err := s.o.Inboxes(a.ctx(), a.who)
	if err != nil {
		return err
	}
	return a.show(http.StatusOK, inboxesPage{a.page("收信邮箱"), in, s.opt.ReadInbox != nil && in.Edit})
}

// inboxPage sets where a mailbox is.
type inboxPage struct {
	Page
	F              form
	ID             string // empty for a new one
	Boxes          []option
	Secures, Dones []option
	Try            bool
	Row            office.InboxRow
}

func (inboxPage) template() string { return "inbox" }

var (
	secures = []option{{office.InboxTLS, "TLS（一般是993端口）"}, {office.InboxSTARTTLS, "STARTTLS（一般是143端口）"}, {office.InboxPlain, "不加密（只用于本机上的邮件服务器）"}}
	dones   = []option{{office.InboxLeave, "原样不动"}, {office.InboxSeen, "标为已读"}, {office.InboxMove, "移到另一个文件夹"}}
)

func (s *server) newInboxPage(a *ask) error {
	return a.inboxForm(http.StatusOK, form{Values: url.Values{"secure": {office.InboxTLS}, "folder": {"INBOX"}, "done": {office.InboxSeen}, "active": {"1"}}})
}

func (s *server) inboxPage(a *ask) error {
	r, err := s.o.Inbox(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	yes := func(b bool) []string {
		if b {
			return []string{"1"}
		}
		return nil
	}
	return a.inboxForm(http.StatusOK, form{Values: url.Values{"mailbox": {string(r.Mailbox)}, "host": {r.Host}, "port": {strconv.Itoa(r.Port)}, "secure": {r.Secure},
		"account": {r.Account}, "folder": {r.Folder}, "done": {r.Done}, "done_folder": {r.DoneFolder}, "older": yes(r.Older), "active": yes(r.Active),
		"rev": {strconv.FormatInt(r.Rev, 10)}}})
}

func (a *ask) inboxForm(code int, f form) error {
	in, err := a.s.o.Inboxes(a.ctx(), a.who)
	if err != nil {
		return err
	}
	p := inboxPage{F: f, ID: string(a.id()), Secures: secures, Dones: dones, Try: a.s.opt.ReadInbox != nil, Boxes: []option{{"", "请选择"}}}
	for _, m := range in.Mailboxes {
		p.Boxes = append(p.Boxes, option{string(m.Key), m.Name})
	}
	title := "新设收信邮箱"
	if p.ID != "" {
		if p.Row, err = a.s.o.Inbox(a.ctx(), a.who, a.id()); err != nil {
			return err
		}
		title = p.Row.Name + "的收信邮箱"
	}
	p.Page = a.page(title)
	return a.show(code, p)
}

// saveInbox stores a mailbox and, where a reader runs, reads it at once, so that
// whoever set it sees whether it works.
func (s *server) saveInbox(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	rev, _ := strconv.ParseInt(v.Get("rev"), 10, 64) // what cannot be read is no rev, and the office says so
	id := a.id()
	err = a.try(func() (err error) {
		id, err = s.o.SaveInbox(a.ctx(), a.who, id, office.InboxForm{Mailbox: v.Get("mailbox"), Host: v.Get("host"), Port: v.Get("port"), Secure: v.Get("secure"),
			Account: v.Get("account"), Password: v.Get("password"), Folder: v.Get("folder"), Done: v.Get("done"), DoneFolder: v.Get("done_folder"),
			Older: v.Get("older") != "", Active: v.Get("active") != "", Rev: rev})
		return err
	})
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.inboxForm(code, f)
	}
	if s.opt.ReadInbox == nil || v.Get("active") == "" {
		return a.to(a.path("/inboxes"), "已保存。")
	}
	return a.readInbox(id, "已保存。")
}

// tryInbox reads a mailbox now and says how that went.
func (s *server) tryInbox(a *ask) error {
	if s.opt.ReadInbox == nil {
		return s.nothing(a)
	}
	return a.readInbox(a.id(), "")
}

// readInbox says behind what was done how the reading went.
func (a *ask) readInbox(id ledger.ID, done string) error {
	said, err := a.s.opt.ReadInbox(a.ctx(), a.who, id)
	if r, ok := refusal.As(err); ok && r.Class == refusal.Conflict {
		said, err = r.Words(), nil // it is just being read
	}
	if err != nil {
		return err
	}
	return a.to(a.path("/inboxes"), done+said)
}

// inMailsPage lists the mails that came (来邮).
type inMailsPage struct {
	Page
	List  office.InMailList
	Tabs  []tab
	Pages []pageLink
	Words string
}

func (inMailsPage) template() string { return "in_mails" }

// fates are the tabs, with what an empty one says.
var fates = []struct{ fate, name, none string }{
	{"aside", "待查看", "没有等候查看的来邮。"},
	{"more", "后续邮件", "还没有来信人来过后续邮件。"},
	{"letter", "成为来信", "还没有邮件成为来信。"},
	{"closed", "不作来信", "没有不作来信的邮件。"},
	{"twice", "重复", "没有重复的邮件。"},
}

func (s *server) inMails(a *ask) error {
	at := fates[0]
	for _, x := range fates {
		if a.query("fate") == x.fate {
			at = x
		}
	}
	l, err := s.o.InMails(a.ctx(), a.who, at.fate, a.queryInt("page"))
	if err != nil {
		return err
	}
	p := inMailsPage{Page: a.page("来邮"), List: l, Pages: a.paging(l.Page, l.Pages), Words: at.none}
	for _, x := range fates {
		p.Tabs = append(p.Tabs, tab{x.name, a.path("/inboxes/mails") + "?fate=" + x.fate, l.N[x.fate], x == at})
	}
	return a.show(http.StatusOK, p)
}

// inMailPage is one mail as text, whatever it was written in.
type inMailPage struct {
	Page
	M     office.OpenedMail
	F     form
	Files []mailFile
}

// mailFile is an attachment as the page names it.
type mailFile struct {
	Name string
	Size int64
}

func (inMailPage) template() string { return "in_mail" }

func (s *server) inMail(a *ask) error { return a.inMail(http.StatusOK, form{}) }

func (a *ask) inMail(code int, f form) error {
	m, err := a.s.o.OpenInMail(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	p := inMailPage{Page: a.page("来邮"), M: m, F: f}
	for _, x := range m.Files {
		p.Files = append(p.Files, mailFile{x.Name, int64(len(x.Bytes))})
	}
	return a.show(code, p)
}

// inMailFile hands over an attachment, or the mail as it came. It is never shown
// in the browser, whatever it says it is.
func (s *server) inMailFile(a *ask) error {
	n, err := strconv.Atoi(a.r.PathValue("no"))
	if err != nil {
		return s.nothing(a)
	}
	name, _, r, err := s.o.InMailFile(a.ctx(), a.who, a.id(), n)
	if err != nil {
		return err
	}
	a.attach("application/octet-stream", name)
	_, _ = r.WriteTo(a.w) // a reader who went away is nobody's fault
	return nil
}

// takeInMail makes a letter of a mail (收作来信).
func (s *server) takeInMail(a *ask) error {
	no := ""
	err := a.try(func() (err error) {
		no, err = s.o.TakeInMail(a.ctx(), a.who, a.id())
		return err
	})
	if err != nil {
		f, code, err := again(nil, err)
		if err != nil {
			return err
		}
		return a.inMail(code, f)
	}
	return a.to(a.path("/inboxes/mails"), "已收作来信"+no+"。")
}

// closeInMail lets a mail be (不作来信).
func (s *server) closeInMail(a *ask) error {
	err := a.try(func() error { return s.o.CloseInMail(a.ctx(), a.who, a.id()) })
	if err != nil {
		f, code, err := again(nil, err)
		if err != nil {
			return err
		}
		return a.inMail(code, f)
	}
	return a.to(a.path("/inboxes/mails"), "这封邮件不作来信，内容已经从这里删除；邮箱里的原邮件还在。")
}
