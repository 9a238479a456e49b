package office

import (
	"context"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/difference"
	"gongkai/internal/conv"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
)

// Comparison is what changed from one edition of an article to another
// (版本对照).
type Comparison struct {
	Article    publication.Article
	Old, New   publication.Edition
	Editions   []publication.Edition // to choose from, newest first
	Difference difference.Difference
}

// CompareEditions compares two editions of an article. Without numbers it is the
// newest with the one that the public reads, or, when it is that one itself,
// with the one before.
func (o *Office) CompareEditions(ctx context.Context, who access.Actor, id ledger.ID, from, to int) (c Comparison, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		a, err := tx.Article(id)
		if err != nil {
			return err
		}
		editions, err := tx.Editions(id)
		if err != nil {
			return err
		}
		if err := access.May(who, access.ReadDesk, thing(a, editions[0])); err != nil {
			return err
		}
		c, err = compare(tx, a, editions, from, to)
		return err
	})
	return c, err
}

// compare finds the two editions and compares them; there is nothing to compare
// with a single one.
func compare(tx *store.Tx, a publication.Article, editions []publication.Edition, from, to int) (Comparison, error) {
	c := Comparison{Article: a, Editions: editions}
	if from == 0 && to == 0 {
		to = editions[0].No
		if from = a.Live; from == to || from == 0 {
			from = to - 1
		}
	}
	for _, want := range []struct {
		no   int
		into *publication.Edition
	}{{from, &c.Old}, {to, &c.New}} {
		i := slices.IndexFunc(editions, func(e publication.Edition) bool { return e.No == want.no })
		if i < 0 {
			return c, refusal.NotFound("access.may.absent")
		}
		*want.into = editions[i]
	}
	said, err := newSayer(tx, a.Organ)
	if err != nil {
		return c, err
	}
	c.Difference = difference.Between(said.text(c.Old), said.text(c.New))
	return c, nil
}

// sayer puts an edition's metadata into words.
type sayer struct {
	tx      *store.Tx
	units   map[ledger.ID]string
	columns map[ledger.Code]string
}

func newSayer(tx *store.Tx, organ ledger.ID) (s sayer, err error) {
	s = sayer{tx: tx, units: map[ledger.ID]string{}, columns: map[ledger.Code]string{}}
	units, err := tx.Units(organ)
	if err != nil {
		return s, err
	}
	for _, u := range units {
		s.units[u.ID] = u.Name
	}
	columns, err := tx.Columns(organ)
	for _, c := range columns {
		s.columns[c.Path] = c.Name
	}
	return s, err
}

// text is an edition as package difference takes it: all that its reader sees,
// and what decides where and how it is public.
func (s sayer) text(e publication.Edition) difference.Text {
	label := func(list, code string) string {
		if n, ok := law.Label(list, code); ok {
			return n
		}
		return code
	}
	tags := make([]string, len(e.Tags))
	for i, t := range e.Tags {
		tags[i] = label("five", t)
	}
	explains := make([]string, len(e.Explains))
	for i, id := range e.Explains {
		explains[i] = string(id)
		if a, err := s.tx.Article(id); err == nil {
			if d, err := s.tx.Edition(id, max(a.Live, 1)); err == nil {
				explains[i] = "《" + d.Title + "》"
			}
		}
	}
	t := difference.Text{Blocks: conv.Blocks(e.HTML), Fields: []difference.Field{
		{Name: "标题", Value: e.Title}, {Name: "文号", Value: e.DocNo}, {Name: "成文日期", Value: e.Formed.String()},
		{Name: "施行日期", Value: e.ValidFrom.String()}, {Name: "有效期至", Value: e.ValidTo.String()},
		{Name: "公开方式", Value: label("mode", string(e.Mode))}, {Name: "不公开的理由", Value: e.Ground},
		{Name: "栏目", Value: s.columns[e.Column]}, {Name: "类型", Value: e.Type.Name()}, {Name: "责任科室", Value: s.units[e.Unit]},
		{Name: "体裁", Value: label("genre", e.Genre)}, {Name: "主题分类", Value: label("topic", e.Topic)}, {Name: "来源", Value: e.Source},
		{Name: "内容概述", Value: e.Summary}, {Name: "关键词", Value: strings.Join(e.Keywords, "、")},
		{Name: "五公开", Value: strings.Join(tags, "、")}, {Name: "解读的文件", Value: strings.Join(explains, "、")}}}
	for _, f := range e.Files {
		if !f.Inner {
			t.Files = append(t.Files, difference.File{Name: f.Name, SHA: f.SHA})
		}
	}
	return t
}

// RestoreEdition makes an old edition a new draft (恢复为新草稿). The live page
// stays as it is; the draft goes the whole review.
func (o *Office) RestoreEdition(ctx context.Context, who access.Actor, id ledger.ID, old int) (no int, err error) {
	err = o.update(ctx, func(tx *store.Tx) error {
		a, e, err := load(tx, who, access.EditArticle, id, old)
		if err != nil {
			return err
		}
		newest, err := tx.Edition(id, a.Latest)
		if err != nil {
			return err
		}
		if e, err = a.Restore(e, newest, hands(who, access.EditArticle, thing(a, e)), newSalt(), o.now()); err != nil {
			return err
		}
		a.Latest, no = e.No, e.No
		if err := tx.PutArticle(a); err != nil {
			return err
		}
		return tx.PutEdition(e)
	})
	return no, err
}
