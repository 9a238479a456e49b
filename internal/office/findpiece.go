package office

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/catalogue"
	"gongkai/check"
	"gongkai/consultation"
	"gongkai/internal/extract"
	"gongkai/internal/index"
	"gongkai/internal/store"
	"gongkai/interview"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/publication"
	"gongkai/refusal"
)

// The kinds of what is found, in the order in which they are listed.
const (
	FindNews           = "news"
	FindDocument       = "document"
	FindInterpretation = "interpretation"
	FindReport         = "report"
	FindService        = "service"
	FindLetter         = "letter"
	FindProposal       = "proposal"
	FindConsultation   = "consultation"
	FindInterview      = "interview"
)

// FindKinds lists them.
var FindKinds = []string{FindNews, FindDocument, FindInterpretation, FindReport, FindService, FindLetter, FindProposal, FindConsultation, FindInterview}

// FindKindLabel is a kind's printed name.
func FindKindLabel(kind string) string {
	return map[string]string{FindNews: "信息", FindDocument: "文件", FindInterpretation: "政策解读", FindReport: "年度报告", FindService: "办事指南",
		FindLetter: "来信选登", FindProposal: "建议提案", FindConsultation: "征集调查", FindInterview: "在线访谈"}[kind]
}

func kindOfArticle(k publication.Kind) string {
	switch {
	case k.Official():
		return FindDocument
	case k == publication.Interpretation:
		return FindInterpretation
	case k == publication.ProposalReply:
		return FindProposal
	case k == publication.Annual:
		return FindReport
	}
	return FindNews
}

// piece is something that the public may read, as the index takes it. Its id is
// its address below the organ's site.
type piece struct {
	index.Doc
	files []pieceFile
}

// pieceFile is a file of it, of which the words are looked for as well.
type pieceFile struct {
	name, sha string
	size      int64
	sealed    bool
}

// unreadMark ends the stamp of a text whose files were not read yet.
const unreadMark = "*"

// The addresses of what is not an article, each by the beginning of the kinds of
// its facts.
var findPlaces = []struct{ kinds, at string }{
	{"publication.", "a/"}, {"letter.", "letters/"}, {"consultation.", "consultations/"}, {"interview.", "interviews/"}, {"catalogue.", "services/"},
}

// pieces reads what is public now among some addresses.
func (o *Office) pieces(tx *store.Tx, organ ledger.ID, paths []string) (out []piece, err error) {
	var articles []ledger.ID
	for _, p := range paths {
		place, id, _ := strings.Cut(p, "/")
		if place == "a" {
			articles = append(articles, ledger.ID(id))
			continue
		}
		x, err := o.pieceOf(tx, organ, place, id)
		if r, ok := refusal.As(err); ok && r.Class == refusal.Hidden || errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		x.Organ, x.ID = organ, p
		x.Stamp = x.sum()
		out = append(out, x)
	}
	texts, err := tx.PublicTexts(organ, articles)
	for _, t := range texts {
		if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: t.Article.Public()}); err != nil {
			return nil, err
		}
		out = append(out, articlePiece(t))
	}
	return out, err
}

func articlePiece(t store.PublicText) piece {
	a, e := t.Article, t.Edition
	x := piece{Doc: index.Doc{Organ: a.Organ, ID: "a/" + string(a.ID), Kind: kindOfArticle(a.Type), Column: a.Column, Unit: string(a.Unit), Validity: string(a.Validity),
		Tags: e.Tags, Day: a.PublishedOn, Title: e.Title, DocNo: e.DocNo, Lead: strings.Join(filled(e.Summary, a.IndexNo, e.Source, strings.Join(e.Keywords, " ")), "\n"),
		Text: t.Body, Stamp: articleStamp(store.LiveMark{Live: a.Live, Validity: a.Validity}), Void: void(a.Validity)}}
	for _, f := range e.Files {
		if !f.Inner {
			x.files = append(x.files, pieceFile{name: f.Name, sha: f.SHA, size: f.Size})
		}
	}
	return x
}

func void(validity ledger.Code) bool { return validity == "expired" || validity == "repealed" }

func articleStamp(m store.LiveMark) string { return strconv.Itoa(m.Live) + " " + string(m.Validity) }

func filled(of ...string) []string {
	return slices.DeleteFunc(of, func(s string) bool { return strings.TrimSpace(s) == "" })
}

// sum is a stamp of all that is looked for.
func (x piece) sum() string {
	h := fnv.New64a()
	fmt.Fprintf(h, "%#v %#v", x.Doc, x.files)
	return strconv.FormatUint(h.Sum64(), 36)
}

// pieceOf reads what is no article; each by the rule of its own page.
func (o *Office) pieceOf(tx *store.Tx, organ ledger.ID, place, id string) (x piece, err error) {
	public := func(yes bool) error {
		return access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: yes})
	}
	switch place {
	case "letters":
		rows, _, err := tx.PublicLetters(store.CopyFilter{Organ: organ, ID: ledger.ID(id), Limit: 1})
		if err == nil {
			err = public(len(rows) == 1)
		}
		if err != nil {
			return x, err
		}
		return letterPiece(rows[0]), nil
	case "consultations":
		r, err := publicConsultation(tx, organ, ledger.ID(id))
		if err != nil {
			return x, err
		}
		papers, err := tx.TalkPapers(r.ID)
		return consultationPiece(r, lined(papers)), err
	case "interviews":
		r, err := publicInterview(tx, organ, ledger.ID(id))
		if err != nil {
			return x, err
		}
		voices, err := tx.Voices(organ, r.ID)
		return interviewPiece(r, voices), err
	case "services":
		i, err := tx.CatalogueItemByNo(organ, ledger.Code(id))
		if err != nil {
			return x, err
		}
		vs, err := tx.CatalogueVersions(organ, i.ID)
		if err != nil {
			return x, err
		}
		v, ok := catalogue.InForce(vs, o.Today())
		return servicePiece(v), public(ok && i.State != catalogue.Cancelled)
	}
	return x, public(false)
}

func letterPiece(r store.PublicLetter) piece {
	l := r.LetterRow.Letter
	return piece{Doc: index.Doc{Kind: FindLetter, Unit: string(l.Unit), Day: l.EndedOn, Title: r.LetterCopy.Title, DocNo: l.No,
		Lead: letter.Name(letter.Sorts, l.Sort), Text: r.LetterCopy.Question + "\n" + r.LetterCopy.Answer}}
}

func consultationPiece(r store.ConsultationRow, papers []store.Paper) piece {
	x := piece{Doc: index.Doc{Kind: FindConsultation, Unit: string(r.Unit), Day: r.OpenedOn, Title: r.Text.Title, Lead: r.Text.Basis,
		Text: r.Text.Note + "\n" + r.Text.Draft}}
	if r.State == consultation.Published {
		x.Text += "\n" + r.Outcome.Words
		for _, g := range r.Outcome.Groups {
			x.Text += "\n" + g.Title + "\n" + g.Reason
		}
	}
	for _, p := range papers {
		x.files = append(x.files, pieceFile{p.Name, p.SHA, p.Size, true})
	}
	return x
}

func interviewPiece(r store.InterviewRow, voices []store.Voice) piece {
	var b strings.Builder
	for _, v := range voices {
		if v.Shown == "yes" {
			b.WriteString(v.Said.Words + "\n")
		}
	}
	if r.State == interview.Published {
		for _, t := range r.Transcript {
			b.WriteString(t.Speaker + "：" + t.Words + "\n")
		}
	}
	return piece{Doc: index.Doc{Kind: FindInterview, Unit: string(r.Unit), Day: r.HeldOn, Title: r.Text.Topic,
		Lead: strings.Join(filled(r.Text.Guest, r.Text.Post, r.Text.About), "\n"), Text: b.String()}}
}

func servicePiece(v catalogue.Version) piece {
	e := v.Elements
	x := piece{Doc: index.Doc{Kind: FindService, Unit: string(v.Unit), Day: v.From, Title: e.Name,
		Lead: strings.Join(filled(e.Business, e.Applies, e.ResultName), "\n")}}
	text := filled(e.Basis, e.Conditions, e.Forbidden, e.Place, e.Hours, e.Phone, e.FeeItem, e.FeeStandard, e.Special, e.Delivery)
	for _, m := range e.Materials {
		text = append(text, m.Name, m.Notes)
	}
	for _, s := range e.Steps {
		text = append(text, s.Name, s.Standard)
	}
	x.Text = strings.Join(text, "\n")
	for _, f := range e.Files() {
		x.files = append(x.files, pieceFile{name: f.Name, sha: f.SHA, size: f.Size})
	}
	return x
}

// publicStamps lists what of an organ the public may read now, by address.
func (o *Office) publicStamps(tx *store.Tx, organ ledger.ID) (map[string]string, error) {
	marks, err := tx.LiveMarks(organ)
	if err != nil {
		return nil, err
	}
	out := make(map[string]string, len(marks))
	for _, m := range marks {
		out["a/"+string(m.Article)] = articleStamp(m)
	}
	letters, _, err := tx.PublicLetters(store.CopyFilter{Organ: organ})
	if err != nil {
		return nil, err
	}
	var rest []string
	for _, r := range letters {
		x := letterPiece(r)
		x.Organ, x.ID = organ, "letters/"+string(r.LetterRow.ID)
		out[x.ID] = x.sum()
	}
	asked, err := tx.Consultations(organ, true)
	if err != nil {
		return nil, err
	}
	for _, r := range asked {
		rest = append(rest, "consultations/"+string(r.ID))
	}
	talks, err := tx.Interviews(organ, true)
	if err != nil {
		return nil, err
	}
	for _, r := range talks {
		rest = append(rest, "interviews/"+string(r.ID))
	}
	items, err := tx.CatalogueItems(organ)
	if err != nil {
		return nil, err
	}
	for _, i := range items {
		rest = append(rest, "services/"+string(i.No))
	}
	some, err := o.pieces(tx, organ, rest)
	for _, x := range some {
		out[x.ID] = x.Stamp
	}
	return out, err
}

// stampsOf are the stamps of those among some addresses that are public now.
func (o *Office) stampsOf(tx *store.Tx, organ ledger.ID, paths []string) (map[string]string, error) {
	out := map[string]string{}
	var articles []ledger.ID
	var rest []string
	for _, p := range paths {
		if id, ok := strings.CutPrefix(p, "a/"); ok {
			articles = append(articles, ledger.ID(id))
		} else {
			rest = append(rest, p)
		}
	}
	if len(articles) > 0 {
		marks, err := tx.LiveMarks(organ, articles...)
		if err != nil {
			return nil, err
		}
		for _, m := range marks {
			out["a/"+string(m.Article)] = articleStamp(m)
		}
	}
	some, err := o.pieces(tx, organ, rest)
	for _, x := range some {
		out[x.ID] = x.Stamp
	}
	return out, err
}

// touched is the address of what an entry may have changed for the public, ""
// for none.
func touched(tx *store.Tx, e ledger.Entry) (string, error) {
	for _, p := range findPlaces {
		if !strings.HasPrefix(e.Kind, p.kinds) || e.Kind == (letter.Tabled{}).Kind() {
			continue
		}
		if p.at != "services/" {
			return p.at + string(e.Subject), nil
		}
		i, err := tx.CatalogueItem(e.Subject)
		if errors.Is(err, store.ErrNotFound) {
			return "", nil
		}
		return p.at + string(i.No), err
	}
	return "", nil
}

// mostFileWords bounds what is taken of a file, in bytes: a table of a hundred
// thousand rows is not read by anybody who searches.
const mostFileWords = 1 << 20

// readFiles adds the words of a piece's files. One that cannot be read is known
// by its name alone.
func (o *Office) readFiles(ctx context.Context, x *piece) {
	var b strings.Builder
	b.WriteString(x.Text)
	for _, f := range x.files {
		b.WriteString("\n" + f.name + "\n")
		words, err := o.fileWords(f)
		if err != nil {
			o.log.Warn("the words of a file are not in the search", "file", f.name, "sha", f.sha, "err", err)
		}
		b.WriteString(words)
		if ctx.Err() != nil {
			return
		}
	}
	x.Text = b.String()
}

// fileWords reads what a reader of the file sees.
func (o *Office) fileWords(f pieceFile) (string, error) {
	var from io.ReaderAt
	if f.sealed {
		r, err := o.openSealed(f.sha)
		if err != nil {
			return "", err
		}
		from, f.size = r, r.Size()
	} else {
		r, err := o.files.Get(f.sha)
		if err != nil {
			return "", err
		}
		defer r.Close()
		from = r
	}
	t, err := extract.Read(f.name, from, f.size)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, p := range t.Parts {
		if p.Kind == check.Body || p.Kind == check.Cell || p.Kind == check.Alt {
			if b.Len()+p.End-p.At > mostFileWords {
				break
			}
			b.WriteString(t.Words[p.At:p.End] + "\n")
		}
	}
	return b.String(), nil
}
