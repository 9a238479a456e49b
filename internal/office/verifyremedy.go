package office

import (
	"reflect"
	"slices"
	"strings"

	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/remedy"
)

// said is what an entry of a case binds outside the ledger.
type said struct {
	of  ledger.ID
	sum ledger.Sum
}

// remedy replays a fact of a review or a suit, most of which bind
// what was said with them.
func (r *replay) remedy(e ledger.Entry, f ledger.Fact) {
	if !strings.HasPrefix(e.Kind, "remedy.") {
		return
	}
	r.remedies[e.Subject] = r.remedies[e.Subject].Apply(e, f)
	if words := reflect.ValueOf(f).FieldByName("Words"); words.IsValid() && !words.IsZero() {
		r.said[e.Seq] = said{e.Subject, words.Interface().(ledger.Sum)}
	}
}

func (r *replay) compareRemedies(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.Remedies(store.RemedyFilter{Organ: organ})
	if err != nil {
		return err
	}
	byID := map[ledger.ID]remedy.Case{}
	for _, c := range rows {
		byID[c.ID] = c
		want, known := r.remedies[c.ID]
		delete(r.remedies, c.ID)
		if !known {
			r.find("复议诉讼案件 %s 在台账中没有记录", c.ID)
			continue
		}
		want.Request, want.Forum, want.FileNo, want.Rev = c.Request, c.Forum, c.FileNo, c.Rev // bound by the opening's sum
		if d := same(c, want); d != "" {
			r.find("复议诉讼案件 %s：%s", c.ID, d)
		}
	}
	for _, id := range keys(r.remedies) {
		r.find("台账中的复议诉讼案件 %s 在数据表中没有了", id)
	}
	words, err := tx.RemedyWords(organ, "")
	if err != nil {
		return err
	}
	opened := map[ledger.ID]bool{}
	for _, w := range words {
		want, known := r.said[w.Seq]
		delete(r.said, w.Seq)
		if byID[w.Case].Erased {
			if !known || want.of != w.Case || w.Salt != "" || w.Text != "" || slices.ContainsFunc(w.Papers, func(p remedy.Paper) bool { return p.Name+p.SHA != "" }) {
				r.find("复议诉讼案件 %s 的个人信息已删除，台账第%d号的文字或者材料却还在", w.Case, w.Seq)
			}
			continue
		}
		var names []string
		if !opened[w.Case] { // the opening is a case's first entry
			opened[w.Case], names = true, byID[w.Case].Names()
		}
		if !known || want != (said{w.Case, w.Sum(names...)}) {
			r.find("复议诉讼案件 %s 的文字或者材料被改动过，与台账第%d号的散列值不符", w.Case, w.Seq)
		}
	}
	for _, seq := range keys(r.said) {
		r.find("台账第%d号的文字和材料在数据表中没有了", seq)
	}
	return nil
}
