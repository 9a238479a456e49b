package proof_test

import (
	"bytes"

	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"gongkai/calendar"
	"gongkai/internal/secret"
	"gongkai/ledger"
	"gongkai/proof"
	"gongkai/publication"
	"gongkai/refusal"
)

// book is a small ledger: an article with two editions and a withdrawal among
// other entries, and a head over it that is signed by both algorithms.
type book struct {
	tree    ledger.Tree
	entries []ledger.Entry
	pen     *secret.Pen
	first   publication.Edition
}

var at = time.Date(2019, 5, 6, 9, 0, 0, 0, calendar.Shanghai)

func write(t testing.TB) *book {
	t.Helper()
	pen, err := secret.LoadPen(t.TempDir(), true)
	if err != nil {
		t.Fatal(err)
	}
	b := &book{pen: pen, first: publication.Edition{Title: "关于科技特派员的通知", Summary: "概述", HTML: "<p>正文 &amp; <b>粗</b></p>", DocNo: "岳科发〔2019〕1号",
		Genre: "notice", Topic: "science", Source: "办公室", Note: "说明", Keywords: []string{"科技", "特派员"}, Tags: []string{"execution"},
		Formed: calendar.NewDay(2019, 5, 5), ValidFrom: calendar.NewDay(2019, 6, 1), ValidTo: calendar.NewDay(2024, 5, 31),
		Files: []publication.File{{Name: "附件.docx", SHA: strings.Repeat("ab", 32), Alt: "图", Size: 7}}, Salt: "PEPPER"}}
	add := func(subject ledger.ID, f ledger.Fact) {
		e, err := ledger.New("yykjj", int64(len(b.entries)+1), at.Add(time.Duration(len(b.entries))*time.Hour), calendar.NewDay(2019, 5, 6), subject, "yykjj.zhuren", f)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.tree.Add(e); err != nil {
			t.Fatal(err)
		}
		b.entries = append(b.entries, e)
	}
	add("a1", publication.Submitted{Edition: 1, Sum: b.first.Sum()})
	add("a1", publication.Published{Edition: 1, Sum: b.first.Sum(), IndexNo: "11430600006387561X/2019-00001", Formed: b.first.Formed})
	add("a2", publication.Published{Edition: 1, Sum: "ff"})
	add("a1", publication.Revised{Edition: 2, Sum: "ee"})
	add("a2", publication.Rated{Validity: "expired"})
	add("a1", publication.TakenDown{Edition: 2, Reason: "dd"})
	add("a2", publication.TakenDown{Edition: 1, Reason: "cc"})
	return b
}

func (b *book) head(t testing.TB, organ ledger.ID) (proof.Head, string) {
	t.Helper()
	top, err := b.tree.Head()
	if err != nil {
		t.Fatal(err)
	}
	h := proof.Head{Organ: organ, Head: top, SignedAt: at.Add(24 * time.Hour)}
	signed, err := h.Sign(b.pen.Signers(proof.Origin(organ))...)
	if err != nil {
		t.Fatal(err)
	}
	return h, signed
}

// file proves the entry began, and the one that ended it when there is one.
func (b *book) file(t testing.TB, began, ended int64, text *proof.Edition) proof.File {
	t.Helper()
	h, signed := b.head(t, "yykjj")
	f := proof.File{Format: proof.Format, Edition: text, Head: signed, Keys: b.pen.Keys(proof.Origin("yykjj"))}
	var err error
	if f.Public, err = proof.StandOf(b.entries[began-1], h.Head, &b.tree); err != nil {
		t.Fatal(err)
	}
	if ended > 0 {
		e, err := proof.StandOf(b.entries[ended-1], h.Head, &b.tree)
		if err != nil {
			t.Fatal(err)
		}
		f.Ended = &e
	}
	return f
}

func check(b []byte, pinned ...string) (proof.Verdict, error) {
	f, err := proof.Read(b)
	if err != nil {
		return proof.Verdict{}, err
	}
	return f.Check(secret.Verifier, pinned)
}

type encoded interface{ Encode() ([]byte, error) }

// extension shows that the head over everything continues the one over the
// first n entries, which a key signed that is not in use any more.
func (b *book) extension(t testing.TB, n int) proof.Extension {
	t.Helper()
	_, signed := b.head(t, "yykjj")
	old, err := secret.LoadPen(t.TempDir(), false)
	if err != nil {
		t.Fatal(err)
	}
	former := proof.Head{Organ: "yykjj", SignedAt: at}
	if former.Head, err = ledger.Root(int64(n), &b.tree); err != nil {
		t.Fatal(err)
	}
	note, err := former.Sign(old.Signers(proof.Origin("yykjj"))...)
	if err != nil {
		t.Fatal(err)
	}
	x, err := proof.Keys(secret.Verifier).Extend(note, signed, append(old.Keys(proof.Origin("yykjj")), b.pen.Keys(proof.Origin("yykjj"))...), &b.tree)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func encode(t testing.TB, f encoded) []byte {
	t.Helper()
	b, err := f.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// PF-FILE: a file that the office wrote holds, and says what it shows and what not.
func TestProof(t *testing.T) {
	t.Parallel()
	b := write(t)
	text := proof.EditionOf(b.first)
	for _, x := range []struct {
		why          string
		f            proof.File
		proved, open []string
	}{
		{"public", b.file(t, 2, 0, text), []string{"第1版于 2019-05-06 10:00:00 首次公开：台账第2号", "索引号是 11430600006387561X/2019-00001", "题为《关于科技特派员的通知》"},
			[]string{"公钥是文件自带的", "附件的内容不在文件里", "公开到何时，文件没有说明"}},
		{"superseded, without the text", b.file(t, 2, 4, nil), []string{"2019-05-06 12:00:00 被新的一版取代：台账第4号"},
			[]string{"文件不带正文", "有没有别的变动"}},
		{"withdrawn", b.file(t, 4, 6, nil), []string{"第2版于 2019-05-06 12:00:00 更新为", "2019-05-06 14:00:00 撤回：台账第6号"}, nil},
	} {
		v, err := check(encode(t, x.f))
		if err != nil {
			t.Errorf("%s: %v", x.why, err)
			continue
		}
		proved, open := strings.Join(v.Proved(), "\n"), strings.Join(v.NotProved(), "\n")
		for _, w := range x.proved {
			if !strings.Contains(proved, w) {
				t.Errorf("%s: %q is not said to be proved:\n%s", x.why, w, proved)
			}
		}
		for _, w := range x.open {
			if !strings.Contains(open, w) {
				t.Errorf("%s: %q is not said to be open:\n%s", x.why, w, open)
			}
		}
	}
	good := encode(t, b.file(t, 2, 0, text))
	for _, k := range b.pen.Keys(proof.Origin("yykjj")) {
		if v, err := check(good, k); err != nil || len(v.Pinned) != 1 || strings.Contains(strings.Join(v.NotProved(), ""), "文件自带") {
			t.Errorf("with the key %s: %v", secret.Algorithm(k), err)
		}
	}
}

// PF-FILE: no byte of the file can change unseen.
func TestEveryByte(t *testing.T) {
	t.Parallel()
	b := write(t)
	for _, good := range [][]byte{encode(t, b.file(t, 2, 4, proof.EditionOf(b.first))), encode(t, b.extension(t, 3))} {
		everyByte(t, good)
	}
}

func everyByte(t *testing.T, good []byte) {
	t.Helper()
	if err := reread(good); err != nil {
		t.Fatal(err)
	}
	for i := range good {
		flip := byte(1)
		if good[i]|0x20 >= 'a' && good[i]|0x20 <= 'z' { // a letter: its other case is the change that parsers forgive
			flip = 0x20
		}
		bad := bytes.Clone(good)
		bad[i] ^= flip
		if _, ok := refusal.As(reread(bad)); !ok {
			t.Fatalf("byte %d, %q → %q: not seen", i, good[i], bad[i])
		}
		if i%7 > 0 {
			continue
		}
		for _, bad := range [][]byte{append(bytes.Clone(good[:i]), good[i+1:]...), append(append(bytes.Clone(good[:i]), ' '), good[i:]...)} {
			if err := reread(bad); err == nil {
				t.Fatalf("a byte taken out or put in at %d was not seen", i)
			}
		}
	}
}

// PF-FILE: nor any field, when the file is written anew around the change.
func TestEveryField(t *testing.T) {
	t.Parallel()
	b := write(t)
	file, extension := b.file(t, 2, 4, proof.EditionOf(b.first)), b.extension(t, 3)
	if n := everyField(t, &file); n < 80 {
		t.Errorf("only %d changes were tried", n)
	}
	if n := everyField(t, &extension); n < 20 {
		t.Errorf("only %d changes were tried", n)
	}
}

// everyField changes each field in turn and says how many changes it tried.
func everyField(t *testing.T, good encoded) (n int) {
	t.Helper()
	var walk func(v reflect.Value, at string)
	try := func(at string) {
		n++
		if err := reread(encode(t, good)); err == nil {
			t.Errorf("%s: the change was not seen", at)
		}
	}
	walk = func(v reflect.Value, at string) {
		switch v.Kind() {
		case reflect.Pointer:
			walk(v.Elem(), at)
		case reflect.String:
			was := v.String()
			for _, to := range []string{was + "x", "x", strings.ToUpper(was) + " ", was + "\n", was + "\x00"} {
				v.SetString(to)
				try(at)
			}
			v.SetString(was)
		case reflect.Struct:
			if v.Type() == reflect.TypeFor[calendar.Day]() {
				was := v.Interface()
				v.Set(reflect.ValueOf(calendar.NewDay(2001, 1, 1)))
				try(at)
				v.Set(reflect.ValueOf(was))
				return
			}
			for i := range v.NumField() {
				walk(v.Field(i), at+"."+v.Type().Field(i).Name)
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i), fmt.Sprintf("%s[%d]", at, i))
			}
			was := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(was, v)
			v.Set(was.Slice(0, v.Len()-1))
			try(at + " shorter")
			v.Set(reflect.Append(was, was.Index(0)))
			try(at + " longer")
			v.Set(was)
		case reflect.Array: // a hash of the path
			was := v.Index(3).Uint()
			v.Index(3).SetUint(was ^ 1)
			try(at)
			v.Index(3).SetUint(was)
		default:
			t.Fatalf("%s is a %s, which this test cannot change", at, v.Kind())
		}
	}
	walk(reflect.ValueOf(good), "file")
	if err := reread(encode(t, good)); err != nil {
		t.Errorf("the file did not come back: %v", err)
	}
	return n
}

// reread checks a file of either kind.
func reread(b []byte) error {
	if x, err := proof.ReadExtension(b); err == nil {
		_, err = x.Check(secret.Verifier, nil)
		return err
	}
	_, err := check(b)
	return err
}

// PF-FILE: what does not belong together is refused by name, though each part
// is right by itself.
func TestWrongFiles(t *testing.T) {
	t.Parallel()
	b := write(t)
	text := proof.EditionOf(b.first)
	changed := func(f proof.File, by func(*proof.File)) proof.File { by(&f); return f }
	_, otherHead := b.head(t, "other")
	stranger, err := secret.LoadPen(t.TempDir(), false)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		code string
		f    proof.File
	}{
		{"proof.file.format", changed(b.file(t, 2, 0, text), func(f *proof.File) { f.Format = "gongkai proof v2" })},
		{"proof.file.kind", b.file(t, 1, 0, nil)},
		{"proof.file.ended", b.file(t, 2, 3, nil)}, // of another article
		{"proof.file.ended", b.file(t, 4, 2, nil)}, // before it
		{"proof.file.ended", b.file(t, 2, 6, nil)}, // the end of edition 2
		{"proof.file.ended", b.file(t, 3, 5, nil)}, // no end at all
		{"proof.file.sum", b.file(t, 4, 0, text)},
		{"proof.file.organ", changed(b.file(t, 2, 0, text), func(f *proof.File) { f.Head, f.Keys = otherHead, b.pen.Keys(proof.Origin("other")) })},
		{"proof.file.hash", changed(b.file(t, 2, 0, text), func(f *proof.File) { f.Public.Hash = f.Public.Hash[1:] + "0" })},
		{"proof.file.entry", changed(b.file(t, 2, 0, text), func(f *proof.File) { f.Public.Entry += "\n" })},
		{"proof.file.path", changed(b.file(t, 2, 0, text), func(f *proof.File) { f.Public.Path = f.Public.Path[1:] })},
		{"proof.file.keys", changed(b.file(t, 2, 0, text), func(f *proof.File) { f.Keys = append(f.Keys, stranger.Keys(proof.Origin("yykjj"))...) })},
		{"proof.head.signature", changed(b.file(t, 2, 0, text), func(f *proof.File) { f.Keys = stranger.Keys(proof.Origin("yykjj")) })},
		{"proof.head.signature", changed(b.file(t, 2, 0, text), func(f *proof.File) { f.Keys = f.Keys[:1] })}, // a line that nobody checks
		{"proof.head.key", changed(b.file(t, 2, 0, text), func(f *proof.File) { f.Keys = []string{"x"} })},
	} {
		_, err := check(encode(t, x.f))
		if r, ok := refusal.As(err); !ok || r.Code != x.code || r.Words() == r.Code {
			t.Errorf("got %v, want %s", err, x.code)
		}
	}
	_, err = check(encode(t, b.file(t, 2, 0, text)), stranger.Keys(proof.Origin("yykjj"))...)
	if r, ok := refusal.As(err); !ok || r.Code != "proof.file.pinned" {
		t.Errorf("another key: %v", err)
	}
	for _, junk := range []string{"", "{}", "null", "[]", `{"format":1}`, `{"format":"gongkai proof v1","more":1}`, strings.Repeat("[", 9999)} {
		if _, err := proof.Read([]byte(junk)); err == nil {
			t.Errorf("%.20q was read", junk)
		}
	}
}

// PF-FILE: a later head continues a former one, by whatever key that was signed.
func TestExtension(t *testing.T) {
	t.Parallel()
	b := write(t)
	for n := 1; n <= len(b.entries); n++ {
		x := b.extension(t, n)
		v, err := x.Check(secret.Verifier, x.Keys[:1])
		if err != nil || v.Former.Seq != int64(n) || v.Head.Seq != int64(len(b.entries)) || len(v.Keys) != 3 || len(v.Pinned) != 1 ||
			!strings.Contains(strings.Join(v.Proved(), ""), fmt.Sprintf("共%d条记录", n)) || len(v.NotProved()) != 1 {
			t.Errorf("after %d: %+v, %v", n, v, err)
		}
	}
	x, other := b.extension(t, 3), b.extension(t, 4)
	x.Former, x.Keys = other.Former, other.Keys
	_, err := x.Check(secret.Verifier, nil)
	if r, ok := refusal.As(err); !ok || r.Code != "proof.extension.path" {
		t.Errorf("the path of another head: %v", err)
	}
	other.Former, other.Head = other.Head, other.Former
	if _, err := other.Check(secret.Verifier, nil); err == nil {
		t.Error("the wrong way round")
	}
}

// PF-HEAD: a head is read only as it was written, and follows the former one.
func TestHead(t *testing.T) {
	t.Parallel()
	b := write(t)
	h, signed := b.head(t, "yykjj")
	mine := b.pen.Keys(proof.Origin("yykjj"))
	open := proof.Keys(secret.Verifier)
	if got, by, err := open.Open(signed, append(mine, b.pen.Keys("gongkai/other")...)); err != nil || got.Head != h.Head || got.Organ != "yykjj" ||
		!got.SignedAt.Equal(h.SignedAt) || !reflect.DeepEqual(by, mine) || got.Day() != calendar.NewDay(2019, 5, 7) {
		t.Errorf("%+v by %v: %v", got, by, err)
	}
	line := signed[strings.LastIndex(strings.TrimSpace(signed), "\n")+1:]
	for why, bad := range map[string]string{
		"a signature twice": signed + line, "without signature": h.Text() + "\n", "cut": signed[:len(signed)-1], "empty": "",
	} {
		if _, _, err := open.Open(bad, mine); err == nil {
			t.Errorf("%s: taken", why)
		}
	}
	var small ledger.Tree
	var formers []proof.Head
	for _, e := range b.entries {
		if err := small.Add(e); err != nil {
			t.Fatal(err)
		}
		top, err := small.Head()
		if err != nil {
			t.Fatal(err)
		}
		formers = append(formers, proof.Head{Organ: "yykjj", Head: top, SignedAt: at})
	}
	for _, former := range formers {
		if err := h.Follows(former, &b.tree); err != nil {
			t.Errorf("after %d: %v", former.Seq, err)
		}
		former.Root[0] ^= 1
		if r, ok := refusal.As(h.Follows(former, &b.tree)); !ok || r.Code != "proof.head.diverged" {
			t.Errorf("after another ledger of %d", former.Seq)
		}
	}
	if r, ok := refusal.As(formers[2].Follows(h, &b.tree)); !ok || r.Code != "proof.head.diverged" {
		t.Error("a shorter ledger was taken")
	}
}

// FuzzCheck: no bytes but those that the office wrote are a proof, and none
// bring the program down.
func FuzzCheck(f *testing.F) {
	b := write(f)
	good := encode(f, b.file(f, 2, 4, proof.EditionOf(b.first)))
	bare := encode(f, b.file(f, 4, 6, nil))
	f.Add(good)
	f.Add(bare)
	f.Add([]byte(`{"format":"gongkai proof v1","public":{"entry":"","hash":"","path":[]},"head":"","keys":[]}`))
	withoutEnd := encode(f, b.file(f, 2, 0, proof.EditionOf(b.first)))
	mine := b.pen.Keys(proof.Origin("yykjj"))
	f.Fuzz(func(t *testing.T, in []byte) {
		if _, err := check(in, mine...); err == nil && !bytes.Equal(in, good) && !bytes.Equal(in, bare) && !bytes.Equal(in, withoutEnd) {
			t.Errorf("taken:\n%s", in)
		}

	})
}
