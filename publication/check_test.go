package publication

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"gongkai/ledger"
	"gongkai/refusal"
)

// Each thing that keeps an edition from being handed in, with its form field.
func TestCheck(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("字", n) }
	for _, x := range []struct {
		rule, why string
		change    func(*Edition)
		want      string // "code field", "" for none
	}{
		{"", "whole", func(e *Edition) {}, ""},
		{"§H.4", "no title", func(e *Edition) { e.Title = "" }, "publication.check.title title"},
		{"§H.4", "a blank title", func(e *Edition) { e.Title = " \t" }, "publication.check.title title"},
		{"§H.4", "120 characters", func(e *Edition) { e.Title = long(120) }, ""},
		{"§H.4", "121 characters", func(e *Edition) { e.Title = long(121) }, "publication.check.title_long title"},
		{"§H.4", "markup in the title", func(e *Edition) { e.Title = "通知<br>二" }, "publication.check.title_markup title"},
		{"§H.4", "a script in the title", func(e *Edition) { e.Title = "<ScRiPt src=x>通知" }, "publication.check.title_markup title"},
		{"§H.4", "a tag that is not closed", func(e *Edition) { e.Title = "通知</p" }, "publication.check.title_markup title"},
		{"§H.4", "less and greater are no markup", func(e *Edition) { e.Title = "研发投入占比<2%的企业>3家" }, ""},
		{"", "no text", func(e *Edition) { e.HTML = " \n" }, "publication.check.body html"},
		{"", "an attachment instead of a text", func(e *Edition) { e.HTML, e.Files = "", []File{{Name: "附件.pdf"}} }, ""},
		{"§H.4", "100 characters of summary", func(e *Edition) { e.Summary = long(100) }, ""},
		{"§H.4", "101 characters of summary", func(e *Edition) { e.Summary = long(101) }, "publication.check.summary summary"},
		{"§D.2", "no column", func(e *Edition) { e.Column = "" }, "publication.check.column column"},
		{"§D.3", "no source", func(e *Edition) { e.Source = " " }, "publication.check.source source"},
		{"R-A26", "no day", func(e *Edition) { e.Formed = day(t, "") }, "publication.check.formed formed"},
		{"R-A26", "formed today", func(e *Edition) { e.Formed = today }, ""},
		{"R-A26", "formed tomorrow", func(e *Edition) { e.Formed = today.AddDays(1) }, "publication.check.formed_future formed"},
		{"§H.4", "valid from and to one day", func(e *Edition) { e.ValidFrom, e.ValidTo = today, today }, ""},
		{"§H.4", "valid to before from", func(e *Edition) { e.ValidFrom, e.ValidTo = today, today.AddDays(-1) }, "publication.check.valid_order valid_to"},
		{"§H.4", "valid to alone", func(e *Edition) { e.ValidTo = today.AddDays(-1) }, ""},
		{"§H.4", "no genre", func(e *Edition) { e.Genre = "" }, "publication.check.genre genre"},
		{"§H.4", "a genre that is none of the 15", func(e *Edition) { e.Genre = "tongxin" }, "publication.check.genre_unknown genre"},
		{"§H.4", "normative without genre", func(e *Edition) { e.Type, e.Genre = Normative, "" }, "publication.check.genre genre"},
		{"§H.4", "news need no genre", func(e *Edition) { e.Type, e.Genre = News, "" }, ""},
		{"§D.2(2)", "explains nothing", func(e *Edition) { e.Type = Interpretation }, "publication.check.explains explains"},
		{"§D.2(2)", "explains a document", func(e *Edition) { e.Type, e.Explains = Interpretation, []ledger.ID{"a2"} }, ""},
		{"§H.1", "no tag", func(e *Edition) { e.Tags = nil }, "publication.check.tags tags"},
		{"§H.1", "all five tags", func(e *Edition) { e.Tags = []string{"decision", "execution", "management", "service", "result"} }, ""},
		{"§H.1", "a sixth tag", func(e *Edition) { e.Tags = []string{"decision", "news"} }, "publication.check.tag_unknown tags"},
		{"Art. 13", "no mode", func(e *Edition) { e.Mode = "" }, "publication.check.mode mode"},
		{"Art. 36(3)", "withheld without ground", func(e *Edition) { e.Mode, e.Basis = "withheld", "process" }, "publication.check.ground ground"},
		{"Art. 36(3)", "withheld with ground", func(e *Edition) { e.Mode, e.Basis, e.Ground = "withheld", "state_secret", "已定密" }, ""},
		{"§H.1", "withheld without a code", func(e *Edition) { e.Mode, e.Ground = "withheld", "条例第十四条" }, "publication.check.basis basis"},
		{"§H.1", "withheld on a ground of the other mode", func(e *Edition) { e.Mode, e.Basis, e.Ground = "withheld", "narrow", "只涉及一家" }, "publication.check.basis basis"},
		{"§H.1", "on request without a ground", func(e *Edition) { e.Mode = "on_request" }, "publication.check.basis basis"},
		{"Art. 13", "on request", func(e *Edition) { e.Mode, e.Basis = "on_request", "narrow" }, ""},
	} {
		e := whole(Draft)
		x.change(&e)
		err := e.Check(today)
		r, _ := refusal.As(err)
		got := ""
		if r != nil {
			got = r.Code + " " + r.Field
			if r.Rule != x.rule {
				t.Errorf("%s: rule %q, want %q", x.why, r.Rule, x.rule)
			}
		}
		if got != x.want {
			t.Errorf("%s %s: %q (%v), want %q", x.rule, x.why, got, err, x.want)
		}
		// What cannot be handed in cannot be published by a second door either.
		if x.want != "" {
			if _, err := (Article{}).Submit(e, "li", today); err == nil {
				t.Errorf("%s: was handed in", x.why)
			}
			e.State = InReview
			if _, err := (Article{}).Approve(e, "office", now.AddDate(0, 0, 1), now); err == nil {
				t.Errorf("%s: was approved", x.why)
			}
		}
	}
}

// A form is mended in one go: every field at fault is told at once.
func TestCheckTellsAll(t *testing.T) {
	t.Parallel()
	err := Edition{Type: Interpretation, Tags: []string{"x", "y"}, Mode: "withheld", Summary: strings.Repeat("字", 101)}.Check(today)
	var all refusal.All
	if !errors.As(err, &all) {
		t.Fatalf("%T", err)
	}
	var fields []string
	for _, r := range all {
		fields = append(fields, r.Field)
	}
	want := []string{"title", "html", "summary", "column", "source", "formed", "explains", "tags", "tags", "ground", "basis"}
	if !slices.Equal(fields, want) {
		t.Errorf("fields %v, want %v", fields, want)
	}
}

// Every part that a reader sees is in the sum; what the desk alone sees is not.
func TestSum(t *testing.T) {
	t.Parallel()
	base := whole(Draft)
	base.Files = []File{{Name: "附件.pdf", SHA: "abc", Alt: "图"}}
	seen := map[ledger.Sum]string{base.Sum(): "base"}
	for name, change := range map[string]func(*Edition){
		"title": func(e *Edition) { e.Title += "。" }, "html": func(e *Edition) { e.HTML += " " }, "summary": func(e *Edition) { e.Summary = "x" },
		"docno": func(e *Edition) { e.DocNo = "岳科发〔2019〕1号" }, "genre": func(e *Edition) { e.Genre = "yijian" }, "topic": func(e *Edition) { e.Topic = "11" },
		"source": func(e *Edition) { e.Source = "x" }, "note": func(e *Edition) { e.Note = "x" }, "keywords": func(e *Edition) { e.Keywords = []string{"x"} },
		"tags": func(e *Edition) { e.Tags = []string{"result"} }, "formed": func(e *Edition) { e.Formed = e.Formed.AddDays(1) },
		"from": func(e *Edition) { e.ValidFrom = today }, "to": func(e *Edition) { e.ValidTo = today }, "salt": func(e *Edition) { e.Salt = "other" },
		"file": func(e *Edition) { e.Files = nil }, "file name": func(e *Edition) { e.Files = []File{{Name: "x", SHA: "abc", Alt: "图"}} },
		"file bytes": func(e *Edition) { e.Files = []File{{Name: "附件.pdf", SHA: "abd", Alt: "图"}} },
		"file alt":   func(e *Edition) { e.Files = []File{{Name: "附件.pdf", SHA: "abc"}} },
	} {
		e := base
		change(&e)
		if was, twice := seen[e.Sum()]; twice {
			t.Errorf("a changed %s has the sum of %s", name, was)
		}
		seen[e.Sum()] = name
	}
	e := base
	e.State, e.Rev, e.Remark, e.Approver, e.Authors, e.SavedAt = Live, 7, "x", "office", nil, now
	e.Keywords = []string{}
	if e.Sum() != base.Sum() {
		t.Error("a step on the desk changed the sum")
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for _, k := range Kinds {
		if k.Name == "" || k.Kind.Name() != k.Name {
			t.Errorf("kind %s is called %q", k.Kind, k.Kind.Name())
		}
		if want := k.Kind == Document || k.Kind == Normative || k.Kind == Rule; k.Kind.Official() != want {
			t.Errorf("%s official %v", k.Kind, !want)
		}
	}
	if len(Kinds) != 7 || Kind("x").Name() != "x" {
		t.Errorf("%d kinds", len(Kinds))
	}
	names := map[string]bool{}
	for _, s := range []State{Draft, InReview, Scheduled, Live, Past, Withdrawn, Closed} {
		names[s.Name()] = true
	}
	if len(names) != 7 || names[""] {
		t.Errorf("names of states: %v", names)
	}
	e := Edition{Authors: []ledger.ID{"li", "wang"}}
	if !e.Wrote("wang") || e.Wrote("zhang") || e.Wrote("") {
		t.Error("Wrote is wrong about the authors")
	}
	for s, want := range map[State]bool{Live: true, Withdrawn: false, Draft: false, InReview: false, Scheduled: false} {
		if got := (Article{State: s}).Public(); got != want {
			t.Errorf("%s is public: %v", s, got)
		}
	}
}
