package office

import (
	"fmt"

	"gongkai/internal/store"
	"gongkai/people"
)

// notify puts a notice to the applicant into the outbox, when they gave an
// address. It says that something has come and where to read it; what has come
// stands on their own page, behind the query code, and never in a mail.
func (m *matter) notify(what string) error {
	p, err := m.applicant()
	if err != nil || p.Email == "" {
		return err
	}
	to, err := people.Email(p.Email)
	if err != nil {
		return nil // an address that was good enough on paper; the page still tells all
	}
	g, err := m.body()
	if err != nil {
		return err
	}
	where := "本机关网站“我要申请”页面的“查询办理进度”"
	if g.Site.Domain != "" {
		where = "https://" + g.Site.Domain + "/follow"
	}
	proof := "您电话或者证件号码的后四位"
	if !p.Numbered() {
		proof = "您写信用的电子邮箱"
	}
	mail := store.Mail{Organ: g.ID, About: m.r.ID, At: m.o.now(), To: to,
		Subject: fmt.Sprintf("您的政府信息公开申请（编号%s）有新的进展", m.r.No),
		Text: fmt.Sprintf("您好：\n\n您向%s提出的政府信息公开申请（编号%s）有新的进展：%s。\n\n请凭查询码和%s查看：%s\n\n"+
			"这封邮件由系统发出，不含申请的内容。有疑问请与%s联系，电话%s。\n", g.Name, m.r.No, what, proof, where, g.Name, orElse(g.Phone, "见本机关网站"))}
	m.later = append(m.later, func() error {
		_, err := m.tx.Enqueue(mail)
		return err
	})
	return nil
}
