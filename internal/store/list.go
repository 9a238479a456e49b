package store

import "encoding/json"

// list reads a JSON list; an empty one comes back as nil.
type list[T any] struct{ to *[]T }

func (l list[T]) Scan(v any) error {
	s, err := text(v)
	if err != nil {
		return err
	}
	*l.to = nil
	if s == "[]" {
		return nil
	}
	return json.Unmarshal([]byte(s), l.to)
}

// asList writes a list as JSON.
func asList[T any](v []T) string {
	if len(v) == 0 {
		return "[]"
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic("store: list of strings or structs cannot be encoded: " + err.Error())
	}
	return string(b)
}
