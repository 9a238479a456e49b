package staff_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	oneForm = regexp.MustCompile(`(?s)<form.*?</form>`)
	submit  = regexp.MustCompile(`<button[^>]*>`)
)

// TestEnterPressesTheMainButton: the browser gives Enter to the first submit
// button of a form. Where a form has several, that is the main one, or the
// unseen one of the template "enter"; only writing may save where Enter is pressed.
func TestEnterPressesTheMainButton(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../*/templates/*.html")
	if err != nil || len(files) < 100 {
		t.Fatalf("%d templates, %v", len(files), err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, form := range oneForm.FindAllString(string(b), -1) {
			if strings.Contains(form, `{{template "enter"`) || filepath.Base(f) == "draft.html" {
				continue
			}
			var buttons []string
			for _, x := range submit.FindAllString(form, -1) {
				if !strings.Contains(x, `type="button"`) {
					buttons = append(buttons, x)
				}
			}
			if len(buttons) > 1 && regexp.MustCompile(`class="[^"]*(quiet|second|plain|word|danger)|formnovalidate`).MatchString(buttons[0]) {
				t.Errorf("%s: Enter presses %s", f, buttons[0])
			}
		}
	}
}
