package mailin

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"

	"gongkai/internal/office"
)

// step is how far a reading came.
type step int

const (
	connecting step = iota
	securing
	signingIn
	opening // the folder
	reading
	moving
)

// stepError is an error with the step at which it came.
type stepError struct {
	at  step
	err error
}

func (e *stepError) Error() string { return e.err.Error() }
func (e *stepError) Unwrap() error { return e.err }

var (
	errNoAuth = errors.New("neither LOGIN nor PLAIN")
	errNoMove = errors.New("no MOVE")
	errNear   = errors.New("plain text beyond this machine")
	errLate   = errors.New("no answer")
)

// session is a folder that is open.
type session struct {
	c          *imapclient.Client
	conn       net.Conn
	stop       func() bool
	watch      *time.Timer // ends an exchange that takes too long
	late       atomic.Bool
	validity   uint32
	next       uint32
	renumbered bool
}

// open connects, signs in and opens the folder. Ending the context ends what
// waits.
func open(ctx context.Context, b office.Inbox, roots *x509.CertPool) (*session, error) {
	s := &session{}
	fail := func(at step, err error) (*session, error) { return nil, s.failed(at, err) }
	near := b.Host == "localhost"
	if ip := net.ParseIP(b.Host); ip != nil {
		near = ip.IsLoopback()
	}
	if b.Secure == office.InboxPlain && !near {
		return fail(securing, errNear)
	}
	raw, err := (&net.Dialer{Timeout: 20 * time.Second}).DialContext(ctx, "tcp", net.JoinHostPort(b.Host, strconv.Itoa(b.Port)))
	if err != nil {
		return fail(connecting, err)
	}
	s.conn, s.stop = raw, context.AfterFunc(ctx, func() { raw.Close() })
	s.watch = time.AfterFunc(oneAct, func() {
		s.late.Store(true)
		raw.Close()
	})
	done := false
	defer func() {
		if !done {
			s.close()
		}
	}()
	secure := &tls.Config{ServerName: b.Host, RootCAs: roots, MinVersion: tls.VersionTLS12}
	switch b.Secure {
	case office.InboxTLS:
		t := tls.Client(raw, secure)
		if err := t.HandshakeContext(ctx); err != nil {
			return fail(securing, err)
		}
		s.c = imapclient.New(t, nil)
	case office.InboxSTARTTLS:
		c, err := imapclient.NewStartTLS(raw, &imapclient.Options{TLSConfig: secure})
		if err != nil {
			return fail(securing, err)
		}
		s.c = c
	default:
		s.c = imapclient.New(raw, nil)
	}
	if err := s.c.WaitGreeting(); err != nil {
		return fail(connecting, err)
	}
	if err := s.signIn(b); err != nil {
		return fail(signingIn, err)
	}
	// Some servers let no program in that does not say its name.
	if s.c.Caps().Has(imap.CapID) {
		s.wait()
		if _, err := s.c.ID(&imap.IDData{Name: "gongkai", Version: "1", Vendor: "gongkai"}).Wait(); err != nil {
			return fail(signingIn, err)
		}
	}
	s.wait()
	got, err := s.c.Select(b.Folder, &imap.SelectOptions{ReadOnly: b.Done == office.InboxLeave}).Wait()
	if err != nil {
		return fail(opening, err)
	}
	if b.Done == office.InboxMove {
		if err := s.movable(b); err != nil {
			return nil, err
		}
	}
	s.validity, s.next = got.UIDValidity, uint32(got.UIDNext)
	if s.next == 0 { // not told by a few servers
		all, err := s.after(0)
		if err != nil {
			return nil, err
		}
		s.next = 1
		if len(all) > 0 {
			s.next = all[len(all)-1] + 1
		}
	}
	done = true
	return s, nil
}

// movable sees that mails can be moved into the other folder, and by one
// command: to copy and to delete is not ours to do.
func (s *session) movable(b office.Inbox) error {
	if caps := s.c.Caps(); !caps.Has(imap.CapMove) && !caps.Has(imap.CapIMAP4rev2) {
		return s.failed(moving, errNoMove)
	}
	s.wait()
	if _, err := s.c.Status(b.DoneFolder, &imap.StatusOptions{UIDNext: true}).Wait(); err != nil {
		return s.failed(moving, err)
	}
	return nil
}

func (s *session) signIn(b office.Inbox) error {
	s.wait()
	caps := s.c.Caps()
	if caps.Has(imap.AuthCap("PLAIN")) {
		return s.c.Authenticate(sasl.NewPlainClient("", b.Account, b.Password))
	}
	if caps.Has(imap.CapLoginDisabled) {
		return errNoAuth
	}
	return s.c.Login(b.Account, b.Password).Wait()
}

// wait bounds the next exchange. The client sets the line's own deadlines, and
// none for a server that says nothing at all.
func (s *session) wait() { s.watch.Reset(oneAct) }

// failed is an error with its step.
func (s *session) failed(at step, err error) error {
	if s.late.Load() {
		err = errLate
	}
	return &stepError{at, err}
}

func (s *session) close() {
	s.stop()
	s.watch.Reset(3 * time.Second)
	defer s.watch.Stop()
	if s.c != nil {
		_ = s.c.Logout().Wait()
		_ = s.c.Close()
	}
	_ = s.conn.Close()
}

// after lists the UIDs above one, in order.
func (s *session) after(uid uint32) ([]uint32, error) {
	s.wait()
	var set imap.UIDSet
	set.AddRange(imap.UID(uid+1), 0)
	got, err := s.c.UIDSearch(&imap.SearchCriteria{UID: []imap.UIDSet{set}}, nil).Wait()
	if err != nil {
		return nil, s.failed(reading, err)
	}
	var out []uint32
	for _, x := range got.AllUIDs() {
		if uint32(x) > uid { // "n:*" names the last mail whatever n is
			out = append(out, uint32(x))
		}
	}
	slices.Sort(out)
	return out, nil
}

// fetch reads one mail; of one that is too large its head alone. A mail that
// somebody took away meanwhile is not there.
func (s *session) fetch(uid uint32) (m office.ArrivedMail, ok bool, err error) {
	s.wait()
	set := imap.UIDSetNum(imap.UID(uid))
	list, err := s.c.Fetch(set, &imap.FetchOptions{UID: true, RFC822Size: true, InternalDate: true}).Collect()
	if err != nil {
		return m, false, s.failed(reading, err)
	}
	if len(list) == 0 {
		return m, false, nil
	}
	m = office.ArrivedMail{UID: uid, At: list[0].InternalDate, Size: list[0].RFC822Size, Whole: list[0].RFC822Size <= office.MostMail}
	part := &imap.FetchItemBodySection{Peek: true}
	if !m.Whole {
		part = &imap.FetchItemBodySection{Peek: true, Specifier: imap.PartSpecifierHeader, Partial: &imap.SectionPartial{Size: 1 << 20}}
	}
	defer func() {
		var no *imap.Error
		if errors.As(err, &no) && no.Type == imap.StatusResponseTypeNo { // one damaged mail does not hold up those behind it
			m.Raw, m.Whole, ok, err = nil, false, true, nil
		}
	}()
	cmd := s.c.Fetch(set, &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{part}})
	defer cmd.Close()
	for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
		for item := msg.Next(); item != nil; item = msg.Next() {
			body, is := item.(imapclient.FetchItemDataBodySection)
			if !is || body.Literal == nil {
				continue
			}
			if m.Raw, err = io.ReadAll(&patient{s: s, r: io.LimitReader(body.Literal, office.MostMail+1)}); err != nil {
				return m, false, s.failed(reading, err)
			}
			if len(m.Raw) > office.MostMail { // larger than the server said: the line is of no more use
				s.conn.Close()
				return m, false, s.failed(reading, errors.New("a mail is larger than its size"))
			}
			ok = true
		}
	}
	if err := cmd.Close(); err != nil {
		return m, false, s.failed(reading, err)
	}
	return m, ok, nil
}

// patient gives a large mail as much time as it needs, as long as it comes.
type patient struct {
	s *session
	r io.Reader
}

func (p *patient) Read(b []byte) (int, error) {
	p.s.wait()
	return p.r.Read(b)
}

// mark marks mails as seen, or moves them; those that are gone are none.
func (s *session) mark(b office.Inbox, uids []uint32) error {
	s.wait()
	var set imap.UIDSet
	for _, u := range uids {
		set.AddNum(imap.UID(u))
	}
	if err := s.c.Store(set, &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagSeen}}, nil).Close(); err != nil {
		return s.failed(reading, err)
	}
	if b.Done != office.InboxMove {
		return nil
	}
	s.wait()
	if _, err := s.c.Move(set, b.DoneFolder).Wait(); err != nil {
		return s.failed(moving, err)
	}
	return nil
}

// said is the server's own words, in one short line.
func said(err error) string {
	var no *imap.Error
	if !errors.As(err, &no) || no.Text == "" {
		return ""
	}
	line := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(no.Text, ""))), " ")
	if r := []rune(line); len(r) > 200 {
		line = string(r[:199]) + "…"
	}
	return "：" + line
}
