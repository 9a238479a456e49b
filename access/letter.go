package access

import "gongkai/people"

// Verbs of letters to mailboxes (来信).
const (
	WriteLetter    Verb = "letter.write"  // the public writes to a mailbox
	FollowLetter   Verb = "letter.follow" // and follows the letter by its query code
	ReadLetter     Verb = "letter.read"
	OpenSender     Verb = "letter.sender" // the sender unmasked; logged
	RegisterLetter Verb = "letter.register"
	WorkLetter     Verb = "letter.work" // draft, hand back
	CheckLetter    Verb = "letter.check"
	ApproveLetter  Verb = "letter.approve"
	ExtendLetter   Verb = "letter.extend"
	AnswerLetter   Verb = "letter.answer"
	PrepareLetter  Verb = "letter.prepare" // write the public copy
	PublishLetter  Verb = "letter.publish" // let it out, by another
	CloseLetter    Verb = "letter.close"   // archive, correct, reopen, erase
	EditMailboxes  Verb = "letter.table"   // the table of mailboxes
	RemindLetter   Verb = "letter.remind"  // the timed reminders by mail
	FetchLetters   Verb = "letter.fetch"   // the timed reading of e-mail
)

// letterGrants are the grants of letters.
var letterGrants = map[Verb][]grant{
	// Letters go to whoever answers the matter; the window takes them in too.
	ReadLetter: append(all(people.Office, people.DisclosureHd, people.DeputyChief, people.Chief, people.WindowStaff),
		grant{people.Clerk, ofUnit}, grant{people.UnitHead, ofUnit}),
	OpenSender: append(all(people.Office, people.DisclosureHd),
		grant{people.Clerk, ofUnit}, grant{people.UnitHead, ofUnit}, grant{people.WindowStaff, ofUnit}),
	RegisterLetter: all(people.Office, people.DisclosureHd, people.WindowStaff),
	WorkLetter:     {{people.Clerk, ofUnit}, {people.UnitHead, ofUnit}, {people.Office, ofUnit}, {people.WindowStaff, ofUnit}},
	// A superior may take the step of the head of a division.
	CheckLetter:   append(all(people.DeputyChief, people.Chief), grant{people.UnitHead, ofUnit}),
	ApproveLetter: all(people.Office, people.DisclosureHd, people.DeputyChief, people.Chief),
	ExtendLetter:  all(people.DisclosureHd, people.DeputyChief, people.Chief),
	AnswerLetter:  all(people.Office, people.DisclosureHd, people.WindowStaff),
	PrepareLetter: append(all(people.Office, people.DisclosureHd), grant{people.Clerk, ofUnit}, grant{people.UnitHead, ofUnit}),
	PublishLetter: all(people.Office, people.DisclosureHd, people.DeputyChief, people.Chief),
	CloseLetter:   all(people.Office, people.DisclosureHd),
	EditMailboxes: all(people.Office, people.DisclosureHd),
}
