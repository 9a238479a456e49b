package access

import "gongkai/people"

// What is to be done to the catalogue's items and at the service window.
const (
	EditGuide     Verb = "guide.edit"    // items of the catalogue and their guides
	EnforceGuide  Verb = "guide.enforce" // put in force, suspended, cancelled
	AskWindow     Verb = "window.ask"    // the public asks, complains, books
	FollowWindow  Verb = "window.follow" // and looks after it by its query code
	ReadWindow    Verb = "window.read"   // enquiries, complaints, commendations, without who; of complaints that there are some
	OpenComplaint Verb = "window.open"   // what a complaint says and who says it: each opening is logged
	WorkWindow    Verb = "window.work"   // take them in, answer, call numbers; who asks is logged
	MindWindow    Verb = "window.mind"   // complaints to their end, what is shown, counters
)

// windows are the grants over them.
var windows = map[Verb][]grant{
	EditGuide: append(all(people.Office, people.DisclosureHd), grant{people.Clerk, ofUnit}, grant{people.WindowStaff, ofUnit},
		grant{people.UnitHead, ofUnit}),
	EnforceGuide: all(people.Office, people.DisclosureHd, people.DeputyChief, people.Chief),
	ReadWindow:   all(business...),
	// Who handles it, the office, and the leaders who supervise both.
	OpenComplaint: append(all(people.Office, people.DisclosureHd, people.DeputyChief, people.Chief), grant{people.Clerk, ofUnit}, grant{people.WindowStaff, ofUnit},
		grant{people.UnitHead, ofUnit}),
	WorkWindow: append(all(people.Office, people.DisclosureHd, people.WindowStaff), grant{people.Clerk, ofUnit}, grant{people.UnitHead, ofUnit}),
	MindWindow: all(people.Office, people.DisclosureHd),
}
