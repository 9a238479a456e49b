package office

import (
	"context"
	"fmt"

	"gongkai/access"
	"gongkai/batch"
	"gongkai/check"
	"gongkai/contract"
	"gongkai/internal/store"
	"gongkai/invitation"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/people"
	"gongkai/publication"
	"gongkai/record"
	"gongkai/register"
	"gongkai/remedy"
	"gongkai/report"
	"gongkai/review"
	"gongkai/visit"
	"gongkai/window"
	"gongkai/writ"
)

// EntryView is an entry in words, with the record behind it.
type EntryView struct {
	ledger.Entry
	What        string // what happened
	By          string // who did it
	Title, Link string // the record: its name, and its path below /{token}/desk
}

// EntryFilter narrows a look into the ledger.
type EntryFilter = store.EntryFilter

// Entries is a page of the organ's ledger, newest first.
func (o *Office) Entries(ctx context.Context, who access.Actor, f EntryFilter) (out []EntryView, total int, head ledger.Head, err error) {
	if err := may(who, access.ReadLedger); err != nil {
		return nil, 0, head, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		if head, err = tx.Head(who.Organ); err != nil {
			return err
		}
		if total, err = tx.CountEntries(who.Organ, f); err != nil {
			return err
		}
		entries, err := tx.Entries(who.Organ, f)
		if err != nil {
			return err
		}
		out, err = o.entryViews(tx, who.Organ, entries)
		return err
	})
	return out, total, head, err
}

// entryViews puts entries into words. The words come from the rows as they are
// now, since the ledger itself holds none.
func (o *Office) entryViews(tx *store.Tx, organ ledger.ID, entries []ledger.Entry) ([]EntryView, error) {
	names, err := o.names(tx, organ)
	if err != nil {
		return nil, err
	}
	codec := Codec()
	titles := map[ledger.ID]string{}
	title := func(id ledger.ID) string {
		if t, ok := titles[id]; ok {
			return t
		}
		t := string(id)
		if a, err := tx.Article(id); err == nil {
			if e, err := tx.Edition(id, max(a.Live, 1)); err == nil {
				t = e.Title
			}
		} else if i, err := tx.Item(id); err == nil {
			t = i.Title
		} else if c, err := tx.Remedy(id); err == nil {
			t = c.Title()
		} else if c, err := tx.Record(id); err == nil {
			t = c.No
		} else if r, err := tx.Proposal(id); err == nil {
			t = r.Name(r.Text)
		} else if r, err := tx.Consultation(id); err == nil {
			t = r.Text.Title
		} else if r, err := tx.Interview(id); err == nil {
			t = r.Text.Topic
		} else if c, err := tx.Case(id); err == nil {
			t = c.No + " " + c.Names.Item
		} else if c, err := tx.Contract(id); err == nil {
			t = c.FileNo + " " + c.Filing.Title
		} else if s, err := tx.Batch(id); err == nil {
			t = s.Name
		} else if m, err := tx.WindowMatter(id); err == nil {
			t = m.Sort.Name() + string(m.No)
		} else if i, err := tx.CatalogueItem(id); err == nil {
			if v, err := tx.CatalogueVersion(id, max(i.Approved, 1)); err == nil {
				t = v.Elements.Name
			}
		}
		titles[id] = t
		return t
	}
	out := make([]EntryView, 0, len(entries))
	for _, e := range entries {
		f, err := codec.Decode(e)
		if err != nil {
			return nil, err
		}
		v := EntryView{Entry: e, By: names[e.By], Title: string(e.Subject)}
		if v.By == "" {
			v.By = string(e.By)
		}
		v.What, v.Link = say(f)
		switch f.(type) {
		case review.Charted, contract.Settled:
			v.Title = v.What
		case publication.ColumnOpened:
			if c, err := tx.Column(organ, ledger.Code(e.Subject)); err == nil {
				v.Title = c.Name
			}
		case people.Appointed, people.Dismissed, people.UnitOpened, people.Opened:
			if n, ok := names[e.Subject]; ok {
				v.Title = n
			}
		case people.Deputized, people.Resumed:
			v.Title = v.What
		case report.Stated:
			v.Title, v.Link = v.What, fmt.Sprintf("%s#s%d", v.Link, e.Seq)
		case window.Drawn, window.Called, window.Served, window.Left, window.Booked, window.Cancelled, window.Came, window.Missed:
			v.Title = v.What
		case visit.Counted, visit.Adjusted, visit.Forgotten:
			v.Title = v.What
		case report.Frozen, report.Issued, writ.Edited, law.Announced, check.Listed, letter.Tabled:
			v.Title = v.What
		default:
			v.Title = title(e.Subject)
		}
		if v.Link == "article" {
			v.Link = "articles/" + string(e.Subject)
		}
		if v.Link == "request" {
			v.Link, v.Title = "requests/"+string(e.Subject), subject(tx, e.Subject)
		}
		if v.Link == "case" {
			v.Link = "cases/" + string(e.Subject)
		}
		if v.Link == "letter" {
			v.Link, v.Title = "letters/"+string(e.Subject), letterSubject(tx, e.Subject)
		}
		if v.Link == "remedy" {
			v.Link = "remedies/" + string(e.Subject)
		}
		if v.Link == "consultations" || v.Link == "interviews" {
			v.Link += "/" + string(e.Subject)
		}
		if v.Link == "proposal" {
			v.Link = "proposals/" + string(e.Subject)
		}
		if v.Link == "record" {
			v.Link = "records/" + string(e.Subject)
		}
		if v.Link == "contract" {
			v.Link = "contracts/" + string(e.Subject)
		}
		if v.Link == "invitation" {
			if i, err := tx.Invitation(e.Subject); err == nil {
				v.Link, v.Title = "articles/"+string(i.Article)+"/invite", title(i.Article)
			}
		}
		if v.Link == "batch" {
			v.Link = "batches/" + string(e.Subject)
		}
		if v.Link == "window" {
			v.Link = "window/" + string(e.Subject)
		}
		if v.Link == "guide" {
			v.Link = "items/" + string(e.Subject)
		}
		if v.Link == "item" {
			v.Link = "registers/items/" + string(e.Subject)
		}
		out = append(out, v)
	}
	return out, nil
}

// say is what a fact means in words, and where its record stands.
func say(f ledger.Fact) (what, link string) {
	switch f := f.(type) {
	case publication.Submitted:
		return fmt.Sprintf("提交审核第%d版", f.Edition), "article"
	case publication.Returned:
		return fmt.Sprintf("退回第%d版", f.Edition), "article"
	case publication.Approved:
		return fmt.Sprintf("批准第%d版定时发布", f.Edition), "article"
	case publication.Published:
		late := "按期"
		if f.Late {
			late = "超期"
		}
		return fmt.Sprintf("首次公开（%s），索引号 %s，应于 %s 前公开，%s", f.Type.Name(), f.IndexNo, f.Due, late), "article"
	case publication.Revised:
		return fmt.Sprintf("更新为第%d版", f.Edition), "article"
	case publication.TakenDown:
		return "撤回", "article"
	case publication.Rated:
		name, _ := law.ValidityName(string(f.Validity))
		return "有效性改为“" + name + "”", "article"
	case publication.Moved:
		return "转到另一页面", "article"
	case publication.ColumnOpened:
		return "开设栏目", "columns"
	case register.Listed:
		return "列入“" + f.Register.Title() + "”目录", "item"
	case register.Delisted:
		return "移出“" + f.Register.Title() + "”目录", "item"
	case record.Received:
		return "收到更正申请", "record"
	case record.Proposed:
		return "更正申请拟办：" + f.How.Proposal(), "record"
	case record.Returned:
		return "拟办意见退回", "record"
	case record.Ended:
		return "更正申请办结：" + f.How.Name(), "record"
	case record.Delivered:
		if f.Organ {
			return "转送函送达", "record"
		}
		return "告知书送达", "record"
	case record.Erased:
		return "删除更正申请的个人信息", "record"
	case record.Kept:
		return "附卷：证据", "record"
	case record.Lettered:
		k, _ := writ.KindOf(f.Writ)
		return "制发《" + k.Name + "》", "record"
	case report.Stated:
		return fmt.Sprintf("填报%d年度“%s”", f.Year, cellLabel(string(f.Cell))), fmt.Sprintf("statements?year=%d", f.Year)
	case report.Frozen:
		return fmt.Sprintf("冻结%d年度报告（台账第%d号）", f.Year, f.Seq), fmt.Sprintf("report/%d", f.Year)
	case report.Issued:
		return fmt.Sprintf("公布%d年度报告", f.Year), fmt.Sprintf("report/%d", f.Year)
	case people.Deputized:
		return fmt.Sprintf("代理：%s至%s", f.From, f.To), ""
	case people.Resumed:
		return "提前返岗，代理结束", ""
	case writ.Edited:
		k, _ := writ.KindOf(f.Template)
		return fmt.Sprintf("修改文书模板“%s”，自%s起用", k.Name, f.From), "writs/" + string(f.Template)
	case check.Overridden:
		return fmt.Sprintf("第%d版放行检查发现的问题（%s）", f.Edition, f.Rule), "article"
	case check.Seconded:
		return fmt.Sprintf("第%d版复核放行（第%d号）", f.Edition, f.Of), "article"
	case check.Listed:
		return "修改检查用的词表", "checks/lists"
	case remedy.Opened:
		return "收到" + f.Type.Name() + "通知", "remedy"
	case remedy.Replied:
		late := "按期"
		if f.Late {
			late = "超期"
		}
		return fmt.Sprintf("提交答复和证据，期限 %s，%s", f.Due, late), "remedy"
	case remedy.Noted:
		return f.Event.Name(), "remedy"
	case remedy.Extended:
		return fmt.Sprintf("审理期限延长%d日", f.Days), "remedy"
	case remedy.Decided:
		return "结案：" + f.Result.Name(), "remedy"
	case remedy.Reopened:
		return fmt.Sprintf("更正：第%d号登记的结果作废", f.Of), "remedy"
	case remedy.Cancelled:
		return "注销登记", "remedy"
	case remedy.Linked:
		return "关联所涉申请", "remedy"
	case remedy.Ordered:
		return "责令" + remedy.Case{OrderDays: f.N, OrderUnit: f.Unit}.OrderWords() + "内重新答复", "remedy"
	case remedy.Redone:
		return "已经重新答复", "remedy"
	case remedy.Erased:
		return "删除案件的个人信息", "remedy"
	case remedy.Filed:
		return fmt.Sprintf("归档，材料%d份", f.Papers), "remedy"
	case law.Announced:
		return fmt.Sprintf("录入%d年节假日安排", f.Year), fmt.Sprintf("calendar?year=%d", f.Year)
	case review.Charted:
		return fmt.Sprintf("修改审核流程表，自%s起用", f.From), "chart"
	case review.Closed:
		return fmt.Sprintf("第%d版已定属性，不公开，%s再评估", f.Edition, f.Next), "article"
	case letter.Tabled:
		return fmt.Sprintf("修改信箱表，自%s起用", f.From), "mailboxes"
	case people.Opened:
		return "机关开户", ""
	case invitation.Sent:
		return "邀请" + f.Sort.Name() + "审核", "invitation"
	case invitation.Replied:
		return "外部审核已答复", "invitation"
	case invitation.Withdrawn:
		return "撤销外部审核邀请", "invitation"
	case invitation.Erased:
		return "删除外部审核人的个人信息", "invitation"
	case batch.Planned, batch.Moved, batch.Joined, batch.Left, batch.Stopped, batch.Released:
		return sayBatch(f), "batch"
	case people.UnitOpened:
		return "设立科室", ""
	case people.Appointed:
		return "任用", ""
	case people.Dismissed:
		return "停用账号", ""
	}
	if r, ok := f.(review.Opened); ok { // beside the text's own submission: the one is of the text, the other of its review
		return fmt.Sprintf("第%d版的审核开始", r.Edition), "article"
	}
	if line, ok := review.Said(ledger.Entry{}, f); ok {
		return fmt.Sprintf("第%d版%s：%s", line.Edition, line.Step.Name(), line.Verdict.Name()), "article"
	}
	if what, link, ok := sayWindow(f); ok {
		return what, link
	}
	if what, link := sayVisit(f); what != "" {
		return what, link
	}
	if what, ok := sayInspection(f); ok {
		return what, "inspection"
	}
	if what, link := sayTalk(f); what != "" {
		return what, link
	}
	if what, ok := sayGuide(f); ok {
		return what, "guide"
	}
	if what, ok := sayProposal(f); ok {
		return what, "proposal"
	}
	if what, link := sayContract(f); what != "" {
		return what, link
	}
	if what, ok := sayRequest(f); ok {
		return what, "request"
	}
	if what, ok := sayCase(f); ok {
		return what, "case"
	}
	if what, ok := sayLetter(f); ok {
		return what, "letter"
	}
	return f.Kind(), ""
}
