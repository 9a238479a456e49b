package office_test

import (
	"strings"
	"testing"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/people"
	"gongkai/writ"
)

// §A.6: the legal officer writes a text that holds from a day; whoever reads
// sees which one holds, who wrote it, and the old ones; the ledger knows it.
func TestEditTemplate(t *testing.T) {
	for _, kind := range testkit.Kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			at := testkit.Fresh(t, kind)
			b := found(t, testkit.Open(t, at), "2025-03-03")
			ctx := t.Context()
			legal := access.Of(people.Officer{ID: office.OfficerID("yykjj", "zhuren"), Organ: "yykjj", Unit: "yykjj:bgs", Roles: []people.Role{people.Legal}})
			_, was, err := b.Template(ctx, b.clerk, "withdrawn")
			b.must(err)
			if len(was) != 2 || !was[0].InForce || !was[1].Of2007() || was[0].By != "" {
				t.Fatalf("%+v", was)
			}
			text := strings.Replace(was[0].Text, "特此告知。", "特此告知，请知悉。", 1)
			b.refused("access.may.role", b.EditTemplate(ctx, b.clerk, "withdrawn", "2025-03-10", text))
			b.refused("form.day", b.EditTemplate(ctx, legal, "withdrawn", "2025-02-30", text))
			b.refused("writ.edit.past", b.EditTemplate(ctx, legal, "withdrawn", "2025-03-02", text))
			b.refused("access.may.absent", b.EditTemplate(ctx, legal, "poem", "2025-03-10", text))
			b.refused("writ.text.element", b.EditTemplate(ctx, legal, "withdrawn", "2025-03-10", strings.Replace(text, "{撤回日期}", "日前", 1)))
			b.must(b.EditTemplate(ctx, legal, "withdrawn", "2025-03-10", text))
			b.refused("writ.edit.same", b.EditTemplate(ctx, legal, "withdrawn", "2025-03-11", text))
			b.must(b.EditTemplate(ctx, legal, writ.RemedyKind, "2025-03-03", strings.Replace(remedyText(t, b), "适用 d_secret", "适用 partial 部分公开\n适用 d_secret", 1)))

			rows, err := b.Templates(ctx, b.clerk)
			b.must(err)
			if len(rows) != len(writ.Kinds()) {
				t.Errorf("%d kinds", len(rows))
			}
			for _, r := range rows {
				if own := r.Now.IsOwn(); own != (r.Key == writ.RemedyKind) || r.Next.IsZero() != (r.Key != "withdrawn") {
					t.Errorf("%s: own %v, next %s", r.Key, own, r.Next)
				}
			}
			b.at("2025-03-10 09:00")
			k, now, err := b.Template(ctx, b.clerk, "withdrawn")
			b.must(err)
			if k.Name != "政府信息公开申请终止办理告知书" || len(now) != 3 || !now[0].InForce || now[0].By != "zhuren" || now[0].Text != text || now[1].InForce || now[1].Text != was[0].Text {
				t.Errorf("%s %+v", k.Name, now)
			}
			p, err := b.PreviewTemplate(ctx, b.clerk, "answer_partial", partialText(t, b))
			b.must(err)
			if words := strings.Join(p.Words(), "\n"); !strings.Contains(words, "应当先") || p.Sign != "岳阳市科学技术局" {
				t.Errorf("a part release does not follow the organ's own table: %s", words)
			}
			if paper := office.OnPaper(p); paper.Head != p.Sign || paper.Day != "2025年3月10日" || len(paper.Attachments) != 1 || paper.HTML == "" {
				t.Errorf("%+v", paper)
			}
			entries, _, _, err := b.Entries(ctx, b.boss, store.EntryFilter{Kinds: []string{"writ.template_edited"}})
			b.must(err)
			if len(entries) != 2 || entries[0].What != "修改文书模板“政府信息公开申请终止办理告知书”，自2025-03-10起用" || entries[0].Link != "writs/withdrawn" {
				t.Errorf("%+v", entries)
			}
			b.sound()

			for what, q := range map[string]string{
				"text": `update writ_template set text = 'x' where kind = 'withdrawn'`,
				"day":  `update writ_template set from_day = '2025-03-04' where kind = 'withdrawn'`,
				"kind": `update writ_template set kind = 'reasons' where kind = 'withdrawn'`,
			} {
				raw := testkit.Raw(t, at)
				var text, from string
				if err := raw.QueryRow(`select text, from_day from writ_template where kind = 'withdrawn'`).Scan(&text, &from); err != nil {
					t.Fatal(err)
				}
				if _, err := raw.Exec(q); err != nil {
					t.Fatal(err)
				}
				v, err := b.Verify(ctx, "yykjj")
				b.must(err)
				if len(v.Findings) == 0 || !strings.Contains(strings.Join(v.Findings, "\n"), "文书模板 withdrawn 第101版") {
					t.Errorf("a changed %s is not named: %s", what, v)
				}
				if _, err := raw.Exec(`update writ_template set kind = 'withdrawn', text = $1, from_day = $2 where kind in ('withdrawn', 'reasons')`, text, from); err != nil {
					t.Fatal(err)
				}
				b.sound()
			}
			if _, err := testkit.Raw(t, at).Exec(`delete from writ_template`); err != nil {
				t.Fatal(err)
			}
			if v, err := b.Verify(ctx, "yykjj"); err != nil || len(v.Findings) != 2 {
				t.Errorf("removed texts: %s, %v", v, err)
			}
		})
	}
}

func remedyText(t *testing.T, b *bureau) string {
	t.Helper()
	_, all, err := b.Template(t.Context(), b.clerk, writ.RemedyKind)
	b.must(err)
	return all[0].Text
}

func partialText(t *testing.T, b *bureau) string {
	t.Helper()
	_, all, err := b.Template(t.Context(), b.clerk, "answer_partial")
	b.must(err)
	return all[0].Text
}
