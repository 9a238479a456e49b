package refusal

import (
	_ "embed"
	"strings"
)

//go:embed words.txt
var wordsText string

var catalogue = parseWords(wordsText)

// parseWords reads "code = sentence" lines; # starts a comment.
func parseWords(text string) map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		code, words, ok := strings.Cut(line, " = ")
		if !ok {
			panic("refusal: words.txt: no ' = ' in " + line)
		}
		out[strings.TrimSpace(code)] = strings.TrimSpace(words)
	}
	return out
}
