package staff_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"testing"
	"time"

	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
)

// The outbox shows what waits, what failed and why; who may send again does so,
// and a mail that failed is a task. No address is shown whole.
func TestMail(t *testing.T) {
	t.Parallel()
	b, ctx := open(t), context.Background()
	organs, err := b.office.Sites(ctx)
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]ledger.ID{}
	at := time.Date(2019, 5, 6, 9, 0, 0, 0, calendar.Shanghai)
	update := func(f func(tx *store.Tx) error) {
		t.Helper()
		if err := b.db.Update(ctx, f); err != nil {
			t.Fatal(err)
		}
	}
	update(func(tx *store.Tx) (err error) {
		for _, subject := range []string{"受理通知", "答复已作出"} {
			if ids[subject], err = tx.Enqueue(store.Mail{Organ: organOf(organs, "yykjj"), About: "r1", At: at, To: "zhangsan@example.cn", Subject: subject}); err != nil {
				return err
			}
		}
		_, err = tx.Enqueue(store.Mail{Organ: organOf(organs, "other"), At: at, To: "li@example.cn", Subject: "别家的邮件"})
		return err
	})
	head := b.as(t, "zhuren")
	head.get("/mail").is(http.StatusOK).has("受理通知", "答复已作出", "z***@example.cn", "还没有配置邮件服务器").without("zhangsan", "别家的邮件", "重新发送")
	head.get("").without("封邮件没有发出")
	b.as(t, "xitong").get("").without("没有发不出去")

	fails := func(why string) {
		t.Helper()
		update(func(tx *store.Tx) error {
			got, err := tx.ClaimMail(at.Add(time.Hour), time.Minute, "p", 9)
			for _, m := range got {
				if m.ID == ids["受理通知"] {
					err = errors.Join(err, tx.MailFailed(m.ID, "p", at, time.Time{}, why))
				}
				err = errors.Join(err, tx.ReleaseMail(m.ID, "p"))
			}
			return err
		})
	}
	fails("对方邮箱不存在或拒收：550 no such user")
	head.get("").has("1封邮件没有发出", "/mail?state=failed")
	failed := head.get("/mail?state=failed").has("对方邮箱不存在或拒收：550 no such user", "重新发送", "不再发送", "试过1次")
	failed.without("zhangsan")
	admin := b.as(t, "xitong")
	if a := admin.get(""); a.path != "/yykjj/desk/mail?state=failed" {
		t.Errorf("the administrator begins at %s", a.path)
	}
	admin.post("/mail/"+string(ids["受理通知"])+"/retry", url.Values{}).is(http.StatusOK).has("已重新排队。还没有配置邮件服务器")
	head.get("").without("封邮件没有发出")
	admin.post("/mail/"+string(ids["受理通知"])+"/drop", url.Values{}).is(http.StatusConflict).has("请刷新页面再看")
	fails("又不行")
	head.post("/mail/"+string(ids["受理通知"])+"/drop", url.Values{}).is(http.StatusOK).has("这封邮件不再发送。", "没有发不出去的邮件。")
	head.get("/mail?state=dropped").has("又不行").without("重新发送")

	// Others neither see nor send.
	for _, login := range []string{"jingban", "anquan", "shenji"} {
		p := b.as(t, login)
		p.get("/mail").is(http.StatusForbidden).without("受理通知")
		p.post("/mail/"+string(ids["受理通知"])+"/retry", url.Values{}).is(http.StatusForbidden)
		p.get("").without("/desk/mail")
	}
	other := b.person(t)
	other.base = "/other/desk"
	other.post("/signin", url.Values{"login": {"zhuren"}, "password": {password}})
	other.get("/mail").has("别家的邮件").without("受理通知")
	other.post("/mail/"+string(ids["答复已作出"])+"/retry", url.Values{}).is(http.StatusConflict)
	b.as(t, "shenji").get("/access").has("mail.retry", "mail.drop")
}

func organOf(all []people.Organ, token string) ledger.ID {
	for _, g := range all {
		if g.Token == token {
			return g.ID
		}
	}
	return ""
}
