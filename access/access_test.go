package access

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/ledger"
	"gongkai/people"
	"gongkai/refusal"
)

var update = flag.Bool("update", false, "write the golden files anew")

func actor(roles ...people.Role) Actor {
	return Of(people.Officer{ID: "zhang", Organ: "o1", Unit: "u1", Name: "经办人", Roles: roles})
}

func code(err error) string {
	if err == nil {
		return ""
	}
	r, ok := refusal.As(err)
	if !ok {
		return "fault"
	}
	return r.Code
}

// things from near to far.
var (
	own    = Thing{Organ: "o1", Unit: "u2", Author: "zhang"}
	unit   = Thing{Organ: "o1", Unit: "u1", Author: "li"}
	organ  = Thing{Organ: "o1", Unit: "u2", Author: "li"}
	others = Thing{Organ: "o2", Unit: "u1", Author: "zhang"}
)

// Every role × every verb: how far the grant reaches. The file is the policy's
// documentation; go test -update writes it anew.
func TestMatrix(t *testing.T) {
	t.Parallel()
	who := []struct {
		name string
		a    Actor
	}{{"公众", Actor{}}, {"定时任务", Machine("o1")}}
	for _, r := range people.Roles {
		who = append(who, struct {
			name string
			a    Actor
		}{r.Name, actor(r.Role)})
	}
	var b strings.Builder
	b.WriteString("# 岗位 × 动作:全 = 本机关,科 = 本科室和本人的,本 = 仅本人的,公 = 已公开的,· = 不可以。由 go test ./access -update 写成。\n")
	b.WriteString("\n动作")
	for _, w := range who {
		b.WriteString("\t" + w.name)
	}
	for _, v := range Verbs() {
		fmt.Fprintf(&b, "\n%s", v)
		for _, w := range who {
			reach := "·"
			switch {
			case v == ReadPublic:
				reach = "公" // TestPublic
			case May(w.a, v, organ) == nil:
				reach = "全"
			case May(w.a, v, unit) == nil:
				reach = "科"
			case May(w.a, v, own) == nil:
				reach = "本"
			}
			b.WriteString("\t" + reach)
		}
	}
	b.WriteByte('\n')
	const file = "testdata/matrix.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// Another organ's things are hidden from everybody, whatever the role: the
// answer is the same as for a thing that does not exist (404, not 403).
func TestOtherOrganIsHidden(t *testing.T) {
	t.Parallel()
	var every []people.Role
	for _, r := range people.Roles {
		every = append(every, r.Role)
	}
	for _, a := range []Actor{{}, Machine("o1"), actor(), actor(every...), {Organ: "o2", Roles: every}} {
		for _, v := range Verbs() {
			if v == ReadPublic {
				continue
			}
			err := May(a, v, others)
			r, ok := refusal.As(err)
			if !ok || r.Class != refusal.Hidden || r.Code != "access.may.absent" || len(r.Args) > 0 {
				t.Errorf("%+v %s: %v", a, v, err)
			}
		}
	}
}

// GB/T 22239-2019 8.1.5 三员分立: no set of roles that one person may hold
// (people.Separate) lets one hand do what two of the three administrators do,
// or what an administrator and a business role do.
func TestThreeAdministratorsAreApart(t *testing.T) {
	t.Parallel()
	admins := []people.Role{people.SystemAdmin, people.SecurityAdmin, people.AuditAdmin}
	can := func(roles ...people.Role) (out []Verb) {
		for _, v := range Verbs() {
			if v != ReadPublic && May(actor(roles...), v, own) == nil {
				out = append(out, v)
			}
		}
		return out
	}
	// What only one administrator may do and nobody else.
	only := map[people.Role][]Verb{}
	for _, a := range admins {
		for _, v := range can(a) {
			holders := 0
			for _, r := range people.Roles {
				if slices.Contains(can(r.Role), v) {
					holders++
				}
			}
			if holders == 1 {
				only[a] = append(only[a], v)
			}
		}
		if len(only[a]) == 0 {
			t.Errorf("%s has no work of its own", a.Name())
		}
	}
	if d := cmp.Diff(map[people.Role][]Verb{people.SystemAdmin: {EditCalendar, OpenOrgan}, people.SecurityAdmin: {AppointOfficer}, people.AuditAdmin: {ReadAccess}}, only); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	allowed := 0
	for set := range 1 << len(people.Roles) {
		var roles []people.Role
		for i, r := range people.Roles {
			if set&(1<<i) != 0 {
				roles = append(roles, r.Role)
			}
		}
		if people.Separate(roles) != nil {
			continue
		}
		allowed++
		verbs := can(roles...)
		var as []string
		for _, a := range admins {
			if slices.ContainsFunc(only[a], func(v Verb) bool { return slices.Contains(verbs, v) }) {
				as = append(as, a.Name())
			}
		}
		if len(as) > 1 {
			t.Errorf("%v joins %v", roles, as)
		}
		if len(as) == 1 && (slices.Contains(verbs, DraftArticle) || slices.Contains(verbs, PublishArticle) || slices.Contains(verbs, FreezeReport)) {
			t.Errorf("%v joins %s and business", roles, as[0])
		}
	}
	if want := 1<<9 + 3; allowed != want { // any business roles, or one administrator
		t.Errorf("%d sets of roles are allowed, want %d", allowed, want)
	}
}

// The administrators have no part in what is published or counted.
func TestAdministratorsDoNoBusiness(t *testing.T) {
	t.Parallel()
	for _, a := range []people.Role{people.SystemAdmin, people.SecurityAdmin, people.AuditAdmin} {
		for _, v := range []Verb{ReadDesk, DraftArticle, EditArticle, SubmitArticle, PublishArticle, ReleaseArticle, WithdrawArticle,
			ValidityArticle, LinkArticle, UploadFile, EditColumn, ListItem, StateFigure, DraftReport, FreezeReport, PublishReport} {
			if got := code(May(actor(a), v, own)); got != "access.may.role" {
				t.Errorf("%s may %s: %q", a.Name(), v, got)
			}
		}
	}
}

func TestPublic(t *testing.T) {
	t.Parallel()
	for _, a := range []Actor{{}, actor(people.Clerk), Machine("o9")} {
		if err := May(a, ReadPublic, Thing{Organ: "o1", Public: true}); err != nil {
			t.Errorf("%+v may not read what is public: %v", a, err)
		}
		if got := code(May(a, ReadPublic, Thing{Organ: "o1"})); got != "public.read.absent" {
			t.Errorf("%+v reads what is not public: %q", a, got)
		}
	}
	if !(Actor{}).Public() || actor().Public() || Machine("o1").Public() {
		t.Error("Public is wrong about who is signed in")
	}
	// Roles without an officer are nobody's.
	forged := Actor{Organ: "o1", Unit: "u1", Roles: []people.Role{people.Office, people.SecurityAdmin}}
	for _, v := range Verbs() {
		if v != ReadPublic && !slices.Contains(asks, v) && May(forged, v, Thing{Organ: "o1", Public: true}) == nil {
			t.Errorf("nobody may %s", v)
		}
	}
}

// Anybody may hand in a request where there is a site, and follow the one whose
// code and tail they know; nobody does either in an officer's name.
func TestApplicant(t *testing.T) {
	t.Parallel()
	site, held := Thing{Organ: "o1", Public: true}, Thing{Organ: "o1", Holder: true}
	for _, c := range []struct {
		a    Actor
		v    Verb
		t    Thing
		want string
	}{
		{Actor{}, AskRequest, site, ""}, {Actor{}, AskRequest, Thing{Organ: "o1"}, "access.may.absent"},
		{Actor{}, AskService, site, ""}, {Actor{}, FollowService, held, ""}, {Actor{}, FollowService, site, "access.may.absent"},
		{Actor{}, FollowRequest, held, ""}, {Actor{}, FollowRequest, site, "access.may.absent"},
		{Actor{}, ReadRequest, held, "access.may.absent"}, {actor(people.Office), FollowRequest, held, "access.may.role"},
		{Machine("o1"), AskRequest, site, "access.may.machine"},
	} {
		if got := code(May(c.a, c.v, c.t)); got != c.want {
			t.Errorf("%+v %s %+v: %q, want %q", c.a, c.v, c.t, got, c.want)
		}
	}
}

// A stand-in may what the one away may, in that one's unit, and no more (代理).
func TestStandIn(t *testing.T) {
	t.Parallel()
	a := actor(people.Clerk)
	a.For = []Actor{{Officer: "wang", Organ: "o1", Unit: "u2", Roles: []people.Role{people.UnitHead}}}
	if err := May(a, ReviewRequest, organ); err != nil {
		t.Errorf("the stand-in may not review in the unit of the one away: %v", err)
	}
	if got := code(May(a, ReviewRequest, unit)); got != "access.may.role" {
		t.Errorf("and in the own unit, where nobody is stood in for: %q", got)
	}
	if got := code(May(a, SignRequest, organ)); got != "access.may.role" {
		t.Errorf("signs: %q", got)
	}
}

// Timed work does what is marked for it and nothing else; no person does it.
func TestMachine(t *testing.T) {
	t.Parallel()
	for _, v := range Verbs() {
		err := May(Machine("o1"), v, organ)
		switch {
		case v == ReadPublic:
		case slices.Contains(machine, v) && err != nil:
			t.Errorf("the clock may not %s: %v", v, err)
		case !slices.Contains(machine, v) && code(err) != "access.may.machine":
			t.Errorf("the clock may %s: %v", v, err)
		}
	}
	for _, r := range people.Roles {
		for _, v := range machine {
			if May(actor(r.Role), v, own) == nil {
				t.Errorf("%s may do the clock's work, %s", r.Name, v)
			}
		}
	}
	m := Machine("o1")
	m.Roles = []people.Role{people.Office}
	if May(m, PublishArticle, organ) == nil {
		t.Error("roles gave the clock more than is marked for it")
	}
}

// A clerk reaches the own unit and the own work; more roles only add.
func TestReach(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		a     Actor
		v     Verb
		thing Thing
		code  string
	}{
		{actor(people.Clerk), EditArticle, own, ""}, {actor(people.Clerk), EditArticle, unit, ""},
		{actor(people.Clerk), EditArticle, organ, "access.may.role"}, {actor(people.UnitHead), SubmitArticle, organ, "access.may.role"},
		{actor(people.Office), EditArticle, organ, ""}, {actor(people.Clerk, people.DisclosureHd), EditArticle, organ, ""},
		{actor(people.Clerk), PublishArticle, own, "access.may.role"}, {actor(people.Clerk, people.UnitHead, people.Legal, people.Secrecy), PublishArticle, own, "access.may.role"},
		{actor(people.DisclosureHd), FreezeReport, organ, ""}, {actor(people.Office), FreezeReport, organ, "access.may.role"},
		{actor(people.Chief), FreezeReport, organ, "access.may.role"}, {actor(people.Legal), ValidityArticle, organ, ""},
		{actor(), ReadDesk, organ, "access.may.role"}, {actor("mayor"), ReadDesk, organ, "access.may.role"},
		{actor(people.Chief), "article.delete", organ, "access.may.role"},
	} {
		if got := code(May(x.a, x.v, x.thing)); got != x.code {
			t.Errorf("%v %s %+v: %q, want %q", x.a.Roles, x.v, x.thing, got, x.code)
		}
	}
	all := func(roles ...people.Role) int {
		n := 0
		for _, v := range Verbs() {
			for _, th := range []Thing{own, unit, organ} {
				if May(actor(roles...), v, th) == nil {
					n++
				}
			}
		}
		return n
	}
	for _, r := range people.Roles {
		for _, s := range people.Roles {
			if all(r.Role, s.Role) < max(all(r.Role), all(s.Role)) {
				t.Errorf("%s and %s together may do less than one alone", r.Role, s.Role)
			}
		}
	}
}

func TestActor(t *testing.T) {
	t.Parallel()
	a := actor(people.Clerk, people.Legal)
	if !a.Has(people.Legal) || a.Has(people.Office) || !a.Has(people.Office, people.Clerk) || a.Has() {
		t.Error("Has is wrong about the roles")
	}
	if a.Officer != "zhang" || a.Organ != "o1" || a.Unit != "u1" || a.Name == "" {
		t.Errorf("%+v", a)
	}
	if g := Outside("o1"); May(g, ReviewOutside, Thing{Organ: "o1"}) != nil || May(g, ReviewUnit, Thing{Organ: "o1"}) == nil || May(g, ReviewOutside, Thing{Organ: "o2"}) == nil {
		t.Error("a signed link lets do other things than an outside review (R-A17)")
	}
	if m := Machine("o1"); m.Officer != ledger.System || m.Organ != "o1" {
		t.Errorf("%+v", m)
	}
	if v := Verbs(); !slices.IsSorted(v) || len(v) < 40 || len(slices.Compact(slices.Clone(v))) != len(v) {
		t.Errorf("%d verbs: %v", len(v), v)
	}
}
