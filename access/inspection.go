package access

import "gongkai/people"

// Verbs of the look at one's own site by the state's indicators (网站自检).
const (
	InspectSite    Verb = "inspection.inspect" // the timed look and the probe
	ReadInspection Verb = "inspection.read"
	AskInspection  Verb = "inspection.ask"     // a look now
	DeclareState   Verb = "inspection.declare" // what no machine sees (V1)
)

// inspectionGrants are the grants of these.
var inspectionGrants = map[Verb][]grant{
	ReadInspection: all(append(business, people.SystemAdmin)...),
	AskInspection:  all(people.Office, people.DisclosureHd),
	DeclareState:   all(people.Secrecy, people.DisclosureHd, people.DeputyChief, people.Chief),
}
