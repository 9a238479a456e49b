package office_test

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/window"
)

func (d *desk) matter(who string, id ledger.ID) office.WindowView {
	d.t.Helper()
	v, err := d.WindowMatter(d.t.Context(), d.who[who], id)
	d.must(err)
	return v
}

// §G.3, GB/T 36113: a day at the window: enquiries, a complaint to its end, a
// banner, numbers and bookings; rows and ledger agree.
func TestWindowStory(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d, ctx := newDesk(t, db, "2025-03-04"), t.Context()
		organ := d.who["lisi"].Organ
		id, err := d.RecordWindow(ctx, d.who["wangwu"], office.WindowForm{Sort: "enquiry", Channel: "window", Topic: "procedure"})
		d.must(err)
		if v := d.matter("wangwu", id); v.State != window.Done || v.No != "2025-0001" || v.Answer || v.UnitName != "成果科" {
			t.Errorf("%+v", v)
		}
		_, err = d.RecordWindow(ctx, d.who["wangwu"], office.WindowForm{Sort: "enquiry", Channel: "phone", Topic: "contract", Minutes: "4", Text: "怎样登记？", Answer: "请看办事指南"})
		d.must(err)
		_, err = d.RecordWindow(ctx, d.who["wangwu"], office.WindowForm{Sort: "enquiry", Channel: "phone", Topic: "contract", Minutes: "four"})
		d.refused("window.receive.minutes", err)
		_, err = d.RecordWindow(ctx, d.who["baomi"], office.WindowForm{Sort: "enquiry", Channel: "phone", Topic: "contract"})
		d.refused("access.may.role", err)

		// From the site, with a code; about an item it goes to its division.
		item := d.inForce(contractGuide(), "2025-03-04")
		r, err := d.AskWindow(ctx, organ, office.WindowForm{Sort: "enquiry", Topic: "contract", Item: "001", Text: "张三丰问：13812345678能登记吗？", Phone: "13812345678"}, "192.0.2.1")
		d.must(err)
		if r.No != "2025-0003" || len(r.Code) != 14 || r.Due.Day.String() != "2025-03-11" {
			t.Errorf("%+v", r)
		}
		l, err := d.Window(ctx, d.who["kezhang"], window.Enquiry, true, 1)
		d.must(err)
		if len(l.Rows) != 1 || l.Rows[0].Item != item || l.Rows[0].UnitName != "成果科" || strings.Contains(l.Rows[0].Text, "13812345678") || l.All != 3 || l.Today["online"] != 1 {
			t.Fatalf("%+v", l)
		}
		online := l.Rows[0].ID
		tasks, err := d.Desk(ctx, d.who["kezhang"])
		d.must(err)
		if len(tasks.Tasks) != 1 || tasks.Tasks[0].Next != "答复咨询" {
			t.Errorf("%+v", tasks.Tasks)
		}
		v := d.matter("kezhang", online)
		if v.Said.Phone == "13812345678" || !v.Open {
			t.Errorf("%+v", v)
		}
		said, err := d.OpenWindow(ctx, d.who["kezhang"], online, "127.0.0.1")
		if err != nil || said.Said.Phone != "13812345678" {
			t.Errorf("%+v %v", said, err)
		}
		d.refused("window.answer.words", d.WindowVerb(ctx, d.who["kezhang"], online, "answer", office.WindowAct{Rev: v.Rev}))
		d.must(d.WindowVerb(ctx, d.who["kezhang"], online, "answer", office.WindowAct{Rev: v.Rev, Words: "可以，请到窗口办理", Minutes: "6"}))
		d.refused("office.save.conflict", d.WindowVerb(ctx, d.who["kezhang"], online, "answer", office.WindowAct{Rev: v.Rev, Words: "又答"}))
		f, err := d.FindWindow(ctx, organ, strings.ToLower(r.Code), "192.0.2.1")
		if err != nil || f.Matter == nil || f.Steps[len(f.Steps)-1].Said != "可以，请到窗口办理" {
			t.Errorf("%+v %v", f, err)
		}
		_, err = d.FindWindow(ctx, organ, "AAAA-BBBB-CCCC", "192.0.2.1")
		d.refused("window.find.absent", err)

		// A complaint to its end.
		_, err = d.RecordWindow(ctx, d.who["wangwu"], office.WindowForm{Sort: "complaint", Channel: "phone", Topic: "attitude", Text: "态度生硬"})
		d.refused("window.receive.reach", err)
		id, err = d.RecordWindow(ctx, d.who["wangwu"], office.WindowForm{Once: "k1", Sort: "complaint", Channel: "phone", Topic: "attitude", Item: "001", Text: "态度生硬", Name: "李四", Phone: "13812345678"})
		d.must(err)
		if twice, err := d.RecordWindow(ctx, d.who["wangwu"], office.WindowForm{Once: "k1", Sort: "complaint", Channel: "phone", Topic: "attitude", Item: "001", Text: "态度生硬", Phone: "13812345678"}); err != nil || twice != id {
			t.Errorf("a second press: %s %v", twice, err)
		}
		// GB/T 36113: about the division of its item; that one neither opens nor checks it.
		if v := d.matter("kezhang", id); v.AgainstName != "成果科" || !v.Hidden || v.Open || v.Said.Text != "" {
			t.Errorf("%+v", v)
		}
		_, err = d.OpenWindow(ctx, d.who["kezhang"], id, "127.0.0.1")
		d.refused("access.may.role", err)
		if v, err := d.OpenWindow(ctx, d.who["lisi"], id, "127.0.0.1"); err != nil || v.Said.Text != "态度生硬" || v.Hidden {
			t.Errorf("%+v %v", v, err)
		}
		d.refused("window.assign.own", d.WindowVerb(ctx, d.who["lisi"], id, "assign", office.WindowAct{Rev: 1, Unit: string(d.who["kezhang"].Unit)}))
		d.refused("access.may.role", d.WindowVerb(ctx, d.who["wangwu"], id, "accept", office.WindowAct{Rev: 1, Words: "x"}))
		for _, x := range []struct {
			who, verb string
			act       office.WindowAct
		}{{"lisi", "assign", office.WindowAct{Unit: string(d.who["lisi"].Unit)}}, {"lisi", "accept", office.WindowAct{Words: "已打电话告知受理"}},
			{"lisi", "check", office.WindowAct{Finding: "founded", Words: "已批评教育"}}, {"lisi", "answer", office.WindowAct{Words: "已经改正"}},
			{"lisi", "revisit", office.WindowAct{Satisfied: "satisfied"}}, {"lisi", "file", office.WindowAct{}}} {
			x.act.Rev = d.matter("lisi", id).Rev
			d.must(d.WindowVerb(ctx, d.who[x.who], id, x.verb, x.act))
		}
		d.must(d.EraseWindow(ctx, d.who["lisi"], id, d.matter("lisi", id).Rev))
		if v := d.matter("lisi", id); v.State != window.Archived || v.Said != (window.Said{}) || v.Open || len(v.Steps) != 9 {
			t.Errorf("%+v", v)
		}

		// A silk banner with its picture.
		var pic bytes.Buffer
		d.must(png.Encode(&pic, image.NewGray(image.Rect(0, 0, 2, 2))))
		banner := office.WindowForm{Sort: "commendation", Topic: "banner", Name: "某科技公司", Text: "热情服务 高效便民", Day: "2025-03-03", Consent: true, Photo: strings.NewReader("no picture"), PhotoName: "x.png"}
		_, err = d.RecordWindow(ctx, d.who["lisi"], banner)
		d.refused("window.receive.photo", err)
		named := banner
		named.Photo, named.Text = nil, "热情服务，有事可打电话13812345678"
		id, err = d.RecordWindow(ctx, d.who["lisi"], named)
		d.must(err)
		d.refused("talk.check.found", d.WindowVerb(ctx, d.who["lisi"], id, "release", office.WindowAct{Rev: 1}))
		banner.Photo = &pic
		id, err = d.RecordWindow(ctx, d.who["lisi"], banner)
		d.must(err)
		d.day("2025-03-06") // long after uploads are swept that nobody took
		if _, err := d.SweepUploads(ctx); err != nil {
			t.Fatal(err)
		}
		_, err = d.WindowPhoto(ctx, d.who["fagui"], organ, id)
		d.must(err)
		d.refused("window.release.own", d.WindowVerb(ctx, d.who["lisi"], id, "release", office.WindowAct{Rev: 1}))
		d.must(d.WindowVerb(ctx, d.who["fuze"], id, "release", office.WindowAct{Rev: 1}))
		if p, err := d.Praises(ctx, organ); err != nil || len(p) != 1 || p[0].Said.Name != "某科技公司" || p[0].Said.Day != "2025-03-03" {
			t.Errorf("%+v %v", p, err)
		}
		d.verified()
	})
}

// §G.3: numbers are called in their order; a slot takes no more than it holds.
func TestWindowTurns(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d, ctx := newDesk(t, db, "2025-03-04"), t.Context()
		organ := d.who["lisi"].Organ
		d.refused("window.counter.code", d.EditCounter(ctx, d.who["lisi"], office.CounterForm{Code: "AB", Name: "综合受理"}))
		d.must(d.EditCounter(ctx, d.who["lisi"], office.CounterForm{Code: "A", Name: "综合受理"}))
		d.must(d.EditCounter(ctx, d.who["lisi"], office.CounterForm{Code: "B", Name: "已停", Shut: true}))
		_, err := d.DrawTicket(ctx, d.who["wangwu"], "B")
		d.refused("window.draw.counter", err)
		_, err = d.NextTicket(ctx, d.who["wangwu"], "A", "1")
		d.refused("window.call.none", err)
		for n := range 3 {
			x, err := d.DrawTicket(ctx, d.who["wangwu"], "A")
			if err != nil || x.Number != n+1 {
				t.Fatal(x, err)
			}
		}
		d.clock.Set(d.clock.Now().Add(90e9))
		_, err = d.NextTicket(ctx, d.who["wangwu"], "A", "x")
		d.refused("window.call.desk", err)
		first, err := d.NextTicket(ctx, d.who["wangwu"], "A", "2")
		d.must(err)
		q, err := d.Queue(ctx, organ)
		d.must(err)
		if first.Number != 1 || len(q.Called) != 1 || q.Called[0].Desk != 2 || len(q.Counters) != 1 || len(q.Counters[0].Waiting) != 2 {
			t.Errorf("%+v", q)
		}
		d.must(d.TurnTicket(ctx, d.who["wangwu"], first.ID, "leave", ""))
		d.must(d.TurnTicket(ctx, d.who["wangwu"], first.ID, "call", "1"))
		d.must(d.TurnTicket(ctx, d.who["wangwu"], first.ID, "serve", ""))
		d.refused("window.serve.state", d.TurnTicket(ctx, d.who["wangwu"], first.ID, "serve", ""))

		slots := office.SlotsForm{Counter: "A", From: "2025-03-05", To: "2025-03-09", Times: "09:00、10：00", Capacity: "1"}
		bad := slots
		bad.Times = "9点"
		_, err = d.OpenSlots(ctx, d.who["lisi"], bad)
		d.refused("window.slots.times", err)
		n, err := d.OpenSlots(ctx, d.who["lisi"], slots)
		if err != nil || n != 6 { // three working days, two times
			t.Fatal(n, err)
		}
		book := office.BookForm{Slot: "A/2025-03-05/09:00", Name: "张三", Phone: "13812345678", Once: "k1"}
		r, b, err := d.BookTurn(ctx, organ, book, "192.0.2.1")
		d.must(err)
		if again, _, err := d.BookTurn(ctx, organ, book, "192.0.2.1"); err != nil || again.Code != r.Code || again.No != r.No {
			t.Errorf("a second press: %+v %v", again, err)
		}
		if shown, err := d.WindowReceipt(ctx, organ, "k1"); err != nil || shown.Code != r.Code || shown.Booking == nil {
			t.Errorf("the receipt: %+v %v", shown, err)
		}
		book.Once = ""
		_, _, err = d.BookTurn(ctx, organ, book, "192.0.2.1")
		d.refused("window.book.full", err)
		if free, _, _, err := d.FreeSlots(ctx, organ); err != nil || len(free) != 5 {
			t.Errorf("%v %v", free, err)
		}
		if f, err := d.FindWindow(ctx, organ, r.Code, "192.0.2.1"); err != nil || f.Booking == nil || f.Counter != "综合受理" {
			t.Errorf("%+v %v", f, err)
		}
		d.must(d.CancelTurn(ctx, organ, r.Code, "192.0.2.1"))
		_, b, err = d.BookTurn(ctx, organ, book, "192.0.2.1")
		d.must(err)
		d.refused("window.come.early", d.TurnBooking(ctx, d.who["wangwu"], b.ID, "come"))
		rows, _, err := d.Bookings(ctx, d.who["wangwu"])
		if err != nil || len(rows) != 2 || rows[1].Phone == "13812345678" {
			t.Errorf("%+v %v", rows, err)
		}
		d.day("2025-03-05")
		d.must(d.TurnBooking(ctx, d.who["wangwu"], b.ID, "come"))
		d.refused("access.may.role", d.TurnBooking(ctx, d.who["wangwu"], b.ID, "erase"))
		d.must(d.TurnBooking(ctx, d.who["lisi"], b.ID, "erase"))
		for range 30 {
			if _, err = d.AskWindow(ctx, organ, office.WindowForm{Sort: "enquiry", Topic: "other", Text: "x"}, "192.0.2.9"); err != nil {
				break
			}
		}
		d.refused("window.receive.flood", err)
		d.verified()
	})
}

// Whoever changes a row of the window behind the program's back is found out.
func TestWindowTamper(t *testing.T) {
	t.Parallel()
	at := testkit.Fresh(t, "sqlite")
	d, ctx := newDesk(t, testkit.Open(t, at), "2025-03-04"), t.Context()
	_, err := d.RecordWindow(ctx, d.who["wangwu"], office.WindowForm{Sort: "enquiry", Channel: "window", Topic: "procedure", Text: "问", Answer: "答"})
	d.must(err)
	d.must(d.EditCounter(ctx, d.who["lisi"], office.CounterForm{Code: "A", Name: "综合受理"}))
	_, err = d.DrawTicket(ctx, d.who["wangwu"], "A")
	d.must(err)
	_, err = d.OpenSlots(ctx, d.who["lisi"], office.SlotsForm{Counter: "A", From: "2025-03-05", To: "2025-03-05", Times: "09:00", Capacity: "1"})
	d.must(err)
	_, _, err = d.BookTurn(ctx, d.who["lisi"].Organ, office.BookForm{Slot: "A/2025-03-05/09:00", Name: "张三", Phone: "13812345678"}, "192.0.2.1")
	d.must(err)
	for _, x := range []struct{ sql, undo, want string }{
		{`update window_matter set life = replace(life, 'procedure', 'policy')`, `update window_matter set life = replace(life, 'policy', 'procedure')`, "Topic"},
		{`update window_matter set salt = salt || 'x'`, `update window_matter set salt = substr(salt, 1, length(salt) - 1)`, "咨询2025-0001 的内容被改动过"},
		{`update window_words set salt = salt || 'x'`, `update window_words set salt = substr(salt, 1, length(salt) - 1)`, "的记载"},
		{`update window_ticket set number = 2`, `update window_ticket set number = 1`, "排队号 A002"},
		{`update window_booking set start = '10:00'`, `update window_booking set start = '09:00'`, "预约 2025-0001"},
		{`update window_booking set salt = salt || 'x'`, `update window_booking set salt = substr(salt, 1, length(salt) - 1)`, "预约2025-0001 的内容"},
		{`delete from window_ticket`, ``, "在数据表中没有了"},
	} {
		d.verified()
		_, err := testkit.Raw(t, at).Exec(x.sql)
		d.must(err)
		v, err := d.Verify(ctx, "kjj")
		d.must(err)
		if !strings.Contains(strings.Join(v.Findings, "\n"), x.want) {
			t.Errorf("%s: %v", x.sql, v.Findings)
		}
		if x.undo != "" {
			_, err = testkit.Raw(t, at).Exec(x.undo)
			d.must(err)
		}
	}
}
