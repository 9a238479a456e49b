package access

import "gongkai/people"

// Verbs of the mailboxes that are read (收信邮箱) and of what comes in.
const (
	ReadInbox  Verb = "inbox.read"
	EditInbox  Verb = "inbox.edit"   // where they are, with account and password
	SettleMail Verb = "inbox.settle" // mail that came and is no letter yet; opening it is logged
)

// inboxGrants are their grants.
var inboxGrants = map[Verb][]grant{
	ReadInbox:  all(people.Office, people.DisclosureHd, people.SystemAdmin),
	EditInbox:  all(people.Office, people.SystemAdmin),
	SettleMail: all(people.Office, people.DisclosureHd),
}
