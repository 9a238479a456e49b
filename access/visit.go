package access

import "gongkai/people"

// Verbs of who reads the site (网站访问量).
const (
	CountVisits   Verb = "visit.count" // the timed counting, closing and forgetting
	ReadVisits    Verb = "visit.read"
	AdjustVisits  Verb = "visit.adjust"  // propose to adjust a day
	ConfirmVisits Verb = "visit.confirm" // by another than who proposed
)

// visitGrants are the grants of these.
var visitGrants = map[Verb][]grant{
	ReadVisits:    all(append(business, people.SystemAdmin, people.AuditAdmin)...),
	AdjustVisits:  all(people.Office, people.DisclosureHd),
	ConfirmVisits: all(people.Office, people.DisclosureHd, people.DeputyChief, people.Chief),
}
