package office

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/check"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/report"
	"gongkai/request"
)

// Proposals, consultations and interviews keep what is said beside their facts,
// and their papers, in the same way.

// talkKind is how the rows of one kind of them are loaded, changed and stored.
type talkKind[R any] struct {
	load  func(tx *store.Tx, who access.Actor, v access.Verb, id ledger.ID) (R, error)
	rev   func(r R) int64
	apply func(r *R, e ledger.Entry, f ledger.Fact)
	put   func(tx *store.Tx, r R) error
	kept  func(sum ledger.Sum) ledger.Fact // of a paper
}

// talkVerb is what a verb decides: its legal day, its fact, and the words that the
// fact binds.
type talkVerb[R any] func(tx *store.Tx, r *R) (calendar.Day, ledger.Fact, store.Words, error)

// decide is where the pieces of a verb meet: load, ask the policy, let the verb
// decide, append its fact with its words, store, and file the papers that came
// with the form.
func (k talkKind[R]) decide(ctx context.Context, o *Office, who access.Actor, v access.Verb, id ledger.ID, rev int64, papers []store.Paper, verb talkVerb[R]) error {
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		r, err := k.load(tx, who, v, id)
		if err != nil {
			return err
		}
		if k.rev(r) != rev {
			return refusal.Clash("office.save.conflict", "")
		}
		on, fact, words, err := verb(tx, &r)
		if err != nil {
			return err
		}
		e, err := tx.Append(on, id, who.Officer, fact)
		if err != nil {
			return err
		}
		k.apply(&r, e, fact)
		if err := k.put(tx, r); err != nil {
			return err
		}
		for _, p := range papers {
			if err := o.talkPaper(tx, who.Officer, id, k.kept(paperSum(p)), p); err != nil {
				return err
			}
		}
		return talkWords(tx, e, words)
	})
}

// talkPaper enters the fact of a paper and stores it.
func (o *Office) talkPaper(tx *store.Tx, by, subject ledger.ID, f ledger.Fact, p store.Paper) error {
	e, err := tx.Append(o.Today(), subject, by, f)
	if err != nil {
		return err
	}
	p.Request, p.Seq, p.On, p.At = subject, e.Seq, o.Today(), o.now()
	return tx.PutTalkPaper(p)
}

// talkWords stores what was said beside an entry, where something was.
func talkWords(tx *store.Tx, e ledger.Entry, w store.Words) error {
	if w.Salt == "" {
		return nil
	}
	w.Seq = e.Seq
	return tx.PutTalkWords(e.Organ, e.Subject, w)
}

// talkSteps is what happened to a subject, with what was said.
func (o *Office) talkSteps(tx *store.Tx, organ, subject ledger.ID) (out []RequestStep, err error) {
	words, err := tx.TalkWords(organ, subject)
	if err != nil {
		return nil, err
	}
	said := map[int64][]string{}
	for _, w := range words {
		said[w.Seq] = w.Words.Words
	}
	entries, err := tx.Entries(organ, store.EntryFilter{Subject: subject})
	if err != nil {
		return nil, err
	}
	views, err := o.entryViews(tx, organ, entries)
	for _, e := range views {
		if e.Entry.By == ledger.Citizen {
			e.By = "网民"
		}
		out = append(out, RequestStep{EntryView: e, At: e.Entry.At, Words: said[e.Seq]})
	}
	return out, err
}

// talkFigures are figures of a year by their names, as the report counts them;
// of the ledger only the facts that they rest on are read.
func talkFigures(tx *store.Tx, organ ledger.ID, year int, names []string, facts []ledger.Fact) (out []NamedFigure, err error) {
	in := report.Input{Year: year, Codec: Codec()}
	if in.Form, err = law.FormFor(year); err != nil {
		return nil, nil // before the national form nothing is reported, so nothing is counted
	}
	var kinds []string
	for _, f := range facts {
		kinds = append(kinds, f.Kind())
	}
	if in.Entries, err = tx.Entries(organ, store.EntryFilter{Kinds: kinds}); err != nil {
		return nil, err
	}
	s, err := report.Compute(in)
	for _, n := range names {
		out = append(out, NamedFigure{n, s.Label(n), s.Cell(n)})
	}
	return out, err
}

// talkTasks are the proposals, consultations and interviews that wait for this
// officer.
func (o *Office) talkTasks(tx *store.Tx, who access.Actor, d *Desk) error {
	names, err := o.names(tx, who.Organ)
	for _, tasks := range []func(*store.Tx, access.Actor, map[ledger.ID]string) ([]Task, error){o.proposalTasks, o.consultationTasks, o.interviewTasks} {
		if err != nil {
			return err
		}
		var more []Task
		more, err = tasks(tx, who, names)
		d.Tasks = append(d.Tasks, more...)
	}
	return err
}

// talkFile opens a paper of a subject that the actor may do this to.
func (o *Office) talkFile(ctx context.Context, paper ledger.ID, of func(tx *store.Tx) (ledger.ID, error), line store.AccessLine) (PaperFile, error) {
	p, err := o.paperIn(ctx, paper, func(tx *store.Tx) ([]store.Paper, error) {
		id, err := of(tx)
		if err != nil {
			return nil, err
		}
		return tx.TalkPapers(id)
	})
	if err != nil {
		return PaperFile{}, err
	}
	return o.openPaper(ctx, p, line)
}

// unitThing is a thing of a division.
func unitThing(organ, unit ledger.ID) access.Thing { return access.Thing{Organ: organ, Unit: unit} }

// writing is a text that is about to be public, with its field and its place.
type writing struct{ field, where, words string }

// fit refuses the first text in which the checks find what may not go out: a
// wrong character, a person's number.
func (o *Office) fit(tx *store.Tx, organ ledger.ID, texts ...writing) error {
	c, err := o.checker(tx, organ)
	if err != nil {
		return err
	}
	var all refusal.All
	for _, x := range texts {
		for _, f := range c.Check(check.Plain(x.words)) {
			if f.Severity == check.Block {
				all = append(all, refusal.New("talk.check.found", "R-A17", "where", x.where, "message", Advice(f.Message, f.Found, f.Suggest)).On(x.field))
				break
			}
		}
	}
	return all.Or()
}

// genuine refuses a file that is not what its name says, or that people do not
// hand in: what a browser may run stays outside.
func genuine(name, mime string, pictures bool) error {
	types := map[string]string{".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
	if !pictures {
		for ending, t := range map[string]string{".pdf": "application/pdf", ".docx": "application/zip", ".xlsx": "application/zip", ".ofd": "application/zip",
			".doc": "application/octet-stream", ".wps": "application/octet-stream", ".xls": "application/octet-stream", ".txt": "text/plain"} {
			types[ending] = t
		}
	}
	is, _, _ := strings.Cut(mime, ";")
	if want := types[strings.ToLower(filepath.Ext(name))]; want == is && want != "" {
		return nil
	}
	if pictures {
		return refusal.New("talk.paper.picture", "", "name", name).On("file")
	}
	return refusal.New("talk.paper.kind", "", "name", name).On("file")
}

// talkPapers seals what came with a form, where each file is what its name says.
func (o *Office) talkPapers(ctx context.Context, files []Upload, pictures bool) ([]store.Paper, error) {
	papers, err := o.seal(ctx, files)
	for _, p := range papers {
		if err == nil {
			err = genuine(p.Name, p.Type, pictures)
		}
	}
	return papers, err
}

// VoiceForm is what a citizen says, as typed, with the files that came with it.
type VoiceForm struct {
	Name, Contact, Words, Once string
	Door, On                   string // of one that an officer registers
	Files                      []Upload
}

func (f *VoiceForm) said() store.Said {
	tidy := func(s string) string {
		return strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", ""))
	}
	return store.Said{Name: tidy(f.Name), Contact: tidy(f.Contact), Words: tidy(strings.ReplaceAll(f.Words, "\r\n", "\n"))}
}

// maxVoices is how much may come from one address in an hour; a household or an
// office behind one address stays below.
const maxVoices = 20

// crowded counts what an address says about a subject, and refuses by that code
// what is more than an hour may bring.
func (o *Office) crowded(tx *store.Tx, subject ledger.ID, address string, many *refusal.Refusal) error {
	key := "talk/" + string(subject) + "/" + address
	n, err := tx.Attempts(key, o.now().Add(-time.Hour))
	if err != nil {
		return err
	}
	if n >= maxVoices {
		return many
	}
	return tx.PutAttempt(key, o.now())
}

// KeepSpoken gives tokens for what came with a form that is shown again, and
// reads those that it kept before.
func (o *Office) KeepSpoken(ctx context.Context, organ, subject ledger.ID, papers []KeptPaper, tokens []string) ([]Kept, error) {
	if err := access.May(access.Actor{}, access.SpeakPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return nil, err
	}
	form := "talk/" + string(subject)
	out, err := o.recall(form, tokens)
	for _, p := range papers {
		k, e := o.keepsake(form, p)
		out, err = append(out, k), errors.Join(err, e)
	}
	return out, errors.Join(err, o.hold(ctx, out))
}

// VoiceLine is what a citizen said, as the desk shows it: who is masked until it
// is opened.
type VoiceLine struct {
	store.Voice
	Papers []store.Paper
}

// voices reads what was said about a subject with its papers; open shows who.
func (o *Office) voices(tx *store.Tx, organ, subject ledger.ID, papers []store.Paper, open bool) (out []VoiceLine, err error) {
	all, err := tx.Voices(organ, subject)
	for _, v := range all {
		if !open {
			p := request.Person{Name: v.Said.Name, Phone: v.Said.Contact}.Masked()
			v.Said.Name, v.Said.Contact = p.Name, p.Phone
		}
		l := VoiceLine{Voice: v}
		for _, p := range papers {
			if p.No == strconv.Itoa(v.No) {
				l.Papers = append(l.Papers, p)
			}
		}
		out = append(out, l)
	}
	return out, err
}
