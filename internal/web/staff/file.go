package staff

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
)

// file serves an attachment or a picture of a text that may not be public yet.
func (s *server) file(a *ask) error {
	no, err := a.no()
	if err != nil {
		return err
	}
	f, err := s.o.StaffFile(a.ctx(), a.who, a.id(), no, a.r.PathValue("sha"))
	if err != nil {
		return err
	}
	return a.send(f)
}

// statementFile serves the document behind a stated number.
func (s *server) statementFile(a *ask) error {
	seq, err := strconv.ParseInt(a.r.PathValue("seq"), 10, 64)
	if err != nil {
		return refusal.NotFound("access.may.absent")
	}
	f, err := s.o.StatementFile(a.ctx(), a.who, seq)
	if err != nil {
		return err
	}
	return a.send(f)
}

// send hands a file over, a picture to be seen and all else to be kept.
func (a *ask) send(f office.FileContent) error {
	defer f.Close()
	how := "attachment"
	if strings.HasPrefix(f.Type, "image/") && f.Type != "image/svg+xml" {
		how = "inline"
	}
	a.w.Header().Set("Content-Type", f.Type)
	a.w.Header().Set("Content-Disposition", how+"; filename*=UTF-8''"+url.PathEscape(f.Name))
	http.ServeContent(a.w, a.r, "", a.s.o.Now(), f)
	return nil
}

// pictures points the pictures of a text, which it names by their hash, at the
// desk, where they can be seen before they are public.
func (a *ask) pictures(id ledger.ID, no int, html string) string {
	return inText.ReplaceAllString(html, `src="`+a.path("/articles/%s/%d/files", escape(string(id)), no)+`/$1/tu"`)
}

var inText = regexp.MustCompile(`src="/files/([0-9a-f]{64})"`)
