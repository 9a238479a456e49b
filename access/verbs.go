package access

import "slices"

// What the public may do where there is a site, and what whoever holds the query
// code may do to their own matter.
var (
	toAll    = []Verb{AskRequest, AskService, WriteLetter}
	toHolder = []Verb{FollowRequest, FollowService, FollowLetter}
)

// machine lists what timed work may do, outside what a signed link lets do.
var (
	machine = []Verb{ReleaseArticle, SignHead, WatchSite, RemindRequest, SweepUploads, FetchLetters}
	outside = []Verb{ReviewOutside}
)

// Verbs lists every verb that the policy knows, for tables and tests.
func Verbs() []Verb {
	out := slices.Concat([]Verb{ReadPublic}, toAll, toHolder, machine, outside)
	for v := range grants {
		out = append(out, v)
	}
	slices.Sort(out)
	return out
}
