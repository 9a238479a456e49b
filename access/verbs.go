package access

import "slices"

// Verb names what is to be done.
type Verb string

const (
	ReadPublic      Verb = "public.read"
	FeedSearch      Verb = "search.feed" // the index, from what is public
	ReadDesk        Verb = "desk.read"   // lists and drafts of one's organ
	ReadLedger      Verb = "ledger.read" // entries behind a figure
	ReadAccess      Verb = "access.read" // the log of who did and opened what
	DraftArticle    Verb = "article.draft"
	EditArticle     Verb = "article.edit"
	SubmitArticle   Verb = "article.submit"
	PublishArticle  Verb = "article.publish"
	ReleaseArticle  Verb = "article.release" // the timed release of what was approved
	InviteReviewer  Verb = "review.invite"   // somebody without an account
	PlanBatch       Verb = "batch.plan"      // sets that go out together
	WithdrawArticle Verb = "article.withdraw"
	ValidityArticle Verb = "article.validity"
	LinkArticle     Verb = "article.link"
	ReviewUnit      Verb = "article.review_unit" // the steps of the chain (R-A17)
	ReviewSecrecy   Verb = "article.review_secrecy"
	ReviewLegal     Verb = "article.review_legal"
	ReviewOutside   Verb = "article.review_outside"
	ReviewOffice    Verb = "article.review_office"
	ReviewLeader    Verb = "article.review_leader"
	AdviseArticle   Verb = "article.advise"   // what another organ answered
	RushArticle     Verb = "article.rush"     // out before its review
	ReassessArticle Verb = "article.reassess" // what is not public, looked at again (R-A18)
	EditChart       Verb = "review.chart"     // the table of chains
	UploadFile      Verb = "file.upload"
	EditColumn      Verb = "column.edit"
	ListItem        Verb = "item.list"
	ReadRemedy      Verb = "remedy.read" // reviews and suits, without their papers
	WorkRemedy      Verb = "remedy.work" // record them, open their papers
	ReadRecord      Verb = "record.read" // corrections of one's own record; logged
	WorkRecord      Verb = "record.work"
	DecideRecord    Verb = "record.decide" // by another than who drafted it
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
	SecondFinding   Verb = "check.second" // the second officer's word on a finding that was let pass
	EditCheckList   Verb = "check.list"
	AskCheckup      Verb = "check.ask"     // a check of what is public, now
	EditCalendar    Verb = "calendar.edit" // enter the State Council's yearly notice
	SignHead        Verb = "head.sign"     // the daily signature over the ledger
	WatchSite       Verb = "site.watch"    // compare what is served with what was approved
	ReadWatch       Verb = "watch.read"    // what the watcher found
)

// Verbs lists every verb that the policy knows, for tables and tests.
func Verbs() []Verb {
	out := slices.Concat([]Verb{ReadPublic}, asks, holds, machine, outside)
	for v := range grants {
		out = append(out, v)
	}
	slices.Sort(out)
	return out
}
