package access

import "slices"

// Verbs lists every verb that the policy knows, for tables and tests.
func Verbs() []Verb {
	out := slices.Concat([]Verb{ReadPublic, AskRequest, FollowRequest, AskService, FollowService, FileContract}, machine, outside)
	for v := range grants {
		out = append(out, v)
	}
	slices.Sort(out)
	return out
}
