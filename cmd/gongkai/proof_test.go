package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"gongkai/calendar"
)

// siteCmd starts the program in the background of a script: site ARGUMENT….
// What it logs goes to site.log; SITE is its address, DAY today, ARTICLE the first
// article of the first organ's home page, when there is one. site alone stops it.
func siteCmd(ts *testscript.TestScript, neg bool, args []string) {
	if stop, ok := ts.Value(running{}).(*func()); ok && *stop != nil {
		(*stop)()
		*stop = nil
	}
	if len(args) == 0 {
		return
	}
	log, err := os.Create(ts.MkAbs("site.log"))
	ts.Check(err)
	cmd := exec.Command(binary, args...)
	cmd.Dir, cmd.Stderr = ts.MkAbs("."), log
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	stop := func() {
		cmd.Process.Signal(syscall.SIGTERM)
		cmd.Wait()
		log.Close()
	}
	ts.Defer(func() { cmd.Process.Kill() })
	*ts.Value(running{}).(*func()) = stop
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		m := regexp.MustCompile(`(http://127\.0\.0\.1:\d+)(/[a-z]+/)`).FindStringSubmatch(lines.Text())
		if m == nil {
			continue
		}
		go io.Copy(io.Discard, out)
		ts.Setenv("SITE", m[1])
		ts.Setenv("DAY", calendar.DayOf(time.Now()).String())
		home := fetch(ts, m[1]+m[2])
		if a := regexp.MustCompile(`/a/([0-9a-z]+)"`).FindSubmatch(home); a != nil {
			ts.Setenv("ARTICLE", string(a[1]))
		}
		return
	}
	ts.Fatalf("no address")
}

// running is where a script keeps what stops its site.
type running struct{}

// getCmd fetches from the site until it is there: get PATH FILE.
func getCmd(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), fetch(ts, ts.Getenv("SITE")+args[0]), 0o600))
}

func fetch(ts *testscript.TestScript, at string) []byte {
	for range 100 {
		r, err := http.Get(at)
		if err == nil {
			b, err := io.ReadAll(r.Body)
			r.Body.Close()
			if err == nil && r.StatusCode == http.StatusOK && len(b) > 0 {
				return b
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	ts.Fatalf("%s does not come", at)
	return nil
}

// alterCmd copies a file with a word exchanged: alter FROM TO OLD NEW.
func alterCmd(ts *testscript.TestScript, neg bool, args []string) {
	b := []byte(ts.ReadFile(args[0]))
	if !bytes.Contains(b, []byte(args[2])) {
		ts.Fatalf("%s does not hold %q", args[0], args[2])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), bytes.Replace(b, []byte(args[2]), []byte(args[3]), 1), 0o600))
}

// proofCmds are the commands of the scripts about proof.
func proofCmds() map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){"site": siteCmd, "get": getCmd, "alter": alterCmd,
		"count": func(ts *testscript.TestScript, neg bool, args []string) { // count N WORD FILE
			if got := fmt.Sprint(bytes.Count([]byte(ts.ReadFile(args[2])), []byte(args[1]))); got != args[0] {
				ts.Fatalf("%s holds %q %s times", args[2], args[1], got)
			}
		}}
}
