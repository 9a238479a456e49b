package access

import "gongkai/people"

// What is to be done to technical contracts (技术合同认定登记).
const (
	FileContract   Verb = "contract.file" // the public files one
	ReadContract   Verb = "contract.read"
	WorkContract   Verb = "contract.work"   // take in, look at, recognise; open its papers
	IssueContract  Verb = "contract.issue"  // register, certify, decline, correct, cancel
	SettleContract Verb = "contract.settle" // how the registration office registers
)

// contracts are the grants over technical contracts. A contract is a secret of
// two businesses: the division that registers and the window that takes in, not
// the whole house.
var contracts = map[Verb][]grant{
	ReadContract:   append(all(people.WindowStaff, people.Office, people.DeputyChief, people.Chief), grant{people.Clerk, ofUnit}, grant{people.UnitHead, ofUnit}),
	WorkContract:   append(all(people.WindowStaff), grant{people.Clerk, ofUnit}, grant{people.UnitHead, ofUnit}),
	IssueContract:  append(all(people.DeputyChief, people.Chief), grant{people.Clerk, ofUnit}, grant{people.UnitHead, ofUnit}),
	SettleContract: all(people.Office, people.DeputyChief, people.Chief),
}
