package office_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/internal/testkit"
	"gongkai/website"
)

// siteSaid is what only people know of a site, by part.
var siteSaid = map[string]map[string]string{
	"site":    {"site.name": "岳阳市科学技术局", "site.home": "http://kjj.yueyang.gov.cn/", "site.host": "岳阳市科学技术局", "site.type": "2", "site.code": "4306000012", "site.icp": "湘ICP备05000001号", "site.police": "43060202000001"},
	"reading": {"reading.materials": "0", "reading.products": "0", "reading.comments": "0"},
	"service": {"service.users": "1,024"},
	"talk":    {"talk.platform": "1", "talk.robot": "0"},
	"safe":    {"safe.tests": "2", "safe.found": "3", "safe.mended": "3", "safe.watch": "1", "safe.drill": "1", "safe.person": "1"},
	"media":   {"media.any": "1", "wechat.name": "岳阳科技", "wechat.posts": "88", "wechat.followers": "1203"},
	"novel":   {"novel.search": "1", "novel.languages": "0", "novel.access": "1", "novel.personal": "0"},
	"signed":  {"signed.head": "甲", "signed.checker": "乙", "signed.filler": "丙", "signed.phone": "0730-8880001"},
}

// §D.5, WS-SAID: what only people know is said by one and seconded by another, the
// rest is counted; the form is frozen, handed in with its workbook, published, and
// stays as it was; verify sees a row that was changed.
func TestWebsite(t *testing.T) {
	t.Parallel()
	for _, kind := range testkit.Kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			at := testkit.Fresh(t, kind)
			b := found(t, testkit.Open(t, at), "2019-05-06")
			ctx := t.Context()
			live, _ := b.submitted(news("座谈会召开"))
			b.must(b.PublishArticle(ctx, b.boss, live, 1, b.reviewed(live).Rev))
			_, err := b.ImportVisits(ctx, "yykjj", logOf(accessLine(1, "01/Mar/2019:10:00:00", "/yykjj/", "200", browser)+accessLine(1, "02/Mar/2019:10:00:00", "/yykjj/", "200", browser)+
				accessLine(2, "02/Mar/2019:10:00:00", "/yykjj/", "200", browser)), nil, nil)
			b.must(err)
			view := func(who access.Actor) office.WebsiteView {
				t.Helper()
				v, err := b.Website(ctx, who, 2019)
				b.must(err)
				return v
			}
			rev := func(part string) int64 {
				s := view(b.boss).Sheet
				p, _ := s.Form.Part(part)
				return s.Rev(p)
			}
			say := func(who access.Actor, part string, typed map[string]string) error {
				return b.StateWebsite(ctx, who, office.WebsitePart{Year: 2019, Part: part, Rev: rev(part), Typed: typed, Day: "2020-01-08", Note: "各科室汇总"}, "汇总表.txt", strings.NewReader("盖章的汇总表"))
			}
			safe := office.WebsitePart{Year: 2019, Part: "safe", Typed: siteSaid["safe"], Day: "2020-01-08", Note: "等级测评报告"}
			file := func() io.Reader { return strings.NewReader("测评报告") }
			b.at("2020-01-08 10:00")
			b.refused("access.may.role", say(b.clerk, "safe", siteSaid["safe"]))
			b.refused("report.state.document", b.StateWebsite(ctx, b.boss, safe, "", nil))
			safe.Note = ""
			b.refused("report.state.note", b.StateWebsite(ctx, b.boss, safe, "报告.txt", file()))
			safe.Note, safe.Part = "等级测评报告", "none"
			b.refused("access.may.absent", b.StateWebsite(ctx, b.boss, safe, "报告.txt", file()))
			safe.Part, safe.Rev = "safe", 99
			b.refused("office.save.conflict", b.StateWebsite(ctx, b.boss, safe, "报告.txt", file()))
			b.refused("report.state.negative", say(b.boss, "safe", map[string]string{"safe.tests": "-2"}))
			b.refused("report.state.facts", say(b.boss, "visits", map[string]string{"visits.views": "200000"}))
			b.refused("website.state.same", say(b.boss, "safe", nil))
			b.refused("website.freeze.checks", b.FreezeWebsite(ctx, b.head, 2019, 0))
			b.refused("website.publish.state", func() error { _, err := b.PublishWebsite(ctx, b.head, 2019, 0); return err }())

			for _, part := range []string{"site", "reading", "service", "talk", "safe", "media", "novel", "signed"} {
				b.must(say(b.boss, part, siteSaid[part]))
			}
			b.refused("website.state.same", say(b.boss, "talk", siteSaid["talk"]))
			if v := view(b.boss); v.Sheet.Known("safe.tests") || len(v.Sheet.Waiting()) != 31 || v.Statements["safe.tests"].Value != 2 || v.Who[v.Statements["safe.tests"].Officer] != "zhuren" {
				t.Errorf("before the second officer: %d wait, %+v", len(v.Sheet.Waiting()), v.Statements["safe.tests"])
			}
			b.refused("website.second.own", b.SecondWebsite(ctx, b.boss, 2019, "safe", rev("safe")))
			b.refused("office.save.conflict", b.SecondWebsite(ctx, b.head, 2019, "safe", 1))
			b.refused("website.second.none", b.SecondWebsite(ctx, b.head, 2019, "info", 0))
			for part := range siteSaid {
				b.must(b.SecondWebsite(ctx, b.head, 2019, part, rev(part)))
			}
			b.must(say(b.head, "service", map[string]string{"service.users": "1025"})) // corrected: waits again
			b.refused("website.freeze.checks", b.FreezeWebsite(ctx, b.head, 2019, 0))
			b.must(b.SecondWebsite(ctx, b.boss, 2019, "service", rev("service")))

			v := view(b.head)
			for key, want := range map[string]string{"visits.views": "3", "visits.visitors": "2", "info.total": "1", "info.news": "1", "site.type": "部门网站", "service.users": "1025", "polls.held": "0"} {
				if got := v.Sheet.Print(key); got != want {
					t.Errorf("%s is %q, want %q", key, got, want)
				}
			}
			c, err := b.WebsiteCell(ctx, b.boss, 2019, "visits.visitors")
			if b.must(err); len(c.Entries) != 2 || c.Figure.Value != 2 || c.Label != "独立用户访问总量" {
				t.Errorf("visitors rest on %+v", c)
			}
			if f, err := b.WebsiteFile(ctx, b.boss, v.Statements["safe.tests"].Seq); err != nil {
				t.Error(err)
			} else {
				body, err := io.ReadAll(f)
				if b.must(err); string(body) != "盖章的汇总表" {
					t.Errorf("the document says %q", body)
				}
				b.must(f.Close())
			}
			_, err = b.WebsiteFile(ctx, b.boss, 1)
			b.refused("access.may.absent", err)
			b.sound()

			b.refused("access.may.role", b.FreezeWebsite(ctx, b.boss, 2019, 0))
			b.refused("website.freeze.year", b.FreezeWebsite(ctx, b.head, 2020, 0))
			b.must(b.FreezeWebsite(ctx, b.head, 2019, 0))
			b.refused("website.freeze.state", b.FreezeWebsite(ctx, b.head, 2019, 1))
			b.refused("website.state.frozen", say(b.boss, "safe", map[string]string{"safe.tests": "9"}))
			id, err := b.ProposeAdjustment(ctx, b.boss, office.AdjustmentForm{Day: "2019-03-02", Views: "5", Reason: "漏记"})
			b.must(err)
			b.must(b.ConfirmAdjustment(ctx, b.head, id, 1))
			v = view(b.head)
			if got := v.Sheet.Print("visits.views"); got != "3" || v.Sheet.Print("signed.day") != "2020年1月8日" || len(v.Later) != 1 || v.Later[0].Now != "8" {
				t.Errorf("the frozen form says %s views; later %+v", got, v.Later)
			}
			page, err := b.PublishWebsite(ctx, b.head, 2019, 1)
			b.must(err)
			_, err = b.PublishWebsite(ctx, b.head, 2019, 2)
			b.refused("website.publish.state", err)
			b.refused("publication.publish.own", b.PublishArticle(ctx, b.head, page, 1, b.edition(page).Rev))
			b.reviewed(page)
			b.must(b.PublishArticle(ctx, b.boss, page, 1, b.edition(page).Rev))
			if e := b.edition(page); len(e.Files) != 1 || !strings.Contains(e.HTML, "独立用户访问总量") || e.Column != "xxgk/nianbao" {
				t.Errorf("the article: %d files, %s", len(e.Files), e.Column)
			}
			if v = view(b.head); v.Return.State != website.Out || !slices.Contains(v.Years, 2019) {
				t.Errorf("the form is %s", v.Return.State)
			}

			var book, doc bytes.Buffer
			b.must(b.WebsiteXLSX(ctx, b.boss, 2019, &book))
			opened := slices.Clone(book.Bytes())
			x, err := excelize.OpenReader(&book)
			b.must(err)
			rows, err := x.GetRows("网站工作年度报表", excelize.Options{RawCellValue: true})
			b.must(err)
			if !slices.ContainsFunc(rows, func(r []string) bool { return slices.Equal(r, []string{"访问量", "网站总访问量", "3", "次"}) }) {
				t.Errorf("the workbook says %v", rows)
			}
			b.must(x.Close())
			if kind == "sqlite" {
				if csv := opensIn(t, opened); !strings.Contains(csv, "访问量,网站总访问量,3,次") || !strings.Contains(csv, "网站基本情况,网站类型,部门网站") {
					t.Errorf("LibreOffice reads %s", csv)
				}
			}
			b.must(b.WebsiteJSON(ctx, b.boss, 2019, &doc))
			if !json.Valid(doc.Bytes()) || !strings.Contains(doc.String(), `"key": "visits.views"`) {
				t.Errorf("JSON: %s", doc.Bytes())
			}
			entries, _, _, err := b.Entries(ctx, b.head, office.EntryFilter{Limit: 500})
			b.must(err)
			for _, want := range []string{"填报2019年网站报表“是否开展应急演练”", "冻结2019年网站报表", "公布2019年网站报表"} {
				if !slices.ContainsFunc(entries, func(e office.EntryView) bool { return strings.HasPrefix(e.What, want) }) {
					t.Errorf("the ledger does not say %s", want)
				}
			}
			b.sound()

			raw := testkit.Raw(t, at)
			for _, q := range []string{`update website_statement set value = 9 where cell = 'safe.tests'`, `update website_return set seq = seq - 1`} {
				if _, err := raw.Exec(q); err != nil {
					t.Fatal(err)
				}
			}
			verdict, err := b.Verify(ctx, "yykjj")
			b.must(err)
			if all := strings.Join(verdict.Findings, "\n"); !strings.Contains(all, "safe.tests") || !strings.Contains(all, "2019年网站报表的冻结记录") {
				t.Errorf("verify does not see the changed rows: %s", all)
			}
		})
	}
}

// opensIn is a workbook as LibreOffice reads it.
func opensIn(t *testing.T, book []byte) string {
	t.Helper()
	if _, err := exec.LookPath("soffice"); err != nil {
		testkit.Missing(t, "LibreOffice")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "form.xlsx"), book, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "soffice", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to",
		"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false", "--outdir", dir, filepath.Join(dir, "form.xlsx")).CombinedOutput()
	if err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	csv, err := os.ReadFile(filepath.Join(dir, "form.csv"))
	if err != nil {
		t.Fatal(err)
	}
	return string(csv)
}
