// Package access is the one policy: may this actor do this verb to this thing?
//
// Every read and write path asks May, and nothing else decides. The table of
// grants below is the whole of it: a verb, who may do it, and how far the
// grant reaches (own unit, own organ). The public is the zero Actor.
//
// That a reviewer is not the author, that a publisher is not the author, are
// rules of publication, because they depend on the life of the thing; here
// stands only who somebody is.
package access

import (
	"slices"

	"gongkai/ledger"
	"gongkai/people"
	"gongkai/refusal"
)

// Actor is who asks. The zero Actor is the public.
type Actor struct {
	Officer ledger.ID
	Organ   ledger.ID
	Unit    ledger.ID
	Name    string
	Roles   []people.Role
	// For are those whom the actor stands in for today (代理): each by their own
	// unit and roles. Who did it is still the actor.
	For []Actor
}

// Public says that nobody is signed in.
func (a Actor) Public() bool { return a.Officer == "" }

// Has says whether the actor holds one of the roles.
func (a Actor) Has(roles ...people.Role) bool {
	return slices.ContainsFunc(roles, func(r people.Role) bool { return slices.Contains(a.Roles, r) })
}

// Of makes the actor of an officer.
func Of(o people.Officer) Actor {
	return Actor{Officer: o.ID, Organ: o.Organ, Unit: o.Unit, Name: o.Name, Roles: o.Roles}
}

// The machine acts for an organ in timed work (定时任务). It holds just the
// grants marked for it.
func Machine(organ ledger.ID) Actor {
	return Actor{Officer: ledger.System, Organ: organ}
}

// Thing is what is asked about.
type Thing struct {
	Organ  ledger.ID
	Unit   ledger.ID
	Author ledger.ID
	Public bool // on the public site now
	Holder bool // the reader showed the query code and the tail of the applicant's number
}

// Verb names what is to be done.
type Verb string

const (
	ReadPublic      Verb = "public.read"
	ReadDesk        Verb = "desk.read"   // lists and drafts of one's organ
	ReadLedger      Verb = "ledger.read" // entries behind a figure
	ReadAccess      Verb = "access.read" // the log of who did and opened what
	DraftArticle    Verb = "article.draft"
	EditArticle     Verb = "article.edit"
	SubmitArticle   Verb = "article.submit"
	PublishArticle  Verb = "article.publish"
	ReleaseArticle  Verb = "article.release" // the timed release of what was approved
	WithdrawArticle Verb = "article.withdraw"
	ValidityArticle Verb = "article.validity"
	LinkArticle     Verb = "article.link"
	UploadFile      Verb = "file.upload"
	EditColumn      Verb = "column.edit"
	ListItem        Verb = "item.list"
	ReadRemedy      Verb = "remedy.read" // reviews and suits, without their papers
	WorkRemedy      Verb = "remedy.work" // record them, open their papers
	ReadRecord      Verb = "record.read" // corrections of one's own record; logged
	WorkRecord      Verb = "record.work"
	StateFigure     Verb = "report.state"
	DraftReport     Verb = "report.draft"
	FreezeReport    Verb = "report.freeze"
	PublishReport   Verb = "report.publish"
	ReadOrgan       Verb = "organ.read" // units, columns, what forms choose from
	OpenOrgan       Verb = "organ.open"
	EditOrgan       Verb = "organ.edit"
	AppointOfficer  Verb = "officer.appoint"

	AskRequest      Verb = "request.ask"    // the public hands a request in
	FollowRequest   Verb = "request.follow" // and follows it by its query code
	ReadRequest     Verb = "request.read"
	OpenPerson      Verb = "request.person" // the applicant unmasked; logged
	RegisterRequest Verb = "request.register"
	WorkRequest     Verb = "request.work" // clarify, consult, draft and the like
	ExtendRequest   Verb = "request.extend"
	ReviewRequest   Verb = "request.review"
	SignRequest     Verb = "request.sign"
	SendRequest     Verb = "request.send"
	CloseRequest    Verb = "request.close"  // archive, correct, reopen, erase
	BundleRequest   Verb = "request.bundle" // the whole file, for a review body; logged
	RemindRequest   Verb = "request.remind" // the timed reminders by mail
	SweepUploads    Verb = "upload.sweep"   // the timed sweeping of what nobody handed in
	ReadMail        Verb = "mail.read"      // the outbox, addresses masked
	RetryMail       Verb = "mail.retry"     // send again, or let be
	EditWrit        Verb = "writ.edit"      // the texts of letters
	ReadCalendar    Verb = "calendar.read"
	EditCalendar    Verb = "calendar.edit" // enter the State Council's yearly notice
)

// reach is how far a grant goes.
type reach int

const (
	ofOrgan reach = iota
	ofUnit
)

type grant struct {
	role people.Role
	reach
}

// grants is the policy. Order within a verb has no meaning.
var grants = map[Verb][]grant{
	ReadDesk: all(business...), ReadLedger: all(append(business, people.AuditAdmin)...),
	ReadAccess:   all(people.AuditAdmin),
	DraftArticle: all(people.Clerk, people.UnitHead, people.Office, people.DisclosureHd, people.WindowStaff),
	EditArticle: {{people.Clerk, ofUnit}, {people.WindowStaff, ofUnit}, {people.UnitHead, ofUnit},
		{people.Office, ofOrgan}, {people.DisclosureHd, ofOrgan}},
	SubmitArticle: {{people.Clerk, ofUnit}, {people.WindowStaff, ofUnit}, {people.UnitHead, ofUnit},
		{people.Office, ofOrgan}, {people.DisclosureHd, ofOrgan}},
	PublishArticle:  all(people.Office, people.DisclosureHd, people.DeputyChief, people.Chief),
	WithdrawArticle: all(people.Office, people.DisclosureHd),
	ValidityArticle: all(people.Office, people.DisclosureHd, people.Legal),
	LinkArticle:     all(people.Office, people.DisclosureHd),
	UploadFile:      all(people.Clerk, people.UnitHead, people.Office, people.DisclosureHd, people.WindowStaff),
	EditColumn:      all(people.Office, people.DisclosureHd),
	ListItem:        all(people.Office, people.DisclosureHd),
	ReadRemedy:      all(business...),
	WorkRemedy:      all(people.Office, people.DisclosureHd, people.Legal),
	ReadRecord:      all(people.Office, people.DisclosureHd, people.Legal),
	WorkRecord:      all(people.Office, people.DisclosureHd),
	StateFigure:     all(people.Office, people.DisclosureHd),
	DraftReport:     all(people.Office, people.DisclosureHd),
	FreezeReport:    all(people.DisclosureHd),
	PublishReport:   all(people.Office, people.DisclosureHd, people.DeputyChief, people.Chief),
	ReadOrgan:       all(append(business, people.SystemAdmin, people.SecurityAdmin, people.AuditAdmin)...),
	OpenOrgan:       all(people.SystemAdmin),
	EditOrgan:       all(people.SystemAdmin, people.Office),
	AppointOfficer:  all(people.SecurityAdmin),

	// The window takes in and hands out whatever the division, so it sees them all.
	ReadRequest: append(all(people.Office, people.DisclosureHd, people.Legal, people.DeputyChief, people.Chief, people.WindowStaff),
		grant{people.Clerk, ofUnit}, grant{people.UnitHead, ofUnit}),
	OpenPerson: append(all(people.Office, people.DisclosureHd),
		grant{people.Clerk, ofUnit}, grant{people.UnitHead, ofUnit}, grant{people.WindowStaff, ofUnit}),
	RegisterRequest: all(people.Office, people.DisclosureHd, people.WindowStaff),
	WorkRequest: append(all(people.Office, people.DisclosureHd),
		grant{people.Clerk, ofUnit}, grant{people.UnitHead, ofUnit}),
	// 条例第三十三条: the head of the disclosure office approves an extension.
	ExtendRequest: all(people.DisclosureHd),
	ReviewRequest: append(all(people.Office, people.DisclosureHd, people.Legal), grant{people.UnitHead, ofUnit}),
	SignRequest:   all(people.DeputyChief, people.Chief),
	SendRequest:   all(people.Office, people.DisclosureHd, people.WindowStaff),
	CloseRequest:  all(people.Office, people.DisclosureHd),
	BundleRequest: all(people.Office, people.DisclosureHd, people.Legal),
	ReadMail:      all(people.Office, people.DisclosureHd, people.SystemAdmin),
	RetryMail:     all(people.Office, people.DisclosureHd, people.SystemAdmin),
	EditWrit:      all(people.Legal),
	ReadCalendar:  all(append(business, people.SystemAdmin, people.SecurityAdmin, people.AuditAdmin)...),
	EditCalendar:  all(people.SystemAdmin),
}

var business = []people.Role{people.Chief, people.DeputyChief, people.Office, people.UnitHead, people.Clerk,
	people.Secrecy, people.Legal, people.WindowStaff, people.DisclosureHd}

// machine lists what timed work may do.
var machine = []Verb{ReleaseArticle, RemindRequest, SweepUploads}

func all(roles ...people.Role) []grant {
	out := make([]grant, len(roles))
	for i, r := range roles {
		out[i] = grant{r, ofOrgan}
	}
	return out
}

// May answers nil, or a refusal: hidden when the actor may not even know that
// the thing exists, forbidden when it may see but not do.
func May(a Actor, v Verb, t Thing) error {
	if v == ReadPublic {
		if t.Public {
			return nil
		}
		return refusal.NotFound("public.read.absent")
	}
	if a.Public() && (v == AskRequest && t.Public || v == FollowRequest && t.Holder) {
		return nil
	}
	if a.Public() || t.Organ != a.Organ {
		return refusal.NotFound("access.may.absent")
	}
	if a.Officer == ledger.System {
		if slices.Contains(machine, v) {
			return nil
		}
		return refusal.Denied("access.may.machine", "verb", string(v))
	}
	for _, g := range grants[v] {
		if !slices.Contains(a.Roles, g.role) {
			continue
		}
		switch g.reach {
		case ofOrgan:
			return nil
		case ofUnit:
			if t.Unit == a.Unit || t.Author == a.Officer {
				return nil
			}
		}
	}
	for _, principal := range a.For {
		if May(principal, v, t) == nil {
			return nil
		}
	}
	return refusal.Denied("access.may.role", "verb", string(v))
}

// Verbs lists every verb that the policy knows, for tables and tests.
func Verbs() []Verb {
	out := append([]Verb{ReadPublic, AskRequest, FollowRequest}, machine...)
	for v := range grants {
		out = append(out, v)
	}
	slices.Sort(out)
	return out
}
