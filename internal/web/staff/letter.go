package staff

import (
	"net/http"
	"net/url"
	"slices"

	"gongkai/catalogue"
	"gongkai/internal/office"
	"gongkai/letter"
)

// letterMatterPage is one letter on one screen: left the letter, who wrote, the clock,
// what is like it, what happened and the answer; right the forms of what this
// officer may do now.
type letterMatterPage struct {
	Page
	F        form
	V        office.LetterView
	Sender   *letter.Sender // unmasked, when just opened
	Facts    []row          // of the sender
	Boxes    []box
	Standing days
	Mails    office.LetterMails
	Copy     bool // the public copy may be written
	Nothing  bool // is asked of this officer
}

func (letterMatterPage) template() string { return "letter" }

// letterAsk is what a refused form brings back to the page of a letter.
type letterAsk struct {
	F      form
	Asked  letter.Verb
	Sender *letter.Sender
}

func (s *server) letter(a *ask) error { return a.showLetter(http.StatusOK, letterAsk{}) }

func (a *ask) showLetter(code int, c letterAsk) error {
	v, err := a.s.o.LetterMatter(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	if c.F.Values == nil {
		c.F.Values = url.Values{}
	}
	p := letterMatterPage{F: c.F, V: v, Sender: c.Sender, Standing: runs(v.LetterLine), Copy: v.Can[letter.PrepareVerb]}
	if p.Mails, err = a.s.o.LetterMails(a.ctx(), a.who, a.id()); err != nil {
		return err
	}
	if err := a.letterBoxes(&p, c.Asked); err != nil {
		return err
	}
	who := v.From
	if c.Sender != nil {
		who = *c.Sender
	}
	p.Facts = slices.DeleteFunc([]row{{"姓名", who.Name}, {"电话", who.Phone}, {"电子邮箱", who.Email}, {"联系地址", who.Address}}, func(x row) bool { return x.Value == "" })
	p.Page = a.page(v.Letter.No + " " + v.Subject)
	p.Wide = true
	return a.show(code, p)
}

// letterBoxes sets the forms of what this officer may do, the most likely next
// one open and first. A form that was just refused is shown even when a
// colleague's act has meanwhile taken its verb away, so that nothing is lost.
func (a *ask) letterBoxes(p *letterMatterPage, asked letter.Verb) error {
	c := letterChoices{v: p.V}
	var err error
	if _, c.units, _, err = a.s.o.Organ(a.ctx(), a.who); err != nil {
		return err
	}
	if p.V.Can[letter.ConvertVerb] {
		services, err := a.s.o.Services(a.ctx(), a.who.Organ, office.ServiceFilter{})
		if err != nil {
			return err
		}
		for _, s := range services {
			if s.State == catalogue.Active {
				c.items = append(c.items, option{string(s.ID), s.Version.Elements.Name})
			}
		}
	}
	if p.V.Can[letter.CorrectVerb] {
		l, err := a.s.o.MailboxesOf(a.ctx(), a.who.Organ)
		if err != nil {
			return err
		}
		c.boxes = boxOptions(l.Mailboxes)
	}
	open := asked
	if open == "" {
		open = nextOf(p.V)
	}
	for _, lf := range letterForms {
		if !p.V.Can[lf.verb] && lf.verb != asked {
			continue
		}
		b := box{Verb: string(lf.verb), Name: lf.verb.Name(), Hint: lf.hint, Button: lf.button, Danger: lf.danger, Open: lf.verb == open,
			Fields: lf.asks(p.F, c, a.s.o.Today().String()), Fault: p.F.Fault(string(lf.verb) + "_file")}
		if lf.files {
			b.Paper = "随答复发出的文件"
		}
		if lf.verb == asked {
			b.Kept = p.F.Kept
		}
		p.Boxes = append(p.Boxes, b)
	}
	slices.SortStableFunc(p.Boxes, func(x, y box) int { // what comes next stands first
		switch {
		case x.Open == y.Open:
			return 0
		case x.Open:
			return -1
		}
		return 1
	})
	p.Nothing = len(p.Boxes) == 0 && !p.Copy
	return nil
}

// nextOf is the verb that most probably comes next.
func nextOf(v office.LetterView) letter.Verb {
	next := map[letter.State]letter.Verb{letter.Waiting: letter.AcceptVerb, letter.Accepted: letter.AssignVerb, letter.Assigned: letter.DraftVerb,
		letter.Drafted: letter.CheckVerb, letter.Checked: letter.ApproveVerb, letter.Approved: letter.AnswerVerb}[v.Letter.State]
	switch {
	case v.Can[letter.PublishVerb]:
		next = letter.PublishVerb
	case next == "" && !v.Can[letter.PrepareVerb]:
		next = letter.ArchiveVerb
	}
	if !v.Can[next] {
		return ""
	}
	return next
}

// openSender shows the sender unmasked, on this answer alone; the opening is in
// the access log.
func (s *server) openSender(a *ask) error {
	var c letterAsk
	err := a.try(func() error {
		from, err := s.o.OpenSender(a.ctx(), a.who, a.id(), address(a.r.RemoteAddr))
		c.Sender = &from
		return err
	})
	if err != nil && !a.kept {
		return err
	}
	return a.showLetter(http.StatusOK, c)
}

// letterPaper hands over a file of a letter. It is never shown in the browser,
// whatever it says it is; the opening is logged.
func (s *server) letterPaper(a *ask) error {
	f, err := s.o.LetterFile(a.ctx(), a.who, a.id(), a.paper(), address(a.r.RemoteAddr))
	if err != nil {
		return err
	}
	a.attach(f.Type, f.Name)
	http.ServeContent(a.w, a.r, "", s.o.Now(), f)
	return nil
}

// letterClockPage is the sheet of a letter's clock (期限单): day by day and step by
// step. It prints.
type letterClockPage struct {
	Page
	V           office.LetterView
	Strip       letter.Reckoning
	Standing    days
	Back, Today string
}

func (letterClockPage) template() string { return "letter_clock" }

func (s *server) letterClock(a *ask) error {
	v, err := s.o.LetterMatter(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	return a.show(http.StatusOK, letterClockPage{Page: a.page("期限单：" + v.Letter.No), V: v, Strip: v.Sheet.Reckoning(s.o.Calendar()), Standing: runs(v.LetterLine),
		Back: a.path("/letters/%s", escape(string(a.id()))), Today: s.o.Today().String()})
}
