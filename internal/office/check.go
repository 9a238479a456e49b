package office

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/check"
	"gongkai/internal/extract"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
)

// Found is a finding of an edition with the field or file that it stands in.
type Found struct {
	check.Finding
	Field    string // title, summary, note, html or file
	File     string // name of the attachment
	SHA      string // of the attachment
	Before   string // a few characters around it, as the reader sees them
	After    string
	Mark     ledger.Sum
	Override *check.Override // how it was let pass, nil where it was not
	Agree    bool            // the reader may be the second officer
}

// Place is where it stands, in words.
func (f Found) Place() string {
	where := f.Where
	switch {
	case f.File != "" && where == "":
		where = "附件《" + f.File + "》"
	case f.File != "":
		where = "附件《" + f.File + "》" + where
	case f.Field == "html":
		where = "正文" + where
	}
	return where
}

// Advice is the finding as a whole sentence, with what to write instead where
// the message does not say it already.
func (f Found) Advice() string { return Advice(f.Message, f.Found, f.Suggest) }

// Advice is a finding of any sort as a whole sentence.
func Advice(message, found, suggest string) string {
	s := strings.TrimSuffix(message, "。") + "。"
	if suggest == "" || suggest == found || strings.Contains(message, "“"+suggest+"”") {
		return s
	}
	return s + "可改为“" + suggest + "”。"
}

// Open says whether it still keeps the text from going out.
func (f Found) Open() bool {
	return f.Severity == check.Block && (f.Override == nil || !f.Override.Holds())
}

// Check is what was found in an edition, what weighs most first, and what weighs
// the same in reading order.
type Check struct {
	All         []Found
	Open        int // that block and were not let pass
	Warn, Hints int
}

// CheckForm checks what is being written (边写边查), without the attachments.
// Nothing is kept.
func (o *Office) CheckForm(ctx context.Context, who access.Actor, f ArticleForm) (c Check, err error) {
	if err := may(who, access.DraftArticle); err != nil {
		return c, err
	}
	e, err := f.into(publication.Edition{})
	if _, refused := refusal.As(err); err != nil && !refused {
		return c, err // a day that cannot be read yet is no reason not to check the text
	}
	var l look
	if err := o.view(ctx, func(tx *store.Tx) (err error) {
		l, err = o.look(tx, who.Organ, e)
		return err
	}); err != nil {
		return c, err
	}
	all := inText(l, e)
	c.add(slices.DeleteFunc(all, func(f Found) bool { return f.Rule == "FG-META" })) // nothing is missed while one writes
	return c, nil
}

// CheckEdition is everything that is found in an edition and its attachments,
// with what was let pass.
func (o *Office) CheckEdition(ctx context.Context, who access.Actor, id ledger.ID, no int) (c Check, err error) {
	var a publication.Article
	var e publication.Edition
	var l look
	var passed []check.Override
	err = o.view(ctx, func(tx *store.Tx) (err error) {
		if a, e, err = load(tx, who, access.ReadDesk, id, no); err != nil {
			return err
		}
		if l, err = o.look(tx, who.Organ, e); err != nil {
			return err
		}
		passed, err = tx.Overrides(id, no)
		return err
	})
	if err != nil {
		return c, err
	}
	all, err := o.inEdition(l, e)
	if err != nil {
		return c, err
	}
	all = passing(e, all, passed)
	may := e.State == publication.Draft && access.May(who, access.SecondFinding, thing(a, e)) == nil
	for i, f := range all {
		all[i].Agree = may && f.Override != nil && !f.Override.Holds() && !party(who, a, e, *f.Override)
	}
	c.add(all)
	return c, nil
}

func (c *Check) add(all []Found) {
	weight := []check.Severity{check.Block, check.Warn, check.Hint}
	slices.SortStableFunc(all, func(a, b Found) int { return slices.Index(weight, a.Severity) - slices.Index(weight, b.Severity) })
	c.All = all
	for _, f := range all {
		switch {
		case f.Open():
			c.Open++
		case f.Severity == check.Warn:
			c.Warn++
		case f.Severity == check.Hint:
			c.Hints++
		}
	}
}

// passing lays over the findings of an edition how they were let pass.
func passing(e publication.Edition, all []Found, passed []check.Override) []Found {
	by := map[ledger.Sum]*check.Override{}
	for _, x := range passed {
		x = x.Among(e.Authors)
		by[x.Mark] = &x
	}
	for i := range all {
		all[i].Override = by[all[i].Mark]
	}
	return all
}

// inEdition checks the text of an edition and its attachments.
func (o *Office) inEdition(l look, e publication.Edition) ([]Found, error) {
	all := inText(l, e)
	for _, f := range e.Files {
		text, err := o.readAttachment(f)
		if err != nil {
			return nil, err
		}
		all = append(all, foundIn(l.Checker, e.Salt, text, Found{Field: "file", File: f.Name, SHA: f.SHA})...)
	}
	return all, nil
}

// readAttachment reads an attachment's words.
func (o *Office) readAttachment(f publication.File) (check.Text, error) {
	b, err := o.files.Get(f.SHA)
	if err != nil {
		return check.Text{}, fmt.Errorf("office: read %s for its check: %w", f.SHA, err)
	}
	defer b.Close()
	return extract.Read(f.Name, b, f.Size)
}

// inText checks the particulars of an edition and the fields that a reader sees.
func inText(l look, e publication.Edition) (all []Found) {
	for _, f := range l.Matter(l.matter) {
		if f.Rule == "FG-META" && f.Severity == check.Block {
			continue // the form itself asks for it, beside its field
		}
		all = append(all, Found{Finding: f, Field: "matter", Mark: f.Mark(e.Salt, "")})
	}
	for _, x := range []struct{ field, where, words string }{
		{"title", "标题", e.Title}, {"summary", "内容概述", e.Summary}, {"note", "修改说明", e.Note},
	} {
		if x.words == "" {
			continue
		}
		var b check.Builder
		for i, line := range strings.Split(x.words, "\n") {
			b.Add(check.Part{Kind: check.Body, Where: x.where, Line: i + 1, Column: 1}, line)
		}
		all = append(all, foundIn(l.Checker, e.Salt, b.Text(), Found{Field: x.field})...)
	}
	return append(all, foundIn(l.Checker, e.Salt, extract.Paragraphs(extract.HTML(e.HTML)), Found{Field: "html"})...)
}

// foundIn checks one text; like gives field and attachment.
func foundIn(checker *check.Checker, salt string, t check.Text, like Found) (out []Found) {
	for _, f := range checker.Check(t) {
		x := like
		x.Finding, x.Mark = f, f.Mark(salt, like.SHA)
		x.Before, x.After = t.Around(f, 12)
		out = append(out, x)
	}
	return out
}

// foundBefore checks an edition before the transaction that decides about it:
// reading attachments takes its time. The revision that the verb asks for says
// that it still is the text that was checked.
func (o *Office) foundBefore(ctx context.Context, who access.Actor, id ledger.ID, no int) ([]Found, error) {
	c, err := o.CheckEdition(ctx, who, id, no)
	return c.All, err
}

// blocked refuses an edition with findings that block and were not let pass.
func blocked(tx *store.Tx, e publication.Edition, all []Found) error {
	passed, err := tx.Overrides(e.Article, e.No)
	if err != nil {
		return err
	}
	var c Check
	c.add(passing(e, all, passed))
	if c.Open == 0 {
		return nil
	}
	first := c.All[0]
	for _, f := range c.All {
		if f.Open() {
			first = f
			break
		}
	}
	return refusal.New("publication.submit.findings", "R-A17", "n", fmt.Sprint(c.Open), "place", first.Place(), "message", first.Message).On("findings")
}

// passedIn loads a draft for a verb on its findings, with what was let pass.
func passedIn(tx *store.Tx, who access.Actor, v access.Verb, id ledger.ID, no int) (a publication.Article, e publication.Edition, passed []check.Override, err error) {
	if a, e, err = load(tx, who, v, id, no); err != nil {
		return a, e, nil, err
	}
	if e.State != publication.Draft {
		return a, e, nil, refusal.Clash("publication.edit.state", "R-A17", "state", e.State.Name())
	}
	passed, err = tx.Overrides(id, no)
	return a, e, passed, err
}

// OverrideFinding lets a finding of a draft pass with a reason (放行).
func (o *Office) OverrideFinding(ctx context.Context, who access.Actor, id ledger.ID, no int, mark ledger.Sum, reason string) error {
	c, err := o.CheckEdition(ctx, who, id, no)
	if err != nil {
		return err
	}
	f, ok := c.find(mark)
	if !ok {
		return refusal.Clash("check.pass.gone", "R-A17")
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		_, e, passed, err := passedIn(tx, who, access.EditArticle, id, no)
		if err != nil {
			return err
		}
		for _, x := range passed {
			if x.Mark == mark {
				return refusal.Clash("check.pass.twice", "R-A17")
			}
		}
		fact, err := f.Pass(no, e.Salt, f.SHA, reason, who.Officer)
		if err != nil {
			return err
		}
		entry, err := tx.Append(o.Today(), id, who.Officer, fact)
		if err != nil {
			return err
		}
		return tx.PutOverride(check.Override{Organ: who.Organ, Article: id, Edition: no, Rule: fact.Rule, Mark: mark, Found: f.Shown(),
			Reason: strings.TrimSpace(reason), Salt: e.Salt, Officer: who.Officer, At: entry.At, Seq: entry.Seq})
	})
}

// party says whether who would second an override wrote in the text or let the
// finding pass, or acts for somebody who did (代理).
func party(who access.Actor, a publication.Article, e publication.Edition, x check.Override) bool {
	return wrote(who, access.SecondFinding, a, e) || who.Officer == x.Officer || behalf(who, access.SecondFinding, thing(a, e)) == x.Officer
}

// SecondOverride is the second officer's word (复核放行), while the edition is a
// draft.
func (o *Office) SecondOverride(ctx context.Context, who access.Actor, id ledger.ID, no int, seq int64) error {
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		a, e, passed, err := passedIn(tx, who, access.SecondFinding, id, no)
		if err != nil {
			return err
		}
		for _, x := range passed {
			if x.Seq != seq {
				continue
			}
			x = x.Among(e.Authors)
			fact, err := x.Agree(who.Officer, party(who, a, e, x))
			if err != nil {
				return err
			}
			entry, err := tx.Append(o.Today(), id, who.Officer, fact)
			if err != nil {
				return err
			}
			x.Second, x.SecondAt = who.Officer, entry.At
			return tx.PutOverride(x)
		}
		return refusal.Clash("check.pass.gone", "R-A17")
	})
}

func (c Check) find(mark ledger.Sum) (Found, bool) {
	for _, f := range c.All {
		if f.Mark == mark {
			return f, true
		}
	}
	return Found{}, false
}

// overrideTasks are the findings of drafts that wait for a second officer's
// word, one task an edition.
func (o *Office) overrideTasks(tx *store.Tx, who access.Actor, names map[ledger.ID]string) (out []Task, err error) {
	open, err := tx.OpenOverrides(who.Organ)
	if err != nil {
		return nil, err
	}
	seen := map[edition]bool{}
	for _, x := range open {
		at := edition{x.Article, x.Edition}
		if seen[at] {
			continue
		}
		a, err := tx.Article(x.Article)
		if err != nil {
			return nil, err
		}
		e, err := tx.Edition(x.Article, x.Edition)
		if err != nil {
			return nil, err
		}
		if x.Among(e.Authors).Second != "" || party(who, a, e, x) || access.May(who, access.SecondFinding, thing(a, e)) != nil {
			continue
		}
		seen[at] = true
		out = append(out, Task{Kind: "second", ID: string(a.ID), Title: e.Title, Next: "复核放行检查发现的问题", Link: fmt.Sprintf("articles/%s/%d", a.ID, e.No),
			No: e.No, Unit: names[e.Unit], By: names[x.Officer], Since: x.At})
	}
	return out, nil
}
