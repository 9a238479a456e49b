package office_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/ledger"
)

const events = "../../testdata/events"

var newEvents = flag.Bool("new-events", false, "write samples for kinds that have none; never touches one that is there")

// sample is a stored entry as it stands in somebody's database for ever.
type sample struct {
	Organ   ledger.ID       `json:"organ"`
	Seq     int64           `json:"seq"`
	At      int64           `json:"at"` // milliseconds
	On      calendar.Day    `json:"on"`
	Kind    string          `json:"kind"`
	Subject ledger.ID       `json:"subject"`
	By      ledger.ID       `json:"by"`
	Body    json.RawMessage `json:"body"`
	Leaf    string          `json:"leaf"` // hash of the leaf, in hex
}

func (s sample) entry() ledger.Entry {
	var body bytes.Buffer
	if err := json.Compact(&body, s.Body); err != nil {
		panic(err)
	}
	return ledger.Entry{Organ: s.Organ, Seq: s.Seq, At: time.UnixMilli(s.At), On: s.On, Kind: s.Kind, Subject: s.Subject, By: s.By, Body: body.Bytes()}
}

func leaf(e ledger.Entry) string {
	h := tlog.RecordHash(e.Leaf())
	return hex.EncodeToString(h[:])
}

// Event shapes are for ever (rule 7 of the ledger): every kind that this
// release writes has a sample, and every sample that was ever stored decodes
// and encodes to the same bytes, so that its hash stays the same.
//
// A sample is never edited and never deleted. If this test fails after a change
// of a fact's type, the change is wrong: make a new kind.
func TestEventCorpus(t *testing.T) {
	t.Parallel()
	codec := office.Codec()
	files, err := filepath.Glob(filepath.Join(events, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var s sample
		d := json.NewDecoder(bytes.NewReader(text))
		d.DisallowUnknownFields()
		if err := d.Decode(&s); err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		e := s.entry()
		seen[s.Kind] = true
		if name := strings.TrimSuffix(filepath.Base(file), ".json"); name != s.Kind && !strings.HasPrefix(name, s.Kind+"_") {
			t.Errorf("%s holds a %s", file, s.Kind)
		}
		f, err := codec.Decode(e)
		if err != nil {
			t.Errorf("%s does not decode any more: %v", file, err)
			continue
		}
		again, err := ledger.New(s.Organ, s.Seq, time.UnixMilli(s.At), s.On, s.Subject, s.By, f)
		if err != nil {
			t.Errorf("%s could not be written today: %v", file, err)
			continue
		}
		if !bytes.Equal(again.Body, e.Body) {
			t.Errorf("%s encodes otherwise:\nwas %s\nis  %s", file, e.Body, again.Body)
		}
		if leaf(e) != s.Leaf || leaf(again) != s.Leaf {
			t.Errorf("%s: the leaf's hash is %s, was %s", file, leaf(again), s.Leaf)
		}
		for i := range reflect.ValueOf(f).NumField() {
			if reflect.ValueOf(f).Field(i).IsZero() {
				t.Errorf("%s: field %s is empty, so the sample would not notice its loss", file, reflect.TypeOf(f).Field(i).Name)
			}
		}
	}
	for _, kind := range codec.Kinds() {
		if seen[kind] {
			continue
		}
		if !*newEvents {
			t.Errorf("%s has no sample in testdata/events (go test ./internal/office -run EventCorpus -new-events writes one)", kind)
			continue
		}
		writeSample(t, codec[kind], int64(slices.Index(codec.Kinds(), kind))+1)
	}
}

// writeSample fills every field of a fact with a value of its type.
func writeSample(t *testing.T, of reflect.Type, seq int64) {
	t.Helper()
	v := reflect.New(of).Elem()
	for i := range of.NumField() {
		fill(v.Field(i), of.Field(i).Name)
	}
	e, err := ledger.New("o1", seq, time.UnixMilli(1563240123456), calendar.NewDay(2019, 7, 16), "subject1", "officer1", v.Interface().(ledger.Fact))
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.MarshalIndent(sample{e.Organ, e.Seq, e.At.UnixMilli(), e.On, e.Kind, e.Subject, e.By, e.Body, leaf(e)}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(events, e.Kind+".json"), append(b, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// words are values as the office writes them, by field.
var words = map[string]string{"Column": "xxgk/fdzdgk/gfxwj", "Parent": "xxgk/fdzdgk", "Category": "policy", "IndexNo": "11430600006056784X/2019-00001",
	"Mode": "proactive", "Template": "clarify", "Validity": "valid", "Cell": "visits.views", "Form": "2019", "Code": "bgs", "Register": "service",
	"publication.Kind": "normative", "people.UnitKind": "division", "people.Role": "clerk", "review.Step": "secrecy", "review.Verdict": "approve",
	"Ground": "process", "Basis": "secrecy_law", "Answer": "open",
	"record.State": "corrected", "remedy.Kind": "suit_after_review", "remedy.Procedure": "ordinary", "remedy.Act": "denied", "remedy.Event": "hearing", "remedy.Result": "upheld",
	"Root": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}

func fill(v reflect.Value, name string) {
	switch {
	case v.Type() == reflect.TypeFor[calendar.Day]():
		v.Set(reflect.ValueOf(calendar.NewDay(2019, 8, 13)))
	case v.Type() == reflect.TypeFor[ledger.Sum]():
		v.SetString(string(ledger.Salted("salt", name)))
	case words[v.Type().String()] != "":
		v.SetString(words[v.Type().String()])
	case words[name] != "" && v.Kind() == reflect.String:
		v.SetString(words[name])
	case name == "At" || name == "Of" || name == "Seq" || name == "Value" || name == "Fen":
		v.SetInt(1564977600000)
	case name == "Year":
		v.SetInt(2019)
	case v.Kind() == reflect.String:
		v.SetString(strings.ToLower(name) + "1")
	case v.CanInt():
		v.SetInt(2)
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), v.Type().Field(i).Name)
		}
	case v.Kind() == reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), name)
		}
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), name+"0")
		fill(v.Index(1), name+"1")
	}
}
