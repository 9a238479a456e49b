package ledger

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
)

// Codec knows every kind of fact. Event shapes are for ever: a kind that it
// does not know, or a field that the shape lacks, is an error and never passed
// over, because a figure might rest on it.
type Codec map[string]reflect.Type

// NewCodec gathers the prototypes that each noun lists in its Facts().
func NewCodec(nouns ...[]Fact) Codec {
	c := Codec{}
	for _, facts := range nouns {
		for _, f := range facts {
			if _, twice := c[f.Kind()]; twice {
				panic("ledger: two facts of kind " + f.Kind())
			}
			c[f.Kind()] = reflect.TypeOf(f)
		}
	}
	return c
}

// Decode returns the fact of an entry as the value type of its prototype.
func (c Codec) Decode(e Entry) (Fact, error) {
	t, ok := c[e.Kind]
	if !ok {
		return nil, fmt.Errorf("ledger: entry %d: unknown kind %q", e.Seq, e.Kind)
	}
	p := reflect.New(t)
	d := json.NewDecoder(bytes.NewReader(e.Body))
	d.DisallowUnknownFields()
	if err := d.Decode(p.Interface()); err != nil {
		return nil, fmt.Errorf("ledger: entry %d: %s: %w", e.Seq, e.Kind, err)
	}
	return p.Elem().Interface().(Fact), nil
}

// Kinds lists the known kinds in order.
func (c Codec) Kinds() []string {
	out := make([]string, 0, len(c))
	for k := range c {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// FreeStrings names the fields of a fact that could hold prose: fields whose
// type is the bare string. The tests of every noun demand that there are none.
func FreeStrings(f Fact) []string {
	var out []string
	var walk func(reflect.Type, string)
	walk = func(t reflect.Type, at string) {
		switch t.Kind() {
		case reflect.Map:
			walk(t.Key(), at)
			walk(t.Elem(), at)
		case reflect.Slice, reflect.Array, reflect.Pointer:
			walk(t.Elem(), at)
		case reflect.Struct:
			if t.PkgPath() == "gongkai/calendar" || t.PkgPath() == "time" {
				return
			}
			for i := range t.NumField() {
				walk(t.Field(i).Type, at+"."+t.Field(i).Name)
			}
		case reflect.String:
			if t == reflect.TypeFor[string]() {
				out = append(out, at)
			}
		case reflect.Interface:
			out = append(out, at)
		}
	}
	walk(reflect.TypeOf(f), f.Kind())
	return out
}
