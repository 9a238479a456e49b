// Package access is the one policy: may this actor do this verb to this thing?
//
// Every read and write path asks May, and nothing else decides. The table of
// grants below is the whole of it: a verb, who may do it, and how far the
// grant reaches (own unit, own organ). The public is the zero Actor.
//
// That a reviewer is not the author, that a publisher is not the author, are
// rules of review and publication, because they depend on the life of the thing; here
// stands only who somebody is.
package access

import (
	"slices"

	"gongkai/ledger"
	"gongkai/people"
	"gongkai/refusal"
)

// Thing is what is asked about.
type Thing struct {
	Organ  ledger.ID
	Unit   ledger.ID
	Author ledger.ID
	Public bool // on the public site now
	Holder bool // the reader showed the query code and the tail of the applicant's number
}

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
var grants = joined(
	first,
	inboxGrants,
	inspectionGrants,
	contracts,
	letterGrants,
	services,
	talkGrants,
	visitGrants,
	windows,
)

// first are the grants of publication, requests and the office itself; nouns that
// came later have tables of their own.
var first = map[Verb][]grant{
	ReadDesk: all(business...), ReadLedger: all(append(business, people.AuditAdmin)...),
	ReadAccess:   all(people.AuditAdmin),
	DraftArticle: all(people.Clerk, people.UnitHead, people.Office, people.DisclosureHd, people.WindowStaff),
	EditArticle: {{people.Clerk, ofUnit}, {people.WindowStaff, ofUnit}, {people.UnitHead, ofUnit},
		{people.Office, ofOrgan}, {people.DisclosureHd, ofOrgan}},
	SubmitArticle: {{people.Clerk, ofUnit}, {people.WindowStaff, ofUnit}, {people.UnitHead, ofUnit},
		{people.Office, ofOrgan}, {people.DisclosureHd, ofOrgan}},
	PublishArticle: all(people.Office, people.DisclosureHd, people.DeputyChief, people.Chief),
	// A superior may take the step of the head of a division.
	ReviewUnit:      append(all(people.DeputyChief, people.Chief), grant{people.UnitHead, ofUnit}),
	ReviewSecrecy:   all(people.Secrecy),
	ReviewLegal:     all(people.Legal),
	ReviewOffice:    all(people.Office, people.DisclosureHd),
	ReviewLeader:    all(people.DeputyChief, people.Chief),
	AdviseArticle:   all(people.Secrecy, people.Office, people.DisclosureHd),
	RushArticle:     all(people.Office, people.DeputyChief, people.Chief),
	ReassessArticle: all(people.Secrecy, people.Office, people.DisclosureHd),
	EditChart:       all(people.Legal, people.Office),
	InviteReviewer:  append(all(people.Office, people.DisclosureHd, people.Legal), grant{people.UnitHead, ofUnit}),
	PlanBatch:       all(people.Office, people.DisclosureHd, people.DeputyChief, people.Chief),
	WithdrawArticle: all(people.Office, people.DisclosureHd),
	ValidityArticle: all(people.Office, people.DisclosureHd, people.Legal),
	LinkArticle:     all(people.Office, people.DisclosureHd),
	UploadFile:      all(people.Clerk, people.UnitHead, people.Office, people.DisclosureHd, people.WindowStaff),
	EditColumn:      all(people.Office, people.DisclosureHd),
	ListItem:        all(people.Office, people.DisclosureHd),
	ReadRemedy:      all(business...),
	WorkRemedy:      all(people.Office, people.DisclosureHd, people.Legal),
	ReadRecord:      all(people.Office, people.DisclosureHd, people.Legal, people.DeputyChief, people.Chief),
	WorkRecord:      all(people.Office, people.DisclosureHd),
	DecideRecord:    all(people.Office, people.DisclosureHd, people.DeputyChief, people.Chief),
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
	SecondFinding: append(all(people.Office, people.DisclosureHd, people.Secrecy), grant{people.UnitHead, ofUnit}),
	EditCheckList: all(people.Office, people.DisclosureHd, people.Legal),
	AskCheckup:    all(people.Office, people.DisclosureHd),
	EditCalendar:  all(people.SystemAdmin),
	ReadWatch:     all(people.Office, people.DisclosureHd, people.SystemAdmin),
}

var business = []people.Role{people.Chief, people.DeputyChief, people.Office, people.UnitHead, people.Clerk,
	people.Secrecy, people.Legal, people.WindowStaff, people.DisclosureHd}

// machine lists what timed work may do, outside what a signed link lets do, asks
// what anybody may begin on the public site, holds what goes on with a query code.
var (
	machine = []Verb{ReleaseArticle, SignHead, WatchSite, RemindRequest, RemindLetter, SweepUploads, FetchLetters, CountVisits, InspectSite}
	outside = []Verb{ReviewOutside}
	asks    = []Verb{
		AskRequest,
		AskService,
		AskWindow,
		FileContract,
		SpeakPublic,
		WriteLetter,
	}
	holds = []Verb{
		FollowLetter,
		FollowRequest,
		FollowService,
		FollowWindow,
	}
)

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
	if a.Public() && (slices.Contains(asks, v) && t.Public || slices.Contains(holds, v) && t.Holder) {
		return nil
	}
	if a.Public() || t.Organ != a.Organ {
		return refusal.NotFound("access.may.absent")
	}
	if a.Officer == ledger.System || a.Officer == ledger.Guest {
		if a.Officer == ledger.System && slices.Contains(machine, v) || a.Officer == ledger.Guest && slices.Contains(outside, v) {
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
