// Package demo builds the year 2019 of one bureau, 岳阳市科学技术局, out of the
// verbs that a person uses: every text is drafted by a clerk, handed in, and
// published by somebody else, at the instant at which it would have happened.
// Nothing is written past office, so the annual report of the demonstration is
// derived like any other.
//
// The words stand in data/: texts of articles, the registers' items, the
// numbers born outside, and the words of the report with marks in place of
// figures.
package demo

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/contract"
	"gongkai/internal/conv"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/review"
)

//go:embed data/*.txt
var data embed.FS

// step is one act of the year.
type step struct {
	at   time.Time
	what string
	do   func(context.Context) error
}

type builder struct {
	o        *office.Office
	clock    *Clock
	ids      map[string]ledger.ID // key of a text → its article
	who      map[string]access.Actor
	table    review.Table         // of chains, as the office begins with it
	guides   map[string]*guide    // of the catalogue, by the item's name
	bad      bool                 // the one bad rating is given
	released map[string]ledger.ID // key of a text → the article that a proposal's reply became
}

// Build founds the bureau and does its year. progress is called before each
// act with how many are done, of how many, and what comes.
func Build(ctx context.Context, o *office.Office, clock *Clock, progress func(done, of int, what string)) error {
	b := &builder{o: o, clock: clock, ids: map[string]ledger.ID{}, who: map[string]access.Actor{}, guides: map[string]*guide{}, released: map[string]ledger.ID{}}
	steps := []step{{time.Date(2018, 1, 2, 9, 0, 0, 0, calendar.Shanghai), "开户", b.found}}
	for _, add := range []func() ([]step, error){b.articles, b.proposals, b.items, b.cases, b.contracts, b.open, b.letters, b.enquiries, b.visits, b.report, b.requests, b.contested} {
		more, err := add()
		if err != nil {
			return fmt.Errorf("demo: %w", err)
		}
		steps = append(steps, more...)
	}
	slices.SortStableFunc(steps, func(x, y step) int { return x.at.Compare(y.at) })
	for i, s := range steps {
		progress(i, len(steps), s.at.Format("2006-01-02 ")+s.what)
		clock.Set(s.at)
		if err := s.do(ctx); err != nil {
			return fmt.Errorf("demo: %s %s: %w", s.at.Format(time.DateTime), s.what, err)
		}
	}
	progress(len(steps), len(steps), "完成")
	return nil
}

func (b *builder) found(ctx context.Context) error {
	if err := b.o.Found(ctx, Founding()); err != nil {
		return err
	}
	who, err := b.as(ctx, "zhuren")
	if err != nil {
		return err
	}
	c, err := b.o.Chart(ctx, who)
	if err != nil {
		return err
	}
	b.table = c.Table
	return b.o.SettleContracts(ctx, who, 0, contract.Office{Name: "岳阳市科学技术局技术合同登记处", Unit: unitID("cgzh"), Code: "430600",
		Regions: []ledger.Code{"4306"}, Pattern: contract.DefaultPattern, Else: "卖方所在地的技术合同登记机构"})
}

// as is an officer of the bureau. Nobody changes roles or stands in for another
// in its year, so each is read once.
func (b *builder) as(ctx context.Context, login string) (access.Actor, error) {
	if who, known := b.who[login]; known {
		return who, nil
	}
	who, err := b.o.Actor(ctx, office.OfficerID(Token, login))
	b.who[login] = who
	return who, err
}

// articles drafts each text on the day before it is due out, and publishes it
// at its instant.
func (b *builder) articles() ([]step, error) {
	pieces, err := Pieces()
	if err != nil {
		return nil, err
	}
	var steps []step
	for _, p := range pieces {
		at, err := p.At()
		if err != nil {
			return nil, err
		}
		if p.State == "scheduled" { // approved on the last day, for later
			at = Ended.Add(-time.Hour)
		}
		steps = append(steps, step{at, p.Title, func(ctx context.Context) error { return b.publish(ctx, p, at) }})
	}
	return steps, nil
}

func (b *builder) publish(ctx context.Context, p Piece, at time.Time) error {
	clerk, err := b.as(ctx, p.Unit)
	if err != nil {
		return err
	}
	head, err := b.as(ctx, "zhuren")
	if err != nil {
		return err
	}
	f := office.ArticleForm{Column: p.Column, Type: p.Type, Unit: string(unitID(p.Unit)), Title: p.Title, HTML: p.HTML,
		DocNo: p.DocNo, Genre: p.Genre, Topic: p.Topic, Keywords: strings.Join(p.Keywords, " "), Mode: "proactive",
		Source: "岳阳市科学技术局", Formed: p.Formed.String(), Tags: p.Tags, Summary: conv.Excerpt(p.HTML, 90)}
	if p.State == "closed" {
		f.Mode, f.Basis, f.Ground = "withheld", "process", "立项结果公示以前，公开会影响评审的公正"
	}
	if p.Explains != "" {
		id, ok := b.ids[p.Explains]
		if !ok {
			return fmt.Errorf("所解读的文件 %s 尚未发布", p.Explains)
		}
		f.Explains = string(id)
	}
	b.clock.Set(at.Add(-50 * time.Minute))
	id, rev, err := b.draft(ctx, clerk, p, f)
	if err != nil {
		return err
	}
	b.ids[p.Key] = id
	if p.State != "" {
		return b.leave(ctx, p, clerk, head, id, at)
	}
	e, err := b.submit(ctx, p, clerk, id, rev, at)
	if err != nil {
		return err
	}
	return b.approve(ctx, head, e, at)
}

// draft writes a text; that of a proposal's reply is there already and gets what
// the reply did not say. It returns the draft's revision.
func (b *builder) draft(ctx context.Context, clerk access.Actor, p Piece, f office.ArticleForm) (ledger.ID, int64, error) {
	id, there := b.released[p.Key]
	if !there {
		id, err := b.o.NewDraft(ctx, clerk, f)
		return id, 1, err
	}
	return id, 2, b.o.SaveDraft(ctx, clerk, id, 1, 1, f)
}

// report writes, freezes and publishes the annual report.
func (b *builder) report() ([]step, error) {
	words, err := reportWords()
	if err != nil {
		return nil, err
	}
	draft := time.Date(2020, 1, 15, 9, 40, 0, 0, calendar.Shanghai)
	freeze := time.Date(2020, 1, 21, 10, 15, 0, 0, calendar.Shanghai)
	out := time.Date(2020, 1, 23, 16, 21, 0, 0, calendar.Shanghai)
	rev := func(ctx context.Context, who access.Actor) (int64, error) {
		v, err := b.o.Report(ctx, who, 2019, "")
		return v.Report.Rev, err
	}
	return []step{
		{draft, "起草年度报告", func(ctx context.Context) error {
			who, err := b.as(ctx, "gongkai")
			if err != nil {
				return err
			}
			n, err := rev(ctx, who)
			if err != nil {
				return err
			}
			return b.o.SaveReport(ctx, who, 2019, n, words)
		}},
		{freeze, "冻结年度报告", func(ctx context.Context) error {
			who, err := b.as(ctx, "gongkai")
			if err != nil {
				return err
			}
			n, err := rev(ctx, who)
			if err != nil {
				return err
			}
			return b.o.FreezeReport(ctx, who, 2019, n)
		}},
		{out, "发布年度报告", func(ctx context.Context) error {
			who, err := b.as(ctx, "gongkai")
			if err != nil {
				return err
			}
			head, err := b.as(ctx, "zhuren")
			if err != nil {
				return err
			}
			n, err := rev(ctx, who)
			if err != nil {
				return err
			}
			id, err := b.o.PublishReport(ctx, who, 2019, n)
			if err != nil {
				return err
			}
			d, err := b.o.DeskArticle(ctx, who, id)
			if err != nil {
				return err
			}
			return b.approve(ctx, head, d.Editions[0], out)
		}},
	}, nil
}

// lines reads a table of data/: one line a row, cells parted by |.
func lines(name string) [][]string {
	text, err := data.ReadFile("data/" + name)
	if err != nil {
		panic("demo: " + err.Error()) // embedded
	}
	var out [][]string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		out = append(out, cells)
	}
	return out
}

// reportWords reads the six sections of report.txt.
func reportWords() ([]string, error) {
	text, err := data.ReadFile("data/report.txt")
	if err != nil {
		return nil, err
	}
	var out []string
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "=="):
			out = append(out, "")
		case len(out) == 0:
			return nil, errors.New("report.txt:第一节之前有文字")
		default:
			out[len(out)-1] += line + "\n"
		}
	}
	return out, nil
}

// instant reads a day and a time of day.
func instant(day, clock string) (time.Time, error) {
	return time.ParseInLocation("2006-01-02 15:04", day+" "+clock, calendar.Shanghai)
}
