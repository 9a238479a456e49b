package office

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
	"gongkai/register"
	"gongkai/report"
)

// Verdict is what Verify found of one organ. No findings means that rows and
// ledger agree in both directions.
type Verdict struct {
	Organ    people.Organ
	Entries  int64
	Head     ledger.Head
	Findings []string
}

// maxFindings bounds the list; the first names the first record that disagrees.
const maxFindings = 50

// Verify replays an organ's ledger and compares it with the rows: every entry
// is hashed again and must lead to the stored head, every row must be what its
// facts say, and every row of a fact must have one. It reads one snapshot.
func (o *Office) Verify(ctx context.Context, organ ledger.ID) (v Verdict, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		if v.Organ, err = tx.Organ(organ); err != nil {
			return err
		}
		r := &replay{v: &v, codec: Codec(), articles: map[ledger.ID]publication.Article{}, sums: map[edition]ledger.Sum{},
			officers: map[ledger.ID]people.Officer{}, units: map[ledger.ID]people.UnitOpened{}, columns: map[ledger.Code]publication.ColumnOpened{},
			items: map[ledger.ID]register.Item{}, words: map[ledger.ID]itemWords{}, stated: map[ledger.ID]stated{}, reports: map[int]report.Report{},
			texts: map[int]ledger.Sum{}, reasons: map[ledger.ID]ledger.Sum{}}
		if err := r.chain(tx, organ); err != nil {
			return err
		}
		if len(v.Findings) > 0 {
			return nil // rows cannot be judged by a ledger that was changed
		}
		for _, compare := range []func(*store.Tx, ledger.ID) error{r.compareArticles, r.comparePeople, r.compareColumns,
			r.compareItems, r.compareReports} {
			if err := compare(tx, organ); err != nil {
				return err
			}
		}
		return r.compareFiles(tx, organ, o)
	})
	return v, err
}

type edition struct {
	article ledger.ID
	no      int
}

type itemWords struct{ words, reason ledger.Sum }

type stated struct {
	report.Stated
	seq int64
	on  string
	by  ledger.ID
}

// replay is the state that the facts lead to.
type replay struct {
	v        *Verdict
	codec    ledger.Codec
	articles map[ledger.ID]publication.Article
	sums     map[edition]ledger.Sum
	reasons  map[ledger.ID]ledger.Sum
	officers map[ledger.ID]people.Officer
	units    map[ledger.ID]people.UnitOpened
	columns  map[ledger.Code]publication.ColumnOpened
	items    map[ledger.ID]register.Item
	words    map[ledger.ID]itemWords
	stated   map[ledger.ID]stated
	reports  map[int]report.Report
	texts    map[int]ledger.Sum
}

func (r *replay) find(format string, args ...any) {
	if len(r.v.Findings) < maxFindings {
		r.v.Findings = append(r.v.Findings, fmt.Sprintf(format, args...))
	}
}

// errStop ends the reading of a ledger that was tampered with.
var errStop = errors.New("stop")

// chain hashes every entry again, names the first that was changed or taken
// away, and replays the facts.
func (r *replay) chain(tx *store.Tx, organ ledger.ID) error {
	head, err := tx.Head(organ)
	if err != nil {
		return err
	}
	leaves, err := tx.Leaves(organ, head.Seq)
	if err != nil {
		return err
	}
	var tree ledger.Tree
	var seq int64
	err = tx.EachEntry(organ, store.EntryFilter{}, func(e ledger.Entry) error {
		seq++
		switch {
		case e.Seq != seq:
			r.find("台账第%d号缺失(其后是第%d号)", seq, e.Seq)
			return errStop
		case seq > head.Seq:
			r.find("台账第%d号在台账末号(%d)之后,不是由本系统写入的", seq, head.Seq)
			return errStop
		}
		if err := tree.Add(e); err != nil {
			return err
		}
		leaf, err := tree.ReadHashes([]int64{ledger.FirstNode(seq)})
		if err != nil {
			return err
		}
		if stored, ok := leaves[seq]; !ok || stored != leaf[0] {
			r.find("台账第%d号(%s,%s)的内容与其散列值不符,记录被改动过", seq, e.Kind, e.Subject)
			return errStop
		}
		f, err := r.codec.Decode(e)
		if err != nil {
			r.find("台账第%d号无法识别:%v", seq, err)
			return errStop
		}
		r.apply(e, f)
		return nil
	})
	if err != nil && !errors.Is(err, errStop) {
		return err
	}
	r.v.Entries, r.v.Head = seq, head
	if len(r.v.Findings) > 0 {
		return nil
	}
	if seq != head.Seq {
		r.find("台账第%d号缺失(末号应为第%d号)", seq+1, head.Seq)
		return nil
	}
	computed, err := tree.Head()
	if err == nil && computed != head {
		r.find("台账的根值与各条记录不符:存的是%.16s,算得%.16s", head.Hex(), computed.Hex())
	}
	return err
}

func (r *replay) apply(e ledger.Entry, f ledger.Fact) {
	switch f := f.(type) {
	case publication.Submitted:
		r.sums[edition{e.Subject, f.Edition}] = f.Sum
		r.article(e, f)
	case publication.Returned:
		delete(r.sums, edition{e.Subject, f.Edition})
		r.article(e, f)
	case publication.Approved:
		r.sums[edition{e.Subject, f.Edition}] = f.Sum
		r.article(e, f)
	case publication.Published:
		r.sums[edition{e.Subject, f.Edition}] = f.Sum
		r.article(e, f)
	case publication.Revised:
		r.sums[edition{e.Subject, f.Edition}] = f.Sum
		r.article(e, f)
	case publication.TakenDown:
		r.reasons[e.Subject] = f.Reason
		r.article(e, f)
	case publication.Rated, publication.Moved:
		r.article(e, f)
	case publication.ColumnOpened:
		r.columns[f.Column] = f
	case people.UnitOpened:
		r.units[f.Unit] = f
	case people.Appointed, people.Dismissed:
		r.officers[e.Subject] = r.officers[e.Subject].Apply(f)
	case register.Listed:
		r.items[e.Subject] = r.items[e.Subject].Apply(e, f)
		r.words[e.Subject] = itemWords{words: f.Words}
	case register.Delisted:
		r.items[e.Subject] = r.items[e.Subject].Apply(e, f)
		r.words[e.Subject] = itemWords{words: r.words[e.Subject].words, reason: f.Reason}
	case report.Stated:
		r.stated[e.Subject] = stated{f, e.Seq, e.On.String(), e.By}
	case report.Frozen:
		r.reports[f.Year] = r.reports[f.Year].Apply(e, f)
		r.texts[f.Year] = f.Text
	case report.Issued:
		r.reports[f.Year] = r.reports[f.Year].Apply(e, f)
	}
}

func (r *replay) article(e ledger.Entry, f ledger.Fact) {
	r.articles[e.Subject] = r.articles[e.Subject].Apply(e, f)
}

// same reports the first field by which a row differs from its replay.
func same(got, want any) string {
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	for i := range g.NumField() {
		if !reflect.DeepEqual(g.Field(i).Interface(), w.Field(i).Interface()) {
			return fmt.Sprintf("%s 在数据表中是 %v,按台账应是 %v", g.Type().Field(i).Name, g.Field(i).Interface(), w.Field(i).Interface())
		}
	}
	return ""
}

// decided keeps the fields of an article that only facts change.
func decided(a publication.Article) publication.Article {
	if len(a.Explains) == 0 {
		a.Explains = nil
	}
	d := publication.Article{ID: a.ID, Organ: a.Organ, State: a.State, Live: a.Live, LiveSum: a.LiveSum, IndexNo: a.IndexNo}
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
				r.find("稿件 %s 的状态是“%s”,但台账中没有它", a.ID, a.State.Name())
			}
			continue
		}
		want.ID, want.Organ = a.ID, organ
		if d := same(decided(a), decided(want)); d != "" {
			r.find("稿件 %s:%s", a.ID, d)
		}
	}
	for _, id := range keys(r.articles) {
		r.find("台账中的稿件 %s 在数据表中没有了", id)
	}
	return tx.EachEdition(organ, func(e publication.Edition) error {
		at := edition{e.Article, e.No}
		sum, known := r.sums[at]
		delete(r.sums, at)
		switch {
		case e.State == publication.Draft && !known:
		case e.State == publication.Draft || !known:
			r.find("稿件 %s 第%d版的状态“%s”与台账不符", e.Article, e.No, e.State.Name())
		case e.Sum() != sum:
			r.find("稿件 %s 第%d版《%s》的内容被改动过,与台账中的散列值不符", e.Article, e.No, e.Title)
		}
		return nil
	})
}

func (r *replay) comparePeople(tx *store.Tx, organ ledger.ID) error {
	for at := range r.sums {
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
		if w := r.words[i.ID]; i.Sum() != w.words || w.reason != "" && i.ReasonSum() != w.reason {
			r.find("目录事项 %s《%s》的文字被改动过,与台账中的散列值不符", i.ID, i.Title)
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
			r.find("填报 %s(%d年度 %s)与台账不符", s.ID, s.Year, s.Cell)
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
	rows, err := tx.Statements(organ, 0)
	for _, s := range rows {
		check("填报 "+string(s.ID), s.SHA)
	}
	return err
}

func keys[K ~string | ~int, V any](m map[K]V) []K {
	out := make([]K, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// String is the verdict for a terminal.
func (v Verdict) String() string {
	if len(v.Findings) == 0 {
		return fmt.Sprintf("%s(%s):台账%d条,与数据一致;根值 %s", v.Organ.Name, v.Organ.Token, v.Entries, v.Head.Hex())
	}
	return fmt.Sprintf("%s(%s):发现%d处不符\n  %s", v.Organ.Name, v.Organ.Token, len(v.Findings), strings.Join(v.Findings, "\n  "))
}
