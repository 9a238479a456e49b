package office

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"gongkai/catalogue"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/register"
	"gongkai/report"
)

// same reports the first field by which a row differs from its replay.
func same(got, want any) string {
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	for i := range g.NumField() {
		if !reflect.DeepEqual(g.Field(i).Interface(), w.Field(i).Interface()) {
			return fmt.Sprintf("%s 在数据表中是 %v，按台账应是 %v", g.Type().Field(i).Name, g.Field(i).Interface(), w.Field(i).Interface())
		}
	}
	return ""
}

// decided keeps the fields of an article that only facts change.
func decided(a publication.Article) publication.Article {
	if len(a.Explains) == 0 {
		a.Explains = nil
	}
	d := publication.Article{ID: a.ID, Organ: a.Organ, State: a.State, Live: a.Live, LiveSum: a.LiveSum, IndexNo: a.IndexNo,
		NextReview: a.NextReview}
	if a.Live > 0 {
		d = a
		d.Latest, d.Reason, d.Rev = 0, "", 0
	}
	return d
}

func (r *replay) compareArticles(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.AllArticles(organ)
	if err != nil {
		return err
	}
	for _, a := range rows {
		want, known := r.articles[a.ID]
		delete(r.articles, a.ID)
		if !known {
			if a.State != publication.Draft || a.Live > 0 || a.IndexNo != "" {
				r.find("稿件 %s 的状态是“%s”，但台账中没有它", a.ID, a.State.Name())
			}
			continue
		}
		want.ID, want.Organ = a.ID, organ
		if d := same(decided(a), decided(want)); d != "" {
			r.find("稿件 %s:%s", a.ID, d)
		}
		if _, withdrawn := r.reasons[a.ID]; !withdrawn && a.Reason != "" {
			r.find("稿件 %s 有撤回理由,但台账中没有撤回它", a.ID)
		}
	}
	for _, id := range keys(r.articles) {
		r.find("台账中的稿件 %s 在数据表中没有了", id)
	}
	miscounted, err := tx.MiscountedColumns(organ)
	if err != nil {
		return err
	}
	for _, path := range miscounted {
		r.find("栏目 %s 存的已发布稿件数与稿件不符", path)
	}
	return tx.EachEdition(organ, func(e publication.Edition) error {
		at := edition{e.Article, e.No}
		want, known := r.filed[at]
		delete(r.filed, at)
		switch {
		case e.State == publication.Draft && !known:
		case !known || e.State != want.state:
			r.find("稿件 %s 第%d版的状态“%s”与台账不符", e.Article, e.No, e.State.Name())
		case e.Sum() != want.sum:
			r.find("稿件 %s 第%d版《%s》的内容被改动过，与台账中的散列值不符", e.Article, e.No, e.Title)
		}
		return nil
	})
}

func (r *replay) comparePeople(tx *store.Tx, organ ledger.ID) error {
	gone := slices.SortedFunc(maps.Keys(r.filed), func(a, b edition) int {
		return cmp.Or(cmp.Compare(a.article, b.article), cmp.Compare(a.no, b.no))
	})
	for _, at := range gone {
		r.find("台账中的稿件 %s 第%d版在数据表中没有了", at.article, at.no)
	}
	offs, err := tx.Officers(organ)
	if err != nil {
		return err
	}
	for _, x := range offs {
		want, known := r.officers[x.ID]
		delete(r.officers, x.ID)
		switch {
		case !known:
			r.find("人员 %s 在台账中没有任用记录", x.ID)
		case x.Unit != want.Unit || !slices.Equal(x.Roles, want.Roles) || x.Left != want.Left:
			r.find("人员 %s 的科室、岗位或在岗状态与台账不符", x.ID)
		}
	}
	for _, id := range keys(r.officers) {
		r.find("台账中的人员 %s 在数据表中没有了", id)
	}
	units, err := tx.Units(organ)
	for _, u := range units {
		want, known := r.units[u.ID]
		delete(r.units, u.ID)
		if !known || want.Code != u.Code || want.Type != u.Kind {
			r.find("科室 %s 与台账不符", u.ID)
		}
	}
	for _, id := range keys(r.units) {
		r.find("台账中的科室 %s 在数据表中没有了", id)
	}
	return err
}

func (r *replay) compareColumns(tx *store.Tx, organ ledger.ID) error {
	cols, err := tx.Columns(organ)
	for _, c := range cols {
		want, known := r.columns[c.Path]
		delete(r.columns, c.Path)
		if !known || want.Category != c.Category {
			r.find("栏目 %s 与台账不符", c.Path)
		}
	}
	for _, p := range keys(r.columns) {
		r.find("台账中的栏目 %s 在数据表中没有了", p)
	}
	return err
}

func (r *replay) compareItems(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.Items(organ, "")
	for _, i := range rows {
		want, known := r.items[i.ID]
		delete(r.items, i.ID)
		if !known {
			r.find("目录事项 %s《%s》在台账中没有记录", i.ID, i.Title)
			continue
		}
		got := register.Item{ID: i.ID, Organ: i.Organ, Register: i.Register, Unit: i.Unit, Fen: i.Fen, Listed: i.Listed, Delisted: i.Delisted}
		if d := same(got, want); d != "" {
			r.find("目录事项 %s:%s", i.ID, d)
		}
		if w := r.words[i.ID]; i.Sum() != w.words || w.reason != "" && i.ReasonSum() != w.reason || w.reason == "" && i.Reason != "" {
			r.find("目录事项 %s《%s》的文字被改动过，与台账中的散列值不符", i.ID, i.Title)
		}
	}
	for _, id := range keys(r.items) {
		r.find("台账中的目录事项 %s 在数据表中没有了", id)
	}
	return err
}

func (r *replay) compareReports(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.Statements(organ, 0)
	if err != nil {
		return err
	}
	for _, s := range rows {
		want, known := r.stated[s.ID]
		delete(r.stated, s.ID)
		if !known || want.Year != s.Year || want.Cell != s.Cell || want.Value != s.Value || want.Of != s.Of || want.seq != s.Seq ||
			want.on != s.On.String() || want.by != s.Officer || want.Document != s.Sum() {
			r.find("填报 %s（%d年度 %s）与台账不符", s.ID, s.Year, s.Cell)
		}
	}
	for _, id := range keys(r.stated) {
		r.find("台账中的填报 %s 在数据表中没有了", id)
	}
	reports, err := tx.Reports(organ)
	for _, x := range reports {
		want, known := r.reports[x.Year]
		delete(r.reports, x.Year)
		switch {
		case !known && x.State != report.Drafting:
			r.find("%d年度报告的状态与台账不符", x.Year)
		case !known:
		case x.State != want.State || x.Form != want.Form || x.Seq != want.Seq || x.Root != want.Root ||
			want.Article != "" && x.Article != want.Article:
			r.find("%d年度报告的冻结记录与台账不符", x.Year)
		case x.Sum() != r.texts[x.Year]:
			r.find("%d年度报告冻结后的正文被改动过", x.Year)
		}
	}
	for _, y := range keys(r.reports) {
		r.find("台账中的%d年度报告在数据表中没有了", y)
	}
	return err
}

func (r *replay) compareNotices(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.Notices(organ)
	if err != nil {
		return err
	}
	for _, n := range rows {
		want, known := r.notices[n.Seq]
		delete(r.notices, n.Seq)
		if !known || !reflect.DeepEqual(n.Fact(), want) {
			r.find("%d年节假日安排（台账第%d号）与台账不符", n.Year.Year, n.Seq)
		}
	}
	for _, seq := range keys(r.notices) {
		r.find("台账第%d号的%d年节假日安排在数据表中没有了", seq, r.notices[seq].Year)
	}
	return nil
}

// compareFiles reads every file of what was handed in and of the statements.
func (r *replay) compareFiles(tx *store.Tx, organ ledger.ID, o *Office) error {
	seen := map[string]bool{}
	check := func(of, sha string) {
		if sha != "" && !seen[sha] {
			seen[sha] = true
			if err := o.files.Check(sha); err != nil {
				r.find("%s 的文件 %.12s 不在了或被改动过", of, sha)
			}
		}
	}
	var withdrawn []publication.Edition
	err := tx.EachEdition(organ, func(e publication.Edition) error {
		if e.State != publication.Draft {
			for _, f := range e.Files {
				check("稿件 "+string(e.Article), f.SHA)
			}
		}
		if _, ok := r.reasons[e.Article]; ok && e.State == publication.Withdrawn {
			withdrawn = append(withdrawn, e)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, e := range withdrawn {
		if a, err := tx.Article(e.Article); err == nil && e.ReasonSum(a.Reason) != r.reasons[e.Article] {
			r.find("稿件 %s 的撤回理由被改动过", e.Article)
		}
	}
	guides, err := tx.CatalogueVersions(organ, "")
	if err != nil {
		return err
	}
	for _, v := range guides {
		for _, f := range v.Elements.Files() {
			if v.Stage != catalogue.Draft {
				check("办事事项 "+string(v.Item), f.SHA)
			}
		}
	}
	rows, err := tx.Statements(organ, 0)
	if err != nil {
		return err
	}
	for _, s := range rows {
		check("填报 "+string(s.ID), s.SHA)
	}
	sites, err := tx.WebsiteStatements(organ, 0)
	if err != nil {
		return err
	}
	for _, s := range sites {
		check("网站报表填报 "+string(s.ID), s.SHA)
	}
	papers, err := recordPapers(tx, organ)
	if err != nil {
		return err
	}
	for _, p := range papers {
		check("更正申请 "+string(p.Request), p.SHA)
	}
	talks, err := tx.AllTalkPapers(organ)
	if err != nil {
		return err
	}
	for _, p := range talks {
		check("互动交流 "+string(p.Request), p.SHA)
	}
	if err := checkCaseFiles(tx, organ, check); err != nil {
		return err
	}
	filed, err := tx.ContractPapers(organ, "")
	if err != nil {
		return err
	}
	for _, p := range filed {
		check("技术合同 "+string(p.Request), p.SHA)
	}
	words, err := tx.RemedyWords(organ, "")
	for _, w := range words {
		for _, p := range w.Papers {
			check("复议诉讼 "+string(w.Case), p.SHA)
		}
	}
	return err
}

func keys[K ~string | ~int | ~int64, V any](m map[K]V) []K {
	out := make([]K, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
