package access

import (
	"maps"

	"gongkai/people"
)

// What is to be done to cases (办件).
const (
	AskService     Verb = "service.ask" // the public hands a case in
	FileService    Verb = "service.file"
	FollowService  Verb = "service.follow" // the applicant's own, by its query code
	ReadService    Verb = "service.read"
	OpenApplicant  Verb = "service.person" // the applicant unmasked; logged
	TakeService    Verb = "service.take"   // what the window does for all divisions
	WorkService    Verb = "service.work"   // the steps, by the division whose they are
	InstantService Verb = "service.instant"
	ExtendService  Verb = "service.extend"
	DecideService  Verb = "service.decide"
	MendService    Verb = "service.mend"  // bad ratings
	CloseService   Verb = "service.close" // archive, erase
)

// services are the grants over cases.
var services = map[Verb][]grant{
	// One window takes in for all divisions and hands out what they decided.
	FileService: append(all(people.Office, people.WindowStaff), grant{people.Clerk, ofUnit}, grant{people.UnitHead, ofUnit}),
	ReadService: append(all(people.Office, people.DisclosureHd, people.Legal, people.DeputyChief, people.Chief, people.WindowStaff),
		grant{people.Clerk, ofUnit}, grant{people.UnitHead, ofUnit}),
	OpenApplicant:  append(all(people.Office, people.WindowStaff), grant{people.Clerk, ofUnit}, grant{people.UnitHead, ofUnit}),
	TakeService:    append(all(people.Office, people.WindowStaff), grant{people.Clerk, ofUnit}, grant{people.UnitHead, ofUnit}),
	WorkService:    {{people.Clerk, ofUnit}, {people.UnitHead, ofUnit}},
	InstantService: append(all(people.WindowStaff), grant{people.Clerk, ofUnit}, grant{people.UnitHead, ofUnit}),
	// 行政许可法第四十二条: the head of the organ approves an extension.
	ExtendService: all(people.Chief),
	DecideService: append(all(people.DeputyChief, people.Chief), grant{people.UnitHead, ofUnit}),
	MendService:   append(all(people.Office), grant{people.UnitHead, ofUnit}),
	CloseService:  append(all(people.Office), grant{people.UnitHead, ofUnit}),
}

// joined is one table of several; no verb stands in two.
func joined(tables ...map[Verb][]grant) map[Verb][]grant {
	out := map[Verb][]grant{}
	for _, t := range tables {
		maps.Copy(out, t)
	}
	return out
}
