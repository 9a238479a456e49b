package staff_test

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"gongkai/internal/office"
	"gongkai/ledger"
)

// A mailbox that is read is set at the desk, wrong settings are told under their
// fields, and its password is never shown again. R-L13.
func TestInboxes(t *testing.T) {
	t.Parallel()
	b := open(t)
	head := b.as(t, "zhuren")
	head.get("/inboxes").is(http.StatusOK).has("还没有设收信邮箱", "新设邮箱")
	good := url.Values{"mailbox": {"director"}, "host": {"imap.example.cn"}, "secure": {"tls"}, "account": {"kjj@example.cn"}, "password": {"GeheimesWort"},
		"folder": {"INBOX"}, "done": {"seen"}, "active": {"1"}}
	with := func(pairs ...string) url.Values {
		v := url.Values{}
		for k, x := range good {
			v[k] = x
		}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v
	}
	for want, v := range map[string]url.Values{
		"请选择一个接收邮件的信箱": with("mailbox", "hotline"), "请填写邮件服务器的主机名": with("host", "http://x/"), "端口应是1到65535": with("port", "70000"),
		"不加密的连接只能用于本机": with("secure", "none"), "请选择加密方式": with("secure", ""), "请填写邮箱账号": with("account", ""), "请填写邮箱的密码": with("password", ""),
		"请填写移入的文件夹": with("done", "move", "done_folder", "INBOX"), "请选择收完以后": with("done", "delete")} {
		a := head.post("/inboxes/new", v).is(http.StatusUnprocessableEntity).has(want).without("GeheimesWort")
		if want != "请填写邮箱账号" {
			a.has("kjj@example.cn")
		}
	}
	head.post("/inboxes/new", good).is(http.StatusOK).has("已保存。", "局长信箱", "kjj@example.cn", "还没有收成过").without("GeheimesWort", "立即试收")
	head.post("/inboxes/new", good).is(http.StatusConflict).has("已经设置过了")
	who, err := b.office.Actor(t.Context(), office.OfficerID("yykjj", "zhuren"))
	if err != nil {
		t.Fatal(err)
	}
	in, err := b.office.Inboxes(t.Context(), who)
	if err != nil || len(in.Rows) != 1 {
		t.Fatal(in, err)
	}
	at := "/inboxes/" + string(in.Rows[0].ID)
	head.get(at).is(http.StatusOK).has("imap.example.cn", "993", "不填则不变").without("GeheimesWort")
	head.post(at, with("password", "", "rev", "1", "host", "imap2.example.cn")).is(http.StatusOK).has("imap2.example.cn")
	head.post(at, with("password", "", "rev", "1")).is(http.StatusConflict).has("刚刚被他人改动")
	b.as(t, "xitong").get("/inboxes").is(http.StatusOK).has("局长信箱").without("来邮：")
	b.as(t, "xitong").get("/inboxes/mails").is(http.StatusForbidden)
	b.as(t, "fuze").get("/inboxes").is(http.StatusOK).without("新设邮箱")
	b.as(t, "fuze").post(at, with("rev", "2")).is(http.StatusForbidden)
	b.as(t, "jingban").get("/inboxes").is(http.StatusForbidden)
	other := b.person(t)
	other.base = "/other/desk"
	other.post("/signin", url.Values{"login": {"zhuren"}, "password": {password}})
	other.get(at).is(http.StatusNotFound)
	other.post(at, with("rev", "2")).is(http.StatusNotFound)
	b.as(t, "shenji").get("/access").has("inbox.save")
}

// What came and is no letter is read as text, with its files as files, and is
// made a letter of or let be. R-L14.
func TestInMails(t *testing.T) {
	t.Parallel()
	b, ctx := open(t), context.Background()
	who, err := b.office.Actor(ctx, office.OfficerID("yykjj", "zhuren"))
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(err)
	id, err := b.office.SaveInbox(ctx, who, "", office.InboxForm{Mailbox: "director", Host: "imap.example.cn", Secure: "tls", Account: "a@example.cn", Password: "x", Done: "leave", Active: true})
	must(err)
	box, err := b.office.TryInbox(ctx, who, id, "test")
	must(err)
	take := func(uid uint32, raw string) {
		t.Helper()
		_, err := b.office.TakeMail(ctx, box, "test", office.ArrivedMail{UID: uid, At: time.Now(), Raw: []byte(raw), Size: int64(len(raw)), Whole: true})
		must(err)
	}
	html, err := os.ReadFile("../../eml/testdata/html.eml")
	must(err)
	files, err := os.ReadFile("../../eml/testdata/files.eml")
	must(err)
	take(1, "X-Spam-Flag: YES\r\n"+string(html))
	take(2, "Auto-Submitted: auto-replied\r\n"+string(files))
	must(b.office.EndInbox(ctx, box, "test", "邮件服务器 imap.example.cn:993 没有应答"))
	head := b.as(t, "zhuren")
	head.get("").has("2封来邮没有作为来信", "inboxes/mails")
	head.get("/mail").has("局长信箱的邮箱收不成邮件：邮件服务器 imap.example.cn:993 没有应答")
	head.get("/inboxes").has("没有应答", "来邮：2封待查看")
	head.get("/inboxes/mails").is(http.StatusOK).has("求助", "邮件服务器标为垃圾邮件", "投诉：项目验收", "自动回复", "c***@example.cn").without("chen7@example.cn")
	ids := map[string]ledger.ID{}
	l, err := b.office.InMails(ctx, who, "aside", 1)
	must(err)
	for _, m := range l.Rows {
		ids[m.Subject] = m.ID
	}
	spam, auto := "/inboxes/mails/"+string(ids["求助"]), "/inboxes/mails/"+string(ids["投诉：项目验收"])
	head.get(spam).is(http.StatusOK).has("您好 &amp; 谢谢", "第二行", "收作来信", "原邮件").without("<script>alert", "onerror=")
	head.get(auto).has("验收材料.pdf", "情况说明.doc", "chen7@example.cn")
	f := head.get(auto + "/files/1").is(http.StatusOK)
	if !strings.HasPrefix(f.header.Get("Content-Disposition"), "attachment") || !strings.HasPrefix(f.body, "%PDF") {
		t.Errorf("the file: %v %.20q", f.header, f.body)
	}
	head.get(auto + "/files/9").is(http.StatusNotFound)
	if raw := head.get(auto + "/files/0"); !strings.HasPrefix(raw.body, "Auto-Submitted") {
		t.Errorf("the mail as it came: %.40q", raw.body)
	}
	head.post(spam+"/take", url.Values{}).is(http.StatusOK).has("已收作来信X2019-0001")
	head.post(spam+"/take", url.Values{}).is(http.StatusConflict).has("已经有人处理")
	head.post(auto+"/close", url.Values{}).is(http.StatusOK).has("不作来信", "没有等候查看的来邮")
	head.get("/inboxes/mails?fate=closed").has("内容没有保留").without("项目验收")
	head.get("/inboxes/mails?fate=letter").has("求助", "来信 X2019-0001")
	b.as(t, "jingban").get(spam).is(http.StatusForbidden)
	b.as(t, "fuze").get(spam).is(http.StatusOK).without("收作来信")
	b.as(t, "shenji").get("/access").has("inbox.open", "inbox.take", "inbox.close")
}
