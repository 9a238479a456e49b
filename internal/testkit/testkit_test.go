package testkit_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/internal/store"
	"gongkai/internal/testkit"
)

// TestAxe plants a picture without words, and sees that it is found.
func TestAxe(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write([]byte(`<!doctype html><html lang="zh-CN"><title>页</title><main><h1>页</h1><img src="data:,"></main></html>`))
	}))
	defer srv.Close()
	tab := testkit.Browser(t)
	testkit.Do(t, tab, testkit.Width(375), chromedp.Navigate(srv.URL))
	found := testkit.Axe(t, tab)
	if !slices.ContainsFunc(found, func(v testkit.Violation) bool { return v.ID == "image-alt" }) {
		t.Errorf("axe found %v, and not the picture", found)
	}
}

// TestEachDB sees that both databases come up empty and separate.
func TestEachDB(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		if from, to, err := db.Pending(t.Context()); err != nil || from != to || from == 0 {
			t.Errorf("schema %d of %d: %v", from, to, err)
		}
	})
}
