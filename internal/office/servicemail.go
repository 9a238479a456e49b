package office

import (
	"fmt"

	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/service"
)

// milestone says in a few words what applicants are told of by mail, nothing of
// what they need not know at once.
func milestone(f ledger.Fact) string {
	switch f := f.(type) {
	case service.Lacked:
		return "有需要补正的内容，期限" + f.By.Chinese()
	case service.Accepted:
		return "已经受理"
	case service.Declined:
		return "决定不予受理"
	case service.Decided:
		return "已经作出决定"
	}
	return ""
}

// tell puts a notice of a milestone into the outbox, when the applicant left an
// address. It says where to read what has come, which stands on their own page,
// behind the query code, and never in a mail. What is done at once at the counter
// is in their hands already.
func (w *caseWork) tell(f ledger.Fact) {
	what := milestone(f)
	if what == "" || w.c.Terms.Instant {
		return
	}
	w.later = append(w.later, func() error {
		p, err := w.tx.Applicant(w.c.ID)
		if err != nil || p.Email == "" {
			return err
		}
		to, err := people.Email(p.Email)
		if err != nil {
			return nil // an address that was good enough on paper; the page still tells all
		}
		g, err := w.tx.Organ(w.c.Organ)
		if err != nil {
			return err
		}
		where := "本机关网站“办事服务”页面的“查询办理进度”"
		if g.Site.Domain != "" {
			where = "https://" + g.Site.Domain + "/services/follow"
		}
		_, err = w.tx.Enqueue(store.Mail{Organ: g.ID, About: w.c.ID, At: w.o.now(), To: to,
			Subject: fmt.Sprintf("您的办件（编号%s）有新的进展", w.c.No),
			Text: fmt.Sprintf("您好：\n\n您向%s申请办理的事项（编号%s）有新的进展：%s。\n\n请凭查询码和您电话或者证件号码的后四位查看：%s\n\n"+
				"这封邮件由系统发出，不含申请的内容。有疑问请与%s联系，电话%s。\n", g.Name, w.c.No, what, where, g.Name, orElse(g.Phone, "见本机关网站"))})
		return err
	})
}
