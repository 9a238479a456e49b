// Package gongkai is the root of the product; the README is its first page.
// Its tests hold the architecture to its word, see arch_test.go.
package gongkai
