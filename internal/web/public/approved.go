package public

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"

	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/people"
)

// Approved returns how the page of a live article must look below a base
// address, made from the rows past everything that is kept: the watcher compares
// it with what is served. Faults go to the log.
func Approved(o *office.Office, log *slog.Logger) func(ctx context.Context, organ people.Organ, base string, id ledger.ID) ([]byte, error) {
	as := loadAssets()
	pages := loadPages(as)
	return func(ctx context.Context, organ people.Organ, base string, id ledger.ID) ([]byte, error) {
		s := &server{o: o, log: log, assets: as, pages: pages, cache: newCache(0)}
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/a/"+string(id), nil)
		if err != nil {
			return nil, err
		}
		a := &ask{s: s, r: r, organ: organ, base: base, here: "/a/" + string(id)}
		v, err := o.PublicArticle(ctx, organ.ID, id)
		if err != nil {
			return nil, err
		}
		p, err := a.frame(v.Edition.Title, v.Article.Column)
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		err = pages.execute(&b, a.articlePage(p, v))
		return b.Bytes(), err
	}
}
