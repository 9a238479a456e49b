package bench

import (
	"context"
	"os"
	"path/filepath"

	"gongkai/internal/demo"
	"gongkai/internal/index"
	"gongkai/ledger"
	"gongkai/search"
)

// engine is our search over texts, in a folder of its own.
type engine struct {
	*index.Index
	lex *search.Lexicon
}

// NewSearch begins an empty index in a folder.
func NewSearch(ctx context.Context, dir string) (Searcher, error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	lex := search.NewLexicon("", "")
	x, err := index.Create(ctx, filepath.Join(dir, "search.db"), lex)
	return &engine{x, lex}, err
}

// Put adds texts as the office would.
func (x *engine) Put(ctx context.Context, texts []Text) error {
	docs := make([]index.Doc, len(texts))
	for i, t := range texts {
		docs[i] = index.Doc{Organ: demo.Token, ID: t.Key, Kind: "news", Column: ledger.Code(t.Column), Unit: t.Unit,
			Day: t.Formed, Title: t.Title, DocNo: t.DocNo, Lead: t.Lead, Text: t.Plain()}
		switch docs[i].Void = t.Repealed; {
		case t.Repealed:
			docs[i].Validity = "repealed"
		case t.Type.Official():
			docs[i].Validity = "valid"
		}
	}
	return x.Index.Put(ctx, docs...)
}

// Done merges what many additions left.
func (x *engine) Done(ctx context.Context) error { return x.Finish(ctx) }

// Find is the first page of an answer.
func (x *engine) Find(ctx context.Context, typed string) ([]string, error) {
	found, err := x.Search(ctx, index.Ask{Organ: demo.Token, Query: search.Parse(typed, x.lex), Today: Today(), Page: 1, Size: 10})
	keys := make([]string, len(found.Hits))
	for i, h := range found.Hits {
		keys[i] = h.ID
	}
	return keys, err
}
