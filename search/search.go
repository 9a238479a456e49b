// Package search understands what people look for, and says how well a text
// answers it.
//
// A query is typed by a citizen: in simplified or traditional characters, in
// pinyin or its initials, with a document number in any brackets, with a slip.
// Nothing of it is an error; what cannot be looked for is passed over.
//
//	typed ─► Parse ─► Query: what must be there (Need), in which forms (Phrase)
//	                    │
//	text  ─► Tokens ─► index (internal/index) ─► candidates ─► Query.Score, Mark, Passage
//
// Texts are cut into pairs of neighbouring characters and words of letters and
// digits (term.go), so that each two characters that stand side by side are
// found, whatever a dictionary thinks of them. Words, synonyms and readings
// (words.txt, synonyms.txt, sound.txt, readings.txt) only add to that: where
// the whole of a long query stands nowhere, its words are looked for, then most
// of them; where nothing at all is found, what sounds or looks alike (near.go).
// docs/adr/0017 says why.
package search

// Longest is how many characters of a query are looked at.
const Longest = 100
