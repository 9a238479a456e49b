package access

import "gongkai/people"

// Verbs of what deputies propose (建议提案), of consultations (征集调查) and of
// interviews (在线访谈).
const (
	ReadProposal  Verb = "proposal.read"
	KeepProposal  Verb = "proposal.keep"  // register, hand out, send the reply
	WorkProposal  Verb = "proposal.work"  // draft the reply
	CheckProposal Verb = "proposal.check" // by another than who drafted it
	SpeakPublic   Verb = "talk.speak"     // the public says something about what is asked
	ReadTalk      Verb = "talk.read"      // who says what is masked
	WorkTalk      Verb = "talk.work"      // draft them, sum them up
	CheckTalk     Verb = "talk.check"     // let them out: by another than who drafted
)

// talkGrants are the grants of these.
var talkGrants = map[Verb][]grant{
	ReadProposal:  all(business...),
	KeepProposal:  all(people.Office),
	WorkProposal:  {{people.Clerk, ofUnit}, {people.UnitHead, ofUnit}, {people.Office, ofOrgan}},
	CheckProposal: append(all(people.Office, people.DeputyChief, people.Chief), grant{people.UnitHead, ofUnit}),
	ReadTalk:      all(business...),
	WorkTalk:      {{people.Clerk, ofUnit}, {people.UnitHead, ofUnit}, {people.Office, ofOrgan}, {people.DisclosureHd, ofOrgan}},
	CheckTalk:     all(people.Office, people.DisclosureHd, people.DeputyChief, people.Chief),
}
